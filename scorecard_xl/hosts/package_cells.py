"""What the value reader drops: errors, formulas never calculated, and number formats.

calamine gives "" for `#DIV/0!` and for a formula without a value, and no formats at all; a share
stored as 0.974 and shown as 97.4% would be read as 0.974. This pass looks at the raw parts, and
only where a byte search says that there is something to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree

from msgspec import Struct, field

from ..errors import ScorecardError
from ..grids import ALL_SHOWN, NEVER_CALCULATED, Hidden, NumberFormat
from ..package.markers import read_marker
from ..package.parts import Package
from .macro_sheets import KINDS
from .sheet_extent import (
    column_number,
    hidden_parts,
    is_plain,
    refuse_what_is_too_wide,
    totals_row,
)

OFFICE_DOCUMENT = "/officeDocument"  # the end of a relationship type, transitional and strict alike
STYLES = "/styles"
STRINGS = "/sharedStrings"
TABLE = "/table"

# So many cost next to nothing, should none of them be there.
MOST_STRINGS_UNCHECKED = 1_000_000
_STRINGS_START = re.compile(rb"<(?:\w+:)?sst\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>")
_COUNT = re.compile(rb"uniqueCount\s*=\s*[\"']\s*\+?([0-9]+)")

BUILT_IN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
}  # fmt: skip


class Marks(Struct, frozen=True):
    """What is special in one sheet, by (row, column) counted from 1."""

    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], NumberFormat] = field(default_factory=dict)
    hidden: Hidden = ALL_SHOWN
    totals: frozenset[int] = frozenset()


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

    Raises `ScorecardError` for a package that is no .xlsx or .xlsm or larger than any workbook, and
    what `Package` and the parser raise for a damaged one.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._sheets: dict[str, tuple[str, str]] = {}  # by name: the part and the state
        self.marked: set[str] = set()  # the names of tabs that we wrote, copies of them too
        self.macro_sheets: set[str] = set()
        self.workbook = ""  # the part that lists the sheets
        related = self._find_sheets()
        self._formats: dict[int, NumberFormat] = {}
        for kind, part in related:
            if kind.endswith(STYLES) and part in package:
                self._formats = self._read_styles(part)
            elif kind.endswith(STRINGS) and part in package:
                _refuse_count_that_lies(package.read(part))

    def of(self, sheet: str) -> Marks:
        """Return what is special in one sheet; a sheet without a part of its own has nothing."""
        if sheet not in self._sheets:
            return Marks()
        part, state = self._sheets[sheet]
        xml = self._package.read(part)
        refuse_what_is_too_wide(xml, sheet, self._package.name)
        wanted = b"|".join(str(index).encode() for index in self._formats)
        broken = dict(_broken_cells(xml)) if _has_error(xml) or _has_formula(xml) else {}
        formats = {
            at: self._formats[style]
            for at, style in (_styled_cells(xml, wanted) if wanted else ())
            if style in self._formats
        }
        totals = self._totals(part, xml)
        broken = {at: name for at, name in broken.items() if at[0] not in totals}
        return Marks(broken, formats, hidden_parts(xml, state), totals)

    def _find_sheets(self) -> list[tuple[str, str]]:
        """Note the part and state of each worksheet; return the types and paths beside the workbook."""
        package = self._package
        top = package.relationships("").values() if "_rels/.rels" in package else ()
        workbook = next((target for kind, target in top if kind.endswith(OFFICE_DOCUMENT)), "")
        root = package.parse(workbook) if workbook.endswith(".xml") else None
        if root is None or _local(root.tag) != "workbook":
            raise ScorecardError(
                f"{package.name} is not an .xlsx or .xlsm workbook: "
                "open it in Excel, save it as .xlsx and retry."
            )
        self.workbook = workbook
        related = package.relationships(workbook)
        names: list[str] = []
        for element in root.iter():
            if _local(element.tag) == "definedName":
                place = element.get("localSheetId", "")
                if place.isdigit() and int(place) < len(names):
                    marker = read_marker(element.get("name", ""), element.text or "")
                    self.marked |= {names[int(place)]} if marker else set()
            if _local(element.tag) == "sheet":
                names.append(element.get("name", ""))
                link = next((v for k, v in element.attrib.items() if _local(k) == "id"), "")
                if link in related:
                    state = element.get("state", "visible")
                    if related[link][0].endswith(KINDS):
                        self.macro_sheets.add(names[-1])
                    self._sheets[element.get("name", "")] = (related[link][1], state)
        return list(related.values())

    def _totals(self, part: str, xml: bytes) -> frozenset[int]:
        """Return the totals rows of the sheet's tables."""
        if b"tablePart" not in xml:
            return frozenset()
        try:
            related = self._package.relationships(part).values()
        except KeyError:
            return frozenset()
        tables = (target for kind, target in related if kind.endswith(TABLE) and target in self._package)
        return frozenset(row for table in tables if (row := totals_row(self._package.parse(table))))

    def _read_styles(self, part: str) -> dict[int, NumberFormat]:
        """Return the formats worth knowing by the index that cells name in `s`."""
        codes = dict(BUILT_IN_FORMATS)
        formats: dict[int, NumberFormat] = {}
        for element in self._package.parse(part):
            if _local(element.tag) == "numFmts":
                codes |= {int(e.get("numFmtId", 0)): e.get("formatCode", "") for e in element}
            elif _local(element.tag) == "cellXfs":
                for index, xf in enumerate(element):
                    meaning = read_format(codes.get(int(xf.get("numFmtId", 0)), "General"))
                    if meaning != NumberFormat():
                        formats[index] = meaning
        return formats


