"""Limits, distances and tolerances in words, in a measure's own units."""

from __future__ import annotations

from decimal import Decimal

from ..figures import decimals_of, grouped, rounded
from ..model import Measure, Tolerance

MORE_DECIMALS = 3  # than published, for limits and distances that need them
OF_A_DIVISION = 2  # than published, for those that no number of decimals shows in full


def shown_decimals(measure: Measure, number: Decimal) -> int:
    """Return how many decimals a limit or distance is shown with.

    Limits are shown in full (a target of 84.55% must not read 84.6%), but a limit that is a division
    (41.6666666666667, or a share of the year's target) only with two more decimals than published.
    """
    return decimals_needed(number, measure.decimals)


def decimals_needed(number: Decimal, published: int) -> int:
    """Return how many decimals a limit needs where results have `published` ones; see `shown_decimals`.

    >>> [decimals_needed(Decimal(limit), 0) for limit in ("22", "84.55", "22.9166666666667")]
    [0, 2, 2]
    """
    needed = decimals_of(number)
    return published + OF_A_DIVISION if needed > published + MORE_DECIMALS else max(published, needed)


def limit_in_words(limit: Decimal, measure: Measure) -> str:
    """Return a limit with all the decimals it needs: "84.55%"."""
    return measure.in_words(limit, shown_decimals(measure, limit))


def distance_in_words(gap: Decimal, measure: Measure) -> str:
    """Return how far apart two values are; a distance that is there never reads 0.0.

    >>> from scorecard_xl.model import Unit
    >>> measure = Measure("12", "Visits", unit=Unit.PERCENT, decimals=1)
    >>> [distance_in_words(Decimal(gap), measure) for gap in ("-1.4", "0.05", "0.00002", "1")]
    ['1.4 points', '0.05 points', '0.00002 points', '1.0 point']
    """
    gap = abs(gap)
    decimals = shown_decimals(measure, gap)
    if gap and not rounded(gap, decimals):
        decimals = -gap.adjusted()
    if decimals == measure.decimals:
        return measure.gap_in_words(gap)
    return f"{grouped(gap, decimals)} points" if measure.is_percentage else measure.in_words(gap, decimals)


def amount_in_words(tolerance: Tolerance, measure: Measure, of: str) -> str:
    """Return a tolerance in words: "10% of target", "2 points", "£1,000"."""
    amount = f"{tolerance.amount.normalize():f}"
    if tolerance.relative:
        return f"{amount}% of {of}"
    if measure.is_percentage:
        return f"{amount} {'point' if amount == '1' else 'points'}"
    return limit_in_words(tolerance.amount, measure)
