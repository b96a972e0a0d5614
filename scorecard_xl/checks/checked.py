"""A rated row with what its checks need, and how they report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct, field

from ..errors import Address
from ..figures import ZERO
from ..findings import FindingLog
from ..model import Commentary, Direction, RatedMeasure, Rating, Result, Standards, Tolerance
from ..periods import Calendar, Period
from ..rating_rules import RatingRule

NO_STANDARDS = Standards()
NO_TOLERANCE = Tolerance(ZERO, relative=True)


class Doubt(NamedTuple):
    """What may be wrong with a row: the check's short name, the cell, what was found, what to do.

    `of_area` is False for what holds for the measure in all its areas, so that it is said once.
    """

    kind: str
    where: Address | None
    what: str
    todo: str
    of_area: bool = True


class Checked(Struct, frozen=True):
    """A row with what its checks need: the period due, and how an earlier result was rated in its time.

    `one_back` is the period that the previous result should be of (None where another comparator was
    asked for), `standing` what Measures says, which holds for the year `standing_for`. `written` are the
    measure's rows of Commentary for all periods, `words` the lists under `lint` in config.yaml. `rule` is the
    one that rated the row.
    """

    row: RatedMeasure
    due: Period
    rating_of: Callable[[Result], Rating]
    small_denominator: Decimal
    log: FindingLog
    one_back: Period | None = None
    standing: Standards = NO_STANDARDS
    standing_for: Period | None = None
    calendar: Calendar = field(default_factory=Calendar)
    static: Tolerance = NO_TOLERANCE
    written: Sequence[Commentary] = ()
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rule: RatingRule | None = None

    @property
    def name(self) -> str:
        """The measure's ref, with its area."""
        return self.row.measure.ref + (f" ({self.row.area})" if self.row.area else "")

    @property
    def compared(self) -> list[tuple[Direction, Result]]:
        """The directions that have a single earlier result to compare with."""
        directions = (self.row.previous, self.row.outturn)
        return [(d, d.against) for d in directions if d.against is not None and d.span is None]

    @property
    def few_cases(self) -> bool:
        """Whether so few cases stand behind the result that it may jump, or stand still, by itself."""
        result = self.row.result
        return bool(result and result.denominator and result.denominator < self.small_denominator)

    def figures(self) -> list[tuple[Period, Decimal]]:
        """Return the figures of the trend up to the result's period, oldest first, gaps left out."""
        result = self.row.result
        if result is None or result.value is None:
            return []
        last = result.period.last
        return [(when, value) for when, value in self.row.trend if value is not None and when.last <= last]

    def note(self, kind: str, where: Address | None, what: str) -> None:
        """Report what somebody should know about the row."""
        self.log.note(kind, where, what, ref=self.row.measure.ref, area=self.row.area)

    def warning(self, kind: str, where: Address | None, what: str, todo: str) -> None:
        """Report what may be wrong with the row though it is shown."""
        self.log.warning(kind, where, what, todo, self.row.measure.ref, self.row.area)

    def doubt(self, found: Doubt) -> None:
        """Report a doubt, for all areas at once where it is not one area's own."""
        area = self.row.area if found.of_area else ""
        self.log.warning(found.kind, found.where, found.what, found.todo, self.row.measure.ref, area)


def sentence(text: str) -> str:
    """Return a text with its full stop, unless it ends like a sentence already.

    >>> sentence("No staff"), sentence("No staff."), sentence("No staff!")
    ('No staff.', 'No staff.', 'No staff!')
    """
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "…")) else text + "."
