"""What is demanded of a workbook beyond its schema, and how a breach of it is said."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

# A cell format that is not there can stand in a million cells: the first few say enough.
MOST_A_RULE = 20

RULES = {
    # the zip
    "zip": "the file is a zip",
    "duplicate entry": "no two entries have the same name",
    "names in case alone": "no two entries have names that differ in case alone",
    "backslash": "names of entries are divided by /",
    "zip data": "each entry can be unpacked, and its checksum is right",
    # the package
    "XML": "parts that are said to be XML are well-formed",
    "document type": "no part holds a document type definition",
    "content type": "each part has a content type, and but one",
    "override": "content types are given to parts that are there",
    "relationship id": "a part's relationship ids are unique",
    "relationship target": "a relationship leads to a part that is there",
    "relationship name": "an r:id stands in the part's relationships, with the right type",
    "unreachable part": "relationships lead from the root to each part",
    "shared part": "a sheet, table, drawing, chart or comments part has one owner",
    # the workbook
    "main part": "the root names a workbook",
    "sheet name": "1-31 characters, none of []:*?/\\, no edge apostrophe, not History, unique without case",
    "sheet id": "1 to 65534, and unique",
    "sheet part": "a sheet of the workbook is a part that Excel shows as a sheet",
    "visible sheet": "at least one sheet is visible",
    "active tab": "the active tab and the first one shown are there, and the active one is visible",
    "selected tab": "no tab but the active one is selected, else a change is made in several at once",
    "code name": "code names are unique",
    "defined name scope": "a local name belongs to a sheet that is there",
    "defined name twice": "a name stands once in its scope, without case",
    "built-in name": "a sheet's print area, print titles and filter range are of that sheet",
    # formulas, wherever they stand
    "formula sign": "a formula is written without its =",
    "formula length": "at most 8,192 characters",
    "formula sheet": "sheets that a formula names are there",
    "formula workbook": "an external workbook that a formula names by number is there",
    # a sheet
    "row order": "rows ascend",
    "cell order": "cells ascend, each within its own row",
    "address": "addresses are within A1:XFD1048576",
    "column order": "ranges of columns ascend and do not overlap",
    "cell format": "a cell's, row's or column's format is there",
    "shared string index": "a cell's shared string is there",
    "text length": "at most 32,767 characters",
    "merged cells": "merged ranges do not overlap",
    "conditional priority": "priorities of conditional formats are unique in a sheet",
    "list length": "a list typed into a data validation has at most 255 characters",
    "autofilter": "a sheet's autofilter has the range that its hidden name gives",
    # styles
    "style count": "a list in the styles is as long as it says",
    "font index": "a cell format's font is there",
    "fill index": "a cell format's fill is there",
    "border index": "a cell format's border is there",
    "number format": "a cell format's number format is built in or there, and ids are unique",
    "parent style": "the style that a cell format or a named style builds on is there",
    "differential format": "a differential format that anything names is there",
    "style limit": "at most 64,000 cell formats",
    # tables
    "table header": "header cells hold the names of the columns as text",
    "table width": "a table has as many columns as its range is wide, and says so",
    "table column id": "ids of a table's columns are unique",
    "table column name": "names of a table's columns are unique without case",
    "table id": "ids of tables are unique in the workbook",
    "table name": "names of tables are unique without case, also against defined names",
    "table range": "tables of a sheet do not overlap each other or merged cells",
    "table filter": "a table's filter covers its header and its rows, not its totals",
    # drawings and comments
    "drawing id": "ids of a drawing's objects are unique",
    "comment shape": "a sheet's comments have a shape each, and no shape is without its comment",
    "comment cell": "a cell has one comment",
    "comment author": "a comment's author is there",
    # what Excel keeps beside
    "calculation chain": "cells to calculate are on sheets that are there, and hold formulas",
    "document properties": "titles of parts are as many as their headings say, and the sheets' are theirs",
}


class Finding(NamedTuple):
    """A breach of a rule. `what` names no number that a graft may change: findings are compared."""

    rule: str
    part: str
    what: str


def sentences(found: Iterable[Finding]) -> list[str]:
    """One sentence a finding, at most MOST_A_RULE of a rule in a part, and then how many more."""
    kept, number = [], Counter[tuple[str, str]]()
    for rule, part, what in dict.fromkeys(found):
        assert rule in RULES, rule
        number[rule, part] += 1
        if number[rule, part] <= MOST_A_RULE:
            kept.append(f"{rule}: {part} {what}")
    more = {place: count - MOST_A_RULE for place, count in number.items() if count > MOST_A_RULE}
    return kept + [f"{rule}: {part} has {count} more" for (rule, part), count in more.items()]
