"""Results that are nothing but numbers, as nearly all are: read at once, without looking for words.

Whatever has a second side to it (words, marks, errors, a status, cases that do not give the value) is
left to `ResultReader`, which gives the same result for what is read here, and reports what it finds.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from ..figures import HUNDRED, decimals_of, divided, exact
from ..grids import GENERAL, NumberFormat
from ..model import Measure, Result, Unit
from ..periods import Period
from .result_cells import SMALLEST_DISAGREEMENT
from .result_sheet import ResultSheet, Slot
from .words import LARGEST_NUMBER, SMALLEST_NUMBER

LARGEST, SMALLEST = float(LARGEST_NUMBER), float(SMALLEST_NUMBER)
EMPTY = ("", None)
WELL_WITHIN = 0.49  # of the last published decimal; half of it is as far as rounding goes


class PlainReader(Struct, frozen=True):
    """Reads the plain results of one measure."""

    measure: Measure
    sheet: ResultSheet

    def read(self, period: Period, place: int) -> Result | None:
        """Return the result, or None when there is more to its cells than numbers."""
        measure, grid = self.measure, self.sheet.grid
        value, over, under, status, note = self.sheet.raw_at(place)
        if status not in EMPTY or note not in EMPTY or measure.unit is Unit.TEXT:
            return None
        slot = self.sheet.slot_at(place)
        if (grid.broken or grid.formats) and self._is_marked(slot):
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
            at = grid.where(*slot.numerator)
            return Result(period, computed, computed, numerator, denominator, where=at)
        if not isinstance(value, float) or not _usable(value):
            return None
        given = self._given(value, slot, computed)
        if given is None:
            return None
        where = grid.where(*slot.value)
        unrounded = computed
        if computed is None and decimals_of(given) > measure.decimals:
            unrounded = given
        return Result(period, given, unrounded, numerator, denominator, where=where)

    def value(self, place: int) -> Decimal | None:
        """Return the bare figure, or None when `read` or more is needed to tell.

        Here floats tell whether a value is what its cases give, with room to spare.
        """
        measure, grid = self.measure, self.sheet.grid
        value, over, under, status, note = self.sheet.raw_at(place)
        if status not in EMPTY or note not in EMPTY or measure.unit is Unit.TEXT:
            return None
        if grid.broken or grid.formats or not isinstance(value, float) or not _usable(value):
            return None
        if isinstance(over, float) and isinstance(under, float):
            if measure.multiplier is None or not (_usable(over) and _usable(under)):
                return None
            if over < 0 or under <= 0 or (measure.is_percentage and over > under):
                return None
            difference = abs(value - over / under * float(measure.multiplier))
            if not difference < WELL_WITHIN * 10.0**-measure.decimals:
                return None
        elif over not in EMPTY or under not in EMPTY:
            return None
        return exact(value)

    def _given(self, value: float, slot: Slot, computed: Decimal | None) -> Decimal | None:
        """Return the value in published units, None when it is not what the cases give."""
        shown = self._format(slot.value)
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

    def _is_marked(self, slot: Slot) -> bool:
        """Whether a cell is in error, or a numerator or denominator is formatted as a percentage."""
        grid = self.sheet.grid
        top, left = grid.first_row, grid.first_column
        if grid.broken and any((row + top, column + left) in grid.broken for row, column in slot):
            return True
        return self._format(slot.numerator).percent or self._format(slot.denominator).percent

    def _format(self, at: tuple[int, int]) -> NumberFormat:
        grid = self.sheet.grid
        if not grid.formats:
            return GENERAL
        return grid.formats.get((at[0] + grid.first_row, at[1] + grid.first_column), GENERAL)


def _usable(number: float) -> bool:
    """Whether a number needs no second look for its size; not a number is not usable."""
    return number == 0 or SMALLEST <= abs(number) < LARGEST
