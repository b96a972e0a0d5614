"""Sentences of a text: what they say of the measure, and which of them say it plainly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ..periods import MONTH_NAMES

# Patterns are texts here and compiled when first used: most workbooks need few of them.
SENTENCE_ENDS = r"(?<=[.!?])\s+|[;\n]+"
_SHORT_MONTHS = "|".join(name[:3] for name in MONTH_NAMES)
# A period with its year, as in "28 February 2015", "31/03/2014", "Q2 2019-20", "2013-14".
PERIOD = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{_SHORT_MONTHS})[a-z]*\.?,?\s+20\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d"
    r"|(?:q|quarter\s)[1-4]\s+(?:of\s+)?20\d\d\s?[-/]\s?(?:20)?\d\d|20\d\d\s?[-/]\s?(?:20)?\d\d"
)
# With a capital, since "may" and "march" are words; "Mar" and "Marc" are no different here.
NAMED_MONTH = rf"\b(?:{'|'.join(MONTH_NAMES)}|{_SHORT_MONTHS})\b"
# Words that may stand between what improved and "improved", and those that may follow.
_BETWEEN = (
    "(?:has|have|is|are|was|were|been|being|also|again|further|now|still|continues?|continued|continuing|to|"
    "shows?|showing|shown|sees?|seen|an?|the|some|slight(?:ly)?|small|significant(?:ly)?|marked(?:ly)?|much|"
    "steadi?ly|steady|consistently|gradual(?:ly)?|a little|considerabl[ey]|this|last|since|for|on|in|against|"
    "measure|indicator|month|quarter|year|period|overall)"
)
_AFTER = (
    r"(?=\s*(?:[,.;:!?()]|$)|\s+(?:by|to|from|since|on|in|this|compared|again|and|over|for|at|during|with|"
    r"slightly|significantly|further|steadily|considerably|markedly|overall|when|as|due|because|following|"
    r"after|month|quarter)\b)"
)
_THERE_IS = r"there\s+(?:has|have)\s+been|there\s+(?:is|was)|we\s+have\s+seen|we\s+saw"

Words = Mapping[str, Sequence[str]]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; lines and semicolons part them too."""
    return re.split(SENTENCE_ENDS, text)


def statements(text: str, words: Words, month: str, allowing: Sequence[str] = ()) -> Iterator[str]:
    """Yield the sentences that state something of now: without a no or a will, naming no other month.

    `month` is the name of the result's last month. `allowing` are phrases that may hold a no themselves.
    """
    for sentence in sentences(text):
        bare = re.sub(rf"\b(?:{any_of(allowing)})\b", " ", sentence, flags=re.I) if allowing else sentence
        if has(words["not"], bare) or re.search(r"n['’]t\b", bare) or has(words["hedged"], bare):
            continue
        if all(named[:3] == month[:3] for named in re.findall(NAMED_MONTH, sentence)):
            yield sentence


def says(phrases: Sequence[str], sentence: str, words: Words) -> str:
    """Return the passage in which a sentence says of the performance what the phrases say, else "".

    >>> words = {"about": ["performance"]}
    >>> says(["improved"], "Overall performance has improved again.", words)
    'performance has improved'
    >>> says(["improved"], "Performance of the improved service fell.", words)
    ''
    """
    pattern = (
        rf"\b(?:{any_of(words['about'])}|{_THERE_IS})(?:\s+{_BETWEEN})*\s+(?:{any_of(phrases)})\b{_AFTER}"
    )
    said = re.search(pattern, sentence, re.I)
    return said[0] if said else ""


def has(words: Sequence[str], text: str) -> bool:
    """Whether any of the words or phrases stands in the text, whichever case."""
    return re.search(rf"\b(?:{any_of(words)})\b", text, re.I) is not None


def any_of(words: Sequence[str]) -> str:
    """Return a pattern of any of the words, the longest first; of none it never fits."""
    return _alternatives(tuple(map(str, words)))


@lru_cache(maxsize=64)
def _alternatives(words: tuple[str, ...]) -> str:
    spelt = sorted(words, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in spelt) or r"(?!)"
