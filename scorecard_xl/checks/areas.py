"""A figure withheld in one area alone, which the other areas and their total give back."""

from __future__ import annotations

from collections.abc import Sequence

from ..findings import FindingLog
from ..model import RatedMeasure, ResultStatus
from ..reading.words import Vocabulary


def withheld_alone(rows: Sequence[RatedMeasure], vocabulary: Vocabulary, log: FindingLog) -> None:
    """Report the one area of a measure whose figure is withheld while all others are shown.

    `rows` are all rows of one measure. Figures that add up come to a total that is known elsewhere; those
    that do not, such as shares, can be worked out where the area of the whole is there.
    """
    hidden = [row for row in rows if row.result and row.result.status is ResultStatus.SUPPRESSED]
    if len(hidden) != 1 or len(rows) < 2:
        return
    row = hidden[0]
    result = row.result
    others = [other.result for other in rows if other is not row]
    if result is None or any(
        other is None or other.value is None or other.period != result.period for other in others
    ):
        return
    whole = any(not other.area or vocabulary.says("whole_area", other.area) for other in rows)
    if not whole and not row.measure.adds_up:
        return
    beside = "the other areas and their total" if whole else "the other areas by whoever knows the total"
    area, when = row.area or "all areas", result.period.label
    log.warning(
        "withheld in one area alone",
        result.where,
        f"Measure {row.measure.ref} is withheld for {area} alone in {when}; it can be worked out from "
        f"{beside}.",
        "Withhold a second area too.",
        row.measure.ref,
        row.area,
    )
