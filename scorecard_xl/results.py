"""The Results sheet, long or wide, kept in columns; a `Result` is made only where one is needed.

A series is one measure in one area: its periods as they are written, each with its place. Written
periods are turned into `Period`s once per spelling and frequency, not once per row, so that a sheet
of a million rows costs little more than reading it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from .errors import Address
from .figures import ZERO, decimals_of, divided, exact
from .findings import FindingLog
from .grids import Cell, Grid, Raw, as_text
from .model import Measure, Result, ResultStatus
from .period_spellings import looks_like_period
from .periods import Calendar, Frequency, Period, PeriodText, UnreadablePeriod
from .tables import Table
from .words import NOTHING, ReadNumber, Unreadable, Vocabulary, listed, read_number

SMALLEST_DISAGREEMENT = Decimal("1e-9")  # below this, floats only differ in their last digits
FREQUENCY_OF_KIND = {
    "MONTH": Frequency.MONTHLY,
    "QUARTER": Frequency.QUARTERLY,
    "FINANCIAL_YEAR": Frequency.ANNUAL,
    "CALENDAR_YEAR": Frequency.ANNUAL,
    "YEARS": Frequency.ANNUAL,
    "ACADEMIC_YEAR": Frequency.ACADEMIC,
}

Series = dict[Raw, "Slot"]


class Slot(NamedTuple):
    """Where one result stands in its grid, as (row, column); the column is -1 where there is none."""

    period: tuple[int, int]
    value: tuple[int, int]
    numerator: tuple[int, int] = (-1, -1)
    denominator: tuple[int, int] = (-1, -1)
    status: tuple[int, int] = (-1, -1)
    note: tuple[int, int] = (-1, -1)


@dataclass(slots=True)
class ResultSheet:
    """All results as written. `series` maps (ref, area) to its slots by written period.

    `repeats` lists slots whose written period occurs twice in their series, `odd` those that hold
    anything but plain numbers, so that every problem is found without reading every result. `areas`
    gives the areas of each ref, both in order of first appearance.
    """

    grid: Grid
    calendar: Calendar
    series: dict[tuple[str, str], Series] = field(default_factory=dict)
    repeats: dict[tuple[str, str], list[tuple[Raw, Slot]]] = field(default_factory=lambda: defaultdict(list))
    odd: dict[tuple[str, str], list[tuple[Raw, Slot]]] = field(default_factory=lambda: defaultdict(list))
    areas: dict[str, list[str]] = field(default_factory=dict)
    _indexes: dict[Frequency | None, PeriodIndex] = field(default_factory=dict)

    def add(self, key: tuple[str, str], written: Raw, slot: Slot, *, odd: bool) -> None:
        """Take up one result as it stands in the sheet."""
        slots = self.series.get(key)
        if slots is None:
            slots = self.series[key] = {}
            self.areas.setdefault(key[0], []).append(key[1])
        if written in slots:
            self.repeats[key].append((written, slot))
        else:
            slots[written] = slot
        if odd:
            self.odd[key].append((written, slot))

    def index(self, frequency: Frequency | None) -> PeriodIndex:
        """Return what every written period means for measures of this frequency."""
        if frequency not in self._indexes:
            spellings = dict.fromkeys(written for slots in self.series.values() for written in slots)
            self._indexes[frequency] = PeriodIndex.of(spellings, self.calendar, frequency)
        return self._indexes[frequency]

    def value_cells(self, ref: str, at_most: int = 12) -> list[Cell]:
        """Return a measure's last value cells, for what their formats tell of unit and decimals."""
        slots = [slot for area in self.areas.get(ref, ())[:3] for slot in self.series[ref, area].values()]
        return [self.grid.cell(*slot.value) for slot in slots[-at_most:]]

    def usual_frequency(self, ref: str) -> Frequency | None:
        """Return the frequency that a measure's periods speak of, None when it has none readable."""
        index = self.index(None)
        kinds = Counter(
            index.meaning[written].period.kind.name
            for area in self.areas.get(ref, ())
            for written in self.series[ref, area]
            if written in index.meaning
        )
        # A monthly measure may hold last year's outturn too, so the finest kind decides.
        for kind, frequency in FREQUENCY_OF_KIND.items():
            if kinds[kind]:
                return frequency
        return None


@dataclass(frozen=True, slots=True)
class PeriodIndex:
    """What written periods mean for one frequency: `meaning` by spelling, `spellings` by period."""

    meaning: Mapping[Raw, PeriodText]
    spellings: Mapping[Period, list[Raw]]
    unreadable: Mapping[Raw, UnreadablePeriod]

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
        return cls(meaning, dict(sorted(spellings.items())), unreadable)


