"""Whole small workbooks in the layouts that officers keep: long, wide, one sheet."""

from datetime import date, datetime

import pytest

from scorecard_xl.periods import Frequency
from tools.memory import (
    MemorySheets,
    Rows,
    assess_book,
    book,
    measure_of,
    percent,
    record_of,
    row_of,
    said,
    workbook,
)

VISITS = {"Ref": 1, "Measure": "Visits on time", "Polarity": "High", "Unit": "%", "Target": "95%"}
MEASURES = [list(VISITS), list(VISITS.values())]
LONG = [["Ref", "Period", "Value"], [1, "Jan 2015", 94.1], [1, "Feb 2015", 97.4]]
WIDE = [["Ref", "Jan 2015", "Feb 2015"], [1, 94.1, 97.4]]


ONE_SHEET = [[*VISITS, "Jan 2015", "Feb 2015"], [*VISITS.values(), 94.1, 97.4]]


def wide(january: object, february: object, *values: object) -> MemorySheets:
    return book(Measures=MEASURES, Results=[["Ref", january, february], [1, *(values or (94.1, 97.4))]])


LAYOUTS = {
    "long": book(Measures=MEASURES, Results=LONG),
    "long with dates": book(
        Measures=MEASURES,
        Results=[["Ref", "Date", "Result"], [1, date(2015, 1, 31), 94.1], [1, date(2015, 2, 28), 97.4]],
    ),
    "wide": wide("Jan 2015", "Feb 2015"),
    "wide, last days": wide(datetime(2015, 1, 31), datetime(2015, 2, 28)),
    "wide, first days": wide(date(2015, 1, 1), date(2015, 2, 1)),
    "wide, numbers": wide(201501, 201502),
    "wide, other spellings": wide("2015-01", "02/2015"),
    "wide, percentages": wide("Jan 2015", "Feb 2015", "94.1%", percent(0.974, 1)),
    "wide, shuffled": book(
        Measures=MEASURES, Results=[["Feb 2015", "Lead", "Ref", "Jan 2015"], [97.4, "AD", 1, 94.1]]
    ),
    "one sheet": book(Measures=ONE_SHEET),
    "one sheet called Data": book(Data=ONE_SHEET),
    "one sheet called Results": book(Results=ONE_SHEET),
    "one sheet of any name": MemorySheets({"Cover": [["2014"]], "CSC 2014": [["Title"], *ONE_SHEET]}, {}),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_rating(layout: str):
    record = record_of(assess_book(LAYOUTS[layout]))
    expected = {
        "period": "Feb 2015",
        "value": "97.4",
        "target": "95",
        "rag": "Green",
        "previous_period": "Jan 2015",
        "previous": "94.1",
        "direction_previous": "improved",
    }
    assert record | expected == record


def test_value_numerator_and_denominator_in_rows_of_a_wide_sheet():
    results = [
        ["Ref", "Item", "Jan 2015", "Feb 2015"],
        [1, "Num", 16, 17],
        [1, "Denominator", 28, 28],
        [1, "Value", "", ""],
    ]
    row = row_of(assess_book(book(Measures=MEASURES, Results=results)))
    assert row.result is not None
    assert (row.result.numerator, row.result.denominator) == (17, 28)
    assert str(row.result.value) == "60.7142857142857"
    assert str(row.result.where) == "Results!D2"


def test_an_unknown_item_is_reported_at_its_cell():
    results = [["Ref", "Item", "Feb 2015"], [1, "Value", 97.4], [1, "Cohrt", 28]]
    assessed = assess_book(book(Measures=MEASURES, Results=results))
    assert said(assessed, "unknown item") == [
        'Results!B3: "Cohrt" is none of Value, Numerator or Denominator. '
        "Write one of the three, or leave the cell empty for the value."
    ]
    assert record_of(assessed)["value"] == "97.4"


def test_figures_below_a_merged_ref_are_reported_not_guessed():
    results = [["Ref", "Item", "Feb 2015"], [1, "Value", 97.4], ["", "Numerator", 27]]
    assert said(assess_book(book(Measures=MEASURES, Results=results)), "result without ref") == [
        "Results!A3: This row has results but no ref; it is left out. "
        "Write the ref in every row, also where cells were merged."
    ]


def test_a_row_a_measure_and_area():
    results = [["Ref", "Area", "Feb 2015"], [1, "North", 97.4], [1, "South", 92], [1, "", 95]]
    assessed = assess_book(book(Measures=MEASURES, Results=results))
    assert [(row.area, str(row.value)) for row in assessed.rows] == [
        ("North", "97.4"),
        ("South", "92"),
        ("", "95"),
    ]


def test_one_area_is_one_however_it_is_spelt():
    results = [
        ["Ref", "Area", "Period", "Value"],
        [1, "North", "Jan 2015", 94],
        [1, "NORTH ", "Feb 2015", 97],
    ]
    assessed = assess_book(book(Measures=MEASURES, Results=results))
    assert [(row.area, str(row.value)) for row in assessed.rows] == [("North", "97")]
    assert record_of(assessed, area="North")["previous"] == "94"


# ---- one sheet ---------------------------------------------------------------------------------


def test_periods_are_no_unknown_columns_and_unknown_columns_are_kept():
    sheets = book(
        Scorecard_data=[["Ref", "Measure", "Lead", "Tier", "Feb 2015"], [1, "Visits", "AD", "A", 97.4]]
    )
    measure = measure_of(assess_book(sheets))
    assert (measure.officer, dict(measure.extras)) == ("AD", {"Tier": "A"})


def test_a_years_outturn_beside_the_months():
    sheets = book(
        Measures=[
            ["Ref", "Measure", "Polarity", "2013/14 outturn", "Jan 2015", "Feb 2015"],
            [1, "Visits", "High", 90, 94.1, 97.4],
        ]
    )
    record = record_of(assess_book(sheets))
    assert measure_of(assess_book(sheets)).frequency is Frequency.MONTHLY
    assert (record["outturn_period"], record["outturn"]) == ("2013-14", "90")


def test_results_on_two_sheets_are_reported():
    measures = [["Ref", "Measure", "Feb 2015"], [1, "Visits", 12]]
    assessed = assess_book(book(Measures=measures, Results=LONG))
    assert record_of(assessed)["value"] == "97.4"
    assert said(assessed, "periods on two sheets") == [
        "Measures!C1: The columns of periods on Measures are not read, since there is a sheet Results. "
        "Keep the results on one of the two sheets."
    ]


def test_another_sheet_called_data_does_not_stand_in_the_way():
    sheets = MemorySheets({"KPIs": ONE_SHEET, "Data": [["Case", "Opened"], ["A1", "Feb 2015"]]}, {})
    assessed = assess_book(sheets)
    assert record_of(assessed)["value"] == "97.4"
    assert said(assessed, "sheet not read") == [
        "Data: Sheet Data has no column Ref and is not read; the results are those on KPIs. "
        "Rename the sheet if it has no results."
    ]


# ---- headers that are periods ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "period"),
    [("Annual", "2010-11"), ("Academic year", "AY 2010-11"), ("", "2010-11"), ("Monthly", "Nov 2010")],
)
def test_2010_11_is_a_year_unless_the_measure_is_monthly(frequency: str, period: str):
    measures = [["Ref", "Measure", "Frequency"], [1, "Visits", frequency]]
    results = [["Ref", "2009-10", "2010-11"], [1, 90, 91]]
    assert record_of(assess_book(book(Measures=measures, Results=results)))["period"] == period


