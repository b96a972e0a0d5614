"""Whatever a scorecard holds, its tabs can be laid out and rendered: nothing ends in a crash."""

from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from layout.sample import CALENDAR, FEBRUARY, MONTHS, NOTHING, PERCENT, moved, not_rated, row, scorecard
from layout.sample import rows as sample_rows
from scorecard_xl.config import load_config
from scorecard_xl.counts import count_by, count_group
from scorecard_xl.layout import lay_out
from scorecard_xl.layout.plan import SheetPlan
from scorecard_xl.layout.text import column_points, room, text_width
from scorecard_xl.model import (
    Absence,
    Band,
    Bands,
    Benchmark,
    Commentary,
    Effect,
    HistoryPoint,
    Measure,
    Polarity,
    Rag,
    RatedMeasure,
    Rating,
    Reach,
    Result,
    Scorecard,
    Standards,
    Unit,
)
from scorecard_xl.render import render
from scorecard_xl.style import load_style, style_names
from scorecard_xl.symbols import NOT_AVAILABLE

CONFIG = load_config()
STYLES = {name: load_style(name) for name, _ in style_names()}
YEAR = CALENDAR.financial_year(2013)
NAMES = ("Green", "Amber", "Red", "Red Amber", "On target", "Exceeded", "Not achieved", "Star", "Circle", "A")


def plans(card: Scorecard, style: str) -> dict[str, SheetPlan]:
    return {plan.role: plan for plan in lay_out(card, STYLES[style], CONFIG.tabs, CONFIG.symbols)}


def of_bands(rows: tuple[RatedMeasure, ...], bands: tuple[str, ...], **more: Any) -> Scorecard:
    counted = count_group("", rows, bands)
    by = count_by(rows, bands, lambda row: row.measure.section)
    given = {"counts": counted, "by_section": by, "bands": bands, "met": bands[-1:], "worst": bands[:1]}
    return scorecard(rows=rows, **(given | more))


def rated_as(band: str, ref: int = 1) -> RatedMeasure:
    measure = Measure(str(ref), f"Measure {ref}", "Care", polarity=Polarity.HIGH, **PERCENT)
    return row(measure, "80", Rating(Rag(band), "words", Rag(band), "words"))


# ---- chips ---------------------------------------------------------------------------------------


def band_names(count: int) -> tuple[str, ...]:
    """So many bands, the worst first; some short, some long, two that share their initials."""
    return tuple(NAMES[n] if n < len(NAMES) else f"A very long band name {n}" for n in range(count))


def tally_row(style: str, plan: SheetPlan) -> tuple[int, list[tuple[int, Any, str]]]:
    """The place of the chips, and of the row that they stand in (column, value, what a reader sees)."""
    table = STYLES[style].table
    number = next(n for n, top in enumerate(table.top) if top.tallies)
    at = next(n for n, place in enumerate(p for p in table.columns if p.when == "always") if place.tally)
    cells = enumerate(plan.rows[number].cells)
    seen = []
    for column, cell in cells:
        if cell and cell[0] is not None and column >= at:
            look = plan.frame.formats[cell[1]]
            seen.append((column, cell[0], f"{cell[0]}{look.number}".replace("0", "", 1)))
    return at, seen


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("count", range(1, 31))
def test_any_number_of_bands_has_its_counts(style: str, count: int) -> None:
    bands = band_names(count)
    rows = tuple(rated_as(band, n) for n, band in enumerate(bands))
    found = plans(of_bands(rows, bands), style)
    at, seen = tally_row(style, found["scorecard"])
    assert seen[0][0] == at
    first = seen[0][1]
    if isinstance(first, str):  # a line in place of chips
        assert first.endswith(f" of {count}")
        numbers = [int(part.split()[0]) for part in first.rpartition(" of ")[0].split(", ")]
        assert sum(numbers) == count
    summary = found["summary"]
    headers = [cell[0] for line in summary.rows for cell in line.cells if cell]
    assert set(bands) <= set(headers)  # all of them stand on the Summary


@given(
    names=st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=30, unique=True),
    style=st.sampled_from([*STYLES]),
)
@settings(deadline=None, max_examples=60)
def test_chips_never_take_the_columns_of_the_next_tally(names: list[str], style: str) -> None:
    bands = tuple(name for name in names if name != NOT_AVAILABLE) or ("Red",)
    rows = tuple(
        replace(rated_as(band, n), previous=moved(Effect.BETTER, MONTHS[2], "70", "10"))
        for n, band in enumerate(bands)
    )
    plan = plans(of_bands(rows, bands), style)["scorecard"]
    at, seen = tally_row(style, plan)
    end = next(column for column, _, text in seen if column > at and ("▲" in text or "↑" in text))
    chips = [chip for chip in seen if chip[0] < end]
    if isinstance(chips[0][1], str):
        points = sum(map(column_points, plan.frame.widths[at:end]))
        assert len(chips) == 1 and text_width(chips[0][1], 11) <= points


