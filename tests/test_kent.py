"""All 47 rows of Kent's scorecard for February 2015 come out as they were published, none stored.

The table holds the published figures (seed 003): rating, result, target, the previous result (January
2015) with its arrow, the outturn (March 2014) with its arrow. "-" is what the report leaves empty.
"""

from collections import Counter
from typing import Any

import pytest

from scorecard_xl.pipeline import Assessed
from scorecard_xl.records import as_records
from tools.required import REPOSITORY

PUBLISHED = """
 1  -   528.5   522.6   544.3  -   605.7  -
 2  A    28.6    25.0    28.7  ↑    26.6  ↓
 3  -   493.9    -      501.5  -   158.7  -
 4  A    83.6    85.0    82.7  ↑    73.3  ↑
 5  G    26     100      22    ↓   317    ↑
 6  A    97.4    98.0    97.3  ↑    97.3  ↑
 7  -   278.4   315.0   285.1  -   326.8  -
 8  G     0       0       2    ↑     0    →
 9  -     0.9     1.1     0.9  ↓     -    -
10  G    86.7    80.0    88.5  ↓     -    -
11  G    93.4    85.0    93.1  ↑     -    -
12  R    60.7    85.0    60.7  →     -    -
13  -    38.5    35.7    37.3  -    36.1  -
14  G     5.6    10.0     6.2  ↑     3.6  ↓
15  G     7.6     7.5     6.7  ↑     8.0  ↑
16  G    98.9    98.0    98.9  ↓    90.2  ↑
17  G     2.1     5.0     1.8  ↓     4.8  ↑
18  G    91.4    90.0    91.3  ↑    88.0  ↑
19  -   141.2   100.9   141.5  -   129.4  -
20  A    37.2    45.0    37.0  ↑    46.7  ↓
21  G    98.6    98.0    98.8  ↓    97.4  ↑
22  -    53.6    47.4    53.3  -    51.2  -
23  G    79.5    70.0    78.7  ↑    51.4  ↑
24  G    90.5    88.0    90.9  ↑    89.5  ↓
25  -    46.9    48.0    46.4  -    49.8  -
26  -     9.7     -       9.6  -    14.6  -
27  A     9.6     9.0     9.5  ↓     8.9  ↓
28  G    72.7    70.0    72.6  ↑    66.6  ↑
29  G    65.2    60.0    64.4  ↑    63.2  ↑
30  A    59.7    65.0    59.1  ↑    62.1  ↓
31  G    95.6    95.0    95.9  ↓    94.5  ↑
32  A    96.4    98.0    95.7  ↑     -    -
33  A    89.3    92.0    90.0  ↓    96.6  ↓
34  A    90.1    92.0    89.4  ↑    85.6  ↑
35  A   537.8   426     555.3  ↑   650.0  ↑
36  A   208.1   121     214.6  ↑   217.0  ↑
37  -    45.5     -      42.5  ↑    35.9  ↑
38  G    20.6    13.0    21.0  ↓    16.1  ↑
39  A    96.8   100.0    96.6  ↑     -    -
40  A    89.2   100.0    88.2  ↑    88.8  ↑
41  -    36.8     -      35.1  ↑    18.0  ↑
42  A    89.4    90.0    90.7  ↓    66.2  ↑
43  A    18.3    14.0    17.0  ↓    18.8  ↑
44  A    80.2    86.0    78.8  ↑    73.8  ↑
45  -    12.2     -      12.3  ↑     -    -
46  A    15.1    15.0    14.5  ↓    16.9  ↑
47  G    19.3    20.0    19.7  ↑    22.6  ↑
"""
RATINGS = {"R": "Red", "A": "Amber", "G": "Green", "-": "n/a"}
ARROWS = {"↑": "improved", "→": "static", "↓": "worsened", "-": "n/a"}
ROWS = [line.split() for line in PUBLISHED.strip().splitlines()]


@pytest.fixture(scope="module")
def kent() -> Assessed:
    import scorecard_xl

    return scorecard_xl.assess(REPOSITORY / "workbook_templates" / "kent_2015_02.xlsx")


@pytest.fixture(scope="module")
def records(kent: Assessed) -> dict[str, dict[str, str]]:
    return {record["ref"]: record for record in as_records(kent.rows)}


def number(text: str) -> float | None:
    return None if text in ("-", "") else float(text)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_row(row: list[str], records: dict[str, dict[str, str]]) -> None:
    ref, rag, value, target, previous, arrow, outturn, outturn_arrow = row
    record = records[ref]
    assert record["period"] == "Feb 2015"
    assert record["rag"] == RATINGS[rag]
    assert record["rag_reason"]
    assert (record["direction_previous"], record["direction_outturn"]) == (
        ARROWS[arrow],
        ARROWS[outturn_arrow],
    )
    figures = [number(record[name]) for name in ("value", "target", "previous", "outturn")]
    assert figures == [number(text) for text in (value, target, previous, outturn)]
    assert record["previous_period"] == "Jan 2015"
    assert record["outturn_period"] == ("" if outturn == "-" else "Mar 2014")


def test_all_47_measures_and_no_other(records):
    assert list(records) == [str(ref) for ref in range(1, 48)]


def test_published_counts(kent):
    counts = kent.scorecard.counts
    assert counts.rag.by_band == {"Green": 17, "Amber": 17, "Red": 1, "n/a": 12}
    assert counts.rag.rated == 35
    previous, outturn = counts.previous, counts.outturn
    assert (previous.better, previous.same, previous.worse) == (25, 1, 13)
    assert (outturn.better, outturn.same, outturn.worse) == (24, 1, 7)


def test_the_table_above_has_the_counts_that_its_report_states():
    assert Counter(row[1] for row in ROWS) == {"G": 17, "A": 17, "R": 1, "-": 12}
    assert Counter(row[5] for row in ROWS) == {"↑": 25, "→": 1, "↓": 13, "-": 8}
    assert Counter(row[7] for row in ROWS) == {"↑": 24, "→": 1, "↓": 7, "-": 15}


def test_only_two_published_arrows_are_overrides(records):
    overridden = {ref: record["overridden"] for ref, record in records.items() if record["overridden"]}
    assert overridden == {"9": "direction_previous=static", "16": "direction_previous=static"}


def test_the_red_measure_has_its_page_with_the_four_published_months(kent):
    (page,) = kent.scorecard.exceptions
    assert page.measure.ref == "12"
    months = [(p.period.short, p.result.value, p.standards.target, p.rating.rag) for p in page.history[-4:]]
    assert [(month, float(value), float(target), rag) for month, value, target, rag in months] == [
        ("Nov 14", 46.4, 85, "Red"),
        ("Dec 14", 46.4, 85, "Red"),
        ("Jan 15", 60.7, 85, "Red"),
        ("Feb 15", 60.7, 85, "Red"),
    ]


def test_nothing_is_in_error_and_every_page_has_its_commentary(kent):
    findings: list[Any] = list(kent.scorecard.findings)
    assert not kent.has_errors
    assert [finding.kind for finding in findings if finding.kind == "commentary missing"] == []


def test_the_sentences_state_the_published_numbers(kent):
    text = " ".join(kent.scorecard.sentences)
    assert "35 are rated against a target" in text
    assert "Of the rated measures 1 is Red, 17 are Amber and 17 are Green." in text
    assert "Compared with January 2015, 25 measures improved, 1 stayed the same and 13 worsened" in text
    assert "Compared with March 2014, 24 measures improved, 1 stayed the same and 7 worsened" in text
