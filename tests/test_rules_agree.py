"""Rating, directions, columns and sentences say the same, whichever rule rates."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorecard_xl.columns import column, distance, gap, to_target
from scorecard_xl.config import Config, load_config
from scorecard_xl.layout.notes_tab import how_decided
from scorecard_xl.model import DirectionShown, RatedMeasure
from scorecard_xl.pipeline import Assessed
from scorecard_xl.rating_rules import about, meanings
from scorecard_xl.symbols import chosen
from scorecard_xl.travel_symbols import for_directions
from tools.memory import assess_book, findings, one_measure, record_of, row_of, said, workbook

CONFIG = load_config()
MONTHS = ("Feb 2014", "Mar 2014", "Jan 2015", "Feb 2015")
BENCHMARKS = {"Lower quartile": 50, "Median": 60, "Upper quartile": 70, "Statistical neighbours": 60}


def ruled(rule: str, **settings: Any) -> Config:
    return replace(CONFIG, ratings=replace(CONFIG.ratings, rule=rule, **settings))


def book(
    rule: str, *measures: dict[str, Any], benchmarks: bool = False, commentary: Any = (), **settings: Any
) -> Assessed:
    """Measures of whole percentages by their columns, results for January and February among them."""
    given, long, others = [], [], []
    for number, columns in enumerate(measures, 1):
        ref = str(number)
        cells = {name.replace("_", " "): value for name, value in columns.items()}
        long += [{"Ref": ref, "Period": when, "Value": cells.pop(when)} for when in MONTHS if when in cells]
        given.append(
            {"Ref": ref, "Measure": f"M{ref}", "Unit": "%", "Decimals": 0, "Polarity": "High"} | cells
        )
        others += [
            {"Ref": ref, "Benchmark": b, "Period": "2013-14", "Value": v} for b, v in BENCHMARKS.items()
        ]
    sheets: dict[str, Any] = {"Benchmarks": others} if benchmarks else {}
    if commentary:
        sheets["Commentary"] = list(commentary)
    return assess_book(workbook(given, long, **sheets), "Feb 2015", config=ruled(rule, **settings))


def one(rule: str, now: Any, **columns: Any) -> RatedMeasure:
    return row_of(book(rule, {"Feb_2015": now} | columns, benchmarks=True))


# ---- to meet the target --------------------------------------------------------------------------

RANGE = {"Range_low": 60, "Range_high": 70}


@pytest.mark.parametrize(
    ("rule", "columns", "now", "band", "words"),
    [
        ("standard", RANGE, 59, "Amber", "1 point more"),
        ("standard", RANGE, 60, "Green", "met"),
        ("standard", RANGE, 70, "Green", "met"),
        ("standard", RANGE, 71, "Amber", "1 point less"),
        ("standard", RANGE, 95, "Red", "25 points less"),
        ("standard", RANGE | {"Polarity": "Low"}, 59, "Amber", "1 point more"),
        ("standard", RANGE | {"Polarity": "Low"}, 5, "Red", "55 points more"),
        ("standard", RANGE | {"Target": 65}, 95, "Green", "met"),
        ("standard", {"Target": 80, "Green_tolerance": "2 points"}, 78, "Green", "met"),
        ("standard", {"Target": 80, "Green_tolerance": "2 points"}, 77, "Amber", "1 point more"),
        ("standard", {"Target": ">80"}, 80, "Amber", "just missed"),
        ("normal range", RANGE, 71, "Red", "1 point less"),
        ("normal range", RANGE | {"Target": 65}, 95, "Red", "25 points less"),
        ("fixed cuts", {"Target": 80}, 84, "Amber", "–"),
        ("fixed cuts", {"Target": 90}, 86, "Green", "–"),
        ("better than benchmark", {"Target": 50}, 55, "Red", "–"),
        ("quartiles", {"Target": 50}, 65, "B", "–"),
        ("forecast faces", {"Target": 50}, 65, "n/a", "not judged yet"),
        ("green within 10%, amber if not worse", {"Target": 80}, 72, "Green", "met"),
        ("green within 10%, amber if not worse", {"Target": 80}, 71, "Red", "1 point more"),
        ("improving towards target", {"Target": 80}, 79, "Not achieving", "1 point more"),
        ("blue stretch", {"Target": 80, "Stretch_target": 90}, 85, "Green", "met"),
    ],
)
def test_what_meets_the_target_is_what_the_rule_counts_as_met(rule, columns, now, band, words):
    row = one(rule, now, **columns)
    assert (row.rating.rag, to_target(row)) == (band, words)


@given(
    st.sampled_from(sorted(CONFIG.ratings.rules)),
    st.sampled_from(["High", "Low", "Target", "None"]),
    st.integers(0, 100),
    st.fixed_dictionaries(
        {}, optional={"Target": st.integers(40, 90), "Range_low": st.just(50), "Range_high": st.just(70)}
    ),
    st.fixed_dictionaries({}, optional={"Tolerance": st.just("5 points"), "Jan_2015": st.integers(0, 100)}),
)
def test_nothing_says_met_beside_a_band_that_is_not(rule, polarity, now, standards, more):
    row = one(rule, now, Polarity=polarity, **standards, **more)
    met = row.rating.bands is not None and row.rating.rag in row.rating.bands.met
    assert to_target(row) != "met" or met
    assert not row.rating.reason.startswith("Met") or met
    assert to_target(row) in ("met", "–") or not met


@pytest.mark.parametrize(
    ("now", "override", "words"),
    [
        (85, "Red", "met by the figure"),
        (85, "Green", "met"),
        (75, "Green", "5 points more"),
        (75, "Red", "5 points more"),
    ],
)
def test_an_override_changes_no_distance_and_never_reads_met(now, override, words):
    judged = {"Ref": "1", "Period": "Feb 2015", "RAG override": override, "Reason": "r", "Owner": "o"}
    row = row_of(book("standard", {"Target": 80, "Feb_2015": now}, commentary=[judged]))
    assert (row.rating.rag, to_target(row)) == (override, words)


def test_without_polarity_the_distance_is_to_the_range_that_rates():
    row = one("standard", 75, Polarity="None", Target=75, **RANGE)
    assert (row.rating.rag, gap(row), round(float(distance(row) or 0), 2)) == ("Amber", 5, -0.07)


@pytest.mark.parametrize(
    ("polarity", "columns", "said_so"),
    [
        ("High", {"Range_low": 60, "Range_high": 70}, True),
        ("High", {"Range_low": 60}, False),
        ("High", {"Range_low": 95, "Range_high": 100}, False),  # nothing is above all
        ("High", {"Range_low": 60, "Range_high": 70, "Target": 65}, False),
        ("High", {"Target": "60-70%"}, True),
        ("Low", {"Range_low": 10, "Range_high": 20}, True),
        ("Low", {"Range_high": 20}, False),
        ("Low", {"Range_low": 0, "Range_high": 20}, False),
        ("Target", {"Range_low": 10, "Range_high": 20}, False),
        ("None", {"Range_low": 10, "Range_high": 20}, False),
    ],
)
def test_a_range_that_ends_where_results_go_on_becoming_better(polarity, columns, said_so):
    assessed = book("standard", {"Polarity": polarity, "Feb_2015": 15} | columns)
    assert bool(findings(assessed, "range against polarity")) is said_so


def test_a_range_against_polarity_says_what_to_do():
    assert said(book("standard", {"Feb_2015": 95, **RANGE}), "range against polarity") == [
        "Measures!A2: Measure 1 has High polarity and an acceptable range that ends at 70%: results above it "
        "are better and not Green. Empty Range high if more is always better, or set Polarity to Target."
    ]


# ---- shares of a year's target -------------------------------------------------------------------

YTD = {"Unit": "number", "Data_period": "YTD"}


@pytest.mark.parametrize(
    ("columns", "now", "band", "target", "words", "whole"),
    [
        ({"Polarity": "Low", "Target": 24}, 23, "Amber", "22", "1 fewer", "24"),
        ({"Target": 120}, 112, "Green", "110", "met", "120"),
        ({"Polarity": "Low", "Target": 25}, 23, "Amber", "22.9166666666667", "0.08 fewer", "25"),
        ({"Range_low": 12, "Range_high": 24}, 23, "Amber", "", "1 fewer", "12 to 24"),
    ],
)
def test_every_column_shows_the_share_that_was_rated_against(columns, now, band, target, words, whole):
    assessed = book("standard", YTD | columns | {"Feb_2015": now}, pro_rata=True)
    row, record = row_of(assessed), record_of(assessed)
    assert (record["rag"], record["target"], to_target(row)) == (band, target, words)
    assert record["rag_reason"].endswith(f"(pro rata: 11 of 12 months of {whole})")


def test_a_share_is_shown_with_two_more_decimals():
    row = row_of(book("standard", YTD | {"Polarity": "Low", "Target": 25, "Feb_2015": 23}, pro_rata=True))
    assert column("bands").value(row) == (
        "Green: 22.92 and below; Amber: above 22.92 to 25.21; Red: above 25.21"
    )


# ---- a target for the year beside a month's or quarter's own figure ------------------------------


@pytest.mark.parametrize(
    ("header", "data_period", "period", "unit", "band", "asked"),
    [
        ("Annual target", "In period", "Q2 2019-20", "number", "n/a", False),
        ("Year target", "Quarter", "Q2 2019-20", "number", "n/a", False),
        ("Full year target", "In period", "Q2 2019-20", "£", "n/a", False),
        ("Year end\ntarget", "In period", "Q2 2019-20", "number", "n/a", False),
        ("Target for the year", "In period", "Jun 2019", "number", "n/a", False),
        ("Target", "In period", "Q2 2019-20", "number", "Red", False),
        ("Annual target", "In period", "2019-20", "number", "Red", False),
        ("Annual target", "In period", "Q2 2019-20", "rate", "Red", False),
        ("Annual target", "SS", "Q2 2019-20", "number", "Red", False),
        ("Annual target", "R12M", "Q2 2019-20", "number", "Red", False),
        ("Annual target", "", "Q2 2019-20", "number", "Red", True),
        ("Annual target", "", "2019-20", "number", "Red", False),
        ("Annual target", "", "Q2 2019-20", "rate", "Red", False),
        ("Target", "", "Q2 2019-20", "number", "Red", False),
    ],
)
def test_a_target_whose_header_says_that_it_is_the_years(header, data_period, period, unit, band, asked):
    measure = {"Ref": "1", "Measure": "M", "Polarity": "High", "Unit": unit, header: 24}
    measure |= {"Multiplier": 1, "Data period": data_period}
    assessed = assess_book(workbook([measure], [{"Ref": "1", "Period": period, "Value": 7}]))
    row = row_of(assessed)
    assert row.rating.rag == band
    assert (row.rating.absence.value if row.rating.absence else "") == ("year target only" * (band == "n/a"))
    assert bool(findings(assessed, "annual target without data period")) is asked


def test_the_warning_names_both_cells():
    measure = {"Ref": "1", "Measure": "M", "Polarity": "High", "Data period": "", "Annual target": 24}
    book = workbook([measure], [{"Ref": "1", "Period": "Q2 2019-20", "Value": 7}])
    (found,) = said(assess_book(book), "annual target without data period")
    assert found.startswith(
        'Measures!E2: Measure 1: the target (Measures!E2) stands under "Annual target", the result is for Q2 '
        "2019-20, but its Data period (Measures!D2) is empty; it is rated against the whole year's target."
    )


def test_a_rule_without_targets_is_not_kept_from_rating_by_one():
    measure = {
        "Ref": "1",
        "Measure": "M",
        "Polarity": "High",
        "Data period": "In period",
        "Annual target": 24,
    }
    book = workbook([measure], [{"Ref": "1", "Period": "Q2 2019-20", "Value": 7}])
    assert row_of(assess_book(book, config=ruled("fixed cuts"))).rating.rag == "Red"


@pytest.mark.parametrize(
    ("unit", "data_period", "results", "asked"),
    [
        ("number", "", {"2018-19": 22, "Q2 2019-20": 7}, True),
        ("£", "", {"2018-19": 22, "Feb 2020": 7}, True),
        ("number", "SS", {"2018-19": 22, "Q2 2019-20": 7}, False),
        ("%", "", {"2018-19": 22, "Q2 2019-20": 7}, False),
        ("number", "", {"2018-19": 22, "2019-20": 7}, False),
        ("number", "", {"Q1 2019-20": 22, "Q2 2019-20": 7}, False),
    ],
)
def test_a_quarter_beside_a_whole_year_is_asked_about(unit, data_period, results, asked):
    assessed = one_measure(results, Polarity="High", Unit=unit, Data_period=data_period, Target=7)
    assert bool(findings(assessed, "outturn without data period")) is asked


def test_a_whole_year_is_asked_about_once_a_measure():
    long = [
        {"Ref": "1", "Period": when, "Area": area, "Value": 7}
        for when in ("2018-19", "Q2 2019-20")
        for area in ("North", "South")
    ]
    assessed = assess_book(workbook([{"Ref": "1", "Measure": "M", "Polarity": "High"}], long))
    (found,) = said(assessed, "outturn without data period")
    assert "there is no column Data period; a quarter may have been compared with a whole year." in found


# ---- what nobody reported ------------------------------------------------------------------------


def not_known(first: dict[str, Any], *commentary: dict[str, Any], rule: str = "not known is red") -> Assessed:
    others = [{"Target": 80, "Jan_2015": 90, "Feb_2015": 90}] * 2
    return book(rule, {"Target": 80} | first, *others, commentary=commentary)


def test_an_older_result_is_shown_and_counts_as_not_reported():
    assessed = not_known({"Jan_2015": 90})
    row, record = row_of(assessed), record_of(assessed)
    assert (record["period"], record["value"], record["rag"]) == ("Jan 2015", "90", "Red")
    assert record["rag_reason"] == "Nothing was reported for Feb 2015, which the rule rates as Red"
    assert (to_target(row), gap(row), distance(row)) == ("–", None, None)
    assert [point.rating.rag for point in assessed.scorecard.exceptions[0].history] == ["Green"]
    assert findings(assessed, "older result")


@pytest.mark.parametrize(
    ("first", "rule", "band", "before"),
    [
        ({"Jan_2015": 90}, "not known is red", "Red", "Green"),
        ({"Jan_2015": 90}, "standard", "Green", "Green"),
        ({"Mar_2014": 90}, "not known is red", "Red", "Red"),  # of January nothing is known either
        ({"Jan_2015": 90, "Feb_2015": 90}, "not known is red", "Green", "Green"),
        ({}, "not known is red", "Red", "Red"),
    ],
)
def test_only_the_period_without_a_result_is_not_known(first, rule, band, before):
    row = row_of(not_known(first, rule=rule))
    assert (row.rating.rag, row.before.rag if row.before else None) == (band, before)


def test_what_could_not_be_rated_anyway_is_no_worse_for_being_late():
    late = not_known({"Jan_2015": 90, "Polarity": "None"})
    never = not_known({"Polarity": "None"})
    assert [row_of(late).rating.rag, row_of(never).rating.rag] == ["n/a", "n/a"]


@pytest.mark.parametrize(
    ("rule", "doubted"), [("standard", True), ("better than benchmark", False), ("fixed cuts", False)]
)
def test_words_about_the_target_contradict_only_a_rating_by_target(rule, doubted):
    written = {"Ref": "1", "Period": "Feb 2015", "Commentary": "Visits are below target this month."}
    measure = {"Target": 85, "Feb_2015": 90}
    assessed = book(rule, measure, benchmarks=True, commentary=[written])
    assert row_of(assessed).rating.rag == "Green"
    assert bool(findings(assessed, "commentary contradicts the rating")) is doubted


def override(period: str) -> dict[str, Any]:
    return {"Ref": "1", "Period": period, "RAG override": "Amber", "Reason": "r", "Owner": "o"}


@pytest.mark.parametrize(
    ("first", "period", "rule", "band", "refused"),
    [
        ({"Jan_2015": 90}, "Feb 2015", "standard", "Green", True),
        ({"Jan_2015": 90}, "Jan 2015", "standard", "Amber", False),
        ({"Jan_2015": 90, "Feb_2015": 90}, "Feb 2015", "standard", "Amber", False),
        ({"Jan_2015": 90, "Feb_2015": "x"}, "Feb 2015", "standard", "Amber", False),
        ({}, "Feb 2015", "standard", "Amber", False),
        # What the rule rates is February.
        ({"Jan_2015": 90}, "Feb 2015", "not known is red", "Amber", False),
    ],
)
def test_an_override_judges_the_result_of_its_own_period(first, period, rule, band, refused):
    assessed = not_known(first, override(period), rule=rule)
    assert row_of(assessed).rating.rag == band
    assert bool(findings(assessed, "override not applied")) is refused


def test_januarys_override_stands_beside_februarys_words():
    words = {"Ref": "1", "Period": "Feb 2015", "Commentary": "The figure is late."}
    row = row_of(not_known({"Jan_2015": 90}, override("Jan 2015"), words, rule="standard"))
    assert (row.rating.rag, row.commentary.commentary if row.commentary else "") == (
        "Amber",
        "The figure is late.",
    )


# ---- symbols beside an override ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "override", "symbol"),
    [
        (85, "", "Worsened, on target"),
        (75, "", "Worsened, off target"),
        (85, "Red", "Worsened, off target"),
        (75, "Green", "Worsened, on target"),
        (85, "Green", "Worsened, on target"),
        (85, "n/a", "Worsened"),
    ],
)
def test_six_symbols_stand_by_the_band_that_is_shown(now, override, symbol):
    judged = {"Ref": "1", "Period": "Feb 2015", "RAG override": override, "Reason": "r", "Owner": "o"}
    assessed = book("standard", {"Target": 80, "Jan_2015": 90, "Feb_2015": now}, commentary=[judged])
    row, six = row_of(assessed), for_directions(chosen("six_symbols", CONFIG.symbols), DirectionShown())
    assert six.symbol(row.previous, row.rating).word == symbol


@pytest.mark.parametrize(
    ("rule", "now", "symbol"),
    [
        ("quartiles", 65, "Worsened"),
        ("fixed cuts", 60, "Worsened"),
        ("better than benchmark", 40, "Worsened"),
        ("improving towards target", 40, "Worsened, off target"),
    ],
)
def test_six_symbols_know_no_target_where_the_rule_has_none(rule, now, symbol):
    row, six = (
        one(rule, now, Target=80, Jan_2015=90),
        for_directions(chosen("six_symbols", CONFIG.symbols), DirectionShown()),
    )
    assert six.symbol(row.previous, row.rating).word == symbol


# ---- the sentences of every rule -----------------------------------------------------------------

STRETCH = {"Target": 80, "Stretch_target": 95, "Tolerance": "2 points", "Range_low": 80}
BY_TARGET = "all rated against a target."
WORSE_TARGET = "One measure that misses its target is worse than both comparators: 3 (M3)."

# Rule; the headline's rating; what the scorecard holds; the bands; who is worse than both.
SENTENCES: list[tuple[str, str, str, str, str]] = [
    (rule, "1 of 3 rated measures meets its target, one is Red", BY_TARGET, bands, WORSE_TARGET)
    for rule, bands in (
        ("standard", "1 is Red, 1 is Amber and 1 is Green"),
        ("minimum standards alone", "1 is Red, 1 is Amber and 1 is Green"),
        ("within 10%", "1 is Red, 1 is Amber and 1 is Green"),
        ("within 5%", "1 is Red, 1 is Amber and 1 is Green"),
        ("variable tolerance", "1 is Red, 1 is Amber and 1 is Green"),
        ("blue stretch", "1 is Red, 1 is Amber, 1 is Green and 0 are Blue"),
        ("in measurement", "1 is Red, 1 is Amber and 1 is Green"),
        ("not known is red", "1 is Red, 1 is Amber and 1 is Green"),
        ("amber if improved", "1 is Red, 1 is Amber and 1 is Green"),
        ("four bands", "1 is Red, 0 are Red Amber, 1 is Green Amber and 1 is Green"),
    )
] + [
    (
        "green within 10%, amber if not worse",
        "2 of 3 rated measures meet their target, one is Red",
        BY_TARGET,
        "1 is Red, 0 are Amber and 2 are Green",
        WORSE_TARGET,
    ),
    (
        "green within 10%, amber within 15%",
        "2 of 3 rated measures meet their target, one is Red",
        BY_TARGET,
        "1 is Red, 0 are Amber and 2 are Green",
        WORSE_TARGET,
    ),
    (
        "two colours",
        "1 of 3 rated measures meets its target, two are Red",
        BY_TARGET,
        "2 are Red and 1 is Green",
        WORSE_TARGET,
    ),
    (
        "normal range",
        "1 of 3 rated measures meets its target, two are Red",
        BY_TARGET,
        "2 are Red and 1 is Green",
        WORSE_TARGET,
    ),
    (
        "star, circle, triangle",
        "2 of 3 rated measures meet their target, one is Triangle",
        BY_TARGET,
        "1 is Triangle, 1 is Circle and 1 is Star",
        WORSE_TARGET,
    ),
    (
        "exceeded, achieved",
        "2 of 3 rated measures meet their target, one is Not achieved",
        BY_TARGET,
        "1 is Not achieved, 1 is Achieved and 1 is Exceeded",
        WORSE_TARGET,
    ),
    (
        "improving towards target",
        "1 of 3 rated measures meets its target, one is Not achieving",
        BY_TARGET,
        "1 is Not achieving, 1 is Improving and 1 is On target",
        WORSE_TARGET,
    ),
    (
        "variance",
        "1 of 3 rated measures meets its target, one is Off Track",
        BY_TARGET,
        "1 is Off Track, 1 is Monitor and 1 is On Track",
        WORSE_TARGET,
    ),
    (
        "fixed cuts",
        "1 of 3 rated measures is Green, one is Red",
        "all rated.",
        "1 is Red, 1 is Amber and 1 is Green",
        "One measure that is not Green is worse than both comparators: 3 (M3).",
    ),
    (
        "better than benchmark",
        "2 of 3 rated measures are Green, one is Red",
        "all rated.",
        "1 is Red, 0 are Amber and 2 are Green",
        "One measure that is not Green is worse than both comparators: 3 (M3).",
    ),
    (
        "quartiles",
        "2 of 3 rated measures are A, one is D",
        "all rated.",
        "1 is D, 0 are C, 0 are B and 2 are A",
        "One measure that is not A is worse than both comparators: 3 (M3).",
    ),
    (
        "judgement",
        "1 of 3 rated measures is On course, one is Improvements to be made",
        "all rated.",
        "1 is Improvements to be made, 1 is Slightly short and 1 is On course",
        "One measure that is not On course is worse than both comparators: 3 (M3).",
    ),
    (
        "forecast faces",
        "1 of 3 rated measures is Likely, one is Unlikely",
        "all rated.",
        "1 is Unlikely, 1 is May and 1 is Likely",
        "One measure that is not Likely is worse than both comparators: 3 (M3).",
    ),
]


def every_sentence(rule: str) -> Assessed:
    """One measure well over its target of 80, one just short and improved, one far off and worse."""
    figures = ((90, 85, 85), (78, 77, 79), (90, 60, 45))
    measures = [
        STRETCH
        | dict(zip(("Mar_2014", "Feb_2014", "Jan_2015", "Feb_2015"), (a, a, b, c), strict=True))
        | ({"Minimum_standard": 78} if rule == "minimum standards alone" else {})
        | {"Data_period": "SS"}
        for a, b, c in figures
    ]
    if rule in ("better than benchmark", "quartiles"):
        measures[1] |= {"Feb_2015": 78}
    words = (("On course", "Likely"), ("Slightly short", "May"), ("Improvements to be made", "Unlikely"))
    written = [
        {"Ref": str(n), "Period": when, "Reason": "r", "Owner": "o", "Forecast": outlook}
        | {"RAG override": band if rule == "judgement" else ""}
        for n, (band, outlook) in enumerate(words, 1)
        for when in ("Jan 2015", "Feb 2015")
    ]
    return book(rule, *measures, benchmarks=True, commentary=written)


@pytest.mark.parametrize(("rule", "headline", "holds", "bands", "worse"), SENTENCES)
def test_every_sentence_of_a_rule(rule, headline, holds, bands, worse):
    card = every_sentence(rule).scorecard
    assert card.headline.partition("; ")[0] == headline
    assert card.sentences[0] == f"The scorecard holds 3 measures, {holds}"
    assert card.sentences[1] == f"Of the rated measures {bands}."
    assert card.sentences[-1] == worse
    named = "target" in " ".join((card.headline, *card.sentences))
    assert named is CONFIG.ratings.rule_of(rule).met_is_target


def test_every_shipped_rule_has_its_sentences():
    # Process limits need twelve results: they stand below.
    assert {case[0] for case in SENTENCES} | {"process limits"} == set(CONFIG.ratings.rules)


def test_process_limits_say_passes_rather_than_met():
    months = [f"{month} 2014" for month in "Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()]
    results = {month: 10 + 2 * (n % 2) for n, month in enumerate(months)} | {"Jan 2015": 10, "Feb 2015": 12}
    assessed = one_measure(results, config=ruled("process limits"), Polarity="High", Target=10)
    row = row_of(assessed)
    assert (row.rating.rag, to_target(row)) == ("Inconsistent", "–")
    assert row.rating.reason.startswith("2 above target, target inside the process limits")
    assert assessed.scorecard.headline.startswith("The one rated measure is not Passes; ")


def test_met_bands_as_configured_are_named():
    quartiles = replace(CONFIG.ratings.rule_of("quartiles"), met=("A", "B"))
    rules = {**CONFIG.ratings.rules, "quartiles": quartiles}
    assessed = book(
        "quartiles",
        *({"Jan_2015": 1, "Feb_2015": now} for now in (75, 65, 10)),
        benchmarks=True,
        rules=rules,
    )
    assert assessed.scorecard.headline == (
        "2 of 3 rated measures are A or B, one is D; 3 of 3 are better than in January 2015"
    )


def test_one_rule_without_targets_is_enough_to_name_the_bands():
    other = {"Target": 80, "Feb_2015": 85, "Rule": "fixed cuts"}
    assert book("standard", {"Target": 80, "Feb_2015": 85}, other).scorecard.headline == (
        "2 of 2 rated measures are Green, none are Red"
    )
    # The settings' rule that no measure has says nothing.
    assert book("fixed cuts", other | {"Rule": "standard"}).scorecard.headline == (
        "The one rated measure meets its target"
    )


# ---- what the key and the Notes say of a rule ----------------------------------------------------

SAME = {"Green": "target met"}
MEANINGS: list[tuple[list[str], dict[str, str]]] = [
    (["standard"], {}),
    (["standard", "standard"], {}),
    (["in measurement"], {"In measurement": "no target"}),
    (["within 10%"], SAME | {"Amber": "missed, within 10%", "Red": "missed by more"}),
    (["within 5%"], SAME | {"Amber": "missed, within 5%", "Red": "missed by more"}),
    (
        ["minimum standards alone"],
        SAME | {"Amber": "missed, not beyond the minimum standard", "Red": "missed by more"},
    ),
    (
        ["variable tolerance"],
        SAME
        | {"Amber": "missed, within the measure's tolerance", "Red": "missed by more"}
        | {"Narrative only": "not rated by choice"},
    ),
    (
        ["amber if improved"],
        SAME | {"Amber": "missed, within 10%, improved since same period last year", "Red": "otherwise"},
    ),
    (
        ["not known is red"],
        SAME
        | {"Amber": "missed, within the minimum or tolerance", "Red": "missed by more, or nothing reported"},
    ),
    (["two colours"], SAME | {"Red": "target missed"}),
    (["fixed cuts"], {"Green": "85 or better", "Amber": "50 or better", "Red": "worse"}),
    (
        ["better than benchmark"],
        {
            "Green": "better than Statistical neighbours",
            "Amber": "within 5% of Statistical neighbours",
            "Red": "worse",
        },
    ),
    (
        ["standard", "within 10%"],
        SAME
        | {
            "Amber": "missed, within the minimum or tolerance, or by the measure's own rule",
            "Red": "missed by more",
        },
    ),
    (
        ["within 10%", "standard"],
        SAME | {"Amber": "missed, within 10%, or by the measure's own rule", "Red": "missed by more"},
    ),
]


@pytest.mark.parametrize(("rules", "words"), MEANINGS)
def test_every_rule_but_the_standard_one_says_what_its_bands_mean(rules, words):
    assert meanings([CONFIG.ratings.rule_of(name) for name in rules]) == words


CHANGED = """
rules:
  better than benchmark:
    bands:
      - {band: Green, reaches: benchmark England}
      - {band: Amber, reaches: within 3 points of benchmark England}
      - {band: Red}
  within 10%: {about: Ours, bands: [{band: Green, reaches: target}, {band: Red}]}
  not known is red: {no_data: Amber}
  of our own: {bands: [{band: Gold, reaches: 10% beyond target}, {band: Green, reaches: target}, {band: Red}]}
