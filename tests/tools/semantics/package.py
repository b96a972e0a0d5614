"""The package: entries of the zip, content types and relationships."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from .report import Finding
from .xml import RELATIONSHIPS, Element, children, local, parse

CONTENT_TYPES = "[Content_Types].xml"
ROOT = ""  # the package itself, as the owner of _rels/.rels
DOCUMENT_TYPES = ["<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
# Excel leaves emptied parts here, with no content type and no relationship. ECMA-376 part 2, annex on zip
TRASH = "[trash]/"

ONE_OWNER = {"worksheet", "chartsheet", "dialogsheet", "table", "drawing", "chart", "comments", "vmlDrawing"}
TYPE_OF_ELEMENT = {
    "drawing": "drawing",
    "legacyDrawing": "vmlDrawing",
    "legacyDrawingHF": "vmlDrawing",
    "tablePart": "table",
    "picture": "image",
    "pageSetup": "printerSettings",
    "externalReference": "externalLink",
    "pivotCache": "pivotCacheDefinition",
    "blip": "image",
}


class Relationship(NamedTuple):
    """One line of a .rels part; `target` is the part's key, or None for what is outside."""

    id: str
    kind: str  # the last word of its type
    target: str | None


def key(name: str) -> str:
    """Names of parts are compared without case, and never with a leading slash."""
    return unquote(name).replace("\\", "/").lstrip("/").casefold()


class Package:
    """Every entry, unpacked. `found` holds what was wrong with it so far."""

    def __init__(self, content: bytes) -> None:
        self.found: list[Finding] = []
        self.names: dict[str, str] = {}
        self._content: dict[str, bytes] = {}
        self._roots: dict[str, Element | None] = {}
        self._relationships: dict[str, list[Relationship]] = {}
        self._unpack(content)

    def __contains__(self, part: str) -> bool:
        return part in self.names

    def name(self, part: str) -> str:
        """The part's name as the zip has it."""
        return self.names.get(part, part)

    def read(self, part: str) -> bytes:
        return self._content.get(part, b"")

    def root(self, part: str) -> Element | None:
        """The part's root element; None where there is no part, or no XML in it, which is a finding."""
        if part not in self._roots:
            self._roots[part] = self._parse(part) if part in self else None
        return self._roots[part]

    def has_read(self, part: str, rest: Element) -> None:
        """A rule has read the part as a stream; `rest` is what the others are to see of it."""
        self._roots[part] = rest

    def could_not_read(self, part: str) -> None:
        self._roots[part] = None
        self.found.append(Finding("XML", self.name(part), "is not well-formed"))

    def is_safe(self, part: str) -> bool:
        return not any(text in self.read(part)[:10_000] for text in DOCUMENT_TYPES)

    def relationships(self, part: str) -> list[Relationship]:
        if part not in self._relationships:
            self._relationships[part] = list(self._read_relationships(part))
        return self._relationships[part]

    def targets(self, part: str, *kinds: str) -> list[str]:
        """The parts that are there, to which relationships of these kinds lead."""
        named = [one.target for one in self.relationships(part) if one.kind in kinds]
        return [target for target in named if target is not None and target in self]

    def by_id(self, part: str, rel_id: str | None) -> Relationship | None:
        return next((one for one in self.relationships(part) if one.id == rel_id), None)

    def _unpack(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if not entry.filename.endswith("/")]
            for name, times in Counter(entry.filename for entry in entries).items():
                if times > 1:
                    self.found.append(Finding("duplicate entry", name, f"stands {times} times"))
            for entry in entries:
                # zipfile itself turns the backslashes of Windows' programs only on Windows.
                name, part = entry.filename, key(entry.filename)
                if "\\" in entry.orig_filename:
                    self.found.append(Finding("backslash", name, "is divided by backslashes"))
                if part in self.names and self.names[part] != name:
                    self.found.append(Finding("names in case alone", name, f"is also {self.names[part]}"))
                self.names.setdefault(part, name)
                try:
                    self._content.setdefault(part, package.read(entry))
                except Exception as error:  # zipfile has no end of them
                    self.found.append(Finding("zip data", name, f"can't be unpacked ({error!r})"))

    def _parse(self, part: str) -> Element | None:
        if part not in self._content:
            return None
        if not self.is_safe(part):
            self.found.append(Finding("document type", self.name(part), "holds a document type definition"))
            return None
        try:
            # Excel itself writes <br> without an end into VML.
            return parse(self._content[part], recover=part.endswith(".vml"))
        except (etree.XMLSyntaxError, ValueError):
            self.could_not_read(part)
            return None

    def _read_relationships(self, part: str) -> Iterator[Relationship]:
        folder, name = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", name + ".rels"))
        for element in children(root, "Relationship"):
            target: str | None = None
            if element.get("TargetMode") != "External":
                path = element.get("Target", "").replace("\\", "/").split("#")[0]
                target = key(posixpath.normpath(posixpath.join("/" + folder, path))) if path else part
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            yield Relationship(element.get("Id", ""), kind, target)


