"""A figure typed as text, taken apart: the figure, and every mark and word that stands beside it.

What the parts mean together is for `figures_in_text` to judge.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ..figures import exact, plain
from ..model import ResultStatus
from .words import Vocabulary, within_reason

# A thousands group follows at most three digits that do not begin with 0: 185,00 and 0,974 are no numbers.
DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?:\.[0-9]+)?(?![0-9.,]*[0-9])"
_FIGURE = re.compile(
    rf"(?P<sign>[-+−–]?)\s*(?P<pound>£?)\s*(?P<sign2>[-−–]?)(?P<digits>{DIGITS})"
    r"\s*(?P<scale>(?:k|thousand|m|mn|million|bn|billion)(?![^\W_])|)\s*(?P<percent>%|per\s?cent\b|)",
    re.IGNORECASE,
)
_THOUSANDS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}

LONGEST_TEXT = 150  # characters; more is a remark, not a figure

# What may stand behind a figure; the first that fits is taken.
_PIECES = {
    "provisional": r"\*(?!\*)|\((?:p|prov|provisional|e|est|estimated?|draft|unvalidated)\.?\)|\[[pe]\]",
    "revised": r"\((?:r|rev|revised|updated)\.?\)|\[r\]",
    "withheld": r"\[[cwxz]\]",
    "mark": r"\*{2,}|\[(?:note )?\w{1,2}\]|[\^†‡§¶#]+|[¹²³⁰⁴-⁹]+",
    "rag": r"[-–:,]?\s*(?:\((?P<in_brackets>red|amber|green)\)|(?P<word>red|amber|green)\b)",
    "year": r"\((?P<year>(?:19|20)[0-9]{2})\)",
    "count": rf"\((?:n\s?=\s?)?(?P<count>{DIGITS})\)",
    "share": rf"=?\s*(?:\(\s*(?P<share>{DIGITS})\s*%\s*\)|=\s*(?P<share2>{DIGITS})\s*%)",
    "of": rf"(?:out\s)?of\s(?P<of>{DIGITS})(?=\s|$)",
    "words": r"\((?P<remark>[^\W\d_][^()\[\]]*)\)|(?P<words>[^\W\d_][^()\[\]*^†‡]*)",
}
_MARK_AT_END = (
    r"(?P<mark>\*{2,}|\[(?:note )?[0-9a-z]{1,2}\]|[\^†‡§¶#]+|[¹²³⁰⁴-⁹]+)$"
    r"|(?<=.)\*$|\((?:p|prov|r|rev|red|amber|green)\.?\)$"
)
_RAG_AT_END = r"(?P<words>.*\S)[\s:,–-]+(?P<rag>red|amber|green)"


class Parts:
    """A text as a figure and what stands behind it; `words` are those that no list knows."""

    percent = False
    pounds = False
    scale = ""
    status: ResultStatus | None = None
    rag = ""
    year = ""
    count: Decimal | None = None
    share: Decimal | None = None
    share_decimals = 0
    of: Decimal | None = None
    unit = ""
    words = ""
    withheld = ""
    alone = False  # nothing stands beside the figure

    def __init__(self, number: Decimal, decimals: int) -> None:
        self.number = number
        self.decimals = decimals
        self.marks: list[str] = []


def taken_apart(text: str, vocabulary: Vocabulary) -> Parts | None:
    """Split a text into its figure and what stands behind it; None where that can't be done."""
    text = " ".join(text.split())
    figure = _FIGURE.match(text) if len(text) <= LONGEST_TEXT else None
    if not figure or (figure["sign"] and figure["sign2"]):
        return None
    if figure["percent"] and figure["scale"]:
        return None
    parts = _figure_alone(figure, text)
    rest = text[figure.end() :].strip()
    parts.alone = not rest and not parts.scale
    while rest:
        name, piece = next(
            ((name, found) for name, pattern in _PIECES.items() if (found := re.match(pattern, rest, re.I))),
            ("", None),
        )
        if piece is None or not _add(parts, name, piece, vocabulary):
            return None
        rest = rest[piece.end() :].strip()
    return parts


def _figure_alone(figure: re.Match[str], text: str) -> Parts:
    digits = figure["digits"].replace(",", "")
    fraction = digits.partition(".")[2]
    number = within_reason(exact(Decimal(digits)), text)
    if figure["sign"] in ("-", "−", "–") or figure["sign2"]:
        number = -number
    scale = _THOUSANDS.get(figure["scale"].casefold(), 0)
    if scale:
        number = within_reason(Decimal(plain(number.scaleb(scale))), text)
    parts = Parts(number, len(fraction) - scale)
    parts.percent, parts.pounds = bool(figure["percent"]), bool(figure["pound"])
    parts.scale = figure["scale"]
    return parts


def _add(parts: Parts, name: str, piece: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Take up one piece; whether there is room for it: a second count or word leaves no one meaning."""
    said = next((text for text in piece.groups() if text), piece[0])
    if name in ("provisional", "revised"):
        room = parts.status is None
        parts.status = ResultStatus(name.capitalize())
    elif name == "mark":
        room = True
        parts.marks.append(piece[0])
    elif name in ("count", "of"):
        room = getattr(parts, name) is None
        setattr(parts, name, exact(Decimal(said.replace(",", ""))))
    elif name == "share":
        room = parts.share is None and not parts.percent
        parts.share = exact(Decimal(said.replace(",", "")))
        parts.share_decimals = len(said.partition(".")[2])
    elif name == "words":
        return _add_words(parts, said, vocabulary)
    else:  # rag, year, withheld
        room = not getattr(parts, name)
        setattr(parts, name, said)
    return room


def _add_words(parts: Parts, said: str, vocabulary: Vocabulary) -> bool:
    said = said.strip().rstrip(",;")
    with_rag = re.fullmatch(_RAG_AT_END, said, re.IGNORECASE)
    if with_rag:
        if parts.rag:
            return False
        said, parts.rag = with_rag["words"], with_rag["rag"]
    unit = vocabulary.word("unit_word", said)
    status = vocabulary.word("status", said) if len(said) > 1 else None
    if unit:
        room, parts.unit = not parts.unit, unit
    elif status in (ResultStatus.PROVISIONAL.value, ResultStatus.REVISED.value):
        room, parts.status = parts.status is None, ResultStatus(status)
    else:
        room, parts.words = not parts.words, said
    return room


def as_typed(parts: Parts) -> str:
    """Return the figure alone, as it could be typed."""
    sign, number = ("-" if parts.number < 0 else ""), plain(abs(parts.number))
    return f"{sign}{'£' if parts.pounds else ''}{number}{'%' if parts.percent else ''}"


def without_marks(text: str) -> tuple[str, list[str]]:
    """Take marks of notes, of status and of a rating from the end of a text; return those of notes."""
    marks: list[str] = []
    while text and not text[-1].isalpha() and (found := re.search(_MARK_AT_END, text, re.IGNORECASE)):
        text = text[: found.start()].rstrip()
        if found["mark"]:
            marks.insert(0, found["mark"])
    return text, marks
