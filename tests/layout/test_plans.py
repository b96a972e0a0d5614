"""The plans of all tabs of the sample, in every style, against golden snapshots."""

from pathlib import Path

import pytest

from layout.sample import scorecard
from scorecard_xl.config import load_config
from scorecard_xl.layout import lay_out
from scorecard_xl.style import load_style, style_names
from tools.golden import assert_same_text

GOLDEN = Path(__file__).parent.parent / "golden" / "plans"


@pytest.mark.parametrize("style", [name for name, _ in style_names()])
def test_plans_are_as_someone_found_them_right(style: str) -> None:
    config = load_config()
    plans = lay_out(scorecard(), load_style(style), config.tabs, config.symbols)
    assert [plan.role for plan in plans] == ["scorecard", "summary", "exceptions", "notes", "checks"]
    for plan in plans:
        assert_same_text(plan.as_text(), GOLDEN / f"{style}_{plan.role}.txt")


def test_a_frame_holds_nothing_of_the_scorecard_and_can_be_kept() -> None:
    config, style = load_config(), load_style("default")
    before = lay_out(scorecard(), style, config.tabs, config.symbols)
    after = lay_out(scorecard(headline="Another", glossary=()), style, config.tabs, config.symbols)
    assert [hash(plan.frame) for plan in before[:3]] == [hash(plan.frame) for plan in after[:3]]
