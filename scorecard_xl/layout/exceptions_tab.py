"""The Exceptions tab: one page a measure, with its people, trend, chart, words and bands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from ..columns import (
    NOTHING,
    aimed_beyond,
    benchmarks_words,
    figure_or_word,
    name_and_area,
    said,
    target_in_words,
    where_said,
)
from ..errors import Address
from ..formats import WORDS, Alignment, Format, figure
from ..model import DataPeriod, HistoryPoint, Measure, Polarity, RatedMeasure, Scorecard
from ..ratings.rag import bands_in_words, shown_decimals
from ..style import Style
from .cells import Sets, held, looked
from .chart import Behind, trend_chart
from .keys import DATA_PERIOD_WORDS
from .limits import limit, limit_name
from .plan import SheetPlan
from .rules import status_symbols, symbol_rules
from .sheet import Sheet, joined, origin
from .text import broken, column_pixels, lines_in, room, split_rows

LABEL, TEXT, GAP, TREND = 0, 1, 2, 3  # the columns: labels, their text, a gap, the first of the trend's
WIDTHS = (17.0, 72.0, 3.0, 12.0, 12.0, 12.0, 12.0, 12.0)
TREND_COLUMNS = 5  # period, result, target, where Amber ends, rating
BEHIND = len(WIDTHS) + 1  # the first column of the figures behind the chart, right of what prints
BEHIND_WIDTHS = (3.0, 13.0)  # a gap, and what the figures are; then a period a column
FIGURE_WIDTH = 9.0
LEAST_BESIDE = 3  # rows left beside the trend table that are worth filling
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


class Told(Struct, frozen=True):
    """A labelled text, and the input cell that it is edited in where officers wrote it."""

    label: str
    text: str
    where: Address | None = None


def exceptions_tab(scorecard: Scorecard, style: Style, name: str, sets: Sets) -> SheetPlan:
    """Return the plan of the Exceptions tab; without exceptions it says so in one sentence."""
    behind = {id(row): Behind.of(row.measure, row.history) for row in scorecard.exceptions if _is_drawn(row)}
    most = max((len(figures.periods) for figures in behind.values()), default=0)
    widths = (*WIDTHS, *BEHIND_WIDTHS, *(FIGURE_WIDTH,) * most) if most else WIDTHS
    sheet = Sheet("exceptions", name, style, widths, printed=len(WIDTHS))
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
        _page(sheet, scorecard, sets, row, behind.get(id(row)))
    if scorecard.exceptions:
        symbols = status_symbols(sets.status, scorecard.names)
        sheet.table = (0, sheet.next_row - 1)
        for column in (LABEL, TREND + TREND_COLUMNS - 1):
            sheet.rules += symbol_rules(style, symbols, None, column, 0)
    return sheet.plan(scorecard)


def _is_drawn(row: RatedMeasure) -> bool:
    """Whether there are two figures, which is what a line needs."""
    return sum(isinstance(_result(point), Decimal) for point in row.history) > 1


def _result(point: HistoryPoint) -> Decimal | str | None:
    return figure_or_word(point.result) if point.result else None


def _page(sheet: Sheet, scorecard: Scorecard, sets: Sets, row: RatedMeasure, behind: Behind | None) -> None:
    style, top = sheet.style, sheet.next_row
    whole = sheet.span_points(0, len(WIDTHS) - 1)
    kicker = joined(
        "Exception report", f"measure {row.measure.ref}", row.measure.section, row.area, scorecard.period.long
    )
    sheet.put(top, 0, kicker, style.look("muted"))
    sheet.height(top, 15.75)
    title = style.look("page_title")
    sheet.put_lines(top + 1, 0, name_and_area(row), title, whole, 25.5)
    _verdict(sheet, sets, row, whole)
    sheet.height(sheet.next_row, 9.75)
    start = sheet.next_row
    free = _facts_and_trend(sheet, sets, row)
    rest = _beside_trend(sheet, free, _texts(row))
    sheet.height(sheet.next_row, 9.0)
    beside = sheet.next_row
    _paragraphs(sheet, rest)
    used = sum(sheet.height_of(number) for number in range(top, beside))
    if behind is not None:
        _chart(sheet, row, behind, start, beside, used)


def _verdict(sheet: Sheet, sets: Sets, row: RatedMeasure, whole: float) -> None:
    """Write the rating as a filled chip, and the result against its target beside it."""
    style, measure, number = sheet.style, row.measure, sheet.next_row
    symbol = sets.status.status(row.rating.rag)
    chip = looked(style, style.look("chip"), symbol)
    sheet.put(number, LABEL, symbol.word, replace(chip, bold=True))
    parts = []
    if row.value is not None:
        target = target_in_words(measure, row.standards)
        against = f" against a target of {target}" if target else ""
        parts.append(f"{measure.in_words(row.value)}{against}")
    parts.append(row.rating.reason)
    text = ": ".join(parts)
    look = style.look("lead", indent=1)
    sheet.put_lines(number, TEXT, text, look, whole - sheet.span_points(0, 0) - 12, 24)


def _facts_and_trend(sheet: Sheet, sets: Sets, row: RatedMeasure) -> range:
    """Write who answers for the measure beside its last periods; return the rows left beside them."""
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
    return range(start + len(facts) + 1, start + rows)


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
    headers = ("Period", "Result", "Target", limit_name(row.history), "RAG")
    for n, header in enumerate(headers):
        align = "left" if not n else "center" if header == "RAG" else "right"
        sheet.put(start, TREND + n, header, style.look("trend_header", align=align))
    standards = [(measure.decimals, 0, 0)]
    standards += [
        (0, _decimals(measure, of.standards.target, exact=True), _decimals(measure, limit(of), exact=True))
        for of in row.history
    ]
    most = [max(decimals) for decimals in zip(*standards, strict=True)]
    for at, point in enumerate(row.history, start=start + 1):
        last = point is row.history[-1]
        look = style.look("trend_cell", bold=last)
        sheet.put(at, TREND, point.period.short, replace(look, align="left"))
        for n, value in enumerate((_result(point), point.standards.target, limit(point))):
            # Right beside the filled cells a figure needs some air.
            share = Alignment(most[n], air=n == 2)
            decimals = _decimals(measure, value, exact=n > 0)
            if isinstance(value, Decimal):
                before = aimed_beyond(measure, point.standards) if n == 1 else ""
                number = figure(measure.unit, decimals, share, before)
                sheet.put(at, TREND + 1 + n, held(value, measure.unit), replace(look, number=number))
            else:
                words = figure(measure.unit, 0, replace(share, decimals=0))
                sheet.put(at, TREND + 1 + n, value or NOTHING, replace(look, number=words))
        symbol = sets.status.status(point.rating.rag)
        sheet.put(at, TREND + 4, symbol.word, looked(style, replace(look, align="center"), symbol))


def _decimals(measure: Measure, value: Decimal | str | None, *, exact: bool) -> int:
    """Standards are shown in full, since they are never rounded; results at their published decimals."""
    return shown_decimals(measure, value) if exact and isinstance(value, Decimal) else measure.decimals


def _beside_trend(sheet: Sheet, free: range, texts: Sequence[Told]) -> list[Told]:
    """Write paragraphs into the rows left beside the trend, a line a row; return those without room.

    The rows keep the height of the table's; a paragraph that begins there goes on below.
    """
    if len(free) < LEAST_BESIDE:
        return list(texts)
    style, rows, rest = sheet.style, list(free), list(texts)
    look = style.look("paragraph", wrap=False)
    while rest and rows:
        told = rest.pop(0)
        lines = broken(told.text, room(WIDTHS[TEXT]), look.size)
        if len(lines) > len(rows) and (len(rows) < LEAST_BESIDE or len(lines) - len(rows) < 2):
            return [told, *rest]  # neither one line here nor one line left over
        fitting = lines[: len(rows)]
        for n, line in enumerate(fitting):
            sheet.put(rows[n], LABEL, None if n else told.label, style.look("paragraph_label"))
            sheet.put(rows[n], TEXT, line, look)
        # The label leads to the input, not the text: LibreOffice cuts a text that is a link to one line.
        sheet.link(rows[0], LABEL, told.where)
        del rows[: len(fitting)]
        if len(lines) > len(fitting):
            # The lines that are left may end where paragraphs of the text do.
            left = _from_line(told.text, len(fitting), look)
            return [Told("", left, told.where), *rest]
    return rest


def _from_line(text: str, line: int, look: Format) -> str:
    """Return a text from one of its lines on, with the line breaks that its writer made."""
    before = 0
    paragraphs = text.split("\n")
    for n, paragraph in enumerate(paragraphs):
        lines = broken(paragraph, room(WIDTHS[TEXT]), look.size)
        if before + len(lines) > line:
            return "\n".join([" ".join(lines[line - before :]), *paragraphs[n + 1 :]])
        before += len(lines)
    return ""


def _paragraphs(sheet: Sheet, texts: Sequence[Told]) -> None:
    """Write what officers say and how the rating came about; long texts go on in further rows."""
    style = sheet.style
    label_look, look = style.look("paragraph_label"), style.look("paragraph")
    for told in texts:
        pieces = split_rows(told.text, room(WIDTHS[TEXT]), look, MOST_LINES)
        for n, piece in enumerate(pieces):
            number = sheet.next_row
            sheet.put(number, LABEL, None if n else told.label or None, label_look)
            sheet.put(number, TEXT, piece, look)
            if told.label and not n:
                sheet.link(number, LABEL, told.where)
            last = n + 1 == len(pieces)
            lines = lines_in(piece, WIDTHS[TEXT], look)
            sheet.height(number, lines * LINE + (9.75 if last else 0.75))


def _texts(row: RatedMeasure) -> list[Told]:
    measure, words = row.measure, said(row)
    bands = (
        "\n".join(f"{band}: {text}" for band, text in bands_in_words(row.rating.bands, measure))
        if row.rating.bands
        else ""
    )
    rule = row.rating.bands.rule if row.rating.bands else ""
    judgement = row.rating.override
    entries = (
        Told("Commentary", words.commentary, where_said(row, "commentary")),
        Told("Actions", words.actions, where_said(row, "actions")),
        Told("Expected", words.expected_improvement, where_said(row, "expected_improvement")),
        Told("Judgement", f"{judgement.reason} ({judgement.owner})" if judgement else ""),
        Told("Bands", bands + (f"\n({rule})" if rule else "")),
        Told("Benchmarks", benchmarks_words(row)),
        Told("Forecast", row.forecast.reason if words.forecast else ""),
        Told("Definition", measure.definition),
        Told("Data notes", measure.data_notes),
        Told("Target set", measure.target_rationale),
    )
    return [told for told in entries if told.text]


def _chart(sheet: Sheet, row: RatedMeasure, behind: Behind, start: int, beside: int, used: float) -> None:
    """Draw the trend at the right of the paragraphs, and make sure that rows reach below it."""
    tallest, least = CHART_PIXELS
    left = int((sheet.page_points - used) / 0.75) - 8
    height = max(least, min(tallest, left))
    width = sum(map(column_pixels, WIDTHS[TREND:])) + column_pixels(WIDTHS[GAP]) - 6
    _figures(sheet, row.measure, behind, start)
    sheet.drawings.append(
        trend_chart(sheet.style, row, behind, (start, BEHIND + 1), (beside, GAP), (width, height))
    )
    below = sum(sheet.height_of(number) for number in range(beside, sheet.next_row)) / 0.75
    if below < height:
        # An empty row, so that the page ends below the chart rather than through it.
        sheet.height(sheet.next_row, min(400.0, (height - below) * 0.75 + 3))


def _figures(sheet: Sheet, measure: Measure, behind: Behind, start: int) -> None:
    """Write the figures behind the chart at the right: numbers, and empty cells where it has a gap."""
    style = sheet.style
    look = style.look("history", number=figure(measure.unit, measure.decimals, Alignment()))
    sheet.put(start, BEHIND, "Behind the chart", style.look("history_header", align="left"))
    for n, period in enumerate(behind.periods, start=BEHIND + 1):
        sheet.put(start, n, period.short, style.look("history_header"))
    for at, (name, values) in enumerate(behind.lines, start=start + 1):
        if any(value is not None for value in values):
            sheet.put(at, BEHIND, name, style.look("history", number=WORDS))
        for n, value in enumerate(values, start=BEHIND + 1):
            if value is not None:
                sheet.put(at, n, held(value, measure.unit), look)
