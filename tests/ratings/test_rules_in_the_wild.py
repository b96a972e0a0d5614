"""Every rating rule that a council or agency publishes: its name, its configuration, its boundaries.

A case reads: rule of config.yaml, polarity and standards, then value and band, just inside, on and
just outside each edge. Results are rates with two decimals, read and rated as from a workbook.
"""

import csv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorecard_xl.config import load_config
from scorecard_xl.model import Absence, RatedMeasure
from tools.memory import assess_book, row_of, workbook
from tools.required import REPOSITORY, shared

CONFIG = load_config()
FEBRUARY, JANUARY, YEAR_AGO = "Feb 2015", "Jan 2015", "Feb 2014"


def rated(
    rule: str,
    value: Any,
    polarity: str = "High",
    *,
    target: Any = 80,
    before: dict[str, Any] | None = None,
    benchmarks: dict[str, Any] | None = None,
    commentary: dict[str, Any] | None = None,
    **columns: Any,
) -> RatedMeasure:
    """The row of a measure with this result for February; `before` are results by period."""
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": polarity, "Target": target, "Unit": "rate"}
    measure |= {"Multiplier": 1, "Decimals": 2, **{k.replace("_", " "): v for k, v in columns.items()}}
    results = {**(before or {}), FEBRUARY: value}
    long = [{"Ref": "1", "Period": period, "Value": figure} for period, figure in results.items()]
    sheets: dict[str, list[dict[str, Any]]] = {}
    if benchmarks:
        sheets["Benchmarks"] = [
            {"Ref": "1", "Benchmark": name, "Period": "2013-14", "Value": figure}
            for name, figure in benchmarks.items()
        ]
    if commentary:
        sheets["Commentary"] = [{"Ref": "1", "Period": FEBRUARY, **commentary}]
    config = replace(CONFIG, ratings=replace(CONFIG.ratings, rule=rule))
    return row_of(assess_book(workbook([measure], long, **sheets), FEBRUARY, config=config))


FLOOR: dict[str, Any] = {"target": 85, "Minimum_standard": 76.5}
UP: dict[str, Any] = {"before": {JANUARY: 1}}
DOWN: dict[str, Any] = {"before": {JANUARY: 200}}
LAST_YEAR_WORSE: dict[str, Any] = {"before": {YEAR_AGO: 70, JANUARY: 200}}
LAST_YEAR_BETTER: dict[str, Any] = {"before": {YEAR_AGO: 200, JANUARY: 1}}
STRETCH: dict[str, Any] = {"Stretch_target": 90}
LOW_STRETCH: dict[str, Any] = {"Stretch_target": 70}
THREE: dict[str, Any] = {"Tolerance": "3 points"}
RANGE: dict[str, Any] = {"target": "", "Range_low": 95, "Range_high": 100}
QUARTERS: dict[str, Any] = {
    "target": "",
    "benchmarks": {"Lower quartile": 50, "Median": 60, "Upper quartile": 70},
}
NEIGHBOURS: dict[str, Any] = {"target": "", "benchmarks": {"Statistical neighbours": 60}}
# Twelve months from 10 to 12 and back: mean 11, moving range 2, so limits of 5.68 and 16.32.
MONTHS = "Mar 2014,Apr 2014,May 2014,Jun 2014,Jul 2014,Aug 2014,Sep 2014,Oct 2014,Nov 2014,Dec 2014,Jan 2015"
STEADY: dict[str, Any] = {"before": {month: 10 + 2 * (n % 2) for n, month in enumerate(MONTHS.split(","))}}

