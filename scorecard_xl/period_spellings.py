"""The spellings of periods that officers type.

Text is read in two steps. `_signs` writes one letter for each word or number ("Q2 2019-20" becomes
QnS) and `_meaning` looks the letters up. A new word belongs in `_KNOWN`, a new order of day, month
and year in `_DATES`, a new way to write from and to in `_RANGES`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from .periods import MONTH_NAMES, Calendar, Frequency, Period, PeriodKind, PeriodText, UnreadablePeriod

FIRST_YEAR, LAST_YEAR = 1990, 2099  # anything else is a slip of the keyboard, such as "May 215"
LONGEST_SPAN = 10  # years; published averages cover three to five, "2014-41" is a slip
LONGEST_TEXT = 60  # characters; more is a remark, not a period
_LENGTH = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12, Frequency.ACADEMIC: 12}

# Q quarter, P month of the financial year, F financial year, A academic year, C calendar year,
# E ending or up to, U part of a year that no measure is kept for.
_KNOWN = {
    "Q": "q qt qtr quarter quater",
    "P": "m mth month p pd period",
    "F": "y yr year financial fiscal fin full annual",
    "FF": "fy",
    "A": "ay academic school",
    "C": "cy calendar",
    "E": "e end ends ended ending to until as at",
    "FE": "ye yearend eoy",
    "QE": "qe",
    "PE": "me",
    "U": "h half t term autumn spring summer w wk week months rolling ytd",
    "": "of the for in on st nd rd th outturn ot actual actuals final",
}
_NUMERALS = {"1": "one first", "2": "two second", "3": "three third", "4": "four fourth"}
_MARKS = {
    "Provisional": "* (p) (e) prov provisional est estimate estimated draft unvalidated",
    "Revised": "(r) rev revised",
}
_MONTHS = {name.lower(): str(number) for number, name in enumerate(MONTH_NAMES, 1)}
_WORDS = {word: (signs, "") for signs, words in _KNOWN.items() for word in words.split()}
_WORDS |= {word: ("n", number) for number, words in _NUMERALS.items() for word in words.split()}
_WORDS |= {name[:3]: ("m", number) for name, number in _MONTHS.items()}
_WORDS |= {name: ("m", number) for name, number in (_MONTHS | {"sept": "9"}).items()}
_STATUS = {word: status for status, words in _MARKS.items() for word in words.split()}

# n one or two digits, Y a year, S two years in a row (2019-20, 19/20).
_NUMBERS = {1: "n", 2: "n", 4: "Y", 6: "Yn", 8: "Ynn"}
_PAIR = re.compile(r"(?<!\d)(?:(\d{4})(?: ?[-/] ?| to | )|(?<![mp])(\d\d) ?[-/] ?)(\d{4}|\d\d)(?!\d)")
# A mark, a number (§: the first of a pair), a word, a sign that no period has.
_TOKEN = re.compile(r"\([epr]\)|§?\d+|[a-z]+|[^\s.,:;()\[\]_/-]")
# A time of day, a footnote's mark, apostrophes and invisible signs.
_NOISE = re.compile(r"[t ]\d\d:\d\d.*|\[\w\]|[\^#§†‡¹²³'\u2018\u2019`\u00b4\u200b\ufeff\u00ad]")
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")  # hyphens, dashes, minus

# The order of day, month and year; s is the financial year that holds the month.
_DATES = {
    "mY": "my",  # Feb 2015
    "mn": "my",  # Feb 15
    "mS": "ms",  # Feb 2014/15
    "nY": "my",  # 02/2015
    "Yn": "ym",  # 2015-02
    "nmY": "dmy",  # 28 Feb 2015
    "nmn": "dmy",  # 28-Feb-15
    "nmS": "dms",  # 28 Feb 2014/15
    "mnY": "mdy",  # Feb 28, 2015
    "nnY": "dmy",  # 28/02/2015
    "nnn": "dmy",  # 28/02/15
    "Ynn": "ymd",  # 2015-02-28
}
_FROM_TO = (
    "m-mY m-mn m-mS mY-mY mn-mn nY-nY Yn-Yn nm-nmY nm-nmn nm-nmS nmY-nmY nmn-nmn nnY-nnY nnn-nnn Ynn-Ynn"
)
_RANGES = {row.replace("-", ""): row.index("-") for row in _FROM_TO.split()}


def read(calendar: Calendar, raw: object, frequency: Frequency | None) -> PeriodText:
    """Read a cell; see `Calendar.read`."""
    shown = _shown(raw)
    text = _plain(shown)
    try:
        return _read(calendar, text, frequency)
    except UnreadablePeriod as problem:
        clause, proposal = str(problem), problem.proposal
    mended = _mended(text)
    if mended != text:
        with suppress(UnreadablePeriod):
            meant = _read(calendar, mended, None).period
            clause = "is misspelt"
            proposal = meant.long if meant.kind is PeriodKind.MONTH else meant.label
    if not shown:
        raise UnreadablePeriod("the period is empty")
    raise UnreadablePeriod(f'"{shown[:LONGEST_TEXT]}" {clause}', proposal or _lost_date(text))


def looks_like_period(text: str) -> bool:
    """Whether a header is meant as a period: it names a month, quarter or year and hardly anything else.

    True for what `read` can read and for slips which it cannot.

    >>> [looks_like_period(header) for header in ("Febuary 2015", "Q5 2019", "Target 2014/15", "Data period")]
    [True, True, False, False]
    """
    if len(text) > LONGEST_TEXT:
        return False
    signs = _signs(_mended(_plain(text)), pairs=True)[0]
    named = re.search("[mYS]|[QPA]n|FFn|nQ|nnn", signs)  # FY 19, but not year 6
    return bool(named and "?" not in signs) or bool(_lost_date(text.strip()))


def _shown(raw: object) -> str:
    """Return a cell as one line of text."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, date):
        return f"{raw.day} {MONTH_NAMES[raw.month - 1]} {raw.year:04}"
    text = " ".join(str("" if raw is None else raw).split())
    if raw is None or isinstance(raw, str) or (type(raw) is int and len(text) in (4, 6) and raw > 0):
        return text
    raise UnreadablePeriod(f'"{text}" is not a period', _lost_date(text))


