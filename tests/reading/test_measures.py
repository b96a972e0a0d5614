"""Rows of Measures and Targets: what blank cells mean, which standards hold when, what is refused."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorecard_xl.config import load_config
from scorecard_xl.errors import Address
from scorecard_xl.model import Absence, Comparator, DataPeriod, Measure, Polarity, Show, Tolerance, Unit
from scorecard_xl.periods import Calendar, Frequency, Period
from scorecard_xl.pipeline import Assessed
from scorecard_xl.records import as_records
from tools.memory import (
    NEVER,
    assess_book,
    book,
    error,
    findings,
    measure_of,
    one_measure,
    percent,
    record_of,
    row_of,
    said,
    shown,
    standards_of,
    table,
    workbook,
)

FEB = "Feb 2015"
CALENDAR = Calendar()


def measure_with(results: dict[Any, Any] | None = None, **columns: Any) -> Measure:
    return measure_of(one_measure(results or {FEB: 50}, **columns))


# ---- columns -----------------------------------------------------------------------------------


def test_a_full_row():
    measure = measure_with(
        Section="Assessment",
        Department="Children's services",
        Portfolio_holder="Lead member",
        Responsible_officer="Head of service",
        Subsets="Council Plan, Ofsted",
        Good_is="Lower is better",
        Unit="days",
        DP=2,
        Data_period="Rolling 12 months",
        How_often="Quarterly",
        Compare_with="Last year",
        Static_tolerance="2 points",
        Rated="No",
        Show="Exception only",
        From="Q1 2013-14",
        To="Q4 2019-20",
        Target_rationale="National average",
    )
    assert measure == Measure(
        ref="1",
        name="Visits on time",
        section="Assessment",
        department="Children's services",
        portfolio="Lead member",
        officer="Head of service",
        subsets=("Council Plan", "Ofsted"),
        polarity=Polarity.LOW,
        unit=Unit.DAYS,
        decimals=2,
        data_period=DataPeriod.ROLLING_YEAR,
        frequency=Frequency.QUARTERLY,
        compare_with=Comparator.LAST_YEAR,
        static_tolerance=Tolerance(Decimal(2), relative=False),
        rated=False,
        show=Show.EXCEPTION_ONLY,
        starts=CALENDAR.quarter(2013, 1),
        ends=CALENDAR.quarter(2019, 4),
        target_rationale="National average",
        where=measure.where,
        data_period_at=Address("Measures", 2, 11),
    )
    assert str(measure.where) == "Measures!A2"


def test_blank_cells():
    measure = measure_with()
    assert measure == Measure("1", "Visits on time", where=measure.where)


@pytest.mark.parametrize(
    ("columns", "kind", "line"),
    [
        (
            {"Polarity": "Hihg"},
            "unknown polarity",
            'Measures!C2: Polarity: "Hihg" is none of High, Low, Target or None (measure 1). '
            "Did you mean High?",
        ),
        (
            {"Frequency": "Fortnightly"},
            "unknown frequency",
            'Measures!C2: Frequency: "Fortnightly" is none of Monthly, Quarterly, Annual or Academic year '
            "(measure 1). ",
        ),
        (
            {"Unit": "percantage"},
            "unknown unit",
            'Measures!C2: Unit: "percantage" is none of %, number, rate, days, £, ratio or text (measure 1). '
            "Did you mean %?",
        ),
        (
            {"Data_period": "fortnight"},
            "unknown data period",
            'Measures!C2: Data period: "fortnight" is none of SS, YTD, R12M, In period or 3-year average '
            "(measure 1). ",
        ),
        (
            {"Rated": "perhaps"},
            "unknown rated",
            'Measures!C2: Rated: "perhaps" is neither Yes nor No (measure 1). ',
        ),
        (
            {"Decimals": "one"},
            "unknown decimals",
            'Measures!C2: Decimals: "one" is not a number (measure 1). ',
        ),
        (
            {"Decimals": 1.5},
            "unknown decimals",
            'Measures!C2: Decimals: "1.5" is no whole number from 0 to 6 (measure 1). ',
        ),
        (
            {"Multiplier": 0},
            "unknown multiplier",
            'Measures!C2: Multiplier: "0" is not above 0 (measure 1). ',
        ),
        (
            {"From": "Febuary 2015"},
            "unknown from",
            'Measures!C2: From: "Febuary 2015" is misspelt (measure 1). '
            "Write it like Feb 2015, Q2 2019-20 or 2013-14. Did you mean February 2015?",
        ),
        (
            {"Static_tolerance": 5},
            "unknown static tolerance",
            'Measures!C2: Static tolerance: "5" is a bare number (measure 1). Write "5 points" or "5%".',
        ),
        (
            {"Polarity": error("#N/A")},
            "unknown polarity",
            "Measures!C2: Polarity holds the error #N/A (measure 1). Mend the formula, or empty the cell.",
        ),
        (
            {"Frequency": NEVER},
            "unknown frequency",
            "Measures!C2: Frequency holds a formula that has never been calculated (measure 1). ",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_blocks_its_measure_alone(columns: dict[str, Any], kind: str, line: str):
    bad = {"Ref": "1", "Measure": "Visits"} | {k.replace("_", " "): v for k, v in columns.items()}
    good = {"Ref": "2", "Measure": "Plans", "Target": 40}
    good_column = next(iter(columns)).replace("_", " ")
    good |= {"Polarity": "High"} if good_column != "Polarity" else {"Polarity": "H"}
    results = [{"Ref": ref, "Period": FEB, "Value": 50} for ref in ("1", "2")]
    assessed = assess_book(workbook([bad, good], results))
    (found,) = said(assessed, kind)
    assert found.startswith(line)
    assert (record_of(assessed)["rag"], record_of(assessed, "2")["rag"]) == ("n/a", "Green")
    assert record_of(assessed)["rag_reason"].startswith("Not rated: ")
    assert assessed.has_errors


def test_a_measure_that_ends_before_it_begins():
    assessed = one_measure({FEB: 50}, From="Apr 2015", To="Mar 2014", Show="Yes")
    assert said(assessed, "unknown to") == [
        "Measures!D2: To is Mar 2014, before From, Apr 2015 (measure 1). Correct one of the two."
    ]


def test_text_that_a_formula_did_not_give_is_reported_and_blocks_nothing():
    assessed = one_measure({FEB: 50}, Section=error("#REF!"), Polarity="High", Target=40)
    assert said(assessed, "no value") == [
        "Measures!C2: Section holds the error #REF! (measure 1). Mend the formula, or empty the cell."
    ]
    assert record_of(assessed)["rag"] == "Green"


def test_a_ref_given_twice_blocks_both_measures_and_each_is_shown_under_its_own_name():
    measures = [
        {"Ref": "1", "Measure": name, "Polarity": "High", "Target": 40} for name in ("Visits", "Plans")
    ]
    assessed = assess_book(workbook(measures, [{"Ref": "1", "Period": FEB, "Value": 50}]))
    assert said(assessed, "duplicate ref") == [
        "Measures!A3: Ref 1 stands twice, here and at Measures!A2; the measure is not rated. "
        "Give each measure a ref of its own."
    ]
    why = "Not rated: ref 1 stands twice, at Measures!A2 and Measures!A3"
    assert [
        (record["ref"], record["measure"], record["rag_reason"]) for record in as_records(assessed.rows)
    ] == [
        ("1", "Visits", why),
        ("1", "Plans", why),
    ]
    assert {record["target"] for record in as_records(assessed.rows)} == {""}


def test_rows_without_a_ref():
    measures = [
        ["Ref", "Measure", "Section", "Target"],
        ["", "Assessment"],  # a heading
        ["", "Assessment", "Assessment"],  # a heading too
        [1, "Visits", "Assessment", 90],
        ["", "Plans", "Assessment", 80],
        [2, "", "Assessment", 80],
        ["All figures are provisional."],
    ]
    assessed = assess_book(book(Measures=measures, Results=[["Ref", FEB], [1, 95], [2, 85]]))
    assert said(assessed, "measure without ref") == [
        'Measures!A5: "Plans" has no ref and is left out. Give it a ref of its own.'
    ]
    assert said(assessed, "measure without name") == ["Measures!B6: Measure 2 has no name. Fill it in."]
    assert [row.measure.ref for row in assessed.rows] == ["1", "2"]


def test_figures_of_a_row_without_a_ref_are_not_lost_in_silence():
    sheets = book(Data=[["Ref", "Measure", FEB], [1, "Visits", 95], ["", "Plans", 85]])
    assert len(said(assess_book(sheets), "measure without ref")) == 1


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Plans", 'Measures!A3: The ref of "Plans" holds the error #N/A; it is left out. '),
        ("", "Measures!A3: The ref holds the error #N/A. "),
    ],
)
def test_a_ref_in_error(name: str, line: str):
    measures = [["Ref", "Measure", "Source"], [1, "Visits", "X"], [error("#N/A"), name, "X"]]
    assessed = assess_book(book(Measures=measures, Results=[["Ref", FEB], [1, 95]]))
    assert said(assessed) == [line + "Mend the formula, or empty the cell."]


# ---- headings and areas ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "sections"),
    [
        ([["Social Care"], [1], [2], ["Early Help"], [3]], ["Social Care", "Social Care", "Early Help"]),
        ([["1.1"], ["CYPS"], ["1.2", "a"], ["1.3", "b"]], ["CYPS", "CYPS"]),
        ([[1], ["Social Care"], [2], [3]], ["", "Social Care", "Social Care"]),
        ([[1], [2], ["Social Care"], [3]], ["", "", ""]),  # one row alone
        ([[1], [2], [3], ["Social Care"]], ["", "", ""]),
        ([["Please fill in the white cells."], [1], [2]], ["", ""]),
        ([["CS-03"], ["CS-04", "a"], ["CS-05", "b"]], ["", ""]),  # looks like a ref
        ([["Care"], ["Visits", "a"], ["Plans", "b"]], ["", ""]),
    ],
)
def test_rows_with_text_in_ref_alone(rows: list[list[Any]], sections: list[str]):
    filled = [[*row, f"Measure {row[0]}"] if isinstance(row[0], int) else row for row in rows]
    lines = [[row[0], *row[1:2], 95 if len(row) > 1 else ""] for row in filled]
    lines = [[*line[:1], "", ""] if len(line) < 3 else line for line in lines]
    assessed = assess_book(book(Data=[["No.", "Indicator", FEB], *lines]))
    assert [row.measure.section for row in assessed.rows] == sections
    assert len(said(assessed, "headings as sections")) == any(sections)
    assert not assessed.has_errors


def test_what_is_said_of_headings():
    rows = [["Social Care"], [1, "Visits", 95], [2, "Plans", 90], ["Help"], [3, "Calls", 80]]
    assessed = assess_book(book(Data=[["No.", "Indicator", FEB], *rows]))
    assert said(assessed, "headings as sections") == [
        'Data!A2: 2 rows with text in No. alone (the first is "Social Care") are taken as sections of the '
        "rows below. Add a column Section where that is not meant."
    ]
    rows = [["Social Care"], [1, "Visits", 95, "Care"], [2, "Plans", 90, "Care"]]
    assessed = assess_book(book(Data=[["No.", "Indicator", FEB, "Section"], *rows]))
    assert said(assessed, "headings left out") == [
        'Data!A2: 1 row with text in No. alone ("Social Care") is left out: sections are those of the column '
        "Section. Nothing, if the column says the same."
    ]
    assert [row.measure.section for row in assessed.rows] == ["Care", "Care"]


def by_area(*areas: str) -> Assessed:
    rows = [[1, "Visits", area, "High", 80, 70, 85 - n] for n, area in enumerate(areas)]
    return assess_book(
        book(
            Measures=[
                ["Ref", "Measure", "Locality", "Polarity", "Target", "Jan 2015", FEB],
                *rows,
                [2, "Plans", "", "High", 80, 70, 85],
            ]
        )
    )


def test_a_row_an_area_on_measures_is_told_once():
    assessed = by_area("North", "South", "West")
    assert said(assessed) == [
        "Measures!C1: Measures takes one row a measure, but measure 1 stands on a row for each Locality "
        "(ref 1: Measures!A2 and Measures!A3); it is not rated. Keep one row a measure here, and put the "
        "results by area on a sheet Results with a column Area."
    ]
    assert [(record["ref"], record["rag"]) for record in as_records(assessed.rows)] == [
        ("1", "n/a"),
        ("2", "Green"),
    ]
    assert (
        record_of(assessed)["rag_reason"]
        == "Not rated: results by area stand on Measures, which takes one row a measure"
    )


@pytest.mark.parametrize("areas", [("North", "North"), ("North", "")])
def test_a_ref_twice_for_one_area_is_still_a_duplicate(areas: tuple[str, str]):
    assert [finding.kind for finding in findings(by_area(*areas))] == ["duplicate ref"]


# ---- unit, decimals, multiplier ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "target", "unit"),
    [
        (percent(0.5), "", Unit.PERCENT),
        ("50%", "", Unit.PERCENT),
        ("50% (p)", "", Unit.PERCENT),
        (50, "90%", Unit.PERCENT),
        (50, percent(0.9), Unit.PERCENT),
        ("£50", "", Unit.POUNDS),
        (50, 90, Unit.NUMBER),
        (0.5, 0.9, Unit.NUMBER),
        ("n/a", 90, Unit.NUMBER),
    ],
)
def test_a_blank_unit_is_what_the_signs_say(value: Any, target: Any, unit: Unit):
    assert measure_with({"Jan 2015": "-", FEB: value, "Mar 2015": 40}, Target=target).unit is unit


@pytest.mark.parametrize(
    ("value", "columns", "decimals"),
    [
        ("97", {"Unit": "%"}, 0),
        ("97.4", {"Unit": "%"}, 1),
        ("97.40%", {}, 2),
        (percent(0.97, 0), {}, 0),
        (percent(0.97, 2), {}, 2),
        (shown(12.5, 2), {}, 2),
        (shown(12.5, 0), {}, 0),
        (97.41, {"Unit": "%"}, 1),
        (97, {"Unit": "%"}, 1),
        (528.5, {"Unit": "rate", "Multiplier": 10000}, 1),
        (97, {}, 0),
        (97, {"Unit": "£"}, 0),
        (97.41, {"Unit": "%", "Decimals": 0}, 0),
        (percent(0.97, 2), {"Decimals": "3"}, 3),
    ],
)
def test_blank_decimals_are_as_typed_else_as_formatted_else_by_unit(
    value: Any, columns: dict[str, Any], decimals: int
):
    assert measure_with({FEB: value}, **columns).decimals == decimals


def test_what_is_typed_goes_before_what_is_formatted():
    assert (
        measure_with(
            {"Jan 2015": "97.4%", "Feb 2015": percent(0.97, 0), "Mar 2015": percent(0.9, 0)}
        ).decimals
        == 1
    )


@pytest.mark.parametrize(
    ("polarity", "target", "earlier", "now", "rag"),
    [
        ("High", "95%", ("96%", "97%"), "94.5%", "Amber"),
        ("High", "95%", ("96%", "97%"), "94.95%", "Amber"),
        ("High", "95%", ("96%", "97%"), "95.0%", "Green"),
        ("High", "95%", ("96.1%", "97%"), "95%", "Green"),
        ("Low", "10%", ("9%", "8%"), "10.4%", "Amber"),
        ("Low", "10%", ("9%", "8%"), "10%", "Green"),
        ("High", "More than 95%", ("96%", "97%"), "94.6%", "Amber"),
        ("High", "95%", ("96%", "97%"), 94.5, "Amber"),
        ("High", "95%", ("96%", "97%"), percent(0.945, 1), "Amber"),
        ("High", "95%", ("96%", percent(0.97, 0)), "94.5%", "Amber"),
    ],
)
def test_a_typed_figure_is_rated_with_all_its_decimals(
    polarity: str, target: str, earlier: tuple[Any, Any], now: Any, rag: str
):
    results = dict(zip(("Dec 2014", "Jan 2015", FEB), (*earlier, now), strict=True))
    assessed = one_measure(results, Polarity=polarity, Unit="%", Target=target)
    assert record_of(assessed)["rag"] == rag


def test_decimals_of_a_figure_long_ago_and_of_a_fourth_area_count_too():
    months = [f"{year}-{month:02}" for year in (2013, 2014) for month in range(1, 13)]
    assert measure_with({month: "95.25%" if month == "2013-03" else "96%" for month in months}).decimals == 2
    rows = [
        {"Ref": "1", "Period": FEB, "Area": area, "Value": "94.5%" if area == "East" else "96%"}
        for area in ("North", "South", "West", "East")
    ]
    assert assess_book(workbook([{"Ref": "1", "Measure": "Visits"}], rows)).rows[0].measure.decimals == 1


def test_numbers_beside_typed_figures_that_need_no_decimals_get_none():
    assert measure_with({"Jan 2015": "96%", FEB: 97}, Unit="%").decimals == 0


@pytest.mark.parametrize(
    ("columns", "multiplier"),
    [
        ({"Unit": "%"}, 100),
        ({"Unit": "number"}, 1),
        ({"Unit": "ratio"}, 1),
        ({"Unit": "rate", "Multiplier": 10000}, 10000),
        ({"Unit": "rate", "Multiplier": "10,000"}, 10000),
        ({"Unit": "rate per 10,000"}, 10000),
        ({"Unit": "Per 1,000"}, 1000),
        ({"Unit": "%", "Multiplier": 1}, 1),
        ({"Unit": "rate"}, None),
    ],
)
def test_multipliers(columns: dict[str, Any], multiplier: int | None):
    assert measure_with(**columns).multiplier == multiplier


CASES = [["Ref", "Period", "Numerator", "Denominator"], [1, FEB, 12, 2400]]


def test_a_rate_from_cases_needs_its_multiplier():
    measures = [
        ["Ref", "Measure", "Unit", "Multiplier"],
        [1, "Referrals", "rate", ""],
        [2, "Reviews", "rate", 1000],
    ]
    assessed = assess_book(book(Measures=measures, Results=[*CASES, [2, FEB, 1, 2]]))
    assert record_of(assessed, "2")["value"] == "500"
    assert said(assessed, "unknown multiplier") == [
        "Measures!D2: Multiplier is missing, and this rate has to be worked out from numerators and "
        "denominators (measure 1). Write 10000 for a rate per 10,000."
    ]


def test_cases_alone_do_not_tell_the_unit():
    results = [*CASES, [2, FEB, 1, 2]]
    measures = [["Ref", "Measure", "Unit"], [1, "Referrals", ""], [2, "Visits", "%"]]
    assessed = assess_book(book(Measures=measures, Results=results))
    assert said(assessed, "unknown unit") == [
        "Measures!C2: Unit is empty, and the results are numerators and denominators (measure 1). "
        'Write "%", "rate" or "ratio".'
    ]
    assert record_of(assessed)["rag"] == "n/a"


# ---- targets and tolerances on Measures --------------------------------------------------------


def rated(results: dict[Any, Any] | None = None, **columns: Any) -> Assessed:
    return one_measure(results or {FEB: 50}, **({"Polarity": "High", "Unit": "%"} | columns))


@pytest.mark.parametrize(
    ("typed", "target"),
    [(90, "90"), ("90%", "90"), (percent(0.9), "90"), ("1,600.5", "1600.5"), (0, "0"), ("84.55", "84.55")],
)
def test_targets(typed: Any, target: str):
    assert standards_of(rated(Target=typed)).target == Decimal(target)


@pytest.mark.parametrize("typed", ["", "-", "n/a", "No target", "no tgt", "TBC", "To be set", "Contextual"])
def test_no_target(typed: str):
    assessed = rated(Target=typed)
    standards = standards_of(assessed)
    assert (standards.target, standards.target_words) == (None, typed)
    assert record_of(assessed)["rag_reason"] == "Not rated: no target for Feb 2015"
    assert not assessed.has_errors


@pytest.mark.parametrize(
    ("column", "typed", "line"),
    [
        (
            "Target",
            "90% maximum",
            'Target "90% maximum" of measure 1 means that lower is better, but its Polarity (Measures!C2) is '
            "High. Set Polarity to Low, or correct the target.",
        ),
        ("Target", "Additional 800", '"Additional 800" is a change, not a level. Work out the level'),
        (
            "Target",
            "Above Stat Neighbour Average",
            "stands for a benchmark, but Benchmarks has no such benchmark for it. Add the benchmark's ",
        ),
        ("Minimum standard", "at least 80%", "is not a number. Write 80%."),
        (
            "Target",
            error("#DIV/0!"),
            "Target of measure 1: The cell holds the error #DIV/0!. Mend the formula",
        ),
        ("Target", NEVER, "never been calculated. Open the workbook in Excel"),
        ("Target", "£90", "Target £90 is in pounds, but measure 1 is in %."),
        ("Minimum standard", "low", 'Minimum standard of measure 1: "low" is not a number.'),
        ("Range high", "185,00", 'Range high of measure 1: "185,00" is not a number.'),
        ("Tolerance", 5, 'Tolerance of measure 1: "5" is a bare number. Write "5 points" or "5%".'),
        ("Tolerance", "some", 'Tolerance of measure 1: "some" is not a tolerance. Write "10%" of the target'),
        ("Green tolerance", 2, 'Green tolerance of measure 1: "2" is a bare number.'),
    ],
)
def test_standards_that_cannot_be_read_are_reported_and_nothing_is_rated(column: str, typed: Any, line: str):
    columns = {"Target": 40, column: typed}
    assessed = rated(**{name.replace(" ", "_"): value for name, value in columns.items()})
    cell = "E" if column == "Target" else "F"
    (found,) = [str(f) for f in findings(assessed) if f.severity.value == "Error"]
    assert found.startswith(f"Measures!{cell}2: ")
    assert line in found
    assert record_of(assessed)["rag"] == "n/a"


def test_a_percentage_as_the_target_of_a_count_is_refused():
    assessed = one_measure({FEB: 50}, Polarity="High", Unit="number", Target="90%")
    assert said(assessed, "percentage where none belongs") == [
        "Measures!E2: Target 90% is a percentage, but measure 1 is in number. "
        "Change the cell or the measure's Unit."
    ]
    assert record_of(assessed)["rag"] == "n/a"


@pytest.mark.parametrize("typed", ["5%", percent(0.05)])
def test_points_or_percent(typed: Any):
    assessed = rated(Target="60%", Tolerance=typed)
    assert said(assessed, "points or percent") == [
        "Measures!F2: Tolerance 5% of measure 1: 5 points or 5% of target? It is read as 5% of target. "
        'Write "5 points" or "5% of target".'
    ]
    assert standards_of(assessed).tolerance == Tolerance(Decimal(5), relative=True)
    assert not assessed.has_errors


LEVEL = 'Put it into Minimum standard, or write "{} points".'


@pytest.mark.parametrize(
    ("unit", "polarity", "target", "typed", "todo"),
    [
        ("%", "High", "90%", "84%", LEVEL.format(84)),
        ("%", "High", "90%", percent(0.84), LEVEL.format(84)),
        ("%", "High", "at least 90%", "84%", LEVEL.format(84)),
        ("%", "High", "90%", "84", LEVEL.format(84)),
        ("%", "High", "90%", "50%", LEVEL.format(50)),
        ("%", "High", "90%", "49.9%", LEVEL.format("49.9")),
        ("%", "High", "90%", "45.1%", LEVEL.format("45.1")),
        ("%", "High", "90%", "45%", ""),
        ("%", "High", "90%", "10%", ""),
        ("%", "High", "90%", "84 points", ""),
        ("%", "High", "90%", "10% of target", ""),
        ("%", "High", "90%", "50% of target", LEVEL.format(45)),
        ("%", "High", "90%", "49% of target", ""),
        ("%", "High", "8%", "10%", ""),  # better than the target: no minimum standard
        ("%", "Low", "20%", "22%", LEVEL.format(22)),
        ("%", "Low", "20%", "20%", LEVEL.format(20)),
        ("%", "Low", "9.6%", "12%", LEVEL.format(12)),
        ("%", "Low", "20%", "15%", ""),  # better than the target
        ("%", "Low", "20%", "10%", ""),
        ("%", "High", "", "84%", LEVEL.format(84)),
        ("%", "High", "", "22%", ""),
        ("rate", "Low", "60", "66", LEVEL.format(66)),
        ("rate", "Low", "60", "6", 'Write "6 points" or "6%".'),
        ("number", "High", "40", "84%", LEVEL.format("33.6")),
        ("number", "High", "40", "49%", ""),
    ],
)
def test_a_tolerance_that_looks_like_a_minimum_standard(
    unit: str, polarity: str, target: str, typed: Any, todo: str
):
    assessed = one_measure({FEB: 30}, Polarity=polarity, Unit=unit, Target=target, Amber_tolerance=typed)
    assert [finding.todo for finding in findings(assessed, "tolerance")] == ([todo] if todo else [])
    assert assessed.has_errors is bool(todo)
    if todo:
        assert record_of(assessed)["rag"] == "n/a"


def test_what_is_said_of_a_minimum_standard_as_a_tolerance():
    assert said(rated(Target="90%", Tolerance="84%")) == [
        'Measures!F2: Tolerance of measure 1: "84%" looks like a minimum standard. Put it into Minimum '
        'standard, or write "84 points".'
    ]
    assert said(rated(Target="90%", Green_tolerance="88")) == [
        'Measures!F2: Green tolerance of measure 1: "88" is a bare number and looks like a target. Put it '
        'into Target, or write "88 points".'
    ]


@pytest.mark.parametrize(
    ("standing", "row", "reported"),
    [
        ({"Tolerance": "22%"}, {"Target": "20%"}, True),
        ({"Tolerance": "22%"}, {"Target": "80%"}, False),
        ({"Target": "20%"}, {"Tolerance": "22%"}, True),
        ({"Target": "80%"}, {"Tolerance": "22%"}, False),
    ],
)
def test_a_tolerance_and_its_target_may_stand_on_two_sheets(
    standing: dict[str, str], row: dict[str, str], reported: bool
):
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": "Low", "Unit": "%", **standing}
    assessed = assess_book(
        workbook(
            [measure],
            [{"Ref": "1", "Period": FEB, "Value": "21%"}],
            Targets=[{"Ref": "1", "Period": "2014-15", **row}],
        )
    )
    assert bool(said(assessed, "tolerance")) is reported
    assert (record_of(assessed)["rag"] == "n/a") is reported


def test_a_bare_static_tolerance_is_asked_about_too():
    assessed = rated(Static_tolerance="5%")
    assert said(assessed, "points or percent")[0].startswith("Measures!E2: Static tolerance 5% of measure 1")


def test_nothing_is_asked_of_counts():
    assert not said(one_measure({FEB: 50}, Polarity="High", Unit="number", Target=40, Tolerance="5%"))


@pytest.mark.parametrize(
    ("polarity", "target", "minimum", "wrong"),
    [
        ("High", 85, 84.9, False),
        ("High", 85, 85, False),
        ("High", 85, 85.1, True),
        ("Low", 20, 20.1, False),
        ("Low", 20, 20, False),
        ("Low", 20, 19.9, True),
        ("Target", 85, 80, False),
        ("Target", 85, 90, False),
        ("", 85, 90, False),
    ],
)
def test_the_minimum_standard_stands_on_the_worse_side(
    polarity: str, target: float, minimum: float, wrong: bool
):
    assessed = rated(Polarity=polarity, Target=target, Minimum_standard=minimum)
    assert bool(said(assessed, "minimum standard on the wrong side")) is wrong
    assert assessed.has_errors is wrong


def test_what_a_minimum_standard_on_the_wrong_side_says():
    assessed = rated(Target=85, Minimum_standard=90)
    assert said(assessed, "minimum standard on the wrong side") == [
        "Measures!F2: The minimum standard 90 of measure 1 is above its target 85, though its polarity is "
        "High. Correct one of the three."
    ]
    assert record_of(assessed)["rag"] == "n/a"


@pytest.mark.parametrize(
    ("rule", "rag"),
    [("", "n/a"), ("minimum standards alone", "n/a"), ("normal range", "Green"), ("two colours", "Green")],
)
def test_a_minimum_standard_counts_where_the_rule_asks_for_it(rule: str, rag: str):
    assessed = rated(Range_low=50, Range_high=60, Minimum_standard=55, Rule=rule)
    assert record_of(assessed)["rag"] == rag
    sentence = (
        "Measures!G2: The minimum standard 55 of measure 1 is above the lower end of its range, 50, though "
        "its polarity is High. Correct one of the three."
    )
    found = said(assessed, "minimum standard on the wrong side")
    assert found == ([sentence] if rag == "n/a" else [])


@pytest.mark.parametrize(("low", "high", "wrong"), [(95, 100, False), (95, 95, False), (100, 95, True)])
def test_a_range_upside_down(low: float, high: float, wrong: bool):
    assessed = rated(Range_low=low, Range_high=high)
    assert bool(said(assessed, "range upside down")) is wrong
    assert (record_of(assessed)["rag"] == "n/a") is wrong


def test_a_minimum_standard_beside_a_tolerance_is_reported():
    assessed = rated(Target=60, Minimum_standard=55, Tolerance="10 points")
    assert said(assessed, "minimum standard and tolerance") == [
        "Measures!G2: Measure 1 has a minimum standard and a tolerance; the minimum standard is used. "
        "Empty one of the two cells."
    ]
    assert not assessed.has_errors


# ---- the Targets sheet -------------------------------------------------------------------------

MONTHS = ("Mar 2014", "Apr 2014", "Jun 2014", "Sep 2014", "Dec 2014", "Feb 2015", "Mar 2015")


def with_targets(*targets: dict[str, Any], period: str = FEB, area: str = "", **measure: Any) -> Assessed:
    columns = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Unit": "%", "Frequency": "Monthly"}
    columns |= {name.replace("_", " "): value for name, value in measure.items()}
    results = [{"Ref": "1", "Period": when, "Area": area, "Value": 50} for when in MONTHS]
    rows = [{"Ref": "1"} | target for target in targets]
    return assess_book(workbook([columns], results, Targets=rows), period)


def target_in(period: str, *targets: dict[str, Any], area: str = "", **measure: Any) -> str:
    """The target by which a period is rated, "" for none."""
    assessed = with_targets(*targets, period=period, area=area, **measure)
    return record_of(assessed, area=area)["target"]


YEAR = {"Period": "2014-15", "Target": 60}


@pytest.mark.parametrize(
    ("targets", "period", "target"),
    [
        ([YEAR], "Apr 2014", "60"),
        ([YEAR], "Mar 2015", "60"),
        ([YEAR], "Mar 2014", ""),
        ([YEAR, {"Period": "Q4 2014-15", "Target": 70}], "Feb 2015", "70"),
        ([{"Period": "Q4 2014-15", "Target": 70}, YEAR], "Feb 2015", "70"),
        ([YEAR, {"Period": "Q4 2014-15", "Target": 70}], "Dec 2014", "60"),
        ([YEAR, {"Period": "Q4 2014-15", "Target": 70}, {"Period": FEB, "Target": 80}], "Feb 2015", "80"),
        ([YEAR, {"Period": "Jun 2014", "Target": 70}], "Apr 2014", "60"),  # not yet
        ([YEAR, {"Period": "Jun 2014", "Target": 70}], "Jun 2014", "70"),
        ([YEAR, {"Period": "Jun 2014", "Target": 70}], "Mar 2015", "70"),  # holds until the year's end
        ([{"Period": "Jun 2014", "Target": 70}, {"Period": "Dec 2014", "Target": 80}], "Sep 2014", "70"),
        ([{"Period": "Jun 2014", "Target": 70}, {"Period": "Dec 2014", "Target": 80}], "Feb 2015", "80"),
        ([{"Period": "Jun 2013", "Target": 70}], "Apr 2014", ""),  # not into the next year
        ([{"Period": "Jun 2013", "Target": 70}], "Mar 2014", "70"),
        ([{"Period": FEB, "Kind": "Trajectory", "Target": 70}, YEAR], "Feb 2015", "60"),
        ([{"Period": FEB, "Kind": "T", "Target": 70}, YEAR], "Feb 2015", "70"),
        ([{"Period": FEB, "Target": ""}, YEAR], "Feb 2015", "60"),  # an empty row says nothing
        ([{"Period": FEB, "Target": "No target"}, YEAR], "Feb 2015", ""),
    ],
)
def test_the_narrowest_target_that_holds(targets: list[dict[str, Any]], period: str, target: str):
    assert target_in(period, *targets) == target


@pytest.mark.parametrize(
    ("targets", "area", "target"),
    [
        ([YEAR, YEAR | {"Area": "North", "Target": 70}], "North", "70"),
        ([YEAR, YEAR | {"Area": "NORTH", "Target": 70}], "North", "70"),
        ([YEAR], "North", "60"),
        ([{"Period": FEB, "Target": 65}, YEAR | {"Area": "North", "Target": 70}], "North", "70"),
    ],
)
def test_an_areas_own_target_goes_before_everybodys(targets: list[dict[str, Any]], area: str, target: str):
    assert target_in(FEB, *targets, area=area) == target


def test_an_areas_target_in_mid_year_outlasts_everybodys_next_one():
    north = {"Period": "Jun 2014", "Area": "North", "Target": 70}
    assert target_in(FEB, north, {"Period": "Dec 2014", "Target": 65}, area="North") == "70"


@pytest.mark.parametrize(("period", "target"), [("Mar 2014", ""), ("Apr 2014", "90"), ("Mar 2015", "90")])
def test_the_target_on_measures_holds_for_the_reporting_year_alone(period: str, target: str):
    """A closed year without a row of its own is never re-rated by today's target."""
    assessed = with_targets(period="Mar 2015", Target=90)
    (row,) = assessed.scorecard.exceptions
    points = {point.period.label: point.standards.target for point in row.history}
    assert points[period] == (Decimal(target) if target else None)


