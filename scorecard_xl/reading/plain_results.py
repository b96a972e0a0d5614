"""Results that are nothing but numbers, as nearly all are: read at once, without looking for words.

Whatever has a second side to it (words, marks, errors, a status, cases that do not give the value) is
left to `ResultReader`, which gives the same result for what is read here, and reports what it finds.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from ..figures import HUNDRED, decimals_of, divided, exact
from ..grids import GENERAL, Grid, Raw
from ..model import Measure, Result, Unit
from ..periods import Period
from .result_cells import SMALLEST_DISAGREEMENT
from .result_sheet import Slot
from .words import LARGEST_NUMBER, SMALLEST_NUMBER

LARGEST, SMALLEST = float(LARGEST_NUMBER), float(SMALLEST_NUMBER)
EMPTY = ("", None)


class PlainReader(Struct, frozen=True):
    """Reads the plain results of one measure."""

    measure: Measure
    grid: Grid

    def read(self, period: Period, slot: Slot) -> Result | None:
        """Return the result, or None when there is more to its cells than numbers."""
        measure, value = self.measure, self._raw(slot.value)
        over, under = self._raw(slot.numerator), self._raw(slot.denominator)
        if measure.unit is Unit.TEXT or self._raw(slot.status) not in EMPTY or self._is_marked(slot):
            return None
        if self._raw(slot.note) not in EMPTY:
            return None
        numerator = denominator = computed = None
        if isinstance(over, float) and isinstance(under, float):
            if not (_usable(over) and _usable(under)) or over < 0 or under <= 0:
                return None
            if measure.multiplier is None or (measure.is_percentage and over > under):
                return None
            numerator, denominator = exact(over), exact(under)
            computed = divided(numerator, denominator, measure.multiplier)
        elif over not in EMPTY or under not in EMPTY:
            return None
        if value in EMPTY and computed is not None:
            at = self.grid.where(*slot.numerator)
            return Result(period, computed, computed, numerator, denominator, where=at)
        if not isinstance(value, float) or not _usable(value):
            return None
        given = self._given(value, slot, computed)
        if given is None:
            return None
        where = self.grid.where(*slot.value)
        unrounded = computed
        if computed is None and decimals_of(given) > measure.decimals:
            unrounded = given
        return Result(period, given, unrounded, numerator, denominator, where=where)

    def _given(self, value: float, slot: Slot, computed: Decimal | None) -> Decimal | None:
        """Return the value in published units, None when it is not what the cases give."""
        row, column = slot.value
        shown = self.grid.formats.get((row + self.grid.first_row, column + self.grid.first_column), GENERAL)
        if shown.percent and not self.measure.is_percentage:
            return None
        given = exact(exact(value) * HUNDRED) if shown.percent else exact(value)
        if computed is None:
            return given
        decimals = self.measure.decimals
        if shown.decimals is not None and shown.decimals < decimals:
            decimals = shown.decimals
        agrees = abs(given - computed) <= Decimal(5).scaleb(-decimals - 1) + SMALLEST_DISAGREEMENT
        return given if agrees else None

    def _raw(self, at: tuple[int, int]) -> Raw:
        row, column = at
        if column < 0:
            return ""
        line = self.grid.rows[row]
        return line[column] if column < len(line) else ""

    def _is_marked(self, slot: Slot) -> bool:
        """Whether a cell is in error, or a numerator or denominator is formatted as a percentage."""
        grid = self.grid
        if not grid.broken and not grid.formats:
            return False
        top, left = grid.first_row, grid.first_column
        if grid.broken and any((row + top, column + left) in grid.broken for row, column in slot):
            return True
        cases = (slot.numerator, slot.denominator)
        return any(grid.formats.get((row + top, column + left), GENERAL).percent for row, column in cases)


def _usable(number: float) -> bool:
    """Whether a number needs no second look for its size; not a number is not usable."""
    return number == 0 or SMALLEST <= abs(number) < LARGEST
