"""The Summary tab: counts by section, department and portfolio, then the report's sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from ..model import Absence, DirectionCounts, Effect, GroupCounts, RagCounts, Scorecard, Span
from ..periods import Period
from ..style import Style
from ..symbols import NOT_AVAILABLE
from .cells import Sets
from .plan import Bars, SheetPlan
from .sheet import Sheet, origin
from .text import PIXELS_A_POINT, broken, lines_in

NAME_WIDTH, COUNT_WIDTH, GAP_WIDTH = 31.0, 10.0, 2.0
COUNT = '0;"−"0;"–"'
CHANGE = '+0;"−"0;0'
# A bar begins behind its number: the scale starts this far (of its length) below zero.
ROOM_FOR_NUMBER = 0.38
HEIGHTS = {"header": 30.0, "row": 22.5, "total": 24.0, "line": 17.25, "gap": 8.25}
HANGING = 2  # indents of a sentence's second line, as wide as its number
RATING = "Rating"
BARS = {Effect.BETTER: "bar_better", Effect.SAME: "bar_neutral", Effect.WORSE: "bar_worse"}
BAR_TOKENS = {"Red": "red", "Amber": "amber", "Green": "bar_green"}


class Count(Struct, frozen=True):
    """A column of counts: the block it stands in, its header, what it counts and its bar's colour."""

    block: str
    header: str
    of: Callable[[GroupCounts], int]
    bar: str = ""
    band: str = ""


def counts(scorecard: Scorecard, sets: Sets) -> list[Count]:
    """Return all columns of counts, ratings with the worst first."""
    columns = [
        Count(
            RATING,
            "Not rated" if band == NOT_AVAILABLE else sets.status.status(band).word,
            lambda group, band=band: group.rag.by_band.get(band, 0),  # type: ignore[misc]
            _bar(band, scorecard, sets),
            band,
        )
        for band in scorecard.names
    ]
    columns.append(Count(RATING, "All", lambda group: group.rag.total))
    columns += _directions(_block(scorecard.first_since), lambda group: group.previous, sets)
    if any(row.outturn.absence is not Absence.NOT_COMPARED for row in scorecard.rows) or not scorecard.rows:
        columns += _directions(_block(scorecard.second_since), lambda group: group.outturn, sets)
    return columns


def _block(since: Period | Span) -> str:
    """Return the heading over the counts of one comparison."""
    return f"By {since.long}" if isinstance(since, Span) and since.by else f"Since {since.long}"


def _bar(band: str, scorecard: Scorecard, sets: Sets) -> str:
    """Return the colour of a rating's bars: that of its symbol, but for those a bar needs stronger."""
    own = sets.status.status(band).fill if band in scorecard.bands else ""
    return BAR_TOKENS.get(band, own or "bar_neutral")


def _directions(block: str, side: Callable[[GroupCounts], DirectionCounts], sets: Sets) -> list[Count]:
    """Return the columns of one comparison."""
    columns = [
        Count(
            block,
            symbol.word,
            lambda group, effects=effects: side(group).of(effects),  # type: ignore[misc]
            BARS[effects[0]],
        )
        for symbol, effects in sets.direction.counted()
    ]
    apart = "Not com-\nparable"
    return [*columns, Count(block, apart, lambda group: side(group).not_comparable, "bar_neutral")]


def summary_tab(scorecard: Scorecard, style: Style, name: str, sets: Sets) -> SheetPlan:
    """Return the plan of the Summary tab."""
    columns = counts(scorecard, sets)
    places, widths = _places(columns)
    sheet = Sheet("summary", name, style, widths)
    room = sheet.span_points(0, len(widths) - 1)
    title = f"Summary: {_ratings_in_words(scorecard)}"
    sheet.put(0, 0, title, sheet.fitted(title, style.look("page_title"), room))
    sheet.height(0, 27)
    sheet.put(1, 0, origin(scorecard.heading, scorecard.period), style.look("subtitle"))
    sheet.height(1, 15.75)
    sheet.height(2, HEIGHTS["gap"])
    tables = [
        ("Section", scorecard.by_section),
        ("Department", scorecard.by_department),
        ("Portfolio", scorecard.by_portfolio),
    ]
    # A single department or portfolio would only repeat the totals.
    given = [table for table in tables if len(table[1]) > 1] or [table for table in tables if table[1]][:1]
    opens = []
    for n, (heading, groups) in enumerate(given or [("", ())]):
        opens.append(sheet.next_row)
        _table(sheet, scorecard, columns, places, heading, groups, comparison=n == 0)
        sheet.height(sheet.next_row, HEIGHTS["gap"])
    if scorecard.sentences:
        opens.append(sheet.next_row)
        _prose(sheet, "Sentences for the committee report", scorecard.sentences, room, numbered=True)
    for paragraph in scorecard.narrative:
        sheet.height(sheet.next_row, HEIGHTS["gap"])
        opens.append(sheet.next_row)
        heading = ": ".join(filter(None, (paragraph.section, paragraph.heading))) or "Narrative"
        _prose(sheet, heading, [paragraph.text], room, numbered=False)
    _small_print(sheet, scorecard, sets, room)
    sheet.break_pages(2, opens)
    return sheet.plan(scorecard)


def _ratings_in_words(scorecard: Scorecard) -> str:
    rag = scorecard.counts.rag
    parts = [f"{rag.by_band.get(band, 0)} {band}" for band in scorecard.bands[::-1]]
    joined = " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
    return f"{joined} of {rag.rated} rated measures"


