"""The words of the field as frozen records: measures, results, standards, ratings, directions.

Numbers are Decimals in published units (a percentage of 97.4 is `Decimal("97.4")`, never 0.974).
Absence is a value: a `Rating` that is n/a carries an `Absence` and a sentence, never a blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import ClassVar

from msgspec import Struct, field

from .errors import Address, Finding
from .figures import ZERO, grouped
from .periods import Frequency, Period


class Polarity(Enum):
    """Which results are good. The value is the word officers write."""

    HIGH = "High"
    LOW = "Low"
    TARGET = "Target"
    NONE = "None"

    def shortfall(self, value: Decimal, target: Decimal) -> Decimal:
        """Return how far `value` is on the worse side of `target`; negative when better.

        For TARGET it is the distance to the target, never negative. NONE has no worse side: 0.

        >>> Polarity.LOW.shortfall(Decimal("28.6"), Decimal("25"))
        Decimal('3.6')
        """
        if self is Polarity.HIGH:
            return target - value
        if self is Polarity.LOW:
            return value - target
        return abs(value - target) if self is Polarity.TARGET else ZERO


class Movement(Enum):
    """What the number did, good or bad."""

    UP = "Up"
    DOWN = "Down"
    LEVEL = "Level"
    NONE = "n/a"


class Effect(Enum):
    """What the movement means once polarity is applied. The values are those of `ratings`."""

    BETTER = "improved"
    SAME = "static"
    WORSE = "worsened"
    NOT_COMPARABLE = "n/a"


class Rag(str):
    """A band of the rating scale, by name; configuration may add bands to the three."""

    __slots__ = ()
    GREEN: ClassVar[Rag]
    AMBER: ClassVar[Rag]
    RED: ClassVar[Rag]
    NOT_RATED: ClassVar[Rag]


Rag.GREEN = Rag("Green")
Rag.AMBER = Rag("Amber")
Rag.RED = Rag("Red")
Rag.NOT_RATED = Rag("n/a")


class Outlook(Enum):
    """Whether the year's target will be met."""

    LIKELY = "Likely"
    MAY = "May"
    UNLIKELY = "Unlikely"
    NONE = "n/a"


class Absence(Enum):
    """Why there is no rating or no comparison. The value is the short form shown on tabs."""

    BY_CHOICE = "not rated by choice"
    NO_POLARITY = "no polarity"
    NO_TARGET = "no target"
    NO_BENCHMARK = "no benchmark"
    NOT_JUDGED = "not judged yet"
    FEW_RESULTS = "too few results"
    YEAR_TARGET_ONLY = "year target only"
    NO_DATA = "no data"
    NOT_DUE = "not due"
    SUPPRESSED = "suppressed"
    NO_CASES = "no cases"
    IN_ERROR = "in error"
    NEW_YEAR = "new year"
    NO_COMPARATOR = "nothing to compare with"
    PART_OF_YEAR = "a part of a year beside a whole one"
    TOO_FEW = "too few figures"
    NO_SERIES = "figures that overlap"
    NOT_COMPARED = "not compared by choice"


class Unit(Enum):
    """What a measure is counted in."""

    PERCENT = "%"
    NUMBER = "number"
    RATE = "rate"
    DAYS = "days"
    POUNDS = "£"
    RATIO = "ratio"
    TEXT = "text"


class DataPeriod(Enum):
    """What a result covers."""

    SNAPSHOT = "SS"
    YEAR_TO_DATE = "YTD"
    ROLLING_YEAR = "R12M"
    IN_PERIOD = "In period"
    THREE_YEAR_AVERAGE = "3-year average"
    UNSTATED = ""


class Show(Enum):
    """On which tabs a measure appears."""

    YES = "Yes"
    NO = "No"
    EXCEPTION_ONLY = "Exception only"


