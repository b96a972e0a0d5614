"""What the tabs tell beside the figures: tolerances, exclusive targets, comparators, areas, the key."""

from collections.abc import Sequence
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from layout.sample import PERCENT, rated, row, scorecard
from scorecard_xl.columns import target_in_words
from scorecard_xl.config import load_config
from scorecard_xl.counts import count_group
from scorecard_xl.explain import explain
from scorecard_xl.layout import lay_out
from scorecard_xl.layout.plan import Chart, Rich, SheetPlan
from scorecard_xl.layout.text import column_points, text_width
from scorecard_xl.model import (
    DirectionShown,
    Measure,
    Polarity,
    Rag,
    Scorecard,
    Standards,
    Tolerance,
)
from scorecard_xl.pipeline import Assessed
from scorecard_xl.style import Style, load_style
from tools.memory import assess_book, one_measure, settings, workbook


def drawn(card: Scorecard, style: Style | str = "default") -> dict[str, SheetPlan]:
    config = load_config()
    look = load_style(style) if isinstance(style, str) else style
    return {plan.role: plan for plan in lay_out(card, look, config.tabs, config.symbols)}


def said(plan: SheetPlan) -> list[str]:
    """All texts of a tab, those of several looks too."""
    values = (cell[0] for line in plan.rows for cell in line.cells if cell)
    return [text_of(plan, value) for value in values if value is not None]


def text_of(plan: SheetPlan, value: Any) -> str:
    return "".join(text for text, _ in value.runs) if isinstance(value, Rich) else str(value)


def own_style(folder: Path, text: str) -> Style:
    file = folder / "own.yaml"
    file.write_text(f"description: own\n{text}", encoding="utf-8")
    return load_style(str(file))


# ---- comparators without a column ----------------------------------------------------------------

SIX = ("England", "Statistical neighbours", "South East", "London", "Kent", "Medway")


def with_benchmarks(names: Sequence[str]) -> Assessed:
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Target": 80}
    results = [{"Ref": "1", "Period": "Feb 2015", "Value": 50}]
    found = [{"Ref": "1", "Benchmark": name, "Period": "2013-14", "Value": 70} for name in names]
    return assess_book(workbook([measure], results, Benchmarks=found))


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (4, ""),
        (5, "Without a column here: Kent. All comparators stand on the Notes."),
        (6, "Without a column here: Kent and Medway. All comparators stand on the Notes."),
    ],
)
def test_comparators_without_a_column_are_named(count: int, line: str) -> None:
    plans = drawn(with_benchmarks(SIX[:count]).scorecard)
    told = [text for text in said(plans["scorecard"]) if text.startswith("Without a column")]
    assert told == ([line] if line else [])
    figures = "\n".join(f"{name} 70 (2013-14)" for name in SIX[:count])
    assert (figures in said(plans["notes"])) is bool(line)
    assert figures in said(plans["exceptions"])


def test_a_style_that_places_comparators_itself_lacks_none(tmp_path: Path) -> None:
    style = own_style(
        tmp_path, 'extends: default\nscorecard: {columns: [ref, measure, rag, "benchmark:England"]}\n'
    )
    plans = drawn(with_benchmarks(SIX).scorecard, style)
    assert not any("Without a column" in text for text in said(plans["scorecard"]))


# ---- a static tolerance --------------------------------------------------------------------------


def near(amount: str, *, relative: bool = True, own: str = "", same: str = "apart") -> Assessed:
    """80 to 72 (static within 10%), and a measure that stays put."""
    config = load_config()
    tolerance = Tolerance(D(amount), relative)
    shown = replace(config.direction.shown, same=same)
    config = settings(direction=replace(config.direction, static_tolerance=tolerance, shown=shown))
    measures = [{"Ref": ref, "Measure": f"M{ref}", "Polarity": "High", "Target": 80} for ref in ("1", "2")]
    if own:
        measures[1]["Static tolerance"] = own
    results = [
        {"Ref": ref, "Period": when, "Value": value}
        for ref, values in (("1", (80, 72)), ("2", (50, 50)))
        for when, value in zip(("Jan 2015", "Feb 2015"), values, strict=True)
    ]
    return assess_book(workbook(measures, results), config=config)


OWN = "within the measure's own tolerance"


