"""The entries of a zip file: listed, found and unpacked within limits, whatever the file claims.

Everything stands on a seekable file that is read in places, so that a large one is never in memory.
Numbers and layouts are those of the zip format, APPNOTE.TXT (section 4.3).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from msgspec import Struct

CHUNK = 1 << 18  # bytes that are copied at a time
LOCAL_HEADER = struct.Struct("<4s5H3I2H")  # 4.3.7
LOCAL_SIGNATURE = b"PK\x03\x04"
LIST_SIGNATURE = b"PK\x01\x02"
HAS_DESCRIPTOR = 0x8  # sizes stand behind the data, not in the local header
NAME_IN_UTF8 = 0x800
_FROM_END = 2  # seek's word for it
_STEP = 1 << 10  # packed bytes; at most a thousand times as many unpacked


class Damaged(ValueError):
    """A package that contradicts itself."""


class TooMany(Exception):
    """A list of entries that would itself fill the memory."""


class Stored(Struct, frozen=True):
    """An entry as it lies in the file: its header's own words, and where its packed bytes begin."""

    entry: ZipInfo
    name: bytes
    extra: bytes
    method: int
    start: int

    @property
    def end(self) -> int:
        """Where the packed bytes end."""
        return self.start + self.entry.compress_size


def listed(file: BinaryIO, most: int, longest: int) -> tuple[list[ZipInfo], bytes, int]:
    """Return the entries in the order of the list, the file's comment, and where the list begins.

    Raises `TooMany` for more than `most` or a list of more than `longest` bytes, before it is read.
    """
    with zipfile.ZipFile(_BoundedFile(file, most, longest)) as package:
        return package.infolist(), package.comment, package.start_dir


def name_as_stored(entry: ZipInfo) -> bytes:
    """Return a name's own bytes; zipfile changes what it shows on some systems, and decodes it."""
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & NAME_IN_UTF8 else "cp437")


def find(file: BinaryIO, entry: ZipInfo) -> Stored:
    """Read the header that stands before an entry's bytes."""
    file.seek(max(0, entry.header_offset))  # a file would call less an error of the disk
    header = file.read(LOCAL_HEADER.size)
    if entry.header_offset < 0 or len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL_SIGNATURE):
        raise Damaged("a part is not where the list says")
    _, _, _, method, _, _, _, _, _, name_length, extra_length = LOCAL_HEADER.unpack(header)
    name, extra = file.read(name_length), file.read(extra_length)
    start = entry.header_offset + LOCAL_HEADER.size + name_length + extra_length
    return Stored(entry, name, extra, method, start)


def laid_out(file: BinaryIO, entries: Sequence[ZipInfo], end: int) -> list[Stored]:
    """Find every entry before `end`; raises `Damaged` where headers contradict the list or bytes are shared.

    Without that, a small file whose entries overlap would be copied into one of any size.
    """
    found = [find(file, entry) for entry in entries]
    end_of_last = 0
    for stored in sorted(found, key=lambda stored: stored.entry.header_offset):
        if stored.name != name_as_stored(stored.entry) or stored.method != stored.entry.compress_type:
            raise Damaged("a part is called otherwise than the list says")
        if stored.entry.header_offset < end_of_last:
            raise Damaged("two parts share their bytes")
        end_of_last = stored.end
    if end_of_last > end:
        raise Damaged("a part runs into the list of parts")
    return found


def packed(file: BinaryIO, stored: Stored) -> Iterator[bytes]:
    """Return an entry's bytes as they are stored, a chunk at a time."""
    at = stored.start
    while at < stored.end:
        file.seek(at)  # each time: others may read between two chunks
        chunk = file.read(min(CHUNK, stored.end - at))
        if not chunk:
            raise Damaged("a part ends behind the end of the file")
        at += len(chunk)
        yield chunk


def unpack(file: BinaryIO, entry: ZipInfo) -> bytes:
    """Return an entry's content, never more than it says that it has."""
    file.seek(find(file, entry).start)
    content = file.read(entry.compress_size)
    if entry.compress_type != ZIP_STORED:
        content = _inflate(content, entry)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise Damaged("a part is not what the list says")
    return content


def beginning(file: BinaryIO, entry: ZipInfo) -> Iterator[bytes]:
    """Return an entry's content in small steps, unchecked, for who needs only how it begins."""
    stored = find(file, entry)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(stored.start, stored.end, _STEP):
        file.seek(at)
        step = file.read(min(_STEP, stored.end - at))
        yield step if entry.compress_type == ZIP_STORED else inflater.decompress(step)


def _inflate(content: bytes, entry: ZipInfo) -> bytes:
    if entry.compress_type != ZIP_DEFLATED:
        raise Damaged("a part is packed in a way that Excel does not know")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    # One byte more than it should have shows that it has more, and does not unpack the rest.
    unpacked = inflater.decompress(content, entry.file_size + 1)
    if not inflater.eof:
        raise Damaged("a part is longer or shorter than the list says")
    return unpacked


class _BoundedFile:
    """What zipfile reads the list through, wherever it finds it: lists have several ways to lie."""

    def __init__(self, file: BinaryIO, most: int, longest: int) -> None:
        self._file, self._most, self._longest = file, most, longest
        self._size = file.seek(0, _FROM_END)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go there, or to the beginning where files would call what lies before it an error of the disk."""
        return self._file.seek(max(0, self._size + offset if whence == _FROM_END else offset))

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        """Read, unless it is a list too long to be true."""
        if size > self._longest:
            raise TooMany
        content = self._file.read(size)
        if content.count(LIST_SIGNATURE) > self._most:
            raise TooMany
        return content
