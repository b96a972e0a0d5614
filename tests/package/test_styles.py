"""Our formats in the officer's lists: put at the end, or used where they are; nothing of theirs moves."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scorecard_xl.errors import ScorecardError
from scorecard_xl.package import styles
from scorecard_xl.package.styles import EXCELS_OWN, LISTS, Adopted, NormalFont, StyleSheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(lists: Mapping[str, str], prefix: str = "", counted: bool = True) -> StyleSheet:
    """A styles part of these lists, in the order of the standard."""
    p = f"{prefix}:" if prefix else ""
    inner = ""
    for name in styles.ORDER:
        if name in lists:
            entries = etree.fromstring(f"<a>{lists[name]}</a>")
            count = f' count="{len(entries)}"' if counted else ""
            text = lists[name].replace("</", "\0").replace("<", f"<{p}").replace("\0", f"</{p}")
            inner += f"<{p}{name}{count}>{text}</{p}{name}>"
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    return StyleSheet(
        etree.fromstring(f'<{p}styleSheet {declared}="{MAIN}">{inner}</{p}styleSheet>'), "b.xlsx"
    )


def font(name: str, size: str = "11") -> str:
    return f'<font><sz val="{size}"/><name val="{name}"/></font>'


def xf(font: int = 0, number: int = 0, fill: int = 0, normal: int = 0) -> str:
    return f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="{normal}"/>'


FILLS = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
NORMAL = {"cellStyleXfs": xf(), "cellStyles": '<cellStyle name="Normal" xfId="0" builtinId="0"/>'}
PLAIN = {
    "fonts": font("Calibri"),
    "fills": FILLS,
    "borders": "<border/>",
    **NORMAL,
    "cellXfs": xf(),
}
OURS = PLAIN | {
    "numFmts": '<numFmt numFmtId="164" formatCode="0.0&quot;%&quot;"/>',
    "fonts": font("Calibri") + font("Arial"),
    "cellXfs": xf() + xf(font=1, number=164),
    "dxfs": '<dxf><numFmt numFmtId="165" formatCode="&quot;▼ &quot;@"/></dxf><dxf><font><b/></font></dxf>',
}


def ours() -> StyleSheet:
    return sheet(OURS)


def of_cell(there: StyleSheet, index: int) -> tuple[str, str]:
    """The font's name and the number format's code of a cell's format."""
    cell = there.entries("cellXfs")[index]
    name = there.entries("fonts")[int(cell.get("fontId"))].find("{*}name").get("val")
    codes = {one.get("numFmtId"): one.get("formatCode") for one in there.entries("numFmts")}
    return name, codes.get(cell.get("numFmtId"), cell.get("numFmtId"))


def sizes(there: StyleSheet) -> dict[str, int]:
    return {name: len(there.entries(name)) for name in LISTS}


THEIRS = {
    "as Excel makes them": PLAIN,
    "ours already": OURS,
    "our number is taken": PLAIN | {"numFmts": '<numFmt numFmtId="164" formatCode="[Red]0"/>'},
    "our number is taken by a format that is listed nowhere": PLAIN | {"cellXfs": xf() + xf(number=164)},
    "a rule's number is taken": PLAIN | {"dxfs": '<dxf><numFmt numFmtId="165" formatCode="[Blue]0"/></dxf>'},
    "our format has another number": PLAIN
    | {"numFmts": '<numFmt numFmtId="177" formatCode="0.0&quot;%&quot;"/>'},
    "no rules, no styles of cells": {name: PLAIN[name] for name in ("fonts", "fills", "borders", "cellXfs")},
    "no fonts": {"fills": FILLS, "borders": "<border/>", "cellXfs": xf()},
    "nothing at all": {},
    "Normal is not first": PLAIN
    | {
        "fonts": font("Verdana") + font("Calibri"),
        "cellStyleXfs": xf() + xf(font=1),
        "cellStyles": '<cellStyle name="Good" xfId="0" builtinId="26"/>'
        '<cellStyle name="Standard" xfId="1" builtinId="0"/>',
    },
    "tables and colours": PLAIN | {"tableStyles": "<tableStyle/>", "colors": "<mruColors/>"},
}


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("case", THEIRS)
def test_adopted(case: str, prefix: str, counted: bool):
    there = sheet(THEIRS[case], prefix, counted)
    before = {name: [etree.tostring(one) for one in there.entries(name)] for name in LISTS}
    adopted = there.adopt(ours())
    # What a format was it is there.
    assert of_cell(there, adopted.cells[1]) == ("Arial", '0.0"%"')
    numbers = {one.get("numFmtId"): one.get("formatCode") for one in there.entries("numFmts")}
    rule = there.entries("dxfs")[adopted.conditional[0]].find("{*}numFmt")
    assert rule.get("formatCode") == '"▼ "@' == numbers[rule.get("numFmtId")]
    assert there.entries("dxfs")[adopted.conditional[1]].find("{*}font/{*}b") is not None
    # What was there stands where it stood.
    for name, entries in before.items():
        assert [etree.tostring(one) for one in there.entries(name)][: len(entries)] == entries
    # No number means two things.
    rules = [one for dxf in there.entries("dxfs") for one in dxf.iter("{*}numFmt")]
    meanings = {(one.get("numFmtId"), one.get("formatCode")) for one in [*there.entries("numFmts"), *rules]}
    assert len(meanings) == len({number for number, _ in meanings})
    # The lists stand in order, and say how many they hold if they did.
    found = [one.tag.rpartition("}")[2] for one in there.root]
    assert found == sorted(found, key=styles.ORDER.index)
    for one in there.root:
        if "count" in one.attrib:
            assert int(one.get("count")) == len(one)
        assert one.tag == f"{{{MAIN}}}{one.tag.rpartition('}')[2]}"
    if not counted:
        assert all("count" not in one.attrib for one in there.root if one.tag.rpartition("}")[2] in before
                   and before[one.tag.rpartition("}")[2]])  # fmt: skip


