"""Rows of Measures that are no measure: section headings, and rows that repeat a measure by area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..findings import FindingLog
from ..grids import Kind, as_text
from .tables import Row, Table, header_word

LONGEST_HEADING = 60  # characters; more is a remark
LEAST_ROWS = 2  # below headings: a single one may stand below a remark


def sections_by_heading(
    table: Table, alone: Sequence[Row], measures: Iterable[Row], log: FindingLog
) -> dict[int, str]:
    """Return the section of each measure's row, by the rows with nothing but a text in Ref above it.

    Empty where the sheet has a column Section, and where these rows do not look like headings. Whether
    they are taken or left out is noted once.
    """
    rows = sorted(measures, key=lambda row: row.number)
    shapes = {_shape(row.text("Ref")) for row in rows}
    headings = [row for row in alone if _is_heading(row) and _shape(row.text("Ref")) not in shapes]
    found: dict[int, Row] = {}
    for row in rows:
        above = [heading for heading in headings if heading.number < row.number]
        if above:
            found[row.number] = above[-1]
    used = list({heading.number: heading for heading in found.values()}.values())
    if len(found) < LEAST_ROWS:
        return {}
    column = as_text(table.grid.rows[table.header][table.columns["Ref"]])
    one = len(used) == 1
    what = f"{len(used)} {'row' if one else 'rows'} with text in {column} alone"
    first = used[0]
    what += f' ("{first.text("Ref")}")' if one else f' (the first is "{first.text("Ref")}")'
    if table.has("Section"):
        log.note(
            "headings left out",
            first.where("Ref"),
            f"{what} {'is' if one else 'are'} left out: sections are those of the column Section.",
            "Nothing, if the column says the same.",
        )
        return {}
    log.note(
        "headings as sections",
        first.where("Ref"),
        f"{what} {'is taken as the section' if one else 'are taken as sections'} of the rows below.",
        "Add a column Section where that is not meant.",
    )
    return {number: heading.text("Ref") for number, heading in found.items()}


def _is_heading(row: Row) -> bool:
    cell = row.cell("Ref")
    text = cell.text
    if cell.kind is not Kind.TEXT or len(text) > LONGEST_HEADING or text.endswith((".", ":", ";")):
        return False
    return re.search(r"[^\W\d_]{2}", text) is not None


def _shape(text: str) -> str:
    """Return how a text looks: refs look like each other and unlike headings.

    >>> _shape("CS-04"), _shape("ED-1"), _shape("Social care")
    ('a-0', 'a-0', 'a a')
    """
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", text))


def area_column(table: Table, spellings: Mapping[str, Sequence[str]]) -> int | None:
    """Return the place of a column of areas, which Measures does not have; None without one."""
    words = {header_word(name) for name in ("Area", *(spellings.get("Area") or ()))}
    return next((place for header, place in table.others.items() if header_word(header) in words), None)


def are_areas(rows: Sequence[Row], place: int) -> bool:
    """Whether rows of one ref each have an area of their own."""
    areas = [as_text(row.table.grid.raw(row.number, place)).casefold() for row in rows]
    return all(areas) and len(set(areas)) == len(areas)


def report_areas(table: Table, place: int, repeated: Mapping[str, Sequence[Row]], log: FindingLog) -> str:
    """Report measures that stand on a row an area, all in one; return why they are not rated."""
    ref, rows = next(iter(repeated.items()))
    header = as_text(table.grid.rows[table.header][place])
    who = f"measure {ref} stands" if len(repeated) == 1 else f"{len(repeated)} measures stand"
    log.error(
        "measures by area",
        table.grid.where(table.header, place),
        f"{table.sheet} takes one row a measure, but {who} on a row for each {header} (ref {ref}: "
        f"{rows[0].where('Ref')} and {rows[1].where('Ref')}); "
        f"{'it is' if len(repeated) == 1 else 'they are'} not rated.",
        "Keep one row a measure here, and put the results by area on a sheet Results with a column Area.",
    )
    return f"results by area stand on {table.sheet}, which takes one row a measure"
