"""Sheets found by name, alias or headers; columns by header; rows that know their addresses."""

import datetime as dt
from typing import Any

import pytest

from scorecard_xl.config import load_config
from scorecard_xl.errors import WorkbookProblems
from scorecard_xl.findings import FindingLog
from scorecard_xl.reading.table_finder import find_tables
from scorecard_xl.reading.tables import Table, header_word
from tools.memory import NEVER, MemorySheets, assess_book, book, error, measure_of, record_of, said

CONFIG = load_config()
MEASURES = [["Ref", "Measure"], [1, "Visits"]]
RESULTS = [["Ref", "Period", "Value"], [1, "Feb 2015", 97.4]]


def tables_of(sheets: MemorySheets) -> tuple[dict[str, Table | None], list[str]]:
    """The tables by role, and what was found wrong."""
    log = FindingLog()
    return find_tables(sheets, CONFIG, log), [str(finding) for finding in log.sorted()]


def problems_of(sheets: MemorySheets) -> str:
    with pytest.raises(WorkbookProblems) as problems:
        tables_of(sheets)
    return "\n".join(problems.value.sentences)


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Ref", "ref"),
        (" REF. ", "ref"),
        ("Minimum\nstandard", "minimum standard"),
        ("Minimum\u00a0 standard*", "minimum standard"),
        ("Target[1]", "target"),
        ("Target¹", "target"),
        ("Good is:", "good is"),
        ("RAG (overall)", "rag (overall)"),
    ],
)
def test_headers_are_compared_without_their_looks(header: str, word: str):
    assert header_word(header) == word


# ---- sheets ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measures", "results"),
    [
        ("Measures", "Results"),
        ("MEASURES", "results"),
        ("KPIs", "Data"),
        ("Indicator list", "Monthly data"),
        ("Performance indicators", "Actuals"),
        (" Measures ", "Results."),
    ],
)
def test_sheets_are_found_by_name_or_alias(measures: str, results: str):
    tables, wrong = tables_of(MemorySheets({"Cover": [], measures: MEASURES, results: RESULTS}, {}))
    assert tables["Measures"] is not None
    assert tables["Results"] is not None
    assert (tables["Measures"].sheet, tables["Results"].sheet) == (measures, results)
    assert not wrong


def test_the_products_own_name_goes_before_an_alias():
    tables, _ = tables_of(MemorySheets({"Data": RESULTS, "Results": RESULTS, "Measures": MEASURES}, {}))
    assert tables["Results"] is not None
    assert tables["Results"].sheet == "Results"


def test_sheets_of_any_name_are_taken_by_their_headers_and_that_is_said():
    tables, wrong = tables_of(MemorySheets({"CSC list": MEASURES, "CSC figures": RESULTS}, {}))
    assert tables["Measures"] is not None
    assert tables["Results"] is not None
    assert [tables["Measures"].sheet, tables["Results"].sheet] == ["CSC list", "CSC figures"]
    assert [line.split(":")[0] for line in wrong] == ["'CSC list'", "'CSC figures'"]


def test_other_sheets_with_refs_are_not_taken_for_the_measures():
    commentary = [["Ref", "Measure", "Commentary"], [1, "Visits", "Late returns."]]
    breakdowns = [["Ref", "Period", "Item", "Value"], [1, "Feb 2015", "Police", 12]]
    sheets = {"Breakdowns": breakdowns, "Commentary": commentary, "List": MEASURES, "Figures": RESULTS}
    tables, _ = tables_of(MemorySheets(sheets, {}))
    assert tables["Measures"] is not None
    assert tables["Measures"].sheet == "List"
    assert tables["Results"] is not None
    assert tables["Results"].sheet == "Figures"


def test_two_candidates_are_named_and_neither_is_taken():
    wrong = problems_of(MemorySheets({"North": MEASURES, "South": MEASURES, "Results": RESULTS}, {}))
    assert 'has no sheet "Measures"' in wrong
    assert '"North" and "South" all have its headers' in wrong