def _lost_date(text: str) -> str:
    """Return the date of a cell that lost its date format, else ""; Excel counts days from 1900."""
    if not re.fullmatch(r"\d{5}", text):
        return ""
    day = date(1899, 12, 30) + timedelta(days=int(text))
    return f"{day:%d/%m/%Y}" if FIRST_YEAR <= day.year <= LAST_YEAR else ""


def _plain(text: str) -> str:
    text = " ".join(_NOISE.sub(" ", text.lower().translate(_DASHES)).split())
    return re.sub(r"(?<=\d) ?([epr])$", r"(\1)", text)  # 2019p


def _mended(text: str) -> str:
    """Put right a letter typed for a digit (2o19, 2019-2l) and a misspelt month."""
    digits = str.maketrans("oil", "011")
    text = re.sub(r"\b[oil]*\d[\doil]*\b", lambda found: found[0].translate(digits), text)
    return re.sub("[a-z]{3,10}", lambda found: _nearest_month(found[0]), text)


@lru_cache(4096)
def _nearest_month(word: str) -> str:
    if word in _WORDS or word in _STATUS:
        return word
    from difflib import get_close_matches  # needed for the unreadable alone, and slow to load

    near = get_close_matches(word, [name for name in (*_MONTHS, "sept") if name != "may"], 1, cutoff=0.75)
    return near[0] if near else word


def _signs(text: str, *, pairs: bool) -> tuple[str, list[str], str]:
    """Return a sign for each word and number, the values of m, n, Y and S, and the status.

    `pairs`: whether 2010-11 is two years rather than a year and a month.
    """
    signs, values, status = "", list[str](), ""
    for word in _TOKEN.findall(_PAIR.sub(_mark_pair, text) if pairs else text):
        if word in _STATUS:
            status = _STATUS[word]
        elif word.isdigit():
            signs += _NUMBERS.get(len(word), "#")
            values += [word[:4], *re.findall("..", word[4:])]
        elif word[0] == "§":
            signs += "S"
            values.append(word[1:])
        else:
            letters, value = _WORDS.get(word, ("?", ""))
            signs += letters
            values += [value] if value else []
    return signs, values, status


def _mark_pair(pair: re.Match[str]) -> str:
    first, second = pair[1] or pair[2], pair[3]
    following = int(first) + 1
    return f"§{first} " if int(second) in (following, following % 100) else pair[0]


