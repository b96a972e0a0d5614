"""Whose tab is it? Which tabs a build replaces, keeps, refuses or leaves alone, and what stays with them."""

import re
from datetime import date
from typing import Any

import pytest

from scorecard_xl.errors import ConfigError, ScorecardError
from scorecard_xl.layout.plan import Sparkline
from scorecard_xl.package.ours import our_tabs
from tools.rich_parts import WORKBOOK
from tools.tabs import ROWS, TODAY, Opened, built, officers, outcome, tabs

OURS = tabs(Scorecard=ROWS, Notes=[["Key"]])
NEXT = tabs(Scorecard=[["Visits", 99], *ROWS[1:]], Notes=[["Key"]])
KEPT = "Scorecard (edited 2026-11-22)"


def first() -> Opened:
    return Opened(built(officers(), OURS))


def again(book: Opened, delivery=NEXT, today: date = TODAY) -> Opened:
    return Opened(built(book.bytes(), delivery, today))


def refused(book: Opened | bytes, delivery=NEXT) -> str:
    content = book if isinstance(book, bytes) else book.bytes()
    with pytest.raises(ScorecardError) as problem:
        outcome(content, delivery)
    return str(problem.value)


# ---- whose it is -------------------------------------------------------------------------------


@pytest.mark.parametrize("own", ["Scorecard", "SCORECARD", "scorecard"])
def test_a_tab_of_that_name_that_is_not_ours_is_refused(own: str):
    assert refused(officers(sheets=["Own", own]), OURS) == (
        f"book.xlsx has a tab called {own} that is not ours and is left as it is: rename it, or give ours "
        "another name in scorecard_xl.yaml (tabs: scorecard: another name)."
    )


def forged(old: str, new: str) -> Opened:
    return first().change(WORKBOOK, old, new)


MARK = 'name="_scorecard_xl" localSheetId="0"'
NOT_OURS = [
    ("the marker is gone", lambda: forged(MARK, MARK.replace("_scorecard_xl", "other"))),
    ("the marker is of the workbook", lambda: forged(MARK, 'name="_scorecard_xl"')),
    ("the marker says something else", lambda: forged(":1:scorecard:", ":9:scorecard:")),
    ("a sheet beyond the last", lambda: forged(MARK, MARK.replace("0", "99"))),
]


@pytest.mark.parametrize(("_", "book"), NOT_OURS)
def test_a_marker_that_is_none_makes_it_the_officers(_: str, book):
    assert refused(book()).startswith("book.xlsx has a tab called Scorecard that is not ours")


def test_a_marker_that_can_be_seen_is_one_all_the_same():
    book = first()
    content = book.parts[WORKBOOK]
    book.put(WORKBOOK, re.sub(rb'(name="_scorecard_xl"[^>]*) hidden="1"', rb"\1", content))
    assert book.parts[WORKBOOK] != content
    assert again(book).cell("Scorecard", "B1") == "99"


@pytest.mark.parametrize(
    ("what", "sheets"),
    [
        (lambda book: book, ["Scorecard", "Notes", "Own", "More"]),
        # A renamed tab is a copy that the officer keeps; ours comes anew.
        (
            lambda book: book.rename("Scorecard", "Last month"),
            ["Scorecard", "Last month", "Notes", "Own", "More"],
        ),
        (lambda book: book.rename("Scorecard", "SCORECARD"), ["Scorecard", "Notes", "Own", "More"]),
        (lambda book: book.copy("Scorecard", "Old"), ["Scorecard", "Notes", "Own", "More", "Old"]),
        (
            lambda book: book.copy("Scorecard", "Scorecard (2)").delete("Scorecard"),
            ["Scorecard", "Notes", "Own", "More", "Scorecard (2)"],
        ),
        (lambda book: book.delete("Notes"), ["Scorecard", "Notes", "Own", "More"]),
        (lambda book: book.hide("Scorecard"), ["(Scorecard)", "Notes", "Own", "More"]),
        (lambda book: book.hide("Scorecard", "veryHidden"), ["(Scorecard)", "Notes", "Own", "More"]),
    ],
)
def test_which_tabs_are_there_then(what, sheets: list[str]):
    book = what(first())
    after = again(book)
    assert after.sheets() == sheets
    assert after.cell("Scorecard", "B1") == "99"
    assert again(after).bytes() == after.bytes()