class Comparator(Enum):
    """What a direction of travel compares with."""

    PREVIOUS = "Previous period"
    LAST_YEAR = "Same period last year"
    OUTTURN = "Outturn"
    AVERAGE = "Average of last year"
    TREND = "Trend"
    VARIATION = "Variation"


class ResultStatus(Enum):
    """How firm a result is; the last three explain why there is no figure."""

    FINAL = "Final"
    PROVISIONAL = "Provisional"
    REVISED = "Revised"
    SUPPRESSED = "Suppressed"
    NOT_DUE = "Not due"
    NO_CASES = "No cases"
    IN_ERROR = "In error"


class Tolerance(Struct, frozen=True):
    """How far from the target is still near: `amount` percent of it, or `amount` points or units."""

    amount: Decimal
    relative: bool

    def of(self, target: Decimal) -> Decimal:
        """Return the distance in the measure's own units; 0 for a share of a zero target."""
        return abs(target) * self.amount / 100 if self.relative else self.amount


class Standards(Struct, frozen=True):
    """The target of one measure for one period and what stands around it; None where not set.

    `target_words` holds the target as typed when it is words ("No target"). `where` is the cell of
    the target, `for_period` the period the row was written for (None: the reporting year). The target
    itself does not meet an `exclusive` one ("fewer than 85"). `benchmark` names the benchmark that is
    the target, as it stands on Benchmarks; `benchmark_period` is its period once its figure is found.
    `year_header` is the target's header where that says that it is a whole year's ("Annual target").
    """

    target: Decimal | None = None
    target_words: str = ""
    green_tolerance: Tolerance | None = None
    tolerance: Tolerance | None = None
    minimum: Decimal | None = None
    range_low: Decimal | None = None
    range_high: Decimal | None = None
    where: Address | None = None
    for_period: Period | None = None
    in_error: str = ""
    exclusive: bool = False
    benchmark: str = ""
    benchmark_period: Period | None = None
    stretch: Decimal | None = None
    year_header: str = ""

    @property
    def given(self) -> bool:
        """Whether there is anything to rate against."""
        return self.target is not None or self.range_low is not None or self.range_high is not None


class Measure(Struct, frozen=True):
    """One row of the Measures sheet. Text fields are "" where the sheet has nothing.

    `unit_word` is the unit in a word of its own, "kg" or "weeks" ("": nothing but `unit`); figures in
    cells may carry it. `decimals` are the published ones; `multiplier` scales numerator / denominator to
    published units (None: a rate whose multiplier nobody gave). `rule` is a rating rule of its own, ""
    for that of the settings. `starts` and `ends` bound the periods in which the measure exists. `extras`
    keeps the columns that the product does not know, by header. `data_period_at` is the cell of its data
    period, None without the column. `in_error` holds, in words, what makes the row unusable; such a
    measure is shown and is n/a.
    """

    ref: str
    name: str
    section: str = ""
    department: str = ""
    outcome: str = ""
    portfolio: str = ""
    officer: str = ""
    director: str = ""
    division: str = ""
    parent: str = ""
    subsets: tuple[str, ...] = ()
    polarity: Polarity = Polarity.NONE
    unit: Unit = Unit.NUMBER
    unit_word: str = ""
    decimals: int = 0
    multiplier: Decimal | None = Decimal(1)
    data_period: DataPeriod = DataPeriod.UNSTATED
    frequency: Frequency = Frequency.MONTHLY
    compare_with: Comparator | None = None
    static_tolerance: Tolerance | None = None
    rule: str = ""
    rated: bool = True
    show: Show = Show.YES
    starts: Period | None = None
    ends: Period | None = None
    definition: str = ""
    data_notes: str = ""
    source: str = ""
    target_rationale: str = ""
    extras: Mapping[str, object] = field(default_factory=dict)
    where: Address | None = None
    data_period_at: Address | None = None
    in_error: str = ""

    @property
    def is_percentage(self) -> bool:
        """Whether the result is a percentage."""
        return self.unit is Unit.PERCENT

    @property
    def adds_up(self) -> bool:
        """Whether results are counts or sums, so that a year's is many times a month's."""
        return self.unit in (Unit.NUMBER, Unit.POUNDS)

    @property
    def is_cumulative(self) -> bool:
        """Whether the figure grows through the year (a count or sum to date)."""
        return self.data_period is DataPeriod.YEAR_TO_DATE and self.adds_up

    def in_words(self, value: Decimal, decimals: int | None = None) -> str:
        """Return a value as the scorecard prints it: "60.7%", "£1,234", "528.5".

        `decimals` None means the measure's own.
        """
        number = grouped(value, self.decimals if decimals is None else decimals)
        if self.unit is Unit.PERCENT:
            return number + "%"
        if self.unit is Unit.POUNDS:
            return f"−£{number[1:]}" if number.startswith("−") else f"£{number}"
        return number

    def gap_in_words(self, gap: Decimal) -> str:
        """Return a distance between two values: "24.3 points", "74", "£12"."""
        if self.unit is Unit.PERCENT:
            number = grouped(gap, self.decimals)
            return f"{number} {'point' if number in ('1', '1.0', '1.00') else 'points'}"
        return self.in_words(gap)


