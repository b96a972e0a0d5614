"""Which measure a selected cell belongs to."""

import pytest

from scorecard_xl.addin.live import place
from scorecard_xl.addin.row_of_cell import Selected, measure_of
from scorecard_xl.grids import Grid

REFS = {"1", "2", "3", "CS-04"}
SCORECARD = Grid(
    "Scorecard",
    [
        ["17 of 35 rated measures meet their target", "", ""],
        ["Ref", "Measure", "Result"],
        ["Children in need", "", ""],
        [1.0, "Referrals", 2.0],
        ["cs-04", "Reviews", 3.0],
        ["", "a note", 2.0],
    ],
)
RESULTS = Grid(
    "Results",
    [
        ["Area", "No", "Period", "Value"],
        ["Ashford", 1.0, "Feb 2015", 1.0],
        ["Dover", 2.0, "Feb 2015", 2.0],
        ["Dover", 9.0, "Feb 2015", 3.0],
    ],
    first_row=3,
    first_column=2,
)
# More refs stand in the last column than in the first, but it is the first that says so.
MERGED = Grid("Results", [["Ref", "Value"], [1.0, 1.0], ["", 2.0], [2.0, 3.0]])
NO_HEADER = Grid("Ours", [["CS-04", 1.0], ["1", 50.0], ["2", 3.0]])


@pytest.mark.parametrize(
    ("grid", "row", "ref", "area"),
    [
        (SCORECARD, 4, "1", ""),
        (SCORECARD, 5, "CS-04", ""),
        (SCORECARD, 1, "", ""),  # the headline
        (SCORECARD, 2, "", ""),  # the header
        (SCORECARD, 3, "", ""),  # a section
        (SCORECARD, 6, "", ""),  # a note: 2 is its figure, not its ref
        (SCORECARD, 99, "", ""),
        (RESULTS, 3, "", ""),
        (RESULTS, 4, "1", "Ashford"),
        (RESULTS, 5, "2", "Dover"),
        (RESULTS, 6, "", ""),  # there is no measure 9
        (MERGED, 2, "1", ""),
        (MERGED, 3, "", ""),
        (NO_HEADER, 2, "1", ""),
        (Grid("Empty", []), 1, "", ""),
    ],
)
def test_a_row_belongs_to_the_measure_that_its_ref_names(grid, row, ref, area):
    found = measure_of(grid, row, REFS, ["Ashford", "Dover", ""], ["Ref", "No"])
    assert found == Selected(ref, area)


@pytest.mark.parametrize(
    ("cell", "row_and_column"),
    [("B5", (5, 2)), ("$XFD$1048576", (1048576, 16384)), ("", None), ("B5:C6", None), ("5", None)],
)
def test_addresses(cell, row_and_column):
    assert place(cell) == row_and_column
