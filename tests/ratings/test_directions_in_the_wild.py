"""Every published rule for the direction of travel, as configuration: settings, figures, what is shown."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scorecard_xl.config import Config, load_config, read_yaml
from scorecard_xl.hosts.closed import ClosedFile
from scorecard_xl.model import Direction, RatedMeasure
from scorecard_xl.pipeline import Options, build
from scorecard_xl.symbols import Symbol, chosen
from scorecard_xl.travel_symbols import for_directions
from tools.memory import one_measure, record_of, row_of
from tools.required import REPOSITORY, shared

HIGH, LOW, NEAR, NONE = ({"Polarity": word} for word in ("High", "Low", "Target", "None"))
PERCENT = {"Unit": "%", "Decimals": 1}


@dataclass(frozen=True)
class Rule:
    """A published rule: the settings that make it, the symbol set, and what they show.

    A line: the measure, its figures, the direction asked for (first or second), then the effect, the
    number's movement, and the symbol's word and glyph.
    """

    settings: str
    symbols: str
    lines: tuple[tuple[Mapping[str, Any], Mapping[str, Any], str, str, str, str, str], ...]


def pair(then: Any, now: Any) -> dict[str, Any]:
    return {"Jan 2015": then, "Feb 2015": now}


MONTHS = [f"{month} 2014" for month in "Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()]
MONTHS += ["Jan 2015", "Feb 2015"]


def series(*values: Any) -> dict[str, Any]:
    """Figures up to February 2015; None leaves one out."""
    named = zip(MONTHS[-len(values) :], values, strict=True)
    return {month: value for month, value in named if value is not None}


def quarters(year: int, *values: Any) -> dict[str, Any]:
    names = [f"Q{quarter} {year}-{(year + 1) % 100:02}" for quarter in (1, 2, 3, 4)]
    return dict(zip(names, values, strict=False))


QUARTERLY = {"Frequency": "Quarterly"}
IN_RANGE = {"Range low": 10, "Range high": 20, **NEAR}
TARGET_80 = {"Target": 80, **HIGH}

RULES = {
    "any change counts, polarity-aware": Rule(
        "",
        "plain_arrows",
        (
            (HIGH, pair(83.6, 83.7), "first", "improved", "Up", "Improved", "↑"),
            (HIGH, pair(83.7, 83.6), "first", "worsened", "Down", "Worsened", "↓"),
            (LOW, pair(22, 26), "first", "worsened", "Up", "Worsened", "↓"),
            (LOW, pair(26, 22), "first", "improved", "Down", "Improved", "↑"),
            (HIGH, pair(60.7, 60.7), "first", "static", "Level", "Static", "→"),
            (NONE, pair(544, 528), "first", "n/a", "Down", "n/a", "–"),
        ),
    ),
    "static within 10%": Rule(
        "direction: {static_tolerance: 10%, static_by_rounding: yes}",
        "smileys",
        (
            (HIGH, pair(50, 55), "first", "static", "Up", "Static", "😐"),
            (HIGH, pair(50, 56), "first", "improved", "Up", "Improved", "☺"),
            (HIGH, pair(50, 45), "first", "static", "Down", "Static", "😐"),
            (HIGH, pair(50, 44), "first", "worsened", "Down", "Worsened", "☹"),
            (LOW, pair(50, 56), "first", "worsened", "Up", "Worsened", "☹"),
            # beyond 10%, but the same as published
            (LOW | {"Unit": "days", "Decimals": 0}, pair(0.9, 1.2), "first", "static", "Up", "Static", "😐"),
        ),
    ),
    "regression": Rule(
        "direction: {first: Trend, trend_periods: 4}",
        "coloured_arrows",
        (
            (HIGH, series(1, 4, 3, 2), "first", "improved", "Up", "Improved", "▲"),  # the last two fell
            (LOW, series(1, 4, 3, 2), "first", "worsened", "Up", "Worsened", "▼"),
            (HIGH, series(1, 2, 2, 1), "first", "static", "Level", "Static", "►"),
            (HIGH, series(9, 0, 1, 2, 3), "first", "improved", "Up", "Improved", "▲"),  # the 9 is too old
            (HIGH, series(5, None, 3, 2), "first", "worsened", "Down", "Worsened", "▼"),
            (HIGH, series(3, None, None, 2), "first", "n/a", "n/a", "n/a", "–"),  # two figures are no trend
            (NONE, series(1, 2, 3), "first", "n/a", "Up", "Up", "↑"),
        ),
    ),
    "arrow = number, colour = performance": Rule(
        "direction: {arrow: number}",
        "coloured_arrows",
        (
            (HIGH, pair(1, 2), "first", "improved", "Up", "Up, improved", "▲"),
            (HIGH, pair(2, 1), "first", "worsened", "Down", "Down, worsened", "▼"),
            (LOW, pair(1, 2), "first", "worsened", "Up", "Up, worsened", "▲"),
            (LOW, pair(2, 1), "first", "improved", "Down", "Down, improved", "▼"),
            (HIGH, pair(1, 1), "first", "static", "Level", "Level, static", "►"),
            ({**NEAR, "Target": 45}, pair(50, 47), "first", "improved", "Down", "Down, improved", "▼"),
            (NONE, pair(1, 2), "first", "n/a", "Up", "Up", "↑"),
        ),
    ),
    "arrow = performance": Rule(
        "direction: {arrow: performance}",
        "coloured_arrows",
        (
            (HIGH, pair(1, 2), "first", "improved", "Up", "Improved", "▲"),
            (LOW, pair(1, 2), "first", "worsened", "Up", "Worsened", "▼"),
            (LOW, pair(2, 1), "first", "improved", "Down", "Improved", "▲"),
            (LOW, pair(1, 1), "first", "static", "Level", "Static", "►"),
        ),
    ),
    "short and long": Rule(
        "direction: {first: Previous period, second: Same period last year, cumulative: Outturn}",
        "coloured_arrows",
        (
            (HIGH | QUARTERLY, quarters(2014, 5, 6), "first", "improved", "Up", "Improved", "▲"),
            (
                HIGH | QUARTERLY,
                quarters(2013, 1, 9) | quarters(2014, 5, 6),
                "second", "worsened", "Down", "Worsened", "▼",
            ),
            # where figures cumulate: with the same quarter of the year before, never with the quarter before
            (
                LOW | QUARTERLY | {"Data period": "YTD"},
                quarters(2013, 4, 9, 14, 20) | quarters(2014, 5, 8),
                "first", "improved", "Down", "Improved", "▲",
            ),
            # at the year's end: with the annual prior
            (
                LOW | QUARTERLY | {"Data period": "YTD"},
                quarters(2013, 4, 9, 14, 20) | quarters(2014, 5, 8, 15, 21),
                "first", "worsened", "Up", "Worsened", "▼",
            ),
            # a share for the year to date does not cumulate
            (
                HIGH | QUARTERLY | PERCENT | {"Data period": "YTD"},
                quarters(2013, 4, 9) | quarters(2014, 5, 8),
                "first", "improved", "Up", "Improved", "▲",
            ),
        ),
    ),
    "vs same period last year only, improved/same pooled": Rule(
        "direction: {first: Same period last year, second: none, same: pooled}",
        "coloured_arrows",
        (
            (HIGH, {"Feb 2014": 3, "Jan 2015": 9, "Feb 2015": 4}, "first", "improved", "Up",
             "Improved or static", "▲"),
            (HIGH, {"Feb 2014": 4, "Feb 2015": 4}, "first", "static", "Level", "Improved or static", "▲"),
            (HIGH, {"Feb 2014": 5, "Feb 2015": 4}, "first", "worsened", "Down", "Worsened", "▼"),
            (HIGH, pair(3, 4), "first", "n/a", "n/a", "n/a", "–"),
            (HIGH, {"Mar 2014": 3, "Feb 2015": 4}, "second", "n/a", "n/a", "n/a", "–"),
        ),
    ),
    'vs annual average or "appropriate previous period"': Rule(
        "direction: {first: Average of last year}",
        "coloured_arrows",
        (
            (HIGH | QUARTERLY, quarters(2013, 1, 2, 3, 4) | quarters(2014, 3), "first", "improved", "Up",
             "Improved", "▲"),  # 2.5
            (LOW | QUARTERLY, quarters(2013, 1, 2, 3, 4) | quarters(2014, 3), "first", "worsened", "Up",
             "Worsened", "▼"),
            (HIGH | QUARTERLY, quarters(2013, 1, 2, 3, 2) | quarters(2014, 2), "first", "static", "Level",
             "Static", "►"),
            # an annual figure with the year before
            (HIGH | {"Frequency": "Annual"}, {"2012-13": 5, "2013-14": 4}, "first", "worsened", "Down",
             "Worsened", "▼"),
            # figures to date have no average
            (HIGH | QUARTERLY | {"Data period": "YTD"}, quarters(2013, 1, 2, 3, 4) | quarters(2014, 3),
             "first", "n/a", "n/a", "n/a", "–"),
            # a single quarter is no year's average
            (HIGH | QUARTERLY, quarters(2013, 1) | quarters(2014, 3), "first", "n/a", "n/a", "n/a", "–"),
        ),
    ),
    "six symbols": Rule(
        "",
        "six_symbols",
        (
            (TARGET_80, pair(78, 79), "first", "improved", "Up", "Improved", "▲"),
            (TARGET_80, pair(82, 81), "first", "worsened", "Down", "Worsened, on target", "▼"),
            (TARGET_80, pair(81, 80), "first", "worsened", "Down", "Worsened, on target", "▼"),
            (TARGET_80, pair(80, 79), "first", "worsened", "Down", "Worsened, off target", "▼"),
            (TARGET_80, pair(80, 40), "first", "worsened", "Down", "Worsened, off target", "▼"),
            (LOW | {"Target": 20}, pair(18, 20), "first", "worsened", "Up", "Worsened, on target", "▼"),
            (HIGH, pair(80, 79), "first", "worsened", "Down", "Worsened", "▼"),  # without a target
            (NONE, pair(1, 2), "first", "n/a", "Up", "Up", "↑"),
            (NONE, pair(2, 1), "first", "n/a", "Down", "Down", "↓"),
            (NONE, pair(2, 2), "first", "n/a", "Level", "Level", "→"),
            (HIGH, {"Feb 2015": 2}, "first", "n/a", "n/a", "No earlier figure", ""),
        ),
    ),
    "no-polarity: volume up/down": Rule(
        "direction: {without_polarity: movement}",
        "plain_arrows",
        (
            (NONE, pair(1, 2), "first", "n/a", "Up", "Up", "↑"),
            (NONE, pair(2, 1), "first", "n/a", "Down", "Down", "↓"),
            (NONE, pair(1, 1), "first", "n/a", "Level", "Level", "→"),
            (HIGH, pair(1, 2), "first", "improved", "Up", "Improved", "↑"),
        ),
    ),
    "best performance held": Rule(
        "direction: {at_best: improved}",
        "coloured_arrows",
        (
            (HIGH | PERCENT, pair(100, 100), "first", "improved", "Level", "Improved", "▲"),
            (HIGH | PERCENT, pair(99.9, 99.9), "first", "static", "Level", "Static", "►"),
            (LOW, pair(0, 0), "first", "improved", "Level", "Improved", "▲"),
            (LOW | PERCENT, pair(0, 0), "first", "improved", "Level", "Improved", "▲"),
            (LOW, pair(1, 1), "first", "static", "Level", "Static", "►"),
            (HIGH, pair(100, 100), "first", "static", "Level", "Static", "►"),  # a count has no best
            (HIGH | PERCENT, pair(0, 0), "first", "static", "Level", "Static", "►"),
            (LOW | {"Unit": "£"}, pair(0, 0), "first", "static", "Level", "Static", "►"),  # may go below
        ),
    ),
    "closest to target / midpoint": Rule(
        "direction: {in_range: midpoint}",
        "coloured_arrows",
        (
            (NEAR | {"Target": 45}, pair(37.0, 37.2), "first", "improved", "Up", "Improved", "▲"),
            (NEAR | {"Target": 45}, pair(46, 44), "first", "static", "Down", "Static", "►"),
            (IN_RANGE, pair(12, 14), "first", "improved", "Up", "Improved", "▲"),
            (IN_RANGE, pair(14, 19), "first", "worsened", "Up", "Worsened", "▼"),
            (IN_RANGE, pair(14, 16), "first", "static", "Up", "Static", "►"),
            (NEAR | {"Range low": 10}, pair(12, 14), "first", "static", "Up", "Static", "►"),  # no middle
        ),
    ),
    "SPC variation": Rule(
        "direction: {first: Variation, variation_figures: 8}",
        "variation",
        (
            (HIGH, series(10, 11, 10, 11, 10, 11, 10, 20), "first", "improved", "Up",
             "Special cause improvement", "▲"),
            (LOW, series(10, 11, 10, 11, 10, 11, 10, 20), "first", "worsened", "Up",
             "Special cause concern", "▼"),
            (HIGH, series(10, 11, 10, 11, 10, 11, 10, 1), "first", "worsened", "Down",
             "Special cause concern", "▼"),
            (HIGH, series(10, 11, 10, 11, 10, 11, 10, 11), "first", "static", "Level", "Common cause", "►"),
            (NONE, series(10, 11, 10, 11, 10, 11, 10, 20), "first", "n/a", "Up", "Special cause, high", "↑"),
            (NONE, series(10, 11, 10, 11, 10, 11, 10, 11), "first", "n/a", "Level",
             "Common cause, neutral", "→"),
            (HIGH, series(10, 11, 10, 11, 10, 11, 20), "first", "n/a", "n/a", "n/a", "–"),  # seven figures
            (HIGH | {"Data period": "R12M"}, series(10, 11, 10, 11, 10, 11, 10, 20), "first", "n/a", "n/a",
             "n/a", "–"),
            (HIGH | {"Data period": "YTD"}, series(10, 11, 10, 11, 10, 11, 10, 20), "first", "n/a", "n/a",
             "n/a", "–"),
        ),
    ),
}  # fmt: skip

LINES = [
    pytest.param(name, *line, id=f"{name} {number}")
    for name, rule in RULES.items()
    for number, line in enumerate(rule.lines, start=1)
]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


@cache
def settings_of(name: str, folder: Path) -> Config:
    path = folder / f"{list(RULES).index(name)}.yaml"
    path.write_text(RULES[name].settings, encoding="utf-8")
    return load_config(path)


def shown(direction: Direction, row: RatedMeasure, config: Config, symbols: str) -> Symbol:
    directions = for_directions(chosen(symbols, config.symbols), config.direction.shown)
    return directions.symbol(direction, row.rating)


@pytest.mark.parametrize(("name", "columns", "results", "side", "effect", "movement", "word", "glyph"), LINES)
def test_a_published_rule_is_configuration(
    name, columns, results, side, effect, movement, word, glyph, folder
):
    config = settings_of(name, folder)
    assessed = one_measure(results, config=config, **columns)
    row = row_of(assessed)
    direction = row.previous if side == "first" else row.outturn
    assert (direction.effect.value, direction.movement.value) == (effect, movement), direction.reason
    symbol = shown(direction, row, config, RULES[name].symbols)
    assert (symbol.word, symbol.glyph) == (word, glyph)
    assert direction.reason
    # `ratings` says what it means, whatever is drawn
    given = record_of(assessed)["direction_previous" if side == "first" else "direction_outturn"]
    assert given == effect


@pytest.mark.parametrize(
    ("columns", "results"),
    [
        pytest.param(columns, results, id=f"{name} {number}")
        for name, rule in RULES.items()
        for number, (columns, results, *_) in enumerate(rule.lines, start=1)
    ],
)
@pytest.mark.parametrize(
    ("setting", "to"), [("arrow", "number"), ("same", "pooled"), ("without_polarity", "none")]
)
def test_what_is_shown_never_changes_what_it_means(columns, results, setting, to):
    usual = load_config()
    other = replace(
        usual, direction=replace(usual.direction, shown=replace(usual.direction.shown, **{setting: to}))
    )
    expected, found = (row_of(one_measure(results, config=config, **columns)) for config in (usual, other))
    assert (found.previous, found.outturn) == (expected.previous, expected.outturn)


def test_every_setting_is_explained_and_every_example_can_be_used(tmp_path):
    text = (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8")
    known = read_yaml(REPOSITORY / "config.yaml")["direction"]
    assert [name for name in known if f"{name}" not in text] == []
    examples = re.findall(r"`(direction: \{[^}]*\})`", text)
    assert len(examples) >= 10
    for number, example in enumerate(examples):
        path = tmp_path / f"{number}.yaml"
        path.write_text(example, encoding="utf-8")
        load_config(path)
    for name in re.findall(r"`symbols: \{direction: (\w+)\}`", text):
        assert chosen(name, load_config().symbols)


@pytest.mark.parametrize("symbols", ["coloured_arrows", "plain_arrows", "six_symbols", "variation"])
@pytest.mark.parametrize(
    "settings", ["arrow: number, without_polarity: movement", "same: pooled, second: none"]
)
def test_a_whole_workbook_is_drawn_so(symbols, settings, tmp_path, produced):
    style = tmp_path / "ours.yaml"
    style.write_text(f"extends: kent\ndescription: ours\nsymbols: {{direction: {symbols}}}\n")
    path = tmp_path / "scorecard_xl.yaml"
    path.write_text(f"style: ours.yaml\ndirection: {{{settings}}}\n")
    config, output = load_config(path), tmp_path / "out.xlsx"
    kent = REPOSITORY / "workbook_templates" / "kent_2015_02.xlsx"
    build(ClosedFile(kent, output), Options(), config)
    produced(output, f"directions_{symbols}")


@pytest.mark.shared
def test_no_published_rule_is_forgotten():
    with (shared() / "cases" / "rule_taxonomy.csv").open(encoding="utf-8") as file:
        published = {row["name"] for row in csv.DictReader(file) if row["kind"] == "DoT"}
    assert published == set(RULES)
