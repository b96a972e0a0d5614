"""Tables: names, columns, and the header cells that must repeat them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .addresses import Box, box, letters, overlapping
from .book import Book, Contents
from .report import Finding
from .xml import Element, child, children, whole

# How Excel writes letters that XML can't hold, and line breaks in names of columns (ST_Xstring).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Table(NamedTuple):
    part: str  # as the zip has it
    root: Element
    box: Box | None
    has_header: bool
    totals: int

    @property
    def columns(self) -> list[Element]:
        return children(child(self.root, "tableColumns"), "tableColumn")

    def header_cells(self) -> list[str]:
        if self.box is None or not self.has_header:
            return []
        return [f"{letters(self.box.left + n)}{self.box.top}" for n in range(len(self.columns))]


def of_sheet(book: Book, sheet_part: str) -> list[Table]:
    tables = []
    for part in book.package.targets(sheet_part, "table"):
        root = book.package.root(part)
        if root is not None:
            has_header = whole(root.get("headerRowCount"), 1) != 0
            totals = whole(root.get("totalsRowCount"), 0) or 0
            name = book.package.name(part)
            tables.append(Table(name, root, box(root.get("ref", "")), has_header, totals))
    return tables


def findings(
    tables: list[Table], contents: Contents, merged: list[tuple[str, Box]], sheet_part: str
) -> Iterator[Finding]:
    for table in tables:
        yield from _columns(table)
        yield from _headers(table, contents)
        yield from _filter(table)
    ranges = [(table.root.get("ref", ""), table.box) for table in tables if table.box is not None]
    for one, other in overlapping(ranges):
        yield Finding("table range", sheet_part, f"tables at {one} and {other} share cells")
    for text, area in ranges:
        for other, its in merged:
            if area.meets(its):
                yield Finding(
                    "table range", sheet_part, f"the table at {text} meets the merged cells {other}"
                )


def findings_of_all(book: Book, tables: Iterable[Table]) -> Iterator[Finding]:
    """Ids and names are unique in the workbook, names also against defined names."""
    tables = list(tables)
    names = {one.name.casefold() for one in book.names}
    ids = Counter(table.root.get("id") for table in tables)
    shown = Counter(table.root.get("displayName", "").casefold() for table in tables)
    for table in tables:
        own = table.root.get("displayName", "")
        if ids[table.root.get("id")] > 1:
            yield Finding("table id", table.part, f"{table.root.get('id')} stands more than once")
        if shown[own.casefold()] > 1 or own.casefold() in names:
            yield Finding("table name", table.part, f"{own!r} stands more than once")
        if not re.fullmatch(r"[^\W\d][\w.?\\]*|\\[\w.?\\]*", own) or box(own.upper()) is not None:
            yield Finding("table name", table.part, f"{own!r} is no name")


def _columns(table: Table) -> Iterator[Finding]:
    columns, said = table.columns, child(table.root, "tableColumns")
    width = None if table.box is None else table.box.right - table.box.left + 1
    if width is not None and len(columns) != width:
        yield Finding("table width", table.part, f"has {len(columns)} columns in a range of {width}")
    if said is not None and whole(said.get("count"), len(columns)) != len(columns):
        yield Finding("table width", table.part, f"says {said.get('count')} columns and has {len(columns)}")
    for number, times in Counter(column.get("id") for column in columns).items():
        if times > 1:
            yield Finding("table column id", table.part, f"has the column id {number} {times} times")
    for name, times in Counter(column.get("name", "").casefold() for column in columns).items():
        if times > 1:
            yield Finding("table column name", table.part, f"has the column {name!r} {times} times")


def _headers(table: Table, contents: Contents) -> Iterator[Finding]:
    for address, column in zip(table.header_cells(), table.columns, strict=False):
        held, name = contents.headers.get(address), column.get("name", "")
        if held is None or plain(held) != plain(name):
            shown = "no text" if held is None else repr(held)
            yield Finding("table header", table.part, f"{address} holds {shown}, but the column is {name!r}")


def plain(text: str) -> str:
    """Without escapes, and with one sort of line break.

    >>> plain("Cost_x000d__x000a_£")
    'Cost\\n£'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _filter(table: Table) -> Iterator[Finding]:
    own = child(table.root, "autoFilter")
    if own is None or table.box is None or own.get("ref") is None:
        return
    if box(own.get("ref")) != table.box._replace(bottom=table.box.bottom - table.totals):
        yield Finding("table filter", table.part, f"is {own.get('ref')} in the table {table.root.get('ref')}")
