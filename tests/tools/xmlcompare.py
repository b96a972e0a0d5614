"""Two workbooks compared part by part, as canonical XML: how they are zipped does not count, content does."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from tools import golden

# The only times in a workbook of ours: when it was made and when it was last saved.
TIMES = re.compile(r"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def assert_same_package(actual: bytes, golden_path: Path) -> None:
    """Fails with the first part that differs unless both hold the same parts with the same XML.

    Under `pytest --update-golden` writes the golden instead, and only if it differs.
    """
    if golden.UPDATING:
        if not golden_path.exists() or first_difference(actual, golden_path.read_bytes()):
            golden_path.parent.mkdir(parents=True, exist_ok=True)
            golden_path.write_bytes(actual)
        return
    found = first_difference(actual, golden.read(golden_path))
    if found:
        raise AssertionError(f"not as in {golden_path.name}: {found}")


def first_difference(actual: bytes, expected: bytes) -> str:
    """What differs first, as a readable text; "" where nothing does."""
    now, then = _parts(actual), _parts(expected)
    if missing := sorted(then.keys() - now.keys()):
        return f"parts are missing: {', '.join(missing)}"
    if added := sorted(now.keys() - then.keys()):
        return f"parts are new: {', '.join(added)}"
    for name in sorted(then):
        if _canonical(name, now[name]) != _canonical(name, then[name]):
            changed = golden.difference(_pretty(name, then[name]), _pretty(name, now[name]), name)
            return f"{name} differs\n{changed or 'in white space or prefixes alone'}"
    return ""


def _parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _canonical(name: str, content: bytes) -> str | bytes:
    if not _is_xml(name):
        return content
    return ElementTree.canonicalize(_masked(content))


def _pretty(name: str, content: bytes) -> str:
    if not _is_xml(name):
        return f"{len(content)} bytes, beginning {content[:40]!r}"
    root = ElementTree.fromstring(_masked(content))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")


def _masked(content: bytes) -> str:
    return TIMES.sub(r"\g<1>masked", content.decode("utf-8-sig"))


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))
