"""Edges of bands: from "within 5%" and a measure's standards to the values that a band reaches.

Everything is an exact Decimal in the measure's own units. The better side is above for High polarity
and below for Low; where nearest is best, a reach has two ends.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from ..figures import ZERO
from ..model import Absence, Benchmark, DataPeriod, Measure, Polarity, Reach, Standards, Tolerance
from ..periods import Period
from ..rating_rules import QUARTILE_PLACES, Edge, How, Place
from .amounts import amount_in_words, limit_in_words
from .facts import CannotRate, Case

ONE_SIDED = (Polarity.HIGH, Polarity.LOW)


class Resolved(Struct, frozen=True):
    """An edge as it is for a case; `reach` None leaves the band out, and `why` says what is missing.

    `won` is what a reason adds for a value inside, `lost` for one that lies outside. `figure` is what
    distances are measured from. A `lenient` edge that a Green tolerance or a range outreaches leaves its
    band empty; any other is a contradiction.
    """

    reach: Reach | None
    why: str = ""
    won: str = ""
    lost: str = ""
    figure: tuple[Decimal, str] | None = None
    lenient: bool = False


def resolved(edge: Edge, case: Case) -> Resolved:
    """Return how far a band reaches; raises `CannotRate` where that can't be known."""
    if edge.place in QUARTILE_PLACES:
        return _quartile(edge.place, case)
    return _PLACES[edge.place](edge, case)


def widened(reach: Reach, by: Callable[[Decimal], Decimal]) -> Reach:
    """Move each end outwards by what `by` makes of it; an end that moved belongs to the reach."""
    low = None if reach.low is None else reach.low - by(reach.low)
    high = None if reach.high is None else reach.high + by(reach.high)
    return Reach(low, high, reach.low_open and low == reach.low, reach.high_open and high == reach.high)


def target_met(standards: Standards, polarity: Polarity) -> Reach:
    """Return where a result meets its target: the Green tolerance included, or inside the range.

    High: at least the target; Low: at most; Target: exactly on it. An exclusive target has to be
    bettered. The Green tolerance is a distance from the target; without a target, from the ends of
    the range.
    """
    range_ = Reach(standards.range_low, standards.range_high)
    by = _distance(standards.green_tolerance, standards, polarity)
    if standards.target is None or polarity is Polarity.NONE:
        return widened(range_, by)
    target, exclusive = standards.target, standards.exclusive
    if polarity not in ONE_SIDED:
        around = widened(Reach(target, target), by)
        if range_ == Reach():
            return around
        # An end that the range does not have is no end of Green either.
        return around.joined(range_)
    one = widened(_on(target, polarity, beyond=exclusive), by)
    # High and Low have one edge only; the range moves it when it is the more generous of the two.
    if polarity is Polarity.HIGH:
        return one if range_.low is None else one.joined(Reach(range_.low))
    return one if range_.high is None else one.joined(Reach(high=range_.high))


def _on(figure: Decimal, polarity: Polarity, *, beyond: bool = False) -> Reach:
    """Return what is at least as good as a figure, or `beyond` it; exactly it where nearest is best."""
    if polarity is Polarity.HIGH:
        return Reach(figure, low_open=beyond)
    if polarity is Polarity.LOW:
        return Reach(high=figure, high_open=beyond)
    return Reach(figure, figure)


def _target(edge: Edge, case: Case) -> Resolved:
    standards, measure = case.standards, case.measure
    if not standards.given:
        raise CannotRate(Absence.NO_TARGET, "no target")
    if edge.how is How.AT:
        return Resolved(target_met(standards, measure.polarity))
    if edge.how is How.WITHIN:
        return _within_target(edge.by, case)
    if standards.target is None or measure.polarity not in ONE_SIDED:
        return Resolved(None, "nothing is better than on target")
    return _better(edge, standards.target, "target", case)


