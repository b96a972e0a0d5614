"""The columns that a scorecard may have: one entry each, everything that officers' sheets hold.

To add a column, add one entry to `COLUMNS`; a style then names it by its key. `value` gives the bare
content, `kind` tells the layout how such content is drawn. Headers may hold {period}, {previous},
{outturn}, {year} and {span}. Two families take a name: `benchmark:London`, `extra:Ward`; `benchmarks`
stands for a column a comparator that the workbook names.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import Enum, auto

from msgspec import Struct

from .config import nearest
from .errors import Address, ConfigError
from .figures import HUNDRED, decimals_of, grouped
from .model import (
    Benchmark,
    Commentary,
    Direction,
    Measure,
    Outlook,
    Polarity,
    RatedMeasure,
    Reach,
    Result,
    ResultStatus,
    Standards,
    Tolerance,
    Unit,
)
from .periods import Period
from .ratings.rag import band_of, bands_in_words, distance_in_words, shown_decimals, value_to_rate

NOTHING = "–"
MET_BY_THE_FIGURE = "met by the figure"  # beside an override that says otherwise


class Kind(Enum):
    """How a column's content is drawn; see `layout.cells`."""

    REF = auto()  # a short key, as a number where it is one
    TEXT = auto()  # words that wrap
    LABEL = auto()  # a few words that don't
    STATUS = auto()  # a band of the scale
    DIRECTION = auto()
    FORECAST = auto()
    FIGURE = auto()  # in the measure's unit and decimals
    TARGET = auto()  # likewise, with "at least" where the style says so
    COUNT = auto()  # cases: plain numbers with the decimals they have
    GAP = auto()  # a signed difference, in points for percentages
    SHARE = auto()  # a signed share of the target, with a bar
    TREND = auto()  # small columns, drawn from the figures at the right of the sheet


Content = str | Decimal | Direction | Outlook | None
RIGHT = frozenset({Kind.FIGURE, Kind.TARGET, Kind.COUNT, Kind.GAP, Kind.SHARE})


class Column(Struct, frozen=True):
    """One column: `value` takes a row and returns its content, "" or None where there is none.

    `width` is in Excel character widths. `says` names the field of `Commentary` that is shown, "" where
    the content is not what officers wrote there.
    """

    key: str
    header: str
    value: Callable[[RatedMeasure], Content]
    kind: Kind = Kind.TEXT
    width: float = 12
    says: str = ""


def said(row: RatedMeasure) -> Commentary:
    """Return what officers wrote about the row; empty when nothing."""
    return row.commentary or Commentary(None)


def where_said(row: RatedMeasure, field: str) -> Address | None:
    """Return the cell of what officers wrote in a field of their commentary, None where they did not."""
    return said(row).cells.get(field)


def name_and_area(row: RatedMeasure) -> str:
    """Return the measure's name, with the area where the row is one area's."""
    return f"{row.measure.name}: {row.area}" if row.area else row.measure.name


def polarity_word(measure: Measure) -> str:
    """Return what is good, as a column shows it."""
    return {Polarity.TARGET: "On target", Polarity.NONE: NOTHING}.get(
        measure.polarity, measure.polarity.value
    )


def aimed_beyond(measure: Measure, standards: Standards) -> str:
    """Return the word before a target that is not met by the target itself ("under "), "" before others."""
    words = {Polarity.HIGH: "over ", Polarity.LOW: "under "}
    return words.get(measure.polarity, "") if standards.exclusive else ""


def target_in_words(measure: Measure, standards: Standards) -> str:
    """Return the target with all its decimals: "85%", "under 22%"; "" without one."""
    target = standards.target
    if target is None:
        return ""
    return aimed_beyond(measure, standards) + measure.in_words(target, shown_decimals(measure, target))


def tolerance_words(measure: Measure, tolerance: Tolerance | None) -> str:
    """Return a tolerance in words ("10% of target", "3.0 points"), "" when there is none."""
    if tolerance is None:
        return ""
    if tolerance.relative:
        return f"{grouped(tolerance.amount, decimals_of(tolerance.amount))}% of target"
    return measure.gap_in_words(tolerance.amount)


def range_words(row: RatedMeasure) -> str:
    """Return the acceptable range in the measure's unit, "" when there is none."""
    low, high = row.standards.range_low, row.standards.range_high
    words = row.measure.in_words
    if low is not None and high is not None:
        return f"{words(low)} to {words(high)}"
    if low is not None:
        return f"{words(low)} or more"
    return f"{words(high)} or less" if high is not None else ""


def result_word(row: RatedMeasure) -> Content:
    """Return the result, or in a word why there is none ("suppressed")."""
    return figure_or_word(row.result) if row.result else None


