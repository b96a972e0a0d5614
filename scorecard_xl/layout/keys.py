"""The key to symbols and abbreviations, as lines of (text, look); for the Scorecard and the Notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ..formats import Format
from ..model import DataPeriod, Outlook, Rag, Scorecard
from ..style import Style
from ..symbols import MOVED, NOT_AVAILABLE, Symbol, SymbolSet
from ..travel_symbols import AT_BEST, BY_VARIATION, OFF_TARGET, ON_TARGET, POOLED, DirectionSymbols
from .cells import Sets
from .text import text_width

# Short ones for the line above the table, whole ones for the Notes.
SHORT_WORDS: Mapping[str, str] = {
    Rag.GREEN: "target met",
    Rag.AMBER: "missed, within the minimum or tolerance",
    Rag.RED: "missed by more",
    NOT_AVAILABLE: "not rated",
}
RATING_WORDS: Mapping[str, str] = {
    Rag.GREEN: "target met",
    Rag.AMBER: "missed, but not beyond the minimum standard or tolerance",
    Rag.RED: "missed by more than that",
    NOT_AVAILABLE: "no target, no figure, or neither high nor low is better",
}
DIRECTION_WORDS: Mapping[str, str] = {
    "improved": "performance better",
    "static": "same",
    POOLED: "performance better or the same",
    "worsened": "performance worse, whichever way the figure moved",
    "up": "the figure rose; neither high nor low is better",
    "down": "it fell",
    "level": "it stayed",
    NOT_AVAILABLE: "nothing to compare",
}
VARIATION_WORDS: Mapping[str, str] = {
    "improved": "better beyond chance",
    "static": "within chance",
    POOLED: "better, or within chance",
    "worsened": "worse beyond chance",
    "up": "higher beyond chance; neither high nor low is better",
    "down": "lower beyond chance",
    "level": "within chance; neither high nor low is better",
}
STANDING_WORDS: Mapping[str, str] = {
    AT_BEST: "the best there can be",
    ON_TARGET: "though the target is met",
    OFF_TARGET: "and the target is missed",
}
ARROW_WORDS: Mapping[str, str] = {"up": "rose", "level": "stayed", "down": "fell"}
GREY_WORDS = "not judged"
OUTLOOK_WORDS: Mapping[str, str] = {
    "likely": "likely to meet the year's target",
    "may": "may meet it",
    "unlikely": "unlikely to meet it",
    NOT_AVAILABLE: "no forecast",
}
DATA_PERIOD_WORDS: Mapping[DataPeriod, str] = {
    DataPeriod.SNAPSHOT: "snapshot on one day",
    DataPeriod.YEAR_TO_DATE: "year to date",
    DataPeriod.ROLLING_YEAR: "rolling 12 months",
    DataPeriod.IN_PERIOD: "that period alone",
    DataPeriod.THREE_YEAR_AVERAGE: "average of three years",
}
ARROW_FONT = "Arial"  # holds every arrow
GAP = "    "  # between entries in a line
Runs = list[tuple[str, Format]]
Entry = tuple[Symbol, str]  # a symbol and what it means


def ratings(
    scorecard: Scorecard, statuses: SymbolSet, words: Mapping[str, str] = RATING_WORDS
) -> list[Entry]:
    """Return the bands of the scale with their meanings, the best first, n/a last."""
    bands = [*scorecard.bands[::-1], *scorecard.shown_as, NOT_AVAILABLE]
    known = {**words, **scorecard.meanings}
    return [(statuses.status(band), known.get(band, "")) for band in bands]


def directions(scorecard: Scorecard, chosen: DirectionSymbols, *, one_line: bool = True) -> list[Entry]:
    """Return the directions that the set knows: arrows first where they show what the number did.

    What only some sets tell apart (by target, by variation) is told where a row has it; the words for why
    there is none speak for themselves. `one_line` is shorter where there is more to tell than usual.
    """
    pairs = ((direction, row.rating) for row in scorecard.rows for direction in (row.previous, row.outturn))
    used = {chosen.symbol(direction, rating).word for direction, rating in pairs}
    names = [
        (name, words)
        for name, words in direction_names(scorecard.static_words)
        if name in chosen.meanings and (name in DIRECTION_WORDS or chosen.meanings[name].word in used)
    ]
    arrows = [
        (
            Symbol(moved.capitalize(), glyph, show="symbol", font=ARROW_FONT),
            ARROW_WORDS[moved] if one_line else f"the figure {ARROW_WORDS[moved]}",
        )
        for moved, glyph in chosen.by_number.items()
    ]
    if one_line and (arrows or len(names) > len([name for name, _ in names if name in DIRECTION_WORDS])):
        # The line would be too long with all of them.
        shown = [name for name, _ in names if arrows or chosen.meanings[name].word in used]
        told = [(name, "" if words in STANDING_WORDS.values() else words) for name, words in names]
        names = [(name, re.split("[,;]", words)[0]) for name, words in told if name in shown]
    if one_line and arrows:
        shorter = {"up": GREY_WORDS, NOT_AVAILABLE: "none"}
        names = [(name, shorter.get(name, words)) for name, words in names]
        names = [(name, words) for name, words in names if name not in MOVED[1:]]
    return arrows + [(chosen.meanings[name], words) for name, words in names]


def direction_names(static: str = "") -> list[tuple[str, str]]:
    """Return the meanings that a key explains, in their order, and what it says of each.

    `static` says how near to the earlier result is static ("within 10%"), "" where that is the same.
    """
    names: list[tuple[str, str]] = []
    told = {"static": static, POOLED: f"performance better or {static}"} if static else {}
    for name, words in {**DIRECTION_WORDS, **told}.items():
        if name == NOT_AVAILABLE:
            names += [(BY_VARIATION + of, said) for of, said in VARIATION_WORDS.items()]
        names.append((name, words))
        names += [(f"{name} {how}", said) for how, said in STANDING_WORDS.items()]
    return names


def forecasts(scorecard: Scorecard, chosen: SymbolSet) -> list[Entry]:
    """Return the forecasts, empty when no row has one."""
    if all(row.forecast.outlook is Outlook.NONE for row in scorecard.rows):
        return []
    return [(chosen.symbol(name), words) for name, words in OUTLOOK_WORDS.items() if name in chosen.meanings]


def data_periods(scorecard: Scorecard) -> list[tuple[str, str]]:
    """Return the abbreviations of data periods that the scorecard uses."""
    used = {row.measure.data_period for row in scorecard.rows}
    return [(period.value, words) for period, words in DATA_PERIOD_WORDS.items() if period in used]


def entry_runs(entries: Sequence[Entry], style: Style, look: Format) -> list[Runs]:
    """Return each entry as runs: the symbol in its colour, then what it means."""
    found = []
    for symbol, words in entries:
        mark = replace(
            look,
            bold=True,
            font=symbol.font or look.font,
            colour=style.colour("ink" if symbol.fill else symbol.colour),
        )
        # "Not rated" explains itself.
        words = "" if not words or words == symbol.shown.lower() else f" {words}"
        found.append([(symbol.shown, mark), (words, look)])
    return found


def word_runs(pairs: Sequence[tuple[str, str]], look: Format) -> list[Runs]:
    """Return each pair of a word and its meaning as runs."""
    bold = replace(look, bold=True)
    return [[(word, bold), (f" {meaning}", look)] for word, meaning in pairs]


def key_entries(name: str, scorecard: Scorecard, style: Style, sets: Sets, look: Format) -> list[Runs]:
    """Return the entries of one of the key's parts by name: ratings, directions, data_periods, forecasts."""
    if name == "ratings":
        return entry_runs(ratings(scorecard, sets.status, SHORT_WORDS), style, look)
    if name == "directions":
        return entry_runs(directions(scorecard, sets.direction), style, look)
    if name == "forecasts":
        return entry_runs(forecasts(scorecard, sets.forecast), style, look)
    return word_runs(data_periods(scorecard), look)


def in_lines(entries: Sequence[Runs], points: float, gap: str = GAP) -> list[Runs]:
    """Return entries as lines at most `points` wide; a line breaks between entries alone."""
    lines: list[list[Runs]] = []
    for entry in entries:
        if lines and width_of(_joined([*lines[-1], entry], gap)) <= points:
            lines[-1].append(entry)
        else:
            lines.append([entry])
    return [_joined(line, gap) for line in lines]


def width_of(runs: Runs) -> float:
    """Return how wide a line of runs is, in points."""
    return sum(text_width(text, look.size, bold=look.bold) for text, look in runs)


def _joined(entries: Sequence[Runs], gap: str) -> Runs:
    apart = [[*entry[:-1], (entry[-1][0] + gap, entry[-1][1])] for entry in entries[:-1]]
    return [run for entry in (*apart, *entries[-1:]) for run in entry]
