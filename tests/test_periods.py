"""Periods as a performance lead would check them: what is typed, how often it is reported, what it means."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.period_spellings import FIRST_YEAR, LAST_YEAR, looks_like_period
from scorecard_xl.periods import (
    Calendar,
    Frequency,
    Period,
    PeriodKind,
    UnreadablePeriod,
)

UK = Calendar()
JANUARY = Calendar(year_start=1)

# Spellings that mean the same however often the measure is reported, up to the lifting below.
SPELLINGS = {
    "Feb 2015": """
        Feb 2015 | February 2015 | FEB 2015 | Feb-15 | Feb 15 | Feb'15 | Feb ’15 | feb. 2015 | Feb–2015
        2015-02 | 2015/02 | 02/2015 | 2/2015 | 2015 02 | 201502 | 2015 Feb | Month: Feb 2015 | Feb 2014/15
        28/02/2015 | 28/02/15 | 28.02.2015 | 28.2.15 | 2015-02-28 | 2015-02-28 00:00:00 | 20150228
        28 Feb 2015 | 28-Feb-15 | Feb15 | 28 Feb 2014/15 | 28th February 2015
        February 28, 2015 | as at 27 February 2015
        end of Feb 2015 | end Feb 2015 | month ending 28 February 2015 | month end Feb 15 | Outturn (Feb 15)
        M11 2014-15 | P11 14/15 | Month 11 2014/15 | Period 11 2014-15 | 2014-15 M11 | M11 FY14/15 | M11-14/15
        1 February 2015 - 28 February 2015""",
    "Sep 2019": "Sept 2019 | Sept-19 | September 2019 | Sep 2019 (Q2)",
    "Oct 2010": "2010-10 | Oct 2010/11 | 31-10-10",
    "Mar 2025": "2025-03 | 03/2025 | 2025-3",
    "Dec 2010": "2010-12",
    "Nov 2010": "2010-11-12 | 201011",
    "Dec 2013": "11/12/13",
    "Q2 2019-20": """
        Q2 2019-20 | Q2 2019/20 | Q2 19/20 | Q2 19-20 | q2 2019–20 | Q2 2019−20 | Q2 2019-2020 | Q2-2019-20
        Qtr 2 2019-20 | Qtr. 2 2019-20 | Quarter 2 2019/20 | Quarter 2 (2019-20) | Quarter two 2019-20
        Quater 2 2019-20 | quarter 2 of 2019-20 | 2nd quarter 2019-20 | 2019-20 Q2 | 2019/20 Quarter 2
        2019/20 2nd quarter | 2019/20Q2 | Q2 FY2019/20 | FY 2019/20 Q2 | end of Q2 2019/20 | Q2 '19/'20
        Jul-Sep 2019 | July to September 2019 | Jul – Sep 19 | Jul 19 - Sep 19 | Jul-Sep 2019/20
        1 Jul - 30 Sep 2019/20
        1st July – 30th September 2019 | 1 Jul - 30 Sep 19 | 1 July 2019 to 30 September 2019
        01/07/2019-30/09/2019 | 2019-07 to 2019-09 | 2019-07-01 to 2019-09-30
        quarter ending 30 September 2019 | Quarter to Sep 2019 | QE Sep 2019 | quarter end 30/09/2019
        Quarter Jul-Sep 2019 | Q2 (Jul-Sep) 2019
        Q2 (Jul-Sep) 2019/20 | Q2 2019/20 (Jul-Sep)
        Q2 2019-20 (Jul-Sep 2019) | quarter 2 of 2019-20 (1st July – 30th September 2019) | Q2 (Sep 2019)""",
    "Q3 2017-18": "quarter ending 31 December 2017 | Quarter to Dec 2017 | Oct-Dec 2017 | Q3 17/18",
    "Q4 2017-18": "Jan - Mar 2018 | 1 January 2018 – 31 March 2018",
    "Q1 2018-19": "Apr-Jun 2018 | Q1 2018/19 actual",
    "Q2 2029-30": "1 July 2029 – 30 September 2029 | 1 July 2029–30 September 2029",  # 30 is no year here
    "Q2 2010-11": "Q2 10/11 | Q2 2010-11",
    "2013-14": """
        FY 2013-14 | FY13/14 | year ending March 2014 | Year to March 2014 | Y/E 31 March 2014
        year ending 31/03/2014 | Apr 2013 - Mar 2014 | April to March 2014 | 1 April 2013 – 31 March 2014
        Year end 2013-14 | Year-end 2013-14 | 2013/14 year end
        Financial year 2013/14 | Full year 2013-14""",
    "AY 2018-19": """
        academic year 2018/19 | AY 2018/19 | AY18/19 | 2018/19 academic year
        2018/19 AY | school year 2018-19
        Sep 2018 - Aug 2019 | year ending August 2019 | academic year ending July 2019""",
    "2017": "2017 | calendar year 2017 | CY 2017 | Jan-Dec 2017 | year ending December 2017",
    "2021-23": "2021-23 | 2021/23 | 2021-2023 | 2021 to 2023 | 2021 – 23",
    "2020-23": "2020-23",
    "2014-16": "2014-16",
    "2009-2012": "2009-2012",
}


@pytest.mark.parametrize(
    ("spelling", "label"),
    [
        (spelling.strip(), label)
        for label, row in SPELLINGS.items()
        for spelling in row.replace("\n", "|").split("|")
    ],
)
def test_spellings(spelling: str, label: str) -> None:
    """Every way to write a period; an empty cell of the table above is nothing to read."""
    if spelling:
        assert UK.read(spelling, None) == (UK.read(label, None).period, "")
        assert UK.read(f"  {spelling.upper()}\u00a0".replace(" ", "\u00a0"), None).period.label == label
        assert looks_like_period(spelling)


MONTHLY, QUARTERLY, ANNUAL, ACADEMIC = Frequency
BY_FREQUENCY = [
    # typed            None          monthly       quarterly     annual        academic year
    ("Feb 2015", "Feb 2015", "Feb 2015", "Q4 2014-15", "2014-15", "AY 2014-15"),
    ("Jun 2019", "Jun 2019", "Jun 2019", "Q1 2019-20", "2019-20", "AY 2018-19"),
    ("31/03/2019", "Mar 2019", "Mar 2019", "Q4 2018-19", "2018-19", "AY 2018-19"),
    ("1 April 2019", "Apr 2019", "Apr 2019", "Q1 2019-20", "2019-20", "AY 2018-19"),
    ("Q2 2019-20", "Q2 2019-20", "Q2 2019-20", "Q2 2019-20", "2019-20", "AY 2019-20"),
    ("2008-09", "2008-09", "Sep 2008", "2008-09", "2008-09", "AY 2008-09"),
    ("2009-10", "2009-10", "Oct 2009", "2009-10", "2009-10", "AY 2009-10"),
    ("2010-11", "2010-11", "Nov 2010", "2010-11", "2010-11", "AY 2010-11"),
    ("2011-12", "2011-12", "Dec 2011", "2011-12", "2011-12", "AY 2011-12"),
    ("2009-2010", "2009-10", "2009-10", "2009-10", "2009-10", "AY 2009-10"),
    ("2012-13", "2012-13", "2012-13", "2012-13", "2012-13", "AY 2012-13"),
    ("2025-03", "Mar 2025", "Mar 2025", "Q4 2024-25", "2024-25", "AY 2024-25"),
    ("2018/19", "2018-19", "2018-19", "2018-19", "2018-19", "AY 2018-19"),
    ("13/14", "2013-14", "2013-14", "2013-14", "2013-14", "AY 2013-14"),
    ("99/00", "1999-00", "1999-00", "1999-00", "1999-00", "AY 1999-00"),
    ("2018 to 2019", "2018-19", "2018-19", "2018-19", "2018-19", "AY 2018-19"),
    ("FY 2018-19", "2018-19", "2018-19", "2018-19", "2018-19", "2018-19"),
    ("AY 2018-19", "AY 2018-19", "AY 2018-19", "AY 2018-19", "AY 2018-19", "AY 2018-19"),
    ("2017", "2017", "2017", "2017", "2017", "2017"),
    ("2021-23", "2021-23", "2021-23", "2021-23", "2021-23", "2021-23"),
    (2015, "2015", "2015", "2015", "2015", "2015"),
    (2015.0, "2015", "2015", "2015", "2015", "2015"),
    (201502, "Feb 2015", "Feb 2015", "Q4 2014-15", "2014-15", "AY 2014-15"),
    (datetime.date(2019, 8, 31), "Aug 2019", "Aug 2019", "Q2 2019-20", "2019-20", "AY 2018-19"),
    (datetime.datetime(2019, 9, 1, 12), "Sep 2019", "Sep 2019", "Q2 2019-20", "2019-20", "AY 2019-20"),
]


@pytest.mark.parametrize("row", BY_FREQUENCY, ids=lambda row: str(row[0]))
def test_frequency_decides(row: tuple[object, ...]) -> None:
    """A finer period is lifted to the measure's frequency, a coarser one stays."""
    typed, *labels = row
    read = [UK.read(typed, frequency).period.label for frequency in (None, *Frequency)]
    assert read == labels


