"""Lint (M6): what each check says, and the texts and figures beside which it must stay silent."""

from collections.abc import Mapping
from typing import Any

import pytest

from scorecard_xl.config import load_config
from scorecard_xl.pipeline import Assessed
from tools.memory import assess_book, findings, percent, said, settings, workbook

VISITS = {
    "Ref": "1",
    "Measure": "Visits in time",
    "Polarity": "High",
    "Unit": "%",
    "Decimals": 1,
    "Data period": "SS",
}
MONTHS = "Mar-14 Apr-14 May-14 Jun-14 Jul-14 Aug-14 Sep-14 Oct-14 Nov-14 Dec-14 Jan-15 Feb-15".split()


def shares(*values: float, target: float = 85, polarity: str = "High") -> Assessed:
    return judged("", *values, target=target, polarity=polarity)


def judged(
    text: str,
    *values: float,
    target: float = 85,
    polarity: str = "High",
    outturn: float | None = None,
    **columns: Any,
) -> Assessed:
    """Visits, a percentage, with its last months up to February 2015 and a commentary for then."""
    measure = VISITS | {"Polarity": polarity, "Target": percent(target / 100)} | columns
    months = dict(zip(MONTHS[-len(values) :], values, strict=True))
    if outturn is not None:
        months = {"Mar-14": outturn} | months
    results = [
        {"Ref": "1", "Period": month, "Value": percent(value / 100, 1)} for month, value in months.items()
    ]
    commentary = [{"Ref": "1", "Period": "Feb 2015", "Commentary": text}] if text else []
    return assess_book(workbook([measure], results, Commentary=commentary), period="Feb 2015")


def counts(*values: Any, note: str = "", **columns: Any) -> Assessed:
    """A count with its last months up to February 2015."""
    measure = {"Ref": "1", "Measure": "Children missing", "Polarity": "Low"}
    measure |= {name.replace("_", " "): value for name, value in columns.items()}
    results = [
        {"Ref": "1", "Period": month, "Value": value, "Note": ""}
        for month, value in zip(MONTHS[-len(values) :], values, strict=True)
    ]
    results[-1]["Note"] = note
    return assess_book(workbook([measure], results), period="Feb 2015")


# ---- directions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Performance has improved.", "Performance has improved"),
        ("The rate is improving slightly.", "rate is improving"),
        ("Late. There has been a further improvement this month.", "There has been a further improvement"),
        ("Performance on this measure has improved.", "Performance on this measure has improved"),
        ("The figure improved by 2 points in February.", "figure improved"),
    ],
)  # fmt: skip
def test_improved_beside_a_worsened_direction(text: str, passage: str):
    assert said(judged(text, 90, 80), "commentary contradicts the direction") == [
        f'Commentary!A2: The commentary of measure 1 says "{passage}", the direction since Jan 2015 is '
        "worsened. Correct the text, the figure or the measure's Polarity."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Performance has not improved.",
        "Performance hasn't improved.",
        "Performance has yet to improve and no improvement is seen.",
        "Performance will be improved by the new rota.",
        "Performance is expected to show improvement.",
        "Improving performance is the priority.",
        "The improvement plan is in place and the improvement board meets monthly.",
        "An improved process has been introduced.",
        "Recording by the teams has improved.",
        "The timeliness of first visits has improved.",
        "Performance improved in November and fell after that.",
        "Although performance improved at first, it fell later.",
        "This improved recording.",
        "Performance is better than England.",
        "Performance has worsened.",
        "It is improving its recording.",
        "When performance has improved, the visits go back to six weeks.",
    ],
)
def test_what_is_no_claim_that_it_improved(text: str):
    assert not said(judged(text, 90, 80), "commentary contradicts the direction")


@pytest.mark.parametrize(
    ("text", "polarity", "values", "fires"),
    [
        ("Performance has deteriorated.", "High", (80, 90), True),
        ("Performance has declined.", "High", (80, 90), True),
        ("The rate has declined.", "Low", (90, 80), False),  # a number that falls, and that is good
        ("Performance is worse this month.", "Low", (90, 80), True),
        ("Performance has not deteriorated.", "High", (80, 90), False),
        ("Performance would have worsened without the rota.", "High", (80, 90), False),
        ("Performance has improved.", "High", (80, 90), False),
        ("Performance has improved.", "High", (90, 90), False),
        ("Performance has improved.", "None", (90, 80), False),  # neither is better
    ],
)
def test_worsened_beside_an_improved_direction(text, polarity, values, fires):
    found = said(judged(text, *values, polarity=polarity), "commentary contradicts the direction")
    assert bool(found) is fires


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Performance has improved.", False),  # since the outturn it has
        ("Performance has improved this month.", True),
        ("Performance has improved since last year.", False),
        ("Performance has worsened this month.", False),
        ("Performance has worsened over the year.", True),
    ],
)
def test_a_sentence_says_which_direction_it_means(text, fires):
    """Worse than in January, better than the outturn."""
    found = said(judged(text, 90, 80, outturn=60), "commentary contradicts the direction")
    assert bool(found) is fires


