"""The results as they stand in their sheet, kept in columns; nothing is read before it is needed.

A series is one measure in one area: its periods as they are written, each with its place, a bare
number. Written periods are turned into `Period`s once per spelling and frequency, and a place into a
`Slot` when its result is read, not once per row, so that a sheet of a million rows costs little more
than reading it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from msgspec import Struct, field

from ..errors import Address
from ..grids import Cell, Grid, Raw
from ..periods import Calendar, Frequency, Period, PeriodText, UnreadablePeriod

FREQUENCY_OF_KIND = {
    "MONTH": Frequency.MONTHLY,
    "QUARTER": Frequency.QUARTERLY,
    "FINANCIAL_YEAR": Frequency.ANNUAL,
    "CALENDAR_YEAR": Frequency.ANNUAL,
    "YEARS": Frequency.ANNUAL,
    "ACADEMIC_YEAR": Frequency.ACADEMIC,
}

Raws = tuple[Raw, Raw, Raw, Raw, Raw]  # bare value, numerator, denominator, status and note
Series = dict[Raw, int]  # a place for `ResultSheet.slot` by written period


class Slot(NamedTuple):
    """Where one result stands in its grid, as (row, column); the column is -1 where there is none."""

    period: tuple[int, int]
    value: tuple[int, int]
    numerator: tuple[int, int] = (-1, -1)
    denominator: tuple[int, int] = (-1, -1)
    status: tuple[int, int] = (-1, -1)
    note: tuple[int, int] = (-1, -1)

    @property
    def figure(self) -> tuple[int, int]:
        """The place of the value, or of what stands for it."""
        places = (self.value, self.numerator, self.denominator, self.status, self.period)
        return next(place for place in places if place[1] >= 0)


class ResultSheet(Struct):
    """All results as written. `series` maps (ref, area) to its places by written period.

    `slot_at` turns a place into the cells of its result, `raw_at` into what they hold. `repeats`
    lists places whose written period occurs twice in their series, `odd` those that hold anything but
    plain numbers, so that every problem is found without reading every result. `areas` gives the areas
    of each ref, both in order of first appearance.
    """

    grid: Grid
    calendar: Calendar
    slot_at: Callable[[int], Slot]
    raw_at: Callable[[int], Raws]
    ref_column: int = 0
    series: dict[tuple[str, str], Series] = field(default_factory=dict)
    repeats: dict[tuple[str, str], list[tuple[Raw, int]]] = field(default_factory=lambda: defaultdict(list))
    odd: dict[tuple[str, str], dict[int, Raw]] = field(default_factory=lambda: defaultdict(dict))
    areas: dict[str, list[str]] = field(default_factory=dict)
    _indexes: dict[Frequency | None, PeriodIndex] = field(default_factory=dict)
    _area_spellings: dict[str, str] = field(default_factory=dict)

    def begin(self, key: tuple[str, str]) -> Series:
        """Return the series of (ref, area), begun if it is new."""
        series = self.series.get(key)
        if series is None:
            series = self.series[key] = {}
            self.areas.setdefault(key[0], []).append(key[1])
        return series

    def add(self, key: tuple[str, str], written: Raw, place: int, *, odd: bool) -> None:
        """Take up one result as it stands in the sheet."""
        if self.begin(key).setdefault(written, place) != place:
            self.repeats[key].append((written, place))
        if odd:
            self.odd[key][place] = written

    def area(self, text: str) -> str:
        """Return an area as it was first spelt: North and NORTH are one."""
        return self._area_spellings.setdefault(text.casefold(), text)

    def knows_area(self, text: str) -> bool:
        """Whether any result is for this area; "" stands for all."""
        return not text or text.casefold() in self._area_spellings

    def ref_cell(self, ref: str) -> Address:
        """Return the address of the ref's first appearance."""
        return self.ref_as_written(ref).where

    def ref_as_written(self, ref: str) -> Cell:
        """Return the cell of the ref's first appearance."""
        first = self.slot_at(next(iter(self.series[ref, self.areas[ref][0]].values())))
        return self.grid.cell(first.figure[0], self.ref_column)

    def index(self, frequency: Frequency | None) -> PeriodIndex:
        """Return what every written period means for measures of this frequency."""
        if frequency not in self._indexes:
            spellings: Series = {}
            for series in self.series.values():
                spellings.update(series)
            self._indexes[frequency] = PeriodIndex.of(spellings, self.calendar, frequency)
        return self._indexes[frequency]

    def value_cells(self, ref: str, at_most: int = 12) -> list[Cell]:
        """Return a measure's value cells of its last periods, for what they tell of unit and decimals.

        The latest come first, whatever their order in the sheet.
        """
        meaning = self.index(None).meaning
        latest = sorted(meaning, key=lambda written: meaning[written].period, reverse=True)
        places = (
            self.series[ref, area].get(written)
            for written in latest
            for area in sorted(self.areas.get(ref, ()))
        )
        found = islice((place for place in places if place is not None), at_most)
        return [self.grid.cell(*self.slot_at(place).value) for place in found]

    def odd_value_cells(self, ref: str) -> Iterator[Cell]:
        """Yield the value cells of results that are not plain numbers, in all areas."""
        for area in self.areas.get(ref, ()):
            for place in self.odd.get((ref, area), ()):
                yield self.grid.cell(*self.slot_at(place).value)

    def places(self, ref: str) -> Iterator[int]:
        """Yield the place of every result of a measure, in all areas."""
        for area in self.areas.get(ref, ()):
            yield from self.series[ref, area].values()
            for _, place in self.repeats.get((ref, area), ()):
                yield place

    def slots(self, ref: str) -> Iterator[Slot]:
        """Yield every result of a measure, in all areas."""
        return map(self.slot_at, self.places(ref))

    def has_cases_alone(self, ref: str) -> bool:
        """Whether any result is given by numerator and denominator, without a value."""
        cell = self.grid.cell
        without_number = (at for at in self.places(ref) if self.raw_at(at)[0].__class__ is not float)
        return any(
            cell(*slot.numerator).text and cell(*slot.denominator).text and not cell(*slot.value).text
            for slot in map(self.slot_at, without_number)
        )

    def usual_frequency(self, ref: str) -> Frequency | None:
        """Return the frequency that a measure's periods speak of, None when it has none readable."""
        meaning = self.index(None).meaning
        spellings: Series = {}
        for area in self.areas.get(ref, ()):
            spellings.update(self.series[ref, area])
        kinds = {meaning[written].period.kind.name for written in spellings if written in meaning}
        # A monthly measure may hold last year's outturn too, so the finest kind decides.
        for kind, frequency in FREQUENCY_OF_KIND.items():
            if kind in kinds:
                return frequency
        return None


