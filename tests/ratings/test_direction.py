"""Direction of travel: which earlier result it is, whether the number moved, and whether that is good."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorecard_xl.config import load_config
from scorecard_xl.model import (
    Absence,
    DataPeriod,
    Direction,
    Measure,
    Polarity,
    Result,
    ResultStatus,
    Standards,
    Tolerance,
    Unit,
)
from scorecard_xl.periods import Calendar, Period
from scorecard_xl.ratings.comparators import OUTTURN_BY_LAST_PERIOD
from scorecard_xl.ratings.direction import USUAL, Terms, compare
from tools.memory import assess_book, one_measure, record_of, row_of, settings, workbook

D = Decimal
FEBRUARY, JANUARY = Calendar().month(2015, 2), Calendar().month(2015, 1)
POLARITIES = {"H": Polarity.HIGH, "L": Polarity.LOW, "T": Polarity.TARGET, "-": Polarity.NONE}
NOTHING_IS_STATIC = Tolerance(D(0), relative=False)


def result(period: Period, value: str, unrounded: str = "") -> Result:
    return Result(period, D(value), D(unrounded) if unrounded else None)


def direction(
    then: str,
    now: str,
    polarity: str,
    *,
    static: Tolerance = NOTHING_IS_STATIC,
    unit: Unit = Unit.PERCENT,
    unrounded: tuple[str, str] = ("", ""),
    terms: Terms = USUAL,
    **given: str,
) -> Direction:
    """From January's to February's result, both published with one decimal."""
    measure = Measure("1", "Visits", polarity=POLARITIES[polarity], unit=unit, decimals=1)
    limits: dict[str, Any] = {name: D(text) for name, text in given.items()}
    standards = Standards(**limits)
    before, after = unrounded
    one, other = result(FEBRUARY, now, after), result(JANUARY, then, before)
    return compare(one, other, measure, standards, static, terms)


# ---- better, same or worse -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "given", "then", "now", "effect", "movement"),
    [
        ("H", {}, "82.7", "83.6", "improved", "Up"),
        ("H", {}, "88.5", "86.7", "worsened", "Down"),
        ("H", {}, "60.7", "60.7", "static", "Level"),
        ("L", {}, "28.7", "28.6", "improved", "Down"),
        ("L", {}, "26.6", "28.6", "worsened", "Up"),
        ("L", {}, "0", "0", "static", "Level"),
        ("H", {}, "-3", "-2", "improved", "Up"),
        ("L", {}, "-3", "-2", "worsened", "Up"),
        # Target: by the distance to the target
        ("T", {"target": "45"}, "37.0", "37.2", "improved", "Up"),
        ("T", {"target": "45"}, "46.7", "37.2", "worsened", "Down"),
        ("T", {"target": "88"}, "90.9", "90.5", "improved", "Down"),
        ("T", {"target": "88"}, "89.5", "90.5", "worsened", "Up"),
        ("T", {"target": "45"}, "44", "46", "static", "Up"),  # as far on the other side
        ("T", {"target": "45"}, "44", "45.9", "improved", "Up"),
        ("T", {"target": "45"}, "44", "46.1", "worsened", "Up"),
        # a target goes before a range
        ("T", {"target": "45", "range_low": "40", "range_high": "50"}, "41", "43", "improved", "Up"),
        # without a target, by the distance to the range; anywhere inside is as good
        ("T", {"range_low": "95", "range_high": "100"}, "90", "94", "improved", "Up"),
        ("T", {"range_low": "95", "range_high": "100"}, "96", "99", "static", "Up"),
        ("-", {"range_low": "95", "range_high": "100"}, "96", "94", "worsened", "Down"),
        ("-", {"range_low": "95", "target": "99"}, "96", "97", "static", "Up"),
        # no polarity: the number's movement alone
        ("-", {}, "544.3", "528.5", "n/a", "Down"),
        ("-", {"target": "522.6"}, "544.3", "528.5", "n/a", "Down"),
        # nothing to be near to
        ("T", {}, "44", "46", "n/a", "Up"),
    ],
)
def test_effect(polarity, given, then, now, effect, movement):
    found = direction(then, now, polarity, **given)
    assert (found.effect.value, found.movement.value) == (effect, movement)


@pytest.mark.parametrize(
    ("static", "then", "now", "effect"),
    [
        # Cheshire East: static within 10% of the previous result
        ("10%", "50", "55", "static"),
        ("10%", "50", "55.1", "improved"),
        ("10%", "50", "45", "static"),
        ("10%", "50", "44.9", "worsened"),
        ("10%", "-50", "-55", "static"),
        ("10%", "-50", "-55.1", "worsened"),
        ("10%", "0", "0", "static"),
        ("10%", "0", "0.1", "improved"),
        ("2 points", "50", "52", "static"),
        ("2 points", "50", "52.1", "improved"),
        ("2 points", "50", "48", "static"),
        ("2 points", "50", "47.9", "worsened"),
        ("2 points", "0", "2", "static"),
    ],
)
def test_static_tolerance(static, then, now, effect):
    tolerance = Tolerance(D(static.removesuffix("%").removesuffix(" points")), relative="%" in static)
    assert direction(then, now, "H", static=tolerance).effect.value == effect


# ---- full precision, or as published -------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "effect", "doubtful"),
    [
        # (as published, unrounded where known)
        (("60.7", "60.68"), ("60.7", "60.71"), "improved", True),  # both known: full precision
        (("60.7", "60.71"), ("60.7", "60.68"), "worsened", True),
        (("60.7", "60.71"), ("60.7", "60.71"), "static", False),
        (("60.7", ""), ("60.7", "60.71"), "static", True),  # one side rounded: as published
        (("60.7", "60.68"), ("60.7", ""), "static", True),
        (("60.7", ""), ("60.7", ""), "static", True),  # D7: nobody can tell
        (("60.7", ""), ("60.8", "60.76"), "improved", False),
        (("60.7", ""), ("60.7", "60.749"), "static", True),
        (("60.7", "60.7"), ("60.8", "60.8"), "improved", False),
        (("100", ""), ("100", ""), "static", False),  # all is all
        (("100", ""), ("100", "99.96"), "static", True),
        (("0", ""), ("0", ""), "static", False),
    ],
)
def test_precision(then, now, effect, doubtful):
    found = direction(then[0], now[0], "H", unrounded=(then[1], now[1]))
    assert (found.effect.value, found.only_by_rounding) == (effect, doubtful)


@pytest.mark.parametrize(
    ("then", "now", "effect", "doubtful"),
    [
        # static where both read the same, whatever lies unrounded
        (("60.7", "60.68"), ("60.7", "60.71"), "static", True),
        (("60.7", "60.71"), ("60.7", "60.71"), "static", False),
        (("60.7", "60.74"), ("60.8", "60.75"), "improved", False),  # just outside: they read differently
        (("60.7", ""), ("60.8", ""), "improved", False),
    ],
)
def test_static_where_only_rounding_differs(then, now, effect, doubtful):
    terms = Terms(by_rounding=True)
    found = direction(then[0], now[0], "H", unrounded=(then[1], now[1]), terms=terms)
    assert (found.effect.value, found.only_by_rounding) == (effect, doubtful)
    if doubtful:
        assert found.reason == "reads the same since Jan 2015 (60.7%)"


@pytest.mark.parametrize(
    ("polarity", "then", "now", "at_best"),
    [
        ("H", "100", "100", True),
        ("H", "99.9", "99.9", False),
        ("H", ("100", "99.96"), ("100", "99.96"), False),  # reads 100.0% and is not
        ("L", "0", "0", True),
        ("L", "0.1", "0.1", False),
        ("L", ("0", "0.04"), ("0", "0.04"), False),
        ("H", "0", "0", False),
        ("L", "100", "100", False),
        ("T", "100", "100", False),
        ("H", "99", "100", False),  # reached, not held: it has improved as it is
        ("H", "100", "99", False),
    ],
)
def test_the_best_there_can_be_held(polarity, then, now, at_best):
    then, now = ((value, "") if isinstance(value, str) else value for value in (then, now))
    given = {"target": "100"} if polarity == "T" else {}
    pair: dict[str, Any] = {"unrounded": (then[1], now[1]), **given}
    usual = direction(then[0], now[0], polarity, **pair)
    improved = direction(then[0], now[0], polarity, terms=Terms(best_improves=True), **pair)
    assert usual.at_best is improved.at_best is at_best
    if at_best:
        assert (usual.effect.value, improved.effect.value) == ("static", "improved")
        assert improved.reason == f"{usual.reason}, at the best there can be"
    else:
        assert improved == usual


@pytest.mark.parametrize(
    ("then", "now", "in_range", "to_middle"),
    [
        ("96", "97", "static", "improved"),  # 97.5 is the middle
        ("97", "98", "static", "static"),
        ("97", "98.1", "static", "worsened"),
        ("94", "96", "improved", "improved"),
        ("96", "100", "static", "worsened"),
    ],
)
@pytest.mark.parametrize("polarity", ["T", "-"])
def test_a_range_may_be_aimed_at_in_its_middle(polarity, then, now, in_range, to_middle):
    limits: dict[str, Any] = {"range_low": "95", "range_high": "100"}
    assert direction(then, now, polarity, **limits).effect.value == in_range
    found = direction(then, now, polarity, terms=Terms(midpoint=True), **limits)
    assert found.effect.value == to_middle
    assert found.reason.endswith("the middle of the acceptable range")
    # a target goes before the range and its middle
    aimed = direction("96", "97", "T", terms=Terms(midpoint=True), target="96", **limits)
    assert aimed.effect.value == "worsened"


def test_counts_are_what_they_are():
    assert not direction("26", "26", "L", unit=Unit.NUMBER).only_by_rounding
    assert not direction("1112.4", "1112.4", "L", unit=Unit.POUNDS).only_by_rounding


def test_rounding_does_not_matter_inside_a_static_tolerance():
    ten_percent = Tolerance(D(10), relative=True)
    assert not direction("60.7", "60.7", "H", static=ten_percent).only_by_rounding


def test_floats_that_differ_in_their_last_digit_are_equal():
    found = row_of(one_measure({"Jan 2015": 0.3, "Feb 2015": 0.1 + 0.2}, Polarity="High", Decimals=2))
    assert found.previous.effect.value == "static"


@pytest.mark.parametrize(
    ("then", "now", "reason"),
    [
        ("82.7", "83.6", "up by 0.9 points since Jan 2015 (82.7%)"),
        ("83.6", "82.6", "down by 1.0 point since Jan 2015 (83.6%)"),
        ("60.7", "60.7", "unchanged since Jan 2015 (60.7%)"),
    ],
)
def test_reasons(then, now, reason):
    assert direction(then, now, "H").reason == reason


def test_a_difference_that_is_not_printed_is_told():
    found = direction("60.7", "60.7", "H", unrounded=("60.710", "60.714"))
    assert found.reason == "up by 0.004 points since Jan 2015 (60.7%)"


@pytest.mark.parametrize(
    ("given", "now", "place"),
    [
        ({"target": "45"}, "45.5", "nearer to target"),
        ({"target": "45"}, "43", "further from target"),
        ({"target": "45.1"}, "46.2", "as far from target"),
        ({"range_low": "45"}, "44.5", "nearer to the acceptable range"),
    ],
)
def test_reasons_for_target_polarity(given, now, place):
    assert direction("44", now, "T", **given).reason.endswith(f"since Jan 2015 (44.0%), {place}")


# ---- which earlier result: the previous one -------------------------------------------------------

MONTHS = "Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar".split()


def months(year: int, *values: Any) -> dict[str, Any]:
    """Results of a financial year's months, from April; None leaves one out."""
    named = {
        f"{month} {year + (place > 8)}": value
        for place, (month, value) in enumerate(zip(MONTHS, values, strict=False))
    }
    return {period: value for period, value in named.items() if value is not None}


