"""What officers write beside the figures, and what of it is reported and left out."""

from typing import Any

import pytest

from scorecard_xl.config import load_config
from scorecard_xl.errors import ConfigError
from scorecard_xl.figures import plain
from scorecard_xl.pipeline import Assessed
from tools.memory import NEVER, assess_book, error, percent, row_of, said, workbook

FEB = "Feb 2015"
MEASURES = [{"Ref": "1", "Measure": "Visits", "Polarity": "High", "Unit": "%", "Target": 40}]
RESULTS = [{"Ref": "1", "Period": when, "Value": value} for when, value in (("Jan 2015", 49), (FEB, 50))]


def with_rows(sheet: str, *rows: dict[str, Any], areas: tuple[str, ...] = ()) -> Assessed:
    """The measure with rows on one of the sheets of text; `Ref` is 1 where a row says nothing else."""
    results = [result | {"Area": area} for area in areas for result in RESULTS] if areas else RESULTS
    own = [row if sheet in ("Narrative", "Glossary", "Settings") else {"Ref": "1"} | row for row in rows]
    return assess_book(workbook(MEASURES, results, **{sheet: own}))


def text_of(assessed: Assessed, area: str = "") -> str:
    commentary = row_of(assessed, area=area).commentary
    return commentary.commentary if commentary else ""


# ---- commentary --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        ([FEB], FEB),
        (["2015-02"], "2015-02"),
        (["Jan 2015", FEB], FEB),
        ([FEB, "Jan 2015"], FEB),
        (["Jan 2015"], ""),
        ([""], ""),
        (["", FEB], FEB),
    ],
)
def test_the_commentary_of_the_period_is_shown_else_an_undated_one(periods: list[str], shown: str):
    rows = [{"Period": when, "Comments": f"said for {when}."} for when in periods]
    assert text_of(with_rows("Commentary", *rows)) == (f"said for {shown}." if shown in periods else "")


def test_an_areas_own_commentary_goes_first():
    rows = [{"Area": area, "Period": FEB, "Commentary": f"said of {area or 'all'}"} for area in ("", "NORTH")]
    assessed = with_rows("Commentary", *rows, areas=("North", "South"))
    assert [text_of(assessed, area) for area in ("North", "South")] == ["said of NORTH", "said of all"]


@pytest.mark.parametrize(("typed", "kept"), [("Concern", "Concern"), ("yes", "yes"), ("No", ""), ("", "")])
def test_no_means_no_voluntary_exception(typed: str, kept: str):
    assessed = with_rows("Commentary", {"Period": FEB, "Commentary": "Late", "Exception": typed})
    commentary = row_of(assessed).commentary
    assert commentary is not None
    assert commentary.exception == kept


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            {"Ref": "2", "Period": FEB, "Commentary": "Late"},
            "Commentary!A2: There is no measure 2 on the Measures sheet; this row is left out. "
            "Correct the ref, or add the measure.",
        ),
        (
            {"Ref": "", "Period": FEB, "Commentary": "Late"},
            "Commentary!A2: This row has no ref and is left out. Write the ref in every row.",
        ),
        (
            {"Period": "Febuary 2015", "Commentary": "Late"},
            'Commentary!B2: The period of this row can\'t be read: "Febuary 2015" is misspelt; it is left '
            "out (measure 1). Write it like Feb 2015, Q2 2019-20 or 2013-14. Did you mean February 2015?",
        ),
        (
            {"Area": "Nort", "Period": FEB, "Commentary": "Late"},
            'Commentary!B2: No result is for the area "Nort"; this row is left out (measure 1). '
            "Write it as on the results sheet.",
        ),
    ],
)
def test_commentary_that_is_left_out(row: dict[str, Any], line: str):
    assessed = with_rows("Commentary", row)
    assert line in said(assessed)
    assert text_of(assessed) == ""


