"""The headline and the sentences of a committee report, with the true numbers (H4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from .model import (
    Absence,
    Comparator,
    Comparison,
    Direction,
    Effect,
    GroupCounts,
    Rag,
    RagCounts,
    RatedMeasure,
    Span,
    Tolerance,
)
from .periods import Period
from .reading.words import listed

NUMBER_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


MET: tuple[str, ...] = (Rag.GREEN,)


def headline(
    counts: GroupCounts,
    rows: Sequence[RatedMeasure],
    met: Sequence[str] = MET,
    *,
    pooled: bool = False,
    static: str = "",
    by_target: bool = True,
) -> str:
    """Return the finding in one line: "17 of 35 rated measures meet their target, one is Red; …".

    `met` are the bands that count as target met; `pooled` counts what stayed the same with what improved.
    `static` says how near is static ("within 10%"), "" where that is the same. Unless all rules rate
    `by_target`, the bands are named: "17 of 35 rated measures are A or B".
    """
    rag, noun = counts.rag, _Noun.of(rows)
    if not rag.total:
        return "There are no measures in this period"
    if not rag.rated:
        return (
            f"None of the {rag.total} {noun.many} is rated"
            if rag.total > 1
            else f"The {noun.one} is not rated"
        )
    green = _met(rows, met)
    worst, red = _worst(rag, rows)
    if not by_target or any(row.rating.overridden for row in rows):
        # Not "meet their target": a row's own distance from it still says that an override stands against.
        text = _bands_in_words(rag, rows, met)
    elif rag.rated == 1:
        text = f"The one rated {noun.one} {'meets' if green else 'does not meet'} its target"
        text += f" and is {worst}" if red else ""
    else:
        meet = "meets its" if green == 1 else "meet their"
        of = f"{green} of {rag.rated}" if green else f"None of {rag.rated}"
        text = f"{of} rated {noun.many} {meet} target, {_few(red)} {_is(red)} {worst}"
    compared = counts.previous.compared
    if compared:
        better = counts.previous.better + (counts.previous.same if pooled else 0)
        usual = _compared_with([row.previous for row in rows])
        text += (
            f"; {better or 'none'} of {compared} {_is(better or 1)} {_better(usual, static, pooled=pooled)}"
        )
    return text


def static_in_words(setting: Tolerance, rows: Iterable[RatedMeasure]) -> str:
    """Return how near to the earlier result is static: "within 10%"; "" where only the same is.

    Measures may have a tolerance of their own.
    """
    words = ""
    if setting.amount:
        amount = f"{setting.amount.normalize():f}"
        points = "point" if amount == "1" else "points"
        words = f"within {amount}{'%' if setting.relative else ' ' + points}"
    if {row.measure.static_tolerance for row in rows} - {None, setting}:
        words = f"{words or 'the same'} or within the measure's own tolerance"
    return words


def _worst(rag: RagCounts, rows: Sequence[RatedMeasure]) -> tuple[str, int]:
    """Return the worst band, with how many rows have it: of each row's own rule ("Red or Off Track")."""
    found = Counter(row.rating.rag for row in rows if row.rating.is_worst(next(iter(rag.by_band))))
    names = [band for band in rag.by_band if found[Rag(band)]]
    return listed(names, "or") or next(iter(rag.by_band)), sum(found.values())


def _met(rows: Sequence[RatedMeasure], met: Sequence[str]) -> int:
    """Return how many rows are in a band that counts as met by their own rule, or else by one of `met`."""
    ratings = [row.rating for row in rows if row.rating.is_rated]
    return sum(rating.rag in (met if rating.bands is None else rating.bands.met) for rating in ratings)


def _good(rag: RagCounts, met: Sequence[str]) -> str:
    """Name the bands that count as met, the best first: "A or B"."""
    return listed([band for band in rag.by_band if band in met][::-1], "or")


def _bands_in_words(rag: RagCounts, rows: Sequence[RatedMeasure], met: Sequence[str]) -> str:
    """Return the headline's ratings by colour: "17 of 35 rated measures are Green, one is Red"."""
    noun = _Noun.of(rows)
    green, name = _met(rows, met), _good(rag, met)
    worst, red = _worst(rag, rows)
    if rag.rated == 1:
        return f"The one rated {noun.one} is {name if green else worst if red else f'not {name}'}"
    of = f"{green} of {rag.rated}" if green else f"None of {rag.rated}"
    return f"{of} rated {noun.many} {_is(green)} {name}, {_few(red)} {_is(red)} {worst}"