def compared(results: Mapping[str, Any], **columns: Any) -> tuple[str, str, str, str]:
    """The previous and the outturn period and value of the one measure."""
    period = columns.pop("period", "")
    config = columns.pop("config", None)
    record = record_of(one_measure(results, period=period, config=config, Polarity="High", **columns))
    return record["previous_period"], record["previous"], record["outturn_period"], record["outturn"]


def test_a_monthly_measure_looks_one_month_back():
    assert compared(months(2014, 1, 2, 3))[:2] == ("May 2014", "2")


def test_a_missing_month_gives_way_to_the_latest_earlier_one_with_its_period():
    assert compared(months(2014, 1, None, None, 4))[:2] == ("Apr 2014", "1")


@pytest.mark.parametrize("gap", ["", "-", "n/a", "x"])
def test_so_does_a_month_without_a_figure(gap):
    assert compared(months(2014, 1, 2, gap, 4))[:2] == ("May 2014", "2")


def test_the_first_result_ever_has_nothing_to_compare_with():
    row = row_of(one_measure({"Feb 2015": 4}, Polarity="High"))
    assert row.previous.effect.value == "n/a"
    assert row.previous.absence is Absence.NO_COMPARATOR
    assert row.previous.reason == "no earlier figure to compare with"


def quarterly_scorecard(monthly: Mapping[str, Any], **columns: Any) -> dict[str, str]:
    """A monthly measure on a scorecard whose other measures are quarterly."""
    quarters = ("Q1 2019-20", "Q2 2019-20")
    measures = [{"Ref": ref, "Measure": ref, "Polarity": "High"} for ref in "ABC"]
    results = [{"Ref": ref, "Period": when, "Value": 5} for ref in "ABC" for when in quarters]
    measures.append({"Ref": "1", "Measure": "Monthly", "Polarity": "High", **columns})
    results += [{"Ref": "1", "Period": when, "Value": value} for when, value in monthly.items()]
    return record_of(assess_book(workbook(measures, results)))


