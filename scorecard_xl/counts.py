"""Counts of ratings and directions, over everything and by group, beside the previous period's."""

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


def count_ratings(ratings: Iterable[Rating], bands: Sequence[str]) -> RagCounts:
    """Count effective ratings, every band of the scale present, n/a last."""
    found: Counter[str] = Counter()
    not_rated = [str(Rag.NOT_RATED)]
    rated = 0
    for rating in ratings:
        name = str(rating.rag)
        found[name] += 1
        rated += rating.is_rated
        if not rating.is_rated and name not in not_rated:
            not_rated.insert(0, name)
    others = [name for name in found if name not in bands and name not in not_rated]
    names = [*bands, *others, *not_rated]
    return RagCounts({name: found[name] for name in names}, sum(found.values()), rated, tuple(not_rated))


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
    rows: Sequence[RatedMeasure], gone: Sequence[tuple[str, Rating]], previous: Period, bands: Sequence[str]
) -> Comparison:
    """Compare this period's ratings with the previous period's (H1).

    `gone` are the refs that existed then and no longer do, with their ratings. When the measures
    changed, the like-for-like counts are over those in both. Where nothing was rated then (no
    results, or targets of this year alone), there is nothing to compare with.
    """
    both = [row for row in rows if row.before is not None]
    then = [row.before for row in rows if row.before is not None]
    before = count_ratings([*then, *(rating for _, rating in gone)], bands)
    if not before.rated:
        return Comparison(None, None)
    added = tuple(dict.fromkeys(row.measure.ref for row in rows if row.before is None))
    if not added and not gone:
        return Comparison(previous, before)
    pair = (count_ratings((row.rating for row in both), bands), count_ratings(then, bands))
    return Comparison(previous, before, pair, added, tuple(dict.fromkeys(ref for ref, _ in gone)))
