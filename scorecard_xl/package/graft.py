"""Puts our rendered tabs into an officer's workbook, part by part; everything else stays as it is.

Tabs of ours that are there already are replaced where they stand: same place, same name, same number, so
that the officer's formulas, names and charts that point at them go on to work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from zlib import crc32

from msgspec import Struct

from ..errors import ConfigError, ScorecardError
from .before import carried, sealed, state_of
from .book import Book, Tab
from .changes import Changes
from .contents import digest, on_the_sheet, prints
from .donor import Donor, Stays, stays_of
from .draft import Draft
from .going import Following, refuse_to_break
from .keeping import keep_beside
from .markers import NAME, Marker
from .ours import HandEdits, OurTab, hand_edits, our_tabs
from .parts import Package
from .record import CONTENT_TYPE, LIKE_A_PROPERTY, RELATION, Record, packed
from .styles import Adopted
from .widths import scale
from .xml import OFFICE

FIRST, LAST = "first", "last"
WORKSHEET = f"{OFFICE}/worksheet"
LIKE_A_SHEET = "xl/worksheets/sheet1.xml"
BUILT_IN = "_xlnm."  # names that Excel gives: print areas, print titles, filters


class Delivery(Struct, frozen=True):
    """What is to be put in: the rendered workbook, each tab's role by its name, and where new tabs go.

    `place` is "first", "last" or the name of the sheet after which they stand.
    """

    content: bytes
    roles: Mapping[str, str]
    place: str = FIRST


class Outcome(Struct, frozen=True):
    """What a delivery or a removal changes: the parts, and in words that officers use the tabs.

    `kept` are tabs edited by hand, each with the name it stays under; `copies` are the officer's copies
    of our tabs, which stay as they are.
    """

    changes: Changes
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[tuple[HandEdits, str], ...] = ()
    copies: tuple[str, ...] = ()


def graft(
    package: Package, delivery: Delivery, today: date, edited: Sequence[HandEdits] | None = None
) -> Outcome:
    """Return what puts the rendered tabs into the workbook; `today` is in the names of edited tabs.

    `edited` are the tabs of ours that were edited by hand, where they are known already. Raises
    `ScorecardError`, in one sentence, where that can't be done without loss.
    """
    return _Graft(package, delivery, today, edited).outcome()


class _Graft:
    def __init__(
        self, package: Package, delivery: Delivery, today: date, edited: Sequence[HandEdits] | None
    ) -> None:
        self.draft = Draft(package)
        self.book = Book(self.draft)
        self.donor = Donor(delivery.content)
        self.delivery, self.today = delivery, today
        self.every = our_tabs(self.book)
        self.ours = {one.tab.name.casefold(): one for one in self.every if not one.is_copy}
        self.following = Following(self.book)
        records = [one.record.before for one in self.every if one.record]
        self.before = carried(records[0], self.book) if records else state_of(self.book)
        if edited is None:
            found = (hand_edits(self.book, one) for one in self.ours.values())
            edited = [edits for edits in found if edits]
        self.edited = {edits.tab.casefold(): edits for edits in edited}
        self.gone: list[OurTab] = []
        self.kept: list[tuple[HandEdits, str]] = []

    def outcome(self) -> Outcome:
        sources = self.donor.book.tabs()
        wanted = {source.name.casefold() for source in sources}
        unedited = [one for name, one in self.ours.items() if name not in self.edited]
        self.gone = [one for one in unedited if one.tab.name.casefold() not in wanted]
        removed = tuple(one.tab.name for one in self.gone)
        self._refuse_names_that_are_taken()
        refuse_to_break(self.book, self.gone, unedited)
        self.kept = [(edits, edits.tab) for name, edits in self.edited.items() if name not in wanted]

        styles = self.book.styles()
        widths = scale(self.donor.styles.normal_font(), styles.normal_font())
        adopted = styles.adopt(self.donor.styles)
        self.before = sealed(self.before, self.book)
        for one in self.gone:
            self.following.clear(one.tab)
        last: Tab | None = None
        for source in sources:
            stays, old = Stays(), self.ours.get(source.name.casefold())
            if old:
                stays = stays_of(self.draft.read(old.tab.part))
                last = self._make_room(old, source.name)
            else:
                last = self._new_tab(source.name, last)
            self._fill(last, source, adopted, widths, stays)
        for one in self.gone:  # now that there are others: a workbook without a visible tab is none
            self.book.remove(one.tab)
        self.following.settle()
        names = tuple(source.name for source in sources)
        return Outcome(
            self.draft.changes(),
            tuple(name for name in names if name.casefold() not in self.ours),
            tuple(name for name in names if name.casefold() in self.ours),
            removed,
            tuple(self.kept),
            tuple(one.tab.name for one in self.every if one.is_copy),
        )

    def _refuse_names_that_are_taken(self) -> None:
        for tab in self.book.tabs():
            for source in self.donor.book.tabs():
                same = tab.name.casefold() == source.name.casefold()
                if same and tab.name.casefold() not in self.ours:
                    role = self.delivery.roles[source.name]
                    raise ScorecardError(
                        f"{self.draft.package.name} has a tab called {tab.name} that is not ours and is left "
                        "as it is: rename it, or give ours another name in scorecard_xl.yaml "
                        f"(tabs: {role}: another name)."
                    )

    def _place_after(self, last: Tab | None) -> int:
        if last:
            return self.book.place(last) + 1
        names = [tab.name.casefold() for tab in self.book.tabs()]
        where = self.delivery.place
        if where.casefold() in names:
            return names.index(where.casefold()) + 1
        if where.casefold() not in (FIRST, LAST):
            raise ConfigError(
                f'workbook: place: there is no sheet "{where}" in {self.draft.package.name}; '
                "write first, last or the name of the sheet after which our tabs are to stand."
            )
        return 0 if where.casefold() == FIRST else len(names)

    def _new_tab(self, name: str, last: Tab | None) -> Tab:
        """Put in an empty tab, in the place of one of the same role that had another name."""
        role = self.delivery.roles[name]
        before = next((one for one in self.gone if one.marker.role == role), None)
        place = self.book.place(before.tab) + 1 if before else self._place_after(last)
        made = self.book.add(name, self.draft.free_name(LIKE_A_SHEET), WORKSHEET, place)
        self.following.rewrite(made)  # its number may be in a list that was wrong before
        if before:
            self.gone.remove(before)
            self.book.remove(before.tab)
        return made

    def _make_room(self, old: OurTab, name: str) -> Tab:
        """Empty a tab of ours for its new contents; what was edited by hand moves to a tab beside it."""
        edited = self.edited.get(old.tab.name.casefold())
        if edited:
            part = self.draft.free_name(LIKE_A_SHEET)
            self.kept.append((edited, keep_beside(self.book, old, part, self.today)))
            self.following.rewrite(old.tab)
            old.tab.element.set("name", name)
            return Tab(old.tab.element, part, old.tab.kind)
        self.following.clear(old.tab)
        old.tab.element.set("name", name)
        for own in self.book.names_of(old.tab):
            built_in = own.get("name", "").casefold().startswith(BUILT_IN)
            if built_in or own.get("name", "").casefold() == NAME:
                self.book.remove_name(own)
        return old.tab

    def _fill(self, tab: Tab, source: Tab, adopted: Adopted, widths: float, stays: Stays) -> None:
        """Write a sheet's part with all that it leads to, its names and its record."""
        self.draft.write(tab.part, b"")
        self.draft.set_type(tab.part, self.donor.draft.type_of(source.part))
        self._take_over(source.part, tab.part)
        record = self.draft.free_name(LIKE_A_PROPERTY)
        self.draft.write(record, b"")
        self.draft.set_type(record, CONTENT_TYPE)
        link = self.draft.relations(tab.part).add(RELATION, record)
        selected = self.book.active() is tab.element
        sheet = self.donor.sheet(
            source.part, adopted, widths, selected=selected, stays=stays, property_link=link
        )
        self.draft.write(tab.part, sheet)
        contents = self.donor.contents(source.part) | on_the_sheet(self.draft, tab.part)
        self.draft.write(record, packed(Record(prints(contents), self.before, crc32(sheet))))
        for name, formula, hidden in self.donor.local_names(source):
            self.book.add_name(tab, name, formula, hidden=hidden)
        marker = Marker(self.delivery.roles[source.name], source.name, digest(contents))
        self.book.add_name(tab, NAME, marker.as_formula(), hidden=True)

    def _take_over(self, theirs: str, ours: str) -> None:
        """Copy whatever a part of the donor leads to, under new names."""
        for relation in self.donor.draft.relations(theirs).internal():
            part = self.draft.free_name(relation.part)
            self.draft.write(part, self.donor.draft.read(relation.part))
            self.draft.set_type(part, self.donor.draft.type_of(relation.part))
            self.draft.relations(ours).add(relation.type, part, relation.id)
            self._take_over(relation.part, part)
