"""A sheet as a grid of typed cells, whichever host it was read from.

A grid keeps the host's raw values in lists, so that a sheet of a million rows costs no more than
its values; a `Cell` is made only where somebody asks for one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct, field

from .errors import Address

# What a host may put in a grid's rows; "" and None are empty cells.
Raw = float | int | str | bool | dt.date | dt.time | dt.timedelta | None

# Signs of no width that come along when text is copied from web pages and PDFs; no-break spaces are spaces.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"), "") | {0xA0: " "}

NEVER_CALCULATED = "formula without a value"


class Kind(Enum):
    """What a cell holds."""

    EMPTY = "empty"
    NUMBER = "a number"
    TEXT = "text"
    DATE = "a date"
    DURATION = "a duration"
    BOOLEAN = "TRUE or FALSE"
    ERROR = "an error"
    NO_VALUE = NEVER_CALCULATED


class NumberFormat(Struct, frozen=True):
    """What a cell's format tells of its number: whether it is a percentage, and its decimals."""

    percent: bool = False
    decimals: int | None = None


GENERAL = NumberFormat()


class Cell(Struct, frozen=True):
    """One cell: its raw value ("" when empty; the error's name for an error), kind and format."""

    value: Raw
    kind: Kind
    format: NumberFormat
    where: Address

    @property
    def text(self) -> str:
        """The cell as trimmed text; whole numbers without ".0", TRUE and FALSE as Excel shows them."""
        return as_text(self.value)


def as_text(value: Raw) -> str:
    """Return a raw value as trimmed text, numbers written shortest.

    >>> as_text(1.0), as_text(" CS-04\\u00a0"), as_text(True), as_text(None), as_text(dt.date(2015, 2, 28))
    ('1', 'CS-04', 'TRUE', '', '28/02/2015')
    """
    if isinstance(value, str):
        return value.translate(INVISIBLE).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, dt.date):
        midnight = not isinstance(value, dt.datetime) or value.time() == dt.time()
        return f"{value:%d/%m/%Y}" if midnight else f"{value:%d/%m/%Y %H:%M}"
    return str(value)


def kind_of(value: Raw) -> Kind:
    """Return the kind of a raw value (errors and formulas without value are marked by the grid)."""
    if value is None or value == "":
        return Kind.EMPTY
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, float | int):
        return Kind.NUMBER
    if isinstance(value, str):
        return Kind.TEXT if value.strip() else Kind.EMPTY
    return Kind.DATE if isinstance(value, dt.date) else Kind.DURATION


class Grid(Struct, frozen=True):
    """The used part of one sheet.

    `rows` are lists of raw values, all of one length; `rows[0][0]` stands at (`first_row`,
    `first_column`), counted from 1. `broken` maps (row, column) to an error's name ("#DIV/0!") or
    NEVER_CALCULATED, `formats` maps (row, column) to a number format where it is not General; both use
    the sheet's own numbers.
    """

    sheet: str
    rows: Sequence[Sequence[Raw]]
    first_row: int = 1
    first_column: int = 1
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], NumberFormat] = field(default_factory=dict)

    def where(self, row: int, column: int) -> Address:
        """Return the address of `rows[row][column]`."""
        return Address(self.sheet, self.first_row + row, self.first_column + column)

    def raw(self, row: int, column: int) -> Raw:
        """Return what the host gave for `rows[row][column]`; outside the grid, and in error, it is ""."""
        line = self.rows[row] if 0 <= row < len(self.rows) else ()
        return line[column] if 0 <= column < len(line) else ""

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at `rows[row][column]`; outside the grid it is empty."""
        where = self.where(row, column)
        at = (where.row, where.column)
        wrong = self.broken.get(at)
        if wrong:
            return Cell(wrong, Kind.NO_VALUE if wrong == NEVER_CALCULATED else Kind.ERROR, GENERAL, where)
        value = self.raw(row, column)
        return Cell(value, kind_of(value), self.formats.get(at, GENERAL), where)
