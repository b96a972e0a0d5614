"""Styles as YAML alone: a new one is one file, and a misspelling is a sentence."""

from pathlib import Path

import pytest

from layout.sample import scorecard
from scorecard_xl.config import load_config
from scorecard_xl.errors import ConfigError
from scorecard_xl.layout import lay_out
from scorecard_xl.layout.pages import SMALLEST_TYPE, scale
from scorecard_xl.style import Style, load_style, style_names

STYLES = [name for name, _ in style_names()]
SMALLEST_CONTRAST = 4.5


def write(folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text("extends: default\ndescription: mine\n" + text, encoding="utf-8")
    return str(path)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as the accessibility guidelines define it."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: str, ground: str) -> float:
    dark, light = sorted((luminance(text), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def test_default_stands_first() -> None:
    assert STYLES[0] == "default" and "kent" in STYLES


@pytest.mark.parametrize("name", STYLES)
def test_all_text_can_be_read_on_its_ground(name: str) -> None:
    config = load_config()
    for plan in lay_out(scorecard(), load_style(name), config.tabs, config.symbols):
        for look in plan.frame.formats:
            assert contrast(look.colour, look.fill or "FFFFFF") >= SMALLEST_CONTRAST, look
        for rule in plan.frame.rules:
            if rule.colour:
                assert contrast(rule.colour, rule.fill or "FFFFFF") >= SMALLEST_CONTRAST, rule


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("name", STYLES)
def test_nothing_prints_below_nine_points(name: str, paper: str) -> None:
    config = load_config()
    style = load_style(name).on_paper(paper)
    for plan in lay_out(scorecard(), style, config.tabs, config.symbols):
        last = plan.printed[1] if plan.printed else 0
        factor = scale(plan.frame.widths[: last + 1], plan.frame.page)
        printed = {
            plan.frame.formats[cell[1]].size
            for row in plan.rows
            for cell in row.cells[: last + 1]
            if cell is not None and cell[0] is not None
        }
        assert min(printed) * factor >= SMALLEST_TYPE - 0.2, plan.name


def test_a_style_is_one_file(tmp_path: Path) -> None:
    columns = "scorecard: {columns: [ref, measure, {column: rag, header: Status}, 'benchmark:England']}"
    style = load_style(write(tmp_path, columns))
    assert isinstance(style, Style)
    config = load_config()
    plan = lay_out(scorecard(), style, config.tabs, config.symbols)[0]
    headers = [cell[0] for cell in plan.rows[4].cells if cell is not None]
    assert headers == ["Ref", "Measure", "Status", "England"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tokns: {ink: '000000'}", 'there is no setting tokns; did you mean "tokens"'),
        ("tokens: {ink: blackish}", "is not a colour"),
        ("looks: {title: {colour: navi}}", 'did you mean "navy"'),
        ("looks: {title: {sise: 12}}", 'did you mean "size"'),
        ("looks: {title: {like: titel}}", "is not known"),
        ("pages: {scorecard: {paper: A5}}", "'A5' is not known"),
        ("scorecard: {columns: [recult]}", 'did you mean "result"'),
        ("scorecard: {columns: [{column: ref, when: never}]}", "'never' is not known"),
        ("scorecard: {top: [{show: titel}]}", 'did you mean "title"'),
        ("scorecard: {rhythm: {rows: 12}}", 'did you mean "row"'),
    ],
)
def test_a_misspelling_is_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=said):
        load_style(write(tmp_path, text))


def test_no_such_style() -> None:
    with pytest.raises(ConfigError, match="no style 'kant'; did you mean \"kent\""):
        load_style("kant")
