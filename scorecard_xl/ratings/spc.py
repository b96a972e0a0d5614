"""Statistical process control: XmR limits, and whether the latest figure is signal or noise.

Pure functions over numbers, the oldest first, in whatever unit they have; nothing here knows a measure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from ..figures import ZERO

XMR_LIMIT = Decimal("2.66")  # 3 / d2(2) = 3 / 1.128; Shewhart's constant for ranges of two (Montgomery)
RUN = 8  # in a row on one side of the mean: Western Electric's fourth rule (1956)
TREND = 6  # in a row rising or falling, both ends counted: Nelson's third rule (1984)
NEAR, NEAR_NEEDED = 3, 2  # of so many so many beyond two thirds of the limits: Western Electric's second
TWO_THIRDS = Context(prec=50).divide(Decimal(2), Decimal(3))
# Thirds repeat for ever: far more digits than any figure has, so that "on the limit" is never missed.
_WIDE = Context(prec=50)


class Limits(NamedTuple):
    """The mean of a series and its natural process limits."""

    mean: Decimal
    lower: Decimal
    upper: Decimal


class Signal(Struct, frozen=True):
    """A special cause at the latest figure: the rule in words, and whether it points up."""

    rule: str
    up: bool


def process_limits(values: Sequence[Decimal]) -> Limits:
    """Return the mean, and the mean -/+ 2.66 x the mean moving range.

    Raises `ValueError` for fewer than two values, which have no range.

    >>> process_limits([Decimal(n) for n in (10, 12, 11, 13, 9)])
    Limits(mean=Decimal('11'), lower=Decimal('5.015'), upper=Decimal('16.985'))
    """
    if len(values) < 2:
        raise ValueError("limits need two values at least")
    ranges = [abs(after - before) for before, after in pairwise(values)]
    mean = _WIDE.divide(sum(values, ZERO), Decimal(len(values)))
    reach = _WIDE.divide(_WIDE.multiply(XMR_LIMIT, sum(ranges, ZERO)), Decimal(len(ranges)))
    return Limits(mean, _WIDE.subtract(mean, reach), _WIDE.add(mean, reach))


def beyond_a_limit(values: Sequence[Decimal], limits: Limits) -> Signal | None:
    """The latest figure lies outside the limits; on a limit is inside."""
    last = values[-1]
    if last > limits.upper:
        return Signal("above the upper limit", up=True)
    return Signal("below the lower limit", up=False) if last < limits.lower else None


def two_of_three_near(values: Sequence[Decimal], limits: Limits) -> Signal | None:
    """Two of the last three, the latest among them, lie beyond two thirds of the way to one limit."""
    reach = _WIDE.multiply(limits.upper - limits.mean, TWO_THIRDS)
    for up, words in ((True, "upper"), (False, "lower")):
        beyond = [(value - limits.mean if up else limits.mean - value) > reach for value in values[-NEAR:]]
        if beyond[-1] and sum(beyond) >= NEAR_NEEDED:
            return Signal(f"{NEAR_NEEDED} of {NEAR} near the {words} limit", up)
    return None


def shifted(values: Sequence[Decimal], limits: Limits) -> Signal | None:
    """The last figures lie all on one side of the mean; one on the mean ends a run."""
    last = values[-RUN:]
    if len(last) < RUN:
        return None
    if all(value > limits.mean for value in last):
        return Signal(f"{RUN} in a row above the mean", up=True)
    return Signal(f"{RUN} in a row below the mean", up=False) if all(v < limits.mean for v in last) else None


def trending(values: Sequence[Decimal], limits: Limits) -> Signal | None:
    """The last figures rise or fall each time; two equal ones end a run."""
    last = values[-TREND:]
    if len(last) < TREND:
        return None
    steps = [after - before for before, after in pairwise(last)]
    if all(step > 0 for step in steps):
        return Signal(f"{TREND} in a row rising", up=True)
    return Signal(f"{TREND} in a row falling", up=False) if all(step < 0 for step in steps) else None


# The first that holds names the signal: what lies outside the limits first, then what is slower to show.
SIGNALS: tuple[Callable[[Sequence[Decimal], Limits], Signal | None], ...] = (
    beyond_a_limit,
    two_of_three_near,
    shifted,
    trending,
)


def signals(values: Sequence[Decimal]) -> tuple[Limits, list[Signal]]:
    """Return the limits of a series and every special cause at its latest figure, the strongest first."""
    limits = process_limits(values)
    return limits, [found for rule in SIGNALS if (found := rule(values, limits))]
