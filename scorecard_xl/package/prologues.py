"""How an XML part begins: whether a document type definition stands before its first element."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from .entries import Damaged

LONGEST = 1 << 16  # characters before the first element; Excel writes one line

_BYTE_ORDER = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_BEFORE = re.compile(r"\ufeff?(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_UNFINISHED = re.compile(r"<?|<\?.*|<!-?|<!--.*|<![A-Z]*", re.DOTALL | re.IGNORECASE)


def has_document_type(steps: Iterable[bytes]) -> bool:
    """Tell from a part's first bytes, given in steps; no more are taken than it needs.

    Raises `Damaged` where no element comes after `LONGEST` characters.

    >>> has_document_type([b"<?xml version='1.0'?><!-- <!DOC", b"TYPE --><!DOC", b"TYPE x><x/>"])
    True
    """
    decoder: codecs.IncrementalDecoder | None = None
    start, text = b"", ""
    for step in steps:
        if decoder is None:
            start += step
            if len(start) < 4:
                continue
            known = (encoding for mark, encoding in _BYTE_ORDER.items() if start.startswith(mark))
            # Markup is ASCII in all that Excel reads but UTF-16.
            decoder, step = codecs.getincrementaldecoder(next(known, "latin-1"))("replace"), start
        text += decoder.decode(step)
        before = _BEFORE.match(text)
        rest = text[before.end() :] if before else text
        if not _UNFINISHED.fullmatch(rest):
            return rest[:9].upper() == "<!DOCTYPE"
        if len(text) > LONGEST:
            raise Damaged("a part begins with no element")
    return False