# Taxonomy name, rule, polarity, what stands around the value, and value to band in pairs.
CASES: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("target+floor per indicator", "minimum standards alone", "High", FLOOR,
     "85.01 Green, 85 Green, 84.99 Amber, 76.51 Amber, 76.5 Amber, 76.49 Red"),
    ("target+floor per indicator", "minimum standards alone", "Low", {"target": 25, "Minimum_standard": 30},
     "24.99 Green, 25 Green, 25.01 Amber, 30 Amber, 30.01 Red"),
    ("target+floor per indicator", "minimum standards alone", "High", {"target": 85}, "85 Green, 84.99 Red"),
    ("target+floor per indicator", "standard", "High", FLOOR, "85 Green, 84.99 Amber, 76.5 Amber, 76.49 Red"),
    ("within 10% of target amber", "within 10%", "High", {}, "80 Green, 79.99 Amber, 72 Amber, 71.99 Red"),
    ("within 10% of target amber", "within 10%", "Low", {}, "80 Green, 80.01 Amber, 88 Amber, 88.01 Red"),
    ("within 10% of target amber", "within 10%", "Target", {},
     "80 Green, 80.01 Amber, 79.99 Amber, 72 Amber, 88 Amber, 71.99 Red, 88.01 Red"),
    ("within 10% of target amber", "within 10%", "High", {"target": 0}, "0 Green, -0.01 Red"),
    ("within 10% of target amber", "within 10%", "High", {"target": -50}, "-50 Green, -55 Amber, -55.01 Red"),
    ("within 5% amber", "within 5%", "High", {}, "80 Green, 79.99 Amber, 76 Amber, 75.99 Red"),
    ("within 5% amber", "within 5%", "Low", {}, "80 Green, 80.01 Amber, 84 Amber, 84.01 Red"),
    ("green includes tolerance, amber uses trend", "green within 10%, amber if not worse", "High", UP,
     "80 Green, 72 Green, 71.99 Amber, 1.01 Amber, 1 Amber, 0.99 Red"),
    ("green includes tolerance, amber uses trend", "green within 10%, amber if not worse", "High", DOWN,
     "80 Green, 72 Green, 71.99 Red"),
    ("green includes tolerance, amber uses trend", "green within 10%, amber if not worse", "Low", DOWN,
     "88 Green, 88.01 Amber, 200 Amber, 200.01 Red"),
    ("green includes tolerance, amber uses trend", "green within 10%, amber if not worse", "High", {},
     "72 Green, 71.99 Red"),  # nothing to compare with
    ("green includes 10%, amber to 15%", "green within 10%, amber within 15%", "High", {},
     "80 Green, 72 Green, 71.99 Amber, 68 Amber, 67.99 Red"),
    ("green includes 10%, amber to 15%", "green within 10%, amber within 15%", "Low", {},
     "88 Green, 88.01 Amber, 92 Amber, 92.01 Red"),
    ("variable tolerance per indicator", "variable tolerance", "High", THREE,
     "80 Green, 79.99 Amber, 77 Amber, 76.99 Red"),
    ("variable tolerance per indicator", "variable tolerance", "Low", {"Tolerance": "5%"},
     "80 Green, 80.01 Amber, 84 Amber, 84.01 Red"),
    ("variable tolerance per indicator", "variable tolerance", "High", {}, "80 Green, 79.99 Red"),
    ("variable tolerance per indicator", "variable tolerance", "High", {"Rated": "No"},
     "90 Narrative only, 10 Narrative only"),
    ("two colours", "two colours", "High", FLOOR, "85 Green, 84.99 Red"),
    ("two colours", "two colours", "Low", {}, "80 Green, 80.01 Red"),
    ("two colours", "two colours", "Target", {}, "80 Green, 80.01 Red, 79.99 Red"),
    ("blue stretch target", "blue stretch", "High", STRETCH,
     "90.01 Blue, 90 Blue, 89.99 Green, 80 Green, 79.99 Amber, 76 Amber, 75.99 Red"),
    ("blue stretch target", "blue stretch", "Low", LOW_STRETCH,
     "69.99 Blue, 70 Blue, 70.01 Green, 80 Green, 80.01 Amber, 84 Amber, 84.01 Red"),
    ("blue stretch target", "blue stretch", "High", {}, "200 Green, 80 Green, 79.99 Amber"),
    ("blue stretch target", "blue stretch", "Target", STRETCH, "80 Green, 90 Red"),
    ("four bands", "four bands", "High", {},
     "80 Green, 79.99 Green Amber, 76 Green Amber, 75.99 Red Amber, 72 Red Amber, 71.99 Red"),
    ("four bands", "four bands", "Low", {},
     "80 Green, 80.01 Green Amber, 84 Green Amber, 84.01 Red Amber, 88 Red Amber, 88.01 Red"),
    ("four bands", "four bands", "High", {"target": ""}, "80 Monitor only"),
    ("five symbols", "star, circle, triangle", "High", THREE,
     "80.01 Star, 80 Circle, 79.99 Circle, 77 Circle, 76.99 Triangle"),
    ("five symbols", "star, circle, triangle", "Low", {}, "79.99 Star, 80 Circle, 80.01 Triangle"),
    ("five symbols", "star, circle, triangle", "Target", THREE,
     "80 Circle, 83 Circle, 77 Circle, 83.01 Triangle, 76.99 Triangle"),
    ("amber needs near miss and improvement", "amber if improved", "High", LAST_YEAR_WORSE,
     "80 Green, 79.99 Amber, 72 Amber, 71.99 Red"),
    ("amber needs near miss and improvement", "amber if improved", "High", LAST_YEAR_BETTER,
     "80 Green, 79.99 Red, 72 Red"),
    ("amber needs near miss and improvement", "amber if improved", "High", {"before": {YEAR_AGO: 75}},
     "75.01 Amber, 75 Red, 74.99 Red"),
    ("improving towards target", "improving towards target", "High", {"before": {JANUARY: 70}},
     "80 On target, 79.99 Improving, 70.01 Improving, 70 Not achieving, 69.99 Not achieving"),
    ("improving towards target", "improving towards target", "Low", {"before": {JANUARY: 90}},
     "80 On target, 80.01 Improving, 89.99 Improving, 90 Not achieving, 90.01 Not achieving"),
    ("variance on target x (1 - v)", "variance", "High", {"Tolerance": "10%"},
     "80 On Track, 79.99 Monitor, 72 Monitor, 71.99 Off Track"),
    ("variance on target x (1 - v)", "variance", "Low", {"Tolerance": "10%"},
     "80 On Track, 80.01 Monitor, 88 Monitor, 88.01 Off Track"),
    ("exceeded / achieved / not", "exceeded, achieved", "High", THREE,
     "83 Exceeded, 82.99 Achieved, 80 Achieved, 77 Achieved, 76.99 Not achieved"),
    ("exceeded / achieved / not", "exceeded, achieved", "Low", THREE,
     "77 Exceeded, 77.01 Achieved, 80 Achieved, 83 Achieved, 83.01 Not achieved"),
    ("exceeded / achieved / not", "exceeded, achieved", "High", {},
     "80.01 Exceeded, 80 Achieved, 79.99 Not achieved"),
    ("normal range (two-sided)", "normal range", "None", RANGE,
     "95 Green, 94.99 Red, 97 Green, 100 Green, 100.01 Red"),
    ("normal range (two-sided)", "normal range", "High", RANGE, "95 Green, 94.99 Red, 100.01 Red"),
    ("normal range (two-sided)", "normal range", "Low", {"target": "", "Range_high": 5}, "5 Green, 5.01 Red"),
    ("judgement, no number", "judgement", "High", {}, "90 n/a, 10 n/a"),
    ("judgement, no number", "judgement", "High",
     {"commentary": {"RAG override": "slightly short", "Reason": "Staff left", "Owner": "Head"}},
     "90 Slightly short, x Slightly short"),
    ("forecast faces", "forecast faces", "High", {"commentary": {"Forecast": "Likely"}},
     "1 Likely, 99 Likely"),
    ("forecast faces", "forecast faces", "High", {"commentary": {"Forecast": "May"}}, "1 May, 99 May"),
    ("forecast faces", "forecast faces", "None", {"commentary": {"Forecast": "Unlikely"}, "target": ""},
     "99 Unlikely"),
    ("forecast faces", "forecast faces", "High", {}, "99 n/a"),
    ("quartile band", "quartiles", "High", QUARTERS,
     "70.01 A, 70 B, 69.99 B, 60.01 B, 60 C, 59.99 C, 50.01 C, 50 D, 49.99 D"),
    ("quartile band", "quartiles", "Low", QUARTERS,
     "49.99 A, 50 A, 50.01 B, 60 B, 60.01 C, 70 C, 70.01 D"),
    ("quartile band", "better than benchmark", "High", NEIGHBOURS,
     "60.01 Green, 60 Amber, 57 Amber, 56.99 Red"),
    ("quartile band", "better than benchmark", "Low", NEIGHBOURS,
     "59.99 Green, 60 Amber, 63 Amber, 63.01 Red"),
    ("SPC assurance", "process limits", "High", STEADY | {"target": 5.67}, "12 Passes"),
    ("SPC assurance", "process limits", "High", STEADY | {"target": 5.68}, "12 Inconsistent"),
    ("SPC assurance", "process limits", "High", STEADY | {"target": 16.32}, "12 Inconsistent"),
    ("SPC assurance", "process limits", "High", STEADY | {"target": 16.33}, "12 Fails"),
    ("SPC assurance", "process limits", "Low", STEADY | {"target": 16.33}, "12 Passes"),
    ("SPC assurance", "process limits", "Low", STEADY | {"target": 16.32}, "12 Inconsistent"),
    ("SPC assurance", "process limits", "Low", STEADY | {"target": 5.67}, "12 Fails"),
    ("SPC assurance", "process limits", "High", UP, "80 n/a"),
    ("in measurement", "in measurement", "High", {"target": ""}, "80 In measurement"),
    ("in measurement", "in measurement", "High", {}, "80 Green, 79.99 Amber, 72 Amber, 71.99 Red"),
    ("overall scorecard fixed cut", "fixed cuts", "High", {"target": ""},
     "85 Green, 84.99 Amber, 50 Amber, 49.99 Red"),
    ("overall scorecard fixed cut", "fixed cuts", "None", {"target": ""}, "85 n/a"),
    ("not known = red", "not known is red", "High", {}, "80 Green, 72 Amber, 71.99 Red"),
    ("not known = red", "not known is red", "High", {}, "x n/a"),  # withheld is known
    ("not known = red", "not known is red", "None", {}, "80 n/a"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "polarity", "given", "table"),
    [pytest.param(*case, id=f"{n}-{name}-{case[1]}") for n, (name, *case) in enumerate(CASES)],
)
def test_boundaries(rule, polarity, given, table):
    for pair in table.split(", "):
        value, _, band = pair.partition(" ")
        row = rated(rule, value if value == "x" else float(value), polarity, **given)
        assert (value, row.rating.rag) == (value, band)


