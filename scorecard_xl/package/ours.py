"""Which tabs of a workbook are ours, and what was done to them by hand since we wrote them."""

from __future__ import annotations

from msgspec import Struct

from .book import STRINGS, Book, Tab
from .contents import Contents, Edit, SharedStrings, contents, digest, edits
from .markers import Marker
from .record import PROPERTY, Record, unpacked
from .xml import OFFICE, local, parse


class OurTab(Struct, frozen=True):
    """A tab that carries our marker, and its record, None where another program has lost it."""

    tab: Tab
    marker: Marker
    record: Record | None

    @property
    def is_copy(self) -> bool:
        """Whether the officer has renamed or copied it: it is theirs then."""
        return self.tab.name.casefold() != self.marker.tab.casefold()


class HandEdits(Struct, frozen=True):
    """What was changed by hand on a tab of ours; no `cells` where nobody can tell which they were."""

    tab: str
    cells: tuple[Edit, ...]


def our_tabs(book: Book) -> list[OurTab]:
    """Return the tabs that carry our marker, copies too, in the order of the tabs."""
    marked = ((tab, book.marker(tab)) for tab in book.tabs())
    return [
        OurTab(tab, marker, _record(book, tab)) for tab, marker in marked if marker and tab.part in book.draft
    ]


def hand_edits(book: Book, ours: OurTab) -> HandEdits | None:
    """Return what was changed on a tab since we wrote it, None when nothing was."""
    now = contents_of(book, ours.tab.part)
    if digest(now) == ours.marker.digest:
        return None
    cells = edits(ours.record.contents, now) if ours.record else []
    return HandEdits(ours.tab.name, tuple(cells))


def contents_of(book: Book, part: str) -> Contents:
    """Return what stands in a sheet of the workbook."""
    return contents(book.draft, part, SharedStrings(book.draft, book.related(STRINGS)))


def _record(book: Book, tab: Tab) -> Record | None:
    if PROPERTY.encode() not in (xml := book.draft.read(tab.part)):
        return None
    related = {relation.id: relation.part for relation in book.draft.relations(tab.part).internal()}
    for element in parse(xml).iter("{*}customPr"):
        part = related.get(element.get(f"{{{OFFICE}}}id", ""), "")
        if local(element) and element.get("name") == PROPERTY and part in book.draft:
            return unpacked(book.draft.content(part))
    return None
