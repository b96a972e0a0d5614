"""What officers type into cells: numbers, tolerances and words, read where they are unambiguous.

Nothing is guessed: what has two readings, or none, raises `Unreadable`, which says what is wrong and
what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from msgspec import Struct

from ..figures import HUNDRED, ZERO, exact, plain
from ..grids import Cell, Kind
from ..model import ResultStatus, Tolerance
from ..periods import Calendar, Frequency, Period, UnreadablePeriod

Choice = TypeVar("Choice", bound=Enum)


class Unreadable(ValueError):
    """A cell that can't be read; the message is a clause such as `"n/k" is not a number`.

    `todo` is the next step, a sentence.
    """

    def __init__(self, clause: str, todo: str = "Correct the cell.") -> None:
        super().__init__(clause)
        self.todo = todo

    @property
    def subject(self) -> str:
        """The clause as the beginning of a sentence."""
        clause = str(self)
        return clause if clause.startswith('"') else f"The cell {clause}"


def plain_word(text: str) -> str:
    """Return a word as it is compared: case, spare spaces, full stop and colon at the end forgiven.

    >>> plain_word("  Higher  is\\nbetter. ")
    'higher is better'
    """
    return " ".join(text.replace("\u00a0", " ").split()).rstrip(".:").casefold()


class Vocabulary(Struct, frozen=True):
    """The spellings of config.yaml, ready for look-up: kind -> plain word -> the word itself."""

    by_kind: Mapping[str, Mapping[str, str]]
    no_figure: frozenset[str]
    suppressed: frozenset[str]
    no_target: frozenset[str] = frozenset()

    @classmethod
    def of(cls, spellings: Mapping[str, Any]) -> Vocabulary:
        """Build the look-up from the `spellings` section of the configuration."""
        by_kind: dict[str, dict[str, str]] = {}
        for kind, words in spellings.items():
            if isinstance(words, Mapping):
                table = {
                    plain_word(str(other)): str(word) for word, others in words.items() for other in others
                }
                by_kind[kind] = table | {plain_word(str(word)): str(word) for word in words}
        lists = {
            kind: frozenset(plain_word(str(word)) for word in spellings[kind])
            for kind in ("no_figure", "suppressed", "no_target")
        }
        return cls(by_kind, **lists)

    def word(self, kind: str, text: str) -> str | None:
        """Return the word that `text` spells, or None."""
        return self.by_kind[kind].get(plain_word(text))

    def choice(self, kind: str, text: str, choices: type[Choice]) -> Choice:
        """Return the member of `choices` that `text` spells; raises `Unreadable` otherwise."""
        word = self.word(kind, text)
        if word is None:
            from difflib import get_close_matches

            known = [str(member.value) for member in choices if member.value]
            near = get_close_matches(plain_word(text), list(self.by_kind[kind]), n=1, cutoff=0.7)
            todo = f"Did you mean {self.by_kind[kind][near[0]]}?" if near else "Correct or empty the cell."
            raise Unreadable(f'"{text}" is none of {listed(known)}', todo)
        return choices(word)


def near_ref(ref: str, known: Iterable[str]) -> str:
    """Return the next step for a ref that no measure has, with the nearest one when there is one.

    >>> near_ref("cs-4", ["CS-04", "ED-01"])
    'Did you mean CS-04? Correct the ref, or add the measure.'
    """
    from difflib import get_close_matches

    lowered = {name.casefold(): name for name in known}
    near = get_close_matches(ref.casefold(), lowered, n=1, cutoff=0.75)
    did_you_mean = f"Did you mean {lowered[near[0]]}? " if near else ""
    return f"{did_you_mean}Correct the ref, or add the measure."


def listed(words: Iterable[str], last: str = "or") -> str:
    """Join words as in prose.

    >>> listed(["High", "Low", "None"])
    'High, Low or None'
    """
    words = list(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


class ReadNumber(Struct, frozen=True):
    """A cell read as a number, in published units (97.4 for 97.4%).

    `value` is None for "no figure" and for suppressed figures (`status` then says which; for an
    empty cell it is None too). `percent` and `pounds` tell that the cell itself says so; `decimals`
    how many it shows, None where its format does not say.
    """

    value: Decimal | None
    percent: bool = False
    pounds: bool = False
    decimals: int | None = None
    status: ResultStatus | None = None
    note: str = ""


NOTHING = ReadNumber(None)
_SUPPRESSED = ReadNumber(None, status=ResultStatus.SUPPRESSED)

# Nobody counts that far: the cell holds a slip of the keyboard.
LARGEST_NUMBER = Decimal("1e30")
# What is smaller is what floats leave over, as when 0.1 and 0.2 are taken from 0.3.
SMALLEST_NUMBER = Decimal("1e-13")

# A thousands group follows at most three digits that do not begin with 0: 185,00 and 0,974 are no numbers.
_NUMBER = re.compile(
    r"""(?P<sign>[-+−–]?)\s*(?P<pound>£?)\s*(?P<sign2>[-−–]?)
        (?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?P<fraction>\.[0-9]+)?
        \s*(?P<percent>%?)\s*
        (?P<mark>\*|\(p\)|\(prov\.?\)|\(provisional\)|\(r\)|\(rev\.?\)|\(revised\)|)""",
    re.VERBOSE | re.IGNORECASE,
)


_SPACED_THOUSANDS = re.compile(r"[-−–]?£?[0-9]{1,3}(?:\s[0-9]{3})+(?:\.[0-9]+)?\s?%?")


def _within_reason(number: Decimal, shown: str) -> Decimal:
    if not number.is_finite() or abs(number) >= LARGEST_NUMBER:
        raise Unreadable(f'"{shown:.20}" is too large for a figure', "Correct the cell.")
    return number if abs(number) >= SMALLEST_NUMBER else ZERO


def without_value(cell: Cell) -> Unreadable | None:
    """Return what is wrong with a cell whose formula gave an error or no value, None with any other."""
    if cell.kind is Kind.ERROR:
        return Unreadable(f"holds the error {cell.value}", "Mend the formula, or empty the cell.")
    if cell.kind is Kind.NO_VALUE:
        return Unreadable(
            "holds a formula that has never been calculated",
            "Open the workbook in Excel, let it calculate and save it.",
        )
    return None


def ref_as_date(cell: Cell) -> Unreadable | None:
    """Return what is wrong with a ref that Excel took for a date ("1-Mar" or "3/1"), None with any other."""
    if cell.kind is not Kind.DATE or not isinstance(cell.value, date):
        return None
    day = f"{cell.value.day}-{cell.value:%b}"
    return Unreadable(
        f"is a date ({cell.text}); was the ref {day}?", "Format the column as text and type it again."
    )


def read_number(cell: Cell, vocabulary: Vocabulary) -> ReadNumber:
    """Read a cell as a number; raises `Unreadable` for what is none.

    The scale of a percentage comes from the cell's format or its % sign, never from its size.
    """
    if cell.kind is Kind.EMPTY:
        return NOTHING
    if cell.kind is Kind.TEXT:
        return read_number_text(cell.text, vocabulary)
    problem = without_value(cell)
    if problem:
        raise problem
    if cell.kind is not Kind.NUMBER:
        raise Unreadable(f"holds {cell.kind.value} ({cell.text})", "Write it as a number.")
    number = _within_reason(exact(cell.value), cell.text)  # type: ignore[arg-type]  # the kind says so
    if cell.format.percent:
        return ReadNumber(exact(number * HUNDRED), percent=True, decimals=cell.format.decimals)
    return ReadNumber(number, decimals=cell.format.decimals)


def read_number_text(text: str, vocabulary: Vocabulary) -> ReadNumber:
    """Read typed text as a number; see `read_number`."""
    word = plain_word(text)
    if not word or word in vocabulary.no_figure:
        return NOTHING
    if word.replace("< ", "<") in vocabulary.suppressed:
        return _SUPPRESSED
    match = _NUMBER.fullmatch(text)
    if not match or (match["sign"] and match["sign2"]):
        together = "".join(text.split())
        spaced = _SPACED_THOUSANDS.fullmatch(text)
        todo = f"Write {together}." if spaced else "Leave the cell empty when there is no figure."
        raise Unreadable(f'"{text}" is not a number', todo)
    fraction = match["fraction"] or ""
    number = _within_reason(exact(Decimal((match["digits"].replace(",", "") or "0") + fraction)), text)
    mark = match["mark"].casefold().strip("().")
    status = None
    if mark:
        status = ResultStatus.REVISED if mark.startswith("r") else ResultStatus.PROVISIONAL
    return ReadNumber(
        -number if match["sign"] in ("-", "−", "–") or match["sign2"] else number,
        percent=bool(match["percent"]),
        pounds=bool(match["pound"]),
        decimals=max(0, len(fraction) - 1),
        status=status,
    )


def read_period(cell: Cell, calendar: Calendar, frequency: Frequency | None) -> Period | None:
    """Read a cell as a period of a measure with this frequency; None for an empty cell.

    Raises `Unreadable` for what is none.
    """
    if cell.kind is Kind.EMPTY:
        return None
    problem = without_value(cell)
    if problem:
        raise problem
    try:
        return calendar.read(cell.value, frequency).period
    except UnreadablePeriod as unreadable:
        raise no_period(unreadable) from None


def no_period(problem: UnreadablePeriod) -> Unreadable:
    """Return what a period that can't be read is reported as."""
    proposal = f" Did you mean {problem.proposal}?" if problem.proposal else ""
    return Unreadable(str(problem), f"Write it like Feb 2015, Q2 2019-20 or 2013-14.{proposal}")


