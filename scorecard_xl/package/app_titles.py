"""docProps/app.xml lists the sheets' names a second time; the list has to agree with the tabs.

Only that list is changed, in the text as it stands: whoever takes our tabs out again gets back the very
bytes that were there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .xml import parse

# Excel's own words for worksheets depend on its language, so the list is known by what is on it.
_PAIR = re.compile(
    rb"<(?:\w+:)?lpstr>([^<]*)</(?:\w+:)?lpstr>\s*</(?:\w+:)?variant>\s*<(?:\w+:)?variant>\s*<(?:\w+:)?i4>([0-9]+)<"
)
_TITLE = re.compile(rb"<((?:\w+:)?lpstr)>([^<]*)</(?:\w+:)?lpstr>\s*|<(?:\w+:)?lpstr/>\s*")
_SIZE = re.compile(rb"<(?:\w+:)?vector\b[^>]*?\bsize=[\"']([0-9]+)")


def retitled(xml: bytes, before: Sequence[str], after: Sequence[str]) -> bytes:
    """Return the part with the worksheets' names `before` replaced by those `after`, both in tabs' order.

    A part whose list is not there, or disagreed with the tabs already, is returned as it is.
    """
    try:
        parse(xml)
    except SyntaxError:
        return xml
    heads, titles = _region(xml, b"HeadingPairs"), _region(xml, b"TitlesOfParts")
    if heads is None or titles is None or not before:
        return xml
    items = list(_TITLE.finditer(xml, *titles))
    names = [_unescaped((item[2] or b"").decode("utf-8", "replace")) for item in items]
    place = 0
    for pair in _PAIR.finditer(xml, *heads):
        count = int(pair[2])
        if names[place : place + count] == list(before):
            break
        place += count
    else:
        return xml
    size = _SIZE.search(xml, *titles)
    if size is None or int(size[1]) != len(items):
        return xml
    listed = items[place : place + len(before)]
    tag = listed[0][1] or b"vt:lpstr"
    space = listed[0][0].rpartition(b">")[2]
    known = {name: item[0] for name, item in zip(before, listed, strict=True)}
    new = b"".join(known.get(name) or b"<%b>%b</%b>%b" % (tag, _escaped(name), tag, space) for name in after)
    spans = [
        (pair.span(2), b"%d" % len(after)),
        (size.span(1), b"%d" % (len(items) + len(after) - len(before))),
        ((listed[0].start(), listed[-1].end()), new),
    ]
    for (start, end), text in sorted(spans, reverse=True):
        xml = xml[:start] + text + xml[end:]
    return xml


def _region(xml: bytes, name: bytes) -> tuple[int, int] | None:
    found = re.search(rb"<((?:\w+:)?%b)>.*?</\1>" % name, xml, re.DOTALL)
    return found.span() if found else None


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # few names need its 2,000 entities

    return unescape(text)


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
