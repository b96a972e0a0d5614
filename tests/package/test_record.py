"""What a tab keeps of itself: read back, and no harm done by one that is cut short or forged."""

import base64
import json
import zlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.package import record
from scorecard_xl.package.before import Before, ListBefore
from scorecard_xl.package.ours import our_tabs
from scorecard_xl.package.record import Record, packed, unpacked
from scorecard_xl.package.styles import LISTS
from tools.tabs import ROWS, Opened, built, officers, tabs, taken_out

BEFORE = Before(True, {name: ListBefore(True, 2, "2", "ab") for name in LISTS}, [("1", None)], False)
GOOD = Record({"A1": "Visits", "B1": "95.5"}, BEFORE, 7)
AS_MAP = json.loads(msgspec.json.encode(GOOD))


def written(content: Any, *, raw: bytes | None = None) -> bytes:
    """A record's part of any JSON."""
    unpacked = json.dumps(content).encode() if raw is None else raw
    return base64.b64encode(zlib.compress(unpacked)).decode().encode("utf-16-le")


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=40), max_size=5))
def test_read_back(contents: dict[str, str]):
    one = Record(contents, BEFORE, 7)
    assert unpacked(packed(one)) == one
    assert unpacked(b"\xff\xfe" + packed(one) + b"\0\0") == one  # as Excel may write it


@given(st.integers(0, len(packed(GOOD)) - 1))
def test_cut_short(at: int):
    assert unpacked(packed(GOOD)[:at]) is None


@given(st.binary(max_size=60) | st.text("AQab/+=", max_size=60).map(lambda text: text.encode("utf-16-le")))
def test_any_bytes(part: bytes):
    assert unpacked(part) is None


def forged(**changed: Any) -> dict[str, Any]:
    return AS_MAP | {"before": AS_MAP["before"] | changed}


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {},
        {"prints": {}},
        AS_MAP | {"prints": "A1"},
        AS_MAP | {"crc": "none"},
        AS_MAP | {"crc": None},
        forged(lists={}),
        forged(lists={"fonts": AS_MAP["before"]["lists"]["fonts"]}),
        forged(lists=AS_MAP["before"]["lists"] | {"more": AS_MAP["before"]["lists"]["fonts"]}),
        forged(lists=AS_MAP["before"]["lists"] | {"fonts": {"there": True, "entries": -1, "count": None}}),
        forged(views=[["1"]]),
        forged(views=7),
    ],
)
def test_forged(content: Any):
    assert unpacked(written(content)) is None


def test_a_record_that_is_nothing_but_brackets():
    assert unpacked(written(None, raw=b'{"prints":' + b"[" * 100_000)) is None
    assert unpacked(written(None, raw=b'{"other":' + b"[" * 100_000)) is None


def test_a_record_that_unpacks_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(record, "MOST_BYTES", 1_000)
    assert unpacked(packed(GOOD)) == GOOD
    assert unpacked(packed(Record({"A1": "x" * 2_000}, BEFORE, 7))) is None


ODD = [
    b"",
    b"odd",
    written(forged(views=[["nine", "-1"]])),
    written(forged(lists={name: {"there": False, "entries": 99, "count": "x"} for name in LISTS})),
    written(AS_MAP | {"prints": {"": "x", "A0": "1", "ZZZZZ9": "2", "é": "3"}}),
]


@pytest.mark.parametrize("part", ODD)
def test_builds_and_removals_go_on_with_an_odd_record(part: bytes):
    content = officers()
    book = Opened(built(content, tabs(Scorecard=ROWS, Notes=[["Key"]])))
    names = [name for name in book.parts if "customProperty" in name]
    assert len(names) == 2
    for name in names:
        book.put(name, part)
    assert Opened(built(book.bytes(), tabs(Scorecard=ROWS))).sheets() == ["Scorecard", "Own", "More"]
    assert Opened(taken_out(book.bytes())).sheets() == ["Own", "More"]
    book.write("Scorecard", "A1", "by hand")
    kept = "Scorecard (edited 2026-11-22)"
    assert Opened(built(book.bytes(), tabs(Scorecard=ROWS))).sheets() == ["Scorecard", kept, "Own", "More"]


def test_a_sheet_may_have_other_properties_too():
    book = Opened(built(officers(), tabs(Scorecard=ROWS)))
    part = book.tab("Scorecard").part
    rels = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    [ours] = our_tabs(book.book())
    assert ours.record
    book.part("xl/customProperty9.bin", b"odd", record.CONTENT_TYPE)
    entry = f'<Relationship Id="odd" Type="{record.RELATION}" Target="/xl/customProperty9.bin"/>'
    book.put(rels, book.parts[rels].replace(b"<Relationship ", entry.encode() + b"<Relationship ", 1))
    assert [one.record for one in our_tabs(book.book())] == [ours.record]
    book.put(rels, book.parts[rels].replace(b"customProperty1", b"nowhere"))
    assert [one.record for one in our_tabs(book.book())] == [None]
