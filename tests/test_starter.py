"""The starter workbook: every input column, with drop-downs and hints that Excel takes."""

import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

from scorecard_xl.cli import _parser, main
from scorecard_xl.errors import column_letters
from scorecard_xl.input_book import HELPED_ROWS
from scorecard_xl.input_sheets import SETTING_ROWS
from scorecard_xl.starter import starter_workbook
from tools.required import REPOSITORY

CREATED = datetime(2026, 4, 1)

HEADERS = {
    "Measures": """Ref, Measure, Section, Department, Outcome, Portfolio, Officer, Director, Division, Parent,
        Subsets, Polarity, Unit, Decimals, Multiplier, Data period, Frequency, Compare with, Target,
        Green tolerance, Tolerance, Minimum standard, Range low, Range high, Static tolerance, Rated, Show,
        From, To, Definition, Data notes, Source, Target rationale""",
    "Results": "Ref, Period, Value, Numerator, Denominator, Area, Status, Note",
    "Targets": """Ref, Period, Area, Kind, Target, Green tolerance, Tolerance, Minimum standard, Range low,
        Range high""",
    "Benchmarks": "Ref, Benchmark, Period, Area, Value",
    "Commentary": """Ref, Period, Area, Commentary, Actions, Expected improvement, Forecast, Exception,
        RAG override, Direction override, Outturn direction override, Reason, Owner""",
    "Glossary": "Term, Meaning",
    "Settings": "Setting, Value",
}
DROP_DOWNS = {
    ("Measures", "Polarity"): "High,Low,Target,None",
    ("Measures", "Unit"): "%,number,rate,days,£,ratio,text",
    ("Measures", "Data period"): "SS,YTD,R12M,In period,3-year average",
    ("Measures", "Frequency"): "Monthly,Quarterly,Annual,Academic year",
    (
        "Measures",
        "Compare with",
    ): "Previous period,Same period last year,Outturn,Average of last year,Trend,Variation",
    ("Measures", "Rated"): "Yes,No",
    ("Measures", "Show"): "Yes,No,Exception only",
    ("Results", "Status"): "Final,Provisional,Revised,Suppressed,Not due",
    ("Targets", "Kind"): "Target,Trajectory",
    ("Commentary", "Forecast"): "Likely,May,Unlikely",
    ("Commentary", "Exception"): "Concern,Good performance",
    ("Commentary", "RAG override"): "Green,Amber,Red,n/a",
    ("Commentary", "Direction override"): "Improved,Static,Worsened,n/a",
    ("Commentary", "Outturn direction override"): "Improved,Static,Worsened,n/a",
}


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return starter_workbook(created=CREATED)


@pytest.fixture(scope="module")
def book(workbook):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(workbook))


def words(text: str) -> list[str]:
    return [" ".join(word.split()) for word in text.split(",")]


def column_of(sheet, header: str) -> int:
    return [cell.value for cell in sheet[1]].index(header) + 1


def validation_at(sheet, row: int, column: int):
    """The one validation of a cell; Excel repairs a workbook whose validations overlap."""
    cell = f"{column_letters(column)}{row}"
    found = [each for each in sheet.data_validations.dataValidation if cell in each.sqref]
    assert len(found) <= 1, f"{sheet.title}!{cell}"
    return found[0] if found else None


def test_the_sheets_stand_in_the_order_they_are_filled_in(book):
    assert book.sheetnames == ["How to", *HEADERS]
    assert book.active.title == "How to"


@pytest.mark.parametrize("name", HEADERS)
def test_every_input_column_is_there(book, name):
    headers = [cell.value for cell in book[name][1]]
    assert set(words(HEADERS[name])) <= set(headers)
    assert len(headers) == len(set(headers))


@pytest.mark.parametrize("name", [name for name in HEADERS if name != "Settings"])
def test_the_reader_knows_every_column(book, name):
    known = yaml.safe_load((REPOSITORY / "config.yaml").read_text(encoding="utf-8"))["columns"][name]
    assert {cell.value for cell in book[name][1]} == set(known) - {"Item"}


@pytest.mark.parametrize(("name", "header"), DROP_DOWNS)
def test_drop_downs_reach_from_the_first_row_to_the_last(book, name, header):
    column = column_of(book[name], header)
    for row in (2, 501, HELPED_ROWS + 1):
        validation = validation_at(book[name], row, column)
        assert (validation.type, validation.formula1) == ("list", f'"{DROP_DOWNS[name, header]}"')
    assert validation_at(book[name], 1, column) is None, "the header is no entry"


def test_status_of_the_scorecard_is_chosen_from_a_list(book):
    (row,) = (cell.row for cell in book["Settings"]["A"] if cell.value == "Status")
    assert validation_at(book["Settings"], row, 2).formula1 == '"Draft,Approved"'


def test_every_column_has_a_hint_within_excels_limits(book):
    for name in HEADERS:
        sheet = book[name]
        for validation in sheet.data_validations.dataValidation:
            assert validation.prompt, f"{name}!{validation.sqref}"
            assert len(validation.promptTitle) <= 32
            assert len(validation.errorTitle or "") <= 32
            assert (
                max(map(len, (validation.prompt, validation.error or "", validation.formula1 or ""))) <= 255
            )
        if name != "Settings":
            assert all(validation_at(sheet, 2, cell.column) for cell in sheet[1]), name


