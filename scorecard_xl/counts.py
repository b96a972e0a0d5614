"""Counts of ratings and directions, and the sentences of a committee report with the true numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from .model import (
    Comparison,
    DirectionCounts,
    Effect,
    GroupCounts,
    Rag,
    RagCounts,
    RatedMeasure,
    Rating,
)
from .periods import Period
from .words import listed

NUMBER_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_ratings(ratings: Iterable[Rating], bands: Sequence[str]) -> RagCounts:
    """Count effective ratings, every band of the scale present, n/a last."""
    found = Counter(str(rating.rag) for rating in ratings)
    names = [*bands, *(name for name in found if name not in bands and name != Rag.NOT_RATED), "n/a"]
    return RagCounts({name: found[name] for name in names}, sum(found.values()))


def count_directions(effects: Iterable[Effect]) -> DirectionCounts:
    """Count effective directions."""
    found = Counter(effects)
    return DirectionCounts(
        found[Effect.BETTER], found[Effect.SAME], found[Effect.WORSE], found[Effect.NOT_COMPARABLE]
    )


def count_group(name: str, rows: Sequence[RatedMeasure], bands: Sequence[str]) -> GroupCounts:
    """Count one group of rows; "" is everything."""
    return GroupCounts(
        name,
        count_ratings((row.rating for row in rows), bands),
        count_directions(row.previous.effect for row in rows),
        count_directions(row.outturn.effect for row in rows),
    )


def count_by(
    rows: Sequence[RatedMeasure], bands: Sequence[str], group: Callable[[RatedMeasure], str]
) -> tuple[GroupCounts, ...]:
    """Count by a field, in order of first appearance; empty when no row has the field."""
    names = list(dict.fromkeys(group(row) for row in rows))
    if not any(names):
        return ()
    return tuple(count_group(name, [row for row in rows if group(row) == name], bands) for name in names)


def compare_counts(
    rows: Sequence[RatedMeasure],
    gone: Sequence[str],
    previous: Period,
    bands: Sequence[str],
    *,
    reported: bool,
) -> Comparison:
    """Compare this period's ratings with the previous period's (H1).

    `gone` are the refs that existed then and no longer do; `reported` says whether there was any
    result then. When the measures changed, the like-for-like counts are over those in both.
    """
    then = [row.before for row in rows if row.before is not None]
    if not then or not reported:
        return Comparison(None, None)
    added = tuple(dict.fromkeys(row.measure.ref for row in rows if row.before is None))
    before = count_ratings(then, bands)
    if not added and not gone:
        return Comparison(previous, before)
    both = [row for row in rows if row.before is not None]
    pair = (count_ratings((row.rating for row in both), bands), before)
    return Comparison(previous, before, pair, added, tuple(gone))


def headline(counts: GroupCounts, previous: Period) -> str:
    """Return the finding in one line: "17 of 35 rated measures meet their target, one is Red; …"."""
    rag = counts.rag
    if not rag.rated:
        return f"None of the {rag.total} measures is rated"
    green, red = rag.by_band.get(Rag.GREEN, 0), rag.by_band.get(Rag.RED, 0)
    meet = "meets its" if green == 1 else "meet their"
    of = f"{green} of {rag.rated}" if green else f"None of {rag.rated}"
    text = f"{of} rated {_measures(rag.rated)} {meet} target, {_few(red)} {_is(red)} Red"
    compared = counts.previous.compared
    if compared:
        better = counts.previous.better
        text += f"; {better} of {compared} {_is(better)} better than in {previous.long}"
    return text


def sentences(
    counts: GroupCounts,
    rows: Sequence[RatedMeasure],
    comparison: Comparison,
    periods: tuple[Period, Period],
    exceptions: int,
) -> tuple[str, ...]:
    """Return the sentences for the committee report (H4); `periods` are previous and outturn."""
    rag = counts.rag
    bands = [f"{count} {_is(count)} {band}" for band, count in rag.by_band.items() if band != Rag.NOT_RATED]
    not_rated = rag.by_band.get(Rag.NOT_RATED, 0)
    said = [
        f"The scorecard holds {rag.total} {_measures(rag.total)}; {rag.rated} {_is(rag.rated)} rated against "
        f"a target and {not_rated} {_is(not_rated)} not.",
        f"Of the rated measures {listed(bands, 'and')}."
        if rag.rated
        else "No measure could be rated in this period.",
    ]
    if exceptions:
        one = exceptions == 1
        said.append(
            f"{_few(exceptions).capitalize()} {_measures(exceptions)} {'has' if one else 'have'} "
            f"{'an exception report' if one else 'exception reports'} on the Exceptions tab."
        )
    for compared, since in ((counts.previous, periods[0]), (counts.outturn, periods[1])):
        if compared.compared:
            said.append(
                f"Compared with {since.long}, {compared.better} {_measures(compared.better)} improved, "
                f"{compared.same} stayed the same and {compared.worse} worsened; "
                f"{compared.not_comparable} could not be compared."
            )
    said += _changed_measures(comparison)
    if comparison.before is not None and comparison.period is not None:
        said += _moves(rows, comparison.period)
    return tuple(said)


def _changed_measures(comparison: Comparison) -> list[str]:
    if comparison.like_for_like is None or comparison.period is None:
        return []
    now, before = comparison.like_for_like
    parts = [
        f"{band} {before.by_band.get(band, 0)} then and {count} now"
        for band, count in now.by_band.items()
        if band != Rag.NOT_RATED
    ]
    return [
        f"The measures have changed since {comparison.period.long} ({len(comparison.added)} new, "
        f"{len(comparison.removed)} gone), so the totals are not comparable; over the {now.total} measures "
        f"in both: {listed(parts, 'and')}."
    ]


def _moves(rows: Sequence[RatedMeasure], since: Period) -> list[str]:
    """Say which measures changed colour, and which are worse on both comparators and not Green."""
    moves: dict[tuple[str, str], list[RatedMeasure]] = {}
    for row in rows:
        then, now = row.before.rag if row.before else Rag.NOT_RATED, row.rating.rag
        if Rag.NOT_RATED not in (then, now) and then != now:
            moves.setdefault((then, now), []).append(row)
    said = [
        f"{_few(len(moved)).capitalize()} {_measures(len(moved))} moved from {then} to {now} since "
        f"{since.long}: {listed(map(named, moved), 'and')}."
        for (then, now), moved in moves.items()
    ]
    falling = [
        row
        for row in rows
        if row.previous.effect is Effect.WORSE is row.outturn.effect
        and row.rating.rag not in (Rag.GREEN, Rag.NOT_RATED)
    ]
    if falling:
        are = "measure below target is" if len(falling) == 1 else "measures below target are"
        said.append(
            f"{_few(len(falling)).capitalize()} {are} worse than both comparators: "
            f"{listed(map(named, falling), 'and')}."
        )
    return said


def named(row: RatedMeasure) -> str:
    """Return ref and name as in prose: "42 (Case audits with actions completed)"."""
    area = f", {row.area}" if row.area else ""
    return f"{row.measure.ref} ({row.measure.name}{area})"


def _measures(count: int) -> str:
    return "measure" if count == 1 else "measures"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _few(count: int) -> str:
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
