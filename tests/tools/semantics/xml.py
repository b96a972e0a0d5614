"""Reading parts as XML, whatever they hold: transitional or strict, any prefix, numbers that are none."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OPTIONS: dict[str, Any] = {"huge_tree": True, "resolve_entities": False, "no_network": True}

Element = Any  # lxml has no types


def parse(content: bytes, recover: bool = False) -> Element:
    """The root of a part, as Excel of today sees it. Raises `etree.XMLSyntaxError`."""
    root = etree.fromstring(content, etree.XMLParser(recover=recover, **OPTIONS))
    if root is None:
        raise etree.XMLSyntaxError("there is no element", 0, 0, 0)
    choose(root)
    return root


def choose(root: Element) -> None:
    """Put the first of each set of alternatives in their place: the others repeat it, with the same ids."""
    for alternatives in list(root.iter(f"{{{COMPATIBILITY}}}AlternateContent")):
        parent, offered = alternatives.getparent(), children(alternatives)
        if parent is not None:
            at = parent.index(alternatives)
            parent[at : at + 1] = children(offered[0]) if offered else []


def stream(content: bytes, name: str) -> Any:
    """Elements of this name of the main namespace as they end; then `.root` is the whole."""
    tags = [f"{{{MAIN}}}{name}", f"{{{STRICT}}}{name}"]
    return etree.iterparse(BytesIO(content), events=("end",), tag=tags, **OPTIONS)


def forget(element: Element) -> None:
    """Free what has been read of a stream."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def local(element: Element) -> str:
    """The element's name without its namespace; "" for comments and instructions."""
    # Not lxml's QName, which refuses what is left where a prefix was never declared.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_main(element: Element) -> bool:
    return isinstance(element.tag, str) and element.tag[1:].partition("}")[0] in (MAIN, STRICT)


def main(element: Element, *names: str) -> Iterator[Element]:
    """All of these names under an element, of the main namespace alone."""
    yield from element.iter(*(f"{{{space}}}{name}" for name in names for space in (MAIN, STRICT)))


def children(element: Element | None, *names: str) -> list[Element]:
    if element is None:
        return []
    return [child for child in element if isinstance(child.tag, str) and (not names or local(child) in names)]


def child(element: Element, name: str) -> Element | None:
    return next(iter(children(element, name)), None)


def whole(text: str | None, default: int | None = None) -> int | None:
    """A whole number; None for what is none (which the schema's validator says already)."""
    if text is None:
        return default
    try:
        return int(text)
    except ValueError:
        return None


def true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def relationship_id(element: Element) -> str | None:
    for space in RELATIONSHIPS:
        found = element.get(f"{{{space}}}id")
        if found is not None:
            return str(found)
    return None


def plain_text(element: Element) -> str:
    """The text of a shared or inline string: its runs, without how it is pronounced."""
    parts = []
    for part in children(element, "t", "r"):
        holder = part if local(part) == "t" else child(part, "t")
        parts.append((holder.text if holder is not None else None) or "")
    return "".join(parts)
