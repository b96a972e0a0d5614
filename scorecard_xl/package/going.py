"""What follows when tabs of ours go: their parts, their numbers, and the lists that name them."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import ScorecardError
from .app_titles import retitled
from .book import CALC_CHAIN, Book, Tab
from .calc_chain import without_sheets
from .ours import OurTab
from .references import who_refers

APP = "extended-properties"
WORKSHEET = "worksheet"
MOST_NAMED = 3


class Following:
    """Keeps the workbook's other lists true to its tabs; made before anything is changed."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._titles = _worksheets(book)
        self._rewritten: set[int] = set()

    def clear(self, tab: Tab) -> None:
        """Drop a tab's part and all that only this tab leads to; its entry in the workbook stays."""
        draft = self._book.draft
        self._rewritten.add(tab.sheet_id)
        kept = draft.reachable(without=tab.part)
        for part in sorted(draft.reachable() - kept):
            draft.drop(part)

    def rewrite(self, tab: Tab) -> None:
        """Note that a tab's cells are no longer those that Excel calculated."""
        self._rewritten.add(tab.sheet_id)

    def remove(self, tab: Tab) -> None:
        """Take a tab out with everything that is its own."""
        self.clear(tab)
        self._book.remove(tab)

    def settle(self) -> None:
        """Write the lists: the tabs' places, the order of calculation, the document's properties."""
        book, draft = self._book, self._book.draft
        book.settle()
        for relation in book.relations.of_kind(CALC_CHAIN):
            if relation.part in draft:
                chain = draft.read(relation.part)
                left = without_sheets(chain, self._rewritten)
                if left is None:
                    book.relations.drop(relation.id)
                    draft.drop(relation.part)
                elif left != chain:
                    draft.write(relation.part, left)
        for relation in draft.relations("").of_kind(APP):
            if relation.part in draft:
                xml = draft.read(relation.part)
                # Some versions of Excel leave out what is very hidden; which did this one?
                lists = zip(self._titles, _worksheets(book), strict=True)
                titled = next((new for pair in lists if (new := retitled(xml, *pair)) != xml), xml)
                if titled != xml:
                    draft.write(relation.part, titled)


def refuse_to_break(book: Book, going: Sequence[OurTab], ours: Sequence[OurTab]) -> None:
    """Raise `ScorecardError` where something of the officer's refers to a tab that is about to go."""
    draft = book.draft
    every = draft.reachable() if going else set()
    leaving = {part for one in ours for part in every - draft.reachable(without=one.tab.part)}
    for one in going:
        found = list(dict.fromkeys(who_refers(book, one.tab, leaving)))
        if found:
            named = ", ".join(found[:MOST_NAMED]) + (
                f" and {len(found) - MOST_NAMED} more" if found[MOST_NAMED:] else ""
            )
            verb = "refers" if len(found) == 1 else "refer"
            raise ScorecardError(
                f"The tab {one.tab.name} can't go, since {named} {verb} to it and would break: "
                "change or clear that first. Nothing was changed."
            )


def _worksheets(book: Book) -> tuple[list[str], list[str]]:
    """Return the names of all worksheets, and of those that are not very hidden."""
    sheets = [tab for tab in book.tabs() if tab.kind == WORKSHEET]
    return [tab.name for tab in sheets], [tab.name for tab in sheets if tab.state != "veryHidden"]
