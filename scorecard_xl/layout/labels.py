"""Which side of its point each label of a chart stands on, so that none lies on a line or a label."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from msgspec import Struct, field

Figures = Sequence[float | None]

# In pixels: a label's height, half its width (a figure's, a name's), how far it stands from its point,
# half the height of a marker.
HEIGHT, FIGURE, NAME, AWAY, MARKER = 15.0, 24.0, 40.0, 4.0, 5.0
# What a crowded place costs: text on text can't be read, text on a line hardly.
ON_TEXT, ON_LINE, ON_OWN_LINE, OUTSIDE = 4.0, 3.0, 1.0, 2.0
LATER = 0.01  # of a name that doesn't stand at its line's beginning


class Crowd(Struct):
    """What is drawn already: lines by their figures, and the labels placed so far.

    `low` and `high` are the axis, `size` the plot's width and height in pixels.
    """

    low: float
    high: float
    size: tuple[float, float]
    lines: list[Figures]
    results: Figures
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    _drawn: dict[int, list[float | None]] = field(default_factory=dict)

    def side(self, point: int, own: Figures, *, wide: bool) -> tuple[float, bool]:
        """Return the lower cost of the two sides of a point, and whether that is above."""
        # Where nothing decides, results stand below and names above their line.
        usual = wide
        first = self.cost(point, own, above=usual, wide=wide)
        if not first:
            return first, usual
        second = self.cost(point, own, above=not usual, wide=wide)
        return (second, not usual) if second < first else (first, usual)

    def take(self, point: int, own: Figures, *, above: bool, wide: bool) -> None:
        """Remember that a label stands there."""
        self.taken.append(self._place(point, own, above=above, wide=wide))

    def cost(self, point: int, own: Figures, *, above: bool, wide: bool) -> float:
        """Return how crowded one side of a point is."""
        left, right, bottom, top = self._place(point, own, above=above, wide=wide)
        cost = OUTSIDE * (bottom < 0) + OUTSIDE * (top > self.size[1] + HEIGHT)
        for line in (*self.lines, self.results):
            price, air = (ON_OWN_LINE, 0.0 if wide else AWAY) if line is own else (ON_LINE, 2.0)
            if wide and line is self.results:
                air = MARKER
            cost += price * self._runs_through(line, (left, right, bottom - air, top + air))
        for other in self.taken:
            beside = left < other[1] and other[0] < right
            cost += ON_TEXT * (beside and bottom < other[3] and other[2] < top)
        return cost

    @property
    def _step(self) -> float:
        return self.size[0] / max(1, len(self.results))

    def _at(self, value: float) -> float:
        """Return how many pixels above the axis a figure stands."""
        return (value - self.low) / ((self.high - self.low) or 1.0) * self.size[1]

    def _place(
        self, point: int, own: Figures, *, above: bool, wide: bool
    ) -> tuple[float, float, float, float]:
        """Return the left, right, bottom and top of a label."""
        value, half = own[point], NAME if wide else FIGURE
        near = AWAY if wide else AWAY + MARKER
        middle, across = self._at(value or 0.0), point * self._step
        bottom = middle + near if above else middle - near - HEIGHT
        return across - half, across + half, bottom, bottom + HEIGHT

    def _heights(self, line: Figures) -> list[float | None]:
        """Return how many pixels above the axis each point of a line stands; worked out once a line."""
        heights = self._drawn.get(id(line))
        if heights is None:
            heights = [None if value is None else self._at(value) for value in line]
            self._drawn[id(line)] = heights
        return heights

    def _runs_through(self, line: Figures, place: tuple[float, float, float, float]) -> bool:
        """Whether a line, or a point of it that has no neighbour, is anywhere inside a place."""
        left, right, bottom, top = place
        step, heights = self._step, self._heights(line)
        first, last, count = left / step, right / step, len(heights)
        for at in range(max(0, floor(first)), min(count - 1, floor(last)) + 1):
            height = heights[at]
            if height is None:
                continue
            following = heights[at + 1] if at + 1 < count else None
            if following is None:  # the point alone
                if first <= at and bottom <= height <= top:
                    return True
                continue
            begin = height + (following - height) * (first - at) if first > at else height
            end = height + (following - height) * (last - at) if last < at + 1 else following
            low, high = (begin, end) if begin < end else (end, begin)
            if low <= top and high >= bottom:
                return True
        return False


def sides(crowd: Crowd, labels: Sequence[str]) -> tuple[bool, ...]:
    """Return for each result's label whether it stands above its point."""
    above = [False] * len(labels)
    for point, label in enumerate(labels):
        if not label:
            continue
        up = crowd.side(point, crowd.results, wide=False)[1]
        if point and labels[point - 1] == label:
            # Neighbours that are level look odd on two sides, unless the other one is crowded.
            cost = crowd.cost(point, crowd.results, above=above[point - 1], wide=False)
            up = above[point - 1] if cost < ON_LINE else up
        above[point] = up
        crowd.take(point, crowd.results, above=up, wide=False)
    return tuple(above)


def named(crowd: Crowd, names: Sequence[str], figures: Figures) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Return the names of a line's level stretches at the best of their points, and the sides.

    `names` has the name at each point, "" where the line has none: a gap does not end a stretch.
    """
    labels, above = [""] * len(names), [False] * len(names)
    stretches: list[list[int]] = []
    for point, name in enumerate(names):
        if name and stretches and names[stretches[-1][0]] == name:
            stretches[-1].append(point)
        elif name:
            stretches.append([point])
    for points in stretches:
        options = []
        for point in points:
            cost, up = crowd.side(point, figures, wide=True)
            options.append((cost + LATER * (point - points[0]), point, up))
            if not cost:
                break  # no later point is better
        _, point, up = min(options)
        labels[point], above[point] = names[point], up
        crowd.take(point, figures, above=up, wide=True)
    return tuple(labels), tuple(above)
