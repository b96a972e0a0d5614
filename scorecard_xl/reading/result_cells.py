"""One result from its cells: value, numerator, denominator, status, note; every doubt reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from ..errors import Address, Finding
from ..figures import ZERO, decimals_of, divided, plain
from ..findings import FindingLog
from ..grids import Cell, Grid, Kind, as_text
from ..model import Measure, Result, ResultStatus, Unit
from ..periods import Period
from .result_sheet import Slot
from .words import (
    ALONE,
    NOTHING,
    WITHHELD,
    ReadNumber,
    Unreadable,
    Vocabulary,
    holds_figures,
    holds_withheld,
    listed,
    lost_arrow,
    read_number,
    without_value,
)

SMALLEST_DISAGREEMENT = Decimal("1e-9")  # below this, floats only differ in their last digits
BROKEN = ReadNumber(None, status=ResultStatus.IN_ERROR)
WITHOUT_FIGURE = (
    ResultStatus.SUPPRESSED,
    ResultStatus.NOT_DUE,
    ResultStatus.NO_CASES,
    ResultStatus.IN_ERROR,
)
STATUS_WORDS = ("Final", "Provisional", "Revised", "Suppressed", "Not due")


class ResultReader(Struct, frozen=True):
    """Reads the results of one measure."""

    measure: Measure
    grid: Grid
    vocabulary: Vocabulary
    log: FindingLog

    def read(self, period: Period, slot: Slot, marked: str) -> Result | None:
        """Read one result; None when its cells say nothing at all.

        `marked` is the status that the period's own spelling gave ("" for none).
        """
        where = self.where(slot)
        if self._reports_unknown_status(slot):
            # It may be an unknown word for "suppressed": nothing of it is read any further.
            return Result(period, None, status=ResultStatus.IN_ERROR, where=where)
        if self.measure.unit is Unit.TEXT:
            return self._words(period, slot)
        if self._is_withheld(slot):
            # Nothing of it is read any further, so that no finding can print what is withheld.
            note = self._public_note(slot, self._note(slot))
            return Result(period, None, status=ResultStatus.SUPPRESSED, note=note, where=where)
        if not self._hides(slot):
            return self._figures(period, slot, marked)
        apart = FindingLog()
        result = replace(self, log=apart)._figures(period, slot, marked)
        for finding in apart.sorted():
            self.log.add(_without_figures(finding, self.measure.ref))
        return result and replace(result, note=self._public_note(slot, result.note))

    def _figures(self, period: Period, slot: Slot, marked: str) -> Result | None:
        """Read a result that is not withheld as a whole; see `read`."""
        where = self.where(slot)
        given = self._number(slot.value, period)
        numerator = self._number(slot.numerator)
        denominator = self._number(slot.denominator)
        note = self._note(slot, given, numerator, denominator)
        if given.beside.cases:
            given, numerator, denominator = self._cases_in_words(slot, given, numerator, denominator)
        status = self._status(slot, (given, numerator, denominator), marked)
        over = (numerator.value, denominator.value)
        if status is ResultStatus.IN_ERROR or ResultStatus.SUPPRESSED in (
            numerator.status,
            denominator.status,
        ):
            over = (None, None)  # with the value, the one that is left would give the other away
            if status not in WITHOUT_FIGURE and given.value is not None:
                self._report_half_withheld(slot, numerator, denominator)
        if status not in WITHOUT_FIGURE and self._is_impossible(slot, given, over):
            status = ResultStatus.IN_ERROR
        value, unrounded = (None, None) if status is ResultStatus.IN_ERROR else self._value(slot, given, over)
        if status not in WITHOUT_FIGURE:
            if over == (ZERO, ZERO):
                status = ResultStatus.NO_CASES
            elif over[1] == ZERO and value is None:
                status = ResultStatus.IN_ERROR
            elif value is None:
                return None
            else:
                return Result(period, value, unrounded, *over, status=status, note=note, where=where)
        if given.value and status in (ResultStatus.NOT_DUE, ResultStatus.NO_CASES):
            self._report_unwanted(slot, given.value, status)
        return Result(period, None, None, *over, status=status, note=note, where=where)

    def _report_half_withheld(self, slot: Slot, numerator: ReadNumber, denominator: ReadNumber) -> None:
        """Report a numerator or denominator that is withheld in vain."""
        hidden, left, at = "numerator", denominator, slot.numerator
        if numerator.status is not ResultStatus.SUPPRESSED:
            hidden, left, at = "denominator", numerator, slot.denominator
        if left.value is None:
            return
        other = "denominator" if hidden == "numerator" else "numerator"
        self.log.warning(
            "withheld in vain",
            self.grid.where(*at),
            f"The {hidden} of measure {self.measure.ref} is withheld, but the value and the {other} would "
            "give it back; the value is shown.",
            "Write Suppressed in Status, unless the value may be published.",
            self.measure.ref,
        )

    def where(self, slot: Slot) -> Address:
        """Return the address of the figure: the value's cell unless only the cases are filled in."""
        filled = (at for at in (slot.value, slot.numerator, slot.denominator) if self._cell(at).text)
        return self.grid.where(*next(filled, slot.figure))

    def _words(self, period: Period, slot: Slot) -> Result | None:
        """Read a result that is words, such as a grade; only Status says that it is withheld."""
        cell = self._cell(slot.value)
        read = NOTHING
        if without_value(cell) is not None:
            read = self._number(slot.value)
        elif self.vocabulary.says("not_due", cell.text):
            read = ReadNumber(None, status=ResultStatus.NOT_DUE)
        elif arrow := lost_arrow(cell.text):
            self._report_arrow(cell, arrow)
            read = BROKEN
        status = self._status(slot, [read], "")
        words = "" if self.vocabulary.says("no_figure", cell.text) else cell.text
        if status in WITHOUT_FIGURE:
            words = ""
        elif not words:
            return None
        return Result(period, None, status=status, note=self._note(slot), where=self.where(slot), text=words)

    def _report_arrow(self, cell: Cell, arrow: str) -> None:
        self.log.error(
            "arrow as a letter",
            cell.where,
            f'"{cell.text}" is the arrow {arrow} in the font Wingdings, not a word '
            f"(measure {self.measure.ref}).",
            "Write the result in words; directions are computed.",
            self.measure.ref,
        )

    def _is_withheld(self, slot: Slot) -> bool:
        """Whether Status says that the result is suppressed, or the value does, or what stands for it."""
        if marked_suppressed(self.grid, slot, self.vocabulary):
            return True
        figures = (slot.value, slot.numerator, slot.denominator)
        if all(self.grid.raw(*at).__class__ is float or not self.grid.raw(*at) for at in figures):
            return False  # as nearly every row: bare numbers withhold nothing
        value, *cases = (self._quietly(at) for at in figures)
        read = [value] if value.value is not None else [value, *cases]
        return any(number.status is ResultStatus.SUPPRESSED for number in read)

    def _hides(self, slot: Slot) -> bool:
        """Whether a part of the result is withheld, or may be: then no finding may quote its figures."""
        for at in (slot.value, slot.numerator, slot.denominator):
            text = self.grid.raw(*at) if at[1] >= 0 else ""
            if not isinstance(text, str) or text.strip(" %£").replace(".", "").isdecimal():
                continue  # as nearly every text: a figure and nothing beside it
            if holds_withheld(text, self.vocabulary):
                return True
            if self._quietly(at).status is ResultStatus.SUPPRESSED:
                return True
        return False

    def _public_note(self, slot: Slot, note: str) -> str:
        """Return the note of a withheld figure, "" for one that may hold the figure; that is reported."""
        if not holds_figures(note):
            return note
        if holds_figures(as_text(self._cell(slot.note).value)):
            ref = self.measure.ref
            self.log.warning(
                "note of a withheld figure",
                self._cell(slot.note).where,
                f"The note holds figures and is not shown, since it stands beside a withheld figure "
                f"(measure {ref}).",
                "Take the figures out of the note.",
                ref,
            )
        return ""

    def _quietly(self, at: tuple[int, int]) -> ReadNumber:
        """Read a cell of figures without a word about what is wrong with it."""
        if at[1] < 0:
            return NOTHING
        try:
            return read_number(self._cell(at), self.vocabulary)
        except Unreadable:
            return NOTHING

    def _cell(self, at: tuple[int, int]) -> Cell:
        return self.grid.cell(*at)

    def _note(self, slot: Slot, *read: ReadNumber) -> str:
        """Return what stands in Note and beside the figures."""
        note = as_text(self._cell(slot.note).value)
        beside = [number.beside.note for number in read if number.beside is not ALONE]
        return "; ".join(dict.fromkeys(text for text in (note, *beside) if text)) if beside else note

    def _number(self, at: tuple[int, int], period: Period | None = None) -> ReadNumber:
        """Read a cell of figures; what is wrong with it is reported and reads as `BROKEN`.

        The value is read with its `period` and in the measure's unit, numerator and denominator without.
        """
        if at[1] < 0:
            return NOTHING
        cell, ref, unit, in_unit = self._cell(at), self.measure.ref, self.measure.unit, period is not None
        try:
            read = read_number(cell, self.vocabulary, self.measure if in_unit else None, period)
        except Unreadable as problem:
            kind = "formula never calculated" if cell.kind is Kind.NO_VALUE else "not a number"
            if str(problem) == WITHHELD:
                kind = "withheld beside figures"
            self.log.error(kind, cell.where, f"{problem.subject} (measure {ref}).", problem.todo, ref)
            return BROKEN
        if read.percent and not in_unit:
            what = f"A numerator or denominator can't be a percentage (measure {ref})."
            self.log.error(
                "percentage where none belongs", cell.where, what, "Change the cell's format.", ref
            )
            return BROKEN
        if in_unit and (wrong := wrong_unit(read, cell, self.measure.unit)):
            self.log.error(
                "percentage where none belongs" if read.percent else "pounds where none belong",
                cell.where,
                f"{wrong}, but measure {ref} is in {unit.value}.",
                "Change the cell or the measure's Unit.",
                ref,
            )
            return BROKEN
        for kind, clause, todo, _ in read.beside.doubts:
            self.log.warning(kind, cell.where, f"{clause} (measure {ref}).", todo, ref)
        return read

    def _cases_in_words(
        self, slot: Slot, given: ReadNumber, numerator: ReadNumber, denominator: ReadNumber
    ) -> tuple[ReadNumber, ReadNumber, ReadNumber]:
        """Take numerator and denominator from "17 of 28", unless their own cells say otherwise."""
        assert given.beside.cases is not None
        over, of = given.beside.cases
        agree = numerator.value in (None, over) and denominator.value in (None, of)
        if agree and numerator.status is None and denominator.status is None:
            return given, replace(numerator, value=over), replace(denominator, value=of)
        self.log.error(
            "numerator and denominator disagree",
            self.grid.where(*slot.value),
            f'"{self._cell(slot.value).text}" does not agree with the numerator and denominator beside it '
            f"(measure {self.measure.ref}).",
            "Correct the one that is wrong.",
            self.measure.ref,
        )
        return BROKEN, numerator, denominator

    def _status(self, slot: Slot, read: Sequence[ReadNumber], marked: str) -> ResultStatus:
        """Return the status: a figure in error before what Status says, that before marks.

        Numerator and denominator count where they stand in for the value.
        """
        figures = read[:1] if read[0].value is not None else read
        statuses = [figure.status for figure in figures]
        if ResultStatus.IN_ERROR in statuses:
            return ResultStatus.IN_ERROR
        cell = self._cell(slot.status)
        if not cell.text:
            mark = next((status for status in statuses if status), None)
            return mark or (ResultStatus(marked) if marked else ResultStatus.FINAL)
        word = self.vocabulary.word("status", cell.text)
        return ResultStatus(word) if word else ResultStatus.NOT_DUE

    def _reports_unknown_status(self, slot: Slot) -> bool:
        """Report a status that is none; whether it is."""
        cell = self._cell(slot.status)
        if not cell.text or knows_status(cell.text, self.vocabulary):
            return False
        text = "This" if holds_figures(cell.text) else f'"{cell.text}"'  # "Suppressed (3)"
        self.log.error(
            "unknown status",
            cell.where,
            f"{text} is no status; the result is left out (measure {self.measure.ref}).",
            self._status_meant(cell.text),
            self.measure.ref,
        )
        return True

    def _status_meant(self, text: str) -> str:
        """Return the next step for a status that is none."""
        from .unread_figures import misspelt, rating

        if rating(text, self.vocabulary):
            return (
                "Ratings are computed: empty the cell; where an officer's rating is meant, fill in "
                "RAG override on Commentary."
            )
        slip = misspelt(text, self.vocabulary)
        return slip.todo if slip else f"Write {listed(STATUS_WORDS)}."

    def _value(
        self, slot: Slot, given: ReadNumber, over: tuple[Decimal | None, Decimal | None]
    ) -> tuple[Decimal | None, Decimal | None]:
        """Return the value and, where it is known, the value at full precision.

        The value given beats numerator over denominator; a disagreement is reported.
        """
        computed = self._from_cases(slot, given, over)
        if given.value is None:
            return computed, computed
        if computed is not None and self._agree(given, computed, slot):
            return given.value, computed
        return given.value, given.value if decimals_of(given.value) > self.measure.decimals else None

    def _from_cases(
        self, slot: Slot, given: ReadNumber, over: tuple[Decimal | None, Decimal | None]
    ) -> Decimal | None:
        numerator, denominator = over
        if numerator is None or denominator is None:
            return None
        if denominator:
            multiplier = self.measure.multiplier
            return None if multiplier is None else divided(numerator, denominator, multiplier)
        if numerator:
            report = self.log.error if given.value is None else self.log.warning
            report(
                "numerator over zero",
                self.grid.where(*slot.denominator),
                f"{plain(numerator)} out of 0 is not possible (measure {self.measure.ref}).",
                "Correct the numerator or the denominator.",
                self.measure.ref,
            )
        return None

    def _is_impossible(
        self, slot: Slot, given: ReadNumber, over: tuple[Decimal | None, Decimal | None]
    ) -> bool:
        """Report numerators and denominators that can't be; whether the result can't be used for it."""
        numerator, denominator = over
        if denominator is not None and denominator < 0:
            self._report_cases(
                slot.denominator, f"The denominator {plain(denominator)} is below 0", self.log.error
            )
            return True
        if given.value is None and (numerator is None) != (denominator is None):
            there, lacking = (
                ("numerator", "denominator") if denominator is None else ("denominator", "numerator")
            )
            self.log.error(
                "half a fraction",
                self.where(slot),
                f"The result of measure {self.measure.ref} has a {there} but no {lacking} and no value.",
                f"Fill in the {lacking} or the value, or empty the {there}.",
                self.measure.ref,
            )
            return True
        if not self.measure.is_percentage or numerator is None or not denominator:
            return False
        if numerator < 0:
            self._report_cases(
                slot.numerator, f"The numerator {plain(numerator)} is below 0", self.log.warning
            )
        elif numerator > denominator:
            more = f"{plain(numerator)} of {plain(denominator)} is more than all"
            self._report_cases(slot.numerator, more, self.log.warning)
        return False

    def _report_cases(self, at: tuple[int, int], what: str, report: Callable[..., None]) -> None:
        report(
            "impossible fraction",
            self.grid.where(*at),
            f"{what} (measure {self.measure.ref}).",
            "Correct the numerator or the denominator.",
            self.measure.ref,
        )

    def _agree(self, given: ReadNumber, computed: Decimal, slot: Slot) -> bool:
        """Whether the value given is numerator over denominator, as far as it is shown."""
        measure, value = self.measure, given.value
        assert value is not None
        shown = measure.decimals if given.decimals is None else min(given.decimals, measure.decimals)
        half_a_unit = Decimal(1).scaleb(-shown) / 2 + SMALLEST_DISAGREEMENT
        if abs(value - computed) <= half_a_unit:
            return True
        in_words = measure.in_words(value, max(measure.decimals, min(decimals_of(value), 4)))
        self.log.warning(
            "numerator and denominator disagree",
            self.grid.where(*slot.value),
            f"The value {in_words} is not numerator over denominator, {measure.in_words(computed)} "
            f"(measure {measure.ref}); the value given is used.",
            "Correct the one that is wrong.",
            measure.ref,
        )
        return False

    def _report_unwanted(self, slot: Slot, value: Decimal, status: ResultStatus) -> None:
        why = "0 of 0 cases" if status is ResultStatus.NO_CASES else f'marked "{status.value}"'
        self.log.warning(
            "figure where none is due",
            self.grid.where(*slot.value),
            f"The value {plain(value)} of measure {self.measure.ref} is {why} and is not used.",
            "Empty the cell, or correct what stands beside it.",
            self.measure.ref,
        )


