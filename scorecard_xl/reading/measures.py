"""The Measures sheet: rows to `Measure` and their standing `Standards`, every doubt reported."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from ..config import Config
from ..errors import ConfigError
from ..figures import decimals_of, plain
from ..findings import FindingLog
from ..grids import Cell, Kind, as_text
from ..model import Comparator, DataPeriod, Measure, Polarity, Show, Standards, Tolerance, Unit
from ..periods import Frequency, Period
from .result_sheet import ResultSheet
from .scales import check_scale, plain_benchmarks
from .section_rows import are_areas, area_column, report_areas, sections_by_heading
from .standards import StandardsReader, tolerance_in
from .tables import Row, Table, period_columns
from .target_words import BenchmarkNames, target_words
from .targets import TargetReader, TargetRow
from .words import (
    ReadNumber,
    Unreadable,
    Vocabulary,
    read_number,
    read_period,
    ref_as_date,
    without_value,
)

if TYPE_CHECKING:
    from .text_parts import Parts

Choice = TypeVar("Choice", bound=Enum)

_FRACTION = re.compile(r"\.([0-9]+)")
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
# Text columns that decide how a measure is rated: without a value, nobody knows how.
DECIDING = ("Polarity", "Unit", "Data period", "Frequency", "Compare with", "Rule", "Rated", "Show")


class MeasureList(Struct):
    """All measures in sheet order, their standing standards, and the rows of Targets by ref."""

    measures: list[Measure] = field(default_factory=list)
    standing: dict[str, Standards] = field(default_factory=dict)
    targets: dict[str, list[TargetRow]] = field(default_factory=dict)


class MeasureReader(Struct):
    """Reads measures and targets. What can't be read puts the measure, not the scorecard, in error."""

    config: Config
    vocabulary: Vocabulary
    results: ResultSheet
    log: FindingLog

    def read(self, table: Table, targets: Table | None, benchmarks: Table | None = None) -> MeasureList:
        """Return every measure; a ref given twice blocks its measures, each shown under its own name.

        `benchmarks` tells which benchmarks there are, for targets that are one.
        """
        found = MeasureList()
        names = BenchmarkNames.of(benchmarks)
        first_rows: dict[str, Row] = {}
        readers: dict[str, StandardsReader] = {}
        twice: set[str] = set()
        alone: list[Row] = []
        by_area = self._measures_by_area(table)
        periods = set(map(as_text, period_columns(table, self.config.calendar).values()))
        for row in table.rows():
            ref = row.text("Ref")
            if not ref:
                self._report_no_ref(row)
            elif ref in by_area and ref in first_rows:
                twice.add(ref)
            elif ref in first_rows:
                found.measures.append(_RowReader(self, row, ref).read(periods))
                self._report_twice(ref, first_rows[ref], row, found)
                twice.add(ref)
            elif any(True for _ in row.filled(except_for=("Ref",))):
                self._report_date(row)
                first_rows[ref] = row
                measure = _RowReader(self, row, ref).read(periods)
                found.measures.append(measure)
                rule = self.config.ratings.rule_of(measure.rule)
                readers[ref] = StandardsReader(
                    measure, rule, self.vocabulary, self.log, names, polarity_at=row.where("Polarity")
                )
                found.standing[ref] = readers[ref].read(row)
            else:
                alone.append(row)
        if alone:
            sections = sections_by_heading(table, alone, first_rows.values(), self.log)
            section_of = {row.text("Ref"): sections.get(row.number, "") for row in first_rows.values()}
            found.measures = [
                replace(measure, section=section_of[measure.ref] or measure.section)
                for measure in found.measures
            ]
        if by_area:
            found.measures = [
                replace(measure, in_error=by_area.get(measure.ref, measure.in_error))
                for measure in found.measures
            ]
        if targets is not None:
            reader = TargetReader(self.config, self.vocabulary, self.results, readers, self.log)
            found.targets = reader.read(targets)
        for ref in twice:
            # Nobody knows whose they are.
            found.standing.pop(ref)
            found.targets.pop(ref, None)
        of_benchmarks = plain_benchmarks(benchmarks, self.vocabulary)
        for ref, reader_of_one in readers.items():
            beside = [*reader_of_one.plain, *of_benchmarks.get(ref, ())]
            check_scale(reader_of_one.measure, self.results, beside, self.vocabulary, self.log)
        return found

    def _measures_by_area(self, table: Table) -> dict[str, str]:
        """Return why measures are not rated whose refs stand on a row an area, by ref; reported once."""
        place = area_column(table, self.config.columns.get("Results", {}))
        if place is None:
            return {}
        rows: dict[str, list[Row]] = {}
        for row in table.rows():
            rows.setdefault(row.text("Ref"), []).append(row)
        repeated = {ref: of for ref, of in rows.items() if ref and len(of) > 1 and are_areas(of, place)}
        return dict.fromkeys(repeated, report_areas(table, place, repeated, self.log)) if repeated else {}

    def _report_date(self, row: Row) -> None:
        problem = ref_as_date(row.cell("Ref"))
        if problem is not None:
            what = f"The ref of {row.text('Measure') or 'this measure'} {problem}"
            self.log.warning("ref is a date", row.where("Ref"), what, problem.todo, row.text("Ref"))

    def _report_no_ref(self, row: Row) -> None:
        broken = without_value(row.cell("Ref"))
        if broken is not None:
            name = row.text("Measure")
            what = f'The ref of "{name}" {broken}; it is left out.' if name else f"The ref {broken}."
            self.log.error("ref in error", row.where("Ref"), what, broken.todo)
            return
        # A line with text in one cell alone is a heading or a remark, not a measure without its ref.
        if sum(1 for _ in row.filled(except_for=("Section",))) > 1:
            name = row.text("Measure")
            what = f'"{name}"' if name else "This row"
            self.log.error(
                "measure without ref",
                row.where("Ref"),
                f"{what} has no ref and is left out.",
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
        found.measures = [
            replace(measure, in_error=why) if measure.ref == ref else measure for measure in found.measures
        ]


class _RowReader(Struct):
    """Reads one row of Measures and gathers in words what is wrong with it."""

    reader: MeasureReader
    row: Row
    ref: str
    wrong: list[str] = field(default_factory=list)
    _read: list[tuple[Cell, ReadNumber]] | None = None

    def read(self, periods: set[str]) -> Measure:
        """Return the measure; `periods` are headers of results, which are no columns of the measure."""
        row = self.row
        unit = self._unit()
        frequency = self._frequency()
        measure = Measure(
            ref=self.ref,
            **{name: row.text(column) for name, column in TEXT_FIELDS.items()},
            subsets=tuple(part.strip() for part in row.text("Subsets").split(",") if part.strip()),
            polarity=self._choice("Polarity", "polarity", Polarity, Polarity.NONE),
            unit=unit,
            unit_word=self._unit_word(unit),
            decimals=self._decimals(unit),
            multiplier=self._multiplier(unit),
            data_period=self._choice("Data period", "data_period", DataPeriod, DataPeriod.UNSTATED),
            frequency=frequency,
            compare_with=self._compare_with(),
            static_tolerance=self._static_tolerance(unit),
            rule=self._rule(),
            rated=self._yes_or_no("Rated"),
            show=self._choice("Show", "show", Show, Show.YES),
            starts=self._period("From", frequency),
            ends=self._period("To", frequency),
            extras={header: value for header, value in row.others().items() if header not in periods},
            where=row.where("Ref"),
            data_period_at=row.where("Data period") if row.table.has("Data period") else None,
        )
        if measure.starts and measure.ends and measure.ends.last < measure.starts.first:
            what = f"is {measure.ends.label}, before From, {measure.starts.label}"
            self._refuse("To", Unreadable(what, "Correct one of the two."))
        self._check_texts()
        return replace(measure, in_error="; ".join(self.wrong))

    def _refuse(self, column: str, problem: Unreadable) -> None:
        colon = ":" if str(problem).startswith('"') else ""
        self.reader.log.error(
            f"unknown {column.casefold()}",
            self.row.where(column),
            f"{column}{colon} {problem} (measure {self.ref}).",
            problem.todo,
            self.ref,
        )
        self.wrong.append(f"{column} {problem}")

    def _check_texts(self) -> None:
        for column, cell in self.row.broken():
            problem = without_value(cell)
            assert problem is not None
            if column in DECIDING:
                self._refuse(column, problem)
            elif column in (*TEXT_FIELDS.values(), "Subsets"):
                what = f"{column} {problem} (measure {self.ref})."
                self.reader.log.warning("no value", cell.where, what, problem.todo, self.ref)
        if not self.row.text("Measure") and self.row.cell("Measure").kind is Kind.EMPTY:
            what = f"Measure {self.ref} has no name."
            self.reader.log.warning(
                "measure without name", self.row.where("Measure"), what, "Fill it in.", self.ref
            )

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
        """Return the unit; where it is blank, what the target and the results say with their signs."""
        vocabulary, text = self.reader.vocabulary, self.row.text("Unit")
        if text:
            if vocabulary.word("unit", text) is None and vocabulary.word("unit_word", text):
                return Unit.NUMBER
            return self._choice("Unit", "unit", Unit, Unit.NUMBER)
        read = [
            number
            for number in (self._readable(self._target_cell()), *(number for _, number in self._figures))
            if number
        ]
        if any(number.percent for number in read):
            return Unit.PERCENT
        if any(number.pounds for number in read):
            return Unit.POUNDS
        if not self._figures and self.reader.results.has_cases_alone(self.ref):
            what = "is empty, and the results are numerators and denominators"
            self._refuse("Unit", Unreadable(what, 'Write "%", "rate" or "ratio".'))
        elif any(self._has_share(cell) for cell in self.reader.results.value_cells(self.ref)):
            what = "is empty, and the results hold counts and shares"
            self._refuse("Unit", Unreadable(what, 'Write "%" or "number".'))
        return Unit.NUMBER

    def _unit_word(self, unit: Unit) -> str:
        """Return the unit's own word: what Unit says, or where it says no more than number, the cells."""
        vocabulary = self.reader.vocabulary
        said = vocabulary.word("unit_word", self.row.text("Unit")) or ""
        if said or unit not in (Unit.NUMBER, Unit.DAYS):
            return "" if said == unit.value else said
        cells = (self._target_cell(), *self.reader.results.value_cells(self.ref))
        words = {parts.unit for cell in cells if (parts := self._parts(cell)) and parts.unit}
        return words.pop() if len(words) == 1 else ""

    def _parts(self, cell: Cell) -> Parts | None:
        """Return a figure typed as text with what stands beside it, None for any other cell."""
        if cell.kind is not Kind.TEXT or not any(sign.isdigit() for sign in cell.text):
            return None
        from .text_parts import taken_apart

        try:
            return taken_apart(cell.text, self.reader.vocabulary)
        except Unreadable:
            return None

    def _has_share(self, cell: Cell) -> bool:
        parts = self._parts(cell)
        return parts is not None and parts.share is not None

    def _target_cell(self) -> Cell:
        """Return the target's cell; of a target in words its figure alone."""
        cell = self.row.cell("Target")
        if cell.kind is Kind.TEXT:
            with suppress(Unreadable):
                words = target_words(cell.text)
                if words and words.figures:
                    return replace(cell, value=words.figures[-1])
        return cell

    def _frequency(self) -> Frequency:
        if self.row.text("Frequency"):
            return self._choice("Frequency", "frequency", Frequency, Frequency.MONTHLY)
        return self.reader.results.usual_frequency(self.ref) or Frequency.MONTHLY

    def _multiplier(self, unit: Unit) -> Decimal | None:
        number = self._number("Multiplier")
        if number is not None and number > 0:
            return number
        if number is not None:
            self._refuse("Multiplier", Unreadable(f'"{plain(number)}" is not above 0', "Correct the number."))
        if unit is not Unit.RATE:
            return Decimal(100) if unit is Unit.PERCENT else Decimal(1)
        # "per 10,000" says it as well as a column of its own does.
        digits = "".join(c for c in self.row.text("Unit") if c.isdigit())
        if digits:
            return Decimal(digits)
        if number is None and self.reader.results.has_cases_alone(self.ref):
            what = "is missing, and this rate has to be worked out from numerators and denominators"
            self._refuse("Multiplier", Unreadable(what, "Write 10000 for a rate per 10,000."))
        return None

    def _decimals(self, unit: Unit) -> int:
        """Return the published decimals; where they are blank, as typed, else as formatted, else by unit.

        Beside figures in text, numbers count too: no figure is rounded further than it was typed.
        """
        given = self._number("Decimals")
        if given is not None:
            if given == given.to_integral_value() and 0 <= given <= MOST_DECIMALS:
                return int(given)
            what = f'"{plain(given)}" is no whole number from 0 to {MOST_DECIMALS}'
            self._refuse("Decimals", Unreadable(what))
        formatted = self._formatted_decimals()
        typed = self._typed_decimals()
        if typed is not None:
            return min(max(typed, formatted or 0, self._bare_decimals()), MOST_DECIMALS)
        if formatted is not None:
            return min(formatted, MOST_DECIMALS)
        if unit in (Unit.PERCENT, Unit.RATE, Unit.RATIO):
            return 1
        # A "count" typed as 15.1 is no count; shown as 15 it might meet a target that it misses.
        counts = max((decimals_of(number.value or Decimal(0)) for _, number in self._figures), default=0)
        return counts if counts <= 2 else 1

    def _typed_decimals(self) -> int | None:
        """Return the most decimals of any figure typed as text, None where none is.

        The most, and of all figures: 94.5% typed beside 96% and 97% must not meet a target of 95%.
        """
        typed = [n.decimals for cell, n in self._figures if cell.kind is Kind.TEXT and n.decimals is not None]
        most = max((decimals for decimals in typed if decimals >= 0), default=-1)
        for cell in self.reader.results.odd_value_cells(self.ref):
            # Only what seems to have more decimals is read: a sheet may hold a million texts.
            if cell.kind is Kind.TEXT and _longest_fraction(cell.text) > most:
                number = self._readable(cell)
                most = max(most, number.decimals or 0) if number else most
        return most if most >= 0 else None

    def _formatted_decimals(self) -> int | None:
        """Return the decimals that most of the last numbers show by their format, None where none does."""
        shown = Counter(
            number.decimals
            for cell, number in self._figures
            if cell.kind is Kind.NUMBER and number.decimals is not None and number.decimals >= 0
        )
        return max(shown, key=lambda decimals: (shown[decimals], decimals)) if shown else None

    def _bare_decimals(self) -> int:
        """Return the decimals, one at most, that numbers without a format have beside figures in text."""
        bare = (n for cell, n in self._figures if cell.kind is Kind.NUMBER and n.decimals is None)
        return min(max((decimals_of(number.value or Decimal(0)) for number in bare), default=0), 1)

    @property
    def _figures(self) -> list[tuple[Cell, ReadNumber]]:
        """The last results as they stand in their cells, read when Unit or Decimals are blank."""
        if self._read is None:
            cells = self.reader.results.value_cells(self.ref)
            self._read = [(cell, number) for cell in cells if (number := self._readable(cell))]
        return self._read

    def _readable(self, cell: Cell) -> ReadNumber | None:
        """Return what the figure of a cell tells of unit and decimals, whatever stands beside it."""
        parts = self._parts(cell)
        if parts is not None and parts.share is None and parts.of is None:
            return ReadNumber(parts.number, parts.percent, parts.pounds, parts.decimals)
        try:
            read = read_number(cell, self.reader.vocabulary)
        except Unreadable:
            return None
        return read if read.value is not None else None

    def _number(self, column: str) -> Decimal | None:
        try:
            return read_number(self.row.cell(column), self.reader.vocabulary).value
        except Unreadable as problem:
            self._refuse(column, problem)
            return None

    def _compare_with(self) -> Comparator | None:
        if not self.row.text("Compare with"):
            return None
        return self._choice("Compare with", "compare_with", Comparator, Comparator.PREVIOUS)

    def _rule(self) -> str:
        """Return the name of the measure's own rating rule as the settings have it, "" for none."""
        text = self.row.text("Rule")
        if not text:
            return ""
        try:
            return self.reader.config.ratings.rule_of(text).name
        except ConfigError as problem:
            near = str(problem).partition("; ")[2]
            self._refuse("Rule", Unreadable(f'"{text}" is no rating rule', near[:1].upper() + near[1:]))
            return ""

    def _yes_or_no(self, column: str) -> bool:
        text = self.row.text(column)
        word = self.reader.vocabulary.word("yes_no", text) if text else "Yes"
        if word is None:
            self._refuse(column, Unreadable(f'"{text}" is neither Yes nor No'))
        return word != "No"

    def _static_tolerance(self, unit: Unit) -> Tolerance | None:
        vocabulary, log = self.reader.vocabulary, self.reader.log
        try:
            return tolerance_in(self.row, "Static tolerance", unit is Unit.PERCENT, vocabulary, log)
        except Unreadable as problem:
            self._refuse("Static tolerance", problem)
            return None

    def _period(self, column: str, frequency: Frequency) -> Period | None:
        try:
            return read_period(self.row.cell(column), self.reader.config.calendar, frequency)
        except Unreadable as problem:
            self._refuse(column, problem)
            return None


def _longest_fraction(text: str) -> int:
    return max(map(len, _FRACTION.findall(text)), default=0)
