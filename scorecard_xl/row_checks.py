"""What somebody should know about a rated row before the paper goes out, listed in Data checks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from .errors import Address
from .figures import rounded
from .findings import FindingLog
from .model import Absence, Direction, Effect, RatedMeasure, Rating, Result, Standards
from .periods import Period
from .ratings.assess import child_is_worth, unrounded_in_words
from .ratings.rag import value_to_rate

NO_STANDARDS = Standards()


class Checked(Struct, frozen=True):
    """A row with what its checks need: the period due, and how an earlier result was rated in its time.

    `one_back` is the period that the previous result should be of (None where another comparator was
    asked for), `standing` what Measures says, which holds for the year `standing_for`.
    """

    row: RatedMeasure
    due: Period
    rating_of: Callable[[Result], Rating]
    small_denominator: Decimal
    log: FindingLog
    one_back: Period | None = None
    standing: Standards = NO_STANDARDS
    standing_for: Period | None = None

    @property
    def name(self) -> str:
        """The measure's ref, with its area."""
        return self.row.measure.ref + (f" ({self.row.area})" if self.row.area else "")

    @property
    def compared(self) -> list[tuple[Direction, Result]]:
        """The directions that have something to compare with."""
        return [(d, d.against) for d in (self.row.previous, self.row.outturn) if d.against is not None]

    def note(self, kind: str, where: Address | None, what: str) -> None:
        """Report what somebody should know about the row."""
        self.log.note(kind, where, what, ref=self.row.measure.ref, area=self.row.area)

    def warning(self, kind: str, where: Address | None, what: str, todo: str) -> None:
        """Report what may be wrong with the row though it is shown."""
        self.log.warning(kind, where, what, todo, self.row.measure.ref, self.row.area)


def check_row(checked: Checked) -> None:
    """Report all that is worth knowing about a row."""
    for check in ROW_CHECKS:
        check(checked)


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
            "Fill in Polarity, or empty the target.",
            measure.ref,
        )


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


ROW_CHECKS: tuple[Callable[[Checked], None], ...] = (
    changed_by_rounding,
    not_quite_all,
    hangs_on_rounding,
    static_in_another_colour,
    older_result,
    target_of_another_year,
    target_without_polarity,
    gap_skipped,
    rule_not_applied,
    overridden,
    few_cases,
)


def sentence(text: str) -> str:
    """Return a text with its full stop, unless it ends like a sentence already.

    >>> sentence("No staff"), sentence("No staff."), sentence("No staff!")
    ('No staff.', 'No staff.', 'No staff!')
    """
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def _period(checked: Checked) -> str:
    return checked.row.result.period.label if checked.row.result else checked.due.label
