"""How each kind of column content becomes a cell: the value that it holds and its format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from ..columns import NOTHING, RIGHT, Column, Content, Kind, aimed_beyond, fraction, range_words
from ..figures import HUNDRED, decimals_of, grouped, rounded
from ..formats import SHARE, SMALL_SHARE, WORDS, Alignment, Format, digits, figure, signed
from ..model import Direction, Outlook, Polarity, RatedMeasure, Unit
from ..rating_rules import WORST
from ..ratings.amounts import decimals_needed
from ..style import Style
from ..symbols import Symbol, SymbolSet
from ..travel_symbols import DirectionSymbols
from .plan import Value

PREFIXES = {Polarity.HIGH: "at least ", Polarity.LOW: "at most ", Polarity.TARGET: "about "}
MOST_DECIMALS = 3  # of an exact target or case count; the result keeps its published ones
LARGEST_EXACT = 10**15  # Excel keeps 15 digits: a longer ref stays text


class Sets(Struct, frozen=True):
    """The symbol sets that a style chose for each kind of meaning."""

    status: SymbolSet
    direction: DirectionSymbols
    forecast: SymbolSet


class Drawer(Struct, frozen=True):
    """Draws the cells of one column: knows the style and what the column's figures have in common."""

    style: Style
    sets: Sets
    column: Column
    look: Format
    alignment: Alignment

    def cell(self, row: RatedMeasure, look: Format) -> tuple[Value, Format]:
        """Return value and format of the column's cell in a row; `look` is the column's, or like it."""
        return DRAW[self.column.kind](self, row, self.column.value(row), look)


def looked(style: Style, look: Format, symbol: Symbol) -> Format:
    """Return a look with a symbol's colour, fill, font and number format over it."""
    return replace(
        look,
        colour=style.colour(symbol.colour) or look.colour,
        fill=style.colour(symbol.fill) or look.fill,
        bold=symbol.bold,
        font=symbol.font or look.font,
        size=symbol.size or look.size,
        number=symbol.number,
    )


