"""The parts of an Open XML package, unpacked within limits: whatever a file claims, memory stays bounded.

What is refused here never reaches a parser: bombs, document type definitions, parts that stand twice,
sizes that lie, encodings that Excel never writes. A package that is merely broken raises what `zlib`,
`zipfile` and the XML parser raise, or `Damaged`; `opening.explained` makes a sentence of it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from xml.etree import ElementTree
from zipfile import ZipInfo

from msgspec import Struct

from ..errors import ScorecardError
from . import entries
from .entries import Damaged, Stored

# Far above any officer's workbook, far below what would fill a laptop's memory.
MOST_BYTES_PACKED = 300_000_000
MOST_BYTES_UNPACKED = 1_500_000_000
MOST_BYTES_OF_A_PART = 400_000_000
MOST_PARTS = 20_000

_LONGEST_ENTRY = 300  # bytes in the list of parts; names of parts are short
_ENCRYPTED = 0x1
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_READ_ALIKE = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


class Relationship(Struct, frozen=True):
    """What a part names: `part` is the name of the other part.

    It is "" for something outside the package, such as a web page or another workbook.
    """

    id: str
    type: str
    target: str
    is_external: bool
    part: str


class Package:
    """A package in a seekable file, read in places. Names of parts are compared without case, as Excel does.

    Raises `ScorecardError` for one that is larger than any workbook; see the module for the rest.
    """

    def __init__(self, name: str, file: BinaryIO) -> None:
        self.name = name
        self._file = file
        try:
            self._list, self.comment, self._end = entries.listed(
                file, MOST_PARTS, MOST_PARTS * _LONGEST_ENTRY
            )
        except entries.TooMany:
            raise ScorecardError(
                f"{name} holds more than {MOST_PARTS:,} parts, which no scorecard workbook does: "
                "save the sheets of the scorecard in a file of their own."
            ) from None
        self._entries = {plain(entry.orig_filename): entry for entry in self._list}
        if len(self._entries) < len(self._list):
            raise ScorecardError(
                f"{name} holds a part twice, so that nobody can tell which of them counts: "
                "open it in Excel, save it again and retry."
            )
        if sum(entry.file_size for entry in self._list) > MOST_BYTES_UNPACKED:
            raise self._too_large(MOST_BYTES_UNPACKED)

    def __contains__(self, part: str) -> bool:
        return plain(part) in self._entries

    @property
    def names(self) -> Sequence[str]:
        """The names of the parts (and of folders, which end in "/"), as stored and in that order."""
        return [entry.orig_filename for entry in self._list]

    @property
    def entries(self) -> Sequence[ZipInfo]:
        """What the package says of each of its `names`."""
        return self._list

    def laid_out(self) -> list[Stored]:
        """Return where each of `names` lies; raises `Damaged` if that contradicts what they say."""
        return entries.laid_out(self._file, self._list, self._end)

    def packed(self, stored: Stored) -> Iterator[bytes]:
        """Return the bytes that stand in the file for a part, in chunks."""
        return entries.packed(self._file, stored)

    def beginning(self, part: str) -> Iterator[bytes]:
        """Return a part's content in small steps and unchecked; raises `KeyError` when there is none."""
        return entries.beginning(self._file, self._entries[plain(part)])

    def content(self, part: str) -> bytes:
        """Return a part of any sort; raises `KeyError` when there is none."""
        entry = self._entries[plain(part)]
        if max(entry.file_size, entry.compress_size) > MOST_BYTES_OF_A_PART:
            raise self._too_large(MOST_BYTES_OF_A_PART)
        if entry.flag_bits & _ENCRYPTED:
            raise Damaged("a part is encrypted")
        return entries.unpack(self._file, entry)

    def read(self, part: str) -> bytes:
        """Return a part's XML; raises `KeyError` when there is none."""
        xml = self.content(part)
        if b"<!DOCTYPE" in xml:
            raise document_type_refused(self.name)
        encoding = _ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf"))
        if b"\0" in xml[:200] or (encoding and encoding[1].lower() not in _READ_ALIKE):
            raise Damaged(f"{part} is not in UTF-8")
        return xml

    def parse(self, part: str) -> ElementTree.Element:
        """Return a part's root element; raises `KeyError` when there is none."""
        return ElementTree.fromstring(self.read(part))

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part names by id: the type and the path of each; "" is the package itself.

        Raises `KeyError` for a part without relationships.
        """
        return {named.id: (named.type, named.part) for named in self.related(part)}

    def related(self, part: str) -> list[Relationship]:
        """Return what a part names, in order; "" is the package itself.

        Raises `KeyError` for a part without relationships.
        """
        folder, name = posixpath.split(part)
        found = []
        for element in self.parse(posixpath.join(folder, "_rels", name + ".rels")):
            target = element.get("Target", "")
            is_external = element.get("TargetMode") == "External"
            path = "" if is_external else posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found.append(
                Relationship(element.get("Id", ""), element.get("Type", ""), target, is_external, path)
            )
        return found

    def _too_large(self, limit: int) -> ScorecardError:
        return ScorecardError(
            f"{self.name} unpacks to more than {limit // 1_000_000} MB, "
            "which no scorecard workbook needs: save the sheets of the scorecard in a file of their own."
        )


def document_type_refused(name: str) -> ScorecardError:
    """Say that a package holds a document type definition."""
    return ScorecardError(
        f"{name} holds a document type definition, which Excel never writes: "
        "it is refused for safety. Open it in Excel and save it as a new .xlsx."
    )


def plain(part: str) -> str:
    """Return the name that a part is known by, however it is spelt.

    >>> plain("/XL\\\\Workbook.xml")
    'xl/workbook.xml'
    """
    return part.replace("\\", "/").lstrip("/").casefold()
