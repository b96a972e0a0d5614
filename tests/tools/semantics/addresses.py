"""Cells and ranges of a sheet."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576

CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})?\$?([0-9]+)?(?::\$?([A-Z]{1,3})?\$?([0-9]+)?)?")


class Box(NamedTuple):
    """A range by its edges, counted from 1."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, column: int, row: int) -> bool:
        return self.left <= column <= self.right and self.top <= row <= self.bottom

    def meets(self, other: "Box") -> bool:
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


@cache
def column_number(letters: str) -> int:
    """
    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters(column: int) -> str:
    """
    >>> letters(1), letters(16384)
    ('A', 'XFD')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def cell(address: str) -> tuple[int, int] | None:
    """Column and row; None for what is no cell of a sheet."""
    found = CELL.fullmatch(address)
    if found is None:
        return None
    column, row = column_number(found[1]), int(found[2])
    return (column, row) if column <= LAST_COLUMN and row <= LAST_ROW else None


def box(reference: str) -> Box | None:
    """The edges of a cell, a range, whole columns or whole rows; None for what is none of a sheet.

    >>> box("$B$2:C4"), box("C:D").left, box("XFE1"), box("A1:B")
    (Box(left=2, top=2, right=3, bottom=4), 3, None, None)
    """
    found = _RANGE.fullmatch(reference)
    if found is None or reference == "":
        return None
    first, last = found[1], found[3]
    top, bottom = found[2], found[4]
    if ":" not in reference:
        if not (first and top):
            return None
        last, bottom = first, top
    if bool(first) != bool(last) or bool(top) != bool(bottom) or not (first or top):
        return None
    left, right = (column_number(first), column_number(last)) if first else (1, LAST_COLUMN)
    above, below = (int(top), int(bottom)) if top else (1, LAST_ROW)
    if not (1 <= left <= right <= LAST_COLUMN and 1 <= above <= below <= LAST_ROW):
        return None
    return Box(left, above, right, below)


def overlapping(ranges: Iterable[tuple[str, Box]]) -> Iterable[tuple[str, str]]:
    """Pairs of ranges that share a cell, found from the top down."""
    open_ones: list[tuple[str, Box]] = []
    for text, this in sorted(ranges, key=lambda pair: pair[1].top):
        open_ones = [(other, its) for other, its in open_ones if its.bottom >= this.top]
        yield from ((other, text) for other, its in open_ones if its.meets(this))
        open_ones.append((text, this))
