"""Conditional formats: one rule a meaning of a symbol set and a catch-all, so that edits recolour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ..errors import column_letters
from ..style import Style
from ..symbols import OTHER, Symbol, SymbolSet
from .plan import Rule


def literal(text: str) -> str:
    """Return text as it stands in a formula.

    >>> print(literal('a "best" band'), "in quotes")
    "a ""best"" band" in quotes
    """
    return '"' + text.replace('"', '""') + '"'


def spellings(symbol: Symbol) -> list[str]:
    """Return the word and whatever else may be typed for it, each once whichever its case."""
    return list({word.casefold(): word for word in (symbol.word, *symbol.also)[::-1]}.values())[::-1]


def is_any(cell: str, words: Sequence[str]) -> str:
    """Return a condition that holds when a cell has one of the words; Excel ignores their case.

    >>> is_any("$F6", ["Green", "G"])
    'OR($F6="Green",$F6="G")'
    """
    tests = [f"{cell}={literal(word)}" for word in words]
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"


def cell_of(column: int, row: int) -> str:
    """Return the address that a rule's formula uses: the column fixed, the row moving along."""
    return f"${column_letters(column + 1)}{row + 1}"


def status_symbols(sets: SymbolSet, names: Iterable[str]) -> list[Symbol]:
    """Return the symbols of all that a status may read.

    What is one band's short spelling may be another band's name: A is no Amber beside bands A to D.
    """
    symbols = [sets.status(name) for name in names]
    words = {symbol.word.casefold() for symbol in symbols}
    return [
        replace(symbol, also=tuple(word for word in symbol.also if word.casefold() not in words))
        if words.intersection(map(str.casefold, symbol.also))
        else symbol
        for symbol in symbols
    ]


def forecast_symbols(sets: SymbolSet) -> list[Symbol]:
    """Return all symbols of a forecast set."""
    return [symbol for meaning, symbol in sets.meanings.items() if meaning != OTHER]


def symbol_rules(
    style: Style, symbols: Sequence[Symbol], rest: Symbol | None, column: int, row: int
) -> list[Rule]:
    """Return the rules of one column of symbols, for a table that begins in `row`.

    `rest` is the look of any other word, None to leave such words as they are.
    """
    cell = cell_of(column, row)
    pairs = [(is_any(cell, spellings(symbol)), symbol) for symbol in symbols]
    if rest is not None:
        pairs.append((f"LEN({cell})>0", rest))
    return [
        Rule(
            column,
            column,
            formula,
            colour=style.colour(symbol.colour),
            # White, not none: the rule has to cover the fill that the cell was built with.
            fill=style.colour(symbol.fill or "white"),
            number=symbol.number,
            bold=symbol.bold or None,
        )
        for formula, symbol in pairs
    ]


def emphasis(symbols: Sequence[Symbol], status_column: int, last: int, row: int) -> Rule:
    """Return the rule that sets the first columns in bold where the status asks for it."""
    words = [word for symbol in symbols for word in spellings(symbol)]
    return Rule(0, last, is_any(cell_of(status_column, row), words), bold=True, final=False)