def _within_target(given: Tolerance | None, case: Case, *, origin: str = "") -> Resolved:
    """Return what misses the target by no more than a tolerance; none given is the measure's own."""
    standards, measure = case.standards, case.measure
    tolerance = given or standards.tolerance
    if tolerance is None:
        return Resolved(target_met(standards, measure.polarity), "no tolerance", lenient=True)
    met = target_met(replace(standards, green_tolerance=None), measure.polarity)
    reach = widened(met, _distance(tolerance, standards, measure.polarity))
    name = origin or ("tolerance" if given is None else "allowance")
    if reach == met:
        nothing = tolerance.relative and tolerance.amount
        why = f"a zero target has no {name} in percent" if nothing else "no tolerance"
        return Resolved(met.joined(target_met(standards, measure.polarity)), why, lenient=True)
    of_range = measure.polarity is Polarity.NONE or standards.target is None
    amount = amount_in_words(tolerance, measure, "the range's end" if of_range else "target")
    why = f"{name} of {amount}"
    return Resolved(reach, why, lost=f", outside the {why}", lenient=True)


def _better(edge: Edge, figure: Decimal, name: str, case: Case) -> Resolved:
    """Return what is better than a figure, by so much where the edge says how much."""
    polarity, measure = case.measure.polarity, case.measure
    amount = edge.by or (case.standards.tolerance if edge.how is How.BETTER else None)
    by = amount.of(figure) if amount and edge.how is How.BETTER else ZERO
    if not by or amount is None:
        return Resolved(_on(figure, polarity, beyond=True), f"beyond {name}")
    at = figure + by if polarity is Polarity.HIGH else figure - by
    words = f"{amount_in_words(amount, measure, name)} beyond it"
    return Resolved(_on(at, polarity), words, f", {words}")


def _stretch(edge: Edge, case: Case) -> Resolved:
    figure, measure = case.standards.stretch, case.measure
    if figure is None:
        return Resolved(None, "no stretch target")
    if measure.polarity not in ONE_SIDED:
        return Resolved(None, "nothing is better than on target")
    shown = limit_in_words(figure, measure)
    return replace(
        _at_figure(edge, figure, "the stretch target", case),
        why=f"stretch target {shown}",
        won=f", stretch target of {shown} met",
        figure=None,
    )


def _minimum(edge: Edge, case: Case) -> Resolved:
    """Return what is not beyond the minimum standard: where either side may be missed, its distance
    from the target holds on both.
    """
    standards, measure = case.standards, case.measure
    if standards.minimum is None:
        return Resolved(None, "no minimum standard")
    minimum, polarity = standards.minimum, measure.polarity
    shown = limit_in_words(minimum, measure)
    why = f"minimum standard {shown}"
    if polarity in ONE_SIDED:
        side = "under" if polarity is Polarity.HIGH else "over"
        lost = f", {side} the {shown} minimum"
        if edge.how is not How.AT:
            return replace(_at_figure(edge, minimum, "the minimum standard", case), lost=lost, figure=None)
        return Resolved(_on(minimum, polarity), why, lost=lost, lenient=True)
    target = None if polarity is Polarity.NONE else standards.target
    anchor = _middle(standards) if target is None else target
    distance = abs(anchor - minimum)
    return Resolved(
        Reach(anchor - distance, anchor + distance), why, lost=f", outside the {why}", lenient=True
    )


def _range(edge: Edge, case: Case) -> Resolved:
    low, high = case.standards.range_low, case.standards.range_high
    if low is None and high is None:
        return Resolved(None, "no acceptable range")
    return Resolved(Reach(low, high), "acceptable range", lost=", outside the acceptable range")


def _amber_limit(edge: Edge, case: Case) -> Resolved:
    """Return where Amber ends: a minimum standard goes before a tolerance, that before the default.

    Source: Kent's published rule ("below current target but above minimum standard"); tolerances and
    ranges as other councils publish them.
    """
    standards = case.standards
    if standards.minimum is not None:
        return _minimum(edge, case)
    if standards.tolerance is not None:
        return _within_target(None, case)
    return _within_target(case.default_allowance, case, origin="default allowance")


def _figure(edge: Edge, case: Case) -> Resolved:
    assert edge.number is not None
    return _at_figure(edge, edge.number, limit_in_words(edge.number, case.measure), case)


def _benchmark(edge: Edge, case: Case) -> Resolved:
    found = benchmark_for(edge.name, case)
    return _at_figure(edge, found.value, _named(found, case), case)


