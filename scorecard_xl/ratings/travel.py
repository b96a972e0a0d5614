"""The direction of travel of a measure by any comparator: two results compared, or a series judged."""

from __future__ import annotations

from msgspec.structs import replace

from ..model import Absence, Comparator, DataPeriod, Direction, Standards, Tolerance
from .comparators import COMPARATORS, MISSING, Journey
from .direction import Terms, compare, no_direction
from .series import BY_SERIES


def travelled(comparator: Comparator, journey: Journey, standards: Standards, static: Tolerance) -> Direction:
    """Return the direction of a result by one comparator; see `compare`, `by_trend`, `by_variation`.

    `static` is the distance within which nothing has changed. Without anything to compare with the
    direction is n/a and says why.
    """
    if comparator in BY_SERIES:
        return replace(BY_SERIES[comparator](journey, standards, static), comparator=comparator)
    against, now = COMPARATORS[comparator](journey), journey.result
    if isinstance(against.found, Absence) and against.reason and now.value is not None:
        return replace(no_direction(against.found, against.reason), comparator=comparator)
    terms = Terms.of(journey.settings)
    direction = compare(now, against.found, journey.measure, standards, static, terms, against.span)
    direction = replace(direction, comparator=comparator, span=against.span if direction.against else None)
    if against.found is not Absence.NO_COMPARATOR or now.value is None:
        return direction
    reason = MISSING[comparator]
    if comparator is Comparator.OUTTURN and journey.measure.data_period is DataPeriod.UNSTATED:
        reason += "; without a Data period, its last month or quarter may not stand for it"
    return replace(direction, reason=reason)
