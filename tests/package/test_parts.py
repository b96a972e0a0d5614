"""What a package says of its parts."""

from io import BytesIO

import pytest

from scorecard_xl.package.parts import Package, Relationship
from tools.zips import STORED, Part, zipped

RELS = (
    b"<Relationships>"
    b'<Relationship Id="rId1" Type="t/sheet" Target="worksheets/sheet1.xml"/>'
    b'<Relationship Id="b" Type="t/styles" Target="/xl/styles.xml" TargetMode="Internal"/>'
    b'<Relationship Id="c" Type="t/theme" Target="../theme.xml"/>'
    b'<Relationship Id="d" Type="t/link" Target="file:///C:/other.xlsx" TargetMode="External"/>'
    b'<Relationship Id="e" Type="t/link" Target="../../up.xml" TargetMode="External"/>'
    b"</Relationships>"
)


def package(*parts: Part) -> Package:
    return Package("book.xlsx", BytesIO(zipped(*parts)))


def test_relationships_resolved_and_external_ones_marked():
    named = package(Part("xl/_rels/workbook.xml.rels", RELS))
    assert named.related("xl/workbook.xml") == [
        Relationship("rId1", "t/sheet", "worksheets/sheet1.xml", False, "xl/worksheets/sheet1.xml"),
        Relationship("b", "t/styles", "/xl/styles.xml", False, "xl/styles.xml"),
        Relationship("c", "t/theme", "../theme.xml", False, "theme.xml"),
        Relationship("d", "t/link", "file:///C:/other.xlsx", True, ""),
        Relationship("e", "t/link", "../../up.xml", True, ""),
    ]
    assert named.relationships("xl/workbook.xml")["c"] == ("t/theme", "theme.xml")
    with pytest.raises(KeyError):
        named.related("xl/other.xml")


def test_names_as_stored_and_in_order():
    parts = package(Part("B.xml", b"<b/>"), Part("xl/", method=STORED), Part("/a\\ü.xml", b"<a/>"))
    assert parts.names == ["B.xml", "xl/", "/a\\ü.xml"]
    assert [name in parts for name in ("b.XML", "/b.xml", "a/ü.xml", "c.xml")] == [True, True, True, False]
    assert parts.read("A/Ü.xml") == b"<a/>"


def test_content_of_any_sort():
    picture = bytes(range(256)) * 9
    parts = package(Part("a.png", picture), Part("b.png", picture, STORED))
    assert parts.content("a.png") == parts.content("B.PNG") == picture
    assert b"".join(parts.beginning("a.png")) == b"".join(parts.beginning("b.png")) == picture


def test_only_the_beginning_is_unpacked():
    parts = package(Part("a.xml", b"<a>" + bytes(50_000_000) + b"</a>"))
    assert len(next(parts.beginning("a.xml"))) < 2_000_000
