"""Who else in the workbook refers to a tab: formulas in cells, names, charts, rules and lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from io import BytesIO

from lxml import etree

from .book import Book, Tab
from .draft import Draft
from .formulas import refers_to, renamed
from .xml import Element, local, parse, serialised

# Elements whose text is a formula, in sheets, charts, drawings and pivot tables.
FORMULAS = set("f formula formula1 formula2 definedName calculatedColumnFormula totalsRowFormula".split())
# What a part is to an officer, by its folder.
SORTS = {"charts": "a chart", "pivotCache": "a pivot table"}


def who_refers(book: Book, tab: Tab, leaving: Collection[str]) -> Iterator[str]:
    """Yield in words what refers to a tab from outside `leaving`, the parts that go together with it."""
    name = tab.name
    for element in book.root.iter("{*}definedName"):
        scope_goes = any(element in book.names_of(one) for one in book.tabs() if one.part in leaving)
        if not scope_goes and refers_to(element.text or "", name):
            yield f"the name {element.get('name')}"
    titles = {one.part.casefold(): one.name for one in book.tabs()}
    inside = name.replace("'", "''").encode()
    for part in sorted(book.draft.reachable()):
        if part in leaving or part == book.part or not part.casefold().endswith(".xml"):
            continue
        xml = book.draft.read(part)
        # A quick look first; in XML an ampersand in a name is written out.
        if inside.replace(b"&", b"&amp;").lower() not in xml.lower():
            continue
        for element in _formulas(xml):
            if refers_to(element.text or "", name):
                cell = element.getparent()
                at = cell.get("r") or "" if cell is not None and local(cell) == "c" else ""
                yield _in_words(part, titles.get(part.casefold(), ""), at)


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


def _formulas(xml: bytes) -> Iterator[Element]:
    for _, element in etree.iterparse(BytesIO(xml), resolve_entities=False, no_network=True):
        if local(element) in FORMULAS:
            yield element


def _in_words(part: str, sheet: str, cell: str) -> str:
    if sheet:
        return f"{sheet}!{cell}" if cell else f"a rule or list on {sheet}"
    return SORTS.get(part.rpartition("/")[0].rpartition("/")[2], f"part {part}")
