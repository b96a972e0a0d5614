"""What officers wrote leads to the cell where they write it, and looks as it does without."""

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from layout.sample import FEBRUARY, rows, scorecard
from scorecard_xl.config import load_config
from scorecard_xl.errors import Address
from scorecard_xl.layout import lay_out
from scorecard_xl.layout.plan import SheetPlan, address
from scorecard_xl.layout.sheet import MOST_LINKS, Sheet
from scorecard_xl.model import Commentary, Scorecard
from scorecard_xl.pipeline import Assessed, draw
from scorecard_xl.render import render
from scorecard_xl.style import load_style
from tools import readers, validator
from tools.memory import MemorySheets, assess_book
from tools.office import Office
from tools.required import need

CREATED = datetime(2015, 3, 1)
SHEET = "CSC commentary"
LONG = " ".join(["Dates are tracked each week."] * 250)
WORDS = """
extends: default
description: What officers say beside the rating
scorecard:
  columns: [column: ref, column: measure, column: rag, column: commentary, column: actions,
            column: improvement, column: owner, column: override, column: why]
"""


def with_commentary(sheet: str = SHEET, **texts: str) -> Scorecard:
    """The sample, whose Red measure has these texts: in row 5 from column D on, in their order."""
    cells = {name: Address(sheet, 5, 4 + n) for n, name in enumerate(texts)}
    written = Commentary(FEBRUARY, **texts, where=Address(sheet, 5, 1), cells=cells)
    return scorecard(
        rows=tuple(replace(row, commentary=written) if row.measure.ref == "12" else row for row in rows())
    )


@pytest.fixture
def words(tmp_path: Path) -> str:
    """A style with the columns of commentary on the Scorecard, where those shipped have none."""
    (tmp_path / "words.yaml").write_text(WORDS, encoding="utf-8")
    return str(tmp_path / "words.yaml")


def plans(card: Scorecard, style: str, *, linked: bool) -> dict[str, SheetPlan]:
    config = load_config()
    laid = lay_out(card, load_style(style), config.tabs, config.symbols, linked=linked)
    return {plan.role: plan for plan in laid}


def link_lines(plan: SheetPlan) -> list[str]:
    return [line for line in plan.as_text().splitlines() if line.startswith("link ")]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


SAID = {"commentary": "17 of 28 had every visit.", "actions": "Dates are tracked."}
ALL = {**SAID, "expected_improvement": "Above 85% by June.", "owner": "Head of Visits", "reason": "Late."}


def golden(**cells: str) -> list[str]:
    """`golden(A11="D5")`: the cell A11 leads to D5 of the sheet of commentary."""
    return [f"link {cell} to '{SHEET}'!{to}: Edit in '{SHEET}'!{to}" for cell, to in cells.items()]


@pytest.mark.parametrize(
    ("role", "texts", "lines"),
    [
        ("exceptions", SAID, golden(A11="D5", A12="E5")),
        ("exceptions", ALL, golden(A11="D5", A12="E5", A13="F5")),
        ("exceptions", {"commentary": "Late."}, golden(A11="D5")),
        ("exceptions", {"owner": "Head of Visits"}, []),  # it shows no owner
        ("scorecard", SAID, []),  # it shows neither
        ("summary", SAID, []),
        ("notes", SAID, []),
        ("checks", SAID, []),
    ],
)
@pytest.mark.parametrize("style", ["default", "kent"])
def test_what_officers_wrote_and_nothing_else_is_a_link(
    style: str, role: str, texts: Mapping[str, str], lines: list[str]
) -> None:
    assert link_lines(plans(with_commentary(**texts), style, linked=True)[role]) == lines


def test_on_the_scorecard_where_a_style_has_the_columns(words: str) -> None:
    plan = plans(with_commentary(**ALL), words, linked=True)["scorecard"]
    row = next(n for n, row in enumerate(plan.rows, start=1) if row.cells and row.cells[0][0] == 12)  # type: ignore[index]
    lines = {f"D{row}": "D5", f"E{row}": "E5", f"F{row}": "F5", f"G{row}": "G5"}
    assert link_lines(plan) == golden(**lines)


def test_a_long_text_on_exceptions_leads_there_by_its_label(words: str) -> None:
    # LibreOffice shows linked text on one line, which would cut the commentary off.
    plan = plans(with_commentary(commentary=LONG), words, linked=True)["exceptions"]
    (link,) = plan.links
    row = plan.rows[link.row].cells
    assert row[link.column] is not None and row[link.column][0] == "Commentary"  # type: ignore[index]
    assert link_lines(plan) == golden(**{address(link.row, link.column): "D5"})


def test_every_row_that_a_long_text_goes_on_in(words: str) -> None:
    plan = plans(with_commentary(commentary=LONG), words, linked=True)["scorecard"]
    found = [address(r, c) for r, row in enumerate(plan.rows) for c, cell in enumerate(row.cells)
             if cell and "Dates are tracked" in str(cell[0])]  # fmt: skip
    assert len(found) > 1
    assert link_lines(plan) == golden(**dict.fromkeys(found, "D5"))


