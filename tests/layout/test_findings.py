"""What readers stumbled over once: each test holds one sentence that the tabs must not say again."""

import re
import zipfile
from decimal import Decimal as D
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from layout.sample import (
    BANDS,
    CALENDAR,
    FEBRUARY,
    JANUARY,
    MONTHS,
    NOTHING,
    PERCENT,
    VISITS_BANDS,
    VISITS_STANDARDS,
    not_rated,
    rated,
    row,
    rows,
    scorecard,
    trend,
)
from scorecard_xl.checks.lists import blocks
from scorecard_xl.columns import as_rated, column, distance, gap, to_target
from scorecard_xl.config import load_config
from scorecard_xl.counts import count_group
from scorecard_xl.errors import Address, Finding, Severity
from scorecard_xl.layout import lay_out
from scorecard_xl.layout.chart import spaced
from scorecard_xl.layout.labels import Crowd, named, sides
from scorecard_xl.layout.plan import Chart, SheetPlan
from scorecard_xl.model import (
    Absence,
    Benchmark,
    CasesToTarget,
    Chase,
    HistoryPoint,
    Measure,
    Owed,
    Polarity,
    Rag,
    RatedMeasure,
    Result,
    ResultStatus,
    Scorecard,
    Standards,
    Tolerance,
    Unit,
)
from scorecard_xl.ratings.facts import Case
from scorecard_xl.ratings.rag import band_of, bands_of
from scorecard_xl.render import render
from scorecard_xl.sentences import headline
from scorecard_xl.style import load_style
from tools.bands import three

HIGH = Measure("1", "Visits in time", "Care", polarity=Polarity.HIGH, **PERCENT)
COUNT = Measure("2", "Children missing", "Care", polarity=Polarity.LOW)
TARGET_95 = Standards(target=D(95))
GREEN_95 = three((D(95), None), (D("85.5"), None), "default allowance of 10% of target")


def plans(card: Scorecard, style: str = "default") -> dict[str, SheetPlan]:
    config = load_config()
    return {plan.role: plan for plan in lay_out(card, load_style(style), config.tabs, config.symbols)}


def of(*chosen: RatedMeasure, **more: Any) -> Scorecard:
    return scorecard(rows=chosen, counts=count_group("", chosen, BANDS), exceptions=(), **more)


def texts(plan: SheetPlan) -> list[str]:
    return [str(cell[0]) for line in plan.rows for cell in line.cells if cell and cell[0] is not None]


def by_header(plan: SheetPlan, number: int = 0) -> dict[str, Any]:
    """The cells of a row of the table by their headers; `number` counts from the first."""
    assert plan.table is not None
    header, cells = plan.rows[plan.table[0] - 1].cells, plan.rows[plan.table[0] + number].cells
    return {str(h[0]): c[0] for h, c in zip(header, cells, strict=False) if h and c}


def green_at_94_95(**more: Any) -> RatedMeasure:
    given = {"standards": TARGET_95, "trend": trend("94.94", "", "95", "94.95")} | more
    return row(HIGH, "94.95", rated(Rag.GREEN, "Met exactly", GREEN_95), **given)


# ---- distances and bars --------------------------------------------------------------------------


def test_a_result_that_rounding_made_green_is_not_shown_as_missed():
    made = green_at_94_95()
    assert (as_rated(made), gap(made), distance(made), to_target(made)) == (D("95.0"), 0, 0, "met")
    assert (
        by_header(plans(of(replace(made, measure=replace(HIGH, section=""))))["scorecard"])["From\ntarget"]
        == 0
    )


def test_its_trend_is_the_rounded_one():
    plan = plans(of(green_at_94_95()))["scorecard"]
    figures = [cell[0] for cell in plan.rows[-1 - footer(plan)].cells[-4:] if cell]
    assert [round(float(str(figure)), 6) for figure in figures] == [-0.1, 0, 0]


def footer(plan: SheetPlan) -> int:
    assert plan.table is not None
    return len(plan.rows) - 1 - plan.table[1]


def test_where_full_precision_decided_it_is_shown():
    amber = rated(Rag.AMBER, "0.05 points below target", GREEN_95)
    assert gap(row(HIGH, "94.95", amber, standards=TARGET_95)) == D("-0.05")


