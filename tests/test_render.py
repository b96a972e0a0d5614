"""The bytes: readable everywhere, equal for equal plans, and safe with whatever a cell may hold."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from layout.sample import rows, scorecard
from scorecard_xl.config import load_config
from scorecard_xl.errors import Address, Finding, Severity
from scorecard_xl.formats import Format, Page
from scorecard_xl.layout import lay_out
from scorecard_xl.layout.plan import Frame, Row, SheetPlan, Value
from scorecard_xl.model import Scorecard
from scorecard_xl.quick_sheet import LONGEST_TEXT, printable
from scorecard_xl.render import render
from scorecard_xl.style import load_style, style_names
from tools import workbooks

CREATED = datetime(2015, 3, 1)
STYLES = [name for name, _ in style_names()]


def rendered(card: Scorecard, style: str = "default") -> bytes:
    config = load_config()
    plans = lay_out(card, load_style(style), config.tabs, config.symbols)
    return render(plans, properties={"title": "Scorecard"}, created=CREATED)


def one_cell(value: Value) -> bytes:
    frame = Frame((Format(),), (10.0,), (), Page())
    return render([SheetPlan("Tab", "scorecard", frame, (Row(((value, 0),)),))], created=CREATED)


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


@pytest.mark.parametrize("style", STYLES)
def test_equal_plans_give_equal_bytes(style: str) -> None:
    assert rendered(scorecard(), style) == rendered(scorecard(), style)


@pytest.mark.parametrize("style", STYLES)
def test_every_reader_can_open_it(style: str) -> None:
    content = rendered(scorecard(), style)
    workbooks.register(content, f"sample_{style}")
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Scorecard", "Summary", "Exceptions", "Notes", "Data checks"]
    assert book.properties.title == "Scorecard"


@pytest.mark.parametrize("style", STYLES)
def test_nothing_is_left_to_the_reader_s_theme_or_to_other_sheets(style: str) -> None:
    for name, xml in parts(rendered(scorecard(), style)).items():
        if name.startswith("xl/") and "theme/" not in name:
            assert " theme=" not in xml, name
            assert "mergeCell" not in xml, name
        assert "vmlDrawing" not in name and "comments" not in name
        for formula in re.findall(r"<f>(.*?)</f>", xml):
            assert "!" not in formula  # no other sheet
    book = parts(rendered(scorecard(), style))["xl/workbook.xml"]
    assert all("localSheetId" in found for found in re.findall(r"<definedName [^>]*>", book))
    assert "fullCalcOnLoad" not in book


def test_the_only_formula_says_nothing_until_somebody_edits() -> None:
    sheets = [xml for name, xml in parts(rendered(scorecard())).items() if "worksheets/sheet" in name]
    formulas = [found for xml in sheets for found in re.findall(r"<f>.*?</f><v>(.*?)</v>", xml)]
    assert formulas == [""]


def test_every_sparkline_has_an_id_of_its_own() -> None:
    ids = re.findall(r'xr2:uid="(.*?)"', parts(rendered(scorecard()))["xl/worksheets/sheet1.xml"])
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("=1+1", "=1+1"),
        ("http://example.org", "http://example.org"),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("bell\x07, null\x00, tab\tkept", "bell, null, tab\tkept"),
        ("half a pair \ud83d alone", "half a pair  alone"),
        ("_x0041_", "_x0041_"),
        ("00123", "00123"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("שלום 😐", "שלום 😐"),
    ],
)
def test_text_stays_text(text: str, read: str) -> None:
    cell = load_workbook(BytesIO(one_cell(text))).active["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (
        read,
        "s" if read[0] != "=" else cell.data_type,
        None,
    )


def test_longer_than_a_cell_holds() -> None:
    assert len(printable("x" * 40_000)) == LONGEST_TEXT
    assert len(printable("😐" * 20_000).encode("utf-16-le")) // 2 <= LONGEST_TEXT
    finding = Finding(Severity.ERROR, "long", Address("Results", 1, 1), "word " * 9_000)
    assert "Data checks" in load_workbook(BytesIO(rendered(scorecard(findings=(finding,))))).sheetnames


def test_footers_keep_ampersands_and_numbers() -> None:
    book = load_workbook(BytesIO(rendered(scorecard())))
    footer = book["Scorecard"].oddFooter
    assert footer.left.text.startswith("Kent && Sons Council · ")
    assert footer.right.text == "&A · page &P of &N"


def test_draft_stands_on_every_page() -> None:
    book = load_workbook(BytesIO(rendered(scorecard())))
    assert all(sheet.oddHeader.center.text == "DRAFT" for sheet in book)


def test_no_rows_at_all() -> None:
    empty = scorecard(rows=(), exceptions=(), findings=())
    assert load_workbook(BytesIO(rendered(empty)))["Exceptions"]["A4"].value.startswith("No measure needs")


def test_what_the_cells_hold() -> None:
    sheet = load_workbook(BytesIO(rendered(scorecard(), "kent")))["Scorecard"]
    cells = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_col=19)}
    headers = [cell.value for cell in sheet[5]]
    visits = dict(zip(headers, cells[12], strict=False))
    assert visits["RAG"] == "Red"
    assert visits["Feb 15\nresult"] == 0.607
    assert visits["Change\nsince Jan 15"] == "Static"
    assert visits["Gap to\ntarget"] == -24.3
    assert len(rows()) == sum(isinstance(key, int) or key == "13a" for key in cells)
