"""What each of our tabs keeps about itself, in a custom property of its sheet.

Excel keeps such a property with the sheet, copies it with the sheet and drops it with the sheet; other
programs may lose it, and then it is known by the marker that a tab was edited, but not where.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Any

import msgspec
from msgspec import Struct

from .before import Before, ListBefore
from .contents import Prints
from .styles import LISTS

PROPERTY = "scorecard_xl"
# Unpacked; a record of a million cells is smaller, and what reads it takes twenty times as much.
MOST_BYTES = 50_000_000
# What reading a record raises that says something else than ours.
WRONG = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.customProperty"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customProperty"
LIKE_A_PROPERTY = "xl/customProperty1.bin"


class Record(Struct, frozen=True):
    """What we know a tab by, and how the workbook was before our first tab came (see `before.py`).

    It holds no figure and no text of the tab. `crc` is the checksum of the sheet's part as we wrote it.
    """

    prints: Prints
    before: Before
    crc: int


def packed(record: Record) -> bytes:
    """Return the property's part: text of letters and digits in UTF-16, as Excel holds it."""
    return base64.b64encode(zlib.compress(msgspec.json.encode(record), 6)).decode("ascii").encode("utf-16-le")


def unpacked(part: bytes) -> Record | None:
    """Return the record, None for a property that is none of ours or was cut short."""
    try:
        text = part.decode("utf-16").strip("\0\ufeff").encode("ascii")
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
        return _record(msgspec.json.decode(content)) if unpacker.eof else None
    except (*WRONG, binascii.Error, zlib.error):
        return None


def _record(read: Any) -> Record:
    """Return a record as it was read; msgspec's own way to types loads modules for 14 ms."""
    before = read["before"]
    lists = {
        name: ListBefore(bool(one["there"]), int(one["entries"]), _text(one["count"]), str(one["added"]))
        for name, one in before["lists"].items()
    }
    if set(lists) != set(LISTS) or any(one.entries < 0 for one in lists.values()):
        raise ValueError("other lists than ours")
    views = before["views"]
    if views is not None:
        views = [(_text(active), _text(first)) for active, first in views]
    prints = {str(cell): str(value) for cell, value in read["prints"].items()}
    return Record(
        prints, Before(bool(before["styles"]), lists, views, bool(before["names"])), int(read["crc"])
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
