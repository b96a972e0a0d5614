"""What is read at once is what the long way reads, and it is never read at once where there is a doubt."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scorecard_xl.config import load_config
from scorecard_xl.findings import FindingLog
from scorecard_xl.model import Measure, Unit
from scorecard_xl.periods import Calendar
from scorecard_xl.reading.plain_results import PlainReader
from scorecard_xl.reading.result_cells import ResultReader
from scorecard_xl.reading.result_layouts import read_long
from scorecard_xl.reading.result_sheet import ResultSheet
from scorecard_xl.reading.table_finder import find_tables
from scorecard_xl.reading.words import Vocabulary
from tools.memory import NEVER, error, percent, shown, workbook

CONFIG = load_config()
WORDS = Vocabulary.of(CONFIG.spellings)
FEBRUARY = Calendar().month(2015, 2)

FIGURES = st.one_of(
    st.sampled_from(
        ["", None, 0.0, 1.0, 17.0, 28.0, 60.7, 60.71, 0.607, -3.0, 1e-15, 1e31, "x", "17", "60.7%"]
    ),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.integers(0, 200).map(float),
    st.sampled_from([percent(0.607), percent(0.607, 1), percent(17.0), shown(60.7, 1), error(), NEVER, True]),
)
CELLS = st.fixed_dictionaries(
    {
        "Value": FIGURES,
        "Numerator": FIGURES,
        "Denominator": FIGURES,
        "Status": st.sampled_from(["", "", "", "Final", "Provisional", "Suppressed", "what"]),
        "Note": st.sampled_from(["", "", "", "recounted"]),
    }
)
MEASURES = st.builds(
    Measure,
    st.just("1"),
    st.just("Visits"),
    unit=st.sampled_from([Unit.PERCENT, Unit.NUMBER, Unit.RATE, Unit.POUNDS, Unit.TEXT]),
    decimals=st.integers(0, 2),
    multiplier=st.sampled_from([Decimal(1), Decimal(100), Decimal(10000), None]),
)


def sheet_of(cells: dict[str, Any]) -> ResultSheet:
    """A sheet with these cells for February, and a plain result for another measure."""
    other = {"Ref": "2", "Period": "Feb 2015", "Value": 1.0}
    rows = [{"Ref": "1", "Period": "Feb 2015", **cells}, other]
    sheets = workbook([{"Ref": "1", "Measure": "Visits"}, {"Ref": "2", "Measure": "Plans"}], rows)
    table = find_tables(sheets, CONFIG, FindingLog())["Results"]
    assert table is not None
    return read_long(table, CONFIG.calendar, WORDS)


@settings(max_examples=500)
@given(CELLS, MEASURES)
@example(
    {"Value": 60.7, "Numerator": 17.0, "Denominator": 28.0, "Status": "", "Note": ""},
    Measure("1", "", unit=Unit.PERCENT, decimals=1, multiplier=Decimal(100)),
)
@example(
    {"Value": 60.0, "Numerator": 17.0, "Denominator": 28.0, "Status": "", "Note": ""},
    Measure("1", "", unit=Unit.PERCENT, decimals=1, multiplier=Decimal(100)),
)
def test_the_short_way_reads_as_the_long_way(cells: dict[str, Any], measure: Measure):
    sheet = sheet_of(cells)
    series = sheet.series.get(("1", ""))
    if not series:
        return
    (place,) = series.values()
    plain, log = PlainReader(measure, sheet), FindingLog()
    result = ResultReader(measure, sheet.grid, WORDS, log).read(FEBRUARY, sheet.slot_at(place), "")
    at_once, figure = plain.read(FEBRUARY, place), plain.value(place)
    if at_once is not None:
        assert at_once == result
        assert log.sorted() == ()  # nothing that the long way would have reported goes unsaid
    if figure is not None:
        assert result is not None
        assert figure == result.value
        assert log.sorted() == ()


@pytest.mark.parametrize(
    "beside", [{"Status": "Provisional"}, {"Status": "Suppressed"}, {"Note": "recounted"}]
)
def test_what_stands_beside_a_figure_is_never_passed_over(beside: dict[str, str]):
    sheet = sheet_of({"Value": 60.7, **beside})
    (place,) = sheet.series["1", ""].values()
    plain = PlainReader(Measure("1", "Visits", unit=Unit.PERCENT, decimals=1), sheet)
    assert (plain.read(FEBRUARY, place), plain.value(place)) == (None, None)


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "at_once"),
    [
        (60.7, 17.0, 28.0, True),  # 60.714…
        (60.71428571428571, 17.0, 28.0, True),
        (60.8, 17.0, 28.0, False),
        (60.7, "", "", True),
        ("", 17.0, 28.0, True),
        ("", 17.0, "", False),
        (0.0, 0.0, 0.0, False),
        (110.0, 31.0, 28.0, False),
        ("60.7", 17.0, 28.0, False),
    ],
)
def test_what_is_read_at_once(value: Any, numerator: Any, denominator: Any, at_once: bool):
    measure = Measure("1", "Visits", unit=Unit.PERCENT, decimals=1, multiplier=Decimal(100))
    sheet = sheet_of({"Value": value, "Numerator": numerator, "Denominator": denominator})
    (place,) = sheet.series["1", ""].values()
    assert (PlainReader(measure, sheet).read(FEBRUARY, place) is not None) is at_once
