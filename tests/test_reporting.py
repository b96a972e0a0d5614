"""Which period is reported, and which period of each measure belongs to it."""

from typing import Any

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.pipeline import Assessed
from tools.memory import assess_book, record_of, settings, workbook

Given = tuple[dict[str, Any], dict[str, Any]]  # a measure's columns, and its results by period


def reported(*measures: Given, period: str = "", **config: Any) -> Assessed:
    """Assess measures A, B, C …, each given by its columns and its results by period."""
    rows, results = [], []
    for ref, (columns, values) in zip("ABCDEFGH", measures, strict=False):
        rows.append({"Ref": ref, "Measure": ref} | columns)
        results += [{"Ref": ref, "Period": when} | _cells(value) for when, value in values.items()]
    return assess_book(workbook(rows, results), period=period, config=settings(**config))


def _cells(value: Any) -> dict[str, Any]:
    return {"Value": "", "Status": value} if isinstance(value, str) else {"Value": value}


def period_of(assessed: Assessed) -> str:
    return assessed.scorecard.period.label


JANUARY, FEBRUARY = {"Jan 2015": 1}, {"Jan 2015": 1, "Feb 2015": 2}


# ---- the default: half of the measures due -------------------------------------------------------


@pytest.mark.parametrize(
    ("with_february", "of", "period"),
    [(0, 4, "Jan 2015"), (1, 4, "Jan 2015"), (2, 4, "Feb 2015"), (3, 4, "Feb 2015"), (1, 2, "Feb 2015")],
)
def test_the_latest_period_with_results_for_half_the_measures(with_february, of, period):
    measures: list[Given] = [({}, FEBRUARY if place < with_february else JANUARY) for place in range(of)]
    assert period_of(reported(*measures)) == period


def test_a_later_result_is_not_used():
    assessed = reported(({}, FEBRUARY), ({}, JANUARY), ({}, JANUARY))
    assert (record_of(assessed, "A")["period"], record_of(assessed, "A")["value"]) == ("Jan 2015", "1")


def test_measures_of_other_frequencies_are_due_when_their_own_period_closes():
    quarterly = ({"Frequency": "Quarterly"}, {"Q3 2014-15": 1})
    assert period_of(reported(({}, FEBRUARY), ({}, FEBRUARY), ({}, JANUARY), quarterly)) == "Feb 2015"
    # in March a quarter closes as well: two of five are there
    march = {**FEBRUARY, "Mar 2015": 3}
    monthly: list[Given] = [({}, march), ({}, march), ({}, FEBRUARY)]
    assert period_of(reported(*monthly, quarterly, quarterly, rhythm="monthly")) == "Feb 2015"


@pytest.mark.parametrize(
    "columns",
    [{"Show": "No"}, {"To": "Jan 2015"}, {"From": "Mar 2015"}],
    ids=["hidden", "retired", "to come"],
)
def test_measures_that_are_not_on_the_scorecard_are_not_due(columns):
    others = [(columns, JANUARY)] * 3
    assert period_of(reported(({}, FEBRUARY), *others)) == "Feb 2015"


@pytest.mark.parametrize(
    ("rule", "period"),
    [("judgement", "Feb 2015"), ("forecast faces", "Feb 2015"), ("", "Jan 2015"), ("quartiles", "Jan 2015")],
)
def test_measures_whose_rule_rates_no_result_are_not_due(rule, period):
    without: Given = ({"Rule": rule}, {})
    assert period_of(reported(({}, FEBRUARY), ({}, JANUARY), ({}, JANUARY), *[without] * 2)) == "Jan 2015"
    due: Given = ({"Rule": rule}, JANUARY)
    assert period_of(reported(({}, FEBRUARY), due, due)) == period


def test_what_is_not_due_is_not_due():
    not_due: Given = ({}, {**JANUARY, "Feb 2015": "Not due"})
    assert period_of(reported(({}, FEBRUARY), not_due, not_due, not_due)) == "Feb 2015"
    assert period_of(reported(({}, JANUARY), not_due, not_due)) == "Jan 2015"


def test_a_suppressed_result_is_one():
    suppressed: Given = ({}, {**JANUARY, "Feb 2015": "Suppressed"})
    assert period_of(reported(({}, JANUARY), suppressed)) == "Feb 2015"


def test_rows_prepared_for_the_next_month_are_no_results():
    prepared = {**JANUARY, "Feb 2015": None}
    assert period_of(reported(({}, prepared), ({}, prepared))) == "Jan 2015"


def test_where_no_period_reaches_half_the_latest_with_results_is_reported():
    measures: list[Given] = [({}, {month: 1}) for month in ("Oct 2014", "Nov 2014", "Dec 2014", "Jan 2015")]
    assert period_of(reported(*measures)) == "Jan 2015"


# ---- the rhythm ----------------------------------------------------------------------------------

QUARTERLY = ({"Frequency": "Quarterly"}, {"Q2 2014-15": 1, "Q3 2014-15": 2})
ANNUAL = ({"Frequency": "Annual"}, {"2012-13": 1, "2013-14": 2})
ACADEMIC = ({"Frequency": "Academic year"}, {"2012-13": 1, "2013-14": 2})
MONTHLY: Given = ({}, FEBRUARY)