def test_last_years_target_rates_last_year():
    assessed = with_targets({"Period": "2013-14", "Target": 40}, period="Mar 2015", Target=90)
    (row,) = assessed.scorecard.exceptions
    points = {point.period.label: str(point.rating.rag) for point in row.history}
    assert (points["Mar 2014"], points["Mar 2015"]) == ("Green", "Red")


def test_what_a_target_leaves_open_is_taken_from_measures():
    measure: dict[str, Any] = {"Target": 90, "Minimum_standard": 45, "Green_tolerance": "1 point"}
    standards = standards_of(with_targets({"Period": FEB, "Target": 60}, **measure))
    assert (standards.target, standards.minimum) == (60, 45)
    assert standards.green_tolerance == Tolerance(Decimal(1), relative=False)
    standards = standards_of(with_targets({"Period": FEB, "Minimum standard": 50}, **measure))
    assert (standards.target, standards.minimum) == (90, 50)
    standards = standards_of(with_targets({"Period": FEB, "Range low": 40, "Range high": 60}, **measure))
    assert (standards.target, standards.minimum, standards.range_low) == (None, None, 40)


def test_a_target_that_contradicts_the_minimum_on_measures_rates_nothing():
    assessed = with_targets({"Period": FEB, "Target": 40}, Target=90, Minimum_standard=45)
    assert record_of(assessed)["rag"] == "n/a"
    assert "minimum standard 45 of measure 1 is above its target 40" in record_of(assessed)["rag_reason"]


