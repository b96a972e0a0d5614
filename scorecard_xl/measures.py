"""The Measures and Targets sheets: rows to `Measure` and `Standards`, every doubt reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from .config import Config
from .figures import decimals_of
from .findings import FindingLog
from .grids import Kind
from .model import Comparator, DataPeriod, Measure, Polarity, Show, Standards, Tolerance, Unit
from .periods import Frequency, Period, UnreadablePeriod
from .results import ResultSheet
from .tables import Row, Table
from .words import (
    AskPoints,
    ReadNumber,
    Unreadable,
    Vocabulary,
    read_number,
    read_tolerance,
)

Choice = TypeVar("Choice", bound=Enum)

MOST_DECIMALS = 6
TEXT_FIELDS = {
    "name": "Measure",
    "section": "Section",
    "department": "Department",
    "outcome": "Outcome",
    "portfolio": "Portfolio",
    "officer": "Officer",
    "director": "Director",
    "division": "Division",
    "parent": "Parent",
    "definition": "Definition",
    "data_notes": "Data notes",
    "source": "Source",
    "target_rationale": "Target rationale",
}
# Counts that grow through the year: their year's target says nothing about a part of the year.
CUMULATIVE_UNITS = (Unit.NUMBER, Unit.POUNDS)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of the Targets sheet: standards for a period, of one area or of all ("")."""

    period: Period
    area: str
    standards: Standards


@dataclass(slots=True)
class MeasureList:
    """All measures in sheet order, their standing standards, and the rows of Targets by ref."""

    measures: list[Measure] = field(default_factory=list)
    standing: dict[str, Standards] = field(default_factory=dict)
    targets: dict[str, list[TargetRow]] = field(default_factory=dict)


@dataclass(slots=True)
class MeasureReader:
    """Reads measures and targets. What can't be read puts the measure, not the scorecard, in error."""

    config: Config
    vocabulary: Vocabulary
    results: ResultSheet
    log: FindingLog

    def read(self, table: Table, targets: Table | None) -> MeasureList:
        """Return every measure; a ref given twice blocks that measure and is shown once."""
        found = MeasureList()
        first_rows: dict[str, Row] = {}
        for row in table.rows():
            ref = row.text("Ref")
            if not ref:
                self._report_nameless(row)
                continue
            if ref in first_rows:
                self._report_twice(ref, first_rows[ref], row, found)
                continue
            first_rows[ref] = row
            measure, standards = _RowReader(self, row, ref).read()
            found.measures.append(measure)
            found.standing[ref] = standards
        if targets is not None:
            by_ref = {measure.ref: measure for measure in found.measures}
            for row in targets.rows():
                self._read_target(row, by_ref, found)
        return found

    def _report_nameless(self, row: Row) -> None:
        # A line with text in one cell alone is a heading or a remark, not a measure without its ref.
        if row.text("Measure") and (row.text("Polarity") or row.text("Target") or row.text("Unit")):
            self.log.error(
                "measure without ref",
                row.where("Ref"),
                f'"{row.text("Measure")}" has no ref and is left out.',
                "Give it a ref of its own.",
            )

    def _report_twice(self, ref: str, first: Row, row: Row, found: MeasureList) -> None:
        why = f"ref {ref} stands twice, at {first.where('Ref')} and {row.where('Ref')}"
        self.log.error(
            "duplicate ref",
            row.where("Ref"),
            f"Ref {ref} stands twice, here and at {first.where('Ref')}; the measure is not rated.",
            "Give each measure a ref of its own.",
            ref,
        )
        place = next(i for i, measure in enumerate(found.measures) if measure.ref == ref)
        found.measures[place] = replace(found.measures[place], in_error=why)

    def _read_target(self, row: Row, by_ref: dict[str, Measure], found: MeasureList) -> None:
        ref = row.text("Ref")
        kind = row.text("Kind")
        if not ref or (kind and self.vocabulary.word("kind", kind) == "Trajectory"):
            return
        if ref not in by_ref:
            self.log.error(
                "unknown ref",
                row.where("Ref"),
                f"There is no measure {ref} on the Measures sheet; this target is left out.",
                near_ref(ref, by_ref),
                ref,
            )
            return
        measure = by_ref[ref]
        try:
            period = self.config.calendar.read(row.cell("Period").value, measure.frequency).period
        except UnreadablePeriod as problem:
            self.log.error(
                "unreadable period",
                row.where("Period"),
                f"The period of this target can't be read: {problem}; it is left out (measure {ref}).",
                "Write it like 2019-20 or Q2 2019-20.",
                ref,
            )
            return
        # A target's year stands for all its periods: a year typed for a monthly measure stays a year.
        standards = read_standards(row, measure.unit, measure.polarity, ref, self.vocabulary, self.log)
        found.targets.setdefault(ref, []).append(
            TargetRow(period, row.text("Area"), replace(standards, for_period=period))
        )


