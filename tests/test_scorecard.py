"""Rated rows to the scorecard: what is shown, and what has a page of its own."""

from typing import Any

import pytest

from scorecard_xl.pipeline import Assessed
from tools.memory import assess_book, findings, said, settings, workbook


def scorecard(
    *measures: dict[str, Any], commentary: tuple[dict[str, Any], ...] = (), **config: Any
) -> Assessed:
    """Measures A, B, C … with a result of 90 for February and a target of 85, unless they say otherwise."""
    rows, results = [], []
    for ref, columns in zip("ABCDEFGH", measures, strict=False):
        columns = dict(columns)
        results.append({"Ref": ref, "Period": "Feb 2015", "Value": columns.pop("value", 90)})
        rows.append({"Ref": ref, "Measure": ref, "Polarity": "High", "Target": 85} | columns)
    sheets = {"Commentary": commentary} if commentary else {}
    return assess_book(workbook(rows, results, **sheets), config=settings(**config))


def shown(assessed: Assessed) -> list[str]:
    return [row.measure.ref for row in assessed.scorecard.rows]


def pages(assessed: Assessed) -> list[str]:
    return [row.measure.ref for row in assessed.scorecard.exceptions]


def test_rows_of_a_section_stand_together_in_order_of_first_appearance():
    assessed = scorecard({"Section": "Care"}, {"Section": "Need"}, {"Section": "Care"}, {})
    assert shown(assessed) == ["A", "C", "B", "D"]
    assert assessed.scorecard.sections == ("Care", "Need", "")


@pytest.mark.parametrize(
    ("show", "on_scorecard", "rated"),
    [("", True, True), ("Yes", True, True), ("No", False, False), ("Exception only", False, True)],
)
def test_show(show, on_scorecard, rated):
    assessed = scorecard({}, {"Show": show})
    assert ("B" in shown(assessed)) is on_scorecard
    assert ("B" in [row.measure.ref for row in assessed.rows]) is rated


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [(("Red",), ["C"]), (("Red", "Amber"), ["B", "C"]), (("red",), ["C"]), ((), [])],
)
def test_pages_by_rating(ratings, expected):
    measures: list[dict[str, Any]] = [{}, {"value": 80}, {"value": 10}]
    assert pages(scorecard(*measures, exception_ratings=ratings)) == expected


def test_an_exception_only_measure_has_its_page_all_the_same():
    assert pages(scorecard({}, {"value": 10, "Show": "Exception only"})) == ["B"]


@pytest.mark.parametrize(
    ("asked", "voluntary", "expected"),
    [
        ("Concern", True, ["A"]),
        ("Good performance", True, ["A"]),
        ("", True, []),
        ("No", True, []),
        ("Concern", False, []),
    ],
)
def test_voluntary_pages(asked, voluntary, expected):
    commentary = ({"Ref": "A", "Period": "Feb 2015", "Commentary": "Look.", "Exception": asked},)
    assert pages(scorecard({}, commentary=commentary, voluntary_exceptions=voluntary)) == expected


@pytest.mark.parametrize(("override", "expected"), [("Red", ["A"]), ("Amber", []), ("", [])])
def test_pages_follow_the_effective_rating(override, expected):
    row = {
        "Ref": "A", "Period": "Feb 2015", "Commentary": "x", "RAG override": override, "Reason": "x",
        "Owner": "y",
    }  # fmt: skip
    assert pages(scorecard({}, commentary=(row,))) == expected


def test_missing_commentary_is_a_check():
    assessed = scorecard({"value": 10, "Officer": "Head of service"}, {"value": 10})
    assert said(assessed, "commentary missing") == [
        "Measures!A2: Measure A has an exception report but no commentary for it. It is Head of service's to "
        "write. Add a row on Commentary.",
        "Measures!A3: Measure B has an exception report but no commentary for it. Add a row on Commentary.",
    ]
    written = ({"Ref": "A", "Period": "Feb 2015", "Commentary": "Two visits were late."},)
    assert not findings(scorecard({"value": 10}, commentary=written), "commentary missing")


def test_the_outturn_period_is_the_usual_one():
    measures = [{"Ref": ref, "Measure": ref, "Polarity": "High", "Data period": "SS"} for ref in "ABC"]
    results = [{"Ref": ref, "Period": "Feb 2015", "Value": 1} for ref in "ABC"]
    assert assess_book(workbook(measures, results)).scorecard.outturn_period.label == "2013-14"
    results += [{"Ref": ref, "Period": "Mar 2014", "Value": 1} for ref in "AB"]
    results += [{"Ref": "C", "Period": "2013-14", "Value": 1}]
    assert assess_book(workbook(measures, results)).scorecard.outturn_period.label == "Mar 2014"
