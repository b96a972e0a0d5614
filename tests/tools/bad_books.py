"""Every sort of bad input, each made here: `CASES` says by name how a workbook of its sort is written.

The names are those of docs/bad_input.md, which says what comes of each; tests/test_bad_input_list.py
holds the two against each other.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

MEASURES: list[list[Any]] = [["Ref", "Measure", "Polarity", "Unit", "Target"], [1, "Visits", "High", "%", 90]]
RESULTS: list[list[Any]] = [["Ref", "Period", "Value"], [1, "Jan 2015", 92], [1, "Feb 2015", 95]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
MEASURES_PART, RESULTS_PART = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"

Make = Callable[[Path], None]
CASES: dict[str, Make] = {}


def case(name: str) -> Callable[[Make], Make]:
    def keep(make: Make) -> Make:
        assert name not in CASES, name
        CASES[name] = make
        return make

    return keep


def sheets(
    measures: Any = None, results: Any = None, **others: list[list[Any]]
) -> dict[str, list[list[Any]]]:
    return {"Measures": measures or MEASURES, "Results": results or RESULTS, **others}


def write(path: Path | BytesIO, content: Mapping[str, list[list[Any]]]) -> None:
    """A workbook of these sheets, with texts as texts."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        clock = book.add_format({"num_format": "[h]:mm:ss"})
        for name, rows in content.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, day)
                    elif isinstance(cell, time | timedelta):
                        sheet.write_datetime(r, c, cell, clock)
                    elif isinstance(cell, str) and cell.startswith("#") and cell[1:2].isupper():
                        sheet.write_formula(r, c, "=1/0", None, cell)
                    elif isinstance(cell, str) and cell == "NEVER":
                        sheet.write_formula(r, c, "=40+2", None, "")
                    else:
                        sheet.write(r, c, cell)


def saved(content: Mapping[str, list[list[Any]]] | None = None) -> bytes:
    buffer = BytesIO()
    write(buffer, content or sheets())
    return buffer.getvalue()


def edited(path: Path, content: bytes | None = None, **_: Any) -> "Editor":
    return Editor(path, content or saved())


