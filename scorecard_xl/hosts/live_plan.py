"""What a delivery will do to an open workbook, settled from a saved copy before anything is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from msgspec import Struct

from ..errors import ConfigError, ScorecardError
from ..package.book import Book
from ..package.draft import Draft
from ..package.going import refuse_to_break
from ..package.graft import FIRST, LAST
from ..package.keeping import free_name
from ..package.opening import explained
from ..package.ours import HandEdits, hand_edits, our_tabs
from ..package.parts import Package
from ..package.references import Reference, references


class NewTab(Struct, frozen=True):
    """One of our tabs, the tab that it replaces ("" for none), and the name that one is kept under."""

    name: str
    old: str = ""
    kept_as: str = ""
    hidden: bool = False


class Plan(Struct, frozen=True):
    """What becomes of each tab; `order` are the names of all tabs in the end."""

    tabs: tuple[NewTab, ...]
    gone: tuple[str, ...]
    order: tuple[str, ...]
    copies: tuple[str, ...]
    kept: tuple[tuple[HandEdits, str], ...]
    references: tuple[Reference, ...]


def look(name: str, content: bytes) -> tuple[Book, list[HandEdits]]:
    """Return a workbook's saved copy and our tabs in it that were edited by hand."""
    with explained(name):
        book = Book(Draft(Package(name, BytesIO(content))))
        found = (hand_edits(book, one) for one in our_tabs(book) if not one.is_copy)
        return book, [edits for edits in found if edits]


def planned(
    book: Book, edited: Sequence[HandEdits], roles: Mapping[str, str], place: str, today: date
) -> Plan:
    """Settle what is to be done; raises `ScorecardError` where it can't be done without loss."""
    name = book.draft.package.name
    with explained(name):
        every = our_tabs(book)
        ours = {one.tab.name.casefold(): one for one in every if not one.is_copy}
        by_hand = {edits.tab.casefold(): edits for edits in edited}
        wanted = {new.casefold() for new in roles}
        _refuse_names_that_are_taken(book, set(ours), roles)
        unedited = [one for old, one in ours.items() if old not in by_hand]
        gone = [one for one in unedited if one.tab.name.casefold() not in wanted]
        refuse_to_break(book, gone, unedited)

        order = [tab.name for tab in book.tabs()]
        tabs: list[NewTab] = []
        kept: list[tuple[HandEdits, str]] = []
        taken = [*order, *roles]
        for new, role in roles.items():
            old = ours.get(new.casefold())
            if old is None:
                before = next((one.tab.name for one in gone if one.marker.role == role), "")
                order.insert(_place(order, tabs, before, place, name), new)
                tabs.append(NewTab(new))
                continue
            at, kept_as = order.index(old.tab.name), ""
            if new.casefold() in by_hand:
                kept_as = free_name(old.tab.name, f" (edited {today:%Y-%m-%d})", taken)
                taken.append(kept_as)
                kept.append((by_hand[new.casefold()], kept_as))
                order.insert(at + 1, kept_as)
            order[at] = new
            tabs.append(NewTab(new, old.tab.name, kept_as, old.tab.state != "visible"))
        kept += [(edits, edits.tab) for old, edits in by_hand.items() if old not in wanted]
        going = {one.tab.name for one in gone}
        replaced = [ours[tab.old.casefold()].tab for tab in tabs if tab.old]
        parts = book.draft.reachable()
        leaving = {part for tab in replaced for part in parts - book.draft.reachable(without=tab.part)}
        found = tuple(references(book, replaced, leaving))
        copies = tuple(one.tab.name for one in every if one.is_copy)
        _refuse_what_would_break([one for one in found if one.sheet not in copies])
        return Plan(
            tuple(tabs),
            tuple(going),
            tuple(one for one in order if one not in going),
            copies,
            tuple(kept),
            found,
        )


def _refuse_names_that_are_taken(book: Book, ours: set[str], roles: Mapping[str, str]) -> None:
    for tab in book.tabs():
        for new, role in roles.items():
            if tab.name.casefold() == new.casefold() and tab.name.casefold() not in ours:
                raise ScorecardError(
                    f"{book.draft.package.name} has a tab called {tab.name} that is not ours and is left "
                    "as it is: rename it, or give ours another name in scorecard_xl.yaml "
                    f"(tabs: {role}: another name)."
                )


def _refuse_what_would_break(found: Sequence[Reference]) -> None:
    """Formulas, names and charts can follow a tab in an open workbook; other things can't."""
    for one in found:
        if not (one.cells or one.name or one.chart):
            raise ScorecardError(
                f"Our tabs can't be replaced while the workbook is open, since {one.words} refers to them "
                "and would break: save and close it, and run `scorecard-xl build` on the file. "
                "Nothing was changed."
            )


def _place(order: Sequence[str], tabs: Sequence[NewTab], before: str, place: str, name: str) -> int:
    if before:
        return order.index(before)
    if tabs:
        return order.index(tabs[-1].name) + 1
    names = [one.casefold() for one in order]
    if place.casefold() in names:
        return names.index(place.casefold()) + 1
    if place.casefold() not in (FIRST, LAST):
        raise ConfigError(
            f'workbook: place: there is no sheet "{place}" in {name}; '
            "write first, last or the name of the sheet after which our tabs are to stand."
        )
    return 0 if place.casefold() == FIRST else len(names)
