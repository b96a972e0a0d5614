"""What a build has to leave as it was, told by lines that share nothing with the package's own.

Every function compares the officer's workbook `before` the first build with one `after` any number of
builds, and returns a sentence a fault, none where all is well.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZipFile

from lxml import etree

from tools.zips import Kept, kept

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MARKER = "_scorecard_xl"
LISTS = ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs")
TYPES = "[Content_Types].xml"


class Parts(Mapping[str, bytes]):
    """The parts by name, each unpacked when it is asked for: one that is damaged may never be."""

    def __init__(self, content: bytes) -> None:
        self._package = ZipFile(BytesIO(content))
        self._names = list(self._package.namelist())

    def __getitem__(self, name: str) -> bytes:
        return self._package.read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass
class Opened:
    """A package, and where its lists stand."""

    content: bytes
    parts: "Parts" = field(init=False)

    def __post_init__(self) -> None:
        self.parts = Parts(self.content)
        self.lower = {name.casefold(): name for name in self.parts}
        self.workbook = self.led_to("", "officeDocument")
        self.rels = _rels_of(self.workbook)
        self.styles = self.led_to(self.workbook, "styles")
        self.chain = self.led_to(self.workbook, "calcChain")
        self.app = self.led_to("", "extended-properties")

    def related(self, part: str) -> list[tuple[str, str, str]]:
        """Id, last word of the type and part of each internal relationship."""
        rels = self.lower.get(_rels_of(part).casefold())
        if rels is None:
            return []
        found = []
        for one in etree.fromstring(self.parts[rels]):
            if isinstance(one.tag, str) and one.get("TargetMode") != "External":
                target = normpath(join("/" + dirname(part), one.get("Target", ""))).lstrip("/")
                kind = one.get("Type", "").rpartition("/")[2]
                found.append((one.get("Id", ""), kind, self.lower.get(target.casefold(), "")))
        return found

    def led_to(self, part: str, kind: str) -> str:
        return next((target for _, one, target in self.related(part) if one == kind and target), "")

    def tree(self, part: str) -> Any:
        return etree.fromstring(self.parts[part])

    def sheets(self) -> list[Any]:
        return list(self.tree(self.workbook).iterfind("{*}sheets/{*}sheet"))

    def names(self) -> list[Any]:
        return list(self.tree(self.workbook).iterfind("{*}definedNames/*"))

    def marked(self) -> dict[str, Any]:
        """The tabs with a marker by their names, copies too."""
        sheets = self.sheets()
        places = {int(name.get("localSheetId", "-1")) for name in self.names() if name.get("name") == MARKER}
        return {one.get("name", ""): one for place, one in enumerate(sheets) if place in places}

    def reached(self, from_: Iterable[str]) -> set[str]:
        """All parts that these lead to, and they themselves, with their relationships."""
        found, waiting = set(), list(from_)
        while waiting:
            part = waiting.pop()
            if part and part not in found:
                found.add(part)
                waiting += [target for _, _, target in self.related(part)]
        return found | {
            self.lower[rels] for part in found if (rels := _rels_of(part).casefold()) in self.lower
        }

    def ours(self) -> set[str]:
        """The parts of our tabs."""
        links = {sheet.get(f"{{{OFFICE}}}id") for sheet in self.marked().values()}
        return self.reached(part for id_, _, part in self.related(self.workbook) if id_ in links)


def touched(before: bytes, after: bytes) -> list[str]:
    """Parts whose stored bytes changed though no build may touch them; parts that nobody asked for."""
    old, new = Opened(before), Opened(after)
    may = {TYPES, old.workbook, old.rels, old.styles, old.chain, old.app} - {""}
    was, now = _by_name(kept(before)), _by_name(kept(after))
    found = [f"{name} is gone" for name in was.keys() - now.keys() - {old.chain}]
    found += [f"{name} is not as it was" for name in was.keys() & now.keys() - may if was[name] != now[name]]
    free = new.ours() | ({new.styles} if not old.styles else set()) | {new.rels}
    found += [f"{name} is new and no part of our tabs" for name in now.keys() - was.keys() - free]
    order = [name for name in was if name in now]
    if order != [name for name in now if name in was]:
        found.append("the parts stand in another order")
    return sorted(found)


def lost_entries(before: bytes, after: bytes) -> list[str]:
    """What is not as it was in the lists that a build adds to, once our own entries are left out."""
    old, new = Opened(before), Opened(after)
    found = []
    for what, of in {
        "content types": _types,
        "workbook": _workbook,
        "its relationships": _relationships,
        "formats": _formats,
        "document properties": _properties,
    }.items():
        was, now = of(old, old), of(new, old)
        for one, other in zip(was, now, strict=False):
            if one != other:
                found.append(f"{what}: {one!r} has become {other!r}")
                break
        else:
            if len(was) != len(now):
                more = (was[len(now) :] or now[len(was) :])[0]
                found.append(f"{what}: {len(was)} entries have become {len(now)}: {more!r}")
    if old.chain and (new.parts.get(old.chain) != old.parts[old.chain]):
        found.append("the calculation chain is another")
    return found


def left_behind(before: bytes, after: bytes) -> list[str]:
    """What is not as it was once our tabs are out: canonical XML of the lists, all else byte by byte."""
    old, new = Opened(before), Opened(after)
    canonical = {TYPES, old.workbook, old.rels, old.styles} - {""}
    was, now = _by_name(kept(before)), _by_name(kept(after))
    found = [f"{name} is gone" for name in was.keys() - now.keys()]
    found += [f"{name} has stayed" for name in now.keys() - was.keys()]
    for name in was.keys() & now.keys():
        if name in canonical:
            if _c14n(old.parts[name]) != _c14n(new.parts[name]):
                found.append(f"{name} is another as canonical XML")
        elif name in {old.app, old.chain}:
            if old.parts[name] != new.parts[name]:
                found.append(f"{name} holds other bytes")
        elif was[name] != now[name]:
            found.append(f"{name} is not as it was")
    if list(was) != list(now) and not found:
        found.append("the parts stand in another order")
    return sorted(found)


def beyond(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """The sentences that come up in `after` more often than in `before`; places in lists don't count."""

    def plain(sentence: str) -> str:
        return re.sub(r"\[\d+\]", "", sentence)

    return sorted((Counter(map(plain, after)) - Counter(map(plain, before))).elements())


