"""Rated rows to the scorecard: what is shown, what is an exception, what it all counts up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from .checks.areas import withheld_alone
from .checks.chase import chase_list, commentary_missing, wants_commentary
from .config import Config
from .counts import compare_counts, count_by, count_group
from .errors import ConfigError
from .model import Absence, Comparator, Direction, Measure, RatedMeasure, Scorecard, Show, Span
from .overrides import check_overrides
from .periods import Period
from .rating_rules import WORST, RatingRule, about, meanings, scale
from .reporting import Reporting
from .rows import RowMaker
from .sentences import headline, sentences, static_in_words


def rate_all(maker: RowMaker, measures: Sequence[Measure]) -> list[RatedMeasure]:
    """Return a row a measure and area, for measures that exist in the period and are not hidden.

    Raises `ConfigError` where a name says of one measure that it is rated, of another that it is not.
    """
    settings = maker.config.ratings
    rules = {measure.ref: settings.rule_of(measure.rule) for measure in measures}
    check_overrides(maker.writings, maker.vocabulary, maker.log, rules, settings.rule_of(""))
    shown = [measure for measure in measures if measure.show is not Show.NO]
    _refuse_one_name_for_both([settings.rule_of(""), *(rules[measure.ref] for measure in shown)])
    rows = []
    for measure in filter(maker.reporting.is_active, shown):
        areas = []
        for history in maker.histories(measure):
            history.check()
            areas.append(maker.row(measure, history))
        withheld_alone(areas, maker.vocabulary, maker.log)
        rows += areas
    return rows


def make_scorecard(rated: Sequence[RatedMeasure], maker: RowMaker, measures: Sequence[Measure]) -> Scorecard:
    """Gather the rows into the scorecard; reports exceptions that nobody has commented on."""
    config, reporting = maker.config, maker.reporting
    rows = _by_section([row for row in rated if row.measure.show is Show.YES])
    exceptions = [_with_history(row, maker) for row in rated if is_exception(row, config)]
    shown = [*rows, *(row for row in rated if row.measure.show is not Show.YES and is_exception(row, config))]
    _miss_commentary(shown, exceptions, maker)
    rules = rules_in_use(rated, config)
    bands = scale(rules)  # worst first, as summaries print them
    met = tuple(dict.fromkeys(name for rule in rules for name in rule.met))
    by_target = all(rule.met_is_target for rule in rules_in_use(rows, config, also_usual=False))
    counts = count_group("", rows, bands)
    before = reporting.previous
    gone = [
        (measure.ref, rating)
        for measure in measures
        if measure.show is Show.YES and not reporting.is_active(measure)
        for history in maker.histories(measure)
        if (rating := maker.rating_in(measure, history, before)) is not None
    ]
    comparison = compare_counts(rows, gone, before.period, bands)
    outturn = _usual_outturn((row.outturn for row in rows), reporting)
    travel = config.direction
    static = static_in_words(travel.static_tolerance, rated)
    pooled = travel.shown.pooled
    beside = sum(row.measure.show is not Show.YES for row in exceptions)
    return Scorecard(
        heading=config.heading,
        period=reporting.period,
        previous_period=before.period,
        outturn_period=outturn,
        bands=tuple(str(band) for band in bands),
        rows=tuple(rows),
        sections=tuple(dict.fromkeys(row.measure.section for row in rows)),
        exceptions=tuple(exceptions),
        counts=counts,
        by_section=count_by(rows, bands, lambda row: row.measure.section),
        by_department=count_by(rows, bands, lambda row: row.measure.department),
        by_portfolio=count_by(rows, bands, lambda row: row.measure.portfolio),
        comparison=comparison,
        sentences=sentences(
            counts,
            rows,
            comparison,
            len(exceptions),
            met,
            pooled=pooled,
            static=static,
            beside=beside,
            by_target=by_target,
        ),
        headline=headline(counts, rows, met, pooled=pooled, static=static, by_target=by_target),
        glossary=tuple(maker.writings.glossary),
        narrative=tuple(
            paragraph for period, paragraph in maker.writings.paragraphs if period in (None, reporting.period)
        ),
        findings=maker.log.sorted(),
        chase=chase_list(shown, exceptions, config.chase_ratings, reporting.period, config.ratings),
        met=met,
        shown_as=tuple(dict.fromkeys(str(name) for rule in rules for name in rule.shown_as.values())),
        meanings=meanings(rules),
        rules=tuple((rule.name, about(rule)) for rule in rules) if meanings(rules) else (),
        directions=travel.shown,
        first_compared=_compared(travel.first, (row.previous for row in rows), reporting),
        second_compared=_compared(travel.second, (row.outturn for row in rows), reporting),
        worst=_always_last(rules),
        static_words=static,
    )


def _refuse_one_name_for_both(rules: Iterable[RatingRule]) -> None:
    """Refuse rules of which one rates by a name that another shows in place of n/a."""
    in_use = {rule.name: rule for rule in rules}.values()
    rated = {name.casefold(): rule.name for rule in in_use for name in rule.names}
    for rule in in_use:
        for absence, name in rule.shown_as.items():
            if name.casefold() in rated:
                raise ConfigError(
                    f'rules.{rule.name}: {name} is shown for "{absence.value}" and is a rating of the rule '
                    f'"{rated[name.casefold()]}", which is in use too; give one of the two another name.'
                )


def rules_in_use(
    rows: Sequence[RatedMeasure], config: Config, *, also_usual: bool = True
) -> list[RatingRule]:
    """Return the rules that rows are rated by, the settings' own first, also where no row has it."""
    names = dict.fromkeys([*([""] if also_usual else []), *(row.measure.rule for row in rows)])
    return list({rule.name: rule for rule in map(config.ratings.rule_of, names)}.values())


