"""Targets and what stands around them: read from a row of Measures or Targets, every doubt reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from ..errors import Address
from ..figures import plain
from ..findings import FindingLog
from ..grids import Cell, Kind
from ..model import Measure, Polarity, Reach, Standards, Tolerance, Unit
from ..rating_rules import Place, RatingRule
from .result_cells import wrong_unit
from .tables import Row
from .target_words import BenchmarkNames, TargetWords, target_words
from .words import (
    NUMBER_ALONE,
    AskPoints,
    BareTolerance,
    Unreadable,
    Vocabulary,
    listed,
    nearest_to,
    read_number,
    read_tolerance,
)


class Contradiction(NamedTuple):
    """What standards hold against each other: the check's name, the column, a sentence, the next step."""

    kind: str
    column: str
    what: str
    todo: str


_YEARS = re.compile(r"\b(?:annual|yearly|year)\b(?! to date)", re.IGNORECASE)


def is_years(header: str) -> bool:
    """Whether a target's header says that the target is a whole year's.

    >>> [is_years(header) for header in ("Annual target", "Target for the year", "Target", "Year to date")]
    [True, True, False, False]
    """
    return bool(_YEARS.search(" ".join(header.split())))


def _figure_meant(text: str) -> str:
    try:
        words = target_words(text)
    except Unreadable:
        words = None
    if words and len(words.figures) == 1:
        return f"Write {words.figures[0]}."
    return "Write the number alone, or empty the cell for none."


def _better(side: Polarity) -> str:
    return "higher" if side is Polarity.HIGH else "lower"


