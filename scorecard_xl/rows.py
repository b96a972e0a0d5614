"""From measures to rated rows: each measure in each area, with all that the tabs may show of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .commentary import Writings
from .config import Config
from .findings import FindingLog
from .measures import MeasureList, TargetBook, is_cumulative
from .model import (
    Absence,
    CasesToTarget,
    Commentary,
    Comparator,
    Direction,
    Effect,
    HistoryPoint,
    Measure,
    Override,
    Rag,
    RatedMeasure,
    Rating,
    Result,
    ResultStatus,
    Standards,
)
from .periods import Period
from .ratings.assess import cases_to_target, child_is_worth, rate
from .ratings.direction import COMPARATORS, Journey, compare, no_direction
from .ratings.forecast import officers_forecast
from .reporting import Reporting
from .results import History, ResultSheet
from .words import Vocabulary


@dataclass(slots=True)
class RowMaker:
    """Rates measures in a reporting period. Histories are shared between periods, reads included."""

    config: Config
    vocabulary: Vocabulary
    measures: MeasureList
    results: ResultSheet
    writings: Writings
    log: FindingLog
    _histories: dict[str, list[History]] = field(default_factory=dict)
    _book: TargetBook | None = None

    def histories(self, measure: Measure) -> Sequence[History]:
        """Return the measure's history in each area, or one empty history when it has no results."""
        if measure.ref not in self._histories:
            areas = self.results.areas.get(measure.ref, [""])
            if self.config.area:
                wanted = self.config.area.casefold()
                areas = [area for area in areas if area.casefold() == wanted]
            self._histories[measure.ref] = [
                History(measure, area, self.results, self.vocabulary, self.log) for area in areas
            ]
        return self._histories[measure.ref]

    def row(self, measure: Measure, history: History, reporting: Reporting) -> RatedMeasure:
        """Return the rated row of one measure and area."""
        result, standards, rating = self._rated(measure, history, reporting)
        before = self._rated_before(measure, history, reporting.previous)
        own = reporting.own_period(measure)
        when = (result.period, own) if result else (own,)
        commentary = self.writings.commentary_for(measure, history.area, when)
        previous = self._direction(measure, history, result, standards, self._first(measure), reporting)
        outturn = self._direction(
            measure, history, result, standards, self.config.direction.second, reporting
        )
        rating, previous, outturn = self._overridden(rating, previous, outturn, commentary, measure)
        row = RatedMeasure(
            measure=measure,
            area=history.area,
            result=result,
            standards=standards,
            rating=rating,
            previous=previous,
            outturn=outturn,
            forecast=officers_forecast(commentary, self.vocabulary),
            before=before,
            carried=result is not None and result.period.last < own.last,
            commentary=commentary,
            benchmarks=self.writings.benchmarks_for(measure, history.area),
            cases=_cases(measure, result, rating),
            trend=self._trend(history, own),
        )
        self._note(row, own)
        return row

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
            standards = self._standards(measure, history.area, period)
            rating = self._rate(measure, result, standards, period)
            points.append(
                HistoryPoint(period, result, standards, row.rating if result is row.result else rating)
            )
        return tuple(points)

    def book(self, reporting: Reporting) -> None:
        """Fix the reporting period, on which the standing targets depend."""
        self._book = TargetBook(self.measures.standing, self.measures.targets, self.config, reporting.period)

    def _standards(self, measure: Measure, area: str, period: Period) -> Standards:
        assert self._book is not None, "book() comes first"
        return self._book.at(measure, area, period)

    def _rate(self, measure: Measure, result: Result | None, standards: Standards, period: Period) -> Rating:
        assert self._book is not None
        only_year = is_cumulative(measure) and self._book.is_for_the_year(standards, period)
        if only_year and self.config.ratings.pro_rata and standards.target is not None:
            standards, only_year = _pro_rata(standards, period, self.config), False
        return rate(measure, result, standards, self.config.ratings, for_year_only=only_year)

    def _rated(
        self, measure: Measure, history: History, reporting: Reporting
    ) -> tuple[Result | None, Standards, Rating]:
        own = reporting.own_period(measure)
        result = history.latest(own, own.months)
        period = result.period if result else own
        standards = self._standards(measure, history.area, period)
        return result, standards, self._rate(measure, result, standards, period)

    def _rated_before(self, measure: Measure, history: History, before: Reporting) -> Rating | None:
        if not before.is_active(measure):
            return None
        return self._rated(measure, history, before)[2]

    def _first(self, measure: Measure) -> Comparator:
        return measure.compare_with or self.config.direction.first

    def _direction(
        self,
        measure: Measure,
        history: History,
        result: Result | None,
        standards: Standards,
        comparator: Comparator,
        reporting: Reporting,
    ) -> Direction:
        if result is None:
            return no_direction(Absence.NO_DATA, "no figure")
        journey = Journey(
            result,
            measure,
            history,
            self.config.calendar,
            reporting.period.months,
            self.config.direction.first_period_of_year,
        )
        static = measure.static_tolerance or self.config.direction.static_tolerance
        return compare(result, COMPARATORS[comparator](journey), measure, standards, static)

    def _trend(self, history: History, own: Period) -> tuple[tuple[Period, Decimal | None], ...]:
        periods = [own.back(steps) for steps in range(self.config.trend_periods - 1, -1, -1)]
        found = [(period, history.at(period)) for period in periods]
        return tuple((period, result.value if result else None) for period, result in found)

    def _overridden(
        self,
        rating: Rating,
        previous: Direction,
        outturn: Direction,
        commentary: Commentary | None,
        measure: Measure,
    ) -> tuple[Rating, Direction, Direction]:
        """Put the officer's overrides beside the computed values (C8); incomplete ones are reported."""
        if commentary is None:
            return rating, previous, outturn
        given = (commentary.rag_override, commentary.direction_override, commentary.outturn_override)
        if not any(given):
            return rating, previous, outturn
        lacking = [
            word
            for word, there in (
                ("a period", commentary.period),
                ("a reason", commentary.reason),
                ("an owner", commentary.owner),
            )
            if not there
        ]
        if lacking:
            self.log.warning(
                "override not applied",
                commentary.where,
                f"The override of measure {measure.ref} has not {' or '.join(lacking)} and is not applied.",
                "Fill in Period, Reason and Owner, or empty the override.",
                measure.ref,
            )
            return rating, previous, outturn
        rag, first, second = given
        if rag:
            rating = self._overridden_rating(rating, rag, commentary, measure)
        if first:
            previous = self._overridden_direction(previous, first, commentary, measure)
        if second:
            outturn = self._overridden_direction(outturn, second, commentary, measure)
        return rating, previous, outturn

    def _overridden_rating(
        self, rating: Rating, text: str, commentary: Commentary, measure: Measure
    ) -> Rating:
        band = band_called(text)
        if band is None:
            self._report_override(commentary, measure, f'"{text}" is none of Red, Amber, Green or n/a')
            return rating
        override = Override(text, commentary.reason, commentary.owner, commentary.where)
        reason = _because(commentary, str(rating.computed))
        return replace(rating, rag=band, reason=reason, override=override)

    def _overridden_direction(
        self, direction: Direction, text: str, commentary: Commentary, measure: Measure
    ) -> Direction:
        word = "n/a" if text.casefold() == "n/a" else self.vocabulary.word("effect", text)
        if word is None:
            self._report_override(commentary, measure, f'"{text}" is none of Improved, Static or Worsened')
            return direction
        override = Override(text, commentary.reason, commentary.owner, commentary.where)
        reason = _because(commentary, direction.computed.value)
        return replace(direction, effect=Effect(word), reason=reason, override=override)

    def _report_override(self, commentary: Commentary, measure: Measure, what: str) -> None:
        self.log.error(
            "override not understood",
            commentary.where,
            f"Override of measure {measure.ref}: {what}; it is not applied.",
            "Correct the word, or empty the cell.",
            measure.ref,
        )

    def _note(self, row: RatedMeasure, own: Period) -> None:
        """List what somebody should know about a row before the paper goes out."""
        measure, result, rating, log = row.measure, row.result, row.rating, self.log
        where = result.where if result else measure.where
        name = measure.ref + (f" ({row.area})" if row.area else "")
        if rating.unrounded is not None and result is not None and result.value is not None:
            full = result.unrounded if result.unrounded is not None else result.value
            log.note(
                "rating changed by rounding",
                where,
                f"Measure {name} is {rating.computed} as published ({measure.in_words(result.value)}) and "
                f"would be {rating.unrounded} unrounded ({measure.in_words(full, measure.decimals + 2)}).",
                ref=measure.ref,
            )
        for direction in (row.previous, row.outturn):
            if direction.only_by_rounding and direction.against is not None and direction.override is None:
                log.note(
                    "direction hangs on rounding",
                    where,
                    f"Measure {name} reads the same for {own.label} and {direction.against.period.label} as "
                    f"published; its direction is {direction.effect.value}.",
                    ref=measure.ref,
                )
        if row.previous.effect is Effect.SAME and row.before and _both_rated_differently(rating, row.before):
            log.note(
                "static but another colour",
                where,
                f"Measure {name} is static but went from {row.before.rag} to {rating.rag}.",
                ref=measure.ref,
            )
        if row.carried and result is not None:
            log.warning(
                "older result",
                where,
                f"Measure {name} has no result for {own.label}; that of {result.period.label} is shown "
                "under its own period.",
                "Add the result, or say why there is none in Status.",
                measure.ref,
            )
        for what, overridden in (
            (f"rating {rating.rag} instead of {rating.computed}", rating.override),
            (f"direction {row.previous.effect.value}", row.previous.override),
            (f"direction {row.outturn.effect.value} since the outturn", row.outturn.override),
        ):
            if overridden is not None:
                log.note(
                    "override",
                    overridden.where,
                    f"Measure {name}: {what} by {overridden.owner}: {overridden.reason.rstrip('.')}.",
                    ref=measure.ref,
                )
        if result is not None and result.status is not ResultStatus.IN_ERROR:
            worth = child_is_worth(result, measure, self.config.ratings.small_denominator)
            if worth:
                log.note("small denominator", where, f"Measure {name}: {worth}.", ref=measure.ref)


