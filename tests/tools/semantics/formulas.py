"""What a formula says, wherever it stands: its form, and the sheets and workbooks that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .addresses import CELL
from .report import Finding

LONGEST = 8_192

# In the order of trying: what a quoted text or an error value holds is no name of a sheet.
_TOKENS = re.compile(
    r"""
      "(?:[^"]|"")*"                                        # text
    | \#(?:REF!|NULL!|DIV/0!|VALUE!|NUM!|N/A|NAME\?)        # an error
    | '(?P<quoted>(?:[^']|'')*)'(?P<sheet>!?)               # 'Sheet name'! or a DDE item
    | (?P<external>\[[^\[\]]*\])?(?P<first>[^\s+\-*/^&=<>(),;{}%"'@\#!:\[\]|]*)
      (?::(?P<last>[^\s+\-*/^&=<>(),;{}%"'@\#!:\[\]|]+))?!  # Sheet!, First:Last!, [1]Sheet!, [1]!
    | [^\s+\-*/^&=<>(),;{}%"'@\#!:\[\]|]+                   # a number, a name, a cell, a function
    | (?P<bracket>\[)                                       # a table's columns
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Named:
    """What formulas may name, of this workbook."""

    sheets: frozenset[str]  # without case
    externals: int


def findings(formula: str | None, part: str, place: str, known: Named) -> Iterator[Finding]:
    if not formula:
        return
    if formula.startswith("="):
        yield Finding("formula sign", part, f"{place} begins with =")
    if len(formula) > LONGEST:
        yield Finding("formula length", part, f"{place} has {len(formula)} characters")
    if "!" not in formula:
        return
    for sheet in sheets_named(formula):
        if sheet.startswith("["):
            number = sheet[1 : sheet.index("]")]
            if number.isdecimal() and int(number) > known.externals:
                yield Finding("formula workbook", part, f"{place} names {sheet}, which is not there")
        elif sheet.casefold() not in known.sheets:
            yield Finding("formula sheet", part, f"{place} names {sheet!r}, which is not there")


def sheets_named(formula: str) -> list[str]:
    """Sheets of this workbook that a formula names; those of another with its number before them.

    >>> sheets_named("SUM('Mr. O''Neil'!A1,Data!B2,North:South!C3)&\\"No!\\"")
    ["Mr. O'Neil", 'Data', 'North', 'South']
    >>> sheets_named("[1]Far!A1+'[2]Far away'!A1+[0]!Total+T[[#This Row],[It''s a [Me]!]]+Data!A1:Data!B2")
    ['[1]Far', '[2]Far away', 'Data', 'Data']
    """
    names, at = [], 0
    while at < len(formula):
        found = _TOKENS.match(formula, at)
        assert found is not None
        at = found.end()
        if found["bracket"]:
            at = _after_brackets(formula, found.start())
        elif found["sheet"]:
            names += _split(found["quoted"].replace("''", "'"))
        elif found["first"] is not None:
            text = found["first"] + (f":{found['last']}" if found["last"] else "")
            names += _split((found["external"] or "") + text)
    return names


def _split(name: str) -> list[str]:
    """The sheets of `First:Last`, the one of `[1]Far`, none of `[0]`, which is this workbook itself."""
    if "[" in name:
        name = name[name.index("[") :]  # what stands before is a folder
        workbook, _, sheet = name[1:].partition("]")
        return _split(sheet) if workbook == "0" else [name] if "]" in name else []
    sheets = name.split(":")
    if len(sheets) == 2 and CELL.fullmatch(sheets[0].replace("$", "").upper()):
        sheets = sheets[1:]  # A1:Data!B2 is a range
    return [sheet for sheet in sheets if sheet and sheet != "#REF"]


def _after_brackets(formula: str, at: int) -> int:
    """Where a table's brackets end; within them an apostrophe says that the next is a letter as any."""
    depth = 0
    while at < len(formula):
        letter = formula[at]
        if letter == "'":
            at += 1
        depth += (letter == "[") - (letter == "]")
        at += 1
        if depth == 0:
            break
    return at
