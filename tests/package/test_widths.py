"""Columns are as wide in the officer's workbook as in a file of our own, whatever its Normal font."""

import re

import pytest

from scorecard_xl.package.styles import NormalFont
from scorecard_xl.package.widths import digit_pixels, scale
from tools.tabs import ROWS, Opened, built, officers, tabs

CALIBRI_11 = NormalFont("Calibri", 11)


@pytest.mark.parametrize(
    ("name", "size", "pixels"),
    [
        # Of the first three Excel is known to take 7, 7 and 7 pixels; the rest follows from the fonts.
        ("Calibri", 11, 7),
        ("calibri", 11, 7),
        ("Arial", 10, 7),
        ("Arial", 12, 9),
        ("Verdana", 12, 10),
        ("Times New Roman", 10, 7),
        ("Comic Sans unheard of", 11, 8),
        ("", 11, 8),
        ("Calibri", 1, 1),
        ("Calibri", 409, 276),
    ],
)
def test_how_wide_a_digit_is(name: str, size: float, pixels: int):
    assert digit_pixels(NormalFont(name, size)) == pixels


@pytest.mark.parametrize(
    ("font", "factor"),
    [(CALIBRI_11, 1), (NormalFont("Arial", 10), 1), (NormalFont("Verdana", 12), 0.7)],
)
def test_scale(font: NormalFont, factor: float):
    assert scale(CALIBRI_11, font) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("font", "size", "digit"), [("Calibri", 11, 7), ("Arial", 10, 7), ("Verdana", 12, 10), ("Nobody", 8, 6)]
)
def test_columns_are_as_wide_in_pixels(font: str, size: int, digit: int):
    content = officers(default_format_properties={"font_name": font, "font_size": size})
    grafted = Opened(built(content, tabs(Scorecard=ROWS)))
    alone = Opened(tabs(Scorecard=ROWS).content)
    width = re.compile(rb'<col [^>]*width="([0-9.]+)"')
    ours = [float(found) for found in width.findall(alone.parts[alone.tab("Scorecard").part])]
    there = [float(found) for found in width.findall(grafted.parts[grafted.tab("Scorecard").part])]
    assert len(ours) == 2
    assert [w * digit for w in there] == pytest.approx([w * 7 for w in ours])
