"""What an officer is told of a build into her workbook."""

from pathlib import Path

import pytest

from scorecard_xl.hosts.telling import done, planned
from scorecard_xl.package.changes import Changes
from scorecard_xl.package.contents import Edit
from scorecard_xl.package.graft import Outcome
from scorecard_xl.package.ours import HandEdits

BOOK = Path("mine.xlsx")
WRITTEN = Changes({"xl/workbook.xml": b"", "xl/worksheets/sheet9.xml": b""}, set())
NOTHING = Changes({}, set())


def said(**given) -> list[str]:
    return done(BOOK, Outcome(WRITTEN, **given), None, []).splitlines()


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"added": ("Scorecard", "Summary")}, "Written: mine.xlsx (added: Scorecard and Summary). "),
        (
            {"replaced": ("Scorecard",), "removed": ("Notes",)},
            "Written: mine.xlsx (replaced where they stand: Scorecard; removed: Notes). ",
        ),
    ],
)
def test_the_tabs_are_named(given, line):
    assert said(**given) == [line + "Nothing else in it was changed."]


@pytest.mark.parametrize(
    ("copies", "line"),
    [
        (("Old",), "Left as it is, a copy of a tab of ours under another name: Old."),
        (("Old", "Older"), "Left as they are, copies of tabs of ours under other names: Old and Older."),
    ],
)
def test_copies_are_named(copies, line):
    assert said(copies=copies)[1:] == [line]
    assert f"  {line[0].lower()}{line[1:-1]}" in planned("mine.xlsx", Outcome(WRITTEN, copies=copies), [])


@pytest.mark.parametrize(
    ("cells", "name", "line"),
    [
        (["C20"], "Scorecard (edited)", '(C20) and stays beside the new one as "Scorecard (edited)".'),
        (["C20", "D4"], "Scorecard", "(C20 and D4) and stays."),
        ([""], "Scorecard", "(what lies on it) and stays."),
        ([], "Scorecard", "(which cells can't be told, since another program saved the workbook) and stays."),
        ([f"A{row}" for row in range(1, 9)], "Scorecard", "(A1, A2, A3, A4, A5 and 3 more) and stays."),
    ],
)
def test_edits_by_hand_are_named(cells, name, line):
    edits = HandEdits("Scorecard", tuple(Edit(cell, "Amber") for cell in cells))
    assert said(kept=((edits, name),))[1:] == [f"Scorecard was edited by hand {line}"]


def test_cells_that_show_our_figures_are_named_when_those_changed():
    cells = ["Own!B5", "Own!B6"]
    told = done(BOOK, Outcome(WRITTEN), None, cells)
    assert "Own!B5 and Own!B6 show figures of our tabs: press Ctrl+Alt+F9 in Excel" in told
    assert "Own!B5 shows figures" in done(BOOK, Outcome(WRITTEN), None, cells[:1])
    assert done(BOOK, Outcome(NOTHING), None, cells) == (
        "mine.xlsx is as it was: there was nothing to change."
    )


def test_a_plan_names_the_lists_and_counts_what_stays():
    parts = ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]
    assert planned("mine.xlsx", Outcome(WRITTEN, added=("Scorecard",)), parts).splitlines() == [
        "mine.xlsx would change like this; nothing was written:",
        "  added: Scorecard",
        "  entries for our tabs in the list of tabs",
        "  all else stays to the last byte: 2 of 3 parts",
    ]
    assert planned("mine.xlsx", Outcome(NOTHING), parts) == (
        "mine.xlsx would stay as it is to the last byte. Nothing was written."
    )


MANY = [f"Own!A{number}" for number in range(1, 7)]


def test_many_cells_that_show_our_figures():
    assert done(BOOK, Outcome(WRITTEN), Path("old.xlsx"), MANY).splitlines()[1:] == [
        "Own!A1, Own!A2, Own!A3, Own!A4, Own!A5 and more show figures of our tabs: "
        "press Ctrl+Alt+F9 in Excel to bring them up to date.",
        "As it was before: old.xlsx",
    ]


def test_a_plan_names_each_list_once():
    lists = ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
    lists += ["docProps/app.xml", "xl/calcChain.xml"]
    changes = Changes(dict.fromkeys([*lists, "xl/new.xml"], b""))
    said = planned("mine.xlsx", Outcome(changes, added=("Scorecard",)), [*lists, "xl/theme.xml"])
    assert said.splitlines()[2:] == [
        "  entries for our tabs in the list of parts, the list of tabs, the list of formats (ours are added "
        "at its end), the tabs' names in the document's properties and the order of calculation",
        "  all else stays to the last byte: 1 of 7 parts",
    ]