class Result(Struct, frozen=True):
    """One measure in one period and area.

    `value` is None exactly when `status` explains why (suppressed, not due, no cases, in error).
    `unrounded` is the value at full precision when it is known: from numerator and denominator, or
    because more decimals than published were given; otherwise None.
    """

    period: Period
    value: Decimal | None
    unrounded: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: ResultStatus = ResultStatus.FINAL
    note: str = ""
    where: Address | None = None
    text: str = ""


class Reach(Struct, frozen=True):
    """The values from `low` to `high`; None is no end at all. An end belongs to it unless it is open.

    >>> Decimal(85) in Reach(Decimal(85)), Decimal(85) in Reach(Decimal(85), low_open=True)
    (True, False)
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Decimal) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    def holds(self, other: Reach) -> bool:
        """Whether every value of another reach, which is not empty, lies in this one."""
        return self.joined(other) == self

    def joined(self, other: Reach) -> Reach:
        """Return the reach from the lower of the two beginnings to the higher of the two ends."""
        low, low_open = _outer(self.low, self.low_open, other.low, other.low_open, min)
        high, high_open = _outer(self.high, self.high_open, other.high, other.high_open, max)
        return Reach(low, high, low_open, high_open)


def _outer(
    one: Decimal | None,
    one_open: bool,
    other: Decimal | None,
    other_open: bool,
    further: Callable[[Decimal, Decimal], Decimal],
) -> tuple[Decimal | None, bool]:
    if one is None or other is None:
        return None, False
    if one == other:
        return one, one_open and other_open
    return (one, one_open) if further(one, other) == one else (other, other_open)


class Band(Struct, frozen=True):
    """One band as resolved for a measure, in published units.

    `reach` is what it takes with all better bands inside it. Where `when` names a condition, it takes
    values only if that `holds`. `why` says where its edge comes from ("minimum standard 76.5%"), `won`
    what a reason adds for a value in it, `lost` for one that lacks the condition alone.
    """

    name: Rag
    reach: Reach
    why: str = ""
    won: str = ""
    lost: str = ""
    when: str = ""
    holds: bool = True


class Bands(Struct, frozen=True):
    """The bands as resolved, best first: a value belongs to the first that takes it, else to `rest`.

    `met` are the bands that count as target met. `rule` says in words where the edges come from
    ("minimum standard 76.5%"), `missed` what a reason adds for the rest (", under the 76.5% minimum").
    `anchor` is the figure that reasons measure distances from, with its name, where that is not the
    measure's own target.
    """

    bands: tuple[Band, ...]
    rest: Rag
    met: tuple[str, ...]
    rule: str = ""
    missed: str = ""
    anchor: tuple[Decimal, str] | None = None

    @property
    def met_reach(self) -> Reach | None:
        """The values that meet the target whatever else holds, None where none do."""
        return next((of.reach for of in self.bands[::-1] if of.name in self.met and not of.when), None)

    @property
    def target_reach(self) -> Reach | None:
        """The values that meet the measure's own target, None where the rule looks at something else."""
        return None if self.anchor is not None else self.met_reach

    @property
    def missed_reach(self) -> Band | None:
        """The widest band that misses the target and is not the worst, None without any."""
        return next((of for of in self.bands[::-1] if of.name not in self.met and not of.when), None)


