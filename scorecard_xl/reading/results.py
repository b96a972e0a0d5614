"""The history of one measure in one area: what was reported for which period."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct, field

from ..errors import Address
from ..findings import FindingLog
from ..grids import Raw
from ..model import Measure, Result, ResultStatus
from ..periods import Period, UnreadablePeriod
from .plain_results import PlainReader
from .result_cells import ResultReader
from .result_sheet import PeriodIndex, ResultSheet, Series, Slot
from .words import Vocabulary, listed, no_period, without_value


class History(Struct):
    """One measure in one area over time. Periods without a figure or a stated reason are absent.

    `series` holds its places by written period, `index` what written periods mean, `repeats` the places
    whose period is there already.
    """

    measure: Measure
    area: str
    sheet: ResultSheet
    vocabulary: Vocabulary
    log: FindingLog
    plain: PlainReader
    series: Series
    index: PeriodIndex
    repeats: list[tuple[Raw, int]]
    _read: dict[Period, Result | None] = field(default_factory=dict)
    _periods: Sequence[Period] | None = None

    @classmethod
    def of(
        cls, measure: Measure, area: str, sheet: ResultSheet, vocabulary: Vocabulary, log: FindingLog
    ) -> History:
        """Return the history that a sheet holds of a measure in an area."""
        key = measure.ref, area
        return cls(
            measure,
            area,
            sheet,
            vocabulary,
            log,
            PlainReader(measure, sheet),
            sheet.series.get(key, {}),
            sheet.index(measure.frequency),
            sheet.repeats.get(key, []),
        )

    def periods(self) -> Sequence[Period]:
        """Return the periods that have a row, earliest first."""
        if self._periods is None:
            meaning = self.index.meaning
            self._periods = sorted({meaning[written].period for written in self.series if written in meaning})
        return self._periods

    def at(self, period: Period) -> Result | None:
        """Return the result of a period; None when nothing was reported for it."""
        if period not in self._read:
            self._read[period] = self._find(period)
        return self._read[period]

    def value(self, period: Period) -> Decimal | None:
        """Return the figure of a period; None when there is none. Cheaper than its whole result."""
        if period not in self._read:
            place = self._only_place(period)
            figure = None if place is None else self.plain.value(place)
            if figure is not None:
                return figure
        result = self.at(period)
        return result.value if result else None

    def latest(self, until: Period, length: int | None = None) -> Result | None:
        """Return the latest result that ends no later than `until`, of `length` months if given."""
        for period in reversed(self.periods()):
            if period.last <= until.last and (length is None or period.months == length):
                result = self.at(period)
                if result is not None:
                    return result
        return None

    def check(self) -> None:
        """Read whatever in the series is not plain, so that all its problems are reported."""
        index, series = self.index, self.series
        if index.unreadable:
            for written, place in (*series.items(), *self.repeats):
                problem = index.unreadable.get(written)
                if problem is not None:
                    self._report_period(self.sheet.slot_at(place), problem)
        for written in (
            *self.sheet.odd.get((self.measure.ref, self.area), {}).values(),
            *(r[0] for r in self.repeats),
        ):
            if written in index.meaning:
                self.at(index.meaning[written].period)
        for period, spellings in index.of_two_spellings.items():
            if sum(spelling in series for spelling in spellings) > 1:
                self.at(period)

    def _only_place(self, period: Period) -> int | None:
        """Return the place of a period that is written in one way, once, and marked with no status."""
        written = self.index.plain.get(period)
        return None if self.repeats or written is None else self.series.get(written)

    def _find(self, period: Period) -> Result | None:
        series, index, slot_at = self.series, self.index, self.sheet.slot_at
        written = [spelling for spelling in index.spellings.get(period, ()) if spelling in series]
        place = self._only_place(period)
        plain = None if place is None else self.plain.read(period, place)
        if plain is not None:
            return plain
        places = [(spelling, slot_at(series[spelling])) for spelling in written]
        places += [(spelling, slot_at(place)) for spelling, place in self.repeats if spelling in written]
        reader = ResultReader(self.measure, self.sheet.grid, self.vocabulary, self.log)
        read = (
            (slot, reader.read(period, slot, index.meaning[spelling].status)) for spelling, slot in places
        )
        found = [(slot, result) for slot, result in read if result is not None]
        if not found:
            return None
        first = found[0][1]
        if len(found) == 1:
            return first
        same = len({(r.value, r.numerator, r.denominator, r.status, r.text) for _, r in found}) == 1
        self._report_repeat(period, [reader.where(slot) for slot, _ in found], same=same)
        return first if same else Result(period, None, status=ResultStatus.IN_ERROR, where=first.where)

    def _report_period(self, slot: Slot, unreadable: UnreadablePeriod) -> None:
        cell = self.sheet.grid.cell(*slot.period)
        problem = without_value(cell) or no_period(unreadable)
        self.log.error(
            "unreadable period",
            cell.where,
            f"The period can't be read: {problem}; the result is left out (measure {self.measure.ref}).",
            problem.todo,
            self.measure.ref,
        )

    def _report_repeat(self, period: Period, places: list[Address], *, same: bool) -> None:
        own, rows = self.measure.where, {place.row for place in places}
        if own is not None and own.sheet == places[0].sheet and len(rows) > 1:
            return  # on Measures itself, where the ref that stands twice is reported
        who, when = f"Measure {self.measure.ref}", f"for {period.label} ({listed(map(str, places), 'and')})"
        if same:
            what = f"{who} has the same result twice {when}."
            self.log.warning("one result twice", places[-1], what, "Remove one of them.", self.measure.ref)
            return
        self.log.error(
            "two results for one period",
            places[-1],
            f"{who} has more than one result {when}; none is used.",
            "Remove or correct all but one.",
            self.measure.ref,
        )


class Histories(Struct):
    """The history of every measure in each of its areas; a result is read once, whoever asks for it.

    `area` leaves that one area alone; "" is all of them.
    """

    sheet: ResultSheet
    area: str
    vocabulary: Vocabulary
    log: FindingLog
    _made: dict[str, list[History]] = field(default_factory=dict)

    def __call__(self, measure: Measure) -> Sequence[History]:
        """Return a history an area, or one empty history for a measure that has no results."""
        if measure.ref not in self._made:
            areas = self.sheet.areas.get(measure.ref, [""])
            if self.area:
                areas = [area for area in areas if area.casefold() == self.area.casefold()]
            self._made[measure.ref] = [
                History.of(measure, area, self.sheet, self.vocabulary, self.log) for area in areas
            ]
        return self._made[measure.ref]
