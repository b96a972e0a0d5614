"""The lists of the Data checks tab: which findings stand under which heading, and why they are there."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from ..errors import Finding, Severity
from ..figures import grouped
from ..model import RatedMeasure, Scorecard
from ..ratings.assess import cases_in_words
from ..reading.words import listed


class Line(Struct, frozen=True):
    """One line of a list: the cells of the tab's columns, "" where there is nothing to say.

    A line with a `title` heads those under it, as a person heads what they owe.
    """

    title: str = ""
    severity: str = ""
    where: str = ""
    ref: str = ""
    what: str = ""
    todo: str = ""
    check: str = ""


class Block(Struct, frozen=True):
    """A heading, a plain sentence on why the list is there, and its lines."""

    heading: str
    why: str
    lines: tuple[Line, ...]
    left_out: int = 0

    @property
    def count(self) -> int:
        """How much there is to list: lines without titles, and what was left out."""
        return sum(not line.title for line in self.lines) + self.left_out


# Notes that stand together: heading, why they are listed, and their checks. Each needs no search.
NOTES = (
    (
        "Overrides in force",
        "An officer's judgement stands in place of what was computed. Be ready to say why.",
        ("override",),
    ),
    (
        "Watchlist",
        "Three periods of decline in a row, polarity applied. One more may turn the rating.",
        ("three declines in a row",),
    ),
    (
        "Ratings that rounding changed",
        "Results are rated as published; unrounded, these would have another colour.",
        ("rating changed by rounding", "not quite all or none"),
    ),
    (
        "Directions that hang on rounding",
        "Both figures print alike, so that a reader may ask why the arrow is not level, or is.",
        ("direction hangs on rounding",),
    ),
    (
        "Static, but another colour",
        "The figure is called static, its rating changed all the same: a target moved, or a limit is near.",
        ("static but another colour",),
    ),
    (
        "Compared across a gap",
        "The period before has no figure, so that an older one is compared with.",
        ("gap skipped",),
    ),
    (
        "Few cases",
        "One child more or less moves these figures by points. Say so before a trend is read into them.",
        ("small denominator",),
    ),
)
TO_PUT_RIGHT = "To put right"
WHY_PUT_RIGHT = "Errors leave a figure out; a warning is shown as it stands and may be wrong."
TO_CHASE = "To chase"
WHY_CHASE = "What is still missing, by the officer who answers for it; without one, by department."
OTHER = "Also worth knowing"
WHY_OTHER = "Nothing is wrong with these; somebody may ask."
CASES = "Cases to the target"
WHY_CASES = "How many cases more or fewer would have met the target, or could still be lost; closest first."
BY_CHECK = ": the command check lists them all"
MOST_IN_A_LIST = 100  # of notes and cases; with thirty areas there are thousands


def blocks(scorecard: Scorecard) -> list[Block]:
    """Return the lists that have anything in them, the most pressing first; no finding stands in two."""
    covered = {pair for chase in scorecard.chase for owed in chase.owed for pair in owed.covers}
    found = [finding for finding in scorecard.findings if (finding.kind, finding.where) not in covered]
    wrong = [finding for finding in found if finding.severity is not Severity.NOTE]
    notes = [finding for finding in found if finding.severity is Severity.NOTE]
    headed = {kind for _, _, kinds in NOTES for kind in kinds}
    made = [
        Block(TO_PUT_RIGHT, WHY_PUT_RIGHT, _lines(wrong)),
        Block(TO_CHASE, WHY_CHASE, tuple(_chase(scorecard))),
        *(
            _capped(Block(heading, why, _lines(f for f in notes if f.kind in kinds)), BY_CHECK)
            for heading, why, kinds in NOTES
        ),
        _capped(Block(OTHER, WHY_OTHER, _lines(f for f in notes if f.kind not in headed)), BY_CHECK),
        _capped(Block(CASES, WHY_CASES, tuple(_cases(scorecard.rows)))),
    ]
    return [block for block in made if block.lines]


def _lines(findings: Iterable[Finding]) -> tuple[Line, ...]:
    return tuple(
        Line(
            severity=finding.severity.value,
            where=str(finding.where) if finding.where else "",
            ref=finding.ref,
            what=finding.what,
            todo=finding.todo,
            check=finding.kind,
        )
        for finding in findings
    )


def _capped(block: Block, rest: str = "") -> Block:
    """Leave out what is more than a list can hold, and say how much that is."""
    more = len(block.lines) - MOST_IN_A_LIST
    if more <= 0:
        return block
    left = Line(title=f"and {grouped(Decimal(more), 0)} more{rest}")
    return Block(block.heading, block.why, (*block.lines[:MOST_IN_A_LIST], left), more)


def _chase(scorecard: Scorecard) -> Iterable[Line]:
    for chase in scorecard.chase:
        yield Line(title=f"{chase.owner} ({len(chase.owed)})")
        for owed in chase.owed:
            yield Line(
                where=str(owed.where) if owed.where else "",
                ref=owed.ref,
                what=owed.name + (f" ({owed.area})" if owed.area else ""),
                todo=f"Missing: {listed(owed.missing, 'and')}.",
            )


def _cases(rows: Iterable[RatedMeasure]) -> Iterable[Line]:
    """List rated rows whose distance is known in cases: those short first, the nearest on top."""
    known = [(row, row.cases, row.result) for row in rows if row.cases is not None and row.result is not None]
    known.sort(key=lambda found: (not found[1].short, found[1].short, found[1].spare))
    for row, cases, result in known:
        if result.numerator is None or result.denominator is None:
            continue
        area = f" ({row.area})" if row.area else ""
        shares = f"{grouped(result.numerator, 0)} of {grouped(result.denominator, 0)}"
        limit = "up to" if cases.fewer else "from"
        yield Line(
            where=str(result.where) if result.where else "",
            ref=row.measure.ref,
            what=f"{row.measure.name}{area}",
            todo=f"{shares}; the target is met {limit} {grouped(cases.needed, 0)}",
            check=cases_in_words(cases) or "none to spare",
        )