class Override(Struct, frozen=True):
    """An officer's judgement in place of a computed value, kept beside it with who and why."""

    value: str
    reason: str
    owner: str
    where: Address | None = None


class Rating(Struct, frozen=True):
    """A band with its reason. `rag` is the effective one; `computed` is what the rule gave.

    `reason` is a sentence without a full stop ("24.3 points below target, under the 76.5% minimum").
    `absence` is set exactly when `computed` is n/a, or a name that the rule shows in its place.
    `unrounded` is the band that the unrounded result would have had, when rounding changed it.
    `wrong` says why the rule can't be applied to the measure's standards, for a finding.
    `not_reported` marks the band that a rule gives to a figure that nobody reported.
    """

    rag: Rag
    reason: str
    computed: Rag
    computed_reason: str
    bands: Bands | None = None
    absence: Absence | None = None
    override: Override | None = None
    unrounded: Rag | None = None
    wrong: str = ""
    not_reported: bool = False

    @property
    def overridden(self) -> bool:
        """Whether an officer's override changed the computed band."""
        return self.rag != self.computed

    @property
    def is_rated(self) -> bool:
        """Whether the effective band is one of the scale: neither n/a nor a name in its place."""
        return self.rag != Rag.NOT_RATED and (self.absence is None or self.overridden)

    def is_one_of(self, names: Iterable[str]) -> bool:
        """Whether the effective band is among some names, whichever case; n/a is all that is not rated."""
        wanted = {name.casefold() for name in names}
        not_rated = not self.is_rated and Rag.NOT_RATED in wanted
        return not_rated or self.rag.casefold() in wanted

    def is_worst(self, otherwise: str) -> bool:
        """Whether the effective band is the last of the row's own rule; `otherwise` is it where none was."""
        return self.is_rated and self.rag == (self.bands.rest if self.bands is not None else otherwise)

    @property
    def met(self) -> bool:
        """Whether the computed band counts as target met."""
        return self.bands is not None and self.computed in self.bands.met


class Span(Struct, frozen=True):
    """What a result is compared with where that is no single period; named like a `Period`.

    `by` tells a judgement of the whole series ("by the trend since March 2014") from a comparison
    ("compared with the average of 2013-14").
    """

    label: str
    short: str
    long: str
    by: bool = False


class Direction(Struct, frozen=True):
    """A comparison with an earlier result: the effect, the number's movement, and the reason.

    `against` is the earlier result with its period (None when there is none to compare with).
    `change` is this value minus that, at the precision compared; `only_by_rounding` marks a pair
    that cannot be told apart at published precision or only differs there. `span` names what was
    compared with where it is more than one result, `at_best` marks a result that can't get better.
    """

    effect: Effect
    movement: Movement
    reason: str
    computed: Effect
    against: Result | None = None
    change: Decimal | None = None
    absence: Absence | None = None
    override: Override | None = None
    only_by_rounding: bool = False
    comparator: Comparator | None = None
    span: Span | None = None
    at_best: bool = False

    @property
    def overridden(self) -> bool:
        """Whether an officer's override changed the computed effect."""
        return self.effect is not self.computed

    @property
    def since(self) -> Period | Span | None:
        """What was compared with, by its label, short and long names; None for nothing."""
        return self.span or (self.against.period if self.against else None)


