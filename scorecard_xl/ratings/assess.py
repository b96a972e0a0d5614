"""One measure, one period: its rating, with the reason for it or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from ..config import RatingSettings
from ..figures import HUNDRED, ZERO, ceiling, decimals_of, floor, grouped, plain, rounded
from ..model import (
    Absence,
    Band,
    Bands,
    CasesToTarget,
    Measure,
    Outlook,
    Polarity,
    Rag,
    Rating,
    Reach,
    Result,
    Standards,
)
from ..rating_rules import Kind, RatingRule
from .direction import ABSENT_RESULT
from .facts import NOTHING_MORE, CannotRate, Case, Facts
from .rag import band_of, bands_of, distance_in_words, taken_by, value_to_rate

WITHIN_TOLERANCE = ", within tolerance"


class Question(Struct, frozen=True):
    """What decides whether a measure can be rated at all."""

    measure: Measure
    result: Result | None
    standards: Standards
    rule: RatingRule
    facts: Facts
    year_target_only: bool


def not_by_choice(question: Question) -> tuple[Absence, str] | None:
    """The officer set Rated to No."""
    return None if question.measure.rated else (Absence.BY_CHOICE, "Not rated: by choice (Rated is No)")


def measure_in_error(question: Question) -> tuple[Absence, str] | None:
    """The row on Measures can't be used."""
    wrong = question.measure.in_error
    return (Absence.IN_ERROR, f"Not rated: {wrong}") if wrong else None


def not_judged(question: Question) -> tuple[Absence, str] | None:
    """The rule has no figures, or asks for a forecast that nobody gave."""
    if question.rule.judged:
        return Absence.NOT_JUDGED, "Not rated: by officer's judgement, none is given"
    if question.rule.asks(Kind.FORECAST) and question.facts.outlook() is Outlook.NONE:
        return Absence.NOT_JUDGED, "Not rated: no forecast given"
    return None


def no_figure(question: Question) -> tuple[Absence, str] | None:
    """There is no result, or one that says why it has no figure."""
    result = question.result
    if not question.rule.needs_result:
        return None
    if result is None:
        return Absence.NO_DATA, "Not rated: no data"
    if result.value is not None:
        return None
    if result.text:
        return Absence.NO_TARGET, "Not rated: the result is words"
    absence = ABSENT_RESULT.get(result.status, Absence.NO_DATA)
    why = "the result is in error, see Data checks" if absence is Absence.IN_ERROR else absence.value
    return absence, f"Not rated: {why}"


def no_polarity(question: Question) -> tuple[Absence, str] | None:
    """Neither high nor low is better, and no range says what is acceptable."""
    standards = question.standards
    in_range = standards.range_low is not None or standards.range_high is not None
    if not question.rule.needs_result:
        return None
    if question.measure.polarity is Polarity.NONE and not in_range:
        return Absence.NO_POLARITY, "Not rated: no polarity, neither high nor low is better"
    return None


def standards_in_error(question: Question) -> tuple[Absence, str] | None:
    """The target or what stands around it can't be used."""
    wrong = question.standards.in_error if question.rule.needs_target else ""
    return (Absence.IN_ERROR, f"Not rated: {wrong}") if wrong else None


def no_target(question: Question) -> tuple[Absence, str] | None:
    """Nothing to rate against in this period."""
    standards = question.standards
    if not question.rule.needs_target:
        return None
    if standards.benchmark and standards.target is None:
        until = f" by {question.result.period.label}" if question.result else ""
        why = f"the target is the figure of {standards.benchmark}, and none is there to compare with{until}"
        return Absence.NO_BENCHMARK, f"Not rated: {why}"
    if standards.given:
        return None
    when = f" for {question.result.period.label}" if question.result else ""
    return Absence.NO_TARGET, f"Not rated: no target{when}"


def year_target_only(question: Question) -> tuple[Absence, str] | None:
    """A figure that grows through the year can't be rated against the whole year's target."""
    if question.year_target_only and question.rule.needs_result:
        return Absence.YEAR_TARGET_ONLY, "Not rated: the target is for the whole year, the figure is not"
    return None


# The first that applies is the reason given.
REASONS_NOT_TO_RATE: tuple[Callable[[Question], tuple[Absence, str] | None], ...] = (
    not_by_choice,
    measure_in_error,
    not_judged,
    no_figure,
    no_polarity,
    standards_in_error,
    no_target,
    year_target_only,
)


