"""The Targets sheet: which standards hold for a measure in a period and area (A3, B5)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from ..config import Config
from ..findings import FindingLog
from ..model import Measure, Standards
from ..periods import Period
from ..rating_rules import RatingRule
from .result_sheet import ResultSheet
from .standards import StandardsReader, contradictions
from .tables import Row, Table
from .target_words import is_range
from .words import Unreadable, Vocabulary, near_ref, read_period


class TargetRow(Struct, frozen=True):
    """One row of the Targets sheet: standards for a period, of one area or of all ("").

    A `trajectory` is the intended course of the figures: shown beside the result, never rated.
    """

    period: Period
    area: str
    standards: Standards
    trajectory: bool = False


class TargetReader(Struct):
    """Reads the rows of Targets. `readers` holds each measure's reader of standards by ref."""

    config: Config
    vocabulary: Vocabulary
    results: ResultSheet
    readers: Mapping[str, StandardsReader]
    log: FindingLog
    _found: dict[str, dict[tuple[Period, str, bool], TargetRow]] = field(default_factory=dict)

    def read(self, table: Table) -> dict[str, list[TargetRow]]:
        """Return the rows by ref."""
        for row in table.rows():
            row_target = self._row(row)
            if row_target is not None:
                self._keep(row, row.text("Ref"), row_target)
        return {ref: list(rows.values()) for ref, rows in self._found.items()}

    def _row(self, row: Row) -> TargetRow | None:
        ref, kind = row.text("Ref"), row.text("Kind")
        word = self.vocabulary.word("kind", kind) if kind else "Target"
        if ref not in self.readers:
            self._leave_out_unknown(row, ref)
            return None
        if word is None:
            what = f'"{kind}" is neither Target nor Trajectory'
            self._leave_out("unknown kind", row, "Kind", what, "Write one of the two.")
            return None
        if not self.results.knows_area(row.text("Area")):
            what = f'No result is for the area "{row.text("Area")}"'
            self._leave_out("unknown area", row, "Area", what, "Write it as on the results sheet.")
            return None
        try:
            measure = self.readers[ref].measure
            period = read_period(row.cell("Period"), self.config.calendar, measure.frequency)
        except Unreadable as problem:
            what = f"The period can't be read: {problem}"
            self._leave_out("unreadable period", row, "Period", what, problem.todo)
            return None
        if period is None:
            self._leave_out("unreadable period", row, "Period", "The period is empty", "Fill it in.")
            return None
        standards = self.readers[ref].read(row)
        if standards == Standards(where=standards.where):
            return None  # prepared for later, or a remark
        area = self.results.area(row.text("Area")) if row.text("Area") else ""
        return TargetRow(period, area, replace(standards, for_period=period), word == "Trajectory")

    def _leave_out(self, kind: str, row: Row, column: str, what: str, todo: str) -> None:
        ref = row.text("Ref")
        what = f"{what}; this target is left out (measure {ref})."
        self.log.error(kind, row.where(column), what, todo, ref)

    def _leave_out_unknown(self, row: Row, ref: str) -> None:
        if ref and any(True for _ in row.filled(except_for=("Ref",))):
            what = f"There is no measure {ref} on the Measures sheet; this target is left out."
            self.log.error("unknown ref", row.where("Ref"), what, near_ref(ref, self.readers), ref)
        elif not ref and row.text("Target"):
            what = "This target has no ref and is left out."
            self.log.error("target without ref", row.where("Ref"), what, "Write the ref in every row.")

    def _keep(self, row: Row, ref: str, new: TargetRow) -> None:
        """A second row for the same period and area: neither is taken unless they say the same."""
        rows = self._found.setdefault(ref, {})
        key = (new.period, new.area, new.trajectory)
        first = rows.setdefault(key, new)
        if replace(first.standards, where=None) == replace(new.standards, where=None):
            return
        what = f"measure {ref} has two targets for {new.period.label}, at {first.standards.where} and {{}}"
        self.log.error(
            "two targets for one period",
            row.where("Target"),
            f"M{what.format('here')[1:]}; neither is used.",
            "Remove or correct one of them.",
            ref,
        )
        # Of two figures none is shown either.
        wrong = Standards(
            where=first.standards.where,
            for_period=first.standards.for_period,
            in_error=what.format(row.where("Target")),
        )
        rows[key] = replace(first, standards=wrong)