def near_ref(ref: str, known: dict[str, Measure] | set[str]) -> str:
    """Return the next step for a ref that no measure has, with the nearest one when there is one."""
    from difflib import get_close_matches

    near = get_close_matches(ref, list(known), n=1, cutoff=0.75)
    did_you_mean = f"Did you mean {near[0]}? " if near else ""
    return f"{did_you_mean}Correct the ref, or add the measure."


@dataclass(slots=True)
class _RowReader:
    """Reads one row of Measures and gathers in words what is wrong with it."""

    reader: MeasureReader
    row: Row
    ref: str
    wrong: list[str] = field(default_factory=list)

    def read(self) -> tuple[Measure, Standards]:
        row, vocabulary = self.row, self.reader.vocabulary
        polarity = self._choice("Polarity", "polarity", Polarity, Polarity.NONE)
        unit = self._unit()
        frequency = self._frequency()
        multiplier = self._multiplier(unit)
        measure = Measure(
            ref=self.ref,
            **{name: row.text(column) for name, column in TEXT_FIELDS.items()},
            subsets=tuple(part.strip() for part in row.text("Subsets").split(",") if part.strip()),
            polarity=polarity,
            unit=unit,
            decimals=self._decimals(unit),
            multiplier=multiplier,
            data_period=self._choice("Data period", "data_period", DataPeriod, DataPeriod.UNSTATED),
            frequency=frequency,
            compare_with=self._compare_with(),
            static_tolerance=self._tolerance("Static tolerance", unit),
            rated=self._yes_or_no("Rated"),
            show=self._choice("Show", "show", Show, Show.YES),
            starts=self._period("From", frequency),
            ends=self._period("To", frequency),
            extras=row.others(),
            where=row.where("Ref"),
        )
        standards = read_standards(row, unit, polarity, self.ref, vocabulary, self.reader.log)
        return replace(measure, in_error="; ".join(self.wrong)), standards

    def _refuse(self, column: str, problem: Exception, todo: str = "") -> None:
        proposal = getattr(problem, "proposal", "")
        if not todo:
            todo = f"Did you mean {proposal}?" if proposal else "Correct the cell."
        kind = f"unknown {column.casefold()}"
        self.reader.log.error(kind, self.row.where(column), f"{column}: {problem}.", todo, self.ref)
        self.wrong.append(f"{column} {problem}")

    def _choice(self, column: str, kind: str, choices: type[Choice], blank: Choice) -> Choice:
        text = self.row.text(column)
        if not text:
            return blank
        try:
            return self.reader.vocabulary.choice(kind, text, choices)
        except Unreadable as problem:
            self._refuse(column, problem)
            return blank

    def _unit(self) -> Unit:
        text = self.row.text("Unit")
        if text:
            return self._choice("Unit", "unit", Unit, Unit.NUMBER)
        cells = [self.row.cell("Target"), *self.reader.results.value_cells(self.ref)]
        says_percent = any(cell.format.percent or cell.text.rstrip("*").endswith("%") for cell in cells)
        return Unit.PERCENT if says_percent else Unit.NUMBER

    def _frequency(self) -> Frequency:
        usual = self.reader.results.usual_frequency(self.ref) or Frequency.MONTHLY
        return self._choice("Frequency", "frequency", Frequency, usual)

    def _multiplier(self, unit: Unit) -> Decimal | None:
        number = self._number("Multiplier")
        if number is not None and number > 0:
            return number
        if unit is Unit.RATE:
            # "per 10,000" says it as well as a column of its own does.
            digits = "".join(c for c in self.row.text("Unit") if c.isdigit())
            return Decimal(digits) if digits else None
        return Decimal(100) if unit is Unit.PERCENT else Decimal(1)

    def _decimals(self, unit: Unit) -> int:
        given = self._number("Decimals")
        if given is not None:
            if given == given.to_integral_value() and 0 <= given <= MOST_DECIMALS:
                return int(given)
            self._refuse("Decimals", Unreadable(f"{given} is no whole number from 0 to {MOST_DECIMALS}"))
        cells = self.reader.results.value_cells(self.ref)
        read = [number for cell in cells if (number := _readable(cell, self.reader.vocabulary))]
        shown = Counter(number.decimals for number in read if number.decimals is not None)
        if shown:
            return min(max(shown, key=lambda decimals: (shown[decimals], decimals)), MOST_DECIMALS)
        if unit in (Unit.PERCENT, Unit.RATE, Unit.RATIO):
            return 1
        # A "count" typed as 15.1 is no count; shown as 15 it might meet a target that it misses.
        typed = max((decimals_of(number.value) for number in read if number.value is not None), default=0)
        return typed if typed <= 2 else 1

    def _number(self, column: str) -> Decimal | None:
        try:
            return read_number(self.row.cell(column), self.reader.vocabulary).value
        except Unreadable as problem:
            self._refuse(column, problem, "Write a number, or leave the cell empty.")
            return None

    def _compare_with(self) -> Comparator | None:
        if not self.row.text("Compare with"):
            return None
        return self._choice("Compare with", "compare_with", Comparator, Comparator.PREVIOUS)

    def _yes_or_no(self, column: str) -> bool:
        text = self.row.text(column)
        word = self.reader.vocabulary.word("yes_no", text) if text else "Yes"
        if word is None:
            self._refuse(column, Unreadable(f'"{text}" is neither Yes nor No'))
        return word != "No"

    def _tolerance(self, column: str, unit: Unit) -> Tolerance | None:
        try:
            return read_tolerance(self.row.cell(column), percentage_measure=unit is Unit.PERCENT)
        except AskPoints as question:
            return question.tolerance
        except Unreadable as problem:
            self._refuse(column, problem, f"{problem.proposal}.")
            return None

    def _period(self, column: str, frequency: Frequency) -> Period | None:
        cell = self.row.cell(column)
        if cell.kind is Kind.EMPTY:
            return None
        try:
            return self.reader.config.calendar.read(cell.value, frequency).period
        except UnreadablePeriod as problem:
            self._refuse(column, problem, "Write it like Feb 2015, Q2 2019-20 or 2013-14.")
            return None


