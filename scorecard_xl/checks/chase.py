"""Who owes what before the paper goes out (M9): commentary, results and reasons, by responsible officer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..config import RatingSettings
from ..errors import Address
from ..model import Absence, Chase, Owed, RatedMeasure, ResultStatus
from ..overrides import override_lacks
from ..periods import Period
from ..rating_rules import RatingRule
from ..reading.words import listed
from .checked import Doubt

NOBODY = "No officer named"


def commentary_missing(row: RatedMeasure, *, has_page: bool) -> Doubt:
    """Return the finding that nobody has written about a row that needs it (I3)."""
    measure = row.measure
    name = measure.ref + (f" ({row.area})" if row.area else "")
    band = f"is {row.rating.rag} and has no commentary"
    why = "has an exception report but no commentary for it" if has_page else band
    whose = f" It is {measure.officer}'s to write." if measure.officer else ""
    what = f"Measure {name} {why}.{whose}"
    return Doubt("commentary missing", measure.where, what, "Add a row on Commentary.")


def wants_commentary(row: RatedMeasure, ratings: Sequence[str], *, has_page: bool) -> bool:
    """Whether a row needs commentary, by its page or its rating, and has none."""
    written = row.commentary is not None and bool(row.commentary.commentary)
    return not written and (has_page or row.rating.is_one_of(ratings))


def chase_list(
    rows: Iterable[RatedMeasure],
    pages: Iterable[RatedMeasure],
    ratings: Sequence[str],
    period: Period,
    settings: RatingSettings,
) -> tuple[Chase, ...]:
    """Return what is missing by owner, who owes most first; what nobody answers for stands last.

    The owner is the responsible officer, else the department. `pages` are the rows with an exception
    page, `ratings` those for which commentary is asked without one. Whose rule rates no result is asked
    for the judgement or forecast instead.
    """
    with_page = {(row.measure.ref, row.area) for row in pages}
    by_owner: dict[str, list[Owed]] = {}
    for row in rows:
        measure = row.measure
        has_page = (measure.ref, row.area) in with_page
        rule = settings.rule_of(measure.rule)
        figures = _figures(row, period) if rule.needs_result else _judgement(row, rule, period)
        lacking = [*figures, *_texts(row, ratings, period, has_page=has_page)]
        if lacking:
            covers = tuple((kind, where) for _, kind, where in lacking)
            missing = tuple(what for what, _, _ in lacking)
            owed = Owed(measure.ref, row.area, measure.name, missing, covers[0][1], covers)
            by_owner.setdefault(measure.officer or measure.department or NOBODY, []).append(owed)
    ordered = sorted(by_owner, key=lambda owner: (owner == NOBODY, -len(by_owner[owner]), owner.casefold()))
    return tuple(Chase(owner, tuple(by_owner[owner])) for owner in ordered)


def in_text(chases: Sequence[Chase]) -> str:
    """Return the list as text for an e-mail: the owner with their number, then a line a measure."""
    blocks = []
    for chase in chases:
        lines = [f"  {called(owed)}: {listed(owed.missing, 'and')}" for owed in chase.owed]
        blocks.append("\n".join([f"{chase.owner} ({len(chase.owed)})", *lines]))
    return "\n\n".join(blocks)


def called(owed: Owed) -> str:
    """Return the measure as people call it: "12 Visits in time (North)"."""
    return f"{owed.ref} {owed.name}" + (f" ({owed.area})" if owed.area else "")


Lacking = tuple[str, str, Address | None]  # what is missing, the check that says so too, its cell


def _figures(row: RatedMeasure, period: Period) -> Iterator[Lacking]:
    due = row.trend[-1][0] if row.trend else period
    if row.result is None:
        if not row.measure.in_error:
            yield f"a result for {due.label}", "", row.measure.where
    elif row.result.status is ResultStatus.IN_ERROR:
        yield f"a result for {due.label} that can be read", "", row.result.where
    elif row.carried:
        yield (
            f"a result for {due.label} ({row.result.period.label} is shown)",
            "older result",
            row.result.where,
        )


def _judgement(row: RatedMeasure, rule: RatingRule, period: Period) -> Iterator[Lacking]:
    """What the rule rates in place of a result, unless an override only lacks something."""
    due = row.trend[-1][0] if row.trend else period
    begun = row.commentary is not None and bool(override_lacks(row.commentary))
    if row.rating.absence is Absence.NOT_JUDGED and row.rating.override is None and not begun:
        yield f"a {'judgement' if rule.judged else 'forecast'} for {due.label}", "", row.measure.where


def _texts(row: RatedMeasure, ratings: Sequence[str], period: Period, *, has_page: bool) -> Iterator[Lacking]:
    written = row.commentary
    if wants_commentary(row, ratings, has_page=has_page):
        yield f"commentary for {period.label}", "commentary missing", row.measure.where
    lacking = override_lacks(written) if written else []
    if written and lacking:
        yield f"{listed(lacking, 'and')} for the override", "override incomplete", written.where
