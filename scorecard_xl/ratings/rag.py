"""Red, Amber, Green: from standards to bands, from bands to a rating with its reason.

The bands are worked out first, in the measure's own units; rating is then one comparison, and what
`explain` prints is what was compared. Limits are exact Decimals and belong to the better band.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from ..config import nearest
from ..errors import ConfigError
from ..figures import HUNDRED, ZERO, decimals_of, grouped, rounded
from ..model import Bands, Measure, Polarity, Rag, Standards, Tolerance

Interval = tuple[Decimal | None, Decimal | None]

MORE_DECIMALS = 3  # than published, for limits and distances that need them


class Case(Struct, frozen=True):
    """What a rule may look at: the value to rate, the measure, its standards, the default allowance."""

    value: Decimal
    measure: Measure
    standards: Standards
    default_allowance: Tolerance


def inside(value: Decimal, interval: Interval) -> bool:
    """Whether a value lies in an interval; both ends belong to it, None is open.

    >>> inside(Decimal("76.5"), (Decimal("76.5"), None))
    True
    """
    low, high = interval
    return (low is None or value >= low) and (high is None or value <= high)


def widened(interval: Interval, by: Callable[[Decimal], Decimal]) -> Interval:
    """Move each end outwards by what `by` makes of it."""
    low, high = interval
    return (low if low is None else low - by(low), high if high is None else high + by(high))


def green_interval(standards: Standards, polarity: Polarity) -> Interval:
    """Return where a result is Green: target met, the Green tolerance included, or inside the range.

    High: at least the target; Low: at most; Target: exactly on it. The Green tolerance is a distance
    from the target; without a target, from the ends of the range.
    """
    low, high = standards.range_low, standards.range_high
    by = _distance(standards.green_tolerance, standards, polarity)
    if standards.target is None or polarity is Polarity.NONE:
        return widened((low, high), by)
    least, most = widened((standards.target, standards.target), by)
    assert least is not None and most is not None
    # High and Low have one edge only; the range moves it when it is the more generous of the two.
    if polarity is Polarity.HIGH:
        return least if low is None else min(low, least), None
    if polarity is Polarity.LOW:
        return None, most if high is None else max(high, most)
    if low is None and high is None:
        return least, most
    return None if low is None else min(low, least), None if high is None else max(high, most)


def amber_interval(case: Case, green: Interval) -> tuple[Interval | None, str, str]:
    """Return where Amber ends, in words why, and why what lies beyond is Red; None when there is no Amber.

    A minimum standard goes before a tolerance, a tolerance before the default allowance. Where either
    side may be missed, a minimum standard is a distance and holds on both.
    """
    standards, measure = case.standards, case.measure
    if standards.minimum is not None:
        minimum = standards.minimum
        shown = measure.in_words(minimum, shown_decimals(measure, minimum))
        side = {Polarity.HIGH: "under", Polarity.LOW: "over"}.get(measure.polarity)
        red = f"{side} the {shown} minimum" if side else ""
        amber = _joined(_down_to(minimum, standards, measure.polarity), green)
        return amber, f"minimum standard {shown}", red
    tolerance = standards.tolerance or case.default_allowance
    origin = "tolerance" if standards.tolerance else "default allowance"
    target_met = green_interval(replace(standards, green_tolerance=None), measure.polarity)
    reach = widened(target_met, _distance(tolerance, standards, measure.polarity))
    if reach == target_met:
        return None, f"a zero target has no {origin} in percent" if tolerance.relative else "no tolerance", ""
    return _joined(reach, green), f"{origin} of {_tolerance_in_words(tolerance, case)}", ""


def standard_bands(case: Case) -> Bands:
    """Green: target met. Amber: down to the minimum standard, within tolerance, or the default. Else Red.

    Source: Kent's published rule ("below current target but above minimum standard"); tolerances and
    ranges as other councils publish them.
    """
    green = green_interval(case.standards, case.measure.polarity)
    return Bands(green, *amber_interval(case, green))


def two_colour_bands(case: Case) -> Bands:
    """Green: target met. Red: not met. For councils that withdrew their tolerance."""
    return Bands(green_interval(case.standards, case.measure.polarity), None, "no amber by rule")


# The rules that `ratings.rule` in the configuration may name.
RAG_RULES: dict[str, Callable[[Case], Bands]] = {
    "standard": standard_bands,
    "two colours": two_colour_bands,
}


def rule_called(name: str) -> Callable[[Case], Bands]:
    """Return the rule of that name; raises `ConfigError` naming the rules there are."""
    if name not in RAG_RULES:
        raise ConfigError(f'There is no rating rule "{name}" (ratings.rule): {nearest(name, [*RAG_RULES])}')
    return RAG_RULES[name]


def band_of(value: Decimal, bands: Bands) -> Rag:
    """Return the band that holds a value.

    >>> band_of(Decimal("76.5"), Bands((Decimal(85), None), (Decimal("76.5"), None))) == Rag.AMBER
    True
    """
    if inside(value, bands.green):
        return Rag.GREEN
    return Rag.AMBER if bands.amber and inside(value, bands.amber) else Rag.RED


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
    >>> for band, words in bands_in_words(Bands((Decimal(85), None), (Decimal("76.5"), None)), measure):
    ...     print(band, words)
    Green 85.0 and above
    Amber from 76.5 to under 85.0
    Red below 76.5
    """

    def show(limit: Decimal) -> str:
        return measure.in_words(limit, shown_decimals(measure, limit))

    def beyond(inner: Interval, outer: Interval | None) -> str:
        """Describe what lies outside `inner`, as far as `outer` reaches (None: nothing of it)."""
        parts = []
        low, high = inner
        if low is not None:
            end = outer[0] if outer else None
            parts.append(f"below {show(low)}" if end is None else f"from {show(end)} to under {show(low)}")
        if high is not None:
            end = outer[1] if outer else None
            parts.append(f"above {show(high)}" if end is None else f"above {show(high)} to {show(end)}")
        return " or ".join(parts)

    low, high = bands.green
    if low is not None and low == high:
        green = f"exactly {show(low)}"
    elif low is not None and high is not None:
        green = f"from {show(low)} to {show(high)}"
    elif low is not None:
        green = f"{show(low)} and above"
    else:
        green = f"{show(high)} and below" if high is not None else "any value"
    words = [(Rag.GREEN, green)]
    if bands.amber is not None:
        amber = _only_beyond(bands.green, bands.amber)
        words.append((Rag.AMBER, beyond(amber, bands.amber)))
    words.append((Rag.RED, beyond(bands.amber or bands.green, None)))
    return [(band, text) for band, text in words if text]


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