def _readable(cell: object, vocabulary: Vocabulary) -> ReadNumber | None:
    try:
        read = read_number(cell, vocabulary)  # type: ignore[arg-type]
    except Unreadable:
        return None
    return read if read.value is not None else None


def read_standards(
    row: Row, unit: Unit, polarity: Polarity, ref: str, vocabulary: Vocabulary, log: FindingLog
) -> Standards:
    """Read target, tolerances, minimum standard and range of a row of Measures or Targets.

    What can't be used is reported and leaves `in_error` in words: such standards rate nothing.
    """
    wrong: list[str] = []

    def refuse(kind: str, column: str, what: str, todo: str) -> None:
        log.error(kind, row.where(column), what, todo, ref)
        wrong.append(what.rstrip("."))

    def number(column: str) -> Decimal | None:
        cell = row.cell(column)
        try:
            read = read_number(cell, vocabulary)
        except Unreadable as problem:
            todo = "Write the target as a number, or empty the cell for none."
            refuse("not a number", column, f"{column} of measure {ref}: {problem}.", todo)
            return None
        if read.percent and unit is not Unit.PERCENT:
            refuse(
                "percentage where none belongs",
                column,
                f"{column} {cell.text} is a percentage, but measure {ref} is in {unit.value}.",
                "Change the cell's format or the measure's Unit.",
            )
            return None
        return read.value

    def tolerance(column: str) -> Tolerance | None:
        try:
            return read_tolerance(row.cell(column), percentage_measure=unit is Unit.PERCENT)
        except AskPoints as question:
            amount = question.tolerance.amount.normalize()
            log.warning(
                "points or percent",
                row.where(column),
                f"{column} {amount:f}% of measure {ref}: {amount:f} points or {amount:f}% of target? "
                f"It is read as {amount:f}% of the target.",
                f'Write "{amount:f} points" or "{amount:f}% of target".',
                ref,
            )
            return question.tolerance
        except Unreadable as problem:
            refuse("tolerance", column, f"{column} of measure {ref}: {problem}.", f"{problem.proposal}.")
            return None

    standards = Standards(
        target=number("Target"),
        target_words=row.text("Target"),
        green_tolerance=tolerance("Green tolerance"),
        tolerance=tolerance("Tolerance"),
        minimum=number("Minimum standard"),
        range_low=number("Range low"),
        range_high=number("Range high"),
        where=row.where("Target"),
    )
    _check_sense(standards, polarity, row, ref, refuse, log)
    return replace(standards, in_error="; ".join(wrong))