def test_words_are_not_refused_where_they_may_stand(book):
    for name, header in (("Measures", "Target"), ("Measures", "Tolerance"), ("Results", "Value")):
        assert validation_at(book[name], 2, column_of(book[name], header)).type in (None, "none")
    for header in ("Numerator", "Denominator"):
        assert validation_at(book["Results"], 2, column_of(book["Results"], header)).errorStyle == "warning"


def test_a_band_of_one_s_own_can_be_typed_as_an_override(book):
    validation = validation_at(book["Commentary"], 2, column_of(book["Commentary"], "RAG override"))
    assert (validation.type, validation.errorStyle) == ("list", "warning")
    assert "keep another one if your settings know it" in validation.error
    direction = validation_at(book["Commentary"], 2, column_of(book["Commentary"], "Direction override"))
    assert direction.errorStyle in (None, "stop") and "choose one of the list" in direction.error


def test_required_headers_are_filled_more_strongly(book):
    fills = {
        (name, cell.value): cell.fill.fgColor.rgb for name in HEADERS for cell in book[name][1] if cell.value
    }
    required = {("Measures", "Ref"), ("Measures", "Measure"), ("Results", "Ref"), ("Results", "Period")}
    assert {fills[each] for each in required} == {"FF16324F"}
    assert fills["Measures", "Section"] == fills["Results", "Value"] == "FFE9EFF5"


@pytest.mark.parametrize("name", HEADERS)
def test_header_stays_in_view_and_prints_on_every_page(book, name):
    sheet = book[name]
    assert sheet.freeze_panes.endswith("2")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.auto_filter.ref


def test_examples_are_marked_and_hang_together(book):
    refs = {
        name: [row[0] for row in book[name].iter_rows(min_row=2, values_only=True)]
        for name in ("Measures", "Results", "Targets", "Benchmarks", "Commentary")
    }
    assert all(ref.startswith("EX-") for column in refs.values() for ref in column)
    assert all(set(column) <= set(refs["Measures"]) for column in refs.values())
    for name in refs:
        (rules,) = book[name].conditional_formatting
        assert [rule.formula for rule in rules.rules] == [['LEFT($A2,3)="EX-"']]


def test_settings_are_all_there_and_the_style_is_written(book):
    names = [row[0] for row in book["Settings"].iter_rows(min_row=2, values_only=True)]
    assert names == [setting.header for setting in SETTING_ROWS]

    import openpyxl

    styled = openpyxl.load_workbook(io.BytesIO(starter_workbook(style="kent", created=CREATED)))
    assert dict(row[:2] for row in styled["Settings"].iter_rows(values_only=True))["Style"] == "kent"


def test_the_same_date_gives_the_same_bytes(workbook):
    assert starter_workbook(created=CREATED) == workbook


def test_rows_have_a_height_that_is_not_fixed(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        measures = parts.read("xl/worksheets/sheet2.xml").decode()
    example = measures.partition('<row r="2" ')[2].partition(">")[0]
    assert 'ht="30"' in example and "customHeight" not in example


def test_libreoffice_opens_it(workbook, office, produced):
    path = produced(workbook, "starter")
    (sheets,) = office.to_csv([path])
    assert list(sheets) == ["How to", *HEADERS]
    with sheets["Results"].open(encoding="utf-8", newline="") as file:
        shown = {(row["Ref"], row["Period"]): row for row in csv.DictReader(file)}
    assert shown["EX-5", "Sep 2026"]["Value"] == "96.3%"
    assert shown["EX-1", "Sep 2026"]["Numerator"] == "3,340"


def test_the_product_reads_it_without_an_error(workbook, tmp_path, capsys):
    path = tmp_path / "starter.xlsx"
    path.write_bytes(workbook)
    assert main(["check", str(path)]) == 0
    assert "Error:" not in capsys.readouterr().out


def test_the_examples_show_every_rating(workbook, tmp_path, capsys):
    path = tmp_path / "starter.xlsx"
    path.write_bytes(workbook)
    main(["ratings", str(path)])
    rated = {row["ref"]: row["rag"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert rated == {
        "EX-1": "n/a",
        "EX-2": "Amber",
        "EX-3": "Red",
        "EX-4": "Green",
        "EX-5": "Green",
        "EX-6": "n/a",
        "EX-7": "Amber",
        "EX-8": "Green",
    }


def test_its_first_page_names_commands_that_there_are(book):
    page = " ".join(str(cell.value) for row in book["How to"].iter_rows() for cell in row if cell.value)
    commands = [quoted.split()[1:] for quoted in re.findall(r'"(scorecard-xl [^"]+)"', page)]
    given = [vars(_parser().parse_args(command)) for command in commands]
    assert [(words[0], one.get("output")) for words, one in zip(commands, given, strict=True)] == [
        ("check", None),
        ("build", None),
        ("build", Path("SCORECARD.xlsx")),
        ("explain", None),
    ]


def test_a_build_puts_its_tabs_before_that_page(workbook, tmp_path, capsys, produced):
    path = tmp_path / "starter.xlsx"
    path.write_bytes(workbook)
    assert main(["build", str(path)]) == 0
    ours = ["Scorecard", "Summary", "Exceptions", "Notes", "Data checks"]
    assert CalamineWorkbook.from_path(path).sheet_names == [*ours, "How to", *HEADERS]
    produced(path, "built into the starter")
