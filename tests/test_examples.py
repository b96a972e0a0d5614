"""The Kent example: the committed workbook is what its text source makes, figure by figure."""

import csv
import importlib.util
from types import ModuleType

import pytest

from tools.required import REPOSITORY
from tools.xmlcompare import assert_same_package

TEMPLATES = REPOSITORY / "workbook_templates"
KENT = TEMPLATES / "kent_2015_02.xlsx"
# Measures whose published rating contradicts the default of 10%; only 12 has a published standard.
NOT_PUBLISHED = {2, 15, 20, 24, 35, 36, 40, 43}


@pytest.fixture(scope="module")
def make_examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_examples", TEMPLATES / "source" / "make_examples.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def published() -> list[dict[str, str]]:
    """The published table, as it stands in the source."""
    with (TEMPLATES / "source" / "kent_2015_02.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sheets() -> dict[str, list[dict]]:
    """The committed workbook's rows as mappings of header to openpyxl cell."""
    import openpyxl

    book = openpyxl.load_workbook(KENT)
    result = {}
    for sheet in book:
        headers, *rows = sheet.iter_rows()
        names = [cell.value for cell in headers]
        result[sheet.title] = [dict(zip(names, row, strict=True)) for row in rows]
    return result


def shown(cell) -> str:
    """A cell as Excel shows it, thousands without commas; "-" where there is nothing."""
    if cell.value is None:
        return "-"
    decimals = len(cell.number_format.rstrip("%").partition(".")[2])
    if cell.number_format.endswith("%"):
        return f"{cell.value * 100:.{decimals}f}%"
    return f"{cell.value:.{decimals}f}"


def test_the_committed_workbook_is_what_the_source_makes(make_examples, produced):
    made = make_examples.kent_workbook()
    produced(made, "kent_2015_02")
    assert_same_package(made, KENT)


def test_the_same_source_makes_the_same_bytes(make_examples):
    assert make_examples.kent_workbook() == make_examples.kent_workbook()


def test_results_are_the_published_ones(published, sheets):
    expected = {}
    for row in published:
        for period in ("Mar 2014", "Jan 2015", "Feb 2015"):
            if row[period] != "-":
                cases = (
                    (row["Numerator"] or "-", row["Denominator"] or "-")
                    if period == "Feb 2015"
                    else ("-", "-")
                )
                expected[int(row["Ref"]), period] = (row[period], *cases)
    expected[12, "Nov 2014"] = expected[12, "Dec 2014"] = ("46.4%", "-", "-")
    written = {
        (row["Ref"].value, row["Period"].value): tuple(
            shown(row[header]) for header in ("Value", "Numerator", "Denominator")
        )
        for row in sheets["Results"]
    }
    assert written == expected
    assert len(sheets["Results"]) == len(expected)


def test_measures_are_the_published_ones(published, sheets):
    polarities = {"H": "High", "L": "Low", "T": "Target", "": None}
    assert len(sheets["Measures"]) == len(published) == 47
    for row, source in zip(sheets["Measures"], published, strict=True):
        assert row["Ref"].value == int(source["Ref"])
        assert row["Polarity"].value == polarities[source["Polarity"]]
        assert shown(row["Target"]) == source["Target 2014/15"]
        for header in ("Measure", "Section", "Data period", "Unit"):
            assert row[header].value == source[header]


def test_a_percentage_is_stored_as_one(sheets):
    cells = {(row["Ref"].value, row["Period"].value): row["Value"] for row in sheets["Results"]}
    assert (cells[2, "Feb 2015"].value, cells[2, "Feb 2015"].number_format) == (0.286, "0.0%")
    assert (cells[1, "Feb 2015"].value, cells[1, "Feb 2015"].number_format) == (528.5, "#,##0.0")
    assert (cells[5, "Feb 2015"].value, cells[5, "Feb 2015"].number_format) == (26, "#,##0")


def test_standards_that_were_not_published_say_so(sheets):
    standards = ("Minimum standard", "Tolerance", "Green tolerance")
    with_standard = {
        row["Ref"].value: row["Target rationale"].value
        for row in sheets["Measures"]
        if any(row[header].value is not None for header in standards)
    }
    assert with_standard.keys() == NOT_PUBLISHED | {12}
    assert with_standard.pop(12).startswith("Published")
    assert all(rationale.startswith("Not published: ") for rationale in with_standard.values())


def test_nothing_that_is_computed_is_stored(sheets):
    headers = {header for rows in sheets.values() for row in rows[:1] for header in row}
    assert not headers & {"RAG", "Rating", "Direction", "DoT", "RAG override", "Outturn direction override"}
    cells = {cell.value for rows in sheets.values() for row in rows for cell in row.values()}
    assert not cells & {"Green", "Amber", "Red", "G", "A", "R", "↑", "→", "↓", "Improved", "Static"}


def test_the_only_overrides_are_two_published_arrows_beside_equal_figures(sheets):
    rows = {row["Ref"].value: row for row in sheets["Commentary"] if row["Direction override"].value}
    assert {ref: row["Direction override"].value for ref, row in rows.items()} == {
        9: "Worsened",
        16: "Worsened",
    }
    for row in rows.values():
        assert "equal" in row["Reason"].value
        assert row["Owner"].value == "Performance officer"