def test_copies_are_told_and_stay_to_the_byte():
    book = first().copy("Scorecard", "Scorecard (2)").rename("Notes", "Old notes")
    found = outcome(book.bytes(), NEXT)
    assert (found.added, found.replaced, found.copies) == (
        ("Notes",),
        ("Scorecard",),
        ("Old notes", "Scorecard (2)"),
    )
    part = book.tab("Scorecard (2)").part
    after = again(book)
    assert after.parts[part] == book.parts[part]
    assert after.cell("Scorecard (2)", "B1") == "95.5"


def test_a_copy_under_the_name_of_another_of_ours_is_refused():
    book = first().delete("Notes").rename("Scorecard", "Notes")
    assert refused(book).startswith("book.xlsx has a tab called Notes that is not ours")


# ---- what stays with a tab ---------------------------------------------------------------------


def test_a_tab_keeps_its_number_name_place_and_code_name():
    book = first().name("own", "Own!$A$1")
    part = book.tab("Scorecard").part
    content = book.parts[part]
    sheet_pr = b'<sheetPr codeName="Tabelle7"'
    book.put(part, content.replace(b"<sheetPr", sheet_pr) if b"<sheetPr" in content else content.replace(
        b"<dimension", sheet_pr + b"/><dimension"))  # fmt: skip
    after = again(book)
    assert b'codeName="Tabelle7"' in after.parts[after.tab("Scorecard").part]
    assert after.tab("Scorecard").sheet_id == book.tab("Scorecard").sheet_id
    # The edited tab that stays beside gives it up: macros know ours by it.
    edited = again(book.write("Scorecard", "A1", "by hand"))
    assert b'codeName="Tabelle7"' in edited.parts[edited.tab("Scorecard").part]
    assert b"codeName" not in edited.parts[edited.tab(KEPT).part]
    assert edited.tab("Scorecard").sheet_id == book.tab("Scorecard").sheet_id


def test_the_officers_own_names_stay_and_ours_are_renewed():
    book = first().name("rating", "Scorecard!$B$1", "Scorecard").name("total", "SUM(Scorecard!$B$1:$B$2)")
    book.change(WORKBOOK, "Scorecard!$1:$1", "Scorecard!$1:$9")  # the officer's print titles don't last
    after = again(book)
    assert after.names() == [
        "Scorecard!rating = Scorecard!$B$1",
        "total = SUM(Scorecard!$B$1:$B$2)",
        "Scorecard!Print_Area = Scorecard!$A$1:$C$2",
        "Scorecard!Print_Titles = Scorecard!$1:$1",
        "Notes!Print_Area = Notes!$A$1:$C$2",
        "Notes!Print_Titles = Notes!$1:$1",
    ]


LOCAL = "Own!own = Own!$A$1", "More!more = More!$A$1"


@pytest.mark.parametrize(
    ("place", "sheets"),
    [
        ("first", ["Scorecard", "Notes", "Own", "More"]),
        ("last", ["Own", "More", "Scorecard", "Notes"]),
        ("Own", ["Own", "Scorecard", "Notes", "More"]),
        ("MORE", ["Own", "More", "Scorecard", "Notes"]),
    ],
)
def test_where_new_tabs_go_and_names_stay_with_their_sheets(place: str, sheets: list[str]):
    content = Opened(officers()).name("own", "Own!$A$1", "Own").name("more", "More!$A$1", "More").bytes()
    book = Opened(built(content, tabs(place, Scorecard=ROWS, Notes=[["Key"]])))
    assert book.sheets() == sheets
    assert [name for name in book.names() if "Print" not in name] == list(LOCAL)
    # Moved by the officer, they stay where they were moved to.
    assert Opened(built(book.bytes(), tabs("last", Scorecard=ROWS, Notes=[["Key"]]))).sheets() == sheets


def test_a_place_that_is_not_there():
    with pytest.raises(ConfigError) as problem:
        outcome(officers(), tabs("Cover", Scorecard=ROWS))
    assert str(problem.value) == (
        'workbook: place: there is no sheet "Cover" in book.xlsx; '
        "write first, last or the name of the sheet after which our tabs are to stand."
    )


