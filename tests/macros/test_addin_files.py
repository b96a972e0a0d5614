"""The add-in and the starter workbook with macros: as committed they are what the sources make, and sound."""

from xml.etree import ElementTree

import pytest

from macros import build
from scorecard_xl.starter import starter_workbook
from tools import semantics, validator, vba
from tools.required import REPOSITORY, need
from tools.xmlcompare import assert_same_package

TEMPLATES = REPOSITORY / "workbook_templates"
SOURCES = REPOSITORY / "macros"
MADE = {"scorecard_xl.xlam": build.add_in, "scorecard_template.xlsm": build.template}
FILES = pytest.mark.parametrize("name", MADE)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def parts() -> dict[str, dict[str, bytes]]:
    return {name: vba.parts((TEMPLATES / name).read_bytes()) for name in MADE}


@FILES
def test_the_committed_file_is_what_the_sources_make(name):
    """If it fails: make addin, and commit both files with the sources."""
    assert_same_package(MADE[name](), TEMPLATES / name)


@FILES
def test_equal_sources_make_equal_bytes(name):
    assert MADE[name]() == MADE[name]()


@FILES
def test_olevba_gives_the_exact_sources_back(name):
    found = vba.sources((TEMPLATES / name).read_bytes(), name)
    ours = {path.stem: path for pattern in ("*.bas", "*.cls") for path in SOURCES.glob(pattern)}
    assert {module for module in found if not module.startswith("Sheet")} == set(ours)
    for module, path in ours.items():
        text = "\n".join(line for line in found[module].splitlines() if not line.startswith("Attribute VB_"))
        assert text == path.read_text(encoding="ascii").rstrip("\n"), module


@FILES
def test_the_modules_of_sheets_are_empty_and_named_as_the_sheets_are(parts, name):
    code_names = []
    for part, content in parts[name].items():
        if part.startswith("xl/worksheets/sheet"):
            (properties,) = ElementTree.fromstring(content).iter(f"{MAIN}sheetPr")
            code_names.append(properties.get("codeName", "none"))
    found = vba.sources((TEMPLATES / name).read_bytes(), name)
    assert sorted(code_names) == sorted(module for module in found if module.startswith("Sheet"))
    for code_name in code_names:
        assert all(line.startswith("Attribute VB_") for line in found[code_name].splitlines())
    (workbook,) = ElementTree.fromstring(parts[name]["xl/workbook.xml"]).iter(f"{MAIN}workbookPr")
    assert workbook.get("codeName") == "ThisWorkbook"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("scorecard_xl.xlam", "application/vnd.ms-excel.addin.macroEnabled.main+xml"),
        ("scorecard_template.xlsm", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    ],
)
def test_the_package_says_what_it_is(parts, name, content_type):
    types = {
        one.get("PartName") or one.get("Extension"): one.get("ContentType")
        for one in ElementTree.fromstring(parts[name]["[Content_Types].xml"])
    }
    assert types["/xl/workbook.xml"] == content_type
    assert types["bin"] == "application/vnd.ms-office.vbaProject"


@FILES
def test_the_ribbon_and_the_macros_are_named_where_excel_looks(parts, name):
    def related(part: str) -> dict[str, str]:
        return {
            one.get("Type", ""): one.get("Target", "") for one in ElementTree.fromstring(parts[name][part])
        }

    ribbon = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    assert related("_rels/.rels")[ribbon] == "customUI/customUI14.xml"
    macros = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    assert related("xl/_rels/workbook.xml.rels")[macros] == "vbaProject.bin"
    assert parts[name]["customUI/customUI14.xml"] == (SOURCES / "customUI14.xml").read_bytes()


def test_the_starter_workbook_is_in_it_unchanged(parts):
    starter = vba.parts(starter_workbook(created=build.CREATED))
    with_macros = parts["scorecard_template.xlsm"]
    assert set(with_macros) - set(starter) == {build.VBA, build.RIBBON}
    for part, content in starter.items():
        if part.startswith("xl/worksheets/sheet"):
            number = part.removeprefix("xl/worksheets/sheet").removesuffix(".xml")
            code_name = f' codeName="Sheet{number}"'.encode()
            assert with_macros[part].replace(code_name, b"", 1) == content, part
        elif part.endswith((".rels", "workbook.xml")) or part == "[Content_Types].xml":
            continue  # what these gained is tested above
        else:
            assert with_macros[part] == content, part


@pytest.mark.validator
def test_the_open_xml_validator_finds_no_error():
    need("validator")
    found = validator.validate([TEMPLATES / name for name in MADE])
    assert not {path.name: errors for path, errors in found.items() if errors}


@FILES
def test_no_rule_beyond_the_schema_is_broken(name):
    assert not semantics.findings(TEMPLATES / name)


def test_every_program_we_trust_judges_the_starter_workbook(produced):
    """Not the add-in: openpyxl refuses that sort of file, and it has no cell."""
    produced(TEMPLATES / "scorecard_template.xlsm", "scorecard_template")
