"""Our tabs as they were rendered: a small workbook of our own, whose sheets are taken over part by part.

Its XML is our own renderer's, in a form that is known to the letter. So it is changed by search and
replace: a tree of a large scorecard would take ten times its size in memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

from lxml import etree
from msgspec import Struct

from .book import Book, Tab
from .contents import Contents, decoded, normal, number
from .draft import Draft
from .parts import Package
from .record import PROPERTY
from .styles import Adopted, StyleSheet
from .xml import child, parse

_STRING = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_CELL = re.compile(rb"<c r=\"([A-Z]+[0-9]+)\"(?: s=\"([0-9]+)\")?( t=\"s\"><v>([0-9]+)</v>)?")
_TEXT = re.compile(rb"<t(?: [^>]*)?>([^<]*)</t>")
_VALUE = re.compile(
    rb"<c r=\"([A-Z]+[0-9]+)\"(?: s=\"[0-9]+\")?"
    rb"(?: t=\"s\"><v>([0-9]+)</v>|(?: t=\"str\")?><f>(.*?)</f>|><v>([^<]*)</v>)"
)
_STYLED_ROW = re.compile(rb"<row [^>]*\ss=\"")
_WIDTH = re.compile(rb"(<col [^>]*?\bwidth=\")([0-9.]+)(\"[^>]*>)")
_RULE = re.compile(rb"(<cfRule [^>]*?\bdxfId=\")([0-9]+)(\")")
_LAST = re.compile(rb"<col [^>]*?\bmax=\"([0-9]+)\"")
_SELECTED = re.compile(rb" tabSelected=\"1\"")
# What stands after a sheet's custom properties. ECMA-376 part 1, 18.3.1.99
_AFTER_PROPERTIES = re.compile(
    rb"<(?:cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|picture|oleObjects"
    rb"|controls|webPublishItems|tableParts|extLst|/worksheet)\b"
)
LAST_COLUMN = 16_384
WIDEST = 255  # characters, in Excel


class Stays(Struct, frozen=True):
    """What a tab keeps when it is replaced: its name in macros ("" for none) and its protection, as XML."""

    code_name: str = ""
    protection: bytes = b""


def stays_of(xml: bytes) -> Stays:
    """Return what an old tab hands on to the new one."""
    if b"codeName" not in xml and b"sheetProtection" not in xml:
        return Stays()
    sheet = parse(xml)
    properties, protection = child(sheet, "sheetPr"), child(sheet, "sheetProtection")
    return Stays(
        "" if properties is None else str(properties.get("codeName", "")),
        b"" if protection is None else etree.tostring(protection, with_tail=False),
    )


class Donor:
    """The rendered workbook: its tabs, and the look of each in another workbook."""

    def __init__(self, content: bytes) -> None:
        self.draft = Draft(Package("the rendered scorecard", BytesIO(content)))
        self.book = Book(self.draft)
        self.styles: StyleSheet = self.book.styles()
        part = self.book.related("sharedStrings")
        self._strings: Sequence[bytes] = _STRING.findall(self.draft.read(part)) if part else ()
        self._texts = [decoded(_plain(b"".join(_TEXT.findall(string)))) for string in self._strings]

    def sheet(
        self,
        part: str,
        adopted: Adopted,
        widths: float,
        *,
        selected: bool,
        stays: Stays,
        property_link: str,
        bare: bool = False,
    ) -> bytes:
        """Return a sheet as it is to stand in the officer's workbook.

        `widths` multiplies the columns' widths, `selected` says whether its tab is in front,
        `stays` is what the officer gave the tab that it replaces, `bare` whether
        cells without anything need our look too, `property_link` the relationship of the
        record that it keeps.
        """
        xml = self.draft.read(part)
        head, start, rest = xml.partition(b"<sheetData")
        data, end, tail = rest.rpartition(b"</sheetData>")
        assert not _STYLED_ROW.search(data), "rows of ours have no format of their own"
        head = self._head(head, widths, selected, stays.code_name)
        if bare:
            head = _with_look(head, adopted.cells[0])
        data, tail = self._cells(data, adopted.cells), _tail(tail, adopted.conditional, property_link)
        return head + start + data + end + stays.protection + tail

    def contents(self, part: str) -> Contents:
        """Return what stands in a sheet, just as `contents.contents` would read it where it is to stand."""
        found = {}
        for cell, string, formula, figure in _VALUE.findall(self.draft.read(part)):
            if string:
                text = self._texts[int(string)]
            elif figure:
                text = number(figure.decode())
            else:
                text = normal(_plain(formula))
            if text:
                found[cell.decode()] = text
        return found

    def local_names(self, tab: Tab) -> list[tuple[str, str, bool]]:
        """Return the names that belong to a tab, its print area and titles: name, formula, hidden."""
        return [
            (str(name.get("name")), name.text or "", name.get("hidden") == "1")
            for name in self.book.names_of(tab)
        ]

    def _head(self, head: bytes, widths: float, selected: bool, code_name: str) -> bytes:
        if not selected:
            head = _SELECTED.sub(b"", head)
        elif not _SELECTED.search(head):
            head = head.replace(b"<sheetView ", b'<sheetView tabSelected="1" ', 1)
        if code_name:
            given = b'<sheetPr codeName="' + _attribute(code_name) + b'"'
            if b"<sheetPr" in head:
                head = head.replace(b"<sheetPr", given, 1)
            else:
                head = head.replace(b"<dimension", given + b"/><dimension", 1)
        return _WIDTH.sub(lambda m: m[1] + b"%.8g" % min(WIDEST, float(m[2]) * widths) + m[3], head)

    def _cells(self, data: bytes, formats: Sequence[int]) -> bytes:
        def cell(match: re.Match[bytes]) -> bytes:
            start = b'<c r="%b" s="%d"' % (match[1], formats[int(match[2] or 0)])
            if match[3] is None:
                return start
            return start + b' t="inlineStr"><is>' + self._strings[int(match[4])] + b"</is>"

        return _CELL.sub(cell, data)


def _with_look(head: bytes, look: int) -> bytes:
    """Give every column a format, for the cells that have none of their own."""
    last = max((int(n) for n in _LAST.findall(head)), default=0)
    head = head.replace(b"<col ", b'<col style="%d" ' % look)
    rest = b'<col style="%d" min="%d" max="%d" width="9"/>' % (look, last + 1, LAST_COLUMN)
    if b"</cols>" in head:
        return head.replace(b"</cols>", rest + b"</cols>")
    return head + b"<cols>" + rest + b"</cols>"


def _tail(tail: bytes, rules: Sequence[int], property_link: str) -> bytes:
    tail = _RULE.sub(lambda m: m[1] + b"%d" % rules[int(m[2])] + m[3], tail)
    # Rules may hold extensions of their own, which are not the sheet's.
    place = _AFTER_PROPERTIES.search(tail, tail.rfind(b"</conditionalFormatting>") + 1)
    assert place is not None, "a worksheet ends"
    own = (
        f'<customProperties><customPr name="{PROPERTY}" r:id="{property_link}"/></customProperties>'.encode()
    )
    return tail[: place.start()] + own + tail[place.start() :]


def _plain(text: bytes) -> str:
    return (
        text.decode().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    )


def _attribute(text: str) -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return escaped.encode()
