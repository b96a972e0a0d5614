"""What stands above the scorecard's table: title, origin, key, counts, and "edited since the build"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..columns import Kind
from ..formats import Format, quoted
from ..model import Absence, DirectionCounts, Scorecard
from ..style import TopRow
from ..symbols import NOT_AVAILABLE, Symbol
from .ask import ask_about
from .keys import GAP, in_lines, key_entries, width_of
from .plan import Formula
from .rules import literal, spellings, status_symbols
from .sheet import Sheet, origin
from .table import Table, range_of
from .text import room, shortened, text_width

EDITED = "Edited by hand since it was built: the counts above and the Summary are those of the build"
NEVER_RATED = (Absence.BY_CHOICE, Absence.NO_POLARITY)  # nobody expects a rating
NARROW_GAP = "  "  # between the key's entries where there is little room
LONGEST_FORMULA = 8000  # characters; Excel ends at 8,192


def write_top(sheet: Sheet, table: Table) -> list[str]:
    """Write the rows above the header; the formula comes later, when the last row is known.

    Return the parts of the key that have no room there.
    """
    without_room = []
    for number, row in enumerate(table.style.table.top):
        sheet.height(number, row.height)
        if row.tallies:
            _tallies(sheet, table, number)
        if row.groups:
            _groups(sheet, table, number)
        if row.key and not _key(sheet, table, number, row):
            without_room.append(row.key)
        _left(sheet, table, number, row)
    return without_room


def _left(sheet: Sheet, table: Table, number: int, row: TopRow) -> None:
    scorecard, style = table.scorecard, table.style
    look = sheet.readable(style.look(row.look))
    room = sheet.span_points(0, _next_used(sheet, table, number) - 1)
    if row.show == "ask":
        line = ask_about(scorecard, table.sets.direction, room, look.size)
        if line:
            runs = [(text, replace(look, bold=bold)) for text, bold in line]
            sheet.put_rich(number, 0, runs, look)
        else:
            sheet.put(number, 0, nothing_to_ask(scorecard), look)
        return
    texts = {
        "title": scorecard.heading.title,
        "headline": scorecard.headline,
        "origin": origin(scorecard.heading, scorecard.period),
    }
    text = texts.get(row.show, "")
    if text:
        # One line, since cells are not merged: a long title is set smaller.
        least = min(look.size, 12)
        text = _shorter(text, room, replace(look, size=least), clauses=row.show == "headline")
        sheet.put(number, 0, text, sheet.fitted(text, look, room, least))


def _shorter(text: str, points: float, look: Format, *, clauses: bool) -> str:
    """Return what fits of a text: a headline's first clauses, which its last ones only add to."""
    while clauses and "; " in text and text_width(text, look.size, bold=look.bold) > points:
        text = text.rpartition("; ")[0]
    return shortened(text, points, look.size, bold=look.bold)


def nothing_to_ask(scorecard: Scorecard) -> str:
    """Return what stands where there is nothing to ask about: all is well, or much could not be rated."""
    rows = scorecard.rows
    missing = [row for row in rows if row.rating.absence not in (None, *NEVER_RATED)]
    if 2 * len(missing) >= len(rows) > 0:
        see = ": see Data checks" if scorecard.findings else ""
        one = "measure" if len(rows) == 1 else "measures"
        return f"{len(missing)} of {len(rows)} {one} could not be rated{see}."
    if not scorecard.counts.rag.rated:
        return "No measure is rated." if rows else "There are no measures."
    return "Nothing stands out this time."


def _next_used(sheet: Sheet, table: Table, number: int) -> int:
    """The first column of a row that something stands in already."""
    return min((column for column in sheet.columns_in(number) if column), default=len(table.places))