class DirectionShown(Struct, frozen=True):
    """How directions are shown, whichever symbols a style has; see `direction` in config.yaml."""

    arrow: str = "performance"
    without_polarity: str = "symbols"
    same: str = "apart"

    @property
    def pooled(self) -> bool:
        """Whether improved and static are one symbol and one count."""
        return self.same == "pooled"


class Forecast(Struct, frozen=True):
    """Whether the year's target will be met, and by which method that was decided."""

    outlook: Outlook
    reason: str


class Commentary(Struct, frozen=True):
    """What officers wrote about a measure in a period; "" where nothing was written.

    `cells` says by field where each text stands: parts may come from another row than `where`.
    """

    period: Period | None
    commentary: str = ""
    actions: str = ""
    expected_improvement: str = ""
    forecast: str = ""
    exception: str = ""
    owner: str = ""
    reason: str = ""
    rag_override: str = ""
    direction_override: str = ""
    outturn_override: str = ""
    where: Address | None = None
    cells: Mapping[str, Address] = field(default_factory=dict)


class Benchmark(Struct, frozen=True):
    """A comparator's figure with its own latest period ("Statistical neighbours", 64.1, 2013-14)."""

    name: str
    period: Period
    value: Decimal
    where: Address | None = None


class CasesToTarget(Struct, frozen=True):
    """How many more cases would have met the target (M2).

    `needed` is the numerator that meets it, `short` how many are missing (0 when met), `spare` how
    many could be lost. `fewer` is true when the numerator has to fall (Low polarity).
    """

    needed: Decimal
    short: Decimal
    spare: Decimal
    fewer: bool


class HistoryPoint(Struct, frozen=True):
    """One earlier period of a measure with the standards and the rating of its own time."""

    period: Period
    result: Result | None
    standards: Standards
    rating: Rating


