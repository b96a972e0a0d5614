"""From a rule and a measure's standards to bands, from bands to a rating.

The bands are worked out first, in the measure's own units; rating is then one comparison, and what
`explain` prints is what was compared. Limits are exact Decimals.
"""

from __future__ import annotations

from decimal import Decimal

from ..figures import HUNDRED, ZERO, rounded
from ..model import Absence, Band, Bands, Comparator, DataPeriod, Measure, Rag, Reach
from ..rating_rules import Condition, Edge, How, Kind, Place, RatingRule, RuleBand
from .amounts import distance_in_words, limit_in_words, shown_decimals
from .edges import ONE_SIDED, Resolved, resolved
from .facts import CannotRate, Case
from .process import LEAST_RESULTS, Process, assurance

__all__ = [
    "band_of",
    "bands_in_words",
    "bands_of",
    "distance_in_words",
    "shown_decimals",
    "taken_by",
    "value_to_rate",
]
EVERYTHING = Reach()


def bands_of(rule: RatingRule, case: Case) -> Bands:
    """Work out the bands of a rule for a case, best first.

    A band whose edge the measure does not have is left out, and so is one that a better band takes
    whole. Raises `CannotRate` where no band that counts as met is left, a figure is missing, or the
    edges contradict each other.
    """
    bands: list[Band] = []
    whys: list[str] = []
    lost = missing = ""
    anchor: tuple[Decimal, str] | None = None
    inner: tuple[Reach, str, Edge | None] | None = None  # of the last band without a condition
    for of in rule.bands[:-1]:
        edge = resolved(of.edge, case) if of.edge else Resolved(EVERYTHING)
        if of.name in rule.met:
            anchor = edge.figure or anchor
        else:
            lost = edge.lost or (f" ({edge.why})" if edge.why else "")
        if edge.reach is None:
            missing = missing or edge.why
            whys.append(edge.why)
            continue
        reach = edge.reach
        if inner is not None and not reach.holds(inner[0]):
            if not of.when and not (edge.lenient and _may_outreach(inner[2])):
                raise CannotRate(Absence.IN_ERROR, _out_of_order(rule, of, edge, inner[1], case), wrong=True)
            reach = reach.joined(inner[0])
        if of.edge and not (of.edge.place is Place.TARGET and of.edge.how is How.AT):
            whys.append(f"{of.name}: {edge.why}")
        if of.when is None and inner is not None and reach == inner[0]:
            continue
        band = Band(of.name, reach, edge.why, edge.won)
        bands.append(_with_condition(band, of.when, case) if of.when else band)
        if of.when is None:
            inner = (reach, f"{of.name} ({_edge_words(of, edge, case)})", of.edge)
    if not any(band.name in rule.met for band in bands):
        raise CannotRate(Absence.NO_TARGET, missing or "no target")
    if len(rule.bands) == 2 and rule.needs_target:
        whys, lost = [*whys, f"no {_between(rule)} by rule"], f" (no {_between(rule)} by rule)"
    if rule.asks(Kind.PROCESS):
        lost = bands[-1].won
    return Bands(tuple(bands), rule.bands[-1].name, rule.met, _together(whys), lost, anchor)


def _may_outreach(better: Edge | None) -> bool:
    """Whether a better band may reach further than a worse one: by what officers set for a measure."""
    if better is None:
        return False
    own_tolerance = better.how is How.WITHIN and better.by is None
    return own_tolerance or (better.how is How.AT and better.place in (Place.TARGET, Place.RANGE))


def _between(rule: RatingRule) -> str:
    return "amber" if Rag.GREEN in rule.names else "band between"


def _together(whys: list[str]) -> str:
    """Join where edges come from; a single one needs no band's name before it."""
    if len(whys) == 1:
        return whys[0].partition(": ")[2] or whys[0]
    return "; ".join(whys)


def _edge_words(of: RuleBand, edge: Resolved, case: Case) -> str:
    target = case.standards.target
    return edge.why or ("target" if target is None else f"target {limit_in_words(target, case.measure)}")


def _out_of_order(rule: RatingRule, of: RuleBand, edge: Resolved, better: str, case: Case) -> str:
    name = f"{of.name} ({_edge_words(of, edge, case)})"
    return f"by the rule {rule.name}, {name} has to reach further than {better}"


def _with_condition(band: Band, when: Condition, case: Case) -> Band:
    """Add to a band the words of its condition and whether it holds."""
    if when.kind is Kind.DIRECTION:
        return _by_direction(band, when, case)
    if when.kind is Kind.PROCESS:
        return _by_process(band, case, passes=when.passes)
    holds = case.facts.outlook() is when.outlook
    said = f"the forecast is {when.outlook.value}"
    return _conditional(band, said, f", {said}" if holds else "", holds=holds)


def _conditional(band: Band, when: str, won: str, *, holds: bool, lost: str = "") -> Band:
    return Band(band.name, band.reach, band.why, band.won + won, lost, when, holds)


def _by_direction(band: Band, when: Condition, case: Case) -> Band:
    direction = case.facts.direction(when.against)
    if direction is not None and direction.against is not None:
        since = direction.against.period.label
    else:
        since = f"the {(when.against or Comparator.PREVIOUS).value.lower()}"
    words = f"{' or '.join(effect.value for effect in when.effects)} since {since}"
    reason = direction.reason if direction else "no earlier figure to compare with"
    holds = direction is not None and direction.computed in when.effects
    return _conditional(band, words, f", {reason}", holds=holds, lost=f", not {band.name}: {reason}")