def test_none_unless_asked_for(words: str) -> None:
    assert not any(plan.links for plan in plans(with_commentary(**ALL), words, linked=False).values())


@pytest.mark.parametrize(
    ("sheet", "target", "tip"),
    [
        ("Commentary", "'Commentary'!D5", "Edit in Commentary!D5"),
        ("CSC commentary", "'CSC commentary'!D5", "Edit in 'CSC commentary'!D5"),
        ("Director's words", "'Director''s words'!D5", "Edit in 'Director''s words'!D5"),
        ("R1", "'R1'!D5", "Edit in R1!D5"),
        ('"Worte" & <表>', "'\"Worte\" & <表>'!D5", "Edit in '\"Worte\" & <表>'!D5"),
    ],
)
def test_openpyxl_reads_target_and_tip(sheet: str, target: str, tip: str) -> None:
    laid = list(plans(with_commentary(sheet, **SAID), "default", linked=True).values())
    book = load_workbook(BytesIO(render(laid, created=CREATED)))
    found = {
        cell.coordinate: cell for page in book for row in page.iter_rows() for cell in row if cell.hyperlink
    }
    assert list(found) == ["A11", "A12"]
    link = found["A11"].hyperlink
    assert (link.location, link.tooltip, link.display, link.id) == (target, tip, None, None)
    assert found["A11"].value == "Commentary"
    assert (found["A11"].font.underline, found["A11"].style) == (None, "Normal")


def test_links_change_nothing_else_in_the_file(words: str) -> None:
    card = with_commentary(**ALL)
    plain, linked = (
        parts(render(list(plans(card, words, linked=asked).values()), created=CREATED))
        for asked in (False, True)
    )
    assert plain != linked
    assert plain == {
        name: re.sub(rb"<hyperlinks>.*</hyperlinks>", b"", content) for name, content in linked.items()
    }


def test_no_more_than_excel_takes() -> None:
    sheet = Sheet("scorecard", "Tab", load_style("default"), [10])
    for row in range(MOST_LINKS + 2):
        sheet.link(row, 0, Address("Commentary", row + 1, 1))
    assert (len(sheet.links), sheet.links[-1].row) == (MOST_LINKS, MOST_LINKS - 1)


# ---- from the input sheet on ---------------------------------------------------------------------

MEASURES: list[list[Any]] = [["Ref", "Measure", "Polarity", "Unit", "Target"], [1, "Visits", "High", "%", 90]]
RESULTS: list[list[Any]] = [["Ref", "Area", "Period", "Value"]]
RESULTS += [[1, area, when, 50] for area in ("North", "South") for when in ("Jan 2015", "Feb 2015")]


def written(*lines: list[Any]) -> Assessed:
    header = ["Ref", "Area", "Period", "Commentary", "Actions"]
    sheets = {"Measures": MEASURES, "Results": RESULTS, "Commentary": [header, *lines]}
    return assess_book(MemorySheets(sheets, {"Commentary": (3, 2)}))


@pytest.mark.parametrize(
    ("lines", "north", "south"),
    [
        ([[1, "", "Feb 2015", "For all.", "Ours."]], "E4 F4", "E4 F4"),
        ([[1, "North", "Feb 2015", "North.", "Ours."]], "E4 F4", ""),
        # what the area's own row leaves open comes from that for all
        (
            [[1, "", "Feb 2015", "For all.", "Ours."], [1, "North", "Feb 2015", "North.", ""]],
            "E5 F4",
            "E4 F4",
        ),
        # of two rows, the one that is shown
        ([[1, "", "Feb 2015", "Old.", "Ours."], [1, "", "Feb 2015", "New.", ""]], "E5 F4", "E5 F4"),
    ],
)
def test_each_text_leads_to_the_cell_that_it_comes_from(
    lines: list[list[Any]], north: str, south: str
) -> None:
    content = draw(written(*lines), CREATED, linked=True)
    page = load_workbook(BytesIO(content))["Exceptions"]
    targets = [cell.hyperlink.location for row in page.iter_rows() for cell in row if cell.hyperlink]
    assert targets == [f"'Commentary'!{cell}" for cell in (north + " " + south).split()]


def test_a_file_of_its_own_has_no_links() -> None:
    assert b"hyperlink" not in b"".join(
        parts(draw(written([1, "", "Feb 2015", "Late.", "Ours."]), CREATED)).values()
    )


@pytest.mark.validator
def test_the_open_xml_validator_finds_no_error(words: str, tmp_path: Path) -> None:
    need("validator")
    path = tmp_path / "linked.xlsx"
    path.write_bytes(
        render(list(plans(with_commentary(**ALL), words, linked=True).values()), created=CREATED)
    )
    assert validator.validate([path]) == {path: []}


def test_libreoffice_opens_it_with_the_same_texts(words: str, tmp_path: Path, office: Office) -> None:
    path, plain = tmp_path / "linked.xlsx", tmp_path / "plain.xlsx"
    for file, asked in ((path, True), (plain, False)):
        laid = list(plans(with_commentary(**ALL), words, linked=asked).values())
        file.write_bytes(render(laid, created=CREATED))
    assert readers.read_with_libreoffice(path, office) == readers.read_with_libreoffice(plain, office)
