"""XML of a package's parts: read without entities or networks, written as Excel reads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

Element = Any  # lxml has no type hints of its own

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def parse(xml: bytes) -> Element:
    """Return the root element; raises a `SyntaxError` for what is no XML."""
    return etree.fromstring(xml, _PARSER)


def serialised(root: Element) -> bytes:
    """Return a whole part, with whatever stands before its root element."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)  # type: ignore[no-any-return]


def local(element: Element) -> str:
    """Return an element's name without its namespace, "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(parent: Element, name: str) -> Element | None:
    """Return the first child of that name in the parent's own namespace."""
    return parent.find(f"{{{_namespace(parent)}}}{name}")


def add_child(parent: Element, tag: str, attributes: Mapping[str, str], after: Collection[str]) -> Element:
    """Make a child in the parent's namespace, after the last one named in `after`, else as the first."""
    made = etree.Element(f"{{{_namespace(parent)}}}{tag}", dict(attributes), nsmap=parent.nsmap)
    places = [place for place, one in enumerate(parent, start=1) if local(one) in after]
    parent.insert(places[-1] if places else 0, made)
    return made


def drop(element: Element) -> None:
    """Take an element out of its parent."""
    element.getparent().remove(element)


def key(element: Element) -> tuple[Any, ...]:
    """Return what two elements that mean the same have in common, whatever their prefixes."""
    children = tuple(key(one) for one in element if isinstance(one.tag, str))
    return element.tag, tuple(sorted(element.attrib.items())), (element.text or "").strip(), children


def _namespace(element: Element) -> str:
    return str(element.tag).rpartition("}")[0].lstrip("{")