class TargetBook(Struct, frozen=True):
    """Finds the standards of a measure in a period (A3, B5)."""

    standing: Mapping[str, Standards]
    targets: Mapping[str, list[TargetRow]]
    config: Config
    reporting: Period

    def at(self, measure: Measure, area: str, period: Period) -> Standards:
        """Return the standards that hold in `period`; empty ones when none do.

        The narrowest row of Targets wins, the area's own before everybody's. A row within the year
        holds until the next one or the year's end. The target on Measures holds for the reporting
        year alone: closed years are never re-rated by today's target. What a row of Targets leaves
        open is taken from Measures: tolerances always, target and limits in the reporting year.
        """
        standing = self.standing.get(measure.ref, Standards())
        year = self.config.calendar.year_of(period, measure.frequency)
        this_year = year == self.config.calendar.year_of(self.reporting, measure.frequency)
        row = self._row(measure, area, period, year)
        if row is None:
            return standing if this_year else Standards()
        own = row.standards
        if measure.is_cumulative and row.period.months < 12 and _has_target(own):
            standing = _without_amounts(standing)
        if this_year:
            own = _completed(own, standing, measure, self.config.ratings.rule_of(measure.rule))
        return replace(
            own,
            green_tolerance=own.green_tolerance or standing.green_tolerance,
            tolerance=own.tolerance or standing.tolerance,
        )

    def trajectory(self, measure: Measure, area: str, period: Period) -> Decimal | None:
        """Return where the figure was intended to stand in `period`, None without a trajectory."""
        year = self.config.calendar.year_of(period, measure.frequency)
        row = self._row(measure, area, period, year, trajectory=True)
        return row.standards.target if row else None

    def _row(
        self, measure: Measure, area: str, period: Period, year: Period, *, trajectory: bool = False
    ) -> TargetRow | None:
        rows = [
            row
            for row in self.targets.get(measure.ref, ())
            if row.area in (area, "") and row.trajectory is trajectory
        ]
        if measure.is_cumulative:
            # What has grown since outgrows the target of an earlier month or quarter.
            rows = [row for row in rows if row.period.months >= 12 or row.period.last == period.last]
        holding = [row for row in rows if row.period.holds(period) or _goes_on(row, period, year, rows)]
        return max(
            holding,
            key=lambda row: (row.area == area, -row.period.months, row.period.last),
            default=None,
        )


def _has_target(standards: Standards) -> bool:
    return standards.given or bool(standards.target_words or standards.benchmark)


def _without_amounts(standing: Standards) -> Standards:
    """Return what a year's standards say of a part of it: shares of the target, no limits or amounts."""
    green, amber = standing.green_tolerance, standing.tolerance
    return Standards(
        green_tolerance=green if green and green.relative else None,
        tolerance=amber if amber and amber.relative else None,
    )


def _completed(own: Standards, standing: Standards, measure: Measure, rule: RatingRule) -> Standards:
    """Fill what a row of the reporting year leaves open from Measures; the two may then contradict."""
    if own.in_error:
        return own
    limits_open = own.minimum is None and own.range_low is None and own.range_high is None
    target_open = not _has_target(own)
    range_is_target = is_range(standing.target_words)  # "95–100%"
    filled = own
    if target_open:
        filled = replace(
            filled,
            target=standing.target,
            target_words=standing.target_words,
            exclusive=standing.exclusive,
            benchmark=standing.benchmark,
            where=standing.where,
            for_period=standing.for_period,
            year_header=standing.year_header,
        )
    if limits_open and own.tolerance is None:
        filled = replace(filled, minimum=standing.minimum)
    if target_open if range_is_target else limits_open and own.tolerance is None:
        filled = replace(filled, range_low=standing.range_low, range_high=standing.range_high)
    if own.stretch is None:
        filled = replace(filled, stretch=standing.stretch)
    wrong = [found.what.rstrip(".") for found in contradictions(filled, measure, rule)]
    return replace(filled, in_error=own.in_error or "; ".join(wrong))


def _goes_on(row: TargetRow, period: Period, year: Period, rows: list[TargetRow]) -> bool:
    """Whether a row from earlier in the year still holds: no other row of its area began since."""
    if row.period.months >= 12 or not year.holds(row.period) or row.period.last >= period.last:
        return False
    return not any(
        other.area == row.area
        and other.period.months < 12
        and row.period.last < other.period.first <= period.last
        for other in rows
    )