def _only_beyond(inner: Interval, outer: Interval) -> Interval:
    """Return the ends of `inner` beyond which `outer` still reaches; the others are open."""
    low, high = inner
    return (None if low == outer[0] else low, None if high == outer[1] else high)


def _distance(
    tolerance: Tolerance | None, standards: Standards, polarity: Polarity
) -> Callable[[Decimal], Decimal]:
    """Return how far a tolerance reaches from an end: a share is of the target, without one of that end."""
    target = None if polarity is Polarity.NONE else standards.target
    if tolerance is None:
        return lambda end: ZERO
    return lambda end: tolerance.of(end if target is None else target)


def _down_to(minimum: Decimal, standards: Standards, polarity: Polarity) -> Interval:
    if polarity is Polarity.HIGH:
        return minimum, None
    if polarity is Polarity.LOW:
        return None, minimum
    target = None if polarity is Polarity.NONE else standards.target
    anchor = _middle((standards.range_low, standards.range_high)) if target is None else target
    distance = abs(anchor - minimum)
    return anchor - distance, anchor + distance


def _tolerance_in_words(tolerance: Tolerance, case: Case) -> str:
    measure, amount = case.measure, f"{tolerance.amount.normalize():f}"
    if tolerance.relative:
        of_range = measure.polarity is Polarity.NONE or case.standards.target is None
        return f"{amount}% of " + ("the range's end" if of_range else "target")
    if measure.is_percentage:
        return f"{amount} {'point' if amount == '1' else 'points'}"
    return measure.in_words(tolerance.amount, shown_decimals(measure, tolerance.amount))


def _joined(amber: Interval, green: Interval) -> Interval:
    """Amber reaches at least as far as Green, whatever its tolerance."""
    low = None if amber[0] is None or green[0] is None else min(amber[0], green[0])
    high = None if amber[1] is None or green[1] is None else max(amber[1], green[1])
    return low, high


def _middle(interval: Interval) -> Decimal:
    low, high = interval
    if low is None or high is None:
        return low if low is not None else high if high is not None else ZERO
    return (low + high) / 2


def shown_decimals(measure: Measure, number: Decimal) -> int:
    """Return how many decimals a limit or distance is shown with.

    Limits are shown in full (a target of 84.55% must not read 84.6%), but a limit that is a division
    (41.6666666666667) only with some more decimals than published.
    """
    return max(measure.decimals, min(decimals_of(number), measure.decimals + MORE_DECIMALS))
