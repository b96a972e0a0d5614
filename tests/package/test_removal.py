"""Our tabs taken out: the workbook's own parts mean what they meant before the first build."""

import re
from collections.abc import Callable

import pytest
from lxml import etree

from scorecard_xl.errors import ScorecardError
from tools.rich_parts import TYPES, WORKBOOK, WORKBOOK_RELS
from tools.tabs import (
    APP,
    LOOKS,
    MAIN,
    ROWS,
    STYLES,
    Opened,
    built,
    officers,
    outcome,
    resaved,
    tabs,
    taken_out,
)

OURS = tabs(Scorecard=ROWS, Notes=[["Key"]])
OTHER_LOOKS = tabs(looks=(*LOOKS[:1], LOOKS[1].__class__(italic=True, fill="AABBCC")), Scorecard=ROWS)
MEAN = {TYPES, WORKBOOK, WORKBOOK_RELS, STYLES, APP}


def canonical(xml: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(xml), method="c14n2"))


def assert_same(before: bytes, after: bytes) -> None:
    """The same parts; to the byte, but for those that a build changes, which mean the same."""
    was, now = Opened(before).parts, Opened(after).parts
    assert sorted(was) == sorted(now)
    for part, content in was.items():
        if part in MEAN - {APP}:
            assert canonical(now[part]) == canonical(content), part
        else:
            assert now[part] == content, part


def own(change: Callable[[Opened], object] = lambda book: None) -> bytes:
    def draw(book):
        bold = book.add_format({"bold": True, "num_format": "[Red]0.0"})
        sheet = book.get_worksheet_by_name("Own")
        sheet.write("B2", 2, bold)
        sheet.conditional_format("B2", {"type": "cell", "criteria": ">", "value": 1, "format": bold})
        book.define_name("own", "=Own!$A$1")

    book = Opened(officers(draw))
    change(book)
    return book.bytes()


def without(part: str, pattern: str) -> Callable[[Opened], object]:
    def change(book: Opened) -> None:
        content = re.sub(pattern.encode(), b"", book.parts[part], flags=re.DOTALL)
        assert content != book.parts[part]
        book.put(part, content)

    return change


def no_rules(book: Opened) -> object:
    return without("xl/worksheets/sheet1.xml", "<conditionalF.*</conditionalFormatting>")(book)


def no_styles(book: Opened) -> None:
    no_rules(book)
    book.drop(STYLES)
    part = "xl/worksheets/sheet1.xml"
    book.put(part, book.parts[part].replace(b' s="1"', b' s="0"'))


BOOKS = {
    "as it is": lambda book: None,
    "no names": without(WORKBOOK, "<definedNames>.*</definedNames>"),
    "an empty list of names": lambda book: [without(WORKBOOK, "<definedName .*</definedName>")(book)],
    "no windows": without(WORKBOOK, "<bookViews>.*</bookViews>"),
    "a window that says nothing": without(WORKBOOK, r"(?<=<workbookView)[^>]*(?=/>)"),
    "a window at the first tab, in so many words": lambda book: [
        book.change(WORKBOOK, "<workbookView ", '<workbookView activeTab="0" firstSheet="0" ')
    ],
    "a window at the second tab": lambda book: [
        book.change(WORKBOOK, "<workbookView ", '<workbookView activeTab="1" firstSheet="1" ')
    ],
    "no rules": lambda book: [without(STYLES, "<dxfs.*</dxfs>")(book), no_rules(book)],
    "an empty list of rules": lambda book: [
        book.put(STYLES, re.sub(b"<dxfs.*</dxfs>", b'<dxfs count="0"/>', book.parts[STYLES])),
        no_rules(book),
    ],
    "no counts": without(STYLES, r' count="[0-9]+"'),
    "no formats": no_styles,
    "no properties": lambda book: book.drop(APP),
}


@pytest.mark.parametrize("case", BOOKS)
@pytest.mark.parametrize("place", ["first", "last"])
def test_there_and_back(case: str, place: str):
    content = own(BOOKS[case])
    with_tabs = built(content, tabs(place, Scorecard=ROWS, Notes=[["Key"]]))
    assert_same(content, taken_out(with_tabs))
    assert_same(content, taken_out(built(with_tabs, tabs(Scorecard=[["Visits", 99]]))))


def test_other_looks_since():
    content = own()
    book = built(built(content, OURS), OTHER_LOOKS)
    assert_same(content, taken_out(book))


def test_taken_out_twice_is_taken_out_once():
    content = own()
    once = taken_out(built(content, OURS))
    assert outcome(once).changes.written == {} and not outcome(once).changes.dropped
    assert_same(content, taken_out(built(once, OURS)))


