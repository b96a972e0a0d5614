"""The rows of the scorecard's table: section headings, measures, and rows that a long text goes on in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from ..columns import where_said
from ..errors import Address
from ..formats import Format
from ..model import RatedMeasure, Scorecard
from .cells import Drawer, is_emphasised
from .plan import Value
from .sheet import Sheet
from .table import Table
from .text import lines_in, room, split_rows
from .trend import History, write_trend

EMPHASISED = ("ref", "measure")
TALLEST = 400.0  # points; Excel ends a row at 409


def write_rows(sheet: Sheet, table: Table, history: History) -> list[int]:
    """Write headings and rows; return the rows that are headings."""
    opens, drawers = [], table.drawers()
    section_look = table.style.look("section")
    headings = [table.stand(section_look, column) for column in range(len(table.places))]
    for section, rows in _by_section(table.scorecard):
        if section:
            number = sheet.next_row
            opens.append(number)
            sheet.height(number, table.style.table.rhythm.section)
            for column, look in enumerate(headings):
                sheet.put(number, column, None if column else section, look)
            if history.columns:
                sheet.put(number, history.first - 1, section, table.style.look("history"))
        for row in rows:
            number = sheet.next_row
            _write_row(sheet, table, drawers, row)
            write_trend(sheet, table, history, row, number)
    return opens


def _by_section(scorecard: Scorecard) -> Iterator[tuple[str, list[RatedMeasure]]]:
    rows: dict[str, list[RatedMeasure]] = {section: [] for section in scorecard.sections}
    for row in scorecard.rows:
        rows.setdefault(row.measure.section, []).append(row)
    return ((section, of_section) for section, of_section in rows.items() if of_section)


def _write_row(sheet: Sheet, table: Table, drawers: Sequence[Drawer], row: RatedMeasure) -> None:
    """Write one measure; a text that is taller than a row of Excel's goes on in further rows."""
    style, rhythm = table.style, table.style.table.rhythm
    bold = is_emphasised(row, style.table.emphasise, table.scorecard.worst)
    most_lines = int((TALLEST - rhythm.slack) / rhythm.line)
    number, lines = sheet.next_row, 1
    looks: list[Format] = []
    edited: dict[int, Address | None] = {}
    more: dict[int, Sequence[str]] = {}
    for column, drawer in enumerate(drawers):
        emphasised = bold and drawer.column.key in EMPHASISED
        look = style.over(drawer.look, "strong") if emphasised else drawer.look
        value, look = drawer.cell(row, look)
        if isinstance(value, str) and look.wrap:
            value, *rest = split_rows(value, room(table.widths[column], look.indent), look, most_lines)
            more[column] = rest
            lines = max(lines, lines_in(value, table.widths[column], look))
        sheet.put(number, column, value, look)
        if value and drawer.column.says:
            edited[column] = where_said(row, drawer.column.says)
            sheet.link(number, column, edited[column])
        looks.append(look)
    sheet.height(number, rhythm.of(min(lines, most_lines)))
    _go_on(sheet, table, looks, more, edited)


def _go_on(
    sheet: Sheet,
    table: Table,
    looks: Sequence[Format],
    more: Mapping[int, Sequence[str]],
    edited: Mapping[int, Address | None],
) -> None:
    """Write what the row above had no room for, each text in its own column; `edited` says where."""
    for part in range(max(map(len, more.values()), default=0)):
        number, lines = sheet.next_row, 1
        for column, look in enumerate(looks):
            rest = more.get(column, ())
            text: Value = rest[part] if part < len(rest) else None
            lines = max(lines, lines_in(str(text or ""), table.widths[column], look))
            sheet.put(number, column, text, look if text else replace(look, fill="", number="General"))
            if text:
                sheet.link(number, column, edited.get(column))
        sheet.height(number, table.style.table.rhythm.of(lines))