@pytest.mark.parametrize(
    ("assessed", "words"),
    [
        (near("10"), "within 10%"),
        (near("8", relative=False), "within 8 points"),
        (near("1", relative=False), "within 1 point"),
        (near("10", own="10%"), "within 10%"),
        (near("10", own="5%"), f"within 10% or {OWN}"),
        (near("0", own="5%"), f"the same or {OWN}"),
        (near("0"), ""),
    ],
)
def test_how_near_is_static_is_told_wherever_static_is(assessed: Assessed, words: str) -> None:
    card = assessed.scorecard
    plans = drawn(card)
    sentence = next(text for text in card.sentences if text.startswith("Compared"))
    assert f"stayed {words or 'the same'} and" in sentence
    assert sentence in " ".join(said(plans["summary"]))
    key = next(text for text in said(plans["scorecard"]) if "Improved performance better" in text)
    assert f"► Static {words or 'same'}    " in key
    notes = said(plans["notes"])
    assert notes[notes.index("Static") + 1] == (words or "same")
    assert any("Static means" in text for text in notes) is bool(words)
    small = next(text for text in said(plans["summary"]) if text.startswith("All bars"))
    assert small.endswith(f"Static: {words}." if words else "compare with.")


def test_pooled_directions_tell_it_too() -> None:
    card = near("10", same="pooled").scorecard
    assert card.headline.endswith("2 of 2 are as good as in January 2015 (within 10%) or better")
    assert (
        "Compared with January 2015, 2 measures improved or stayed within 10% and 0 worsened."
        in card.sentences
    )
    assert any("performance better or within 10%" in text for text in said(drawn(card)["scorecard"]))


# ---- targets that their own figure does not meet -------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "exclusive", "words"),
    [
        (Polarity.LOW, True, "under 22%"),
        (Polarity.HIGH, True, "over 22%"),
        (Polarity.LOW, False, "22%"),
        (Polarity.TARGET, True, "22%"),
    ],
)
def test_a_target_in_words(polarity: Polarity, exclusive: bool, words: str) -> None:
    measure = Measure("1", "Re-referrals", polarity=polarity, unit=PERCENT["unit"])
    assert target_in_words(measure, Standards(target=D(22), exclusive=exclusive)) == words


@pytest.mark.parametrize("style", ["default", "kent"])
def test_an_exclusive_target_never_reads_as_met_beside_a_miss(style: str) -> None:
    months = {"Dec 2014": "21%", "Jan 2015": "22%", "Feb 2015": "22%"}
    config = settings(exception_ratings=("Amber",))
    assessed = one_measure(months, config=config, Unit="%", Polarity="Low", Target="Less than 22%")
    assert assessed.rows[0].rating.rag == Rag.AMBER
    plans = drawn(assessed.scorecard, style)
    for role in ("scorecard", "exceptions"):
        plan = plans[role]
        numbers = {plan.frame.formats[cell[1]].number for line in plan.rows for cell in line.cells if cell}
        assert any('"under "' in number for number in numbers), role
        assert not any("at most" in number for number in numbers), role
    page = plans["exceptions"]
    assert any(text.startswith("22% against a target of under 22%") for text in said(page))
    chart = next(drawing for drawing in page.drawings if isinstance(drawing, Chart))
    assert "Target under 22%" in chart.lines[1].labels
    assert "January 2015 22% against under 22%, Amber" in chart.alt
    assert "Target: under 22%. Target from: Measures!" in explain(assessed, "1")


def test_other_targets_keep_their_words() -> None:
    assessed = one_measure({"Feb 2015": "22%"}, Unit="%", Polarity="Low", Target="22%")
    plan = drawn(assessed.scorecard)["scorecard"]
    assert any('"at most "' in look.number for look in plan.frame.formats)
    assert "Target: " not in explain(assessed, "1")


# ---- bands of areas ------------------------------------------------------------------------------


def of_areas(**targets: Any) -> list[str]:
    """The texts of the Notes: a measure with a result of 19 in each area, and the areas' own targets."""
    measure = {"Ref": "1", "Measure": "Cases", "Polarity": "Low"}
    results = [{"Ref": "1", "Period": "Feb 2015", "Area": area, "Value": 19} for area in targets]
    own = [
        {"Ref": "1", "Period": "2014-15", "Area": area, "Target": target} for area, target in targets.items()
    ]
    return said(drawn(assess_book(workbook([measure], results, Targets=own)).scorecard)["notes"])