def test_missing_sheets_are_named_with_those_that_are_there():
    wrong = problems_of(book(Cover=[["Scorecard"]], Measures=MEASURES))
    assert 'test.xlsx has no sheet "Results", "Result" or "Data"' in wrong
    assert 'its sheets are "Cover" and "Measures"' in wrong
    assert "under sheets: Results in the configuration" in wrong


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (book(Measures=[], Results=RESULTS), "Sheet Measures is empty: fill in its headers and rows."),
        (book(Measures=MEASURES, Results=[]), "Sheet Results is empty: fill in its headers and rows."),
        (book(Measures=MEASURES[:1], Results=RESULTS), "Sheet Measures has headers but no rows"),
        (book(Measures=MEASURES, Results=RESULTS[:1]), "Sheet Results has headers but no rows"),
        (
            book(Measures=[["Ref", "Target"], [1, 90]], Results=RESULTS),
            'Sheet Measures has no column "Measure" (also read: Measures, Measure name or Name)',
        ),
        (book(Measures=MEASURES, Results=[["Value"], [1]]), 'Sheet Results has no column "Ref"'),
        (
            book(Measures=MEASURES, Results=[["Ref", "Value"], [1, 2]]),
            "Sheet Results has neither a column Period nor columns headed with periods",
        ),
        (
            book(Measures=MEASURES, Results=[["Ref", "Period"], [1, "Feb 2015"]]),
            "Sheet Results has no column Value",
        ),
        (
            book(Measures=MEASURES, Results=[["Ref", "Period", "Numerator"], [1, "Feb 2015", 3]]),
            "nor Numerator and Denominator",
        ),
        (
            book(Measures=[["Ref"], ["", "Measure"], [1, "Visits"]], Results=RESULTS),
            'has the headers "Ref" and "Measure" in different rows',
        ),
    ],
)
def test_what_keeps_a_needed_sheet_from_being_read(sheets: MemorySheets, sentence: str):
    assert sentence in problems_of(sheets)


def test_everything_structural_is_said_at_once():
    wrong = problems_of(book(Measures=[["Ref"], [1]], Results=[["Value"], [1]]))
    assert 'Sheet Measures has no column "Measure"' in wrong
    assert 'Sheet Results has no column "Ref"' in wrong


def test_an_optional_sheet_that_cannot_be_read_is_left_out_and_reported():
    _, wrong = tables_of(book(Measures=MEASURES, Results=RESULTS, Targets=[["Ref", "Target"], [1, 90]]))
    assert wrong == [
        'Targets: Sheet Targets has no column "Period" (also read: Reporting period, Year or Financial '
        "year); the sheet is left out. Add it to the header row, or its name under columns: Targets in the "
        "configuration."
    ]


def test_an_empty_optional_sheet_is_no_problem():
    tables, wrong = tables_of(book(Measures=MEASURES, Results=RESULTS, Commentary=[], Targets=[]))
    assert (tables["Commentary"], tables["Targets"], wrong) == (None, None, [])


# ---- headers -----------------------------------------------------------------------------------


def test_the_header_row_may_stand_below_a_title_block():
    title = [["Children's services scorecard"], ["February 2015", "", "Draft"], []]
    tables, _ = tables_of(book(Measures=title + MEASURES, Results=[["No"], *RESULTS]))
    measures, results = tables["Measures"], tables["Results"]
    assert measures is not None
    assert results is not None
    assert [str(row.where("Ref")) for row in measures.rows()] == ["Measures!A5"]
    assert [str(row.where("Value")) for row in results.rows()] == ["Results!C3"]


def test_a_table_may_stand_anywhere_on_its_sheet():
    sheets = book(Measures=MEASURES, Results=RESULTS, corners={"Measures": (6, 4), "Results": (3, 2)})
    tables, _ = tables_of(sheets)
    measures = tables["Measures"]
    assert measures is not None
    assert [str(row.where("Measure")) for row in measures.rows()] == ["Measures!E7"]


