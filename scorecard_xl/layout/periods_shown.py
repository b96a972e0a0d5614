"""The words that headers may hold in braces: {period}, {previous}, {outturn}, {year}, {span}."""

from __future__ import annotations

from msgspec import Struct

from ..model import Scorecard
from ..periods import Calendar, PeriodKind

UNITS = {PeriodKind.MONTH: "months", PeriodKind.QUARTER: "quarters"}


class Shown(Struct, frozen=True):
    """The reporting period and its comparators, as headers print them."""

    period: str
    previous: str
    outturn: str
    year: str
    span: str

    @classmethod
    def of(cls, scorecard: Scorecard) -> Shown:
        """Return the words for a scorecard."""
        period = scorecard.period
        year = Calendar(year_start=period.year_start).year_of(period)
        return cls(
            period.short,
            scorecard.first_since.short,
            scorecard.second_since.short,
            year.short,
            _span(scorecard),
        )

    def in_header(self, text: str) -> str:
        """Fill in a header's braces; braces that mean nothing stay as they are.

        >>> Shown("Feb 15", "Jan 15", "Mar 14", "2014-15", "12 months").in_header("Since {previous}")
        'Since Jan 15'
        """
        for name in self.__struct_fields__:
            text = text.replace("{" + name + "}", getattr(self, name))
        return text


def _span(scorecard: Scorecard) -> str:
    """How long the trend is: "12 months", "8 periods" where measures differ."""
    trends = [row.trend for row in scorecard.rows if row.trend]
    longest = max(map(len, trends), default=0)
    if not longest:
        return "Trend"
    kinds = {period.kind for trend in trends for period, _ in trend}
    unit = UNITS.get(next(iter(kinds)), "years") if len(kinds) == 1 else "periods"
    return f"{longest} {unit}"
