"""What is done to the XML of a real package, so that it is still a package: one small lie at a time.

damaged(parts, random)      changes a part or two of {name: content} where it stands
"""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from lxml import etree

Element = Any  # lxml has no type hints of its own
Parts = dict[str, bytes]

NUMBERS = [
    "-1", "0", "1", "2", "7", "163", "164", "65534", "65535", "63999", "2147483647", "4294967296", "9" * 30,
    "", " 1", "1.5", "1e9", "٣", "²", "NaN", "x", "0x10", "+1", "true", "rId1", "A1", "XFE1048577",
]  # fmt: skip
TEXTS = [
    "", " ", "Scorecard", "scorecard", "Own", "Scorecard!$A$1", "'Data checks'!A1", "#REF!", "[1]Own!A1",
    '"scorecard_xl:1:scorecard:0123456789abcdef:Scorecard"', '"scorecard_xl:1:notes:x:Notes"', "'", "x" * 300,
    "../../x", "/", "/xl/workbook.xml", "worksheets/sheet1.xml", "styles.xml", "%00", "//x/y", "xl\\x.xml",
    "_scorecard_xl", "_xlnm.Print_Area", "very hidden", "veryHidden", "hidden", "External", "Internal", "☺",
]  # fmt: skip
MOST_SAID = 3000


def damaged(parts: Parts, random: Random, times: int) -> None:
    """Damage so many parts, the lists above all."""
    for _ in range(times):
        if not parts:
            return
        name = random.choice(_weighed(parts, random))
        if random.random() < 0.06:
            random.choice(_WHOLE_PARTS)(parts, name, random)
            continue
        try:
            root = etree.fromstring(parts[name])
        except etree.XMLSyntaxError:
            continue
        random.choice(_WAYS)(root, random)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _weighed(parts: Parts, random: Random) -> list[str]:
    lists = [
        name
        for name in parts
        if re.search(r"(?i)workbook\.xml|styles\.xml|content_types|\.rels$|calcchain|app\.xml", name)
    ]
    xml = [name for name in parts if name.lower().endswith((".xml", ".rels", ".vml"))]
    return lists if lists and random.random() < 0.7 else xml or list(parts)


def _some(root: Element, random: Random) -> Element:
    every = [one for one in root.iter() if isinstance(one.tag, str)]
    return random.choice(every[:400])


def _child(root: Element, random: Random) -> Element | None:
    one = _some(root, random)
    return None if one.getparent() is None else one


def _drop(root: Element, random: Random) -> None:
    if (one := _child(root, random)) is not None:
        one.getparent().remove(one)


def _double(root: Element, random: Random) -> None:
    if (one := _child(root, random)) is not None:
        one.addnext(etree.fromstring(etree.tostring(one, with_tail=False)))


def _many(root: Element, random: Random) -> None:
    if (one := _child(root, random)) is not None and len(one) < 3:
        said = etree.tostring(one, with_tail=False)
        parent = one.getparent()
        for _ in range(random.choice([70, MOST_SAID])):
            parent.append(etree.fromstring(said))


def _shuffle(root: Element, random: Random) -> None:
    one = _some(root, random)
    children = list(one)
    random.shuffle(children)
    one[:] = children


def _move(root: Element, random: Random) -> None:
    one, to = _child(root, random), _some(root, random)
    if one is not None and to is not one and one not in to.iterancestors():
        to.insert(random.randrange(len(to) + 1), one)


def _number(root: Element, random: Random) -> None:
    _attribute(root, random, NUMBERS)


def _text(root: Element, random: Random) -> None:
    _attribute(root, random, TEXTS)


def _attribute(root: Element, random: Random, values: list[str]) -> None:
    every = [one for one in root.iter() if isinstance(one.tag, str) and one.attrib][:400]
    if every:
        one = random.choice(every)
        one.set(random.choice(list(one.attrib)), random.choice(values).replace("\0", ""))


def _forget(root: Element, random: Random) -> None:
    one = _some(root, random)
    if one.attrib:
        del one.attrib[random.choice(list(one.attrib))]


def _say(root: Element, random: Random) -> None:
    _some(root, random).text = random.choice(TEXTS + NUMBERS)


def _rename(root: Element, random: Random) -> None:
    one = _some(root, random)
    one.tag = random.choice(["x", "sheet", "{urn:x}sheets", etree.QName(one).localname, "c", "sheets"])


def _say_the_same(root: Element, random: Random) -> None:
    """Give an attribute the value that it has elsewhere: ids and names that stand twice."""
    every = [one for one in root.iter() if isinstance(one.tag, str) and one.attrib][:400]
    if len(every) > 1:
        one, other = random.sample(every, 2)
        if common := sorted(set(one.attrib) & set(other.attrib)):
            name = random.choice(common)
            one.set(name, other.get(name))


def _remark(root: Element, random: Random) -> None:
    one = _some(root, random)
    one.insert(0, random.choice([etree.Comment("<sheet/>"), etree.PI("x", "y")]))


_WAYS: list[Callable[[Element, Random], None]] = [
    _drop, _drop, _double, _double, _many, _shuffle, _move, _number, _number, _number, _text, _text, _forget,
    _forget, _say, _rename, _say_the_same, _say_the_same, _remark,
]  # fmt: skip


def _leave_out(parts: Parts, name: str, random: Random) -> None:
    del parts[name]


def _empty(parts: Parts, name: str, random: Random) -> None:
    parts[name] = b""


def _exchange(parts: Parts, name: str, random: Random) -> None:
    other = random.choice(list(parts))
    parts[name], parts[other] = parts[other], parts[name]


def _case(parts: Parts, name: str, random: Random) -> None:
    content = parts.pop(name)
    parts[name.upper()] = content


def _utf16(parts: Parts, name: str, random: Random) -> None:
    parts[name] = parts[name].decode("utf-8", "replace").replace("UTF-8", "UTF-16", 1).encode("utf-16")


_WHOLE_PARTS: list[Callable[[Parts, str, Random], None]] = [_leave_out, _empty, _exchange, _case, _utf16]