def test_a_quarterly_scorecard_compares_september_with_june():
    record = quarterly_scorecard(months(2019, 1, 2, 3, 4, 5, 6, 7))
    assert (record["period"], record["value"]) == ("Sep 2019", "6")
    assert (record["previous_period"], record["previous"]) == ("Jun 2019", "3")


def test_without_june_it_takes_what_it_showed_then():
    record = quarterly_scorecard(months(2019, 1, 2, None, 4, 5, 6))
    assert record["previous_period"] == "May 2019"


def test_without_anything_up_to_june_it_takes_the_latest_earlier_month():
    record = quarterly_scorecard(months(2019, None, None, None, 4, 5, 6))
    assert record["previous_period"] == "Aug 2019"


def test_in_a_quarterly_scorecard_june_opens_the_year_to_date():
    before, now = months(2018, *range(12)), months(2019, 20, 21, 22)
    shown = settings(rhythm="quarterly")
    assert compared({**before, **now}, config=shown, Data_period="YTD", period="Jun 2019")[:2] == (
        "Jun 2018",
        "2",
    )


def monthly_scorecard(results: Mapping[str, Any], **columns: Any) -> dict[str, str]:
    """A measure of another frequency on a monthly scorecard for February 2015."""
    measures = [{"Ref": ref, "Measure": ref, "Polarity": "High"} for ref in "ABC"]
    monthly = [{"Ref": ref, "Period": when, "Value": 5} for ref in "ABC" for when in ("Jan 2015", "Feb 2015")]
    measures.append({"Ref": "1", "Measure": "Other", "Polarity": "High", **columns})
    other = [{"Ref": "1", "Period": when, "Value": value} for when, value in results.items()]
    return record_of(assess_book(workbook(measures, monthly + other)))


