"""What the value reader drops: errors, formulas never calculated, and number formats.

calamine gives "" for `#DIV/0!` and for a formula without a value, and no formats at all; a share
stored as 0.974 and shown as 97.4% would be read as 0.974. This pass looks at the raw parts, and
only where a byte search says that there is something to find.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct, field

from ..errors import ScorecardError
from ..grids import NEVER_CALCULATED, NumberFormat

# Far above any officer's workbook, far below what would fill a laptop's memory.
MOST_BYTES_UNPACKED = 1_500_000_000

OFFICE_DOCUMENT = "/officeDocument"  # the end of a relationship type, transitional and strict alike
STYLES = "/styles"

BUILT_IN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
}  # fmt: skip


class Marks(Struct, frozen=True):
    """What is special in one sheet, by (row, column) counted from 1."""

    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], NumberFormat] = field(default_factory=dict)


def read_format(code: str) -> NumberFormat:
    """Tell from a number format's code whether it shows a percentage, and with how many decimals.

    >>> read_format('0.0%;"−"0.0%'), read_format("#,##0"), read_format('mmm yy'), read_format("General")
    (NumberFormat(percent=True, decimals=1), NumberFormat(percent=False, decimals=0), \
NumberFormat(percent=False, decimals=None), NumberFormat(percent=False, decimals=None))
    """
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code).split(";")[0]
    # Dates and times, fractions and powers of ten show no decimals that a figure could be typed with.
    if not re.search(r"[0#?]", bare) or re.search(r"[dmyhse/]", bare, re.IGNORECASE):
        return NumberFormat()
    after_point = re.search(r"\.([0#?]*)", bare)
    return NumberFormat("%" in bare, len(after_point[1]) if after_point else 0)


class MarkedCells:
    """The marks of a workbook's sheets, read from its package when asked for.

    Raises `ScorecardError` for a package that is no .xlsx or .xlsm, unpacks beyond
    `MOST_BYTES_UNPACKED` or holds a DTD, and what zipfile and the parser raise for a damaged one.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._package = zipfile.ZipFile(path)
        if sum(entry.file_size for entry in self._package.infolist()) > MOST_BYTES_UNPACKED:
            raise ScorecardError(
                f"{path.name} unpacks to more than {MOST_BYTES_UNPACKED // 1_000_000} MB, "
                "which no scorecard workbook needs: save the sheets of the scorecard in a file of their own."
            )
        self._sheet_parts, styles = self._find_parts()
        self._formats = self._read_styles(styles) if styles in self._package.namelist() else {}

    def of(self, sheet: str) -> Marks:
        """Return what is special in one sheet; a sheet without a part of its own has nothing."""
        part = self._sheet_parts.get(sheet)
        if part is None:
            return Marks()
        xml = self._read(part)
        wanted = b"|".join(str(index).encode() for index in self._formats)
        broken = dict(_broken_cells(xml)) if _has_error(xml) or _has_formula(xml) else {}
        formats = {
            at: self._formats[style]
            for at, style in (_styled_cells(xml, wanted) if wanted else ())
            if style in self._formats
        }
        return Marks(broken, formats)

    def _find_parts(self) -> tuple[dict[str, str], str]:
        """Return the part of each worksheet by its name, and the part of the styles."""
        top = self._relationships("").values() if "_rels/.rels" in self._package.namelist() else ()
        workbook = next((target for kind, target in top if kind.endswith(OFFICE_DOCUMENT)), "")
        root = self._parse(workbook) if workbook.endswith(".xml") else None
        if root is None or _local(root.tag) != "workbook":
            raise ScorecardError(
                f"{self._name} is not an .xlsx or .xlsm workbook: "
                "open it in Excel, save it as .xlsx and retry."
            )
        related = self._relationships(workbook)
        styles = next((target for kind, target in related.values() if kind.endswith(STYLES)), "")
        parts = {}
        for element in root.iter():
            if _local(element.tag) == "sheet":
                link = next((v for k, v in element.attrib.items() if _local(k) == "id"), "")
                if link in related:
                    parts[element.get("name", "")] = related[link][1]
        return parts, styles

    def _relationships(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        found = {}
        for element in self._parse(rels):
            target = element.get("Target", "")
            path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[element.get("Id", "")] = (element.get("Type", ""), path)
        return found

    def _read_styles(self, part: str) -> dict[int, NumberFormat]:
        """Return the formats worth knowing by the index that cells name in `s`."""
        codes = dict(BUILT_IN_FORMATS)
        formats: dict[int, NumberFormat] = {}
        for element in self._parse(part):
            if _local(element.tag) == "numFmts":
                codes |= {int(e.get("numFmtId", 0)): e.get("formatCode", "") for e in element}
            elif _local(element.tag) == "cellXfs":
                for index, xf in enumerate(element):
                    meaning = read_format(codes.get(int(xf.get("numFmtId", 0)), "General"))
                    if meaning != NumberFormat():
                        formats[index] = meaning
        return formats

    def _read(self, part: str) -> bytes:
        xml = self._package.read(part)
        if b"<!DOCTYPE" in xml:
            raise ScorecardError(
                f"{self._name} holds a document type definition, which Excel never writes: "
                "it is refused for safety. Open it in Excel and save it as a new .xlsx."
            )
        return xml

    def _parse(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self._read(part))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _has_error(xml: bytes) -> bool:
    return b't="e"' in xml or b"t='e'" in xml


def _has_formula(xml: bytes) -> bool:
    return b"<f" in xml or b":f>" in xml or b":f " in xml


# Cells whose address is left out, or quoted as Excel never quotes it, take the slow way.
_CELL_WITHOUT_ADDRESS = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr=\"[A-Z])")
_FULL_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\br=\"([A-Z]+)([0-9]+)\")([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


