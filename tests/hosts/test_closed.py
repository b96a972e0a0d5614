"""The closed file at both ends: what is read of a saved workbook, what is refused, how a file is written."""

import os
import stat
import struct
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from scorecard_xl.errors import ScorecardError
from scorecard_xl.grids import as_text
from scorecard_xl.hosts import package_cells
from scorecard_xl.hosts.base import Rendered
from scorecard_xl.hosts.closed import ClosedFile
from scorecard_xl.package import opening, parts
from scorecard_xl.package.opening import COMPOUND_FILE


def small_workbook() -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Measures")
        sheet.write_row("A1", ["Ref", "Measure"])
        sheet.write_row("A2", [1, "Visits"])
        sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
        book.add_chartsheet("Chart")
        book.add_worksheet("Results").write_row("B3", ["Ref", "Value"])
    return buffer.getvalue()


WORKBOOK = small_workbook()


def with_parts(path: Path, **changes: bytes | None) -> Path:
    """The small workbook with parts replaced, or left out for None; `__` in a name is "/"."""
    replaced = {name.replace("__", "/"): content for name, content in changes.items()}
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = replaced.get(name.removesuffix(".xml"), old.read(name))
            if content is not None:
                new.writestr(name, content)
    return path


def read_all(path: Path) -> None:
    sheets = ClosedFile(path).read_sheets()
    for name in sheets.sheet_names:
        sheets.grid(name)


# ---- reading -----------------------------------------------------------------------------------


def test_worksheets_in_order_without_charts(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(WORKBOOK)
    sheets = ClosedFile(path).read_sheets()
    assert (sheets.name, list(sheets.sheet_names)) == ("book.xlsx", ["Measures", "Results"])
    assert (sheets.grid("Results").first_row, sheets.grid("Results").first_column) == (3, 2)
    assert sheets.grid("Measures") is sheets.grid("Measures")


def test_values_come_as_typed(tmp_path: Path):
    path = tmp_path / "values.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Results"
    sheet.append([1, 1.5, "1", True, datetime(2015, 2, 28), " CS-04 ", None, "=1"])
    book.save(path)
    row = ClosedFile(path).read_sheets().grid("Results").rows[0]
    assert [as_text(value) for value in row[:6]] == ["1", "1.5", "1", "TRUE", "28/02/2015", "CS-04"]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_of_both_epochs(tmp_path: Path, epoch_1904: bool):
    path = tmp_path / "dates.xlsx"
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append([date(2015, 2, 28)])
    book.save(path)
    value = ClosedFile(path).read_sheets().grid("Sheet").rows[0][0]
    assert as_text(value) == "28/02/2015"


def test_an_empty_sheet_is_an_empty_grid(tmp_path: Path):
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Measures")
    assert list(ClosedFile(path).read_sheets().grid("Measures").rows) == []


# ---- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty (0 bytes)"),
        (COMPOUND_FILE + b"\0" * 504, "is password-protected or in the old .xls format"),
        (b"Ref,Measure\n1,Visits\n", "is not an Excel workbook"),
        (b"%PDF-1.7", "is not an Excel workbook"),
        (b"PK\x03\x04 and no more", "seems damaged"),
        (WORKBOOK[: len(WORKBOOK) // 2], "seems damaged"),
        (WORKBOOK[:-30], "seems damaged"),
    ],
    ids=["0 bytes", "xls", "csv", "pdf", "zip signature alone", "half", "end missing"],
)
def test_files_that_are_no_workbook(tmp_path: Path, content: bytes, sentence: str):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(ScorecardError, match=r"book\.xlsx") as problem:
        read_all(path)
    assert sentence in str(problem.value)
    assert "\n" not in str(problem.value)


def test_other_zip_files_are_no_workbooks(tmp_path: Path):
    letter = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(letter, "w") as zipped:
        zipped.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        zipped.writestr("word/document.xml", "<document/>")
    photos = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(photos, "w") as zipped:
        zipped.writestr("one.jpg", b"...")
    for path in (letter, photos):
        with pytest.raises(ScorecardError, match=f"{path.name} is not an .xlsx or .xlsm workbook"):
            read_all(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"xl__workbook": b"<workbook"},
        {"xl__worksheets__sheet1": b"<worksheet><sheetData><row"},
        {"xl__worksheets__sheet1": None},
        {"xl__worksheets__sheet1": b""},
        {"xl__styles": b"<styleSheet><cellXfs><xf numFmtId='nine'/></cellXfs></styleSheet>"},
        {"xl__sharedStrings": b"<sst/>"},
        {"xl___rels__workbook.xml.rels": b"<Relationships>"},
    ],
)
def test_damaged_parts_are_one_sentence(tmp_path: Path, changes: dict[str, bytes | None]):
    with pytest.raises(ScorecardError, match="seems damaged"):
        read_all(with_parts(tmp_path / "book.xlsx", **changes))


def test_a_missing_file_and_a_folder(tmp_path: Path):
    with pytest.raises(ScorecardError, match="There is no file"):
        read_all(tmp_path / "none.xlsx")
    with pytest.raises(ScorecardError, match="is a folder"):
        read_all(tmp_path)
    with pytest.raises(ScorecardError, match="can't be opened"):
        read_all(tmp_path / ("x" * 300 + ".xlsx"))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "book.xlsx"
    path.write_bytes(WORKBOOK)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ScorecardError, match="can't be opened: Permission denied"):
        read_all(path)