@pytest.mark.parametrize(
    ("frequency", "results", "period", "previous", "outturn"),
    [
        (
            "Quarterly",
            {"Q4 2013-14": 1, "Q2 2014-15": 2, "Q3 2014-15": 3, "Q4 2014-15": 9},
            "Q3 2014-15",
            "Q2 2014-15",
            "Q4 2013-14",
        ),
        ("Annual", {"2012-13": 1, "2013-14": 2, "2014-15": 9}, "2013-14", "2012-13", "2012-13"),
        ("Annual", {"2011-12": 1, "2013-14": 2}, "2013-14", "2011-12", ""),
        ("Academic year", {"2012-13": 1, "2013-14": 2}, "AY 2013-14", "AY 2012-13", "AY 2012-13"),
        ("Annual", {"2013": 1, "2014": 2, "2015": 9}, "2014", "2013", "2013"),
        ("Annual", {"2011-13": 2, "2012-14": 3}, "2012-14", "2011-13", "2011-13"),
    ],
)
def test_other_frequencies_on_a_monthly_scorecard(frequency, results, period, previous, outturn):
    record = monthly_scorecard(results, Frequency=frequency, **{"Data period": "SS"})
    assert (record["period"], record["previous_period"], record["outturn_period"]) == (
        period,
        previous,
        outturn,
    )