def test_two_commentaries_for_one_period_are_reported():
    rows = [{"Period": when, "Commentary": text} for when, text in ((FEB, "old"), ("2015-02", "new"))]
    assessed = with_rows("Commentary", *rows)
    assert said(assessed, "two commentaries for one period") == [
        "Commentary!A3: Measure 1 has commentary for Feb 2015 at Commentary!A2 too; where both say "
        "something, this row is used. Bring the two together in one row."
    ]
    assert text_of(assessed) == "new"


def test_an_unknown_forecast_is_reported():
    assessed = with_rows("Commentary", {"Period": FEB, "Forecast": "Probably"})
    assert said(assessed, "unknown forecast") == [
        'Commentary!C2: "Probably" is none of Likely, May or Unlikely (measure 1). Correct or empty the cell.'
    ]


def test_text_that_a_formula_did_not_give_is_reported():
    assessed = with_rows("Commentary", {"Period": FEB, "Commentary": error("#N/A"), "Actions": NEVER})
    assert [line.split(" (")[0] for line in said(assessed, "no value")] == [
        "Commentary!C2: Commentary holds the error #N/A. Mend the formula, or empty the cell.",
        "Commentary!D2: Actions holds a formula that has never been calculated. "
        "Open the workbook in Excel, let it calculate and save it.",
    ]


def test_rows_prepared_for_later_and_remarks_say_nothing():
    rows = [
        {"Period": FEB, "Commentary": "Late"},
        {"Period": "soon", "Commentary": ""},
        {"Ref": "Drafts only."},
    ]
    assert not said(with_rows("Commentary", *rows))


# ---- benchmarks --------------------------------------------------------------------------------


def benchmarks_of(assessed: Assessed, area: str = "") -> list[tuple[str, str, str]]:
    return [(b.name, b.period.label, plain(b.value)) for b in row_of(assessed, area=area).benchmarks]


def test_each_benchmark_at_its_own_latest_period():
    rows: list[dict[str, Any]] = [
        {"Benchmark": "England", "Period": "2013-14", "Value": 64.1},
        {"Benchmark": "England", "Period": "2012-13", "Value": 60},
        {"Benchmark": "London", "Period": "2012-13", "Value": "58.5%"},
        {"Benchmark": "London", "Period": "2013-14", "Value": "-"},
    ]
    found = benchmarks_of(with_rows("Benchmarks", *rows))
    assert found == [("England", "2013-14", "64.1"), ("London", "2012-13", "58.5")]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            {"Benchmark": "England", "Period": "2013-14", "Value": "c. 64"},
            'Benchmarks!D2: Benchmark of measure 1: "c. 64" is not a number. '
            "Write the number alone, or leave the cell empty when there is no figure.",
        ),
        (
            {"Benchmark": "England", "Period": "2013-14", "Value": error("#REF!")},
            "Benchmarks!D2: Benchmark of measure 1: The cell holds the error #REF!. "
            "Mend the formula, or empty the cell.",
        ),
        (
            {"Benchmark": "England", "Period": "2013-14", "Value": "£64"},
            "Benchmarks!D2: Benchmark of measure 1: £64 is in pounds, but the measure is in %. "
            "Change the cell or the measure's Unit.",
        ),
        (
            {"Benchmark": "England", "Period": "", "Value": 64},
            "Benchmarks!C2: The period of this row can't be read: it is empty, and no figure is shown "
            "without its period; it is left out (measure 1). Fill it in.",
        ),
        (
            {"Ref": "7", "Benchmark": "England", "Period": "2013-14", "Value": 64},
            "Benchmarks!A2: There is no measure 7 on the Measures sheet; this row is left out. "
            "Correct the ref, or add the measure.",
        ),
    ],
)
def test_benchmarks_that_are_left_out(row: dict[str, Any], line: str):
    assessed = with_rows("Benchmarks", row)
    assert line in said(assessed)
    assert benchmarks_of(assessed) == []
    assert assessed.has_errors


