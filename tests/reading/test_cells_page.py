"""docs/cells.md says what the product does: every line of its tables is read and comes out as it says."""

import re
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from scorecard_xl.config import load_config
from scorecard_xl.errors import Finding, Severity
from scorecard_xl.figures import plain
from scorecard_xl.model import ResultStatus
from scorecard_xl.periods import Calendar, UnreadablePeriod
from scorecard_xl.pipeline import Assessed
from tools.memory import assess_book, findings, row_of, standards_of, workbook
from tools.required import REPOSITORY

PAGE = (REPOSITORY / "docs" / "cells.md").read_text(encoding="utf-8")
PERIOD = "Q3 2016-17"
ABSENT = {ResultStatus.SUPPRESSED: "withheld", ResultStatus.NOT_DUE: "not due"}


def lines_of(heading: str) -> Iterator[list[str]]:
    """The lines of the table below a heading, without the table's own header."""
    table = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def assessed(typed: str, unit: str, polarity: str = "High", target: str = "") -> Assessed:
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": polarity, "Unit": unit, "Target": target}
    other = {"Ref": "2", "Measure": "Plans"}
    results = [{"Ref": ref, "Period": PERIOD, "Value": value} for ref, value in (("1", typed), ("2", "3"))]
    names = [
        {"Ref": "1", "Benchmark": n, "Period": "2015-16", "Value": 7}
        for n in ("England", "Statistical neighbours")
    ]
    rows = [measure | {"Frequency": "Quarterly"}, other | {"Frequency": "Quarterly"}]
    return assess_book(workbook(rows, results, Benchmarks=names), period=PERIOD)


def reported(found: list[Finding]) -> list[str]:
    # What a figure may be at all is the business of other checks.
    read = (f for f in found if f.kind != "result out of bounds")
    return [f"reported: {f.what} {f.todo}".replace(" (measure 1)", "") for f in read]


def result_in_words(typed: str, unit: str) -> str:
    book = assessed(typed, unit)
    found = [f for f in findings(book) if str(f.where) == "Results!C2" and f.severity is not Severity.NOTE]
    result = row_of(book).result
    if result is None or result.period.label != PERIOD:
        return "no figure"
    if result.status is ResultStatus.IN_ERROR:
        return "; ".join(reported(found))
    said = [ABSENT.get(result.status) or result.text or plain(result.value or 0)]  # type: ignore[arg-type]
    if result.status in (ResultStatus.PROVISIONAL, ResultStatus.REVISED):
        said = [f"{said[0]}, {result.status.value.lower()}"]
    if result.numerator is not None and result.denominator is not None:
        said.append(f"numerator {plain(result.numerator)}, denominator {plain(result.denominator)}")
    said += [f"note: {result.note}"] * bool(result.note)
    return "; ".join([*said, *reported(found)])


def target_in_words(typed: str, unit: str, polarity: str) -> str:
    book = assessed("7", unit, polarity, typed)
    standards = standards_of(book)
    found = [f for f in findings(book) if str(f.where) == "Measures!E2" and f.severity is Severity.ERROR]
    if found:
        return "; ".join(reported(found))
    if standards.range_low is not None and standards.range_high is not None:
        return f"range {plain(standards.range_low)} to {plain(standards.range_high)}"
    said = f"the benchmark {standards.benchmark}" if standards.benchmark else "no target"
    said = said if standards.target is None or standards.benchmark else plain(standards.target)
    return said + ", which itself does not meet it" * standards.exclusive


def period_in_words(typed: str) -> str:
    with suppress(UnreadablePeriod):
        period, status = Calendar().read(typed, None)
        return f"{period.label}, {status.lower()}" if status else period.label
    with pytest.raises(UnreadablePeriod) as problem:
        Calendar().read(typed, None)
    return f"reported: {problem.value}. Did you mean {problem.value.proposal}?"


@pytest.mark.parametrize(("typed", "unit", "read"), list(lines_of("Results")))
def test_results(typed: str, unit: str, read: str):
    assert result_in_words(typed, unit) == read


@pytest.mark.parametrize(("typed", "measure", "read"), list(lines_of("Targets")))
def test_targets(typed: str, measure: str, read: str):
    unit, _, polarity = measure.partition(", ")
    assert target_in_words(typed, unit, polarity) == read


@pytest.mark.parametrize(("typed", "read"), list(lines_of("Periods")))
def test_periods(typed: str, read: str):
    assert period_in_words(typed) == read


def test_words_of_your_own(tmp_path: Path):
    own = tmp_path / "scorecard_xl.yaml"
    block = PAGE.partition("Add your own words in")[2].partition(":\n\n")[2].partition("\n## ")[0]
    own.write_text(textwrap.dedent(block), encoding="utf-8")
    measure = {
        "Ref": "1",
        "Measure": "Waste",
        "Polarity": "High",
        "Unit": "Bags",
        "Target": "Ofsted family average",
    }
    benchmark = {"Ref": "1", "Benchmark": "Family group", "Period": "2015-16", "Value": 7}
    result = {"Ref": "1", "Period": PERIOD, "Value": "12 bags"}
    book = assess_book(workbook([measure], [result], Benchmarks=[benchmark]), config=load_config(own))
    assert row_of(book).value == 12
    assert standards_of(book).benchmark == "Family group"


def test_the_page_has_its_tables():
    assert [len(list(lines_of(heading))) > 10 for heading in ("Results", "Targets", "Periods")] == [True] * 3
    assert re.findall("^## (.+)$", PAGE, re.MULTILINE) == ["Results", "Targets", "Periods"]