# ---- year to date --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reported", "previous"),
    [
        ((1, 2, 3), "May 2014"),  # June: May is in the same year
        ((1, None, 3), "Apr 2014"),
        ((1,), "Apr 2013"),  # April: the same month last year, not March
        ((None, 2), ""),  # May without April: nothing of this year to compare with
    ],
)
def test_a_year_to_date_figure_stays_in_its_year(reported, previous):
    found = compared({**months(2013, *range(1, 13)), **months(2014, *reported)}, Data_period="YTD")
    assert found[0] == previous


def test_april_has_no_comparator_where_a_style_says_so():
    strict = settings(direction=replace(load_config().direction, first_period_of_year="n/a"))
    results = {**months(2013, *range(1, 13)), "Apr 2014": 5}
    row = row_of(one_measure(results, config=strict, Polarity="High", Data_period="YTD"))
    assert (row.previous.absence, row.previous.effect.value) == (Absence.NEW_YEAR, "n/a")


def test_april_without_last_april_is_a_new_year():
    results = {"Mar 2014": 12, "Apr 2014": 5}
    row = row_of(one_measure(results, Polarity="High", Data_period="YTD"))
    assert row.previous.absence is Absence.NEW_YEAR


@pytest.mark.parametrize("data_period", ["SS", "R12M", "In period"])
def test_only_year_to_date_minds_the_year(data_period):
    results = {"Mar 2014": 12, "Apr 2014": 5, "Apr 2013": 3}
    assert compared(results, Data_period=data_period)[0] == "Mar 2014"


# ---- the outturn ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data_period", "with_year", "without_year"),
    [
        ("SS", "2013-14", "Mar 2014"),
        ("YTD", "2013-14", "Mar 2014"),
        ("R12M", "2013-14", "Mar 2014"),
        ("In period", "2013-14", ""),  # March is one month's figure, never the year's
        ("", "2013-14", ""),  # and may be, where nobody says
    ],
)
def test_outturn_is_the_years_own_result_else_march(data_period, with_year, without_year):
    monthly = {"Mar 2014": 12, "Jan 2015": 1, "Feb 2015": 2}
    assert compared({**monthly, "2013-14": 99}, Data_period=data_period, Unit="%")[2] == with_year
    assert compared(monthly, Data_period=data_period, Unit="%")[2] == without_year


