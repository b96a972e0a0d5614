"""Headers that are not read though they look as if they were meant to be: Targett, Target 2014-15."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..findings import FindingLog
from ..grids import as_text
from ..period_spellings import looks_like_period
from ..periods import Calendar
from .tables import Table, header_word, period_columns

NEARLY_ALIKE = 0.8
MOST_COMPARED = 500  # headers; a sheet to the last column would take minutes
MOST_LETTERS = 0.6
SHORTEST_WORD = 5  # letters; shorter words are near to too many others
_YEAR = re.compile(
    r"\b(?:19|20)\d\d(?: ?[-/\u2013] ?\d{2,4})?\b|\b\d\d ?[/\u2013-] ?\d\d\b|\b(?:fy|q[1-4])\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
)
_LINKING = re.compile(r"\b(?:for|in|of|to|the|year)\b|[-:,()/\u2013]")


def report_unread_columns(
    role: str,
    table: Table,
    columns: Mapping[str, Mapping[str, Any]],
    calendar: Calendar,
    log: FindingLog,
) -> None:
    """Warn of each unknown header that is nearly a known one, or a known one with a year beside it.

    `columns` are the known headers of every role. Headers that look like periods are reported where
    periods are read; any other unknown column is the officer's own and nobody's business.
    """
    periods = period_columns(table, calendar)
    taken = {*table.columns.values(), *periods}
    others = {
        place: header
        for place, header in enumerate(table.grid.rows[table.header][:MOST_COMPARED])
        if isinstance(header, str) and place not in taken and header_word(as_text(header))
    }
    if not others:
        return
    known = _known(columns[role])
    elsewhere = {word for headers in columns.values() for word in _known(headers)}
    for place, header in others.items():
        text = as_text(header)
        word = header_word(text)
        if looks_like_period(text) or word in elsewhere:
            continue
        meant = _meant(word, role, table, known) or (
            _figure_of_period(word, columns) if role == "Measures" else None
        )
        if meant is not None:
            log.warning(
                "column not read",
                table.grid.where(table.header, place),
                f'The header "{text}" is not read; it may be meant as {meant[0]}.',
                meant[1],
            )


def known_word_of_year(word: str, known: Mapping[str, str]) -> str | None:
    """Return the column that a header with a year in it names, None for any other header.

    >>> known_word_of_year("annual target 2023/24", {"annual target": "Target"})
    'Target'
    """
    without = _YEAR.sub(" ", word)
    if without == word or not re.search(r"\d", word):
        return None
    spoken = " ".join(without.split())
    bare = " ".join(_LINKING.sub(" ", without).split())
    return known.get(spoken) or known.get(bare)


def _known(headers: Mapping[str, Any]) -> dict[str, str]:
    words = {header_word(str(alias)): column for column, aliases in headers.items() for alias in aliases}
    return words | {header_word(column): column for column in headers}


def _meant(word: str, role: str, table: Table, known: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the column that a header may be meant as, with the next step; None for none."""
    column = known_word_of_year(word, known)
    step = _step_for_year(column, role) if column else ""
    if column is None and len(word) >= SHORTEST_WORD:
        near = _nearest(word, known)
        if near and not table.has(known[near]):
            column = known[near]
            step = f'Rename it "{column}"'
    if column is None:
        return None
    return column, f"{step}, or add it under columns: {role}: {column} in the configuration."


def _nearest(word: str, known: Mapping[str, str]) -> str | None:
    """Return the known header that is nearly the word, None when none is."""
    letters = set(word)
    # Cheap to tell: what is nearly alike has nearly the same length and letters.
    alike = [
        other
        for other in known
        if abs(len(other) - len(word)) <= len(word) // 2
        and len(letters & set(other)) >= MOST_LETTERS * max(len(letters), len(set(other)))
    ]
    if not alike:
        return None
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, alike, n=1, cutoff=NEARLY_ALIKE)), None)


def _step_for_year(column: str, role: str) -> str:
    if role == "Measures":
        step = f'Rename it "{column}" if it is the reporting year\'s'
        return f"{step} (those of other years stand on Targets)" if column == "Target" else step
    if role == "Results":
        return f'Give each period a row of its own with the columns "Period" and "{column}"'
    return f'Rename it "{column}"'


def _figure_of_period(word: str, columns: Mapping[str, Mapping[str, Any]]) -> tuple[str, str] | None:
    """Return the figure of the results that a header on Measures names beside a period, if it does."""
    figures = {column: columns["Results"][column] for column in ("Value", "Numerator", "Denominator")}
    column = known_word_of_year(word, _known(figures))
    if column is None:
        return None
    return column, f'Put the results on a sheet of their own with the columns "Ref", "Period" and "{column}".'