@pytest.mark.parametrize(
    ("target", "line"),
    [
        (
            {"Ref": "2", "Period": FEB, "Target": 60},
            "Targets!A2: There is no measure 2 on the Measures sheet; this target is left out. "
            "Correct the ref, or add the measure.",
        ),
        (
            {"Ref": "", "Period": FEB, "Target": 60},
            "Targets!A2: This target has no ref and is left out. Write the ref in every row.",
        ),
        (
            {"Period": "Febuary 2015", "Target": 60},
            'Targets!B2: The period can\'t be read: "Febuary 2015" is misspelt; this target is left out '
            "(measure 1). Write it like Feb 2015, Q2 2019-20 or 2013-14. Did you mean February 2015?",
        ),
        (
            {"Period": "", "Target": 60},
            "Targets!B2: The period is empty; this target is left out (measure 1). Fill it in.",
        ),
        (
            {"Period": error("#N/A"), "Target": 60},
            "Targets!B2: The period can't be read: holds the error #N/A; this target is left out "
            "(measure 1). Mend the formula, or empty the cell.",
        ),
        (
            {"Period": FEB, "Kind": "Targt", "Target": 60},
            'Targets!C2: "Targt" is neither Target nor Trajectory; this target is left out (measure 1). '
            "Write one of the two.",
        ),
        (
            {"Period": FEB, "Area": "Nort", "Target": 60},
            'Targets!C2: No result is for the area "Nort"; this target is left out (measure 1). '
            "Write it as on the results sheet.",
        ),
    ],
)
def test_targets_that_are_left_out(target: dict[str, Any], line: str):
    assessed = with_targets(target)
    assert line in said(assessed)
    assert record_of(assessed)["target"] == ""