class AskPoints(Exception):
    """A bare "5%" on a percentage measure; `tolerance` is the reading taken, as a share of target."""

    def __init__(self, tolerance: Tolerance) -> None:
        super().__init__("points or percent of target?")
        self.tolerance = tolerance


_TOLERANCE = re.compile(
    r"(?:within|\+/?-|±)?\s*(?P<amount>[0-9]{1,6}(?:\.[0-9]+)?|\.[0-9]+)\s*"
    r"(?P<unit>%\s*of\s*(?:the\s*)?target|%\s*points?|percentage\s*points?|pp|points?|pts?|days?|%|)",
    re.IGNORECASE,
)


def read_tolerance(cell: Cell, vocabulary: Vocabulary, *, percentage_measure: bool) -> Tolerance | None:
    """Read "10%", "3 points" or "10% of target"; None for an empty cell and for "-" or "n/a".

    Raises `Unreadable` for a bare number (points or percent?), and `AskPoints` for a bare
    percentage on a percentage measure, which is read as a share of the target and asked about.
    """
    if cell.kind is Kind.EMPTY or (cell.kind is Kind.TEXT and plain_word(cell.text) in vocabulary.no_figure):
        return None
    problem = without_value(cell)
    if problem:
        raise problem
    text = cell.text
    if cell.kind is Kind.NUMBER and cell.format.percent:
        text = f"{plain(read_number(cell, vocabulary).value or ZERO)}%"
    match = _TOLERANCE.fullmatch(text)
    if cell.kind not in (Kind.NUMBER, Kind.TEXT) or not match:
        raise Unreadable(f'"{text}" is not a tolerance', 'Write "10%" of the target, or "3 points".')
    amount, unit = exact(Decimal(match["amount"])), match["unit"].casefold()
    if not unit and amount:
        raise Unreadable(f'"{text}" is a bare number', f'Write "{text} points" or "{text}%".')
    tolerance = Tolerance(amount, relative=unit.startswith("%") and "point" not in unit)
    if unit == "%" and percentage_measure and amount:
        raise AskPoints(tolerance)
    return tolerance