class StandardsReader(Struct):
    """Reads target, tolerances, minimum standard and range of rows of one measure.

    What can't be used is reported and leaves `in_error` in words: such standards rate nothing.
    `benchmarks` are the names that a target may stand for, `polarity_at` is the cell of the polarity.
    `rule` is the rating rule of the measure. `plain` gathers the numbers that no % sign or format marks,
    for the check of their scale.
    """

    measure: Measure
    rule: RatingRule
    vocabulary: Vocabulary
    log: FindingLog
    benchmarks: BenchmarkNames
    polarity_at: Address | None = None
    plain: list[tuple[Decimal, Address]] = field(default_factory=list)
    _wrong: list[str] = field(default_factory=list)
    _target: Decimal | None = None
    _bare: dict[str, Tolerance] = field(default_factory=dict)

    def read(self, row: Row) -> Standards:
        """Read one row."""
        self._wrong = []
        words = self._target_words(row)
        target = self._number(row, "Target") if words is None else None
        standards = Standards(
            target=target,
            target_words=row.text("Target") if target is None else "",
            minimum=self._number(row, "Minimum standard"),
            stretch=self._number(row, "Stretch target"),
            range_low=self._number(row, "Range low"),
            range_high=self._number(row, "Range high"),
            where=row.where("Target"),
        )
        if words is not None:
            standards = self._in_words(row, words, standards)
        standards = replace(
            standards,
            green_tolerance=self._tolerance(row, "Green tolerance", standards),
            tolerance=self._tolerance(row, "Tolerance", standards),
        )
        header = row.header("Target")
        if (standards.target is not None or (words and len(words.figures) > 1)) and is_years(header):
            standards = replace(standards, year_header=header)
        for kind, column, what, todo in contradictions(standards, self.measure, self.rule):
            self._refuse(row, kind, column, what, todo)
        if standards.minimum is not None and standards.tolerance is not None:
            self.log.warning(
                "minimum standard and tolerance",
                row.where("Tolerance"),
                f"Measure {self.measure.ref} has a minimum standard and a tolerance; the minimum standard is "
                "used.",
                "Empty one of the two cells.",
                self.measure.ref,
            )
        return replace(standards, in_error="; ".join(self._wrong))

    def _refuse(self, row: Row, kind: str, column: str, what: str, todo: str) -> None:
        self.log.error(kind, row.where(column), what, todo, self.measure.ref)
        self._wrong.append(what.rstrip("."))

    def _target_words(self, row: Row) -> TargetWords | None:
        """Return what a target in words says; None for a number, and for words that say there is none."""
        cell = row.cell("Target")
        if cell.kind is not Kind.TEXT or self._says_none(cell):
            return None
        try:
            words = target_words(cell.text)
        except Unreadable as problem:
            self._refuse_cell(row, "Target", cell, problem)
            return TargetWords()
        if words and words.name and not self.benchmarks.knows(words.name, self.vocabulary):
            return None
        return words

    def _says_none(self, cell: Cell) -> bool:
        """Whether a text says that there is no target: "To be set", "Reports in Q4"."""
        return self.measure.unit is Unit.TEXT or any(
            self.vocabulary.says(kind, cell.text) for kind in ("no_target", "not_due", "no_figure")
        )

    def _in_words(self, row: Row, words: TargetWords, standards: Standards) -> Standards:
        """Add what a target in words says, unless polarity, benchmarks or range say otherwise."""
        polarity, ref = self.measure.polarity, self.measure.ref
        if words.side is not None and words.side is not polarity:
            stands = f"is {polarity.value}" if polarity is not Polarity.NONE else "is None or empty"
            self._refuse(
                row,
                "target against polarity",
                "Target",
                f'Target "{row.text("Target")}" of measure {ref} means that {_better(words.side)} is better, '
                f"but its Polarity ({self.polarity_at}) {stands}.",
                f"Set Polarity to {words.side.value}, or correct the target.",
            )
            return standards
        if words.name:
            return self._as_benchmark(row, words, standards)
        figures = [
            self._figure(row, "Target", replace(row.cell("Target"), value=text)) for text in words.figures
        ]
        if len(figures) == 1:
            return replace(standards, target=figures[0], exclusive=words.exclusive and figures[0] is not None)
        if len(figures) < 2 or None in figures:
            return standards
        ends = (standards.range_low, standards.range_high)
        if ends not in ((None, None), tuple(figures)):
            self._refuse(
                row,
                "two ranges",
                "Target",
                f'Target "{row.text("Target")}" of measure {ref} is another range than that of Range low and '
                "Range high.",
                "Correct one of them, or empty the target.",
            )
            return standards
        return replace(standards, range_low=figures[0], range_high=figures[1])

    def _as_benchmark(self, row: Row, words: TargetWords, standards: Standards) -> Standards:
        found = self.benchmarks.called(self.measure.ref, words.name, self.vocabulary)
        if len(found) == 1:
            return replace(standards, benchmark=found[0], exclusive=words.exclusive)
        which = f"{len(found)} benchmarks of that name" if found else "no such benchmark"
        self._refuse(
            row,
            "target is a benchmark",
            "Target",
            f'Target "{row.text("Target")}" of measure {self.measure.ref} stands for a benchmark, but '
            f"Benchmarks has {which} for it" + (f" ({listed(found, 'and')})." if found else "."),
            "Call them by one name."
            if found
            else "Add the benchmark's figures, or write the target as a number.",
        )
        return standards

    def _number(self, row: Row, column: str) -> Decimal | None:
        cell = row.cell(column)
        if cell.kind is Kind.TEXT and self._says_none(cell):
            return None
        return self._figure(row, column, cell)

    def _figure(self, row: Row, column: str, cell: Cell) -> Decimal | None:
        """Read a cell as a figure of the measure; what can't be read is reported and None."""
        ref, unit = self.measure.ref, self.measure.unit
        try:
            read = read_number(cell, self.vocabulary, self.measure)
        except Unreadable as problem:
            self._refuse_cell(row, column, cell, problem)
            return None
        if wrong := wrong_unit(read, cell, unit):
            kind = "percentage where none belongs" if read.percent else "pounds where none belong"
            what = f"{column} {wrong}, but measure {ref} is in {unit.value}."
            self._refuse(row, kind, column, what, "Change the cell or the measure's Unit.")
            return None
        if read.value is not None and not read.percent:
            self.plain.append((read.value, cell.where))
        return read.value

    def _refuse_cell(self, row: Row, column: str, cell: Cell, problem: Unreadable) -> None:
        todo = problem.todo
        if cell.kind is Kind.TEXT and todo == NUMBER_ALONE:
            todo = self._phrase_meant(cell.text) or _figure_meant(cell.text)
        self._refuse(
            row,
            "formula never calculated" if cell.kind is Kind.NO_VALUE else "not a number",
            column,
            f"{column} of measure {self.measure.ref}: {problem.subject}.",
            todo,
        )

    def _phrase_meant(self, text: str) -> str:
        known = self.vocabulary.phrases["no_target"]
        near = nearest_to(text.casefold(), known, cutoff=0.85)
        return f"Did you mean {known[near]}?" if near else ""

    def _tolerance(self, row: Row, column: str, standards: Standards) -> Tolerance | None:
        """Read a tolerance; what looks like a level instead of a distance from the target is refused."""
        measure, cell = self.measure, row.cell(column)
        target = target_of(standards, measure)
        if target is None:
            target = self._target  # a row of Targets may hold a tolerance alone
        elif self._target is None:
            self._target = target
        try:
            found = read_tolerance(cell, self.vocabulary, percentage_measure=measure.is_percentage)
        except AskPoints as question:
            if self._refused_as_level(row, column, question.tolerance, target, bare=True):
                return None
            self._bare[column] = question.tolerance
            return tolerance_in(row, column, measure.is_percentage, self.vocabulary, self.log)
        except BareTolerance as problem:
            if is_level(problem.amount, target, measure.polarity):
                problem = BareTolerance(problem.amount, _LEVELS[column])
            self._refuse_tolerance(row, column, problem)
            return None
        except Unreadable as problem:
            self._refuse_tolerance(row, column, problem)
            return None
        if found is None and column in self._bare:  # on Measures, beside a target on Targets
            self._refused_as_level(row, column, self._bare[column], target, bare=True)
        elif found is not None and self._refused_as_level(row, column, found, target, bare=False):
            return None
        return found

    def _refused_as_level(
        self, row: Row, column: str, found: Tolerance, target: Decimal | None, *, bare: bool
    ) -> bool:
        """Report a tolerance that looks like a level; `bare`: a percentage without points or "of target"."""
        level = bare and is_level(found.amount, target, self.measure.polarity)
        if not level and not (found.relative and found.amount >= LARGEST_SHARE):
            return False
        typed, place = plain(found.amount), _LEVELS[column]
        distance = typed if bare else plain(found.of(target)) if target else "3"
        problem = Unreadable(
            f'"{typed}%" looks like a {place.casefold()}',
            f'Put it into {place}, or write "{distance} points".',
        )
        self._refuse_tolerance(row, column, problem)
        return True

    def _refuse_tolerance(self, row: Row, column: str, problem: Unreadable) -> None:
        what = f"{column} of measure {self.measure.ref}: {problem.subject}."
        self._refuse(row, "tolerance", column, what, problem.todo)