def test_two_figures_of_one_benchmark_are_reported():
    row = {"Benchmark": "England", "Period": "2013-14"}
    assessed = with_rows("Benchmarks", row | {"Value": 64}, row | {"Value": 65})
    assert said(assessed, "two figures of one benchmark") == [
        "Benchmarks!D3: England has another figure for 2013-14 at Benchmarks!D2 (measure 1); this one is "
        "used. Remove or correct one of them."
    ]
    assert benchmarks_of(assessed) == [("England", "2013-14", "65")]


def test_a_benchmark_formatted_as_a_percentage():
    rows = [{"Benchmark": "England", "Period": "2013-14", "Value": percent(0.641)}]
    assert benchmarks_of(with_rows("Benchmarks", *rows)) == [("England", "2013-14", "64.1")]


# ---- narrative, glossary -----------------------------------------------------------------------


def test_narrative_of_the_period_and_undated():
    rows = [
        {"Section": "Budget", "Period": when, "Heading": "Update", "Text": f"said for {when}."}
        for when in (FEB, "", "Jan 2015", "sometime")
    ]
    assessed = with_rows("Narrative", *rows)
    assert [p.text for p in assessed.scorecard.narrative] == [f"said for {FEB}.", "said for ."]
    (line,) = said(assessed, "unreadable period")
    assert line.startswith("Narrative!B5: The period of this text can't be read: ")


def test_the_glossary_keeps_its_order():
    rows = [{"Abbreviation": "CPP", "Definition": "Child protection plan"}, {"Abbreviation": "AY"}]
    assert with_rows("Glossary", *rows).scorecard.glossary == (("CPP", "Child protection plan"), ("AY", ""))


# ---- settings ----------------------------------------------------------------------------------


def with_settings(*pairs: tuple[Any, Any]) -> Assessed:
    return with_rows("Settings", *({"Setting": name, "Value": value} for name, value in pairs))


def test_the_settings_sheet_goes_over_the_files():
    pairs = {"Authority": "Kent", "TITLE:": "Scorecard 2015", "status": "draft", "Contact": ""}
    assessed = with_settings(*pairs.items())
    heading = assessed.scorecard.heading
    assert (heading.authority, heading.title, heading.status) == ("Kent", "Scorecard 2015", "draft")
    assert heading.contact == load_config().heading.contact


@pytest.mark.parametrize("period", ["Jan 2015", "2015-01", "31/01/2015", 201501])
def test_the_period_of_the_settings_sheet(period: Any):
    assert with_settings(("Period", period)).scorecard.period.label == "Jan 2015"


def test_a_period_of_the_settings_sheet_that_cannot_be_read_stops_everything():
    settings = [{"Setting": "Period", "Value": "Febuary 2015"}]
    sheets = workbook(MEASURES, RESULTS, Settings=settings)
    with pytest.raises(ConfigError) as problem:
        assess_book(sheets)
    assert str(problem.value) == (
        'Settings!B2: The reporting period can\'t be read: "Febuary 2015" is misspelt. '
        "Write it like Feb 2015, Q2 2019-20 or 2013-14. Did you mean February 2015?"
    )
    assert assess_book(sheets, period=FEB).scorecard.period.label == FEB


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "Autority",
            "Kent",
            'Settings!A2: "Autority" is not a setting; did you mean "authority"? Correct or remove the row.',
        ),
        (
            "Status",
            "Final",
            'Settings!B2: The status "Final" is neither Draft nor Approved; it is left out. '
            "Write one of the two.",
        ),
        (
            "Title",
            error("#REF!"),
            "Settings!B2: Value holds the error #REF!. Mend the formula, or empty the cell.",
        ),
    ],
)
def test_settings_that_are_left_out(name: str, value: Any, line: str):
    assert said(with_settings((name, value))) == [line]


def test_a_setting_given_twice():
    assessed = with_settings(("Title", "One"), ("Title", "Two"))
    assert assessed.scorecard.heading.title == "One"
    assert said(assessed) == [
        'Settings!A3: "Title" is set twice; this row is left out. Remove one of the rows.'
    ]