def test_an_overridden_direction_is_the_one_that_counts():
    commentary = {
        "Ref": "1", "Period": "Feb 2015", "Commentary": "Performance has improved.",
        "Direction override": "Improved", "Reason": "Counted anew", "Owner": "Head",
    }  # fmt: skip
    results = [
        {"Ref": "1", "Period": month, "Value": percent(value)}
        for month, value in (("Jan 2015", 0.9), ("Feb 2015", 0.8))
    ]
    assessed = assess_book(workbook([VISITS], results, Commentary=[commentary]))
    assert not findings(assessed, "commentary contradicts the direction")


# ---- ratings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "polarity", "passage"),
    [
        ("The service is on target.", 80, "High", "on target"),
        ("The target has been met for the third month.", 60, "High", "target has been met"),
        ("This is above the target.", 80, "High", "above the target"),
        ("This is below target, which is good.", 90, "Low", "below target"),
        ("We met the target.", 80, "High", "met the target"),
        ("Performance is below target.", 86, "High", "below target"),
        ("The target was not met.", 86, "High", "target was not met"),
        ("Performance is above target.", 80, "Low", "above target"),
    ],
)
def test_the_target_is_met_or_not(text, value, polarity, passage):
    (line,) = said(judged(text, value, polarity=polarity), "commentary contradicts the rating")
    assert f'says "{passage}", the rating is ' in line


@pytest.mark.parametrize(
    ("text", "value", "polarity"),
    [
        ("The service is not on target.", 80, "High"),
        ("We are on target to meet 90% by the year's end.", 80, "High"),
        ("The service will be on target in April.", 80, "High"),
        ("It was on target in January.", 80, "High"),
        ("The target has not been met.", 80, "High"),
        ("Performance is below target.", 80, "High"),
        ("Performance is above target.", 90, "High"),
        ("This is below target, which is good.", 80, "Low"),
        ("Performance is on target.", 85, "High"),
        ("Without the two late visits it would be below target.", 86, "High"),
        ("Action is taken when teams fall below target.", 86, "High"),
    ],
)
def test_what_is_no_contradiction_of_the_rating(text, value, polarity):
    assert not said(judged(text, value, polarity=polarity), "commentary contradicts the rating")


def test_below_target_is_true_of_green_within_tolerance():
    text = "Performance is just below target."
    columns: dict[str, Any] = {"Green tolerance": "2 points"}
    assert not said(judged(text, 84, **columns), "commentary contradicts the rating")


# ---- figures in the text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("60.7% of visits were in time.", "quotes 60.7%, the result is 67.0%"),
        ("The result of 60.7 per cent is a concern.", "quotes 60.7%, the result is 67.0%"),
        ("Performance stands at 74.2%.", "74.2%, which was the result for Jan 2015; that for Feb 2015 is 67"),
    ],
)  # fmt: skip
def test_a_figure_that_is_not_the_result(text, what):
    (line,) = said(judged(text, 74.2, 67), "commentary quotes another figure")
    assert what in line


@pytest.mark.parametrize(
    "text",
    [
        "67.0% of visits were in time, 60.7% in the north.",
        "67% of visits were in time.",
        "Performance fell from 74.2%.",
        "In January it was 74.2%.",
        "Performance was 74.2% last month.",
        "England stands at 76.0%.",
        "The target is 85.0%.",
        "60.7 full-time posts are filled.",  # no percentage
        "Twelve visits were late.",
        "It cost £60.7 a visit.",
        "70.6% were seen alone.",  # two swaps away
    ],
)
def test_figures_that_may_well_be_quoted(text):
    assert not said(judged(text, 74.2, 67), "commentary quotes another figure")


def test_a_transposed_figure_that_is_in_the_trend_is_quoted_on_purpose():
    assert not said(judged("60.7% was the best so far.", 60.7, 65, 67), "commentary quotes another figure")