def test_formats_that_the_officer_uses_meanwhile_stay():
    book = Opened(built(own(), OURS))
    found = book.root("Scorecard").find(f".//{MAIN}c[@r='B2']").get("s")
    book.write("More", "B2", "60", style=found)
    after = Opened(taken_out(book.bytes()))
    assert after.parts[STYLES] == book.parts[STYLES]
    assert after.root("More").find(f".//{MAIN}c[@r='B2']").get("s") == found


@pytest.mark.parametrize(
    "used", ['<row r="9" s="{cell}" customFormat="1"/>', '<row r="9"><c r="A9" s="{cell}"/></row>']
)
def test_formats_of_rows_and_cells(used: str):
    book = Opened(built(own(), OURS))
    cell = book.root("Scorecard").find(f".//{MAIN}c[@r='B2']").get("s")
    part = book.tab("More").part
    book.insert(part, used.format(cell=cell), before="</sheetData>")
    assert Opened(taken_out(book.bytes())).parts[STYLES] == book.parts[STYLES]


def test_a_format_of_a_rule_that_the_officer_uses_meanwhile():
    book = Opened(built(own(), OURS))
    rule = re.search(rb'dxfId="(\d+)"', book.parts[book.tab("Scorecard").part])
    assert rule
    book.insert(
        book.tab("More").part,
        '<conditionalFormatting sqref="A1">'
        f'<cfRule type="expression" dxfId="{rule[1].decode()}" priority="1">'
        "<formula>1</formula></cfRule></conditionalFormatting>",
        before="<pageMargins",
    )
    assert Opened(taken_out(book.bytes())).parts[STYLES] == book.parts[STYLES]


def test_formats_that_another_program_wrote_anew_stay_as_it_wrote_them():
    book = resaved(built(own(), OURS))
    after = taken_out(book)
    assert Opened(after).sheets() == ["Own", "More"]
    assert Opened(after).parts[STYLES] == Opened(book).parts[STYLES]
    # From then on it leads back to what it was then.
    again = built(after, OURS)
    assert_same(after, taken_out(again))


def test_formats_that_were_added_behind_ours_stay():
    book = Opened(built(own(), OURS))
    book.insert(STYLES, '<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0"/>', before="</cellXfs>")
    book.put(STYLES, re.sub(rb'<cellXfs count="\d+"', b"<cellXfs", book.parts[STYLES]))
    assert Opened(taken_out(book.bytes())).parts[STYLES] == book.parts[STYLES]


def test_edited_tabs_and_copies_stay():
    book = Opened(built(own(), OURS)).write("Scorecard", "A1", "by hand").copy("Notes", "Notes (2)")
    found = outcome(book.bytes())
    assert (found.removed, found.copies) == (("Notes",), ("Notes (2)",))
    assert [(edits.tab, [cell.cell for cell in edits.cells], name) for edits, name in found.kept] == [
        ("Scorecard", ["A1"], "Scorecard")
    ]
    after = Opened(taken_out(book.bytes()))
    assert after.sheets() == ["Scorecard", "Own", "More", "Notes (2)"]
    # The tabs that stay need their formats.
    assert after.parts[STYLES] == book.parts[STYLES]


@pytest.mark.parametrize("hidden", [["Own", "More"], []])
def test_no_tab_would_be_left_to_look_at(hidden: list[str]):
    book = Opened(built(own(), OURS))
    for name in hidden:
        book.hide(name)
    if not hidden:
        book.delete("Own").delete("More")
        book.put(WORKBOOK, re.sub(rb'activeTab="\d+"', b"", book.parts[WORKBOOK]))
    with pytest.raises(ScorecardError) as refused:
        outcome(book.bytes())
    assert str(refused.value) == (
        "book.xlsx has no other tab that can be seen: add or show one, then remove ours."
    )


def test_a_hidden_tab_of_ours_goes_too():
    content = own()
    book = Opened(built(content, OURS)).hide("Notes", "veryHidden")
    assert Opened(taken_out(book.bytes())).sheets() == ["Own", "More"]


def test_what_was_in_front_is_what_the_officer_has_in_front_now():
    book = Opened(built(own(), tabs("last", Scorecard=ROWS)))
    book.put(WORKBOOK, book.parts[WORKBOOK].replace(b"<workbookView ", b'<workbookView activeTab="2" ', 1))
    after = Opened(taken_out(book.bytes()))
    assert after.in_front() == "More"  # the one before, since none comes after


def test_a_workbook_that_holds_nothing_of_ours():
    found = outcome(own())
    assert (found.removed, found.changes.written, found.changes.dropped) == ((), {}, set())