@pytest.mark.parametrize(
    ("typed", "label", "status"),
    [
        ("May 2018 (prov)", "May 2018", "Provisional"),
        ("May 2018 (p)", "May 2018", "Provisional"),
        ("May 2018 (Provisional)", "May 2018", "Provisional"),
        ("Provisional 2018-19", "2018-19", "Provisional"),
        ("2019 (prov)", "2019", "Provisional"),
        ("2019p", "2019", "Provisional"),
        ("2018-19*", "2018-19", "Provisional"),
        ("2019 unvalidated", "2019", "Provisional"),
        ("Q2 2019-20 (est.)", "Q2 2019-20", "Provisional"),
        ("2017 (Rev)", "2017", "Revised"),
        ("2017 (r)", "2017", "Revised"),
        ("2018-19 r", "2018-19", "Revised"),
        ("Revised Feb 2015", "Feb 2015", "Revised"),
        ("2020-21 (OT)", "2020-21", ""),
        ("2018-19 outturn", "2018-19", ""),
        ("Outturn 2018-19", "2018-19", ""),
        ("2018-19 (final)", "2018-19", ""),
        ("2018-19[1]", "2018-19", ""),
        ("2018-19 ^", "2018-19", ""),
    ],
)
def test_marks(typed: str, label: str, status: str) -> None:
    """Marks beside the period are the status, or nothing at all."""
    period, found = UK.read(typed, None)
    assert (period.label, found) == (label, status)


