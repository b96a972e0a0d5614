"""What twenty builds, and an officer's own doings with our tabs between two builds, lead to."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.package.changes import Changes
from tools import gates, semantics
from tools.grafting import donor, grafted, ungrafted, workbook, written
from tools.readers import read_with_calamine
from tools.rich_books import RICH

OWN = workbook()


def edited(content: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a text in a part replaced, and all else as it is stored."""
    was = gates.Opened(content).parts[part]
    assert old.encode() in was, was[:2000]
    return written(content, Changes({part: was.replace(old.encode(), new.encode())}))


def sheets(content: bytes) -> list[dict[str, str]]:
    """The tabs in their order, each with what the workbook says of it."""
    return [
        {key.rpartition("}")[2]: value for key, value in one.items()}
        for one in gates.Opened(content).sheets()
    ]


def names(content: bytes) -> list[str]:
    return [one["name"] for one in sheets(content)]


def test_twenty_builds_grow_nothing() -> None:
    sizes, content = [], OWN
    for number in range(20):
        content, _ = grafted(content, donor(("default", "a month before")[number % 2]))
        sizes.append(gates.sizes(content))
    assert sizes[0] != sizes[1], "the two scorecards are the same one"
    assert sizes[18:] == sizes[2:4]
    of_each = {"bytes": 0, "parts": 0}  # one of the two has a chart more
    assert {**sizes[2], **of_each} == {**sizes[1], **of_each}, "lists grow beyond the first two builds"
    assert sizes[2]["parts"] == sizes[0]["parts"]
    gone, _ = ungrafted(content)
    assert gates.left_behind(OWN, gone) == []


# ---- what the officer does to our tabs -----------------------------------------------------------

ENTRY = '<sheet name="Scorecard" sheetId="2" '
BOOK = "xl/workbook.xml"


def after(old: str, new: str, start: bytes = OWN) -> tuple[bytes, bytes]:
    """A workbook with our tabs that the officer changed, and the same after the next build."""
    first, _ = grafted(start, donor("default"))
    changed = edited(first, BOOK, old, new)
    again, _ = grafted(changed, donor("kent"))
    assert gates.touched(start, again) == []
    assert gates.beyond(semantics.findings(changed), semantics.findings(again)) == []
    assert gates.unsound_front(again) == []
    assert grafted(again, donor("kent"))[0] == again
    return changed, again


def test_ours_in_front_stays_in_front() -> None:
    first, _ = grafted(OWN, donor("default"))
    assert sheets(first)[int(active(first))]["name"] == "Own", "a build brings no other tab to the front"
    # Excel takes the mark of the selected tab along.
    own = edited(OWN, "xl/worksheets/sheet1.xml", ' tabSelected="1"', "")
    _, again = after(f'activeTab="{active(first)}"', 'activeTab="2"', own)
    assert sheets(again)[int(active(again))]["name"] == "Exceptions"
    gone, _ = ungrafted(again)
    assert sheets(gone)[int(active(gone))]["name"] == "Own"
    assert gates.unsound_front(gone) == []


def active(content: bytes) -> str:
    (view,) = gates.Opened(content).tree(BOOK).iterfind("{*}bookViews/{*}workbookView")
    return view.get("activeTab", "0")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_tab_of_ours_stays_hidden(state: str) -> None:
    changed, again = after('<sheet name="Notes" ', f'<sheet name="Notes" state="{state}" ')
    assert sheets(again) == sheets(changed)
    gone, _ = ungrafted(again)
    assert gates.left_behind(OWN, gone) == []


def test_a_moved_tab_of_ours_stays_where_it_is() -> None:
    first, _ = grafted(OWN, donor("default", "last"))
    entries = gates.Opened(first).parts[BOOK].decode()
    start, end = entries.index("<sheet name="), entries.index("</sheets>")
    order = entries[start:end]
    turned = "".join(reversed([f"{one}/>" for one in order.split("/>") if one]))
    # The names' places follow, as Excel writes them.
    places = {str(number): str(5 - number) for number in range(6)}
    moved = edited(first, BOOK, order, turned)
    tree = gates.Opened(moved).parts[BOOK].decode()
    head, _, tail = tree.partition("<definedNames>")
    for old, new in places.items():
        tail = tail.replace(f'localSheetId="{old}"', f'localSheetId="*{new}"')
    moved = edited(moved, BOOK, tree, head + "<definedNames>" + tail.replace("*", ""))
    assert names(moved) == ["Data checks", "Notes", "Exceptions", "Summary", "Scorecard", "Own"]
    again, outcome = grafted(moved, donor("kent"))
    assert sheets(again) == sheets(moved)
    assert (outcome.added, outcome.kept) == ((), ())
    assert gates.beyond(semantics.findings(moved), semantics.findings(again)) == []


