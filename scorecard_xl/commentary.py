"""What officers write beside the figures: commentary, benchmarks, narrative, glossary, settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .config import Config, known_settings, nearest
from .findings import FindingLog
from .grids import Kind
from .measures import near_ref
from .model import Benchmark, Commentary, Measure, Paragraph
from .periods import Period, UnreadablePeriod
from .tables import Row, Table
from .words import Unreadable, Vocabulary, plain_word, read_number

COMMENTARY_FIELDS = {
    "commentary": "Commentary",
    "actions": "Actions",
    "expected_improvement": "Expected improvement",
    "forecast": "Forecast",
    "exception": "Exception",
    "owner": "Owner",
    "reason": "Reason",
    "rag_override": "RAG override",
    "direction_override": "Direction override",
    "outturn_override": "Outturn direction override",
}


@dataclass(slots=True)
class Writings:
    """Commentary and benchmarks by (ref, area); area "" is for all areas."""

    commentary: dict[tuple[str, str], list[Commentary]] = field(default_factory=dict)
    benchmarks: dict[tuple[str, str], list[Benchmark]] = field(default_factory=dict)
    paragraphs: list[tuple[Period | None, Paragraph]] = field(default_factory=list)
    glossary: list[tuple[str, str]] = field(default_factory=list)

    def commentary_for(self, measure: Measure, area: str, periods: tuple[Period, ...]) -> Commentary | None:
        """Return what was written for one of the periods, the area's own first; else an undated text."""
        for at in (area, "") if area else ("",):
            rows = self.commentary.get((measure.ref, at), [])
            for period in (*periods, None):
                for row in reversed(rows):
                    if row.period == period:
                        return row
        return None

    def benchmarks_for(self, measure: Measure, area: str) -> tuple[Benchmark, ...]:
        """Return each benchmark at its own latest period, in order of first appearance."""
        latest: dict[str, Benchmark] = {}
        for at in ("", area) if area else ("",):
            for benchmark in self.benchmarks.get((measure.ref, at), []):
                known = latest.get(benchmark.name)
                if known is None or known.period.last <= benchmark.period.last:
                    latest[benchmark.name] = benchmark
        return tuple(latest.values())


@dataclass(slots=True)
class WritingsReader:
    """Reads the sheets of text. A row for a ref that no measure has is reported and left out."""

    config: Config
    vocabulary: Vocabulary
    measures: Mapping[str, Measure]
    log: FindingLog

    def read(self, tables: Mapping[str, Table | None]) -> Writings:
        """Read whichever of the sheets there are."""
        writings = Writings()
        for role, take in (
            ("Commentary", self._commentary),
            ("Benchmarks", self._benchmark),
            ("Narrative", self._narrative),
            ("Glossary", self._glossary),
        ):
            table = tables.get(role)
            for row in table.rows() if table else ():
                take(row, writings)
        return writings

    def _commentary(self, row: Row, writings: Writings) -> None:
        measure = self._measure(row)
        if measure is None:
            return
        period = self._period(row, measure)
        texts = {name: row.text(column) for name, column in COMMENTARY_FIELDS.items()}
        # Whatever else stands there asks for a page; "No" does not.
        if self.vocabulary.word("yes_no", texts["exception"]) == "No":
            texts["exception"] = ""
        commentary = Commentary(period, **texts, where=row.where("Ref"))
        writings.commentary.setdefault((measure.ref, row.text("Area")), []).append(commentary)

    def _benchmark(self, row: Row, writings: Writings) -> None:
        measure = self._measure(row)
        if measure is None:
            return
        cell = row.cell("Value")
        try:
            read = read_number(cell, self.vocabulary)
        except Unreadable as problem:
            self.log.error(
                "not a number",
                cell.where,
                f"Benchmark of measure {measure.ref}: {problem}.",
                "Write a number, or leave the cell empty.",
                measure.ref,
            )
            return
        period = self._period(row, measure)
        if read.value is None or period is None:
            return
        benchmark = Benchmark(row.text("Benchmark"), period, read.value, cell.where)
        writings.benchmarks.setdefault((measure.ref, row.text("Area")), []).append(benchmark)

    def _narrative(self, row: Row, writings: Writings) -> None:
        cell = row.cell("Period")
        period = None
        if cell.kind is not Kind.EMPTY:
            try:
                period = self.config.calendar.read(cell.value, None).period
            except UnreadablePeriod as problem:
                self.log.warning(
                    "unreadable period", cell.where, f"The period of this text can't be read: {problem}."
                )
                return
        writings.paragraphs.append(
            (period, Paragraph(row.text("Section"), row.text("Heading"), row.text("Text")))
        )

    def _glossary(self, row: Row, writings: Writings) -> None:
        if row.text("Term"):
            writings.glossary.append((row.text("Term"), row.text("Meaning")))

    def _measure(self, row: Row) -> Measure | None:
        ref = row.text("Ref")
        if not ref:
            return None
        if ref not in self.measures:
            self.log.error(
                "unknown ref",
                row.where("Ref"),
                f"There is no measure {ref} on the Measures sheet; this row is left out.",
                near_ref(ref, set(self.measures)),
                ref,
            )
            return None
        return self.measures[ref]

    def _period(self, row: Row, measure: Measure) -> Period | None:
        cell = row.cell("Period")
        if cell.kind is Kind.EMPTY:
            return None
        try:
            return self.config.calendar.read(cell.value, measure.frequency).period
        except UnreadablePeriod as problem:
            self.log.error(
                "unreadable period",
                cell.where,
                f"The period of this row can't be read: {problem} (measure {measure.ref}).",
                "Write it like Feb 2015, Q2 2019-20 or 2013-14.",
                measure.ref,
            )
            return None


def read_settings(table: Table | None, log: FindingLog) -> dict[str, str]:
    """Read the Settings sheet; an unknown setting is reported with the nearest known one."""
    settings: dict[str, str] = {}
    known = known_settings()
    for row in table.rows() if table else ():
        name = plain_word(row.text("Setting"))
        if name in known:
            settings[name] = row.text("Value")
        elif name:
            log.warning(
                "unknown setting",
                row.where("Setting"),
                f'"{row.text("Setting")}" is not a setting; {nearest(name, known)}',
                "Correct or remove the row.",
            )
    return settings
