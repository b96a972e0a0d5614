"""Damaged and hostile files: whatever the bytes, a scorecard or a sentence, in bounded time."""

import re
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.config import load_config
from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.closed import ClosedFile
from scorecard_xl.pipeline import Options, assess
from tools.fuzz import examples, in_bounded_time, is_a_sentence, is_sound
from tools.required import REPOSITORY

KENT = (REPOSITORY / "workbook_templates" / "kent_2015_02.xlsx").read_bytes()
CONFIG = load_config()
Parts = list[tuple[str, bytes]]

with zipfile.ZipFile(BytesIO(KENT)) as _package:
    PARTS: Parts = [(name, _package.read(name)) for name in _package.namelist()]
READ = [
    name
    for name, _ in PARTS
    if name.startswith(("xl/w", "xl/_rels", "_rels", "xl/sh", "xl/st")) and "drawing" not in name
]

SPLICES = [
    b"<", b">", b"&", b'"', b"'", b"/>", b"</row>", b"</c>", b"<c>", b"<c/>", b"<row>", b"<v>", b"</v>",
    b"<v>1e999</v>", b"<v>-1</v>", b"<f>", b"<f/>", b'<f t="shared" si="9"/>', b"<is><t>x</t></is>",
    b'<c r="XFD1048576"><v>1</v></c>', b'<c r="A0"><v>1</v></c>', b'<c r="ZZZZ9"><v>1</v></c>',
    b'<c r="A99999999999999999999"><v>1</v></c>', b'<row r="99999999999999999999">', b'<row r="-1">',
    b'<c r="B9" t="e"/>', b'<c t="s"><v>99999999999</v></c>', b'<c t="d"><v>2015-02-30</v></c>',
    b'<c t="d"><v>99999-01-01T99:99:99</v></c>', b'<c s="99999999999"><v>1</v></c>', b"<v>1e308</v>",
    b"<!DOCTYPE x>", b"<![CDATA[x]]>", b"<!--", b"-->", b"<?x ?>", b"&#0;", b"&#xD800;", b"&nope;",
    b"&#99999999999;", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"_xD800_", b"_x0000_", b"\xef\xbb\xbf",
    b'<sheet name="" sheetId="0" r:id="rId1"/>', b'<mergeCell ref="A1:XFD1048576"/>', b"<x:c/>",
]  # fmt: skip
VALUES = [
    b"", b"0", b"-1", b"1", b"99999999999999999999", b"1e9", b"NaN", b"A", b"A1:", b"XFD1048576", b"true",
    b"hidden", b"e", b"s", b"str", b"d", b"b", b"n", b"inlineStr", b"shared", b"../../x", b"/", b"\xff",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"xl/workbook.xml", b"rId1", b"&#0;", b"%2e%2e/x",
]  # fmt: skip


CODECS = ["utf-16", "utf-16-le", "utf-7", "cp037", "latin-1"]
NAMES = [b"x", b"c", b"row", b"r", b"t", b"s", b"v"]