@pytest.mark.parametrize(
    ("headers", "frequency"),
    [
        (["Jan 2015", "Feb 2015"], Frequency.MONTHLY),
        (["Q1 2014-15", "Q2 2014-15"], Frequency.QUARTERLY),
        (["2012-13", "2013-14"], Frequency.ANNUAL),
        ([2013, 2014], Frequency.ANNUAL),
        (["AY 2012-13", "AY 2013-14"], Frequency.ACADEMIC),
        (["2013-14", "Feb 2015"], Frequency.MONTHLY),
    ],
)
def test_a_blank_frequency_is_that_of_the_periods(headers: list[object], frequency: Frequency):
    results: Rows = [["Ref", *headers], [1, 90, 91]]
    assert measure_of(assess_book(book(Measures=MEASURES, Results=results))).frequency is frequency


def test_a_date_means_the_period_of_the_measures_frequency():
    measures = [
        ["Ref", "Measure", "Frequency"],
        [1, "M", "Monthly"],
        [2, "Q", "Quarterly"],
        [3, "A", "Annual"],
    ]
    results = [["Ref", datetime(2015, 3, 31)], [1, 10], [2, 20], [3, 30]]
    assessed = assess_book(book(Measures=measures, Results=results))
    assert [record_of(assessed, ref)["period"] for ref in "123"] == ["Mar 2015", "Q4 2014-15", "2014-15"]


@pytest.mark.parametrize("header", ["Febuary 2015", "Q5 2014-15", "Feb 215"])
def test_a_misspelt_period_in_the_header_is_reported(header: str):
    assessed = assess_book(book(Measures=MEASURES, Results=[["Ref", "Jan 2015", header], [1, 94.1, 97.4]]))
    (line,) = said(assessed, "column not read as a period")
    assert line.startswith(f'Results!C1: The header "{header}" looks like a period but')
    assert record_of(assessed)["period"] == "Jan 2015"


@pytest.mark.parametrize(
    "header", ["Target 2014/15", "Data period", "Year 6 pupils", "RAG Feb 2015", "Comments"]
)
def test_other_headers_are_no_periods(header: str):
    assessed = assess_book(book(Measures=MEASURES, Results=[["Ref", "Jan 2015", header], [1, 94.1, 97.4]]))
    assert not said(assessed)


def test_remarks_around_a_table_are_no_results():
    long = [*LONG, [], ["Source: case management system, 1 March 2015"], ["* provisional"]]
    assert not said(assess_book(book(Measures=MEASURES, Results=long)))
    measures = [MEASURES[0], ["Assessments"], MEASURES[1], ["Figures are provisional until May."]]
    assessed = assess_book(book(Measures=measures, Results=WIDE))
    assert (len(assessed.rows), said(assessed)) == (1, [])


def test_dicts_make_the_same_workbook():
    sheets = workbook([VISITS], [{"Ref": 1, "Period": "Feb 2015", "Value": 97.4}])
    assert record_of(assess_book(sheets))["rag"] == "Green"
