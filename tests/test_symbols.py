"""Symbol sets: the word in the cell, the glyph in its format, and what a new set needs."""

import pytest

from scorecard_xl.config import load_config
from scorecard_xl.errors import ConfigError
from scorecard_xl.layout.rules import spellings, status_symbols
from scorecard_xl.model import Direction, DirectionShown, Effect, Movement, Rag
from scorecard_xl.style import load_style
from scorecard_xl.symbols import chosen, symbol_set
from scorecard_xl.travel_symbols import for_directions
from test_style import contrast

SETS = load_config().symbols


def direction(effect: Effect, movement: Movement) -> Direction:
    return Direction(effect, movement, "", effect)


@pytest.mark.parametrize(
    ("name", "effect", "movement", "word", "shown"),
    [
        ("coloured_arrows", Effect.BETTER, Movement.DOWN, "Improved", "▲ Improved"),
        ("coloured_arrows", Effect.WORSE, Movement.UP, "Worsened", "▼ Worsened"),
        ("coloured_arrows", Effect.NOT_COMPARABLE, Movement.UP, "Up", "↑ Up"),
        ("coloured_arrows", Effect.NOT_COMPARABLE, Movement.NONE, "n/a", "–"),
        ("plain_arrows", Effect.SAME, Movement.LEVEL, "Static", "→"),
        ("plain_arrows", Effect.NOT_COMPARABLE, Movement.UP, "n/a", "–"),
        ("smileys", Effect.WORSE, Movement.UP, "Worsened", "☹"),
    ],
)
def test_directions(name: str, effect: Effect, movement: Movement, word: str, shown: str) -> None:
    symbol = for_directions(chosen(name, SETS), DirectionShown()).symbol(direction(effect, movement))
    assert (symbol.word, symbol.shown) == (word, shown)


@pytest.mark.parametrize(
    ("name", "band", "word", "shown"),
    [
        ("words", Rag.AMBER, "Amber", "Amber"),
        ("words", Rag.NOT_RATED, "n/a", "Not rated"),
        ("plain_words", Rag.NOT_RATED, "n/a", "n/a"),
        ("letters", Rag.RED, "Red", "R"),
        ("letters", Rag("Blue"), "Blue", "Blue"),
        ("words", Rag("Red-Amber"), "Red-Amber", "Red-Amber"),
    ],
)
def test_statuses(name: str, band: Rag, word: str, shown: str) -> None:
    symbol = chosen(name, SETS).status(band)
    assert (symbol.word, symbol.shown) == (word, shown)


def test_a_word_s_format_takes_back_what_another_showed() -> None:
    assert chosen("words", SETS).status(Rag.GREEN).number.endswith(";@")


def test_an_unknown_band_gets_the_catch_all() -> None:
    assert chosen("words", SETS).status(Rag("Turquoise")).fill == "neutral"


def test_every_shipped_set_can_be_read() -> None:
    for name in SETS:
        assert chosen(name, SETS).about


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"meanings": {"Red": {"glyf": "R"}}}, 'did you mean "glyph"'),
        ({"meanings": {"Red": {"show": "never"}}}, "show is both or symbol or word"),
        ({"meanings": {"Red": "R"}}, "write it as"),
        ({"meanings": {"Red": {"bold": "very"}}}, "bold can't be 'very'"),
        ({}, "list its symbols under `meanings`"),
    ],
)
def test_a_misspelt_set_is_one_sentence(raw: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        symbol_set("mine", raw)


def test_a_set_that_is_not_there() -> None:
    with pytest.raises(ConfigError, match='did you mean "words"'):
        chosen("wordz", SETS)


BANDS = {name: rule for rule in load_config().ratings.rules.values() for name in rule.names}


@pytest.mark.parametrize("name", ["words", "plain_words", "letters", "shapes"])
def test_every_band_of_a_shipped_rule_has_a_colour_to_read_it_on(name: str) -> None:
    style = load_style("default")
    for band in BANDS:
        symbol = chosen(name, SETS).status(band)
        assert symbol.fill, band
        assert contrast(style.colour(symbol.colour), style.colour(symbol.fill)) >= 4.5, band
        assert symbol.word == band  # which the cell holds, whatever it shows


def test_one_band_s_letter_is_no_other_band_s_name() -> None:
    symbols = status_symbols(chosen("words", SETS), ["Red", "Amber", "Green", "D", "C", "B", "A", "n/a"])
    assert [symbol.word for symbol in symbols if "A" in spellings(symbol)] == ["A"]
