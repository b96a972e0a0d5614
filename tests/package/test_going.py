"""The workbook's other lists follow its tabs: the properties' list of names, the order of calculation."""

import re

import pytest

from scorecard_xl.package.graft import Delivery
from tools.rich_parts import SHEETML, WORKBOOK
from tools.tabs import APP, ROWS, Opened, built, officers, outcome, tabs, taken_out

OURS = tabs(Scorecard=ROWS, Notes=[["Key"]])
CHAIN = "xl/calcChain.xml"


def titles(content: bytes) -> list[str]:
    listed = Opened(content).parts[APP].partition(b"<TitlesOfParts>")[2]
    return [name.decode() for name in re.findall(rb"<vt:lpstr>([^<]*)<", listed)]


def counts(content: bytes) -> list[tuple[str, int]]:
    heads = Opened(content).parts[APP].partition(b"<TitlesOfParts>")[0]
    found = re.findall(rb"<vt:lpstr>([^<]*)</vt:lpstr></vt:variant><vt:variant><vt:i4>(\d+)<", heads)
    return [(kind.decode(), int(count)) for kind, count in found]


def very_hidden(listed: bool) -> bytes:
    book = Opened(officers()).hide("More", "veryHidden")
    if not listed:  # as some versions of Excel write it
        book.change(APP, "<vt:lpstr>More</vt:lpstr>", "").change(APP, "<vt:i4>2</vt:i4>", "<vt:i4>1</vt:i4>")
        book.change(APP, '<vt:vector size="2" baseType="lpstr">', '<vt:vector size="1" baseType="lpstr">')
    return book.bytes()


def chart_sheet() -> bytes:
    def draw(book):
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Own!$A$1:$A$2"})
        book.add_chartsheet("Overview").set_chart(chart)

    return officers(draw)


def with_names() -> bytes:
    return officers(lambda book: book.define_name("own", "=Own!$A$1"))


@pytest.mark.parametrize(
    ("content", "listed"),
    [
        (officers(), ["Scorecard", "Notes", "Own", "More"]),
        (with_names(), ["Scorecard", "Notes", "Own", "More", "own"]),
        (chart_sheet(), ["Scorecard", "Notes", "Own", "More", "Overview"]),
        (very_hidden(listed=True), ["Scorecard", "Notes", "Own", "More"]),
        (very_hidden(listed=False), ["Scorecard", "Notes", "Own"]),
    ],
)
def test_the_properties_list_of_names(content: bytes, listed: list[str]):
    with_tabs = built(content, OURS)
    assert titles(with_tabs) == listed
    assert sum(count for _, count in counts(with_tabs)) == len(listed)
    edited = Opened(with_tabs).write("Scorecard", "A1", "by hand").bytes()
    assert titles(built(edited, OURS))[:2] == ["Scorecard", "Scorecard (edited 2026-11-22)"]
    assert Opened(taken_out(with_tabs)).parts[APP] == Opened(content).parts[APP]


def calculated(book: Opened, *cells: tuple[str, str]) -> Opened:
    """With formulas, and the order in which Excel calculated them."""
    listed = ""
    for sheet, at in cells:
        book.write(sheet, at, "2", formula="1+1")
        listed += f'<c r="{at}" i="{book.tab(sheet).sheet_id}"/>'
    xml = f'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{listed}</calcChain>'
    book.part(CHAIN, xml, f"{SHEETML}.calcChain+xml")
    return book.relate(WORKBOOK, "calcChain", "calcChain.xml")


@pytest.mark.parametrize(
    ("cells", "delivery", "left"),
    [
        ([("Own", "A2"), ("Scorecard", "C2"), ("More", "A2")], OURS, ["A2", "A2"]),
        ([("Scorecard", "C2"), ("Notes", "C2")], OURS, None),
        ([("Notes", "C2"), ("Own", "A2")], tabs(Scorecard=ROWS), ["C2", "A2"]),  # edited, so that it stays
        ([("Own", "A2")], OURS, ["A2"]),
    ],
)
def test_the_order_of_calculation(cells: list[tuple[str, str]], delivery: Delivery, left: list[str] | None):
    book = calculated(Opened(built(officers(), OURS)), *cells)
    after = Opened(built(book.bytes(), delivery))
    if left is None:
        assert CHAIN not in after.parts
        assert (
            b"calcChain" not in after.parts["xl/_rels/workbook.xml.rels"] + after.parts["[Content_Types].xml"]
        )
    else:
        assert re.findall(r'r="([A-Z0-9]+)"', after.parts[CHAIN].decode()) == left


def test_a_first_build_leaves_the_order_of_calculation_alone():
    book = calculated(Opened(officers()), ("Own", "A2"), ("More", "A2"))
    assert CHAIN not in outcome(book.bytes(), OURS).changes.written