def read_long(table: Table, calendar: Calendar) -> ResultSheet:
    """Take up a long sheet: one row a ref, period and area."""
    sheet = ResultSheet(table.grid, calendar)
    places = [table.columns.get(c, -1) for c in ("Ref", "Area", "Period")]
    ref_at, area_at, period_at = places
    figures_at = [table.columns[c] for c in ("Value", "Numerator", "Denominator") if c in table.columns]
    broken_rows = {row - table.grid.first_row for row, _ in table.grid.broken}
    refs: dict[Raw, str] = {}
    rows = table.grid.rows
    slot_of = _slot_maker(table)
    for number in range(table.header + 1, len(rows)):
        row = rows[number]
        raw_ref = row[ref_at]
        if (
            raw_ref in ("", None)
            and number not in broken_rows
            and not any(row[at] != "" for at in figures_at)
        ):
            continue
        ref = refs.get(raw_ref)
        if ref is None:
            ref = refs.setdefault(raw_ref, as_text(raw_ref))
        area = as_text(row[area_at]) if area_at >= 0 else ""
        odd = number in broken_rows
        for at in figures_at:
            odd = odd or (row[at].__class__ is not float and row[at] != "")
        sheet.add((ref, area), row[period_at], slot_of(number), odd=odd)
    return sheet


def _slot_maker(table: Table) -> Callable[[int], Slot]:
    names = ("Period", "Value", "Numerator", "Denominator", "Status", "Note")
    period, value, numerator, denominator, status, note = (table.columns.get(name, -1) for name in names)

    def slot(row: int) -> Slot:
        return Slot(
            (row, period), (row, value), (row, numerator), (row, denominator), (row, status), (row, note)
        )

    return slot


def period_columns(table: Table, calendar: Calendar) -> dict[int, Raw]:
    """Return the columns whose headers read as periods, with the header as written."""
    columns: dict[int, Raw] = {}
    taken = set(table.columns.values())
    for place, header in enumerate(table.grid.rows[table.header]):
        if place not in taken and header not in ("", None):
            try:
                calendar.read(header, None)
            except UnreadablePeriod:
                continue
            columns[place] = header
    return columns


def read_wide(table: Table, calendar: Calendar, vocabulary: Vocabulary, log: FindingLog) -> ResultSheet:
    """Take up a wide sheet: a row a ref (and item and area), a column a period."""
    sheet = ResultSheet(table.grid, calendar)
    columns = period_columns(table, calendar)
    _report_lost_columns(table, columns, log)
    gathered: dict[tuple[str, str], dict[str, list[int]]] = {}
    for row in table.rows():
        ref = row.text("Ref")
        if not ref:
            continue
        item = row.text("Item")
        kind = vocabulary.word("item", item) if item else "Value"
        if kind is None:
            log.error(
                "unknown item",
                row.where("Item"),
                f'"{item}" is none of Value, Numerator or Denominator.',
                "Write one of the three, or leave the cell empty for the value.",
                ref,
            )
            continue
        gathered.setdefault((ref, row.text("Area")), {}).setdefault(kind, []).append(row.number)
    for key, items in gathered.items():
        for column, header in columns.items():
            _add_wide(sheet, key, items, (table.header, column), header)
    return sheet


def _add_wide(
    sheet: ResultSheet,
    key: tuple[str, str],
    items: Mapping[str, list[int]],
    header: tuple[int, int],
    written: Raw,
) -> None:
    """Add one period of one series; a ref that stands in two rows for one item is a repeat."""
    column = header[1]
    nowhere = (-1, -1)
    for turn in range(max(len(rows) for rows in items.values())):
        places = {kind: (rows[turn], column) for kind, rows in items.items() if turn < len(rows)}
        cells = [sheet.grid.cell(*place) for place in places.values()]
        if all(cell.text == "" for cell in cells):
            continue
        figures = (places.get(kind, nowhere) for kind in ("Value", "Numerator", "Denominator"))
        odd = any(not isinstance(cell.value, float) for cell in cells)
        sheet.add(key, written, Slot(header, *figures), odd=odd)


def _report_lost_columns(table: Table, columns: Mapping[int, Raw], log: FindingLog) -> None:
    for header, place in table.others.items():
        if place not in columns and looks_like_period(header):
            log.warning(
                "column not read as a period",
                table.grid.where(table.header, place),
                f'The header "{header}" looks like a period but can\'t be read as one; '
                "its column is left out.",
                "Write it like Feb 2015, Q2 2019-20 or 2013-14.",
            )


