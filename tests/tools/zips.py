"""Zip files of every sort, also those that no writer makes: each record says whatever a test wants it to.

    zipped(Part("a.xml", b"<a/>"), Part("b.xml", b"<b/>", local_name=b"c.xml"))

and what is in one, read by a few lines that share nothing with the package's own.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

STORED, DEFLATED = ZIP_STORED, ZIP_DEFLATED


@dataclass(frozen=True)
class Part:
    """One entry; a field that is None is what the content makes it."""

    name: str
    content: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    streamed: bool = False  # sizes behind the bytes
    zip64: bool = False  # sizes in an extra field
    extra: bytes = b""
    local_extra: bytes = b""
    comment: bytes = b""
    external: int = 0
    date: int = 0x5A21
    time: int = 0x6000
    local_name: bytes | None = None
    local_method: int | None = None
    crc: int | None = None
    packed_size: int | None = None
    size: int | None = None
    at: int | None = None


def zipped(*parts: Part, comment: bytes = b"", before: bytes = b"", zip64_end: bool = False) -> bytes:
    """A zip file; `before` is what stands in front of it."""
    content, entries = b"", []
    for part in parts:
        entry, local = _records(part, len(content))
        content += local
        entries.append(entry)
    listed = b"".join(entries)
    end: tuple[int, ...] = (0, 0, len(parts), len(parts), len(listed), len(content))
    tail = b""
    if zip64_end:
        tail = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, *end)
        tail += struct.pack("<4sIQI", b"PK\x06\x07", 0, len(content) + len(listed), 1)
        end = (0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    tail += struct.pack("<4s4H2IH", b"PK\x05\x06", *end, len(comment))
    return before + content + listed + tail + comment


def _records(part: Part, at: int) -> tuple[bytes, bytes]:
    deflater = zlib.compressobj(wbits=-15)
    packed = part.content
    if part.method == DEFLATED:
        packed = deflater.compress(part.content) + deflater.flush()
    flags = part.flags | (0 if part.name.isascii() else 0x800) | (8 if part.streamed else 0)
    name = part.name.encode()
    crc = zlib.crc32(part.content) if part.crc is None else part.crc
    sizes = (
        len(packed) if part.packed_size is None else part.packed_size,
        len(part.content) if part.size is None else part.size,
    )
    said = (0xFFFFFFFF, 0xFFFFFFFF) if part.zip64 else sizes
    here = (0, 0, 0) if part.streamed else (crc, *said)
    extra64 = struct.pack("<2H2Q", 1, 16, sizes[1], sizes[0]) if part.zip64 else b""
    extra, local_extra = extra64 + part.extra, extra64 + part.local_extra
    version = 45 if part.zip64 else 20
    method = part.method if part.local_method is None else part.local_method
    local_name = name if part.local_name is None else part.local_name
    local = struct.pack("<4s5H", b"PK\x03\x04", version, flags, method, part.time, part.date)
    local += struct.pack("<3I2H", *here, len(local_name), len(local_extra)) + local_name + local_extra
    local += packed
    if part.streamed:
        local += struct.pack("<4s3I", b"PK\x07\x08", crc, *sizes)
    entry = struct.pack("<4s6H", b"PK\x01\x02", version, version, flags, part.method, part.time, part.date)
    entry += struct.pack("<3I3H", crc, *said, len(name), len(extra), len(part.comment))
    entry += struct.pack("<2H2I", 0, 0, part.external, at if part.at is None else part.at)
    return entry + name + extra + part.comment, local


@dataclass(frozen=True)
class Kept:
    """What must be the same of a part before and after."""

    name: str
    packed: bytes
    method: int
    flags: int
    crc: int
    size: int
    date: tuple[int, ...]
    attributes: tuple[int, ...]
    comment: bytes
    extra: bytes
    local_extra: bytes


def kept(content: bytes) -> list[Kept]:
    """All entries of a zip file in their order."""
    with ZipFile(BytesIO(content)) as package:
        return [_kept(content, entry) for entry in package.infolist()]


def _kept(content, entry) -> Kept:
    at = entry.header_offset
    name, extra = struct.unpack_from("<2H", content, at + 26)
    start = at + 30 + name + extra
    return Kept(
        entry.orig_filename,
        content[start : start + entry.compress_size],
        entry.compress_type,
        entry.flag_bits & ~8,
        entry.CRC,
        entry.file_size,
        entry.date_time,
        (entry.create_system, entry.create_version, entry.internal_attr, entry.external_attr),
        entry.comment,
        _without_zip64(entry.extra),
        _without_zip64(content[start - extra : start]),
    )


def _without_zip64(extra: bytes) -> bytes:
    if len(extra) < 4:
        return extra
    kind, length = struct.unpack_from("<2H", extra)
    return (b"" if kind == 1 else extra[: 4 + length]) + _without_zip64(extra[4 + length :])


def comment_of(content: bytes) -> bytes:
    with ZipFile(BytesIO(content)) as package:
        return package.comment


def corpus(folder: Path) -> list[Path]:
    """The real workbooks of the reference folder."""
    return sorted((folder / "corpus").glob("*.xls[xm]"))
