"""Figures that can hardly be right: out of bounds, ten times too large, copied, falling to date.

Nothing is changed for a doubt. A Note beside the result explains it, and silences all but the bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from ..figures import HUNDRED, ZERO, divided, rounded
from ..model import Unit
from .checked import Checked, Doubt

SLIPS = (10, 100, 1000)  # what a misplaced decimal point or a wrong unit multiplies by
NEARLY = Decimal("0.15")  # how far from ten times a figure may be and still look like a slip
STEADY = 2  # the earlier figures are no guide when the largest is more than this many times the smallest
LEAST_COUNT = 10  # counts below this go from 2 to 20 by themselves
SAME_IN_A_ROW = 6  # half a year of months with one figure: real figures of three digits move
TELLING_DIGITS = 3  # 12 children's homes may stay 12 for years
LARGEST_SHARE_OF_SCALE = Decimal("1.5")  # 0.974 among 97.4 is the check of percentages' scales
SAY_WHY = "if it is right, say why in Note beside the result."


def out_of_bounds(checked: Checked) -> Iterator[Doubt]:
    """A share outside 0 to 100%, or a count below 0.

    Shares of a numerator beyond its denominator are reported with the result's own cells. Measures that
    can go beyond (change, budget) say so by their name, or by a target or earlier figure that does.
    """
    measure, result = checked.row.measure, checked.row.result
    if result is None or result.value is None:
        return
    value = result.value
    if measure.is_percentage and result.numerator is None and not ZERO <= value <= HUNDRED:
        limits = "below 0%" if value < 0 else "above 100%"
    elif measure.unit in (Unit.NUMBER, Unit.DAYS, Unit.RATE) and value < 0:
        limits = "below 0"
    else:
        return
    if _beyond_is_usual(checked):
        return
    yield Doubt(
        "result out of bounds",
        result.where,
        f"Measure {checked.name} is {measure.in_words(value)} for {result.period.label}, {limits}.",
        "Correct the result or the measure's Unit.",
    )


def slipped(checked: Checked) -> Iterator[Doubt]:
    """The result is ten, a hundred or a thousand times what it usually is, or that part of it."""
    measure, result = checked.row.measure, checked.row.result
    usual = _usual(checked)
    if usual is None or result is None or not result.value or result.note or checked.few_cases:
        return
    if measure.is_percentage and result.numerator is not None:
        return  # no slip of the keyboard moves the point in a share of two numbers
    value = result.value
    if measure.adds_up and min(abs(value), abs(usual)) < LEAST_COUNT:
        return
    large, small = max(value, usual, key=abs), min(value, usual, key=abs)
    if measure.is_percentage and small <= LARGEST_SHARE_OF_SCALE:
        return
    times = next((slip for slip in SLIPS if abs(large / small / slip - 1) <= NEARLY), 0)
    if not times:
        return
    how = f"about {times} times" if large == value else f"about one {_PART[times]} of"
    yield Doubt(
        "implausible jump",
        result.where,
        f"Measure {checked.name} is {measure.in_words(value)} for {result.period.label}, {how} what it was "
        f"before ({measure.in_words(usual)}).",
        f"Check the decimal point and the unit; {SAY_WHY}",
    )


_PART = {10: "tenth", 100: "hundredth", 1000: "thousandth"}


def swapped(checked: Checked) -> Iterator[Doubt]:
    """Numerator and denominator the other way round would give what the measure usually is.

    Shares need no such check: the larger over the smaller is more than 100% and reported as such.
    """
    measure, result = checked.row.measure, checked.row.result
    usual = _usual(checked)
    if usual is None or result is None or not result.value or measure.is_percentage or not measure.multiplier:
        return
    numerator, denominator = result.numerator, result.denominator
    if not numerator or not denominator or result.note or measure.adds_up:
        return
    other_way = divided(denominator, numerator, measure.multiplier)
    if _within(other_way, usual) and not _within(result.value, usual):
        yield Doubt(
            "numerator and denominator swapped",
            result.where,
            f"Measure {checked.name} is {measure.in_words(result.value)} for {result.period.label}; with "
            f"numerator and denominator the other way round it would be {measure.in_words(other_way)}, near "
            f"to what it was before ({measure.in_words(usual)}).",
            f"Swap the two cells; {SAY_WHY}",
        )


def repeated(checked: Checked) -> Iterator[Doubt]:
    """The same figure for half a dozen periods in a row, which looks copied; nothing and all may stay."""
    measure, result = checked.row.measure, checked.row.result
    if result is None or not result.value or result.note or checked.few_cases:
        return
    if result.value == HUNDRED and measure.is_percentage:
        return
    shown = rounded(result.value, measure.decimals)
    if len(shown.as_tuple().digits) < TELLING_DIGITS:
        return
    last = result.period.last
    run = [when for when, value in checked.row.trend if when.last <= last][-SAME_IN_A_ROW:]
    values = {value for when, value in checked.row.trend if when in run}
    if len(run) == SAME_IN_A_ROW and values == {result.value}:
        yield Doubt(
            "same figure again",
            result.where,
            f"Measure {checked.name} is {measure.in_words(result.value)} for each of the last "
            f"{SAME_IN_A_ROW} periods, since {run[0].label}.",
            f"See whether it was copied instead of measured; {SAY_WHY}",
        )


def fell_to_date(checked: Checked) -> Iterator[Doubt]:
    """A count or sum to date is lower than it was earlier in the same year."""
    measure, result = checked.row.measure, checked.row.result
    if not measure.is_cumulative or result is None or result.value is None or result.note:
        return
    year = checked.calendar.year_of(result.period, measure.frequency)
    before = [(when, value) for when, value in checked.figures() if when.last < result.period.last]
    before = [(when, value) for when, value in before if year.holds(when)]
    if before and result.value < before[-1][1]:
        when, value = before[-1]
        yield Doubt(
            "year to date fell",
            result.where,
            f"Measure {checked.name} counts the year to date but fell from {measure.in_words(value)} "
            f"({when.label}) to {measure.in_words(result.value)} ({result.period.label}).",
            f"Correct one of the two, or the measure's Data period; {SAY_WHY}",
        )


IMPLAUSIBLE: tuple[Callable[[Checked], Iterator[Doubt]], ...] = (
    out_of_bounds,
    slipped,
    swapped,
    repeated,
    fell_to_date,
)


def _usual(checked: Checked) -> Decimal | None:
    """Return the last of the earlier figures, None unless they are steady.

    Figures that grow through the year are compared within their year alone.
    """
    result, measure = checked.row.result, checked.row.measure
    if result is None:
        return None
    earlier = [(when, value) for when, value in checked.figures() if when.last < result.period.last]
    if measure.is_cumulative:
        year = checked.calendar.year_of(result.period, measure.frequency)
        earlier = [(when, value) for when, value in earlier if year.holds(when)]
    values = [value for _, value in earlier]
    if not values or min(values) <= 0 or max(values) > STEADY * min(values):
        return None
    return values[-1]


def _within(value: Decimal, usual: Decimal) -> bool:
    return usual / STEADY <= value <= usual * STEADY


def _beyond_is_usual(checked: Checked) -> bool:
    row = checked.row
    named = re.compile(r"\b(?:" + "|".join(map(re.escape, checked.words.get("beyond", ()))) + r")\b", re.I)
    if checked.words.get("beyond") and named.search(row.measure.name):
        return True
    standards = row.standards
    earlier = [value for _, value in checked.figures()[:-1]]
    known = [*earlier, *(n for n in (standards.target, standards.range_high, standards.range_low) if n)]
    return any(number < 0 or (row.measure.is_percentage and number > HUNDRED) for number in known)