def _read(calendar: Calendar, text: str, frequency: Frequency | None) -> PeriodText:
    """Read plain text; the clause of a problem is what follows the text itself."""
    if len(text) > LONGEST_TEXT:
        raise UnreadablePeriod("is too long for a period")
    # 2009-10 is October 2009 on a monthly measure and a year on any other.
    monthly = frequency is Frequency.MONTHLY
    problem = None
    for pairs in (not monthly, monthly):
        signs, values, status = _signs(text, pairs=pairs)
        try:
            period = _meaning(calendar, signs, values, frequency)
        except UnreadablePeriod as caught:
            problem = problem or caught
            continue
        if period:
            if frequency and period.months < _LENGTH[frequency]:
                period = calendar.holding(period, frequency)
            return PeriodText(period, status)
    if problem:
        raise problem
    if "?" in signs:
        raise UnreadablePeriod("has words or signs that belong to no period")
    if "#" in signs:
        raise UnreadablePeriod("has a number that is no day, month or year")
    no_year = re.search("[QPm]", signs) and not re.search("[YS]", signs)
    raise UnreadablePeriod("has no year" if no_year else "is not a month, quarter or year")


def _meaning(calendar: Calendar, signs: str, values: list[str], frequency: Frequency | None) -> Period | None:
    """Return the period that the signs stand for, None if they are no known spelling."""
    signs = re.sub("nQ(?!n)", "Qn", re.sub("([AFC])F+", r"\1", signs.lstrip("E")))
    if re.search("[QPm]", signs):  # Q2 FY 2019-20
        signs = signs.replace("FS", "S")
    if re.match("[SY][QPFACm]", signs):  # 2019-20 Q2
        signs, values = signs[1:] + signs[0], values[1:] + values[:1]
    unit = signs[0] if re.match("[QPFA]E|[QPF]m", signs) else ""  # quarter ending, quarter Oct to Dec
    core = signs.replace("E", "")[len(unit) :]
    if core in _RANGES:
        return _range(calendar, core, values)
    if core in _DATES and (core != "Yn" or int(values[1]) <= 12):
        month, _ = _date(calendar, _DATES[core], values)
        if unit == "A":
            return calendar.holding(month, Frequency.ACADEMIC)
        return _whole(calendar, month, {"Q": 3, "F": 12}.get(unit, 1))
    core = unit + core
    if core in ("Y", "CY"):
        return calendar.calendar_year(_year(values[0]))
    if core in ("Yn", "YY"):
        return _years(calendar, *values)
    if core in ("S", "AS", "FS"):
        academic = core == "AS" or (core == "S" and frequency is Frequency.ACADEMIC)
        year = calendar.academic_year(_year(values[0])) if academic else _financial_year(calendar, values[0])
        if core == "S" and len(values[0]) == 2 and int(values[0]) < 12:
            raise UnreadablePeriod("may be a month or a year", year.label)  # 10/11
        return year
    if core in ("QnS", "PnS"):
        return _numbered(calendar, core[0], int(values[0]), _financial_year(calendar, values[1]))
    if re.fullmatch("([FA]|[QP]n)[Yn]", core):
        return _of_one_year(calendar, core, values, ending="E" in signs)
    return _told_twice(calendar, core, values) if "Qn" in core and "m" in core else None


def _year(text: str) -> int:
    """Return a year of four digits, or of two: 1990 to 2089."""
    if len(text) == 1:
        raise UnreadablePeriod("has no year")
    year = int(text)
    if len(text) == 2:
        year += 1900 if year >= FIRST_YEAR % 100 else 2000
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadablePeriod(f"has the year {text}; years run from {FIRST_YEAR} to {LAST_YEAR}")
    return year


def _financial_year(calendar: Calendar, text: str) -> Period:
    """Return the financial year written with two years, of which `text` is the first."""
    if calendar.year_start == 1:
        raise UnreadablePeriod("names two years, but the year begins in January")
    return calendar.financial_year(_year(text))


def _years(calendar: Calendar, first: str, last: str) -> Period:
    """Return several calendar years; the last may have two digits."""
    start, end = _year(first), _year(last if len(last) == 4 else first[:2] + last)
    if not 3 <= end - start + 1 <= LONGEST_SPAN:
        proposal = calendar.financial_year(start).label if end == start + 1 else ""
        raise UnreadablePeriod(f"is neither a month nor 3 to {LONGEST_SPAN} years together", proposal)
    return calendar.years(start, end)