def figure_or_word(result: Result) -> Decimal | str | None:
    """Return a figure, or in a word why there is none ("suppressed"), None where nothing says why."""
    if is_suppressed(result):
        return result.status.value.lower()
    if result.value is not None:
        return result.value
    absent = result.status not in (ResultStatus.FINAL, ResultStatus.PROVISIONAL, ResultStatus.REVISED)
    return result.text or (result.status.value.lower() if absent else None)


def older_period(row: RatedMeasure, reporting: Period) -> str:
    """Return the period of a result that ends before the reporting period does, "" for others."""
    return row.result.period.short if row.result and row.result.period.last < reporting.last else ""


def as_rated(row: RatedMeasure) -> Decimal | None:
    """Return the result as it was rated, so that no distance contradicts the rating beside it.

    It is rounded to its published decimals, unless that would give another rating than the row has:
    then full precision decided.
    """
    result, measure, bands = row.result, row.measure, row.rating.bands
    if result is None or result.value is None:
        return None
    full = result.value if result.unrounded is None else result.unrounded
    shown = value_to_rate(result.value, full, measure, round_results=True)
    return shown if bands is None or band_of(shown, bands) == row.rating.computed else full


def target_aimed_at(row: RatedMeasure) -> Decimal | None:
    """Return the target that the result is rated against: without polarity a range goes before it."""
    low, high = row.standards.range_low, row.standards.range_high
    by_range = row.measure.polarity is Polarity.NONE and (low is not None or high is not None)
    return None if by_range else row.standards.target


def gap(row: RatedMeasure) -> Decimal | None:
    """Return the result less its target (or the nearest end of its range), None without either.

    None too where the rating says that nothing was reported: the figure shown is an older period's.
    """
    value, standards, target = as_rated(row), row.standards, target_aimed_at(row)
    if value is None or not standards.given or row.rating.not_reported:
        return None
    if target is not None:
        return value - target
    if standards.range_low is not None and value < standards.range_low:
        return value - standards.range_low
    if standards.range_high is not None and value > standards.range_high:
        return value - standards.range_high
    return Decimal(0)


def distance(row: RatedMeasure) -> Decimal | None:
    """Return how far from its target the result is, as a share of the target; better is positive.

    None for a measure that is not rated, and for a target of zero that is missed.
    """
    difference, target, value = gap(row), target_aimed_at(row), as_rated(row)
    if difference is None or value is None or row.rating.absence is not None:
        return None
    if target is None:
        low, high = row.standards.range_low, row.standards.range_high
        target, shortfall = (low if difference < 0 else high), abs(difference)
    else:
        shortfall = row.measure.polarity.shortfall(value, target)
    if not shortfall:
        return Decimal(0)
    return -shortfall / abs(target) if target else None


def to_target(row: RatedMeasure) -> str:
    """Return the smallest change that meets the target: "7 more", "met", or why none can be said.

    It is what would bring the result into the bands that count as met, as `cases` are: a band that does
    not count as met never reads "met". Nothing is said where the rule rates by something else.
    """
    rating, value = row.rating, as_rated(row)
    if rating.absence is not None:
        return NOTHING if rating.overridden else rating.absence.value
    bands = rating.bands
    reach = bands.target_reach if bands else None
    if bands is None or reach is None or value is None:
        return NOTHING
    if rating.met:
        return "met" if rating.rag in bands.met else MET_BY_THE_FIGURE
    difference = outside(value, reach)
    if not difference:
        return NOTHING if value in reach else "just missed"
    cases = row.cases
    if cases is not None and cases.short > 0:
        decimals = min(1, decimals_of(cases.short))
        return f"{grouped(cases.short, decimals)} {'fewer' if cases.fewer else 'more'}"
    counted = row.measure.unit is Unit.NUMBER and not row.measure.decimals
    less = "fewer" if counted else "less"
    return f"{distance_in_words(difference, row.measure)} {less if difference > 0 else 'more'}"


def outside(value: Decimal, reach: Reach) -> Decimal:
    """Return how far a value lies above a reach, or below it (negative); 0 inside and on its ends."""
    if reach.low is not None and value < reach.low:
        return value - reach.low
    return value - reach.high if reach.high is not None and value > reach.high else Decimal(0)


def numerator(row: RatedMeasure) -> Decimal | None:
    """Return the numerator; of a suppressed result nothing is shown, whatever the workbook holds."""
    return None if row.result is None or is_suppressed(row.result) else row.result.numerator


def denominator(row: RatedMeasure) -> Decimal | None:
    """Return the denominator; likewise."""
    return None if row.result is None or is_suppressed(row.result) else row.result.denominator


def is_suppressed(result: Result) -> bool:
    """Whether a result must not be told, nor what it could be worked out from."""
    return result.status is ResultStatus.SUPPRESSED


