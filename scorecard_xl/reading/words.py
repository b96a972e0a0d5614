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
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from ..figures import HUNDRED, ZERO, exact, plain
from ..grids import Cell, Kind
from ..model import Measure, ResultStatus, Tolerance
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


# The lists of phrases in config.yaml's spellings.
PHRASES = ("no_figure", "suppressed", "not_due", "no_target", "whole_area")


# Wingdings shows these letters as arrows; in another font they are letters. The plain, then the hollow ones.
_WINGDINGS = dict(zip("éêèçñòðï", "↑↓→←↑↓→←", strict=True))


def lost_arrow(text: str) -> str:
    """Return the arrow that a lone letter was in the font Wingdings, "" for any other text.

    >>> lost_arrow("é"), lost_arrow("e")
    ('↑', '')
    """
    return _WINGDINGS.get(text, "")


class Vocabulary(Struct, frozen=True):
    """The spellings of config.yaml, ready for look-up: kind -> plain word -> the word itself.

    `phrases` holds the lists (`PHRASES`) as plain phrase -> the phrase as configured, `beginnings` those
    that end with "…", which stands for a period or any words without a figure.
    """

    by_kind: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, Mapping[str, str]]
    beginnings: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, spellings: Mapping[str, Any]) -> Vocabulary:
        """Build the look-up from the `spellings` section of the configuration."""
        by_kind: dict[str, dict[str, str]] = {}
        for kind, words in spellings.items():
            if isinstance(words, Mapping):
                table = {
                    plain_word(str(other)): str(word)
                    for word, others in words.items()
                    for other in ([others] if isinstance(others, str) else others or ())
                }
                by_kind[kind] = table | {plain_word(str(word)): str(word) for word in words}
        phrases: dict[str, dict[str, str]] = {}
        beginnings: dict[str, dict[str, str]] = {}
        for kind in PHRASES:
            whole = [str(phrase) for phrase in spellings[kind]]
            phrases[kind] = {plain_word(p): p for p in whole if not p.endswith(" …")}
            opened = [phrase.removesuffix(" …") for phrase in whole if phrase.endswith(" …")]
            beginnings[kind] = {plain_word(phrase): phrase for phrase in opened}
        return cls(by_kind, phrases, beginnings)

    def says(self, kind: str, text: str) -> bool:
        """Whether `text` is a phrase of that list, or begins like one and goes on without a figure.

        What goes on may be a period: "Reports in Q4", "Not available until 2018".
        """
        word = plain_word(text)
        if word in self.phrases[kind]:
            return True
        for beginning in self.beginnings[kind]:
            rest = word[len(beginning) :]
            if word.startswith(beginning) and not rest[:1].isalnum():
                if not any(sign.isdigit() for sign in rest):
                    return True
                from ..period_spellings import looks_like_period

                return looks_like_period(rest) and not rest.lstrip().startswith(("at ", "to "))
        return False

    def word(self, kind: str, text: str) -> str | None:
        """Return the word that `text` spells, or None."""
        return self.by_kind[kind].get(plain_word(text))

    def choice(self, kind: str, text: str, choices: type[Choice]) -> Choice:
        """Return the member of `choices` that `text` spells; raises `Unreadable` otherwise."""
        word = self.word(kind, text)
        if word is None:
            known = [str(member.value) for member in choices if member.value]
            near = nearest_to(plain_word(text), self.by_kind[kind], cutoff=0.7)
            todo = f"Did you mean {self.by_kind[kind][near]}?" if near else "Correct or empty the cell."
            raise Unreadable(f'"{text}" is none of {listed(known)}', todo)
        return choices(word)


def near_ref(ref: str, known: Iterable[str]) -> str:
    """Return the next step for a ref that no measure has, with the nearest one when there is one.

    >>> near_ref("cs-4", ["CS-04", "ED-01"])
    'Did you mean CS-04? Correct the ref, or add the measure.'
    """

    lowered = {name.casefold(): name for name in known}
    near = nearest_to(ref.casefold(), lowered, cutoff=0.75)
    did_you_mean = f"Did you mean {lowered[near]}? " if near else ""
    return f"{did_you_mean}Correct the ref, or add the measure."


