"""The rich workbooks are what they say they are, and can be read: what a build loses was there before."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineError

from scorecard_xl.cli import main
from tools import readers, validator
from tools.office import Office
from tools.required import need
from tools.rich_books import OPENPYXL_REFUSES, RICH
from tools.rich_parts import INPUT

# Who can't read which, and why.
CALAMINE_REFUSES = {"macro_sheet.xlsm": "calamine knows no macro sheets; we show it none"}
# openpyxl writes the elements of a font in another order than the standard has; Excel takes it.
WRITTEN_BY_OPENPYXL = {"dates_from_1904.xlsx", "saved_by_openpyxl.xlsx"}

# What makes each of them rich: a part, and what stands in it.
HOLDS = [
    ("charts_at_our_tabs.xlsx", "xl/charts/chart1.xml", "<c:f>Scorecard!$F$6:$F$7</c:f>"),
    ("formulas_at_our_tabs.xlsx", "xl/worksheets/sheet4.xml", "<f>'Data checks'!A1</f>"),
    ("formulas_at_our_tabs.xlsx", "xl/metadata.xml", "dynamicArrayProperties"),
    ("names_at_our_tabs.xlsx", "xl/workbook.xml", 'name="local_rating" localSheetId="3">Scorecard!$C$7<'),
    ("images_and_shapes.xlsx", "xl/richData/rdrichvalue.xml", "<rv "),
    ("images_and_shapes.xlsx", "xl/drawings/drawing1.xml", "downArrow"),
    ("comments_and_buttons.xlsx", "xl/drawings/vmlDrawing2.vml", "Refresh"),
    ("threaded_comments.xlsx", "xl/threadedComments/threadedComment1.xml", "Is it final?"),
    ("form_controls.xlsx", "xl/ctrlProps/ctrlProp1.xml", "Scorecard!$A$1"),
    ("tables_and_validations.xlsx", "xl/tables/table1.xml", 'displayName="Scorecard_table"'),
    ("tables_and_validations.xlsx", "xl/worksheets/sheet4.xml", "<x14:dataValidation "),
    ("conditional_formats_and_sparklines.xlsx", "xl/worksheets/sheet4.xml", "<x14:sparklineGroup "),
    ("conditional_formats_and_sparklines.xlsx", "xl/styles.xml", '<dxfs count="2">'),
    ("pivot_table.xlsx", "xl/pivotCache/pivotCacheRecords1.xml", 'count="4"'),
    ("nearly_our_names.xlsx", "xl/workbook.xml", '<sheet name="Scorecard 2"'),
    ("own_notes_tab.xlsx", "xl/workbook.xml", '<sheet name="notes"'),
    ("odd_sheet_names.xlsx", "xl/workbook.xml", "Director's &quot;list&quot;"),
    ("protected_sheets.xlsx", "xl/worksheets/sheet4.xml", "<sheetProtection "),
    ("chart_sheet_first.xlsx", "xl/workbook.xml", '<sheets><sheet name="Overview"'),
    ("hidden_sheets.xlsx", "xl/workbook.xml", 'firstSheet="1" activeTab="5"'),
    ("hidden_sheets.xlsx", "xl/workbook.xml", 'state="veryHidden"'),
    ("printer_settings_and_custom_xml.xlsx", "xl/printerSettings/printerSettings1.bin", "P\0r"),
    ("printer_settings_and_custom_xml.xlsx", "customXml/item1.xml", "kept"),
    ("dialog_sheet.xlsx", "xl/dialogsheets/own5.xml", "<dialogsheet "),
    ("external_links.xlsx", "xl/externalLinks/externalLink1.xml", "externalBook"),
    ("calculation_chain.xlsx", "xl/calcChain.xml", 'r="A2" i="4"'),
    ("no_styles.xlsx", "xl/workbook.xml", ""),
    ("no_document_properties.xlsx", "xl/worksheets/sheet1.xml", 't="inlineStr"'),
    ("absolute_targets.xlsx", "xl/_rels/workbook.xml.rels", 'Target="/xl/worksheets/sheet1.xml"'),
    ("parts_at_the_root.xlsx", "workbook.xml", "<sheets>"),
    ("prefixed_namespaces.xlsx", "xl/workbook.xml", "<x:sheet "),
    ("prefixed_namespaces.xlsx", "xl/worksheets/sheet1.xml", "<x:sheetData>"),
    ("alternate_content.xlsx", "xl/workbook.xml", "<mc:AlternateContent>"),
    ("dates_from_1904.xlsx", "xl/workbook.xml", 'date1904="1"'),
    ("normal_is_arial_10.xlsx", "xl/styles.xml", '<font><sz val="10"/><color theme="1"/><name val="Arial"/>'),
    ("normal_is_verdana_12.xlsx", "xl/styles.xml", 'name val="Verdana"'),
    ("full_of_formats.xlsx", "xl/styles.xml", '<cellXfs count="63990">'),
    ("number_formats_that_collide.xlsx", "xl/styles.xml", 'numFmtId="176" formatCode="&quot;▼ &quot;@"'),
    ("odd_content_types.xlsx", "[Content_Types].xml", 'Extension="XML"'),
    ("odd_content_types.xlsx", "xl/media/forgotten.PNG", "PNG"),
    ("macros.xlsm", "xl/vbaProject.bin", "\x01\x02"),
    ("macros.xlsm", "xl/vbaProjectSignatureV3.bin", "signed"),
    ("macros.xlsm", "customUI/customUI14.xml", "customUI"),
    ("macro_sheet.xlsm", "xl/macrosheets/own5.xml", "<xm:macrosheet "),
]
LACKS = [
    ("no_book_views.xlsx", "xl/workbook.xml", "bookViews"),
    ("number_formats_that_collide.xlsx", "xl/styles.xml", "dxfs"),
    ("no_styles.xlsx", "[Content_Types].xml", "styles"),
    ("no_document_properties.xlsx", "[Content_Types].xml", "docProps"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them, made once."""
    path = tmp_path_factory.mktemp("rich")
    for name, make in RICH.items():
        make(path / name)
    return path


