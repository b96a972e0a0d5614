"""What the parts of the scorecard tab share: the columns that stand, their places, the rows' range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from ..columns import RIGHT, Kind, column, older_period
from ..errors import column_letters
from ..figures import decimals_of, grouped
from ..formats import Edge, Format
from ..model import Direction, RatedMeasure, Scorecard
from ..ratings.amounts import decimals_needed
from ..style import Placed, Style
from . import pages
from .cells import MOST_DECIMALS, Drawer, Sets, alignment, looked, target_prefix
from .periods_shown import Shown
from .text import PIXELS_A_CHARACTER, PIXELS_A_POINT, text_width

MOST_BENCHMARKS = 4  # columns; the exception pages list them all
FIGURE_AIR = 1.5  # characters; what alignment with a neighbour's decimals may add
HEADER_AIR = 1.0
SYMBOLS_WIDER = 1.12  # symbols' fonts than the text's
LONGEST_REF = 12  # characters in one line; a longer ref wraps


class Table(Struct, frozen=True):
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
        drawers, plain = [], self.style.look("cell")
        for at, place in enumerate(self.places):
            look = self.stand(plain, at)
            if place.look:
                look = self.style.over(look, place.look)
            shared = alignment(place.column, self.scorecard.rows, air=self._close(at + 1))
            drawers.append(Drawer(self.style, self.sets, place.column, look, shared))
        return drawers

    def stand(self, look: Format, at: int) -> Format:
        """Return a look as the cells of column `at` stand: their side, air beside others, and line."""
        place = self.places[at]
        align = self._side(at)
        before = self.places[at - 1].column.kind if at else None
        crowded = align == "left" and at and (self._side(at - 1) == "right" or before is Kind.TREND)
        left = Edge("thin", self.style.colour("divider")) if place.edge else look.left
        return replace(look, align=align, indent=int(bool(crowded)), left=left)

    def _close(self, at: int) -> bool:
        """Whether column `at` has a fill, bars or a line that figures at its left should keep away from."""
        if at >= len(self.places):
            return False
        return self.places[at].edge or self.places[at].column.kind in (Kind.STATUS, Kind.TREND)

    def _side(self, at: int) -> str:
        place = self.places[at]
        kind = place.column.kind
        if kind in RIGHT or place.column.key == "cases":
            return "right"
        if kind is Kind.STATUS:
            return self.sets.status.align
        if kind is Kind.DIRECTION:
            return self.sets.direction.align
        return self.sets.forecast.align if kind is Kind.FORECAST else "left"


def standing(places: Sequence[Placed], scorecard: Scorecard) -> tuple[Placed, ...]:
    """Return the columns that stand: a column `when: filled` goes when no row has anything in it."""
    known = [own for place in places for own in _known(place, scorecard)]
    return tuple(
        place
        for place in known
        if place.when == "always" or any(_filled(place, row) for row in scorecard.rows)
    )


def _known(place: Placed, scorecard: Scorecard) -> list[Placed]:
    """Return what a column stands for in this scorecard, since some depend on all of it."""
    period = scorecard.period
    if place.column.key == "carried":
        return [replace(place, column=replace(place.column, value=lambda row: older_period(row, period)))]
    return _benchmarks(place, scorecard.rows) if place.column.key == "benchmarks" else [place]


def _benchmarks(place: Placed, rows: Sequence[RatedMeasure]) -> list[Placed]:
    """Return a column a comparator in the order found; its header names the most usual period."""
    periods: dict[str, Counter[str]] = {}
    for found in (found for row in rows for found in row.benchmarks):
        periods.setdefault(found.name.casefold(), Counter())[found.period.short] += 1
    placed = []
    for name in benchmark_names(rows)[:MOST_BENCHMARKS]:
        header = f"{name}\n{periods[name.casefold()].most_common(1)[0][0]}"
        placed.append(replace(place, column=column(f"benchmark:{name}"), header=header))
    return placed


def benchmark_names(rows: Sequence[RatedMeasure]) -> list[str]:
    """Return the names of all comparators in the order found, each once whichever its case."""
    names: dict[str, str] = {}
    for found in (found for row in rows for found in row.benchmarks):
        names.setdefault(found.name.casefold(), found.name)
    return list(names.values())


def benchmarks_without_column(style: Style, rows: Sequence[RatedMeasure]) -> list[str]:
    """Return the comparators that a style's `benchmarks` has no room for, but those with a column of their
    own; none where the style doesn't ask for all."""
    keys = [place.column.key.casefold() for place in style.table.columns]
    if "benchmarks" not in keys:
        return []
    left_out = benchmark_names(rows)[MOST_BENCHMARKS:]
    return [name for name in left_out if f"benchmark:{name}".casefold() not in keys]


