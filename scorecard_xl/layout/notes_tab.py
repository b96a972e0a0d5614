"""The Notes tab: key, how ratings are decided, abbreviations, glossary, and all measures defined."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from ..columns import Column, bands_text, benchmarks_words, column
from ..formats import Format
from ..model import RatedMeasure, Scorecard
from ..reading.words import listed
from ..style import Style
from . import keys
from .cells import Sets, looked
from .plan import SheetPlan
from .sheet import Sheet, origin
from .table import benchmarks_without_column
from .text import broken, lines_in, room, shortened, split_rows, text_width

# The measures' columns, by key, and their widths; those that are empty in all rows are left out.
MEASURE_COLUMNS = (
    ("ref", 12.5),
    ("measure", 30.0),
    ("polarity", 9.0),
    ("bands", 34.0),
    ("benchmarks", 30.0),
    ("definition", 42.0),
    ("notes", 32.0),
    ("source", 16.0),
    ("rationale", 28.0),
)
LINE, SLACK = 15.0, 4.5
MOST_LINES = 16
WHOLE = "Whole authority"  # of rows without an area, beside others that have one
HOW_ROUNDED = (
    "Each result is held against the target of its own period, rounded to the decimals that are published. "
)
HOW_DECIDED = (
    HOW_ROUNDED
    + "Green: the target is met, or the result is inside its range. Amber: it is missed, but not beyond the "
    "measure's minimum standard, its tolerance or, without either, the default allowance. Red: it is missed "
    "by more. The limits belong to the better rating.",
    "Directions compare the same result with an earlier one, whose good direction is applied already: "
    "improved means better, whichever way the figure moved.",
)


def notes_tab(scorecard: Scorecard, style: Style, name: str, sets: Sets) -> SheetPlan:
    """Return the plan of the Notes tab."""
    columns = _columns(scorecard, style)
    sheet = Sheet("notes", name, style, [width for _, width in columns])
    whole = sheet.span_points(0, len(columns) - 1)
    sheet.put(0, 0, "Notes: how to read this scorecard", style.look("page_title"))
    sheet.height(0, 27)
    sheet.put(1, 0, origin(scorecard.heading, scorecard.period), style.look("subtitle"))
    opens: list[int] = []
    _key(sheet, scorecard, sets, opens)
    _heading(sheet, "How ratings are decided", opens)
    for text in how_decided(scorecard):
        sheet.put_lines(sheet.next_row, 0, text, style.look("text"), whole, LINE + 1.5)
    _pairs(sheet, "Data periods", keys.data_periods(scorecard), opens)
    _pairs(sheet, "Glossary", scorecard.glossary, opens)
    if scorecard.rows:
        _measures(sheet, scorecard, columns, opens)
    if scorecard.heading.contact:
        _heading(sheet, "Questions", opens)
        sheet.put(sheet.next_row, 0, scorecard.heading.contact, style.look("text"))
    sheet.break_pages(0, opens)
    return sheet.plan(scorecard)


def how_decided(scorecard: Scorecard) -> Sequence[str]:
    """Return how ratings and directions came about; rules other than the standard one say it."""
    directions = HOW_DECIDED[1] + _static(scorecard.static_words)
    if not scorecard.rules:
        return HOW_DECIDED[0], directions
    rules = [f"{name[:1].upper()}{name[1:]}: {about}." for name, about in scorecard.rules]
    own = ["A measure's own limits stand with its bands below."] if scorecard.rows else []
    return [f"{HOW_ROUNDED}The rule: {rules[0]}", *rules[1:], *own, directions]


def _static(words: str) -> str:
    """Say how near to the earlier result is static, where it need not be the same."""
    return f" Static means {words} of the figure compared with, whichever side of it." if words else ""


def _columns(scorecard: Scorecard, style: Style) -> list[tuple[Column, float]]:
    """Return the columns of the measures' list; comparators only where the Scorecard lacks some."""
    lacking = benchmarks_without_column(style, scorecard.rows)
    found = [(column(key), width) for key, width in MEASURE_COLUMNS if key != "benchmarks" or lacking]
    always = ("ref", "measure", "polarity", "bands")
    return [
        (entry, width)
        for entry, width in found
        if entry.key in always or any(entry.value(row) for row in scorecard.rows)
    ]


def _heading(sheet: Sheet, text: str, opens: list[int]) -> None:
    row = sheet.next_row
    sheet.height(row, 9)
    sheet.put(row + 1, 0, text, sheet.style.look("heading"))
    sheet.height(row + 1, 22.5)
    opens.append(row)