def unsound_front(content: bytes) -> list[str]:
    """What is wrong with the tab in front, and with those that are selected."""
    book = Opened(content)
    sheets = book.sheets()
    parts = {id_: part for id_, _, part in book.related(book.workbook)}
    views = list(book.tree(book.workbook).iterfind("{*}bookViews/{*}workbookView"))
    active = int(views[0].get("activeTab", "0")) if views else 0
    found = []
    if not active < len(sheets):
        return ["the tab in front is not there"]
    selected = []
    for place, sheet in enumerate(sheets):
        part = parts.get(sheet.get(f"{{{OFFICE}}}id", ""), "")
        chosen = part and book.tree(part).iterfind("{*}sheetViews/{*}sheetView")
        if chosen and any(view.get("tabSelected") in ("1", "true") for view in chosen):
            selected.append(place)
    if sheets[active].get("state", "visible") != "visible":
        found.append(f"{sheets[active].get('name')} is in front and hidden")
    if set(selected) - {active}:
        found.append(f"tabs {selected} are selected while {active} is in front")
    return found


def sizes(content: bytes) -> dict[str, int]:
    """What must not grow: the number of parts, the lists of formats, the names, the file."""
    book = Opened(content)
    styles = book.tree(book.styles)
    found = {name: len(styles.findall(f"{{*}}{name}/*")) for name in LISTS}
    return {**found, "parts": len(book.parts), "names": len(book.names()), "bytes": len(content)}