def bands(target: int) -> str:
    allowance = f"{target * 1.1:g}"
    return f"Green: {target} and below\nAmber: above {target} to {allowance}\nRed: above {allowance}"


def test_areas_with_the_same_bands_have_them_once() -> None:
    assert bands(20) in of_areas(Ashford=20, Dover=20)


def test_areas_with_bands_of_their_own_have_them_all() -> None:
    found = of_areas(Ashford=10, Dover=20, Kent=20)
    assert f"Ashford:\n{bands(10)}\nDover and Kent:\n{bands(20)}" in found


def test_the_bands_of_many_areas_go_on_in_further_rows_line_by_line() -> None:
    found = "\n".join(of_areas(**{f"Area{n}": 10 * n for n in range(1, 8)}))
    assert all(f"Area{n}:\n{bands(10 * n)}" in found for n in range(1, 8))


# ---- what to ask about ---------------------------------------------------------------------------


def test_a_measure_is_worse_than_what_it_was_compared_with() -> None:
    measures = [
        {"Ref": "1", "Measure": "Monthly", "Polarity": "High", "Data period": "SS"},
        {"Ref": "2", "Measure": "Yearly", "Polarity": "High", "Frequency": "Annual"},
    ]
    results = [("1", "Mar 2014", 9), ("1", "Jan 2015", 8), ("1", "Feb 2015", 7)]
    results += [("2", "2012-13", 60), ("2", "2013-14", 58)]
    long = [{"Ref": ref, "Period": when, "Value": value} for ref, when, value in results]
    line = next(
        text
        for text in said(drawn(assess_book(workbook(measures, long)).scorecard)["scorecard"])
        if text.startswith("Ask about")
    )
    assert "Monthly (worse than Jan 15 and Mar 14)" in line
    assert "Yearly (worse than 2012-13)" in line


# ---- bold -----------------------------------------------------------------------------------------


def own_scale(style: Style) -> SheetPlan:
    """A scorecard rated Achieved and Missed."""
    scale = ("Missed", "Achieved")
    measure = Measure("1", "Visits", polarity=Polarity.HIGH, **PERCENT)
    found = tuple(
        row(replace(measure, ref=str(n), name=name), "50", rated(Rag(name), "words"))
        for n, name in enumerate(scale)
    )
    card = scorecard(rows=found, bands=scale, counts=count_group("", found, scale), met=("Achieved",))
    return drawn(replace(card, worst=("Missed",)), style)["scorecard"]


@pytest.mark.parametrize(
    ("emphasise", "bold", "rules"),
    [
        ("[worst]", ["Missed"], ['$C6="Missed"']),
        ("[Red]", [], []),
        ("[Achieved]", ["Achieved"], ['$C6="Achieved"']),
        ("[]", [], []),
    ],
)
def test_what_is_set_in_bold(emphasise: str, bold: list[str], rules: list[str], tmp_path: Path) -> None:
    plan = own_scale(own_style(tmp_path, f"extends: default\nscorecard: {{emphasise: {emphasise}}}\n"))
    found = [
        cells[1][0]
        for line in plan.rows[5:]
        if (cells := line.cells) and len(cells) > 1 and cells[1] and plan.frame.formats[cells[1][1]].bold
    ]
    assert found == bold
    assert [rule.formula for rule in plan.frame.rules if rule.bold and not rule.final] == rules


def test_worst_is_that_of_each_rule() -> None:
    config = load_config()
    measures = [
        {"Ref": "1", "Measure": "Standard", "Polarity": "High", "Target": 80},
        {"Ref": "2", "Measure": "Own", "Polarity": "High", "Target": 80, "Rule": "star, circle, triangle"},
    ]
    results = [{"Ref": ref, "Period": "Feb 2015", "Value": 10} for ref in ("1", "2")]
    card = assess_book(workbook(measures, results), config=config).scorecard
    assert card.worst == ("Red", "Triangle")
    plan = drawn(card)["scorecard"]
    names = [line.cells[1] for line in plan.rows if len(line.cells) > 1 and line.cells[1]]
    bold = [cell[0] for cell in names if plan.frame.formats[cell[1]].bold and cell[0] != "Measure"]
    assert bold == ["Standard", "Own"]


