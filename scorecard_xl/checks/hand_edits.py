"""What officers changed by hand on tabs that a build replaces: it does not last, so it is said."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import Address
from ..findings import FindingLog
from ..hosts.base import EditedCell, EditedTab

MOST_LISTED = 20
LONGEST = 60  # letters of a cell's text that are quoted
TODO = (
    "The edited tab stays beside the new one. To make a change last, write it into the input: a rating "
    "or a direction as an override on Commentary, with Reason and Owner."
)


def report_hand_edits(edited: Sequence[EditedTab], log: FindingLog) -> None:
    """Report the cells of our tabs that were edited by hand since they were built."""
    for tab in edited:
        for cell in tab.cells[:MOST_LISTED]:
            log.warning("edited by hand", cell.where, _sentence(cell), TODO)
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


def _sentence(cell: EditedCell) -> str:
    if not cell.where.row:
        return f"What lies on this tab was changed by hand since the last build: now {cell.now or 'nothing'}."
    if not cell.now:
        return "This cell was cleared by hand since the last build."
    instead = "" if cell.was_empty else ", in place of what we wrote"
    return f"{_quoted(cell.now)} was written here by hand since the last build{instead}."


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return f'"{short if len(short) <= LONGEST else short[: LONGEST - 1].rstrip() + "…"}"'