def difference(one: bytes, other: bytes) -> list[str]:
    """The parts in which two workbooks differ."""
    was, now = Parts(one), Parts(other)
    found = [f"{name} is new" for name in now.keys() - was.keys()]
    found += [f"{name} is gone" for name in was.keys() - now.keys()]
    return sorted(found + [name for name in was.keys() & now.keys() if was[name] != now[name]])


# ---- the lists as they are to the officer --------------------------------------------------------


def _types(book: Opened, old: Opened) -> list[object]:
    known = {name.casefold() for name in old.parts}
    entries: list[object] = []
    for one in book.tree(TYPES):
        if isinstance(one.tag, str) and one.get("PartName") is not None:
            part = one.get("PartName", "").lstrip("/").casefold()
            if part not in known and part in (name.casefold() for name in book.parts):
                continue  # of a part that came with our tabs
        entries.append(_c14n(one))
    return entries


def _relationships(book: Opened, old: Opened) -> list[object]:
    ours = {sheet.get(f"{{{OFFICE}}}id") for sheet in book.marked().values()}
    if not old.styles:
        ours |= {id_ for id_, kind, _ in book.related(book.workbook) if kind == "styles"}
    return [_c14n(one) for one in book.tree(book.rels) if one.get("Id") not in ours]


def _workbook(book: Opened, old: Opened) -> list[object]:
    root, ours = book.tree(book.workbook), set(book.marked())
    names_of = [sheet.get("name", "") for sheet in book.sheets()]
    entries: list[object] = []
    for one in root:
        tag = etree.QName(one).localname if isinstance(one.tag, str) else ""
        if tag == "sheets":
            entries += [_c14n(sheet) for sheet in one if sheet.get("name", "") not in ours]
        elif tag == "definedNames":
            for name in one:
                scope = name.get("localSheetId")
                if scope is not None and scope.isdigit() and int(scope) < len(names_of):
                    if names_of[int(scope)] in ours:
                        continue
                    name.set("localSheetId", names_of[int(scope)])
                entries.append(_c14n(name))
        elif tag == "bookViews":
            if book is not old and old.tree(old.workbook).find("{*}bookViews") is None:
                continue
            for view in one:
                for place in ("activeTab", "firstSheet"):
                    number = int(view.get(place, "0"))
                    name = names_of[number] if number < len(names_of) else "none"
                    # A row of tabs that is not scrolled begins with whatever comes first.
                    view.set(place, name if number or place == "activeTab" else "the beginning")
                entries.append(_c14n(view))
        else:
            entries.append(_c14n(one))
    return [(sorted(root.attrib.items()), root.tag), *entries]


def _formats(book: Opened, old: Opened) -> list[object]:
    if not old.styles:
        return []
    were = {etree.QName(one).localname: one for one in old.tree(old.styles) if isinstance(one.tag, str)}
    entries: list[object] = []
    for one in book.tree(book.styles):
        tag = etree.QName(one).localname if isinstance(one.tag, str) else ""
        if tag not in LISTS:
            entries.append(_c14n(one))
        elif tag in were:
            others = {name: value for name, value in one.attrib.items() if name != "count"}
            entries.append((tag, others))
            entries += [_c14n(entry) for entry in list(one)[: len(were[tag])]]
    return entries


def _properties(book: Opened, old: Opened) -> list[object]:
    if not old.app:
        return []
    ours = set(book.marked())
    entries: list[object] = []
    for one in book.tree(book.app):
        tag = etree.QName(one).localname
        if tag == "TitlesOfParts":
            entries += [text for text in one.itertext() if text.strip() and text not in ours]
        elif tag == "HeadingPairs":
            entries += [text for text in one.itertext() if text.strip() and not text.isdigit()]
        else:
            entries.append(_c14n(one))
    return entries


def _c14n(xml: Any) -> str:
    root = etree.fromstring(xml) if isinstance(xml, bytes) else xml
    return etree.canonicalize(etree.tostring(root, encoding="unicode", with_tail=False))


def _by_name(entries: list[Kept]) -> dict[str, Kept]:
    return {entry.name: entry for entry in entries}


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")
