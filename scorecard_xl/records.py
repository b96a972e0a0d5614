"""Ratings as data: the fixed columns of the `ratings` command, for CSV, JSON and DataFrames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TextIO

from .errors import Finding
from .figures import plain
from .model import Direction, RatedMeasure

COLUMNS = (
    "ref", "measure", "area", "period", "value", "target", "rag", "rag_reason",
    "previous_period", "previous", "direction_previous",
    "outturn_period", "outturn", "direction_outturn", "forecast", "overridden",
)  # fmt: skip
FINDING_COLUMNS = ("severity", "check", "where", "ref", "area", "what", "todo")
NUMERIC = ("value", "target", "previous", "outturn")


def as_records(rows: Iterable[RatedMeasure]) -> list[dict[str, str]]:
    """Return one record a row, every value as text; numbers unrounded, "" where there is none."""
    return [_record(row) for row in rows]


def write_csv(records: Iterable[dict[str, str]], to: TextIO, columns: Sequence[str] = COLUMNS) -> None:
    """Write the records as CSV with a header row."""
    import csv

    writer = csv.DictWriter(to, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)


def findings_as_records(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return one record a finding, with the columns of `FINDING_COLUMNS`."""
    return [
        dict(
            zip(
                FINDING_COLUMNS,
                (
                    finding.severity.value,
                    finding.kind,
                    str(finding.where) if finding.where else "",
                    finding.ref,
                    finding.area,
                    finding.what,
                    finding.todo,
                ),
                strict=True,
            )
        )
        for finding in findings
    ]


def write_json(records: Iterable[dict[str, str]], to: TextIO) -> None:
    """Write the records as a JSON list; the numbers are numbers, null where there is none."""
    import json

    typed = [
        {key: _json_number(text) if key in NUMERIC else text for key, text in record.items()}
        for record in records
    ]
    json.dump(typed, to, ensure_ascii=False, indent=1)
    to.write("\n")


def _record(row: RatedMeasure) -> dict[str, str]:
    previous, outturn = row.previous, row.outturn
    values = (
        row.measure.ref,
        row.measure.name,
        row.area,
        row.result.period.label if row.result else "",
        _number(row.value),
        _number(row.standards.target),
        str(row.rating.rag),
        row.rating.reason,
        *_compared(previous),
        *_compared(outturn),
        row.forecast.outlook.value,
        overridden(row),
    )
    return dict(zip(COLUMNS, values, strict=True))


def overridden(row: RatedMeasure) -> str:
    """Return the computed values that an officer's override changed: "rag=Red; direction_previous=static"."""
    changed = [
        f"{name}={computed}"
        for name, computed, was_changed in (
            ("rag", row.rating.computed, row.rating.overridden),
            ("direction_previous", row.previous.computed.value, row.previous.overridden),
            ("direction_outturn", row.outturn.computed.value, row.outturn.overridden),
        )
        if was_changed
    ]
    return "; ".join(changed)


def _compared(direction: Direction) -> tuple[str, str, str]:
    since = direction.since.label if direction.since else ""
    value = direction.against.value if direction.against else None
    return since, _number(value), direction.effect.value


def _json_number(text: str) -> int | float | None:
    if not text:
        return None
    return float(text) if "." in text else int(text)


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
