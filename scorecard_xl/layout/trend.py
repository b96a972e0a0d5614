"""The small columns in the table, and the figures behind them, in sight at the right of the sheet.

They stand on the same sheet since a tab has to work when it is copied elsewhere, and are not hidden
since sparklines skip hidden cells and a mailed copy hides nothing. They don't print.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from ..columns import Kind, as_rated
from ..formats import Alignment, figure, signed
from ..model import Polarity, RatedMeasure
from ..periods import Period, PeriodKind
from ..ratings.rag import value_to_rate
from .cells import held
from .plan import Sparkline
from .sheet import Sheet
from .table import Table

GAP_WIDTH = 4.0
SECTION_WIDTH = 24.0
FIGURE_WIDTH = 9.0
# How far the axis reaches beyond the figures, as shares of their spread: the lowest column must
# still be a column, the highest must not touch the line above.
BELOW, ABOVE = 0.45, 0.16
AROUND_ZERO = 0.08


class History(Struct, frozen=True):
    """Where the figures behind the trend stand: a column a period, months before quarters and years."""

    first: int
    columns: dict[PeriodKind, dict[Period, int]]

    @property
    def widths(self) -> list[float]:
        """The widths of the columns from the table's end on."""
        count = sum(map(len, self.columns.values()))
        return [GAP_WIDTH, SECTION_WIDTH, *[FIGURE_WIDTH] * count] if count else []


def history_of(table: Table) -> History:
    """Return the places of all periods that a trend has; none when the style shows no trend."""
    first = len(table.places) + 2
    if not table.of_kind(Kind.TREND):
        return History(first, {})
    periods = sorted({period for row in table.scorecard.rows for period, _ in row.trend})
    kinds = sorted({period.kind for period in periods}, key=lambda kind: kind.value)
    columns: dict[PeriodKind, dict[Period, int]] = {}
    for kind in kinds:
        columns[kind] = {}
        for period in (period for period in periods if period.kind is kind):
            columns[kind][period] = first + sum(map(len, columns.values()))
    return History(first, columns)


def write_history_header(sheet: Sheet, table: Table, history: History) -> None:
    """Write the headers over the figures."""
    if not history.columns:
        return
    style, row = table.style, table.header_row
    what = "Distance from target, better is positive" if style.table.trend == "distance" else "Figures"
    key = style.look("key")
    sheet.put(row - 1, history.first - 1, f"{what} (behind the trend, not printed)", key)
    sheet.put(row, history.first - 1, "Section", style.look("history_header", align="left"))
    for of_kind in history.columns.values():
        for period, column in of_kind.items():
            sheet.put(row, column, period.short, style.look("history_header"))


def write_trend(sheet: Sheet, table: Table, history: History, row: RatedMeasure, number: int) -> None:
    """Write a row's figures and draw its small columns."""
    style, measure = table.style, row.measure
    figures = [(period, value) for period, value in row.trend if value is not None]
    if not figures or not history.columns:
        return
    target = _green_edge(row) if style.table.trend == "distance" else None
    look = style.look("history")
    sheet.put(number, history.first - 1, measure.section or None, look)
    format_ = (
        figure(measure.unit, measure.decimals, Alignment())
        if target is None
        else signed(measure.decimals, Alignment())
    )
    drawn: list[float] = []
    for period, value in figures:
        if target is not None:
            rated = as_rated(row) if value == row.value else None
            if rated is None:
                rated = value_to_rate(value, value, measure, round_results=True)
            value = -measure.polarity.shortfall(rated, target)
        cell = held(value, measure.unit) if target is None else float(value)
        drawn.append(cell)
        sheet.put(number, history.columns[period.kind][period], cell, style.look("history", number=format_))
    of_kind = history.columns[figures[-1][0].kind]
    low, high = axis(drawn, zero=target is not None)
    for column in table.of_kind(Kind.TREND):
        sheet.drawings.append(
            Sparkline(
                number,
                column,
                min(of_kind.values()),
                max(of_kind.values()),
                low,
                high,
                style.colour("trend_met" if target is not None else "trend"),
                style.colour("trend_missed") if target is not None else "",
                "" if style.table.trend == "distance" else style.colour("trend_last"),
                axis=target is not None,
            )
        )


def _green_edge(row: RatedMeasure) -> Decimal | None:
    """Where Green begins: the target, or what its Green tolerance makes of it.

    None where nearest is best: either side is a miss.
    """
    target, polarity = row.standards.target, row.measure.polarity
    if target is None or row.rating.absence is not None or polarity not in (Polarity.HIGH, Polarity.LOW):
        return None
    if row.rating.bands is None:
        return target
    reach = row.rating.bands.target_reach
    if reach is None or (reach.low is not None and reach.high is not None):
        return None
    return reach.low if polarity is Polarity.HIGH else reach.high


def axis(figures: list[float], *, zero: bool) -> tuple[float, float]:
    """Return where the columns begin and end; with `zero` they stand on a line at zero.

    >>> axis([10.0, 20.0], zero=False)
    (5.5, 21.6)
    """
    low, high = min(figures), max(figures)
    if zero:
        spread = (max(high, 0.0) - min(low, 0.0)) or 1.0
        return _short(min(low, 0.0) - AROUND_ZERO * spread), _short(max(high, 0.0) + AROUND_ZERO * spread)
    spread = (high - low) or abs(high) or 1.0
    bottom = low - BELOW * spread
    if low >= 0 > bottom:
        bottom = 0.0  # columns that stand on zero show the figures' true proportion
    return _short(bottom), _short(high + ABOVE * spread)


def _short(number: float) -> float:
    """Ten digits are plenty for an axis, and keep files equal across machines."""
    return float(f"{number:.10g}")
