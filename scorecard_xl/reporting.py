"""Which period the scorecard reports, and which period of each measure belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import islice

from msgspec import Struct

from .config import Config
from .errors import ScorecardError
from .model import Measure, Result, ResultStatus, Show
from .periods import Frequency, Period, PeriodKind, UnreadablePeriod
from .reading.results import Histories, History

RHYTHMS = {
    "monthly": Frequency.MONTHLY,
    "quarterly": Frequency.QUARTERLY,
    "annual": Frequency.ANNUAL,
}
NOT_OF_THE_FINANCIAL_YEAR = (PeriodKind.CALENDAR_YEAR, PeriodKind.YEARS)


class Reporting(Struct, frozen=True):
    """The reporting period and how measures of other frequencies fit into it."""

    period: Period
    config: Config

    @property
    def previous(self) -> Reporting:
        """The reporting period before this one, in the same rhythm."""
        return Reporting(self.period.previous(), self.config)

    def own_period(self, measure: Measure) -> Period:
        """Return the measure's last period that has ended by the end of the reporting period."""
        held = self.config.calendar.holding(self.period.end_date, measure.frequency)
        return held if held.last <= self.period.last else held.previous()

    def latest(self, measure: Measure, history: History) -> Result | None:
        """Return the measure's latest result by the end of the reporting period.

        A year's own result of a monthly or quarterly measure is an outturn and is passed over; of an
        annual one, calendar years and several years together count as well.
        """
        own = self.own_period(measure)
        return history.latest(own, own.months) if own.months < 12 else history.latest(self.period, None)

    def last_ended(self, like: Period) -> Period:
        """Return the last period of the same kind that has ended by the end of the reporting period."""
        step = like.next().last - like.last
        return like.back((like.last - self.period.last + step - 1) // step)

    def is_active(self, measure: Measure) -> bool:
        """Whether the measure exists in this period: neither still to come nor retired (B5)."""
        own = self.own_period(measure)
        begun = measure.starts is None or measure.starts.first <= own.last
        return begun and (measure.ends is None or measure.ends.last >= own.first)

    def is_mostly_reported(self, measures: Sequence[Measure], histories: Histories) -> bool:
        """Whether `periods.share_due` of the measures due at the end of this period are there.

        Due is what closes then; an annual measure that is there was due, whichever its year. What an
        officer marked "Not due" is not, nor a measure whose rule rates no result.
        """
        due = reported = 0
        for measure in measures:
            own = self.own_period(measure)
            closes = own.last == self.period.last
            if measure.show is Show.NO or not self.is_active(measure) or not (closes or own.months >= 12):
                continue
            if not self.config.ratings.rule_of(measure.rule).needs_result:
                continue
            statuses = {
                result.status
                for history in histories(measure)
                if (result := self.latest(measure, history)) and result.period.last == self.period.last
            }
            if statuses != {ResultStatus.NOT_DUE}:
                due += closes or bool(statuses)
                reported += bool(statuses)
        return due > 0 and Decimal(reported) >= self.config.share_due * due / 100


def choose_period(config: Config, measures: Sequence[Measure], histories: Histories) -> Reporting:
    """Return the reporting period: the one asked for, else the latest that is mostly reported.

    Where no period is, the latest with any result. Raises `ScorecardError` when the period asked for
    can't be read or has no results, or when there are no results at all.
    """
    rhythm = _rhythm(config, measures)
    wanted = _asked_for(config, rhythm) if config.period else None
    written = _written(measures, histories)

    def has_results(period: Period) -> bool:
        return _has_results(period, measures, histories)

    ends = sorted({period.last for period in written}, reverse=True)
    latest = next(filter(has_results, (config.calendar.month(*divmod_month(end)) for end in ends)), None)
    if latest is None:
        raise ScorecardError(
            "No result could be read for any measure: check that the refs and periods on the results sheet "
            "are those of the measures, with `check`."
        )
    if wanted is not None:
        if not has_results(wanted):
            raise ScorecardError(
                f"There are no results for {wanted.label}: the latest are for {latest.label}. "
                "Choose another period, or add the results."
            )
        return Reporting(wanted, config)
    candidates = _closings(config, rhythm, written, latest.last)
    for period in candidates:
        if Reporting(period, config).is_mostly_reported(measures, histories):
            return Reporting(period, config)
    return Reporting(next(filter(has_results, candidates), candidates[0]), config)


def reported_periods(
    config: Config, measures: Sequence[Measure], histories: Histories, most: int
) -> list[Period]:
    """Return the periods that can be reported, the latest first and no more than `most`: those with results.

    Each can be asked for by its label.
    """
    written = _written(measures, histories)
    last = max((period.last for period in written), default=0)
    candidates = _closings(config, _rhythm(config, measures), written, last)
    return list(islice((one for one in candidates if _has_results(one, measures, histories)), most))


def _written(measures: Sequence[Measure], histories: Histories) -> set[Period]:
    return {period for measure in measures for history in histories(measure) for period in history.periods()}


def _has_results(period: Period, measures: Sequence[Measure], histories: Histories) -> bool:
    return any(
        period.first <= other.last <= period.last and history.at(other) is not None
        for measure in measures
        for history in histories(measure)
        for other in history.periods()
    )


def _closings(config: Config, rhythm: Frequency, written: Collection[Period], last: int) -> list[Period]:
    """Return the rhythm's periods that close with what is written, up to the month `last`, latest first."""
    calendar_years = all(period.kind in NOT_OF_THE_FINANCIAL_YEAR for period in written)
    ends = {period.last for period in written if period.last <= last}
    return sorted({_closing(config, rhythm, end, calendar_years) for end in ends}, reverse=True)


def divmod_month(months: int) -> tuple[int, int]:
    """Return (year, month) of a count of months since year 0."""
    return months // 12, months % 12 + 1


def _rhythm(config: Config, measures: Sequence[Measure]) -> Frequency:
    """Return the frequency that most measures have; of two equally usual ones the finer."""
    if config.rhythm in RHYTHMS:
        return RHYTHMS[config.rhythm]
    usual = Counter(measure.frequency for measure in measures)
    # Academic years close no reporting period of their own unless nothing else is reported.
    if set(usual) == {Frequency.ACADEMIC}:
        return Frequency.ACADEMIC
    return max(
        (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL), key=lambda frequency: usual[frequency]
    )


def _asked_for(config: Config, rhythm: Frequency) -> Period:
    try:
        return config.calendar.read(config.period, rhythm).period
    except UnreadablePeriod as problem:
        proposal = f" Did you mean {problem.proposal}?" if problem.proposal else ""
        raise ScorecardError(
            f"The reporting period can't be read: {problem}.{proposal} Write it like Feb 2015 or Q2 2019-20."
        ) from None


def _closing(config: Config, rhythm: Frequency, last: int, calendar_years: bool) -> Period:
    """Return the rhythm's period that has ended by the month `last`."""
    if rhythm is Frequency.ANNUAL and calendar_years:
        return config.calendar.calendar_year(last // 12)
    held = config.calendar.holding(config.calendar.month(*divmod_month(last)), rhythm)
    return held if held.last <= last else held.previous()
