"""Whatever stands in the cells: a scorecard or a sentence, in bounded time, and it can be drawn."""

import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.config import load_config
from scorecard_xl.errors import ScorecardError
from scorecard_xl.explain import explain
from scorecard_xl.pipeline import Assessed, draw
from scorecard_xl.records import as_records
from tools.fuzz import examples, in_bounded_time, is_a_sentence, is_sound
from tools.memory import NEVER, MemorySheets, assess_book, error, percent

CONFIG = load_config()

# Texts that Excel, XML, CSV or a terminal may trip over.
AWKWARD = [
    "=1+1", "+1", "-1", "@SUM(A1)", "'12", "'", "\x08", "_x0008_", "_xD800_", "\ud800", "\ufffe", "\0",
    "\u202eright to left", "مرحبا", "👨‍👩‍👧", "a\nb\r\nc\td", "<b>&amp;</b>", "]]>", "{=A1}", "&A&P",
    "x" * 40_000,
    "٤٢", "½", "1e5", "1_000", "١٢٪", "Infinity", "nan", "−5", "12%%", "£", "--", "0x10", "1,00",
    "29/02/2015", "31/02/2015", "13/13/2013", "Q5 2014-15", "2014-16", "99999-00", "Feb 0", "Feb 99999",
    "1-Mar", "2015-13",
]  # fmt: skip

WORDS = st.sampled_from(
    "Ref Measure Period Value Numerator Denominator Area Status Unit Polarity Target Tolerance Kind "
    "Frequency 1 2 High Low T % £ rate text YTD Monthly Q2 FY 2014 5% n/a x - <5 97.4 97.4%* 1,000 "
    "Yes No Trajectory Suppressed Red improved Likely Febuary".split()
) | st.sampled_from(
    "Feb 2015|2014-15|2010-11|Q1 2014-15|28/02/2015|AY 2013-14|5 points|Minimum standard|Range low|"
    "Data period|Static tolerance|Rate per 1,000|Not due|\u00a0|'|=1".split("|")
)
CELLS = (
    WORDS
    | st.text(max_size=6)
    | st.sampled_from(AWKWARD)
    | st.floats()
    | st.integers(-3, 3)
    | st.sampled_from([0.0, 0.5, 1.5, 90.0, 2015.0, 201502.0, 42063.0, 1e15, 1e305, 5e-324, -0.0])
    | st.booleans()
    | st.none()
    | st.dates(date(1899, 12, 31))
    | st.datetimes(datetime(1900, 1, 1))
    | st.times()
    | st.timedeltas(timedelta(days=-9), timedelta(days=999))
    | st.sampled_from([NEVER, error(), error("#N/A"), percent(0.5, 1), percent(97)])
)
ROW = st.lists(CELLS, max_size=8)


def headed(*headers: str) -> st.SearchStrategy[list[list[Any]]]:
    """A sheet with all its headers in some order, so that more than the headers is tried."""
    rows = st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), min_size=1, max_size=5)
    return st.tuples(st.permutations(headers), rows).map(lambda sheet: [list(sheet[0]), *sheet[1]])


MEASURE_HEADERS = (
    "Ref|Measure|Polarity|Unit|Decimals|Multiplier|Data period|Frequency|Compare with|Target|Green tolerance|"
    "Tolerance|Minimum standard|Range low|Range high|Static tolerance|Rated|Show|From|To|Section|Jan 2015"
).split("|")
RESULT_HEADERS = ("Ref", "Period", "Value", "Numerator", "Denominator", "Area", "Status", "Note")
SHEETS = st.fixed_dictionaries(
    {
        "Measures": headed(*MEASURE_HEADERS) | st.lists(ROW, max_size=5),
        "Results": headed(*RESULT_HEADERS)
        | headed("Ref", "Item", "Feb 2015", "2014-15")
        | st.lists(ROW, max_size=5),
    },
    optional={
        "Targets": headed(
            "Ref", "Period", "Area", "Kind", "Target", "Tolerance", "Minimum standard", "Range low"
        ),
        "Benchmarks": headed("Ref", "Benchmark", "Period", "Area", "Value"),
        "Commentary": headed(
            "Ref", "Period", "Commentary", "Forecast", "Exception", "RAG override", "Reason", "Owner"
        ),
        "Narrative": headed("Section", "Period", "Heading", "Text"),
        "Glossary": headed("Term", "Meaning"),
        "Settings": headed("Setting", "Value") | st.lists(ROW, max_size=3),
    },
)


def assess_or_refuse(sheets: Mapping[str, list[list[Any]]]) -> Assessed | None:
    with in_bounded_time():
        try:
            assessed = assess_book(MemorySheets(sheets, {}))
        except ScorecardError as refusal:
            is_a_sentence(refusal)
            return None
    is_sound(assessed)
    return assessed