# ---- the key and the headline in a narrow place --------------------------------------------------

POOLED = DirectionShown(same="pooled")
LONG = (
    "17 of 35 rated measures meet their target, one is Red; 36 of 39 are as good as in January 2015 or better"
)


def widest(plan: SheetPlan, column: int) -> float:
    """How wide a text may be that begins in a column, in points."""
    assert plan.printed is not None
    return sum(map(column_points, plan.frame.widths[column : plan.printed[1] + 1]))


@pytest.mark.parametrize("shown", [DirectionShown(), POOLED, DirectionShown(arrow="number")])
@pytest.mark.parametrize("symbols", ["plain_arrows", "six_symbols", "coloured_arrows"])
@pytest.mark.parametrize("style", ["default", "kent"])
def test_no_part_of_the_key_is_cut_off(
    style: str, symbols: str, shown: DirectionShown, tmp_path: Path
) -> None:
    look = own_style(tmp_path, f"extends: {style}\nsymbols: {{direction: {symbols}}}\n")
    plan = drawn(scorecard(directions=shown, headline=LONG), look)["scorecard"]
    told = 0
    for line in plan.rows:
        for column, cell in enumerate(line.cells):
            if cell and isinstance(cell[0], Rich):
                looks = [(text, plan.frame.formats[look]) for text, look in cell[0].runs]
                width = sum(text_width(text, look.size, bold=look.bold) for text, look in looks)
                assert width <= widest(plan, column)
                told += "missed by more" in text_of(plan, cell[0])
    assert told == 1
    everything = " ".join(said(plan))
    assert "SS snapshot" in everything or "YTD year to date" in everything


@pytest.mark.parametrize("headline", [LONG, "One clause alone, " + "as long as can be, " * 12 + "and red"])
def test_a_long_headline_loses_clauses_rather_than_letters(headline: str) -> None:
    for style in ("default", "kent"):
        plan = drawn(scorecard(headline=headline), style)["scorecard"]
        at, cell = next(
            (number, line.cells[0])
            for number, line in enumerate(plan.rows)
            if line.cells and line.cells[0] and str(line.cells[0][0]).startswith(headline[:10])
        )
        assert cell is not None
        text, look = str(cell[0]), plan.frame.formats[cell[1]]
        used = [n for n, other in enumerate(plan.rows[at].cells) if n and other and other[0] is not None]
        end = min(used, default=(plan.printed or (0, 0))[1] + 1)
        assert text_width(text, look.size, bold=look.bold) <= sum(map(column_points, plan.frame.widths[:end]))
        assert text.endswith("…") or headline == text or headline.startswith(text + ";")


# ---- headings and comparisons with an outturn ----------------------------------------------------


def outturns(count: int, **columns: Any) -> Assessed:
    """So many measures whose March is no outturn, and a count to date compared with last February."""
    measures: list[dict[str, Any]] = [
        {"Ref": str(n), "Measure": f"M{n}", "Polarity": "High"} | columns for n in range(count)
    ]
    measures.append({"Ref": "Y", "Measure": "To date", "Polarity": "High", "Data period": "YTD"})
    periods = ("Feb 2014", "Mar 2014", "Jan 2015", "Feb 2015")
    results = [
        {"Ref": measure["Ref"], "Period": when, "Value": value}
        for measure in measures
        for value, when in enumerate(periods, 50)
    ]
    return assess_book(workbook(measures, results))


@pytest.mark.parametrize(
    ("count", "heading"), [(0, "Feb 2014"), (1, "Feb 2014"), (2, "2013-14"), (9, "2013-14")]
)
def test_one_measure_s_comparator_does_not_head_the_others(count: int, heading: str) -> None:
    card = outturns(count).scorecard
    assert card.second_since.label == heading
    if count > 1:
        assert card.sentences[-1].startswith("Compared with last year's results, 1 measure improved")
        assert any(
            text == "Y: compared with February 2014 where the column says 2013-14."
            for text in said(drawn(card)["scorecard"])
        )


def test_no_outturn_is_not_no_earlier_figure(tmp_path: Path) -> None:
    style = own_style(tmp_path, "extends: default\nsymbols: {direction: six_symbols}\n")
    words = said(drawn(outturns(3).scorecard, style)["scorecard"])
    assert words.count("No outturn") == 3 and "No earlier figure" not in words
