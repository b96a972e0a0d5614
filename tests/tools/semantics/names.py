"""What defined names refer to."""

from collections.abc import Iterator

from . import formulas
from .addresses import box
from .book import Book, DefinedName
from .report import Finding

OF_ITS_SHEET = {"_xlnm.print_area", "_xlnm.print_titles", "_xlnm._filterdatabase"}
FILTER = "_xlnm._filterdatabase"


def findings(book: Book) -> Iterator[Finding]:
    for one in book.names:
        yield from formulas.findings(one.text, book.name, f"the name {one.name!r}", book.named)
        if one.scope is None or not 0 <= one.scope < len(book.sheets):
            continue
        own = book.sheets[one.scope].name
        others = [sheet for sheet in plain_sheets(one.text) if sheet.casefold() != own.casefold()]
        if one.name.casefold() in OF_ITS_SHEET and others:
            yield Finding("built-in name", book.name, f"{one.name} of {own!r} refers to {others[0]!r}")


def plain_sheets(text: str) -> list[str]:
    """The sheets of a name that is nothing but ranges; none where it is calculated."""
    return formulas.sheets_named(text) if "(" not in text and "#REF!" not in text else []


def filter_range(book: Book, sheet: int) -> str | None:
    """The range of a sheet's hidden filter name, `A1:C3`; None where there is no such name."""
    found: DefinedName | None = next(
        (one for one in book.names if one.scope == sheet and one.name.casefold() == FILTER), None
    )
    return None if found is None else found.text.rpartition("!")[2].replace("$", "")


def same_range(one: str, other: str) -> bool:
    return one == other or (box(one) is not None and box(one) == box(other))