UNREADABLE: list[tuple[object, str, str]] = [
    # typed, the clause after it, what may be meant
    ("Q2", "has no year", ""),
    ("Feb", "has no year", ""),
    ("28 Feb", "has no year", ""),
    ("Jul-Sep", "has no year", ""),
    ("Feb 5", "has no year", ""),
    ("M11", "has no year", ""),
    ("Q5 2019-20", "names quarter 5; a year has 4", ""),
    ("Q0 2019-20", "names quarter 0; a year has 4", ""),
    ("M13 2019-20", "names month 13; a year has 12", ""),
    ("13/2015", "names month 13; a year has 12", ""),
    ("02/28/2015", "names month 28; a year has 12", ""),
    ("2015-00", "names month 0; a year has 12", ""),
    ("Q2 2019", "does not say which two years it means", "Q2 2019-20"),
    ("2019 Q2", "does not say which two years it means", "Q2 2019-20"),
    ("Q2'19", "does not say which two years it means", "Q2 2019-20"),
    ("M11 2014", "does not say which two years it means", "Feb 2015"),
    ("FY 2019", "does not say which two years it means", "2019-20"),
    ("FY20", "does not say which two years it means", "2020-21"),
    ("AY 2019", "does not say which two years it means", "AY 2019-20"),
    ("year ending 2019", "does not say which two years it means", "2018-19"),
    ("09/10", "may be a month or a year", "2009-10"),
    ("11/12", "may be a month or a year", "2011-12"),
    ("32/01/2015", "is not a date: January 2015 has 31 days", ""),
    ("29 Feb 2015", "is not a date: February 2015 has 28 days", ""),
    ("00/01/2015", "is not a date: January 2015 has 31 days", ""),
    ("2015-13", "is neither a month nor 3 to 10 years together", ""),
    ("2014-24", "is neither a month nor 3 to 10 years together", ""),
    ("2014-2013", "is neither a month nor 3 to 10 years together", ""),
    (201920, "is neither a month nor 3 to 10 years together", "2019-20"),
    ("Aug-Oct 2019", "is not a whole month, quarter or year", ""),
    ("Apr-Sep 2019", "is not a whole month, quarter or year", ""),
    ("2 July - 30 September 2019", "is not a whole month, quarter or year", ""),
    ("1 July - 29 September 2019", "is not a whole month, quarter or year", ""),
    ("quarter ending November 2017", "is not a whole month, quarter or year", ""),
    ("year ending June 2018", "is not a whole month, quarter or year", ""),
    ("Q3 Jul-Sep 2019", "names two different quarters", "Q2 2019-20"),
    ("Q2 2018-19 (Jul-Sep 2019)", "names two different quarters", "Q2 2019-20"),
    ("Q2 Jul 2019 Sep 2019 YTD", "is not a month, quarter or year", ""),
    ("Febuary 2015", "is misspelt", "February 2015"),
    ("Janaury-15", "is misspelt", "January 2015"),
    ("Setp 2019", "is misspelt", "September 2019"),
    ("2o19", "is misspelt", "2019"),
    ("Q2 2Ol9-20", "is misspelt", "Q2 2019-20"),
    ("2019-2l", "is misspelt", "2019-21"),
    ("1989", "has the year 1989; years run from 1990 to 2099", ""),
    ("May 2100", "has the year 2100; years run from 1990 to 2099", ""),
    ("year 215", "has a number that is no day, month or year", ""),
    ("May 215", "has a number that is no day, month or year", ""),
    ("May 20189", "has a number that is no day, month or year", ""),
    ("H1 2019-20", "is not a month, quarter or year", ""),
    ("Autumn term 2019", "is not a month, quarter or year", ""),
    ("12 months to March 2014", "is not a month, quarter or year", ""),
    ("02/15", "is not a month, quarter or year", ""),
    ("12", "is not a month, quarter or year", ""),
    ("-", "is not a month, quarter or year", ""),
    ("text", "has words or signs that belong to no period", ""),
    ("Target 2014/15", "has words or signs that belong to no period", ""),
    ("Feb 2015?", "has words or signs that belong to no period", ""),
    (42063, "is not a period", "28/02/2015"),
    ("42063", "has a number that is no day, month or year", "28/02/2015"),
    (99999, "is not a period", ""),
    (20150228, "is not a period", ""),
    (-2015, "is not a period", ""),
    (-215, "is not a period", ""),
    (215, "is not a period", ""),
    (2015.5, "is not a period", ""),
    (True, "is not a period", ""),
    (float("nan"), "is not a period", ""),
    (float("inf"), "is not a period", ""),
    (b"Feb 2015", "is not a period", ""),
]


