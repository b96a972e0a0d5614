"""Will the process meet its target by itself: natural limits of an XmR chart against the target.

Source: NHS England's Making Data Count ("assurance"), as its open plotting package works it out: limits
2.66 mean moving ranges from the mean of the measure's own results.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from ..figures import ZERO
from ..model import Polarity
from .spc import XMR_LIMIT

LEAST_RESULTS = 12  # fewer make limits that the next result moves


class Process(Struct, frozen=True):
    """A series of results with the sums that its limits are made of, so that comparing stays exact."""

    count: int
    total: Decimal
    moved: Decimal

    @classmethod
    def of(cls, figures: Sequence[Decimal]) -> Process:
        """Gather two results or more, oldest first."""
        moved = sum((abs(one - other) for one, other in pairwise(figures)), ZERO)
        return cls(len(figures), sum(figures, ZERO), moved)

    @property
    def limits(self) -> tuple[Decimal, Decimal]:
        """The natural process limits, rounded by division alone.

        >>> process = Process.of([Decimal(10), Decimal(12)] * 6)
        >>> process.limits
        (Decimal('5.68'), Decimal('16.32'))
        """
        mean, range_ = self.total / self.count, self.moved / (self.count - 1)
        return mean - XMR_LIMIT * range_, mean + XMR_LIMIT * range_

    def side(self, target: Decimal) -> int:
        """Return -1 for a target below the limits, 1 for one above them, 0 for one inside or on them."""
        # Multiplied out: a division would put a target that lies on a limit to one side of it.
        n, gaps = self.count, self.count - 1
        distance = (target * n - self.total) * gaps
        reach = XMR_LIMIT * self.moved * n
        return (distance > reach) - (distance < -reach)


def assurance(process: Process, target: Decimal, polarity: Polarity) -> int:
    """Return 1 where the target will be met whatever chance does, -1 where missed, 0 for either.

    >>> process = Process.of([Decimal(10), Decimal(12)] * 6)
    >>> [assurance(process, Decimal(target), Polarity.HIGH) for target in (5, 10, 17)]
    [1, 0, -1]
    """
    side = process.side(target)
    return -side if polarity is Polarity.HIGH else side
