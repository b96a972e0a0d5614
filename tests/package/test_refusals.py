"""Workbooks that our tabs can't go into: each made, each with its sentence; and those that must work."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
import xlsxwriter

from scorecard_xl.errors import ScorecardError
from scorecard_xl.package import parts, refusals
from scorecard_xl.package.opening import COMPOUND_FILE, explained, refuse_what_is_no_workbook
from scorecard_xl.package.parts import Package
from scorecard_xl.package.refusals import refuse_what_cannot_be_kept
from tools.fuzz import is_a_sentence
from tools.required import shared
from tools.zips import STORED, Part, corpus, zipped

TYPES, RELS = "[Content_Types].xml", "_rels/.rels"
BOOK, BOOK_RELS, SHEET = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OF_PACKAGES = b"http://schemas.openxmlformats.org/package/2006/relationships"


def small_workbook() -> list[Part]:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Notes").write("A1", "the officer's")
    with zipfile.ZipFile(buffer) as package:
        return [Part(name, package.read(name)) for name in package.namelist()]


PARTS = small_workbook()


def with_part(name: str, change: Callable[[bytes], bytes] | bytes) -> list[Part]:
    """The workbook with a part's content changed, or with a new part."""
    if isinstance(change, bytes):
        return [part for part in PARTS if part.name != name] + [Part(name, change)]
    assert any(part.name == name and change(part.content) != part.content for part in PARTS)
    return [replace(part, content=change(part.content)) if part.name == name else part for part in PARTS]


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old, new)


def related(kind: bytes) -> Callable[[bytes], bytes]:
    """Add a relationship of a type."""
    end = b"</Relationships>"
    return swap(end, b'<Relationship Id="x" Type="' + kind + b'" Target="x.xml"/>' + end)


def refused(parts: list[Part], **more: bytes) -> str:
    content = zipped(*parts, **more)  # type: ignore[arg-type]
    with pytest.raises(ScorecardError) as problem, explained("book.xlsx"):
        refuse_what_cannot_be_kept(Package("book.xlsx", BytesIO(content)))
    is_a_sentence(problem.value)
    assert str(problem.value).startswith("book.xlsx ")
    assert "\n" not in str(problem.value)
    return str(problem.value)


def renamed(old: str, new: str) -> list[Part]:
    return [replace(part, name=new) if part.name == old else part for part in PARTS]


def without(name: str) -> list[Part]:
    return [part for part in PARTS if part.name != name]


