"""The cells of a sheet, read as a stream: order, addresses, formats, texts and formulas."""

from collections.abc import Iterator
from typing import Any

from . import addresses, formulas
from .addresses import LAST_COLUMN, LAST_ROW, box
from .book import Book, Contents, is_too_long
from .report import Finding
from .xml import MAIN, STRICT, Element, choose, forget, main, plain_text, stream, whole

# Looked up a million times in a large sheet.
COLUMNS = {addresses.letters(number): number for number in range(1, LAST_COLUMN + 1)}
FORMULAS = [f"{{{space}}}f" for space in (MAIN, STRICT)]
VALUES = [f"{{{space}}}v" for space in (MAIN, STRICT)]


def read(book: Book, part: str, contents: Contents) -> Iterator[Finding]:
    """What is wrong with the cells; fills `contents`, and leaves the rest of the sheet in the package.

    Raises `etree.XMLSyntaxError`.
    """
    name, rows = book.package.name(part), stream(book.package.read(part), "row")
    last = 0
    for _, row in rows:
        number = whole(row.get("r"), last + 1)
        if number is None or not 1 <= number <= LAST_ROW:
            yield Finding("address", name, f"has a row {row.get('r')}")
        else:
            if number <= last:
                yield Finding("row order", name, f"row {number} stands after row {last}")
            last = number
        if not book.styles.has_cell_format(row.get("s")):
            yield Finding(
                "cell format", name, f"row {number} has the format {row.get('s')}, which is not there"
            )
        yield from _row(book, name, row, number, contents)
        forget(row)
    choose(rows.root)
    book.package.has_read(part, rows.root)


def _row(book: Book, part: str, row: Element, number: int | None, contents: Contents) -> Iterator[Finding]:
    last, row_digits = 0, str(number)
    formats, headers = contents.known_formats, contents.headers
    for cell in row:
        address = cell.get("r")
        if address is None:
            last += 1
            continue
        letters = address.removesuffix(row_digits)
        column = COLUMNS.get(letters)
        if column is None or len(letters) == len(address):
            yield from _misplaced(part, address, row_digits)
        else:
            if column <= last:
                yield Finding("cell order", part, f"{address} stands after a cell to its right")
            last = column
        text = cell.get("s")
        if text is not None and text not in formats:
            if book.styles.has_cell_format(text):
                formats.add(text)
            else:
                yield Finding("cell format", part, f"{address} has the format {text}, which is not there")
        kind = cell.get("t")
        if address in headers:
            headers[address] = _header(book, kind, cell)
        if kind == "s":
            yield from _shared(book, part, address, cell)
        elif kind == "str" or kind == "inlineStr":
            yield from _text(part, address, cell)
    for formula in row.iter(*FORMULAS):
        address = formula.getparent().get("r", "a cell")
        yield from formulas.findings(formula.text, part, address, book.named)
        _remember(contents, address, formula)


def _misplaced(part: str, address: str, row_digits: str) -> Iterator[Finding]:
    if addresses.cell(address) is None:
        yield Finding("address", part, f"has a cell {address}")
    else:
        yield Finding("cell order", part, f"{address} stands in row {row_digits}")


def _shared(book: Book, part: str, address: str, cell: Element) -> Iterator[Finding]:
    if book.strings is None:
        return
    text = _value(cell)
    number = whole(text, 0)
    if number is None or not 0 <= number < len(book.strings):
        what = f"{address} names string {text} of {len(book.strings)}"
        yield Finding("shared string index", part, what)


def _text(part: str, address: str, cell: Element) -> Iterator[Finding]:
    for text in (_value(cell), *(plain_text(inline) for inline in main(cell, "is"))):
        if text and is_too_long(text):
            yield Finding("text length", part, f"{address} has {len(text)} characters")


def _value(cell: Element) -> str | None:
    return next((value.text for value in cell.iterchildren(*VALUES)), None)


def _header(book: Book, kind: str | None, cell: Element) -> str | None:
    """A header's text; None where the cell is a number, which Excel takes for damage."""
    if kind == "s":
        number, strings = whole(_value(cell)), book.strings or []
        return strings[number] if number is not None and 0 <= number < len(strings) else None
    if kind == "inlineStr":
        return next((plain_text(inline) for inline in main(cell, "is")), None)
    return _value(cell) if kind == "str" else None


def _remember(contents: Contents, address: str, formula: Any) -> None:
    if address in contents.calculated:
        contents.formulas.add(address)
    if formula.get("t") in ("array", "dataTable") and formula.get("ref"):
        area = box(formula.get("ref"))
        if area is not None:
            contents.arrays.append(area)
