"""Rows: the result shown and the target it is rated by, officers' overrides, and what Data checks lists."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scorecard_xl.config import Config, load_config
from scorecard_xl.model import RatedMeasure
from scorecard_xl.overrides import band_called
from scorecard_xl.pipeline import Assessed
from tools.memory import (
    assess_book,
    findings,
    one_measure,
    percent,
    record_of,
    row_of,
    said,
    settings,
    workbook,
)

VISITS = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Target": 85}


def long(results: dict[str, Any], ref: str = "1") -> list[dict[str, Any]]:
    return [{"Ref": ref, "Period": when, "Value": value} for when, value in results.items()]


# ---- results carried under their own period ------------------------------------------------------


def beside_a_reported_measure(results: dict[str, Any], period: str = "", **columns: Any) -> Assessed:
    """Measure 1 with these results, beside three measures that have theirs for February 2015."""
    others = [{"Ref": ref, "Measure": ref} for ref in "ABC"]
    reported = [row for ref in "ABC" for row in long({"Jan 2015": 1, "Feb 2015": 1}, ref)]
    return assess_book(workbook([VISITS | columns, *others], long(results) + reported), period=period)


def test_an_older_result_is_shown_under_its_own_period_and_listed():
    assessed = beside_a_reported_measure({"Nov 2014": 80, "Dec 2014": 86})
    record = record_of(assessed)
    assert (record["period"], record["value"], record["rag"]) == ("Dec 2014", "86", "Green")
    assert (record["previous_period"], record["direction_previous"]) == ("Nov 2014", "improved")
    assert row_of(assessed).carried
    assert said(assessed, "older result") == [
        "Results!C3: Measure 1 has no result for Feb 2015; that of Dec 2014 is shown under its own period. "
        "Add the result, or say why there is none in Status."
    ]


@pytest.mark.parametrize(
    ("frequency", "result", "listed"),
    [
        ("Monthly", "Feb 2015", False),
        ("Monthly", "Jan 2015", True),
        ("Quarterly", "Q3 2014-15", False),  # quarter 4 has not ended by February
        ("Quarterly", "Q2 2014-15", True),
        ("Annual", "2013-14", False),
        ("Annual", "2012-13", True),
        ("Academic year", "2013-14", False),
        ("Academic year", "2012-13", True),
        ("Annual", "2014", False),  # a calendar year has a calendar year to be renewed in
        ("Annual", "2013", True),
        ("Annual", "2012-14", False),
        ("Annual", "2011-13", True),
    ],
)
def test_older_than_its_frequency_allows(frequency, result, listed):
    assessed = beside_a_reported_measure({result: 80}, Frequency=frequency)
    row = row_of(assessed)
    assert row.carried is listed
    assert bool(findings(assessed, "older result")) is listed
    assert row.value == 80


def test_later_results_are_not_used():
    assessed = one_measure({"Jan 2015": 80, "Feb 2015": 90}, period="Jan 2015", Polarity="High", Target=85)
    record = record_of(assessed)
    assert (record["period"], record["rag"], record["previous"]) == ("Jan 2015", "Amber", "")


def test_the_trend_ends_with_the_period_due():
    assessed = beside_a_reported_measure({"Nov 2014": 80, "Dec 2014": 86})
    trend = [(period.label, value) for period, value in row_of(assessed).trend[-4:]]
    assert trend == [("Nov 2014", 80), ("Dec 2014", 86), ("Jan 2015", None), ("Feb 2015", None)]


# ---- targets of their own time -------------------------------------------------------------------


def with_targets(targets: list[dict[str, Any]], results: dict[str, Any], period: str = "") -> Assessed:
    sheets = {"Targets": [{"Ref": "1", **row} for row in targets]} if targets else {}
    measure = VISITS | {"Data period": "SS"}
    return assess_book(workbook([measure], long(results), **sheets), period=period)


def test_a_closed_year_is_never_rated_by_todays_target():
    record = record_of(with_targets([], {"Mar 2015": 90, "Apr 2015": 90}, period="Apr 2015"))
    assert (record["rag"], record["target"]) == ("Green", "85")
    row = row_of(with_targets([], {"Mar 2015": 90, "Apr 2015": 90}, period="Apr 2015"))
    assert row.before is not None
    assert (row.before.rag, row.before.reason) == ("n/a", "Not rated: no target for Mar 2015")


def test_a_carried_result_of_a_closed_year_is_not_rated_by_todays_target_either():
    others = [{"Ref": ref, "Measure": ref} for ref in "ABC"]
    reported = [row for ref in "ABC" for row in long({"Apr 2015": 1}, ref)]
    assessed = assess_book(workbook([VISITS, *others], long({"Mar 2015": 90}) + reported))
    record = record_of(assessed)
    assert (record["period"], record["rag"], record["target"]) == ("Mar 2015", "n/a", "")


@pytest.mark.parametrize(
    ("period", "target", "rag"),
    [("Mar 2015", "80", "Green"), ("Apr 2015", "90", "Amber")],
)
def test_april_rollover_with_targets_for_both_years(period, target, rag):
    targets = [{"Period": "2014-15", "Target": 80}, {"Period": "2015-16", "Target": 90}]
    record = record_of(with_targets(targets, {"Mar 2015": 84, "Apr 2015": 84}, period=period))
    assert (record["target"], record["rag"]) == (target, rag)


def test_what_was_rated_last_year_stays_as_it_was():
    targets = [{"Period": "2014-15", "Target": 80}, {"Period": "2015-16", "Target": 90}]
    row = row_of(with_targets(targets, {"Mar 2015": 84, "Apr 2015": 84}, period="Apr 2015"))
    assert row.before is not None
    assert (row.before.rag, row.rating.rag) == ("Green", "Amber")


def test_a_static_direction_with_another_colour_is_listed():
    targets = [{"Period": "2014-15", "Target": 80}, {"Period": "2015-16", "Target": 90}]
    assessed = with_targets(targets, {"Mar 2015": 84, "Apr 2015": 84}, period="Apr 2015")
    assert said(assessed, "static but another colour") == [
        "Results!C2: Measure 1 is static since Mar 2015 but went from Green to Amber."
    ]


def test_so_is_one_since_the_outturn():
    targets = [{"Period": "2014-15", "Target": 80}, {"Period": "2015-16", "Target": 90}]
    results = {"Mar 2015": 84, "Apr 2015": 70, "May 2015": 84}
    assessed = with_targets(targets, results, period="May 2015")
    assert said(assessed, "static but another colour") == [
        "Results!C2: Measure 1 is static since Mar 2015 but went from Green to Amber."
    ]


def test_a_static_direction_in_the_same_colour_is_not_listed():
    assessed = one_measure({"Jan 2015": 84, "Feb 2015": 84}, Polarity="High", Target=85)
    assert not findings(assessed, "static but another colour")


# ---- overrides -----------------------------------------------------------------------------------

OVERRIDE = {
    "Ref": "1",
    "Period": "Feb 2015",
    "Reason": "Ofsted found the figure too kind.",
    "Owner": "Head of service",
}


def judged(commentary: list[dict[str, Any]], results: dict[str, Any] | None = None) -> Assessed:
    """Visits: Green, improved since January, no outturn; with these rows on Commentary."""
    results = results or {"Jan 2015": 80, "Feb 2015": 90}
    return assess_book(workbook([VISITS], long(results), Commentary=commentary), period="Feb 2015")


@pytest.mark.parametrize(
    ("cells", "rag", "previous", "outturn", "overridden"),
    [
        ({"RAG override": "Red"}, "Red", "improved", "n/a", "rag=Green"),
        ({"RAG override": "a"}, "Amber", "improved", "n/a", "rag=Green"),
        ({"RAG override": "n/a"}, "n/a", "improved", "n/a", "rag=Green"),
        ({"RAG override": "green"}, "Green", "improved", "n/a", ""),  # as computed
        ({"Direction override": "Worsened"}, "Green", "worsened", "n/a", "direction_previous=improved"),
        ({"Direction override": "→"}, "Green", "static", "n/a", "direction_previous=improved"),
        ({"Direction override": "n/a"}, "Green", "n/a", "n/a", "direction_previous=improved"),
        ({"Outturn direction override": "Better"}, "Green", "improved", "improved", "direction_outturn=n/a"),
        (
            {"RAG override": "Red", "Direction override": "Same", "Outturn direction override": "Worse"},
            "Red", "static", "worsened",
            "rag=Green; direction_previous=improved; direction_outturn=n/a",
        ),
    ],
)  # fmt: skip
def test_an_override_stands_in_front_and_the_computed_value_is_kept(
    cells, rag, previous, outturn, overridden
):
    record = record_of(judged([OVERRIDE | cells]))
    assert (record["rag"], record["direction_previous"], record["direction_outturn"]) == (
        rag,
        previous,
        outturn,
    )
    assert record["overridden"] == overridden


def test_who_and_why_are_the_reason():
    row = row_of(judged([OVERRIDE | {"RAG override": "Red"}]))
    assert row.rating.reason == (
        "Ofsted found the figure too kind (override by Head of service; computed Green)"
    )
    assert (row.rating.computed, row.rating.computed_reason) == ("Green", "Met by 5")


def test_an_override_is_listed_once_with_all_that_it_changes():
    assessed = judged([OVERRIDE | {"RAG override": "Red", "Direction override": "Worse"}])
    assert said(assessed, "override") == [
        "Commentary!A2: Measure 1: rating Red instead of Green, direction worsened instead of improved, by "
        "Head of service: Ofsted found the figure too kind."
    ]


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        (["Period"], "a period"),
        (["Reason"], "a reason"),
        (["Owner"], "an owner"),
        (["Reason", "Owner"], "a reason and an owner"),
        (["Period", "Reason", "Owner"], "a period, a reason and an owner"),
    ],
)
def test_an_incomplete_override_is_not_applied_and_is_a_check(lacking, words):
    cells = {name: text for name, text in OVERRIDE.items() if name not in lacking}
    assessed = judged([cells | {"RAG override": "Red"}])
    assert (record_of(assessed)["rag"], record_of(assessed)["overridden"]) == ("Green", "")
    assert said(assessed, "override incomplete") == [
        f"Commentary!A2: The override of measure 1 lacks {words} and is not applied. "
        "Fill in Period, Reason and Owner, or empty the override."
    ]


def test_an_incomplete_override_is_reported_even_behind_another_row():
    undated = {"Ref": "1", "RAG override": "Red", "Reason": "x", "Owner": "y"}
    assessed = judged([undated, {"Ref": "1", "Period": "Feb 2015", "Commentary": "All visits were held."}])
    assert len(findings(assessed, "override incomplete")) == 1


@pytest.mark.parametrize("column", ["RAG override", "Direction override", "Outturn direction override"])
def test_a_word_that_is_none_is_not_applied_and_is_a_check(column):
    assessed = judged([OVERRIDE | {column: "Purple"}])
    record = record_of(assessed)
    assert (record["rag"], record["direction_previous"], record["overridden"]) == ("Green", "improved", "")
    (finding,) = findings(assessed, "override not understood")
    assert '"Purple" is none of' in finding.what
    assert not assessed.has_errors  # a figure is shown all the same


def test_an_override_of_another_period_changes_nothing():
    record = record_of(judged([OVERRIDE | {"Period": "Jan 2015", "RAG override": "Red"}]))
    assert (record["rag"], record["overridden"]) == ("Green", "")


def test_the_previous_period_is_as_it_was_judged_then():
    row = row_of(judged([OVERRIDE | {"Period": "Jan 2015", "RAG override": "Red"}]))
    assert row.before is not None
    assert (row.before.rag, row.before.computed) == ("Red", "Amber")


def test_an_override_of_a_carried_result_still_holds():
    assessed = assess_book(
        workbook(
            [VISITS, {"Ref": "2", "Measure": "B"}],
            long({"Jan 2015": 80}) + long({"Jan 2015": 1, "Feb 2015": 1}, "2"),
            Commentary=[OVERRIDE | {"Period": "Jan 2015", "RAG override": "Red"}],
        )
    )
    assert record_of(assessed)["rag"] == "Red"


def quarterly_with(commentary: dict[str, Any]) -> Assessed:
    measures: list[dict[str, Any]] = [
        VISITS | {"Frequency": "Quarterly"},
        *({"Ref": ref, "Measure": ref} for ref in "AB"),
    ]
    results = long({"Q3 2014-15": 90}) + long({"Feb 2015": 1}, "A") + long({"Feb 2015": 1}, "B")
    return assess_book(workbook(measures, results, Commentary=[commentary]))


def test_commentary_for_the_reporting_month_reaches_a_quarterly_measure():
    row = row_of(quarterly_with({"Ref": "1", "Period": "Feb 2015", "Commentary": "Visits are on time."}))
    assert row.commentary is not None
    assert row.commentary.commentary == "Visits are on time."


def test_an_override_for_a_quarter_still_to_come_is_not_applied_and_is_a_check():
    assessed = quarterly_with(OVERRIDE | {"RAG override": "Red"})
    assert record_of(assessed)["rag"] == "Green"
    assert said(assessed, "override not applied") == [
        "Commentary!A2: The override of measure 1 is for Q4 2014-15, which has no result by Feb 2015; it is "
        "not applied. Write the period of the result, Q3 2014-15."
    ]


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("Red", "Red"), ("R", "Red"), ("amber", "Amber"), ("A", "Amber"), ("G.", "Green"),
        (" green ", "Green"), ("n/a", "n/a"), ("NA", "n/a"), ("Not rated", "n/a"), ("Blue", None), ("", None),
    ],
)  # fmt: skip
def test_bands_by_word_and_letter(text, band):
    assert band_called(text, load_config().ratings.rule_of("standard")) == band


# ---- what Data checks lists ----------------------------------------------------------------------


def test_a_rating_that_rounding_changed_is_listed():
    assessed = one_measure({"Feb 2015": percent(0.84962, 1)}, Polarity="High", Unit="%", Target=percent(0.85))
    assert record_of(assessed)["rag"] == "Green"
    assert said(assessed, "rating changed by rounding") == [
        "Results!C2: Measure 1 is Green as published (85.0%) and would be Amber unrounded (84.96%)."
    ]


@pytest.mark.parametrize(
    ("numerator", "listed"),
    [(2499, ["reads 100.0% as published and is 99.96%, by which it is rated."]), (2500, []), (2498, [])],
)
def test_what_reads_100_percent_and_is_not_is_listed(numerator, listed):
    results = [{"Ref": "1", "Period": "Feb 2015", "Numerator": numerator, "Denominator": 2500}]
    measure = VISITS | {"Unit": "%", "Target": percent(1.0), "Decimals": 1}
    found = said(assess_book(workbook([measure], results)), "not quite all or none")
    assert [text.removeprefix("Results!C2: Measure 1 ") for text in found] == listed


def rounded_pair(**columns: Any) -> Assessed:
    results = [
        {"Ref": "1", "Period": "Mar 2014", "Value": percent(0.607, 1)},
        {"Ref": "1", "Period": "Jan 2015", "Value": percent(0.607, 1)},
        {"Ref": "1", "Period": "Feb 2015", "Numerator": 17, "Denominator": 28},
    ]
    measure = VISITS | {"Unit": "%", "Target": percent(0.85), "Data period": "SS"} | columns
    return assess_book(workbook([measure], results))


def test_pairs_that_nobody_can_tell_apart_are_listed_for_both_comparators():
    assert said(rounded_pair(), "direction hangs on rounding") == [
        "Results!C2: Measure 1 reads the same for Feb 2015 and Mar 2014 as published; its direction is "
        "static.",
        "Results!C3: Measure 1 reads the same for Feb 2015 and Jan 2015 as published; its direction is "
        "static.",
    ]


def test_unless_a_static_tolerance_settles_it():
    assert not findings(rounded_pair(**{"Static tolerance": "2 points"}), "direction hangs on rounding")


def test_small_denominators_are_marked():
    results = [{"Ref": "1", "Period": "Feb 2015", "Numerator": 4, "Denominator": 8}]
    assessed = assess_book(workbook([VISITS | {"Unit": "%"}], results))
    assert said(assessed, "small denominator") == [
        "Results!C2: Measure 1: one case of 8 is worth 12.5 points."
    ]


def test_findings_name_the_area():
    results = [
        {"Ref": "1", "Period": when, "Area": area, "Value": 80}
        for area in ("North", "South")
        for when in (("Jan 2015",) if area == "South" else ("Jan 2015", "Feb 2015"))
    ]
    assessed = assess_book(workbook([VISITS], results), period="Feb 2015")
    (finding,) = findings(assessed, "older result")
    assert finding.what.startswith("Measure 1 (South) has no result for Feb 2015")


# ---- exception pages -----------------------------------------------------------------------------


def history(assessed: Assessed) -> list[tuple[str, str, str]]:
    (row,) = assessed.scorecard.exceptions
    return [(p.period.label, str(p.rating.rag), str(p.standards.target)) for p in row.history]


def test_each_earlier_period_is_rated_by_the_standards_and_override_of_its_own_time():
    sheets = workbook(
        [VISITS],
        long({"Mar 2014": 60, "Apr 2014": 80, "Jan 2015": 90, "Feb 2015": 60}),
        Targets=[{"Ref": "1", "Period": "2013-14", "Target": 50}],
        Commentary=[OVERRIDE | {"Period": "Jan 2015", "RAG override": "Amber"}],
    )
    assert history(assess_book(sheets, period="Feb 2015")) == [
        ("Mar 2014", "Green", "50"),
        ("Apr 2014", "Amber", "85"),
        ("Jan 2015", "Amber", "85"),
        ("Feb 2015", "Red", "85"),
    ]


def test_full_precision_by_setting():
    exactly = settings(ratings=replace(load_config().ratings, round_results=False))
    assessed = one_measure(
        {"Feb 2015": percent(0.84962, 1)}, config=exactly, Polarity="High", Unit="%", Target=percent(0.85)
    )
    assert record_of(assessed)["rag"] == "Amber"
    assert not findings(assessed, "rating changed by rounding")


def test_areas_have_a_row_each_with_their_own_comparators():
    results = [
        {"Ref": "1", "Period": when, "Area": area, "Value": value}
        for area, then, now in (("North", 80, 90), ("South", 90, 80))
        for when, value in (("Jan 2015", then), ("Feb 2015", now))
    ]
    rows: tuple[RatedMeasure, ...] = assess_book(workbook([VISITS], results)).rows
    assert [(row.area, row.rating.rag, row.previous.effect.value) for row in rows] == [
        ("North", "Green", "improved"),
        ("South", "Amber", "worsened"),
    ]
    (row,) = assess_book(workbook([VISITS], results), area="south").rows
    assert (row.area, row.rating.rag) == ("South", "Amber")


# ---- trajectories --------------------------------------------------------------------------------


@pytest.mark.parametrize(("period", "intended"), [("Jan 2015", None), ("Feb 2015", 80), ("Mar 2015", 80)])
def test_a_trajectory_is_shown_beside_the_result_and_rates_nothing(period, intended):
    sheets = workbook(
        [VISITS],
        long({"Jan 2015": 82, "Feb 2015": 82, "Mar 2015": 82}),
        Targets=[{"Ref": "1", "Period": "Feb 2015", "Kind": "Trajectory", "Target": 80}],
    )
    row = row_of(assess_book(sheets, period=period))
    assert (row.trajectory, row.standards.target, row.rating.rag) == (intended, 85, "Amber")


# ---- targets of other years, gaps, results still to come -----------------------------------------


def test_an_annual_result_of_another_year_says_which_target_is_missing():
    measures: list[dict[str, Any]] = [
        {"Ref": "1", "Measure": "Monthly"},
        {"Ref": "A1", "Measure": "GCSE", "Frequency": "Academic year", "Polarity": "High", "Target": 60},
    ]
    results = [
        {"Ref": "1", "Period": "Feb 2024", "Value": 5},
        {"Ref": "A1", "Period": "2022-23", "Value": 55},
    ]
    assessed = assess_book(workbook(measures, results), period="Feb 2024")
    assert said(assessed, "target of another year") == [
        "Results!C3: Measure A1: its result is for AY 2022-23, the target on Measures is for AY 2023-24; it "
        "is not rated. Add a row for AY 2022-23 on Targets."
    ]
    targets = [{"Ref": "A1", "Period": "2022-23", "Target": 50}]
    rated = assess_book(workbook(measures, results, Targets=targets), period="Feb 2024")
    assert (record_of(rated, "A1")["rag"], said(rated, "target of another year")) == ("Green", [])


def test_so_does_a_carried_result_of_a_closed_year():
    measures = [{"Ref": ref, "Measure": ref, "Polarity": "High", "Target": 60} for ref in "12"]
    results = [{"Ref": "1", "Period": "May 2014", "Value": 5}, {"Ref": "2", "Period": "Mar 2014", "Value": 5}]
    (line,) = said(assess_book(workbook(measures, results), period="May 2014"), "target of another year")
    assert "its result is for Mar 2014, the target on Measures is for 2014-15; it is not rated." in line


@pytest.mark.parametrize(
    ("results", "columns", "line"),
    [
        (
            {"Jan 2015": 1, "Mar 2015": 3},
            {},
            "Results!C2: Measure 1 has no figure for Feb 2015; Mar 2015 is compared with Jan 2015.",
        ),
        (
            {"Jan 2015": 1, "Feb 2015": "x", "Mar 2015": 3},
            {},
            "Results!C2: Measure 1 has no figure for Feb 2015; Mar 2015 is compared with Jan 2015.",
        ),
        ({"Feb 2015": 1, "Mar 2015": 3}, {}, ""),
        ({"Mar 2014": 1, "Mar 2015": 3}, {"Compare_with": "Same period last year"}, ""),
        ({"Apr 2013": 1, "Mar 2014": 4, "Apr 2014": 3}, {"Data_period": "YTD"}, ""),
        ({"Mar 2015": 3}, {}, ""),
    ],
)
def test_a_skipped_gap_is_noted(results, columns, line):
    assert said(one_measure(results, Polarity="High", **columns), "gap skipped") == ([line] if line else [])


def test_results_that_are_all_later_are_the_reason():
    measures = [{"Ref": ref, "Measure": ref, "Polarity": "High", "Target": 60} for ref in "12"]
    results = [{"Ref": "1", "Period": "Feb 2015", "Value": 5}, {"Ref": "2", "Period": "May 2015", "Value": 5}]
    assessed = assess_book(workbook(measures, results), period="Feb 2015")
    reason = "Not rated: no result by Feb 2015 (the first is for May 2015)"
    assert record_of(assessed, "2")["rag_reason"] == reason


def test_an_override_for_all_areas_is_listed_for_each_area():
    results = [{"Ref": "1", "Period": "Feb 2015", "Area": area, "Value": 80} for area in ("North", "South")]
    written = {"Ref": "1", "Period": "Feb 2015", "RAG override": "Red", "Reason": "Late", "Owner": "Head"}
    listed = said(assess_book(workbook([VISITS], results, Commentary=[written])), "override")
    assert [line.split("Measure ")[1].split(":")[0] for line in listed] == ["1 (North)", "1 (South)"]


# ---- comparisons and benchmarks ------------------------------------------------------------------


def with_config(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "scorecard_xl.yaml"
    file.write_text(text, "utf-8")
    return load_config(file)


@pytest.mark.parametrize(
    ("cumulative", "effect", "rag"),
    [
        ("Previous period", "improved", "Improving"),
        ("Same period last year", "worsened", "Not achieving"),
    ],
)
def test_a_rules_condition_looks_at_the_direction_that_is_shown(tmp_path, cumulative, effect, rag):
    config = with_config(
        tmp_path, f"direction: {{cumulative: {cumulative}}}\nratings: {{rule: improving towards target}}\n"
    )
    measure = VISITS | {"Target": "", "Data period": "YTD"}
    results = long({"Feb 2014": 900, "Jan 2015": 700, "Feb 2015": 800})
    targets = [{"Ref": "1", "Period": "Feb 2015", "Target": 1000}]
    row = row_of(assess_book(workbook([measure], results, Targets=targets), config=config))
    assert (row.previous.effect.value, row.rating.rag) == (effect, rag)


@pytest.mark.parametrize(
    ("second", "effect", "applied"), [("Outturn", "improved", True), ("none", "n/a", False)]
)
def test_no_override_of_a_comparison_that_is_not_made(tmp_path, second, effect, applied):
    config = with_config(tmp_path, f"direction: {{second: {second}}}\n")
    written = [OVERRIDE | {"Outturn direction override": "Improved"}]
    assessed = assess_book(workbook([VISITS], long({"Feb 2015": 90}), Commentary=written), config=config)
    assert row_of(assessed).outturn.effect.value == effect
    assert said(assessed, "override not applied") == (
        []
        if applied
        else [
            "Commentary!A2: The override of measure 1 gives an outturn direction, which is not shown "
            "(direction.second is none). Empty the outturn direction override."
        ]
    )


def england(*figures: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [
        {"Ref": "1", "Benchmark": "England", "Period": period, "Value": value, "Area": area}
        for period, value, area in figures
    ]


def by_england(value: Any, benchmarks: list[dict[str, Any]], config: Any = None, **columns: Any) -> Assessed:
    measure = VISITS | {"Unit": "%", "Target": "England or better"} | columns
    results = [{"Ref": "1", "Period": "Feb 2015", "Value": value, "Area": "North"}]
    return assess_book(workbook([measure], results, Benchmarks=benchmarks), "Feb 2015", config=config)


@pytest.mark.parametrize(
    ("figures", "value"),
    [
        ([("2013-14", 60, ""), ("2014-15", 80, "")], 60),  # the year has not ended
        ([("2012-13", 60, "North"), ("2013-14", 80, "")], 60),  # the area's own, however old
        ([("2012-13", 60, ""), ("2013-14", 80, "")], 80),
        ([("Feb 2015", 80, ""), ("Mar 2015", 60, "")], 80),
        ([("Mar 2015", 60, "")], None),
    ],
)
def test_the_benchmark_shown_is_the_one_rated_by(figures, value):
    row = row_of(by_england(70, england(*figures)), area="North")
    assert (row.standards.target, [of.value for of in row.benchmarks]) == (value, [value] if value else [])


def test_beside_a_target_of_its_own_the_latest_benchmark_is_shown():
    results = long({"Dec 2014": 80}) + long({"Feb 2015": 1}, "2")
    benchmarks = england(("Dec 2014", 60, ""), ("Jan 2015", 61, ""), ("Mar 2015", 62, ""))
    for target, value in ((85, 61), ("England or better", 60)):  # by which December is rated
        measures: list[dict[str, Any]] = [VISITS | {"Target": target}, {"Ref": "2", "Measure": "B"}]
        row = row_of(assess_book(workbook(measures, results, Benchmarks=benchmarks), "Feb 2015"))
        assert [of.value for of in row.benchmarks] == [value]


@pytest.mark.parametrize(("benchmark", "rag"), [(84, "n/a"), (85, "Green"), (86, "Amber")])
def test_a_benchmark_under_the_minimum_standard_contradicts_it(benchmark, rag):
    found = by_england(85, england(("2013-14", benchmark, "")), **{"Minimum standard": 85})
    assert record_of(found, area="North")["rag"] == rag
    assert said(found, "minimum standard on the wrong side") == (
        [
            "Measures!D2: The minimum standard 85 of measure 1 is above its target 84, though its polarity "
            "is High. Its target is England, 2013-14. Correct one of the three."
        ]
        if rag == "n/a"
        else []
    )


@pytest.mark.parametrize("pro_rata", ["yes", "no"])
@pytest.mark.parametrize(
    ("period", "figure", "rag"),
    [
        ("Feb 2015", 950, "Green"),
        ("Feb 2015", 951, "Amber"),  # no year's figure, which would be shared out
        ("Feb 2014", 950, "Green"),  # the same months of another year
        ("Jan 2015", 950, "n/a"),  # ten months beside eleven
        ("2013-14", 950, "n/a"),
    ],
)
@pytest.mark.parametrize("columns", [{}, {"Target": "", "Rule": "better than benchmark"}])
def test_a_benchmark_beside_a_count_to_date(tmp_path, pro_rata, period, figure, rag, columns):
    config = with_config(tmp_path, f"ratings: {{pro_rata: {pro_rata}}}\n")
    neighbours = columns and {"Benchmark": "Statistical neighbours"}
    benchmarks = [row | dict(neighbours) for row in england((period, figure, ""))]
    value = 950 if not columns else 950.5  # that rule's Green is beyond
    found = by_england(
        value, benchmarks, config, **{"Data period": "YTD", "Unit": "number", "Decimals": 1}, **columns
    )
    assert record_of(found, area="North")["rag"] == rag
