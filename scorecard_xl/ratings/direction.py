"""Direction of travel between two results: did the number move, and is that better or worse."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from ..config import DirectionSettings
from ..figures import HUNDRED, ZERO, rounded
from ..model import (
    Absence,
    Direction,
    Effect,
    Measure,
    Movement,
    Polarity,
    Result,
    ResultStatus,
    Span,
    Standards,
    Tolerance,
    Unit,
)
from .comparators import full_precision
from .rag import distance_in_words, shown_decimals

# Where 0 is as low as a figure gets: money and ratios may go below.
NOT_BELOW_ZERO = (Unit.PERCENT, Unit.NUMBER, Unit.RATE, Unit.DAYS)


class Terms(Struct, frozen=True):
    """What an authority agreed about pairs of results; see `direction` in config.yaml.

    `by_rounding`: figures that read the same are static. `best_improves`: the best possible result,
    held, counts as improved. `midpoint`: an acceptable range is aimed at in its middle.
    """

    by_rounding: bool = False
    best_improves: bool = False
    midpoint: bool = False

    @classmethod
    def of(cls, settings: DirectionSettings) -> Terms:
        """Return the terms of the settings."""
        return cls(
            settings.static_by_rounding, settings.at_best == "improved", settings.in_range == "midpoint"
        )


USUAL = Terms()


def compare(
    now: Result,
    then: Result | Absence,
    measure: Measure,
    standards: Standards,
    static: Tolerance,
    terms: Terms = USUAL,
    span: Span | None = None,
) -> Direction:
    """Compare two results and say what the movement means.

    At full precision when both are known unrounded, else at the published decimals. An average (`span`
    names it) is compared as it is with the result as it is, and they are unchanged only where they read
    the same with one decimal more than published. `static` is the
    distance from `then` within which nothing has changed. For Target polarity the distances to the
    current target are compared; without one, and without polarity, those to the acceptable range.
    """
    if now.value is None:
        return without_figure(now, then if isinstance(then, Result) else None)
    if isinstance(then, Absence):
        return _nothing(then, NO_COMPARISON[then])
    assert then.value is not None
    # An average has decimals that no result has: one more says which side of a result it is on.
    places = measure.decimals + 1 if span else measure.decimals
    exact = as_known(now), as_known(then)
    shown_now, shown_then = (rounded(of, places) for of in (exact if span else (now.value, then.value)))
    exactly = span or (now.unrounded is not None and then.unrounded is not None)
    one, other = exact if exactly else (shown_now, shown_then)
    change = ZERO if span and shown_now == shown_then else one - other
    movement = movement_of(change)
    named = f"the {span.label}" if span else then.period.label
    fewest = min(places, shown_decimals(measure, as_known(then))) if span else places
    since = f"since {named} ({measure.in_words(then.value, fewest)})"
    if measure.in_error:
        return _nothing(Absence.IN_ERROR, measure.in_error, then, movement, change)
    if measure.polarity is Polarity.NONE and not has_range(standards):
        return _nothing(
            Absence.NO_POLARITY, f"{_moved(movement)} {since}; no polarity", then, movement, change
        )
    hangs = static.of(other) < Decimal(1).scaleb(-measure.decimals)  # on less than a published unit
    by_rounding = shown_now == shown_then and hangs and _may_differ(now, then, measure)
    near = "" if measure.polarity in (Polarity.HIGH, Polarity.LOW) else None
    alike = terms.by_rounding and shown_now == shown_then
    if alike or (abs(change) <= static.of(other) and (change == 0 or static.amount)):
        why = f"unchanged {since}" if change == 0 else f"within the static tolerance {since}"
        why = f"reads the same {since}" if alike and change else why
        effect, by_rounding = Effect.SAME, by_rounding or (alike and change != 0)
    else:
        gain = _gain(one, other, measure, standards, midpoint=terms.midpoint)
        if gain is None:
            return _nothing(Absence.NO_TARGET, "no target to be near to", then, movement, change)
        effect = Effect.BETTER if gain > 0 else Effect.WORSE if gain < 0 else Effect.SAME
        near = _nearer(gain, measure, standards, midpoint=terms.midpoint) if near is None else near
        by = (rounded(change, places) or change) if span else change
        why = f"{_moved(movement)} by {distance_in_words(by, measure)} {since}{near}"
    best = effect is Effect.SAME and _is_at_best(now, measure)
    if best and terms.best_improves:
        effect, why = Effect.BETTER, f"{why}, at the best there can be"
    return Direction(effect, movement, why, effect, then, change, only_by_rounding=by_rounding, at_best=best)


def as_known(result: Result) -> Decimal:
    """Return a result's figure at full precision where that is known, else as it was given."""
    assert result.value is not None
    return result.value if result.unrounded is None else result.unrounded