def nearest_to(word: str, known: Iterable[str], cutoff: float) -> str:
    """Return the known word most like this one, "" when none is at least `cutoff` (0 to 1) like it."""
    from difflib import get_close_matches  # needed for the unreadable alone, and slow to load

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), "")


def listed(words: Iterable[str], last: str = "or") -> str:
    """Join words as in prose.

    >>> listed(["High", "Low", "None"])
    'High, Low or None'
    """
    words = list(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


class Doubt(NamedTuple):
    """What somebody should look at though a figure is read: the check's name, a clause, the next step.

    `said` is what stands in the cell beside the figure.
    """

    kind: str
    clause: str
    todo: str
    said: str


class Beside(NamedTuple):
    """What stands beside a figure in its cell.

    `note` is for the reader of the figure, `cases` are those of "17 of 28", from which the figure follows.
    """

    note: str = ""
    cases: tuple[Decimal, Decimal] | None = None
    doubts: tuple[Doubt, ...] = ()


ALONE = Beside()


class ReadNumber(Struct, frozen=True):
    """A cell read as a number, in published units (97.4 for 97.4%).

    `value` is None for "no figure", for figures that are suppressed or not due (`status` then says
    which) and for an empty cell. `percent` and `pounds` tell that the cell itself says so; `decimals`
    how many it shows (fewer than 0 for thousands), None where its format does not say.
    """

    value: Decimal | None
    percent: bool = False
    pounds: bool = False
    decimals: int | None = None
    status: ResultStatus | None = None
    beside: Beside = ALONE


NUMBER_ALONE = "Write the number alone, or leave the cell empty when there is no figure."
NOTHING = ReadNumber(None)
SUPPRESSED = ReadNumber(None, status=ResultStatus.SUPPRESSED)

# Nobody counts that far: the cell holds a slip of the keyboard.
LARGEST_NUMBER = Decimal("1e30")
# What is smaller is what floats leave over, as when 0.1 and 0.2 are taken from 0.3.
SMALLEST_NUMBER = Decimal("1e-13")


def within_reason(number: Decimal, shown: str) -> Decimal:
    """Return the number, what only floats leave over as 0; raises `Unreadable` when it is too large."""
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


def read_number(
    cell: Cell, vocabulary: Vocabulary, measure: Measure | None = None, period: Period | None = None
) -> ReadNumber:
    """Read a cell as a number; raises `Unreadable` for what is none.

    The scale of a percentage comes from the cell's format or its % sign, never from its size. What
    may stand beside the figure depends on `measure`, whose figure it is (None: nobody's, so nothing
    but marks), and on the result's `period` (None: the cell is no result).
    """
    if cell.kind is Kind.EMPTY:
        return NOTHING
    if cell.kind is Kind.TEXT:
        return read_number_text(cell.text, vocabulary, measure, period)
    problem = without_value(cell)
    if problem:
        raise problem
    if cell.kind is not Kind.NUMBER:
        raise Unreadable(f"holds {cell.kind.value} ({cell.text})", "Write it as a number.")
    number = within_reason(exact(cell.value), cell.text)  # type: ignore[arg-type]  # the kind says so
    if cell.format.percent:
        return ReadNumber(exact(number * HUNDRED), percent=True, decimals=cell.format.decimals)
    return ReadNumber(number, decimals=cell.format.decimals)


def read_number_text(
    text: str, vocabulary: Vocabulary, measure: Measure | None = None, period: Period | None = None
) -> ReadNumber:
    """Read typed text as a number; see `read_number`."""
    word = plain_word(text)
    if not word or word in vocabulary.phrases["no_figure"]:
        return NOTHING
    if word.replace("< ", "<") in vocabulary.phrases["suppressed"]:
        return SUPPRESSED
    from .figures_in_text import read_text  # its patterns are needed for figures typed as text alone

    try:
        return read_text(text, vocabulary, measure, period)
    except Unreadable:
        of_a_result = measure is None or period is not None  # targets and benchmarks withhold nothing
        if of_a_result and holds_withheld(text, vocabulary):
            raise Unreadable(WITHHELD, CLEAN_WITHHELD) from None
        raise


WITHHELD = "holds a withheld figure beside others"
CLEAN_WITHHELD = "Write x alone, and take the other figures out of the workbook."
# "fewer than 5" is as good as "<5".
_FEWER = re.compile(r"(?:<|≤|\b(?:less|fewer|lower) than|\bunder|\bbelow)\s?[0-9]+\s?%?")


def holds_withheld(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text that can't be read holds a mark of suppression beside figures, as "x (3 of 7)" does.

    Such a text is never quoted: what stands beside the mark may be the figure that it withholds.
    """
    word = plain_word(text)
    if not holds_figures(word):
        return False
    marks = vocabulary.phrases["suppressed"]
    return (
        _FEWER.search(word) is not None
        or any(word.startswith(mark) for mark in marks if not mark[0].isalnum())
        or any(part in marks for part in re.findall(r"[^\W\d_]+", word))
        or any(" " in mark and mark in word for mark in marks)
    )


def holds_figures(text: str) -> bool:
    """Whether a text holds digits other than those of "fewer than 5" and of years."""
    rest = re.sub(r"\b(?:19|20)[0-9]{2}(?:[-–/][0-9]{2})?\b", "", _FEWER.sub("", plain_word(text)))
    return any(sign.isdigit() for sign in rest)


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


class BareTolerance(Unreadable):
    """A tolerance without points or percent; `amount` is its number, `meant` a column where it may belong."""

    def __init__(self, amount: Decimal, meant: str = "") -> None:
        typed = plain(amount)
        clause, todo = f'"{typed}" is a bare number', f'Write "{typed} points" or "{typed}%".'
        if meant:
            clause += f" and looks like a {meant.casefold()}"
            todo = f'Put it into {meant}, or write "{typed} points".'
        super().__init__(clause, todo)
        self.amount = amount


_TOLERANCE = (
    r"(?:within|\+/?-|±)?\s*(?P<amount>[0-9]{1,6}(?:\.[0-9]+)?|\.[0-9]+)\s*"
    r"(?P<unit>%\s*of\s*(?:the\s*)?target|%\s*points?|percentage\s*points?|pp|points?|pts?|days?|%|)"
)


def read_tolerance(cell: Cell, vocabulary: Vocabulary, *, percentage_measure: bool) -> Tolerance | None:
    """Read "10%", "3 points" or "10% of target"; None for an empty cell and for "-" or "n/a".

    Raises `BareTolerance` for a bare number (points or percent?), `Unreadable` for other texts, and
    `AskPoints` for a bare percentage on a percentage measure, which is read as a share of the target and
    asked about.
    """
    if cell.kind is Kind.EMPTY:
        return None
    none = (vocabulary.phrases[kind] for kind in ("no_figure", "no_target"))
    if cell.kind is Kind.TEXT and any(plain_word(cell.text) in phrases for phrases in none):
        return None
    problem = without_value(cell)
    if problem:
        raise problem
    text = cell.text
    if cell.kind is Kind.NUMBER and cell.format.percent:
        text = f"{plain(read_number(cell, vocabulary).value or ZERO)}%"
    match = re.fullmatch(_TOLERANCE, text, re.IGNORECASE)
    if cell.kind not in (Kind.NUMBER, Kind.TEXT) or not match:
        raise Unreadable(f'"{text}" is not a tolerance', 'Write "10%" of the target, or "3 points".')
    amount, unit = exact(Decimal(match["amount"])), match["unit"].casefold()
    if not unit and amount:
        raise BareTolerance(amount)
    tolerance = Tolerance(amount, relative=unit.startswith("%") and "point" not in unit)
    if unit == "%" and percentage_measure and amount:
        raise AskPoints(tolerance)
    return tolerance
