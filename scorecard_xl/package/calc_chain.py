"""The order in which Excel calculates: it names cells, so it must not name one that is a formula no more."""

from __future__ import annotations

import re
from collections.abc import Collection

_ENTRY = re.compile(rb"<(?:\w+:)?c\b([^<>]*?)(/>|>\s*</(?:\w+:)?c>)")
_SHEET = re.compile(rb"\si=[\"']([0-9]+)[\"']")


def without_sheets(xml: bytes, sheet_ids: Collection[int]) -> bytes | None:
    """Return the part without the cells of some sheets, as it is where there are none.

    None when nothing is left: an empty chain is no valid part. An entry that does not name its sheet
    belongs to that of the entry before.
    """
    parts: list[bytes] = []
    end, sheet, told, kept, left_out = 0, 0, 0, 0, 0
    for entry in _ENTRY.finditer(xml):
        said = _SHEET.search(entry[1])
        sheet = int(said[1]) if said else sheet
        parts.append(xml[end : entry.start()])
        end = entry.end()
        if sheet in sheet_ids:
            left_out += 1
            continue
        kept += 1
        if said or told == sheet:
            parts.append(entry[0])
        else:
            parts.append(entry[0].replace(entry[1], b'%b i="%d"' % (entry[1].rstrip(), sheet), 1))
        told = sheet
    parts.append(xml[end:])
    if not left_out:
        return xml
    return b"".join(parts) if kept else None
