"""What somebody should know about how a row came to its rating and directions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from ..figures import HUNDRED, ZERO, rounded
from ..model import Absence, DataPeriod, Effect, Measure, Polarity, Result
from ..periods import Period
from ..ratings.assess import child_is_worth, unrounded_in_words
from ..ratings.direction import compare
from ..ratings.rag import value_to_rate
from ..reading.standards import contradictions
from .checked import Checked, Doubt, sentence

DECLINES = 3  # of the watchlist: fewer may be chance


def changed_by_rounding(checked: Checked) -> None:
    """The result as published has another band than the unrounded one."""
    measure, result, rating = checked.row.measure, checked.row.result, checked.row.rating
    if rating.unrounded is None or result is None or result.value is None:
        return
    full = result.value if result.unrounded is None else result.unrounded
    checked.note(
        "rating changed by rounding",
        result.where,
        f"Measure {checked.name} is {rating.computed} as published ({measure.in_words(result.value)}) and "
        f"would be {rating.unrounded} unrounded ({unrounded_in_words(full, measure)}).",
    )


def not_quite_all(checked: Checked) -> None:
    """The result reads 0 or 100% and is not, so it is not rated as such."""
    measure, result, bands = checked.row.measure, checked.row.result, checked.row.rating.bands
    if bands is None or result is None or result.value is None:
        return
    full = result.value if result.unrounded is None else result.unrounded
    if value_to_rate(result.value, full, measure, round_results=True) != rounded(
        result.value, measure.decimals
    ):
        checked.note(
            "not quite all or none",
            result.where,
            f"Measure {checked.name} reads {measure.in_words(result.value)} as published and is "
            f"{unrounded_in_words(full, measure)}, by which it is rated.",
        )


def hangs_on_rounding(checked: Checked) -> None:
    """Two results are equal as published, and differ or may differ unrounded (D7)."""
    for direction, earlier in checked.compared:
        if direction.only_by_rounding and direction.override is None:
            checked.note(
                "direction hangs on rounding",
                earlier.where,
                f"Measure {checked.name} reads the same for {_period(checked)} and {earlier.period.label} as "
                f"published; its direction is {direction.effect.value}.",
            )


def static_in_another_colour(checked: Checked) -> None:
    """Nothing has changed, they say, but the colour has."""
    rag = checked.row.rating.rag
    for direction, earlier in checked.compared:
        if direction.effect is not Effect.SAME or not checked.row.rating.is_rated:
            continue
        before = checked.rating_of(earlier)
        then = before.rag
        if before.is_rated and then != rag:
            checked.note(
                "static but another colour",
                earlier.where,
                f"Measure {checked.name} is static since {earlier.period.label} but went from {then} to "
                f"{rag}.",
            )


def older_result(checked: Checked) -> None:
    """The result is older than its frequency allows."""
    row = checked.row
    if row.carried and row.result is not None:
        checked.warning(
            "older result",
            row.result.where,
            f"Measure {checked.name} has no result for {checked.due.label}; that of "
            f"{row.result.period.label} is shown under its own period.",
            "Add the result, or say why there is none in Status.",
        )


def overridden(checked: Checked) -> None:
    """An officer's judgement stands in place of what was computed."""
    row = checked.row
    judged = [
        (f"{what} {shown}" + (f" instead of {computed}" if shown != computed else ", as computed"), override)
        for what, shown, computed, override in (
            ("rating", row.rating.rag, row.rating.computed, row.rating.override),
            ("direction", row.previous.effect.value, row.previous.computed.value, row.previous.override),
            (
                "direction since the outturn",
                row.outturn.effect.value,
                row.outturn.computed.value,
                row.outturn.override,
            ),
        )
        if override is not None
    ]
    if judged:
        by = judged[0][1]
        checked.note(
            "override",
            by.where,
            f"Measure {checked.name}: {', '.join(what for what, _ in judged)}, by {by.owner}: "
            f"{sentence(by.reason)}",
        )


