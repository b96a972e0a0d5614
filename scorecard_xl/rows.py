"""From measures to rated rows: each measure in each area, with all that the tabs may show of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from .checks import check_row
from .checks.checked import Checked
from .config import Config
from .figures import divided
from .findings import FindingLog
from .model import (
    Absence,
    Bands,
    Benchmark,
    CasesToTarget,
    Commentary,
    Comparator,
    DataPeriod,
    Direction,
    HistoryPoint,
    Measure,
    RatedMeasure,
    Rating,
    Result,
    Standards,
    Tolerance,
)
from .overrides import overridden_direction, overridden_rating, report_not_applied
from .periods import Period
from .rating_rules import QUARTILE_PLACES, Place, RatingRule
from .ratings.amounts import limit_in_words
from .ratings.assess import cases_to_target, rate
from .ratings.comparators import Journey, chosen, one_period_back
from .ratings.direction import no_direction
from .ratings.edges import part_of_year_beside_whole
from .ratings.facts import Case, Facts
from .ratings.forecast import officers_forecast
from .ratings.rag import bands_of
from .ratings.travel import travelled
from .reading.commentary import Writings
from .reading.results import Histories, History
from .reading.standards import contradictions
from .reading.targets import TargetBook
from .reading.words import Vocabulary
from .reporting import Reporting

MONTHS_IN_A_YEAR = Decimal(12)
OTHERS_PLACES = {Place.BENCHMARK, *QUARTILE_PLACES}  # what rules rate by that stands on Benchmarks


class Stand(Struct, frozen=True):
    """How a measure and area stand in one reporting period, before anything is compared.

    `period` is that of the result, without one the period `due`; `judged` is the one whose overrides
    apply. `forecast` is the row of Commentary that gives the officer's forecast.
    """

    result: Result | None
    due: Period
    period: Period
    judged: Period
    standards: Standards
    forecast: Commentary | None
    computed: Rating
    rating: Rating


class RowMaker(Struct):
    """Rates measures in the reporting period and, for what stands beside, in earlier ones."""

    config: Config
    vocabulary: Vocabulary
    histories: Histories
    writings: Writings
    reporting: Reporting
    targets: TargetBook
    log: FindingLog
    _bands: dict[tuple[str, Standards], Bands] = field(default_factory=dict)

    def row(self, measure: Measure, history: History) -> RatedMeasure:
        """Return the rated row of one measure and area; reports what is worth knowing about it."""
        area, stand = history.area, self._stand(measure, history, self.reporting)
        first, second = self._comparators(measure)
        row = RatedMeasure(
            measure=measure,
            area=area,
            result=stand.result,
            standards=stand.standards,
            rating=stand.rating,
            previous=self._travelled(measure, history, stand, first, "direction_override"),
            outturn=self._travelled(measure, history, stand, second, "outturn_override"),
            forecast=officers_forecast(stand.forecast, self.vocabulary),
            before=self.rating_in(measure, history, self.reporting.previous),
            carried=stand.period.last < stand.due.last,
            commentary=self.writings.commentary_for(
                measure, area, self._periods(measure, stand.due, stand.period, self.reporting)
            ),
            benchmarks=self._benchmarks(measure, area, stand),
            cases=_cases(measure, stand.result, stand.computed),
            trajectory=self.targets.trajectory(measure, area, stand.period),
            trend=self._trend(history, stand.due),
        )
        written = self.writings.all_commentary(measure, area)
        report_not_applied(row, stand.judged, self.reporting.period, written, self.log)
        self._check(row, history, stand.due, written)
        return row

    def rating_in(self, measure: Measure, history: History, reporting: Reporting) -> Rating | None:
        """Return the rating that the row has in a reporting period, None when it did not exist then."""
        return self._stand(measure, history, reporting).rating if reporting.is_active(measure) else None

    def history_points(self, row: RatedMeasure) -> tuple[HistoryPoint, ...]:
        """Return the row's last periods, each rated by the standards of its own time, oldest first."""
        if row.result is None:
            return ()
        measure = row.measure
        history = next(h for h in self.histories(measure) if h.area == row.area)
        periods = [
            period
            for period in history.periods()
            if period.months == row.result.period.months and period.last <= row.result.period.last
        ]
        points = []
        for period in periods[-max(self.config.history_periods, self.config.trend_periods) :]:
            result = history.at(period)
            if result is None:
                continue
            shown = result is row.result and not row.carried  # a carried row may be judged for the period due
            rating = row.rating if shown else self._rating_of(measure, history, result)
            standards = self._standards(measure, history.area, period)
            points.append(HistoryPoint(period, result, standards, rating))
        return tuple(points)

    def _stand(self, measure: Measure, history: History, reporting: Reporting) -> Stand:
        """Return how a row stands in a reporting period: this one's own and what it is compared with.

        An override applies to the period of the result that is shown; without one, or where the rule rates
        no result, to the period due.
        """
        result = reporting.latest(measure, history)
        due = reporting.last_ended(result.period) if result else reporting.own_period(measure)
        period = result.period if result else due
        missing = self._is_missing(measure, result, due)
        judged = due if missing or not self._rule(measure).needs_result else period
        standards = self._standards(measure, history.area, period)
        periods = (*self._periods(measure, due, period, reporting), None)
        forecast = self.writings.giving("forecast", measure, history.area, periods)
        if missing:
            computed = self._not_reported(measure, history, due, forecast)
        else:
            computed = self._computed(measure, history, result, standards, period, forecast)
        if result is None:
            computed = self._not_yet(computed, history, reporting)
        rating = self._overridden(computed, measure, history.area, judged)
        return Stand(result, due, period, judged, standards, forecast, computed, rating)

    def _rating_of(self, measure: Measure, history: History, result: Result) -> Rating:
        """Return the rating of a result by the standards, and the override, of its own period."""
        period, area = result.period, history.area
        standards = self._standards(measure, area, period)
        forecast = self.writings.giving("forecast", measure, area, (period, None))
        computed = self._computed(measure, history, result, standards, period, forecast)
        return self._overridden(computed, measure, area, period)

    def _overridden(self, computed: Rating, measure: Measure, area: str, period: Period) -> Rating:
        written = self.writings.giving("rag_override", measure, area, (period,))
        return overridden_rating(computed, written, self._rule(measure))

    def _periods(
        self, measure: Measure, due: Period, period: Period, reporting: Reporting
    ) -> tuple[Period, Period, Period]:
        """Return whose texts belong to a row: the period due, the result's own, and the one under way.

        "Feb 2015" beside a quarterly measure means the quarter to March.
        """
        return due, period, self.config.calendar.holding(reporting.period, measure.frequency)

    def _rule(self, measure: Measure) -> RatingRule:
        return self.config.ratings.rule_of(measure.rule)

    def _is_missing(self, measure: Measure, result: Result | None, due: Period) -> bool:
        """Whether an older result is shown under a rule that rates what nobody reported."""
        return result is not None and result.period.last < due.last and bool(self._rule(measure).no_data)

    def _not_reported(
        self, measure: Measure, history: History, due: Period, commentary: Commentary | None
    ) -> Rating:
        """Return the rating of a period that has no result."""
        standards = self._standards(measure, history.area, due)
        rating = self._computed(measure, history, None, standards, due, commentary)
        if not rating.not_reported:
            return rating
        words = f"Nothing was reported for {due.label}, which the rule rates as {rating.computed}"
        return replace(rating, reason=words, computed_reason=words)

    def _standards(self, measure: Measure, area: str, period: Period) -> Standards:
        """Return the standards that a result of a period is rated against, pro rata where it is so."""
        standards = self._whole_standards(measure, area, period)
        gone = self._months_shared(measure, standards, period)
        return _pro_rata(standards, gone) if gone else standards

    def _months_shared(self, measure: Measure, standards: Standards, period: Period) -> int:
        """Return over how many months of the year its standards are shared out, 0 for the whole year."""
        shares = self.config.ratings.pro_rata and measure.is_cumulative and self._rule(measure).has_shares
        if not shares or not self._is_part_of_year(measure, standards, period):
            return 0
        return period.last - self.config.calendar.year_of(period).first + 1

    def _is_part_of_year(self, measure: Measure, standards: Standards, period: Period) -> bool:
        """Whether a count or sum of a part of the year stands beside standards for the whole of it."""
        a_years = standards.for_period is None or standards.for_period.months >= 12
        places = self._rule(measure).places
        # A benchmark of another length is passed over where it is looked up.
        if not a_years or period.months >= 12 or (places and places <= OTHERS_PLACES):
            return False
        if measure.is_cumulative:
            return period.last != self.config.calendar.year_of(period).last
        own = measure.adds_up and measure.data_period is DataPeriod.IN_PERIOD
        return own and bool(standards.year_header) and self._rule(measure).needs_target

    def _whole_standards(self, measure: Measure, area: str, period: Period) -> Standards:
        """Return the standards of a period; a target that is a benchmark's figure is looked up.

        Such a target is for the benchmark's own period. It may contradict the limits beside it.
        """
        standards = self.targets.at(measure, area, period)
        if not standards.benchmark:
            return standards
        found = self.writings.benchmark_by(measure, area, standards.benchmark, period)
        if found is None or part_of_year_beside_whole(measure, period, found.period):
            return replace(standards, target=None)
        found_target = replace(
            standards, target=found.value, benchmark_period=found.period, for_period=found.period
        )
        wrong = [
            found.what.rstrip(".") for found in contradictions(found_target, measure, self._rule(measure))
        ]
        return replace(found_target, in_error=standards.in_error or "; ".join(wrong))

    def _facts(
        self,
        measure: Measure,
        history: History,
        result: Result | None,
        standards: Standards,
        commentary: Commentary | None,
    ) -> Facts:
        """Return what a rule may ask beside the result; nothing is looked up before it is."""

        def benchmark(name: str) -> Benchmark | None:
            return self.writings.benchmark_by(measure, history.area, name, result.period) if result else None

        def direction(against: Comparator | None) -> Direction | None:
            first, _ = self._comparators(measure)
            return self._direction(measure, history, result, standards, against or first)

        def figures() -> list[Decimal]:
            last = result.period if result else None
            found = [
                one.value if one.unrounded is None else one.unrounded
                for period in history.periods()
                if last is not None and period.months == last.months and period.last <= last.last
                if (one := history.at(period)) is not None
            ]
            return [figure for figure in found if figure is not None]

        return Facts(
            benchmark, direction, figures, lambda: officers_forecast(commentary, self.vocabulary).outlook
        )

    def _computed(
        self,
        measure: Measure,
        history: History,
        result: Result | None,
        standards: Standards,
        period: Period,
        commentary: Commentary | None,
    ) -> Rating:
        settings = self.config.ratings
        facts = self._facts(measure, history, result, standards, commentary)
        gone = self._months_shared(measure, standards, period)
        year_only = not gone and self._is_part_of_year(measure, standards, period)
        rating = rate(
            measure, result, standards, settings, facts, for_year_only=year_only, bands_of=self._bands_of
        )
        if not gone or rating.bands is None:
            return rating
        whole = _in_words(self._whole_standards(measure, history.area, period), measure)
        words = f"{rating.reason} (pro rata: {gone} of 12 months of {whole})"
        return replace(rating, reason=words, computed_reason=words)

    def _bands_of(self, rule: RatingRule, case: Case) -> Bands:
        """Return the bands of a case, worked out once for all results that have the same."""
        if not rule.by_standards_alone:
            return bands_of(rule, case)
        key = (case.measure.ref, case.standards)
        bands = self._bands.get(key)
        if bands is None:
            bands = self._bands[key] = bands_of(rule, case)
        return bands

    def _comparators(self, measure: Measure) -> tuple[Comparator, Comparator | None]:
        """Return what a measure is compared with first and second, None for no second comparison."""
        travel = self.config.direction
        first = measure.compare_with or chosen(measure, travel.first, travel)
        return first, chosen(measure, travel.second, travel) if travel.second else None

    def _travelled(
        self, measure: Measure, history: History, stand: Stand, comparator: Comparator | None, column: str
    ) -> Direction:
        """Return the direction by a comparator, overridden by a column of Commentary; none, if not asked."""
        computed = self._direction(measure, history, stand.result, stand.standards, comparator)
        written = self.writings.giving(column, measure, history.area, (stand.judged,))
        if comparator is None or written is None:
            return computed
        return overridden_direction(computed, getattr(written, column), written, self.vocabulary)

    def _direction(
        self,
        measure: Measure,
        history: History,
        result: Result | None,
        standards: Standards,
        comparator: Comparator | None,
    ) -> Direction:
        if comparator is None:
            return no_direction(Absence.NOT_COMPARED, "no second comparison by choice (direction.second)")
        if result is None:
            return no_direction(Absence.NO_DATA, "no figure")
        static = measure.static_tolerance or self.config.direction.static_tolerance
        return travelled(comparator, self._journey(measure, history, result), standards, static)

    def _journey(self, measure: Measure, history: History, result: Result) -> Journey:
        return Journey(
            result,
            measure,
            history,
            self.config.calendar,
            self.reporting.period.months,
            self.config.direction,
        )

    def _benchmarks(self, measure: Measure, area: str, stand: Stand) -> tuple[Benchmark, ...]:
        """Return the benchmarks to show: the latest, but those that the row is rated by as they rate it."""
        rated_by = stand.standards.benchmark or self._rule(measure).places & OTHERS_PLACES
        return self.writings.benchmarks_for(
            measure, area, stand.period if rated_by else self.reporting.period
        )

    def _not_yet(self, rating: Rating, history: History, by: Reporting) -> Rating:
        """Return the rating of no result, with the reason when all results are later."""
        until = by.period
        first = next((found for found in map(history.at, history.periods()) if found), None)
        if rating.absence is not Absence.NO_DATA or first is None or first.period.last <= until.last:
            return rating
        words = f"Not rated: no result by {until.label} (the first is for {first.period.label})"
        return replace(rating, reason=words, computed_reason=words)

    def _check(self, row: RatedMeasure, history: History, due: Period, written: Sequence[Commentary]) -> None:
        config, measure, result = self.config, row.measure, row.result
        one_back = one_period_back(self._journey(measure, history, result)) if result else None
        by_previous = self._comparators(measure)[0] is Comparator.PREVIOUS
        check_row(
            Checked(
                row=row,
                due=due,
                rating_of=lambda earlier: self._rating_of(measure, history, earlier),
                small_denominator=config.ratings.small_denominator,
                log=self.log,
                one_back=one_back if by_previous else None,
                standing=self.targets.standing.get(measure.ref, Standards()),
                standing_for=config.calendar.year_of(self.reporting.period, measure.frequency),
                calendar=config.calendar,
                static=measure.static_tolerance or config.direction.static_tolerance,
                written=written,
                words=config.lint,
                rule=self._rule(measure),
            )
        )

    def _trend(self, history: History, due: Period) -> tuple[tuple[Period, Decimal | None], ...]:
        periods = [due.back(steps) for steps in range(self.config.trend_periods - 1, -1, -1)]
        return tuple((period, history.value(period)) for period in periods)