def _check_sense(
    standards: Standards,
    polarity: Polarity,
    row: Row,
    ref: str,
    refuse: Callable[[str, str, str, str], None],
    log: FindingLog,
) -> None:
    """Report standards that contradict each other."""
    target, minimum = standards.target, standards.minimum
    low, high = standards.range_low, standards.range_high
    if low is not None and high is not None and low > high:
        refuse(
            "range upside down",
            "Range low",
            f"The range of measure {ref} runs from {low:f} to {high:f}, which holds no value.",
            "Swap Range low and Range high.",
        )
    edge = target if target is not None else (low if polarity is Polarity.HIGH else high)
    if minimum is not None and edge is not None and polarity.shortfall(minimum, edge) < 0:
        side = "above" if polarity is Polarity.HIGH else "below"
        refuse(
            "minimum standard on the wrong side",
            "Minimum standard",
            f"The minimum standard {minimum:f} of measure {ref} is {side} its target {edge:f}, "
            f"though its polarity is {polarity.value}.",
            "Correct one of the three.",
        )
    if minimum is not None and standards.tolerance is not None:
        log.warning(
            "minimum standard and tolerance",
            row.where("Tolerance"),
            f"Measure {ref} has a minimum standard and a tolerance; the minimum standard is used.",
            "Empty one of the two cells.",
            ref,
        )


@dataclass(frozen=True, slots=True)
class TargetBook:
    """Finds the standards of a measure in a period (A3, B5)."""

    standing: dict[str, Standards]
    targets: dict[str, list[TargetRow]]
    config: Config
    reporting: Period

    def at(self, measure: Measure, area: str, period: Period) -> Standards:
        """Return the standards that hold in `period`; empty ones when none do.

        The narrowest row of Targets wins, the area's own before everybody's. A row within the year
        holds until the next one or the year's end. The target on Measures holds for the reporting
        year alone: closed years are never re-rated by today's target. What a row of Targets leaves
        open is taken from Measures: tolerances always, limits in the reporting year.
        """
        standing = self.standing.get(measure.ref, Standards())
        year = self.config.calendar.year_of(period, measure.frequency)
        this_year = year == self.config.calendar.year_of(self.reporting, measure.frequency)
        row = self._row(measure.ref, area, period, year)
        if row is None:
            return standing if this_year else Standards()
        own = row.standards
        limits_left_open = own.minimum is None and own.range_low is None and own.range_high is None
        if this_year and limits_left_open and own.tolerance is None:
            own = replace(
                own, minimum=standing.minimum, range_low=standing.range_low, range_high=standing.range_high
            )
        return replace(
            own,
            green_tolerance=own.green_tolerance or standing.green_tolerance,
            tolerance=own.tolerance or standing.tolerance,
        )

    def is_for_the_year(self, standards: Standards, period: Period) -> bool:
        """Whether standards were written for a whole year of which `period` is only a part."""
        if period.months >= 12 or (standards.for_period and standards.for_period.months < 12):
            return False
        return self.config.calendar.year_of(period).last != period.last

    def _row(self, ref: str, area: str, period: Period, year: Period) -> TargetRow | None:
        rows = [row for row in self.targets.get(ref, ()) if row.area in (area, "")]
        holding = [row for row in rows if row.period.holds(period) or _goes_on(row, period, year, rows)]
        return max(
            holding,
            key=lambda row: (row.area == area, -row.period.months, row.period.last),
            default=None,
        )


def _goes_on(row: TargetRow, period: Period, year: Period, rows: list[TargetRow]) -> bool:
    """Whether a row from earlier in the year still holds: no other row within the year began since."""
    if row.period.months >= 12 or not year.holds(row.period) or row.period.last >= period.last:
        return False
    return not any(
        other.period.months < 12 and row.period.last < other.period.first <= period.last for other in rows
    )


def is_cumulative(measure: Measure) -> bool:
    """Whether the figure grows through the year (a count or sum to date)."""
    return measure.data_period is DataPeriod.YEAR_TO_DATE and measure.unit in CUMULATIVE_UNITS
