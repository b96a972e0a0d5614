"""A package written anew: what is not to change is copied as it is stored, never unpacked.

The standard library can write entries only by packing them, so the records around them are made here;
their layout is that of APPNOTE.TXT (sections 4.3.7, 4.3.12 and 4.3.16).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipInfo

from msgspec import Struct

from ..errors import ScorecardError
from .changes import Changes
from .entries import (
    HAS_DESCRIPTOR,
    LIST_SIGNATURE,
    LOCAL_HEADER,
    LOCAL_SIGNATURE,
    NAME_IN_UTF8,
    Stored,
    name_as_stored,
)
from .opening import explained
from .parts import MOST_BYTES_PACKED, MOST_PARTS, Package, plain

_IN_LIST = struct.Struct("<4s4B4H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_SIGNATURE = b"PK\x05\x06"
_ZIP64 = 1  # the extra field for sizes beyond 4 GB, which our limits rule out
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the format knows none before
_DEFLATE_SINCE = 20  # version 2.0 of the format


class Planned(Struct, frozen=True):
    """One entry of the file to be written, by its name as stored: `copied`, or packed from `content`."""

    name: str
    copied: Stored | None = None
    content: bytes = b""


def plan(package: Package, changes: Changes) -> list[Planned]:
    """Return the entries of the new file in order.

    A changed part stands where the old one stood, new ones stand at the end; a part that is both
    written and dropped is written. Raises `Damaged` for a package that contradicts itself.
    """
    written = {plain(name): (name, content) for name, content in changes.written.items()}
    dropped = {plain(name) for name in changes.dropped}
    planned = []
    for stored in package.laid_out():
        name = stored.entry.orig_filename
        if plain(name) in written:
            planned.append(Planned(name, content=written.pop(plain(name))[1]))
        elif plain(name) not in dropped:
            planned.append(Planned(name, stored))
    return [*planned, *(Planned(name, content=content) for name, content in written.values())]


def write_package(package: Package, changes: Changes, to: BinaryIO) -> None:
    """Write the package with its changes into an empty file; equal input gives equal bytes.

    Every part that is not named keeps its stored bytes, its name, date, attributes, comment and extra
    fields. Raises `ScorecardError` for a damaged package, or one that would become larger than any
    workbook; `OSError` where `to` can't be written.
    """
    with explained(package.name):
        planned = plan(package, changes)
        at = 0
        listed = []
        for part in planned:
            entry, extra, chunks = _copied(package, part.copied) if part.copied else _packed(part)
            header = _local_header(entry, extra)
            listed.append(_in_list(entry, at))
            at += len(header) + entry.compress_size
            if at > MOST_BYTES_PACKED or len(planned) > MOST_PARTS:
                raise _too_large(package.name)
            to.write(header)
            for chunk in chunks:
                to.write(chunk)
        to.write(b"".join(listed))
        length = sum(map(len, listed))
        end = (0, 0, len(listed), len(listed), length, at, len(package.comment))
        to.write(_END.pack(_END_SIGNATURE, *end) + package.comment)


def without_zip64(extra: bytes) -> bytes:
    """Return extra fields but for the one of sizes beyond 4 GB; what is no field stays as it is.

    >>> without_zip64(b"\\x01\\x00\\x02\\x00xx" + b"UT\\x01\\x00t" + b"\\0")
    b'UT\\x01\\x00t\\x00'
    """
    kept, at = b"", 0
    while len(extra) >= at + 4:
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept + extra[at:]


def flags_written(entry: ZipInfo) -> int:
    """Return a copied entry's flags: its sizes stand in its header now, not behind its bytes."""
    return entry.flag_bits & ~HAS_DESCRIPTOR


def _copied(package: Package, stored: Stored) -> tuple[ZipInfo, bytes, Iterator[bytes]]:
    return stored.entry, without_zip64(stored.extra), package.packed(stored)


def _packed(part: Planned) -> tuple[ZipInfo, bytes, Iterable[bytes]]:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = deflater.compress(part.content) + deflater.flush()
    entry = ZipInfo(part.name, _FIRST_DAY)
    entry.flag_bits = 0 if part.name.isascii() else NAME_IN_UTF8
    entry.compress_type = ZIP_DEFLATED
    entry.CRC, entry.compress_size, entry.file_size = zlib.crc32(part.content), len(packed), len(part.content)
    # The same on every system, unlike what the library sets.
    entry.create_system = 0
    entry.create_version = entry.extract_version = _DEFLATE_SINCE
    return entry, b"", (packed,)


def _local_header(entry: ZipInfo, extra: bytes) -> bytes:
    name = name_as_stored(entry)
    return (
        LOCAL_HEADER.pack(
            LOCAL_SIGNATURE,
            entry.extract_version,
            flags_written(entry),
            entry.compress_type,
            *_time(entry),
            entry.CRC,
            entry.compress_size,
            entry.file_size,
            len(name),
            len(extra),
        )
        + name
        + extra
    )


def _in_list(entry: ZipInfo, at: int) -> bytes:
    name, extra = name_as_stored(entry), without_zip64(entry.extra)
    return (
        _IN_LIST.pack(
            LIST_SIGNATURE,
            entry.create_version,
            entry.create_system,
            entry.extract_version,
            entry.reserved,
            flags_written(entry),
            entry.compress_type,
            *_time(entry),
            entry.CRC,
            entry.compress_size,
            entry.file_size,
            len(name),
            len(extra),
            len(entry.comment),
            0,  # there is one disk
            entry.internal_attr,
            entry.external_attr,
            at,
        )
        + name
        + extra
        + entry.comment
    )


def _time(entry: ZipInfo) -> tuple[int, int]:
    """Return the time and the day as the format packs them, to two seconds."""
    year, month, day, hour, minute, second = entry.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _too_large(name: str) -> ScorecardError:
    return ScorecardError(
        f"{name} would become larger than {MOST_BYTES_PACKED // 1_000_000} MB, which no scorecard workbook "
        "needs: use --output NEW.xlsx for a scorecard in a file of its own."
    )
