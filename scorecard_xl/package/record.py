"""What each of our tabs keeps about itself, in a custom property of its sheet.

Excel keeps such a property with the sheet, copies it with the sheet and drops it with the sheet; other
programs may lose it, and then it is known by the marker that a tab was edited, but not where.
"""

from __future__ import annotations

import base64
import binascii
import zlib

import msgspec
from msgspec import Struct

from .before import Before, is_whole
from .contents import Contents

PROPERTY = "scorecard_xl"
# Unpacked; a record of a million cells is smaller, and what reads it takes twenty times as much.
MOST_BYTES = 50_000_000

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.customProperty"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customProperty"
LIKE_A_PROPERTY = "xl/customProperty1.bin"


class Record(Struct, frozen=True):
    """What we wrote into a tab, and how the workbook was before our first tab came (see `before.py`)."""

    contents: Contents
    before: Before


def packed(record: Record) -> bytes:
    """Return the property's part: text of letters and digits in UTF-16, as Excel holds it."""
    return base64.b64encode(zlib.compress(msgspec.json.encode(record), 6)).decode("ascii").encode("utf-16-le")


def unpacked(part: bytes) -> Record | None:
    """Return the record, None for a property that is none of ours or was cut short."""
    try:
        text = part.decode("utf-16").strip("\0\ufeff").encode("ascii")
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
        record = msgspec.json.decode(content, type=Record) if unpacker.eof else None
    except (ValueError, binascii.Error, zlib.error, msgspec.MsgspecError, RecursionError):
        return None
    return record if record and is_whole(record.before) else None
