"""Where Amber ends: the one figure beside the target that an exception page shows."""

from __future__ import annotations

from decimal import Decimal

from ..model import HistoryPoint


def limit(point: HistoryPoint) -> Decimal | None:
    """Return the minimum standard, else where Amber ends on the one side that is worse.

    None where there is no Amber, or where it lies on both sides of the target.
    """
    if point.standards.minimum is not None:
        return point.standards.minimum
    bands = point.rating.bands
    if bands is None or bands.amber is None:
        return None
    low, high = bands.amber
    return low if high is None else high if low is None else None