def cases_words(row: RatedMeasure) -> str:
    """Return numerator and denominator as words: "17 of 28"."""
    counts = numerator(row), denominator(row)
    if counts[0] is None or counts[1] is None:
        return NOTHING
    return " of ".join(grouped(count, min(1, decimals_of(count))) for count in counts if count is not None)


def against(direction: Direction) -> Decimal | None:
    """Return the earlier result."""
    return direction.against.value if direction.against else None


def against_period(direction: Direction) -> str:
    """Return the period of the earlier result, or what else was compared with."""
    return direction.since.short if direction.since else ""


def bands_text(row: RatedMeasure) -> str:
    """Return the bands with their limits in the measure's unit, "" without any."""
    bands = row.rating.bands
    return (
        "; ".join(f"{band}: {words}" for band, words in bands_in_words(bands, row.measure)) if bands else ""
    )


def overrides(row: RatedMeasure) -> str:
    """Return who changed a computed rating or direction, and why."""
    judged = (("RAG", row.rating), ("Direction", row.previous), ("Direction since outturn", row.outturn))
    parts = [
        f"{what}: {of.override.reason} ({of.override.owner})"
        for what, of in judged
        if of.override is not None
    ]
    return "; ".join(parts)


def computed_rag(row: RatedMeasure) -> str:
    """Return the rating that the rule gave, where an officer's override changed it."""
    return str(row.rating.computed) if row.rating.overridden else ""


def benchmarks_words(row: RatedMeasure) -> str:
    """Return the comparators' figures with their periods, a line each: "England 64.1% (2013-14)"."""
    words = row.measure.in_words
    return "\n".join(f"{of.name} {words(of.value)} ({of.period.short})" for of in row.benchmarks)


COLUMNS = (
    # the measure
    Column("ref", "Ref", lambda row: row.measure.ref, Kind.REF, 6),
    Column("measure", "Measure", name_and_area, width=50),
    Column("section", "Section", lambda row: row.measure.section, width=24),
    Column("department", "Department", lambda row: row.measure.department, width=20),
    Column("outcome", "Outcome", lambda row: row.measure.outcome, width=24),
    Column("portfolio", "Portfolio", lambda row: row.measure.portfolio, width=20),
    Column("officer", "Officer", lambda row: row.measure.officer, width=20),
    Column("director", "Director", lambda row: row.measure.director, width=20),
    Column("division", "Division", lambda row: row.measure.division, width=20),
    Column("parent", "Part of", lambda row: row.measure.parent, width=10),
    Column("subsets", "Also in", lambda row: ", ".join(row.measure.subsets), width=16),
    Column("area", "Area", lambda row: row.area, width=16),
    Column("polarity", "Good is", lambda row: polarity_word(row.measure), Kind.LABEL, 10),
    Column("unit", "Unit", lambda row: row.measure.unit.value, Kind.LABEL, 8),
    Column("data_period", "Data\nperiod", lambda row: row.measure.data_period.value, Kind.LABEL, 9),
    Column("frequency", "Frequency", lambda row: row.measure.frequency.value, Kind.LABEL, 12),
    Column("definition", "Definition", lambda row: row.measure.definition, width=50),
    Column("notes", "Data notes", lambda row: row.measure.data_notes, width=40),
    Column("source", "Source", lambda row: row.measure.source, width=20),
    Column("rationale", "How the target was set", lambda row: row.measure.target_rationale, width=40),
    # the result
    Column("result", "{period}\nresult", result_word, Kind.FIGURE, 10.5),
    Column("period", "Period", lambda row: row.result.period.short if row.result else "", Kind.LABEL, 10),
    Column(
        "carried",
        "Figure\nis for",
        lambda row: row.result.period.short if row.result and row.carried else "",
        Kind.LABEL,
        10,
    ),
    Column("numerator", "Num", numerator, Kind.COUNT, 9),
    Column("denominator", "Denom", denominator, Kind.COUNT, 9),
    Column("cases", "Cases", cases_words, Kind.LABEL, 16.5),
    Column("result_note", "Note", lambda row: row.result.note if row.result else "", width=24),
    # what it is held against
    Column("target", "Target\n{year}", lambda row: row.standards.target, Kind.TARGET, 10.5),
    Column("trajectory", "Intended\nby now", lambda row: row.trajectory, Kind.FIGURE, 10.5),
    Column("stretch", "Stretch\ntarget", lambda row: row.standards.stretch, Kind.FIGURE, 10),
    Column("minimum", "Minimum", lambda row: row.standards.minimum, Kind.FIGURE, 10),
    Column("range", "Range", range_words, Kind.LABEL, 16),
    Column(
        "tolerance",
        "Tolerance",
        lambda row: tolerance_words(row.measure, row.standards.tolerance),
        Kind.LABEL,
        14,
    ),
    Column(
        "green_tolerance",
        "Green\nwithin",
        lambda row: tolerance_words(row.measure, row.standards.green_tolerance),
        Kind.LABEL,
        14,
    ),
    Column("bands", "Bands", bands_text, width=40),
    Column("gap", "Gap to\ntarget", gap, Kind.GAP, 10),
    Column("distance", "From\ntarget", distance, Kind.SHARE, 11),
    Column("to_target", "To meet\nthe target", to_target, Kind.LABEL, 17),
    # the verdicts
    Column("rag", "RAG", lambda row: str(row.rating.rag), Kind.STATUS, 10),
    Column("rag_words", "Rating", lambda row: str(row.rating.rag), Kind.LABEL, 10),
    Column("computed_rag", "Computed\nrating", computed_rag, Kind.LABEL, 10),
    Column("why", "Why this rating", lambda row: row.rating.reason, width=48),
    Column("override", "Officer's judgement", overrides, width=36),
    Column("forecast", "Year end", lambda row: row.forecast.outlook, Kind.FORECAST, 10),
    Column("forecast_reason", "Why this forecast", lambda row: row.forecast.reason, width=32),
    # the two comparisons
    Column("previous", "{previous}\nresult", lambda row: against(row.previous), Kind.FIGURE, 10.5),
    Column("previous_period", "Previous\nperiod", lambda row: against_period(row.previous), Kind.LABEL, 10),
    Column("previous_change", "Change\nsince {previous}", lambda row: row.previous.change, Kind.GAP, 10),
    Column("previous_direction", "Since\n{previous}", lambda row: row.previous, Kind.DIRECTION, 11.5),
    Column("previous_reason", "What changed", lambda row: row.previous.reason, width=32),
    Column("outturn", "{outturn}\nresult", lambda row: against(row.outturn), Kind.FIGURE, 10.5),
    Column("outturn_period", "Outturn\nperiod", lambda row: against_period(row.outturn), Kind.LABEL, 10),
    Column("outturn_change", "Change\nsince {outturn}", lambda row: row.outturn.change, Kind.GAP, 10),
    Column("outturn_direction", "Since\n{outturn}", lambda row: row.outturn, Kind.DIRECTION, 11.5),
    Column("outturn_reason", "What changed\nsince {outturn}", lambda row: row.outturn.reason, width=32),
    # the layout puts a column a comparator in its place
    Column("benchmarks", "Benchmarks", benchmarks_words, width=11),
    Column("trend", "{span}\nto {period}", lambda row: None, Kind.TREND, 16),
    # what officers say
    Column("commentary", "Commentary", lambda row: said(row).commentary, width=50, says="commentary"),
    Column("actions", "Actions", lambda row: said(row).actions, width=40, says="actions"),
    Column(
        "improvement",
        "Expected\nimprovement",
        lambda row: said(row).expected_improvement,
        width=30,
        says="expected_improvement",
    ),
    Column("owner", "Owner", lambda row: said(row).owner, width=18, says="owner"),
)

