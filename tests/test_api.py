"""The same flow for notebooks: a workbook's path or DataFrames in, DataFrames out."""

import datetime as dt
import math

import pandas
import pytest

import scorecard_xl as sx
from scorecard_xl.hosts.frames import FrameSheets, plain_value
from scorecard_xl.resources import shipped

KENT = shipped("workbook_templates/kent_2015_02.xlsx")
MEASURES = pandas.DataFrame(
    {
        "Ref": [1, 2],
        "Measure": ["Visits", "Children in care"],
        "Polarity": ["High", None],
        "Unit": ["%", "number"],
        "Target": [85, None],
    }
)
RESULTS = pandas.DataFrame(
    {
        "Ref": [1, 1, 2],
        "Period": pandas.to_datetime(["2015-01-31", "2015-02-28", "2015-02-28"]),
        "Value": [80.0, 86.5, 400],
    }
)


def test_ratings_of_a_workbook_as_a_frame():
    frame = sx.rate(KENT)
    assert frame["rag"].value_counts().to_dict() == {"Green": 17, "Amber": 17, "n/a": 12, "Red": 1}
    twelfth = frame.set_index("ref").loc["12"]
    assert (twelfth["value"], twelfth["target"], twelfth["rag"]) == (60.7, 85, "Red")
    assert math.isnan(twelfth["outturn"])


def test_frames_in_and_out():
    frame = sx.rate({"Measures": MEASURES, "Results": RESULTS}).set_index("ref")
    assert frame["rag"].to_dict() == {"1": "Green", "2": "n/a"}
    assert frame.loc["1", "direction_previous"] == "improved"
    assert frame.loc["2", "value"] == 400


def test_frames_may_be_wide():
    wide = pandas.DataFrame({"Ref": ["1", "2"], "Jan 2015": [80, 390], "Feb 2015": ["86.5%", None]})
    frame = sx.rate({"Measures": MEASURES, "Results": wide}).set_index("ref")
    assert (frame.loc["1", "period"], frame.loc["1", "value"]) == ("Feb 2015", 86.5)
    assert frame.loc["2", "period"] == "Jan 2015"


def test_checks_as_a_frame_with_the_address_that_the_frame_would_have():
    broken = RESULTS.astype({"Value": object}).copy()
    broken.loc[1, "Value"] = "n/k"
    frame = sx.check({"Measures": MEASURES, "Results": broken})
    first = frame.iloc[0]
    assert (first["severity"], first["where"], first["ref"]) == ("Error", "Results!C3", "1")


def test_build_from_frames(tmp_path, produced):
    output = tmp_path / "out.xlsx"
    assessed = sx.build({"Measures": MEASURES, "Results": RESULTS}, output, style="kent")
    assert assessed.scorecard.counts.rag.by_band["Green"] == 1
    produced(output, "api frames")


def test_build_refuses_before_it_reads(tmp_path):
    with pytest.raises(sx.ScorecardError, match="must end in"):
        sx.build(tmp_path / "missing.xlsx", tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (pandas.NA, ""),
        (pandas.NaT, ""),
        ("text", "text"),
        (True, True),
        (3, 3.0),
        (pandas.Series([3]).iloc[0], 3.0),
        (pandas.Series([True]).iloc[0], True),
        (pandas.Timestamp(2015, 2, 28, 12), dt.date(2015, 2, 28)),
        (dt.datetime(2015, 2, 28, 12), dt.date(2015, 2, 28)),
        (dt.date(2015, 2, 28), dt.date(2015, 2, 28)),
        (pandas.Period("2015-02", "M"), "2015-02"),
    ],
)
def test_a_frames_values_as_cells(value, cell):
    read = plain_value(value)
    assert read == cell and type(read) is type(cell)


def test_frame_sheets_stand_as_in_excel():
    grid = FrameSheets({"Results": RESULTS}).grid("Results")
    assert str(grid.cell(1, 2).where) == "Results!C2"
    assert grid.rows[0] == ["Ref", "Period", "Value"]