def test_columns_are_found_by_alias_in_any_order():
    measures = [["Good is", "KPI name", "Notes for us", "No."], ["Higher is better", "Visits", "mine", 12]]
    assessed = assess_book(
        book(Measures=measures, Results=[["Actual", "Month", "KPI"], [97.4, "Feb 2015", 12]])
    )
    measure = measure_of(assessed, "12")
    assert (measure.name, measure.polarity.value) == ("Visits", "High")
    assert dict(measure.extras) == {"Notes for us": "mine"}
    assert record_of(assessed, "12")["value"] == "97.4"


def test_the_better_header_wins_and_the_other_is_kept():
    tables, _ = tables_of(
        book(Measures=MEASURES, Results=[["Ref", "Outturn", "Period", "Value"], [1, 3, "Feb 2015", 4]])
    )
    results = tables["Results"]
    assert results is not None
    row = next(results.rows())
    assert (row.text("Value"), row.others()) == ("4", {"Outturn": 3.0})


def test_equal_headers_are_refused_with_both_addresses():
    wrong = problems_of(
        book(Measures=MEASURES, Results=[["Ref", "Period", "Value", "value "], [1, "Feb 2015", 1, 2]])
    )
    assert wrong == ("Results!C1 and Results!D1 are both read as Value: rename or remove one of the columns.")


def test_equal_unknown_headers_do_no_harm():
    measures = [["Ref", "Measure", "RAG", "RAG"], [1, "Visits", "Green", "Red"]]
    assert dict(measure_of(assess_book(book(Measures=measures, Results=RESULTS))).extras) == {"RAG": "Green"}


# ---- rows --------------------------------------------------------------------------------------


def test_blank_rows_and_repeated_headers_are_no_rows():
    measures = [["Ref", "Measure"], [], [1, "Visits"], ["", None], ["Ref", "Measure"], [2, "Plans"]]
    tables, _ = tables_of(book(Measures=measures, Results=RESULTS))
    table = tables["Measures"]
    assert table is not None
    assert [row.text("Ref") for row in table.rows()] == ["1", "2"]


def test_a_row_of_broken_cells_alone_is_a_row():
    tables, _ = tables_of(book(Measures=[["Ref", "Measure"], [error("#REF!"), NEVER]], Results=RESULTS))
    table = tables["Measures"]
    assert table is not None
    (row,) = table.rows()
    assert [(column, str(cell.where)) for column, cell in row.broken()] == [
        ("Ref", "Measures!A2"),
        ("Measure", "Measures!B2"),
    ]


@pytest.mark.parametrize(
    ("ref", "read"), [(1, "1"), (1.0, "1"), ("1", "1"), (1.2, "1.2"), (" CS-04\u00a0", "CS-04"), ("01", "01")]
)
def test_refs_are_written_shortest(ref: object, read: str):
    assessed = assess_book(
        book(Measures=[["Ref", "Measure"], [ref, "Visits"]], Results=[RESULTS[0], [ref, "Feb 2015", 1]])
    )
    assert record_of(assessed, read)["value"] == "1"
    assert not said(assessed)


# ---- sheets and headers that are not read ------------------------------------------------------


def test_a_second_alias_of_a_role_is_named():
    _, wrong = tables_of(MemorySheets({"KPIs": MEASURES, "Indicators": MEASURES, "Results": RESULTS}, {}))
    (line,) = wrong
    assert "and Indicators may both be the Measures" in line or "and KPIs may both be the Measures" in line
    assert "under sheets: Measures" in line


def test_two_sheets_of_measures_are_refused_also_with_their_own_results():
    north = [["Ref", "Measure", "Feb 2015"], [1, "Visits", 3]]
    wrong = problems_of(MemorySheets({"North": north, "South": north}, {}))
    assert '"North" and "South" all have its headers' in wrong
    assert "under sheets: Measures in the configuration" in wrong


