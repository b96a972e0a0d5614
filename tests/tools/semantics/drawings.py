"""Drawings and comments."""

from collections import Counter
from collections.abc import Iterator

from .addresses import cell, letters
from .book import Book
from .report import Finding
from .xml import Element, child, children, local, whole


def findings(part: str, root: Element) -> Iterator[Finding]:
    """Ids within one drawing; 0 is what programs write that do not count."""
    ids = Counter(one.get("id") for one in root.iter("{*}cNvPr"))
    for number, times in ids.items():
        if times > 1 and number != "0":
            yield Finding("drawing id", part, f"has the id {number} {times} times")


def comments(book: Book, sheet_part: str) -> Iterator[Finding]:
    """Excel shows a comment by its shape, and repairs a file that has one without the other."""
    commented: list[str] = []
    for part in book.package.targets(sheet_part, "comments"):
        root, name = book.package.root(part), book.package.name(part)
        listed = children(child(root, "commentList"), "comment")
        commented += [one.get("ref", "") for one in listed]
        authors = len(children(child(root, "authors"), "author"))
        for one in listed:
            number = whole(one.get("authorId"), 0)
            if number is None or not 0 <= number < authors:
                what = f"{one.get('ref')} names author {one.get('authorId')} of {authors}"
                yield Finding("comment author", name, what)
            if cell(one.get("ref", "")) is None:
                yield Finding("address", name, f"has a comment at {one.get('ref')}")
    name = book.package.name(sheet_part)
    for address, times in Counter(commented).items():
        if times > 1:
            yield Finding("comment cell", name, f"{address} has {times} comments")
    shapes = set(_notes(book, sheet_part))
    for address in sorted(set(commented) - shapes):
        yield Finding("comment shape", name, f"the comment at {address} has no shape")
    for address in sorted(shapes - set(commented)):
        yield Finding("comment shape", name, f"a comment's shape at {address} has no comment")


def _notes(book: Book, sheet_part: str) -> Iterator[str]:
    """The cells for which the sheet's legacy drawing has a comment's shape."""
    sheet = book.package.root(sheet_part)
    own = child(sheet, "legacyDrawing")
    relations = (
        [] if own is None else [book.package.by_id(sheet_part, value) for value in own.attrib.values()]
    )
    for one in relations:
        root = book.package.root(one.target) if one is not None and one.target else None
        for data in [] if root is None else root.iter("{*}ClientData"):
            values = {local(item): (item.text or "").strip() for item in children(data)}
            row, column = whole(values.get("Row")), whole(values.get("Column"))
            if data.get("ObjectType") == "Note" and row is not None and column is not None:
                yield f"{letters(column + 1)}{row + 1}"