@pytest.mark.parametrize(("typed", "clause", "proposal"), UNREADABLE)
@pytest.mark.parametrize("frequency", [None, QUARTERLY, ANNUAL])
def test_unreadable(typed: object, clause: str, proposal: str, frequency: Frequency | None) -> None:
    """What can't be read says why, and what may be meant."""
    with pytest.raises(UnreadablePeriod) as problem:
        UK.read(typed, frequency)
    assert str(problem.value) == f'"{typed}" {clause}'
    assert problem.value.proposal == proposal


@pytest.mark.parametrize("empty", [None, "", "  \u00a0"])
def test_empty(empty: object) -> None:
    """An empty cell has no period to quote."""
    with pytest.raises(UnreadablePeriod, match=r"^the period is empty$"):
        UK.read(empty, None)


def test_old_date_and_long_text() -> None:
    """Excel's day 0 is in 1900; a remark in a period's cell is quoted only in part."""
    with pytest.raises(UnreadablePeriod, match=r"5 January 1900.*years run from 1990"):
        UK.read(datetime.date(1900, 1, 5), None)
    with pytest.raises(UnreadablePeriod, match="is too long for a period") as problem:
        UK.read("Feb 2015 " * 1000, None)
    assert len(str(problem.value)) < 100


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Q2 2019", "Q2 2019"),
        ("Q2 19", "Q2 2019"),
        ("Apr-Jun 2019", "Q2 2019"),
        ("FY 2019", "2019"),
        ("year ending 2019", "2019"),
        ("M3 2019", "Mar 2019"),
        ("AY 2018-19", "AY 2018-19"),
    ],
)
def test_year_from_january(typed: str, label: str) -> None:
    """With years from January one year is enough, and two are refused."""
    assert JANUARY.read(typed, None).period.label == label
    for pair in ("2019-20", "Q2 2019-20"):
        with pytest.raises(UnreadablePeriod, match="names two years, but the year begins in January"):
            JANUARY.read(pair, QUARTERLY)
    assert JANUARY.financial_year(2019) == JANUARY.calendar_year(2019)


