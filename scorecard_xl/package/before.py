"""How the workbook was before our first tab came, so that taking the tabs out leads back to just that.

Lists of formats only ever grow at their end by us; how long they were is enough, as long as what stands
after that is still what we put there.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from .book import BEFORE_NAMES, STYLES, Book
from .styles import LISTS
from .xml import Element, add_child, child, drop, key

_FORMAT_OF_CELL = re.compile(rb"<(?:\w+:)?(?:c|row|col)\s[^<>]*?\b(?:s|style)\s*=\s*[\"']([0-9]+)")
_FORMAT_OF_RULE = re.compile(rb"\b(?:dxfId|\w+DxfId)\s*=\s*[\"']([0-9]+)")


class ListBefore(Struct, frozen=True):
    """One list of formats: its entries, its `count` as written, a digest of what stands after them now."""

    there: bool
    entries: int
    count: str | None
    added: str = ""


class Before(Struct, frozen=True):
    """What we change of the workbook's own parts, as it was.

    `views` are each window's activeTab and firstSheet as written, None where there is no window.
    """

    styles: bool
    lists: dict[str, ListBefore]
    views: list[tuple[str | None, str | None]] | None
    names: bool


def state_of(book: Book) -> Before:
    """Return how a workbook is that holds nothing of ours."""
    part = book.related(STYLES)
    root = book.draft.tree(part) if part else None
    views = [(view.get("activeTab"), view.get("firstSheet")) for view in book.views()]
    return Before(
        bool(part),
        {name: _list(root, name) for name in LISTS},
        views if child(book.root, "bookViews") is not None else None,
        child(book.root, "definedNames") is not None,
    )


def carried(before: Before, book: Book) -> Before:
    """Return an earlier state as far as it still holds: where the formats were written anew it does not."""
    return before if _is_ours(before, book) else replace(before, styles=True, lists=state_of(book).lists)


def sealed(before: Before, book: Book) -> Before:
    """Return the state with a note of what stands after the officer's formats now."""
    root = book.draft.tree(book.related(STYLES))
    lists = {
        name: replace(was, added=_digest(_entries(root, name)[was.entries :]))
        for name, was in before.lists.items()
    }
    return replace(before, lists=lists)


def restore(before: Before, book: Book) -> None:
    """Make the workbook's own parts what they were; our tabs are out already, and the book is settled."""
    _restore_formats(before, book)
    for view, was in zip(book.views(), before.views or [(None, None)], strict=False):
        for attribute, text in zip(("activeTab", "firstSheet"), was, strict=True):
            if _number(view.get(attribute)) != _number(text):
                continue
            if text is None:
                view.attrib.pop(attribute, None)
            elif text.isdecimal():
                view.set(attribute, text)
    if before.names and child(book.root, "definedNames") is None:
        add_child(book.root, "definedNames", {}, BEFORE_NAMES)
    views = child(book.root, "bookViews")
    if before.views is None and views is not None and not any(view.attrib for view in views):
        drop(views)


def _restore_formats(before: Before, book: Book) -> None:
    if not _is_ours(before, book) or _is_used(before, book):
        return
    part = book.related(STYLES)
    if not before.styles:
        for relation in book.relations.of_kind(STYLES):
            book.relations.drop(relation.id)
        book.draft.drop(part)
        return
    root = book.draft.tree(part)
    for name, was in before.lists.items():
        found = child(root, name)
        if found is None:
            continue
        for entry in _entries(root, name)[was.entries :]:
            found.remove(entry)
        found.attrib.pop("count", None)
        if was.count is not None:
            found.set("count", was.count)
        if not was.there:
            drop(found)


def _is_ours(before: Before, book: Book) -> bool:
    """Whether what stands after the officer's formats is still what we put there."""
    part = book.related(STYLES)
    if not part:
        return False
    root = book.draft.tree(part)
    return all(
        len(_entries(root, name)) >= was.entries and _digest(_entries(root, name)[was.entries :]) == was.added
        for name, was in before.lists.items()
    )


def _is_used(before: Before, book: Book) -> bool:
    """Whether anything that stays in the workbook uses a format that came with our tabs."""
    cells, rules = before.lists["cellXfs"].entries, before.lists["dxfs"].entries
    if not before.styles:
        # Format 0 is what a cell has that says nothing.
        return any(
            _highest(_FORMAT_OF_CELL, book.draft.read(tab.part)) > 0
            for tab in book.tabs()
            if tab.part in book.draft
        )
    for name in book.draft.reachable():
        if name.casefold().endswith(".xml") and name not in (book.part, book.related(STYLES)):
            xml = book.draft.read(name)
            if _highest(_FORMAT_OF_RULE, xml) >= rules or _highest(_FORMAT_OF_CELL, xml) >= cells:
                return True
    return False


def _highest(pattern: re.Pattern[bytes], xml: bytes) -> int:
    return max((int(number) for number in pattern.findall(xml)), default=-1)


def _list(root: Element | None, name: str) -> ListBefore:
    found = None if root is None else child(root, name)
    if found is None:
        return ListBefore(False, 0, None)
    return ListBefore(True, len(_entries(root, name)), found.get("count"))


def _entries(root: Element, name: str) -> list[Element]:
    found = child(root, name)
    return [] if found is None else [one for one in found if isinstance(one.tag, str)]


def _digest(entries: list[Element]) -> str:
    return blake2b(repr([key(one) for one in entries]).encode(), digest_size=8).hexdigest()


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