# What a figure typed as a tolerance may be instead.
_LEVELS = {"Green tolerance": "Target", "Tolerance": "Minimum standard"}
LARGEST_SHARE = Decimal(50)  # percent of the target: a tolerance of more would call half the target near


def target_of(standards: Standards, measure: Measure) -> Decimal | None:
    """Return the target, or the end of the range that a tolerance is measured from; None without either."""
    if standards.target is not None:
        return standards.target
    return standards.range_low if measure.polarity is Polarity.HIGH else standards.range_high


def is_level(number: Decimal, target: Decimal | None, polarity: Polarity) -> bool:
    """Whether a number could be a minimum standard: nearer to the target than to zero, not better than it.

    >>> is_level(Decimal(84), Decimal(90), Polarity.HIGH), is_level(Decimal(10), Decimal(90), Polarity.HIGH)
    (True, False)
    """
    if target is None or polarity.shortfall(number, target) < 0:
        return False
    return abs(number - target) < abs(number)


def tolerance_in(
    row: Row, column: str, percentage: bool, vocabulary: Vocabulary, log: FindingLog
) -> Tolerance | None:
    """Read a tolerance; a bare percentage on a percentage measure is asked about and read as a share.

    Raises `Unreadable` for what is none.
    """
    try:
        return read_tolerance(row.cell(column), vocabulary, percentage_measure=percentage)
    except AskPoints as question:
        amount, ref = plain(question.tolerance.amount), row.text("Ref")
        whole = "the result compared with" if column == "Static tolerance" else "target"
        log.warning(
            "points or percent",
            row.where(column),
            f"{column} {amount}% of measure {ref}: {amount} points or {amount}% of {whole}? "
            f"It is read as {amount}% of {whole}.",
            f'Write "{amount} points"' + (f' or "{amount}% of target".' if whole == "target" else "."),
            ref,
        )
        return question.tolerance


def contradictions(
    standards: Standards, measure: Measure, rule: RatingRule | None = None
) -> Iterator[Contradiction]:
    """Find standards that can't hold together; a minimum standard counts only where the rule asks for it.

    `rule` None asks for whatever there is.
    """
    target, minimum, low, high = (
        standards.target,
        standards.minimum,
        standards.range_low,
        standards.range_high,
    )
    if low is not None and high is not None and low > high:
        yield Contradiction(
            "range upside down",
            "Range low",
            f"The range of measure {measure.ref} runs from {plain(low)} to {plain(high)} and holds no value.",
            "Swap Range low and Range high.",
        )
    polarity = measure.polarity
    if polarity is Polarity.TARGET and target is not None and target not in Reach(low, high):
        yield Contradiction(
            "target outside its range",
            "Target",
            f"The target {plain(target)} of measure {measure.ref} lies outside its own acceptable range.",
            "Correct the target or the range.",
        )
    edge = target_of(standards, measure)
    asked = rule is None or rule.places & {Place.MINIMUM, Place.AMBER_LIMIT}
    if minimum is None or edge is None or not asked:
        return
    if polarity.shortfall(minimum, edge) < 0:
        side, end = ("above", "lower") if polarity is Polarity.HIGH else ("below", "upper")
        name = "its target" if standards.target is not None else f"the {end} end of its range,"
        yield Contradiction(
            "minimum standard on the wrong side",
            "Minimum standard",
            f"The minimum standard {plain(minimum)} of measure {measure.ref} is {side} {name} "
            f"{plain(edge)}, though its polarity is {polarity.value}.",
            "Correct one of the three.",
        )