def test_not_known_is_red_for_what_nobody_reported_alone():
    measures = [
        {"Ref": ref, "Measure": ref, "Polarity": "High", "Target": 1, "Rated": rated}
        for ref, rated in (("1", ""), ("2", ""), ("3", "No"))
    ]
    config = replace(CONFIG, ratings=replace(CONFIG.ratings, rule="not known is red"))
    results = [{"Ref": "2", "Period": FEBRUARY, "Value": 1}]
    assessed = assess_book(workbook(measures, results), FEBRUARY, config=config)
    found = [row_of(assessed, ref).rating for ref in ("1", "2", "3")]
    assert [rating.rag for rating in found] == ["Red", "Green", "n/a"]
    assert found[0].reason == "No data, which the rule rates as Red"


def test_every_shipped_rule_has_a_case():
    assert {rule for _, rule, *_ in CASES} == set(CONFIG.ratings.rules)


@pytest.mark.shared
def test_no_rule_of_the_taxonomy_is_forgotten():
    path = shared() / "cases" / "rule_taxonomy.csv"
    with path.open(encoding="utf-8", newline="") as file:
        wild = {row["name"] for row in csv.DictReader(file) if row["kind"] == "RAG"}
    assert wild == {name for name, *_ in CASES}


# ---- reasons and bands in words ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "value", "given", "reason"),
    [
        ("blue stretch", 91, STRETCH, "Met by 11.00, stretch target of 90.00 met"),
        ("blue stretch", 75, STRETCH, "5.00 below target, outside the allowance of 5% of target"),
        ("minimum standards alone", 70, {}, "10.00 below target (no minimum standard)"),
        ("star, circle, triangle", 78, THREE, "2.00 below target, within tolerance"),
        (
            "green within 10%, amber if not worse", 60, DOWN,
            "20.00 below target, not Amber: down by 140.00 since Jan 2015 (200.00)",
        ),
        (
            "green within 10%, amber if not worse", 60, {},
            "20.00 below target, not Amber: no earlier figure to compare with",
        ),
        (
            "amber if improved", 79, LAST_YEAR_WORSE,
            "1.00 below target, up by 9.00 since Feb 2014 (70.00)",
        ),
        (
            "amber if improved", 60, LAST_YEAR_BETTER,
            "20.00 below target, outside the allowance of 10% of target",
        ),
        (
            "quartiles", 50, QUARTERS,
            "20.00 below Upper quartile 70.00 (2013-14), not above Lower quartile 50.00 (2013-14)",
        ),
        ("better than benchmark", 61, NEIGHBOURS, "1.00 above Statistical neighbours 60.00 (2013-14)"),
        ("fixed cuts", 49, {"target": ""}, "36.00 below 85.00, under 50.00"),
        (
            "process limits", 12, STEADY | {"target": 17},
            "5.00 below target, target above the process limits 5.680 to 16.320 of 12 results",
        ),
        ("process limits", 10, {}, "Not rated: process limits need 12 results, there are 1"),
        ("quartiles", 10, {}, "Not rated: no figure of Upper quartile by Feb 2015"),
        ("normal range", 10, {}, "Not rated: no acceptable range"),
        ("judgement", 10, {}, "Not rated: by officer's judgement, none is given"),
        ("forecast faces", 10, {"commentary": {"Forecast": "May"}}, "By the officer's forecast: May"),
    ],
)  # fmt: skip
def test_reasons(rule, value, given, reason):
    assert rated(rule, value, **given).rating.reason == reason


