"""Whether a measure is rated at all, by which target, and what would have met it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorecard_xl.config import load_config
from scorecard_xl.model import Absence, CasesToTarget, Measure, Polarity, Rag, Result, Unit
from scorecard_xl.periods import Calendar
from scorecard_xl.ratings.assess import cases_in_words, cases_to_target, child_is_worth
from tools.bands import three
from tools.memory import assess_book, one_measure, percent, record_of, row_of, settings, workbook

D = Decimal
FEBRUARY = Calendar().month(2015, 2)
NEVER = "Not rated: "


def rated(value: Any = 80, **columns: Any) -> tuple[str, str, str]:
    """Colour, reason and direction of a measure with this result for February and 70 for January."""
    given: dict[str, Any] = {"Polarity": "High", "Target": 85} | columns
    record = record_of(one_measure({"Jan 2015": 70, "Feb 2015": value}, period="Feb 2015", **given))
    return record["rag"], record["rag_reason"], record["direction_previous"]


# ---- five and more different reasons for n/a, the direction still shown where it can be ----------


@pytest.mark.parametrize(
    ("columns", "absence", "reason", "direction"),
    [
        ({"Rated": "No"}, Absence.BY_CHOICE, "by choice (Rated is No)", "improved"),
        ({"Target": ""}, Absence.NO_TARGET, "no target for Feb 2015", "improved"),
        ({"Target": "-"}, Absence.NO_TARGET, "no target for Feb 2015", "improved"),
        (
            {"Polarity": ""},
            Absence.NO_POLARITY,
            "no polarity, neither high nor low is better",
            "n/a",
        ),
        ({"value": "x"}, Absence.SUPPRESSED, "suppressed", "n/a"),
        (
            {"Data_period": "YTD"},
            Absence.YEAR_TARGET_ONLY,
            "the target is for the whole year, the figure is not",
            "improved",
        ),
    ],
)  # fmt: skip
def test_not_rated_because(columns, absence, reason, direction):
    value = columns.pop("value", 80)
    rag, said, moved = rated(value, **columns)
    assert (rag, said, moved) == ("n/a", NEVER + reason, direction)
    book = one_measure({"Jan 2015": 70, "Feb 2015": value}, **{"Polarity": "High", "Target": 85} | columns)
    assert row_of(book).rating.absence is absence


def with_status(**cells: Any) -> tuple[str, str]:
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Target": 85, "Unit": "%"}
    results = [
        {"Ref": "1", "Period": "Jan 2015", "Value": 70},
        {"Ref": "1", "Period": "Feb 2015", **cells},
    ]
    record = record_of(assess_book(workbook([measure], results), period="Feb 2015"))
    return record["rag_reason"], record["period"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Status": "Suppressed"}, "Not rated: suppressed"),
        ({"Status": "Not due"}, "Not rated: not due"),
        ({"Numerator": 0, "Denominator": 0}, "Not rated: no cases"),
        ({"Value": "about 80"}, "Not rated: the result is in error, see Data checks"),
        ({"Numerator": 3, "Denominator": 0}, "Not rated: the result is in error, see Data checks"),
    ],
)
def test_a_result_without_a_figure_says_why_and_no_older_one_is_shown_instead(cells, reason):
    assert with_status(**cells) == (reason, "Feb 2015")


def test_no_data_at_all():
    others = [{"Ref": "2", "Period": "Feb 2015", "Value": 1}]
    measures = [{"Ref": ref, "Measure": ref, "Polarity": "High", "Target": 1} for ref in ("1", "2")]
    row = row_of(assess_book(workbook(measures, others)))
    assert (row.rating.absence, row.rating.reason) == (Absence.NO_DATA, "Not rated: no data")
    assert (row.previous.absence, row.outturn.absence) == (Absence.NO_DATA, Absence.NO_DATA)


def test_a_result_in_words_is_shown_and_not_rated():
    assessed = one_measure({"Jan 2015": "Fair", "Feb 2015": "Good"}, Unit="text", Polarity="High", Target=3)
    row = row_of(assessed)
    assert row.result is not None
    assert (row.result.text, row.rating.reason) == ("Good", "Not rated: the result is words")
    assert (row.previous.effect.value, row.previous.reason) == ("n/a", "the result is words")
    assert not assessed.has_errors


def test_a_row_in_error_is_shown_and_not_rated():
    rag, reason, direction = rated(80, Polarity="Hihg")
    assert (rag, direction) == ("n/a", "n/a")
    assert reason.startswith('Not rated: Polarity "Hihg" is none of High, Low, Target or None')


def test_a_target_in_error_leaves_the_direction():
    rag, reason, direction = rated(80, Target=85, Minimum_standard=90)
    assert (rag, direction) == ("n/a", "improved")
    assert "minimum standard 90 of measure 1 is above its target 85" in reason


def test_a_range_is_rated_without_polarity():
    assert rated(80, Polarity="", Target="", Range_low=75, Range_high=85)[0] == "Green"


def test_every_rating_has_a_reason_and_every_absence_is_a_rating():
    changes: list[dict[str, Any]] = [{}, {"Target": ""}, {"Rated": "No"}, {"Polarity": "None"}]
    for columns in changes:
        given: dict[str, Any] = {"Polarity": "High", "Target": 85} | columns
        row = row_of(one_measure({"Feb 2015": 80}, **given))
        assert row.rating.reason
        assert (row.rating.absence is None) == (row.rating.computed != Rag.NOT_RATED)


# ---- which target: cumulative counts and the year's target ---------------------------------------

YEAR = {
    f"{month} {2014 + (place > 8)}": 10 * (place + 1)
    for place, month in enumerate("Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar".split())
}
QUARTERS = {f"Q{number} 2014-15": 30 * number for number in (1, 2, 3, 4)}


def cumulative(period: str, targets: list[dict[str, Any]] | None = None, **columns: Any) -> tuple[str, str]:
    """Colour and target of a count that grows by 10 a month, against 120 for the year."""
    pro_rata = columns.pop("pro_rata", False)
    results = QUARTERS if period.startswith("Q") else YEAR
    measure = {
        "Ref": "1",
        "Measure": "Adoptions",
        "Polarity": "High",
        "Data period": "YTD",
        "Unit": "number",
        "Target": 120,
    } | columns
    long = [{"Ref": "1", "Period": when, "Value": value} for when, value in results.items()]
    config = settings(ratings=replace(load_config().ratings, pro_rata=pro_rata))
    sheets = {"Targets": [{"Ref": "1", **row} for row in targets]} if targets else {}
    record = record_of(assess_book(workbook([measure], long, **sheets), period=period, config=config))
    return record["rag"], record["target"]


@pytest.mark.parametrize(
    ("period", "rag"),
    [
        ("Feb 2015", "n/a"),  # 110 of 120 with a month to go: neither met nor missed
        ("Mar 2015", "Green"),
        ("Apr 2014", "n/a"),
        ("Q3 2014-15", "n/a"),
        ("Q4 2014-15", "Green"),
    ],
)
@pytest.mark.parametrize("unit", ["number", "£"])
def test_a_cumulative_count_meets_the_years_target_at_the_years_end_only(period, rag, unit):
    assert cumulative(period, Unit=unit)[0] == rag


@pytest.mark.parametrize(
    "columns",
    [{"Data period": "SS"}, {"Data period": "R12M"}, {"Unit": "days"}, {"Unit": "%"}, {"Unit": "rate"}],
)
def test_what_does_not_cumulate_is_rated_all_year(columns):
    assert cumulative("Feb 2015", **columns)[0] in ("Amber", "Red")


@pytest.mark.parametrize(
    ("targets", "period", "rag", "target"),
    [
        ([{"Period": "Feb 2015", "Target": 110}], "Feb 2015", "Green", "110"),
        ([{"Period": "Feb 2015", "Target": 111}], "Feb 2015", "Amber", "111"),
        ([{"Period": "2014-15", "Target": 100}], "Feb 2015", "n/a", "100"),
        ([{"Period": "2014-15", "Target": 100}], "Mar 2015", "Green", "100"),
        # a quarter's target is for its last month
        ([{"Period": "Q3 2014-15", "Target": 90}], "Dec 2014", "Green", "90"),
        ([{"Period": "Q3 2014-15", "Target": 90}], "Nov 2014", "n/a", "120"),
        # an earlier month's target says nothing about a figure that has grown since
        ([{"Period": "Sep 2014", "Target": 60}], "Feb 2015", "n/a", "120"),
        ([{"Period": "Sep 2014", "Target": 60}], "Mar 2015", "Green", "120"),
        (
            [{"Period": "Sep 2014", "Target": 60}, {"Period": "2014-15", "Target": 125}],
            "Mar 2015",
            "Amber",
            "125",
        ),
    ],
)
def test_a_cumulative_count_needs_a_target_for_its_period(targets, period, rag, target):
    assert cumulative(period, targets) == (rag, target)


def test_a_snapshot_is_rated_by_the_target_of_an_earlier_month_of_the_year():
    targets = [{"Period": "Sep 2014", "Target": 110}]
    assert cumulative("Feb 2015", targets, **{"Data period": "SS"}) == ("Green", "110")


@pytest.mark.parametrize(
    ("columns", "period", "rag"),
    [
        ({}, "Feb 2015", "Green"),  # 110 against 11/12 of 120
        ({"Target": 121}, "Feb 2015", "Amber"),
        ({"Target": 120}, "Q1 2014-15", "Green"),  # 30 against 3/12 of 120
        ({"Target": 133}, "Feb 2015", "Amber"),  # 121.9, Amber from 109.7
        ({"Target": 134}, "Feb 2015", "Red"),
        ({"Target": 121, "Minimum standard": 120}, "Feb 2015", "Amber"),  # the minimum shares too
        ({"Target": 122, "Minimum standard": 121}, "Feb 2015", "Red"),
        ({"Target": 132, "Green tolerance": "12 points"}, "Feb 2015", "Green"),  # 121 less 11
        ({"Target": 132, "Green tolerance": "11.9 points"}, "Feb 2015", "Amber"),
    ],
)
def test_pro_rata_by_setting(columns, period, rag):
    assert cumulative(period, pro_rata=True, **columns)[0] == rag


def test_pro_rata_says_so_and_prints_readable_bands():
    config = settings(ratings=replace(load_config().ratings, pro_rata=True))
    found = one_measure(
        {"Aug 2014": 40}, config=config, Polarity="High", Data_period="YTD", Unit="number", Target=100
    )
    rating = row_of(found).rating
    assert (rating.rag, rating.reason) == ("Amber", "1.67 below target (pro rata: 5 of 12 months of 100)")


def test_pro_rata_does_not_share_a_months_own_target():
    targets = [{"Period": "Sep 2014", "Target": 60}]
    assert cumulative("Sep 2014", targets, pro_rata=True)[0] == "Green"
    assert cumulative("Oct 2014", targets, pro_rata=True)[0] == "Green"  # 70 against 7/12 of 120


# ---- how many cases would have met it (M2) -------------------------------------------------------


def cases(
    numerator: str, denominator: str, polarity: Polarity, limit: str, rag: Rag, **columns: Any
) -> CasesToTarget | None:
    given: dict[str, Any] = {"unit": Unit.PERCENT, "multiplier": D(100)} | columns
    measure = Measure("1", "Visits", polarity=polarity, **given)
    result = Result(FEBRUARY, D(0), numerator=D(numerator), denominator=D(denominator))
    green = (D(limit), None) if polarity is Polarity.HIGH else (None, D(limit))
    return cases_to_target(measure, result, three(green), rag)


@pytest.mark.parametrize(
    ("numerator", "denominator", "polarity", "limit", "rag", "needed", "words"),
    [
        ("17", "28", Polarity.HIGH, "85", Rag.RED, 24, "7 more needed"),  # Kent, measure 12
        ("24", "28", Polarity.HIGH, "85", Rag.GREEN, 24, ""),
        ("26", "28", Polarity.HIGH, "85", Rag.GREEN, 24, "2 to spare"),
        ("17", "20", Polarity.HIGH, "85", Rag.GREEN, 17, ""),
        ("16", "20", Polarity.HIGH, "85", Rag.AMBER, 17, "1 more needed"),
        ("4414", "15432", Polarity.LOW, "25", Rag.AMBER, 3858, "556 fewer needed"),
        ("70", "1254", Polarity.LOW, "10", Rag.GREEN, 125, "55 to spare"),
        ("14000", "28000", Polarity.HIGH, "100", Rag.RED, 28000, "14,000 more needed"),
    ],
)
def test_cases_to_target(numerator, denominator, polarity, limit, rag, needed, words):
    found = cases(numerator, denominator, polarity, limit, rag)
    assert found is not None
    assert (int(found.needed), cases_in_words(found)) == (needed, words)


@pytest.mark.parametrize(
    ("numerator", "denominator", "polarity", "columns"),
    [
        ("85.1", "465.0", Polarity.HIGH, {}),  # full-time equivalents are no cases
        ("17", "0", Polarity.HIGH, {}),
        ("17", "28", Polarity.TARGET, {}),
        ("17", "28", Polarity.NONE, {}),
        ("17", "28", Polarity.HIGH, {"unit": Unit.RATE}),
        ("17", "28", Polarity.HIGH, {"multiplier": D(1000)}),
    ],
)
def test_where_no_number_of_cases_can_be_said(numerator, denominator, polarity, columns):
    assert cases(numerator, denominator, polarity, "85", Rag.RED, **columns) is None


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 100))
def test_the_cases_needed_are_just_enough(numerator, denominator, target):
    found = cases(str(numerator), str(denominator), Polarity.HIGH, str(target), Rag.RED)
    assert found is not None
    assert found.needed * 100 >= target * denominator
    assert (found.needed - 1) * 100 < target * denominator


@pytest.mark.parametrize(
    ("denominator", "words"),
    [
        ("8", "one case of 8 is worth 12.5 points"),
        ("19", "one case of 19 is worth 5.3 points"),
        ("20", ""),
        ("0", ""),
    ],
)
def test_what_one_child_is_worth(denominator, words):
    measure = Measure("1", "Visits", unit=Unit.PERCENT, multiplier=D(100))
    result = Result(FEBRUARY, D(50), numerator=D(4), denominator=D(denominator))
    assert child_is_worth(result, measure, D(20)) == words


# ---- adding measures changes nothing -------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["High", "Low", "Target", "None"]),
            st.integers(0, 100),
            st.integers(0, 100),
            st.integers(0, 100),
        ),
        min_size=1,
        max_size=4,
    ),
    st.tuples(st.sampled_from(["High", "Low"]), st.integers(0, 100)),
)
def test_an_unrelated_measure_changes_no_other_rating(others, added):
    measures, results = [], []
    for number, (polarity, target, then, now) in enumerate(others):
        ref = f"M{number}"
        measures.append({"Ref": ref, "Measure": ref, "Polarity": polarity, "Unit": "%", "Target": target})
        results += [
            {"Ref": ref, "Period": when, "Value": percent(value / 100, 0)}
            for when, value in (("Jan 2015", then), ("Feb 2015", now))
        ]
    alone = assess_book(workbook(measures, results), period="Feb 2015")
    measures.insert(0, {"Ref": "new", "Measure": "new", "Polarity": added[0], "Unit": "%", "Target": 50})
    results.insert(0, {"Ref": "new", "Period": "Feb 2015", "Value": percent(added[1] / 100, 0)})
    beside = assess_book(workbook(measures, results), period="Feb 2015")
    for number in range(len(others)):
        assert record_of(alone, f"M{number}") == record_of(beside, f"M{number}")


# ---- the rule gives the reason -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("standard", "25 below target, under the 80 minimum"),
        ("two colours", "25 below target (no amber by rule)"),
        ("within 10%", "25 below target, outside the allowance of 10% of target"),
    ],
)
def test_why_red_is_what_the_rule_says(rule, reason):
    config = load_config()
    config = replace(config, ratings=replace(config.ratings, rule=rule))
    columns: dict[str, Any] = {"Polarity": "High", "Target": 85, "Minimum_standard": 80, "Decimals": 0}
    record = record_of(one_measure({"Feb 2015": 60}, config=config, **columns))
    assert (record["rag"], record["rag_reason"]) == ("Red", reason)
