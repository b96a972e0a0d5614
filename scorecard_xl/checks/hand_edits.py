"""What officers changed by hand on tabs that a build replaces: it does not last, so it is said."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import Address
from ..findings import FindingLog
from ..hosts.base import EditedTab

MOST_LISTED = 20
LONGEST = 60  # letters of a cell's text that are quoted
TODO = (
    "The edited tab stays beside the new one. To make a change last, write it into the input: a rating "
    "or a direction as an override on Commentary, with Reason and Owner."
)


def report_hand_edits(edited: Sequence[EditedTab], log: FindingLog) -> None:
    """Report the cells of our tabs that were edited by hand since they were built."""
    for tab in edited:
        for where, was, now in tab.cells[:MOST_LISTED]:
            log.warning("edited by hand", where, _sentence(where, was, now), TODO)
        if len(tab.cells) > MOST_LISTED:
            more = len(tab.cells) - MOST_LISTED
            cells = "1 more cell was" if more == 1 else f"{more:,} more cells were"
            log.warning(
                "edited by hand in many cells",
                Address(tab.tab),
                f"{cells} edited by hand since the last build.",
                TODO,
            )
        if not tab.cells:
            what = (
                "This tab was edited by hand since the last build; which cells can't be told, since "
                "another program than Excel saved the workbook."
            )
            log.warning("edited by hand", Address(tab.tab), what, TODO)


def _sentence(where: Address, was: str, now: str) -> str:
    if not where.row:
        return (
            f"What lies on this tab was changed by hand since the last build: "
            f"{was or 'nothing'} then, {now or 'nothing'} now."
        )
    if not was:
        return f"{_quoted(now)} was written here by hand since the last build."
    if not now:
        return f"{_quoted(was)} was cleared by hand since the last build."
    return f"{_quoted(was)} was changed to {_quoted(now)} by hand since the last build."


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return f'"{short if len(short) <= LONGEST else short[: LONGEST - 1].rstrip() + "…"}"'
