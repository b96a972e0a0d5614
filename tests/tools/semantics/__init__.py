"""The rules of an .xlsx or .xlsm package that its schema can't say, each checked by its own.

Excel repairs a workbook for many of them. `report.RULES` lists them all.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from . import book, cells, drawings, kept_beside, names, package, sheet, styles, tables
from .report import RULES, Finding, sentences

__all__ = ["RULES", "findings"]

CELLS_IN = {"worksheet", "xlMacrosheet", "xlIntlMacrosheet"}


def findings(workbook: Path | bytes) -> list[str]:
    """One sentence a finding, each beginning with its rule and part.

    `shared string index: xl/worksheets/sheet1.xml C5 names string 40 of 12`
    """
    content = workbook if isinstance(workbook, bytes) else Path(workbook).read_bytes()
    try:
        opened = package.Package(content)
    except zipfile.BadZipFile as error:
        return sentences([Finding("zip", "the file", f"is none ({error})")])
    found = list(_of_package(opened))
    return sentences([*opened.found, *found])


def _of_package(opened: package.Package) -> Iterator[Finding]:
    part = book.main_part(opened)
    root = opened.root(part) if part is not None else None
    if part is None or root is None:
        yield Finding("main part", "_rels/.rels", "leads to no workbook")
        return
    yield from _of_workbook(book.read(opened, part, root))
    yield from package.findings(opened)


def _of_workbook(workbook: book.Book) -> Iterator[Finding]:
    opened = workbook.package
    asked = kept_beside.chain(workbook)
    seen: dict[int | None, book.Contents] = {}
    all_tables: list[tables.Table] = []
    for number, one in enumerate(workbook.sheets):
        if one.part is None:
            continue
        own = tables.of_sheet(workbook, one.part)
        contents = book.Contents(
            calculated=asked.get(one.id, set()),
            headers={address: None for table in own for address in table.header_cells()},
        )
        if one.kind in CELLS_IN and opened.is_safe(one.part):
            try:
                yield from cells.read(workbook, one.part, contents)
            except etree.XMLSyntaxError:
                opened.could_not_read(one.part)
        root, name = opened.root(one.part), opened.name(one.part)
        if root is not None:
            seen[one.id] = contents
            all_tables += own
            yield from sheet.findings(workbook, number, name, root)
            yield from tables.findings(own, contents, sheet.merged_ranges(root), name)
            yield from drawings.comments(workbook, one.part)
    yield from book.findings(workbook)
    yield from names.findings(workbook)
    yield from styles.findings(workbook.styles)
    yield from tables.findings_of_all(workbook, all_tables)
    yield from kept_beside.calculation_findings(workbook, asked, seen)
    yield from kept_beside.property_findings(workbook)
    yield from _of_each_part(workbook)


def _of_each_part(workbook: book.Book) -> Iterator[Finding]:
    """Rules of any part: what it names by relationship, its differential formats, formulas of charts."""
    opened = workbook.package
    kinds = {
        one.target: one.kind
        for part in ("", *opened.names)
        for one in opened.relationships(part)
        if one.target is not None
    }
    for part, kind in list(kinds.items()):
        if not part.endswith((".xml", ".vml")) or part not in opened:
            continue
        root, name = opened.root(part), opened.name(part)
        if root is None:
            continue
        yield from package.names_of_relationships(opened, part, root)
        yield from styles.differential_formats(root, name, workbook.styles)
        if kind in ("drawing", "chartUserShapes"):
            yield from drawings.findings(name, root)
        elif kind in ("chart", "table"):
            yield from sheet.formulas_of(workbook, name, root)
        if kind == "table":
            yield from sheet.addresses(name, root)