@pytest.mark.parametrize("unit", ["number", "£"])
@pytest.mark.parametrize(
    ("results", "data_period", "outturn"),
    [
        ({"May 2013": 2, "Mar 2014": 41, "May 2014": 5}, "YTD", ("May 2013", "2")),
        ({"May 2013": 2, "2013-14": 41, "May 2014": 5}, "YTD", ("May 2013", "2")),
        ({"2013-14": 41, "May 2014": 5}, "YTD", ("", "")),
        ({"Mar 2014": 41, "Feb 2015": 40}, "YTD", ("", "")),
        ({"Mar 2014": 41, "Mar 2015": 40}, "YTD", ("Mar 2014", "41")),  # the year's last month is the year
        ({"2013-14": 41, "Mar 2015": 40}, "YTD", ("2013-14", "41")),
        ({"Q1 2013-14": 9, "Q4 2013-14": 41, "Q1 2014-15": 10}, "YTD", ("Q1 2013-14", "9")),
        ({"Q4 2013-14": 41, "Q4 2014-15": 40}, "YTD", ("Q4 2013-14", "41")),
        ({"2013-14": 41, "2014-15": 40}, "YTD", ("2013-14", "41")),
        ({"May 2013": 2, "2013-14": 41, "May 2014": 5}, "In period", ("May 2013", "2")),
        ({"Mar 2014": 2, "2013-14": 41, "Mar 2015": 5}, "In period", ("Mar 2014", "2")),
        ({"2013-14": 41, "Mar 2015": 5}, "In period", ("", "")),
        ({"2013-14": 41, "May 2014": 5}, "SS", ("2013-14", "41")),
        ({"2013-14": 41, "May 2014": 5}, "R12M", ("2013-14", "41")),
    ],
)
def test_a_part_of_a_year_is_not_compared_with_a_whole_one(unit, results, data_period, outturn):
    assert compared(results, Data_period=data_period, Unit=unit)[2:] == outturn


@pytest.mark.parametrize("unit", ["%", "rate", "days", "ratio"])
def test_shares_and_averages_of_a_part_may_be(unit):
    results = {"May 2013": 2, "2013-14": 41, "May 2014": 5}
    assert compared(results, Data_period="YTD", Unit=unit, Multiplier=1)[2:] == ("2013-14", "41")


def test_a_part_of_a_year_says_why_it_is_not_compared():
    row = row_of(one_measure({"2013-14": 41, "May 2014": 5}, Polarity="Low", Data_period="YTD"))
    assert (row.outturn.absence, row.outturn.effect.value) == (Absence.PART_OF_YEAR, "n/a")
    assert row.outturn.reason == (
        "the outturn is for a whole year, this figure for a part of it, and there is none for the same "
        "period last year"
    )


def test_the_previous_period_is_never_of_another_length():
    results = {"2013-14": 41, "Q4 2013-14": 9, "May 2014": 5}
    assert compared(results, Data_period="In period", Unit="number", period="May 2014")[0] == ""


def test_only_what_stands_for_the_year_stands_for_it():
    assert DataPeriod.IN_PERIOD not in OUTTURN_BY_LAST_PERIOD


def test_a_quarterly_outturn_is_quarter_4():
    assert compared({"Q4 2013-14": 7, "Q3 2013-14": 1, "Q2 2014-15": 8}, Data_period="SS")[2:] == (
        "Q4 2013-14",
        "7",
    )


def test_february_does_not_stand_for_march():
    found = compared({"Feb 2014": 7, "Feb 2015": 8}, Data_period="SS")
    assert found == ("Feb 2014", "7", "", "")


def test_the_year_begins_where_the_calendar_says():
    config = settings(calendar=Calendar(year_start=1))
    found = compared({"Dec 2014": 7, "Feb 2015": 8}, Data_period="SS", config=config)
    assert found[2:] == ("Dec 2014", "7")