def _refuse_count_that_lies(strings: bytes) -> None:
    """Raise `ValueError` for more strings than there are: calamine sets memory aside for what it is told."""
    start = _STRINGS_START.search(strings)
    said = max((int(count[:20]) for count in _COUNT.findall(start[0])), default=0) if start else 0
    if said > max(MOST_STRINGS_UNCHECKED, len(strings)):
        raise ValueError(f"{said} strings in {len(strings)} bytes")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _has_error(xml: bytes) -> bool:
    return b't="e"' in xml or b"t='e'" in xml


def _has_formula(xml: bytes) -> bool:
    return b"<f" in xml or (b":f" in xml and (b":f>" in xml or b":f " in xml))


# Cells whose address is left out, or quoted as Excel never quotes it.
_CELL_WITHOUT_ADDRESS = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr=\"[A-Z]{1,3}[1-9][0-9]{0,6}\")")
_FULL_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\br=\"([A-Z]+)([0-9]+)\")([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


def _broken_cells(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Find error values, and formulas without a value; an empty string is a value (`t="str"`)."""
    if not is_plain(xml) and _CELL_WITHOUT_ADDRESS.search(xml):
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
            yield (
                (int(row), column_number(letters)),
                value[1].decode("ascii", "replace") if value else "#VALUE!",
            )
        elif not value and b't="str"' not in attributes and b't="inlineStr"' not in attributes:
            yield (int(row), column_number(letters)), NEVER_CALCULATED


def _styled_cells(xml: bytes, wanted: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    """Find cells whose style index is one of `wanted` (indexes joined by "|"), empty ones left out."""
    if is_plain(xml):
        pattern = rb"<c r=\"([A-Z]+)([0-9]+)\"(?=[^>]*? s=\"(" + wanted + rb")\")[^>]*+(?<!/)>"
    elif not _CELL_WITHOUT_ADDRESS.search(xml):
        address, style = rb"(?=[^>]*\br=\"([A-Z]+)([0-9]+)\")", rb"(?=[^>]*\bs=\"(" + wanted + rb")\")"
        pattern = rb"<(?:\w+:)?c\s" + address + style + rb"[^>]*+(?<!/)>"
    else:
        for at, cell in _cells_by_parsing(xml):
            if len(cell):
                yield at, int(cell.get("s", 0))
        return
    columns: dict[bytes, int] = {}
    for match in re.finditer(pattern, xml):
        letters, row, style = match.groups()
        column = columns.get(letters) or columns.setdefault(letters, column_number(letters))
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
            column = column_number(address[1].encode()) if address else column + 1
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
