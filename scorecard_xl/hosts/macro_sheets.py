"""Excel 4 macro sheets: the value reader refuses a whole workbook for one, so it is shown none."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

from ..package.changes import Changes
from ..package.parts import Package

# The ends of the types of relationships that macro sheets have.
KINDS = ("/xlMacrosheet", "/xlIntlMacrosheet")


def without_macro_sheets(package: Package, workbook: str, names: set[str]) -> BytesIO:
    """Return a copy of the package whose workbook part lists no sheets of these names."""
    from ..package.writing import write_package  # few workbooks need it

    root = package.parse(workbook)
    for parent in list(root.iter()):
        for element in list(parent):
            if element.tag.rpartition("}")[2] == "sheet" and element.get("name") in names:
                parent.remove(element)
    copy = BytesIO()
    write_package(package, Changes({workbook: ElementTree.tostring(root, encoding="utf-8")}), copy)
    copy.seek(0)
    return copy
