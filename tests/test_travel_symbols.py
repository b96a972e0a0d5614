"""Symbols of directions: what the settings make of a set, and that no two meanings look or read alike."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from layout.sample import scorecard
from scorecard_xl.config import load_config
from scorecard_xl.errors import ConfigError
from scorecard_xl.explain import explain
from scorecard_xl.layout import lay_out
from scorecard_xl.layout.plan import Formula, SheetPlan
from scorecard_xl.model import (
    Absence,
    Comparator,
    Direction,
    DirectionShown,
    Effect,
    Movement,
    Rag,
    Rating,
)
from scorecard_xl.style import load_style, style_names
from scorecard_xl.symbols import chosen, symbol_set
from scorecard_xl.travel_symbols import DirectionSymbols, for_directions
from test_style import SMALLEST_CONTRAST, contrast
from tools.memory import assess_book, one_measure, row_of, said, settings, workbook

SETS = load_config().symbols
FOR_DIRECTIONS = [name for name in SETS if "improved" in SETS[name]["meanings"]]
WITH_ARROWS = [name for name in FOR_DIRECTIONS if SETS[name].get("arrows")]
BETTER, SAME, WORSE, NEITHER = Effect.BETTER, Effect.SAME, Effect.WORSE, Effect.NOT_COMPARABLE


def directions(name: str, **shown: str) -> DirectionSymbols:
    return for_directions(chosen(name, SETS), DirectionShown(**shown))


def went(effect: Effect, movement: Movement, computed: Effect | None = None, **more: object) -> Direction:
    return Direction(effect, movement, "", computed or effect, **more)  # type: ignore[arg-type]


def rated(rag: Rag) -> Rating:
    return Rating(rag, "", rag, "")


# ---- arrows that show the number ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "effect", "movement", "word", "shown", "colour"),
    [
        ("coloured_arrows", BETTER, Movement.UP, "Up, improved", "▲ Improved", "better"),
        ("coloured_arrows", BETTER, Movement.DOWN, "Down, improved", "▼ Improved", "better"),
        ("coloured_arrows", WORSE, Movement.UP, "Up, worsened", "▲ Worsened", "worse"),
        ("coloured_arrows", WORSE, Movement.DOWN, "Down, worsened", "▼ Worsened", "worse"),
        ("coloured_arrows", SAME, Movement.UP, "Up, static", "▲ Static", "muted"),
        ("coloured_arrows", SAME, Movement.LEVEL, "Level, static", "► Static", "muted"),
        ("coloured_arrows", NEITHER, Movement.UP, "Up", "↑ Up", "muted"),
        ("coloured_arrows", NEITHER, Movement.NONE, "n/a", "–", "muted"),
        # an arrow alone would leave performance to the colour
        ("plain_arrows", BETTER, Movement.DOWN, "Down, improved", "↓ Improved", "better"),
        ("plain_arrows", NEITHER, Movement.DOWN, "n/a", "–", "muted"),
    ],
)
def test_the_arrow_is_the_number_and_word_and_colour_the_performance(
    name, effect, movement, word, shown, colour
):
    symbol = directions(name, arrow="number").symbol(went(effect, movement))
    assert (symbol.word, symbol.shown, symbol.colour) == (word, shown, colour)


def test_an_override_against_the_figures_has_no_arrow():
    symbol = directions("coloured_arrows", arrow="number").symbol(went(WORSE, Movement.LEVEL, SAME))
    assert (symbol.word, symbol.shown, symbol.colour) == ("Worsened", "Worsened", "worse")


def test_a_set_without_arrows_is_refused_in_one_sentence():
    with pytest.raises(ConfigError, match="symbol set smileys has no arrows: choose coloured_arrows"):
        directions("smileys", arrow="number")


@pytest.mark.parametrize("word", ["Up", "▲", "↑", "→", "Down"])
def test_an_override_that_may_mean_the_number_is_not_understood(word, tmp_path):
    path = tmp_path / "number.yaml"
    path.write_text("direction: {arrow: number}", encoding="utf-8")
    results = [{"Ref": "1", "Period": when, "Value": 4} for when in ("Jan 2015", "Feb 2015")]
    row = {
        "Ref": "1", "Period": "Feb 2015", "Direction override": word, "Reason": "So it is.", "Owner": "Head",
    }  # fmt: skip
    sheets = workbook([{"Ref": "1", "Measure": "Visits", "Polarity": "Low"}], results, Commentary=[row])
    usual = assess_book(sheets)
    assert row_of(usual).previous.override is not None
    assessed = assess_book(sheets, config=load_config(path))
    assert row_of(assessed).previous.override is None
    assert "none of Improved, Static, Worsened or n/a" in said(assessed, "override not understood")[0]


# ---- pooled, grey and by target ------------------------------------------------------------------


@pytest.mark.parametrize(("effect", "word"), [(BETTER, "Improved or static"), (SAME, "Improved or static")])
def test_pooled(effect, word):
    symbols = directions("coloured_arrows", same="pooled")
    assert symbols.symbol(went(effect, Movement.UP)).word == word
    assert symbols.of_effect(effect).word == word
    assert [(symbol.word, effects) for symbol, effects in symbols.counted()] == [
        ("Improved or static", (BETTER, SAME)),
        ("Worsened", (WORSE,)),
    ]


def test_pooled_words_may_be_a_set_s_own():
    raw = {
        "meanings": {**SETS["smileys"]["meanings"], "improved or static": {"word": "No worse", "glyph": "☺"}}
    }
    symbols = for_directions(symbol_set("mine", raw), DirectionShown(same="pooled"))
    assert symbols.of_effect(SAME).shown == "☺ No worse"


@pytest.mark.parametrize(
    ("name", "setting", "word"),
    [
        ("coloured_arrows", "symbols", "Up"),
        ("coloured_arrows", "movement", "Up"),
        ("coloured_arrows", "none", "n/a"),
        ("plain_arrows", "symbols", "n/a"),
        ("plain_arrows", "movement", "Up"),
        ("plain_arrows", "none", "n/a"),
        ("smileys", "movement", "n/a"),  # it has no arrows
    ],
)
def test_without_polarity(name, setting, word):
    symbol = directions(name, without_polarity=setting).symbol(went(NEITHER, Movement.UP))
    assert (symbol.word, symbol.colour) == (word, "muted")


@pytest.mark.parametrize(
    ("rag", "word"),
    [
        (Rag.GREEN, "Worsened, on target"),
        (Rag.AMBER, "Worsened, off target"),
        (Rag.RED, "Worsened, off target"),
        (Rag.NOT_RATED, "Worsened"),
        (Rag("Blue"), "Worsened"),  # a band of the scale's own says neither
    ],
)
def test_a_decline_within_target_is_told_from_one_beyond_it(rag, word):
    assert directions("six_symbols").symbol(went(WORSE, Movement.UP), rated(rag)).word == word


def test_why_there_is_no_direction_may_have_its_own_symbol():
    nothing = went(NEITHER, Movement.NONE, absence=Absence.NO_COMPARATOR)
    assert directions("six_symbols").symbol(nothing).word == "No earlier figure"
    assert directions("coloured_arrows").symbol(nothing).word == "n/a"
    # a month's own figure of last March is an earlier figure, but no outturn
    outturn = replace(nothing, comparator=Comparator.OUTTURN)
    assert directions("six_symbols").symbol(outturn).word == "No outturn"
    assert directions("coloured_arrows").symbol(outturn).word == "n/a"
    suppressed = went(NEITHER, Movement.NONE, absence=Absence.SUPPRESSED)
    assert directions("six_symbols").symbol(suppressed).word == "n/a"


def test_the_words_of_variation_are_for_variation_alone():
    symbols = directions("variation")
    assert symbols.symbol(went(SAME, Movement.LEVEL, comparator=Comparator.VARIATION)).word == "Common cause"
    assert symbols.symbol(went(SAME, Movement.LEVEL, comparator=Comparator.OUTTURN)).word == "Static"
    # a set without them says it in its plain words
    plain = directions("coloured_arrows").symbol(went(SAME, Movement.LEVEL, comparator=Comparator.VARIATION))
    assert plain.word == "Static"


def test_the_best_may_have_its_own_symbol():
    raw = {"meanings": {**SETS["smileys"]["meanings"], "static at best": {"word": "At best"}}}
    symbols = for_directions(symbol_set("mine", raw), DirectionShown())
    assert symbols.symbol(went(SAME, Movement.LEVEL, at_best=True)).word == "At best"


@pytest.mark.parametrize("wrong", ["worsend on target", "improved off", "nothing to compare"])
def test_a_misspelt_meaning_is_refused(wrong):
    raw = {"meanings": {**SETS["smileys"]["meanings"], wrong: {"glyph": "x"}}}
    with pytest.raises(ConfigError, match=f"no direction is called '{wrong}'; did you mean"):
        for_directions(symbol_set("mine", raw), DirectionShown())


@pytest.mark.parametrize("arrows", [{"up": "↑"}, "↑", {"up": "↑", "level": "→", "down": "↓", "left": "←"}])
def test_arrows_are_three(arrows):
    with pytest.raises(ConfigError, match="write its arrows as"):
        symbol_set("mine", {"arrows": arrows, "meanings": {}})


# ---- what holds for every set --------------------------------------------------------------------

SHOWN = [
    pytest.param(
        name, {"arrow": arrow, "same": same, "without_polarity": grey}, id=f"{name} {arrow} {same} {grey}"
    )
    for name in FOR_DIRECTIONS
    for arrow in ("performance", "number")
    for same in ("apart", "pooled")
    for grey in ("symbols", "movement", "none")
    if arrow == "performance" or name in WITH_ARROWS
]


@pytest.mark.parametrize(("name", "shown"), SHOWN)
def test_no_two_meanings_read_or_look_alike_but_for_their_colour(name, shown):
    symbols = directions(name, **shown).all()
    words = [word.casefold() for symbol in symbols for word in {symbol.word, *symbol.also}]
    assert len(words) == len(set(words)), "an edited cell would not know its colour"
    looks = [symbol.shown for symbol in symbols]
    assert len(looks) == len(set(looks)), "colour alone would tell them apart"


@pytest.mark.parametrize(("name", "shown"), SHOWN)
@pytest.mark.parametrize("style", [style for style, _ in style_names()])
def test_every_symbol_can_be_read_on_its_ground(style, name, shown):
    colours = load_style(style)
    for symbol in directions(name, **shown).all():
        ground = colours.colour(symbol.fill) if symbol.fill else "FFFFFF"
        assert contrast(colours.colour(symbol.colour), ground) >= SMALLEST_CONTRAST, symbol


@pytest.mark.parametrize("style", [style for style, _ in style_names()])
@pytest.mark.parametrize("name", [name for name in SETS if name not in FOR_DIRECTIONS])
def test_so_can_those_of_ratings_and_forecasts(style, name):
    colours = load_style(style)
    for symbol in chosen(name, SETS).meanings.values():
        ground = colours.colour(symbol.fill) if symbol.fill else "FFFFFF"
        assert contrast(colours.colour(symbol.colour), ground) >= SMALLEST_CONTRAST, symbol


# ---- on the tabs ---------------------------------------------------------------------------------


def plan(tmp_path: Path, symbols: str, **shown: str) -> SheetPlan:
    path = tmp_path / "mine.yaml"
    path.write_text(f"extends: default\ndescription: mine\nsymbols: {{direction: {symbols}}}")
    config = load_config()
    card = replace(scorecard(), directions=DirectionShown(**shown))
    return lay_out(card, load_style(str(path)), config.tabs, config.symbols)[0]


@pytest.mark.parametrize(
    ("symbols", "shown", "words"),
    [
        ("coloured_arrows", {"arrow": "number"}, {"Up, improved", "Down, worsened", "Improved", "Up"}),
        ("coloured_arrows", {"same": "pooled"}, {"Improved or static", "Improved", "Static", "Worsened"}),
        ("six_symbols", {}, {"Worsened, on target", "Worsened, off target", "No earlier figure"}),
    ],
)
def test_an_edited_word_is_recoloured(symbols, shown, words, tmp_path):
    rules = " ".join(rule.formula for rule in plan(tmp_path, symbols, **shown).frame.rules)
    assert all(f'="{word}"' in rules for word in words)


@pytest.mark.parametrize("shown", [{"arrow": "number"}, {"same": "pooled"}, {}])
@pytest.mark.parametrize("symbols", ["coloured_arrows", "six_symbols", "variation"])
def test_the_counts_know_every_word_that_may_stand_in_a_cell(symbols, shown, tmp_path):
    """Evaluate the formula that tells hand edits as Excel would: nothing was edited yet."""
    drawn = plan(tmp_path, symbols, **shown)
    cells = {
        (n, at): cell[0] for n, row in enumerate(drawn.rows) for at, cell in enumerate(row.cells) if cell
    }
    formula = next(value for value in cells.values() if isinstance(value, Formula)).text

    def count(found: re.Match[str]) -> str:
        column, first, last, word = found.groups()
        at = ord(column) - ord("A")
        values = [str(cells.get((n, at), "")).casefold() for n in range(int(first) - 1, int(last))]
        return str(values.count(word.replace("~", "").casefold()))

    counted = re.sub(r'COUNTIF\(\$(\w)\$(\d+):\$\w\$(\d+),"([^"]*)"\)', count, formula)
    tests = re.findall(r"[\d+]+=\d+", counted)
    assert len(tests) > 6
    for test in tests:
        left, _, right = test.partition("=")
        assert sum(map(int, left.split("+"))) == int(right), formula


def test_a_second_comparison_can_be_left_out():
    usual = load_config()
    config = settings(direction=replace(usual.direction, second=None))
    results = {"Mar 2014": 1, "Jan 2015": 3, "Feb 2015": 2}
    blocks = {}
    for name, chosen_config in (("one", config), ("two", usual)):
        assessed = one_measure(results, config=chosen_config, Polarity="High", Data_period="SS")
        summary = lay_out(assessed.scorecard, load_style("default"), usual.tabs, usual.symbols)[1]
        told = [sentence for sentence in assessed.scorecard.sentences if sentence.startswith("Compared")]
        headings = [cell[0] for row in summary.rows for cell in row.cells if cell]
        blocks[name] = [str(text) for text in headings if str(text).startswith("Since")], len(told)
        if name == "one":
            outturn = row_of(assessed).outturn
            assert (outturn.absence, outturn.effect) == (Absence.NOT_COMPARED, NEITHER)
            assert "Since the outturn" not in explain(assessed, "1")
    assert blocks["one"] == (["Since January 2015"], 1)
    assert blocks["two"] == (["Since January 2015", "Since March 2014"], 2)