@pytest.mark.parametrize(
    ("period", "label", "short", "long", "end"),
    [
        (UK.month(2015, 2), "Feb 2015", "Feb 15", "February 2015", "2015-02-28"),
        (UK.month(2016, 2), "Feb 2016", "Feb 16", "February 2016", "2016-02-29"),
        (UK.quarter(2019, 2), "Q2 2019-20", "Q2 19-20", "quarter 2 of 2019-20", "2019-09-30"),
        (UK.quarter(2019, 4), "Q4 2019-20", "Q4 19-20", "quarter 4 of 2019-20", "2020-03-31"),
        (UK.quarter(1999, 3), "Q3 1999-00", "Q3 99-00", "quarter 3 of 1999-00", "1999-12-31"),
        (UK.financial_year(2013), "2013-14", "2013-14", "2013-14", "2014-03-31"),
        (UK.academic_year(2018), "AY 2018-19", "AY 18-19", "academic year 2018-19", "2019-08-31"),
        (UK.calendar_year(2017), "2017", "2017", "2017", "2017-12-31"),
        (UK.years(2021, 2023), "2021-23", "2021-23", "2021 to 2023", "2023-12-31"),
        (UK.years(2009, 2012), "2009-2012", "2009-2012", "2009 to 2012", "2012-12-31"),
        (JANUARY.quarter(2019, 2), "Q2 2019", "Q2 2019", "quarter 2 of 2019", "2019-06-30"),
    ],
)
def test_written(period: Period, label: str, short: str, long: str, end: str) -> None:
    """How a period is shown, and its last day."""
    assert (period.label, period.short, period.long, period.end_date.isoformat()) == (label, short, long, end)


@pytest.mark.parametrize(
    ("label", "previous", "last_year"),
    [
        ("Jan 2015", "Dec 2014", "Jan 2014"),
        ("Q1 2019-20", "Q4 2018-19", "Q1 2018-19"),
        ("2013-14", "2012-13", "2012-13"),
        ("AY 2018-19", "AY 2017-18", "AY 2017-18"),
        ("2017", "2016", "2016"),
        ("2021-23", "2020-22", "2020-22"),  # three-year averages come out every year
    ],
)
def test_steps_back(label: str, previous: str, last_year: str) -> None:
    """What a result is compared with."""
    period = UK.read(label, None).period
    assert period.previous().label == previous
    assert period.same_last_year().label == last_year


def test_order() -> None:
    """By the last month, then the length: the year's own result comes after its last quarter."""
    labels = ["Feb 2014", "Mar 2014", "Q4 2013-14", "2013-14", "Apr 2014", "AY 2013-14", "2014", "2012-14"]
    periods = [UK.read(label, None).period for label in labels]
    assert sorted([*periods[4:], *periods[:4]]) == periods
    assert periods[0] < periods[1] <= periods[1] < periods[-1]
    assert len({*periods, UK.month(2014, 2)}) == len(periods)


@pytest.mark.parametrize(
    ("whole", "part", "holds"),
    [
        ("2019-20", "Apr 2019", True),
        ("2019-20", "Mar 2019", False),
        ("2019-20", "Q4 2019-20", True),
        ("2019-20", "AY 2019-20", False),
        ("Q2 2019-20", "2019-20", False),
        ("2021-23", "2023", True),
    ],
)
def test_holds(whole: str, part: str, holds: bool) -> None:
    """Wholly inside, both ends included."""
    assert UK.read(whole, None).period.holds(UK.read(part, None).period) is holds


def test_year_of() -> None:
    """A year belongs to the last month: calendar year 2017 ends in 2017-18."""
    assert UK.year_of(UK.month(2019, 3)).label == "2018-19"
    assert UK.year_of(UK.month(2019, 4), QUARTERLY).label == "2019-20"
    assert UK.year_of(UK.month(2019, 8), ACADEMIC).label == "AY 2018-19"
    assert UK.year_of(UK.calendar_year(2017)).label == "2017-18"


@pytest.mark.parametrize(
    "header",
    [
        "Febuary 2015",
        "Q5 2019",
        "2019-2l",
        "Q2",
        "Feb",
        "May",
        "2015-13",
        "FY20",
        "M11",
        "32/12/13",
        "H1 2019-20",
        "215 May",
        "42063",
    ],
)
def test_meant_as_period(header: str) -> None:
    """A slip in a column's header is reported, not dropped in silence."""
    assert looks_like_period(header)