def test_two_targets_for_one_period_are_reported_and_neither_is_used():
    assessed = with_targets(YEAR, {"Period": "2014/15", "Target": 70})
    assert said(assessed, "two targets for one period") == [
        "Targets!C3: Measure 1 has two targets for 2014-15, at Targets!C2 and here; neither is used. "
        "Remove or correct one of them."
    ]
    assert (record_of(assessed)["rag"], record_of(assessed)["target"]) == ("n/a", "")
    assert not said(with_targets(YEAR, {"Period": "2014/15", "Target": "60%"}), "two targets for one period")


def test_a_remark_below_the_targets_is_no_target():
    sheets = book(
        Measures=table([{"Ref": "1", "Measure": "Visits", "Polarity": "High"}]),
        Results=[["Ref", FEB], ["1", 50]],
        Targets=[["Ref", "Period", "Target"], ["1", "2014-15", 40], ["Agreed by cabinet in March 2014"]],
    )
    assert not said(assess_book(sheets))


# ---- properties --------------------------------------------------------------------------------

PERIODS = st.sampled_from(
    [CALENDAR.month(2014 + (m + 3) // 12, (m + 3) % 12 + 1) for m in range(12)]
    + [CALENDAR.quarter(2014, q) for q in (1, 2, 3, 4)]
    + [CALENDAR.financial_year(2014)]
)


@given(st.dictionaries(PERIODS, st.integers(1, 99), max_size=5), st.sampled_from(MONTHS[1:]))
def test_the_order_of_targets_does_not_matter(targets: dict[Period, int], period: str):
    rows = [{"Period": when.label, "Target": target} for when, target in targets.items()]
    found = target_in(period, *rows)
    assert found == target_in(period, *reversed(rows))
    assert found in {"", *map(str, targets.values())}


def test_a_quarters_reporting_year_uses_the_calendar_of_the_settings():
    january = replace(load_config(), calendar=Calendar(year_start=1))
    columns = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Target": 40}
    results = [{"Ref": "1", "Period": when, "Value": 50} for when in ("Dec 2014", "Feb 2015")]
    assessed = assess_book(workbook([columns | {"Target": 60}], results), config=january)
    (row,) = assessed.scorecard.exceptions
    targets = {point.period.label: point.standards.target for point in row.history}
    assert targets == {"Dec 2014": None, FEB: 60}


# ---- targets in words --------------------------------------------------------------------------

AT_LEAST = (
    "at least 90% | 90% minimum | 90% min | min 90% | minimum of 90% | ≥ 90% | >=90% | 90%+ | 90% or above"
)
AT_LEAST += (
    " | no less than 90% | not below 90% | 90% or better | At least 90 | 90% or more | at or above 90%"
)
AT_MOST = "at most 90% | 90% maximum | max. 90 | ≤90% | <= 90 | no more than 90% | 90% or less | up to 90%"
AT_MOST += " | 90 or fewer | not above 90% | 90% or better"
OVER = (
    "over 90% | more than 90% | > 90% | >90 | above 90 | greater than 90% | Higher than 90% | better than 90%"
)
UNDER = (
    "under 90% | less than 90% | < 90% | <90 | below 90 | fewer than 90 | Lower than 90% | Better than 90%"
)


@pytest.mark.parametrize(
    ("typed", "polarity", "exclusive"),
    [
        (typed.strip(), polarity, exclusive)
        for row, polarity, exclusive in (
            (AT_LEAST, "High", False),
            (AT_MOST, "Low", False),
            (OVER, "High", True),
            (UNDER, "Low", True),
        )
        for typed in row.split("|")
    ],
)
def test_targets_in_words(typed: str, polarity: str, exclusive: bool):
    assessed = rated(Target=typed, Polarity=polarity)
    standards = standards_of(assessed)
    assert (standards.target, standards.exclusive, standards.target_words) == (90, exclusive, typed)
    assert not said(assessed, "not a number")
    if "etter" in typed:
        return
    other = {"High": "Low", "Low": "High"}[polarity]
    for wrong in (other, "Target", ""):
        assessed = rated(Target=typed, Polarity=wrong)
        (line,) = said(assessed, "target against polarity")
        assert line.startswith("Measures!E2: ")
        assert "its Polarity (Measures!C2) is " in line
        assert line.endswith(f"Set Polarity to {polarity}, or correct the target.")
        assert (record_of(assessed)["rag"], standards_of(assessed).target) == ("n/a", None)


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("95%–100%", 95, 100),
        ("95–100%", 95, 100),
        ("95% to 100%", 95, 100),
        ("between 95 and 100", 95, 100),
        ("Between 95% and 100%", 95, 100),
        ("95-100", 95, 100),
        ("from 2.5 to 3.5", 2.5, 3.5),
    ],
)
@pytest.mark.parametrize("polarity", ["High", "Low", "Target", ""])
def test_a_target_from_to_is_the_acceptable_range(typed: str, low: float, high: float, polarity: str):
    assessed = rated({FEB: 97}, Target=typed, Polarity=polarity)
    standards = standards_of(assessed)
    assert (standards.target, standards.range_low, standards.range_high) == (
        None,
        Decimal(str(low)),
        Decimal(str(high)),
    )
    assert not assessed.has_errors


