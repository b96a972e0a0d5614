"""The semantic checker: each rule finds the workbook that was broken for it, and nothing in sound ones."""

import re
from functools import partial
from pathlib import Path

import pytest

from tools import broken_packages, semantics
from tools.bad_books import Editor
from tools.broken_packages import (
    BROKEN,
    BROKEN_ZIPS,
    EMPTY,
    STILL_SOUND,
    changed,
    in_strict_namespaces,
    with_cells,
    with_prefixes,
    zipped,
)
from tools.required import shared
from tools.semantics import formulas
from tools.semantics.report import MOST_A_RULE, RULES

CASES = [
    pytest.param(rule, partial(changed, change=change), id=f"{rule} {number}")
    for rule, changes in BROKEN.items()
    for number, change in enumerate(changes, 1)
] + [pytest.param(rule, change, id=rule) for rule, change in BROKEN_ZIPS.items()]


@pytest.fixture(scope="module")
def sound() -> bytes:
    return broken_packages.sound()


@pytest.mark.parametrize(("rule", "broken"), CASES)
def test_each_rule_finds_what_was_broken_for_it_and_no_other_does(rule, broken, sound):
    found = semantics.findings(broken(sound))
    assert {sentence.split(":")[0] for sentence in found} == {rule}, found


@pytest.mark.parametrize("form", [in_strict_namespaces, with_prefixes])
def test_each_rule_looks_through_namespaces_and_prefixes(form, sound):
    for rule, changes in BROKEN.items():
        for change in changes:
            found = semantics.findings(changed(changed(sound, change), form))
            assert {sentence.split(":")[0] for sentence in found} == {rule}, found


def test_every_rule_has_its_broken_workbook():
    assert BROKEN.keys() | BROKEN_ZIPS.keys() == RULES.keys()


def test_a_sound_workbook_has_no_finding(sound, tmp_path):
    path = tmp_path / "sound.xlsx"
    path.write_bytes(sound)
    assert semantics.findings(path) == semantics.findings(sound) == []


@pytest.mark.parametrize("change", STILL_SOUND.values(), ids=STILL_SOUND)
def test_what_looks_broken_and_is_not_is_no_finding(change, sound):
    assert semantics.findings(changed(sound, change)) == []


def test_a_finding_says_where_it_is(sound):
    change = with_cells('<row r="5"><c r="C5" t="s"><v>40</v></c></row>')
    (found,) = semantics.findings(changed(sound, change))
    assert found == "shared string index: xl/worksheets/sheet3.xml C5 names string 40 of 11"


def test_a_thousand_breaches_of_a_rule_are_cut_short(sound):
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="9"/></row>' for n in range(1, 1001))
    found = semantics.findings(changed(sound, with_cells(rows)))
    assert len(found) == MOST_A_RULE + 1
    assert found[-1] == f"cell format: {EMPTY} has {1000 - MOST_A_RULE} more"


@pytest.mark.parametrize(
    ("formula", "sheets"),
    [
        ("SUM(A1:B2)", []),
        ("Data!A1+Notes!B2", ["Data", "Notes"]),
        ("'It''s here'!A1", ["It's here"]),
        ("SUM(North:South!A1)", ["North", "South"]),
        ("SUM('Q 1:Q 4'!A1)", ["Q 1", "Q 4"]),
        ("Data!A1:Data!B2", ["Data", "Data"]),
        ("$A$1:Data!B2", ["Data"]),
        ("Data!Local_name", ["Data"]),
        ("[1]Far!A1", ["[1]Far"]),
        ("'C:\\My files\\[Far.xlsx]Sheet 1'!A1", ["[Far.xlsx]Sheet 1"]),
        ("[1]!Total", ["[1]"]),
        ("[1]!'a b'", ["[1]"]),
        ("[0]!Total", []),
        ("#REF!$A$1+Data!#REF!", ["Data"]),
        ('"Gone!A1"&"say ""Gone!A1"""', []),
        ("Visits[Gone!A1]", []),
        ("Visits[[#This Row],[It''s Gone!]]+Data!A1", ["Data"]),
        ("Visits[one ']' Gone!A1]", []),
        ("=!A1", []),
        ("Données!A1+Büro.2!A1+表!A1", ["Données", "Büro.2", "表"]),
        ("-Data!A1%+{1,2;3,4}", ["Data"]),
        ("_xlfn.SINGLE(@Data!A1#)", ["Data"]),
    ],
)
def test_the_sheets_that_a_formula_names(formula, sheets):
    assert formulas.sheets_named(formula) == sheets


SPOILED = {
    "empty": lambda content: b"",
    "another element": lambda content: b"<x/>",
    "no text": lambda content: b"\0\xff\xfe",
    "cut short": lambda content: content[: len(content) // 2],
    "letters for numbers": lambda content: re.sub(rb'(?<==")[^"]*\d[^"]*(?=")', b"x", content),
    "prefixes of nothing": lambda content: re.sub(rb' xmlns:\w+="[^"]*"', b"", content),
    "comments between": lambda content: content.replace(b"><", b"><!-- --><?x?><"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_no_part_of_a_zip_makes_it_stumble(spoil, sound):
    parts = Editor(Path("unused"), sound).parts
    for name, content in parts.items():
        assert isinstance(semantics.findings(zipped({**parts, name: spoil(content)})), list)


def test_a_part_that_is_missing_is_said(sound):
    parts = Editor(Path("unused"), sound).parts
    for name in parts:
        assert semantics.findings(zipped({other: parts[other] for other in parts if other != name})), name
    assert semantics.findings(zipped({})) == ["main part: _rels/.rels leads to no workbook"]


# What the reference workbooks truly hold, and how they came by it.
OF_THE_CORPUS = {
    # Made by hand for excelize: a calculation chain that no relationship names.
    "excelize__test~CalcChain.xlsx": [
        "unreachable part: xl/calcChain.xml is named by no part that the root leads to"
    ],
    # Excel gave two sheets one code name: without macros it does not look.
    "poi__test-data~integration~stress024.xlsx": [
        "code name: xl/workbook.xml 'sheet2' stands more than once"
    ],
    # Zipped by a Windows program that divided names by backslashes.
    "poi__test-data~spreadsheet~49609.xlsx": [
        rf"backslash: {name} is divided by backslashes"
        for name in [
            r"xl\styles.xml",
            r"xl\sharedstrings.xml",
            r"xl\_rels\workbook.xml.rels",
            r"xl\worksheets\sheet1.xml",
            r"xl\workbook.xml",
            r"xl\worksheets\sheet2.xml",
            r"_rels\.rels",
        ]
    ],
}


@pytest.mark.shared
def test_real_workbooks_hold_only_what_is_known_of_them():
    workbooks = sorted((shared() / "corpus").glob("*.xls[xm]"))
    found = {path.name: semantics.findings(path) for path in workbooks}
    assert {name: sentences for name, sentences in found.items() if sentences} == OF_THE_CORPUS
