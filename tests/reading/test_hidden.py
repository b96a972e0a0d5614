"""What Excel hides is read and said; totals rows are not read and said."""

from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace

from scorecard_xl.config import load_config
from scorecard_xl.findings import FindingLog
from scorecard_xl.grids import ALL_SHOWN, Grid, Hidden
from scorecard_xl.reading.table_finder import find_tables
from tools.memory import MemorySheets

MEASURES: list[list[Any]] = [["Ref", "Measure"], [1, "Visits"]]
RESULTS: list[list[Any]] = [["Title"], [], ["Ref", "Period", "Value", "Mine"]]
RESULTS += [[1, f"{month} 2015", 90, "x"] for month in "Jan Feb Mar Apr May Jun Jul Aug Sep".split()]


@dataclass(frozen=True)
class Hiding(MemorySheets):
    """A workbook whose sheet Results hides something; its first row is row 1."""

    hidden: Hidden = ALL_SHOWN
    totals: frozenset[int] = frozenset()

    def grid(self, sheet: str) -> Grid:
        grid = super().grid(sheet)
        return replace(grid, hidden=self.hidden, totals=self.totals) if sheet == "Results" else grid


def notes(hidden: Hidden, totals: frozenset[int] = frozenset()) -> list[str]:
    sheets = Hiding({"Measures": MEASURES, "Results": RESULTS}, {}, hidden=hidden, totals=totals)
    log = FindingLog()
    find_tables(sheets, load_config(), log)
    return [str(finding).split(" and read")[0] for finding in log.sorted()]


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        (Hidden(), []),
        (Hidden(rows=[1, 2, 3]), []),  # the title block and the headers
        (Hidden(rows=[99]), []),  # nothing stands there
        (Hidden(rows=[4]), ["Results!A4: Row 4 is hidden"]),
        (Hidden(rows=[4, 5, 6, 9]), ["Results!A4: Rows 4–6 and 9 are hidden"]),
        (Hidden(rows=[5], filtered=True), ["Results!A5: Row 5 is hidden by a filter"]),
        (Hidden(columns=[4]), []),  # a column of the officer's own
        (Hidden(columns=[3]), ["Results!C3: Column C is hidden"]),
        (Hidden(columns=[2, 3, 4]), ["Results!B3: Columns B–C are hidden"]),
    ],
)
def test_what_is_hidden_and_read_is_said(hidden: Hidden, said: list[str]):
    assert notes(hidden) == said


def test_a_totals_row_is_said():
    assert notes(Hidden(), frozenset({2, 12, 40})) == [
        "Results!A12: Row 12 is the totals row of a table and is not read. Switch the totals row off in "
        "Excel if it is a row like the others."
    ]