def _cases(measure: Measure, result: Result | None, computed: Rating) -> CasesToTarget | None:
    if result is None or computed.bands is None or computed.bands.target_reach is None:
        return None
    return cases_to_target(measure, result, computed.bands, computed.rag)


def _in_words(standards: Standards, measure: Measure) -> str:
    """Return what a year's standards ask for: the target, else the range."""
    ends = (standards.range_low, standards.range_high) if standards.target is None else (standards.target,)
    return " to ".join(limit_in_words(end, measure) for end in ends if end is not None)


def _pro_rata(standards: Standards, months_gone: int) -> Standards:
    """Return the share of the year's standards that falls on the months gone by; percentages stay."""

    def share(number: Decimal | None) -> Decimal | None:
        return None if number is None else divided(number, MONTHS_IN_A_YEAR, Decimal(months_gone))

    def share_of(tolerance: Tolerance | None) -> Tolerance | None:
        if tolerance is None or tolerance.relative:
            return tolerance
        return replace(tolerance, amount=divided(tolerance.amount, MONTHS_IN_A_YEAR, Decimal(months_gone)))

    return replace(
        standards,
        target=share(standards.target),
        green_tolerance=share_of(standards.green_tolerance),
        tolerance=share_of(standards.tolerance),
        minimum=share(standards.minimum),
        stretch=share(standards.stretch),
        range_low=share(standards.range_low),
        range_high=share(standards.range_high),
    )
