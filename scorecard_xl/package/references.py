"""Who else in the workbook refers to a tab: formulas in cells, names, charts, rules and lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from io import BytesIO

from lxml import etree
from msgspec import Struct

from .book import Book, Tab
from .draft import Draft
from .formulas import quoted, refers_to, renamed
from .xml import OFFICE, Element, local, parse, serialised

# Elements whose text is a formula, in sheets, charts and drawings; the last ones in those of old controls.
FORMULAS = set(
    "f formula formula1 formula2 definedName calculatedColumnFormula totalsRowFormula "
    "FmlaLink FmlaRange FmlaPict FmlaTxbx FmlaGroup".split()
)
# Attributes that are formulas, of text boxes and of controls. Links don't count: they calculate nothing.
FORMULAS_ASIDE = "textlink fmlaLink fmlaRange fmlaTxbx fmlaGroup linkedCell listFillRange".split()
# Elements whose attribute `sheet` is a sheet's plain name, of pivot tables and consolidations.
SHEETS_ASIDE = {"worksheetSource", "rangeSet", "dataRef"}
# What a part is to an officer, by its folder.
SORTS = {
    "charts": "a chart",
    "chartsheets": "a chart",
    "pivotCache": "a pivot table",
    "drawings": "a text box",
    "ctrlProps": "a form control",
    "tables": "a table",
}
READ = (".xml", ".vml")


class Reference(Struct, frozen=True):
    """What refers to a tab: a name, a cell of a sheet (all cells of an array formula), or something else.

    `words` say it to an officer; `cells` is "" for what is no formula in a cell.
    """

    words: str
    name: str = ""
    chart: bool = False
    sheet: str = ""
    cells: str = ""
    array: bool = False


def who_refers(book: Book, tab: Tab, leaving: Collection[str]) -> Iterator[str]:
    """Yield in words what refers to a tab from outside `leaving`, the parts that go together with it."""
    return (reference.words for reference in references(book, [tab], leaving))


def references(book: Book, tabs: Sequence[Tab], leaving: Collection[str]) -> Iterator[Reference]:
    """Yield what refers to any of some tabs from outside `leaving`, the parts that go together with them."""
    names = [tab.name for tab in tabs]
    if not names:
        return

    def refer(formulas: Sequence[str]) -> bool:
        return any(refers_to(formula, name) for formula in formulas for name in names)

    for element in book.root.iter("{*}definedName"):
        scope_goes = any(element in book.names_of(one) for one in book.tabs() if one.part in leaving)
        if not scope_goes and refer([element.text or ""]):
            name = element.get("name", "")
            yield Reference(f"the name {name}", name=name)
    titles = {one.part.casefold(): one.name for one in book.tabs()}
    inside = [_plainest(name) for name in names]
    for part in sorted(book.draft.reachable()):
        if part in leaving or part == book.part or not part.casefold().endswith(READ):
            continue
        xml = book.draft.read(part)
        lower = xml.lower()
        if not any(one in lower for one in inside):  # a quick look first
            continue
        # What Excel writes of old shapes (.vml) is not always XML.
        found = etree.iterparse(BytesIO(xml), resolve_entities=False, no_network=True, recover=True)
        shared: set[str] = set()
        for _, element in found:
            # Of formulas that cells share only the first one is spelt out.
            follows = element.get("t") == "shared" and not element.text and element.get("si") in shared
            if not follows and not refer(_formulas_of(element)):
                continue
            if element.get("t") == "shared":
                shared.add(element.get("si", ""))
            sheet, cell = titles.get(part.casefold(), ""), _cell_of(element)
            array = bool(sheet and cell) and element.get("t") == "array"
            yield Reference(
                _in_words(part, sheet, cell),
                chart=part.rpartition("/")[0].rpartition("/")[2] == "charts",
                sheet=sheet,
                cells=element.get("ref", cell) if array else cell,
                array=array,
            )


def who_shows(book: Book, names: Sequence[str], most: int = 6) -> list[str]:
    """Return cells of the officer's sheets whose formulas refer to tabs of ours, `most` at most.

    What Excel calculated for them is in the file and stays as it was, until Excel calculates it anew.
    """
    if not names:
        return []
    needles = [name.encode() + end for name in map(_in_xml, names) for end in (b"!", b"'!")]
    found: list[str] = []
    for tab in book.tabs():
        if tab.part in book.draft and not book.marker(tab) and _holds(book.draft, tab.part, needles):
            xml = BytesIO(book.draft.read(tab.part))
            for _, element in etree.iterparse(xml, tag="{*}f", resolve_entities=False, no_network=True):
                cell = _cell_of(element)
                if cell and any(refers_to(element.text or "", name) for name in names):
                    found.append(f"{quoted(tab.name)}!{cell}")
                if len(found) == most:
                    return found
    return found


def _holds(draft: Draft, part: str, needles: Sequence[bytes]) -> bool:
    """Whether a part holds one of some words; it is unpacked in small steps, since it may be large."""
    longest = max(map(len, needles))
    end = b""
    for step in draft.package.beginning(part):
        step = end + step
        # Most sheets have no formula that leads elsewhere, so that one look is enough.
        if b"!" in step and any(needle in step for needle in needles):
            return True
        end = step[-longest:]
    return False


def _plainest(name: str) -> bytes:
    """Return the longest piece of a name that is the same however it is written, but for its case."""
    return max(re.findall("[A-Za-z0-9 ]+", name), key=len, default="").lower().encode()


def _in_xml(name: str) -> str:
    return name.replace("'", "''").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def follow(draft: Draft, part: str, old: str, new: str) -> None:
    """Let a tab, and what is drawn on it, refer to itself by its new name."""
    waiting, seen = [part], set()
    while waiting:
        one = waiting.pop()
        if one in seen or one not in draft or not one.casefold().endswith(READ):
            continue
        seen.add(one)
        if _plainest(old) in (xml := draft.read(one)).lower():
            with suppress(SyntaxError):  # what Excel writes of old shapes (.vml) is not always XML
                root = parse(xml)
                if _rename(root, old, new):
                    draft.write(one, serialised(root))
        waiting += [relation.part for relation in draft.relations(one).internal()]


def _rename(root: Element, old: str, new: str) -> bool:
    """Give a sheet another name wherever a part names it; whether it does."""
    found = False
    for element in root.iter():
        if not any(refers_to(formula, old) for formula in _formulas_of(element)):
            continue
        found = True
        if local(element) in FORMULAS:
            element.text = renamed(element.text or "", old, new)
        for name in FORMULAS_ASIDE:
            if name in element.attrib:
                element.set(name, renamed(element.get(name), old, new))
        if local(element) in SHEETS_ASIDE:
            element.set("sheet", new)
    return found


def _formulas_of(element: Element) -> list[str]:
    """Return the formulas that an element holds; the name of a sheet is spelt as one."""
    name = local(element)
    found = [element.text] if name in FORMULAS and element.text else []
    found += [element.get(one) for one in FORMULAS_ASIDE if one in element.attrib]
    if name in SHEETS_ASIDE and not _leads_outside(element):
        found.append(quoted(element.get("sheet", "")) + "!")
    return found


def _leads_outside(element: Element) -> bool:
    return f"{{{OFFICE}}}id" in element.attrib


def _cell_of(element: Element) -> str:
    """Return the address of the cell in which an element stands, "" for one that stands in none."""
    cell = element.getparent()
    return "" if cell is None or local(cell) != "c" else str(cell.get("r", ""))


def _in_words(part: str, sheet: str, cell: str) -> str:
    if sheet:
        return f"{sheet}!{cell}" if cell else f"a rule or list on {sheet}"
    if part.casefold().endswith(".vml"):
        return "a form control"
    return SORTS.get(part.rpartition("/")[0].rpartition("/")[2], f"part {part}")
