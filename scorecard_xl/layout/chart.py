"""The chart of an exception page: result, target and minimum, each named on its line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor, log10

from msgspec import Struct

from ..columns import aimed_beyond, figure_or_word, target_in_words
from ..formats import Alignment, figure
from ..model import HistoryPoint, Measure, RatedMeasure, Unit
from ..periods import Period, PeriodKind
from ..ratings.rag import shown_decimals
from ..style import Style
from .cells import held
from .labels import Crowd, Figures, named, sides
from .limits import limit, limit_name
from .plan import Chart, Line

ALL_LABELLED = 8  # points; with more, only the first and last results carry their figure
WIDE_SPREAD = 20  # points of a percentage: from here on the axis shows the whole 0 to 100%
STEPS = 4
MOST_PERIODS = 36  # on an axis with gaps; beyond, only the periods that have a result
AROUND_PLOT = (60, 80)  # pixels that title and axes take of a chart's width and height
TALL = 300  # pixels; in a lower chart the whole 0 to 100% would press lines and labels together


def spaced(history: Sequence[HistoryPoint]) -> list[tuple[Period, HistoryPoint | None]]:
    """Return the history with every period between its first and last, None where nothing is known.

    Periods of several kinds, and gaps of many years, are left as they are.
    """
    known = {point.period: point for point in history}
    periods = sorted(known)
    first, last = periods[0], periods[-1]
    if len({(period.kind, period.months) for period in periods}) == 1:
        steps = (last.first - first.first) // (12 if first.kind is PeriodKind.YEARS else first.months)
        if steps < MOST_PERIODS:
            periods = [first.back(-step) for step in range(steps + 1)]
    return [(period, known.get(period)) for period in periods]


class Behind(Struct, frozen=True):
    """The figures that a chart draws, a period a column: None where there is none.

    `beyond` is the word before a target that is not met by the target itself ("under "), else "".
    """

    periods: tuple[Period, ...]
    results: tuple[Decimal | None, ...]
    targets: tuple[Decimal | None, ...]
    limits: tuple[Decimal | None, ...]
    limits_name: str
    beyond: tuple[str, ...]

    @classmethod
    def of(cls, measure: Measure, history: Sequence[HistoryPoint]) -> Behind:
        """Return the figures of a measure's history."""
        points = spaced(history)
        return cls(
            tuple(period for period, _ in points),
            tuple(_shown(point) for _, point in points),
            tuple(point.standards.target if point else None for _, point in points),
            tuple(limit(point) if point else None for _, point in points),
            limit_name(history),
            tuple(aimed_beyond(measure, point.standards) if point else "" for _, point in points),
        )

    @property
    def lines(self) -> tuple[tuple[str, tuple[Decimal | None, ...]], ...]:
        """The lines by name, each in a row of its own."""
        return ("Result", self.results), ("Target", self.targets), (self.limits_name, self.limits)


def _shown(point: HistoryPoint | None) -> Decimal | None:
    value = figure_or_word(point.result) if point and point.result else None
    return value if isinstance(value, Decimal) else None


def trend_chart(
    style: Style,
    row: RatedMeasure,
    behind: Behind,
    names: tuple[int, int],
    at: tuple[int, int],
    size: tuple[int, int],
) -> Chart:
    """Return the chart of a row's history; its figures stand from the cell `names` on.

    There are the periods' names; in the rows below stand the lines.
    """
    measure, history = row.measure, row.history
    cells: list[Figures] = [
        [None if value is None else held(value, measure.unit) for value in line] for _, line in behind.lines
    ]
    known = [cell for line in cells for cell in line if cell is not None]
    low, high, step = scale_of(known, percent=measure.unit is Unit.PERCENT, whole=size[1] >= TALL)
    plot = (size[0] - AROUND_PLOT[0], size[1] - AROUND_PLOT[1])
    crowd = Crowd(low, high, plot, cells[1:], cells[0])
    labels = _result_labels(measure, behind.results)
    top, colour = names[0] + 1, style.colour
    lines = [Line("Result", top, colour("navy"), labels, sides(crowd, labels), marked=True)]
    for n, token in ((1, "better"), (2, "worse")):
        name, values = behind.lines[n]
        if any(value is not None for value in values):
            before = behind.beyond if n == 1 else ("",) * len(values)
            labelled = zip(before, values, strict=True)
            texts, above = named(crowd, [_named(name, measure, *of) for of in labelled], cells[n])
            lines.append(
                Line(name, top + n, colour(token), texts, above, dashed=n == 2, ticks=_alone(values))
            )
    return Chart(
        at[0],
        at[1],
        size[0],
        size[1],
        finding(history),
        in_words(measure, history),
        (names[1], names[1] + len(behind.periods) - 1),
        names[0],
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


def _alone(values: Sequence[Decimal | None]) -> bool:
    """Whether a point has no neighbour: without a mark nobody would see it."""
    there = [False, *(value is not None for value in values), False]
    return any(here and not (there[n - 1] or there[n + 1]) for n, here in enumerate(there))


def _result_labels(measure: Measure, results: Sequence[Decimal | None]) -> tuple[str, ...]:
    known = [n for n, value in enumerate(results) if value is not None]
    labelled = len(results) <= ALL_LABELLED
    return tuple(
        measure.in_words(value) if value is not None and (labelled or n in (known[0], known[-1])) else ""
        for n, value in enumerate(results)
    )


def _named(name: str, measure: Measure, beyond: str, value: Decimal | None) -> str:
    if value is None:
        return ""
    return f"{name} {beyond}{measure.in_words(value, shown_decimals(measure, value))}"


def finding(history: Sequence[HistoryPoint]) -> str:
    """Return what the chart shows, as its title."""
    rated = [point for point in history if point.rating.is_rated]
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
        value = figure_or_word(point.result) if point.result else None
        result = measure.in_words(value) if isinstance(value, Decimal) else value or "no figure"
        target = target_in_words(measure, point.standards)
        against = f" against {target}" if target else ""
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
