"""XmR limits and the rules for a special cause: just inside, on and just outside each."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.ratings.spc import RUN, TREND, process_limits, signals

D = Decimal


def numbers(text: str) -> list[Decimal]:
    return [D(word) for word in text.split()]


def found(text: str) -> list[tuple[str, bool]]:
    return [(signal.rule, signal.up) for signal in signals(numbers(text))[1]]


def test_limits_are_the_mean_and_2_66_mean_moving_ranges():
    # ranges 2, 1, 2, 4: mean 2.25; 11 -/+ 2.66 x 2.25
    assert process_limits(numbers("10 12 11 13 9")) == (D(11), D("5.015"), D("16.985"))


def test_level_figures_have_no_width_and_no_signal():
    limits, causes = signals(numbers("4 4 4 4 4 4 4 4 4"))
    assert (limits, causes) == ((D(4), D(4), D(4)), [])


def test_one_figure_has_no_limits():
    with pytest.raises(ValueError, match="two values"):
        process_limits([D(1)])


@pytest.mark.parametrize(
    ("series", "rule", "up"),
    [
        ("10 11 10 11 10 11 10 11 10 20", "above the upper limit", True),
        ("10 11 10 11 10 11 10 11 10 1", "below the lower limit", False),
        # seven and eight in a row on one side
        ("9 1 9 1 9 1 9 1 9 1 7 8 7 8 7 8 7", "", False),
        ("1 9 1 9 1 9 1 9 1 7 8 7 8 7 8 7 8", "8 in a row above the mean", True),
        ("9 1 9 1 9 1 9 1 9 3 2 3 2 3 2 3 2", "8 in a row below the mean", False),
        # five rising are none, six are; both ends count
        ("9 1 9 1 9 1 9 1 9 2 3 4 5 6", "", False),
        ("9 1 9 1 9 1 9 9 1 2 3 4 5 6", "6 in a row rising", True),
        ("1 9 1 9 1 9 1 1 9 8 7 6 5 4", "6 in a row falling", False),
        ("9 1 9 1 9 1 9 9 1 2 3 4 4 5", "", False),  # level in between
        ("10 11 10 11 10 11 10 11 10 11", "", False),
    ],
)
def test_rules(series, rule, up):
    causes = found(series)
    assert (causes[0] if causes else ("", False)) == (rule, up)


@pytest.mark.parametrize(
    ("last", "rule"),
    [
        ("5 13 5 13.5", "2 of 3 near the upper limit"),
        ("5 5 13.5 5", ""),  # the latest must be one of them
        ("5 13.5 5 5 13.5", ""),  # too far apart
    ],
)
def test_two_of_three(last, rule):
    # a mean near 6 and a moving range near 2 before
    series = "5 7 5 7 5 7 5 7 5 7 5 7 5 7 5 7 5 7 5 7 5 7 5 7 5 7 5 7 "
    words = [cause for cause, _ in found(series + last)]
    assert (rule in words) if rule else not any("2 of 3" in word for word in words)


def test_a_figure_on_the_limit_is_inside():
    limits = process_limits(numbers("0 3 0 3"))  # mean 1.5, ranges 3: 1.5 + 7.98
    assert limits.upper == D("9.48")
    values = numbers("0 3 0 3")
    assert not signals(values)[1]


VALUES = st.lists(st.decimals(min_value=-1000, max_value=1000, places=2), min_size=2, max_size=30)


@given(VALUES)
def test_upside_down_every_signal_points_the_other_way(values):
    there, back = signals(values)[1], signals([-value for value in values])[1]
    assert [not cause.up for cause in there] == [cause.up for cause in back]


@given(VALUES, st.decimals(min_value=-100, max_value=100, places=2))
def test_moving_all_figures_moves_the_limits_alone(values, by):
    before, causes = signals(values)
    after, moved = signals([value + by for value in values])
    assert [abs(b + by - a) < D("1e-20") for b, a in zip(before, after, strict=True)] == [True] * 3
    assert moved == causes


def test_the_rules_lengths():
    assert (RUN, TREND) == (8, 6)  # as docs/rules.md says