def test_a_renamed_tab_of_ours_is_the_officer_s() -> None:
    first, _ = grafted(OWN, donor("default"))
    # Excel renames what refers to the tab as well.
    changed = edited(first, BOOK, ENTRY, ENTRY.replace("Scorecard", "Board"))
    for part in gates.Opened(first).ours():
        for spelt in ("Scorecard!", "'Scorecard'!"):
            if part.endswith(".xml") and spelt.encode() in gates.Opened(changed).parts[part]:
                changed = edited(changed, part, spelt, "Board!")
    changed = edited(changed, BOOK, ">Scorecard!", ">Board!")
    changed = edited(changed, "docProps/app.xml", "<vt:lpstr>Scorecard<", "<vt:lpstr>Board<")
    again, _ = grafted(changed, donor("kent"))
    (kept,) = (one for one in sheets(again) if one["name"] == "Board")
    assert kept in sheets(changed)
    assert "Scorecard" in names(again)
    assert gates.beyond(semantics.findings(changed), semantics.findings(again)) == []
    assert grafted(again, donor("kent"))[0] == again
    _, outcome = grafted(again, donor("default"))
    assert outcome.copies == ("Board",)
    gone, outcome = ungrafted(again)
    assert names(gone) == ["Board", "Own"]
    assert outcome.copies == ("Board",)
    assert gates.beyond(semantics.findings(OWN), semantics.findings(gone)) == []


def test_a_code_name_is_kept() -> None:
    first, _ = grafted(OWN, donor("default"))
    book = gates.Opened(first)
    link = book.marked()["Scorecard"].get(f"{{{gates.OFFICE}}}id")
    (part,) = (part for id_, _, part in book.related(book.workbook) if id_ == link)
    coded = edited(first, part, "<sheetPr", '<sheetPr codeName="Board"')
    again, outcome = grafted(coded, donor("kent"))
    assert outcome.kept == ()
    book = gates.Opened(again)
    (part,) = (part for id_, _, part in book.related(book.workbook) if id_ == link)
    assert book.tree(part).find("{*}sheetPr").get("codeName") == "Board"


# ---- what refers to our tabs -----------------------------------------------------------------------

POINTS: list[tuple[str, Callable[..., object]]] = [
    ("Own!B1", lambda book, sheet: sheet.write_formula("B1", "=Scorecard!A1")),
    ("the name Best", lambda book, sheet: book.define_name("Best", "=Scorecard!$A$1")),
    ("a rule or list on Own", lambda book, sheet: sheet.data_validation(
        "C1", {"validate": "list", "source": "=Scorecard!$A$1:$A$3"})),
    ("a text box", lambda book, sheet: sheet.insert_textbox("D4", "", {"textlink": "=Scorecard!$A$1"})),
]  # fmt: skip


@pytest.mark.parametrize(("what", "point"), POINTS, ids=[what for what, _ in POINTS])
def test_what_points_at_a_tab_keeps_it(what: str, point: Callable[..., object]) -> None:
    before = workbook(point)
    first, _ = grafted(before, donor("default"))
    assert gates.touched(before, first) == gates.lost_entries(before, first) == []
    assert not [one for one in semantics.findings(first) if one.startswith("formula sheet")]
    with pytest.raises(ScorecardError, match=f"since {what}"):
        ungrafted(first)


def test_a_linked_control_keeps_the_tab(tmp_path: Path) -> None:
    RICH["form_controls.xlsx"](tmp_path / "book.xlsx")
    first, _ = grafted((tmp_path / "book.xlsx").read_bytes(), donor("default"))
    with pytest.raises(ScorecardError, match="since a form control refers to it"):
        ungrafted(first)


def test_a_workbook_in_capitals_is_read_by_all(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with ZipFile(BytesIO(OWN)) as package, ZipFile(path, "w") as to:
        for name in package.namelist():
            to.writestr("XL/WORKBOOK.XML" if name == BOOK else name, package.read(name))
    path.write_bytes(grafted(path.read_bytes(), donor("default"))[0])
    assert next(iter(read_with_calamine(path))) == "Scorecard"
