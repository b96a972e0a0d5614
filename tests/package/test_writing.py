"""A package written anew: nothing that was not to change has changed, byte for byte."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.errors import ScorecardError
from scorecard_xl.package import writing
from scorecard_xl.package.changes import Changes
from scorecard_xl.package.checking import check_written
from scorecard_xl.package.entries import Damaged
from scorecard_xl.package.opening import explained
from scorecard_xl.package.parts import Package
from scorecard_xl.package.writing import write_package
from tools.required import shared
from tools.zips import DEFLATED, STORED, Part, comment_of, corpus, kept, zipped

PADDING = b"\x20\xa2\x06\x00\x28\xa0\x02\x00\0\0"  # Excel's room for growth
TIMES = b"UT\x05\x00\x03abcd"
A, B, C = Part("a.xml", b"<a/>"), Part("sub/b.xml", b"<b/>" * 99), Part("c.bin", b"\0" * 99)


def rewritten(content: bytes, changes: Changes | None = None) -> bytes:
    """Write it with the changes and check it, as the way back into the workbook does."""
    package, to = Package("book.xlsx", BytesIO(content)), BytesIO()
    write_package(package, changes or Changes(), to)
    check_written(package, changes or Changes(), to)
    return to.getvalue()


# ---- what is not named -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(zipped(), id="no parts"),
        pytest.param(zipped(A, B, C), id="three parts"),
        pytest.param(zipped(C, B, A), id="another order"),
        pytest.param(zipped(Part("a", b"x" * 999, STORED), B), id="stored"),
        pytest.param(zipped(Part("empty", b"", STORED), Part("empty.xml", b"")), id="empty parts"),
        pytest.param(zipped(Part("a.xml", b"<a/>", streamed=True), B), id="sizes behind the bytes"),
        pytest.param(zipped(Part("a.xml", b"<a/>", zip64=True), B), id="zip64 sizes"),
        pytest.param(zipped(Part("a.xml", b"<a/>", zip64=True, extra=TIMES, local_extra=PADDING)), id="both"),
        pytest.param(zipped(A, B, zip64_end=True), id="zip64 end"),
        pytest.param(zipped(Part("a.xml", b"<a/>", extra=TIMES, local_extra=PADDING)), id="extra fields"),
        pytest.param(zipped(Part("a.xml", b"<a/>", local_extra=b"no field")), id="extra that is no field"),
        pytest.param(zipped(Part("a.xml", b"<a/>", comment=b"of a", external=0o644 << 16)), id="attributes"),
        pytest.param(zipped(Part("a.xml", b"<a/>", date=0, time=0xFFFF)), id="a date that is none"),
        pytest.param(zipped(Part("a.xml", b"<a/>", flags=6)), id="flags"),
        pytest.param(zipped(Part("xl/ü/表.xml", b"<a/>")), id="name in UTF-8"),
        pytest.param(zipped(Part("xl/", b"", STORED, external=16), A), id="folder"),
        pytest.param(zipped(Part("/xl/a.xml", b"<a/>")), id="leading slash"),
        pytest.param(zipped(A, B, comment=b"of the whole"), id="comment"),
        pytest.param(zipped(A, B, before=b"PK\x03\x04 junk"), id="junk before"),
    ],
)
def test_what_is_not_named_stays(content: bytes):
    new = rewritten(content)
    assert kept(new) == kept(content)
    assert comment_of(new) == comment_of(content)
    with zipfile.ZipFile(BytesIO(new)) as package:
        assert package.testzip() is None
    assert rewritten(new) == new


def test_a_plain_package_is_the_same_to_the_last_byte():
    content = zipped(A, B, C, comment=b"of the whole")
    assert rewritten(content) == content


def test_a_name_in_the_old_encoding_stays():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("xxxx.xml", b"<a/>")
    content = buffer.getvalue().replace(b"xxxx.xml", b"\x81\xe1\xff\x80.xml")
    assert kept(rewritten(content)) == kept(content)
    assert rewritten(content).count(b"\x81\xe1\xff\x80.xml") == 2


def test_bytes_that_do_not_unpack_are_copied_all_the_same():
    broken = Part("picture.bin", b"x" * 99, crc=1)
    assert kept(rewritten(zipped(A, broken))) == kept(zipped(A, broken))


# ---- what is named -----------------------------------------------------------------------------


def test_changed_parts_take_their_place_new_ones_stand_at_the_end():
    changes = Changes({"sub/b.xml": b"<new/>", "z.xml": b"<z/>", "d.bin": b"\0\1"}, {"c.bin"})
    old, new = zipped(A, B, C), rewritten(zipped(A, B, C), changes)
    with zipfile.ZipFile(BytesIO(new)) as package:
        assert package.namelist() == ["a.xml", "sub/b.xml", "z.xml", "d.bin"]
        assert [package.read(name) for name in package.namelist()] == [b"<a/>", b"<new/>", b"<z/>", b"\0\1"]
        assert {package.getinfo(name).date_time[0] for name in ("sub/b.xml", "z.xml")} == {1980}
    assert kept(new)[0] == kept(old)[0]
    assert rewritten(old, changes) == new


@pytest.mark.parametrize(
    ("written", "dropped", "names"),
    [
        ("SUB/B.xml", "", ["a.xml", "sub/b.xml", "c.bin"]),
        ("/sub/b.xml", "", ["a.xml", "sub/b.xml", "c.bin"]),
        ("", "SUB/b.XML", ["a.xml", "c.bin"]),
        ("", "not there", ["a.xml", "sub/b.xml", "c.bin"]),
        ("sub/b.xml", "sub/b.xml", ["a.xml", "sub/b.xml", "c.bin"]),
        ("xl/ü.xml", "a.xml", ["sub/b.xml", "c.bin", "xl/ü.xml"]),
    ],
)
def test_names_are_compared_as_excel_does(written: str, dropped: str, names: list[str]):
    changes = Changes({written: b"<x/>"} if written else {}, {dropped})
    assert [part.name for part in kept(rewritten(zipped(A, B, C), changes))] == names


def test_larger_than_any_workbook(monkeypatch: pytest.MonkeyPatch):
    package = Package("book.xlsx", BytesIO(zipped(A, C)))
    monkeypatch.setattr(writing, "MOST_PARTS", 2)
    write_package(package, Changes({"a.xml": b"<x/>"}), BytesIO())
    with pytest.raises(ScorecardError, match=r"would become larger .* --output NEW\.xlsx"):
        write_package(package, Changes({"b.xml": b"<x/>"}), BytesIO())
    monkeypatch.setattr(writing, "MOST_BYTES_PACKED", 50)
    with pytest.raises(ScorecardError, match="would become larger"):
        write_package(package, Changes(), BytesIO())


def test_a_full_disk_is_no_damage():
    class Full(BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_package(Package("book.xlsx", BytesIO(zipped(A))), Changes(), Full())


# ---- packages that contradict themselves -------------------------------------------------------

CONTRADICTIONS = {
    "another name in the header": zipped(Part("a.xml", b"<a/>", local_name=b"b.xml")),
    "another way of packing in the header": zipped(Part("a.xml", b"<a/>", local_method=STORED)),
    "no header there": zipped(A, Part("b.xml", b"<b/>", at=3)),
    "beyond the end": zipped(A, Part("b.xml", b"<b/>", at=99_999)),
    "longer than the file": zipped(Part("a.xml", b"<a/>", packed_size=99_999)),
    "into the list": zipped(Part("a.xml", b"<a/>", STORED, packed_size=9)),
    "one inside the other": zipped(Part("a.xml", b"<a/>", STORED, packed_size=60), B),
    "twice the same bytes": zipped(A, B, Part("a.xml", b"<a/>", local_name=b"c.xml", at=0)),
}


@pytest.mark.parametrize("content", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions_are_damage(content: bytes):
    with pytest.raises(ScorecardError), explained("book.xlsx"):
        rewritten(content)


def test_overlapping_parts_do_not_multiply():
    """A bomb of copies: many entries that all stand on the same bytes."""
    content = bytearray(
        zipped(*(Part(f"{i:03}", b"x" * 50, STORED, at=0, local_name=b"000") for i in range(9)))
    )
    with pytest.raises(Damaged):
        Package("book.xlsx", BytesIO(content)).laid_out()


def test_a_file_cut_off_while_it_is_copied():
    content = BytesIO(zipped(Part("a.bin", b"x" * 999, STORED)))
    package = Package("book.xlsx", content)
    stored = package.laid_out()[0]
    content.truncate(100)
    with pytest.raises(Damaged):
        list(package.packed(stored))


# ---- the check of what was written -------------------------------------------------------------


def checked(written: bytes, changes: Changes | None = None, content: bytes = b"") -> None:
    package = Package("book.xlsx", BytesIO(content or zipped(A, B, C)))
    check_written(package, changes or Changes(), BytesIO(written))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (zipped(A, B), "its parts are others"),
        (zipped(A, B, C, A), "it can't be read back"),
        (zipped(B, A, C), "its parts are others"),
        (zipped(A, B, C, comment=b"x"), "its comment is another"),
        (zipped(A, B, Part("c.bin", b"\0" * 98)), "c.bin is not as it was"),
        (zipped(A, B, Part("c.bin", b"\0" * 99, STORED)), "c.bin is not as it was"),
        (zipped(A, B, Part("c.bin", b"\0" * 99, comment=b"x")), "c.bin is not as it was"),
        (zipped(A, B, Part("c.bin", b"\0" * 99, local_extra=TIMES)), "c.bin is not as it was"),
        (zipped(A, B, Part("c.bin", b"\0" * 99, extra=TIMES)), "c.bin is not as it was"),
        (zipped(A, B, Part("c.bin", b"\0" * 99, date=0)), "c.bin is not as it was"),
        (zipped(A, B, C)[:-5], "it can't be read back"),
        (zipped(A, B, C)[5:], "it can't be read back"),
        (b"", "it can't be read back"),
    ],
)
def test_what_was_not_written_as_planned(written: bytes, why: str):
    with pytest.raises(ScorecardError, match="so nothing was changed: retry, or use --output") as problem:
        checked(written)
    assert f"({why})" in str(problem.value)


def test_one_bit_of_an_untouched_part():
    content = bytearray(zipped(A, Part("b.bin", b"x" * 999, STORED), C))
    content[content.index(b"xxx") + 700] ^= 1
    with pytest.raises(ScorecardError, match=r"b\.bin is not as it was"):
        checked(bytes(content), content=zipped(A, Part("b.bin", b"x" * 999, STORED), C))


@pytest.mark.parametrize(
    ("name", "meant", "there", "why"),
    [
        ("a.xml", b"<a/>", b"<b/>", "a.xml is not what was written"),
        ("a.xml", b"<a>", b"<a>", "a.xml can't be read back"),
        ("a.xml", b"", b"", "a.xml can't be read back"),
        ("x.rels", b"<a>&nope;</a>", b"<a>&nope;</a>", "x.rels can't be read back"),
        ("x.vml", b"<a b=c/>", b"<a b=c/>", "x.vml can't be read back"),
        ("x.png", b"\0PNG", b"\0PNG", ""),
        ("x.xml", "<ä/>".encode(), "<ä/>".encode(), ""),
    ],
)
def test_written_parts_are_read_back(name: str, meant: bytes, there: bytes, why: str):
    changes = Changes({name: meant})
    there_parts = [Part(name, there), B, C] if name == "a.xml" else [A, B, C, Part(name, there)]
    if not why:
        checked(zipped(*there_parts), changes)
        return
    with pytest.raises(ScorecardError) as problem:
        checked(zipped(*there_parts), changes)
    assert f"({why})" in str(problem.value)


def test_a_checksum_that_lies_is_noticed():
    with pytest.raises(ScorecardError, match=r"z\.xml can't be read back"):
        checked(zipped(A, B, C, Part("z.xml", b"<z/>", crc=1)), Changes({"z.xml": b"<z/>"}))


# ---- real workbooks, random packages -----------------------------------------------------------


@pytest.mark.shared
def test_every_real_workbook_keeps_its_bytes():
    files = corpus(shared())
    assert len(files) >= 27
    for path in files:
        old = path.read_bytes()
        new = rewritten(old)
        assert kept(new) == kept(old), path.name
        assert comment_of(new) == comment_of(old)
        with zipfile.ZipFile(BytesIO(new)) as package:
            assert package.testzip() is None


@pytest.mark.shared
def test_every_real_workbook_with_one_part_changed_one_dropped_one_added():
    for path in corpus(shared()):
        old = {part.name: part for part in kept(path.read_bytes())}
        changed, dropped = list(old)[1], list(old)[-1]
        changes = Changes({"our.xml": b"<our/>", changed: b"<changed/>"}, {dropped})
        new = {part.name: part for part in kept(rewritten(path.read_bytes(), changes))}
        assert list(new) == [*list(old)[:-1], "our.xml"], path.name
        assert all(new[name] == old[name] for name in old if name not in (changed, dropped)), path.name


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
PARTS = st.builds(
    Part,
    name=NAMES,
    content=st.binary(max_size=300),
    method=st.sampled_from([STORED, DEFLATED]),
    streamed=st.booleans(),
    zip64=st.booleans(),
    extra=st.sampled_from([b"", TIMES]),
    local_extra=st.sampled_from([b"", TIMES, PADDING]),
    comment=st.binary(max_size=5),
    external=st.integers(0, 0xFFFFFFFF),
    date=st.integers(0, 0xFFFF),
    time=st.integers(0, 0xFFFF),
)
PACKAGES = st.lists(
    PARTS, max_size=6, unique_by=lambda part: part.name.replace("\\", "/").strip("/").casefold()
)


# A comment that holds the signature of the record before it hides that record, from zipfile too.
COMMENTS = st.binary(max_size=30).filter(lambda comment: b"PK\x05\x06" not in comment)


@given(PACKAGES, COMMENTS, st.booleans())
def test_any_package_keeps_its_parts(parts: list[Part], comment: bytes, zip64_end: bool):
    content = zipped(*parts, comment=comment, zip64_end=zip64_end)
    new = rewritten(content)
    assert kept(new) == kept(content)
    assert comment_of(new) == comment_of(content)


@given(PACKAGES, st.data())
def test_any_package_with_any_changes(parts: list[Part], data: st.DataObject):
    names = st.sampled_from([part.name for part in parts] or ["none"])
    dropped = data.draw(st.sets(names))
    written = data.draw(st.dictionaries(names | st.just("new.bin"), st.binary(max_size=50)))
    written = {name: content for name, content in written.items() if not name.lower().endswith(".xml")}
    old = kept(zipped(*parts))
    new = {part.name: part for part in kept(rewritten(zipped(*parts), Changes(written, dropped)))}
    assert list(new) == [
        *(part.name for part in old if part.name in written or part.name not in dropped),
        *(name for name in written if name not in {part.name for part in old}),
    ]
    assert all(new[part.name] == part for part in old if part.name not in {*written, *dropped})


def test_the_check_unpacks_no_untouched_part(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> bytes:
        raise AssertionError("unpacked")

    monkeypatch.setattr(Package, "content", refuse)
    rewritten(zipped(A, B, C))