def test_a_range_in_words_beside_its_own_columns():
    assert not rated(Target="95–100", Range_low=95, Range_high=100).has_errors
    assert rated(Target="95–100", Range_low=90, Range_high=100).has_errors
    assert rated(Target="100–95").has_errors


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("soonish", "Write the number alone, or empty the cell for none."),
        ("90% by the end of March", "Write 90%."),
        ("90% GREEN", "Write 90%."),
        ("To be sett", "Did you mean To be set?"),
        ("185,00", "Did you mean 18,500, 185,000 or 185.00?"),
        ("90/95", "Write the one that is meant; numerator and denominator have columns of their own."),
        ("To be set at 90%", "Write the number alone, or empty the cell for none."),
    ],
)
def test_targets_that_cannot_be_read_have_a_step_that_fits(typed: str, step: str):
    (line,) = said(rated(Target=typed), "not a number")
    assert line.endswith(step)


BENCHMARK_ROWS = [
    {"Ref": "1", "Benchmark": "Statistical neighbours", "Period": "2013-14", "Value": 64},
    {"Ref": "1", "Benchmark": "England", "Period": "2013-14", "Value": 60},
    {"Ref": "2", "Benchmark": "Family group", "Period": "2013-14", "Value": 60},
]


def with_benchmarks(typed: str, polarity: str = "High", *more: dict[str, Any]) -> Assessed:
    measures = [{"Ref": "1", "Measure": "Visits", "Polarity": polarity, "Unit": "%", "Target": typed}]
    measures += [{"Ref": "2", "Measure": "Plans"}]
    results = [{"Ref": ref, "Period": FEB, "Value": 50} for ref in ("1", "2")]
    return assess_book(workbook(measures, results, Benchmarks=[*BENCHMARK_ROWS, *more]))


