"""Directions that judge a series rather than a pair: by regression (Trend) and by XmR (Variation)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from ..figures import divided, rounded
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
    Span,
    Standards,
    Tolerance,
)
from ..periods import Period, PeriodKind
from .comparators import Journey, earlier_figures, full_precision, usable
from .direction import distance_to_good, has_range, movement_of, no_direction, without_figure
from .rag import distance_in_words
from .spc import Signal, signals

LEAST_FOR_A_TREND = 3  # a line through two points is only their difference
STEPS = {PeriodKind.MONTH: "month", PeriodKind.QUARTER: "quarter"}
OVERLAPPING = {
    DataPeriod.YEAR_TO_DATE: "figures for the year to date start anew each year",
    DataPeriod.ROLLING_YEAR: "rolling 12 months overlap: neighbours share eleven months of data",
    DataPeriod.THREE_YEAR_AVERAGE: "averages of three years overlap: neighbours share two of them",
}


def slope(points: Sequence[tuple[int, Decimal]]) -> tuple[Fraction, Fraction]:
    """Return slope and intercept of the least-squares line, exactly; the x differ in two points at least.

    >>> slope([(0, Decimal(1)), (1, Decimal(3)), (3, Decimal(7))])
    (Fraction(2, 1), Fraction(1, 1))
    """
    count = len(points)
    xs, ys = [Fraction(x) for x, _ in points], [Fraction(y) for _, y in points]
    none = Fraction(0)
    mean_x, mean_y = sum(xs, none) / count, sum(ys, none) / count
    across = sum(((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)), none)
    rise = across / sum(((x - mean_x) * (x - mean_x) for x in xs), none)
    return rise, mean_y - rise * mean_x


def by_trend(journey: Journey, standards: Standards, static: Tolerance) -> Direction:
    """Return the direction of the least-squares line through the last periods' figures.

    Static when the line is level, or when it changes by no more than `static` from the first period
    to the last. Where nearest is best it is the line of the distances that falls or rises. Needs three
    figures; a period without one is left out, not closed up. Source: Kent's quarterly report.
    """
    measure, now = journey.measure, journey.result
    if now.value is None:
        return without_figure(now, None)
    if measure.is_cumulative:
        return no_direction(
            Absence.NO_SERIES, "a count or sum to date rises through the year, whatever happens"
        )
    found = _points(journey)
    if len(found) < LEAST_FOR_A_TREND:
        figures = "1 figure" if len(found) == 1 else f"{len(found)} figures"
        wanted = f"{LEAST_FOR_A_TREND} are needed"
        over = journey.settings.trend_periods
        reason = f"too few figures for a trend: {figures} in the last {over} periods, {wanted}"
        return no_direction(Absence.TOO_FEW, reason)
    first = found[0][1].period
    span = Span(
        f"trend since {first.label}", f"{first.short} (trend)", f"the trend since {first.long}", by=True
    )
    figures_alike = _alike([result for _, result in found], measure)
    points = [(x, value) for (x, _), value in zip(found, figures_alike, strict=True)]
    rise, start = slope(points)
    movement = movement_of(rise)
    why = f"{_pace(rise, journey)} since {first.label} (trend of {len(found)} figures)"
    if measure.in_error:
        return replace(no_direction(Absence.IN_ERROR, measure.in_error), movement=movement, span=span)
    aims = measure.polarity not in (Polarity.HIGH, Polarity.LOW)
    if measure.polarity is Polarity.NONE and not has_range(standards):
        plain = no_direction(Absence.NO_POLARITY, f"{why}; no polarity")
        return replace(plain, movement=movement, span=span)
    length, begin = points[-1][0] - points[0][0], rise * points[0][0] + start
    change, allowed = abs(rise) * length, _allowed(static, begin)
    if rise == 0 or change <= allowed:
        reason = why if rise == 0 else f"{why}, within the static tolerance"
        return Direction(Effect.SAME, movement, reason, Effect.SAME, span=span)
    gain = rise if measure.polarity is Polarity.HIGH else -rise
    if aims:
        midpoint = journey.settings.in_range == "midpoint"
        away = [
            (x, distance)
            for x, value in points
            if (distance := distance_to_good(value, measure, standards, midpoint=midpoint)) is not None
        ]
        if not away:
            plain = no_direction(Absence.NO_TARGET, "no target to be near to")
            return replace(plain, movement=movement, span=span)
        gain = -slope(away)[0]
        why += ", coming nearer" if gain > 0 else ", going further" if gain < 0 else ", staying as far"
    effect = Effect.BETTER if gain > 0 else Effect.WORSE if gain < 0 else Effect.SAME
    return Direction(effect, movement, why, effect, span=span)


def by_variation(journey: Journey, standards: Standards, static: Tolerance) -> Direction:
    """Return whether the latest figure is a special cause, to the better or worse, or common cause.

    Improved and worsened are special causes, static is common cause. Not for figures that overlap or
    start anew each year. Without a side that is good, a special cause is a movement alone (neutral).
    Source: XmR charts as the NHS draws them ("Making data count").
    """
    measure, now = journey.measure, journey.result
    if now.value is None:
        return without_figure(now, None)
    if measure.data_period in OVERLAPPING:
        return no_direction(Absence.NO_SERIES, f"no variation: {OVERLAPPING[measure.data_period]}")
    results, least = earlier_figures(journey), journey.settings.variation_figures
    if len(results) < max(2, least):
        figures = "1 figure" if len(results) == 1 else f"{len(results)} figures"
        return no_direction(Absence.TOO_FEW, f"too few figures for variation: {figures}, {least} are needed")
    first = results[0].period
    span = Span(
        f"variation since {first.label}",
        f"{first.short} (variation)",
        f"variation since {first.long}",
        by=True,
    )
    limits, found = signals(_alike(results, measure))
    lower, upper = (_limit(limit, journey) for limit in (limits.lower, limits.upper))
    within = f"(mean {_limit(limits.mean, journey)}, limits {lower} to {upper}, {len(results)} figures)"
    if measure.in_error:
        return replace(no_direction(Absence.IN_ERROR, measure.in_error), span=span)
    judged = measure.polarity in (Polarity.HIGH, Polarity.LOW)
    effect, movement, cause = Effect.SAME, Movement.LEVEL, "common cause variation"
    if found:
        movement = Movement.UP if found[0].up else Movement.DOWN
        better = found[0].up is (measure.polarity is Polarity.HIGH)
        effect = Effect.BETTER if better else Effect.WORSE
        cause = f"special cause{_meaning(effect) if judged else ''}: {_named(found)}"
    reason = f"{cause} {within}"
    if not judged:
        good = "nearest is best" if measure.polarity is Polarity.TARGET else "no polarity"
        plain = no_direction(Absence.NO_POLARITY, f"{reason}; {good}, so neutral")
        return replace(plain, movement=movement, span=span)
    return Direction(effect, movement, reason, effect, span=span)


BY_SERIES = {Comparator.TREND: by_trend, Comparator.VARIATION: by_variation}


def _points(journey: Journey) -> list[tuple[int, Result]]:
    """Return the figures of the last periods with their places, the oldest first."""
    last = journey.settings.trend_periods - 1
    periods: list[tuple[int, Period]] = [
        (last - back, journey.result.period.back(back)) for back in range(last, -1, -1)
    ]
    return [(x, found) for x, period in periods if (found := usable(journey.history.at(period)))]


def _alike(results: Sequence[Result], measure: Measure) -> list[Decimal]:
    """Return the figures at full precision if all are known so, else all as published (D7)."""
    known = [full for result in results if (full := full_precision(result, measure)) is not None]
    if len(known) == len(results):
        return known
    return [rounded(result.value, measure.decimals) for result in results if result.value is not None]


def _allowed(static: Tolerance, start: Fraction) -> Fraction:
    amount = Fraction(static.amount)
    return abs(start) * amount / 100 if static.relative else amount


def _pace(rise: Fraction, journey: Journey) -> str:
    """Return "rising by 0.4 points a month"."""
    if not rise:
        return "level"
    by = divided(Decimal(abs(rise.numerator)), Decimal(rise.denominator), Decimal(1))
    words = "rising" if rise > 0 else "falling"
    step, measure = STEPS.get(journey.result.period.kind, "year"), journey.measure
    # One more decimal than published, since a month's step is small; as many as it needs not to read 0.
    shown = rounded(by, max(measure.decimals + 1, 0)) or by
    return f"{words} by {distance_in_words(shown, measure)} a {step}"


def _limit(limit: Decimal, journey: Journey) -> str:
    return journey.measure.in_words(limit, journey.measure.decimals + 1)


def _meaning(effect: Effect) -> str:
    return " improvement" if effect is Effect.BETTER else " concern"


def _named(found: Sequence[Signal]) -> str:
    """Name the signal that decides, and those that point the other way."""
    against = [signal.rule for signal in found if signal.up is not found[0].up]
    return found[0].rule + (f", though {' and '.join(against)}" if against else "")
