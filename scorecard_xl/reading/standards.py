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
from ..grids import Kind
from ..model import Measure, Polarity, Standards, Tolerance, Unit
from .result_cells import wrong_unit
from .tables import Row
from .words import AskPoints, Unreadable, Vocabulary, plain_word, read_number, read_tolerance


class Contradiction(NamedTuple):
    """What standards hold against each other: the check's name, the column, a sentence, the next step."""

    kind: str
    column: str
    what: str
    todo: str


class StandardsReader(Struct):
    """Reads target, tolerances, minimum standard and range of rows of one measure.

    What can't be used is reported and leaves `in_error` in words: such standards rate nothing.
    `plain` gathers the numbers that no % sign or format marks, for the check of their scale.
    """

    measure: Measure
    vocabulary: Vocabulary
    log: FindingLog
    plain: list[tuple[Decimal, Address]] = field(default_factory=list)
    _wrong: list[str] = field(default_factory=list)

    def read(self, row: Row) -> Standards:
        """Read one row."""
        self._wrong = []
        target = self._number(row, "Target")
        standards = Standards(
            target=target,
            target_words=row.text("Target") if target is None else "",
            green_tolerance=self._tolerance(row, "Green tolerance"),
            tolerance=self._tolerance(row, "Tolerance"),
            minimum=self._number(row, "Minimum standard"),
            stretch=self._number(row, "Stretch target"),
            range_low=self._number(row, "Range low"),
            range_high=self._number(row, "Range high"),
            where=row.where("Target"),
        )
        for kind, column, what, todo in contradictions(standards, self.measure):
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

    def _number(self, row: Row, column: str) -> Decimal | None:
        cell, ref, unit = row.cell(column), self.measure.ref, self.measure.unit
        if cell.kind is Kind.TEXT and (
            unit is Unit.TEXT or plain_word(cell.text) in self.vocabulary.no_target
        ):
            return None
        step = step_for_words(cell.text) if column == "Target" and cell.kind is Kind.TEXT else ""
        try:
            if step:
                raise Unreadable(f'"{cell.text}" is not a number')  # "<10" would read as a withheld figure
            read = read_number(cell, self.vocabulary)
        except Unreadable as problem:
            todo = step or "Write the number alone, or empty the cell for none."
            self._refuse(
                row,
                "formula never calculated" if cell.kind is Kind.NO_VALUE else "not a number",
                column,
                f"{column} of measure {ref}: {problem.subject}.",
                todo if cell.kind is Kind.TEXT else problem.todo,
            )
            return None
        if wrong := wrong_unit(read, cell, unit):
            kind = "percentage where none belongs" if read.percent else "pounds where none belong"
            what = f"{column} {wrong}, but measure {ref} is in {unit.value}."
            self._refuse(row, kind, column, what, "Change the cell or the measure's Unit.")
            return None
        if read.value is not None and not read.percent:
            self.plain.append((read.value, cell.where))
        return read.value

    def _tolerance(self, row: Row, column: str) -> Tolerance | None:
        try:
            return tolerance_in(row, column, self.measure.is_percentage, self.vocabulary, self.log)
        except Unreadable as problem:
            what = f"{column} of measure {self.measure.ref}: {problem.subject}."
            self._refuse(row, "tolerance", column, what, problem.todo)
            return None


_FIGURE = r"£?\s*[0-9][0-9,]*(?:\.[0-9]+)?\s*%?"
_FROM_TO = re.compile(rf"(?:between\s+)?{_FIGURE}\s*(?:-|–|—|to|and)\s*{_FIGURE}", re.IGNORECASE)
# What officers write before and after a figure, by the polarity that it means.
_LIMITS = {
    Polarity.HIGH: (
        r"≥|>=?|=>|at least|min(?:imum)?(?: of)?|over|above|more than|no(?:t)? less than|greater than",
        r"\+|(?:or|and) (?:above|over|more|higher|better|greater)|min(?:imum)?",
    ),
    Polarity.LOW: (
        r"≤|<=?|=<|at most|max(?:imum)?(?: of)?|under|below|less than|fewer than|up to|no(?:t)? more than",
        r"(?:or|and) (?:below|under|less|fewer|lower)|max(?:imum)?",
    ),
}


def step_for_words(text: str) -> str:
    """Return how to write a target that is a range or limit in words, "" for any other text.

    >>> step_for_words("95% to 100%"), step_for_words("at least 90%"), step_for_words("soon")
    ('Write the ends in Range low and Range high.', 'Write 90% and set Polarity to High.', '')
    """
    if _FROM_TO.fullmatch(text.strip()):
        return "Write the ends in Range low and Range high."
    for polarity, (before, after) in _LIMITS.items():
        found = re.fullmatch(
            rf"(?:{before})\s*(?P<one>{_FIGURE})|(?P<other>{_FIGURE})\s*(?:{after})",
            text.strip(),
            re.IGNORECASE,
        )
        if found:
            figure = (found["one"] or found["other"]).replace(" ", "")
            return f"Write {figure} and set Polarity to {polarity.value}."
    return ""


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


def contradictions(standards: Standards, measure: Measure) -> Iterator[Contradiction]:
    """Find standards that can't hold together."""
    target, minimum = standards.target, standards.minimum
    low, high = standards.range_low, standards.range_high
    if low is not None and high is not None and low > high:
        yield Contradiction(
            "range upside down",
            "Range low",
            f"The range of measure {measure.ref} runs from {plain(low)} to {plain(high)} and holds no value.",
            "Swap Range low and Range high.",
        )
    polarity = measure.polarity
    edge = target if target is not None else (low if polarity is Polarity.HIGH else high)
    if minimum is not None and edge is not None and polarity.shortfall(minimum, edge) < 0:
        side = "above" if polarity is Polarity.HIGH else "below"
        yield Contradiction(
            "minimum standard on the wrong side",
            "Minimum standard",
            f"The minimum standard {plain(minimum)} of measure {measure.ref} is {side} its target "
            f"{plain(edge)}, though its polarity is {polarity.value}.",
            "Correct one of the three.",
        )
