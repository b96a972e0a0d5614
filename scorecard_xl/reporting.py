"""Which period the scorecard reports, and which period of each measure belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .config import Config
from .errors import ScorecardError
from .model import Measure
from .periods import Frequency, Period, UnreadablePeriod
from .results import History

RHYTHMS = {
    "monthly": Frequency.MONTHLY,
    "quarterly": Frequency.QUARTERLY,
    "annual": Frequency.ANNUAL,
}


@dataclass(frozen=True, slots=True)
class Reporting:
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

    def is_active(self, measure: Measure) -> bool:
        """Whether the measure exists in this period: neither still to come nor retired (B5)."""
        own = self.own_period(measure)
        begun = measure.starts is None or measure.starts.first <= own.last
        return begun and (measure.ends is None or measure.ends.last >= own.first)


def choose_period(
    config: Config, measures: Sequence[Measure], histories: Callable[[Measure], Sequence[History]]
) -> Reporting:
    """Return the reporting period: the one asked for, else the latest that is mostly reported.

    "Mostly" is `periods.share_due` of the measures whose own period closes then. Raises
    `ScorecardError` when the period asked for can't be read or has no results, or when there are no
    results at all.
    """
    rhythm = _rhythm(config, measures)
    wanted = _asked_for(config, rhythm) if config.period else None
    ended = _ends_with_results(measures, histories)
    if not ended:
        raise ScorecardError(
            "No result could be read for any measure: check that the refs and periods on the results sheet "
            "are those of the measures, with `check`."
        )
    if wanted is not None:
        if not any(wanted.first <= last <= wanted.last for last in ended):
            latest = config.calendar.month(*divmod_month(max(ended)))
            raise ScorecardError(
                f"There are no results for {wanted.label}: the latest are for {latest.label}. "
                "Choose another period, or add the results."
            )
        return Reporting(wanted, config)
    candidates = sorted({_closing(config, rhythm, last) for last in ended}, reverse=True)
    for period in candidates:
        if _mostly_reported(Reporting(period, config), measures, histories):
            return Reporting(period, config)
    return Reporting(candidates[0], config)


def divmod_month(months: int) -> tuple[int, int]:
    """Return (year, month) of a count of months since year 0."""
    return months // 12, months % 12 + 1


def _rhythm(config: Config, measures: Sequence[Measure]) -> Frequency:
    if config.rhythm in RHYTHMS:
        return RHYTHMS[config.rhythm]
    usual = Counter(measure.frequency for measure in measures)
    # Academic years close no reporting period of their own unless nothing else is reported.
    return max(
        (Frequency.ANNUAL, Frequency.QUARTERLY, Frequency.MONTHLY), key=lambda frequency: usual[frequency]
    )


def _asked_for(config: Config, rhythm: Frequency) -> Period:
    try:
        return config.calendar.read(config.period, rhythm).period
    except UnreadablePeriod as problem:
        proposal = f" Did you mean {problem.proposal}?" if problem.proposal else ""
        raise ScorecardError(
            f"The reporting period can't be read: {problem}.{proposal} Write it like Feb 2015 or Q2 2019-20."
        ) from None


def _ends_with_results(
    measures: Sequence[Measure], histories: Callable[[Measure], Sequence[History]]
) -> set[int]:
    """Return the last month of every period that any measure has a row for."""
    return {
        period.last for measure in measures for history in histories(measure) for period in history.periods()
    }


def _closing(config: Config, rhythm: Frequency, last: int) -> Period:
    """Return the rhythm's period that has ended by the month `last`."""
    held = config.calendar.holding(config.calendar.month(*divmod_month(last)), rhythm)
    return held if held.last <= last else held.previous()


def _mostly_reported(
    reporting: Reporting, measures: Sequence[Measure], histories: Callable[[Measure], Sequence[History]]
) -> bool:
    due = reported = 0
    for measure in measures:
        own = reporting.own_period(measure)
        if own.last == reporting.period.last and reporting.is_active(measure):
            due += 1
            reported += any(history.at(own) is not None for history in histories(measure))
    return due > 0 and Decimal(reported) >= reporting.config.share_due * due / 100