def _at_figure(edge: Edge, figure: Decimal, name: str, case: Case) -> Resolved:
    """Return the reach to a figure that is the measure's own no more than others'."""
    polarity = _high_or_low(case)
    anchor = (figure, name)
    side = "under" if polarity is Polarity.HIGH else "over"
    if edge.how is How.BETTER:
        return replace(_better(edge, figure, name, case), figure=anchor)
    if edge.how is How.WITHIN:
        by = edge.by or case.standards.tolerance
        reach = widened(_on(figure, polarity), by.of if by else lambda end: ZERO)
        why = f"{amount_in_words(by, case.measure, name)}" if by else "no tolerance"
        return Resolved(reach, f"within {why}", lost=f", outside {why}", figure=anchor, lenient=True)
    reach = _on(figure, polarity, beyond=edge.how is How.BEYOND)
    return Resolved(reach, name, lost=f", {side} {name}", figure=anchor)


def _quartile(place: Place, case: Case) -> Resolved:
    """Return the reach to a cut between quarters.

    A value on a cut belongs to the band of lower values: the better one for Low polarity, the worse
    for High. Source: the Local Authority Interactive Tool, as its open code rates.
    """
    polarity = _high_or_low(case)
    cuts = case.quartiles[::-1] if polarity is Polarity.HIGH else case.quartiles
    found = benchmark_for(cuts[QUARTILE_PLACES.index(place)], case)
    reach = _on(found.value, polarity, beyond=polarity is Polarity.HIGH)
    name = _named(found, case)
    side = "not above" if polarity is Polarity.HIGH else "above"
    return Resolved(reach, name, lost=f", {side} {name}", figure=(found.value, name))


_PLACES: dict[Place, Callable[[Edge, Case], Resolved]] = {
    Place.TARGET: _target,
    Place.STRETCH: _stretch,
    Place.MINIMUM: _minimum,
    Place.RANGE: _range,
    Place.AMBER_LIMIT: _amber_limit,
    Place.FIGURE: _figure,
    Place.BENCHMARK: _benchmark,
}


def benchmark_for(name: str, case: Case) -> Benchmark:
    """Return a benchmark's latest figure up to the result's period; raises `CannotRate` without one.

    A count or sum of a part of the year is not held against a whole year's.
    """
    found, result = case.facts.benchmark(name), case.result
    until = f" by {result.period.label}" if result else ""
    if found is None:
        raise CannotRate(Absence.NO_BENCHMARK, f"no figure of {name}{until}")
    if result is not None and part_of_year_beside_whole(case.measure, result.period, found.period):
        why = f"{name} is for {found.period.label}, the result for {result.period.label}"
        raise CannotRate(Absence.NO_BENCHMARK, why)
    return found


def part_of_year_beside_whole(measure: Measure, one: Period, other: Period) -> bool:
    """Whether counts or sums of different lengths would be compared: a month's with a year's, or what
    came together by May with what did by April."""
    if not measure.adds_up or measure.data_period is DataPeriod.SNAPSHOT:
        return False
    return one.months != other.months or (measure.is_cumulative and (one.last - other.last) % 12 != 0)


def _named(found: Benchmark, case: Case) -> str:
    return f"{found.name} {limit_in_words(found.value, case.measure)} ({found.period.label})"


def _high_or_low(case: Case) -> Polarity:
    if case.measure.polarity not in ONE_SIDED:
        raise CannotRate(Absence.NO_POLARITY, "its rule needs High or Low polarity")
    return case.measure.polarity


def _distance(
    tolerance: Tolerance | None, standards: Standards, polarity: Polarity
) -> Callable[[Decimal], Decimal]:
    """Return how far a tolerance reaches from an end: a share is of the target, without one of that end."""
    target = None if polarity is Polarity.NONE else standards.target
    if tolerance is None:
        return lambda end: ZERO
    return partial(_share, tolerance, target)


def _share(tolerance: Tolerance, target: Decimal | None, end: Decimal) -> Decimal:
    return tolerance.of(end if target is None else target)


def _middle(standards: Standards) -> Decimal:
    low, high = standards.range_low, standards.range_high
    if low is None or high is None:
        return low if low is not None else high if high is not None else ZERO
    return (low + high) / 2
