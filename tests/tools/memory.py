"""A workbook that exists in memory alone, so that a test reads as the tables that officers fill in.

    book(Measures=[["Ref", "Measure"], [1, "Visits"]], Results=[["Ref", "Feb 2015"], [1, 97.4]])

Sheets stand from A1, rows may be of different lengths and empty cells are "" or None. What a plain
value can't say is said by `percent`, `shown`, `error` and `NEVER`:

    [1, percent(0.974), shown(97.4, decimals=1), error("#DIV/0!"), NEVER]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from scorecard_xl.config import Config, load_config
from scorecard_xl.errors import Finding
from scorecard_xl.grids import NEVER_CALCULATED, Grid, NumberFormat, Raw
from scorecard_xl.model import Measure, RatedMeasure, Standards
from scorecard_xl.pipeline import Assessed, Options, assess
from scorecard_xl.records import as_records

Rows = Sequence[Any]  # of rows, which may hold anything


@dataclass(frozen=True)
class Special:
    """A cell with a number format, or one that a formula left without a value."""

    value: Raw
    format: NumberFormat | None = None
    broken: str = ""


NEVER = Special("", broken=NEVER_CALCULATED)


def percent(number: float, decimals: int | None = None) -> Special:
    """A number in a cell formatted as a percentage: `percent(0.974, 1)` shows 97.4%."""
    return Special(float(number), NumberFormat(percent=True, decimals=decimals))


def shown(number: float, decimals: int) -> Special:
    """A number in a cell whose format shows so many decimals."""
    return Special(float(number), NumberFormat(decimals=decimals))


def error(name: str = "#DIV/0!") -> Special:
    """A cell whose formula gave an error."""
    return Special("", broken=name)


@dataclass(frozen=True)
class MemorySheets:
    """`hosts.base.Sheets` from rows by sheet name; `corners` says where a sheet's first row stands."""

    sheets: Mapping[str, Rows]
    corners: Mapping[str, tuple[int, int]]
    name: str = "test.xlsx"

    @property
    def sheet_names(self) -> Sequence[str]:
        return list(self.sheets)

    def grid(self, sheet: str) -> Grid:
        row, column = self.corners.get(sheet, (1, 1))
        rows = self.sheets[sheet]
        width = max((len(line) for line in rows), default=0)
        special = {
            (row + r, column + c): cell
            for r, line in enumerate(rows)
            for c, cell in enumerate(line)
            if isinstance(cell, Special)
        }
        return Grid(
            sheet,
            [[_raw(cell) for cell in (*line, *[""] * (width - len(line)))] for line in rows],
            row,
            column,
            {at: cell.broken for at, cell in special.items() if cell.broken},
            {at: cell.format for at, cell in special.items() if cell.format},
        )


def _raw(cell: Any) -> Raw:
    """As a host hands it over: whole numbers are floats too, empty cells are ""."""
    if isinstance(cell, Special):
        return cell.value
    if cell is None:
        return ""
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def book(*, corners: Mapping[str, tuple[int, int]] | None = None, **sheets: Rows) -> MemorySheets:
    """A workbook of these sheets; `_` in a name stands for itself (use `MemorySheets` for others)."""
    return MemorySheets(sheets, corners or {})


def workbook(
    measures: Sequence[Mapping[str, Any]] = (),
    results: Sequence[Mapping[str, Any]] = (),
    **sheets: Sequence[Mapping[str, Any]],
) -> MemorySheets:
    """A workbook from one dict a row, its keys the headers:

    workbook([{"Ref": "1", "Measure": "Visits"}], [{"Ref": "1", "Period": "Feb 2015", "Value": 97.4}])
    """
    given = {"Measures": measures, "Results": results, **sheets}
    return MemorySheets({name: table(rows) for name, rows in given.items() if rows}, {})


def table(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows as dicts to a header row and its rows, headers in order of first appearance."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return [headers, *([row.get(header, "") for header in headers] for row in rows)]


def assess_book(
    sheets: MemorySheets, period: str = "", area: str = "", config: Config | None = None
) -> Assessed:
    """Read and rate it, with the shipped settings unless others are given."""
    return assess(sheets, Options(period=period, area=area), config or load_config())


def one_measure(
    results: Mapping[Any, Any] | None = None,
    *,
    config: Config | None = None,
    period: str = "",
    **columns: Any,
) -> Assessed:
    """Assess a workbook of one measure with ref 1, whose results are given by period.

    `_` in a column's name is a space: `one_measure({"Feb 2015": 97.4}, Polarity="High", Unit="%",
    Target=95, Minimum_standard=90)`.
    """
    measure = {"Ref": "1", "Measure": "Visits on time"}
    measure |= {name.replace("_", " "): value for name, value in columns.items()}
    long = [{"Ref": "1", "Period": when, "Value": value} for when, value in (results or {}).items()]
    return assess_book(workbook([measure], long), period, config=config)


def row_of(assessed: Assessed, ref: str = "1", area: str = "") -> RatedMeasure:
    """The rated row of a measure and area."""
    return next(row for row in assessed.rows if (row.measure.ref, row.area) == (ref, area))


def measure_of(assessed: Assessed, ref: str = "1") -> Measure:
    """The measure as it was read."""
    return row_of(assessed, ref).measure


def standards_of(assessed: Assessed, ref: str = "1") -> Standards:
    """The standards that a measure was rated by."""
    return row_of(assessed, ref).standards


def record_of(assessed: Assessed, ref: str = "1", area: str = "") -> dict[str, str]:
    """The row of the `ratings` command."""
    return next(r for r in as_records(assessed.rows) if (r["ref"], r["area"]) == (ref, area))


def findings(assessed: Assessed, kind: str = "") -> list[Finding]:
    """The findings of a kind, or all of them."""
    return [f for f in assessed.scorecard.findings if not kind or f.kind == kind]


def said(assessed: Assessed, kind: str = "") -> list[str]:
    """The findings as `check` prints them: address, what is wrong, what to do."""
    return [str(finding) for finding in findings(assessed, kind)]


def settings(**changes: Any) -> Config:
    """The shipped settings with single fields of `Config` replaced."""
    return replace(load_config(), **changes)
