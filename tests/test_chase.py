"""Who owes what (M9): commentary, results and reasons by officer, on the command line and as findings."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from scorecard_xl.checks.chase import in_text
from scorecard_xl.cli import main
from scorecard_xl.pipeline import Assessed
from tools.memory import MemorySheets, assess_book, said, settings, workbook

MISSED = {"Polarity": "High", "Target": 90}  # 85 is Amber, 50 is Red
FEB = "Feb 2015"


def measure(ref: str, **columns: Any) -> dict[str, Any]:
    return {"Ref": ref, "Measure": f"Measure {ref}", "Officer": "", "Department": ""} | columns


def result(ref: str, value: Any, period: str = FEB, **more: Any) -> dict[str, Any]:
    return {"Ref": ref, "Period": period, "Value": value} | more


def owed(assessed: Assessed) -> list[tuple[str, str, str]]:
    """(owner, ref, what is missing), a line for each thing, in order."""
    return [
        (chase.owner, line.ref + (f" {line.area}" if line.area else ""), missing)
        for chase in assessed.scorecard.chase
        for line in chase.owed
        for missing in line.missing
    ]


def chased(
    measures: list[dict[str, Any]], results: list[dict[str, Any]], *ratings: str, **sheets: Any
) -> Any:
    config = settings(chase_ratings=ratings)
    return owed(assess_book(workbook(measures, results, **sheets), period=FEB, config=config))


@pytest.mark.parametrize(
    ("value", "ratings", "written", "missing"),
    [
        (50, (), "", ["commentary for Feb 2015"]),
        (50, (), "All late visits are reviewed.", []),
        (85, (), "", []),
        (85, ("Amber",), "", ["commentary for Feb 2015"]),
        (85, ("Amber",), "All late visits are reviewed.", []),
        (95, ("Amber",), "", []),
    ],
)
def test_commentary_is_owed_for_pages_and_for_the_ratings_of_the_setting(value, ratings, written, missing):
    commentary = [{"Ref": "1", "Period": FEB, "Commentary": written or "", "Owner": "x"}]
    found = chased([measure("1", **MISSED)], [result("1", value)], *ratings, Commentary=commentary)
    assert [what for _, _, what in found] == missing


@pytest.mark.parametrize(
    ("results", "missing"),
    [
        ([], ["a result for Feb 2015"]),
        ([result("1", 95, "Dec 2014")], ["a result for Feb 2015 (Dec 2014 is shown)"]),
        ([result("1", "about 90")], ["a result for Feb 2015 that can be read"]),
        ([result("1", 95)], []),
        ([result("1", "", Status="Suppressed")], []),
        ([result("1", "", Status="Not due")], []),
    ],
)
def test_results_that_are_owed(results, missing):
    other = [measure("2"), measure("3")], [result("2", 1), result("3", 1)]
    found = chased([measure("1", **MISSED), *other[0]], [*results, *other[1]])
    assert [what for _, ref, what in found if ref == "1"] == missing


@pytest.mark.parametrize(
    ("rule", "cells", "missing"),
    [
        ("judgement", {}, ["a judgement for Feb 2015"]),
        ("judgement", {"RAG override": "On course", "Reason": "r", "Owner": "o"}, []),
        ("judgement", {"RAG override": "On course", "Owner": "o"}, ["a reason for the override"]),
        ("judgement", {"Period": "Jan 2015", "RAG override": "On course", "Reason": "r", "Owner": "o"},
         ["a judgement for Feb 2015"]),
        ("forecast faces", {}, ["a forecast for Feb 2015"]),
        ("forecast faces", {"Forecast": "Likely"}, []),
        ("standard", {}, ["a result for Feb 2015"]),
    ],
)  # fmt: skip
def test_whose_rule_rates_no_result_is_asked_for_the_judgement(rule, cells, missing):
    commentary = [{"Ref": "1", "Period": FEB, "Commentary": "As planned.", **cells}]
    measures = [measure("1", **MISSED, Rule=rule), measure("2")]
    found = chased(measures, [result("2", 1)], Commentary=commentary)
    assert [what for _, _, what in found] == missing


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"RAG override": "Green"}, ["a reason and an owner for the override"]),
        ({"RAG override": "Green", "Reason": "Late entries"}, ["an owner for the override"]),
        ({"RAG override": "Green", "Reason": "Late entries", "Owner": "Head"}, []),
        ({}, []),
    ],
)
def test_overrides_without_reason_or_owner(cells, missing):
    commentary = [{"Ref": "1", "Period": FEB, "Commentary": "All visits were held.", **cells}]
    found = chased([measure("1", **MISSED)], [result("1", 95)], Commentary=commentary)
    assert [what for _, _, what in found] == missing


def test_owners_are_officers_else_departments_and_nobody_stands_last():
    measures = [
        measure("1", **MISSED),
        measure("2", **MISSED, Department="Early help"),
        measure("3", **MISSED, Officer="Ali", Department="Early help"),
        measure("4", **MISSED, Officer="Jane"),
        measure("5", **MISSED, Officer="Jane"),
        measure("6", **MISSED),
    ]
    found = chased(measures, [result(str(n), 50) for n in range(1, 7)])
    assert [(who, ref) for who, ref, _ in found] == [
        ("Jane", "4"), ("Jane", "5"), ("Ali", "3"), ("Early help", "2"),
        ("No officer named", "1"), ("No officer named", "6"),
    ]  # fmt: skip


def test_each_area_is_owed_for_itself():
    results = [result("1", value, Area=area) for area, value in (("North", 50), ("South", 95), ("West", 50))]
    assessed = assess_book(workbook([measure("1", **MISSED, Officer="Ali")], results))
    assert [ref for _, ref, _ in owed(assessed)] == ["1 North", "1 West"]
    assert [line.split(" has")[0] for line in said(assessed, "commentary missing")] == [
        "Measures!A2: Measure 1 (North)",
        "Measures!A2: Measure 1 (West)",
    ]


def test_the_finding_names_the_officer_and_the_rating():
    measures, results = [measure("1", **MISSED, Officer="Ali")], [result("1", 85)]
    assessed = assess_book(workbook(measures, results), config=settings(chase_ratings=("Amber",)))
    assert said(assessed, "commentary missing") == [
        "Measures!A2: Measure 1 is Amber and has no commentary. It is Ali's to write. Add a row on "
        "Commentary."
    ]


def test_the_text_can_be_pasted():
    measures = [measure("1", **MISSED, Officer="Ali"), measure("2", **MISSED, Officer="Ali"), measure("3")]
    results = [result("1", 50), result("2", 50, "Jan 2015"), result("3", 1)]
    assessed = assess_book(workbook(measures, results), period=FEB)
    assert in_text(assessed.scorecard.chase) == (
        "Ali (2)\n"
        "  1 Measure 1: commentary for Feb 2015\n"
        "  2 Measure 2: a result for Feb 2015 (Jan 2015 is shown) and commentary for Feb 2015"
    )


# ---- the command ---------------------------------------------------------------------------------


def saved(book: MemorySheets, path: Path) -> str:
    with xlsxwriter.Workbook(path) as target:
        for name in book.sheet_names:
            sheet = target.add_worksheet(name)
            for number, row in enumerate(book.sheets[name]):
                sheet.write_row(number, 0, row)
    return str(path)


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    measures = [measure("1", **MISSED, Officer="Ali"), measure("2")]
    results = [result("1", 50), result("2", "soon"), result("2", 3, "Jan 2015")]
    commentary = [{"Ref": "2", "Period": FEB, "RAG override": "Amber", "Reason": "x", "Owner": "y"}]
    return saved(workbook(measures, results, Commentary=commentary), tmp_path / "faulty.xlsx")


def test_check_prints_errors_first_in_the_workbooks_order_and_counts_them(faulty, capsys):
    assert main(["check", faulty, "--period", FEB]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["Error", "Warning", "Note"]
    assert last == "1 error, 1 warning, 1 note."


def test_check_by_owner(faulty, capsys):
    assert main(["check", faulty, "--by-owner"]) == 1
    assert capsys.readouterr().out == (
        "Ali (1)\n  1 Measure 1: commentary for Feb 2015\n\n"
        "No officer named (1)\n  2 Measure 2: a result for Feb 2015 that can be read\n"
    )


def test_check_as_data(faulty, capsys):
    main(["check", faulty, "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    main(["check", faulty, "--format", "json"])
    assert json.loads(capsys.readouterr().out) == rows
    assert list(rows[0]) == ["severity", "check", "where", "ref", "area", "what", "todo"]
    assert (rows[0]["severity"], rows[0]["check"], rows[0]["where"]) == (
        "Error",
        "not a number",
        "Results!C3",
    )