@pytest.mark.parametrize(
    ("measures", "period", "previous"),
    [
        ([MONTHLY, MONTHLY, QUARTERLY], "Feb 2015", "Jan 2015"),
        ([MONTHLY, QUARTERLY, QUARTERLY], "Q3 2014-15", "Q2 2014-15"),
        ([MONTHLY, QUARTERLY], "Feb 2015", "Jan 2015"),  # as many of each: the finer
        ([ANNUAL, ANNUAL, MONTHLY], "2013-14", "2012-13"),
        ([ACADEMIC, ACADEMIC, MONTHLY], "Feb 2015", "Jan 2015"),
        ([ACADEMIC, ACADEMIC], "AY 2013-14", "AY 2012-13"),  # nothing else is reported
        ([({"Frequency": "Annual"}, {"2013": 1, "2014": 2})], "2014", "2013"),
        ([({"Frequency": "Annual"}, {"2011-13": 1, "2012-14": 2})], "2014", "2013"),
    ],
)
def test_the_scorecards_own_rhythm(measures, period, previous):
    scorecard = reported(*measures).scorecard
    assert (scorecard.period.label, scorecard.previous_period.label) == (period, previous)


@pytest.mark.parametrize(
    ("rhythm", "period"), [("monthly", "Mar 2015"), ("quarterly", "Q4 2014-15"), ("annual", "2014-15")]
)
def test_the_rhythm_by_setting(rhythm, period):
    measure: Given = ({}, {"Dec 2014": 1, "Mar 2015": 2})
    assert period_of(reported(measure, rhythm=rhythm)) == period


def test_a_quarter_that_has_not_ended_is_not_reported():
    monthly: Given = ({}, {"Dec 2014": 1, "Feb 2015": 2})
    assert period_of(reported(monthly, rhythm="quarterly")) == "Q3 2014-15"


# ---- the period asked for ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        ("Jan 2015", "Jan 2015"),
        ("january 2015", "Jan 2015"),
        ("2015-01", "Jan 2015"),
        ("31/01/2015", "Jan 2015"),
        ("Q4 2014-15", "Q4 2014-15"),
        ("2014-15", "2014-15"),
    ],
)
def test_forms_of_the_period(asked, period):
    assert period_of(reported(({}, FEBRUARY), period=asked)) == period


def test_a_date_means_the_quarter_on_a_quarterly_scorecard():
    assert period_of(reported(QUARTERLY, period="31/12/2014")) == "Q3 2014-15"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            "Mar 2015",
            "There are no results for Mar 2015: the latest are for Feb 2015. Choose another period, or add "
            "the results.",
        ),
        (
            "Dec 2014",
            "There are no results for Dec 2014: the latest are for Feb 2015. Choose another period, or add "
            "the results.",
        ),
        (
            "Febuary 2015",
            'The reporting period can\'t be read: "Febuary 2015" is misspelt. Did you mean February 2015? '
            "Write it like Feb 2015 or Q2 2019-20.",
        ),
    ],
)
def test_a_period_that_cannot_be_reported_is_refused_in_one_sentence(asked, sentence):
    with pytest.raises(ScorecardError) as problem:
        reported(({}, {**FEBRUARY, "Mar 2015": None}), period=asked)
    assert str(problem.value) == sentence


def test_no_results_at_all():
    with pytest.raises(ScorecardError, match="No result could be read for any measure"):
        reported(({}, {"Feb 2015": None}))


# ---- measures that come and go -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "period", "shown"),
    [
        ({"From": "Feb 2015"}, "Jan 2015", False),
        ({"From": "Feb 2015"}, "Feb 2015", True),
        ({"To": "Jan 2015"}, "Jan 2015", True),
        ({"To": "Jan 2015"}, "Feb 2015", False),
        ({"From": "2014-15", "To": "2014-15"}, "Feb 2015", True),
        ({"From": "2015-16"}, "Feb 2015", False),
        ({"To": "2013-14"}, "Feb 2015", False),
        ({"Show": "No"}, "Feb 2015", False),
        ({"Show": "Exception only"}, "Feb 2015", True),
    ],
)
def test_new_and_retired_measures(columns, period, shown):
    assessed = reported(({}, FEBRUARY), (columns, FEBRUARY), period=period)
    assert ("B" in [row.measure.ref for row in assessed.rows]) is shown


@pytest.mark.parametrize(
    ("frequency", "own"),
    [
        ("Monthly", "Feb 2015"),
        ("Quarterly", "Q3 2014-15"),
        ("Annual", "2013-14"),
        ("Academic year", "AY 2013-14"),
    ],
)
def test_the_last_period_of_its_own_that_has_ended(frequency, own):
    values = {"Monthly": {"Feb 2015": 1}}.get(frequency, {own.removeprefix("AY "): 1})
    assessed = reported(({}, FEBRUARY), ({}, FEBRUARY), ({"Frequency": frequency}, values))
    assert record_of(assessed, "C")["period"] == own


def test_a_years_own_result_is_not_the_month_that_ends_it():
    measure: Given = ({}, {"Feb 2015": 2, "2014-15": 99, "Mar 2015": 3})
    record = record_of(reported(measure, period="Mar 2015"), "A")
    assert (record["period"], record["value"]) == ("Mar 2015", "3")
