"""Column widths in another workbook: they count digits of its Normal font, not of ours.

The widths of digits are those of the fonts themselves, in shares of their size; at 96 dots an inch Excel
takes whole pixels.
"""

from __future__ import annotations

from .styles import NormalFont

PIXELS_A_POINT = 96 / 72
# Advance width of the widest digit over the em, as the font files' own tables give it.
DIGITS = {
    "calibri": 0.507, "calibri light": 0.507, "carlito": 0.507, "arial": 0.556, "liberation sans": 0.556,
    "helvetica": 0.556, "arial narrow": 0.456, "aptos": 0.561, "aptos narrow": 0.503, "verdana": 0.636,
    "dejavu sans": 0.636, "tahoma": 0.546, "segoe ui": 0.539, "times new roman": 0.5, "liberation serif": 0.5,
    "cambria": 0.554, "courier new": 0.6, "consolas": 0.55, "georgia": 0.614, "trebuchet ms": 0.524,
    "century gothic": 0.554, "gill sans mt": 0.5, "garamond": 0.469, "book antiqua": 0.5, "candara": 0.55,
    "corbel": 0.54, "ms sans serif": 0.556,
}  # fmt: skip
USUAL = 0.52
MARGIN = 1.03


def digit_pixels(font: NormalFont) -> int:
    """Return how wide the widest digit of a font is on screen, in pixels.

    >>> digit_pixels(NormalFont("Calibri", 11)), digit_pixels(NormalFont("Verdana", 12))
    (7, 10)
    """
    share = DIGITS.get(font.name.casefold(), USUAL)
    return max(1, round(share * font.size * PIXELS_A_POINT))


def scale(ours: NormalFont, theirs: NormalFont) -> float:
    """Return what our widths are multiplied by to be as wide in their workbook, and a little wider.

    A word that just fits must not be cut where a program measures a font differently.
    """
    share = digit_pixels(ours) / digit_pixels(theirs)
    return share if share == 1 else share * MARGIN
