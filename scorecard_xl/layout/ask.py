"""What a committee member would ask about: Red, worse on both comparators, fallen from Green."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from ..columns import distance
from ..figures import ZERO
from ..model import Effect, Rag, RatedMeasure, Scorecard
from ..travel_symbols import DirectionSymbols
from .text import shortened, text_width

Runs = list[tuple[str, bool]]  # (text, whether bold)
GAP = "   "
# How long a name may be, tried one after another until the line fits.
NAME_POINTS = (300, 260, 220, 190, 165, 145, 125, 110, 95)
MOST, FEWEST = 8, 5  # rows that a line names; fewer than that only where their names don't fit either


class Group(Struct, frozen=True):
    """Rows to ask about for the same reason; the lowest `rank` is the worst."""

    rows: tuple[RatedMeasure, ...]
    why: str
    rank: int = 0


def groups(scorecard: Scorecard, directions: DirectionSymbols) -> list[Group]:
    """Return the groups, each row in the first that takes it."""
    previous = scorecard.previous_period
    worst = scorecard.bands[0] if scorecard.bands else Rag.RED

    def moved(row: RatedMeasure) -> str:
        effect = row.previous.effect
        if effect is Effect.NOT_COMPARABLE:
            return f"{row.rating.rag}, not comparable"
        return f"{row.rating.rag}, {directions.of_effect(effect).word.lower()}"

    tests: tuple[tuple[Callable[[RatedMeasure], bool], Callable[[RatedMeasure], str]], ...] = (
        (lambda row: row.rating.is_worst(worst), moved),
        (
            lambda row: row.previous.effect is Effect.WORSE is row.outturn.effect,
            _worse_than,
        ),
        (
            lambda row: (
                row.before is not None
                and row.before.rag in scorecard.met
                and row.rating.is_rated
                and row.rating.rag not in scorecard.met
            ),
            lambda row: f"{_then(row)} in {previous.short}, now {row.rating.rag}",
        ),
    )
    found: dict[tuple[int, str], list[RatedMeasure]] = {}
    taken: set[int] = set()
    for rank, (test, why) in enumerate(tests):
        for row in scorecard.rows:
            if id(row) not in taken and test(row):
                taken.add(id(row))
                found.setdefault((rank, why(row)), []).append(row)
    return [Group(tuple(rows), why, rank) for (rank, why), rows in found.items()]


def _worse_than(row: RatedMeasure) -> str:
    """Say what a row is worse than: what it was compared with, which headings may not name."""
    compared = [of.since.short for of in (row.previous, row.outturn) if of.since is not None]
    return f"worse than {' and '.join(dict.fromkeys(compared)) or 'before'}"


def _then(row: RatedMeasure) -> str:
    return row.before.rag if row.before else ""


def ask_about(scorecard: Scorecard, directions: DirectionSymbols, points: float, size: float) -> Runs:
    """Return the line, as long as `points` allows: names get shorter, rows fewer, then names go.

    Empty when there is nothing to ask about.
    """
    asked = groups(scorecard, directions)
    if not asked:
        return []
    most = min(MOST, sum(len(group.rows) for group in asked))
    attempts = [
        (count, name) for count in range(most, max(0, min(most, FEWEST) - 1), -1) for name in NAME_POINTS
    ]
    attempts += [(count, 0) for count in range(most, 0, -1)]
    for count, name_points in attempts:
        line = _line(asked, worst(asked, count), name_points, size)
        if text_width("".join(text for text, _ in line), size, bold=False) <= points:
            return line
    return _cut(line, points, size)


def worst(asked: Sequence[Group], count: int) -> set[int]:
    """Return which rows (by id) a line of so many names: by their reason, then by what they miss."""
    ranked = sorted(
        ((group.rank, distance(row) or ZERO, id(row)) for group in asked for row in group.rows),
        key=lambda entry: entry[:2],
    )
    return {row for *_, row in ranked[:count]}


def _line(asked: Sequence[Group], named: set[int], name_points: float, size: float) -> Runs:
    runs: Runs = [("Ask about:", True)]
    left_out = sum(id(row) not in named for group in asked for row in group.rows)
    kept = [(group, rows) for group in asked if (rows := [row for row in group.rows if id(row) in named])]
    for place, (group, rows) in enumerate(kept):
        runs.append((f";{GAP}" if place else GAP, False))
        for n, row in enumerate(rows):
            if n:
                runs.append((" and " if n + 1 == len(rows) else ", ", False))
            runs.append((row.measure.ref, True))
            name = shortened(row.measure.name, name_points, size) if name_points else ""
            words = ", ".join(part for part in (name, row.area) if part)
            runs.append((f" {words}" if words else "", False))
        runs.append((f" ({group.why})", False))
    if left_out:
        runs.append((f";{GAP}and {left_out} more", False))
    return runs


def _cut(runs: Runs, points: float, size: float) -> Runs:
    """Keep what fits and say that there is more."""
    kept: Runs = []
    used = text_width("… and more", size)
    for text, bold in runs:
        used += text_width(text, size, bold=bold)
        if used > points:
            return [*kept, ("… and more", False)]
        kept.append((text, bold))
    return kept