# ---- periods in the text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "17 of 28 children were visited at the end of March 2014.",
        "As at 31 January 2015 there were 28 arrangements.",
        "As at 31/01/2015, 28 arrangements.",
        "Data for Q2 2014-15.",
        "Figures are for 2012-13.",
    ],
)
def test_a_text_of_another_period(text):
    (line,) = said(judged(text, 80, 82), "text of another period")
    assert "the result is for Feb 2015. Bring the text up to date." in line
    (line,) = said(judged("", 80, 82, **{"Data notes": text}), "text of another period")
    assert line.startswith("Measures!A2: The data notes of measure 1 say ")


@pytest.mark.parametrize(
    "text",
    [
        "As at 28 February 2015 there were 28 arrangements.",
        "Compared with 60% at the end of March 2014 this is a rise.",
        "All visits will be in time at the end of March 2015.",
        "No visit has been missed since the end of November 2014.",
        "At the end of March 2014 there were 12; there are now 28.",
        "At the end of January 2015 there were 12. In February 2015 there were 28.",
        "Population estimate as at 30 June 2013.",
        "England figures are for 2013-14.",
        "The service moved to new premises in March 2014.",
        "Taken at the end of each month.",
        "The team of 2014 left at the end of term.",
    ],
)
def test_texts_that_name_another_period_on_purpose(text):
    assert not said(judged(text, 80, 82, **{"Data notes": text}), "text of another period")


def test_an_annual_result_is_of_all_the_year():
    measure = VISITS | {"Frequency": "Annual", "Data notes": "As at 31 March 2014."}
    results = [{"Ref": "1", "Period": "2013-14", "Value": percent(0.8)}]
    assert not said(assess_book(workbook([measure], results)), "text of another period")


# ---- unchanged commentary ------------------------------------------------------------------------

TEXT = "Visits are tracked weekly and managers review each late one."


@pytest.mark.parametrize(
    ("rows", "fires"),
    [
        ([("Jan 2015", TEXT), ("Feb 2015", TEXT)], True),
        ([("Jan 2015", TEXT.upper()), ("Feb 2015", f"  {TEXT.replace(' ', '  ')} ")], True),
        ([("Dec 2014", TEXT), ("Feb 2015", TEXT)], True),  # the last one with a commentary
        ([("Dec 2014", TEXT), ("Jan 2015", TEXT[:40]), ("Feb 2015", TEXT)], False),
        ([("Jan 2015", TEXT), ("Feb 2015", TEXT + " One was late.")], False),
        ([("Jan 2015", "No concerns this month."), ("Feb 2015", "No concerns this month.")], False),
        ([("", TEXT)], False),
        ([("Feb 2015", TEXT), ("Mar 2015", TEXT)], False),  # March is still to come
    ],
)  # fmt: skip
def test_unchanged_commentary(rows, fires):
    commentary = [{"Ref": "1", "Period": when, "Commentary": text} for when, text in rows]
    results = [{"Ref": "1", "Period": "Feb 2015", "Value": percent(0.9)}]
    book = workbook([VISITS], results, Commentary=commentary)
    found = said(assess_book(book, period="Feb 2015"), "commentary unchanged")
    assert bool(found) is fires
    if fires:
        assert "for Feb 2015 is word for word that for" in found[0]


def test_of_each_area_its_own():
    results = [
        {"Ref": "1", "Period": "Feb 2015", "Area": a, "Value": percent(0.9)} for a in ("North", "South")
    ]
    commentary = [
        {"Ref": "1", "Period": "Jan 2015", "Area": "North", "Commentary": TEXT},
        {"Ref": "1", "Period": "Feb 2015", "Area": "South", "Commentary": TEXT},
    ]
    assert not findings(
        assess_book(workbook([VISITS], results, Commentary=commentary)), "commentary unchanged"
    )


# ---- figures that can hardly be right ------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "columns", "says"),
    [
        ((90.0, 101.0), {}, "is 101.0% for Feb 2015, above 100%"),
        ((90.0, -1.0), {}, "is −1.0% for Feb 2015, below 0%"),
        ((90.0, 100.0), {}, ""),
        ((90.0, 0.0), {}, ""),
        ((104.0, 101.0), {}, ""),  # it can be more
        ((90.0, 101.0), {"Target": percent(1.1)}, ""),
        ((90.0, 101.0), {"Measure": "Change in referrals"}, ""),
        ((90.0, 101.0), {"Measure": "Budget spent to date"}, ""),
    ],
)
def test_out_of_bounds(values, columns, says):
    found = said(judged("", *values, **columns), "result out of bounds")
    assert ([says in line for line in found] == [True]) if says else not found


