"""The officer's own closed workbook as both ends: its sheets are read, our tabs go back into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ..config import WorkbookSettings
from ..errors import ScorecardError
from ..package.book import Book
from ..package.changes import Changes
from ..package.checking import check_written
from ..package.draft import Draft
from ..package.graft import Delivery, Outcome, graft
from ..package.opening import explained
from ..package.ours import HandEdits, hand_edits, our_tabs
from ..package.parts import Package
from ..package.references import who_shows
from ..package.refusals import refuse_what_cannot_be_kept
from ..package.removal import remove
from ..package.writing import write_package
from .backups import Backups
from .base import EditedTab, Rendered
from .closed import ClosedSheets, opened, sheets_of
from .edits import as_edited_tab
from .safe_file import replace_workbook
from .seen import Seen, seen, seen_open
from .telling import done, planned
from .writable import refuse_unwritable


class OwnWorkbook:
    """A saved workbook that the tabs go back into; with `only_look` it is only said what would be.

    `written` says whether the workbook has been replaced, also when an interrupt keeps `deliver` from
    saying so.
    """

    keeps_input = True

    def __init__(
        self, workbook: Path, settings: WorkbookSettings, now: datetime, *, only_look: bool = False
    ) -> None:
        self._path, self._settings, self._now, self._only_look = workbook, settings, now, only_look
        self._seen: Seen | None = None
        self.written = False
        self._edited: list[HandEdits] = []

    def read_sheets(self) -> ClosedSheets:
        """Open the workbook; raises `ScorecardError` when it can't be read or can't be written later."""
        self._refuse_unwritable()
        with opened(self._path) as file:
            content = file.read()
            self._seen = seen(self._path, content)
        self._look(BytesIO(content))
        return sheets_of(self._path.name, content)

    def look(self) -> None:
        """Take note of the workbook as it is without reading its sheets."""
        self._refuse_unwritable()
        with opened(self._path) as file:
            self._seen = seen_open(self._path, file)
            self._look(file)

    def edited_tabs(self) -> Sequence[EditedTab]:
        """Return our tabs, of an earlier build, that were edited by hand."""
        return [as_edited_tab(found) for found in self._edited]

    def deliver(self, rendered: Rendered) -> str:
        """Put the tabs into the workbook; say what was done, or would be.

        Raises `ScorecardError` when they can't go in without loss; the workbook is as it was then.
        """
        delivery = Delivery(rendered.content, rendered.roles, self._settings.place)
        return self._change(lambda package: graft(package, delivery, self._now.date(), self._edited))

    def remove_tabs(self) -> str:
        """Take our tabs out of the workbook; say what was done, or would be."""
        self.look()
        return self._change(remove)

    def _refuse_unwritable(self) -> None:
        if not self._only_look:
            refuse_unwritable(self._path)

    def _in_the_way(self) -> str:
        """Return a line on why the workbook can't be written as things are, "" when it can."""
        try:
            refuse_unwritable(self._path)
        except ScorecardError as refused:
            return f"It can't be written now: {refused}\n"
        return ""

    def _look(self, file: BinaryIO) -> None:
        with explained(self._path.name):
            package = Package(self._path.name, file)
            refuse_what_cannot_be_kept(package)
            self._edited = _edited(package)

    def _change(self, make: Callable[[Package], Outcome]) -> str:
        assert self._seen is not None, "what is written was read before"
        with self._path.open("rb") as file, explained(self._path.name):
            package = Package(self._path.name, file)
            outcome = make(package)
            names = package.names
            shown = who_shows(Book(Draft(package)), [*outcome.added, *outcome.replaced])
        if self._only_look:
            return self._in_the_way() + planned(self._path.name, outcome, names, shown)
        backup = None
        if outcome.changes.written or outcome.changes.dropped:
            backup = replace_workbook(
                self._path,
                self._seen,
                lambda to: self._write(outcome.changes, to),
                lambda written: self._check(outcome.changes, written),
                Backups(self._settings.backups, self._settings.backup_folder),
                self._now,
            )
            self.written = True
        return done(self._path, outcome, backup, shown)

    # The workbook is opened anew each time: where it is replaced, nobody may hold it open.

    def _write(self, changes: Changes, to: BinaryIO) -> None:
        with self._path.open("rb") as file:
            write_package(Package(self._path.name, file), changes, to)

    def _check(self, changes: Changes, written: BinaryIO) -> None:
        with self._path.open("rb") as file:
            check_written(Package(self._path.name, file), changes, written)


def edited_tabs_of(workbook: Path) -> Sequence[EditedTab]:
    """Return the tabs of ours in a workbook that were edited by hand; none where none can be told."""
    try:
        with opened(workbook) as file, explained(workbook.name):
            return [as_edited_tab(found) for found in _edited(Package(workbook.name, file))]
    except ScorecardError:
        return ()


def _edited(package: Package) -> list[HandEdits]:
    book = Book(Draft(package))
    found = (hand_edits(book, one) for one in our_tabs(book) if not one.is_copy)
    return [edits for edits in found if edits]