VIEWS = [
    # the window says, which was in front, which after
    ('<workbookView activeTab="1"/>', "More", {"activeTab": "3"}),
    ("<workbookView/>", "Own", {"activeTab": "2"}),
    ('<workbookView firstSheet="1" activeTab="1"/>', "More", {"activeTab": "3", "firstSheet": "3"}),
    ('<workbookView firstSheet="0" activeTab="1"/>', "More", {"activeTab": "3", "firstSheet": "0"}),
]


@pytest.mark.parametrize(("view", "name", "attributes"), VIEWS)
def test_what_is_in_front_stays_in_front(view: str, name: str, attributes: dict[str, str]):
    content = Opened(officers())
    content.put(WORKBOOK, re.sub(rb"<workbookView[^>]*/>", view.encode(), content.parts[WORKBOOK]))
    book = Opened(built(content.bytes(), OURS))
    assert book.in_front() == name
    assert dict(book.book().views()[0].attrib) == attributes
    assert not {"Scorecard", "Notes"} & set(book.selected())


def test_no_windows_at_all():
    content = Opened(officers())
    content.put(WORKBOOK, re.sub(rb"<bookViews>.*</bookViews>", b"", content.parts[WORKBOOK]))
    assert Opened(built(content.bytes(), OURS)).in_front() == "Own"
    last = Opened(built(content.bytes(), tabs("last", Scorecard=ROWS)))
    assert (last.in_front(), last.book().views()) == ("Own", [])


def test_ours_is_in_front_again_when_it_was():
    book = first()
    book.put(WORKBOOK, re.sub(rb'activeTab="\d+"', b'activeTab="0"', book.parts[WORKBOOK]))
    part = book.tab("Own").part
    book.put(part, book.parts[part].replace(b' tabSelected="1"', b""))
    after = again(book)
    assert (after.in_front(), after.selected()) == ("Scorecard", ["Scorecard"])
    edited = again(book.write("Scorecard", "A1", "by hand"))
    assert (edited.in_front(), edited.selected()) == ("Scorecard", ["Scorecard"])


# ---- edited by hand ----------------------------------------------------------------------------


def test_an_edited_tab_stays_beside_the_new_one():
    book = first().write("More", "A2", "95.5", formula="Scorecard!B1").name("rating", "Scorecard!$B$1")
    after = again(book.write("Scorecard", "A1", "by hand"))
    assert after.sheets() == ["Scorecard", KEPT, "Notes", "Own", "More"]
    assert (after.cell("Scorecard", "A1"), after.cell(KEPT, "A1")) == ("Visits", "by hand")
    # What pointed at ours points at the new one.
    assert after.cell("More", "A2") == "Scorecard!B195.5"
    assert "rating = Scorecard!$B$1" in after.names()
    assert f"{KEPT}!Print_Area = '{KEPT}'!$A$1:$C$2" in after.names()
    # It is the officer's from now on.
    found = outcome(after.bytes(), NEXT)
    assert (found.kept, found.copies, found.changes.written) == ((), (KEPT,), {})


def test_its_formulas_and_sparklines_refer_to_itself():
    line = Sparkline(0, 3, 0, 1, 0, 100, "336699")
    delivery = tabs(drawings=(line,), Scorecard=ROWS)
    book = Opened(built(officers(), delivery)).write("Scorecard", "B3", "96", formula="Scorecard!B1+Own!A1")
    after = again(book, delivery)
    kept = after.parts[after.tab(KEPT).part].decode()
    assert f"'{KEPT}'!A1:B1</xm:f>" in kept.replace("$", "")
    assert f"'{KEPT}'!B1+Own!A1</f>" in kept
    assert "'Scorecard'!A1:B1</xm:f>" in after.parts[after.tab("Scorecard").part].decode().replace("$", "")


@pytest.mark.parametrize("days", [(TODAY, TODAY, TODAY), (TODAY, date(2026, 11, 23), date(2026, 11, 23))])
def test_several_edits(days: tuple[date, ...]):
    book = first()
    for number, day in enumerate(days, start=1):
        book = again(book.write("Scorecard", "A1", f"edit {number}"), NEXT, day)
    kept = [name for name in book.sheets() if "edited" in name]
    assert [book.cell(name, "A1") for name in kept] == ["edit 3", "edit 2", "edit 1"]
    assert len(set(kept)) == 3
    if days[1] == TODAY:
        assert kept == [f"{KEPT[:-1]} 3)", f"{KEPT[:-1]} 2)", KEPT]