@pytest.mark.parametrize(
    ("value", "columns", "fires"),
    [
        (-3, {}, True),
        (0, {}, False),
        (-3, {"Unit": "£"}, False),
        (-3, {"Measure": "Net change in places"}, False),
        (-3, {"Unit": "days"}, True),
    ],
)
def test_counts_below_nothing(value, columns, fires):
    assert bool(findings(counts(5, value, **columns), "result out of bounds")) is fires


def test_more_than_all_is_said_once():
    results = [{"Ref": "1", "Period": "Feb 2015", "Numerator": 28, "Denominator": 17}]
    assessed = assess_book(workbook([VISITS], results))
    assert findings(assessed, "impossible fraction")
    assert not findings(assessed, "result out of bounds")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ((120, 130, 1250), "is 1,250 for Feb 2015, about 10 times what it was before (130)"),
        ((120, 130, 12), "is 12 for Feb 2015, about one tenth of what it was before (130)"),
        ((120, 130, 12400), "about 100 times"),
        ((120, 130, 125000), "about 1000 times"),
        ((120, 130, 131), ""),
        ((120, 130, 650), ""),  # five times is no slip of the keyboard
        ((2, 3, 25), ""),  # small counts go up and down
        ((20, 22, 2), ""),
        ((12, 130, 1250), ""),  # nothing steady to go by
        ((0, 0, 120), ""),
        ((1250,), ""),
    ],
)
def test_a_slip_of_the_decimal_point(values, says):
    found = said(counts(*values), "implausible jump")
    assert ([says in line for line in found] == [True]) if says else not found


def test_shares_slip_too_unless_their_cases_say_otherwise():
    assert said(shares(74.2, 75.0, 7.45), "implausible jump")
    results = [
        {"Ref": "1", "Period": "Jan 2015", "Numerator": 280, "Denominator": 400},
        {"Ref": "1", "Period": "Feb 2015", "Numerator": 28, "Denominator": 400},
    ]
    assert not said(assess_book(workbook([VISITS], results)), "implausible jump")


def test_a_note_explains_a_jump():
    assert not said(counts(120, 130, 1250, note="A school closed."), "implausible jump")


def test_a_new_year_to_date_is_no_jump():
    measure = {"Ref": "1", "Measure": "Referrals", "Data period": "YTD"}
    months = {"Jan 2014": 1000, "Feb 2014": 1100, "Mar 2014": 1200, "Apr 2014": 110}
    results = [{"Ref": "1", "Period": month, "Value": value} for month, value in months.items()]
    assessed = assess_book(workbook([measure], results))
    assert not findings(assessed, "implausible jump") and not findings(assessed, "year to date fell")


RATE = {"Ref": "1", "Measure": "Referrals", "Unit": "rate", "Multiplier": 10, "Decimals": 1}


@pytest.mark.parametrize(("numerator", "denominator", "fires"), [(2000, 500, True), (500, 2000, False)])
def test_numerator_and_denominator_swapped(numerator, denominator, fires):
    results = [
        {"Ref": "1", "Period": "Jan 2015", "Numerator": 490, "Denominator": 2000},
        {"Ref": "1", "Period": "Feb 2015", "Numerator": numerator, "Denominator": denominator},
    ]
    found = said(assess_book(workbook([RATE], results)), "numerator and denominator swapped")
    assert bool(found) is fires
    if fires:
        assert (
            "is 40.0 for Feb 2015; with numerator and denominator the other way round it would be 2.5"
            in found[0]
        )


@pytest.mark.parametrize(
    ("values", "fires"),
    [
        ((97.4,) * 6, True),
        ((97.4,) * 5, False),
        ((97.4,) * 5 + (97.5,), False),
        ((0.0,) * 6, False),
        ((100.0,) * 6, False),
        ((9.5,) * 6, False),  # two digits may well stay
    ],
)
def test_the_same_figure_again_and_again(values, fires):
    found = said(shares(*values), "same figure again")
    assert bool(found) is fires
    if fires:
        assert "is 97.4% for each of the last 6 periods, since Sep 2014." in found[0]


def test_twelve_homes_stay_twelve():
    assert not findings(counts(*[12] * 8), "same figure again")
    assert findings(counts(*[1204] * 8), "same figure again")
    assert not findings(counts(*[1204] * 8, note="Yearly census"), "same figure again")