"""


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("better than benchmark", "Green England or better; Amber within 3 points of England; Red worse"),
        ("within 10%", "Ours"),
        (
            "not known is red",
            "Green target met; Amber missed, within the minimum or tolerance, or nothing reported; "
            "Red missed by more",
        ),
        ("of our own", "Gold better than target by at least 10%; Green target met; Red target missed"),
        ("two colours", "Green target met; Red not met"),  # as shipped
    ],
)
def test_a_changed_rule_is_explained_by_its_own_bands(tmp_path, rule, words):
    (tmp_path / "scorecard_xl.yaml").write_text(CHANGED, encoding="utf-8")
    changed = load_config(tmp_path / "scorecard_xl.yaml")
    assert about(changed.ratings.rule_of(rule)) == words


def test_the_notes_tell_the_changed_rule(tmp_path):
    (tmp_path / "scorecard_xl.yaml").write_text(CHANGED, encoding="utf-8")
    changed = load_config(tmp_path / "scorecard_xl.yaml")
    config = replace(changed, ratings=replace(changed.ratings, rule="better than benchmark"))
    card = one_measure({"Feb 2015": 9}, config=config, Polarity="High").scorecard
    assert any("Amber within 3 points of England" in text for text in how_decided(card))


def test_the_worst_band_is_that_of_each_measures_own_rule():
    """Four measures Off Track by a rule of their own are not passed over because none is Red."""
    rows = [
        {"Ref": ref, "Measure": ref, "Polarity": "High", "Target": 10, "Rule": "variance"} for ref in "1234"
    ]
    rows.append({"Ref": "5", "Measure": "5", "Polarity": "High", "Target": 10})
    values = dict.fromkeys("1234", 1) | {"5": 20}
    results = [{"Ref": ref, "Period": "Feb 2015", "Value": value} for ref, value in values.items()]
    card = assess_book(workbook(rows, results)).scorecard
    assert "four are Off Track" in card.headline


@pytest.mark.parametrize(
    ("tolerance", "rag", "reason"),
    [("", "Amber", "On the target itself, less would meet it"), (2, "Green", "On the target itself, within")],
)
def test_a_target_that_has_to_be_bettered_is_not_met_on_it(tolerance, rag, reason):
    columns: dict[str, Any] = {"Polarity": "Low", "Unit": "number", "Target": "Fewer than 85"}
    if tolerance:
        columns["Green_tolerance"] = f"{tolerance} points"
    rating = row_of(one_measure({"Feb 2015": 85}, **columns)).rating
    assert (rating.rag, rating.reason.startswith(reason)) == (rag, True)
