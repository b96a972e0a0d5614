"""A sheet while it is being written: cells by place, formats numbered as they come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil

from msgspec.structs import replace

from ..errors import Address
from ..formats import Format, Page
from ..model import Heading, Scorecard
from ..periods import Period
from ..style import Style
from . import pages
from .plan import Cell, Drawing, Frame, Link, Rich, Row, Rule, SheetPlan, Value
from .text import broken, column_points, text_width

AIR = 4  # points between a text and what stands at its right
MOST_LINKS = 65_530  # that Excel takes on a sheet
LARGEST_RAISED = 11.0  # small type is raised to the table's own size at most


class Sheet:
    """Collects cells, heights and drawings of one tab and becomes its `SheetPlan`.

    Rows and columns count from 0. `widths` are in Excel character widths; those of `printed` columns
    decide the scale of the page.
    """

    def __init__(
        self, role: str, name: str, style: Style, widths: Sequence[float], printed: int | None = None
    ) -> None:
        self.role, self.name, self.style = role, name, style
        self.widths = list(widths)
        self.printed = len(self.widths) if printed is None else printed
        self.page: Page = style.pages[role]
        self.rules: list[Rule] = []
        self.drawings: list[Drawing] = []
        self.links: list[Link] = []
        self.breaks: list[int] = []
        self.table: tuple[int, int] | None = None
        self.filters: tuple[int, int, int, int] | None = None
        self.freeze = 0
        self.repeat: tuple[int, int] | None = None
        self._formats: dict[Format, int] = {}
        self._cells: dict[int, dict[int, Cell]] = {}
        self._heights: dict[int, float | None] = {}
        self.next_row = 0  # the row under the last one written
        # Type that would print under 9 points is set larger.
        self.least_size = pages.SMALLEST_TYPE / pages.scale(self.widths[: self.printed], self.page)
        self.format(style.look("text"))

    def readable(self, look: Format) -> Format:
        """Return the look with type that would print too small set larger."""
        if look.size >= self.least_size:
            return look
        return replace(look, size=max(look.size, min(LARGEST_RAISED, ceil(2 * self.least_size) / 2)))

    def format(self, look: Format) -> int:
        """Return the id of a format, its type large enough for print."""
        return self._formats.setdefault(self.readable(look), len(self._formats))

    def put(self, row: int, column: int, value: Value, look: Format) -> None:
        """Write one cell."""
        self._row(row)[column] = (value, self.format(look))

    def put_rich(self, row: int, column: int, runs: Sequence[tuple[str, Format]], look: Format) -> None:
        """Write one cell whose text has several looks."""
        parts = tuple((text, self.format(part)) for text, part in runs if text)
        self._row(row)[column] = (Rich(parts), self.format(look))

    def link(self, row: int, column: int, where: Address | None) -> None:
        """Let a cell with text lead to where it is edited; nowhere for None."""
        if where is not None and len(self.links) < MOST_LINKS:
            self.links.append(Link.to(where, row, column))

    def _row(self, row: int) -> dict[int, Cell]:
        """Return the cells of a row by column."""
        cells = self._cells.get(row)
        if cells is None:
            cells = self._cells[row] = {}
            self.next_row = max(self.next_row, row + 1)
        return cells

    def height(self, row: int, points: float | None) -> None:
        """Set the height of a row; None lets Excel fit it."""
        self._heights[row] = points
        self._row(row)

    def put_lines(self, row: int, column: int, text: str, look: Format, points: float, height: float) -> int:
        """Write a text over as many rows as it needs, a line each; return the next free row.

        Cells are never merged, so a text across several columns can't wrap by itself.
        """
        look = self.readable(look)
        for line in broken(text, points, look.size, bold=look.bold):
            self.put(row, column, line, look)
            self.height(row, height)
            row += 1
        return row

    def span_points(self, first: int, last: int) -> float:
        """Return how wide the columns `first` to `last` are together, in points."""
        return sum(map(column_points, self.widths[first : last + 1])) - AIR

    def fitted(self, text: str, look: Format, points: float, least: float = 12) -> Format:
        """Return the look with its type small enough that a one-line text fits, not under `least`."""
        needed = text_width(text, look.size, bold=look.bold)
        if needed <= points:
            return look
        return replace(look, size=max(least, float(int(look.size * points / needed))))

    def columns_in(self, row: int) -> list[int]:
        """Return the columns of a row in which something stands."""
        return [column for column, (value, _) in self._cells.get(row, {}).items() if value is not None]

    @property
    def page_points(self) -> float:
        """The height that rows may take on a page, in their own points before scaling."""
        scale = pages.scale(self.widths[: self.printed], self.page)
        return pages.paper_points(self.page)[1] / scale * pages.FULL

    def height_of(self, row: int) -> float:
        """Return the height of a row in points; rows without one have Excel's own."""
        return self._heights.get(row) or 15.0

    def break_pages(self, first: int, opens: Collection[int]) -> None:
        """Break pages from row `first` on; `opens` are the rows that begin something to keep together.

        What stands above `first` is on the first page, the repeated rows on every later one.
        """
        page = self.page_points
        above = sum(map(self.height_of, range(first)))
        head = sum(map(self.height_of, range(self.repeat[0], self.repeat[1] + 1))) if self.repeat else 0.0
        stretches = [pages.Stretch(self.height_of(row), row in opens) for row in range(first, self.next_row)]
        self.breaks += [first + at for at in pages.breaks(stretches, page - above, page - head)]

    def plan(self, scorecard: Scorecard) -> SheetPlan:
        """Return the finished plan."""
        count = self.next_row
        rows = []
        for number in range(count):
            cells = self._cells.get(number, {})
            last = max(cells, default=-1)
            rows.append(
                Row(tuple(cells.get(column) for column in range(last + 1)), self._heights.get(number))
            )
        frame = Frame(
            formats=tuple(self._formats),
            widths=tuple(self.widths),
            rules=tuple(self.rules),
            page=replace(self.page, repeat=self.repeat),
            freeze=self.freeze,
            tab_colour=self.style.colour("navy"),
            zoom=self.style.zoom.get(self.role, 100),
        )
        heading = scorecard.heading
        return SheetPlan(
            self.name,
            self.role,
            frame,
            tuple(rows),
            tuple(self.drawings),
            self.table,
            self.filters,
            tuple(self.breaks),
            (count - 1, self.printed - 1),
            header=("", "DRAFT" if heading.status.casefold() == "draft" else "", ""),
            footer=(
                joined(heading.authority, heading.title, scorecard.period.long, heading.classification),
                f"Source: {heading.source}" if heading.source else "",
                "&A · page &P of &N",
            ),
            links=tuple(self.links),
        )


def joined(*parts: str) -> str:
    """Join what is there with middle dots.

    >>> joined("Kent County Council", "", "February 2015")
    'Kent County Council · February 2015'
    """
    return " · ".join(part for part in parts if part)


def origin(heading: Heading, period: Period) -> str:
    """Return the line under every tab's title: whose figures these are, and of when."""
    return joined(heading.authority, period.long, heading.subtitle, heading.status)
