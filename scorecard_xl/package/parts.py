"""The parts of an Open XML package, unpacked within limits: whatever a file claims, memory stays bounded.

What is refused here never reaches a parser: bombs, document type definitions, parts that stand twice,
sizes that lie, encodings that Excel never writes. A package that is merely broken raises what `zlib`,
`zipfile` and the XML parser raise, or `Damaged`.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree

from ..errors import ScorecardError

# Far above any officer's workbook, far below what would fill a laptop's memory.
MOST_BYTES_PACKED = 300_000_000
MOST_BYTES_UNPACKED = 1_500_000_000
MOST_BYTES_OF_A_PART = 400_000_000
MOST_PARTS = 20_000

# The package's last record: where the list of its parts stands, how long it is. APPNOTE.TXT 4.3.16
_END = b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF
_LONGEST_ENTRY = 300  # bytes; names of parts are short
_ENCRYPTED = 0x1
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_READ_ALIKE = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


class Damaged(ValueError):
    """A package that contradicts itself."""


class Package:
    """A package held in memory. Names of parts are compared without case, as Excel does.

    Raises `ScorecardError` for one that is larger than any workbook; see the module for the rest.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._content = content
        self._refuse_long_list()
        with zipfile.ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
        self._entries = {_plain(entry.filename): entry for entry in entries}
        if len(self._entries) < len(entries):
            raise Damaged("a part stands twice")
        if sum(entry.file_size for entry in entries) > MOST_BYTES_UNPACKED:
            raise self._too_large(MOST_BYTES_UNPACKED)

    @property
    def names(self) -> list[str]:
        """The names of the parts, in stored order and as stored."""
        return [entry.filename for entry in self._entries.values()]

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._entries

    def read(self, part: str) -> bytes:
        """Return a part's XML; raises `KeyError` when there is none."""
        xml = self._unpack(self._entries[_plain(part)])
        if b"<!DOCTYPE" in xml:
            raise ScorecardError(
                f"{self.name} holds a document type definition, which Excel never writes: "
                "it is refused for safety. Open it in Excel and save it as a new .xlsx."
            )
        encoding = _ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf"))
        if b"\0" in xml[:200] or (encoding and encoding[1].lower() not in _READ_ALIKE):
            raise Damaged(f"{part} is not in UTF-8")
        return xml

    def content(self, part: str) -> bytes:
        """Return a part that is no XML; raises `KeyError` when there is none."""
        return self._unpack(self._entries[_plain(part)])

    def parse(self, part: str) -> ElementTree.Element:
        """Return a part's root element; raises `KeyError` when there is none."""
        return ElementTree.fromstring(self.read(part))

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part names by id: the type and the path of each; "" is the package itself.

        Raises `KeyError` for a part without relationships.
        """
        folder, name = posixpath.split(part)
        found = {}
        for element in self.parse(posixpath.join(folder, "_rels", name + ".rels")):
            target = element.get("Target", "")
            path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[element.get("Id", "")] = (element.get("Type", ""), path)
        return found

    def _refuse_long_list(self) -> None:
        """Refuse a list of parts that would itself fill the memory, before anything reads it."""
        at = self._content.rfind(_END, max(0, len(self._content) - _LONGEST_END))
        if at >= 0 and len(self._content) >= at + 22:
            length = int.from_bytes(self._content[at + 12 : at + 16], "little")
            parts = int.from_bytes(self._content[at + 10 : at + 12], "little")
            if length > MOST_PARTS * _LONGEST_ENTRY or parts > MOST_PARTS:
                raise ScorecardError(
                    f"{self.name} holds more than {MOST_PARTS:,} parts, which no scorecard workbook does: "
                    "save the sheets of the scorecard in a file of their own."
                )

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        """Return an entry's bytes, never more than it says that it has."""
        if max(entry.file_size, entry.compress_size) > MOST_BYTES_OF_A_PART:
            raise self._too_large(MOST_BYTES_OF_A_PART)
        if entry.flag_bits & _ENCRYPTED:
            raise Damaged("a part is encrypted")
        start = entry.header_offset
        header = self._content[start : start + 30]
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise Damaged("a part is not where the list says")
        start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        packed = self._content[start : start + entry.compress_size]
        unpacked = packed if entry.compress_type == zipfile.ZIP_STORED else _inflate(packed, entry)
        if len(unpacked) != entry.file_size or zlib.crc32(unpacked) != entry.CRC:
            raise Damaged("a part is not what the list says")
        return unpacked

    def _too_large(self, limit: int) -> ScorecardError:
        return ScorecardError(
            f"{self.name} unpacks to more than {limit // 1_000_000} MB, "
            "which no scorecard workbook needs: save the sheets of the scorecard in a file of their own."
        )


def _inflate(packed: bytes, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Damaged("a part is packed in a way that Excel does not know")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    # One byte more than it should have shows that it has more, and does not unpack the rest.
    unpacked = inflater.decompress(packed, entry.file_size + 1)
    if not inflater.eof:
        raise Damaged("a part is longer or shorter than the list says")
    return unpacked


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").casefold()