def band_called(text: str) -> Rag | None:
    """Return the band that an officer's word or letter names.

    >>> band_called("a"), band_called("Not rated"), band_called("Pink")
    ('Amber', 'n/a', None)
    """
    word = text.strip().casefold()
    for band in (Rag.RED, Rag.AMBER, Rag.GREEN):
        if word in (band.casefold(), band[0].casefold()):
            return band
    return Rag.NOT_RATED if word in ("n/a", "na", "not rated") else None


def _because(commentary: Commentary, computed: str) -> str:
    return f"{commentary.reason.rstrip('.')} (override by {commentary.owner}; computed {computed})"


def _both_rated_differently(now: Rating, before: Rating) -> bool:
    return Rag.NOT_RATED not in (now.rag, before.rag) and now.rag != before.rag


def _cases(measure: Measure, result: Result | None, rating: Rating) -> CasesToTarget | None:
    if result is None or rating.bands is None:
        return None
    return cases_to_target(measure, result, rating.bands, rating.computed)


def _pro_rata(standards: Standards, period: Period, config: Config) -> Standards:
    """Return the share of the year's standards that falls on the part of the year gone by."""
    year = config.calendar.year_of(period)
    gone = period.last - year.first + 1

    def share(number: Decimal | None) -> Decimal | None:
        return None if number is None else number * gone / 12

    return replace(
        standards,
        target=share(standards.target),
        minimum=share(standards.minimum),
        range_low=share(standards.range_low),
        range_high=share(standards.range_high),
    )
