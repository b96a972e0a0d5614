"""Direction of travel: which earlier result, did the number move, and is that better or worse."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from ..figures import HUNDRED, ZERO, rounded
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
from ..reading.results import History
from .rag import distance_in_words

# Only figures that stand for the whole year at its end may serve as the year's outturn. Where the data
# period is not stated, March may be one month's own figure.
OUTTURN_BY_LAST_PERIOD = (DataPeriod.SNAPSHOT, DataPeriod.YEAR_TO_DATE, DataPeriod.ROLLING_YEAR)


class Journey(Struct, frozen=True):
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
    one_back = one_period_back(journey)
    if journey.measure.data_period is DataPeriod.YEAR_TO_DATE and period.months < 12:
        year = journey.calendar.year_of(period, journey.measure.frequency)
        if not year.holds(one_back):
            if journey.first_period_of_year == "n/a":
                return Absence.NEW_YEAR
            found = usable(journey.history.at(period.same_last_year()))
            return found or Absence.NEW_YEAR
        return usable(journey.history.at(one_back)) or _latest_before(journey, one_back, year)
    return usable(journey.history.at(one_back)) or _latest_before(journey, one_back, None)


def one_period_back(journey: Journey) -> Period:
    """Return the period that `previous_period` looks at first."""
    period = journey.result.period
    return period.back(max(1, journey.rhythm_months // period.months))


def same_period_last_year(journey: Journey) -> Result | Absence:
    """Return the result twelve months earlier."""
    found = usable(journey.history.at(journey.result.period.same_last_year()))
    return found or Absence.NO_COMPARATOR


def outturn(journey: Journey) -> Result | Absence:
    """Return last year's outturn: the year's own result, else that of its last month or quarter.

    The last period stands for its year only where the figure does so (a snapshot, year to date or
    rolling year), never where it covers that period alone. A count or sum of a part of the year is not
    compared with a whole year's: the same period last year stands in (B3).
    """
    measure, period, history = journey.measure, journey.result.period, journey.history
    if period.months >= 12:
        return usable(history.at(period.same_last_year())) or Absence.NO_COMPARATOR
    last_year = journey.calendar.year_of(period, measure.frequency).previous()
    found = usable(history.at(last_year))
    if found is None and measure.data_period in OUTTURN_BY_LAST_PERIOD:
        last = period.back((period.last - last_year.last) // period.months)
        found = usable(history.at(last)) if last.last == last_year.last else None
    if found and covers_part_of_year(measure, period, last_year):
        return usable(history.at(period.same_last_year())) or Absence.PART_OF_YEAR
    return found or Absence.NO_COMPARATOR


def covers_part_of_year(measure: Measure, period: Period, last_year: Period) -> bool:
    """Whether a count or sum covers less than a year's would: to date before the year's end, or a period's
    own."""
    ends_the_year = (period.last - last_year.last) % 12 == 0
    own = measure.data_period is DataPeriod.IN_PERIOD and measure.adds_up
    return own or (measure.is_cumulative and not ends_the_year)


COMPARATORS: dict[Comparator, Callable[[Journey], Result | Absence]] = {
    Comparator.PREVIOUS: previous_period,
    Comparator.LAST_YEAR: same_period_last_year,
    Comparator.OUTTURN: outturn,
}


def travelled(comparator: Comparator, journey: Journey, standards: Standards, static: Tolerance) -> Direction:
    """Return the direction of a result against one comparator; see `compare`."""
    then = COMPARATORS[comparator](journey)
    direction = compare(journey.result, then, journey.measure, standards, static)
    if then is not Absence.NO_COMPARATOR or journey.result.value is None:
        return direction
    reason = MISSING[comparator]
    if comparator is Comparator.OUTTURN and journey.measure.data_period is DataPeriod.UNSTATED:
        reason += "; without a Data period, its last month or quarter may not stand for it"
    return replace(direction, reason=reason)


MISSING = {
    Comparator.PREVIOUS: "no earlier figure to compare with",
    Comparator.LAST_YEAR: "no figure for the same period last year",
    Comparator.OUTTURN: "no outturn of last year to compare with",
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
    current target are compared; without one, and without polarity, those to the acceptable range.
    """
    if now.value is None:
        against = then if isinstance(then, Result) else None
        if now.text:
            return _nothing(Absence.NO_COMPARATOR, "the result is words", against)
        absence = ABSENT_RESULT.get(now.status, Absence.NO_DATA)
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
    since = f"since {then.period.label} ({measure.in_words(then.value)})"
    if measure.in_error:
        return _nothing(Absence.IN_ERROR, measure.in_error, then, movement, change)
    if measure.polarity is Polarity.NONE and not _has_range(standards):
        return _nothing(
            Absence.NO_POLARITY, f"{_moved(movement)} {since}; no polarity", then, movement, change
        )
    hangs = static.of(other) < Decimal(1).scaleb(-measure.decimals)  # on less than a published unit
    by_rounding = shown_now == shown_then and hangs and _may_differ(now, then, measure)
    if abs(change) <= static.of(other) and (change == 0 or static.amount):
        why = f"unchanged {since}" if change == 0 else f"within the static tolerance {since}"
        return Direction(Effect.SAME, movement, why, Effect.SAME, then, change, only_by_rounding=by_rounding)
    gain = _gain(one, other, measure, standards)
    if gain is None:
        return _nothing(Absence.NO_TARGET, "no target to be near to", then, movement, change)
    effect = Effect.BETTER if gain > 0 else Effect.WORSE if gain < 0 else Effect.SAME
    near = "" if measure.polarity in (Polarity.HIGH, Polarity.LOW) else _nearer(gain, measure, standards)
    why = f"{_moved(movement)} by {distance_in_words(change, measure)} {since}{near}"
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
    Absence.PART_OF_YEAR: (
        "the outturn is for a whole year, this figure for a part of it, and there is none for the same "
        "period last year"
    ),
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
    if measure.polarity in (Polarity.HIGH, Polarity.LOW):
        return measure.polarity.shortfall(other, one)
    low, high = standards.range_low, standards.range_high
    if _aims_at_target(measure, standards):
        low = high = standards.target
    if low is None and high is None:
        return None
    return _distance(other, low, high) - _distance(one, low, high)


