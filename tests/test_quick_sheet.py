"""What is written straight from a plan is what XlsxWriter would have written."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter.worksheet
from hypothesis import given
from hypothesis import strategies as st

from layout.sample import scorecard
from scorecard_xl.config import load_config
from scorecard_xl.formats import Format, Page
from scorecard_xl.layout import lay_out
from scorecard_xl.layout.plan import Formula, Frame, Rich, Row, SheetPlan, Sparkline, address
from scorecard_xl.quick_sheet import QuickSheet, _unique, printable
from scorecard_xl.render import render
from scorecard_xl.style import load_style

CREATED = dt.datetime(2015, 3, 1)


class OwnWay(QuickSheet):
    """XlsxWriter's public functions, cell by cell and sparkline by sparkline."""

    def take(self, rows: Any, looks: Any) -> None:
        for number, row in enumerate(rows):
            if row.height is not None:
                self.set_row(number, row.height)
            for column, cell in enumerate(row.cells):
                if cell is None:
                    continue
                value, look = cell
                self.looks = looks
                if value is None:
                    if look:
                        self.write_blank(number, column, None, looks[look])
                elif isinstance(value, Formula):
                    self.write_formula(number, column, "=" + value.text, looks[look], value.cached)
                elif isinstance(value, Rich):
                    self._take_rich(number, column, value, looks[look])
                elif isinstance(value, str):
                    self.write_string(number, column, printable(value), looks[look])
                else:
                    self.write_number(number, column, value, looks[look])

    def draw(self, lines: Any) -> None:
        sheet = self.name.replace("'", "''")
        for line in lines:
            colour = "#" + line.colour
            options = {
                "range": f"'{sheet}'!{address(line.row, line.first)}:{address(line.row, line.last)}",
                "type": "column",
                "min": line.low,
                "max": line.high,
                "axis": line.axis,
                "negative_points": bool(line.negative),
                "last_point": bool(line.final),
                "series_color": colour,
                "negative_color": "#" + (line.negative or line.colour),
                "last_color": "#" + (line.final or line.colour),
                **dict.fromkeys(("markers_color", "first_color", "high_color", "low_color"), colour),
            }
            self.add_sparkline(line.row, line.column, options)

    _prepare_formula = xlsxwriter.worksheet.Worksheet._prepare_formula
    _write_rows = xlsxwriter.worksheet.Worksheet._write_rows
    _get_range_data = xlsxwriter.worksheet.Worksheet._get_range_data
    _write_ext_list_sparklines = xlsxwriter.worksheet.Worksheet._write_ext_list_sparklines

    groups = 0

    def _xml_start_tag(self, tag: str, attributes: Any = ()) -> None:
        if tag == "x14:sparklineGroup":
            self.groups += 1
            uid = _unique(self.name, self.groups)
            attributes = [*attributes, ("xr2:uid", f"{{{uid}}}")]
        super()._xml_start_tag(tag, attributes)


def parts(plans: list[SheetPlan]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(render(plans, created=CREATED))) as package:
        return {name: package.read(name) for name in package.namelist()}


def both_ways(plans: list[SheetPlan]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    quick = parts(plans)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scorecard_xl.render.QuickSheet", OwnWay)
        return quick, parts(plans)


@pytest.mark.parametrize("style", ["default", "kent"])
def test_whole_scorecards(style: str) -> None:
    config = load_config()
    quick, own = both_ways(lay_out(scorecard(), load_style(style), config.tabs, config.symbols))
    assert quick == own
    assert b"sparklineGroup" in quick["xl/worksheets/sheet1.xml"]


RUNS = st.tuples(st.text("ab ", max_size=3), st.integers(0, 2))
VALUES = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8"), max_size=6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**15), 10**15),
    st.builds(Formula, st.just("A1&B1"), st.text("ab", max_size=3)),
    st.builds(
        Rich, st.lists(st.tuples(st.text("ab ", max_size=3), st.integers(0, 2)), max_size=3).map(tuple)
    ),
)
ROWS = st.builds(
    Row,
    st.lists(st.none() | st.tuples(VALUES, st.integers(0, 2)), max_size=5).map(tuple),
    st.none() | st.sampled_from([15.0, 16.5, 400.0]),
)
LOOKS = (Format(), Format(bold=True), Format(fill="F4B942"))
SPARKLINES = st.builds(
    Sparkline,
    st.integers(0, 40),
    st.integers(0, 3),
    st.integers(4, 5),
    st.integers(6, 30),
    st.floats(-5, 5),
    st.floats(-5, 5),
    st.just("5B8DBE"),
    st.sampled_from(["", "CF7A36"]),
    st.sampled_from(["", "16324F"]),
    st.booleans(),
)


@given(st.lists(ROWS, max_size=40).map(tuple), st.lists(SPARKLINES, max_size=3).map(tuple))
def test_any_rows(rows: tuple[Row, ...], lines: tuple[Sparkline, ...]) -> None:
    plan = SheetPlan("O'Brien & <Co>", "scorecard", Frame(LOOKS, (8.0,), (), Page()), rows, lines)
    quick, own = both_ways([plan])
    assert quick == own
