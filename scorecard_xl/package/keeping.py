"""An edited tab of ours stays beside the new one, under a name that says so."""

from __future__ import annotations

from datetime import date

from .book import Book
from .formulas import renamed
from .markers import NAME
from .ours import OurTab
from .references import follow
from .xml import OFFICE, child

LONGEST_NAME = 31  # of UTF-16's units, as Excel counts
BUILT_IN = "_xlnm."


def keep_beside(book: Book, ours: OurTab, new_part: str, today: date) -> str:
    """Give an edited tab a name and an entry of its own; return the name.

    Its old entry in the workbook, which formulas and names know, leads to `new_part` from now on. The
    marker goes along with the edited tab: since its name differs, it is known as the officer's.
    """
    old, draft = ours.tab, book.draft
    name = free_name(old.name, f" (edited {today:%Y-%m-%d})", [tab.name for tab in book.tabs()])
    kept = book.add(name, old.part, f"{OFFICE}/worksheet", book.place(old) + 1)
    for own in book.names_of(old):
        title = own.get("name", "")
        if title.casefold().startswith(BUILT_IN) or title.casefold() == NAME:
            own.text = renamed(own.text or "", old.name, name)
            book.give_name(own, kept)
    follow(draft, old.part, old.name, name)
    sheet = draft.tree(old.part)
    properties = child(sheet, "sheetPr")
    if properties is not None:
        properties.attrib.pop("codeName", None)  # it stays with the tab that macros know by it
    for view in sheet.iter("{*}sheetView"):
        view.attrib.pop("tabSelected", None)
    book.relations.aim(old.link, new_part)
    return name


def free_name(name: str, suffix: str, taken: list[str]) -> str:
    """Return a tab's name with a suffix, cut to what Excel takes, that no other tab has.

    >>> free_name("Scorecard", " (edited 2026-11-22)", ["Scorecard (edited 2026-11-22)"])
    'Scorecard (edited 2026-11-22 2)'
    """
    known = {one.casefold() for one in taken}
    for number in range(1, 10_000):
        end = suffix if number == 1 else f"{suffix[:-1]} {number})"
        found = _cut(name, LONGEST_NAME - len(end)).rstrip() + end
        if found.casefold() not in known:
            return found
    raise AssertionError("ten thousand edited tabs in a day")


def _cut(name: str, units: int) -> str:
    while len(name.encode("utf-16-le")) > 2 * units:
        name = name[:-1]
    return name
