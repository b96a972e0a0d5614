"""What goes into a workbook, decided to the last cell: `render` only executes it.

A `SheetPlan` says what is where; its `Frame` says how the sheet is set up and which formats there
are. A frame holds no figure and no text of the scorecard, and it can be hashed: a faster renderer
may keep what it derives from one and use it for every scorecard that needs the same formats. Rows
and columns count from 0 here, as in the file's own drawings; texts that people read (`as_text`,
formulas) use Excel's own addresses.
"""

from __future__ import annotations

from msgspec import Struct

from ..errors import Address, column_letters
from ..formats import Format, Page


class Rich(Struct, frozen=True):
    """A text whose parts look different: (text, format id) one after another."""

    runs: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """Return the bare text."""
        return "".join(text for text, _ in self.runs)


class Formula(Struct, frozen=True):
    """A formula without its equals sign, and the value that it has at the time of the build."""

    text: str
    cached: str


Value = str | int | float | Rich | Formula | None
Cell = tuple[Value, int]  # the value and the id of its format in the frame


class Row(Struct, frozen=True):
    """Cells from column A on, None where there is none. `height` in points; None lets Excel fit it."""

    cells: tuple[Cell | None, ...]
    height: float | None = None


class Rule(Struct, frozen=True):
    """A conditional format on columns `first` to `last` (from 0) of the plan's table.

    `formula` is written for the table's first row. The other fields are what it changes; "" and None
    leave the cell's own. No later rule is applied where `final` one holds.
    """

    first: int
    last: int
    formula: str
    colour: str = ""
    fill: str = ""
    number: str = ""
    bold: bool | None = None
    final: bool = True


class Frame(Struct, frozen=True):
    """A sheet before any figure is in it. `widths` are Excel character widths, by column.

    `freeze` is the number of rows that stay in sight.
    """

    formats: tuple[Format, ...]
    widths: tuple[float, ...]
    rules: tuple[Rule, ...]
    page: Page
    freeze: int = 0
    tab_colour: str = ""
    zoom: int = 100


class Sparkline(Struct, frozen=True):
    """Columns drawn in one cell from the cells `first` to `last` (columns) of the same row.

    `negative` colours the values below the axis, `final` the last one; "" leaves them as the rest.
    """

    row: int
    column: int
    first: int
    last: int
    low: float
    high: float
    colour: str
    negative: str = ""
    final: str = ""
    axis: bool = False


class Bars(Struct, frozen=True):
    """Data bars in the cells of an area (row, column to row, column), drawn from `low` to `high`.

    `axis` "middle" puts zero in the middle of the cell, "" at its own place without a line.
    """

    area: tuple[int, int, int, int]
    low: float
    high: float
    colour: str
    negative: str
    axis: str = ""
    axis_colour: str = "FFFFFF"


class Line(Struct, frozen=True):
    """One line of a chart: its figures stand in a row, columns as in its chart; an empty cell is a gap.

    `labels` has a text a point, "" for a point without one, `above` whether it stands above its
    point. `dashed` and `marked` (points) tell lines apart without colour; `ticks` marks the points of
    a thin line, one of which stands alone.
    """

    name: str
    row: int
    colour: str
    labels: tuple[str, ...]
    above: tuple[bool, ...]
    dashed: bool = False
    marked: bool = False
    ticks: bool = False


class Chart(Struct, frozen=True):
    """A line chart at a cell; `width` and `height` in pixels, `alt` in words for who can't see it.

    The points stand in `columns` (first, last), their names in the row `names`.
    """

    row: int
    column: int
    width: int
    height: int
    title: str
    alt: str
    columns: tuple[int, int]
    names: int
    lines: tuple[Line, ...]
    low: float
    high: float
    step: float
    number: str
    ink: str
    muted: str
    grid: str
    font: str


Drawing = Sparkline | Bars | Chart


class Link(Struct, frozen=True):
    """A cell that leads to another of the same workbook; `target` as Excel writes it, `tip` in words.

    The cell's look is that of its format: a link adds none in Excel. LibreOffice shows any linked text
    in its own blue and on one line, which cuts a longer one off; no file can change that.
    """

    row: int
    column: int
    target: str
    tip: str

    @classmethod
    def to(cls, where: Address, row: int, column: int) -> Link:
        """Return the link from a cell (from 0) to where its text is edited.

        >>> Link.to(Address("Director's list", 5, 4), 0, 2)
        Link(row=0, column=2, target="'Director''s list'!D5", tip="Edit in 'Director''s list'!D5")
        """
        # In quotes whatever the name: Excel would take the sheet R1 or TRUE for something else.
        sheet = where.sheet.replace("'", "''")
        return cls(row, column, f"'{sheet}'!{address(where.row - 1, where.column - 1)}", f"Edit in {where}")


class SheetPlan(Struct, frozen=True):
    """One tab, complete. `role` tells which of the product's tabs it is, whatever its `name`.

    `table` are the rows (first, last) that the rules apply to, None without any. `filters` is the
    area of the filter buttons. `breaks` are the rows before which a new page begins. `printed` is
    the last column and row that print.
    """

    name: str
    role: str
    frame: Frame
    rows: tuple[Row, ...]
    drawings: tuple[Drawing, ...] = ()
    table: tuple[int, int] | None = None
    filters: tuple[int, int, int, int] | None = None
    breaks: tuple[int, ...] = ()
    printed: tuple[int, int] | None = None
    header: tuple[str, str, str] = ("", "", "")
    footer: tuple[str, str, str] = ("", "", "")
    links: tuple[Link, ...] = ()

    def as_text(self) -> str:
        """Return a short readable picture of the sheet, for tests that compare it with a golden one.

        One line a row: its number, height and cells; then links, drawings, rules and the print set-up. A
        format shows as its difference from plain text.
        """
        from .snapshot import picture  # only tests ask for it

        return picture(self)


def address(row: int, column: int, *, fixed: bool = False) -> str:
    """Return the Excel address of a cell that counts from 0.

    >>> address(5, 3), address(5, 3, fixed=True)
    ('D6', '$D$6')
    """
    letters = column_letters(column + 1)
    return f"${letters}${row + 1}" if fixed else f"{letters}{row + 1}"
