"""Withheld figures: nothing of them is printed, and what would give them back is reported."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_xl.config import load_config
from scorecard_xl.explain import explain
from scorecard_xl.layout import lay_out
from scorecard_xl.model import ResultStatus
from scorecard_xl.pipeline import Assessed
from scorecard_xl.reading.words import Vocabulary, holds_withheld
from scorecard_xl.style import load_style
from tools.memory import assess_book, findings, record_of, row_of, said, workbook

JAN, FEB = "Jan 2015", "Feb 2015"
VOCABULARY = Vocabulary.of(load_config().spellings)
MEASURE = {"Ref": "1", "Measure": "Visits", "Unit": "%", "Polarity": "High", "Target": "85%"}
COLUMNS = ("Value", "Numerator", "Denominator", "Status", "Note")


def february(unit: str = "%", **cells: Any) -> Assessed:
    rows = [
        {"Ref": "1", "Period": JAN, "Value": 60},
        {"Ref": "1", "Period": FEB, **dict.fromkeys(COLUMNS, ""), **cells},
    ]
    return assess_book(workbook([MEASURE | {"Unit": unit}], rows), period=FEB)


def printed(assessed: Assessed) -> str:
    """All that the commands print and the tabs hold."""
    config = assessed.config
    plans = lay_out(assessed.scorecard, load_style("default"), config.tabs, config.symbols)
    tabs = [str(cell[0]) for plan in plans for row in plan.rows for cell in row.cells if cell is not None]
    return "\n".join([*said(assessed), explain(assessed, "1"), *record_of(assessed).values(), *tabs])


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("x (3 of 7)", True),
        ("x of 7", True),
        ("<5 (3)", True),
        ("< 5 (3)", True),
        ("3 (<5)", True),
        ("43% (x)", True),
        ("3 [c]", True),
        ("*3", True),
        ("fewer than 5 (3)", True),
        ("Suppressed: 3", True),
        ("x%(3)", True),
        ("x", False),
        ("<5", False),
        ("fewer than 5", False),
        ("<7%", False),
        ("Grade C", False),
        ("about 40", False),
        ("10.74 Weeks", False),
        ("17 of 28", False),
        ("Suppressed since 2014", False),
    ],
)
def test_what_holds_a_withheld_figure_beside_others(text: str, holds: bool):
    assert holds_withheld(text, VOCABULARY) is holds


def test_a_withheld_figure_beside_others_is_not_quoted():
    assessed = february(Value="x (3 of 7)")
    assert said(assessed, "withheld beside figures") == [
        "Results!C3: The cell holds a withheld figure beside others (measure 1). "
        "Write x alone, and take the other figures out of the workbook."
    ]
    assert record_of(assessed)["rag"] == "n/a"


SECRET = st.integers(73100, 73999)
# How the cells of a result hold secrets; {0} and {1} are figures that nobody may see.
WITHHELD = (
    {"Value": "x ({0} of {1})"},
    {"Value": "<5 ({0})"},
    {"Value": "{0} [c]"},
    {"Value": "{0}% (x)"},
    {"Value": "*{0}"},
    {"Value": "fewer than 5 ({0})"},
    {"Value": "Suppressed - {0}"},
    {"Value": "x", "Numerator": "{0}", "Denominator": "{1}"},
    {"Value": "x", "Note": "{0} of {1}"},
    {"Value": "{0}", "Status": "Suppressed"},
    {"Value": "{0}%", "Status": "Suppressed ({1})"},
    {"Value": "{0} of {1}", "Status": "Supressed"},
    {"Value": "", "Numerator": "x", "Denominator": "{0}"},
    {"Value": "", "Numerator": "{0} boys", "Denominator": "c"},
    {"Value": "43%", "Numerator": "x", "Denominator": "{0} (one moved)"},
    {"Value": "43%", "Numerator": "{0}%", "Denominator": "x"},
    {"Value": "43%", "Numerator": "x", "Denominator": "{0}", "Note": "{1} children"},
    {"Value": "43% ({0})", "Numerator": "x"},
    {"Value": "43%", "Numerator": "x ({0})", "Denominator": "{1}"},
    {"Value": "{0} kg", "Numerator": "x", "Denominator": "9"},
    {"Value": "x", "Numerator": "£{0}", "Denominator": "-{1}", "Status": "Not due"},
)


@pytest.mark.parametrize("cells", WITHHELD)
@pytest.mark.parametrize("unit", ["%", "number"])
@settings(max_examples=5, deadline=None)
@given(figures=st.tuples(SECRET, SECRET))
def test_no_digit_of_a_withheld_figure_is_printed(cells: dict[str, str], unit: str, figures: tuple[int, int]):
    text = printed(february(unit, **{name: cell.format(*figures) for name, cell in cells.items()}))
    assert not [figure for figure in map(str, figures) if figure in text.replace(",", "")]


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Fewer than 5 children", True),
        ("Withheld since 2013-14", True),
        ("Small numbers", True),
        ("3 children", False),
    ],
)
def test_the_note_of_a_withheld_figure(note: str, kept: bool):
    assessed = february("number", Value="x", Note=note)
    result = row_of(assessed).result
    assert result is not None and result.status is ResultStatus.SUPPRESSED
    assert result.note == (note if kept else "")
    assert bool(said(assessed, "note of a withheld figure")) is not kept


@pytest.mark.parametrize(
    ("cells", "reported"),
    [
        ({"Value": "43%", "Numerator": "x", "Denominator": 7}, "D3: The numerator"),
        ({"Value": "43%", "Numerator": 3, "Denominator": "x"}, "E3: The denominator"),
        ({"Value": "43%", "Numerator": "x", "Denominator": "<5"}, ""),
        ({"Value": "43%", "Numerator": "x", "Denominator": ""}, ""),
        ({"Value": "", "Numerator": "x", "Denominator": 7}, ""),
        ({"Value": "x", "Numerator": 3, "Denominator": 7}, ""),
        ({"Value": "43%", "Numerator": "x", "Denominator": 7, "Status": "Suppressed"}, ""),
    ],
)
def test_a_case_withheld_in_vain(cells: dict[str, Any], reported: str):
    found = said(february(**cells), "withheld in vain")
    assert [line.partition(" of measure")[0] for line in found] == (
        [f"Results!{reported}"] if reported else []
    )


def test_what_withheld_in_vain_says():
    assessed = february(Value="43%", Numerator="x", Denominator=7)
    (found,) = findings(assessed, "withheld in vain")
    assert found.todo == "Write Suppressed in Status, unless the value may be published."
    assert record_of(assessed)["value"] == "43"


# ---- areas -------------------------------------------------------------------------------------


def by_area(unit: str = "number", **values: Any) -> Assessed:
    rows = [
        {"Ref": "1", "Period": period, "Area": area, "Value": value}
        for area, now in values.items()
        for period, value in ((JAN, 50), (FEB, now))
        if value != ""
    ]
    return assess_book(workbook([MEASURE | {"Unit": unit, "Target": ""}], rows), period=FEB)


@pytest.mark.parametrize(
    ("unit", "values", "reported"),
    [
        ("number", {"North": 11, "South": "x", "Total": 14}, True),
        ("number", {"North": 11, "South": "x"}, True),
        ("number", {"North": 11, "South": 3, "Total": "x"}, True),
        ("number", {"North": 11, "South": "x", "West": "x", "Total": 20}, False),
        ("number", {"North": 11, "South": 3, "Total": 14}, False),
        ("number", {"North": "", "South": "x", "Total": 14}, False),
        ("number", {"South": "x"}, False),
        ("%", {"North": 60, "South": "x", "Borough": 45}, True),
        ("%", {"North": 60, "South": "x"}, False),
    ],
)
def test_one_area_withheld_alone(unit: str, values: dict[str, Any], reported: bool):
    assert bool(said(by_area(unit, **values), "withheld in one area alone")) is reported


def test_what_is_said_of_one_area_withheld_alone():
    assessed = by_area(North=11, South="<5", Total=14)
    assert said(assessed, "withheld in one area alone") == [
        "Results!D5: Measure 1 is withheld for South alone in Feb 2015; it can be worked out from the other "
        "areas and their total. Withhold a second area too."
    ]
