"""Figures typed as text, with all that officers put beside them; read where there is one meaning alone.

`text_parts` takes a text apart; here the measure and the period of the cell decide whether its parts leave
one meaning. What is no figure goes to `unread_figures`, which says what may be meant.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..figures import plain
from ..model import Measure, ResultStatus, Unit
from ..periods import Calendar, Period, UnreadablePeriod
from .text_parts import LONGEST_TEXT, Parts, as_typed, taken_apart, without_marks
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
)


def read_text(
    text: str, vocabulary: Vocabulary, measure: Measure | None = None, period: Period | None = None
) -> ReadNumber:
    """Read typed text as a number; see `words.read_number`."""
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f'"{text:.30}…" is too long for a figure', "Write the number alone.")
    in_words = text[:1].isalpha() or plain_word(text) in vocabulary.phrases["not_due"]
    parts = None if in_words else taken_apart(text, vocabulary)
    if parts is None:
        absent = absence(text, vocabulary)
        if absent is not None:
            return absent
        from .unread_figures import refusal  # needed for the unreadable alone

        raise refusal(text, vocabulary)
    if parts.alone:
        return ReadNumber(parts.number, parts.percent, parts.pounds, parts.decimals)
    return _judged(parts, text, vocabulary, measure, period)


def absence(text: str, vocabulary: Vocabulary) -> ReadNumber | None:
    """Return what a text without a figure says, footnote marks left out; None where it may hold a figure.

    "Reports in Q4" is not due, "N/A[1]" no figure, "x[1]" suppressed.
    """
    bare, marks = without_marks(text)
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
    where = "" if period is None else " and put the rest into a note"
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
    if not parts.scale or parts.pounds or (measure is not None and measure.unit is Unit.POUNDS):
        return
    if parts.scale[0] not in "kKtT":
        raise Unreadable(f'"{text}" is not a number', f"Write {as_typed(parts)} if that is meant.")
    if measure is None or measure.unit is not Unit.NUMBER or measure.unit_word:
        own = f", but the measure is in {measure.unit_word or measure.unit.value}" if measure else ""
        raise Unreadable(f'"{text}" is in thousands{own}', f"Write {as_typed(parts)} if that is meant.")


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
        return read, [f"the cell says ({plain(count)})"]  # it may be a footnote's
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
            f"If it is the figure for {period.label}, write {figure} and put {parts.year} into a note; "
            "else move it to its own period.",
            parts.year,
        )


def _marked(marks: Iterable[str]) -> list[str]:
    return [f"marked {mark}" for mark in marks]


def _note(notes: Iterable[str]) -> str:
    return "; ".join(notes)
