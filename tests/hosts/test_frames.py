"""DataFrames in place of sheets: whatever stands in them becomes a cell."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from scorecard_xl.config import load_config
from scorecard_xl.errors import ScorecardError
from scorecard_xl.findings import FindingLog
from scorecard_xl.hosts.frames import FrameSheets, plain_value
from scorecard_xl.reading.table_finder import find_tables

pandas = pytest.importorskip("pandas")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (3, 3.0),
        (Decimal("97.4"), 97.4),
        (True, True),
        ("x", "x"),
        (10**400, "1" + "0" * 400),
        (Decimal("sNaN"), "sNaN"),
        (dt.date(2015, 2, 28), dt.date(2015, 2, 28)),
        (dt.datetime(2015, 2, 28, 12), dt.date(2015, 2, 28)),
        (dt.time(12, 30), "12:30:00"),
        ([1, 2], "[1, 2]"),
        (1j, "1j"),
        (b"x", "b'x'"),
    ],
)
def test_any_value_is_a_cell(value: Any, cell: Any):
    assert plain_value(value) == cell


def test_values_of_pandas_and_numpy():
    values = pandas.Series([1], dtype="Int64").array
    assert plain_value(values[0]) == 1.0
    assert plain_value(pandas.NaT) == ""
    assert plain_value(pandas.NA) == ""
    assert plain_value(pandas.Timestamp("2015-02-28", tz="Europe/London")) == dt.date(2015, 2, 28)
    assert plain_value(pandas.Series([1.0, 2.0]).to_numpy()) == "[1. 2.]"
    assert plain_value(pandas.Series([3.0]).to_numpy()[0]) == 3.0


@pytest.mark.parametrize("frame", [None, 5, [["Ref", "Measure"]], {"Ref": [1]}])
def test_what_is_no_frame_is_one_sentence(frame: Any):
    with pytest.raises(ScorecardError, match=r"^Measures is given as a \w+: give a pandas DataFrame"):
        FrameSheets({"Measures": frame}).grid("Measures")


@pytest.mark.parametrize(
    "frames",
    [
        {},
        {"Measures": pandas.DataFrame()},
        {5: pandas.DataFrame({"x": [1]})},
        {"Measures": pandas.DataFrame({("Ref", "a"): [1], ("Measure", "b"): [2]})},
        {"Measures": pandas.DataFrame([[1, 2, 3]], columns=["Ref", "Measure", "Measure"])},
    ],
    ids=["none", "empty", "named by a number", "two header levels", "one header twice"],
)
def test_frames_that_are_no_workbook_are_refused(frames: dict[Any, Any]):
    with pytest.raises(ScorecardError):
        find_tables(FrameSheets(frames), load_config(), FindingLog())
