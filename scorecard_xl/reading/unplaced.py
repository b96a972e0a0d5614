"""Rows of which nobody knows whom or what they are about, since the cell that says so is in error."""

from __future__ import annotations

from msgspec.structs import replace

from ..errors import Address
from ..findings import FindingLog
from ..grids import Raw
from .tables import Table
from .words import without_value

# An empty cell in these means all areas, a target, a value: a broken one must not read as an empty one.
PLACING = {
    "Results": ("Area", "Item"),
    "Targets": ("Area", "Kind"),
    "Benchmarks": ("Area",),
    "Commentary": ("Area",),
}
# Texts that are missed by nobody who does not look for them.
REMARKS = {"Results": ("Note",), "Glossary": ("Term", "Meaning")}


def leave_out_unplaced(role: str, table: Table, log: FindingLog) -> Table:
    """Return the table without the rows whose area, kind or item is in error; each is reported.

    Broken remarks are reported and their rows kept.
    """
    grid = table.grid
    if not grid.broken:
        return table
    placing = {table.columns[name]: name for name in PLACING.get(role, ()) if table.has(name)}
    remarks = {table.columns[name]: name for name in REMARKS.get(role, ()) if table.has(name)}
    lost: set[int] = set()
    for row, column in sorted(grid.broken):
        place = column - grid.first_column
        if row - grid.first_row <= table.header or place not in placing | remarks:
            continue
        where = Address(grid.sheet, row, column)
        problem = without_value(grid.cell(row - grid.first_row, place))
        assert problem is not None
        if place in placing:
            lost.add(row)
            what = f"{placing[place]} {problem}; the row is left out."
            log.error("row without place", where, what, problem.todo)
        else:
            log.warning("no value", where, f"{remarks[place]} {problem}.", problem.todo)
    if not lost:
        return table
    blank: list[Raw] = [""] * max(map(len, grid.rows))
    rows = [blank if grid.first_row + n in lost else line for n, line in enumerate(grid.rows)]
    broken = {at: name for at, name in grid.broken.items() if at[0] not in lost}
    return replace(table, grid=replace(grid, rows=rows, broken=broken))
