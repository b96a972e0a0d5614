"""What the value reader drops and the raw parts tell: formats, errors, formulas without a value."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from scorecard_xl.errors import Address
from scorecard_xl.grids import Grid, Kind
from scorecard_xl.hosts.closed import ClosedFile
from scorecard_xl.hosts.package_cells import read_format

SHEET = "xl/worksheets/sheet1.xml"


def grid_of(path: Path, sheet: str = "Sheet1") -> Grid:
    return ClosedFile(path).read_sheets().grid(sheet)


def cell_at(grid: Grid, address: str):
    """The cell with this address, as a reader of the sheet would find it."""
    for row in range(len(grid.rows)):
        for column in range(len(grid.rows[row])):
            cell = grid.cell(row, column)
            if str(cell.where) == f"{grid.sheet}!{address}":
                return cell
    raise AssertionError(f"{address} is not in the grid")


def package(path: Path, rows: str, *, prefix: str = "", styles: str = "") -> Path:
    """A workbook whose only sheet holds these rows as raw XML."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet()
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    p = prefix + ":" if prefix else ""
    declaration = f"xmlns:{prefix}" if prefix else "xmlns"
    sheet = f'<{p}worksheet {declaration}="{namespace}"><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>'
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == SHEET:
                content = sheet.encode()
            if name == "xl/styles.xml" and styles:
                content = styles.encode()
            new.writestr(name, content)
    return path


# ---- number formats ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "percent", "decimals"),
    [
        ("0%", True, 0),
        ("0.0%", True, 1),
        ("0.00%", True, 2),
        ('0.0%;"−"0.0%', True, 1),
        ("[Red]0.0%", True, 1),
        ("[<1]0.00%;0%", True, 2),
        ("0", False, 0),
        ("#,##0", False, 0),
        ("0.0", False, 1),
        ("#,##0.00;[Red]-#,##0.00", False, 2),
        ("£#,##0.00", False, 2),
        ("[$£-809]#,##0", False, 0),
        ('0.0"%"', False, 1),  # a sign for show: the number is not scaled
        (r"0.0\%", False, 1),
        ('0" days"', False, 0),
        ('"Q"0', False, 0),
        ("_-* #,##0.0_-", False, 1),
        ("General", False, None),
        ("@", False, None),
        ("", False, None),
        ("mmm yy", False, None),
        ("dd/mm/yyyy", False, None),
        ("[h]:mm", False, None),
        ("hh:mm:ss.00", False, None),
        ("# ?/?", False, None),
        ("0.00E+00", False, None),
        (";;;", False, None),
    ],
)
def test_what_a_number_format_tells(code: str, percent: bool, decimals: int | None):
    found = read_format(code)
    assert (found.percent, found.decimals) == (percent, decimals)


@pytest.mark.parametrize("made_with", ["openpyxl", "xlsxwriter"])
def test_formats_reach_their_cells(tmp_path: Path, made_with: str):
    path = tmp_path / "formats.xlsx"
    codes = {"B3": "0.0%", "B4": "0%", "B5": "#,##0", "B6": "General", "C3": "0.00"}
    if made_with == "openpyxl":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Sheet1"
        for address, code in codes.items():
            sheet[address] = 0.974
            sheet[address].number_format = code
        book.save(path)
    else:
        with xlsxwriter.Workbook(path) as written:
            worksheet = written.add_worksheet()
            for address, code in codes.items():
                worksheet.write_number(address, 0.974, written.add_format({"num_format": code}))
    grid = grid_of(path)
    found = {a: (cell_at(grid, a).format.percent, cell_at(grid, a).format.decimals) for a in codes}
    assert found == {
        "B3": (True, 1),
        "B4": (True, 0),
        "B5": (False, 0),
        "B6": (False, None),
        "C3": (False, 2),
    }


# ---- addresses ---------------------------------------------------------------------------------


