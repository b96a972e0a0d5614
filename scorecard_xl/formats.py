"""How a cell looks and a page prints, as records, and the number formats that make figures line up."""

from __future__ import annotations

from msgspec import Struct

from .model import Unit

MINUS = '"−"'  # a real minus sign: a hyphen is too short to see beside a figure
GENERAL = "General"
WORDS = "@"
PAPERS = {"A4": (8.27, 11.69), "A3": (11.69, 16.54)}  # inches, upright


class Edge(Struct, frozen=True):
    """A border line: its weight (hair, thin, medium, thick) and colour."""

    weight: str
    colour: str


class Format(Struct, frozen=True):
    """The whole look of a cell. Colours are six hex digits, "" for none; `size` is in points."""

    font: str = "Calibri"
    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    fill: str = ""
    number: str = GENERAL
    align: str = ""
    vertical: str = "center"
    wrap: bool = False
    indent: int = 0
    top: Edge | None = None
    bottom: Edge | None = None
    left: Edge | None = None
    right: Edge | None = None


class Page(Struct, frozen=True):
    """How a sheet prints. Margins are in inches, `repeat` are rows (first, last) or None.

    `wide` is the number of sheets of paper side by side; `keep` are the columns (first, last)
    repeated on each of them.
    """

    paper: str = "A4"
    landscape: bool = True
    left: float = 0.4
    right: float = 0.4
    top: float = 0.4
    bottom: float = 0.55
    repeat: tuple[int, int] | None = None
    wide: int = 1
    keep: tuple[int, int] | None = None


class Alignment(Struct, frozen=True):
    """What the figures of one column have in common, so that their decimal points stand in line.

    `decimals` are the most that any of them has, `percent` tells that one carries a % sign, `air`
    that a fill or a line stands close at the right.
    """

    decimals: int = 0
    percent: bool = False
    air: bool = False

    def after(self, decimals: int, *, percent: bool = False) -> str:
        """Return what stands behind a figure to keep the room of the decimals that it lacks.

        >>> Alignment(decimals=1, percent=True).after(0)
        '_._0_%'
        """
        missing = self.decimals - decimals
        point = "_." if missing and not decimals else ""
        sign = "_%" if self.percent and not percent else ""
        return point + "_0" * missing + sign + ("_)" if self.air else "")


def digits(decimals: int) -> str:
    """Return the format of a figure with grouped thousands.

    >>> digits(0), digits(1)
    ('#,##0', '#,##0.0')
    """
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def figure(unit: Unit, decimals: int, alignment: Alignment, prefix: str = "") -> str:
    """Return the format of a result in its unit; `prefix` is a word before it ("at least ").

    >>> figure(Unit.PERCENT, 1, Alignment(1, True))
    '#,##0.0%;"−"#,##0.0%;#,##0.0%;@_._0_%'
    >>> figure(Unit.NUMBER, 0, Alignment(1, True), "at most ")
    '"at most "#,##0_._0_%;"at most ""−"#,##0_._0_%;"at most "#,##0_._0_%;@_._0_%'
    """
    percent = unit is Unit.PERCENT
    pound = '"£"' if unit is Unit.POUNDS else ""
    number = pound + digits(decimals) + ("%" if percent else "") + alignment.after(decimals, percent=percent)
    before = quoted(prefix) if prefix else ""
    return f"{before}{number};{before}{MINUS}{number};{before}{number};{WORDS}{alignment.after(0)}"


def signed(decimals: int, alignment: Alignment) -> str:
    """Return the format of a difference, in points for percentages.

    >>> signed(1, Alignment(1))
    '+#,##0.0;"−"#,##0.0;#,##0.0;@_._0'
    """
    number = digits(decimals) + alignment.after(decimals)
    return f"+{number};{MINUS}{number};{number};{WORDS}{alignment.after(0)}"


SHARE = f"+0%;{MINUS}0%;0%;{WORDS}"  # a distance as a share of the target
SMALL_SHARE = f'"+<1%";{MINUS}"<1%";0%;{WORDS}'  # one that would read as 0%


def quoted(text: str) -> str:
    """Return text as a literal of a number format; a quotation mark can't stand inside one.

    >>> quoted("at least ")
    '"at least "'
    """
    return '"' + text.replace('"', "'") + '"'


def symbolised(symbol: str, *, word: bool) -> str:
    """Return a format that shows a symbol ("" for none) before the cell's word, or in place of it.

    Numbers keep their look, so that a figure typed by mistake can be seen.

    >>> symbolised("▼", word=True)
    'General;General;General;"▼ "@'
    >>> symbolised("▼", word=False)
    'General;General;General;"▼"'
    """
    text = (quoted(symbol + " ") if symbol else "") + WORDS if word else quoted(symbol)
    return f"{GENERAL};{GENERAL};{GENERAL};{text}"