def _key(sheet: Sheet, table: Table, number: int, row: TopRow) -> bool:
    """Write a part of the key in one line; whether there was room for it."""
    at = table.at(table.style.table.key_from) or 0
    if row.tallies and row.key:
        # Behind the tallies, which stand over the columns that they count.
        at = max(sheet.columns_in(number), default=at - 1) + 2
    look = sheet.readable(table.style.look("key"))
    entries = key_entries(row.key, table.scorecard, table.style, table.sets, look)
    points = sheet.span_points(at, len(table.places) - 1)
    for gap in (GAP, NARROW_GAP):
        lines = in_lines(entries, points, gap)
        if len(lines) == 1 and width_of(lines[0]) <= points:
            sheet.put_rich(number, at, lines[0], look)
            return True
    return not entries


def _tallies(sheet: Sheet, table: Table, number: int) -> None:
    style, counts = table.style, table.scorecard.counts
    at = table.tally("ratings")
    if at is not None:
        tallies = [table.tally(n) or 0 for n in ("previous", "outturn")]
        end = min((other for other in tallies if other > at), default=len(table.places))
        _ratings_tally(sheet, table, number, at, end)
    for name, directions in (("previous", counts.previous), ("outturn", counts.outturn)):
        place = table.tally(name)
        if place is not None and directions.compared:
            sheet.put(number, place, _direction_tally(table, directions), style.look("tally"))


def _ratings_tally(sheet: Sheet, table: Table, number: int, at: int, end: int) -> None:
    """Write a chip a band, in the columns from `at` to before `end`.

    Where there are more bands than columns, those that nobody has go first; then a line counts them.
    """
    style, scorecard = table.style, table.scorecard
    rag = scorecard.counts.rag
    names = [*scorecard.bands[::-1], *scorecard.shown_as, NOT_AVAILABLE]
    if len(names) > end - at:
        names = [name for name in names if rag.by_band.get(name)]
    look = style.look("chip_rest", align="left")
    chips = _chips(table, names, at) if len(names) <= end - at else []
    if names and not chips:
        size = sheet.readable(look).size
        line = _counts_in_line(table, names, sheet.span_points(at, end - 1), size)
        sheet.put(number, at, line or None, look)
        return
    for column, (count, chip) in enumerate(chips, start=at):
        sheet.put(number, column, count, chip)
    if at + len(names) < end:
        sheet.put(number, at + len(names), rag.total, replace(look, number='"of "0'))


def _counts_in_line(table: Table, names: Sequence[str], points: float, size: float) -> str:
    """Return "5 Gold, 3 Silver of 8", with as many bands as fit: the counts of all stand on the Summary."""
    rag, statuses = table.scorecard.counts.rag, table.sets.status
    counted = [
        (rag.by_band.get(name, 0), "not rated" if name == NOT_AVAILABLE else statuses.status(name).word)
        for name in names
    ]
    for kept in range(len(counted), -1, -1):
        parts = [f"{count} {name}" for count, name in counted[:kept]]
        left_out = sum(count for count, _ in counted[kept:])
        parts += [f"{left_out} other"] if left_out else []
        line = f"{', '.join(parts)} of {rag.total}"
        if text_width(line, size) <= points:
            return line
    return ""


def _chips(table: Table, names: Sequence[str], at: int) -> list[tuple[int, Format]]:
    """Return each band's count and look, its name in the number format; none where names get unclear.

    A number that does not fit reads ####, so that a name that is too long gives way to its short form.
    """
    style, scorecard, chips = table.style, table.scorecard, []
    shown: set[str] = set()
    for column, band in enumerate(names, start=at):
        count, rest = scorecard.counts.rag.by_band.get(band, 0), band not in scorecard.bands
        symbol = table.sets.status.status(band)
        chip = style.look("chip_rest" if rest else "chip")
        if not rest:
            chip = replace(chip, fill=style.colour(symbol.fill))
        points = room(table.widths[column])
        fitting = (
            name
            for name in _short_forms(symbol, rest=rest)
            if text_width(f"{count} {name}", chip.size, bold=chip.bold) <= points
        )
        name = next(fitting, "")
        if not name or (name in shown and name != _chip_name(symbol, rest=rest)):
            return []
        shown.add(name)
        chips.append((count, replace(chip, number=f"0{quoted(' ' + name)}")))
    return chips