def _always_last(rules: Sequence[RatingRule]) -> tuple[str, ...]:
    """Return the bands that are the last of every rule that has them: Amber may be the end of one."""
    last = dict.fromkeys(rule.names[-1] for rule in rules)
    return tuple(str(name) for name in last if all(name not in rule.names[:-1] for rule in rules))


def is_exception(row: RatedMeasure, config: Config) -> bool:
    """Whether a row gets a page of its own: by its rating, or because an officer asks for it (I1, I2)."""
    asked = [band.casefold() for band in config.exception_ratings]
    if row.rating.is_one_of(asked):
        return True
    rule = config.ratings.rule_of(row.measure.rule)
    if WORST in asked and row.rating.is_rated and row.rating.rag == rule.names[-1]:
        return True
    return config.voluntary_exceptions and bool(row.commentary and row.commentary.exception)


def _with_history(row: RatedMeasure, maker: RowMaker) -> RatedMeasure:
    return replace(row, history=maker.history_points(row))


def _miss_commentary(
    rated: Sequence[RatedMeasure], exceptions: Sequence[RatedMeasure], maker: RowMaker
) -> None:
    with_page = {(row.measure.ref, row.area) for row in exceptions}
    for row in rated:
        has_page = (row.measure.ref, row.area) in with_page
        if wants_commentary(row, maker.config.chase_ratings, has_page=has_page):
            kind, where, what, todo, _ = commentary_missing(row, has_page=has_page)
            maker.log.warning(kind, where, what, todo, row.measure.ref, row.area)


def _by_section(rows: Sequence[RatedMeasure]) -> list[RatedMeasure]:
    """Bring the rows of each section together, sections in order of first appearance."""
    order = {name: place for place, name in enumerate(dict.fromkeys(row.measure.section for row in rows))}
    return sorted(rows, key=lambda row: order[row.measure.section])


def _compared(
    comparator: Comparator | None, directions: Iterable[Direction], reporting: Reporting
) -> Period | Span | None:
    """Return what most of the directions were compared with; where none was, what they should have been.

    None leaves it to the reporting rhythm: the previous period, or last year's outturn.
    """
    if comparator is Comparator.PREVIOUS:
        return None
    if comparator is Comparator.OUTTURN:
        return _usual_outturn(directions, reporting)
    used = Counter(direction.since for direction in directions if direction.since)
    if used:
        return used.most_common(1)[0][0]
    if comparator is Comparator.LAST_YEAR:
        return reporting.period.same_last_year()
    if comparator in (Comparator.AVERAGE, Comparator.TREND, Comparator.VARIATION):
        word = {Comparator.AVERAGE: "last year's average"}.get(comparator, comparator.value.casefold())
        by = comparator is not Comparator.AVERAGE
        return Span(word, word, f"the {word}" if comparator is Comparator.TREND else word, by)
    return None


def _usual_outturn(directions: Iterable[Direction], reporting: Reporting) -> Period:
    """Return the period that stands for the outturn of half the rows that should have one, else last year.

    A heading that named another one would deny figures that are there: those of its period.
    """
    sought = [of.against for of in directions if of.against or of.absence is Absence.NO_COMPARATOR]
    used = Counter(against.period for against in sought if against)
    if used:
        period, count = used.most_common(1)[0]
        if 2 * count >= len(sought):
            return period
    return reporting.config.calendar.year_of(reporting.period).previous()
