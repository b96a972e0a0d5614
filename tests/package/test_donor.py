"""Our rendered tabs as they stand in the officer's workbook: the same cells, in formats that are there."""

import re

import pytest
from lxml import etree

from scorecard_xl.package.donor import Donor, Stays
from scorecard_xl.package.styles import Adopted
from tools.tabs import MAIN, ROWS, tabs

ADOPTED = Adopted([40, 41, 42, 43], [70, 71])


def drawn(widths: float = 1, *, selected: bool = False, code_name: str = "", rows=ROWS) -> bytes:
    donor = Donor(tabs(Scorecard=rows, Notes=[["Key"]]).content)
    part = donor.book.tabs()[0].part
    return donor.sheet(part, ADOPTED, widths, selected=selected, stays=Stays(code_name), property_link="rId9")


def test_cells_hold_their_texts_themselves_and_new_formats():
    root = etree.fromstring(drawn(rows=[["a & <b>", 1.5], [" spaces ", "two\nlines"], [None, True]]))
    cells = {one.get("r"): one for one in root.iter(f"{MAIN}c")}
    assert "".join(cells["A1"].itertext()) == "a & <b>"
    assert "".join(cells["A2"].itertext()) == " spaces "
    assert "".join(cells["B2"].itertext()) == "two\nlines"
    assert cells["B1"].find(f"{MAIN}v").text == "1.5"
    assert {one.get("t") for one in cells.values()} <= {None, "inlineStr", "b"}
    assert {int(one.get("s")) for one in cells.values()} <= set(ADOPTED.cells)
    assert cells["A1"].get("s") != cells["B1"].get("s")


def test_rules_have_new_formats_and_the_record_stands_in_its_place():
    root = etree.fromstring(drawn())
    assert [rule.get("dxfId") for rule in root.iter(f"{MAIN}cfRule")] == ["70"]
    names = [one.tag.removeprefix(MAIN) for one in root]
    assert names.index("conditionalFormatting") < names.index("pageSetup") < names.index("customProperties")


@pytest.mark.parametrize(
    ("factor", "widths"),
    [(1, [12.7109375, 20.7109375]), (0.5, [6.35546875, 10.35546875]), (100, [255, 255])],
)
def test_widths(factor: float, widths: list[float]):
    found = re.findall(rb'<col [^>]*width="([0-9.]+)"', drawn(factor))
    assert [float(one) for one in found] == pytest.approx(widths)


@pytest.mark.parametrize("selected", [True, False])
@pytest.mark.parametrize("code_name", ["", "Tabelle1", 'odd "&<'])
def test_what_the_sheet_is_to_the_workbook(selected: bool, code_name: str):
    root = etree.fromstring(drawn(selected=selected, code_name=code_name))
    assert [view.get("tabSelected") for view in root.iter(f"{MAIN}sheetView")] == ["1" if selected else None]
    properties = root.find(f"{MAIN}sheetPr")
    assert (properties.get("codeName") if properties is not None else None) == (code_name or None)


def test_names_of_its_own():
    donor = Donor(tabs(Scorecard=ROWS).content)
    assert donor.local_names(donor.book.tabs()[0]) == [
        ("_xlnm.Print_Area", "Scorecard!$A$1:$C$2", False),
        ("_xlnm.Print_Titles", "Scorecard!$1:$1", False),
    ]
