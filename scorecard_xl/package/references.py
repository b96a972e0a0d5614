"""Who else in the workbook refers to a tab: formulas in cells, names, charts, rules and lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import islice

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
# Folders of what officers and programs keep in a workbook besides, written as they like.
BESIDE = ("customxml/", "docprops/")
# What may belong to others besides the tab that leads to it.
SHARED = ("pivotcache", "pivottables", "slicer", "timeline")


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
    going = {own for one in book.tabs() if one.part in leaving for own in book.names_of(one)}
    for element in book.root.iter("{*}definedName"):
        if element not in going and any(refers_to(element.text or "", name) for name in names):
            title = str(element.get("name", ""))
            yield Reference(f"the name {title}", name=title)
    titles = {one.part.casefold(): one.name for one in book.tabs()}
    for part in sorted(calculating(book.draft)):
        if part not in leaving and part != book.part:
            sheet = titles.get(part.casefold(), "")
            for cell, area in _referring(book.draft, part, names):
                yield Reference(
                    _in_words(part, sheet, cell),
                    chart=part.rpartition("/")[0].rpartition("/")[2] == "charts",
                    sheet=sheet,
                    cells=(area or cell) if sheet and cell else "",
                    array=bool(sheet and cell and area),
                )


def calculating(draft: Draft) -> set[str]:
    """Return the parts that may hold formulas and formats of this workbook, of those that lead somewhere."""
    parts = ((name, name.casefold()) for name in draft.reachable())
    return {name for name, plain in parts if plain.endswith(READ) and not plain.startswith(BESIDE)}


def _referring(draft: Draft, part: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield, for each formula of a part that refers to one of the tabs, its cell and its array's area.

    "" for a formula that stands in no cell, and for one that is no array.
    """
    if not _holds(draft, part, [_plainest(name) for name in names]):
        return
    # What Excel writes of old shapes (.vml) is not always XML.
    parsed = etree.iterparse(BytesIO(draft.read(part)), resolve_entities=False, no_network=True, recover=True)
    shared: set[str] = set()
    for _, element in parsed:
        if local(element) == "row":
            element.clear()
            continue
        # Of formulas that cells share only the first one is spelt out.
        kind = element.get("t")
        follows = kind == "shared" and not element.text and element.get("si") in shared
        formulas = _formulas_of(element)
        if follows or any(refers_to(formula, name) for formula in formulas for name in names):
            if kind == "shared":
                shared.add(element.get("si", ""))
            yield _cell_of(element), str(element.get("ref", "")) if kind == "array" else ""


def who_shows(book: Book, names: Sequence[str], most: int = 6) -> list[str]:
    """Return cells of the officer's sheets whose formulas refer to tabs of ours, `most` at most.

    What Excel calculated for them is in the file and stays as it was, until Excel calculates it anew.
    """
    words = [_plainest(name) for name in names]
    cells = (
        f"{quoted(tab.name)}!{cell}"
        for tab in book.tabs()
        if tab.part in book.draft
        and not book.marker(tab)
        and _holds(book.draft, tab.part, words, beside=b"!")
        for cell, _ in _referring(book.draft, tab.part, names)
        if cell
    )
    return list(islice(cells, most)) if names else []


def _holds(draft: Draft, part: str, words: Sequence[bytes], beside: bytes = b"") -> bool:
    """Whether a part holds one of some words; it is unpacked in small steps, since it may be large.

    `beside` is what stands there where a word does: looking for it first takes a quarter of the time.
    """
    longest = max(map(len, words))
    end = b""
    for step in draft.steps(part):
        step = end + step
        if beside in step and any(word in step.lower() for word in words):
            return True
        end = step[-longest:]
    return False


def _plainest(name: str) -> bytes:
    """Return the longest piece of a name that is the same however it is written, but for its case."""
    return max(re.findall("[A-Za-z0-9 ]+", name), key=len, default="").lower().encode()


def follow(draft: Draft, part: str, old: str, new: str) -> None:
    """Let a tab, and what is drawn on it, refer to itself by its new name."""
    waiting, seen = [part], set()
    while waiting:
        one = waiting.pop()
        if one in seen or one not in draft or not one.casefold().endswith(READ):
            continue
        seen.add(one)
        if any(shared in one.casefold() for shared in SHARED):
            continue
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
        return f"{quoted(sheet)}!{cell}" if cell else f"a rule or list on {sheet}"
    if part.casefold().endswith(".vml"):
        return "a form control"
    return SORTS.get(part.rpartition("/")[0].rpartition("/")[2], f"part {part}")
