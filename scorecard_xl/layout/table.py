"""What the parts of the scorecard tab share: the columns that stand, their places, the rows' range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..columns import RIGHT, Kind
from ..errors import column_letters
from ..model import RatedMeasure, Scorecard
from ..style import Placed, Style
from . import pages
from .cells import Drawer, Sets, alignment
from .periods_shown import Shown

@dataclass(frozen=True, slots=True)
class Table:
    """The scorecard's table before it is written. Rows count from 0; `last` < `first` when it is empty."""

    scorecard: Scorecard
    style: Style
    sets: Sets
    shown: Shown
    places: tuple[Placed, ...]
    widths: tuple[float, ...]
    header_row: int

    @property
    def first(self) -> int:
        """The first row under the header."""
        return self.header_row + 1

    def at(self, key: str) -> int | None:
        """Return the place of a column by its key, None where the style has none."""
        return next((n for n, place in enumerate(self.places) if place.column.key == key), None)

    def of_kind(self, kind: Kind) -> list[int]:
        """Return the places of all columns of a kind."""
        return [n for n, place in enumerate(self.places) if place.column.kind is kind]

    def tally(self, name: str) -> int | None:
        """Return the place from which a tally stands."""
        return next((n for n, place in enumerate(self.places) if place.tally == name), None)

    def drawers(self) -> list[Drawer]:
        """Return what draws the cells of each column."""
        rows, kinds = self.scorecard.rows, [place.column.kind for place in self.places]
        edges = [place.edge for place in self.places]
        drawers = []
        for n, place in enumerate(self.places):
            beside = n + 1 < len(kinds) and (kinds[n + 1] is Kind.STATUS or edges[n + 1])
            shared = alignment(place.column, rows, beside_fill=beside)
            drawers.append(Drawer(self.style, self.sets, place.column, shared, self.style.table.target_words))
        return drawers

    def alignment_of(self, place: Placed) -> str:
        """Return how a column's cells stand: left, center or right."""
        kind = place.column.kind
        if kind in RIGHT:
            return "right"
        if kind is Kind.STATUS:
            return self.sets.status.align
        if kind is Kind.DIRECTION:
            return self.sets.direction.align
        return self.sets.forecast.align if kind is Kind.FORECAST else "left"


def standing(places: Sequence[Placed], rows: Sequence[RatedMeasure]) -> tuple[Placed, ...]:
    """Return the columns that stand: a column `when: filled` goes when no row has anything in it."""
    return tuple(
        place
        for place in places
        if place.when == "always" or any(_filled(place, row) for row in rows)
    )


def _filled(place: Placed, row: RatedMeasure) -> bool:
    content = place.column.value(row)
    if place.column.kind is Kind.FORECAST:
        return row.forecast.outlook.value != "n/a"
    return content is not None and content != ""


def fitted_widths(places: Sequence[Placed], style: Style) -> tuple[float, ...]:
    """Return the columns' widths, narrowed where type would print too small otherwise."""
    widths, least = [place.width for place in places], [place.least for place in places]
    return tuple(pages.narrowed(widths, least, style.pages["scorecard"], style.looks["text"].size))


def range_of(column: int, first: int, last: int) -> str:
    """Return a column's rows as a fixed range.

    >>> range_of(5, 5, 58)
    '$F$6:$F$59'
    """
    letters = column_letters(column + 1)
    return f"${letters}${first + 1}:${letters}${last + 1}"
