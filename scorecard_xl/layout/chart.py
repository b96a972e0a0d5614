"""The chart of an exception page: result, target and minimum, each named on its line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor, log10

from ..formats import Alignment, figure
from ..model import HistoryPoint, Measure, Rag, RatedMeasure, Unit
from ..style import Style
from .cells import held
from .limits import limit
from .plan import Chart, Line

ALL_LABELLED = 8  # points; with more, only the first and last results carry their figure
WIDE_SPREAD = 20  # points of a percentage: from here on the axis shows the whole 0 to 100%
STEPS = 4
TALL = 300  # pixels; in a lower chart the whole 0 to 100% would press lines and labels together


def trend_chart(
    style: Style,
    row: RatedMeasure,
    rows: tuple[int, int],
    names: int,
    at: tuple[int, int],
    size: tuple[int, int],
) -> Chart:
    """Return the chart of a row's history, whose figures stand in `rows` from the column `names` on."""
    measure, history = row.measure, row.history
    results = [point.result.value if point.result else None for point in history]
    targets = [point.standards.target for point in history]
    limits = [limit(point) for point in history]
    lines = [Line("Result", names + 1, style.colour("navy"), _result_labels(measure, results), marked=True)]
    for name, values, column, colour, dashed in (
        ("Target", targets, names + 2, "better", False),
        ("Minimum", limits, names + 3, "worse", True),
    ):
        if any(value is not None for value in values):
            labels = _named(name, measure, values)
            lines.append(Line(name, column, style.colour(colour), labels, dashed=dashed))
    known = [
        held(value, measure.unit)
        for values in (results, targets, limits)
        for value in values
        if value is not None
    ]
    low, high, step = scale_of(known, percent=measure.unit is Unit.PERCENT, whole=size[1] >= TALL)
    return Chart(
        at[0],
        at[1],
        size[0],
        size[1],
        finding(history),
        in_words(measure, history),
        rows,
        names,
        tuple(lines),
        low,
        high,
        step,
        figure(
            measure.unit,
            0 if step >= (0.01 if measure.is_percentage else 1) else measure.decimals,
            Alignment(),
        ),
        ink=style.colour("ink"),
        muted=style.colour("muted"),
        grid=style.colour("hairline"),
        font=style.looks["text"].font,
    )


def _result_labels(measure: Measure, results: Sequence[Decimal | None]) -> tuple[str, ...]:
    labelled = len(results) <= ALL_LABELLED
    return tuple(
        measure.in_words(value) if value is not None and (labelled or n in (0, len(results) - 1)) else ""
        for n, value in enumerate(results)
    )


def _named(name: str, measure: Measure, values: Sequence[Decimal | None]) -> tuple[str, ...]:
    """Name a line at its first point, and again with the new figure wherever it moves."""
    labels, before = [], None
    for value in values:
        labels.append(f"{name} {measure.in_words(value)}" if value is not None and value != before else "")
        before = value
    return tuple(labels)


def finding(history: Sequence[HistoryPoint]) -> str:
    """Return what the chart shows, as its title."""
    rated = [point for point in history if point.rating.rag != Rag.NOT_RATED]
    if not rated:
        return "Result by period"
    last = rated[-1].rating.rag
    alike = sum(point.rating.rag == last for point in rated)
    if alike == len(rated):
        return f"{last} in all {alike} periods" if alike > 1 else f"{last} in the only period rated"
    return f"{last} in {alike} of {len(rated)} periods"


def in_words(measure: Measure, history: Sequence[HistoryPoint]) -> str:
    """Return the chart's figures as a sentence, for readers who can't see it."""
    parts = []
    for point in history:
        value = point.result.value if point.result else None
        result = "no figure" if value is None else measure.in_words(value)
        target = point.standards.target
        against = "" if target is None else f" against {measure.in_words(target)}"
        parts.append(f"{point.period.long} {result}{against}, {point.rating.rag}")
    return f"Line chart of {measure.name}: {'; '.join(parts)}."


def scale_of(figures: Sequence[float], *, percent: bool, whole: bool = True) -> tuple[float, float, float]:
    """Return where an axis begins, ends, and its steps, all in round numbers.

    `whole` shows percentages from 0 to 100% when their spread is wide.

    >>> scale_of([0.464, 0.85], percent=True)
    (0.0, 1.0, 0.25)
    >>> scale_of([12.0, 31.0], percent=False)
    (0.0, 40.0, 10.0)
    """
    low, high = min(figures), max(figures)
    if whole and percent and low >= 0 and high <= 1 and high - low > WIDE_SPREAD / 100:
        return 0.0, 1.0, 0.25
    spread = (high - low) or abs(high) or 1.0
    if whole and 0 <= low < spread:
        low = 0.0  # near enough to zero to show it
        spread = high or 1.0
    rough = spread / STEPS
    size = 10.0 ** floor(log10(rough))
    step = size * next(nice for nice in (1, 2, 2.5, 5, 10) if nice * size >= rough * 0.999)
    bottom, top = floor(low / step) * step, ceil(high / step) * step
    if bottom >= low and bottom > 0:
        bottom -= step
    if top <= high and not (percent and top >= 1):
        top += step
    return _short(bottom), _short(top), _short(step)


def _short(number: float) -> float:
    return float(f"{number:.10g}")
