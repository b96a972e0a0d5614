"""Figures typed as text, with all that officers put beside them; read where there is one meaning alone.

`taken_apart` splits a text into its figure and the pieces behind it, `_PIECES` lists what a piece can
be. `_judged` decides by the measure and the period whether the pieces leave one meaning. Whatever
is left goes to `unread_figures`, which says what may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from ..figures import exact, plain
from ..model import Measure, ResultStatus, Unit
from ..periods import Calendar, Period, UnreadablePeriod
from .words import (
    ALONE,
    NOTHING,
    NUMBER_ALONE,
    SUPPRESSED,
    Beside,
    Doubt,
    ReadNumber,
    Unreadable,
    Vocabulary,
    plain_word,
    within_reason,
)

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
_PIECES = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in {
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
    }.items()
)
_MARK_AT_END = re.compile(
    r"(?P<mark>\*{2,}|\[(?:note )?[0-9a-z]{1,2}\]|[\^†‡§¶#]+|[¹²³⁰⁴-⁹]+)$"
    r"|(?<=.)\*$|\((?:p|prov|r|rev|red|amber|green)\.?\)$",
    re.IGNORECASE,
)
_RAG_AT_END = re.compile(r"(?P<words>.*\S)[\s:,–-]+(?P<rag>red|amber|green)", re.IGNORECASE)


@dataclass(slots=True)
class Parts:
    """A text as a figure and what stands behind it; `words` are those that no list knows."""

    number: Decimal
    decimals: int
    percent: bool = False
    pounds: bool = False
    scale: str = ""
    status: ResultStatus | None = None
    marks: list[str] = field(default_factory=list)
    rag: str = ""
    year: str = ""
    count: Decimal | None = None
    share: Decimal | None = None
    share_decimals: int = 0
    of: Decimal | None = None
    unit: str = ""
    words: str = ""
    withheld: str = ""


def read_text(
    text: str, vocabulary: Vocabulary, measure: Measure | None = None, period: Period | None = None
) -> ReadNumber:
    """Read typed text as a number; see `words.read_number`."""
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f'"{text:.30}…" is too long for a figure', "Write the number alone.")
    absent = absence(text, vocabulary)
    if absent is not None:
        return absent
    parts = taken_apart(text, vocabulary)
    if parts is None:
        from .unread_figures import refusal  # needed for the unreadable alone

        raise refusal(text, vocabulary)
    return _judged(parts, text, vocabulary, measure, period)


def absence(text: str, vocabulary: Vocabulary) -> ReadNumber | None:
    """Return what a text without a figure says, footnote marks left out; None where it may hold a figure.

    "Reports in Q4" is not due, "N/A[1]" no figure, "x[1]" suppressed.
    """
    bare, marks = _without_marks(text)
    word = plain_word(bare)
    if not word:
        return None
    noted = Beside(_note(_marked(marks))) if marks else ALONE
    if word.replace("< ", "<") in vocabulary.phrases["suppressed"]:
        return ReadNumber(None, status=ResultStatus.SUPPRESSED, beside=noted) if marks else SUPPRESSED
    if vocabulary.says("not_due", bare):
        beside = Beside(_note([bare, *_marked(marks)]))
        return ReadNumber(None, status=ResultStatus.NOT_DUE, beside=beside)
    nothing = vocabulary.phrases["no_figure"]
    if word in nothing or all(part in nothing for part in word.split()):  # "N/A - N/A -"
        return ReadNumber(None, beside=noted) if marks else NOTHING
    return ReadNumber(None) if vocabulary.says("no_figure", bare) else None


def taken_apart(text: str, vocabulary: Vocabulary) -> Parts | None:
    """Split a text into its figure and what stands behind it; None where that can't be done."""
    figure = _FIGURE.match(text)
    if not figure or (figure["sign"] and figure["sign2"]):
        return None
    if figure["percent"] and figure["scale"]:
        return None
    parts = _figure_alone(figure, text)
    rest = text[figure.end() :].strip()
    while rest:
        name, piece = next(
            ((name, found) for name, pattern in _PIECES if (found := pattern.match(rest))), ("", None)
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
    return Parts(
        within_reason(Decimal(plain(number.scaleb(scale))), text) if scale else number,
        len(fraction) - scale,
        percent=bool(figure["percent"]),
        pounds=bool(figure["pound"]),
        scale=figure["scale"],
    )


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
    with_rag = _RAG_AT_END.fullmatch(said)
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


# ---- judging -----------------------------------------------------------------------------------


def _judged(
    parts: Parts, text: str, vocabulary: Vocabulary, measure: Measure | None, period: Period | None
) -> ReadNumber:
    """Return the one meaning of the parts; raises `Unreadable` where there are two or none."""
    figure = as_typed(parts)
    if parts.withheld:
        raise Unreadable(
            f'holds a figure marked "{parts.withheld}", which says that it is withheld',
            "Write x in place of the figure, or remove the mark.",
        )
    if parts.words:
        _check_words(parts, text, vocabulary, measure, period)
    _check_unit(parts, text, figure, measure)
    _check_scale(parts, text, measure)
    notes = _marked(parts.marks)
    doubts: list[Doubt] = []
    read = ReadNumber(parts.number, parts.percent, parts.pounds, parts.decimals, parts.status)
    if parts.share is not None or parts.count is not None or parts.of is not None:
        read, more = _with_counts(parts, text, measure, period)
        notes += more
    if parts.year or parts.rag:
        if measure is None or period is None:  # a target, or a numerator
            raise Unreadable(f'"{text}" is not a number', f"Write {figure}.")
        doubts += _doubts(parts, text, figure, period)
        notes += [f"the cell says {doubt.said}" for doubt in doubts]
    if not notes and not doubts and not read.beside.cases:
        return read
    beside = Beside(_note(notes), read.beside.cases, tuple(doubts))
    return ReadNumber(read.value, read.percent, read.pounds, read.decimals, read.status, beside)


def as_typed(parts: Parts) -> str:
    """Return the figure alone, as it could be typed."""
    sign, number = ("-" if parts.number < 0 else ""), plain(abs(parts.number))
    return f"{sign}{'£' if parts.pounds else ''}{number}{'%' if parts.percent else ''}"


def _check_words(
    parts: Parts, text: str, vocabulary: Vocabulary, measure: Measure | None, period: Period | None
) -> None:
    """Words that no list knows are the cell's own period, or nothing that can be read."""
    words, figure = parts.words, as_typed(parts)
    if measure is not None and period is not None:
        from ..period_spellings import looks_like_period

        if _same_period(words, measure, period):
            return
        if looks_like_period(words):
            raise Unreadable(
                f'"{text}" speaks of {words}, but stands under {period.label}',
                f"Write {figure} if it is the figure for {period.label}, else move it to its own period.",
            )
    unit = vocabulary.word("unit_word", words.replace("0", "o"))
    if unit:
        raise Unreadable(f'"{text}" has a zero where the letter O belongs', f"Did you mean {figure} {unit}?")
    if plain_word(words) == "ot":
        raise Unreadable(
            f'"{text}" may mean an outturn or on track',
            f"Write {figure}; an outturn stands under its own year.",
        )
    if any(sign.isdigit() for sign in words):
        from .unread_figures import meant

        if said := meant(text, vocabulary):
            raise Unreadable(f'"{text}" {said.clause}', said.todo)
        if text[text.index(words) - 1] not in " (":  # 1e3
            raise Unreadable(f'"{text}" is not a number', NUMBER_ALONE)
    where = "" if period is None else " and put the rest into Note"
    raise Unreadable(f'"{text}" has words beside the figure', f"Write {figure}{where}.")


def _same_period(words: str, measure: Measure, period: Period) -> bool:
    try:
        return Calendar(period.year_start).read(words, measure.frequency).period == period
    except UnreadablePeriod:
        return False


def _check_unit(parts: Parts, text: str, figure: str, measure: Measure | None) -> None:
    """A unit beside a figure must be the measure's own."""
    if not parts.unit:
        return
    if measure is None:
        raise Unreadable(f'"{text}" is not a number', f"Write {figure}.")
    own = measure.unit_word or measure.unit.value
    if plain_word(own) == plain_word(parts.unit) and not (parts.percent or parts.pounds or parts.scale):
        return
    raise Unreadable(
        f'"{text}" is in {parts.unit}, but the measure is in {own}',
        f"Write {figure} if it is in {own}, else correct the figure or the measure's Unit.",
    )


def _check_scale(parts: Parts, text: str, measure: Measure | None) -> None:
    """K and "thousand" belong to counts and pounds, m and bn to pounds alone: 5m may be metres."""
    if not parts.scale:
        return
    pounds = parts.pounds or (measure is not None and measure.unit is Unit.POUNDS)
    counted = measure is not None and measure.unit is Unit.NUMBER and not measure.unit_word
    if not pounds and not (counted and len(parts.scale.strip("mnbMNB")) == len(parts.scale)):
        raise Unreadable(f'"{text}" is not a number', f"Write {as_typed(parts)} if that is meant.")


def _with_counts(
    parts: Parts, text: str, measure: Measure | None, period: Period | None
) -> tuple[ReadNumber, list[str]]:
    """Read a result with a count or a share beside it: "50% (9)", "2 = (50%)", "17 of 28"."""
    share, count, of = parts.share, parts.count, parts.of
    bare = not (parts.percent or parts.pounds or parts.unit or parts.scale)
    one = sum(found is not None for found in (share, count, of)) == 1 and period is not None
    percentage = one and measure is not None and measure.is_percentage
    counted = one and measure is not None and measure.unit is Unit.NUMBER
    status = parts.status
    if of is not None and bare and percentage:
        return ReadNumber(None, status=status, beside=Beside(cases=(parts.number, of))), []
    if share is not None and bare and percentage:
        read = ReadNumber(share, percent=True, decimals=parts.share_decimals, status=status)
        return read, [f"count {plain(parts.number)}"]
    if share is not None and bare and counted:
        return ReadNumber(parts.number, decimals=parts.decimals, status=status), [f"share {plain(share)}%"]
    if count is not None and parts.percent and percentage:
        read = ReadNumber(parts.number, percent=True, decimals=parts.decimals, status=status)
        return read, [f"count {plain(count)}"]
    figures = [as_typed(parts), *(plain(found) for found in (count, of) if found is not None)]
    if share is not None:
        figures.append(f"{plain(share)}%")
    raise Unreadable(
        f'"{text}" holds {len(figures)} figures', f"Write the one that is meant: {' or '.join(figures)}."
    )


def _doubts(parts: Parts, text: str, figure: str, period: Period) -> Iterable[Doubt]:
    if parts.rag:
        yield Doubt(
            "rating beside a figure",
            f'"{text}" holds a rating; {figure} is read and the rating is not, since ratings are computed',
            f"Write {figure}; where an officer's rating is meant, fill in RAG override on Commentary.",
            parts.rag.upper(),
        )
    if parts.year and not period.first // 12 <= int(parts.year) <= period.last // 12:
        yield Doubt(
            "another year beside a figure",
            f'"{text}" speaks of {parts.year}, but stands under {period.label}; {figure} is read',
            f"If it is the figure for {period.label}, write {figure} and put {parts.year} into Note; else move it "
            "to its own period.",
            parts.year,
        )


def _without_marks(text: str) -> tuple[str, list[str]]:
    """Take marks of notes, of status and of a rating from the end of a text; return those of notes."""
    marks: list[str] = []
    while found := _MARK_AT_END.search(text):
        text = text[: found.start()].rstrip()
        if found["mark"]:
            marks.insert(0, found["mark"])
    return text, marks


def _marked(marks: Iterable[str]) -> list[str]:
    return [f"marked {mark}" for mark in marks]


def _note(notes: Iterable[str]) -> str:
    return "; ".join(notes)
