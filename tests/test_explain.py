"""Why a measure is rated as it is, in sentences (M1)."""

import re
from typing import Any

import pytest

from scorecard_xl.checks.checked import sentence
from scorecard_xl.errors import ScorecardError
from scorecard_xl.explain import explain
from scorecard_xl.pipeline import Assessed
from tools.memory import assess_book, one_measure, percent, workbook

VISITS: dict[str, Any] = {
    "Ref": "CS-12",
    "Measure": "Visits held in time",
    "Polarity": "High",
    "Unit": "%",
    "Target": percent(0.85),
    "Minimum standard": percent(0.765),
    "Data period": "YTD",
}
RESULTS: list[dict[str, Any]] = [
    {"Ref": "CS-12", "Period": "Jan 2015", "Value": percent(0.607, 1)},
    {"Ref": "CS-12", "Period": "Feb 2015", "Value": percent(0.607, 1), "Numerator": 17, "Denominator": 28},
]


def book(*commentary: dict[str, Any], **columns: Any) -> Assessed:
    sheets = {"Commentary": commentary} if commentary else {}
    return assess_book(workbook([VISITS | columns], RESULTS, **sheets))


def test_the_rule_the_bands_and_the_unrounded_inputs():
    assert explain(book(), "cs-12").splitlines() == [
        "CS-12 Visits held in time",
        "Result: 60.7% for Feb 2015, 17 of 28, unrounded 60.7142857142857 (Results!C3).",
        "Rating: Red. 24.3 points below target, under the 76.5% minimum; 7 more needed.",
        "Bands: Green 85.0% and above; Amber from 76.5% to under 85.0%; Red below 76.5% "
        "(minimum standard 76.5%).",
        "Target from: Measures!E2.",
        "Cases: 24 meet the target; 7 more needed.",
        "Direction: static, unchanged since Jan 2015 (60.7%).",
        "Since the outturn: n/a, no outturn of last year to compare with.",
        "Forecast: n/a, no forecast given.",
        "Warning: Measures!A2: Measure CS-12 has an exception report but no commentary for it. Add a row on "
        "Commentary.",
        "Note: Results!C2: Measure CS-12 reads the same for Feb 2015 and Jan 2015 as published; its "
        "direction is static.",
    ]


def test_an_override_keeps_the_computed_rating_beside_it():
    row = {
        "Ref": "CS-12", "Period": "Feb 2015", "Owner": "Head of service", "Reason": "Only three are ongoing.",
        "RAG override": "Amber", "Direction override": "Improved", "Forecast": "May",
    }  # fmt: skip
    lines = explain(book(row), "CS-12").splitlines()
    assert "Rating: Amber. Only three are ongoing (override by Head of service; computed Red)." in lines
    assert "Computed: Red. 24.3 points below target, under the 76.5% minimum; 7 more needed." in lines
    assert (
        "Direction: improved. Only three are ongoing (override by Head of service; computed static)." in lines
    )
    assert "Forecast: May, officer's forecast: may meet the year's target (Head of service)." in lines


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ({"Rated": "No"}, "Rating: n/a. Not rated: by choice (Rated is No)."),
        ({"Target": "", "Minimum standard": ""}, "Rating: n/a. Not rated: no target for Feb 2015."),
        (
            {"Polarity": ""},
            "Rating: n/a. Not rated: no polarity, neither high nor low is better.",
        ),
    ],
)
def test_no_rating_has_its_reason(columns, line):
    assert line in explain(book(**columns), "CS-12").splitlines()


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("x", "Result: Suppressed for Feb 2015 (Results!C2)."),
        (percent(0.6071, 1), "Result: 60.7% for Feb 2015, unrounded 60.71 (Results!C2)."),
        (percent(0.607, 1), "Result: 60.7% for Feb 2015 (Results!C2)."),
        ("60.7%*", "Result: 60.7% for Feb 2015, provisional (Results!C2)."),
    ],
)
def test_result(cell, line):
    found = one_measure({"Feb 2015": cell}, Unit="%", Decimals=1, Polarity="High")
    assert explain(found, "1").splitlines()[1] == line


def test_no_result():
    measures = [VISITS, {"Ref": "2", "Measure": "Other"}]
    assert "Result: none." in explain(assess_book(workbook(measures, RESULTS)), "2").splitlines()


def test_a_paragraph_an_area():
    results = [{"Ref": "1", "Period": "Feb 2015", "Area": area, "Value": 90} for area in ("North", "South")]
    measure = {"Ref": "1", "Measure": "Visits"}
    first, second = explain(assess_book(workbook([measure], results)), "1").split("\n\n")
    assert (first.splitlines()[0], second.splitlines()[0]) == ("1 Visits, North", "1 Visits, South")


def test_an_unknown_ref_names_the_nearest():
    with pytest.raises(ScorecardError) as problem:
        explain(book(), "CS-13")
    assert str(problem.value) == (
        "There is no measure CS-13 on the scorecard. Did you mean CS-12? Correct the ref, or add the measure."
    )


@pytest.mark.parametrize("reason", ["No staff", "No staff.", "No staff!", "No staff. ", "Why?"])
def test_no_sentence_ends_twice(reason):
    row = {"Ref": "CS-12", "Period": "Feb 2015", "Owner": "x", "Reason": reason, "RAG override": "Amber"}
    text = explain(book(row), "CS-12")
    assert not re.search(r"[.!?]\.(?!\d)", text)
    assert all(line.endswith((".", "!", "?")) for line in text.splitlines()[1:])


def test_sentence():
    assert [sentence(text) for text in ("a", "a.", "a?", "a ")] == ["a.", "a.", "a?", "a."]


def test_what_is_said_of_one_area_alone_stands_with_that_area():
    results = [
        {
            "Ref": "1",
            "Period": "Feb 2015",
            "Area": area,
            "Value": 50,
            "Numerator": over / 2,
            "Denominator": over,
        }
        for area, over in (("North", 8), ("South", 400))
    ]
    measure = {"Ref": "1", "Measure": "Visits", "Unit": "%", "Polarity": "High", "Target": "40%"}
    north, south = explain(assess_book(workbook([measure], results)), "1").split("\n\n")
    assert "one case of 8 is worth 12.5 points" in north
    assert "one case" not in south
