"""The helpers themselves: a check that cannot fail, or reads nothing, would make everything else green."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tools import golden, readers, validator, workbooks, xmlcompare
from tools.office import Office, OfficeError, pdf_to_png
from tools.required import need

ROWS = [["Ref", "Measure", "Value"], ["CS-04", "Care leavers ☺, in touch", "0.974"], [], ["", "", "12"]]


def workbook_bytes(value: float = 0.974) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Scorecard")
        sheet.write_row(0, 0, ROWS[0])
        sheet.write_row(1, 0, ROWS[1][:2])
        sheet.write_number(1, 2, value, book.add_format({"num_format": "0.0%"}))
        sheet.write_number(3, 2, 12)
        notes = book.add_worksheet("Data checks (edited 3-4)")
        notes.write(1, 1, "Amber", book.add_format({"num_format": '"▼ "@'}))
    return buffer.getvalue()


@pytest.fixture
def workbook(tmp_path) -> Path:
    path = tmp_path / "small workbook.xlsx"
    path.write_bytes(workbook_bytes())
    return path


def with_part(package: bytes, name: str, old: str, new: str) -> bytes:
    """The package with `old` in one part replaced by `new`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(entry, content)
    return buffer.getvalue()


# ---- the validator

BROKEN = {
    "unknown element": ("xl/worksheets/sheet1.xml", "<sheetData>", "<sheetDate/><sheetData>"),
    "style that is not there": ("xl/worksheets/sheet1.xml", 's="1"', 's="-7"'),
    "sheet whose part is not there": ("xl/workbook.xml", 'r:id="rId1"', 'r:id="rId99"'),
}


@pytest.mark.validator
def test_the_validator_tells_broken_from_sound_workbooks(workbook, tmp_path):
    need("validator")
    broken = []
    for fault, change in BROKEN.items():
        path = tmp_path / f"{fault}.xlsx"
        path.write_bytes(with_part(workbook_bytes(), *change))
        broken.append(path)
    not_a_zip = tmp_path / "text.xlsx"
    not_a_zip.write_text("Ref, Measure")

    errors = validator.validate([workbook, *broken, not_a_zip])

    assert errors[workbook] == []
    assert "/xl/worksheets/sheet1.xml" in errors[broken[0]][0]
    assert all(errors[path] for path in [*broken, not_a_zip])


def test_only_the_pinned_validator_is_unpacked(tmp_path):
    archive = tmp_path / "another.tgz"
    archive.write_bytes(b"not what was pinned")
    with pytest.raises(validator.ValidatorError, match="instead of"):
        validator.unpack(archive, tmp_path / "program")
    assert not (tmp_path / "program").exists()


# ---- the readers


@pytest.mark.parametrize("name", ["openpyxl", "calamine"])
def test_readers_see_the_same_cells(workbook, name):
    read = {"openpyxl": readers.read_with_openpyxl, "calamine": readers.read_with_calamine}[name]
    assert read(workbook) == {"Scorecard": ROWS, "Data checks (edited 3-4)": [[], ["", "Amber"]]}


def test_gnumeric_sees_the_same_cells(workbook):
    need("ssconvert")
    assert readers.read_with_gnumeric(workbook)["Scorecard"] == ROWS
    shown = readers.read_with_gnumeric(workbook, shown=True)
    assert shown["Scorecard"][1][2] == "97.4%"


def test_libreoffice_sees_the_same_cells(workbook, office: Office):
    assert readers.read_with_libreoffice(workbook, office) == readers.read_with_openpyxl(workbook)
    shown = readers.read_with_libreoffice(workbook, office, shown=True)
    assert shown["Scorecard"][1][2] == "97.4%"
    assert shown["Data checks (edited 3-4)"][1][1] == "▼ Amber"


# ---- LibreOffice


def test_a_tab_becomes_a_page_becomes_a_picture(workbook, office: Office, tmp_path):
    need("pdftoppm")
    same_name = tmp_path / "folder" / workbook.name
    same_name.parent.mkdir()
    same_name.write_bytes(workbook.read_bytes())
    pdfs = office.to_pdf([workbook, same_name])
    assert len(set(pdfs)) == 2
    pictures = pdf_to_png(pdfs[0], dpi=20)
    assert [picture.name for picture in pictures] == ["01.png", "02.png"]
    assert pictures[0].read_bytes().startswith(b"\x89PNG")


def test_a_file_that_libreoffice_cannot_open_is_named(workbook, office: Office, tmp_path):
    truncated = tmp_path / "truncated.xlsx"
    truncated.write_bytes(workbook.read_bytes()[:2000])
    with pytest.raises(OfficeError, match="truncated"):
        office.to_pdf([workbook, truncated])


def test_libreoffice_saves_it_again(workbook, office: Office):
    (again,) = office.to_xlsx([workbook])
    assert readers.read_with_calamine(again)["Scorecard"] == ROWS


# ---- goldens


def test_packages_are_the_same_but_for_times():
    other_time = with_part(workbook_bytes(), "docProps/core.xml", "</dcterms:created>", "1</dcterms:created>")
    assert xmlcompare.first_difference(other_time, workbook_bytes()) == ""


def test_the_difference_between_packages_is_readable():
    found = xmlcompare.first_difference(workbook_bytes(0.5), workbook_bytes())
    assert "xl/worksheets/sheet1.xml differs" in found
    assert ":v>0.974</" in found
    assert ":v>0.5</" in found


def test_goldens_are_compared_written_and_missed(tmp_path, monkeypatch):
    text, book = tmp_path / "plan.txt", tmp_path / "book.xlsx"
    with pytest.raises(AssertionError, match="--update-golden"):
        golden.assert_same_text("Amber\n", text)

    monkeypatch.setattr(golden, "UPDATING", True)
    golden.assert_same_text("Amber\n", text)
    xmlcompare.assert_same_package(workbook_bytes(), book)
    monkeypatch.setattr(golden, "UPDATING", False)

    golden.assert_same_text("Amber\n", text)
    xmlcompare.assert_same_package(workbook_bytes(), book)
    with pytest.raises(AssertionError, match=r"(?s)-Amber.*\+Red"):
        golden.assert_same_text("Red\n", text)
    with pytest.raises(AssertionError, match="differs"):
        xmlcompare.assert_same_package(workbook_bytes(0.5), book)


# ---- produced workbooks, required tools


def test_produced_workbooks_are_kept_apart(workbook, tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "FOLDER", tmp_path / "produced")
    assert workbooks.registered() == []
    workbooks.register(workbook, "kent: default")
    workbooks.register(workbook_bytes(0.5), "kent: default")
    assert len(workbooks.registered()) == 2
    workbooks.forget()
    assert workbooks.registered() == []


@pytest.mark.parametrize(
    ("must_have", "outcome"), [(False, pytest.skip.Exception), (True, pytest.fail.Exception)]
)
def test_a_missing_tool_skips_or_fails(must_have, outcome, monkeypatch):
    monkeypatch.setattr("tools.required.MUST_HAVE_TOOLS", must_have)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(outcome, match="gnumeric"):
        need("ssconvert")
