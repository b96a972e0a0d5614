"""What a rating rule may ask beside a result and its standards, and why it may find no answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct

from ..model import Absence, Benchmark, Comparator, Direction, Measure, Outlook, Result, Standards, Tolerance
from ..rating_rules import QUARTILES


def _no_benchmark(name: str) -> Benchmark | None:
    return None


def _no_direction(against: Comparator | None) -> Direction | None:
    return None


class Facts(Struct, frozen=True):
    """Each fact is looked up only when a rule asks for it.

    `benchmark` finds the latest figure of a name up to the result's period; `direction` the computed
    direction against a comparator (None: the measure's first); `figures` are the measure's own
    results of the same length up to this one, oldest first, at full precision where that is known;
    `outlook` is the officer's forecast.
    """

    benchmark: Callable[[str], Benchmark | None] = _no_benchmark
    direction: Callable[[Comparator | None], Direction | None] = _no_direction
    figures: Callable[[], Sequence[Decimal]] = tuple
    outlook: Callable[[], Outlook] = lambda: Outlook.NONE


NOTHING_MORE = Facts()


class Case(Struct, frozen=True):
    """What the edges of a rule are worked out from; `result` is None where a rule needs none."""

    measure: Measure
    standards: Standards
    default_allowance: Tolerance
    result: Result | None = None
    facts: Facts = NOTHING_MORE
    quartiles: tuple[str, ...] = QUARTILES


class CannotRate(Exception):
    """A rule that can't be applied to a case: why, as the end of "Not rated: …".

    `wrong` marks what somebody has to mend; everything else is an absence like others.
    """

    def __init__(self, absence: Absence, why: str, *, wrong: bool = False) -> None:
        super().__init__(why)
        self.absence = absence
        self.why = why
        self.wrong = wrong
