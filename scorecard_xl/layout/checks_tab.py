"""The Data checks tab: every finding with its cell, what is wrong and what to do, errors first."""

from __future__ import annotations

from ..errors import Finding, Severity
from ..model import Scorecard
from ..style import Style
from .cells import Sets
from .plan import SheetPlan
from .sheet import Sheet, origin
from .text import lines_in, room, split_rows

# Header, width, and what a finding has there.
COLUMNS = (
    ("Severity", 10.0, lambda finding: finding.severity.value),
    ("Where", 24.0, lambda finding: str(finding.where) if finding.where else ""),
    ("Measure", 11.0, lambda finding: finding.ref),
    ("What was found", 62.0, lambda finding: finding.what),
    ("What to do", 46.0, lambda finding: finding.todo),
    ("Check", 26.0, lambda finding: finding.kind),
)
ORDER = {severity: place for place, severity in enumerate(Severity)}
TOKENS = {Severity.ERROR: "red", Severity.WARNING: "amber", Severity.NOTE: ""}
LINE, SLACK = 15.0, 4.5
MOST_LINES = 24


def checks_tab(scorecard: Scorecard, style: Style, name: str, sets: Sets) -> SheetPlan:
    """Return the plan of the Data checks tab; without findings it says so."""
    sheet = Sheet("checks", name, style, [width for _, width, _ in COLUMNS])
    sheet.put(0, 0, f"Data checks: {in_words(scorecard.findings)}", style.look("page_title"))
    sheet.height(0, 27)
    sheet.put(1, 0, origin(scorecard.heading, scorecard.period), style.look("subtitle"))
    sheet.height(2, 8.25)
    if not scorecard.findings:
        sheet.put(3, 0, "Nothing in the workbook needs attention.", style.look("text"))
        return sheet.plan(scorecard)
    header = 3
    for column, (title, _, _) in enumerate(COLUMNS):
        sheet.put(header, column, title, style.look("list_header"))
    sheet.height(header, 30)
    # Sorting keeps the order of the checks within a severity.
    for finding in sorted(scorecard.findings, key=lambda finding: ORDER[finding.severity]):
        _finding(sheet, style, finding)
    last = sheet.next_row - 1
    sheet.filters = (header, 0, last, len(COLUMNS) - 1)
    sheet.freeze = header + 1
    sheet.repeat = (header, header)
    sheet.break_pages(header + 1, ())
    return sheet.plan(scorecard)


def _finding(sheet: Sheet, style: Style, finding: Finding) -> None:
    look = style.look("list_cell")
    pieces = [split_rows(get(finding), room(width), look, MOST_LINES) for _, width, get in COLUMNS]
    for part in range(max(map(len, pieces))):
        row, lines = sheet.next_row, 1
        for column, piece in enumerate(pieces):
            text = piece[part] if part < len(piece) else ""
            filled = style.look("list_cell", fill=style.colour(TOKENS[finding.severity]))
            sheet.put(row, column, text or None, look if column else filled)
            lines = max(lines, lines_in(text, COLUMNS[column][1], look))
        sheet.height(row, lines * LINE + SLACK)


def in_words(findings: tuple[Finding, ...]) -> str:
    """Return how many findings there are of each severity: "2 errors, 1 warning".

    >>> in_words(())
    'nothing found'
    """
    parts = []
    for severity in Severity:
        count = sum(finding.severity is severity for finding in findings)
        if count:
            parts.append(f"{count} {severity.value.lower()}{'' if count == 1 else 's'}")
    return ", ".join(parts) or "nothing found"