LONG = [
    ("Scorecard", KEPT),
    ("A name of thirty-one characters", "A name of (edited 2026-11-22)"),
    ("😀" * 15, "😀" * 5 + " (edited 2026-11-22)"),
    ("It's", "It's (edited 2026-11-22)"),
]


@pytest.mark.parametrize(("name", "kept"), LONG)
def test_names_that_are_too_long_are_cut(name: str, kept: str):
    book = Opened(built(officers(), renamed(**{name: "scorecard"}))).write(name, "A1", "by hand")
    after = again(book, renamed(**{name: "scorecard"}))
    units = [len(one.encode("utf-16-le")) // 2 for one in after.sheets()]
    assert max(units) <= 31
    assert after.sheets()[1].startswith(kept[:5].rstrip())
    assert after.sheets()[1].endswith(" (edited 2026-11-22)")


# ---- tabs that are no longer produced ----------------------------------------------------------


def renamed(**roles: str):
    content: dict[str, Any] = {
        name: ROWS if role == "scorecard" else [["Key"]] for name, role in roles.items()
    }
    return tabs(roles=roles, **content)


@pytest.mark.parametrize(
    ("place", "roles", "sheets"),
    [
        ("first", {"Board": "scorecard", "Notes": "notes"}, ["Board", "Notes", "Own", "More"]),
        ("Own", {"Board": "scorecard", "Notes": "notes"}, ["Own", "Board", "Notes", "More"]),
        ("last", {"Board": "scorecard", "Key": "notes"}, ["Own", "More", "Board", "Key"]),
        ("last", {"Notes": "notes"}, ["Own", "More", "Notes"]),
        ("Own", {"Key": "notes"}, ["Own", "Key", "More"]),
        # The names change places: each tab is replaced where it stands.
        ("first", {"Notes": "scorecard", "Scorecard": "notes"}, ["Scorecard", "Notes", "Own", "More"]),
        ("first", {"SCORECARD": "scorecard", "notes": "notes"}, ["SCORECARD", "notes", "Own", "More"]),
    ],
)
def test_a_new_name_in_the_settings(place: str, roles: dict[str, str], sheets: list[str]):
    book = Opened(built(officers(), tabs(place, Scorecard=ROWS, Notes=[["Key"]])))
    after = again(book, renamed(**roles))
    assert after.sheets() == sheets
    known = {one.tab.name: one.marker.role for one in our_tabs(after.book())}
    assert known == roles
    left = [name for name in after.parts if name.startswith("xl/worksheets/sheet")]
    assert len(left) == len(sheets)
    assert again(after, renamed(**roles)).bytes() == after.bytes()


def test_what_is_in_front_goes_on_to_its_successor():
    book = first()
    book.put(WORKBOOK, re.sub(rb'activeTab="\d+"', b'activeTab="0"', book.parts[WORKBOOK]))
    part = book.tab("Own").part
    book.put(part, book.parts[part].replace(b' tabSelected="1"', b""))
    after = again(book, renamed(Board="scorecard", Notes="notes"))
    assert (after.in_front(), after.selected()) == ("Board", ["Board"])


def test_a_tab_that_is_edited_is_not_removed():
    book = first().write("Scorecard", "A1", "by hand")
    found = outcome(book.bytes(), renamed(Board="scorecard", Notes="notes"))
    assert (found.added, found.replaced, found.removed) == (("Board",), ("Notes",), ())
    assert [name for _, name in found.kept] == ["Scorecard"]
    after = again(book, renamed(Board="scorecard", Notes="notes"))
    assert sorted(after.sheets()) == ["Board", "More", "Notes", "Own", "Scorecard"]
    assert after.cell("Scorecard", "A1") == "by hand"


def test_what_an_edited_tab_refers_to_stays_too():
    book = first().write("Notes", "B2", "95.5", formula="Scorecard!B1")
    assert "since Notes!B2 refers to it" in refused(book, renamed(Board="scorecard", Notes="notes"))