def draw_or_refuse(sheets: Mapping[str, list[list[Any]]]) -> None:
    """Every scorecard that can be assessed can be drawn, explained and printed as data."""
    assessed = assess_or_refuse(sheets)
    if assessed is None:
        return
    with in_bounded_time():
        records = as_records(assessed.rows)
        assert json.loads(json.dumps(records)) == records
        for row in assessed.rows[:2]:
            assert explain(assessed, row.measure.ref)
        try:
            drawn = draw(assessed)
        except ScorecardError as refusal:
            is_a_sentence(refusal)
            return
    with zipfile.ZipFile(BytesIO(drawn)) as package:
        assert package.testzip() is None
        for part in package.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(part))  # what Excel could not open would not parse


@given(SHEETS)
@examples(100)
def test_any_cells_give_a_scorecard_or_a_sentence(sheets: dict[str, list[list[Any]]]):
    assess_or_refuse(sheets)


SENSIBLE: dict[str, list[Any]] = {
    "Measures": [
        list(MEASURE_HEADERS[:19]),
        [
            "1",
            "Visits",
            "High",
            "%",
            1,
            "",
            "SS",
            "Monthly",
            "",
            90,
            "",
            "5 points",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
        ],
        [
            "2",
            "Plans",
            "Low",
            "number",
            0,
            "",
            "YTD",
            "Quarterly",
            "",
            20,
            "",
            "",
            30,
            "",
            "",
            "10%",
            "",
            "",
            "",
        ],
        ["3", "Rate", "T", "rate", 1, 10000, "R12M", "Annual", "", "", "", "", "", 40, 60, "", "", "", ""],
    ],
    "Results": [
        list(RESULT_HEADERS),
        ["1", "Jan 2015", 92, 46, 50, "", "", ""],
        ["1", "Feb 2015", 95, "", "", "", "Provisional", ""],
        ["2", "Q2 2014-15", 15, "", "", "", "", ""],
        ["2", "Q3 2014-15", 18, "", "", "", "", ""],
        ["3", "2012-13", "", 50, 10000, "", "", ""],
        ["3", "2013-14", "", 55, 10000, "", "", ""],
    ],
    "Targets": [
        ["Ref", "Period", "Target", "Minimum standard"],
        ["2", "Q3 2014-15", 16, 20],
        ["1", "2013-14", 85, ""],
    ],
    "Commentary": [
        ["Ref", "Period", "Commentary", "RAG override", "Reason", "Owner"],
        ["1", "Feb 2015", "Ok", "", "", ""],
    ],
}


@given(st.data())
@examples(60)
def test_a_few_odd_cells_in_a_sensible_workbook(data: st.DataObject):
    sheets = {name: [list(row) for row in rows] for name, rows in SENSIBLE.items()}
    for _ in range(data.draw(st.integers(1, 5))):
        rows = sheets[data.draw(st.sampled_from(sorted(sheets)))]
        row = rows[data.draw(st.integers(0 if data.draw(st.booleans()) else 1, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELLS)
    draw_or_refuse(sheets)


# ---- headers and words as the configuration has them -------------------------------------------

HEADERS = {
    role: st.sampled_from([*columns, *(str(a) for aliases in columns.values() for a in aliases)])
    for role, columns in CONFIG.columns.items()
}
SPELLINGS = st.sampled_from(
    [
        str(word)
        for words in CONFIG.spellings.values()
        for word in (words if not isinstance(words, Mapping) else [w for o in words.values() for w in o])
    ]
)


def any_sheet(role: str) -> st.SearchStrategy[list[list[Any]]]:
    """A sheet whose headers are the role's in any of their names, some twice, some missing."""
    headers = st.lists(HEADERS[role] | CELLS, min_size=1, max_size=12)
    rows = st.lists(st.lists(CELLS | SPELLINGS, max_size=13), max_size=6)
    title = st.lists(ROW, max_size=2)
    return st.tuples(title, headers, rows).map(lambda sheet: [*sheet[0], sheet[1], *sheet[2]])


@given(st.fixed_dictionaries({}, optional={role: any_sheet(role) for role in HEADERS}))
@examples(60)
def test_any_headers_of_the_configuration(sheets: dict[str, list[list[Any]]]):
    assess_or_refuse(sheets)


@given(st.data())
@examples(40)
def test_every_sheet_sensible_but_for_some_cells(data: st.DataObject):
    """All the headers of a sheet, refs that exist, and otherwise officers' words."""
    sheets = {name: [list(row) for row in rows] for name, rows in SENSIBLE.items()}
    for role in data.draw(
        st.lists(st.sampled_from(sorted(set(HEADERS) - {"Measures", "Results"})), max_size=3)
    ):
        columns = list(CONFIG.columns[role])
        cell = CELLS | SPELLINGS | st.sampled_from(["1", "2", "3", "Feb 2015", "2014-15"])
        rows = st.lists(st.lists(cell, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=4)
        sheets[role] = [columns, *data.draw(rows)]
        if "Ref" in columns:
            for row in sheets[role][1:]:
                row[columns.index("Ref")] = data.draw(st.sampled_from(["1", "2", "3"]))
    draw_or_refuse(sheets)