def _by_process(band: Band, case: Case, *, passes: bool) -> Band:
    """Compare the target with the measure's natural process limits.

    Raises `CannotRate` for too few results, and where neither high nor low is better.
    """
    measure, target = case.measure, case.standards.target
    if measure.polarity not in ONE_SIDED:
        raise CannotRate(Absence.NO_POLARITY, "process limits need High or Low polarity")
    if target is None:
        raise CannotRate(Absence.NO_TARGET, "no target")
    if measure.data_period is DataPeriod.YEAR_TO_DATE:
        raise CannotRate(Absence.FEW_RESULTS, "a figure that grows through the year has no process limits")
    figures = case.facts.figures()
    if len(figures) < LEAST_RESULTS:
        why = f"process limits need {LEAST_RESULTS} results, there are {len(figures)}"
        raise CannotRate(Absence.FEW_RESULTS, why)
    process = Process.of(figures)
    side, sure = process.side(target), assurance(process, target, measure.polarity)
    low, high = (measure.in_words(limit, measure.decimals + 1) for limit in process.limits)
    where = {1: "above", -1: "below", 0: "inside"}[side]
    words = f", target {where} the process limits {low} to {high} of {len(figures)} results"
    when = "the target is met whatever chance does" if passes else "chance decides whether it is met"
    return _conditional(band, when, words, holds=sure == (1 if passes else 0))


def taken_by(value: Decimal, bands: Bands) -> Band | None:
    """Return the band that takes a value, None for the rest."""
    return next((band for band in bands.bands if band.holds and value in band.reach), None)


def band_of(value: Decimal, bands: Bands) -> Rag:
    """Return the name of the band that takes a value.

    >>> green, amber = Band(Rag.GREEN, Reach(Decimal(85))), Band(Rag.AMBER, Reach(Decimal("76.5")))
    >>> band_of(Decimal("76.5"), Bands((green, amber), Rag.RED, (Rag.GREEN,))) == Rag.AMBER
    True
    """
    band = taken_by(value, bands)
    return band.name if band else bands.rest


def value_to_rate(value: Decimal, full: Decimal, measure: Measure, *, round_results: bool) -> Decimal:
    """Return the value as it is rated: at published decimals, or at full precision.

    Rounding never makes a value exactly 0 or 100%: 99.96% of visits is not all of them.
    """
    if not round_results:
        return full
    shown = rounded(value, measure.decimals)
    all_or_none = shown == ZERO or (measure.is_percentage and shown == HUNDRED)
    return full if all_or_none and shown != full else shown


def bands_in_words(bands: Bands, measure: Measure) -> list[tuple[Rag, str]]:
    """Return each band with its limits in the measure's own units, as printed on exception pages.

    >>> measure = Measure("12", "Visits", decimals=1)
    >>> green, amber = Band(Rag.GREEN, Reach(Decimal(85))), Band(Rag.AMBER, Reach(Decimal("76.5")))
    >>> for band, words in bands_in_words(Bands((green, amber), Rag.RED, (Rag.GREEN,)), measure):
    ...     print(band, words)
    Green 85.0 and above
    Amber from 76.5 to under 85.0
    Red below 76.5
    """
    words: list[tuple[Rag, str]] = []
    inner: Reach | None = None
    hanging = False  # whether a band with a condition may have taken some of these values
    for band in bands.bands:
        text = _between_in_words(inner, band.reach, measure)
        if band.when:
            hanging = True
            words.append((band.name, f"{text or 'any value'} if {band.when}"))
            continue
        words.append((band.name, f"{text} otherwise" if hanging and text else text))
        inner, hanging = band.reach, False
    rest = _between_in_words(inner, EVERYTHING, measure)
    if hanging:
        rest = f"{rest} otherwise" if inner is not None else "otherwise"
    return [(name, text) for name, text in [*words, (bands.rest, rest)] if text]


def _between_in_words(inner: Reach | None, outer: Reach, measure: Measure) -> str:
    """Describe what lies in `outer` and not in `inner`, "" for nothing."""

    def show(limit: Decimal) -> str:
        return limit_in_words(limit, measure)

    if inner is None:
        return _reach_in_words(outer, measure)
    parts = []
    if inner.low is not None and (outer.low, outer.low_open) != (inner.low, inner.low_open):
        if outer.low == inner.low:
            parts.append(f"exactly {show(inner.low)}")
        elif outer.low is None:
            parts.append(f"{show(inner.low)} and below" if inner.low_open else f"below {show(inner.low)}")
        else:
            begin = f"{'above' if outer.low_open else 'from'} {show(outer.low)}"
            parts.append(f"{begin} to {'' if inner.low_open else 'under '}{show(inner.low)}")
    if inner.high is not None and (outer.high, outer.high_open) != (inner.high, inner.high_open):
        if outer.high == inner.high:
            parts.append(f"exactly {show(inner.high)}")
        elif outer.high is None:
            parts.append(f"{show(inner.high)} and above" if inner.high_open else f"above {show(inner.high)}")
        else:
            begin = f"{'from' if inner.high_open else 'above'} {show(inner.high)}"
            parts.append(f"{begin} to {'under ' if outer.high_open else ''}{show(outer.high)}")
    return " or ".join(parts)


def _reach_in_words(reach: Reach, measure: Measure) -> str:
    """Describe all values of a reach."""
    low, high = (None if end is None else limit_in_words(end, measure) for end in (reach.low, reach.high))
    if low is not None and high is not None:
        if reach.low == reach.high:
            return f"exactly {low}"
        begin = f"{'above' if reach.low_open else 'from'} {low}"
        return f"{begin} to {'under ' if reach.high_open else ''}{high}"
    if low is not None:
        return f"above {low}" if reach.low_open else f"{low} and above"
    if high is not None:
        return f"below {high}" if reach.high_open else f"{high} and below"
    return "any value"