def few_cases(checked: Checked) -> None:
    """One child more or less moves the figure by points."""
    result = checked.row.result
    worth = child_is_worth(result, checked.row.measure, checked.small_denominator) if result else ""
    if result and result.value is not None and worth:
        checked.note(
            "small denominator",
            result.where,
            f"Measure {checked.name}: {worth}.",
        )


def target_of_another_year(checked: Checked) -> None:
    """The result is of another year than the one that the target on Measures holds for."""
    row, year = checked.row, checked.standing_for
    if row.rating.absence is not Absence.NO_TARGET or not checked.standing.given:
        return
    if row.result is None or row.result.value is None or year is None:
        return
    of_year = row.result.period.label
    checked.warning(
        "target of another year",
        row.result.where,
        f"Measure {checked.name}: its result is for {of_year}, the target on Measures is for {year.label}; "
        "it is not rated.",
        f"Add a row for {of_year} on Targets.",
    )


def target_without_polarity(checked: Checked) -> None:
    """Somebody set a target, but nobody said which side of it is good."""
    measure = checked.row.measure
    if checked.row.rating.absence is Absence.NO_POLARITY and checked.row.standards.target is not None:
        checked.log.note(
            "target without polarity",
            checked.row.standards.where,
            f"Measure {measure.ref} has a target but no polarity, so it is not rated.",
            "Fill in Polarity, empty the target, or write No in Rated.",
            measure.ref,
        )


def range_against_polarity(checked: Checked) -> None:
    """An acceptable range ends where results go on becoming better, so that the best are not Green."""
    row, measure, standards = checked.row, checked.row.measure, checked.row.standards
    bands = row.rating.bands
    reach = bands.target_reach if bands else None
    if reach is None or standards.target is not None:
        return
    high = measure.polarity is Polarity.HIGH
    end = reach.high if high else reach.low if measure.polarity is Polarity.LOW else None
    best = {True: HUNDRED if measure.is_percentage else None, False: ZERO}[high]
    if end is None or (best is not None and (end >= best if high else end <= best)):
        return  # or nothing can be better than the range's end
    bound = standards.range_high if high else standards.range_low
    shown = measure.in_words(end if bound is None else bound)
    side, more, name = ("above", "more", "high") if high else ("below", "less", "low")
    checked.doubt(
        Doubt(
            "range against polarity",
            standards.where,
            f"Measure {measure.ref} has {measure.polarity.value} polarity and an acceptable range that ends "
            f"at {shown}: results {side} it are better and not {bands.met[0] if bands else ''}.",
            f"Empty Range {name} if {more} is always better, or set Polarity to Target.",
            of_area=False,
        )
    )


def annual_target_without_data_period(checked: Checked) -> None:
    """A target for the year beside a count of which nobody said whether it is the year's to date."""
    row, measure, standards = checked.row, checked.row.measure, checked.row.standards
    bands, result, of = row.rating.bands, row.result, standards.for_period
    if not _lacks_data_period(measure) or not standards.year_header or result is None:
        return
    if (
        bands is None
        or bands.target_reach is None
        or result.period.months >= 12
        or (of is not None and of.months < 12)
    ):
        return
    checked.doubt(
        Doubt(
            "annual target without data period",
            standards.where,
            f'Measure {measure.ref}: the target ({standards.where}) stands under "{standards.year_header}", '
            f"the result is for {result.period.label}, but {_no_data_period(measure)}; it is rated against "
            "the whole year's target.",
            f"{_FILL_IN} In period if the figure is that {_length(result.period)}'s own.",
            of_area=False,
        )
    )


def outturn_without_data_period(checked: Checked) -> None:
    """A count is compared with a whole year's own, and nobody said what period it covers."""
    measure, result = checked.row.measure, checked.row.result
    if not _lacks_data_period(measure) or result is None or result.period.months >= 12:
        return
    for direction, earlier in checked.compared:
        if earlier.period.months >= 12 and direction.computed is not Effect.NOT_COMPARABLE:
            checked.doubt(
                Doubt(
                    "outturn without data period",
                    measure.data_period_at or measure.where,
                    f"Measure {measure.ref}: its result for {result.period.label} is compared with all of "
                    f"{earlier.period.label}, but {_no_data_period(measure)}; a {_length(result.period)} may "
                    "have been compared with a whole year.",
                    f"{_FILL_IN} In period if the figure is that {_length(result.period)}'s own.",
                    of_area=False,
                )
            )