def findings(package: Package) -> Iterator[Finding]:
    """Rules of the package, whatever it is a package of."""
    yield from _content_types(package)
    yield from _relationships(package)
    yield from _reachable(package)


def rels_owner(part: str) -> str | None:
    """Whose relationships a part holds; None for a part that holds none."""
    folder, name = posixpath.split(part)
    parent, last = posixpath.split(folder)
    if last != "_rels" or not name.endswith(".rels"):
        return None
    return posixpath.join(parent, name.removesuffix(".rels"))


def _content_types(package: Package) -> Iterator[Finding]:
    root = package.root(key(CONTENT_TYPES))
    if root is None:
        yield Finding("content type", CONTENT_TYPES, "is missing or no XML")
        return
    defaults = Counter(one.get("Extension", "").casefold() for one in children(root, "Default"))
    overrides = Counter(key(one.get("PartName", "")) for one in children(root, "Override"))
    for name, times in (defaults + overrides).items():
        if times > 1:
            yield Finding("content type", CONTENT_TYPES, f"has {name} {times} times")
    for name in overrides:
        if name not in package:
            yield Finding("override", CONTENT_TYPES, f"gives a type to {name}, which is not there")
    for part, name in package.names.items():
        known = part in overrides or posixpath.basename(part).rpartition(".")[2] in defaults
        if not known and part != key(CONTENT_TYPES) and not part.startswith(TRASH):
            yield Finding("content type", name, "has none")


def _relationships(package: Package) -> Iterator[Finding]:
    owners: dict[str, list[str]] = {}
    for part in list(package.names):
        owner = rels_owner(part)
        if owner is None:
            continue
        found = package.relationships(owner)
        for rel_id, times in Counter(one.id for one in found).items():
            if times > 1:
                yield Finding("relationship id", package.name(part), f"has {rel_id} {times} times")
        for one in found:
            if one.target is not None and one.target not in package:
                what = f"{one.id} leads to {one.target}, which is not there"
                yield Finding("relationship target", package.name(part), what)
            elif one.target is not None and one.kind in ONE_OWNER:
                owners.setdefault(one.target, []).append(package.name(part))
    for target, names in owners.items():
        if len(names) > 1:
            yield Finding("shared part", package.name(target), f"is named by {' and '.join(sorted(names))}")


def _reachable(package: Package) -> Iterator[Finding]:
    reached, waiting = {ROOT}, [ROOT]
    while waiting:
        for one in package.relationships(waiting.pop()):
            if one.target is not None and one.target in package and one.target not in reached:
                reached.add(one.target)
                waiting.append(one.target)
    for part, name in package.names.items():
        owner = rels_owner(part)
        known = part in reached or (owner is not None and owner in reached)
        if not known and part != key(CONTENT_TYPES) and not part.startswith(TRASH):
            yield Finding("unreachable part", name, "is named by no part that the root leads to")


def names_of_relationships(package: Package, part: str, root: Element) -> Iterator[Finding]:
    """Every r:id (r:embed, r:link, …) of a part stands in its relationships."""
    known = {one.id: one for one in package.relationships(part)}
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.attrib:
            continue
        for attribute, rel_id in element.attrib.items():
            if (
                not attribute.startswith("{")
                or attribute[1:].split("}")[0] not in RELATIONSHIPS
                or not rel_id
            ):
                continue  # a link whose place alone is known has an empty id
            wanted = TYPE_OF_ELEMENT.get(local(element))
            one = known.get(rel_id)
            if one is None:
                yield Finding("relationship name", package.name(part), f"names {rel_id}, which it has not")
            elif wanted and one.kind != wanted:
                what = f"names {rel_id} as a {wanted}, but it is a {one.kind}"
                yield Finding("relationship name", package.name(part), what)
