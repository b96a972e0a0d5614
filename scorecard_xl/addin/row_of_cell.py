"""Which measure a selected cell belongs to, whatever sheet it is on."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from ..grids import Grid, as_text


class Selected(Struct, frozen=True):
    """A measure's ref ("" where the row has none), and the area that its row names ("" for none)."""

    ref: str = ""
    area: str = ""


def measure_of(
    grid: Grid, row: int, refs: Collection[str], areas: Collection[str] = (), names: Collection[str] = ()
) -> Selected:
    """Return what row `row` (counted from 1) of a sheet is about; `names` are the sheet's headers for refs.

    The column of refs is the one with such a header, else the one that holds most of them: so it is found on
    the Scorecard in any style, on Measures and on Results without asking what kind of sheet it is.
    """
    by_name = {ref.casefold(): ref for ref in refs}
    column = _ref_column(grid, by_name, {name.casefold() for name in names})
    if column is None:
        return Selected()
    at = row - grid.first_row
    ref = by_name.get(_text(grid, at, column), "")
    line = range(len(grid.rows[at])) if 0 <= at < len(grid.rows) else range(0)
    by_area = {area.casefold(): area for area in areas if area}
    found = (by_area[text] for other in line if (text := _text(grid, at, other)) in by_area)
    return Selected(ref, next(found, "")) if ref else Selected()


def _ref_column(grid: Grid, refs: Collection[str], headers: Collection[str]) -> int | None:
    """Return the column, the leftmost of equals; a header above the first ref counts above everything."""
    best, most = None, (False, 0)
    for column in range(max((len(line) for line in grid.rows), default=0)):
        texts = [_text(grid, at, column) for at in range(len(grid.rows))]
        held = [at for at, text in enumerate(texts) if text in refs]
        # "No" and "Number" head refs, but stand in other columns as well.
        score = (any(text in headers for text in texts[: held[0]]), len(held)) if held else most
        if score > most:
            best, most = column, score
    return best


def _text(grid: Grid, row: int, column: int) -> str:
    return as_text(grid.raw(row, column)).casefold()