def test_green_within_tolerance_has_no_bar():
    within = rated(Rag.GREEN, "within tolerance", three((D(94), None), (D(90), None)))
    made = row(
        replace(HIGH, section=""),
        "94.2",
        within,
        standards=TARGET_95,
        trend=trend("93.9", "94", "95", "94.2"),
    )
    plan = plans(of(made))["scorecard"]
    assert by_header(plan)["From\ntarget"] == "−1%"  # words: bars are drawn of numbers
    behind = [cell[0] for cell in plan.rows[plan.table[0]].cells[-4:] if cell]  # type: ignore[index]
    assert [float(str(figure)) >= 0 for figure in behind] == [False, True, True, True]


@pytest.mark.parametrize(
    ("measure", "value", "target", "said"),
    [
        (HIGH, "95.0", "95.04", "0.04 points more"),
        (HIGH, "60.7", "85", "24.3 points more"),
        (COUNT, "14", "10", "4 fewer"),
        (COUNT, "10", "9.6", "0.4 fewer"),
        (replace(COUNT, unit=Unit.DAYS), "14", "10", "4 less"),
        (replace(COUNT, polarity=Polarity.HIGH), "6", "10", "4 more"),
    ],
)
def test_to_meet_the_target(measure: Measure, value: str, target: str, said: str):
    standards = Standards(D(target))
    rule = load_config().ratings.rule_of("standard")
    bands = bands_of(rule, Case(measure, standards, Tolerance(D(10), relative=True)))
    missed = rated(band_of(D(value), bands), "missed", bands)
    assert to_target(row(measure, value, missed, standards=standards)) == said


# ---- the scorecard's columns ---------------------------------------------------------------------


@pytest.mark.parametrize("style", ["default", "kent"])
def test_a_figure_of_a_longer_period_says_which(style: str):
    quarter = Result(CALENDAR.quarter(2014, 3), D(90))
    made = row(replace(HIGH, section=""), None, rated(Rag.AMBER, "missed", GREEN_95), result=quarter)
    other = row(replace(HIGH, section="", ref="2"), "90", rated(Rag.AMBER, "missed", GREEN_95))
    plan = plans(of(made, other), style)["scorecard"]
    assert [by_header(plan, n)["Figure\nis for"] for n in (0, 1)] == ["Q3 14-15", None]
    assert "Figure\nis for" not in texts(plans(of(other), style)["scorecard"])


@pytest.mark.parametrize("style", ["default", "kent"])
def test_nothing_of_a_suppressed_result_is_shown(style: str):
    leak = Result(FEBRUARY, D("42.9"), numerator=D(31), denominator=D(77), status=ResultStatus.SUPPRESSED)
    said = texts(plans(of(row(HIGH, None, not_rated(Absence.SUPPRESSED), result=leak)), style)["scorecard"])
    assert "suppressed" in said
    assert not {"0.429", "31.0", "77.0", "31 of 77"} & set(said)


@pytest.mark.parametrize("style", ["default", "kent"])
def test_benchmarks_have_columns(style: str):
    england = Benchmark("England", CALENDAR.financial_year(2013), D("64.1"))
    older = Benchmark("england", CALENDAR.financial_year(2012), D(60))
    many = tuple(Benchmark(f"Place {n}", FEBRUARY, D(n)) for n in range(5))
    measure = replace(HIGH, section="")
    made = [
        row(replace(measure, ref=str(n)), "90", rated(Rag.AMBER, "missed", GREEN_95), benchmarks=found)
        for n, found in enumerate([(england, *many), (england,), (older,)])
    ]
    plan = plans(of(*made), style)["scorecard"]
    assert [by_header(plan, n)["England\n2013-14"] for n in (0, 2)] == [0.641, 0.6]
    assert "2: England of 2012-13." in texts(plan)
    assert {f"Place {n}\nFeb 15" for n in range(5)} & set(texts(plan)) == {
        f"Place {n}\nFeb 15" for n in range(3)
    }


def test_changes_too_small_to_print_keep_their_sign():
    up, down = (
        replace(NOTHING, against=Result(JANUARY, D(90)), change=D(change)) for change in ("0.01", "-0.04")
    )
    made = [
        row(replace(HIGH, section=""), "90", rated(Rag.AMBER, "x", GREEN_95), previous=way)
        for way in (up, down)
    ]
    plan = plans(of(*made))["scorecard"]
    assert [by_header(plan, n)["Change\nsince Jan 15"] for n in (0, 1)] == ["+<0.1", "−<0.1"]


def test_targets_are_written_alike_whether_rated_or_not():
    by_choice = row(HIGH, "90", not_rated(Absence.BY_CHOICE), standards=TARGET_95)
    plan = plans(of(replace(green_at_94_95()), by_choice))["scorecard"]
    looks = [look.number for look in plan.frame.formats if "at least" in look.number]
    assert len(looks) == 1


