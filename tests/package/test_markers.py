"""How a tab of ours is known: by the name and the value of a hidden name, whatever odd forms they take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.package.markers import NAME, Marker, read_marker

GOOD = "scorecard_xl:1:notes:0123456789abcdef:Notes"


@given(st.text(min_size=1, max_size=31), st.sampled_from(["scorecard", "checks"]))
def test_any_name_of_a_tab_is_read_back(tab: str, role: str):
    marker = Marker(role, tab, "0123456789abcdef")
    assert read_marker(NAME, marker.as_formula()) == marker
    assert read_marker(NAME.upper(), f" ={marker.as_formula()} ") == marker


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("scorecard_xl", f'"{GOOD}"'),
        ("_scorecard_xl2", f'"{GOOD}"'),
        (NAME, GOOD),
        (NAME, f'"{GOOD}'),
        (NAME, '"'),
        (NAME, ""),
        (NAME, "Own!$A$1"),
        (NAME, "#REF!"),
        (NAME, f'"{GOOD.replace(":1:", ":2:")}"'),
        (NAME, f'"{GOOD.replace("notes", "No tes")}"'),
        (NAME, f'"{GOOD.replace("abcdef", "ABCDEF")}"'),
        (NAME, f'"{GOOD.replace("0123", "")}"'),
        (NAME, '"scorecard_xl:1:notes:0123456789abcdef:"'),
    ],
)
def test_what_is_no_marker(name: str, formula: str):
    assert read_marker(name, formula) is None
