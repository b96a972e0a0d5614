"""Builds the add-in and the starter workbook with macros: `python -m macros.build`, without Excel.

Both hold the same macros and the same ribbon. Equal sources give equal parts; the bytes of the whole files
differ between versions of zlib only.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter

from scorecard_xl.package.changes import Changes
from scorecard_xl.package.parts import Package
from scorecard_xl.package.writing import write_package
from scorecard_xl.starter import starter_workbook

from .vba_project import SHEET, WORKBOOK, Module, vba_project

SOURCES = Path(__file__).parent
TEMPLATES = SOURCES.parent / "workbook_templates"

CREATED = datetime(2026, 11, 1)  # the only date in both files
PROJECT = "ScorecardXL"

ADD_IN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
WORKBOOK_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_WITHOUT_MACROS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_VBA_TYPE = "application/vnd.ms-office.vbaProject"

VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
RIBBON = "customUI/customUI14.xml"
VBA = "xl/vbaProject.bin"


def main() -> None:
    """Write both files into workbook_templates/."""
    (TEMPLATES / "scorecard_xl.xlam").write_bytes(add_in())
    (TEMPLATES / "scorecard_template.xlsm").write_bytes(template())


def add_in() -> bytes:
    """Return the add-in: ribbon and macros beside one empty sheet, which nobody sees."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        # Excel shows both in its list of add-ins.
        book.set_properties(
            {
                "title": "Scorecard",
                "comments": "The Scorecard tab: build, check and explain scorecards",
                "created": CREATED,
            }
        )
        book.add_worksheet()
    return with_macros(file.getvalue(), ADD_IN)


def template() -> bytes:
    """Return the starter workbook with the ribbon and the macros inside it."""
    return with_macros(starter_workbook(created=CREATED), WORKBOOK_WITH_MACROS)


def modules() -> list[Module]:
    """Return the modules that stand in this folder, by name."""
    return [Module(path.stem, path.read_text(encoding="cp1252")) for path in sorted(SOURCES.glob("*.bas"))]


def with_macros(workbook: bytes, content_type: str) -> bytes:
    """Return an .xlsx with ribbon and macros added, as a package of the content type given."""
    package = Package("the workbook", io.BytesIO(workbook))
    sheets = sorted(
        (name for name in package.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)), key=_number
    )
    code_names = {name: f"Sheet{_number(name)}" for name in sheets}
    project = [
        Module("ThisWorkbook", (SOURCES / "ThisWorkbook.cls").read_text(encoding="cp1252"), WORKBOOK),
        *(Module(code_name, "", SHEET) for code_name in code_names.values()),
        *modules(),
    ]
    changes = Changes(
        {
            "[Content_Types].xml": _content_types(package.read("[Content_Types].xml"), content_type),
            "_rels/.rels": _related(package.read("_rels/.rels"), {RIBBON_RELATION: RIBBON}),
            "xl/_rels/workbook.xml.rels": _related(
                package.read("xl/_rels/workbook.xml.rels"), {VBA_RELATION: "vbaProject.bin"}
            ),
            "xl/workbook.xml": _named(package.read("xl/workbook.xml"), "workbookPr", "ThisWorkbook"),
            **{name: _named(package.read(name), "sheetPr", code) for name, code in code_names.items()},
            VBA: vba_project(PROJECT, project),
            RIBBON: (SOURCES / "customUI14.xml").read_bytes(),
        }
    )
    result = io.BytesIO()
    write_package(package, changes, result)
    return result.getvalue()


def _number(part: str) -> int:
    return int(re.sub(r"\D", "", part))


def _content_types(xml: bytes, content_type: str) -> bytes:
    xml = _replaced(xml, _WITHOUT_MACROS, content_type)
    # Defaults come before overrides.
    return _replaced(xml, "<Override ", f'<Default Extension="bin" ContentType="{_VBA_TYPE}"/><Override ')


def _related(xml: bytes, parts: Mapping[str, str]) -> bytes:
    added = "".join(
        f'<Relationship Id="rIdMacros{number}" Type="{relation}" Target="{target}"/>'
        for number, (relation, target) in enumerate(parts.items(), start=1)
    )
    return _replaced(xml, "</Relationships>", added + "</Relationships>")


def _named(xml: bytes, element: str, code_name: str) -> bytes:
    """Give the workbook or a sheet the name by which its macros know it."""
    if f"<{element}".encode() not in xml:  # it is the first of a sheet's elements
        return re.sub(
            rb"(<worksheet\b[^>]*>)", rf'\1<{element} codeName="{code_name}"/>'.encode(), xml, count=1
        )
    return _replaced(xml, f"<{element}", f'<{element} codeName="{code_name}"')


def _replaced(xml: bytes, old: str, new: str) -> bytes:
    if old.encode() not in xml:
        raise ValueError(f"there is no {old} to replace")
    return xml.replace(old.encode(), new.encode(), 1)


if __name__ == "__main__":
    main()