@pytest.mark.parametrize("ref", ["CSC01", "Ed&S10", "ABCDEFGHIJ12"])
def test_a_ref_has_room(ref: str):
    made = replace(green_at_94_95(), measure=replace(HIGH, ref=ref))
    assert plans(of(made))["scorecard"].frame.widths[0] >= 0.9 * len(ref) + 1


def test_a_period_in_a_header_does_not_break():
    quarters = {"period": CALENDAR.quarter(2019, 2), "previous_period": CALENDAR.quarter(2019, 1)}
    card = of(green_at_94_95(), **quarters)
    plan = plans(card)["scorecard"]
    header = [cell[0] if cell else "" for cell in plan.rows[4].cells]
    assert plan.frame.widths[header.index("Change\nsince Q1 19-20")] >= len("since Q1 19-20") * 0.85


# ---- above the table -----------------------------------------------------------------------------


def test_nothing_stands_out_is_not_said_where_little_was_rated():
    missing = [row(replace(HIGH, ref=str(n)), None, not_rated(Absence.NO_DATA)) for n in range(6)]
    plan = plans(of(*missing, green_at_94_95()))["scorecard"]
    assert "6 of 7 measures could not be rated: see Data checks." in texts(plan)
    demand = row(HIGH, "90", not_rated(Absence.NO_POLARITY))
    assert "No measure is rated." in texts(plans(of(demand))["scorecard"])
    assert "Nothing stands out this time." in texts(plans(of(demand, green_at_94_95()))["scorecard"])


def test_no_chips_where_nothing_was_compared():
    assert not any("▲ 0" in text for text in texts(plans(of(green_at_94_95()))["scorecard"]))
    assert any("▲ 1" in text for text in texts(plans(scorecard())["scorecard"]))


def asked(*chosen: RatedMeasure) -> str:
    return next(text for text in texts(plans(of(*chosen))["scorecard"]) if text.startswith("Ask about:"))


def red(ref: str, area: str, value: str) -> RatedMeasure:
    name = "Visits to children in care that were held in time"
    measure = replace(HIGH, ref=ref, name=name)
    return row(measure, value, rated(Rag.RED, "missed", GREEN_95), standards=TARGET_95, area=area)


def test_ask_about_names_the_worst_and_counts_the_rest():
    line = asked(*(red(f"L{n}", "South", str(84 - n)) for n in range(40)))
    assert line.endswith("and 32 more") or line.endswith("and 33 more") or line.endswith("and 34 more")
    assert "L39 Visits" in line and "L0 " not in line
    assert " ," not in line and ", South" in line


def test_ask_about_without_areas_has_no_comma():
    assert "1 Visits in time (Red, " in asked(row(HIGH, "50", rated(Rag.RED, "missed", GREEN_95)))


def test_letters_make_a_legible_tally(tmp_path: Path):
    style = tmp_path / "letters.yaml"
    style.write_text("extends: default\ndescription: x\nsymbols: {status: letters}\n", encoding="utf-8")
    plan = plans(scorecard(), str(style))["scorecard"]
    formats = [plan.frame.formats[cell[1]].number for cell in plan.rows[3].cells[2:7] if cell]
    assert formats == ['0" G"', '0" A"', '0" R"', '0" not rated"', '"of "0']


def test_the_headline_counts_an_override_as_a_colour():
    counts = count_group("", rows(), BANDS)
    assert headline(counts, rows()).startswith(
        "3 of 5 rated measures are Green, one is Red; none of 4 is better"
    )
    plain = [made for made in rows() if not made.rating.overridden]
    assert "meet their target" in headline(count_group("", plain, BANDS), plain)


# ---- exception pages -----------------------------------------------------------------------------


def page(made: RatedMeasure) -> tuple[SheetPlan, Chart]:
    plan = plans(scorecard(rows=(made,), exceptions=(made,)))["exceptions"]
    (chart,) = [drawing for drawing in plan.drawings if isinstance(drawing, Chart)]
    return plan, chart


