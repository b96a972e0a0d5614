"""What an officer is told of a build, a removal and a dry run: plain sentences, one a line."""

from pathlib import Path

import pytest

from scorecard_xl.hosts.telling import done, planned
from scorecard_xl.package.changes import Changes
from scorecard_xl.package.contents import Edit
from scorecard_xl.package.graft import Outcome
from scorecard_xl.package.ours import HandEdits

BOOK = Path("reports/book.xlsx")
CHANGED = Changes({"xl/workbook.xml": b"", "xl/styles.xml": b""})


def edits(*cells: str) -> HandEdits:
    return HandEdits("Scorecard", tuple(Edit(cell, "1", "2") for cell in cells))


BESIDE = "Scorecard (edited 2026-11-22)"
NOTHING_ELSE = "Nothing else in it was changed."
CALCULATE = "press Ctrl+Alt+F9 in Excel to bring them up to date."
DONE = [
    (Outcome(Changes()), [], None, ["book.xlsx is as it was: there was nothing to change."]),
    (
        Outcome(CHANGED, added=("Scorecard",)),
        [],
        Path("old.xlsx"),
        [
            "Written: reports/book.xlsx (added: Scorecard). Nothing else in it was changed.",
            "As it was before: old.xlsx",
        ],
    ),
    (
        Outcome(CHANGED, ("Key",), ("Scorecard", "Notes"), ("Old",)),
        ["Own!A1"],
        None,
        [
            "Written: reports/book.xlsx (added: Key; replaced where they stand: Scorecard and Notes; "
            "removed: Old). Nothing else in it was changed.",
            "Own!A1 shows figures of our tabs: " + CALCULATE,
        ],
    ),
    (
        Outcome(CHANGED, replaced=("Scorecard",), kept=((edits("A1"), BESIDE),), copies=("A", "B")),
        ["Own!A1", "Own!A2"],
        None,
        [
            "Written: reports/book.xlsx (replaced where they stand: Scorecard). " + NOTHING_ELSE,
            f'Scorecard was edited by hand (A1) and stays beside the new one as "{BESIDE}".',
            "A and B: copies of our tabs under names of your own, left as they are.",
            "Own!A1 and Own!A2 show figures of our tabs: " + CALCULATE,
        ],
    ),
    (
        Outcome(CHANGED, removed=("Notes",), kept=((edits(), "Scorecard"),)),
        [f"Own!A{n}" for n in range(1, 7)],
        None,
        [
            "Written: reports/book.xlsx (removed: Notes). Nothing else in it was changed.",
            "Scorecard was edited by hand (which cells can't be told, since another program saved the "
            "workbook) and stays.",
            "Own!A1, Own!A2, Own!A3, Own!A4, Own!A5 and more show figures of our tabs: press Ctrl+Alt+F9 in "
            "Excel to bring them up to date.",
        ],
    ),
]


@pytest.mark.parametrize(("outcome", "shown", "backup", "lines"), DONE)
def test_what_was_done(outcome: Outcome, shown: list[str], backup: Path | None, lines: list[str]):
    assert done(BOOK, outcome, backup, shown).splitlines() == lines


LISTS = ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
LISTS += ["docProps/app.xml", "xl/calcChain.xml"]
PARTS = [*LISTS, "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
PLANNED = [
    (Outcome(Changes()), ["book.xlsx would stay as it is to the last byte. Nothing was written."]),
    (
        Outcome(Changes(dict.fromkeys([*LISTS, "xl/new.xml"], b"")), added=("Scorecard",)),
        [
            "book.xlsx would change like this; nothing was written:",
            "  added: Scorecard",
            "  entries for our tabs in the list of parts, the list of tabs, the list of formats (ours are "
            "added at its end), the tabs' names in the document's properties and the order of calculation",
            "  all else stays to the last byte: 2 of 8 parts",
        ],
    ),
    (
        Outcome(
            Changes({"xl/workbook.xml": b""}, {"xl/worksheets/sheet2.xml"}),
            removed=("Notes",),
            kept=((edits("", *(f"A{n}" for n in range(2, 12))), BESIDE),),
            copies=("Mine",),
        ),
        [
            "book.xlsx would change like this; nothing was written:",
            "  removed: Notes",
            "  Scorecard was edited by hand (what lies on it, A2, A3, A4, A5 and 6 more) and stays beside "
            f'the new one as "{BESIDE}".',
            "  left as they are, copies of our tabs under other names: Mine",
            "  entries for our tabs in the list of tabs",
            "  all else stays to the last byte: 6 of 8 parts",
        ],
    ),
]


@pytest.mark.parametrize(("outcome", "lines"), PLANNED)
def test_what_would_be_done(outcome: Outcome, lines: list[str]):
    assert planned("book.xlsx", outcome, PARTS).splitlines() == lines