@pytest.mark.parametrize(
    ("rule", "polarity", "given", "printed"),
    [
        (
            "blue stretch", "High", STRETCH,
            "Blue: 90.00 and above; Green: from 80.00 to under 90.00; Amber: from 76.00 to under 80.00; "
            "Red: below 76.00",
        ),
        (
            "star, circle, triangle", "Low", THREE,
            "Star: below 80.00; Circle: from 80.00 to 83.00; Triangle: above 83.00",
        ),
        ("star, circle, triangle", "High", {},
         "Star: above 80.00; Circle: exactly 80.00; Triangle: below 80.00"),
        (
            "quartiles", "High", QUARTERS,
            "A: above 70.00; B: above 60.00 to 70.00; C: above 50.00 to 60.00; D: 50.00 and below",
        ),
        (
            "quartiles", "Low", QUARTERS,
            "A: 50.00 and below; B: above 50.00 to 60.00; C: above 60.00 to 70.00; D: above 70.00",
        ),
        (
            "green within 10%, amber if not worse", "High", UP,
            "Green: 72.00 and above; Amber: below 72.00 if improved or static since Jan 2015; "
            "Red: below 72.00 otherwise",
        ),
        (
            "amber if improved", "High", {},
            "Green: 80.00 and above; Amber: from 72.00 to under 80.00 if improved since the same period last "
            "year; Red: below 80.00 otherwise",
        ),
        (
            "forecast faces", "High", {"commentary": {"Forecast": "May"}},
            "Likely: any value if the forecast is Likely; May: any value if the forecast is May; "
            "Unlikely: otherwise",
        ),
    ],
)  # fmt: skip
def test_bands_in_words(rule, polarity, given, printed):
    from scorecard_xl.columns import bands_text

    assert bands_text(rated(rule, 10, polarity, **given)) == printed


