"""Where Amber ends: the one figure beside the target that an exception page shows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model import Band, HistoryPoint


def limit(point: HistoryPoint) -> Decimal | None:
    """Return the minimum standard where it is the limit, else where a miss becomes the worst band.

    None where nothing lies between met and worst, or where it lies on both sides of the target.
    """
    missed = _missed(point)
    if _is_minimum(point):
        return point.standards.minimum
    if missed is None:
        return None
    low, high = missed.reach.low, missed.reach.high
    return low if high is None else high if low is None else None


def limit_name(points: Sequence[HistoryPoint]) -> str:
    """Return what the limits are called together: only a published standard is a minimum.

    Others come from a tolerance or the default allowance and just tell how far a band reaches.
    """
    limited = [point for point in points if limit(point) is not None]
    if all(map(_is_minimum, limited)):
        return "Minimum"
    names = {missed.name for point in limited if (missed := _missed(point))}
    return f"{names.pop()} to" if len(names) == 1 else "Missed to"


def _missed(point: HistoryPoint) -> Band | None:
    return point.rating.bands.missed_reach if point.rating.bands else None


def _is_minimum(point: HistoryPoint) -> bool:
    missed = _missed(point)
    rated_by_it = missed is None or missed.why.startswith("minimum standard")
    return point.standards.minimum is not None and rated_by_it