@pytest.mark.parametrize(
    "header",
    """Target|Target 2014/15|Result|Data period|Outturn (March 14) Result|Year end target|Age 10-14|Measure
    Ref|Period|Quarter|Month|Year|Frequency|Outturn|Year 6|From|To|Area|Value|Number 2015|Marked|Status
    Actual|%||10-14|Compare with|Year to date""".replace("\n", "|").split("|"),
)
def test_ordinary_header(header: str) -> None:
    """Columns with another meaning are no periods."""
    assert not looks_like_period(header.strip())
    assert not looks_like_period(f"{header} Feb 2015" * 20)


calendars = st.builds(Calendar, st.integers(1, 12), st.integers(2, 12))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Calendar, Period]:
    """Return a calendar and one of its periods, of any kind."""
    calendar, year = draw(calendars), draw(st.integers(FIRST_YEAR + 1, LAST_YEAR - 11))
    period = draw(
        st.sampled_from(
            [
                calendar.month(year, draw(st.integers(1, 12))),
                calendar.quarter(year, draw(st.integers(1, 4))),
                calendar.financial_year(year),
                calendar.academic_year(year),
                calendar.calendar_year(year),
                calendar.years(year, year + draw(st.integers(2, 9))),
            ]
        )
    )
    return calendar, period


FITTING = {
    PeriodKind.MONTH: (None, MONTHLY),
    PeriodKind.QUARTER: (None, MONTHLY, QUARTERLY),
    PeriodKind.FINANCIAL_YEAR: (None, QUARTERLY, ANNUAL),  # 2009-10 is a month on a monthly measure
}


@given(cases())
def test_labels_read_back(case: tuple[Calendar, Period]) -> None:
    """Label and short heading mean the period they were made from, and the prose does too."""
    calendar, period = case
    for frequency in FITTING.get(period.kind, (None, *Frequency)):
        for text in (period.label, period.short, period.long):
            assert calendar.read(text, frequency) == (period, "")


@given(cases(), st.integers(-40, 40))
def test_steps_undo_each_other(case: tuple[Calendar, Period], count: int) -> None:
    """Back and forth is where it began, and earlier is less."""
    _, period = case
    assert period.previous().next() == period == period.back(count).back(-count)
    assert period.back(1) == period.previous() < period < period.next()
    assert period.same_last_year().first == period.first - 12
    if period.kind is not PeriodKind.YEARS:
        assert period.previous().last + 1 == period.first


@given(cases(), st.sampled_from(Frequency))
def test_holding(case: tuple[Calendar, Period], frequency: Frequency) -> None:
    """The period that holds a date holds its month, has its frequency's length, and is the only one."""
    calendar, period = case
    holder = calendar.holding(period, frequency)
    month = calendar.holding(period, MONTHLY)
    assert holder.holds(month)
    assert holder == calendar.holding(period.end_date, frequency) == calendar.holding(holder, frequency)
    assert holder.months == {MONTHLY: 1, QUARTERLY: 3}.get(frequency, 12)
    assert not holder.next().holds(month)
    assert calendar.year_of(period, frequency).holds(month)
    assert calendar.read(period.end_date, frequency).period == holder


@given(st.lists(cases(), min_size=3, max_size=3))
def test_order_is_total(three: list[tuple[Calendar, Period]]) -> None:
    """Any two periods compare, exactly one way round, and three in a row keep their order."""
    a, b, c = sorted(period for _, period in three)
    assert a <= b <= c
    assert a <= c
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a.last, a.months) <= (b.last, b.months)


PIECES = "Q 2 Feb Sep 2015 2019-20 19/20 2021-23 28 11 31 03 215 - / . to ending year FY AY M * (p) end"
WORDY = st.builds(
    str.join, st.sampled_from([" ", "", "-"]), st.lists(st.sampled_from(PIECES.split()), max_size=7)
)


@given(WORDY | st.text(max_size=70))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything else, and what is read is a period the label of which says the same."""
    looks_like_period(text)
    try:
        period, status = UK.read(text, None)
    except UnreadablePeriod as problem:
        assert not problem.proposal or looks_like_period(problem.proposal)
    else:
        if period.first // 12 >= FIRST_YEAR and period.last // 12 <= LAST_YEAR:
            assert UK.read(period.label, None).period == period
        assert status in ("", "Provisional", "Revised")


def test_light_to_load() -> None:
    """The command starts quickly: difflib is loaded only when something can't be read."""
    code = "import sys, scorecard_xl.periods as p; p.Calendar().read('Feb 2015', None); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "scorecard_xl.periods" in loaded.split()
    assert "difflib" not in loaded.split()