@pytest.mark.parametrize(
    ("typed", "name", "exclusive"),
    [
        ("Above Stat Neighbour Average", "Statistical neighbours", True),
        ("statistical neighbour average", "Statistical neighbours", False),
        ("SN", "Statistical neighbours", False),
        ("Better than statistical neighbours", "Statistical neighbours", True),
        ("England average or better", "England", False),
        ("at or above the national average", "England", False),
        ("In line with England", "England", False),
    ],
)
def test_a_benchmark_as_the_target(typed: str, name: str, exclusive: bool):
    assessed = with_benchmarks(typed)
    standards = standards_of(assessed)
    assert (standards.benchmark, standards.exclusive, standards.target_words) == (name, exclusive, typed)
    assert standards.target == (60 if name == "England" else 64)
    assert standards.benchmark_period is not None and standards.benchmark_period.label == "2013-14"
    assert not assessed.has_errors


@pytest.mark.parametrize(
    ("typed", "polarity", "line"),
    [
        (
            "Above London average",
            "High",
            "Benchmarks has no such benchmark for it. Add the benchmark's figures",
        ),
        ("Family group average", "High", "Benchmarks has no such benchmark for it."),
        ("Above England", "Low", "means that higher is better, but its Polarity (Measures!C2) is Low."),
        ("Above average", "High", '"Above average" is not a number.'),
    ],
)
def test_benchmarks_that_cannot_be_targets(typed: str, polarity: str, line: str):
    assessed = with_benchmarks(typed, polarity)
    (found,) = [str(f) for f in findings(assessed) if f.severity.value == "Error"]
    assert found.startswith("Measures!E2: ")
    assert line in found
    assert (standards_of(assessed).benchmark, standards_of(assessed).target_words) == ("", typed)
    assert record_of(assessed)["rag"] == "n/a"


