"""Any bytes as a package: copied faithfully or refused in a sentence, in bounded memory and time.

More and other examples: SCORECARD_FUZZ=50, see tools/fuzz.py.
"""

import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryFile

from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.errors import ScorecardError
from scorecard_xl.package.changes import Changes
from scorecard_xl.package.checking import check_written
from scorecard_xl.package.opening import explained
from scorecard_xl.package.parts import Package, plain
from scorecard_xl.package.refusals import refuse_what_cannot_be_kept
from scorecard_xl.package.writing import write_package
from tools.fuzz import examples, in_bounded_time, is_a_sentence
from tools.required import REPOSITORY
from tools.zips import DEFLATED, STORED, Part, comment_of, kept, zipped

KENT = (REPOSITORY / "workbook_templates" / "kent_2015_02.xlsx").read_bytes()
with zipfile.ZipFile(BytesIO(KENT)) as _package:
    PARTS = [Part(name, _package.read(name)) for name in _package.namelist()]
SMALL = zipped(
    Part("a.xml", b"<a/>" * 9),
    Part("b/c.bin", bytes(range(99)), STORED, local_extra=b"\x20\xa2\x02\0ab"),
    Part("d.xml", b"<d/>", streamed=True, zip64=True),
    comment=b"of the whole",
)
NUMBERS = [0, 1, 2, 8, 20, 30, 46, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF]
SIGNATURES = [b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x07\x08"]


OURS = Changes({"a.xml": b"<ours/>", "new.bin": b"\0"}, {"b/c.bin"})


def kept_or_refused(content: bytes) -> None:
    """In a real file, which answers otherwise than one in memory where a place is asked for that is none."""
    with TemporaryFile() as file:
        file.write(content)
        with in_bounded_time():
            copied = done_or_refused(lambda: copy(Package("book.xlsx", file), Changes()))
            changed = done_or_refused(lambda: copy(Package("book.xlsx", file), OURS))
            done_or_refused(lambda: refuse_what_cannot_be_kept(Package("book.xlsx", file)))
    assert bool(copied) == bool(changed)
    if copied and changed:
        old = kept(content)
        assert kept(copied) == old
        assert comment_of(copied) == comment_of(content)
        assert len(copied) <= len(content)
        ours = {plain(name) for name in OURS.written}
        untouched = [part for part in old if plain(part.name) not in ours | OURS.dropped]
        assert [part for part in kept(changed) if plain(part.name) not in ours] == untouched


def done_or_refused(attempt: Callable[[], bytes | None]) -> bytes | None:
    try:
        with explained("book.xlsx"):
            return attempt()
    except ScorecardError as refusal:
        is_a_sentence(refusal)
        return None


def copy(package: Package, changes: Changes) -> bytes:
    to = BytesIO()
    write_package(package, changes, to)
    check_written(package, changes, to)
    return to.getvalue()


# ---- what is done to the bytes -----------------------------------------------------------------


def flip(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice([1, 1, 2, 8, 40])):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    first, last = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return random.choice([content[:first], content[last:], content[:first] + content[last:]])


def repeat(content: bytes, random: Random) -> bytes:
    first, last = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return content[:last] + content[first:last] + content[last:]


def lie(content: bytes, random: Random) -> bytes:
    """Change a number in one of the records."""
    marks = [at for mark in SIGNATURES for at in _all(content, mark)]
    if not marks:
        return content
    at = random.choice(marks) + random.randrange(4, 48, 2)
    number = random.choice([*NUMBERS, random.choice(marks), len(content)])
    new = struct.pack("<I", number)[: random.choice([2, 4])]
    return content[:at] + new + content[at + len(new) :]


def swap_headers(content: bytes, random: Random) -> bytes:
    """Exchange two stretches that begin with the same signature."""
    marks = _all(content, random.choice(SIGNATURES[:2]))
    if len(marks) < 2:
        return content
    one, other = sorted(random.sample(marks, 2))
    size = min(random.choice([30, 46, 60]), other - one, len(content) - other)
    return (
        content[:one]
        + content[other : other + size]
        + content[one + size : other]
        + content[one : one + size]
        + content[other + size :]
    )


def _all(content: bytes, mark: bytes) -> list[int]:
    found, at = [], content.find(mark)
    while at >= 0:
        found.append(at)
        at = content.find(mark, at + 1)
    return found


WAYS: list[Callable[[bytes, Random], bytes]] = [flip, cut, repeat, lie, lie, lie, swap_headers]


@given(st.randoms(use_true_random=False), st.integers(1, 4), st.sampled_from([SMALL, SMALL, KENT]))
@examples(150)
def test_bytes_of_a_package_damaged(random: Random, times: int, content: bytes):
    for _ in range(times):
        content = random.choice(WAYS)(content or b"\0", random)
    kept_or_refused(content)


@given(st.randoms(use_true_random=False))
@examples(100)
def test_the_list_of_parts_damaged(random: Random):
    at = KENT.index(b"PK\x01\x02")
    kept_or_refused(KENT[:at] + random.choice([flip, lie])(KENT[at:], random))


@given(st.data())
@examples(100)
def test_entries_that_lie(data: st.DataObject):
    number = st.none() | st.sampled_from(NUMBERS) | st.integers(0, 3000)
    lying = st.builds(
        Part,
        name=st.sampled_from(["a.xml", "A.xml", "b/", "c\\d.xml", "../x", "", "e\0f", "xl/workbook.xml"]),
        content=st.binary(max_size=40) | st.sampled_from([part.content for part in PARTS]),
        method=st.sampled_from([STORED, DEFLATED, 12, 99]),
        flags=st.sampled_from([0, 0, 1, 6, 0x20, 0x40, 0x800, 0x2000]),
        streamed=st.booleans(),
        zip64=st.booleans(),
        extra=st.sampled_from(
            [b"", b"\x01\0\x08\0" + bytes(8), b"\x20\xa2\xff\xff", b"x", b"\x75\x70\x01\0\x01"]
        ),
        local_extra=st.binary(max_size=9),
        local_name=st.sampled_from([None, None, None, b"a.xml", b""]),
        local_method=st.sampled_from([None, None, None, STORED]),
        crc=st.sampled_from([None, 0]),
        packed_size=number,
        size=number,
        at=number,
    )
    parts = data.draw(st.lists(st.sampled_from(PARTS) | lying, min_size=1, max_size=8))
    kept_or_refused(zipped(*parts, zip64_end=data.draw(st.booleans())))


@given(st.randoms(use_true_random=False), st.integers(1, 3))
@examples(60)
def test_parts_of_a_workbook_damaged(random: Random, times: int):
    """What is asked of a workbook's own parts ends in a sentence too."""
    parts = {part.name: part.content for part in PARTS}
    for _ in range(times):
        name = random.choice(["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", *parts])
        parts[name] = random.choice([flip, cut, repeat])(parts[name] or b"\0", random)
    kept_or_refused(zipped(*(Part(name, content) for name, content in parts.items())))


@given(st.binary(max_size=2000), st.booleans())
@examples(60)
def test_random_bytes(content: bytes, with_end: bool):
    kept_or_refused(b"PK\x03\x04" + content + (b"PK\x05\x06" + content[:18] if with_end else b""))


# ---- memory ------------------------------------------------------------------------------------


def test_a_large_package_is_never_in_memory(tmp_path: Path):
    noise = Random(1).randbytes(20_000_000)
    path, new = tmp_path / "book.xlsx", tmp_path / "new.xlsx"
    path.write_bytes(zipped(*PARTS, Part("xl/media/one.bin", noise, STORED), Part("xl/media/two.bin", noise)))
    changes = Changes({"xl/new.xml": b"<new/>"})
    tracemalloc.start()
    with path.open("rb") as file, new.open("w+b") as to:
        package = Package("book.xlsx", file)
        refuse_what_cannot_be_kept(package)
        write_package(package, changes, to)
        check_written(package, changes, to)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = Part("docProps/custom.xml", b"<!--" + bytes(100_000_000))
    content = zipped(*PARTS, bomb)
    tracemalloc.start()
    try:
        refuse_what_cannot_be_kept(Package("book.xlsx", BytesIO(content)))
    except ScorecardError as refusal:
        is_a_sentence(refusal)
    else:
        raise AssertionError("not refused")
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 3_000_000
