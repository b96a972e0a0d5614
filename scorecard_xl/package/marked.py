"""Our rendered tabs with their marks, as a small workbook to be copied from into an open one."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from uuid import UUID, uuid5
from zlib import crc32

from .book import Book
from .changes import Changes
from .draft import Draft
from .graft import LAST, Delivery, graft
from .parts import Package
from .writing import write_package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_GROUP = re.compile(rb"( xr2:uid=\"\{)([0-9A-Fa-f-]{36})")


def marked(rendered: bytes, roles: Mapping[str, str], order: Sequence[str], today: date) -> bytes:
    """Return a workbook in which our tabs stand at the places they have in `order`, each with its marker.

    Every other place holds an empty sheet: a program that knows the sparklines' ranges by the place of
    their sheet (LibreOffice) then finds them again.
    """
    ours = {name.casefold() for name in roles}
    blanks = sum(name.casefold() not in ours for name in order) or 1
    name = "the rendered scorecard"
    package = Package(name, BytesIO(_blank(blanks)))
    delivery = Delivery(_with_own_sparklines(rendered), roles, LAST)
    grafted = _written(package, graft(package, delivery, today).changes)
    package = Package(name, BytesIO(grafted))
    book = Book(Draft(package))
    tabs = {tab.name.casefold(): tab for tab in book.tabs()}
    others = [tab for tab in book.tabs() if tab.name.casefold() not in ours]
    wanted = [tabs[one.casefold()] if one.casefold() in ours else others.pop(0) for one in order]
    book.reorder([*wanted, *others])
    book.settle()
    return _written(package, book.draft.changes())


def _with_own_sparklines(rendered: bytes) -> bytes:
    """Give the groups of sparklines ids of this build alone.

    LibreOffice takes a group of the same id that is already in the workbook, an older one's, for this one.
    """
    package = Package("the rendered scorecard", BytesIO(rendered))
    book = Book(Draft(package))
    for tab in book.tabs():
        xml = book.draft.read(tab.part)
        if _GROUP.search(xml):
            build = crc32(xml)

            def own(match: re.Match[bytes], build: int = build) -> bytes:
                return match[1] + str(uuid5(UUID(match[2].decode()), str(build))).upper().encode()

            book.draft.write(tab.part, _GROUP.sub(own, xml))
    return _written(package, book.draft.changes())


def _written(package: Package, changes: Changes) -> bytes:
    to = BytesIO()
    write_package(package, changes, to)
    return to.getvalue()


def _blank(sheets: int) -> bytes:
    """Return a workbook of empty sheets, of whose names no tab of ours can be."""
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="_{n}_" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{links}</Relationships>",
    } | {
        f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>' for n in numbers
    }
    to = BytesIO()
    with zipfile.ZipFile(to, "w") as file:
        for part, text in parts.items():
            file.writestr(zipfile.ZipInfo(part), text)
    return to.getvalue()
