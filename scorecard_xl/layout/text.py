"""How wide a text is and where it breaks, before anybody opens the file.

Cells are never merged, so a text that runs over several cells can't wrap by itself, and page breaks
need the heights of rows. Widths are those of Calibri (Carlito has the same), measured, in
thousandths of the type size; everything is a little too wide rather than too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import combining, east_asian_width

from ..formats import Format

_MEASURED = {
    226: " ", 235: "il'j", 251: ",.’‘I·", 268: ":;", 305: "()f-`[]{}", 330: "Jt!", 349: "r", 391: "/\\s",
    400: 'z"“”', 423: "Lc", 452: "xvyk", 462: "FS|?", 471: "Zga", 488: "TYE", 500: "#*+<=>^_e~–•−×≥≤é",
    507: "0123456789$£", 519: "PXK", 526: "bdhnpquo", 545: "CRB", 573: "VA", 620: "DHG", 645: "UN",
    665: "OQ", 690: "&…", 716: "%w", 800: "m", 860: "M", 900: "W@—",
}  # fmt: skip
WIDTHS = {character: width for width, characters in _MEASURED.items() for character in characters}
SPACE = WIDTHS[" "]
OTHER = 620  # a letter that was not measured; Arabic, Hebrew and Cyrillic are narrower on average
BOLD = 1.035  # how much wider bold is
SAFETY = 1.03  # screens at other zooms and printers set text a little wider than at 100%

PIXELS_A_CHARACTER = 7  # Excel's column width counts digits of Calibri 11, 7 pixels wide
CELL_PADDING = 5  # pixels of every column that hold no text
PIXELS_A_POINT = 96 / 72


@lru_cache(maxsize=4096)
def _thousandths(text: str) -> int:
    return sum(WIDTHS.get(character) or _unmeasured(character) for character in text)


def _unmeasured(character: str) -> int:
    if combining(character):
        return 0
    return 1000 if east_asian_width(character) in "WF" else OTHER


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text in points.

    >>> 60 < text_width("Children in Need", 11) < 85
    True
    """
    return _thousandths(text) * _points_a_thousandth(size, bold=bold)


def _points_a_thousandth(size: float, *, bold: bool) -> float:
    return size / 1000 * (BOLD if bold else 1) * SAFETY


def column_pixels(width: float) -> int:
    """Return how many pixels a column of `width` characters takes on the screen.

    >>> column_pixels(65)
    460
    """
    return int(width * PIXELS_A_CHARACTER + 0.5) + CELL_PADDING


def column_points(width: float) -> float:
    """Return how many points a column of `width` characters takes on paper at full size."""
    return column_pixels(width) / PIXELS_A_POINT


def room(width: float, indent: int = 0) -> float:
    """Return the points that a column of `width` characters leaves for its text."""
    return (column_pixels(width) - CELL_PADDING - 9 * indent) / PIXELS_A_POINT


def broken(text: str, points: float, size: float, *, bold: bool = False) -> list[str]:
    """Break text into lines at most `points` wide: at spaces, else inside a word that is too long.

    >>> broken("one two three", 40, 11)
    ['one two', 'three']
    >>> broken("", 40, 11)
    ['']
    """
    most = points / _points_a_thousandth(size, bold=bold)
    if "\n" not in text and _thousandths(text) <= most:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in paragraph.split(" "):
            needed = _thousandths(word)
            longer = used + SPACE + needed if line else needed
            if longer <= most:
                line, used = f"{line} {word}" if line else word, longer
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, points, size, bold=bold) if needed > most else [word]
            lines += full
            used = _thousandths(line)
        lines.append(line)
    return lines


def _pieces(word: str, points: float, size: float, *, bold: bool) -> list[str]:
    if text_width(word, size, bold=bold) <= points:
        return [word]
    pieces, piece = [], ""
    for character in word:
        if piece and text_width(piece + character, size, bold=bold) > points:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def lines_in(text: str, width: float, look: Format) -> int:
    """Return how many lines a text takes in a column of `width` characters."""
    return len(broken(text, room(width, look.indent), look.size, bold=look.bold)) if look.wrap else 1


def shortened(text: str, points: float, size: float, *, bold: bool = False) -> str:
    """Return text cut at a word so that it fits, with "…" where something was left out.

    >>> shortened("Children in care adopted or in permanent placement", 120, 11)
    'Children in care…'
    """
    if text_width(text, size, bold=bold) <= points:
        return text
    return broken(text, points - text_width("…", size, bold=bold), size, bold=bold)[0].rstrip(" ,;:") + "…"


def split_rows(text: str, points: float, look: Format, most_lines: int) -> Sequence[str]:
    """Split a text that is too tall for one row (Excel stops at 409 points) into several cells'.

    Each piece takes at most `most_lines` lines; pieces end where lines do.
    """
    lines = broken(text, points, look.size, bold=look.bold)
    if len(lines) <= most_lines:
        return [text]
    parts = [lines[start : start + most_lines] for start in range(0, len(lines), most_lines)]
    return [" ".join(part) for part in parts]