def of_type(kind: bytes) -> list[Part]:
    return with_part(TYPES, swap(MAIN, kind))


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        pytest.param(
            with_part(BOOK, swap(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                                 b"http://purl.oclc.org/ooxml/spreadsheetml/main")),
            'is saved as Strict Open XML Spreadsheet: save it in Excel as "Excel Workbook (*.xlsx)"',
            id="strict",
        ),
        pytest.param(
            of_type(b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
            "is a binary workbook (.xlsb): save it in Excel as .xlsx or .xlsm",
            id="xlsb",
        ),
        pytest.param(
            of_type(MAIN.replace(b"sheet.main", b"template.main")), "is a template: save it", id="xltx"
        ),
        pytest.param(
            of_type(b"application/vnd.ms-excel.template.macroEnabled.main+xml"), "is a template", id="xltm"
        ),
        pytest.param(
            of_type(b"application/vnd.ms-excel.addin.macroEnabled.main+xml"),
            "is not an .xlsx or .xlsm workbook: save it in Excel as .xlsx",
            id="xlam",
        ),
        pytest.param(
            with_part(BOOK_RELS, related(OFFICE + b"/revisionHeaders")),
            "is a shared workbook",
            id="shared by relationship",
        ),
        pytest.param(with_part(BOOK_RELS, related(OFFICE + b"/usernames")), "is a shared", id="users"),
        pytest.param(
            with_part("xl/revisions/revisionHeaders.xml", b"<headers/>"),
            "stop sharing it in Excel",
            id="shared by part",
        ),
        pytest.param(
            with_part(RELS, related(OF_PACKAGES + b"/digital-signature/origin")),
            "is digitally signed",
            id="signed by relationship",
        ),
        pytest.param(
            with_part("_xmlsignatures/sig1.xml", b"<Signature/>"),
            "remove the signature in Excel",
            id="signed by part",
        ),
        pytest.param([*PARTS, PARTS[2]], "holds a part twice", id="twice"),
        pytest.param([*PARTS, Part("XL/Workbook.XML", b"<x/>")], "holds a part twice", id="in capitals"),
        pytest.param(
            renamed(SHEET, SHEET.replace("/", "\\")), "names its parts with backslashes", id="backslashes"
        ),
        pytest.param(without(TYPES), "[Content_Types].xml or _rels/.rels is missing", id="no types"),
        pytest.param(without(RELS), "[Content_Types].xml or _rels/.rels is missing", id="no relationships"),
        pytest.param(
            with_part(TYPES, swap(b'"/xl/workbook.xml"', b'"/xl/elsewhere.bin"')),
            "is not an .xlsx or .xlsm workbook",
            id="type of XML only",
        ),
        pytest.param(
            with_part(TYPES, b"<Types/>"), "does not say of what kind its workbook is", id="no type at all"
        ),
        pytest.param(without(BOOK), "is not an .xlsx or .xlsm workbook", id="no workbook"),
        pytest.param(
            with_part(RELS, swap(b"/officeDocument\"", b"/other\"")),
            "is not an .xlsx or .xlsm workbook",
            id="another document",
        ),
        *(
            pytest.param(with_part(name, DTD), "holds a document type definition", id=f"DTD in {name}")
            for name in (*(part.name for part in PARTS), "xl/drawings/vmlDrawing1.vml", "customXml/item1.xml")
        ),
        pytest.param(
            with_part("customXml/item1.xml", DTD.decode().encode("utf-16")),
            "holds a document type definition",
            id="DTD in UTF-16",
        ),
        pytest.param(
            with_part("customXml/item1.xml", DTD.decode().encode("utf-16-be")),
            "holds a document type definition",
            id="DTD in UTF-16 without its mark",
        ),
        pytest.param(
            with_part("customXml/item1.xml", b"\xef\xbb\xbf<!-- " + b"x" * 9999 + b" -->\n" + DTD[21:]),
            "holds a document type definition",
            id="DTD behind a long comment",
        ),
        pytest.param(
            with_part("customXml/item1.xml", b"<!--" + bytes(range(32, 127)) * 9999 + b"--><a/>"),
            "seems damaged",
            id="nothing but a comment",
        ),
        *(
            pytest.param(
                with_part(BOOK, swap(b"<bookViews>", b"<workbookProtection " + said + b"/><bookViews>")),
                "has a protected structure",
                id=said.decode(),
            )
            for said in (b'lockStructure="1"', b'workbookPassword="CC1A" lockStructure="true"')
        ),
        pytest.param([replace(PARTS[0], flags=1), *PARTS[1:]], "is encrypted as a zip file", id="encrypted"),
        pytest.param(
            [*PARTS, Part("x.bin", b"x", method=12)], "is packed in a way that Excel does not", id="bzip2"
        ),
        pytest.param(
            [*PARTS, Part("x.bin", bytes(12_000_000))],
            "unpacks to more than 500 times its size",
            id="bomb",
        ),
        pytest.param([*PARTS, Part("x.bin", size=1_500_000_001)], "unpacks to more than 1500 MB", id="huge"),
        pytest.param([*PARTS, Part("x.bin", b"x", at=0)], "seems damaged", id="overlapping"),
        pytest.param([*PARTS, Part("x.bin", b"x", local_name=b"y.bin")], "seems damaged", id="two names"),
        pytest.param(with_part(BOOK, b"<workbook"), "seems damaged", id="broken XML"),
    ],
)  # fmt: skip
def test_each_refusal_has_its_sentence(parts: list[Part], sentence: str):
    assert sentence in refused(parts)


def test_the_way_round_is_named():
    assert refused(with_part("_xmlsignatures/sig1.xml", b"<Signature/>")).endswith(
        "or use --output NEW.xlsx for a scorecard in a file of its own."
    )


