"""The workbook's formats: ours are appended after the officer's, and used again where they are there already.

A cell names its format by an index into `cellXfs`, which names a font, a fill and a border by theirs. So
nothing that is there may move: entries are only ever put at the end.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from msgspec import Struct

from ..errors import ScorecardError
from .xml import Element, add_child, child, key, local

# The order of the lists in the part. ECMA-376 part 1, 18.8.39
ORDER = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()
LISTS = ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs")
FIRST_OWN_NUMBER = 164  # formats below are Excel's own
MOST_FORMATS = 64_000  # of cells; Excel's limit
# Whatever our cells look like, the officer's Normal style says nothing about it.
APPLIED = "applyNumberFormat applyFont applyFill applyBorder applyAlignment".split()

EXCELS_OWN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)  # what Excel takes for a workbook without styles


class Adopted(Struct, frozen=True):
    """Where the donor's formats stand now: by their old index, the new one."""

    cells: list[int]
    conditional: list[int]


class NormalFont(Struct, frozen=True):
    """The font by which a workbook's columns are measured; `size` in points."""

    name: str
    size: float


class StyleSheet:
    """The lists of a styles part; `book` is the workbook's name for messages."""

    def __init__(self, root: Element, book: str) -> None:
        self.root, self._book = root, book

    def entries(self, name: str) -> list[Element]:
        """Return the entries of one list, none where the list is missing."""
        found = child(self.root, name)
        return [] if found is None else [one for one in found if isinstance(one.tag, str)]

    def normal_font(self) -> NormalFont:
        """Return the font of the Normal style; what the part does not say is Calibri 11."""
        fonts, xfs = self.entries("fonts"), self.entries("cellStyleXfs")
        index = _number(xfs[self._normal()], "fontId") if self._normal() < len(xfs) else 0
        if index >= len(fonts):
            return NormalFont("Calibri", 11)
        parts = {local(one): one.get("val", "") for one in fonts[index]}
        try:
            size = float(parts.get("sz", "11"))
        except ValueError:
            size = 11
        return NormalFont(parts.get("name", "Calibri"), size if 1 <= size <= 409 else 11)

    def adopt(self, donor: StyleSheet) -> Adopted:
        """Append the donor's formats; those that are there already are used as they are.

        Raises `ScorecardError` when the workbook would hold more than Excel can open.
        """
        counts = {name: len(self.entries(name)) for name in LISTS}
        numbers = self._adopt_numbers(donor)
        parts = {name: self._adopt_list(name, donor.entries(name)) for name in ("fonts", "fills", "borders")}
        made = []
        for xf in donor.entries("cellXfs"):
            one = deepcopy(xf)
            _renumber(one, "numFmtId", numbers)
            for name, places in parts.items():
                one.set(name[:-1] + "Id", str(places[_number(xf, name[:-1] + "Id")]))
            if self.entries("cellStyleXfs"):
                one.set("xfId", str(self._normal()))
            else:
                one.attrib.pop("xfId", None)
            for flag in APPLIED:
                one.set(flag, "1")
            made.append(one)
        cells = self._adopt_list("cellXfs", made)
        if len(self.entries("cellXfs")) > MOST_FORMATS:
            raise ScorecardError(
                f"{self._book} has so many cell formats that ours no longer fit (Excel takes "
                f"{MOST_FORMATS:,}): clear formats that nobody needs, or use --output NEW.xlsx."
            )
        rules = [deepcopy(dxf) for dxf in donor.entries("dxfs")]
        for dxf in rules:
            for number in dxf:
                if local(number) == "numFmt":
                    _renumber(number, "numFmtId", numbers)
        adopted = Adopted(cells, self._adopt_list("dxfs", rules))
        for name in LISTS:
            entries = child(self.root, name)
            if entries is not None and "count" in entries.attrib and len(self.entries(name)) != counts[name]:
                entries.set("count", str(len(self.entries(name))))
        return adopted

    def _adopt_numbers(self, donor: StyleSheet) -> dict[int, int]:
        """Return the officer's number for each of the donor's own number formats."""
        ours = {one.get("formatCode", ""): _number(one, "numFmtId") for one in self.entries("numFmts")}
        users = (*self.entries("cellXfs"), *self.entries("cellStyleXfs"), *self.entries("numFmts"))
        taken = {_number(one, "numFmtId") for one in users} | {
            _number(one, "numFmtId") for one in self._in_rules()
        }
        found, new = {}, FIRST_OWN_NUMBER
        known = list(donor.entries("numFmts"))
        listed = {_number(one, "numFmtId") for one in known}
        known += [one for one in donor._in_rules() if _number(one, "numFmtId") not in listed]
        for one in known:
            code = one.get("formatCode", "")
            if code not in ours:
                while new in taken:
                    new += 1
                taken.add(new)
                ours[code] = new
                made = deepcopy(one)
                made.set("numFmtId", str(new))
                self._append("numFmts", made)
            found[_number(one, "numFmtId")] = ours[code]
        return found

    def _in_rules(self) -> list[Element]:
        """Return the number formats that conditional formats bring along."""
        return [one for dxf in self.entries("dxfs") for one in dxf if local(one) == "numFmt"]

    def _adopt_list(self, name: str, wanted: list[Element]) -> list[int]:
        places: dict[tuple[Any, ...], int] = {}
        for index, one in enumerate(self.entries(name)):
            places.setdefault(key(one), index)
        count, found = len(self.entries(name)), []
        for one in wanted:
            meaning = key(one)
            if meaning not in places:
                places[meaning] = count
                count += 1
                self._append(name, deepcopy(one))
            found.append(places[meaning])
        return found

    def _append(self, name: str, entry: Element) -> None:
        entries = child(self.root, name)
        if entries is None:
            entries = add_child(self.root, name, {"count": "0"}, ORDER[: ORDER.index(name)])
        entries.append(entry)

    def _normal(self) -> int:
        """Return which of `cellStyleXfs` is the Normal style."""
        normal = (one for one in self.entries("cellStyles") if one.get("builtinId") == "0")
        return next((_number(one, "xfId") for one in normal), 0)


def _renumber(element: Element, name: str, numbers: dict[int, int]) -> None:
    number = _number(element, name)
    element.set(name, str(numbers.get(number, number)))


def _number(element: Element, name: str) -> int:
    """Return a number of an element, 0 where it is missing."""
    text = element.get(name, "0").strip()
    return int(text) if text.isdecimal() else 0
