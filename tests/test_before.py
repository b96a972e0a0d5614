"""What a row says of the period before is what that period's scorecard said, by the same workbook."""

import random
from typing import Any

import pytest
from msgspec.structs import replace

from scorecard_xl.config import load_config
from scorecard_xl.pipeline import Assessed
from tools.memory import assess_book, record_of, row_of, said, settings, workbook

FEB, JAN = "Feb 2015", "Jan 2015"
OTHERS = [{"Ref": ref, "Measure": ref, "Rule": "standard", "Polarity": "High", "Target": 5} for ref in "AB"]
REPORTED = [
    {"Ref": ref, "Period": when, "Value": 6} for ref in "AB" for when in ("Dec 2014", JAN, FEB, "Mar 2015")
]


def result(when: str, value: Any = 50) -> dict[str, Any]:
    return {"Ref": "1", "Period": when, "Value": value}


def override(when: str, band: str = "Amber", **more: Any) -> dict[str, Any]:
    return {"Ref": "1", "Period": when, "RAG override": band, "Reason": "r", "Owner": "o"} | more


def text(when: str, **more: Any) -> dict[str, Any]:
    return {"Ref": "1", "Period": when, "Commentary": "No data this month."} | more


def rated(
    period: str, rule: str, results: list[dict[str, Any]], written: list[dict[str, Any]], **columns: Any
) -> Assessed:
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Target": 90, "Rule": rule} | columns
    sheets = workbook([measure, *OTHERS], [*results, *REPORTED], Commentary=written)
    return assess_book(sheets, period)


DECEMBER, JANUARY = result("Dec 2014"), result(JAN)
FACE = "forecast faces"


@pytest.mark.parametrize(
    ("rule", "results", "written", "january", "february"),
    [
        # no result at all: each month's own judgement
        ("judgement", [], [override(JAN, "On course"), override(FEB, "Slightly short")],
         "On course", "Slightly short"),
        ("judgement", [], [override(JAN, "On course")], "On course", "n/a"),
        (FACE, [], [text(JAN, Forecast="Likely"), text(FEB, Forecast="Unlikely")], "Likely", "Unlikely"),
        # a judged measure whose figure is carried
        ("judgement", [JANUARY], [override(JAN, "On course"), override(FEB, "Slightly short")],
         "On course", "Slightly short"),
        # a carried result keeps the override of its own period, whatever is written for the period due
        ("standard", [DECEMBER, JANUARY], [override(JAN)], "Amber", "Amber"),
        ("standard", [DECEMBER, JANUARY], [override(JAN), text(FEB)], "Amber", "Amber"),
        ("standard", [DECEMBER, JANUARY], [override(JAN), override(FEB, "Green")], "Amber", "Amber"),
        ("standard", [DECEMBER], [override("Dec 2014"), text(JAN), text(FEB)], "Amber", "Amber"),
        # an override for a period without a result judges nothing
        ("standard", [DECEMBER, JANUARY], [override(FEB)], "Red", "Red"),
        ("standard", [JANUARY, result(FEB)], [override(JAN)], "Amber", "Red"),
        ("standard", [JANUARY, result(FEB)], [override(FEB)], "Red", "Amber"),
        # rows of one period: a text does not hide the override beside it
        ("standard", [JANUARY], [override(JAN), text(JAN)], "Amber", "Amber"),
        # a forecast beside a text without one
        (FACE, [JANUARY], [text(JAN, Forecast="Likely"), text(FEB)], "Likely", "Likely"),
    ],
)  # fmt: skip
def test_before_is_what_was_published(rule, results, written, january, february):
    then, now = (row_of(rated(period, rule, results, written)) for period in (JAN, FEB))
    assert (then.rating.rag, now.rating.rag) == (january, february)
    assert now.before == then.rating


def test_a_quarters_forecast_for_the_month():
    written = [text(FEB, Forecast="Unlikely")]
    quarters = [result("Q2 2014-15"), result("Q3 2014-15")]
    then, now = (row_of(rated(p, FACE, quarters, written, Frequency="Quarterly")) for p in (JAN, FEB))
    assert (now.rating.rag, now.before) == ("Unlikely", then.rating)