def test_two_benchmarks_of_one_name():
    other = {"Ref": "1", "Benchmark": "SN average", "Period": "2013-14", "Value": 63}
    (line,) = said(with_benchmarks("Above SN", "High", other), "target is a benchmark")
    assert "2 benchmarks of that name for it (Statistical neighbours and SN average)." in line


@pytest.mark.parametrize(
    ("on_measures", "row", "expected"),
    [
        ("over 60%", {"Minimum standard": 45}, (60, True, None)),
        ("over 60%", {"Target": 70}, (70, False, None)),
        ("60%", {"Target": "over 70%"}, (70, True, None)),
        ("45–55%", {"Target": 70}, (70, False, None)),
        ("45–55%", {"Target": "No target"}, (None, False, None)),
        ("45–55%", {"Minimum standard": 40}, (None, False, 45)),
        ("60%", {"Target": "45–55%"}, (None, False, 45)),
    ],
)
def test_targets_in_words_on_measures_and_targets(on_measures: str, row: dict[str, Any], expected: tuple):
    standards = standards_of(with_targets({"Period": FEB} | row, Target=on_measures))
    assert (standards.target, standards.exclusive, standards.range_low) == expected


def test_a_row_of_targets_against_the_polarity_names_both_cells():
    (line,) = said(with_targets({"Period": FEB, "Target": "fewer than 60"}), "target against polarity")
    assert line.startswith('Targets!C2: Target "fewer than 60" of measure 1 means that lower is better')
    assert "its Polarity (Measures!C2) is High." in line