_FILL_IN = "Fill in Data period: YTD if the figure is the year's to date, SS if it stands on one day,"


def _lacks_data_period(measure: Measure) -> bool:
    return measure.adds_up and measure.data_period is DataPeriod.UNSTATED


def _no_data_period(measure: Measure) -> str:
    at = measure.data_period_at
    return f"its Data period ({at}) is empty" if at else "there is no column Data period"


def _length(period: Period) -> str:
    return {1: "month", 3: "quarter"}.get(period.months, "period")


def gap_skipped(checked: Checked) -> None:
    """The previous period has no figure, so that an older one is compared with."""
    previous, one_back, result = checked.row.previous.against, checked.one_back, checked.row.result
    if previous is None or one_back is None or result is None or result.value is None:
        return
    if previous.period not in (one_back, result.period.same_last_year()):
        checked.note(
            "gap skipped",
            previous.where,
            f"Measure {checked.name} has no figure for {one_back.label}; {result.period.label} is compared "
            f"with {previous.period.label}.",
        )


def declining(checked: Checked) -> None:
    """Three worsenings in a row up to the result (M4), polarity and static tolerance applied."""
    row, measure = checked.row, checked.row.measure
    if measure.is_cumulative or measure.polarity is Polarity.NONE or row.previous.effect is Effect.BETTER:
        return
    if row.previous.overridden and row.previous.effect is not Effect.WORSE:
        return  # an officer knows better
    last = [(when, value) for when, value in row.trend[-1 - DECLINES :] if value is not None]
    if row.result is None or len(last) != 1 + DECLINES or last[-1][0] != row.result.period:
        return
    year = checked.calendar.year_of(row.result.period, measure.frequency)
    if measure.data_period is DataPeriod.YEAR_TO_DATE and not year.holds(last[0][0]):
        return
    results = [Result(when, value) for when, value in last]
    if all(
        compare(now, then, measure, row.standards, checked.static).effect is Effect.WORSE
        for then, now in pairwise(results)
    ):
        figures = ", ".join(measure.in_words(value) for _, value in last)
        checked.note(
            "three declines in a row",
            row.result.where,
            f"Measure {checked.name} has worsened three periods in a row: {figures} ({last[0][0].label} to "
            f"{last[-1][0].label}).",
        )


def rule_not_applied(checked: Checked) -> None:
    """The edges of the measure's rule contradict each other, so that nobody knows the band."""
    row = checked.row
    if row.rating.wrong:
        checked.log.error(
            "bands out of order",
            row.standards.where or row.measure.where,
            f"Measure {checked.name} is not rated: {row.rating.wrong}.",
            "Correct one of the two figures.",
            row.measure.ref,
            row.area,
        )


def benchmark_against_limits(checked: Checked) -> None:
    """The benchmark's figure that is the target contradicts the minimum standard or the range."""
    measure, standards = checked.row.measure, checked.row.standards
    if standards.benchmark_period is None:
        return
    for kind, _, what, todo in contradictions(standards, measure, checked.rule):
        target = f"Its target is {standards.benchmark}, {standards.benchmark_period.label}."
        checked.log.error(kind, standards.where, f"{what} {target}", todo, measure.ref)


STANDING: tuple[Callable[[Checked], None], ...] = (
    changed_by_rounding,
    not_quite_all,
    hangs_on_rounding,
    static_in_another_colour,
    older_result,
    target_of_another_year,
    target_without_polarity,
    range_against_polarity,
    annual_target_without_data_period,
    outturn_without_data_period,
    gap_skipped,
    rule_not_applied,
    benchmark_against_limits,
    overridden,
    few_cases,
    declining,
)


def _period(checked: Checked) -> str:
    return checked.row.result.period.label if checked.row.result else checked.due.label
