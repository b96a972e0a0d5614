"""An error, or a formula that was never calculated, in every column of every sheet: each is reported."""

from typing import Any

import pytest

from scorecard_xl.config import load_config
from scorecard_xl.errors import ScorecardError
from tools.memory import NEVER, MemorySheets, Special, assess_book, error, record_of, said

CONFIG = load_config()
ROWS: dict[str, dict[str, Any]] = {
    "Measures": {"Ref": 1, "Measure": "Visits", "Polarity": "High", "Unit": "%", "Target": 90},
    "Results": {"Ref": 1, "Period": "Feb 2015", "Value": 95},
    "Targets": {"Ref": 1, "Period": "2014-15", "Target": 91},
    "Benchmarks": {"Ref": 1, "Benchmark": "England", "Period": "2013-14", "Value": 80},
    "Commentary": {"Ref": 1, "Period": "Feb 2015", "Commentary": "Ok"},
    "Narrative": {"Section": "Care", "Text": "A quiet month."},
    "Glossary": {"Term": "CPP", "Meaning": "Child protection plan"},
    "Settings": {"Setting": "title", "Value": "Scorecard"},
}
CELLS = [(role, column) for role in ROWS for column in CONFIG.columns[role]]
CELLS.remove(("Results", "Item"))  # on wide sheets alone; see below


def with_cell(role: str, column: str, cell: Special) -> tuple[MemorySheets, str]:
    """A workbook with one cell in error, and the address of that cell."""
    sheets = {name: [list(row), list(row.values())] for name, row in ROWS.items()}
    row = {**ROWS[role], column: cell}
    sheets[role] = [list(row), list(row.values())]
    return MemorySheets(sheets, {}), f"{role}!{'ABCDEFGH'[list(row).index(column)]}2"


@pytest.mark.parametrize("cell", [error("#REF!"), NEVER], ids=["error", "never calculated"])
@pytest.mark.parametrize(("role", "column"), CELLS)
def test_every_cell_in_error_is_reported_where_it_stands(role: str, column: str, cell: Special):
    sheets, where = with_cell(role, column, cell)
    try:
        lines = said(assess_book(sheets))
    except ScorecardError as refusal:
        lines = str(refusal).splitlines()
    assert any(line.startswith(f"{where}: ") for line in lines), lines


@pytest.mark.parametrize("cell", [error("#REF!"), NEVER])
def test_a_result_of_an_unknown_area_is_not_taken_for_all_areas(cell: Special):
    results = [["Ref", "Period", "Value", "Area"], [1, "Feb 2015", 50, cell], [1, "Jan 2015", 95, ""]]
    assessed = assess_book(
        MemorySheets({"Measures": [["Ref", "Measure"], [1, "Visits"]], "Results": results}, {})
    )
    assert (record_of(assessed)["value"], record_of(assessed)["period"]) == ("95", "Jan 2015")
    assert said(assessed, "row without place")[0].startswith("Results!D2: Area holds ")


def test_a_row_of_an_unknown_item_is_not_taken_for_values():
    results = [["Ref", "Item", "Jan 2015", "Feb 2015"], [1, "Value", 95, 96], [1, error("#N/A"), 3, 4]]
    assessed = assess_book(
        MemorySheets({"Measures": [["Ref", "Measure"], [1, "Visits"]], "Results": results}, {})
    )
    assert record_of(assessed)["value"] == "96"
    assert said(assessed) == [
        "Results!B3: Item holds the error #N/A; the row is left out. Mend the formula, or empty the cell."
    ]


@pytest.mark.parametrize("column", ["Area", "Kind"])
def test_a_target_of_an_unknown_area_or_kind_is_not_used(column: str):
    targets = [["Ref", "Period", "Target", column], [1, "2014-15", 50, error("#N/A")]]
    measures = [["Ref", "Measure", "Polarity", "Target"], [1, "Visits", "High", 90]]
    results = [["Ref", "Period", "Value"], [1, "Feb 2015", 60]]
    assessed = assess_book(MemorySheets({"Measures": measures, "Results": results, "Targets": targets}, {}))
    assert (record_of(assessed)["target"], record_of(assessed)["rag"]) == ("90", "Red")
