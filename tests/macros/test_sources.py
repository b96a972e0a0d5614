"""The VBA sources: faults that Excel tells of only when an officer presses a button, and Calc not at all."""

from itertools import chain

import pytest

from macros.vba_project import LONGEST_NAME
from tools import vba_text
from tools.required import REPOSITORY

SOURCES = sorted([*(REPOSITORY / "macros").glob("*.bas"), *(REPOSITORY / "macros").glob("*.cls")])
MODULES = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)

# The language, and what VBA and Excel bring along. A misspelt name is in none of these lists.
WORDS = """And As Boolean ByRef ByVal Const Date Dim Do Each Else ElseIf End Error Exit False For Function
    GoTo If In Input Integer Is Long Loop Name New Next Not Nothing Object On Open Output Print Public
    Private Set String Sub Then To True Variant While Xor Close Line Or"""
BROUGHT = """Abs Application ActiveCell ActiveSheet ActiveWorkbook Asc AscW CDate ChrW CLng CreateObject
    CStr DateAdd DateDiff Dir DoEvents Environ EOF Err FileDateTime FreeFile Hex IIf InStr Int Kill LCase
    Left Len Mid MsgBox Now Randomize Replace Right Rnd Shell Split ThisWorkbook Timer UBound UCase Val
    Workbooks vbCr vbDirectory vbExclamation vbInformation vbLf"""
MODULES_WITH_BUTTONS = ("ScorecardActions", "ScorecardRibbon")


def public_names() -> list[str]:
    every = chain.from_iterable(vba_text.procedures(path) for path in SOURCES if path.suffix == ".bas")
    return [procedure.name for procedure in every if procedure.is_public]


@MODULES
def test_plain_texts_that_every_editor_keeps(path):
    text = path.read_text(encoding="ascii")
    assert "\t" not in text and text.endswith("\n") and not text.endswith("\n\n")
    assert "Option Explicit" in text.splitlines()
    assert len(path.stem) <= LONGEST_NAME
    assert max(map(len, text.splitlines())) <= 125


@MODULES
def test_what_calc_does_not_compile_is_not_used(path):
    code = list(vba_text.statements(path))
    assert not [line for line in code if line.startswith("#") or "Declare " in line or "Optional " in line]


@MODULES
def test_every_name_is_declared(path):
    known = {*WORDS.split(), *BROUGHT.split(), *public_names(), *vba_text.module_level(path)}
    known |= {procedure.name for procedure in vba_text.procedures(path)}
    found = {procedure.name: vba_text.unknown(procedure, known) for procedure in vba_text.procedures(path)}
    assert not {name: unknown for name, unknown in found.items() if unknown}


def test_a_misspelt_name_would_be_found(tmp_path):
    path = tmp_path / "Example.bas"
    path.write_text(
        'Public Sub Hello()\n    Dim greeting As String\n    greting = "x" \' no: greeting\nEnd Sub\n'
    )
    (procedure,) = vba_text.procedures(path)
    assert vba_text.unknown(procedure, {"Dim", "As", "String"}) == {"greting"}


def test_public_names_are_there_once():
    names = [name.casefold() for name in public_names()]
    assert len(set(names)) == len(names)


@MODULES
def test_labels_that_errors_go_to_are_there(path):
    for procedure in vba_text.procedures(path):
        wanted = {code.split()[-1] for code in procedure.body if code.startswith("On Error GoTo")}
        assert wanted == {code.removesuffix(":") for code in procedure.body if code.endswith(":")}, (
            procedure.name
        )


def test_no_error_of_an_entry_reaches_the_officer_bare():
    """Each entry catches errors itself or only calls entries that do."""
    caught = {"RefreshRibbon", "LastMessage"}  # these can't fail
    for module in MODULES_WITH_BUTTONS:
        for procedure in vba_text.procedures(REPOSITORY / "macros" / f"{module}.bas"):
            body = procedure.body
            if any(code.startswith("On Error GoTo") for code in body):
                caught.add(procedure.name)
            elif procedure.is_public and procedure.name not in caught | {"RibbonLoaded"}:
                assert len(body) == 1 and body[0] in caught, procedure.name