def text_of(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(part).decode("utf-8", "replace")


@pytest.mark.parametrize(("name", "part", "text"), HOLDS)
def test_what_it_holds(folder: Path, name: str, part: str, text: str) -> None:
    assert text in text_of(folder / name, part)


@pytest.mark.parametrize(("name", "part", "text"), LACKS)
def test_what_it_lacks(folder: Path, name: str, part: str, text: str) -> None:
    assert text not in text_of(folder / name, part)


def test_every_one_says_why_it_is_there() -> None:
    assert all(make.__doc__ for make in RICH.values())


def test_sizes_stand_after_the_parts_of_a_stream(folder: Path) -> None:
    with zipfile.ZipFile(folder / "streamed.xlsx") as package:
        entries = package.infolist()
    assert all(entry.flag_bits & 8 for entry in entries if not entry.is_dir())
    assert any(entry.is_dir() for entry in entries)
    assert any(entry.compress_type == zipfile.ZIP_STORED and entry.file_size for entry in entries)


@pytest.mark.parametrize("name", RICH)
def test_it_can_be_rated(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["ratings", str(folder / name)])
    ratings = [line.split(",")[0] for line in capsys.readouterr().out.splitlines()]
    assert (code, ratings) == (0, ["ref", "1", "2"])


@pytest.mark.parametrize("name", [name for name in RICH if name not in OPENPYXL_REFUSES])
def test_openpyxl_reads_it(folder: Path, name: str) -> None:
    expect_inputs(readers.read_with_openpyxl(folder / name))


@pytest.mark.parametrize("name", [name for name in RICH if name not in CALAMINE_REFUSES])
def test_calamine_reads_it(folder: Path, name: str) -> None:
    expect_inputs(readers.read_with_calamine(folder / name))


def expect_inputs(found: readers.Sheets) -> None:
    for sheet, rows in INPUT.items():
        assert found[sheet] == [[str(cell) for cell in row] for row in rows]


def test_who_refuses_still_does(folder: Path) -> None:
    for name in OPENPYXL_REFUSES:
        with pytest.raises(IndexError):
            load_workbook(BytesIO((folder / name).read_bytes()))
    for name in CALAMINE_REFUSES:
        with pytest.raises(CalamineError, match="Unrecognized sheet"):
            readers.read_with_calamine(folder / name)


def test_libreoffice_opens_each(folder: Path, office: Office, tmp_path: Path) -> None:
    assert len(office.to_pdf([folder / name for name in RICH], tmp_path)) == len(RICH)


@pytest.mark.validator
def test_the_open_xml_validator_finds_no_error(folder: Path) -> None:
    need("validator")
    found = validator.validate([folder / name for name in RICH])
    assert {path.name for path, errors in found.items() if errors} == WRITTEN_BY_OPENPYXL
    assert all("/x:font[" in error for errors in found.values() for error in errors)