def _places(columns: Sequence[Count]) -> tuple[list[int], list[float]]:
    """Give each count its column, with a gap between blocks; return places and all widths."""
    places, widths, block = [], [NAME_WIDTH], columns[0].block
    for column in columns:
        if column.block != block:
            widths.append(GAP_WIDTH)
            block = column.block
        places.append(len(widths))
        widths.append(COUNT_WIDTH)
    return places, widths


def _table(
    sheet: Sheet,
    scorecard: Scorecard,
    columns: Sequence[Count],
    places: Sequence[int],
    heading: str,
    groups: Sequence[GroupCounts],
    *,
    comparison: bool,
) -> None:
    """Write one table of counts with its total; the first also holds the previous period's counts."""
    style, top = sheet.style, sheet.next_row
    before = ""
    for place, column in zip(places, columns, strict=True):
        sheet.put(top, place, column.block if column.block != before else None, style.look("block"))
        sheet.put(top + 1, place, column.header, style.look("count_header"))
        before = column.block
    sheet.put(top + 1, 0, heading or None, style.look("count_header"))
    sheet.height(top, 18)
    sheet.height(top + 1, HEIGHTS["header"])
    for n, group in enumerate(groups, start=top + 2):
        look = style.look("count_name")
        sheet.put(n, 0, group.name or f"No {heading.lower()}", look)
        sheet.height(n, max(HEIGHTS["row"], lines_in(group.name, NAME_WIDTH, look) * 15 + 4.5))
        for place, column in zip(places, columns, strict=True):
            sheet.put(n, place, column.of(group), style.look("count", number=COUNT))
    last = sheet.next_row - 1
    if groups:
        longest = max([1, *(column.of(group) for group in groups for column in columns if column.bar)])
        for place, column in zip(places, columns, strict=True):
            if column.bar:
                bar = style.colour(column.bar)
                sheet.drawings.append(
                    Bars((top + 2, place, last, place), -ROOM_FOR_NUMBER * longest, longest, bar, bar)
                )
    total = last + 1
    sheet.put(total, 0, f"All measures, {scorecard.period.long}", style.look("total_name"))
    sheet.height(total, HEIGHTS["total"])
    for place, column in zip(places, columns, strict=True):
        sheet.put(total, place, column.of(scorecard.counts), style.look("total", number=COUNT))
    if comparison:
        _comparison(sheet, scorecard, columns, places)


def _comparison(sheet: Sheet, scorecard: Scorecard, columns: Sequence[Count], places: Sequence[int]) -> None:
    """Write the previous period's ratings under the total, like for like where the measures changed."""
    compared = scorecard.comparison
    if compared.before is None or compared.period is None:
        return
    when = compared.period.long
    if compared.like_for_like is not None:
        now, then = compared.like_for_like
        lines = [(f"In both: {scorecard.period.long}", now), (f"In both: {when}", then)]
    else:
        now, then = scorecard.counts.rag, compared.before
        lines = [(when, then)]
    for name, rag in lines:
        _earlier(sheet, name, [_count(rag, column) for column in columns], places, COUNT)
    changes = [_change(now, then, column) for column in columns]
    _earlier(sheet, f"Change since {when}", changes, places, CHANGE)


def _earlier(
    sheet: Sheet, name: str, values: Sequence[int | None], places: Sequence[int], number: str
) -> None:
    row, style = sheet.next_row, sheet.style
    sheet.put(row, 0, name, style.look("earlier_name"))
    sheet.height(row, HEIGHTS["row"])
    for place, value in zip(places, values, strict=True):
        if value is not None:
            sheet.put(row, place, value, style.look("earlier", number=number))


def _count(rag: RagCounts, column: Count) -> int | None:
    """A rating's count; directions have none of an earlier period."""
    if column.block != RATING:
        return None
    return rag.by_band.get(column.band, 0) if column.band else rag.total


def _change(now: RagCounts, then: RagCounts, column: Count) -> int | None:
    count, before = _count(now, column), _count(then, column)
    return None if count is None or before is None else count - before


def _prose(sheet: Sheet, heading: str, paragraphs: Sequence[str], room: float, *, numbered: bool) -> None:
    """Write paragraphs over as many rows as they have lines: merged cells would read badly aloud."""
    style = sheet.style
    sheet.put(sheet.next_row, 0, heading, style.look("heading"))
    sheet.height(sheet.next_row - 1, 22.5)
    look, hanging = style.look("sentence"), style.look("sentence", indent=HANGING)
    points = room - HANGING * 9 / PIXELS_A_POINT
    for number, paragraph in enumerate(paragraphs, start=1):
        text = f"{number}.  {paragraph}" if numbered else paragraph
        for n, line in enumerate(broken(text, points, look.size)):
            sheet.put(sheet.next_row, 0, line, hanging if n and numbered else look)
            sheet.height(sheet.next_row - 1, HEIGHTS["line"])


def _small_print(sheet: Sheet, scorecard: Scorecard, sets: Sets, room: float) -> None:
    look, row = sheet.style.look("note"), sheet.next_row
    sheet.height(row, HEIGHTS["gap"])
    text = (
        "All bars of a table have one scale. Not comparable: no good direction, or no figure to compare with."
    )
    if scorecard.static_words and not sets.direction.shown.pooled:
        text += f" {sets.direction.of_effect(Effect.SAME).word}: {scorecard.static_words}."
    sheet.put_lines(row + 1, 0, text, look, room, 15.75)
