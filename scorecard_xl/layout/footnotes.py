"""The lines under the table: what a reader must know of single rows, and how to read the columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..columns import Kind, benchmark, older_period
from ..model import RatedMeasure, ResultStatus
from ..periods import Period
from ..reading.words import listed
from .table import Table, benchmarks_without_column

MOST_REFS = 12  # in one line; the rest is counted


def refs(rows: Sequence[RatedMeasure]) -> str:
    """Return the refs of rows as in prose, counted from the thirteenth on."""
    names = [f"{row.measure.ref} {row.area}".strip() for row in rows]
    if len(names) > MOST_REFS:
        return f"{', '.join(names[:MOST_REFS])} and {len(names) - MOST_REFS} more"
    return listed(names, "and")


def carried(table: Table) -> list[str]:
    """Results that are older than the reporting period, each with its own."""
    period = table.scorecard.period
    by_period: dict[str, list[RatedMeasure]] = {}
    for row in table.scorecard.rows:
        if row.carried and row.result is not None:
            by_period.setdefault(row.result.period.long, []).append(row)
    return [
        f"{refs(rows)}: no figure for {period.long} yet; shown is {name}." for name, rows in by_period.items()
    ]


def older(table: Table) -> list[str]:
    """Results of longer periods, which end before the reporting period does, where no column says so."""
    if table.at("carried") is not None:
        return []
    by_period: dict[str, list[RatedMeasure]] = {}
    for row in table.scorecard.rows:
        if row.result is not None and not row.carried and older_period(row, table.scorecard.period):
            by_period.setdefault(row.result.period.long, []).append(row)
    return [f"{refs(rows)}: the latest figure is that of {name}." for name, rows in by_period.items()]


def benchmark_periods(table: Table) -> list[str]:
    """Comparators' figures of another period than the column's heading says."""
    lines = []
    for place in table.places:
        family, _, name = place.column.key.partition(":")
        if family != "benchmark":
            continue
        by_period: dict[Period, list[RatedMeasure]] = {}
        for row in table.scorecard.rows:
            found = benchmark(row, name)
            if found is not None:
                by_period.setdefault(found.period, []).append(row)
        lines += [
            f"{refs(rows)}: {name} of {period.long}."
            for period, rows in by_period.items()
            if period.short not in place.header
        ]
    return lines


def other_benchmarks(table: Table) -> list[str]:
    """Comparators that the table has no column for."""
    names = benchmarks_without_column(table.style, table.scorecard.rows)
    if not names:
        return []
    return [f"Without a column here: {listed(names, 'and')}. All comparators stand on the Notes."]


def other_comparators(table: Table) -> list[str]:
    """Comparisons with another period than the column's heading says."""
    scorecard, lines = table.scorecard, []
    for heading, against in (
        (scorecard.first_since, [row.previous.since for row in scorecard.rows]),
        (scorecard.second_since, [row.outturn.since for row in scorecard.rows]),
    ):
        by_period: dict[str, list[RatedMeasure]] = {}
        for row, since in zip(scorecard.rows, against, strict=True):
            if since is not None and since != heading:
                by_period.setdefault(since.long, []).append(row)
        lines += [
            f"{refs(rows)}: compared with {name} where the column says {heading.short}."
            for name, rows in by_period.items()
        ]
    return lines


def provisional(table: Table) -> list[str]:
    """Results that may change, or that have changed."""
    lines = []
    for status in (ResultStatus.PROVISIONAL, ResultStatus.REVISED):
        rows = [row for row in table.scorecard.rows if row.result and row.result.status is status]
        if rows:
            lines.append(f"{refs(rows)}: {status.value.lower()} figures.")
    return lines


def overridden(table: Table) -> list[str]:
    """What officers decided in place of the rule, with who and why."""
    by_reason: dict[str, list[RatedMeasure]] = {}
    for row in table.scorecard.rows:
        judged = (
            ("rating", row.rating.override),
            ("direction", row.previous.override),
            ("direction", row.outturn.override),
        )
        for what, override in judged:
            if override is not None:
                text = f"the {what} is the officer's: {override.reason.rstrip('.')} ({override.owner})"
                rows = by_reason.setdefault(text, [])
                if row not in rows:
                    rows.append(row)
    return [f"{refs(rows)}: {text}." for text, rows in by_reason.items()]


def only_by_rounding(table: Table) -> list[str]:
    """Directions that the printed figures don't show."""
    rows = [
        row
        for row in table.scorecard.rows
        if (row.previous.only_by_rounding and row.previous.override is None)
        or (row.outturn.only_by_rounding and row.outturn.override is None)
    ]
    return [f"{refs(rows)}: the two figures read the same, or differ in rounding alone."] if rows else []


def result_notes(table: Table) -> list[str]:
    """Notes that officers put beside results."""
    by_note: dict[str, list[RatedMeasure]] = {}
    for row in table.scorecard.rows:
        if row.result is not None and row.result.note:
            by_note.setdefault(row.result.note, []).append(row)
    return [f"{refs(rows)}: {note}" for note, rows in by_note.items()]


def columns_read(table: Table) -> list[str]:
    """How to read the columns that are there."""
    kinds = {place.column.kind for place in table.places}
    keys = {place.column.key for place in table.places}
    lines = []
    if Kind.GAP in kinds:
        what = "Gap is the result less its target; gaps and changes" if "gap" in keys else "Changes"
        lines.append(
            f"{what} are in percentage points for percentages. “+<0.1” and “−<0.1” are less than is printed."
        )
    if Kind.SHARE in kinds:
        lines.append(
            "From target: the distance as a share of the target, better to the right; bars stop at 50%."
        )
    if keys & {"to_target", "why"}:
        lines.append(
            "More or fewer cases: the smallest change in the numerator that would have met the target."
        )
    if Kind.TREND in kinds:
        lines.append(_trend_line(table))
    return lines


def _trend_line(table: Table) -> str:
    if table.style.table.trend == "distance":
        what = (
            "blue above the line meets today's target, orange below misses it; grey shows the result itself. "
            "Each row has its own scale."
        )
    else:
        what = f"the shape alone, each row on its own scale; the dark column is {table.shown.period}."
    return f"{table.shown.span.capitalize()}: {what}"


# In the order in which they stand. Each returns its lines, none when there is nothing to say.
FOOTNOTES: tuple[Callable[[Table], list[str]], ...] = (
    overridden,
    carried,
    older,
    benchmark_periods,
    other_benchmarks,
    other_comparators,
    provisional,
    only_by_rounding,
    result_notes,
    columns_read,
)


def footnotes(table: Table) -> list[str]:
    """Return all lines that stand under the table."""
    return [line for note in FOOTNOTES for line in note(table)]
