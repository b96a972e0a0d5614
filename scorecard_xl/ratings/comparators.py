"""Which earlier result a direction of travel compares with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct

from ..config import DirectionSettings
from ..figures import HUNDRED, ZERO, divided
from ..model import Absence, Comparator, DataPeriod, Measure, Result, Span
from ..periods import Calendar, Period
from ..reading.results import History

# Only figures that stand for the whole year at its end may serve as the year's outturn. Where the data
# period is not stated, March may be one month's own figure.
OUTTURN_BY_LAST_PERIOD = (DataPeriod.SNAPSHOT, DataPeriod.YEAR_TO_DATE, DataPeriod.ROLLING_YEAR)


class Journey(Struct, frozen=True):
    """What comparators may look at: the result, its history, the calendar and the rhythm in months."""

    result: Result
    measure: Measure
    history: History
    calendar: Calendar
    rhythm_months: int
    settings: DirectionSettings


class Against(Struct, frozen=True):
    """The earlier figure, or why there is none. `span` names it where it is no single period's.

    `reason` is the sentence for an absence that the comparator alone can explain.
    """

    found: Result | Absence
    span: Span | None = None
    reason: str = ""


def chosen(measure: Measure, wanted: Comparator, settings: DirectionSettings) -> Comparator:
    """Return the comparator for a measure that names none of its own.

    A count or sum to date grows whatever happens, so that `cumulative` may stand in for the previous
    period (Havering: "the annual prior where targets cumulate").
    """
    swapped = wanted is Comparator.PREVIOUS and measure.is_cumulative
    return settings.cumulative if swapped else wanted


def previous_period(journey: Journey) -> Against:
    """Return the result one reporting period back, else the latest earlier one.

    One period of the measure's own or of the scorecard's rhythm, whichever is longer: a quarterly
    scorecard compares September with June. A year-to-date figure in the first period of its year has
    no earlier one to compare with, so the same period last year stands in, by setting or not at all.
    """
    period = journey.result.period
    one_back = one_period_back(journey)
    if journey.measure.data_period is DataPeriod.YEAR_TO_DATE and period.months < 12:
        year = journey.calendar.year_of(period, journey.measure.frequency)
        if not year.holds(one_back):
            if journey.settings.first_period_of_year == "n/a":
                return Against(Absence.NEW_YEAR)
            found = usable(journey.history.at(period.same_last_year()))
            return Against(found or Absence.NEW_YEAR)
        return Against(usable(journey.history.at(one_back)) or _latest_before(journey, one_back, year))
    return Against(usable(journey.history.at(one_back)) or _latest_before(journey, one_back, None))


def one_period_back(journey: Journey) -> Period:
    """Return the period that `previous_period` looks at first."""
    period = journey.result.period
    return period.back(max(1, journey.rhythm_months // period.months))


def same_period_last_year(journey: Journey) -> Against:
    """Return the result twelve months earlier."""
    found = usable(journey.history.at(journey.result.period.same_last_year()))
    return Against(found or Absence.NO_COMPARATOR)


def outturn(journey: Journey) -> Against:
    """Return last year's outturn: the year's own result, else that of its last month or quarter.

    The last period stands for its year only where the figure does so (a snapshot, year to date or
    rolling year), never where it covers that period alone. A count or sum of a part of the year is not
    compared with a whole year's: the same period last year stands in (B3).
    """
    measure, period, history = journey.measure, journey.result.period, journey.history
    if period.months >= 12:
        return Against(usable(history.at(period.same_last_year())) or Absence.NO_COMPARATOR)
    last_year = journey.calendar.year_of(period, measure.frequency).previous()
    found = usable(history.at(last_year))
    if found is None and measure.data_period in OUTTURN_BY_LAST_PERIOD:
        last = period.back((period.last - last_year.last) // period.months)
        found = usable(history.at(last)) if last.last == last_year.last else None
    if found and covers_part_of_year(measure, period, last_year):
        return Against(usable(history.at(period.same_last_year())) or Absence.PART_OF_YEAR)
    return Against(found or Absence.NO_COMPARATOR)


def covers_part_of_year(measure: Measure, period: Period, last_year: Period) -> bool:
    """Whether a count or sum covers less than a year's would: to date before the year's end, or a period's
    own."""
    ends_the_year = (period.last - last_year.last) % 12 == 0
    own = measure.data_period is DataPeriod.IN_PERIOD and measure.adds_up
    return own or (measure.is_cumulative and not ends_the_year)


def average_of_last_year(journey: Journey) -> Against:
    """Return the mean of last year's figures of the same length, each as it is known and counting alike.

    Half of the year's periods must have one. Figures to date can't be averaged, since each holds those
    before it. An annual figure has one predecessor: that is compared with.
    """
    measure, period = journey.measure, journey.result.period
    if period.months >= 12:
        return same_period_last_year(journey)
    if measure.data_period is DataPeriod.YEAR_TO_DATE:
        return Against(
            Absence.NO_SERIES, reason="figures for the year to date have no average: each holds those before"
        )
    year = journey.calendar.year_of(period, measure.frequency).previous()
    periods = [own for own in journey.history.periods() if own.months == period.months and year.holds(own)]
    figures = [found for own in periods if (found := usable(journey.history.at(own)))]
    all_periods = year.months // period.months
    if 2 * len(figures) < all_periods:
        have = f"{len(figures)} of {all_periods}" if figures else "none"
        return Against(
            Absence.TOO_FEW, reason=f"too few figures for an average of {year.label}: {have}, half are needed"
        )
    known = [result.value if result.unrounded is None else result.unrounded for result in figures]
    total = sum((figure for figure in known if figure is not None), ZERO)
    value = divided(total, Decimal(len(figures)), Decimal(1))
    span = Span(f"average of {year.label}", f"average of {year.short}", f"the average of {year.long}")
    return Against(Result(year, value, value), span)


COMPARATORS: dict[Comparator, Callable[[Journey], Against]] = {
    Comparator.PREVIOUS: previous_period,
    Comparator.LAST_YEAR: same_period_last_year,
    Comparator.OUTTURN: outturn,
    Comparator.AVERAGE: average_of_last_year,
}

MISSING = {
    Comparator.PREVIOUS: "no earlier figure to compare with",
    Comparator.LAST_YEAR: "no figure for the same period last year",
    Comparator.OUTTURN: "no outturn of last year to compare with",
    Comparator.AVERAGE: "no figure for the same period last year",
}


def usable(result: Result | None) -> Result | None:
    """Return a result only when it has a figure to compare with."""
    return result if result is not None and result.value is not None else None


def full_precision(result: Result, measure: Measure) -> Decimal | None:
    """Return the figure at full precision, None when only a rounded one is known."""
    # Typed counts and sums are what they are; a typed share, rate or average has been rounded by somebody.
    typed_exactly = measure.adds_up or result.value in (ZERO, HUNDRED)
    return result.value if result.unrounded is None and typed_exactly else result.unrounded


def earlier_figures(journey: Journey) -> Sequence[Result]:
    """Return the figures of the same length up to the result, the oldest first."""
    now, history = journey.result.period, journey.history
    periods = [own for own in history.periods() if own.months == now.months and own.last <= now.last]
    return [found for own in sorted(periods) if own.kind is now.kind and (found := usable(history.at(own)))]


def _latest_before(journey: Journey, one_back: Period, year: Period | None) -> Result | Absence:
    """Return the latest earlier result of the same kind of period, within `year` if given.

    Those up to `one_back` go first: they are what the previous scorecard showed.
    """
    candidates = [
        period
        for period in journey.history.periods()
        if period.months == one_back.months
        and period.last < journey.result.period.last
        and (year is None or year.holds(period))
    ]
    candidates.sort(key=lambda period: (period.last <= one_back.last, period.last), reverse=True)
    for period in candidates:
        found = usable(journey.history.at(period))
        if found:
            return found
    return Absence.NO_COMPARATOR