def knows_status(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is one of the words for a status."""
    return vocabulary.word("status", text) is not None or vocabulary.says("not_due", text)


def marked_suppressed(grid: Grid, slot: Slot, vocabulary: Vocabulary) -> bool:
    """Whether the Status of a result says that it is suppressed, or is a word that may mean so."""
    row, column = slot.status
    written = grid.rows[row][column] if column >= 0 else ""
    if written in ("", None):
        return False
    text = as_text(written)
    return vocabulary.word("status", text) == ResultStatus.SUPPRESSED.value or not knows_status(
        text, vocabulary
    )


# Findings that quote no figure of the result.
_WITHOUT_FIGURES = ("unknown status", "withheld beside figures", "withheld in vain")


def _without_figures(finding: Finding, ref: str) -> Finding:
    """Return a finding as it may be printed of a result that is withheld in part."""
    if finding.kind in _WITHOUT_FIGURES:
        return finding
    what = f"This cell can't be used as it stands, beside a withheld figure (measure {ref})."
    return replace(finding, what=what, todo="Correct it, or write Suppressed in Status.")


def wrong_unit(read: ReadNumber, cell: Cell, unit: Unit) -> str:
    """Return in words that a cell's own % or £ sign contradicts the measure's unit, else ""."""
    if read.percent and unit is not Unit.PERCENT:
        shown = cell.text if cell.kind is Kind.TEXT or read.value is None else f"{plain(read.value)}%"
        return f"{shown} is a percentage"
    return f"{cell.text} is in pounds" if read.pounds and unit is Unit.PERCENT else ""
