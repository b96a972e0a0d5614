"""The Exceptions tab: one page a measure, with its people, trend, chart, words and bands."""

from __future__ import annotations

from dataclasses import replace

from ..columns import NOTHING, said
from ..formats import Alignment, figure
from ..model import DataPeriod, Polarity, RatedMeasure, Scorecard
from ..ratings.rag import bands_in_words
from ..style import Style
from .cells import Sets, held, looked
from .chart import trend_chart
from .keys import DATA_PERIOD_WORDS
from .limits import limit
from .plan import SheetPlan
from .rules import status_symbols, symbol_rules
from .sheet import Sheet, joined, origin
from .text import column_pixels, lines_in, room, split_rows

LABEL, TEXT, GAP, TREND = 0, 1, 2, 3  # the columns: labels, their text, a gap, the first of the trend's
WIDTHS = (17.0, 72.0, 3.0, 12.0, 12.0, 12.0, 12.0, 12.0)
TREND_HEADERS = ("Period", "Result", "Target", "Minimum", "RAG")
MINIMUM = 3  # its place among them; right beside the filled cells it needs some air
LINE, SLACK = 15.0, 6.0  # points
FACT = 21.0
TIGHT = 16.5  # a row where many periods have to fit
MANY_PERIODS = 6
MOST_LINES = 16  # of a paragraph in one row: taller ones would leave half a page empty
CHART_PIXELS = (385, 180)  # as tall as it should be, and at least
POLARITY_WORDS = {
    Polarity.HIGH: "High: higher values are better",
    Polarity.LOW: "Low: lower values are better",
    Polarity.TARGET: "On target: nearest to the target is best",
    Polarity.NONE: "Neither high nor low is better",
}


def exceptions_tab(scorecard: Scorecard, style: Style, name: str, sets: Sets) -> SheetPlan:
    """Return the plan of the Exceptions tab; without exceptions it says so in one sentence."""
    sheet = Sheet("exceptions", name, style, WIDTHS)
    if not scorecard.exceptions:
        sheet.put(0, 0, "Exception reports", style.look("page_title"))
        sheet.height(0, 27)
        sheet.put(1, 0, origin(scorecard.heading, scorecard.period), style.look("subtitle"))
        sheet.put(
            3, 0, f"No measure needs an exception report in {scorecard.period.long}.", style.look("text")
        )
    for number, row in enumerate(scorecard.exceptions):
        if number:
            sheet.breaks.append(sheet.next_row)
        _page(sheet, scorecard, sets, row)
    if scorecard.exceptions:
        symbols = status_symbols(sets.status, scorecard.bands)
        sheet.table = (0, sheet.next_row - 1)
        for column in (LABEL, TREND + len(TREND_HEADERS) - 1):
            sheet.rules += symbol_rules(style, symbols, None, column, 0)
    return sheet.plan(scorecard)


def _page(sheet: Sheet, scorecard: Scorecard, sets: Sets, row: RatedMeasure) -> None:
    style, top = sheet.style, sheet.next_row
    whole = sheet.span_points(0, len(WIDTHS) - 1)
    kicker = joined(
        "Exception report", f"measure {row.measure.ref}", row.measure.section, row.area, scorecard.period.long
    )
    sheet.put(top, 0, kicker, style.look("muted"))
    sheet.height(top, 15.75)
    title = style.look("page_title")
    sheet.put_lines(top + 1, 0, row.measure.name, title, whole, 25.5)
    _verdict(sheet, sets, row, whole)
    sheet.height(sheet.next_row, 9.75)
    _facts_and_trend(sheet, sets, row)
    sheet.height(sheet.next_row, 9.0)
    beside = sheet.next_row
    _paragraphs(sheet, row)
    used = sum(sheet.height_of(number) for number in range(top, beside))
    _chart(sheet, scorecard, row, beside, used)


def _verdict(sheet: Sheet, sets: Sets, row: RatedMeasure, whole: float) -> None:
    """Write the rating as a filled chip, and the result against its target beside it."""
    style, measure, number = sheet.style, row.measure, sheet.next_row
    symbol = sets.status.status(row.rating.rag)
    chip = looked(style, style.look("chip"), symbol)
    sheet.put(number, LABEL, symbol.word, replace(chip, bold=True))
    parts = []
    if row.value is not None:
        target = row.standards.target
        against = f" against a target of {measure.in_words(target)}" if target is not None else ""
        parts.append(f"{measure.in_words(row.value)}{against}")
    parts.append(row.rating.reason)
    text = ": ".join(parts)
    look = style.look("lead", indent=1)
    sheet.put_lines(number, TEXT, text, look, whole - sheet.span_points(0, 0) - 12, 24)


