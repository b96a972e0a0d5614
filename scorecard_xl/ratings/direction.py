"""Direction of travel: which earlier result, did the number move, and is that better or worse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ..figures import ZERO, rounded
from ..model import (
    Absence,
    Comparator,
    DataPeriod,
    Direction,
    Effect,
    Measure,
    Movement,
    Polarity,
    Result,
    ResultStatus,
    Standards,
    Tolerance,
)
from ..periods import Calendar, Period
from ..results import History

# Only figures that stand for the whole year at its end may serve as the year's outturn.
OUTTURN_BY_LAST_PERIOD = (
    DataPeriod.SNAPSHOT,
    DataPeriod.YEAR_TO_DATE,
    DataPeriod.ROLLING_YEAR,
    DataPeriod.THREE_YEAR_AVERAGE,
    DataPeriod.UNSTATED,
)


@dataclass(frozen=True, slots=True)
class Journey:
    """What comparators may look at: the result, its history, the calendar and the rhythm in months."""

    result: Result
    measure: Measure
    history: History
    calendar: Calendar
    rhythm_months: int
    first_period_of_year: str


def previous_period(journey: Journey) -> Result | Absence:
    """Return the result one reporting period back, else the latest earlier one.

    One period of the measure's own or of the scorecard's rhythm, whichever is longer: a quarterly
    scorecard compares September with June. A year-to-date figure in the first period of its year has
    no earlier one to compare with, so the same period last year stands in, by setting or not at all.
    """
    period = journey.result.period
    step = max(1, journey.rhythm_months // period.months)
    one_back = period.back(step)
    if journey.measure.data_period is DataPeriod.YEAR_TO_DATE and period.months < 12:
        year = journey.calendar.year_of(period, journey.measure.frequency)
        if not year.holds(one_back):
            if journey.first_period_of_year == "n/a":
                return Absence.NEW_YEAR
            found = usable(journey.history.at(period.same_last_year()))
            return found or Absence.NEW_YEAR
        return usable(journey.history.at(one_back)) or _latest_before(journey, one_back, year)
    return usable(journey.history.at(one_back)) or _latest_before(journey, one_back, None)


def same_period_last_year(journey: Journey) -> Result | Absence:
    """Return the result twelve months earlier."""
    found = usable(journey.history.at(journey.result.period.same_last_year()))
    return found or Absence.NO_COMPARATOR


def outturn(journey: Journey) -> Result | Absence:
    """Return last year's outturn: the year's own result, else that of its last month or quarter.

    The last period stands for its year only where the figure does so (a snapshot, year to date or
    rolling year), never where it covers that period alone.
    """
    measure, period = journey.measure, journey.result.period
    last_year = journey.calendar.year_of(period, measure.frequency).previous()
    found = usable(journey.history.at(last_year))
    if found is None and measure.data_period in OUTTURN_BY_LAST_PERIOD and period.months < 12:
        steps = (period.last - last_year.last) // period.months
        candidate = period.back(steps) if steps > 0 else None
        if candidate and candidate.last == last_year.last:
            found = usable(journey.history.at(candidate))
    return found or Absence.NO_COMPARATOR


COMPARATORS: dict[Comparator, Callable[[Journey], Result | Absence]] = {
    Comparator.PREVIOUS: previous_period,
    Comparator.LAST_YEAR: same_period_last_year,
    Comparator.OUTTURN: outturn,
}


def usable(result: Result | None) -> Result | None:
    """Return a result only when it has a figure to compare with."""
    return result if result is not None and result.value is not None else None


def compare(
    now: Result, then: Result | Absence, measure: Measure, standards: Standards, static: Tolerance
) -> Direction:
    """Compare two results and say what the movement means.

    At full precision when both are known unrounded, else at the published decimals. `static` is the
    distance from `then` within which nothing has changed. For Target polarity the distances to the
    current target (or acceptable range) are compared.
    """
    if now.value is None:
        absence = ABSENT_RESULT.get(now.status, Absence.NO_DATA)
        against = then if isinstance(then, Result) else None
        return _nothing(absence, f"no figure for {now.period.label}: {absence.value}", against)
    if isinstance(then, Absence):
        return _nothing(then, NO_COMPARISON[then])
    assert then.value is not None
    exactly = now.unrounded is not None and then.unrounded is not None
    shown_now, shown_then = rounded(now.value, measure.decimals), rounded(then.value, measure.decimals)
    one, other = (now.unrounded, then.unrounded) if exactly else (shown_now, shown_then)
    assert one is not None and other is not None
    change = one - other
    movement = Movement.UP if change > 0 else Movement.DOWN if change < 0 else Movement.LEVEL
    by_rounding = (shown_now == shown_then) and (change != 0 or (not exactly and _may_differ(now, then)))
    since = f"since {then.period.label} ({measure.in_words(then.value)})"
    if measure.in_error:
        return _nothing(Absence.IN_ERROR, measure.in_error, then, movement, change)
    if measure.polarity is Polarity.NONE and standards.range_low is None and standards.range_high is None:
        return _nothing(
            Absence.NO_POLARITY, f"{_moved(movement)} {since}; no polarity", then, movement, change
        )
    if abs(change) <= static.of(other) and (change == 0 or static.amount):
        why = f"unchanged {since}" if change == 0 else f"within the static tolerance {since}"
        return Direction(Effect.SAME, movement, why, Effect.SAME, then, change, only_by_rounding=by_rounding)
    gain = _gain(one, other, measure, standards)
    if gain is None:
        return _nothing(Absence.NO_TARGET, "no target to be near to", then, movement, change)
    effect = Effect.BETTER if gain > 0 else Effect.WORSE if gain < 0 else Effect.SAME
    near = "" if measure.polarity in (Polarity.HIGH, Polarity.LOW) else _nearer(gain)
    why = f"{_moved(movement)} by {measure.gap_in_words(abs(change))} {since}{near}"
    return Direction(effect, movement, why, effect, then, change, only_by_rounding=by_rounding)


ABSENT_RESULT = {
    ResultStatus.SUPPRESSED: Absence.SUPPRESSED,
    ResultStatus.NOT_DUE: Absence.NOT_DUE,
    ResultStatus.NO_CASES: Absence.NO_CASES,
    ResultStatus.IN_ERROR: Absence.IN_ERROR,
}
NO_COMPARISON = {
    Absence.NEW_YEAR: "the first period of a new year has nothing to compare with",
    Absence.NO_COMPARATOR: "no earlier figure to compare with",
    Absence.NO_DATA: "no figure",
}


def no_direction(absence: Absence, reason: str) -> Direction:
    """Return a direction that says only why there is none."""
    return _nothing(absence, reason)


def _nothing(
    absence: Absence,
    reason: str,
    against: Result | None = None,
    movement: Movement = Movement.NONE,
    change: Decimal | None = None,
) -> Direction:
    return Direction(
        Effect.NOT_COMPARABLE, movement, reason, Effect.NOT_COMPARABLE, against, change, absence=absence
    )


def _gain(one: Decimal, other: Decimal, measure: Measure, standards: Standards) -> Decimal | None:
    """Return how much nearer to good `one` is than `other`; None without anything to be near to."""
    if measure.polarity is Polarity.HIGH:
        return one - other
    if measure.polarity is Polarity.LOW:
        return other - one
    low, high = standards.range_low, standards.range_high
    if low is None and high is None:
        if standards.target is None:
            return None
        low = high = standards.target
    return _distance(other, low, high) - _distance(one, low, high)


def _distance(value: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    below = low - value if low is not None else ZERO
    above = value - high if high is not None else ZERO
    return max(below, above, ZERO)


def _may_differ(now: Result, then: Result) -> bool:
    """Equal as published, but at least one side is known to be rounded: nobody can tell."""
    return now.unrounded != then.unrounded


def _moved(movement: Movement) -> str:
    return {Movement.UP: "up", Movement.DOWN: "down"}.get(movement, "level")


def _nearer(gain: Decimal) -> str:
    return (
        ", nearer to target" if gain > 0 else ", further from target" if gain < 0 else ", as far from target"
    )


def _latest_before(journey: Journey, one_back: Period, year: Period | None) -> Result | Absence:
    """Return the latest earlier result of the same kind of period, within `year` if given."""
    candidates = [
        p
        for p in journey.history.periods()
        if p.months == one_back.months and p.last < one_back.last and (year is None or year.holds(p))
    ]
    for period in reversed(candidates):
        found = usable(journey.history.at(period))
        if found:
            return found
    return Absence.NO_COMPARATOR
