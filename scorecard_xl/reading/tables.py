"""A sheet as a table: columns known by their headers, rows that know their addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from ..errors import Address
from ..findings import FindingLog
from ..grids import Cell, Grid, Kind, Raw, as_text
from ..periods import Calendar, UnreadablePeriod
from .words import plain_word, without_value

_MARKS = re.compile(r"\[\w{1,3}\]|[*†‡¹²³^]+$")


class Table(Struct, frozen=True):
    """A header row and the rows below it. `columns` gives each known column's place in the grid,
    `others` each unknown header's; `header` is the header row's place."""

    grid: Grid
    header: int
    columns: Mapping[str, int]
    others: Mapping[str, int]

    @property
    def sheet(self) -> str:
        """The sheet's own name."""
        return self.grid.sheet

    def has(self, column: str) -> bool:
        """Whether the sheet has this column."""
        return column in self.columns

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold anything; headers repeated further down are none."""
        broken = self.broken_rows()
        headers = self.grid.rows[self.header]
        for number in range(self.header + 1, len(self.grid.rows)):
            line = self.grid.rows[number]
            filled = line.count("") + line.count(None) < len(line)
            if (filled or number in broken) and line != headers:
                yield Row(self, number)

    def broken_rows(self) -> set[int]:
        """Return the places of rows that hold an error or a formula without a value."""
        return {row - self.grid.first_row for row, _ in self.grid.broken}

    def row(self, number: int) -> Row:
        """Return the row at this place of the grid."""
        return Row(self, number)


class Row(Struct, frozen=True):
    """One row of a table; a column that the sheet lacks reads as empty."""

    table: Table
    number: int

    def cell(self, column: str) -> Cell:
        """Return the cell in a known column."""
        return self.table.grid.cell(self.number, self.table.columns.get(column, -1))

    def text(self, column: str) -> str:
        """Return the cell's trimmed text; an error value reads as "" (it is reported elsewhere)."""
        place = self.table.columns.get(column)
        if place is None:
            return ""
        line = self.table.grid.rows[self.number]
        return as_text(line[place]) if place < len(line) else ""

    def header(self, column: str) -> str:
        """Return the header of a known column as it stands on the sheet, "" without the column."""
        place = self.table.columns.get(column)
        return "" if place is None else as_text(self.table.grid.rows[self.table.header][place])

    def where(self, column: str) -> Address:
        """Return the address of the cell in a known column, or of the row's first cell."""
        return self.table.grid.where(self.number, self.table.columns.get(column, 0))

    def filled(self, except_for: Collection[str] = ()) -> Iterator[int]:
        """Yield the places of the cells that hold anything, those of some columns left out."""
        left_out = {self.table.columns.get(column) for column in except_for}
        for place, value in enumerate(self.table.grid.rows[self.number]):
            if place not in left_out and (value not in ("", None) or self._is_broken(place)):
                yield place

    def _is_broken(self, place: int) -> bool:
        return self.table.grid.cell(self.number, place).kind in (Kind.ERROR, Kind.NO_VALUE)

    def others(self) -> dict[str, object]:
        """Return the values in unknown columns by header, empty ones left out."""
        line = self.table.grid.rows[self.number]
        found = {header: line[c] for header, c in self.table.others.items() if c < len(line)}
        return {header: value for header, value in found.items() if value not in ("", None)}

    def broken(self) -> Iterator[tuple[str, Cell]]:
        """Yield the known columns whose formula gave an error or no value, with the cell."""
        if not self.table.grid.broken:
            return
        for column in self.table.columns:
            cell = self.cell(column)
            if cell.kind in (Kind.ERROR, Kind.NO_VALUE):
                yield column, cell

    def report_broken(self, log: FindingLog, ref: str = "", except_for: Collection[str] = ()) -> None:
        """Report cells of which only the text is wanted and that have no value, some columns left out."""
        for column, cell in self.broken():
            if column in except_for:
                continue
            problem = without_value(cell)
            assert problem is not None
            log.warning("no value", cell.where, f"{column} {problem}.", problem.todo, ref)


@lru_cache(maxsize=4096)  # each known header is compared with in several sheets
def header_word(text: str) -> str:
    """Return a header as it is compared: case, line breaks, footnote marks and brackets forgiven.

    >>> header_word("Minimum\\nstandard*"), header_word("Target [1]"), header_word("Good is:")
    ('minimum standard', 'target', 'good is')
    """
    return plain_word(_MARKS.sub("", text.strip()))


def header_words(line: Sequence[Raw]) -> Iterator[tuple[int, str]]:
    """Yield the place of each text in a line, with the text as headers are compared."""
    for place, value in enumerate(line):
        if isinstance(value, str) and value:
            yield place, header_word(as_text(value))


def period_columns(table: Table, calendar: Calendar) -> dict[int, Raw]:
    """Return the columns whose headers read as periods, with the header as written."""
    columns: dict[int, Raw] = {}
    taken = set(table.columns.values())
    for place, header in enumerate(table.grid.rows[table.header]):
        if place not in taken and header not in ("", None):
            try:
                calendar.read(header, None)
            except UnreadablePeriod:
                continue
            columns[place] = header
    return columns
