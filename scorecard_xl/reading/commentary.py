"""What officers write beside the figures: commentary, benchmarks, narrative, glossary, settings."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from ..config import Config, known_settings, nearest
from ..errors import ConfigError
from ..findings import FindingLog
from ..grids import Cell, Kind
from ..model import Benchmark, Commentary, Measure, Paragraph
from ..periods import Calendar, Period
from .result_cells import wrong_unit
from .result_sheet import ResultSheet
from .tables import Row, Table
from .target_words import benchmark_word
from .words import Unreadable, Vocabulary, listed, lost_arrow, near_ref, plain_word, read_number, read_period

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
OVERRIDES = ("rag_override", "direction_override", "outturn_override")
FORECASTS = ("Likely", "May", "Unlikely")
STATUSES = ("Draft", "Approved")


class Writings(Struct):
    """Commentary and benchmarks by (ref, area); area "" is for all areas."""

    vocabulary: Vocabulary
    commentary: dict[tuple[str, str], list[Commentary]] = field(default_factory=dict)
    benchmarks: dict[tuple[str, str], list[Benchmark]] = field(default_factory=dict)
    paragraphs: list[tuple[Period | None, Paragraph]] = field(default_factory=list)
    glossary: list[tuple[str, str]] = field(default_factory=list)
    _words: dict[str, str] = field(default_factory=dict)

    def commentary_for(self, measure: Measure, area: str, periods: tuple[Period, ...]) -> Commentary | None:
        """Return what was written for one of the periods, the area's own first; else an undated text.

        What the area's own row leaves open is taken from that for all areas, of the same period.
        """
        for at in (area, "") if area else ("",):
            written = {row.period for row in self.commentary.get((measure.ref, at), [])}
            for period in (*periods, None):
                if period in written:
                    return _merged(self.rows_for(measure, area, period))
        return None

    def rows_for(self, measure: Measure, area: str, period: Period | None) -> list[Commentary]:
        """Return the rows for a period (None: the undated), what goes first in front.

        The area's own go before those for all areas, later rows before earlier ones.
        """
        return [
            row
            for at in ((area, "") if area else ("",))
            for row in reversed(self.commentary.get((measure.ref, at), []))
            if row.period == period
        ]

    def giving(
        self, column: str, measure: Measure, area: str, periods: tuple[Period | None, ...]
    ) -> Commentary | None:
        """Return the first row of the periods, in their order, with something in a field ("forecast").

        The row itself, not merged: who gave it and why stand beside it there.
        """
        rows = (row for period in periods for row in self.rows_for(measure, area, period))
        return next((row for row in rows if getattr(row, column)), None)

    def all_commentary(self, measure: Measure, area: str) -> list[Commentary]:
        """Return what was written for a measure and area, or for all areas, in every period."""
        own = self.commentary.get((measure.ref, area), []) if area else []
        return [*self.commentary.get((measure.ref, ""), []), *own]

    def benchmarks_for(self, measure: Measure, area: str, until: Period) -> tuple[Benchmark, ...]:
        """Return each benchmark's latest figure up to a period, chosen as by `benchmark_by`.

        In order of first appearance; one whose figures are all later is left out.
        """
        names = dict.fromkeys(
            plain_word(benchmark.name)
            for at in (("", area) if area else ("",))
            for benchmark in self.benchmarks.get((measure.ref, at), [])
        )
        found = (self.benchmark_by(measure, area, name, until) for name in names)
        return tuple(benchmark for benchmark in found if benchmark is not None)

    def benchmark_by(self, measure: Measure, area: str, name: str, until: Period) -> Benchmark | None:
        """Return a benchmark's latest figure that is for no later than a period, the area's own first.

        "SN average" and "Statistical neighbours" are one, unless the name itself is there. None where two
        benchmarks may be meant.
        """
        for same in (plain_word, self._word):
            wanted = same(name)
            for at in (area, "") if area else ("",):
                found = [
                    benchmark
                    for benchmark in self.benchmarks.get((measure.ref, at), [])
                    if same(benchmark.name) == wanted and benchmark.period.last <= until.last
                ]
                if len({plain_word(benchmark.name) for benchmark in found}) > 1:
                    return None
                if found:
                    return max(reversed(found), key=lambda benchmark: benchmark.period.last)
        return None

    def _word(self, name: str) -> str:
        if name not in self._words:
            self._words[name] = benchmark_word(name, self.vocabulary)
        return self._words[name]


def _merged(rows: list[Commentary]) -> Commentary:
    """Return the first row with its empty fields filled from the others.

    An override stays together with its reason and owner: whoever gave none takes that of another row.
    """
    first, *others = rows
    for other in others:
        open_ = [name for name in COMMENTARY_FIELDS if not getattr(first, name)]
        if any(getattr(first, name) for name in OVERRIDES):
            open_ = [name for name in open_ if name not in (*OVERRIDES, "reason", "owner")]
        filled = {name: text for name in open_ if (text := getattr(other, name))}
        cells = {name: other.cells[name] for name in filled}
        first = replace(first, **filled, cells={**first.cells, **cells})
    return first


class WritingsReader(Struct):
    """Reads the sheets of text. A row for a ref that no measure has is reported and left out."""

    config: Config
    vocabulary: Vocabulary
    measures: Mapping[str, Measure]
    results: ResultSheet
    log: FindingLog

    def read(self, tables: Mapping[str, Table | None]) -> Writings:
        """Read whichever of the sheets there are."""
        writings = Writings(self.vocabulary)
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
        if measure is None or not any(True for _ in row.filled(except_for=("Ref", "Period", "Area"))):
            return
        row.report_broken(self.log, measure.ref, except_for=("Ref", "Period"))
        try:
            period = read_period(row.cell("Period"), self.config.calendar, measure.frequency)
        except Unreadable as problem:
            self._report_period(row, measure, problem)
            return
        texts = {name: row.text(column) for name, column in COMMENTARY_FIELDS.items()}
        # Whatever else stands there asks for a page; "No" does not.
        if self.vocabulary.word("yes_no", texts["exception"]) == "No":
            texts["exception"] = ""
        for name in ("direction_override", "outturn_override"):
            if arrow := lost_arrow(texts[name]):
                self._report_arrow(row, measure, COMMENTARY_FIELDS[name], arrow)
                texts[name] = ""
        self._check_forecast(row, measure, texts["forecast"])
        rows = writings.commentary.setdefault((measure.ref, self._area(row)), [])
        earlier = next((other for other in rows if other.period == period), None)
        if earlier is not None:
            self.log.warning(
                "two commentaries for one period",
                row.where("Ref"),
                f"Measure {measure.ref} has commentary for {period.label if period else 'no period'} at "
                f"{earlier.where} too; where both say something, this row is used.",
                "Bring the two together in one row.",
                measure.ref,
            )
        cells = {name: row.where(COMMENTARY_FIELDS[name]) for name, text in texts.items() if text}
        rows.append(Commentary(period, **texts, where=row.where("Ref"), cells=cells))

    def _report_arrow(self, row: Row, measure: Measure, column: str, arrow: str) -> None:
        meant = self.vocabulary.word("effect", arrow)
        self.log.warning(
            "arrow as a letter",
            row.where(column),
            f'"{row.text(column)}" is the arrow {arrow} in the font Wingdings; it is not applied '
            f"(measure {measure.ref}).",
            (f"Did you mean {meant.capitalize()}? " if meant else "") + "Write Improved, Static or Worsened.",
            measure.ref,
        )

    def _check_forecast(self, row: Row, measure: Measure, forecast: str) -> None:
        if forecast and self.vocabulary.word("forecast", forecast) is None:
            self.log.warning(
                "unknown forecast",
                row.where("Forecast"),
                f'"{forecast}" is none of {listed(FORECASTS)} (measure {measure.ref}).',
                "Correct or empty the cell.",
                measure.ref,
            )

    def _benchmark(self, row: Row, writings: Writings) -> None:
        measure = self._measure(row)
        if measure is None:
            return
        cell = row.cell("Value")
        if cell.kind is Kind.TEXT and self.vocabulary.says("no_target", cell.text):
            return
        try:
            read = read_number(cell, self.vocabulary, measure)
        except Unreadable as problem:
            self._report_benchmark(cell, measure, problem.subject, problem.todo)
            return
        if wrong := wrong_unit(read, cell, measure.unit):
            what = f"{wrong}, but the measure is in {measure.unit.value}"
            self._report_benchmark(cell, measure, what, "Change the cell or the measure's Unit.")
            return
        if read.value is None:
            return
        try:
            period = read_period(row.cell("Period"), self.config.calendar, measure.frequency)
            if period is None:
                raise Unreadable("it is empty, and no figure is shown without its period", "Fill it in.")
        except Unreadable as problem:
            self._report_period(row, measure, problem)
            return
        if not row.text("Benchmark"):
            what = f"This benchmark of measure {measure.ref} has no name."
            self.log.warning(
                "benchmark without name", row.where("Benchmark"), what, "Fill it in.", measure.ref
            )
        new = Benchmark(row.text("Benchmark"), period, read.value, cell.where)
        known = writings.benchmarks.setdefault((measure.ref, self._area(row)), [])
        for other in known:
            if (other.name, other.period) == (new.name, new.period) and other.value != new.value:
                self.log.warning(
                    "two figures of one benchmark",
                    cell.where,
                    f"{new.name} has another figure for {period.label} at {other.where} (measure "
                    f"{measure.ref}); this one is used.",
                    "Remove or correct one of them.",
                    measure.ref,
                )
                break
        known.append(new)

    def _report_benchmark(self, cell: Cell, measure: Measure, what: str, todo: str) -> None:
        what = f"Benchmark of measure {measure.ref}: {what}."
        self.log.error("benchmark not read", cell.where, what, todo, measure.ref)

    def _narrative(self, row: Row, writings: Writings) -> None:
        row.report_broken(self.log, except_for=("Period",))
        try:
            period = read_period(row.cell("Period"), self.config.calendar, None)
        except Unreadable as problem:
            self.log.warning(
                "unreadable period",
                row.where("Period"),
                f"The period of this text can't be read: {problem}; it is left out.",
                problem.todo,
            )
            return
        paragraph = Paragraph(row.text("Section"), row.text("Heading"), row.text("Text"))
        writings.paragraphs.append((period, paragraph))

    def _glossary(self, row: Row, writings: Writings) -> None:
        if row.text("Term"):
            writings.glossary.append((row.text("Term"), row.text("Meaning")))

    def _measure(self, row: Row) -> Measure | None:
        """Return the row's measure; a row of nobody's or of an unknown area is reported and left out."""
        ref = row.text("Ref")
        if ref in self.measures and self.results.knows_area(row.text("Area")):
            return self.measures[ref]
        if sum(1 for _ in row.filled()) < 2:
            return None  # a heading or a remark
        if ref in self.measures:
            self.log.error(
                "unknown area",
                row.where("Area"),
                f'No result is for the area "{row.text("Area")}"; this row is left out (measure {ref}).',
                "Write it as on the results sheet.",
                ref,
            )
        elif ref:
            what = f"There is no measure {ref} on the Measures sheet; this row is left out."
            self.log.error("unknown ref", row.where("Ref"), what, near_ref(ref, self.measures), ref)
        else:
            what = "This row has no ref and is left out."
            self.log.warning("row without ref", row.where("Ref"), what, "Write the ref in every row.")
        return None

    def _area(self, row: Row) -> str:
        return self.results.area(row.text("Area")) if row.text("Area") else ""

    def _report_period(self, row: Row, measure: Measure, problem: Unreadable) -> None:
        self.log.error(
            "unreadable period",
            row.where("Period"),
            f"The period of this row can't be read: {problem}; it is left out (measure {measure.ref}).",
            problem.todo,
            measure.ref,
        )


def read_settings(table: Table | None, calendar: Calendar | None, log: FindingLog) -> dict[str, str]:
    """Read the Settings sheet; an unknown setting is reported with the nearest known one.

    Raises `ConfigError` for a period that can't be read, unless `calendar` is None: another is asked for.
    """
    settings: dict[str, str] = {}
    known = known_settings()
    for row in table.rows() if table else ():
        name, value = plain_word(row.text("Setting")), row.text("Value")
        row.report_broken(log)
        if name not in known:
            if name and value:
                what = f'"{row.text("Setting")}" is not a setting; {nearest(name, known)}'
                log.warning("unknown setting", row.where("Setting"), what, "Correct or remove the row.")
        elif settings.get(name):
            what = f'"{row.text("Setting")}" is set twice; this row is left out.'
            log.warning("setting given twice", row.where("Setting"), what, "Remove one of the rows.")
        elif name == "status" and value and value.casefold() not in map(str.casefold, STATUSES):
            what = f'The status "{value}" is neither {listed(STATUSES, "nor")}; it is left out.'
            log.warning("unknown status", row.where("Value"), what, "Write one of the two.")
        else:
            if name == "period" and calendar is not None:
                _check_period(row.cell("Value"), calendar)
            settings[name] = value
    return settings


def _check_period(cell: Cell, calendar: Calendar) -> None:
    try:
        read_period(cell, calendar, None)
    except Unreadable as problem:
        what = f"{cell.where}: The reporting period can't be read: {problem}."
        raise ConfigError(f"{what} {problem.todo}") from None