@pytest.mark.parametrize(
    ("rule", "results", "line"),
    [
        ("standard", [JANUARY], "which has no result by Feb 2015; it is not applied. "
         "Write the period of the result, Jan 2015."),
        ("standard", [JANUARY, result(FEB)], ""),
        ("standard", [], ""),  # of the period due: nothing else could be judged
        ("judgement", [JANUARY], ""),
    ],
)  # fmt: skip
def test_an_override_for_a_period_without_result_is_reported(rule, results, line):
    written = [override(FEB, "Amber" if rule == "standard" else "On course")]
    found = said(rated(FEB, rule, results, written), "override not applied")
    assert found == ([f"Commentary!A2: The override of measure 1 is for Feb 2015, {line}"] if line else [])


def test_a_judgement_of_a_quarter_that_has_not_ended_is_reported():
    written = [override("Q4 2014-15", "On course")]
    (line,) = said(rated(FEB, "judgement", [], written, Frequency="Quarterly"), "override not applied")
    assert line.endswith(
        "Q4 2014-15, which has not ended by Feb 2015; it is not applied. Write the period due, Q3 2014-15."
    )


@pytest.mark.parametrize("seed", range(40))
def test_before_in_any_workbook_of_one_year(seed):
    of = random.Random(seed)
    choice = of.choice
    months = [f"{month} 2014" for month in "Apr May Jun Jul Aug Sep Oct Nov Dec".split()] + [JAN, FEB]
    quarters = ["Q1 2014-15", "Q2 2014-15", "Q3 2014-15"]
    measures, results, written = [], [], []
    for ref in "1234":
        frequency = choice(["Monthly", "Monthly", "Quarterly"])
        measures.append(
            {"Ref": ref, "Measure": ref, "Polarity": choice(["High", "Low"]), "Frequency": frequency,
             "Unit": choice(["%", "number"]), "Data period": choice(["SS", "YTD"]),
             "Target": choice([80, "England or better"]), "Rule": choice([*load_config().ratings.rules])}
        )  # fmt: skip
        results += [
            {"Ref": ref, "Period": when, "Value": of.randint(0, 100)}
            for when in (months if frequency == "Monthly" else quarters)
            if of.random() < 0.8
        ]
        for when in (JAN, FEB):
            if of.random() < 0.6:
                band, forecast = choice(["", "Red", "Green", "On course"]), choice(["", "Likely", "May"])
                written.append(text(when, **{"Ref": ref, "Forecast": forecast, "RAG override": band,
                                             "Reason": "r", "Owner": "o"}))  # fmt: skip
    benchmarks = [
        {"Ref": ref, "Benchmark": name, "Period": choice(["2013-14", JAN]), "Value": of.randint(0, 100)}
        for ref in "1234"
        for name in ("England", "Statistical neighbours", "Lower quartile", "Median", "Upper quartile")
    ]
    sheets = workbook(
        [*measures, *OTHERS], results + REPORTED, Benchmarks=benchmarks, Commentary=written or [text(FEB)]
    )
    # Where most measures are quarterly, January and February are one reporting period.
    shared_out = settings(
        ratings=replace(load_config().ratings, pro_rata=choice([True, False])), rhythm="monthly"
    )
    then, now = (assess_book(sheets, period, config=shared_out) for period in (JAN, FEB))
    assert {row.measure.ref: row.before for row in now.rows} == {
        row.measure.ref: row.rating for row in then.rows
    }


# ---- an area's own row beside that for all areas -------------------------------------------------


@pytest.mark.parametrize(
    ("own", "rag", "said_of_it"),
    [
        ({"Commentary": "of the north"}, "Amber", "of the north"),
        ({"Actions": "a plan"}, "Amber", "of all"),
        ({"RAG override": "Green", "Reason": "r", "Owner": "n"}, "Green", "of all"),
        ({"RAG override": "Green"}, "Red", "of all"),  # its own, which lacks reason and owner
        ({"Period": JAN, "Commentary": "old"}, "Amber", "of all"),
    ],
)
def test_an_areas_own_row_hides_only_what_it_says_itself(own, rag, said_of_it):
    results = [result(FEB) | {"Area": area} for area in ("North", "South")]
    written = [override(FEB) | {"Commentary": "of all"}, {"Ref": "1", "Period": FEB, "Area": "North"} | own]
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Target": 90}
    assessed = assess_book(workbook([measure], results, Commentary=written))
    north = row_of(assessed, area="North")
    assert (north.rating.rag, record_of(assessed, area="South")["rag"]) == (rag, "Amber")
    assert north.commentary is not None and north.commentary.commentary == said_of_it