def zipped(parts: Parts, method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is meant
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def read_or_refuse(path: Path, content: bytes) -> None:
    """Read, rate, or refuse in a sentence; the file stays as it was."""
    path.write_bytes(content)
    with in_bounded_time():
        try:
            is_sound(assess(ClosedFile(path).read_sheets(), Options(), CONFIG))
        except ScorecardError as refusal:
            is_a_sentence(refusal)
    assert path.read_bytes() == content


# ---- what is done to the parts ------------------------------------------------------------------


def flip(content: bytes, random: Random) -> bytes:
    changed = bytearray(content or b"\0")
    for _ in range(random.choice([1, 1, 2, 8, 40])):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def splice(content: bytes, random: Random) -> bytes:
    """Put something between two tags, or anywhere."""
    tags = [match.end() for match in re.finditer(b">", content)]
    at = random.choice(tags) if tags and random.random() < 0.7 else random.randrange(len(content) + 1)
    return content[:at] + random.choice(SPLICES) + content[at:]


def revalue(content: bytes, random: Random) -> bytes:
    """Change the value of an attribute."""
    found = list(re.finditer(rb'="([^"]*)"', content))
    if not found:
        return content
    match = random.choice(found)
    return content[: match.start(1)] + random.choice(VALUES) + content[match.end(1) :]


def rename(content: bytes, random: Random) -> bytes:
    """Take an attribute or a tag's name away."""
    found = list(re.finditer(rb"[\s/<]([\w:]+)", content))
    if not found:
        return content
    match = random.choice(found)
    return content[: match.start(1)] + random.choice(NAMES) + content[match.end(1) :]


def repeat(content: bytes, random: Random) -> bytes:
    """Say a stretch of it twice."""
    first, last = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return content[:last] + content[first:last] + content[last:]


def drop(content: bytes, random: Random) -> bytes:
    """Take out an element's tag."""
    found = list(re.finditer(rb"<[^>]*>", content))
    if not found:
        return content
    match = random.choice(found)
    return content[: match.start()] + content[match.end() :]


def encode(content: bytes, random: Random) -> bytes:
    return content.decode("utf-8", "replace").encode(random.choice(CODECS), "replace")


WAYS: list[Callable[[bytes, Random], bytes]] = [
    flip, cut, splice, splice, splice, revalue, revalue, revalue, rename, repeat, drop, encode,
]  # fmt: skip


@given(st.randoms(use_true_random=False), st.integers(1, 4))
@examples(60)
def test_parts_of_a_real_workbook_damaged(
    tmp_path_factory: pytest.TempPathFactory, random: Random, times: int
):
    parts = dict(PARTS)
    for _ in range(times):
        name = random.choice(READ)
        parts[name] = random.choice(WAYS)(parts[name], random)
    read_or_refuse(tmp_path_factory.getbasetemp() / "parts.xlsx", zipped(list(parts.items())))


@given(st.randoms(use_true_random=False), st.integers(1, 3))
@examples(40)
def test_parts_swapped_removed_and_doubled(
    tmp_path_factory: pytest.TempPathFactory, random: Random, times: int
):
    parts = list(PARTS)
    for _ in range(times):
        one, other = random.randrange(len(parts)), random.randrange(len(parts))
        what = random.randrange(6)
        if what == 0:
            parts[one], parts[other] = (parts[one][0], parts[other][1]), (parts[other][0], parts[one][1])
        elif what == 1:
            del parts[one]
        elif what == 2:
            parts.insert(other, parts[one])
        elif what == 3:
            parts[one] = (parts[one][0].upper(), parts[one][1])
        elif what == 4:
            parts[one] = (parts[one][0].replace("/", "\\"), parts[one][1])
        else:
            parts.insert(other, (parts[one][0], b""))
    read_or_refuse(tmp_path_factory.getbasetemp() / "swapped.xlsx", zipped(parts, zipfile.ZIP_DEFLATED))


@given(st.randoms(use_true_random=False))
@examples(60)
def test_bytes_of_a_real_workbook_damaged(tmp_path_factory: pytest.TempPathFactory, random: Random):
    content = random.choice([flip, flip, cut, repeat])(KENT, random)
    read_or_refuse(tmp_path_factory.getbasetemp() / "bytes.xlsx", content)


@given(st.randoms(use_true_random=False))
@examples(60)
def test_the_list_of_parts_damaged(tmp_path_factory: pytest.TempPathFactory, random: Random):
    """The end of a package says where its parts stand, how long they are and how many there are."""
    directory = KENT.rindex(b"PK\x01\x02") if random.random() < 0.3 else KENT.index(b"PK\x01\x02")
    content = KENT[:directory] + flip(KENT[directory:], random)
    read_or_refuse(tmp_path_factory.getbasetemp() / "directory.xlsx", content)


@given(st.binary(max_size=2000), st.booleans())
@examples(60)
def test_random_bytes_that_begin_as_a_package(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, with_end: bool
):
    end = b"PK\x05\x06" + content[:18] if with_end else b""
    read_or_refuse(tmp_path_factory.getbasetemp() / "random.xlsx", b"PK\x03\x04" + content + end)