def without_figure(now: Result, against: Result | None) -> Direction:
    """Return the direction of a result that has no figure, with the reason."""
    if now.text:
        return _nothing(Absence.NO_COMPARATOR, "the result is words", against)
    absence = ABSENT_RESULT.get(now.status, Absence.NO_DATA)
    return _nothing(absence, f"no figure for {now.period.label}: {absence.value}", against)


def movement_of(change: Decimal | Fraction) -> Movement:
    """Return what the number did."""
    return Movement.UP if change > 0 else Movement.DOWN if change < 0 else Movement.LEVEL


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


def _gain(
    one: Decimal, other: Decimal, measure: Measure, standards: Standards, *, midpoint: bool
) -> Decimal | None:
    """Return how much nearer to good `one` is than `other`; None without anything to be near to."""
    if measure.polarity in (Polarity.HIGH, Polarity.LOW):
        return measure.polarity.shortfall(other, one)
    now, then = (distance_to_good(value, measure, standards, midpoint=midpoint) for value in (one, other))
    return None if now is None or then is None else then - now


def distance_to_good(
    value: Decimal, measure: Measure, standards: Standards, *, midpoint: bool
) -> Decimal | None:
    """Return how far a value is from the target, or from the acceptable range; None without either.

    Anywhere inside the range is as good, unless its `midpoint` is aimed at (Stirling's "Goldilocks"
    measures); a range that is open at one end has none.
    """
    low, high = standards.range_low, standards.range_high
    if _aims_at_target(measure, standards):
        low = high = standards.target
    if low is None and high is None:
        return None
    if midpoint and low is not None and high is not None:
        low = high = (low + high) / 2
    below = low - value if low is not None else ZERO
    above = value - high if high is not None else ZERO
    return max(below, above, ZERO)


def _aims_at_target(measure: Measure, standards: Standards) -> bool:
    """Whether nearness is to the target itself; else it is to the acceptable range."""
    return measure.polarity is Polarity.TARGET and standards.target is not None


def has_range(standards: Standards) -> bool:
    """Whether an acceptable range is given, open at one end or not."""
    return standards.range_low is not None or standards.range_high is not None


def _is_at_best(now: Result, measure: Measure) -> bool:
    """Whether a result is the best there can be: 100% where high is good, 0 where low is."""
    full = full_precision(now, measure)
    if measure.polarity is Polarity.HIGH:
        return measure.is_percentage and full == HUNDRED
    return measure.polarity is Polarity.LOW and measure.unit in NOT_BELOW_ZERO and full == ZERO


def _may_differ(now: Result, then: Result, measure: Measure) -> bool:
    """Whether two results that are equal as published differ, or nobody can tell whether they do."""
    one, other = full_precision(now, measure), full_precision(then, measure)
    return one is None or other is None or one != other


def _moved(movement: Movement) -> str:
    return {Movement.UP: "up", Movement.DOWN: "down"}.get(movement, "level")


def _nearer(gain: Decimal, measure: Measure, standards: Standards, *, midpoint: bool) -> str:
    middle = midpoint and standards.range_low is not None and standards.range_high is not None
    place = "the middle of the acceptable range" if middle else "the acceptable range"
    place = "target" if _aims_at_target(measure, standards) else place
    words = "nearer to" if gain > 0 else "further from" if gain < 0 else "as far from"
    return f", {words} {place}"