def _numbered(calendar: Calendar, sign: str, number: int, year: Period) -> Period:
    """Return quarter n or month n of a financial year."""
    name, length = ("quarter", 3) if sign == "Q" else ("month", 1)
    if not 1 <= number <= 12 // length:
        raise UnreadablePeriod(f"names {name} {number}; a year has {12 // length}")
    last = calendar.month(0, year.first + number * length)
    return calendar.holding(last, Frequency.QUARTERLY if sign == "Q" else Frequency.MONTHLY)


def _of_one_year(calendar: Calendar, core: str, values: list[str], *, ending: bool) -> Period:
    """Return the period if years begin in January; else refuse it: "FY 2019" may begin or end in 2019."""
    january = calendar.year_start == 1 and core[0] != "A"
    start = _year(values[-1]) - (ending and not january)
    period = calendar.academic_year(start) if core[0] == "A" else calendar.financial_year(start)
    if core[0] in "QP":
        period = _numbered(calendar, core[0], int(values[0]), period)
    if january:
        return period
    raise UnreadablePeriod("does not say which two years it means", period.label)


def _told_twice(calendar: Calendar, core: str, values: list[str]) -> Period | None:
    """Return what the months beside a quarter say, as in "Q2 (Jul-Sep) 2019"; the two must agree."""
    rest, others, number = _cut(core, values, "Qn")
    said, year = _meaning(calendar, rest, others, None), None
    if not said and "S" in rest:  # Q2 2019-20 (Jul-Sep 2019)
        rest, others, start = _cut(rest, others, "S")
        said, year = _meaning(calendar, rest, others, None), _financial_year(calendar, start)
    if not said:
        return None
    quarter = calendar.holding(said, Frequency.QUARTERLY)
    if not quarter.label.startswith(f"Q{int(number)} ") or (year and not year.holds(quarter)):
        raise UnreadablePeriod("names two different quarters", quarter.label)
    return quarter if core[0] == "Q" else said


def _cut(core: str, values: list[str], sign: str) -> tuple[str, list[str], str]:
    """Take out a sign and its value, and return them apart."""
    at = len(re.sub("[^mnYS]", "", core[: core.index(sign)]))
    return core.replace(sign, "", 1), values[:at] + values[at + 1 :], values[at]


def _date(calendar: Calendar, order: str, values: list[str], start: int = 0) -> tuple[Period, int]:
    """Return the month and the day (0 for none); without a year, the month is the first from `start` on."""
    said = dict(zip(order, values, strict=True))
    number = int(said["m"])
    if not 1 <= number <= 12:
        raise UnreadablePeriod(f"names month {number}; a year has 12")
    if "y" in said:
        month = calendar.month(_year(said["y"]), number)
    else:
        start = _financial_year(calendar, said["s"]).first if "s" in said else start
        month = calendar.month(0, start + (number - 1 - start) % 12 + 1)
    days = month.end_date.day
    if not 1 <= int(said.get("d", 1)) <= days:
        raise UnreadablePeriod(f"is not a date: {month.long} has {days} days")
    return month, int(said.get("d", 0))


def _range(calendar: Calendar, core: str, values: list[str]) -> Period:
    """Return the month, quarter or year from one month or day to another."""
    cut = _RANGES[core]
    end, last_day = _date(calendar, _DATES[core[cut:]], values[cut:])
    order = _DATES.get(core[:cut]) or core[:cut].replace("n", "d")  # Jul - Sep 2019, 1 Jul - 30 Sep 2019
    begin, first_day = _date(calendar, order, values[:cut], start=end.first - 11)
    full = first_day in (0, 1) and last_day in (0, end.end_date.day)
    return _whole(calendar, end, end.last - begin.first + 1 if full else 0)


def _whole(calendar: Calendar, end: Period, months: int) -> Period:
    """Return the calendar's own period of that length which ends with the month `end`."""
    closing = [calendar.holding(end, frequency) for frequency in Frequency]
    for period in (*closing, calendar.calendar_year(end.last // 12)):
        if (period.last, period.months) == (end.last, months):
            return period
    raise UnreadablePeriod("is not a whole month, quarter or year")