def _broken_cells(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Find error values, and formulas without a value; an empty string is a value (`t="str"`)."""
    if _CELL_WITHOUT_ADDRESS.search(xml):
        yield from _broken_by_parsing(xml)
        return
    for match in _FULL_CELL.finditer(xml):
        letters, row, attributes, content = match.groups()
        if content is None:
            continue
        is_error = _has_error(attributes)
        if not is_error and not _FORMULA.search(content):
            continue
        value = _VALUE.search(content)
        if is_error:
            yield (int(row), _column(letters)), value[1].decode("ascii", "replace") if value else "#VALUE!"
        elif not value and b't="str"' not in attributes and b't="inlineStr"' not in attributes:
            yield (int(row), _column(letters)), NEVER_CALCULATED


def _styled_cells(xml: bytes, wanted: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    """Find cells whose style index is one of `wanted` (indexes joined by "|")."""
    if _CELL_WITHOUT_ADDRESS.search(xml):
        for at, cell in _cells_by_parsing(xml):
            yield at, int(cell.get("s", 0))
        return
    pattern = rb"<(?:\w+:)?c\s(?=[^>]*\br=\"([A-Z]+)([0-9]+)\")(?=[^>]*\bs=\"(" + wanted + rb")\")"
    columns: dict[bytes, int] = {}
    for match in re.finditer(pattern, xml):
        letters, row, style = match.groups()
        column = columns.get(letters) or columns.setdefault(letters, _column(letters))
        yield (int(row), column), int(style)


def _cells_by_parsing(xml: bytes) -> Iterator[tuple[tuple[int, int], ElementTree.Element]]:
    """Walk the cells of a sheet whose writer leaves addresses out; they count on from the last one."""
    row = column = 0
    for event, element in ElementTree.iterparse(BytesIO(xml), events=("start", "end")):
        name = _local(element.tag)
        if event == "start" and name == "row":
            row, column = int(element.get("r", row + 1)), 0
        elif event == "end" and name == "c":
            address = re.fullmatch(r"([A-Z]+)[0-9]+", element.get("r", ""))
            column = _column(address[1].encode()) if address else column + 1
            yield (row, column), element
        elif event == "end" and name == "row":
            element.clear()


def _broken_by_parsing(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for at, cell in _cells_by_parsing(xml):
        parts = {_local(child.tag): child.text or "" for child in cell}
        if cell.get("t") == "e":
            yield at, parts.get("v") or "#VALUE!"
        elif "f" in parts and not parts.get("v") and cell.get("t") not in ("str", "inlineStr"):
            yield at, NEVER_CALCULATED


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
