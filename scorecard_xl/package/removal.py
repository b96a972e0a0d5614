"""Takes our tabs out of a workbook, with all that came with them."""

from __future__ import annotations

from ..errors import ScorecardError
from .before import restore
from .book import Book
from .draft import Draft
from .going import Following, refuse_to_break
from .graft import Outcome
from .ours import hand_edits, our_tabs
from .parts import Package


def remove(package: Package) -> Outcome:
    """Return what takes our tabs out; tabs that were edited by hand, and the officer's copies, stay.

    Raises `ScorecardError` where something of the officer's refers to one of them, or where no tab
    would be left to look at.
    """
    draft = Draft(package)
    book = Book(draft)
    every = our_tabs(book)
    ours = [one for one in every if not one.is_copy]
    edited = [found for one in ours if (found := hand_edits(book, one))]
    stay = {found.tab for found in edited}
    going = [one for one in ours if one.tab.name not in stay]
    if going and not any(
        tab.state == "visible" and all(tab.element is not one.tab.element for one in going)
        for tab in book.tabs()
    ):
        raise ScorecardError(
            f"{package.name} has no other tab that can be seen: add or show one, then remove ours."
        )
    refuse_to_break(book, going, going)
    following = Following(book)
    for one in going:
        following.remove(one.tab)
    following.settle()
    records = [one.record.before for one in every if one.record]
    if records and going:
        restore(records[0], book)
    return Outcome(
        draft.changes(),
        removed=tuple(one.tab.name for one in going),
        kept=tuple((found, found.tab) for found in edited),
        copies=tuple(one.tab.name for one in every if one.is_copy),
        leaves_texts=following.leaves_texts,
    )