def exception(*values: str | None, standards: Standards = VISITS_STANDARDS, **more: Any) -> RatedMeasure:
    """A row with a history of consecutive months: None is a month without a row, "" a suppressed one."""
    points = []
    for month, value in zip([FEBRUARY.back(n) for n in range(len(values) - 1, -1, -1)], values, strict=True):
        if value is None:
            continue
        status = ResultStatus.FINAL if value else ResultStatus.SUPPRESSED
        judged = rated(Rag.RED, "missed", VISITS_BANDS) if value else not_rated(Absence.SUPPRESSED)
        result = Result(month, D(value) if value else None, status=status)
        points.append(HistoryPoint(month, result, standards, judged))
    judged = rated(Rag.RED, "missed", VISITS_BANDS)
    given = {"standards": standards, "history": tuple(points)} | more
    return row(HIGH, values[-1], judged, **given)


def test_the_chart_has_gaps_and_even_steps():
    plan, chart = page(exception("46.4", None, "", "60.7"))
    first, last = chart.columns
    drawn = {
        line.name: [
            cell[0] if cell else None for cell in (*plan.rows[line.row].cells, *[None] * 9)[first : last + 1]
        ]
        for line in chart.lines
    }
    assert drawn["Result"] == [0.464, None, None, 0.607]
    assert drawn["Target"] == [0.85, None, 0.85, 0.85]
    assert plan.printed is not None and first > plan.printed[1]
    names = [cell[0] for cell in plan.rows[chart.names].cells[first : last + 1] if cell]
    assert names == [month.short for month in MONTHS]
    assert "suppressed" in texts(plan)


def test_the_chart_s_cache_holds_no_zero():
    made = exception("46.4", None, "", "60.7")
    config = load_config()
    card = scorecard(rows=(made,), exceptions=(made,))
    content = render(lay_out(card, load_style("default"), config.tabs, config.symbols))
    with zipfile.ZipFile(BytesIO(content)) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    assert '<c:dispBlanksAs val="gap"/>' in chart
    cached = re.findall(r"<c:numCache>.*?</c:numCache>", chart)
    assert re.findall(r"<c:v>(.*?)</c:v>", cached[0]) == ["0.464", "0.607"]
    assert not any("<c:v>0</c:v>" in cache for cache in cached)


def test_periods_of_several_kinds_are_left_as_they_are():
    year = HistoryPoint(CALENDAR.financial_year(2012), None, Standards(), not_rated(Absence.NO_DATA))
    old = HistoryPoint(CALENDAR.month(2009, 1), None, Standards(), not_rated(Absence.NO_DATA))
    now = exception("1", "2").history
    assert [point for _, point in spaced([year, *now])] == [year, *now]
    assert len(spaced([old, *now])) == 3


@pytest.mark.parametrize(
    ("standards", "name"),
    [(VISITS_STANDARDS, "Minimum"), (Standards(target=D(85)), "Amber to")],
)
def test_only_a_published_standard_is_a_minimum(standards: Standards, name: str):
    plan, chart = page(exception("46.4", "60.7", "60.7", "60.7", standards=standards))
    other = {"Minimum": "Amber to", "Amber to": "Minimum"}[name]
    assert chart.lines[2].name == name
    assert name in texts(plan) and other not in texts(plan)


def test_the_page_names_its_area_and_the_benchmarks():
    england = Benchmark("England", CALENDAR.financial_year(2013), D("64.1"))
    plan, _ = page(exception("46.4", "60.7", area="North", benchmarks=(england,)))
    assert "Visits in time: North" in texts(plan)
    assert "England 64.1% (2013-14)" in texts(plan)


def test_paragraphs_begin_beside_a_long_trend_table():
    long = exception(*["60.7"] * 12)
    words = " ".join(f"word{n}" for n in range(400))
    long = replace(long, measure=replace(long.measure, definition=words, source="Case system"))
    plan, chart = page(long)
    beside = [line.cells[1][0] for line in plan.rows[: chart.row] if len(line.cells) > 1 and line.cells[1]]
    assert any(str(text).startswith("word0 ") for text in beside)
    said = " ".join(texts(plan)).split()
    assert [word for word in said if word.startswith("word")] == words.split()


def crowd(results: list[float | None], *lines: list[float | None]) -> Crowd:
    return Crowd(0.0, 100.0, (400.0, 300.0), list(lines), results)


def test_labels_keep_away_from_lines():
    level = [60.0, 60.0, 60.0, 60.0]
    above: list[float | None] = [64.0] * 4
    below: list[float | None] = [56.0] * 4
    assert sides(crowd([*level], above), ["60"] * 4) == (False,) * 4
    assert sides(crowd([*level], below), ["60"] * 4) == (True,) * 4


def test_a_line_is_named_once_and_where_there_is_room():
    target: list[float | None] = [62.0, None, 62.0, 62.0]
    labels, above = named(crowd([60.0, 60.0, 60.0, 10.0], target), ["T", "", "T", "T"], target)
    assert [label for label in labels if label] == ["T"]
    assert above[labels.index("T")]