def _words(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    text = str(content or "")
    wrap = drawer.column.kind is Kind.TEXT
    return (text or None, replace(look, wrap=wrap)) if text != NOTHING else _nothing(drawer, look)


def _nothing(drawer: Drawer, look: Format) -> tuple[Value, Format]:
    """A muted dash: there is no figure, and that is no oversight."""
    return NOTHING, replace(look, colour=drawer.style.colour("muted"), bold=False)


def _ref(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    text = str(content)
    plain = (
        text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") and int(text) < LARGEST_EXACT
    )
    # A number typed as text would carry Excel's green warning triangle.
    return (int(text), replace(look, number="0")) if plain else (text, replace(look, number=WORDS, wrap=True))


def _status(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    symbol = drawer.sets.status.status(str(content))
    return symbol.word, looked(drawer.style, look, symbol)


def _direction(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    assert isinstance(content, Direction)
    symbol = drawer.sets.direction.symbol(content, row.rating)
    return symbol.word, looked(drawer.style, look, symbol)


def _forecast(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    assert isinstance(content, Outlook)
    symbol = drawer.sets.forecast.outlook(content)
    return symbol.word, looked(drawer.style, look, symbol)


def _figure(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    measure = row.measure
    if not isinstance(content, Decimal):
        words = figure(Unit.NUMBER, 0, drawer.alignment)
        if not content:
            return _nothing(drawer, replace(look, number=words))
        return str(content), replace(
            look, number=WORDS, bold=False, colour=drawer.style.colour("muted"), wrap=True
        )
    decimals = _decimals(content, measure.decimals, exact=drawer.column.kind is Kind.TARGET)
    prefix = target_prefix(drawer.style, row) if drawer.column.kind is Kind.TARGET else ""
    number = figure(measure.unit, decimals, drawer.alignment, prefix)
    return held(content, measure.unit), replace(look, number=number)


def _target(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    if content is None:
        content = range_words(row) or row.standards.target_words
    if isinstance(content, str) and content:
        return content, replace(look, number=WORDS, wrap=True)
    return _figure(drawer, row, content, look)


def _count(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    if not isinstance(content, Decimal):
        return _nothing(drawer, replace(look, number=figure(Unit.NUMBER, 0, drawer.alignment)))
    decimals = min(MOST_DECIMALS, decimals_of(content))
    return float(content), replace(look, number=digits(decimals) + drawer.alignment.after(decimals))


def _gap(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    if not isinstance(content, Decimal):
        return _nothing(drawer, replace(look, number=figure(Unit.NUMBER, 0, drawer.alignment)))
    decimals = row.measure.decimals
    if content and not rounded(content, decimals):
        # A change that the published decimals don't show is said, not printed as 0.0.
        smallest = Decimal(1).scaleb(-decimals)
        return f"{'+' if content > 0 else '−'}<{smallest}", replace(
            look, number=WORDS + "_)" * drawer.alignment.air
        )
    return float(content), replace(look, number=signed(decimals, drawer.alignment))


def _share(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    if not isinstance(content, Decimal):
        return _nothing(drawer, look)
    small = content and not rounded(content, 2)
    if content < 0 and row.rating.met:
        # Words: a bar would say "missed" of a result that is within the Green tolerance or the range.
        return "−<1%" if small else f"{grouped(content * HUNDRED, 0)}%", replace(look, number=WORDS)
    return float(rounded(content, 4)), replace(look, number=SMALL_SHARE if small else SHARE)


def _blank(drawer: Drawer, row: RatedMeasure, content: Content, look: Format) -> tuple[Value, Format]:
    return None, look


DRAW: Mapping[Kind, Callable[[Drawer, RatedMeasure, Content, Format], tuple[Value, Format]]] = {
    Kind.REF: _ref,
    Kind.TEXT: _words,
    Kind.LABEL: _words,
    Kind.STATUS: _status,
    Kind.DIRECTION: _direction,
    Kind.FORECAST: _forecast,
    Kind.FIGURE: _figure,
    Kind.TARGET: _target,
    Kind.COUNT: _count,
    Kind.GAP: _gap,
    Kind.SHARE: _share,
    Kind.TREND: _blank,
}


def held(value: Decimal, unit: Unit) -> float:
    """Return a published value as the number that a cell holds: percentages as fractions.

    >>> held(Decimal("60.7"), Unit.PERCENT), held(Decimal(26), Unit.NUMBER)
    (0.607, 26.0)
    """
    return float(fraction(value) if unit is Unit.PERCENT else value)


def alignment(column: Column, rows: Sequence[RatedMeasure], *, air: bool) -> Alignment:
    """Return what the figures of a column have in common over all rows."""
    if column.kind not in RIGHT or column.kind is Kind.SHARE:
        return Alignment(air=air)
    most, percent = 0, False
    exact = column.kind is Kind.TARGET
    for row in rows:
        content = column.value(row)
        if isinstance(content, Decimal):
            own = (
                min(MOST_DECIMALS, decimals_of(content))
                if column.kind is Kind.COUNT
                else row.measure.decimals
            )
            most = max(most, _decimals(content, own, exact=exact))
            percent = percent or (column.kind not in (Kind.COUNT, Kind.GAP) and row.measure.is_percentage)
    return Alignment(most, percent, air)


def target_prefix(style: Style, row: RatedMeasure) -> str:
    """Return what stands before a row's target: "under " in every style, "at least " where it has words."""
    beyond = aimed_beyond(row.measure, row.standards)
    return beyond or (PREFIXES.get(row.measure.polarity, "") if style.table.target_words else "")


def _decimals(value: Decimal, published: int, *, exact: bool) -> int:
    """A target is shown in full, since it is never rounded; results at their published decimals."""
    return max(published, min(MOST_DECIMALS, decimals_needed(value, published))) if exact else published


def is_emphasised(row: RatedMeasure, bands: Sequence[str], worst: Sequence[str]) -> bool:
    """Whether the row's measure is set in bold: `bands` may name `worst`, the last band of the row's rule.

    The argument of that name holds those of all rules, for rows whose own bands nobody worked out.
    """
    rating = row.rating
    if not rating.is_rated:
        return False
    is_worst = rating.rag == rating.bands.rest if rating.bands else rating.rag in worst
    return rating.rag in bands or (WORST in bands and is_worst)
