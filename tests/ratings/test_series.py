"""Directions by trend and by variation, and the average of last year: reasons, edges and what has none."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorecard_xl.config import Config, load_config
from scorecard_xl.model import Absence, Comparator, Direction, Tolerance
from scorecard_xl.ratings.series import slope
from tools.memory import assess_book, one_measure, record_of, row_of, said, settings, workbook

D = Decimal


def by(comparator: Comparator, **changes: Any) -> Config:
    return settings(direction=replace(load_config().direction, first=comparator, **changes))


TREND, VARIATION, AVERAGE = (
    by(comparator) for comparator in (Comparator.TREND, Comparator.VARIATION, Comparator.AVERAGE)
)
MONTHS = [f"{month} 2014" for month in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()]
LAST_YEAR = [f"{month} 2013" for month in "Apr May Jun Jul Aug Sep Oct Nov Dec".split()] + MONTHS[:3]


def ending_in_december(*values: Any) -> dict[str, Any]:
    named = zip(MONTHS[-len(values) :], values, strict=True)
    return {month: value for month, value in named if value is not None}


def direction(results: dict[str, Any], config: Config, **columns: Any) -> Direction:
    return row_of(one_measure(results, config=config, **({"Polarity": "High"} | columns))).previous


# ---- trend ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ((10, 20, 30), "rising by 10 a month since Oct 2014 (trend of 3 figures)"),
        ((30, 20, 10), "falling by 10 a month since Oct 2014 (trend of 3 figures)"),
        ((5, 5, 5), "level since Oct 2014 (trend of 3 figures)"),
        ((1, 2, 1), "level since Oct 2014 (trend of 3 figures)"),
        ((10, None, 30, 40), "rising by 10 a month since Sep 2014 (trend of 3 figures)"),  # a gap is a gap
        ((10, 10), "too few figures for a trend: 2 figures in the last 12 periods, 3 are needed"),
    ],
)
def test_a_trend_says_how_steep_it_is(values, reason):
    assert direction(ending_in_december(*values), TREND).reason == reason


@pytest.mark.parametrize(
    ("tolerance", "values", "effect"),
    [
        # the line rises from 100 to 104 over the span
        ("4 points", (100, 102, 104), "static"),
        ("3.9 points", (100, 102, 104), "improved"),
        ("4%", (100, 102, 104), "static"),
        ("3.99%", (100, 102, 104), "improved"),
        ("0%", (100, 102, 104), "improved"),
    ],
)
def test_a_trend_is_static_within_the_tolerance_over_its_span(tolerance, values, effect):
    amount = Tolerance(D(tolerance.removesuffix("%").removesuffix(" points")), relative="%" in tolerance)
    config = by(Comparator.TREND, static_tolerance=amount)
    assert direction(ending_in_december(*values), config).effect.value == effect


@pytest.mark.parametrize(
    ("values", "effect", "words"),
    [
        ((30, 35, 40), "improved", "coming nearer"),
        ((60, 55, 50), "improved", "coming nearer"),
        ((50, 55, 60), "worsened", "going further"),
        ((40, 44, 46, 50), "static", "staying as far"),  # from one side to the other
    ],
)
def test_where_nearest_is_best_the_distance_has_the_trend(values, effect, words):
    found = direction(ending_in_december(*values), TREND, Polarity="Target", Target=45)
    assert (found.effect.value, found.reason.rpartition(", ")[2]) == (effect, words)


def test_without_a_target_nearness_has_no_trend():
    found = direction(ending_in_december(1, 2, 3), TREND, Polarity="Target")
    assert (found.absence, found.movement.value) == (Absence.NO_TARGET, "Up")


def test_a_count_to_date_has_no_trend():
    found = direction(ending_in_december(1, 2, 3), TREND, Data_period="YTD")
    assert (found.absence, found.effect.value) == (Absence.NO_SERIES, "n/a")
    assert found.reason == "a count or sum to date rises through the year, whatever happens"


def test_the_line_is_exact():
    # thirds in binary or decimal would leave a slope of 1e-17
    assert slope([(0, D("0.1")), (1, D("0.4")), (2, D("0.1"))])[0] == 0
    assert slope([(0, D(0)), (1, D(0)), (2, D(1)), (3, D(0))]) == (Fraction(1, 10), Fraction(1, 10))


def test_figures_known_and_rounded_are_compared_as_published():
    # unrounded 60.74 and 60.66 read 60.7: nothing has changed that anybody published
    results = ending_in_december(60.7, 60.7, 60.7)
    long = [{"Ref": "1", "Period": when, "Value": value} for when, value in results.items()]
    long[-1]["Value"] = 60.749
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Unit": "%", "Decimals": 1}
    found = row_of(assess_book(workbook([measure], long), config=TREND)).previous
    assert found.effect.value == "static"


def test_a_trend_is_named_where_there_is_no_single_period():
    record = record_of(one_measure(ending_in_december(1, 2, 3), config=TREND, Polarity="High"))
    assert (record["previous_period"], record["previous"]) == ("trend since Oct 2014", "")
    assert record["direction_previous"] == "improved"


SERIES = st.lists(st.decimals(min_value=-1000, max_value=1000, places=2), min_size=3, max_size=12)
OPPOSITE = {"improved": "worsened", "worsened": "improved", "static": "static"}


@given(SERIES)
def test_a_trend_read_backwards_is_the_opposite(values):
    there, back = (slope([*enumerate(series)])[0] for series in (values, values[::-1]))
    assert there == -back


@given(st.lists(st.integers(min_value=0, max_value=99), min_size=3, max_size=8))
def test_the_trend_of_low_is_that_of_high_upside_down(values):
    results = ending_in_december(*values)
    high, low = (direction(results, TREND, Polarity=polarity) for polarity in ("High", "Low"))
    assert low.effect.value == OPPOSITE[high.effect.value]
    assert low.movement is high.movement


# ---- variation -----------------------------------------------------------------------------------

NOISE = (10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10)


@pytest.mark.parametrize(
    ("values", "polarity", "beginning"),
    [
        ((*NOISE, 20), "High", "special cause improvement: above the upper limit (mean 11.3, limits "),
        ((*NOISE, 20), "Low", "special cause concern: above the upper limit (mean 11.3, limits "),
        ((*NOISE, 11), "High", "common cause variation (mean 10.5, limits 7.8 to 13.2, 12 figures)"),
        (NOISE, "High", "too few figures for variation: 11 figures, 12 are needed"),
    ],
)
def test_variation_says_why(values, polarity, beginning):
    found = direction(ending_in_december(*values), VARIATION, Polarity=polarity)
    assert found.reason.startswith(beginning)


@pytest.mark.parametrize("polarity", ["Target", "None"])
def test_without_a_good_side_variation_is_neutral(polarity):
    found = direction(ending_in_december(*NOISE, 20), VARIATION, Polarity=polarity, Target=10)
    assert (found.effect.value, found.movement.value, found.absence) == ("n/a", "Up", Absence.NO_POLARITY)
    assert found.reason.endswith("so neutral")


@pytest.mark.parametrize(
    ("data_period", "because"),
    [
        ("R12M", "no variation: rolling 12 months overlap: neighbours share eleven months of data"),
        ("YTD", "no variation: figures for the year to date start anew each year"),
    ],
)
def test_figures_that_overlap_have_no_variation(data_period, because):
    found = direction(ending_in_december(*NOISE, 20), VARIATION, Data_period=data_period)
    assert (found.absence, found.reason) == (Absence.NO_SERIES, because)


def test_signals_that_contradict_are_both_told():
    # far below, and rising for the last six
    values = (50, 51, 50, 51, 50, 51, 10, 9, 9.5, 10, 10.5, 11, 11.5, 12)
    results = dict(zip([*LAST_YEAR[7:9], *MONTHS], values, strict=True))
    found = direction(results, VARIATION, Decimals=1)
    assert found.reason.startswith("special cause concern: below the lower limit, though 6 in a row rising")


# ---- the average of last year --------------------------------------------------------------------


def test_an_average_is_told_with_its_year():
    results = dict(zip(LAST_YEAR, range(1, 13), strict=True)) | {"Dec 2014": 9}
    assessed = one_measure(results, config=AVERAGE, Polarity="High")
    record = record_of(assessed)
    assert (record["previous_period"], record["previous"]) == ("average of 2013-14", "6.5")
    assert row_of(assessed).previous.reason == "up by 2.5 since the average of 2013-14 (6.5)"
    assert "Compared with the average of 2013-14, 1 measure improved" in " ".join(
        assessed.scorecard.sentences
    )


@pytest.mark.parametrize(
    ("now", "effect"),
    [(2, "worsened"), (3, "improved")],
)
def test_an_average_of_counts_keeps_its_decimals(now, effect):
    results = dict(zip(LAST_YEAR, [2, 3] * 6, strict=True)) | {"Dec 2014": now}  # 2.5
    assert direction(results, AVERAGE).effect.value == effect


# Whole percentages whose average is 84 and a quarter, or a third, or not quite 84.05.
QUARTER = [84, 84, 84, 85] * 3
THIRD = [84, 84, 85] * 4
HARDLY = [Decimal("84.04")] * 12


@pytest.mark.parametrize(
    ("last_year", "now", "static", "effect", "reason"),
    [
        (QUARTER, 84, "", "worsened", "down by 0.3 points since the average of 2013-14 (84.3%)"),
        (QUARTER, 85, "", "improved", "up by 0.8 points since the average of 2013-14 (84.3%)"),
        (QUARTER, Decimal("84.25"), "", "static", "unchanged since the average of 2013-14 (84.3%)"),
        (QUARTER, Decimal("84.3"), "", "static", "unchanged since the average of 2013-14 (84.3%)"),
        (THIRD, 84, "", "worsened", "down by 0.3 points since the average of 2013-14 (84.3%)"),
        (HARDLY, 84, "", "static", "unchanged since the average of 2013-14 (84.0%)"),
        (HARDLY, Decimal("84.06"), "", "improved", "up by 0.02 points since the average of 2013-14 (84.0%)"),
        ([84] * 12, 84, "", "static", "unchanged since the average of 2013-14 (84%)"),
        # The tolerance holds on the exact difference: 0.75 points, though 85 and 84 are one apart.
        (QUARTER, 85, "0.75 points", "static", "within the static tolerance since the average of 2013-14"),
        (QUARTER, 85, "0.74 points", "improved", "up by 0.8 points since the average of 2013-14 (84.3%)"),
    ],
)
def test_an_average_is_compared_as_it_is(last_year, now, static, effect, reason):
    results = dict(zip(LAST_YEAR, map(float, last_year), strict=True)) | {"Dec 2014": float(now)}
    found = direction(results, AVERAGE, Unit="%", Decimals=0, Static_tolerance=static)
    assert (found.effect.value, found.reason.startswith(reason)) == (effect, True), found.reason


@pytest.mark.parametrize(("there", "absence"), [(6, None), (5, Absence.TOO_FEW), (0, Absence.TOO_FEW)])
def test_an_average_needs_half_of_its_year(there, absence):
    results = dict(zip(LAST_YEAR[:there], range(12), strict=False)) | {"Dec 2014": 9}
    assert direction(results, AVERAGE).absence is absence


def test_an_average_is_no_result_to_be_rated():
    results = dict(zip(LAST_YEAR, [9] * 12, strict=True)) | {"Dec 2014": 9}
    targets = [
        {"Ref": "1", "Period": "2013-14", "Target": 20},
        {"Ref": "1", "Period": "2014-15", "Target": 5},
    ]
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": "High"}
    long = [{"Ref": "1", "Period": when, "Value": value} for when, value in results.items()]
    assessed = assess_book(workbook([measure], long, Targets=targets), config=AVERAGE)
    assert row_of(assessed).previous.effect.value == "static"
    assert said(assessed, "static but another colour") == []


# ---- what a measure asks for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "previous"),
    [
        ("Trend", "trend since Jan 2014"),
        ("Regression", "trend since Jan 2014"),
        ("Same quarter last year", ""),
        ("Annual average", "average of 2013-14"),
        ("Annual prior", "Mar 2014"),
        ("SPC", "variation since Apr 2013"),
    ],
)
def test_compare_with(written, previous):
    results = dict(zip(LAST_YEAR, [4, 6] * 6, strict=True)) | dict(
        zip(MONTHS[3:], [5, 4, 6] * 3, strict=True)
    )
    del results["Dec 2013"]
    found = one_measure(results, Polarity="High", Data_period="SS", Compare_with=written)
    assert record_of(found)["previous_period"] == previous


def test_a_measure_that_names_the_previous_period_gets_it_though_it_cumulates():
    config = by(Comparator.PREVIOUS, cumulative=Comparator.LAST_YEAR)
    results = {"Nov 2013": 4, "Oct 2014": 2, "Nov 2014": 3}
    columns = {"Polarity": "High", "Data_period": "YTD"}
    assert record_of(one_measure(results, config=config, **columns))["previous_period"] == "Nov 2013"
    named = one_measure(results, config=config, Compare_with="Previous period", **columns)
    assert record_of(named)["previous_period"] == "Oct 2014"


# ---- what headings and sentences call it ----------------------------------------------------------


@pytest.mark.parametrize(
    ("comparator", "short"),
    [
        (Comparator.PREVIOUS, "Nov 14"),
        (Comparator.LAST_YEAR, "Dec 13"),
        (Comparator.AVERAGE, "average of 2013-14"),
        (Comparator.TREND, "Jan 14 (trend)"),
        (Comparator.VARIATION, "Apr 13 (variation)"),
    ],
)
def test_headings_name_the_comparator(comparator, short):
    results = dict(zip(LAST_YEAR, [4, 6] * 6, strict=True)) | dict(
        zip(MONTHS[3:], [5, 4, 6] * 3, strict=True)
    )
    assert one_measure(results, config=by(comparator), Polarity="High").scorecard.first_since.short == short


@pytest.mark.parametrize(
    ("comparator", "short"),
    [
        (Comparator.LAST_YEAR, "Dec 13"),
        (Comparator.AVERAGE, "last year's average"),
        (Comparator.TREND, "trend"),
    ],
)
def test_so_they_do_where_nothing_could_be_compared(comparator, short):
    assessed = one_measure({"Dec 2014": 5}, config=by(comparator), Polarity="High")
    assert assessed.scorecard.first_since.short == short


def test_pooled_counts_are_told_in_words():
    shown = replace(load_config().direction.shown, same="pooled")
    config = settings(direction=replace(load_config().direction, shown=shown))
    measures = [{"Ref": ref, "Measure": ref, "Polarity": "High", "Target": 1} for ref in "ABCD"]
    figures = {"A": (1, 2), "B": (2, 2), "C": (2, 1), "D": (3, 4)}
    results = [
        {"Ref": ref, "Period": when, "Value": value}
        for ref, values in figures.items()
        for when, value in zip(("Nov 2014", "Dec 2014"), values, strict=True)
    ]
    scorecard = assess_book(workbook(measures, results), config=config).scorecard
    assert scorecard.headline.endswith("3 of 4 are as good as in November 2014 or better")
    told = "Compared with November 2014, 3 measures improved or stayed the same and 1 worsened."
    assert told in scorecard.sentences
