"""The Data checks tab: what to put right, whom to chase, and lists of what somebody may ask about."""

from __future__ import annotations

from collections.abc import Callable

from ..checks.lists import Block, Line, blocks
from ..errors import Severity
from ..findings import counted
from ..model import Scorecard
from ..style import Style
from .cells import Sets
from .plan import SheetPlan
from .sheet import Sheet, origin
from .text import lines_in, room, split_rows

# Header, width, and what a line has there.
COLUMNS: tuple[tuple[str, float, Callable[[Line], str]], ...] = (
    ("Severity", 10.0, lambda line: line.severity),
    ("Where", 24.0, lambda line: line.where),
    ("Measure", 11.0, lambda line: line.ref),
    ("What was found", 62.0, lambda line: line.what),
    ("What to do", 46.0, lambda line: line.todo),
    ("Check", 26.0, lambda line: line.check),
)
TOKENS = {Severity.ERROR.value: "red", Severity.WARNING.value: "amber"}
LINE, SLACK = 15.0, 4.5
HEADING_HEIGHT, WHY_HEIGHT = 25.5, 16.5
MOST_LINES = 24


def checks_tab(scorecard: Scorecard, style: Style, name: str, sets: Sets) -> SheetPlan:
    """Return the plan of the Data checks tab; without anything to list it says so."""
    sheet = Sheet("checks", name, style, [width for _, width, _ in COLUMNS])
    sheet.put(0, 0, f"Data checks: {counted(scorecard.findings)}", style.look("page_title"))
    sheet.height(0, 27)
    sheet.put(1, 0, origin(scorecard.heading, scorecard.period), style.look("subtitle"))
    sheet.height(2, 8.25)
    listed = blocks(scorecard)
    if not scorecard.findings and not scorecard.chase:
        sheet.put(3, 0, "Nothing in the workbook needs attention.", style.look("text"))
        sheet.height(4, 8.25)
    if not listed:
        return sheet.plan(scorecard)
    header = sheet.next_row
    for column, (title, _, _) in enumerate(COLUMNS):
        sheet.put(header, column, title, style.look("list_header"))
    sheet.height(header, 30)
    opens = [_block(sheet, style, block) for block in listed]
    sheet.filters = (header, 0, sheet.next_row - 1, len(COLUMNS) - 1)
    sheet.freeze = header + 1
    sheet.repeat = (header, header)
    sheet.break_pages(header + 1, opens)
    return sheet.plan(scorecard)


def _block(sheet: Sheet, style: Style, block: Block) -> int:
    """Write a list under its heading; return the heading's row."""
    first = sheet.next_row
    sheet.put(first, 0, f"{block.heading}: {block.count}", style.look("section"))
    for column in range(1, len(COLUMNS)):
        sheet.put(first, column, None, style.look("section"))
    sheet.height(first, HEADING_HEIGHT)
    sheet.put(first + 1, 0, block.why, style.look("subtitle"))
    sheet.height(first + 1, WHY_HEIGHT)
    for line in block.lines:
        if line.title:
            sheet.put(sheet.next_row, 0, line.title, style.look("strong"))
            sheet.height(sheet.next_row - 1, LINE + SLACK)
        else:
            _line(sheet, style, line)
    return first


def _line(sheet: Sheet, style: Style, line: Line) -> None:
    look = style.look("list_cell")
    pieces = [split_rows(get(line), room(width), look, MOST_LINES) for _, width, get in COLUMNS]
    for part in range(max(map(len, pieces))):
        row, lines = sheet.next_row, 1
        for column, piece in enumerate(pieces):
            text = piece[part] if part < len(piece) else ""
            filled = style.look("list_cell", fill=style.colour(TOKENS.get(line.severity, "")))
            sheet.put(row, column, text or None, look if column else filled)
            lines = max(lines, lines_in(text, COLUMNS[column][1], look))
        sheet.height(row, lines * LINE + SLACK)
