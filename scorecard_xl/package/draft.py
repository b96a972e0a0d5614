"""A package with changes over it, as yet unwritten."""

from __future__ import annotations

from .changes import Changes
from .parts import Package
from .relations import Relations, relations_part
from .xml import TYPES, Element, parse, serialised

CONTENT_TYPES = "[Content_Types].xml"


class Draft:
    """Reads like the package would with the changes; `changes()` gives those that change something."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._stored = {name.casefold(): name for name in package.names}
        self._written: dict[str, bytes] = {}
        self._trees: dict[str, tuple[Element, bytes]] = {}

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._stored

    def stored(self, part: str) -> str:
        """Return a part's name as the package spells it; raises `KeyError` when there is none."""
        return self._stored[part.casefold()]

    def read(self, part: str) -> bytes:
        """Return a part's content; raises `KeyError` when there is none."""
        name = self.stored(part)
        if name in self._trees:
            return serialised(self._trees[name][0])
        return self._written[name] if name in self._written else self.package.read(name)

    def content(self, part: str) -> bytes:
        """Return a part that is no XML."""
        name = self.stored(part)
        return self._written[name] if name in self._written else self.package.content(name)

    def tree(self, part: str) -> Element:
        """Return a part's root element, to be changed where it stands."""
        name = self.stored(part)
        if name not in self._trees:
            root = parse(self.read(name))
            self._trees[name] = (root, serialised(root))
        return self._trees[name][0]

    def write(self, part: str, content: bytes) -> None:
        """Put a part in, in place of one of that name where there is one."""
        name = self._stored.setdefault(part.casefold(), part)
        self._trees.pop(name, None)
        self._written[name] = content

    def drop(self, part: str) -> None:
        """Leave a part out, with its relationships and its content type."""
        for name in (part, relations_part(part)):
            if name in self:
                stored = self._stored.pop(name.casefold())
                self._trees.pop(stored, None)
                self._written.pop(stored, None)
            self._forget_type(name)

    def free_name(self, like: str) -> str:
        """Return a name for a new part beside others of its sort: xl/charts/chart3.xml."""
        stem, dot, extension = like.rpartition(".")
        stem = stem.rstrip("0123456789")
        return next(
            name for name in (f"{stem}{n}{dot}{extension}" for n in range(1, 1_000_000)) if name not in self
        )

    def relations(self, part: str) -> Relations:
        """Return a part's relationships; "" is the package itself."""
        return Relations(self, part)

    def reachable(self, without: str | None = None) -> set[str]:
        """Return all parts that something leads to from the package's root, spelt as stored.

        `without` is a part through which no way is taken.
        """
        found = set() if without is None else {self.stored(without)}
        waiting = [""]
        while waiting:
            for relation in self.relations(waiting.pop()).internal():
                if relation.part in self and self.stored(relation.part) not in found:
                    found.add(self.stored(relation.part))
                    waiting.append(relation.part)
        return found if without is None else found - {self.stored(without)}

    def type_of(self, part: str) -> str:
        """Return a part's content type, "" when it has none."""
        extension = part.rpartition(".")[2].casefold()
        for element in self._types():
            if element.get("PartName", "").lstrip("/").casefold() == part.casefold():
                return str(element.get("ContentType", ""))
        for element in self._types():
            if element.get("Extension", "").casefold() == extension:
                return str(element.get("ContentType", ""))
        return ""

    def set_type(self, part: str, content_type: str) -> None:
        """Give a part a content type of its own."""
        if self.type_of(part) != content_type:
            self._forget_type(part)
            types = self.tree(CONTENT_TYPES)
            override = types.makeelement(f"{{{TYPES}}}Override")
            override.set("PartName", "/" + part)
            override.set("ContentType", content_type)
            types.append(override)

    def changes(self) -> Changes:
        """Return what differs from the package."""
        written = {}
        for name, (root, before) in self._trees.items():
            if (after := serialised(root)) != before or name in self._written:
                written[name] = after
        written = {**self._written, **written}
        written = {name: content for name, content in written.items() if not self._is_stored(name, content)}
        dropped = {name for name in self.package.names if name.casefold() not in self._stored}
        return Changes({name: written[name] for name in self._in_order(written)}, dropped)

    def _is_stored(self, name: str, content: bytes) -> bool:
        return name in self.package and self.package.content(name) == content

    def _in_order(self, names: dict[str, bytes]) -> list[str]:
        """Return the names of changed parts first, then of new ones in the order of their making."""
        known = set(self.package.names)
        return sorted(names, key=lambda name: name not in known)

    def _forget_type(self, part: str) -> None:
        for element in self._types():
            if element.get("PartName", "").lstrip("/").casefold() == part.casefold():
                self.tree(CONTENT_TYPES).remove(element)

    def _types(self) -> list[Element]:
        return [element for element in self.tree(CONTENT_TYPES) if isinstance(element.tag, str)]
