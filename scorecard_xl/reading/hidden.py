"""What Excel hides and we read all the same, and the totals that we don't: each is said once a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import Address, column_letters
from ..findings import FindingLog
from ..periods import Calendar
from .tables import Table, period_columns
from .words import listed

NAMED = 8  # ranges named one by one; a filter may leave hundreds


def report_hidden(role: str, table: Table, calendar: Calendar, log: FindingLog) -> None:
    """Note hidden sheets, rows and columns that are read, and the totals rows that are left out.

    Only rows below the headers and columns that mean something count. Nothing hidden is ever left out:
    hiding is how officers tidy, and a figure that drops out with a click is a figure lost.
    """
    grid, hidden = table.grid, table.grid.hidden
    if hidden.sheet:
        log.note(
            "hidden sheet",
            Address(grid.sheet),
            f"The sheet is hidden and was read as {role}.",
            "Unhide it to see what was read, or delete it if it is an old copy.",
        )
    if hidden.rows:
        shown = {row.number for row in table.rows()}
        rows = [number for number in hidden.rows if number - grid.first_row in shown]
        if rows:
            log.note(
                "hidden rows",
                Address(grid.sheet, rows[0], grid.first_column),
                f"{_verb('Row', _ranges(rows), len(rows))} hidden{' by a filter' if hidden.filtered else ''} "
                "and read all the same.",
                f"{'Clear the filter' if hidden.filtered else 'Unhide'} to see what was read; delete what "
                "should not count.",
            )
    if hidden.columns:
        read = {*table.columns.values(), *period_columns(table, calendar)}
        columns = [number for number in hidden.columns if number - grid.first_column in read]
        if columns:
            names = _ranges(columns, letters=True)
            log.note(
                "hidden columns",
                grid.where(table.header, columns[0] - grid.first_column),
                f"{_verb('Column', names, len(columns))} hidden and read all the same.",
                "Unhide to see what was read; delete what should not count.",
            )
    for row in sorted(grid.totals):
        if table.header < row - grid.first_row < len(grid.rows):
            log.note(
                "totals row",
                Address(grid.sheet, row, grid.first_column),
                f"Row {row} is the totals row of a table and is not read.",
                "Switch the totals row off in Excel if it is a row like the others.",
            )


def _verb(noun: str, names: str, count: int) -> str:
    return f"{noun} {names} is" if count == 1 else f"{noun}s {names} are"


def _ranges(numbers: Sequence[int], *, letters: bool = False) -> str:
    """Write rows or columns as ranges.

    >>> _ranges([2, 3, 4, 9]), _ranges([4, 5, 28], letters=True)
    ('2–4 and 9', 'D–E and AB')
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    write = column_letters if letters else str
    names = [write(run[0]) if len(run) == 1 else f"{write(run[0])}–{write(run[-1])}" for run in runs]
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and others"
    return listed(names, "and")
