"""What a part of a package names by id: other parts, and addresses outside."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct

from .xml import RELATIONS, Element

if TYPE_CHECKING:
    from .draft import Draft

CONTENT_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
NONE = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELATIONS}"/>'


class Relation(Struct, frozen=True):
    """One relationship: its id, its type's last word ("worksheet"), and the part that it leads to."""

    id: str
    kind: str
    type: str
    part: str


class Relations:
    """The relationships of one part of a draft; "" is the package itself. A part may have none."""

    def __init__(self, draft: Draft, part: str) -> None:
        self._draft, self._part = draft, part
        self.path = relations_part(part)

    def internal(self) -> list[Relation]:
        """Return the relationships that lead to parts of the package, in their order."""
        found = []
        for element in self._elements():
            if element.get("TargetMode", "Internal") != "External":
                kind, target = element.get("Type", ""), element.get("Target", "")
                part = posixpath.normpath(posixpath.join("/" + posixpath.dirname(self._part), target))
                name = kind.rpartition("/")[2]
                found.append(Relation(element.get("Id", ""), name, kind, part.lstrip("/")))
        return found

    def of_kind(self, kind: str) -> list[Relation]:
        """Return the relationships of one kind: "worksheet", "styles"."""
        return [relation for relation in self.internal() if relation.kind == kind]

    def add(self, kind: str, part: str, wanted: str = "") -> str:
        """Lead to a part by a new relationship of the full type `kind`; return its id, `wanted` if given."""
        if self.path not in self._draft:
            self._draft.write(self.path, NONE.encode())
            self._draft.set_type(self.path, CONTENT_TYPE)
        root = self._draft.tree(self.path)
        taken = {element.get("Id") for element in root}
        new = wanted or next(id_ for id_ in (f"rId{n}" for n in range(1, 1_000_000)) if id_ not in taken)
        element = root.makeelement(f"{{{RELATIONS}}}Relationship")
        for name, value in (("Id", new), ("Type", kind), ("Target", self._target(part))):
            element.set(name, value)
        root.append(element)
        return new

    def aim(self, id_: str, part: str) -> None:
        """Let a relationship lead to another part."""
        for element in self._elements():
            if element.get("Id") == id_ and self._part_of(id_) != part:
                element.set("Target", self._target(part))

    def drop(self, id_: str) -> None:
        """Leave a relationship out."""
        for element in self._elements():
            if element.get("Id") == id_:
                element.getparent().remove(element)

    def _part_of(self, id_: str) -> str:
        return next((relation.part for relation in self.internal() if relation.id == id_), "")

    def _target(self, part: str) -> str:
        folder = posixpath.dirname(self._part) + "/"
        if part.casefold().startswith(folder.casefold()):  # xl and XL are one folder, but not to relpath
            return part[len(folder) :]
        return posixpath.relpath("/" + part, "/" + folder)

    def _elements(self) -> list[Element]:
        if self.path not in self._draft:
            return []
        return [element for element in self._draft.tree(self.path) if isinstance(element.tag, str)]


def relations_part(part: str) -> str:
    """Return the name of the part that holds another part's relationships.

    >>> relations_part("xl/workbook.xml"), relations_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")