def test_blank_rows_and_columns_before_the_table_keep_every_address_right(tmp_path: Path):
    path = tmp_path / "shifted.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write("D6", "Ref")
        sheet.write("E7", 0.5, book.add_format({"num_format": "0%"}))
        sheet.write_formula("E8", "=1/0", None, "#DIV/0!")
        sheet.write("F9", "last")
    grid = grid_of(path)
    assert (grid.first_row, grid.first_column) == (6, 4)
    assert grid.where(0, 0) == Address("Sheet1", 6, 4)
    assert cell_at(grid, "D6").text == "Ref"
    assert cell_at(grid, "E7").format.percent
    assert cell_at(grid, "E8").kind is Kind.ERROR
    assert cell_at(grid, "F9").text == "last"


@pytest.mark.parametrize(
    ("rows", "prefix"),
    [
        ('<row r="2"><c r="B2" s="1"><v>0.5</v></c><c r="C2" t="e"><v>#N/A</v></c></row>', ""),
        (
            '<x:row r="2"><x:c r="B2" s="1"><x:v>0.5</x:v></x:c>'
            '<x:c r="C2" t="e"><x:v>#N/A</x:v></x:c></x:row>',
            "x",
        ),
        ("<row r='2'><c r='B2' s='1'><v>0.5</v></c><c r='C2' t='e'><v>#N/A</v></c></row>", ""),
        ('<row r="2"><c s="1" r="B2"><v>0.5</v></c><c t="e" r="C2"><v>#N/A</v></c></row>', ""),
        ('<row r="2"><c\n r="B2"\n s="1"><v>0.5</v></c><c\n r="C2"\n t="e"><v>#N/A</v></c></row>', ""),
        ('<row/><row><c/><c s="1"><v>0.5</v></c><c t="e"><v>#N/A</v></c></row>', ""),
        ('<row r="2"><c r="B2" s="1"><v>0.5</v></c><c t="e"><v>#N/A</v></c></row>', ""),
    ],
    ids=[
        "plain",
        "prefixed",
        "single quotes",
        "other order",
        "line breaks",
        "no addresses",
        "some addresses",
    ],
)
def test_every_way_of_writing_cells_is_understood(tmp_path: Path, rows: str, prefix: str):
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    )
    marked = package(tmp_path / "raw.xlsx", rows, prefix=prefix, styles=styles)
    grid = grid_of(marked)
    assert grid.formats.keys() == {(2, 2)}
    assert grid.formats[2, 2].percent
    assert dict(grid.broken) == {(2, 3): "#N/A"}


# ---- formulas ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("<f>A1</f><v>3</v>", Kind.NUMBER),
        ("<f>A1</f>", Kind.NO_VALUE),
        ("<f>A1</f><v></v>", Kind.NO_VALUE),
        ("<f>A1</f><v/>", Kind.NO_VALUE),
        ('<f t="shared" si="0"/>', Kind.NO_VALUE),
    ],
)
def test_formulas_with_and_without_a_value(tmp_path: Path, cell: str, kind: Kind):
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1">{cell}</c><c r="C1"><v>2</v></c></row>'
    assert cell_at(grid_of(package(tmp_path / "formula.xlsx", rows)), "B1").kind is kind


def test_a_formula_that_gives_empty_text_is_an_empty_cell(tmp_path: Path):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    grid = grid_of(package(tmp_path / "empty.xlsx", rows))
    assert not grid.broken
    assert grid.cell(0, 1).kind is Kind.EMPTY


@pytest.mark.parametrize("name", ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"])
def test_error_values_keep_their_name(tmp_path: Path, name: str):
    path = tmp_path / "errors.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "Ref")
        sheet.write_formula("B2", "=1/0", None, name)
    cell = cell_at(grid_of(path), "B2")
    assert (cell.kind, cell.value) == (Kind.ERROR, name)


def test_formulas_that_no_program_has_calculated(tmp_path: Path):
    path = tmp_path / "openpyxl.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    sheet["A1"], sheet["B1"] = "Ref", "Value"
    sheet["A2"], sheet["B2"] = "1", "=40+2"
    book.save(path)
    assert cell_at(grid_of(path), "B2").kind is Kind.NO_VALUE
