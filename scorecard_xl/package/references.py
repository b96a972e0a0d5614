"""Who else in the workbook refers to a tab: formulas in cells, names, charts, rules and lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from io import BytesIO

from lxml import etree

from .book import Book, Tab
from .draft import Draft
from .formulas import quoted, refers_to, renamed
from .xml import Element, local, parse, serialised

# Elements whose text is a formula, in sheets, charts, drawings and pivot tables.
FORMULAS = set("f formula formula1 formula2 definedName calculatedColumnFormula totalsRowFormula".split())
# Attributes that hold one, of text boxes and of form controls; and those that name a sheet outright.
FORMULAS_SAID = ("textlink", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")
SHEET_SAID = {"worksheetSource", "rangeSet", "dataRef"}  # of pivot tables and consolidations
# What a part is to an officer, by its folder.
SORTS = {
    "charts": "a chart",
    "pivotCache": "a pivot table",
    "drawings": "a text box",
    "ctrlProps": "a form control",
}


def who_refers(book: Book, tab: Tab, leaving: Collection[str]) -> Iterator[str]:
    """Yield in words what refers to a tab from outside `leaving`, the parts that go together with it."""
    name = tab.name
    for element in book.root.iter("{*}definedName"):
        scope_goes = any(element in book.names_of(one) for one in book.tabs() if one.part in leaving)
        if not scope_goes and refers_to(element.text or "", name):
            yield f"the name {element.get('name')}"
    titles = {one.part.casefold(): one.name for one in book.tabs()}
    inside = _in_xml(name).encode().lower()
    for part in sorted(book.draft.reachable()):
        if part in leaving or part == book.part or not part.casefold().endswith(".xml"):
            continue
        xml = book.draft.read(part)
        if inside not in xml.lower():  # a quick look first
            continue
        for element, formula in _formulas(xml):
            if refers_to(formula, name):
                cell = element.getparent()
                at = cell.get("r") or "" if cell is not None and local(cell) == "c" else ""
                yield _in_words(part, titles.get(part.casefold(), ""), at)


def who_shows(book: Book, names: Sequence[str], most: int = 6) -> list[str]:
    """Return cells of the officer's sheets whose formulas refer to tabs of ours, `most` at most.

    What Excel calculated for them is in the file and stays as it was, until Excel calculates it anew.
    """
    needles = [name.encode() + end for name in map(_in_xml, names) for end in (b"!", b"'!")]
    found: list[str] = []
    for tab in book.tabs():
        if tab.part in book.draft and not book.marker(tab) and _holds(book.draft, tab.part, needles):
            for element, formula in _formulas(book.draft.read(tab.part)):
                cell = element.getparent()
                if (
                    any(refers_to(formula, name) for name in names)
                    and cell is not None
                    and local(cell) == "c"
                ):
                    found.append(f"{quoted(tab.name)}!{cell.get('r')}")
                if len(found) == most:
                    return found
    return found


def _holds(draft: Draft, part: str, needles: Sequence[bytes]) -> bool:
    """Whether a part holds one of some words; it is unpacked in small steps, since it may be large."""
    longest = max(map(len, needles), default=0)
    end = b""
    for step in draft.package.beginning(part):
        step = end + step
        if any(needle in step for needle in needles):
            return True
        end = step[-longest:]
    return False


def _in_xml(name: str) -> str:
    return name.replace("'", "''").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def follow(draft: Draft, part: str, old: str, new: str) -> None:
    """Let a tab, and what is drawn on it, refer to itself by its new name."""
    waiting, seen = [part], set()
    while waiting:
        one = waiting.pop()
        if one in seen or one not in draft or not one.casefold().endswith(".xml"):
            continue
        seen.add(one)
        root = parse(draft.read(one))
        for element in root.iter():
            if local(element) in FORMULAS and element.text:
                element.text = renamed(element.text, old, new)
        draft.write(one, serialised(root))
        waiting += [relation.part for relation in draft.relations(one).internal()]


def _formulas(xml: bytes) -> Iterator[tuple[Element, str]]:
    """Yield the elements that hold a formula, each with it."""
    for _, element in etree.iterparse(BytesIO(xml), resolve_entities=False, no_network=True):
        name = local(element)
        if name in FORMULAS:
            yield element, element.text or ""
        elif name in SHEET_SAID and element.get("sheet"):
            yield element, quoted(element.get("sheet")) + "!A1"
        else:
            for said in FORMULAS_SAID:
                if formula := element.get(said):
                    yield element, formula


def _in_words(part: str, sheet: str, cell: str) -> str:
    if sheet:
        return f"{sheet}!{cell}" if cell else f"a rule or list on {sheet}"
    return SORTS.get(part.rpartition("/")[0].rpartition("/")[2], f"part {part}")