def _facts_and_trend(sheet: Sheet, sets: Sets, row: RatedMeasure) -> None:
    """Write who answers for the measure beside its last periods, row by row."""
    style, start = sheet.style, sheet.next_row
    facts = _facts(row)
    points = row.history
    rows = max(len(facts), len(points) + 1 if points else 0)
    height = TIGHT if len(points) > MANY_PERIODS else FACT
    for n in range(rows):
        tall = height
        if n < len(facts):
            label, text = facts[n]
            look = style.look("fact")
            sheet.put(start + n, LABEL, label, style.look("label"))
            sheet.put(start + n, TEXT, text, look)
            lines = lines_in(text, WIDTHS[TEXT], look)
            tall = max(tall, lines * LINE + SLACK) if lines > 1 else tall
        sheet.height(start + n, tall)
    _trend(sheet, sets, row, start)


def _facts(row: RatedMeasure) -> list[tuple[str, str]]:
    measure = row.measure
    source = joined(DATA_PERIOD_WORDS.get(measure.data_period, "").capitalize(), measure.source)
    entries = (
        ("Portfolio", measure.portfolio),
        ("Director", measure.director),
        ("Officer", measure.officer),
        ("Division", measure.division),
        ("Department", measure.department),
        ("Outcome", measure.outcome),
        ("Good is", POLARITY_WORDS[measure.polarity]),
        ("Data", source if measure.data_period is not DataPeriod.UNSTATED or measure.source else ""),
    )
    return [(label, text) for label, text in entries if text]


def _trend(sheet: Sheet, sets: Sets, row: RatedMeasure, start: int) -> None:
    """Write the trend table: result, target, minimum and rating of each period by its own standards."""
    if not row.history:
        return
    style, measure = sheet.style, row.measure
    for n, header in enumerate(TREND_HEADERS):
        align = "left" if not n else "center" if header == "RAG" else "right"
        sheet.put(start, TREND + n, header, style.look("trend_header", align=align))
    number, airy = (figure(measure.unit, measure.decimals, Alignment(air=air)) for air in (False, True))
    for at, point in enumerate(row.history, start=start + 1):
        last = point is row.history[-1]
        look = style.look("trend_cell", bold=last)
        sheet.put(at, TREND, point.period.short, replace(look, align="left"))
        for n, value in enumerate(
            (point.result.value if point.result else None, point.standards.target, limit(point))
        ):
            cell = NOTHING if value is None else held(value, measure.unit)
            sheet.put(at, TREND + 1 + n, cell, replace(look, number=airy if n == MINIMUM - 1 else number))
        symbol = sets.status.status(point.rating.rag)
        sheet.put(at, TREND + 4, symbol.word, looked(style, replace(look, align="center"), symbol))


def _paragraphs(sheet: Sheet, row: RatedMeasure) -> None:
    """Write what officers say and how the rating came about; long texts go on in further rows."""
    style = sheet.style
    label_look, look = style.look("paragraph_label"), style.look("paragraph")
    for label, text in _texts(row):
        pieces = split_rows(text, room(WIDTHS[TEXT]), look, MOST_LINES)
        for n, piece in enumerate(pieces):
            number = sheet.next_row
            sheet.put(number, LABEL, None if n else label, label_look)
            sheet.put(number, TEXT, piece, look)
            last = n + 1 == len(pieces)
            lines = lines_in(piece, WIDTHS[TEXT], look)
            sheet.height(number, lines * LINE + (9.75 if last else 0.75))


def _texts(row: RatedMeasure) -> list[tuple[str, str]]:
    measure, words = row.measure, said(row)
    bands = (
        "\n".join(f"{band}: {text}" for band, text in bands_in_words(row.rating.bands, measure))
        if row.rating.bands
        else ""
    )
    rule = row.rating.bands.rule if row.rating.bands else ""
    judgement = row.rating.override
    entries = (
        ("Commentary", words.commentary),
        ("Actions", words.actions),
        ("Expected", words.expected_improvement),
        ("Judgement", f"{judgement.reason} ({judgement.owner})" if judgement else ""),
        ("Bands", bands + (f"\n({rule})" if rule else "")),
        ("Forecast", row.forecast.reason if words.forecast else ""),
        ("Definition", measure.definition),
        ("Data notes", measure.data_notes),
        ("Target set", measure.target_rationale),
    )
    return [(label, text) for label, text in entries if text]


def _chart(sheet: Sheet, scorecard: Scorecard, row: RatedMeasure, beside: int, used: float) -> None:
    """Draw the trend at the right of the paragraphs, and make sure that rows reach below it."""
    drawn = [point for point in row.history if point.result is not None and point.result.value is not None]
    if len(drawn) < 2:
        return
    tallest, least = CHART_PIXELS
    left = int((sheet.page_points - used) / 0.75) - 8
    height = max(least, min(tallest, left))
    width = sum(map(column_pixels, WIDTHS[TREND:])) + column_pixels(WIDTHS[GAP]) - 6
    header = beside - 1
    while sheet.text_at(header, TREND) != TREND_HEADERS[0]:
        header -= 1
    sheet.drawings.append(
        trend_chart(
            sheet.style, row, (header + 1, header + len(row.history)), TREND, (beside, GAP), (width, height)
        )
    )
    below = sum(sheet.height_of(number) for number in range(beside, sheet.next_row)) / 0.75
    if below < height:
        # An empty row, so that the page ends below the chart rather than through it.
        sheet.height(sheet.next_row, min(400.0, (height - below) * 0.75 + 3))
