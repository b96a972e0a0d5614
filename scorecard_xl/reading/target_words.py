"""Targets in words: "fewer than 85", "90% minimum", "95–100%", "above stat neighbour average".

The words say which side is good; whether that agrees with the measure is for `standards` to judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..model import Polarity
from .tables import Table
from .words import Unreadable, Vocabulary, plain_word

FIGURE = r"[-−]?\s?£?\s?[0-9][0-9,]*(?:\.[0-9]+)?\s?%?(?:\s?[a-z][a-z0-9 ]{0,20})?"
_RANGE = (
    rf"between (?P<a>{FIGURE}?)\s+and\s+(?P<b>{FIGURE})",
    rf"(?:from )?(?P<a>{FIGURE}?)\s*(?:-|–|—|\bto\b)\s*(?P<b>{FIGURE})",
)


LONGEST_TEXT = 100  # characters; more is a remark, not a target


class Limit(NamedTuple):
    """Words before and after a figure or a benchmark's name, the polarity they mean (None: the
    measure's own), and whether the target itself misses it."""

    side: Polarity | None
    exclusive: bool
    before: str
    after: str = ""


HIGH, LOW = Polarity.HIGH, Polarity.LOW
LIMITS = (
    Limit(
        HIGH,
        False,
        r"≥|>=|=>|at or above|at least|min(?:imum)?(?: of)?|not? (?:less|fewer|lower) than|not below",
        r"\+|(?:or|and) (?:above|over|more|higher|greater)|min(?:imum)?",
    ),
    Limit(
        LOW,
        False,
        r"≤|<=|=<|at or below|at most|max(?:imum)?(?: of)?|up to|not? (?:more|greater|higher) than|not above",
        r"(?:or|and) (?:below|under|less|fewer|lower)|max(?:imum)?",
    ),
    Limit(HIGH, True, r">|over|above|more than|greater than|higher than"),
    Limit(LOW, True, r"<|under|below|less than|fewer than|lower than"),
    Limit(None, True, r"better than"),
    Limit(
        None, False, r"no worse than|equal to or better than|in line with|same as|as good as", r"or better"
    ),
)
# "Additional 800", "5% increase": a step from some other figure, which the cell does not name.
_CHANGE = (
    r"(?:an? )?(?:additional|extra|further|another|increase|reduction|reduce|decrease|improve(?:ment)?)\b"
    r".*[0-9].*"
    r"|[-+]?£?[0-9][0-9,.]*\s?%?\s?(?:points? |pp )?"
    r"(?:additional|extra|increase|reduction|decrease|improvement|more|fewer|less|better|higher|lower)\b.*"
)


class TargetWords(NamedTuple):
    """A target taken out of its words: one figure, the two ends of a range, or a benchmark's name."""

    figures: tuple[str, ...] = ()
    name: str = ""
    side: Polarity | None = None
    exclusive: bool = False


class BenchmarkNames(NamedTuple):
    """The names on the Benchmarks sheet, by ref."""

    by_ref: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, table: Table | None) -> BenchmarkNames:
        """Gather the names of a Benchmarks sheet, in order of first appearance."""
        names: dict[str, dict[str, None]] = {}
        for row in table.rows() if table else ():
            if row.text("Benchmark"):
                names.setdefault(row.text("Ref"), {})[row.text("Benchmark")] = None
        return cls({ref: tuple(found) for ref, found in names.items()})

    def called(self, ref: str, name: str, vocabulary: Vocabulary) -> list[str]:
        """Return the measure's benchmarks that go by this name, as they stand on the sheet."""
        wanted = benchmark_word(name, vocabulary)
        return [known for known in self.by_ref.get(ref, ()) if benchmark_word(known, vocabulary) == wanted]

    def knows(self, name: str, vocabulary: Vocabulary) -> bool:
        """Whether the name is anybody's benchmark, or a common one."""
        wanted = benchmark_word(name, vocabulary)
        known = {benchmark_word(other, vocabulary) for names in self.by_ref.values() for other in names}
        return wanted in known or vocabulary.word("benchmark", wanted) is not None


def benchmark_word(name: str, vocabulary: Vocabulary) -> str:
    """Return a benchmark's name as names are compared: "SN average" and "Statistical neighbours" are one."""
    word = re.sub(r"^the |(?:'s)?(?: (?:average|avg|mean|figure|result|rate))+$", "", plain_word(name))
    return plain_word(vocabulary.word("benchmark", word) or word)


def target_words(text: str) -> TargetWords | None:
    """Return what a target in words says, None for a text without such words.

    Raises `Unreadable` for a change from a figure that is not named.

    >>> target_words("Fewer than 85")
    TargetWords(figures=('85',), name='', side=<Polarity.LOW: 'Low'>, exclusive=True)
    >>> target_words("between 95 and 100%").figures, target_words("England average or better").name
    (('95%', '100%'), 'England average')
    >>> target_words("90%")
    """
    text = " ".join(text.split()).rstrip(".")
    if len(text) > LONGEST_TEXT:
        return None
    for pattern in _RANGE:
        ends = re.fullmatch(pattern, text, re.IGNORECASE)
        if ends:
            return TargetWords(_same_signs(ends["a"].strip(), ends["b"].strip()))
    if re.fullmatch(_CHANGE, text, re.IGNORECASE) and not re.search(r"\b(?:or|and) \w+$", text):
        raise Unreadable(
            f'"{text}" is a change, not a level',
            "Work out the level to be reached and write the number alone.",
        )
    for limit in LIMITS:
        before = re.fullmatch(rf"(?:{limit.before})\.?(?P<rest>.+)", text, re.IGNORECASE)
        after = limit.after and re.fullmatch(rf"(?P<rest>.+?)\s*(?:{limit.after})", text, re.IGNORECASE)
        rest = before["rest"] if before else after["rest"] if after else ""
        if before and text[0].isalpha() and rest[0].isalpha():
            continue  # "overall"
        if rest.strip():
            named = not any(sign.isdigit() for sign in rest)
            figures, name = ((), rest.strip()) if named else ((rest.strip(),), "")
            return TargetWords(figures, name, limit.side, limit.exclusive)
    return None if any(sign.isdigit() for sign in text) else TargetWords(name=text)


def is_range(text: str) -> bool:
    """Whether a target in words is an acceptable range.

    >>> is_range("95–100%"), is_range("90%")
    (True, False)
    """
    try:
        words = target_words(text)
    except Unreadable:
        return False
    return words is not None and len(words.figures) == 2


def _same_signs(low: str, high: str) -> tuple[str, str]:
    """Return both ends with the % sign or the unit that stands behind one of them alone."""
    unit = re.sub(r"^[-−£0-9,.\s]+", "", high)
    if unit and not re.search(r"[%a-z]$", low, re.IGNORECASE):
        low += unit if unit == "%" else f" {unit}"
    elif low.endswith("%") and not unit:
        high += "%"
    return low, high