def _aims_at_target(measure: Measure, standards: Standards) -> bool:
    """Whether nearness is to the target itself; else it is to the acceptable range."""
    return measure.polarity is Polarity.TARGET and standards.target is not None


def _has_range(standards: Standards) -> bool:
    return standards.range_low is not None or standards.range_high is not None


def _distance(value: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    below = low - value if low is not None else ZERO
    above = value - high if high is not None else ZERO
    return max(below, above, ZERO)


def _may_differ(now: Result, then: Result, measure: Measure) -> bool:
    """Whether two results that are equal as published differ, or nobody can tell whether they do."""
    one, other = _known(now, measure), _known(then, measure)
    return one is None or other is None or one != other


def _known(result: Result, measure: Measure) -> Decimal | None:
    """Return the figure at full precision, None when only a rounded one is known."""
    # Typed counts and sums are what they are; a typed share, rate or average has been rounded by somebody.
    typed_exactly = measure.adds_up or result.value in (ZERO, HUNDRED)
    return result.value if result.unrounded is None and typed_exactly else result.unrounded


def _moved(movement: Movement) -> str:
    return {Movement.UP: "up", Movement.DOWN: "down"}.get(movement, "level")


def _nearer(gain: Decimal, measure: Measure, standards: Standards) -> str:
    place = "target" if _aims_at_target(measure, standards) else "the acceptable range"
    words = "nearer to" if gain > 0 else "further from" if gain < 0 else "as far from"
    return f", {words} {place}"


def _latest_before(journey: Journey, one_back: Period, year: Period | None) -> Result | Absence:
    """Return the latest earlier result of the same kind of period, within `year` if given.

    Those up to `one_back` go first: they are what the previous scorecard showed.
    """
    candidates = [
        period
        for period in journey.history.periods()
        if period.months == one_back.months
        and period.last < journey.result.period.last
        and (year is None or year.holds(period))
    ]
    candidates.sort(key=lambda period: (period.last <= one_back.last, period.last), reverse=True)
    for period in candidates:
        found = usable(journey.history.at(period))
        if found:
            return found
    return Absence.NO_COMPARATOR