def test_a_package_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parts, "MOST_BYTES_UNPACKED", 2_000_000)
    path = with_parts(tmp_path / "bomb.xlsx", docProps__app=b" " * 2_000_000)
    with pytest.raises(ScorecardError, match=r"bomb\.xlsx unpacks to more than 2 MB"):
        read_all(path)
    monkeypatch.setattr(parts, "MOST_BYTES_UNPACKED", 3_000_000)
    read_all(path)


@pytest.mark.parametrize(
    "part", ["xl__workbook", "xl__styles", "xl__worksheets__sheet1", "xl___rels__workbook.xml.rels"]
)
def test_a_document_type_definition_is_refused(tmp_path: Path, part: str):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(ScorecardError, match="document type definition"):
        read_all(with_parts(tmp_path / "dtd.xlsx", **{part: bomb}))


@given(st.data())
def test_no_damage_shows_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    content = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])
    try:
        read_all(path)
    except ScorecardError as problem:
        assert str(problem).endswith(".")


@given(st.data())
def test_no_damaged_part_shows_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    part = data.draw(
        st.sampled_from(["xl/workbook", "xl/styles", "xl/worksheets/sheet1", "xl/sharedStrings"])
    )
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as package:
        content = bytearray(package.read(part + ".xml"))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b'<>/"=0A& '))
    path = with_parts(
        tmp_path_factory.getbasetemp() / "parts.xlsx", **{part.replace("/", "__"): bytes(content)}
    )
    try:
        read_all(path)
    except ScorecardError as problem:
        assert str(problem).endswith(".")


def test_a_size_that_lies_is_damage(tmp_path: Path):
    content = bytearray(WORKBOOK)
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46  # its entry in the list at the end
    content[at + 24 : at + 28] = struct.pack("<I", 1)  # what it says to be when unpacked
    path = tmp_path / "lies.xlsx"
    path.write_bytes(content)
    with pytest.raises(ScorecardError):
        read_all(path)


# ---- delivering --------------------------------------------------------------------------------


def test_delivery_is_whole_and_says_where(tmp_path: Path):
    workbook, output = tmp_path / "book.xlsx", tmp_path / "new.xlsx"
    workbook.write_bytes(WORKBOOK)
    output.write_bytes(b"old")
    assert ClosedFile(workbook, output).deliver(Rendered(b"new", {})) == f"Written: {output}"
    assert output.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.xlsx", "new.xlsx"]
    assert stat.S_IMODE(output.stat().st_mode) & 0o400


# ---- files of odd sorts ------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "book.xlsx")
    with pytest.raises(ScorecardError, match=r"book\.xlsx is not a file: name the workbook itself\."):
        read_all(tmp_path / "book.xlsx")


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_a_file_larger_than_any_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, refused: bool
):
    monkeypatch.setattr(opening, "MOST_BYTES_PACKED", len(WORKBOOK) - more)
    path = tmp_path / "book.xlsx"
    path.write_bytes(WORKBOOK)
    if refused:
        with pytest.raises(ScorecardError, match=r"book\.xlsx is larger than 0 MB"):
            read_all(path)
    else:
        read_all(path)


@pytest.mark.parametrize("name", ["my scorecard.xlsx", "Übersicht 表 ☺.xlsx", "x" * 200 + ".xlsx", "-.xlsx"])
def test_names_of_every_sort(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(WORKBOOK)
    assert ClosedFile(tmp_path / name).read_sheets().name == name


@pytest.mark.parametrize("then", ["removed", "replaced", "emptied"])
def test_a_workbook_that_changes_while_it_is_read(tmp_path: Path, then: str):
    path = tmp_path / "book.xlsx"
    path.write_bytes(WORKBOOK)
    sheets = ClosedFile(path).read_sheets()
    path.unlink()
    if then != "removed":
        path.write_bytes(b"" if then == "emptied" else b"something else")
    assert sheets.grid("Measures").rows[1][1] == "Visits"


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_download_cut_off_anywhere(tmp_path: Path, cut: int):
    path = tmp_path / "book.xlsx"
    path.write_bytes(WORKBOOK[: len(WORKBOOK) * cut // 20])
    with pytest.raises(ScorecardError, match="seems damaged"):
        read_all(path)


class PanicException(BaseException):
    """As calamine raises it: no Exception, and of a class that can't be imported."""


@pytest.mark.parametrize("problem", [PanicException("index out of bounds"), OverflowError("too large")])
def test_a_fault_of_the_reader_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: BaseException
):
    def panic(*_: object) -> None:
        raise problem

    path = tmp_path / "book.xlsx"
    path.write_bytes(WORKBOOK)
    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", panic, raising=False)
    monkeypatch.setattr(package_cells, "refuse_what_is_too_wide", panic)
    with pytest.raises(ScorecardError, match="seems damaged"):
        read_all(path)


def test_stopping_is_not_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "book.xlsx"
    path.write_bytes(WORKBOOK)
    monkeypatch.setattr(package_cells, "refuse_what_is_too_wide", stop)
    with pytest.raises(KeyboardInterrupt):
        read_all(path)


def test_a_totals_row_is_blank(tmp_path: Path):
    path = tmp_path / "totals.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Results")
        columns = [{"header": "Ref", "total_string": "Total"}, {"header": "Value", "total_function": "sum"}]
        data = [[1, 90], [2, 80]]
        sheet.add_table(2, 1, 5, 2, {"columns": columns, "data": data, "total_row": True})
        sheet.write("B8", "below")
    grid = ClosedFile(path).read_sheets().grid("Results")
    assert grid.totals == {6}
    assert [list(row) for row in grid.rows] == [
        ["Ref", "Value"],
        [1.0, 90.0],
        [2.0, 80.0],
        ["", ""],
        ["", ""],
        ["below", ""],
    ]
    assert not grid.broken
