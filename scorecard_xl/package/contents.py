"""What stands in a tab, so that an edit by hand is seen whatever program saved the workbook since.

Texts, figures and formulas count, and what lies on the sheet (drawings, comments); looks, widths and
filters don't: Excel itself writes those anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from hashlib import blake2b
from io import BytesIO

from lxml import etree
from msgspec import Struct

from ..errors import column_letters
from .draft import Draft
from .xml import Element, local

# What programs add to a sheet of their own accord.
NOT_COUNTED = {"printerSettings", "customProperty"}
ON_THE_SHEET = ""  # the address under which `Contents` keeps what lies on the sheet
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Contents = dict[str, str]  # by address (E14), what stands there
Prints = dict[str, str]  # by address, a checksum of what stood there


class Edit(Struct, frozen=True):
    """One cell that is not as we wrote it; `now` is "" where it is empty, `was_empty` where it was."""

    cell: str
    now: str
    was_empty: bool = False


def contents(draft: Draft, part: str, strings: SharedStrings) -> Contents:
    """Return what stands in a sheet. Empty cells have no entry."""
    return {**dict(_cells(draft.read(part), strings)), **on_the_sheet(draft, part)}


def digest(of: Contents) -> str:
    """Return 16 hexadecimal digits that change with anything in a sheet."""
    text = "\x1e".join(f"{cell}\x1f{value}" for cell, value in sorted(of.items()))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def prints(of: Contents) -> Prints:
    """Return what is kept of a sheet to know it by: who clears a figure by hand must not leave it behind."""
    return {cell: _print(cell, value) for cell, value in of.items()}


def edits(was: Prints, now: Contents) -> list[Edit]:
    """Return the cells that are not as they were, row by row."""
    printed = prints(now)
    cells = [cell for cell in was.keys() | printed.keys() if was.get(cell) != printed.get(cell)]
    return [Edit(cell, now.get(cell, ""), cell not in was) for cell in sorted(cells, key=_place)]


class SharedStrings:
    """The workbook's shared strings, read when the first one is asked for; "" where there is none."""

    def __init__(self, draft: Draft, part: str) -> None:
        self._draft, self._part = draft, part
        self._texts: list[str] | None = None

    def __getitem__(self, index: int) -> str:
        if self._texts is None:
            self._texts = []
            if self._part in self._draft:
                for _, element in etree.iterparse(BytesIO(self._draft.read(self._part)), tag="{*}si"):
                    self._texts.append(_text(element))
                    element.clear()
        return self._texts[index] if 0 <= index < len(self._texts) else ""


def _cells(xml: bytes, strings: SharedStrings) -> Iterator[tuple[str, str]]:
    row = column = 0
    for _, element in etree.iterparse(BytesIO(xml), tag=("{*}c", "{*}row")):
        if element.tag.endswith("}row"):
            row, column = row + 1, 0
            element.clear()
            continue
        column += 1
        if len(element) and (value := _value(element, strings)):
            yield element.get("r") or f"{column_letters(column)}{row + 1}", value


def _value(cell: Element, strings: SharedStrings) -> str:
    space = cell.tag[:-1]  # the namespace, which the parts of a cell share with it
    kind, formula, value = cell.get("t", "n"), cell.find(space + "f"), cell.find(space + "v")
    if formula is not None:
        return normal(formula.text or "")
    if kind == "inlineStr":
        text = cell.find(space + "is")
        return "" if text is None else _text(text)
    written = "" if value is None else value.text or ""
    if kind == "s":
        return strings[int(written)] if written.isdecimal() else ""
    return number(written) if kind == "n" and written else decoded(written)


def _text(element: Element) -> str:
    """Return the text of a string without its looks and without how it is pronounced."""
    if element.find("{*}rPh") is not None:
        element = deepcopy(element)
        for spoken in element.findall("{*}rPh"):
            element.remove(spoken)
    return decoded("".join(element.itertext("{*}t", with_tail=False)))


def number(written: str) -> str:
    """Return a number as it counts: Excel keeps 15 digits."""
    try:
        return f"{float(written):.15g}"
    except ValueError:
        return written


def normal(formula: str) -> str:
    """Return a formula as it counts: Excel writes its spaces, apostrophes and case anew."""
    return "=" + re.sub(r"[\s']", "", formula).casefold()


def decoded(text: str) -> str:
    """Return a text with the characters that XML can't hold, and one sort of line ends."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def on_the_sheet(draft: Draft, part: str) -> Contents:
    """Return in words what lies on a sheet, such as "drawing 3", under an address of its own."""
    counts: dict[str, int] = {}
    for relation in draft.relations(part).internal():
        if relation.kind not in NOT_COUNTED and relation.part in draft:
            anchors = 1
            if relation.kind == "drawing":
                anchors = sum(local(one).endswith("Anchor") for one in draft.tree(relation.part))
            counts[relation.kind] = counts.get(relation.kind, 0) + anchors
    counts = {kind: count for kind, count in counts.items() if count}  # LibreOffice adds empty drawings
    words = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    return {ON_THE_SHEET: words} if words else {}


def _print(cell: str, value: str) -> str:
    return blake2b(f"{cell}\x1f{value}".encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _place(cell: str) -> tuple[int, int, str]:
    letters = cell.rstrip("0123456789")
    row = cell[len(letters) :]
    return int(row or 0), len(letters), letters