# ---- what cannot be rated, and what contradicts itself -------------------------------------------


def test_a_stretch_target_short_of_the_target_is_an_error_and_no_guess():
    config = replace(CONFIG, ratings=replace(CONFIG.ratings, rule="blue stretch"))
    measure = {"Ref": "1", "Measure": "V", "Polarity": "High", "Target": 80, "Stretch target": 70}
    results = [{"Ref": "1", "Period": FEBRUARY, "Value": 75}]
    assessed = assess_book(workbook([measure], results), FEBRUARY, config=config)
    rating = row_of(assessed).rating
    assert (rating.rag, rating.absence) == ("n/a", Absence.IN_ERROR)
    assert assessed.has_errors
    (found,) = [str(f) for f in assessed.scorecard.findings if f.kind == "bands out of order"]
    assert "Green (target 80) has to reach further than Blue (stretch target 70)" in found
    assert "'Measures'!D2" in found or "Measures!D2" in found


def test_a_count_of_one_month_is_not_held_against_a_years():
    row = rated("better than benchmark", 10, Unit="number", Data_period="In period", **NEIGHBOURS)
    assert row.rating.absence is Absence.NO_BENCHMARK
    assert "Statistical neighbours is for 2013-14, the result for Feb 2015" in row.rating.reason


def test_a_benchmark_later_than_the_result_is_not_used():
    measure = {"Ref": "1", "Measure": "V", "Polarity": "High", "Unit": "rate", "Multiplier": 1}
    benchmarks = [
        {"Ref": "1", "Benchmark": "Statistical neighbours", "Period": period, "Value": value}
        for period, value in (("2012-13", 50), ("2013-14", 60), ("2014-15", 99))
    ]
    results = [{"Ref": "1", "Period": FEBRUARY, "Value": 61}]
    config = replace(CONFIG, ratings=replace(CONFIG.ratings, rule="better than benchmark"))
    book = workbook([measure], results, Benchmarks=benchmarks)
    assert row_of(assess_book(book, FEBRUARY, config=config)).rating.rag == "Green"


