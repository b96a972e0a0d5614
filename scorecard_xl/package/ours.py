"""Which tabs of a workbook are ours, and what was done to them by hand since we wrote them."""

from __future__ import annotations

from zlib import crc32

from msgspec import Struct

from .book import STRINGS, Book, Tab
from .contents import (
    ON_THE_SHEET,
    Contents,
    Edit,
    SharedStrings,
    contents,
    digest,
    edits,
    on_the_sheet,
    prints,
)
from .markers import Marker
from .record import Record, unpacked

PROPERTIES = "customProperty"  # the relationships that a sheet's own properties have


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
    part, record = ours.tab.part, ours.record
    # Most builds follow one another without a hand in between: it is as we wrote it to the last byte.
    if record and record.crc == crc32(book.draft.read(part)):
        lying = prints(on_the_sheet(book.draft, part))
        if lying.get(ON_THE_SHEET) == record.prints.get(ON_THE_SHEET):
            return None
    now = contents_of(book, part)
    if digest(now) == ours.marker.digest:
        return None
    return HandEdits(ours.tab.name, tuple(edits(record.prints, now)) if record else ())


def contents_of(book: Book, part: str) -> Contents:
    """Return what stands in a sheet of the workbook."""
    return contents(book.draft, part, SharedStrings(book.draft, book.related(STRINGS)))


def _record(book: Book, tab: Tab) -> Record | None:
    for relation in book.draft.relations(tab.part).of_kind(PROPERTIES):
        if relation.part in book.draft and (record := unpacked(book.draft.content(relation.part))):
            return record
    return None
