"""Where pages end: the size of the paper, the scale that fits it, and breaks between rows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..formats import PAPERS, Page
from .text import PIXELS_A_CHARACTER, PIXELS_A_POINT, column_points

POINTS_AN_INCH = 72
POINTS_A_CHARACTER = PIXELS_A_CHARACTER / PIXELS_A_POINT
FULL = 0.95  # of a page's height: printers and Excel's own rounding take the rest
SMALLEST_TYPE = 9.0  # points on paper; below, councillors reach for their glasses

# Prices of a plan of breaks, against one page more (1.0): a section torn in two, and its squares of
# empty space, which keep pages evenly filled.
TORN_SECTION = 0.35
EMPTINESS = 0.5


def paper_points(page: Page) -> tuple[float, float]:
    """Return the width and height between the margins, in points."""
    width, height = PAPERS[page.paper]
    if page.landscape:
        width, height = height, width
    return (
        (width - page.left - page.right) * POINTS_AN_INCH,
        (height - page.top - page.bottom) * POINTS_AN_INCH,
    )


def scale(widths: Sequence[float], page: Page) -> float:
    """Return how much smaller the sheet prints so that its columns fit the page; never more than 1."""
    return min(1.0, page.wide * paper_points(page)[0] / sum(map(column_points, widths)))


def narrowed(widths: Sequence[float], least: Sequence[float], page: Page, size: float) -> list[float]:
    """Take width from the columns that can give it, evenly, until type of `size` prints large enough.

    `least` is the narrowest that each column may be (its own width for those that can't give).
    """
    wanted = paper_points(page)[0] * page.wide * size / SMALLEST_TYPE
    spare = [width - low for width, low in zip(widths, least, strict=True)]
    excess = (sum(map(column_points, widths)) - wanted) / POINTS_A_CHARACTER
    if excess <= 0 or not sum(spare):
        return list(widths)
    share = min(1.0, excess / sum(spare))
    return [round(width - give * share, 1) for width, give in zip(widths, spare, strict=True)]


class Stretch(Struct, frozen=True):
    """A row as the page breaker sees it: its height, and whether it opens a section."""

    height: float
    opens: bool = False


def breaks(rows: Sequence[Stretch], first_page: float, later_pages: float) -> list[int]:
    """Return the rows before which a page begins, so that pages are few, even and whole.

    A heading stays with at least two of its rows, a section is torn only where that saves a page.
    `first_page` and `later_pages` are the points that the rows may take there.

    >>> section = [Stretch(20, opens=True)] + [Stretch(20)] * 4
    >>> breaks(section * 3, 210, 210)
    [10]
    """
    count = len(rows)
    tops = [0.0]
    for row in rows:
        tops.append(tops[-1] + row.height)
    prices = [_price_of_break(rows, start) for start in range(count)]
    best: list[tuple[float, int]] = [(0.0, 0)]  # price of the rows before i, start of their last page
    for end in range(1, count + 1):
        options = []
        for start in range(end - 1, -1, -1):
            page = later_pages if start else first_page
            used = tops[end] - tops[start]
            if used > page and start < end - 1:  # a row taller than a page still gets one
                break
            empty = max(0.0, 1 - used / page) if end < count else 0.0
            price = best[start][0] + 1 + EMPTINESS * empty**2 + prices[start]
            options.append((price, start))
        best.append(min(options))
    starts, end = [], count
    while end:
        end = best[end][1]
        if end:
            starts.append(end)
    return starts[::-1]


def _price_of_break(rows: Sequence[Stretch], at: int) -> float:
    """What it costs to begin a page at this row."""
    if not at or rows[at].opens:
        return 0.0
    if any(row.opens for row in rows[max(0, at - 2) : at]):  # a heading with fewer than two rows
        return 3.0
    lonely = at + 1 >= len(rows) or rows[at + 1].opens  # one last row on the next page
    return TORN_SECTION + (1.0 if lonely else 0.0)