def sentences(
    counts: GroupCounts,
    rows: Sequence[RatedMeasure],
    comparison: Comparison,
    exceptions: int,
    met: Sequence[str] = MET,
    *,
    pooled: bool = False,
    static: str = "",
    beside: int = 0,
    by_target: bool = True,
) -> tuple[str, ...]:
    """Return the sentences for the committee report (H4); `beside` tells how many of the `exceptions` are of
    measures that are not on the scorecard, all but `comparison` is as for `headline`.
    """
    rag, noun = counts.rag, _Noun.of(rows)
    if not rag.total:
        return ("The scorecard holds no measures in this period.",)
    said = [_what_it_holds(counts, rows, noun, by_target=by_target)]
    if rag.rated:
        bands = [
            f"{count} {_is(count)} {band}" for band, count in rag.by_band.items() if band not in rag.not_rated
        ]
        said.append(f"Of the rated {noun.many} {listed(bands, 'and')}.")
    else:
        said.append(f"No {noun.one} could be rated in this period.")
    if exceptions:
        reports = "has an exception report" if exceptions == 1 else "have exception reports"
        said.append(
            f"{_few(exceptions).capitalize()} {noun.of_count(exceptions)} {reports} on the Exceptions tab"
            f"{_beside(beside, exceptions)}."
        )
    for compared, directions, words in (
        (counts.previous, [row.previous for row in rows], "their previous results"),
        (counts.outturn, [row.outturn for row in rows], "last year's results"),
    ):
        if compared.compared:
            since = _since(_compared_with(directions), words)
            stayed = _stayed(static, directions)
            rest = f"; {compared.not_comparable} could not be compared" if compared.not_comparable else ""
            better = compared.better + (compared.same if pooled else 0)
            same = f" or {stayed}" if pooled else f", {compared.same} {stayed}"
            said.append(
                f"{since}, {better} {noun.of_count(better)} improved{same} and {compared.worse} "
                f"worsened{rest}."
            )
    said += _changed_measures(comparison)
    if comparison.before is not None and comparison.period is not None:
        said += _moves(rows, comparison.period, noun)
        named_bands = not by_target or any(row.rating.overridden for row in rows)
        said += _falling(rows, noun, met, _good(rag, met) if named_bands else "")
    return tuple(dict.fromkeys(said))  # two comparisons may say the same


class _Noun(Struct, frozen=True):
    """What is counted: measures, or results where a measure has a row an area."""

    one: str
    many: str

    @classmethod
    def of(cls, rows: Sequence[RatedMeasure]) -> _Noun:
        by_area = len({row.measure.ref for row in rows}) < len(rows)
        return cls("result", "results") if by_area else cls("measure", "measures")

    def of_count(self, count: int) -> str:
        return self.one if count == 1 else self.many


def _what_it_holds(counts: GroupCounts, rows: Sequence[RatedMeasure], noun: _Noun, *, by_target: bool) -> str:
    rag, measures = counts.rag, len({row.measure.ref for row in rows})
    what = f"{rag.total} {noun.of_count(rag.total)}"
    if measures < rag.total:
        areas = len({row.area for row in rows})
        what += f" of {measures} {'measure' if measures == 1 else 'measures'} in {areas} areas"
    not_rated = rag.total - rag.rated
    rated = "rated against a target" if by_target else "rated"
    if not not_rated:
        return f"The scorecard holds {what}, {'' if rag.total == 1 else 'all '}{rated}."
    return (
        f"The scorecard holds {what}; {rag.rated} {_is(rag.rated)} {rated} and {not_rated} "
        f"{_is(not_rated)} not."
    )


class _Compared(Struct, frozen=True):
    """What results were compared with: `every` the one period of all, `most` that of more than half.

    `judged` is whether series were judged, rather than results compared with earlier ones.
    """

    every: Period | Span | None = None
    most: Period | Span | None = None
    judged: bool = False


def _compared_with(directions: Sequence[Direction]) -> _Compared:
    """Return what results were compared with.

    Those that were to be compared with last year's outturn and have none count as well: a period that
    stands for a few outturns does not name them all.
    """
    compared = [of.since for of in directions if of.effect is not Effect.NOT_COMPARABLE]
    without = sum(
        of.comparator is Comparator.OUTTURN and of.absence is Absence.NO_COMPARATOR for of in directions
    )
    periods = Counter(since for since in compared if since is not None)
    if not periods:
        return _Compared()
    judged = all(isinstance(since, Span) and since.by for since in periods)
    usual, count = periods.most_common(1)[0]
    if 2 * count <= max(len(compared), without):
        return _Compared(judged=judged)
    return _Compared(usual if count == len(compared) else None, usual, judged)