class Editor:
    """A saved workbook whose parts are changed: `edited(path).replace(part, old, new).save()`."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        with zipfile.ZipFile(BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}

    def replace(self, part: str, old: bytes, new: bytes) -> "Editor":
        assert old in self.parts[part], self.parts[part][:2000]
        self.parts[part] = self.parts[part].replace(old, new)
        return self

    def put(self, part: str, content: bytes) -> "Editor":
        self.parts[part] = content
        return self

    def save(self) -> None:
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(name, content)


def rows_of(name: str, make: Callable[[], dict[str, list[list[Any]]]]) -> None:
    """A case that is nothing but rows."""
    case(name)(lambda path: write(path, make()))


def results(*rows: list[Any], header: list[Any] | None = None) -> Callable[[], dict[str, list[list[Any]]]]:
    return lambda: sheets(results=[header or RESULTS[0], *RESULTS[1:], *rows])


def measures(**columns: Any) -> Callable[[], dict[str, list[list[Any]]]]:
    row = dict(zip(MEASURES[0], MEASURES[1], strict=True))
    row |= {name.replace("_", " "): value for name, value in columns.items()}
    return lambda: sheets(measures=[list(row), list(row.values())])


# ---- figures and words -------------------------------------------------------------------------

FIGURES = ["Ref", "Period", "Value", "Numerator", "Denominator"]
rows_of("A numerator over a zero denominator", results([1, "Mar 2015", "", 3, 0], header=FIGURES))
rows_of("Zero of zero", results([1, "Mar 2015", "", 0, 0], header=FIGURES))
rows_of("A numerator without its denominator", results([1, "Mar 2015", "", 3, ""], header=FIGURES))
rows_of("A range upside down", measures(Target="", Range_low=98, Range_high=90))
rows_of("A target in words", measures(Target="better than last year"))
rows_of(
    "A ref that Excel turned into a date",
    lambda: sheets(results=[*RESULTS, [date(2015, 3, 1), "Feb 2015", 3]]),
)
rows_of("A date in a column of figures", results([1, "Mar 2015", date(2015, 3, 31)]))
rows_of("A time in a column of figures", results([1, "Mar 2015", time(12, 30)]))
rows_of("A duration in a column of figures", results([1, "Mar 2015", timedelta(hours=30)]))
rows_of("TRUE in a column of figures", results([1, "Mar 2015", True]))
rows_of("An error in a column of figures", results([1, "Mar 2015", "#DIV/0!"]))
rows_of("A formula that was never calculated", results([1, "Mar 2015", "NEVER"]))
rows_of("An error as a ref", lambda: sheets(results=[*RESULTS, ["#REF!", "Mar 2015", 3]]))
rows_of("An error as a period", results([1, "#VALUE!", 3]))
rows_of("An error as a measure's name", measures(Measure="#NAME?"))
rows_of("An error as a measure's ref", lambda: sheets(measures=[*MEASURES, ["#REF!", "Plans", "", "", ""]]))
rows_of("An error as a target", measures(Target="#N/A"))
rows_of("An error as a polarity", measures(Polarity="#N/A"))
rows_of("Errors in every cell of Measures", lambda: sheets(measures=[MEASURES[0], ["#N/A"] * 5]))
rows_of("Errors in every cell of Results", lambda: sheets(results=[RESULTS[0], ["#N/A"] * 3]))
rows_of("Errors in the headers", lambda: sheets(results=[["Ref", "Period", "#REF!"], *RESULTS[1:]]))
rows_of("A figure as long as no figure is", results([1, "Mar 2015", 1e300]))
rows_of("The letter of a number in other digits", results([1, "Mar 2015", "٤٢"]))
rows_of("Text that begins with =", lambda: sheets(measures=[MEASURES[0], [1, "=1+1", "High", "%", 90]]))
rows_of("A figure with an apostrophe before it", results([1, "Mar 2015", "'96"]))


@case("Booleans, rich text and inline strings")
def _(path: Path) -> None:
    sheet = edited(path)
    sheet.put(RESULTS_PART, (
        f'<worksheet xmlns="{MAIN}"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Ref</t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t>Per</t></r><r><rPr><b/></rPr><t>iod</t></r></is></c>'
        '<c r="C1" t="str"><f>"Val"&amp;"ue"</f><v>Value</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Jan 2015</t></is></c>'
        '<c r="C2"><v>92</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3" t="inlineStr"><is><t>Feb 2015</t></is></c>'
        '<c r="C3" t="b"><v>1</v></c></row>'
        "</sheetData></worksheet>").encode()).save()  # fmt: skip


@case("A text of 40,000 letters")
def _(path: Path) -> None:
    content = saved(measures(Definition="much to say")())
    edited(path, content).replace(STRINGS, b"much to say", b"x" * 40_000).save()


@case("A number stored as text behind a leading apostrophe")
def _(path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets(results=[RESULTS[0], ["1", "Jan 2015", "92"], ["1", "Feb 2015", "95"]]).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for row in book["Results"].iter_rows(min_row=2):
        for cell in row:
            cell.quotePrefix = True
    book.save(path)


@case("Control characters, halves of characters, right-to-left and emoji text")
def _(path: Path) -> None:
    content = saved(sheets(measures=[MEASURES[0], [1, "Visits \u202eمرحبا 👨‍👩‍👧", "High", "%", 90]]))
    # As Excel itself writes what XML can't hold.
    edited(path, content).replace(STRINGS, b"Visits", b"Vis_x0008_its_xD800_").save()


@case("Shared and array formulas with values")
def _(path: Path) -> None:
    edit = edited(path)
    edit.replace(
        RESULTS_PART,
        b'<c r="C2"><v>92</v></c>',
        b'<c r="C2"><f t="shared" ref="C2:C3" si="0">40+52</f><v>92</v></c>',
    )
    edit.replace(RESULTS_PART, b'<c r="C3"><v>95</v></c>', b'<c r="C3"><f t="shared" si="0"/><v>95</v></c>')
    edit.replace(
        MEASURES_PART, b'<c r="E2"><v>90</v></c>', b'<c r="E2"><f t="array" ref="E2">SUM(90)</f><v>90</v></c>'
    ).save()


@case("A shared formula without values")
def _(path: Path) -> None:
    edit = edited(path)
    edit.replace(RESULTS_PART, b'<c r="C3"><v>95</v></c>', b'<c r="C3"><f t="shared" si="0"/></c>').save()


@case("Dates counted from 1904")
def _(path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for name, rows in sheets(
        results=[RESULTS[0], [1, date(2015, 1, 31), 92], [1, date(2015, 2, 28), 95]]
    ).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


# ---- sheets and headers ------------------------------------------------------------------------

rows_of("No sheet of measures", lambda: {"Notes": [["x"]], "Results": RESULTS})
rows_of("No sheet of results", lambda: {"Measures": MEASURES})
rows_of("An empty sheet", lambda: {"Measures": MEASURES, "Results": []})
rows_of("Only a header", lambda: {"Measures": MEASURES, "Results": RESULTS[:1]})
rows_of(
    "The same header twice",
    lambda: sheets(results=[["Ref", "Period", "Value", "value"], [1, "Feb 2015", 3, 4]]),
)
rows_of(
    "Two aliases of one header",
    lambda: sheets(results=[["Ref", "Period", "Result", "Actual"], [1, "Feb 2015", 3, 4]]),
)
rows_of(
    "Two header rows",
    lambda: sheets(results=[["Ref", "2014-15", ""], ["", "Jan 2015", "Feb 2015"], [1, 92, 95]]),
)
rows_of(
    "Blank columns between",
    lambda: sheets(results=[["Ref", "", "Period", "", "", "Value"], [1, "", "Feb 2015", "", "", 95]]),
)
rows_of(
    "300 columns", lambda: sheets(measures=[[*MEASURES[0], *(f"Own {n}" for n in range(295))], MEASURES[1]])
)
rows_of(
    "16,384 columns",
    lambda: sheets(measures=[[*MEASURES[0], *(f"Own {n}" for n in range(16_379))], MEASURES[1]]),
)
rows_of(
    "Sheet names with apostrophes and other alphabets",
    lambda: {"Measures": MEASURES, "Results": RESULTS, "Director's “list” 表": [["x"]]},
)


@case("Sheets whose names differ in case alone")
def _(path: Path) -> None:
    content = saved({**sheets(), "Data": [RESULTS[0], [1, "Feb 2015", 5]]})
    edited(path, content).replace(WORKBOOK, b'name="Data"', b'name="RESULTS"').save()


@case("Merged header cells")
def _(path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets(
        results=[["Ref", "2014-15", ""], ["", "Jan 2015", "Feb 2015"], [1, 92, 95]]
    ).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book["Results"].merge_cells("B1:C1")
    book["Results"].merge_cells("A1:A2")
    book["Results"]["A1"].alignment = Alignment(vertical="center")
    book.save(path)


def hiding(name: str) -> Callable[[Callable[[Any, Any], None]], None]:
    def keep(hide: Callable[[Any, Any], None]) -> None:
        def make(path: Path) -> None:
            with xlsxwriter.Workbook(path) as book:
                made = [book.add_worksheet(title) for title in ("Measures", "Results")]
                for sheet, rows in zip(made, (MEASURES, RESULTS), strict=True):
                    for number, row in enumerate(rows):
                        sheet.write_row(number, 0, row)
                hide(*made)

        case(name)(make)

    return keep


@hiding("A hidden row")
def _(_: Any, results: Any) -> None:
    results.set_row(1, None, None, {"hidden": True})


@hiding("A hidden column")
def _(_: Any, results: Any) -> None:
    results.set_column(2, 2, None, None, {"hidden": True})


@hiding("A hidden sheet")
def _(_: Any, results: Any) -> None:
    results.hide()


@hiding("A very hidden sheet")
def _(_: Any, results: Any) -> None:
    results.very_hidden()


@hiding("Rows hidden by a filter")
def _(_: Any, results: Any) -> None:
    results.autofilter(0, 0, 2, 2)
    results.filter_column(1, "x == Feb*")
    results.set_row(1, None, None, {"hidden": True})


@case("A table with a totals row")
def _(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        columns = [{"header": header} for header in MEASURES[0]]
        columns[0]["total_string"], columns[4]["total_function"] = "Total", "sum"
        options = {"columns": columns, "data": MEASURES[1:], "total_row": True}
        book.add_worksheet("Measures").add_table(0, 0, 2, 4, options)
        results = book.add_worksheet("Results")
        for number, row in enumerate(RESULTS):
            results.write_row(number, 0, row)


@case("A million empty rows with a format")
def _(path: Path) -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(4, 1_000_001))
    edited(path).replace(RESULTS_PART, b"</sheetData>", empty + b"</sheetData>").save()


@case("A cell that strayed to the sheet's last corner")
def _(path: Path) -> None:
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    edited(path).replace(RESULTS_PART, b"</sheetData>", stray).save()


@case("A sheet that says it is smaller than it is")
def _(path: Path) -> None:
    edited(path).replace(RESULTS_PART, b'<dimension ref="A1:C3"/>', b'<dimension ref="A1"/>').save()


@case("A sheet that says it is as large as can be")
def _(path: Path) -> None:
    edited(path).replace(
        RESULTS_PART, b'<dimension ref="A1:C3"/>', b'<dimension ref="A1:XFD1048576"/>'
    ).save()


# ---- files that are no workbook, or a damaged one ----------------------------------------------


def of_bytes(name: str, content: Callable[[], bytes]) -> None:
    case(name)(lambda path: (path.write_bytes(content()), None)[1])


def compound(stream: str) -> bytes:
    """The beginning of a compound file, whose directory names a stream."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + stream.encode("utf-16-le") + bytes(512)