@pytest.mark.parametrize(
    ("bands", "counts", "seen"),
    [
        # as many as there are columns: a chip each, with the total behind them
        (("Red", "Amber", "Green"), (1, 2, 3), ["3 Green", "2 Amber", "1 Red", "0 not rated", "of 6"]),
        # a short form where the name is too long
        (("Red", "Green Amber"), (1, 2), ["2 GA", "1 Red", "0 not rated", "of 3"]),
        # "NA" would read as not rated
        (("Not achieved", "Green"), (1, 2), ["2 Green, 1 Not achieved, 0 not rated of 3"]),
        # nobody's bands go first
        (
            ("Red", "A", "B", "C", "D", "E", "Green"),
            (1, 0, 0, 1, 0, 0, 4),
            ["4 Green", "1 C", "1 Red", "of 6"],
        ),
    ],
)
def test_chips_are_short_and_clear(bands: tuple[str, ...], counts: tuple[int, ...], seen: list[str]) -> None:
    rows = tuple(rated_as(band, n) for band, count in zip(bands, counts, strict=True) for n in range(count))
    plan = plans(of_bands(rows, bands), "default")["scorecard"]
    table = STYLES["default"].table
    cells = plan.rows[next(n for n, top in enumerate(table.top) if top.tallies)].cells
    shown = []
    for cell in cells[1:]:
        if cell and cell[0] is not None:
            number = plan.frame.formats[cell[1]].number.replace('"', "")
            shown.append(cell[0] if isinstance(cell[0], str) else number.replace("0", str(cell[0])))
    assert shown[: len(seen)] == seen


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("band", ["Red", "Not achieving", "Significantly below expectation"])
def test_the_word_of_a_band_is_not_cut_off(style: str, band: str) -> None:
    plan = plans(of_bands((rated_as(band),), (band, "Green")), style)["scorecard"]
    assert plan.table is not None
    header = [str(cell[0]) if cell else "" for cell in plan.rows[plan.table[0] - 1].cells]
    column = header.index("Status" if style == "default" else "RAG")
    assert text_width(band, 11, bold=True) <= room(plan.frame.widths[column])


# ---- anything ------------------------------------------------------------------------------------

SHORT = st.sampled_from(["1", "CS-04", "x" * 90, "Ref with words", "007"])
WORDS = st.one_of(
    st.sampled_from(["", "Visits", "w" * 400, "word " * 300, "=1+1", "a\nb"]), st.text(max_size=40)
)
FIGURES = st.sampled_from([None, "0", "-3.5", "60.7", "100", "1234567.891", "1E-12", "9" * 14])
BENCHMARKS = st.integers(0, 9).map(
    lambda count: tuple(Benchmark(f"Benchmark {n} {'long ' * n}", YEAR, D(n)) for n in range(count))
)


@st.composite
def odd_row(draw: st.DrawFn, bands: tuple[str, ...]) -> RatedMeasure:
    measure = Measure(
        draw(SHORT),
        draw(WORDS),
        draw(st.sampled_from(["", "Care", "Section " * 40])),
        department=draw(st.sampled_from(["", "One", "Two"])),
        polarity=draw(st.sampled_from(Polarity)),
        unit=draw(st.sampled_from([unit for unit in Unit if unit is not Unit.TEXT])),
        decimals=draw(st.integers(0, 3)),
        definition=draw(WORDS),
    )
    figure = draw(FIGURES)
    band = draw(st.sampled_from([*bands, NOT_AVAILABLE]))
    absence = Absence.NO_TARGET if band == NOT_AVAILABLE else None
    reach = Bands((Band(Rag(bands[-1]), Reach(D(50))),), Rag(bands[0]), (bands[-1],), "a rule")
    rating = Rating(
        Rag(band), draw(WORDS), Rag(band), "words", draw(st.sampled_from([None, reach])), absence=absence
    )
    target = draw(FIGURES)
    standards = Standards(target=None if target is None else D(target), exclusive=draw(st.booleans()))
    direction = st.sampled_from([NOTHING, *(moved(effect, MONTHS[2], "7", "-1") for effect in Effect)])
    values = draw(st.lists(FIGURES, max_size=4))
    trend = tuple((MONTHS[n], None if value is None else D(value)) for n, value in enumerate(values))
    history = tuple(
        HistoryPoint(MONTHS[n], Result(MONTHS[n], None if value is None else D(value)), standards, rating)
        for n, value in enumerate(values)
    )
    return row(
        measure,
        figure,
        rating,
        standards=standards,
        area=draw(st.sampled_from(["", "North", "South " * 30])),
        previous=draw(direction),
        outturn=draw(direction),
        benchmarks=draw(BENCHMARKS),
        commentary=draw(st.sampled_from([None, Commentary(FEBRUARY, "word " * 900)])),
        trend=trend,
        history=history,
    )


@st.composite
def odd_card(draw: st.DrawFn) -> Scorecard:
    bands = draw(
        st.sampled_from([("Red", "Amber", "Green"), ("Red", "Green"), band_names(12), band_names(30)])
    )
    rows = tuple(draw(st.lists(odd_row(bands), max_size=4)))
    return of_bands(
        rows,
        bands,
        exceptions=tuple(draw(st.sampled_from([(), rows]))),
        headline=draw(WORDS),
        static_words=draw(st.sampled_from(["", "within 10%"])),
        heading=replace(scorecard().heading, title=draw(WORDS), subtitle=draw(WORDS)),
    )


@given(odd_card(), st.sampled_from([*STYLES]), st.sampled_from(["A4", "A3"]))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_odd_scorecards_can_be_drawn(card: Scorecard, style: str, paper: str) -> None:
    look = STYLES[style].on_paper(paper)
    content = render(lay_out(card, look, CONFIG.tabs, CONFIG.symbols), properties={"title": "x"})
    assert content.startswith(b"PK")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "rows",
    [
        (),
        sample_rows()[:1],
        tuple(replace(of, rating=not_rated(Absence.NO_DATA), result=None) for of in sample_rows()),
        tuple(replace(of, trend=(), history=()) for of in sample_rows()),
    ],
    ids=["no rows", "one row", "all n/a", "no periods in the trend"],
)
def test_scorecards_with_hardly_anything_can_be_drawn(rows: tuple[RatedMeasure, ...], style: str) -> None:
    card = of_bands(rows, ("Red", "Amber", "Green"), exceptions=rows)
    assert render(list(plans(card, style).values()), properties={"title": "x"}).startswith(b"PK")
