"""Sheets' names in formulas: who refers to a tab, and what a formula becomes when the tab is renamed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.package.formulas import quoted, refers_to, renamed

REFERS = [
    ("Scorecard!B5", "Scorecard", True),
    ("SCORECARD!B5", "Scorecard", True),
    ("'Scorecard'!B5", "Scorecard", True),
    ("SUM(Own!A1,Scorecard!$B$5:$B$9)*2", "Scorecard", True),
    ("'Data checks'!A1", "Data checks", True),
    ("'Jo''s list'!A1", "Jo's list", True),
    ("'Jo''s list'!A1", "s list", False),
    ("Übersicht!A1", "Übersicht", True),
    ("Übersicht!A1", "bersicht", False),
    ("表!A1", "表", True),
    ("'☺ tab'!A1", "☺ tab", True),
    ("Own.2!A1", "Own.2", True),
    ("Own.2!A1", "2", False),
    ("MyScorecard!A1", "Scorecard", False),
    # Names that need apostrophes, since they look like cells.
    ("'Q1'!A1", "Q1", True),
    ("'R1C1'!A1", "R1C1", True),
    # What stands in a text is no reference.
    ('"Scorecard!"&A1', "Scorecard", False),
    ('"say ""Scorecard!A1"""&Own!A1', "Scorecard", False),
    ('INDIRECT("Scorecard!A1")', "Scorecard", False),
    ('"it\'s "&Scorecard!A1', "Scorecard", True),
    # Other workbooks have sheets of that name too.
    ("[1]Scorecard!B5", "Scorecard", False),
    ("'[Book 2.xlsx]Scorecard'!B5", "Scorecard", False),
    ("'C:\\old\\[Book.xlsx]Scorecard'!B5", "Scorecard", False),
    ("[1]Scorecard!B5+Scorecard!B5", "Scorecard", True),
    # From the first to the last of several.
    ("SUM(Own:Scorecard!A1)", "Scorecard", True),
    ("SUM(Scorecard:Own!A1)", "Scorecard", True),
    ("SUM('Own:Data checks'!A1)", "Data checks", True),
    # Ends of ranges are no sheets.
    ("Scorecard!$A$1:Scorecard!$B$5", "Scorecard", True),
    ("Own!A1:Own!B5", "A1", False),
    # Columns of tables.
    ("Table1[Scorecard]", "Scorecard", False),
    ("Table1[[#This Row],[Scorecard!]]", "Scorecard", False),
    ("Table1['[Scorecard!']]", "Scorecard", False),
    ("Table1[It's]+Scorecard!A1", "Scorecard", True),
    # Names, errors and plain texts.
    ("Scorecard", "Scorecard", False),
    ("Scorecard_total*2", "Scorecard", False),
    ("#REF!A1", "REF", False),
    ("Scorecard!#REF!", "Scorecard", True),
    ("", "Scorecard", False),
]


@pytest.mark.parametrize(("formula", "sheet", "does"), REFERS)
def test_who_refers(formula: str, sheet: str, does: bool):
    assert refers_to(formula, sheet) is does
    if not does:
        assert renamed(formula, sheet, "New") == formula


@pytest.mark.parametrize(
    ("formula", "new", "then"),
    [
        ("Scorecard!B5", "Board", "Board!B5"),
        ("Scorecard!B5", "Scorecard (2)", "'Scorecard (2)'!B5"),
        ("'Scorecard'!B5", "Board", "Board!B5"),
        ("scorecard!B5", "Jo's", "'Jo''s'!B5"),
        ("Scorecard!B5", "Q1", "'Q1'!B5"),
        ("Scorecard!B5", "2026", "'2026'!B5"),
        ("Scorecard!B5", "Übersicht", "Übersicht!B5"),
        ("SUM(Own:Scorecard!A1)", "Board", "SUM(Own:Board!A1)"),
        ("SUM(Own:Scorecard!A1)", "A b", "SUM('Own:A b'!A1)"),
        ("SUM('Own:Scorecard'!A1)", "Board", "SUM(Own:Board!A1)"),
        ("Scorecard!$A$1:Scorecard!$B$5", "A b", "'A b'!$A$1:'A b'!$B$5"),
        ("Scorecard!A1:Scorecard!B5", "A b", "'A b'!A1:'A b'!B5"),
        ('"Scorecard!"&Scorecard!A1', "Board", '"Scorecard!"&Board!A1'),
        ("Scorecard!$A:$C,Scorecard!$1:$5", "A b", "'A b'!$A:$C,'A b'!$1:$5"),
        ("[1]Scorecard!B5+Scorecard!B5", "Board", "[1]Scorecard!B5+Board!B5"),
    ],
)
def test_renamed(formula: str, new: str, then: str):
    assert renamed(formula, "Scorecard", new) == then


# What Excel takes for a name: no []:*?/\ and no apostrophe at its ends.
NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="[]:*?/\\", exclude_categories=["Cc", "Cs"]),
    min_size=1,
    max_size=31,
).filter(lambda name: not name.startswith("'") and not name.endswith("'"))


@given(NAMES)
def test_any_name_is_found_again(name: str):
    formula = f"SUM({quoted(name)}!$A$1,Own_2!B5)"
    assert refers_to(formula, name)
    assert renamed(formula, name, name) == formula


@given(NAMES, NAMES.filter(lambda name: name.casefold() != "own_2"))
def test_a_name_goes_there_and_back(old: str, new: str):
    formula = f'{quoted(old)}!A1&"{old.replace(chr(34), "")}!"'
    there = renamed(formula, old, new)
    assert refers_to(there, new)
    assert renamed(there, new, old) == formula


@given(st.text("A1'!\"[]:$#,.(+ü ", max_size=40), NAMES)
def test_any_text_is_taken(formula: str, name: str):
    if not refers_to(formula, "A1"):
        assert renamed(formula, "A1", name) == formula