@pytest.mark.parametrize("case", THEIRS)
def test_a_second_time_adds_nothing(case: str):
    there = sheet(THEIRS[case])
    first = there.adopt(ours())
    then = etree.tostring(there.root)
    assert there.adopt(ours()) == first
    assert etree.tostring(there.root) == then


def test_ours_already():
    there = sheet(OURS)
    adopted = there.adopt(ours())
    assert adopted.conditional == [2, 1]  # a number that no list holds is theirs
    assert adopted.cells == [2, 3]  # the same looks, but nothing of them left to the Normal style
    assert [one.get("applyFont") for one in there.entries("cellXfs")] == [None, None, "1", "1"]


def test_the_looks_of_ours_do_not_follow_their_normal_style():
    there = sheet(THEIRS["Normal is not first"])
    adopted = there.adopt(ours())
    mine = there.entries("cellXfs")[adopted.cells[0]]
    assert mine.get("xfId") == "1"
    assert {mine.get(flag) for flag in styles.APPLIED} == {"1"}


def test_without_styles_of_cells_none_is_named():
    there = sheet(THEIRS["no rules, no styles of cells"])
    adopted = there.adopt(ours())
    assert there.entries("cellXfs")[adopted.cells[0]].get("xfId") is None


@pytest.mark.parametrize("spare", [2, 1])
def test_excels_limit(monkeypatch: pytest.MonkeyPatch, spare: int):
    monkeypatch.setattr(styles, "MOST_FORMATS", 10)
    there = sheet(PLAIN | {"cellXfs": xf() * (10 - spare)})
    if spare == 2:
        assert len(there.adopt(ours()).cells) == 2
        return
    with pytest.raises(ScorecardError) as refused:
        there.adopt(ours())
    assert str(refused.value) == (
        "b.xlsx has so many cell formats that ours no longer fit (Excel takes 10): "
        "clear formats that nobody needs, or use --output NEW.xlsx."
    )


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (PLAIN, ("Calibri", 11)),
        ({}, ("Calibri", 11)),
        (PLAIN | {"fonts": font("Arial", "10")}, ("Arial", 10)),
        (THEIRS["Normal is not first"], ("Calibri", 11)),
        (PLAIN | {"fonts": font("Arial", "wide")}, ("Arial", 11)),
        (PLAIN | {"fonts": font("Arial", "nan")}, ("Arial", 11)),
        (PLAIN | {"fonts": font("Arial", "0")}, ("Arial", 11)),
        (PLAIN | {"fonts": "<font/>"}, ("Calibri", 11)),
        (PLAIN | {"cellStyleXfs": xf(font=9)}, ("Calibri", 11)),
    ],
)
def test_the_normal_font(lists: dict[str, str], expected: tuple[str, float]):
    assert sheet(lists).normal_font() == NormalFont(*expected)


def test_a_workbook_without_formats_gets_excels_own():
    there = StyleSheet(etree.fromstring(EXCELS_OWN.encode()), "b.xlsx")
    assert sizes(there) == dict(zip(LISTS, (0, 1, 2, 1, 1, 0), strict=True))
    adopted = there.adopt(ours())
    assert of_cell(there, adopted.cells[1]) == ("Arial", '0.0"%"')


INDEX = st.integers(0, 3)
FONTS = st.lists(st.sampled_from(["Calibri", "Arial", "Verdana", "Aptos"]), min_size=4, max_size=6)
CODES = st.dictionaries(st.integers(164, 168), st.sampled_from(["0", '0.0"%"', "[Red]0"]), max_size=4)
CELLS = st.lists(st.tuples(INDEX, st.sampled_from([0, 9, 164, 165, 166])), min_size=1, max_size=8)


def drawn(fonts: list[str], codes: dict[int, str], cells: list[tuple[int, int]]) -> StyleSheet:
    escaped = {number: code.replace('"', "&quot;") for number, code in codes.items()}
    lists = PLAIN | {
        "fonts": "".join(map(font, fonts)),
        "cellXfs": "".join(xf(font=one, number=number) for one, number in cells),
    }
    if codes:
        numbers = (f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in escaped.items())
        lists["numFmts"] = "".join(numbers)
    return sheet(lists)


@given(FONTS, CODES, CELLS, FONTS, CODES, CELLS)
def test_any_two_workbooks(fonts, codes, cells, our_fonts, our_codes, our_cells):
    our_cells = [(one, number if number in our_codes or number < 164 else 0) for one, number in our_cells]
    there, donor = drawn(fonts, codes, cells), drawn(our_fonts, our_codes, our_cells)
    before = [of_cell(there, index) for index in range(len(cells))]
    adopted = there.adopt(donor)
    assert [of_cell(there, index) for index in range(len(cells))] == before
    assert [of_cell(there, index) for index in adopted.cells] == [
        of_cell(donor, index) for index in range(len(our_cells))
    ]
    size = sizes(there)
    assert there.adopt(donor) == Adopted(adopted.cells, adopted.conditional)
    assert sizes(there) == size