def test_a_missing_outturn_says_why():
    results = {"Mar 2014": 12, "Feb 2015": 2}
    row = row_of(one_measure(results, Polarity="High"))
    assert row.outturn.reason.startswith("no outturn of last year to compare with; without a Data period")
    row = row_of(one_measure(results, Polarity="High", Data_period="In period"))
    assert row.outturn.reason == "no outturn of last year to compare with"


# ---- the comparator a measure asks for -----------------------------------------------------------


@pytest.mark.parametrize(
    ("compare_with", "previous"),
    [
        ("", "Jan 2015"),
        ("Previous period", "Jan 2015"),
        ("Same period last year", "Feb 2014"),
        ("Outturn", "Mar 2014"),
    ],
)
def test_compare_with(compare_with, previous):
    results = {"Feb 2014": 1, "Mar 2014": 2, "Jan 2015": 3, "Feb 2015": 4}
    assert compared(results, Data_period="SS", Compare_with=compare_with)[0] == previous


def test_the_same_period_last_year_or_nothing():
    results = {"Jan 2014": 1, "Jan 2015": 3, "Feb 2015": 4}
    row = row_of(one_measure(results, Polarity="High", Compare_with="Same period last year"))
    assert (row.previous.effect.value, row.previous.against) == ("n/a", None)
    assert row.previous.reason == "no figure for the same period last year"


# ---- a result without a figure -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "absence"),
    [
        (ResultStatus.SUPPRESSED, Absence.SUPPRESSED),
        (ResultStatus.NOT_DUE, Absence.NOT_DUE),
        (ResultStatus.NO_CASES, Absence.NO_CASES),
        (ResultStatus.IN_ERROR, Absence.IN_ERROR),
    ],
)
def test_no_figure_has_no_direction_and_says_why(status, absence):
    measure = Measure("1", "Visits", polarity=Polarity.HIGH)
    now, then = Result(FEBRUARY, None, status=status), result(JANUARY, "3")
    found = compare(now, then, measure, Standards(), NOTHING_IS_STATIC)
    assert (found.effect.value, found.absence, found.against) == ("n/a", absence, then)
    assert found.reason == f"no figure for Feb 2015: {absence.value}"


# ---- what holds for every pair -------------------------------------------------------------------

NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2).map(str)
OPPOSITE = {"improved": "worsened", "worsened": "improved", "static": "static"}


@given(NUMBERS, NUMBERS)
def test_there_and_back_are_opposite(one, other):
    there, back = direction(one, other, "H"), direction(other, one, "H")
    assert back.effect.value == OPPOSITE[there.effect.value]


@given(NUMBERS, NUMBERS)
def test_low_is_high_upside_down(one, other):
    high, low = direction(one, other, "H"), direction(one, other, "L")
    assert low.effect.value == OPPOSITE[high.effect.value]
    assert low.movement is high.movement


ANY_TERMS = st.builds(Terms, st.booleans(), st.booleans(), st.booleans())


@given(NUMBERS, NUMBERS, ANY_TERMS, st.integers(min_value=0, max_value=30), st.booleans())
def test_high_is_low_below_zero(one, other, terms, amount, relative):
    """The whole comparison mirrored at zero: only where 0 and 100% are the best there is a difference."""
    static = Tolerance(D(amount), relative)
    terms = replace(terms, best_improves=False)
    high = direction(one, other, "H", static=static, terms=terms)
    low = direction(str(-D(one)), str(-D(other)), "L", static=static, terms=terms)
    assert low.effect is high.effect
    assert low.change is not None and high.change is not None and low.change == -high.change


@given(NUMBERS, NUMBERS, NUMBERS)
def test_target_polarity_is_low_polarity_of_the_distance(one, other, target):
    target = str(round(D(target), 1))
    distances = [str(abs(round(D(value), 1) - D(target))) for value in (one, other)]
    one, other = (str(round(D(value), 1)) for value in (one, other))
    assert (
        direction(one, other, "T", target=target).effect is direction(distances[0], distances[1], "L").effect
    )
