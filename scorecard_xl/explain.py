"""Why a measure is rated as it is (M1): the rule, the bands and the unrounded inputs, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from .checks.checked import sentence
from .columns import target_in_words
from .errors import ScorecardError
from .figures import plain, rounded
from .model import Absence, Comparator, Direction, RatedMeasure, Result
from .pipeline import Assessed
from .ratings.assess import cases_in_words
from .ratings.rag import bands_in_words
from .reading.words import near_ref

COMPARED: Mapping[Comparator | None, str] = {
    Comparator.PREVIOUS: "Since the previous period",
    Comparator.LAST_YEAR: "Since the same period last year",
    Comparator.AVERAGE: "Since the average of last year",
    Comparator.TREND: "By the trend",
    Comparator.VARIATION: "By variation",
}  # of the second direction


def explain(assessed: Assessed, ref: str, area: str = "") -> str:
    """Return the explanation of a measure, a paragraph an area or that of `area` alone.

    Raises `ScorecardError` for no such ref.
    """
    rows = [row for row in assessed.rows if row.measure.ref.casefold() == ref.strip().casefold()]
    rows = [row for row in rows if row.area == area] or rows
    if not rows:
        refs = {row.measure.ref for row in assessed.rows}
        raise ScorecardError(f"There is no measure {ref} on the scorecard. {near_ref(ref, refs)}")
    return "\n\n".join(_explained(row, assessed) for row in rows)


def _explained(row: RatedMeasure, assessed: Assessed) -> str:
    measure, rating, result = row.measure, row.rating, row.result
    area = f", {row.area}" if row.area else ""
    lines = [f"{measure.ref} {measure.name}{area}"]
    if result is None:
        lines.append("Result: none.")
    else:
        lines.append(f"Result: {_result(row, result)}")
    lines.append(f"Rating: {rating.rag}. {sentence(rating.reason)}")
    if rating.override is not None:
        lines.append(f"Computed: {rating.computed}. {sentence(rating.computed_reason)}")
    if rating.bands is not None:
        bands = [f"{band} {words}" for band, words in bands_in_words(rating.bands, measure)]
        rule = f" ({rating.bands.rule})" if rating.bands.rule else ""
        lines.append(f"Bands: {'; '.join(bands)}{rule}.")
    if row.standards.where is not None and row.standards.given:
        beyond = f"Target: {target_in_words(measure, row.standards)}. " if row.standards.exclusive else ""
        lines.append(f"{beyond}Target from: {row.standards.where}.")
    if row.cases and cases_in_words(row.cases):
        lines.append(f"Cases: {plain(row.cases.needed)} meet the target; {cases_in_words(row.cases)}.")
    lines.append(f"Direction: {_direction(row.previous)}")
    if row.outturn.absence is not Absence.NOT_COMPARED:
        compared = COMPARED.get(row.outturn.comparator, "Since the outturn")
        lines.append(f"{compared}: {_direction(row.outturn)}")
    lines.append(f"Forecast: {row.forecast.outlook.value}, {sentence(row.forecast.reason)}")
    lines += [
        f"{finding.severity.value}: {finding}"
        for finding in assessed.scorecard.findings
        if finding.ref == measure.ref and finding.area in ("", row.area)
    ]
    return "\n".join(lines)


def _result(row: RatedMeasure, result: Result) -> str:
    if result.value is None:
        return f"{result.text or result.status.value} for {result.period.label} ({result.where})."
    measure = row.measure
    parts = [f"{measure.in_words(result.value)} for {result.period.label}"]
    if result.numerator is not None and result.denominator is not None:
        parts.append(f"{plain(result.numerator)} of {plain(result.denominator)}")
    full = result.value if result.unrounded is None else result.unrounded
    if full != rounded(result.value, measure.decimals):
        parts.append(f"unrounded {plain(full)}")
    if result.status.value != "Final":
        parts.append(result.status.value.lower())
    return f"{', '.join(parts)} ({result.where})."


def _direction(direction: Direction) -> str:
    if direction.override is not None:
        return f"{direction.effect.value}. {sentence(direction.reason)}"
    return f"{direction.effect.value}, {sentence(direction.reason)}"