@pytest.mark.parametrize(("more", "is_refused"), [(0, False), (1, True)])
def test_times_unpacked(monkeypatch: pytest.MonkeyPatch, more: int, is_refused: bool):
    content = zipped(*PARTS, Part("x.bin", bytes(100_000)))
    entry = Package("book.xlsx", BytesIO(content)).entries[-1]
    monkeypatch.setattr(refusals, "UNPACKED_AT_LEAST", 99_999 + (1 - more))
    monkeypatch.setattr(refusals, "MOST_TIMES_UNPACKED", entry.file_size // entry.compress_size)
    if is_refused:
        refused([*PARTS, Part("x.bin", bytes(100_000))])
    else:
        refuse_what_cannot_be_kept(Package("book.xlsx", BytesIO(content)))


@pytest.mark.parametrize(("most", "is_refused"), [(len(PARTS), False), (len(PARTS) - 1, True)])
@pytest.mark.parametrize("zip64_end", [False, True])
def test_more_parts_than_any_workbook(
    monkeypatch: pytest.MonkeyPatch, most: int, is_refused: bool, zip64_end: bool
):
    monkeypatch.setattr(parts, "MOST_PARTS", most)
    content = zipped(*PARTS, zip64_end=zip64_end)
    if is_refused:
        with pytest.raises(ScorecardError, match=f"holds more than {most} parts"):
            Package("book.xlsx", BytesIO(content))
    else:
        Package("book.xlsx", BytesIO(content))


def test_a_list_too_long_to_be_true_is_not_read():
    class Watched(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is None or size < 7_000_000
            return super().read(size)

    for zip64_end in (False, True):
        content = bytearray(zipped(*PARTS, zip64_end=zip64_end) + b"")
        at = content.rindex(b"PK\x06\x06") + 40 if zip64_end else content.rindex(b"PK\x05\x06") + 12
        size = 8_000_000
        content[at : at + 4] = size.to_bytes(4, "little")
        with pytest.raises(ScorecardError, match="holds more than 20,000 parts"):
            Package("book.xlsx", Watched(bytes(size) + content))


# ---- what opens ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "size", "sentence"),
    [
        (b"", 0, "is empty (0 bytes)"),
        (COMPOUND_FILE, 512, "is password-protected or in the old .xls format"),
        (b"Ref,Meas", 20, "is not an Excel workbook"),
        (b"PK\x03\x04\0\0\0\0", 300_000_001, "is larger than 300 MB"),
        (b"PK\x03\x04\0\0\0\0", 300_000_000, ""),
    ],
)
def test_the_first_bytes(start: bytes, size: int, sentence: str):
    if not sentence:
        refuse_what_is_no_workbook("book.xlsx", start, size)
        return
    with pytest.raises(ScorecardError) as problem:
        refuse_what_is_no_workbook("book.xlsx", start, size)
    is_a_sentence(problem.value)
    assert sentence in str(problem.value)


# ---- what must work -----------------------------------------------------------------------------

VBA = b"application/vnd.ms-office.vbaProjectSignature"
SIGNED_VBA = [
    *with_part(BOOK_RELS, related(b"http://schemas.microsoft.com/office/2006/relationships/vbaProject")),
    Part("xl/vbaProject.bin", b"\xd0\xcf"),
    Part("xl/vbaProjectSignature.bin", b"\0"),
]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(PARTS, id="plain"),
        pytest.param(SIGNED_VBA, id="signed macros"),
        pytest.param(of_type(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"), id="xlsm"),
        pytest.param(
            with_part(
                BOOK,
                swap(
                    b"<bookViews>",
                    b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                    b'<mc:Choice Requires="x15"/></mc:AlternateContent><bookViews>',
                ),
            ),
            id="alternate content",
        ),
        pytest.param(
            with_part(RELS, swap(b'"xl/workbook.xml"', b'"/xl/workbook.xml"')), id="absolute target"
        ),
        pytest.param(
            [
                replace(part, name="workbook.xml", content=part.content)
                if part.name == BOOK
                else replace(
                    part,
                    content=part.content.replace(b'"xl/workbook.xml"', b'"workbook.xml"').replace(
                        b'"/xl/workbook.xml"', b'"/workbook.xml"'
                    ),
                )
                for part in PARTS
                if part.name != BOOK_RELS
            ],
            id="at the root",
        ),
        pytest.param(
            with_part(
                BOOK,
                b'<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b'<x:workbookProtection lockStructure="0" lockWindows="1"/></x:workbook>',
            ),
            id="prefixes",
        ),
        pytest.param(with_part("customUI/customUI14.xml", b"<customUI/>"), id="ribbon"),
        pytest.param(with_part("customXml/item1.xml", "<a>ü</a>".encode("utf-16")), id="UTF-16"),
        pytest.param(with_part("xl/media/image1.svg", b"<!DOCTYPE svg><svg/>"), id="a picture with a DTD"),
        pytest.param(with_part("docProps/x.xml", b"<a><![CDATA[<!DOCTYPE]]></a>"), id="no DTD"),
        pytest.param(with_part("docProps/x.xml", b""), id="empty part"),
        pytest.param([replace(part, streamed=True) for part in PARTS], id="streamed"),
        pytest.param([replace(part, zip64=True) for part in PARTS], id="zip64"),
        pytest.param([replace(part, method=STORED) for part in PARTS], id="stored"),
        pytest.param([*PARTS, Part("xl/", method=STORED, external=16)], id="folders"),
        pytest.param(
            [replace(part, content=part.content.replace(b'"rId', b'"R-9.')) for part in PARTS], id="odd ids"
        ),
        pytest.param([replace(part, name=part.name.upper()) for part in PARTS], id="upper case"),
    ],
)
def test_what_must_work(parts: list[Part]):
    for more in ({}, {"comment": b"a comment"}, {"before": b"PK\x03\x04 junk"}):
        content = zipped(*parts, **more)  # type: ignore[arg-type]
        refuse_what_cannot_be_kept(Package("book.xlsx", BytesIO(content)))


@pytest.mark.shared
def test_of_the_real_workbooks_one_is_refused():
    sentences = {}
    for path in corpus(shared()):
        with path.open("rb") as file:
            try:
                refuse_what_cannot_be_kept(Package(path.name, file))
            except ScorecardError as refusal:
                sentences[path.name] = str(refusal)
    assert list(sentences) == ["poi__test-data~spreadsheet~49609.xlsx"]
    assert "names its parts with backslashes" in next(iter(sentences.values()))
