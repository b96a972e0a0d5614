"""What a reader must be able to rely on, whatever the scorecard holds."""

import pytest
from msgspec.structs import replace

from layout.sample import BANDS, FEBRUARY, rows, scorecard
from scorecard_xl.config import load_config
from scorecard_xl.counts import count_group
from scorecard_xl.errors import ConfigError
from scorecard_xl.layout import lay_out, tab_names
from scorecard_xl.layout.pages import Stretch, breaks
from scorecard_xl.layout.plan import SheetPlan
from scorecard_xl.model import Commentary, Rag, Scorecard
from scorecard_xl.style import load_style, style_names

STYLES = [name for name, _ in style_names()]
TALLEST_ROW = 409  # points, Excel's limit


def plans(card: Scorecard, style: str = "default") -> dict[str, SheetPlan]:
    config = load_config()
    return {plan.role: plan for plan in lay_out(card, load_style(style), config.tabs, config.symbols)}


def texts(plan: SheetPlan) -> list[str]:
    return [str(cell[0]) for row in plan.rows for cell in row.cells if cell and cell[0] is not None]


@pytest.mark.parametrize("style", STYLES)
def test_long_texts_are_split_and_nothing_is_cut(style: str) -> None:
    words = [f"word{n}" for n in range(2500)]
    first = rows()[3]
    long = replace(
        first,
        measure=replace(first.measure, definition=" ".join(words), name=" ".join(words[:600])),
        commentary=Commentary(FEBRUARY, " ".join(words)),
    )
    for role, plan in plans(scorecard(rows=(long,), exceptions=(long,)), style).items():
        assert max(row.height or 0 for row in plan.rows) <= TALLEST_ROW
        if role == "exceptions":
            said = " ".join(texts(plan))
            assert all(word in said for word in words)


@pytest.mark.parametrize("style", STYLES)
def test_every_band_has_its_rule_and_others_a_catch_all(style: str) -> None:
    bands = ("Red", "Red-Amber", "Amber", "Green", "Blue")
    card = scorecard(bands=bands, counts=count_group("", rows(), bands))
    formulas = [rule.formula for rule in plans(card, style)["scorecard"].frame.rules]
    for band in bands:
        assert any(f'"{band}"' in formula for formula in formulas), band
    assert any(formula.startswith("LEN(") for formula in formulas)


def test_a_custom_band_is_counted_and_coloured() -> None:
    bands = (*BANDS, "Blue")
    blue = Rag("Blue")
    changed = tuple(
        replace(row, rating=replace(row.rating, rag=blue, computed=blue))
        if row.rating.rag == "Green"
        else row
        for row in rows()
    )
    plan = plans(scorecard(rows=changed, bands=bands, counts=count_group("", changed, bands)))["scorecard"]
    assert "Blue" in texts(plan)


def test_without_sections_there_are_no_headings() -> None:
    bare = tuple(replace(row, measure=replace(row.measure, section="")) for row in rows())
    plan = plans(scorecard(rows=bare))["scorecard"]
    assert plan.table == (5, 4 + len(bare))


def test_headings_are_not_torn_from_their_rows() -> None:
    many = tuple(
        replace(row, measure=replace(row.measure, ref=f"{n}-{row.measure.ref}", section=f"Section {n}"))
        for n in range(60)
        for row in rows()[:4]
    )
    plan = plans(scorecard(rows=many))["scorecard"]
    assert plan.breaks
    for at in plan.breaks:
        above = plan.rows[at - 1].cells[1]
        assert above is not None and above[0] is not None  # a measure, not a heading


@pytest.mark.parametrize(
    ("heights", "page", "expected"),
    [
        ([20] * 5, 100, []),
        ([20] * 6, 100, [4]),  # not 5: no row stands alone
        ([500], 100, []),
        ([], 100, []),
    ],
)
def test_pages_are_few_and_full(heights: list[int], page: float, expected: list[int]) -> None:
    assert breaks([Stretch(height) for height in heights], page, page) == expected


def test_no_exceptions_and_no_findings_say_so() -> None:
    found = plans(scorecard(exceptions=(), findings=()))
    assert "No measure needs an exception report in February 2015." in texts(found["exceptions"])
    assert "Nothing in the workbook needs attention." in texts(found["checks"])


def test_errors_stand_before_notes() -> None:
    said = texts(plans(scorecard())["checks"])
    assert said.index("Error") < said.index("Note")
    assert "Results!D17" in said


@pytest.mark.parametrize(
    ("tabs", "said"),
    [
        ({"scorecard": "a/b"}, "can't be a tab's name"),
        ({"scorecard": "x" * 32}, "1 to 31 characters"),
        ({"scorecard": "Same", "notes": "same"}, "two tabs have the same name"),
        ({"scorecrad": "x"}, 'did you mean "scorecard"'),
    ],
)
def test_tab_names(tabs: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        tab_names(tabs)