@pytest.mark.parametrize(
    ("names", "rag"),
    [
        (["Statistical neighbours"], "Green"),
        (["SN"], "Green"),
        (["Stat neighbours"], "Green"),
        (["Statistical Neighbour average"], "Green"),
        (["SN", "Statistical neighbours"], "Red"),  # the name itself goes before its other spellings
        (["SN", "Stat neighbours"], "n/a"),  # nobody knows which
        (["England"], "n/a"),
    ],
)
def test_a_rule_knows_its_benchmark_by_any_spelling(names: list[str], rag: str):
    measure = {"Ref": "1", "Measure": "V", "Polarity": "High", "Unit": "rate", "Multiplier": 1}
    benchmarks = [
        {"Ref": "1", "Benchmark": name, "Period": "2013-14", "Value": value}
        for name, value in zip(names, (50, 99), strict=False)
    ]
    results = [{"Ref": "1", "Period": FEBRUARY, "Value": 61}]
    config = replace(CONFIG, ratings=replace(CONFIG.ratings, rule="better than benchmark"))
    book = workbook([measure], results, Benchmarks=benchmarks)
    assert row_of(assess_book(book, FEBRUARY, config=config)).rating.rag == rag


def test_quartiles_too_may_be_named_by_another_spelling():
    spellings = {**CONFIG.spellings, "benchmark": {"Upper quartile": ["UQ"], "Lower quartile": ["LQ"]}}
    config = replace(CONFIG, spellings=spellings, ratings=replace(CONFIG.ratings, rule="quartiles"))
    measure = {"Ref": "1", "Measure": "V", "Polarity": "High", "Unit": "rate", "Multiplier": 1}
    benchmarks = [
        {"Ref": "1", "Benchmark": name, "Period": "2013-14", "Value": value}
        for name, value in (("LQ", 50), ("Median", 60), ("UQ", 70))
    ]
    book = workbook([measure], [{"Ref": "1", "Period": FEBRUARY, "Value": 71}], Benchmarks=benchmarks)
    assert row_of(assess_book(book, FEBRUARY, config=config)).rating.rag == "A"


def test_a_measure_may_have_a_rule_of_its_own():
    assert rated("standard", 75, Rule="two colours").rating.rag == "Red"
    assert rated("standard", 75, Rule="Rating rule").rating.absence is Absence.IN_ERROR


def test_a_misspelt_rule_of_a_measure_is_one_sentence():
    measure = {"Ref": "1", "Measure": "V", "Polarity": "High", "Target": 80, "Rule": "blu stretch"}
    assessed = assess_book(workbook([measure], [{"Ref": "1", "Period": FEBRUARY, "Value": 75}]), FEBRUARY)
    (found,) = [str(f) for f in assessed.scorecard.findings if f.kind == "unknown rule"]
    assert '"blu stretch" is no rating rule (measure 1). Did you mean "blue stretch"?' in found


OWNED = {"Reason": "Staff left", "Owner": "Head of service"}