def test_benchmarks_in_words():
    assert column("benchmarks").value(rows()[1]) == "England 24.9% (2013-14)"


# ---- data checks ---------------------------------------------------------------------------------


def note(kind: str, row: int = 2, severity: Severity = Severity.NOTE) -> Finding:
    return Finding(severity, kind, Address("Results", row, 3), f"{kind} {row}", "", "1")


def test_every_list_has_its_heading_and_says_why():
    card = of(
        rows()[8],
        findings=(
            note("not a number", severity=Severity.ERROR),
            note("older result", severity=Severity.WARNING),
            note("override"),
            note("three declines in a row"),
            note("rating changed by rounding"),
            note("not quite all or none", 3),
            note("direction hangs on rounding"),
            note("static but another colour"),
            note("gap skipped"),
            note("small denominator"),
            note("target without polarity"),
        ),
        chase=(Chase("Ali", (Owed("17", "", "Turnover", ("a result for Feb 2015",)),)),),
    )
    assert [block.heading for block in blocks(card)] == [
        "To put right", "To chase", "Overrides in force", "Watchlist", "Ratings that rounding changed",
        "Directions that hang on rounding", "Static, but another colour", "Compared across a gap",
        "Few cases", "Also worth knowing",
    ]  # fmt: skip
    assert all(block.why.endswith(".") for block in blocks(card))
    said = texts(plans(card)["checks"])
    assert {"To put right: 2", "Ratings that rounding changed: 2", "Ali (1)"} <= set(said)
    assert {block.why for block in blocks(card)} <= set(said)


def test_each_finding_stands_once_and_what_somebody_owes_under_their_name():
    missing = Finding(Severity.WARNING, "commentary missing", Address("Measures", 2, 1), "No commentary.")
    kept = Finding(Severity.WARNING, "commentary missing", Address("Measures", 3, 1), "Another.")
    covers = ((missing.kind, missing.where),)
    card = of(
        rows()[8],
        findings=(missing, kept, note("override")),
        chase=(
            Chase("Ali", (Owed("1", "", "Visits", ("commentary for Feb 2015",), missing.where, covers),)),
        ),
    )
    said = texts(plans(card)["checks"])
    assert "No commentary." not in said
    assert "Missing: commentary for Feb 2015." in said
    assert [said.count(text) for text in ("Another.", "override 2")] == [1, 1]
    assert said[0] == "Data checks: 2 warnings, 1 note"  # all of them are counted


def test_cases_to_the_target_begin_with_the_nearest():
    def made(ref: str, cases: CasesToTarget, numerator: int) -> RatedMeasure:
        result = Result(FEBRUARY, D(50), numerator=D(numerator), denominator=D(1028))
        measure = replace(HIGH, ref=ref)
        return row(measure, "50", rated(Rag.RED, "missed", GREEN_95), result=result, cases=cases)

    card = of(
        made("far", CasesToTarget(D(900), D(100), D(0), fewer=False), 800),
        made("met", CasesToTarget(D(900), D(0), D(5), fewer=False), 905),
        made("just", CasesToTarget(D(900), D(0), D(0), fewer=False), 900),
        made("near", CasesToTarget(D(10), D(2), D(0), fewer=True), 12),
        findings=(),
    )
    (block,) = blocks(card)
    assert [(line.ref, line.todo, line.check) for line in block.lines] == [
        ("near", "12 of 1,028; the target is met up to 10", "2 fewer needed"),
        ("far", "800 of 1,028; the target is met from 900", "100 more needed"),
        ("just", "900 of 1,028; the target is met from 900", "none to spare"),
        ("met", "905 of 1,028; the target is met from 900", "5 to spare"),
    ]
    assert "Nothing in the workbook needs attention." in texts(plans(card)["checks"])


def test_a_long_list_says_how_much_it_leaves_out():
    card = of(rows()[8], findings=tuple(note("small denominator", n) for n in range(2, 1302)))
    said = texts(plans(card)["checks"])
    assert "Few cases: 1300" in said
    assert "and 1,200 more: the command check lists them all" in said
    assert "small denominator 101" in said and "small denominator 102" not in said


def test_errors_are_never_left_out():
    card = of(rows()[8], findings=tuple(note("not a number", n, Severity.ERROR) for n in range(2, 302)))
    assert "not a number 301" in texts(plans(card)["checks"])