@dataclass(slots=True)
class History:
    """One measure in one area over time. Periods without a figure or a stated reason are absent."""

    measure: Measure
    area: str
    sheet: ResultSheet
    vocabulary: Vocabulary
    log: FindingLog
    _read: dict[Period, Result | None] = field(default_factory=dict)

    @property
    def _slots(self) -> Series:
        return self.sheet.series.get((self.measure.ref, self.area), {})

    @property
    def _index(self) -> PeriodIndex:
        return self.sheet.index(self.measure.frequency)

    def periods(self) -> Iterator[Period]:
        """Yield the periods that have a row, earliest first."""
        slots = self._slots
        for period, spellings in self._index.spellings.items():
            if any(spelling in slots for spelling in spellings):
                yield period

    def at(self, period: Period) -> Result | None:
        """Return the result of a period; None when nothing was reported for it."""
        if period not in self._read:
            self._read[period] = self._find(period)
        return self._read[period]

    def latest(self, until: Period, length: int | None = None) -> Result | None:
        """Return the latest result that ends no later than `until`, of `length` months if given."""
        for period in reversed(list(self.periods())):
            if period.last <= until.last and (length is None or period.months == length):
                result = self.at(period)
                if result is not None:
                    return result
        return None

    def check(self) -> None:
        """Read whatever in the series is not plain, so that all its problems are reported."""
        key = (self.measure.ref, self.area)
        slots = self._slots
        for written in slots:
            problem = self._index.unreadable.get(written)
            if problem is not None:
                self._report_period(written, slots[written], problem)
        for written, _ in (*self.sheet.odd.get(key, ()), *self.sheet.repeats.get(key, ())):
            if written in self._index.meaning:
                self.at(self._index.meaning[written].period)
        for period, spellings in self._index.spellings.items():
            if len(spellings) > 1 and sum(spelling in slots for spelling in spellings) > 1:
                self.at(period)
        if self.measure.is_percentage:
            self._check_scale()

    def _find(self, period: Period) -> Result | None:
        slots = self._slots
        key = (self.measure.ref, self.area)
        written = [spelling for spelling in self._index.spellings.get(period, ()) if spelling in slots]
        places = [(spelling, slots[spelling]) for spelling in written]
        places += [(w, slot) for w, slot in self.sheet.repeats.get(key, ()) if w in written]
        found = [(place, result) for w, place in places if (result := self._result(period, w, place))]
        if not found:
            return None
        first = found[0][1]
        if len(found) > 1 and len({(r.value, r.numerator, r.denominator, r.status) for _, r in found}) > 1:
            self._report_repeat(period, [place for place, _ in found])
            return Result(period, None, status=ResultStatus.IN_ERROR, where=first.where, text="given twice")
        return first

    def _result(self, period: Period, written: Raw, slot: Slot) -> Result | None:
        """Read one result from its cells; None when they say nothing at all."""
        where = self._where(slot)
        given, given_broken = self._number(slot.value)
        numerator, _ = self._number(slot.numerator, in_unit=False)
        denominator, _ = self._number(slot.denominator, in_unit=False)
        status = self._status(slot, given, self._index.meaning[written].status)
        note = as_text(self.sheet.grid.cell(*slot.note).value)
        over = (numerator.value, denominator.value)

        def absent(why: ResultStatus) -> Result:
            return Result(period, None, None, *over, status=why, note=note, where=where)

        if given_broken or status is ResultStatus.IN_ERROR:
            return absent(ResultStatus.IN_ERROR)
        if status in (ResultStatus.SUPPRESSED, ResultStatus.NOT_DUE):
            return absent(status)
        if over == (ZERO, ZERO):
            return absent(ResultStatus.NO_CASES)
        unrounded = self._from_cases(slot, over)
        if over[1] == ZERO and given.value is None:
            return absent(ResultStatus.IN_ERROR)
        value = given.value
        if value is None:
            value = unrounded
        elif unrounded is None or not self._agree(given, unrounded, where):
            unrounded = value if decimals_of(value) > self.measure.decimals else None
        if value is None:
            return None
        return Result(period, value, unrounded, *over, status=status, note=note, where=where)

    def _number(self, at: tuple[int, int], *, in_unit: bool = True) -> tuple[ReadNumber, bool]:
        """Return the cell's number and whether the cell is in error (reported then)."""
        if at[1] < 0:
            return NOTHING, False
        cell = self.sheet.grid.cell(*at)
        ref = self.measure.ref
        try:
            read = read_number(cell, self.vocabulary)
        except Unreadable as problem:
            todo = f"{problem.proposal[:1].upper()}{problem.proposal[1:]}." if problem.proposal else ""
            kind = "formula never calculated" if cell.kind.name == "NO_VALUE" else "not a number"
            clause = str(problem) if str(problem).startswith('"') else f"The cell {problem}"
            self.log.error(kind, cell.where, f"{clause} (measure {ref}).", todo, ref)
            return NOTHING, True
        if read.percent and in_unit and not self.measure.is_percentage:
            self.log.error(
                "percentage where none belongs",
                cell.where,
                f"{cell.text} is a percentage, but measure {ref} is in {self.measure.unit.value}.",
                "Change the cell's format or the measure's Unit.",
                ref,
            )
            return NOTHING, True
        if read.percent and not in_unit:
            self.log.error(
                "percentage where none belongs",
                cell.where,
                f"A numerator or denominator can't be a percentage (measure {ref}).",
                "Change the cell's format.",
                ref,
            )
            return NOTHING, False
        return read, False

    def _status(self, slot: Slot, given: ReadNumber, marked: str) -> ResultStatus:
        cell = self.sheet.grid.cell(*slot.status)
        if cell.text:
            try:
                return self.vocabulary.choice("status", cell.text, ResultStatus)
            except Unreadable as problem:
                self.log.error(
                    "unknown status",
                    cell.where,
                    f"{problem} (measure {self.measure.ref}).",
                    f"Write {listed(('Final', 'Provisional', 'Revised', 'Suppressed', 'Not due'))}.",
                    self.measure.ref,
                )
                return ResultStatus.IN_ERROR  # it may be an unknown word for "suppressed"
        return given.status or (ResultStatus(marked) if marked else ResultStatus.FINAL)

    def _from_cases(self, slot: Slot, over: tuple[Decimal | None, Decimal | None]) -> Decimal | None:
        numerator, denominator = over
        if numerator is None or denominator is None:
            return None
        if denominator == ZERO:
            self.log.error(
                "numerator over zero",
                self.sheet.grid.where(*slot.denominator),
                f"{numerator} out of 0 is not possible (measure {self.measure.ref}).",
                "Correct the numerator or the denominator.",
                self.measure.ref,
            )
            return None
        if self.measure.multiplier is None:
            return None
        return divided(numerator, denominator, self.measure.multiplier)

    def _agree(self, given: ReadNumber, computed: Decimal, where: Address) -> bool:
        """Whether the value given is numerator over denominator, as far as it is shown."""
        shown = (
            self.measure.decimals if given.decimals is None else min(given.decimals, self.measure.decimals)
        )
        assert given.value is not None
        half_a_unit = Decimal(1).scaleb(-shown) / 2 + SMALLEST_DISAGREEMENT
        if abs(given.value - computed) <= half_a_unit:
            return True
        measure = self.measure
        shown_value = measure.in_words(given.value, max(measure.decimals, min(decimals_of(given.value), 4)))
        self.log.warning(
            "numerator and denominator disagree",
            where,
            f"The value {shown_value} is not numerator over denominator, "
            f"{measure.in_words(computed)} (measure {measure.ref}); the value given is used.",
            "Correct the one that is wrong.",
            measure.ref,
        )
        return False

    def _check_scale(self) -> None:
        """A share typed as 0.97 beside others typed as 97: one of them is a hundred times off."""
        plain: list[tuple[Decimal, Address]] = []
        for slot in self._slots.values():
            cell = self.sheet.grid.cell(*slot.value)
            if isinstance(cell.value, float) and not cell.format.percent:
                plain.append((exact(cell.value), cell.where))
        small = [where for number, where in plain if 0 < abs(number) <= Decimal("1.5")]
        large = [where for number, where in plain if abs(number) > Decimal("1.5")]
        if small and large:
            self.log.warning(
                "percentages of two scales",
                small[0],
                f"Measure {self.measure.ref} is a percentage, but its plain numbers stand on both sides of "
                f"1.5 ({small[0]} is {as_text(self.sheet.grid.cell(*self._place(small[0])).value)}, "
                f"{large[0]} is {as_text(self.sheet.grid.cell(*self._place(large[0])).value)}); "
                "each is taken as it stands, in percent.",
                "Type 97.4 for 97.4%, or format the cells as percentages.",
                self.measure.ref,
            )

    def _place(self, where: Address) -> tuple[int, int]:
        return where.row - self.sheet.grid.first_row, where.column - self.sheet.grid.first_column

    def _where(self, slot: Slot) -> Address:
        at = next(at for at in (slot.value, slot.numerator, slot.denominator, slot.status) if at[1] >= 0)
        return self.sheet.grid.where(*at)

    def _report_period(self, written: Raw, slot: Slot, problem: UnreadablePeriod) -> None:
        proposal = f" Did you mean {problem.proposal}?" if problem.proposal else ""
        self.log.error(
            "unreadable period",
            self.sheet.grid.where(*slot.period),
            f"The period can't be read: {problem}; the result is left out (measure {self.measure.ref}).",
            f"Write it like Feb 2015, Q2 2019-20 or 2013-14.{proposal}",
            self.measure.ref,
        )

    def _report_repeat(self, period: Period, slots: list[Slot]) -> None:
        places = listed((str(self._where(slot)) for slot in slots), "and")
        self.log.error(
            "two results for one period",
            self._where(slots[-1]),
            f"Measure {self.measure.ref} has more than one result for {period.label} ({places}); "
            "none is used.",
            "Remove or correct all but one.",
            self.measure.ref,
        )