def _short_forms(symbol: Symbol, *, rest: bool) -> Iterator[str]:
    """Yield what may stand behind a count: the name, a spelling of one letter, the initials of words."""
    name = _chip_name(symbol, rest=rest)
    yield name
    yield from (letter for letter in symbol.also if len(letter) == 1 and letter.isalpha())
    initials = "".join(word[0] for word in name.split()).upper()
    if len(initials) > 1 and (rest or initials != "NA"):
        yield initials


def _chip_name(symbol: Symbol, *, rest: bool) -> str:
    """Return what stands behind a count as the cells show it; n/a in words, since a dash counts nothing."""
    shown = symbol.shown if symbol.show == "symbol" else symbol.word
    if not rest:
        return shown
    return shown.lower() if any(map(str.isalpha, shown)) else "not rated"


def _direction_tally(table: Table, counts: DirectionCounts) -> str:
    sets = table.sets.direction
    if sets.by_number:
        # An arrow would count what rose; the words of all three don't fit.
        better = f"{counts.better} better, " if not sets.shown.pooled else ""
        return f"{better}{counts.worse} worse" + ("" if better else f" of {counts.compared}")
    counted = sets.counted()
    return "   ".join(f"{symbol.glyph or symbol.word} {counts.of(effects)}" for symbol, effects in counted)


def _groups(sheet: Sheet, table: Table, number: int) -> None:
    look, before = table.style.look("group"), ""
    for column, place in enumerate(table.places):
        if place.group:
            # Centred across its columns rather than merged: the name stands in the first of them.
            sheet.put(number, column, place.group if place.group != before else None, look)
        before = place.group


def write_edited(sheet: Sheet, table: Table, last: int) -> None:
    """Write the tab's one formula: it says so when hand edits changed the counts."""
    rows = [n for n, row in enumerate(table.style.table.top) if row.show == "edited"]
    formula = edited_formula(table, last)
    if rows and formula:
        sheet.put(rows[0], 0, Formula(formula, ""), table.style.look(table.style.table.top[rows[0]].look))


def edited_formula(table: Table, last: int) -> str:
    """Return a formula that is empty while the words in the table have the counts of the build."""
    scorecard = table.scorecard
    if last < table.first or not scorecard.rows:
        return ""
    tests: list[str] = []
    statuses = status_symbols(table.sets.status, scorecard.names)
    for column in table.of_kind(Kind.STATUS):
        place = range_of(column, table.first, last)
        for band, symbol in zip(scorecard.names, statuses, strict=True):
            tests.append(_count_test(place, spellings(symbol), scorecard.counts.rag.by_band.get(band, 0)))
    for column in table.of_kind(Kind.DIRECTION):
        place = range_of(column, table.first, last)
        of_outturn = table.places[column].column.key.startswith("outturn")
        counts = scorecard.counts.outturn if of_outturn else scorecard.counts.previous
        for _, effects in table.sets.direction.counted():
            symbols = table.sets.direction.all_of(effects)
            words = dict.fromkeys(word for symbol in symbols for word in spellings(symbol))
            tests.append(_count_test(place, [*words], counts.of(effects)))
    formula = f'IF(AND({",".join(tests)}),"",{literal(EDITED)})'
    return formula if tests and len(formula) < LONGEST_FORMULA else ""


def _count_test(place: str, words: Sequence[str], count: int) -> str:
    return "+".join(f"COUNTIF({place},{literal(_plain(word))})" for word in words) + f"={count}"


def _plain(word: str) -> str:
    """A criterion that means the word itself, though it may hold COUNTIF's wild cards."""
    return "".join("~" + character if character in "~*?" else character for character in word)
