"""Where Amber ends: the one figure beside the target that an exception page shows."""

from __future__ import annotations

from collections.abc import Sequence
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


def limit_name(points: Sequence[HistoryPoint]) -> str:
    """Return what the limits are called together: only a published standard is a minimum.

    Others come from a tolerance or the default allowance and just tell how far Amber reaches.
    """
    published = [point.standards.minimum is not None for point in points if limit(point) is not None]
    return "Minimum" if all(published) else "Amber to"