def _filled(place: Placed, row: RatedMeasure) -> bool:
    content = place.column.value(row)
    if place.column.kind is Kind.FORECAST:
        return row.forecast.outlook.value != "n/a"
    return content is not None and content != ""


def fitted_widths(
    places: Sequence[Placed], rows: Sequence[RatedMeasure], style: Style, shown: Shown, sets: Sets
) -> tuple[float, ...]:
    """Return the columns' widths: wide enough for their figures, narrow enough to print legibly."""
    size = style.looks["text"].size
    needed = [
        max([_header_needs(place, style, shown), *(_needed(place, row, style, sets) for row in rows)])
        for place in places
    ]
    widths = [max(place.width, width) for place, width in zip(places, needed, strict=True)]
    least = [max(place.least, width) for place, width in zip(places, needed, strict=True)]
    return tuple(pages.narrowed(widths, least, style.pages["scorecard"], size))


def _header_needs(place: Placed, style: Style, shown: Shown) -> float:
    """The characters that the header needs so that no period's label breaks at its space or hyphen."""
    look = style.look("header")
    lines = zip(place.header.split("\n"), shown.in_header(place.header).split("\n"), strict=True)
    labels = [
        line
        for raw, line in lines
        if "{" in raw or (place.column.key.startswith("benchmark:") and line != place.column.header)
    ]
    return max((_characters(line, look) for line in labels), default=0.0)


def _characters(words: str, look: Format, air: float = HEADER_AIR) -> float:
    points = text_width(words, look.size, bold=look.bold)
    return round(points * PIXELS_A_POINT / PIXELS_A_CHARACTER + air, 1)


def _needed(place: Placed, row: RatedMeasure, style: Style, sets: Sets) -> float:
    """The characters that a figure or ref needs (Excel shows a figure without room as ####); 0 for words.

    The words of ratings and directions must not be cut off either.
    """
    content, kind = place.column.value(row), place.column.kind
    plain = style.looks["text"]
    if isinstance(content, Direction):
        symbol = sets.direction.symbol(content, row.rating)
        needed = _characters(symbol.shown, looked(style, plain, symbol), FIGURE_AIR)
        # Styles have room for the usual words; longer ones need what their wider font and indent take.
        return round(needed * SYMBOLS_WIDER + FIGURE_AIR, 1) if needed > place.width else 0.0
    if kind is Kind.STATUS:
        symbol = sets.status.status(str(content))
        needed = _characters(symbol.shown, looked(style, plain, symbol), FIGURE_AIR)
        return needed if needed > place.width else 0.0
    if kind is Kind.REF:
        # In bold, as the worst rows have it.
        return _characters(str(content)[:LONGEST_REF], replace(plain, bold=True), FIGURE_AIR)
    if not isinstance(content, Decimal) or kind is Kind.SHARE:
        return 0.0
    measure = row.measure
    exact = decimals_of(content) if kind is Kind.COUNT else decimals_needed(content, measure.decimals)
    exact = min(MOST_DECIMALS, exact)
    if kind is Kind.COUNT:
        words = grouped(content, exact)
    elif kind is Kind.GAP:
        words = "+" + grouped(content, measure.decimals)
    else:
        words = measure.in_words(content, max(measure.decimals, exact if kind is Kind.TARGET else 0))
        if kind is Kind.TARGET:
            words = target_prefix(style, row) + words
    return _characters(words, replace(plain, bold=bool(place.look)), FIGURE_AIR)


def range_of(column: int, first: int, last: int) -> str:
    """Return a column's rows as a fixed range.

    >>> range_of(5, 5, 58)
    '$F$6:$F$59'
    """
    letters = column_letters(column + 1)
    return f"${letters}${first + 1}:${letters}${last + 1}"
