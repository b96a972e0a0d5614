"""Ratings as data: the fixed columns, numbers for machines."""

import csv
import io
import json
from typing import Any

import pytest

from scorecard_xl.pipeline import Assessed
from scorecard_xl.records import COLUMNS, NUMERIC, as_records, write_csv, write_json
from tools.memory import assess_book, one_measure, percent, record_of, workbook


def test_the_columns_of_the_ratings_command():
    assert ",".join(COLUMNS) == (
        "ref,measure,area,period,value,target,rag,rag_reason,previous_period,previous,direction_previous,"
        "outturn_period,outturn,direction_outturn,forecast,overridden"
    )


@pytest.mark.parametrize(
    ("cell", "columns", "text"),
    [
        (percent(0.974, 1), {"Unit": "%"}, "97.4"),
        (percent(0.607142857142857, 1), {"Unit": "%"}, "60.7142857142857"),  # unrounded
        (percent(1.0, 1), {"Unit": "%"}, "100"),
        (97.4, {"Unit": "%"}, "97.4"),
        (1234567.89, {"Unit": "£"}, "1234567.89"),
        ("1,234.50", {}, "1234.5"),
        (0.1 + 0.2, {}, "0.3"),
        (-3, {}, "-3"),
        (0, {}, "0"),
        (1e-7, {}, "0.0000001"),
        (1e20, {}, "100000000000000000000"),
    ],
)
def test_numbers_have_dots_and_no_grouping(cell, columns, text):
    assert record_of(one_measure({"Feb 2015": cell}, **columns))["value"] == text


def test_numerator_and_denominator_give_every_digit():
    results = [{"Ref": "1", "Period": "Feb 2015", "Numerator": 17, "Denominator": 28}]
    measure = {"Ref": "1", "Measure": "Visits", "Unit": "%"}
    assert record_of(assess_book(workbook([measure], results)))["value"] == "60.7142857142857"


def example() -> Assessed:
    measures: list[dict[str, Any]] = [
        {
            "Ref": "1",
            "Measure": 'Visits, "on time"',
            "Polarity": "High",
            "Unit": "%",
            "Target": percent(0.85),
        },
        {"Ref": "2", "Measure": "Café places"},
    ]
    results = [
        {"Ref": "1", "Period": "Jan 2015", "Value": percent(0.8, 1)},
        {"Ref": "1", "Period": "Feb 2015", "Value": percent(0.974, 1)},
    ]
    return assess_book(workbook(measures, results))


def test_csv():
    out = io.StringIO()
    write_csv(as_records(example().rows), out)
    first, second = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert first == {
        "ref": "1",
        "measure": 'Visits, "on time"',
        "area": "",
        "period": "Feb 2015",
        "value": "97.4",
        "target": "85",
        "rag": "Green",
        "rag_reason": "Met by 12.4 points",
        "previous_period": "Jan 2015",
        "previous": "80",
        "direction_previous": "improved",
        "outturn_period": "",
        "outturn": "",
        "direction_outturn": "n/a",
        "forecast": "n/a",
        "overridden": "",
    }
    assert (second["measure"], second["period"], second["value"], second["rag"]) == (
        "Café places",
        "",
        "",
        "n/a",
    )
    assert "\r" not in out.getvalue()


def test_json_has_numbers_as_numbers_and_null_where_there_is_none():
    out = io.StringIO()
    write_json(as_records(example().rows), out)
    first, second = json.loads(out.getvalue())
    assert list(first) == list(COLUMNS)
    assert (first["value"], first["target"], first["previous"], first["outturn"]) == (97.4, 85, 80, None)
    assert isinstance(first["target"], int)
    assert [second[name] for name in NUMERIC] == [None] * 4
    assert first["ref"] == "1"
    assert "Café" in out.getvalue()