class PeriodIndex(Struct, frozen=True):
    """What written periods mean for one frequency: `meaning` by spelling, `spellings` by period.

    `of_two_spellings` are those periods that are written in more than one way, `plain` the spelling of
    those that are written in one way and marked with no status.
    """

    meaning: Mapping[Raw, PeriodText]
    spellings: Mapping[Period, list[Raw]]
    unreadable: Mapping[Raw, UnreadablePeriod]
    of_two_spellings: Mapping[Period, list[Raw]]
    plain: Mapping[Period, Raw]

    @classmethod
    def of(cls, written: Iterable[Raw], calendar: Calendar, frequency: Frequency | None) -> PeriodIndex:
        """Read each spelling once."""
        meaning: dict[Raw, PeriodText] = {}
        spellings: dict[Period, list[Raw]] = {}
        unreadable: dict[Raw, UnreadablePeriod] = {}
        for spelling in written:
            try:
                meaning[spelling] = read = calendar.read(spelling, frequency)
            except UnreadablePeriod as problem:
                unreadable[spelling] = problem
            else:
                spellings.setdefault(read.period, []).append(spelling)
        several = {period: alike for period, alike in spellings.items() if len(alike) > 1}
        one = {
            p: alike[0] for p, alike in spellings.items() if len(alike) == 1 and not meaning[alike[0]].status
        }
        return cls(meaning, spellings, unreadable, dict(sorted(several.items())), one)