# ---- units in words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "results", "target", "word"),
    [
        ("", {FEB: "36.62kg"}, "", "kg"),
        ("number", {FEB: "36.62kg", "Jan 2015": 40}, "35 kilograms", "kg"),
        ("number", {FEB: "36.62kg"}, "2 tonnes", ""),
        ("Kg", {FEB: 36}, "", "kg"),
        ("Weeks", {FEB: 36}, "", "weeks"),
        ("days", {FEB: "538.2 Days"}, "", ""),
        ("Time", {FEB: "10.74 Weeks"}, "", "weeks"),
        ("number", {FEB: 3147}, "1,280 Hectares", "hectares"),
        ("%", {FEB: 36}, "", ""),
    ],
)
def test_the_units_own_word(unit: str, results: dict[Any, Any], target: str, word: str):
    assert measure_with(results, Unit=unit, Target=target).unit_word == word


def test_a_count_and_a_share_do_not_tell_the_unit():
    assessed = one_measure({FEB: "2 = (50%)"})
    assert said(assessed, "unknown unit") == [
        "Measures!B2: Unit is empty, and the results hold counts and shares (measure 1). "
        'Write "%" or "number".'
    ] or said(assessed, "unknown unit")


@pytest.mark.parametrize("polarity", ["", "None"])
def test_a_target_without_polarity_is_noted(polarity: str):
    assert said(one_measure({FEB: 50}, Polarity=polarity, Target=40), "target without polarity") == [
        "Measures!D2: Measure 1 has a target but no polarity, so it is not rated. "
        "Fill in Polarity, empty the target, or write No in Rated."
    ]
    for columns in ({"Rated": "No", "Target": 40}, {"Target": ""}, {"Target": 40, "Range_low": 10}):
        assert not said(one_measure({FEB: 50}, Polarity=polarity, **columns), "target without polarity")


def test_a_ref_that_became_a_date_is_reported_on_both_sheets():
    day = dt.date(2024, 3, 1)
    measures: list[dict[str, Any]] = [{"Ref": day, "Measure": "Visits"}, {"Ref": "2", "Measure": "Plans"}]
    results = [{"Ref": ref, "Period": FEB, "Value": 5} for ref in (day, "2")]
    assessed = assess_book(workbook(measures, results))
    assert said(assessed, "ref is a date") == [
        "Measures!A2: The ref of Visits is a date (01/03/2024); was the ref 1-Mar? "
        "Format the column as text and type it again."
    ]
    assessed = assess_book(workbook([{"Ref": "1-Mar", "Measure": "Visits"}, measures[1]], results))
    assert said(assessed, "ref is a date") == [
        "Results!A2: The ref of a result is a date (01/03/2024); was the ref 1-Mar? Its 1 result is left "
        "out. Format the column as text and type it again."
    ]


def test_invisible_signs_in_refs_and_headers_are_forgiven_on_both_sheets():
    measures = [
        {"\ufeffRef": "CS\u200b-1", "Mea\u00adsure": "Visits"},
        {"\ufeffRef": "2\u200f", "Mea\u00adsure": "Plans"},
    ]
    results = [{"Ref\u200b": ref, "\u200ePeriod": FEB, "Value\u2060": 5} for ref in ("\ufeffCS-1", 2)]
    assessed = assess_book(workbook(measures, results))
    assert [record["value"] for record in as_records(assessed.rows)] == ["5", "5"]
    assert record_of(assessed, "CS-1")["measure"] == "Visits"
    assert not said(assessed)


@pytest.mark.parametrize(
    ("limits", "rag"),
    [
        ({"Minimum standard": 1400}, "Red"),
        ({"Tolerance": "400 points"}, "Red"),
        ({"Tolerance": "45%"}, "Amber"),
    ],
)
def test_the_years_limits_are_not_those_of_a_part_of_it(limits: dict[str, Any], rag: str):
    """850 to date in September against 600 by then: 1,400 is the most for the whole year."""
    measure: dict[str, Any] = {"Ref": "1", "Measure": "Incidents", "Unit": "number", "Polarity": "Low"}
    measure |= {"Data period": "YTD", "Frequency": "Quarterly", "Target": 1200, **limits}
    results = [{"Ref": "1", "Period": "Q2 2014-15", "Value": 850}]
    targets = [{"Ref": "1", "Period": "Q2 2014-15", "Target": 600}]
    assert row_of(assess_book(workbook([measure], results, Targets=targets))).rating.rag == rag


@pytest.mark.parametrize(
    ("low", "high", "wrong"),
    [(100, "", True), ("", 5, True), (40, 60, False), (50, "", False), ("", 50, False), (51, 60, True)],
)
def test_a_target_lies_in_its_own_range(low: Any, high: Any, wrong: bool):
    columns = {"Polarity": "Target", "Unit": "number", "Target": 50, "Range_low": low, "Range_high": high}
    assessed = one_measure({"Feb 2015": 65}, **columns)
    assert bool(findings(assessed, "target outside its range")) is wrong
    assert (row_of(assessed).rating.absence is Absence.IN_ERROR) is wrong
