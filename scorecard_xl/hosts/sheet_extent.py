"""How far a sheet reaches, what Excel hides of it, and where its tables have their totals.

A sheet is read as a full rectangle from its first cell to its last: one cell that strayed to XFD1048576
would ask for 17,179,869,184 of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from ..errors import Address, ScorecardError
from ..grids import Hidden

# A sheet of 26 columns is read to its last row; at about 40 bytes a cell this still fits a laptop.
MOST_CELLS = 30_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet in Excel

# Excel writes every cell like this, in rows below 1,050,000 (the few beyond the last do no harm);
# whatever is written otherwise takes a slower way.
_OTHERWISE = re.compile(rb"<c(?=[\s/>])(?! r=\"[A-Z]{1,3}(?:[1-9][0-9]{0,5}|10[0-4][0-9]{4})\"[ />])")
_PREFIXED = re.compile(rb":c[\s/>]")
_SINGLE_QUOTES = re.compile(rb"=\s*'")
# Without these a plain sheet can't have too many cells, wherever they stand.
_BEYOND_Z, _BEYOND_ZZ = re.compile(rb"<c r=\"[A-Z]{2}"), re.compile(rb"<c r=\"[A-Z]{3}")
_BEYOND_999 = re.compile(rb"<c r=\"[A-Z]+[0-9]{4}")
_BEYOND_9999 = re.compile(rb"<c r=\"[A-Z]+[0-9]{5}")
_FILLED = re.compile(rb"<c r=\"([A-Z]+)([0-9]+)\"(?:[^>\"]|\"[^\"]*\")*+(?<!/)>")

# A ">" may stand inside quotation marks.
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^>]*+)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col(?=\s)([^>]*+)>")
_ADDRESS = re.compile(rb"([A-Za-z]*)([0-9]+)")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_SPAN = re.compile(rb"\s(min|max)\s*=\s*[\"']([0-9]{1,5})[\"']")


def is_plain(xml: bytes) -> bool:
    """Whether every cell of a sheet is written as Excel writes it: without a prefix, its address first."""
    # Two searches that each begin with a fixed word take a tenth of the time of one for either.
    return not _PREFIXED.search(xml) and not _OTHERWISE.search(xml)


def refuse_what_is_too_wide(xml: bytes, sheet: str, book: str) -> None:
    """Raise `ScorecardError` for a sheet whose cells stand too far apart to be read as one rectangle.

    Raises `ValueError` for cells that stand where no sheet of Excel's has any.
    """
    plain = is_plain(xml)
    if plain and not _may_be_wide(xml):
        return
    first_row, first_column, last_row, last_column = LAST_ROW, LAST_COLUMN, 0, 0
    for row, column in _plain_places(xml) if plain and not _SINGLE_QUOTES.search(xml) else _places(xml):
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            raise ValueError(f"a cell in row {row}, column {column}")
        first_row, last_row = min(first_row, row), max(last_row, row)
        first_column, last_column = min(first_column, column), max(last_column, column)
    if (last_row - first_row + 1) * (last_column - first_column + 1) > MOST_CELLS:
        end = Address(sheet, last_row, last_column)
        raise ScorecardError(
            f"Sheet {sheet} of {book} reaches as far as {end}, which is too far to be read: something "
            "stands outside the table. Press Ctrl+End in Excel to find it, delete those rows and columns "
            "and save."
        )


def _may_be_wide(xml: bytes) -> bool:
    if not _BEYOND_Z.search(xml):
        return False
    return bool((_BEYOND_999 if _BEYOND_ZZ.search(xml) else _BEYOND_9999).search(xml))


def _plain_places(xml: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each filled cell stands."""
    columns: dict[bytes, int] = {}
    for match in _FILLED.finditer(xml):
        letters, row = match.groups()
        yield int(row), columns.get(letters) or columns.setdefault(letters, column_number(letters))


def _places(xml: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each filled cell stands, counting on where it is not said."""
    row = column = 0
    for match in _TAG.finditer(xml):
        kind, attributes = match.groups()
        said = _said(attributes)
        if kind == b"row":
            row, column = said[0] if said else row + 1, 0
            continue
        here, column = said or (row, column + 1)
        if not attributes.endswith(b"/"):
            yield here, column


def _said(attributes: bytes) -> tuple[int, int] | None:
    """Return the row and column that a row or cell says to stand in, column 0 for a row."""
    for name, double, single in _ATTRIBUTE.findall(attributes):
        if name == b"r":
            address = _ADDRESS.fullmatch(double or single)
            if address is None:
                raise ValueError(f"a cell at {attributes!r:.99}")
            return int(address[2][:9]), column_number(address[1])
    return None


def hidden_parts(xml: bytes, state: str) -> Hidden:
    """Return what nobody sees of a sheet; `state` is what the workbook says of it as a whole."""
    sheet = state in ("hidden", "veryHidden")
    if b"hidden" not in xml:
        return Hidden(sheet)
    rows, number = [], 0
    for match in _ROW.finditer(xml):
        said = _said(match[1])
        number = said[0] if said else number + 1
        if _HIDDEN.search(match[1]):
            rows.append(number)
    columns: list[int] = []
    for match in _COLUMN.finditer(xml):
        span = {name: int(value) for name, value in _SPAN.findall(match[1])}
        if _HIDDEN.search(match[1]) and b"min" in span and b"max" in span:
            columns += range(span[b"min"], min(span[b"max"], LAST_COLUMN) + 1)
    return Hidden(sheet, rows, columns, filtered=b"filterColumn" in xml)


def totals_row(table: ElementTree.Element) -> int:
    """Return the row in which Excel computes a table's totals, 0 when it has none."""
    last = re.search(r":\$?[A-Z]+\$?([0-9]{1,7})$", table.get("ref", ""))
    return int(last[1]) if last and table.get("totalsRowCount", "0") != "0" else 0


def column_number(letters: bytes) -> int:
    """Return the number of a column, counted from 1.

    >>> column_number(b"A"), column_number(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper()[:9]:
        number = number * 26 + letter - 64
    return number