@pytest.mark.parametrize(
    ("values", "columns", "fires"),
    [
        ((110, 105), {"Data period": "YTD"}, True),
        ((110, 110), {"Data period": "YTD"}, False),
        ((110, 105), {"Data period": "R12M"}, False),
        ((110, 105), {}, False),
        ((80, 70), {"Data period": "YTD", "Unit": "%"}, False),  # a share may fall
    ],
)
def test_a_count_to_date_that_fell(values, columns, fires):
    found = said(counts(*values, **columns), "year to date fell")
    assert bool(found) is fires
    if fires:
        assert "fell from 110 (Jan 2015) to 105 (Feb 2015)" in found[0]


def test_disagreeing_cases_are_found_in_every_period_of_the_trend():
    results = [
        {"Ref": "1", "Period": month, "Value": percent(0.5, 1), "Numerator": 30, "Denominator": 40}
        for month in ("Nov 2014", "Jan 2015", "Feb 2015")
    ]
    found = findings(assess_book(workbook([VISITS], results)), "numerator and denominator disagree")
    assert [finding.where.row for finding in found if finding.where] == [2, 3, 4]


# ---- decline -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "polarity", "fires"),
    [
        ((80, 79, 78, 77), "High", True),
        ((80, 79, 78, 78), "High", False),
        ((79, 78, 77), "High", False),  # two declines
        ((80, 81, 82, 83), "High", False),
        ((80, 81, 82, 83), "Low", True),
        ((80, 79, 78, 77), "None", False),
        ((86, 87, 88, 89), "Target", True),  # away from 85
        ((83, 84, 85, 86), "Target", False),
    ],
)
def test_three_periods_of_decline(values, polarity, fires):
    found = said(shares(*values, polarity=polarity), "three declines in a row")
    assert bool(found) is fires
    if fires and polarity == "High":
        assert found == [
            "Results!C5: Measure 1 has worsened three periods in a row: 80.0%, 79.0%, 78.0%, 77.0% "
            "(Nov 2014 to Feb 2015)."
        ]


def test_a_change_within_the_static_tolerance_is_no_decline():
    columns: dict[str, Any] = {"Static tolerance": "2 points"}
    assert not said(judged("", 80, 79, 78, 77, **columns), "three declines in a row")
    assert said(judged("", 80, 77, 74, 71, **columns), "three declines in a row")


@pytest.mark.parametrize(("judgement", "fires"), [("", True), ("Static", False), ("Worsened", True)])
def test_an_officers_direction_stands_against_a_decline(judgement: str, fires: bool):
    results = [
        {"Ref": "1", "Period": month, "Value": percent(value / 100, 1)}
        for month, value in zip(MONTHS[-4:], (80, 79, 78, 77), strict=True)
    ]
    row = {"Ref": "1", "Period": "Feb 2015", "Direction override": judgement, "Reason": "r", "Owner": "o"}
    assessed = assess_book(workbook([VISITS], results, Commentary=[row]), period="Feb 2015")
    assert bool(findings(assessed, "three declines in a row")) is fires


def test_a_count_to_date_does_not_decline_by_growing():
    assert not findings(counts(1, 2, 3, 4, **{"Data period": "YTD"}), "three declines in a row")


# ---- words of one's own --------------------------------------------------------------------------


def test_an_empty_list_turns_a_check_off():
    def with_words(**changes: list[str]) -> Assessed:
        words: Mapping[str, Any] = {**load_config().lint, **changes}
        commentary = [{"Ref": "1", "Period": "Feb 2015", "Commentary": "Performance has improved."}]
        results = [
            {"Ref": "1", "Period": month, "Value": percent(value)}
            for month, value in (("Jan 2015", 0.9), ("Feb 2015", 0.8))
        ]
        book = workbook([VISITS], results, Commentary=commentary)
        return assess_book(book, config=settings(lint=words))

    assert findings(with_words(), "commentary contradicts the direction")
    assert not findings(with_words(improved=[]), "commentary contradicts the direction")


def test_nothing_is_said_of_a_withheld_result():
    commentary = [
        {"Ref": "1", "Period": "Feb 2015", "Commentary": "60.7%: performance has improved, on target."}
    ]
    results = [
        {"Ref": "1", "Period": "Jan 2015", "Value": percent(0.9), "Status": ""},
        {"Ref": "1", "Period": "Feb 2015", "Value": percent(0.67), "Status": "Suppressed"},
    ]
    assessed = assess_book(workbook([VISITS], results, Commentary=commentary))
    assert [
        kind for kind in (f.kind for f in findings(assessed)) if kind.startswith(("commentary", "text"))
    ] == []