@pytest.mark.parametrize(
    "below",
    [["", "", "Target", "Apr 2023", "May 2023"], ["", "", "", dt.date(2023, 4, 1), dt.date(2023, 5, 1)]],
)
def test_two_header_rows_are_refused(below: list[Any]):
    rows = [["Ref", "Measure", "2023-24", "", ""], below, [1, "Visits", 90, 91, 92]]
    wrong = problems_of(book(Measures=rows))
    assert "Sheet Measures has two header rows, 1 and 2 (with " in wrong
    assert "put all headers in one row, without merged cells." in wrong


def test_two_header_rows_of_results_are_refused():
    rows = [["Ref", "2023-24", ""], ["", "Apr 2023", "May 2023"], [1, 91, 92]]
    assert "Sheet Results has two header rows" in problems_of(book(Measures=MEASURES, Results=rows))


def test_a_heading_or_a_row_without_ref_is_no_second_header_row():
    measures = [
        ["Ref", "Measure", "Polarity", "Unit"],
        ["", "Visits", "Target", "Number"],
        [1, "Plans", "", ""],
    ]
    tables, _ = tables_of(book(Measures=measures, Results=RESULTS))
    assert tables["Measures"] is not None


@pytest.mark.parametrize(
    "sheets",
    [
        book(Measures=MEASURES, Results=[["Ref", "Jan", "Feb"], [1, 2, 3]]),
        book(Measures=[["Ref", "Measure", "Jan", "Feb"], [1, "Visits", 2, 3]]),
    ],
)
def test_months_without_a_year_are_the_cause_that_is_named(sheets: MemorySheets):
    wrong = problems_of(sheets)
    assert '"Jan" and "Feb" name no year, and periods need one: write the headers like Feb 2015' in wrong


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Targett", "Target"),
        ("Polarty", "Polarity"),
        ("Minimum standrad", "Minimum standard"),
        ("Target 2023-24", "Target"),
        ("2023/24 Target", "Target"),
        ("Annual target 2023/24", "Target"),
        ("Target for 2014-15", "Target"),
        ("Target (2014/15)", "Target"),
        ("Minimum standard 2014", "Minimum standard"),
        ("Ward", ""),
        ("Notes for me", ""),
        ("Status", ""),
        ("Rate", ""),
        ("Plan 2014-15", ""),
    ],
)
def test_headers_that_look_like_something_meant(header: str, column: str):
    _, wrong = tables_of(book(Measures=[["Ref", "Measure", header], [1, "Visits", 9]], Results=RESULTS))
    start = (
        f'Measures!C1: The header "{header}" is not read; it may be meant as {column}. Rename it "{column}"'
    )
    assert [line.startswith(start) for line in wrong] == ([True] if column else [])


def test_figures_with_a_period_in_their_header():
    results = [["Ref", "Jan 2024", "Numerator Jan 2024"], [1, 90, 9]]
    _, wrong = tables_of(book(Measures=MEASURES, Results=results))
    assert wrong == [
        'Results!C1: The header "Numerator Jan 2024" is not read; it may be meant as Numerator. Give each '
        'period a row of its own with the columns "Period" and "Numerator", or add it under columns: '
        "Results: Numerator in the configuration."
    ]


def test_a_known_column_beside_its_near_miss_stays_silent():
    measures = [["Ref", "Measure", "Target", "Targett"], [1, "Visits", 90, 91]]
    assert not tables_of(book(Measures=measures, Results=RESULTS))[1]


@pytest.mark.parametrize("header", ["Numerator Jan 2024", "Result 2013-14"])
def test_figures_with_a_period_in_their_header_on_measures(header: str):
    measures = [["Ref", "Measure", "Jan 2024", header], [1, "Visits", 90, 9]]
    (line,) = tables_of(book(Measures=measures))[1]
    assert line.startswith(f'Measures!D1: The header "{header}" is not read; it may be meant as ')
    assert "Put the results on a sheet of their own" in line