def rate(
    measure: Measure,
    result: Result | None,
    standards: Standards,
    settings: RatingSettings,
    facts: Facts = NOTHING_MORE,
    *,
    for_year_only: bool = False,
    bands_of: Callable[[RatingRule, Case], Bands] = bands_of,
) -> Rating:
    """Rate one result against its standards, by the measure's own rule or that of the settings.

    `result` None means nothing was reported. `for_year_only` says that the standards were written
    for a whole year of which a cumulative result covers a part. Never raises for missing values: the
    rating is then n/a with its `absence`. `bands_of` works out the bands; who rates often may remember
    them. Raises `ConfigError` for a rule that is not there.
    """
    rule = settings.rule_of(measure.rule)
    question = Question(measure, result, standards, rule, facts, for_year_only)
    for reason in REASONS_NOT_TO_RATE:
        not_rated = reason(question)
        if not_rated and not_rated[0] is Absence.NO_DATA and rule.no_data:
            # What could not be rated anyway is no worse for being late.
            not_rated = no_polarity(question) or not_rated
        if not_rated:
            return _absent(rule, *not_rated)
    case = Case(measure, standards, settings.default_allowance, result, facts, rule.quartiles)
    try:
        bands = bands_of(rule, case)
    except CannotRate as problem:
        wrong = problem.why if problem.wrong else ""
        return _absent(rule, problem.absence, f"Not rated: {problem.why}", wrong)
    if result is None or result.value is None or not rule.needs_result:
        rag, words = band_of(ZERO, bands), f"By the officer's forecast: {facts.outlook().value}"
        return Rating(rag, words, rag, words, bands)
    return _rated(case, result, result.value, bands, settings)


def _rated(case: Case, result: Result, given: Decimal, bands: Bands, settings: RatingSettings) -> Rating:
    measure, standards = case.measure, case.standards
    full = given if result.unrounded is None else result.unrounded
    value = value_to_rate(given, full, measure, round_results=settings.round_results)
    taken, exactly = taken_by(value, bands), band_of(full, bands)
    if taken is not None and full not in taken.reach and _at_open_end(full, taken.reach):
        # "More than the target" is not met by rounding, as "all" and "none" are not.
        value, taken = full, taken_by(full, bands)
    rag = taken.name if taken else bands.rest
    words = reason_in_words(value, rag, measure, standards, bands) + _why(value, taken, bands)
    if not (standards.given or bands.anchor):
        words = words.removeprefix(", ")
        words = words[:1].upper() + words[1:]
    if standards.benchmark and standards.benchmark_period is not None:
        words += f"; the target is {standards.benchmark}, {standards.benchmark_period.label}"
    if exactly != rag:
        words += f", rounded from {unrounded_in_words(full, measure)}"
    cases = cases_to_target(measure, result, bands, rag)
    if cases and cases_in_words(cases):
        words += f"; {cases_in_words(cases)}"
    return Rating(rag, words, rag, words, bands, unrounded=exactly if exactly != rag else None)


def _absent(rule: RatingRule, absence: Absence, words: str, wrong: str = "") -> Rating:
    """Return the rating of what is not rated, under the name that the rule has for that."""
    if absence is Absence.NO_DATA and rule.no_data:
        rag, words = Rag(rule.no_data), "No data, which the rule rates as " + rule.no_data
        return Rating(rag, words, rag, words, not_reported=True)
    rag = rule.shown_as.get(absence, Rag.NOT_RATED)
    return Rating(rag, words, rag, words, absence=absence, wrong=wrong)


def _at_open_end(full: Decimal, reach: Reach) -> bool:
    """Whether a value lies on the wrong side of an end that does not belong to the reach."""
    below = reach.low is not None and reach.low_open and full <= reach.low
    return below or (reach.high is not None and reach.high_open and full >= reach.high)


def _why(value: Decimal, taken: Band | None, bands: Bands) -> str:
    """Return why it is this band and no better one, beside the distance from the target."""
    lacking = []
    for band in bands.bands:
        if band is taken:
            break
        if band.lost and value in band.reach:
            lacking.append(band.lost)
    said = "".join(dict.fromkeys(lacking))
    if taken is not None:
        return said + taken.won
    return said or bands.missed


