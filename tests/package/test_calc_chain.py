"""The order of calculation without the cells of some sheets, to the byte."""

import pytest

from scorecard_xl.package.calc_chain import without_sheets

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<calcChain xmlns="main">'


def chain(*entries: str) -> bytes:
    return (HEAD + "".join(entries) + "</calcChain>").encode()


TABLE = [
    ("nothing to leave out", {9}, ['<c r="A1" i="1"/>', '<c r="A2"/>'], ['<c r="A1" i="1"/>', '<c r="A2"/>']),
    ("the first sheet", {1}, ['<c r="A1" i="1"/>', '<c r="B1" i="2"/>'], ['<c r="B1" i="2"/>']),
    ("the last sheet", {2}, ['<c r="A1" i="1"/>', '<c r="B1" i="2"/>'], ['<c r="A1" i="1"/>']),
    (
        "an entry belongs to the sheet before",
        {1},
        ['<c r="A1" i="1"/>', '<c r="A2"/>', '<c r="B1" i="2"/>', '<c r="B2" l="1"/>'],
        ['<c r="B1" i="2"/>', '<c r="B2" l="1"/>'],
    ),
    (
        "who told it is left out, who relied on it says it now",
        {2},
        ['<c r="A1" i="1"/>', '<c r="B1" i="2"/>', '<c r="A2" i="1" s="1"/>', '<c r="A3"/>'],
        ['<c r="A1" i="1"/>', '<c r="A2" i="1" s="1"/>', '<c r="A3"/>'],
    ),
    (
        "with ends of their own",
        {2},
        ['<c r="A1" i="1"></c>', '<c r="B1" i="2"> </c>'],
        ['<c r="A1" i="1"></c>'],
    ),
    ("apostrophes and order", {2}, ["<c i='1' r='A1'/>", "<c i='2' r='B1'/>"], ["<c i='1' r='A1'/>"]),
    ("prefixed", {2}, ['<x:c r="A1" i="1"/>', '<x:c r="B1" i="2"/>'], ['<x:c r="A1" i="1"/>']),
    ("lines", {1}, ['\n <c r="A1" i="1"/>', '\n <c r="B1" i="2"/>\n'], ["\n ", '<c r="B1" i="2"/>\n']),
    (
        "sheets whose numbers begin alike",
        {1},
        ['<c r="A1" i="11"/>', '<c r="B1" i="1"/>'],
        ['<c r="A1" i="11"/>'],
    ),
    (
        "several sheets",
        {1, 2},
        ['<c r="A1" i="1"/>', '<c r="A1" i="2"/>', '<c r="A1" i="3"/>'],
        ['<c r="A1" i="3"/>'],
    ),
]


@pytest.mark.parametrize(("_", "sheets", "before", "after"), TABLE)
def test_without_sheets(_: str, sheets: set[int], before: list[str], after: list[str]):
    found = without_sheets(chain(*before), sheets)
    assert found is not None and found.replace(b"\n \n ", b"\n ") == chain(*after)


def test_an_empty_chain_is_none():
    assert without_sheets(chain('<c r="A1" i="1"/>', '<c r="A2"/>'), {1}) is None


def test_a_chain_that_was_empty_is_not_ours_to_mend():
    assert without_sheets(chain(), {1}) == chain()
