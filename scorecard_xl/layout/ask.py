"""What a committee member would ask about: Red, worse on both comparators, fallen from Green."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..model import Effect, Rag, RatedMeasure, Scorecard
from ..symbols import SymbolSet
from .text import shortened, text_width

Runs = list[tuple[str, bool]]  # (text, whether bold)
GAP = "   "
# How long a name may be, tried one after another until the line fits.
NAME_POINTS = (300, 260, 220, 190, 165, 145, 125, 110, 95, 0)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows to ask about for the same reason; `rest` are those that a line had no room for."""

    rows: tuple[RatedMeasure, ...]
    why: str


def groups(scorecard: Scorecard, directions: SymbolSet) -> list[Group]:
    """Return the groups, each row in the first that takes it."""
    previous, outturn = scorecard.previous_period, scorecard.outturn_period
    worst = scorecard.bands[0] if scorecard.bands else Rag.RED

    def moved(row: RatedMeasure) -> str:
        effect = row.previous.effect
        if effect is Effect.NOT_COMPARABLE:
            return f"{worst}, not comparable"
        return f"{worst}, {directions.symbol(effect.value).word.lower()}"

    tests: tuple[tuple[Callable[[RatedMeasure], bool], Callable[[RatedMeasure], str]], ...] = (
        (lambda row: row.rating.rag == worst, moved),
        (
            lambda row: row.previous.effect is Effect.WORSE is row.outturn.effect,
            lambda row: f"worse than {previous.short} and {outturn.short}",
        ),
        (
            lambda row: (
                row.before is not None
                and row.before.rag == Rag.GREEN
                and row.rating.rag not in (Rag.GREEN, Rag.NOT_RATED)
            ),
            lambda row: f"Green in {previous.short}, now {row.rating.rag}",
        ),
    )
    found: dict[str, list[RatedMeasure]] = {}
    taken: set[int] = set()
    for test, why in tests:
        for row in scorecard.rows:
            if id(row) not in taken and test(row):
                taken.add(id(row))
                found.setdefault(why(row), []).append(row)
    return [Group(tuple(rows), why) for why, rows in found.items()]


def ask_about(scorecard: Scorecard, directions: SymbolSet, points: float, size: float) -> Runs:
    """Return the line, as long as `points` allows: names get shorter, then are left out.

    Empty when there is nothing to ask about.
    """
    asked = groups(scorecard, directions)
    if not asked:
        return []
    for name_points in NAME_POINTS:
        line = _line(asked, name_points, size)
        if text_width("".join(text for text, _ in line), size, bold=False) <= points:
            return line
    return _cut(line, points, size)


def _line(asked: Sequence[Group], name_points: float, size: float) -> Runs:
    runs: Runs = [("Ask about:", True)]
    for group in asked:
        runs.append((GAP, False))
        for n, row in enumerate(group.rows):
            if n:
                runs.append((" and " if n + 1 == len(group.rows) else ", ", False))
            runs.append((row.measure.ref, True))
            area = f", {row.area}" if row.area else ""
            name = shortened(row.measure.name, name_points, size) if name_points else ""
            runs.append((f" {name}{area}" if name or area else "", False))
        runs.append((f" ({group.why})", False))
        if group is not asked[-1]:
            runs.append((";", False))
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