def reason_in_words(value: Decimal, rag: Rag, measure: Measure, standards: Standards, bands: Bands) -> str:
    """Return how the value stands to its target, range or the rule's figure: "1.4 points below target"."""
    target, polarity = standards.target, measure.polarity
    met = rag in bands.met
    if bands.anchor is not None:
        figure, name = bands.anchor
        side = "above" if value > figure else "below"
        distance = distance_in_words(value - figure, measure)
        return f"Exactly {name}" if value == figure else f"{distance} {side} {name}"
    if not standards.given:
        return ""
    if target is None or polarity is Polarity.NONE:
        return _against_range(value, met, measure, standards)
    gap = value - target
    distance = distance_in_words(gap, measure)
    one_sided = polarity in (Polarity.HIGH, Polarity.LOW)
    if gap == 0 and standards.exclusive and one_sided:
        better = "more" if polarity is Polarity.HIGH else "less"
        return "On the target itself" + (WITHIN_TOLERANCE if met else f", {better} would meet it")
    if gap == 0:
        return "Met exactly" if one_sided and met else "Exactly on target"
    if one_sided and met and polarity.shortfall(value, target) < 0:
        return f"Met by {distance}"
    words = f"{distance} {'above' if gap > 0 else 'below'} target"
    if met:
        return words + (", inside the acceptable range" if _in_range(value, standards) else WITHIN_TOLERANCE)
    return words if one_sided else f"{words}, nearest to target is best"


def cases_to_target(measure: Measure, result: Result, bands: Bands, rag: Rag) -> CasesToTarget | None:
    """Return how many cases more (or fewer) would have met the target (M2).

    Only for percentages of whole cases with High or Low polarity; else None.
    """
    numerator, denominator = result.numerator, result.denominator
    if not measure.is_percentage or measure.multiplier != HUNDRED or numerator is None or not denominator:
        return None
    if decimals_of(numerator) or decimals_of(denominator) or numerator < 0 or denominator < 0:
        return None
    reach = bands.met_reach
    if reach is None:
        return None
    if measure.polarity is Polarity.HIGH and reach.low is not None:
        needed = ceiling(reach.low * denominator / 100)
        if reach.low_open and needed * 100 == reach.low * denominator:
            needed += 1
        short, spare = needed - numerator, numerator - needed
    elif measure.polarity is Polarity.LOW and reach.high is not None:
        needed = floor(reach.high * denominator / 100)
        if reach.high_open and needed * 100 == reach.high * denominator:
            needed -= 1
        short, spare = numerator - needed, needed - numerator
    else:
        return None
    met = rag in bands.met
    return CasesToTarget(
        needed, ZERO if met else max(short, ZERO), max(spare, ZERO) if met else ZERO,
        fewer=measure.polarity is Polarity.LOW,
    )  # fmt: skip


def cases_in_words(cases: CasesToTarget) -> str:
    """Return "208 more needed", "556 fewer needed", "5 to spare", or ""."""
    if cases.short:
        return f"{grouped(cases.short, 0)} {'fewer' if cases.fewer else 'more'} needed"
    return f"{grouped(cases.spare, 0)} to spare" if cases.spare else ""


def _against_range(value: Decimal, met: bool, measure: Measure, standards: Standards) -> str:
    low, high = standards.range_low, standards.range_high
    if low is not None and value < low:
        words = f"{distance_in_words(low - value, measure)} below the acceptable range"
    elif high is not None and value > high:
        words = f"{distance_in_words(value - high, measure)} above the acceptable range"
    else:
        return "Inside the acceptable range"
    return words + (WITHIN_TOLERANCE if met else "")


def _in_range(value: Decimal, standards: Standards) -> bool:
    range_ = Reach(standards.range_low, standards.range_high)
    return range_ != Reach() and value in range_


def unrounded_in_words(full: Decimal, measure: Measure) -> str:
    """Return the result with as many decimals as show that it is not the published one."""
    decimals = measure.decimals + 1
    while rounded(full, decimals) == rounded(full, measure.decimals) and decimals < decimals_of(full):
        decimals += 1
    return measure.in_words(full, decimals)


def child_is_worth(result: Result, measure: Measure, small: Decimal) -> str:
    """Return what one case is worth in points when the denominator is small, else "".

    >>> from decimal import Decimal as D
    >>> from scorecard_xl.model import Unit
    >>> from scorecard_xl.periods import Calendar
    >>> visits = Measure("12", "Visits", unit=Unit.PERCENT, multiplier=D(100))
    >>> four_of_eight = Result(Calendar().month(2015, 2), D(50), numerator=D(4), denominator=D(8))
    >>> child_is_worth(four_of_eight, visits, D(20))
    'one case of 8 is worth 12.5 points'
    """
    denominator = result.denominator
    if not measure.is_percentage or not denominator or not ZERO < denominator < small:
        return ""
    return f"one case of {plain(denominator)} is worth {grouped(HUNDRED / denominator, 1)} points"
