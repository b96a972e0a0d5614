"""The written file read back, before it takes the place of the officer's: is it what was meant?"""

from __future__ import annotations

from itertools import zip_longest
from typing import BinaryIO
from zipfile import ZipInfo

from lxml import etree

from ..errors import ScorecardError
from .changes import Changes
from .entries import Stored, name_as_stored
from .opening import DAMAGE, explained
from .parts import Package
from .writing import flags_written, plan, without_zip64

XML_NAMES = (".xml", ".rels", ".vml")


class _Nothing:
    """Takes what the parser finds, and keeps nothing of it."""

    def close(self) -> None:
        """End without a result."""


def check_written(package: Package, changes: Changes, written: BinaryIO) -> None:
    """Raise `ScorecardError` unless `written` is the package with just these changes.

    Untouched parts are compared byte for byte as they are stored; written ones are unpacked, compared,
    and parsed where they are XML.
    """
    with explained(package.name):
        planned = plan(package, changes)
    try:
        result = Package(package.name, written)
        found = result.laid_out()
    except (ScorecardError, *DAMAGE) as problem:
        raise _unsafe(package.name, "it can't be read back") from problem
    if result.comment != package.comment:
        raise _unsafe(package.name, "its comment is another")
    if [part.name for part in planned] != list(result.names):
        raise _unsafe(package.name, "its parts are others")
    for part, there in zip(planned, found, strict=True):
        if part.copied:
            if not _is_same(package, part.copied, result, there):
                raise _unsafe(package.name, f"{part.name} is not as it was")
        else:
            _check_content(package.name, part.name, part.content, result)


def _is_same(package: Package, old: Stored, result: Package, new: Stored) -> bool:
    if _described(old) != _described(new):
        return False
    return all(
        one == other for one, other in zip_longest(package.packed(old), result.packed(new), fillvalue=b"")
    )


def _described(stored: Stored) -> tuple[object, ...]:
    """Return all that is said of an entry but for where it stands."""
    entry: ZipInfo = stored.entry
    return (
        *(name_as_stored(entry), entry.date_time, entry.compress_type, flags_written(entry)),
        *(entry.CRC, entry.compress_size, entry.file_size, entry.comment),
        *(entry.create_system, entry.create_version, entry.extract_version, entry.reserved),
        *(entry.internal_attr, entry.external_attr),
        *(without_zip64(entry.extra), without_zip64(stored.extra)),
    )


def _check_content(package: str, name: str, content: bytes, result: Package) -> None:
    is_xml = name.lower().endswith(XML_NAMES)
    try:
        if (result.read(name) if is_xml else result.content(name)) != content:
            raise _unsafe(package, f"{name} is not what was written")
        if is_xml:
            parser = etree.XMLParser(target=_Nothing(), resolve_entities=False, no_network=True)
            etree.fromstring(content, parser)
    except DAMAGE as problem:
        raise _unsafe(package, f"{name} can't be read back") from problem


def _unsafe(name: str, what: str) -> ScorecardError:
    return ScorecardError(
        f"{name} could not be written safely ({what}), so nothing was changed: "
        "retry, or use --output NEW.xlsx for a scorecard in a file of its own."
    )