class RatedMeasure(Struct, frozen=True):
    """One row of the scorecard: a measure in an area, with everything the tabs may show of it.

    `result` is the latest up to the reporting period (its own period may be older: `carried`), None
    when there is none. `standards` are those that it was rated against. `before` is the rating in the
    previous reporting period, None when the measure did not exist then. `trajectory` is where the
    figure was intended to stand by now, None without one. `trend` holds the last
    periods, oldest first, None where there is no figure. `history` is filled for exceptions alone.
    """

    measure: Measure
    area: str
    result: Result | None
    standards: Standards
    rating: Rating
    previous: Direction
    outturn: Direction
    forecast: Forecast
    before: Rating | None = None
    carried: bool = False
    commentary: Commentary | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    cases: CasesToTarget | None = None
    trajectory: Decimal | None = None
    trend: tuple[tuple[Period, Decimal | None], ...] = ()
    history: tuple[HistoryPoint, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The result in published units, None when there is none."""
        return self.result.value if self.result else None


class RagCounts(Struct, frozen=True):
    """How many rows have each rating, in the scale's order, n/a last, and how many are rated at all.

    `not_rated` are the names that say that a row is not rated.
    """

    by_band: Mapping[str, int]
    total: int
    rated: int
    not_rated: tuple[str, ...] = (Rag.NOT_RATED,)


class DirectionCounts(Struct, frozen=True):
    """How many rows improved, stayed, worsened, and could not be compared."""

    better: int
    same: int
    worse: int
    not_comparable: int

    def of(self, effects: Iterable[Effect]) -> int:
        """Return how many rows had one of the effects."""
        by_effect = {Effect.BETTER: self.better, Effect.SAME: self.same, Effect.WORSE: self.worse}
        return sum(by_effect.get(effect, self.not_comparable) for effect in effects)

    @property
    def compared(self) -> int:
        """How many rows could be compared."""
        return self.better + self.same + self.worse


class GroupCounts(Struct, frozen=True):
    """The counts of one section, department or portfolio ("" is everything)."""

    name: str
    rag: RagCounts
    previous: DirectionCounts
    outturn: DirectionCounts


class Comparison(Struct, frozen=True):
    """This period's rating counts beside the previous period's (H1).

    `before` is None when there is nothing to compare with. `like_for_like` is a pair (now, before)
    over the measures present in both, given when the set of measures changed, else None.
    """

    period: Period | None
    before: RagCounts | None
    like_for_like: tuple[RagCounts, RagCounts] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Paragraph(Struct, frozen=True):
    """A piece of narrative for a section (A11); `section` "" stands before all sections."""

    section: str
    heading: str
    text: str


class Owed(Struct, frozen=True):
    """What is missing of one row: "commentary for Feb 2015", where it belongs or is shown.

    `covers` are the findings that say the same, by their check and cell.
    """

    ref: str
    area: str
    name: str
    missing: tuple[str, ...]
    where: Address | None = None
    covers: tuple[tuple[str, Address | None], ...] = ()


class Chase(Struct, frozen=True):
    """One person, department or nobody, and what they owe, in the scorecard's order."""

    owner: str
    owed: tuple[Owed, ...]


class Heading(Struct, frozen=True):
    """What stands above and below every tab; "" where not set.

    `subtitle` is free text (committee and date, data date); `status` is Draft or Approved.
    """

    authority: str = ""
    title: str = "Scorecard"
    subtitle: str = ""
    source: str = ""
    status: str = ""
    classification: str = ""
    contact: str = ""


class Scorecard(Struct, frozen=True):
    """Everything the tabs show, rated and counted, without a thought of how it looks.

    `bands` are those of the rules in use, worst first; `met` those that count as target met, `shown_as`
    the names that stand in place of n/a; `meanings` says what bands mean where they are not those of
    the standard rule; `rules` are the rules in use, each with what it is about, likewise.
    `rows` are in workbook order, grouped by section in order of first appearance; `sections` names
    them in that order ("" for measures without one). `exceptions` are the rows with a page of their
    own. `counts` is over all rows; `by_section`, `by_department`, `by_portfolio` have one entry a
    group and are empty when the workbook names none. `previous_period` and `outturn_period` are the
    reporting rhythm's own; a single measure's may differ and stands in its direction. Where another
    comparator was asked for, `first_compared` and `second_compared` name what most rows were compared
    with. `worst` are the bands that are the last of every rule that has them. `static_words` say how near
    results are that count as static ("within 10%"), "" where that is the same. `chase` is who still owes
    commentary, results or reasons, who owes most first.
    """

    heading: Heading
    period: Period
    previous_period: Period
    outturn_period: Period
    bands: tuple[str, ...]
    rows: tuple[RatedMeasure, ...]
    sections: tuple[str, ...]
    exceptions: tuple[RatedMeasure, ...]
    counts: GroupCounts
    by_section: tuple[GroupCounts, ...]
    by_department: tuple[GroupCounts, ...]
    by_portfolio: tuple[GroupCounts, ...]
    comparison: Comparison
    sentences: tuple[str, ...]
    headline: str
    glossary: tuple[tuple[str, str], ...] = ()
    narrative: tuple[Paragraph, ...] = ()
    findings: tuple[Finding, ...] = ()
    directions: DirectionShown = DirectionShown()
    first_compared: Period | Span | None = None
    second_compared: Period | Span | None = None
    chase: tuple[Chase, ...] = ()
    met: tuple[str, ...] = (Rag.GREEN,)
    shown_as: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[tuple[str, str], ...] = ()
    worst: tuple[str, ...] = (Rag.RED,)
    static_words: str = ""

    @property
    def first_since(self) -> Period | Span:
        """What the first direction says to be compared with in headings."""
        return self.first_compared or self.previous_period

    @property
    def second_since(self) -> Period | Span:
        """What the second direction says to be compared with in headings."""
        return self.second_compared or self.outturn_period

    @property
    def names(self) -> tuple[str, ...]:
        """All that a status may read: the bands, worst first, and the names of what is not rated."""
        return (*self.bands, *self.shown_as, Rag.NOT_RATED)
