"""The Scorecard tab: what stands above, the table with its sections, the key and notes below."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..columns import Kind
from ..model import Effect, Scorecard
from ..rating_rules import WORST
from ..style import Style
from . import keys, pages
from .body import EMPHASISED, write_rows
from .cells import Sets
from .footnotes import footnotes
from .periods_shown import Shown
from .plan import Bars, SheetPlan
from .rules import emphasis, forecast_symbols, status_symbols, symbol_rules
from .sheet import Sheet
from .table import Table, fitted_widths, standing
from .text import lines_in
from .top import write_edited, write_top
from .trend import history_of, write_history_header

BARS_STOP = 0.5  # a distance of half the target fills the bar: beyond, the number says it
KEY = ("ratings", "directions", "data_periods")  # its parts, where all of it stands at the foot
FOOT_HEIGHT = 15.75
HEADER_LINE = 12.75  # points; comparators' names may take more than two lines


def scorecard_tab(scorecard: Scorecard, style: Style, name: str, sets: Sets) -> SheetPlan:
    """Return the plan of the Scorecard tab."""
    places, shown = standing(style.table.columns, scorecard), Shown.of(scorecard)
    table = Table(
        scorecard,
        style,
        sets,
        shown,
        places,
        fitted_widths(places, scorecard.rows, style, shown, sets),
        len(style.table.top),
    )
    history = history_of(table)
    sheet = Sheet("scorecard", name, style, [*table.widths, *history.widths], printed=len(places))
    sheet.freeze = table.first
    elsewhere = write_top(sheet, table)
    _write_header(sheet, table)
    write_history_header(sheet, table, history)
    opens = write_rows(sheet, table, history)
    last = sheet.next_row - 1
    if last >= table.first:
        sheet.table = (table.first, last)
        sheet.filters = (table.header_row, 0, last, len(places) - 1)
        _write_rules(sheet, table, last)
    write_edited(sheet, table, last)
    _write_foot(sheet, table, KEY if style.table.key_at_foot else elsewhere)
    # The group headings stand in the last row above the header where the style has any.
    sheet.repeat = (table.header_row - any(row.groups for row in style.table.top[-1:]), table.header_row)
    wide, keep = _paper(table, sheet)
    sheet.page = replace(sheet.page, wide=wide, keep=keep)
    sheet.break_pages(table.first, opens)
    return sheet.plan(scorecard)


def _paper(table: Table, sheet: Sheet) -> tuple[int, tuple[int, int] | None]:
    """Return how many sheets of paper stand side by side, and the columns repeated on each.

    Rather more paper than type too small to read.
    """
    wide, size = 1, table.style.looks["text"].size
    while pages.scale(table.widths, replace(sheet.page, wide=wide)) * size < pages.SMALLEST_TYPE - 0.05:
        wide += 1
    keep = max((table.at(key) or 0 for key in EMPHASISED), default=0)
    return wide, (0, keep) if wide > 1 else None


def _write_header(sheet: Sheet, table: Table) -> None:
    row, look = table.header_row, table.style.look("header")
    lines = 1
    for column, place in enumerate(table.places):
        header, stood = table.shown.in_header(place.header), table.stand(look, column)
        sheet.put(row, column, header, stood)
        lines = max(lines, lines_in(header, table.widths[column], stood))
    sheet.height(row, max(table.style.table.rhythm.header, lines * HEADER_LINE))


def _write_rules(sheet: Sheet, table: Table, last: int) -> None:
    style, sets, first = table.style, table.sets, table.first
    statuses = status_symbols(sets.status, table.scorecard.names)
    for column, place in enumerate(table.places):
        if place.column.kind is Kind.STATUS:
            rest = sets.status.symbol("other")
            sheet.rules += symbol_rules(style, statuses, rest, column, first)
        elif place.column.kind is Kind.DIRECTION:
            rest = sets.direction.of_effect(Effect.NOT_COMPARABLE)
            symbols = sets.direction.all()
            sheet.rules += symbol_rules(style, symbols, replace(rest, glyph="", show="word"), column, first)
        elif place.column.kind is Kind.FORECAST:
            sheet.rules += symbol_rules(style, forecast_symbols(sets.forecast), None, column, first)
        elif place.column.kind is Kind.SHARE:
            sheet.drawings.append(_bars(style, column, first, last))
    status = table.of_kind(Kind.STATUS)
    asked, worst = style.table.emphasise, table.scorecard.worst
    bands = [band for band in table.scorecard.bands if band in asked or (WORST in asked and band in worst)]
    if status and bands:
        columns = [at for key in EMPHASISED if (at := table.at(key)) is not None]
        bold = [sets.status.status(band) for band in bands]
        if columns:
            sheet.rules.append(emphasis(bold, status[0], max(columns), first))


def _bars(style: Style, column: int, first: int, last: int) -> Bars:
    return Bars(
        (first, column, last, column),
        -BARS_STOP,
        BARS_STOP,
        style.colour("bar_better"),
        style.colour("bar_worse"),
        axis="middle",
        axis_colour=style.colour("rule"),
    )


def _write_foot(sheet: Sheet, table: Table, key: Sequence[str]) -> None:
    """Write these parts of the key and the notes, a line a row, under a line that ends the table."""
    style = table.style
    row = sheet.next_row
    sheet.height(row, 8.25)
    for column in range(len(table.places)):
        sheet.put(row, column, None, style.look("last_line"))
    row += 1
    look = sheet.readable(style.look("note"))
    points = sheet.span_points(0, len(table.places) - 1)
    for name in (*key, "forecasts") if table.of_kind(Kind.FORECAST) else key:
        entries = keys.key_entries(name, table.scorecard, style, table.sets, look)
        for runs in keys.in_lines(entries, points):
            sheet.put_rich(row, 0, runs, look)
            sheet.height(row, FOOT_HEIGHT)
            row += 1
    for line in footnotes(table):
        row = sheet.put_lines(row, 0, line, look, points, FOOT_HEIGHT)
