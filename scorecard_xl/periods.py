"""Periods: months, quarters and years, the labels we print, and steps back in time.

What officers type is read in `period_spellings`.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum, IntEnum
from typing import NamedTuple

from msgspec import Struct

_NAMES = "January February March April May June July August September October November December"
MONTH_NAMES = tuple(_NAMES.split())


class Frequency(Enum):
    """How often a measure is reported; the value is the word shown."""

    MONTHLY = "Monthly"
    QUARTERLY = "Quarterly"
    ANNUAL = "Annual"
    ACADEMIC = "Academic year"


class PeriodKind(IntEnum):
    """What a period is. YEARS: three or more calendar years together, as 2021-23."""

    MONTH, QUARTER, FINANCIAL_YEAR, ACADEMIC_YEAR, CALENDAR_YEAR, YEARS = range(6)


_WRITTEN = {  # label, short, long
    PeriodKind.MONTH: ("{name:.3} {year}", "{name:.3} {yy}", "{name} {year}"),
    PeriodKind.QUARTER: ("Q{quarter} {pair}", "Q{quarter} {short_pair}", "quarter {quarter} of {pair}"),
    PeriodKind.FINANCIAL_YEAR: ("{pair}", "{pair}", "{pair}"),
    PeriodKind.ACADEMIC_YEAR: ("AY {year}-{next}", "AY {yy}-{next}", "academic year {year}-{next}"),
    PeriodKind.CALENDAR_YEAR: ("{year}", "{year}", "{year}"),
    PeriodKind.YEARS: ("{year}-{end}", "{year}-{end}", "{year} to {last_year}"),
}


class UnreadablePeriod(ValueError):
    """The message is a clause, as `"Q2" has no year`; `proposal` is what may be meant, or ""."""

    def __init__(self, clause: str, proposal: str = "") -> None:
        super().__init__(clause)
        self.proposal = proposal


class Period(Struct, frozen=True, order=True, gc=False):
    """Whole months: `months` of them up to `last`, which counts from year 0 (year * 12 + month - 1).

    In order of the last month, then the length: March 2014, then Q4 2013-14, then 2013-14. The fields
    stand in that order; the kind settles ties, so that only equals are level.

    >>> february = Calendar().month(2015, 2)
    >>> february.label, february.previous().short, february.same_last_year().long
    ('Feb 2015', 'Jan 15', 'February 2014')
    """

    last: int
    months: int
    kind: PeriodKind
    year_start: int = 4

    @property
    def first(self) -> int:
        """The first month, counted like `last`."""
        return self.last - self.months + 1

    @property
    def label(self) -> str:
        """The spelling that never changes and reads back: "Feb 2015", "Q2 2019-20", "AY 2018-19"."""
        return self._written(0)

    @property
    def short(self) -> str:
        """For column headings: "Feb 15", "Q2 19-20", "2013-14"."""
        return self._written(1)

    @property
    def long(self) -> str:
        """For sentences: "February 2015", "quarter 2 of 2019-20", "academic year 2018-19"."""
        return self._written(2)

    def _written(self, form: int) -> str:
        (year, month), last_year = divmod(self.first, 12), self.last // 12
        start, gone = divmod(self.first - self.year_start + 1, 12)
        following = "" if self.year_start == 1 else f"-{(start + 1) % 100:02}"
        return _WRITTEN[self.kind][form].format(
            name=MONTH_NAMES[month],
            year=year,
            yy=f"{year % 100:02}",
            next=f"{(year + 1) % 100:02}",
            quarter=gone // 3 + 1,
            pair=f"{start}{following}",
            short_pair=f"{start % 100:02}{following}" if following else start,
            last_year=last_year,
            end=last_year % 100 if last_year % 100 > 12 else last_year,  # "2009-12" is December 2009
        )

    def back(self, count: int) -> Period:
        """Return the period of the same kind `count` earlier, or later if negative.

        Several years together move by one year: such averages come out every year and overlap.
        """
        step = 12 if self.kind is PeriodKind.YEARS else self.months
        return Period(self.last - count * step, self.months, self.kind, self.year_start)

    def previous(self) -> Period:
        """Return the period of the same kind before this one."""
        return self.back(1)

    def next(self) -> Period:
        """Return the period of the same kind after this one."""
        return self.back(-1)

    def same_last_year(self) -> Period:
        """Return the same period 12 months earlier."""
        return Period(self.last - 12, self.months, self.kind, self.year_start)

    @property
    def end_date(self) -> date:
        """The last day."""
        year, month = divmod(self.last + 1, 12)
        return date(year, month + 1, 1) - timedelta(days=1)

    def holds(self, other: Period) -> bool:
        """Whether `other` lies wholly inside this period; every period holds itself."""
        return self.first <= other.first and other.last <= self.last


class PeriodText(NamedTuple):
    """What a cell says: its period, and the status "", "Provisional" or "Revised"."""

    period: Period
    status: str


class Calendar(Struct, frozen=True):
    """The months in which financial and academic years begin.

    With years from January a financial year is a calendar year, written "2019", and "Q2 2019".

    >>> Calendar().read("Quarter to Dec 2017", Frequency.QUARTERLY).period.label
    'Q3 2017-18'
    >>> Calendar().read("2018/19 (prov)", Frequency.ACADEMIC).period.label
    'AY 2018-19'
    """

    year_start: int = 4
    academic_start: int = 9

    def month(self, year: int, month: int) -> Period:
        """Return a month of a calendar year."""
        return Period(year * 12 + month - 1, 1, PeriodKind.MONTH, self.year_start)

    def quarter(self, year: int, quarter: int) -> Period:
        """Return quarter 1 to 4 of the financial year that begins in `year`."""
        return Period(year * 12 + self.year_start + 3 * quarter - 2, 3, PeriodKind.QUARTER, self.year_start)

    def financial_year(self, start_year: int) -> Period:
        """Return the financial year that begins in `start_year`."""
        kind = PeriodKind.CALENDAR_YEAR if self.year_start == 1 else PeriodKind.FINANCIAL_YEAR
        return Period(start_year * 12 + self.year_start + 10, 12, kind, self.year_start)

    def academic_year(self, start_year: int) -> Period:
        """Return the academic year that begins in `start_year`."""
        last = start_year * 12 + self.academic_start + 10
        return Period(last, 12, PeriodKind.ACADEMIC_YEAR, self.year_start)

    def calendar_year(self, year: int) -> Period:
        """Return January to December."""
        return Period(year * 12 + 11, 12, PeriodKind.CALENDAR_YEAR, self.year_start)

    def years(self, first_year: int, last_year: int) -> Period:
        """Return three or more calendar years together."""
        months = (last_year - first_year + 1) * 12
        return Period(last_year * 12 + 11, months, PeriodKind.YEARS, self.year_start)

    def holding(self, moment: date | Period, frequency: Frequency) -> Period:
        """Return the period of that frequency which holds the date, or in which the period ends."""
        last = moment.last if isinstance(moment, Period) else moment.year * 12 + moment.month - 1
        if frequency is Frequency.MONTHLY:
            return Period(last, 1, PeriodKind.MONTH, self.year_start)
        if frequency is Frequency.ACADEMIC:
            return self.academic_year((last - self.academic_start + 1) // 12)
        year, gone = divmod(last - self.year_start + 1, 12)
        if frequency is Frequency.ANNUAL:
            return self.financial_year(year)
        return self.quarter(year, gone // 3 + 1)

    def year_of(self, period: Period, frequency: Frequency | None = None) -> Period:
        """Return the year that holds the period's last month: academic if `frequency` is, else financial."""
        academic = frequency is Frequency.ACADEMIC
        return self.holding(period, Frequency.ACADEMIC if academic else Frequency.ANNUAL)

    def read(self, raw: object, frequency: Frequency | None) -> PeriodText:
        """Read a cell: text, a date, or a number such as 2015 or 201502. Raises `UnreadablePeriod`.

        A date, or a period finer than `frequency`, becomes the period of that frequency in which it
        ends; a coarser one stays: a year on a monthly measure is the year's own result.

        >>> [Calendar().read("2009-10", how_often).period.label for how_often in (Frequency.MONTHLY, None)]
        ['Oct 2009', '2009-10']
        """
        from .period_spellings import read

        return read(self, raw, frequency)