_BY_KEY = {column.key: column for column in COLUMNS}


def column(key: str) -> Column:
    """Return the column of that key, also of a family; raises `ConfigError` naming the nearest key.

    >>> column("extra:Ward").header
    'Ward'
    >>> column("recult")
    Traceback (most recent call last):
    scorecard_xl.errors.ConfigError: There is no column 'recult'; did you mean "result"?
    """
    if key in _BY_KEY:
        return _BY_KEY[key]
    family, _, name = key.partition(":")
    if family == "extra" and name:
        return Column(key, name, lambda row: text_of(row.measure.extras.get(name)), width=16)
    if family == "benchmark" and name:
        return Column(key, name, lambda row: _value(benchmark(row, name)), Kind.FIGURE, 11)
    if family == "benchmark_period" and name:
        return Column(key, f"{name}\nperiod", lambda row: _period(benchmark(row, name)), Kind.LABEL, 10)
    raise ConfigError(f"There is no column {key!r}; {nearest(key, list(_BY_KEY))}")


def benchmark(row: RatedMeasure, name: str) -> Benchmark | None:
    """Return the row's figure of that comparator, whichever case its name has."""
    return next((found for found in row.benchmarks if found.name.casefold() == name.casefold()), None)


def _value(found: Benchmark | None) -> Decimal | None:
    return found.value if found else None


def _period(found: Benchmark | None) -> str:
    return found.period.short if found else ""


def text_of(value: object) -> str:
    """Return any cell of the officer's own columns as text; nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        number = Decimal(str(value))
        return grouped(number, decimals_of(number))
    return str(value)


def fraction(value: Decimal) -> Decimal:
    """Return a published percentage as the fraction that a cell holds.

    >>> fraction(Decimal("97.4"))
    Decimal('0.974')
    """
    return value / HUNDRED