def _since(compared: _Compared, words: str) -> str:
    """Begin a sentence with the one period that all were compared with, else with that of most."""
    every, most = compared.every, compared.most
    if compared.judged:
        return f"By {every.long}" if every else f"Mostly by {most.long}" if most else "By their series"
    if every is not None:
        return f"Compared with {every.long}"
    return f"Compared with {words} (mostly {most.long})" if most is not None else f"Compared with {words}"


def _better(compared: _Compared, static: str, *, pooled: bool) -> str:
    """Return what results are: "better than in January 2015", "better by the trend since March 2014"."""
    when = compared.every
    if compared.judged:
        how = f"by {when.long}" if when else "by their series"
        return f"as good or better {how}" if pooled else f"better {how}"
    then = "before" if when is None else when.long if isinstance(when, Span) else f"in {when.long}"
    if not pooled:
        return f"better than {then}"
    return f"as good as {then}{f' ({static})' if static else ''} or better"


def _stayed(static: str, directions: Iterable[Direction]) -> str:
    """Return what static results did: "stayed within 10%"; by variation no tolerance says so."""
    judged = [of.comparator for of in directions if of.effect is not Effect.NOT_COMPARABLE]
    by_variation = all(comparator is Comparator.VARIATION for comparator in judged)
    return f"stayed {static if static and not by_variation else 'the same'}"


def _beside(beside: int, exceptions: int) -> str:
    """Return that some of the exceptions are of measures that the scorecard's counts leave out."""
    if not beside:
        return ""
    if beside == exceptions:
        return ", not on the scorecard" if beside == 1 else ", none of them on the scorecard"
    return f", {_few(beside)} of them not on the scorecard"


def _changed_measures(comparison: Comparison) -> list[str]:
    if comparison.like_for_like is None or comparison.period is None:
        return []
    now, before = comparison.like_for_like
    parts = [
        f"{band} {before.by_band.get(band, 0)} then and {count} now"
        for band, count in now.by_band.items()
        if band not in now.not_rated
    ]
    changed = (
        f"The measures have changed since {comparison.period.long} ({len(comparison.added)} new, "
        f"{len(comparison.removed)} gone), so the totals are not comparable"
    )
    over = {0: "", 1: "; in the one that is in both: "}.get(now.total, f"; over the {now.total} in both: ")
    return [f"{changed}{over}{listed(parts, 'and') if over else ''}."]


def _moves(rows: Sequence[RatedMeasure], since: Period, noun: _Noun) -> list[str]:
    """Say which measures changed colour."""
    moves: dict[tuple[str, str], list[RatedMeasure]] = {}
    for row in rows:
        then, now = row.before, row.rating
        if then is not None and then.is_rated and now.is_rated and then.rag != now.rag:
            moves.setdefault((then.rag, now.rag), []).append(row)
    return [
        f"{_few(len(moved)).capitalize()} {noun.of_count(len(moved))} moved from {then} to {now} since "
        f"{since.long}: {listed(map(named, moved), 'and')}."
        for (then, now), moved in moves.items()
    ]


def _falling(rows: Sequence[RatedMeasure], noun: _Noun, met: Sequence[str], good: str) -> list[str]:
    """Say which measures are worse on both comparators and miss their target, or are not `good`."""
    falling = [
        row
        for row in rows
        if row.previous.effect is Effect.WORSE is row.outturn.effect
        and row.rating.is_rated
        and row.rating.rag not in met
    ]
    if not falling:
        return []
    is_ = _is(len(falling))
    miss = f"{is_} not {good}" if good else f"{'misses its' if len(falling) == 1 else 'miss their'} target"
    return [
        f"{_few(len(falling)).capitalize()} {noun.of_count(len(falling))} that {miss} {is_} worse than both "
        f"comparators: {listed(map(named, falling), 'and')}."
    ]


def named(row: RatedMeasure) -> str:
    """Return ref and name as in prose: "42 (Case audits with actions completed)"."""
    area = f", {row.area}" if row.area else ""
    return f"{row.measure.ref} ({row.measure.name}{area})"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _few(count: int) -> str:
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