@pytest.mark.parametrize(
    ("rule", "word", "band"),
    [
        ("blue stretch", "Blue", "Blue"),
        ("blue stretch", "b", "Blue"),
        ("four bands", "green amber", "Green Amber"),
        ("four bands", "G", "Red"),  # Green or Green Amber? Not applied
        ("four bands", "Green", "Green"),
        ("exceeded, achieved", "Exceeded", "Exceeded"),
        ("quartiles", "D", "D"),
        ("blue stretch", "Exceeded", "Red"),
        ("two colours", "Amber", "Red"),
    ],
)
def test_an_override_takes_the_rules_own_bands(rule, word, band):
    given = dict(QUARTERS) if rule == "quartiles" else {}
    commentary = {"RAG override": word, **OWNED}
    assert rated(rule, 10, commentary=commentary, **given).rating.rag == band


# ---- the whole scorecard of such a rule ----------------------------------------------------------


def scorecard(rule: str, *values: Any, **columns: Any) -> Any:
    measures, results = [], []
    for number, value in enumerate(values, 1):
        measures.append(
            {"Ref": str(number), "Measure": f"M{number}", "Polarity": "High", "Target": 80, **columns}
        )
        results += [{"Ref": str(number), "Period": period, "Value": value} for period in (JANUARY, FEBRUARY)]
    config = replace(CONFIG, ratings=replace(CONFIG.ratings, rule=rule))
    return assess_book(workbook(measures, results), FEBRUARY, config=config).scorecard


@pytest.mark.parametrize(
    ("rule", "bands", "headline"),
    [
        ("standard", "Red Amber Green", "2 of 3 rated measures meet their target, one is Red"),
        ("exceeded, achieved", "Not achieved|Achieved|Exceeded",
         "2 of 3 rated measures meet their target, one is Not achieved"),
        ("star, circle, triangle", "Triangle Circle Star",
         "2 of 3 rated measures meet their target, one is Triangle"),
    ],
)  # fmt: skip
def test_the_headline_counts_what_counts_as_met(rule, bands, headline):
    card = scorecard(rule, 90, 80, 10)
    assert list(card.bands) == (bands.split("|") if "|" in bands else bands.split())
    assert card.headline.startswith(headline)
    assert [row.measure.ref for row in card.exceptions] == ["3"]


def test_what_is_not_rated_by_another_name_is_counted_as_not_rated():
    card = scorecard("variable tolerance", 90, 80, Rated="No")
    assert dict(card.counts.rag.by_band) == {"Red": 0, "Amber": 0, "Green": 0, "Narrative only": 2, "n/a": 0}
    assert card.counts.rag.rated == 0
    assert card.headline == "None of the 2 measures is rated"


def test_bands_of_several_rules_stand_worst_first():
    assert scorecard("standard", 90, 80, Rule="four bands").bands == (
        "Red", "Red Amber", "Amber", "Green Amber", "Green",
    )  # fmt: skip


# ---- what holds for every number -----------------------------------------------------------------


@given(st.sampled_from(["within 10%", "blue stretch", "four bands", "exceeded, achieved"]),
       st.integers(-300, 300), st.integers(-300, 300))  # fmt: skip
def test_a_better_result_never_has_a_worse_band(rule, one, other):
    worst_first = [str(name) for name in CONFIG.ratings.rules[rule].names[::-1]]
    given_standards: dict[str, Any] = {"Tolerance": "3 points", **(STRETCH if rule == "blue stretch" else {})}
    ranks = [
        worst_first.index(rated(rule, value, **given_standards).rating.rag) for value in sorted((one, other))
    ]
    assert ranks == sorted(ranks)


# ---- the documentation ---------------------------------------------------------------------------

DOCS = REPOSITORY / "docs" / "rules.md"


@pytest.mark.parametrize("rule", CONFIG.ratings.rules)
def test_every_rule_stands_in_the_documentation(rule):
    assert f"`{rule}`" in DOCS.read_text(encoding="utf-8")


def test_every_snippet_of_the_documentation_loads(tmp_path):
    snippets = DOCS.read_text(encoding="utf-8").split("```yaml\n")[1:]
    assert snippets
    for number, snippet in enumerate(snippets):
        path = tmp_path / f"{number}.yaml"
        path.write_text(snippet.partition("```")[0], encoding="utf-8")
        load_config(path)