def _key(sheet: Sheet, scorecard: Scorecard, sets: Sets, opens: list[int]) -> None:
    """Write each symbol as the tabs show it, with its meaning beside it."""
    blocks = (
        ("Ratings", keys.ratings(scorecard, sets.status)),
        ("Directions", keys.directions(scorecard, sets.direction, one_line=False)),
        ("Forecasts", keys.forecasts(scorecard, sets.forecast)),
    )
    style = sheet.style
    for title, entries in blocks:
        if not entries:
            continue
        _heading(sheet, title, opens)
        size, first = style.looks["text"].size, room(sheet.widths[0])
        fits = all(text_width(symbol.shown, size, bold=symbol.bold) < first for symbol, _ in entries)
        at, align = (1, "center") if fits else (2, "left")  # a long word runs over the second column
        for symbol, meaning in entries:
            row = sheet.next_row
            look = looked(style, style.look("text", align=align), symbol)
            sheet.put(row, 0, symbol.word, look)
            named = symbol.word if symbol.show == "symbol" and symbol.word != symbol.glyph else ""
            text = ": ".join(part for part in (named, meaning) if part)
            sheet.put(row, at, text or "a band of this scorecard's own scale", style.look("text", indent=1))
            sheet.height(row, 18)


def _pairs(sheet: Sheet, heading: str, pairs: Sequence[tuple[str, str]], opens: list[int]) -> None:
    """Write words and their meanings; a meaning runs over the columns beside it, a line a row."""
    if not pairs:
        return
    style = sheet.style
    _heading(sheet, heading, opens)
    look = style.look("strong")
    # Abbreviations fit the first column; longer words run over the second.
    at = 1 if all(text_width(word, look.size, bold=True) < room(sheet.widths[0]) for word, _ in pairs) else 2
    points = sheet.span_points(at, len(sheet.widths) - 1)
    for word, meaning in pairs:
        row = sheet.next_row
        sheet.put(row, 0, shortened(word, sheet.span_points(0, at - 1), look.size, bold=True), look)
        sheet.put_lines(row, at, meaning, style.look("text"), points, LINE + 1.5)


def _measures(
    sheet: Sheet, scorecard: Scorecard, columns: Sequence[tuple[Column, float]], opens: list[int]
) -> None:
    style = sheet.style
    _heading(sheet, "Measures", opens)
    top = sheet.next_row
    sheet.repeat = (top, top)
    for n, (entry, _) in enumerate(columns):
        sheet.put(top, n, entry.header.replace("\n", " "), style.look("list_header"))
    sheet.height(top, 30)
    look = style.look("list_cell")
    for rows in _by_measure(scorecard):
        texts = [_said_of(rows, entry) for entry, _ in columns]
        texts[1] = rows[0].measure.name
        pieces = [
            _rows_of(text, width, look, kept=entry.key in OF_AREAS)
            for text, (entry, width) in zip(texts, columns, strict=True)
        ]
        for part in range(max(map(len, pieces))):
            row, lines = sheet.next_row, 1
            for n, piece in enumerate(pieces):
                text = piece[part] if part < len(piece) else ""
                value: str | int | None = (
                    int(text) if not n and text.isdigit() and text[0] != "0" else text or None
                )
                sheet.put(row, n, value, replace(look, align="left"))
                lines = max(lines, lines_in(text, columns[n][1], look))
            sheet.height(row, lines * LINE + SLACK)


def _rows_of(text: str, width: float, look: Format, *, kept: bool) -> Sequence[str]:
    """Split a text that is too tall for one row; `kept` keeps its lines as they are."""
    points = room(width)
    lines = broken(text, points, look.size, bold=look.bold)
    if len(lines) <= MOST_LINES or not kept:
        return split_rows(text, points, look, MOST_LINES)
    return ["\n".join(lines[n : n + MOST_LINES]) for n in range(0, len(lines), MOST_LINES)]


def _by_measure(scorecard: Scorecard) -> list[list[RatedMeasure]]:
    """Return each measure's rows: one, or one an area."""
    found: dict[str, list[RatedMeasure]] = {}
    for row in scorecard.rows:
        found.setdefault(row.measure.ref, []).append(row)
    return list(found.values())


# What may differ between the areas of a measure, a line each.
OF_AREAS: dict[str, Callable[[RatedMeasure], str]] = {
    "bands": lambda row: bands_text(row).replace("; ", "\n"),
    "benchmarks": benchmarks_words,
}


def _said_of(rows: Sequence[RatedMeasure], entry: Column) -> str:
    """Return a measure's content of a column; where its areas differ, theirs one after another."""
    if entry.key not in OF_AREAS:
        return str(entry.value(rows[0]) or "")
    areas: dict[str, list[str]] = {}
    for row in rows:
        if said := OF_AREAS[entry.key](row):
            areas.setdefault(said, []).append(row.area or WHOLE)
    if len(areas) < 2:
        return next(iter(areas), "")
    return "\n".join(f"{listed(of, 'and')}:\n{said}" for said, of in areas.items())