of_bytes("A file of 0 bytes", lambda: b"")
of_bytes("A CSV file renamed", lambda: b"Ref,Period,Value\n1,Feb 2015,95\n")
of_bytes("A PDF renamed", lambda: b"%PDF-1.7\n")
of_bytes("A password-protected workbook", lambda: compound("EncryptedPackage"))
of_bytes("An old .xls workbook", lambda: compound("Workbook"))
of_bytes("A download cut off in the middle", lambda: saved()[: len(saved()) // 2])
of_bytes("A download cut off at the end", lambda: saved()[:-30])
of_bytes("A download cut off at once", lambda: saved()[:4])


@case("An .xlsb workbook")
def _(path: Path) -> None:
    edit = edited(path)
    edit.replace("_rels/.rels", b"xl/workbook.xml", b"xl/workbook.bin").put(
        "xl/workbook.bin", b"\x83\x01\0"
    ).save()


@case("An .ods workbook")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<office:document-content/>")


def of_type(name: str, kind: bytes) -> None:
    usual = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    case(name)(lambda path: edited(path).replace("[Content_Types].xml", usual, kind).save())


of_type(
    "A template (.xltx)", b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
)
of_type("An add-in (.xlam)", b"application/vnd.ms-excel.addin.macroEnabled.main+xml")


@case("A Strict Open XML workbook")
def _(path: Path) -> None:
    edit = edited(path)
    for part, content in edit.parts.items():
        strict = content.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        old, new = (
            b"http://schemas.openxmlformats.org/officeDocument/2006",
            b"http://purl.oclc.org/ooxml/officeDocument",
        )
        edit.put(part, strict.replace(old, new))
    dated = b'<c r="B3" t="d"><v>2015-02-28</v></c>'
    edit.parts[RESULTS_PART] = edit.parts[RESULTS_PART].replace(b'<c r="B3" t="s"><v>11</v></c>', dated)
    edit.save()


# ---- files made to do harm ---------------------------------------------------------------------


@dataclass(frozen=True)
class Packed:
    """An entry as it stands in the file; `size` and `crc` are what the package says of it."""

    raw: bytes
    size: int
    crc: int


def packed(content: bytes) -> Packed:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Packed(deflater.compress(content) + deflater.flush(), len(content), zlib.crc32(content))


def spaces(content: bytes, megabytes: int) -> bytes:
    """Deflate a part with so many megabytes of spaces before its end, without unpacking them first."""
    before, after = content.rsplit(b"</", 1)
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    start = deflater.compress(before) + deflater.flush(zlib.Z_FULL_FLUSH)
    million = deflater.compress(b" " * 1_000_000) + deflater.flush(zlib.Z_FULL_FLUSH)
    return start + million * megabytes + deflater.compress(b"</" + after) + deflater.flush()


def pack(path: Path, part: str, bomb: Packed) -> None:
    """Write a workbook with one part as given, true or not."""
    entries = {name: packed(content) for name, content in Editor(path, saved()).parts.items()} | {part: bomb}
    body, directory = b"", b""
    for name, entry in entries.items():
        told = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, entry.crc, len(entry.raw), entry.size)
        head = told + struct.pack("<HH", len(name), 0)
        place = struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += b"PK\x01\x02\x14\0" + head + place + name.encode()
        body += b"PK\x03\x04" + head + name.encode() + entry.raw
    count = len(entries)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\x05\x06" + end)


def saved_part(part: str) -> bytes:
    return Editor(Path(), saved()).parts[part]


def bomb(name: str, part: str, megabytes: int, told: int = 0) -> None:
    """A part that unpacks to so many megabytes, told to be `told` bytes that have the checksum told."""

    def make(path: Path) -> None:
        content = saved_part(part)
        size, crc = (told, zlib.crc32(content[:told])) if told else (megabytes * 1_000_000 + len(content), 0)
        pack(path, part, Packed(spaces(content, megabytes), size, crc))

    case(name)(make)


bomb("A zip bomb of 2 GB", RESULTS_PART, 2000)
bomb("One part of 450 MB", STRINGS, 450)
bomb("A zip bomb that says it is small", STRINGS, 2000, told=300)
bomb("A sheet that is a zip bomb and says it is small", RESULTS_PART, 2000, told=500)


@case("4 billion texts that are not there")
def _(path: Path) -> None:
    edited(path).replace(STRINGS, b'uniqueCount="', b'uniqueCount="4294967295').save()


@case("100,000 parts")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in Editor(path, saved()).parts.items():
            package.writestr(name, content)
        for number in range(100_000):
            package.writestr(f"xl/media/{number}.png", b"")


@case("A part that stands twice")
def _(path: Path) -> None:
    edit = edited(path)
    edit.put("XL/Worksheets/Sheet2.xml", edit.parts[RESULTS_PART]).save()


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b'<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)
for _part in (WORKBOOK, STYLES, STRINGS, RESULTS_PART, "_rels/.rels", "xl/_rels/workbook.xml.rels"):

    @case(f"A document type definition in {_part}")
    def _(path: Path, part: str = _part) -> None:
        edit = edited(path)
        head, end, rest = edit.parts[part].partition(b"?>")
        edit.put(part, head + end + LAUGHS + rest).save()


@case("A part in UTF-16")
def _(path: Path) -> None:
    edit = edited(path)
    edit.put(
        RESULTS_PART, edit.parts[RESULTS_PART].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    ).save()
