"""The workbook that is open in front of the officer, over xlwings' objects: Excel's, or Calc's by our engine.

It is read from a copy of itself as it is now, so that what is read is what a saved file would say, and a
large book costs no more calls than a small one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..config import WorkbookSettings
from ..errors import ScorecardError
from ..package.book import Book
from ..package.changes import Changes
from ..package.graft import Outcome
from ..package.marked import marked
from ..package.ours import HandEdits
from .base import EditedTab, Rendered
from .closed import ClosedSheets, content_of, sheets_of
from .edits import as_edited_tab
from .live_plan import Plan, look, planned
from .live_platform import Platform, platform_of
from .swap import Swap
from .telling import delivered

# What is switched for the time of a delivery, and to what.
QUIET = {
    "screen_updating": False,
    "display_alerts": False,
    "enable_events": False,
    "calculation": "manual",
}


class OpenBook:
    """A workbook that is open in a program, as both ends; `book` is xlwings' object.

    Whatever happens, the program's switches, the status bar and the sheet in front are as before.
    """

    keeps_input = True

    def __init__(
        self, book: Any, settings: WorkbookSettings, now: datetime, platform: Platform | None = None
    ) -> None:
        self._book, self._settings, self._now = book, settings, now
        self._platform = platform or platform_of(book)
        self._copy: Book | None = None
        self._edited: list[HandEdits] = []

    @property
    def program(self) -> str:
        """The program's name, for messages."""
        return self._platform.program

    def read_sheets(self) -> ClosedSheets:
        """Read the book as it is now; raises `ScorecardError` when it can't take our tabs."""
        self._platform.refuse(self._book)
        self.progress("Scorecard: reading the workbook …")
        name = str(self._book.name)
        with self._explained(), TemporaryDirectory(prefix="scorecard_xl") as folder:
            content = content_of(self._platform.copy(self._book, Path(folder)))
        self._copy, self._edited = look(name, content)
        return sheets_of(name, content)

    def edited_tabs(self) -> Sequence[EditedTab]:
        """Return our tabs, of an earlier build, that were edited by hand."""
        return [as_edited_tab(found) for found in self._edited]

    def deliver(self, rendered: Rendered) -> str:
        """Put the tabs into the book; say what was done.

        Raises `ScorecardError` when they can't go in without loss; the book is as it was then.
        """
        assert self._copy is not None, "what is written was read before"
        self.progress("Scorecard: writing the tabs …")
        today = self._now.date()
        plan = planned(self._copy, self._edited, rendered.roles, self._settings.place, today)
        content = marked(rendered.content, rendered.roles, plan.order, today)
        with self._explained(), TemporaryDirectory(prefix="scorecard_xl") as folder:
            path = Path(folder) / f"scorecard {self._now:%H%M%S%f}.xlsx"  # Excel opens no two of one name
            path.write_bytes(content)
            with self._quiet():
                left = self._swap(path, plan)
        return delivered(str(self._book.name), _outcome(plan), left)

    def progress(self, text: str) -> None:
        """Show a text in the status bar; "" gives it back to the program."""
        with suppress(Exception):  # no build fails for a status bar
            self._book.app.status_bar = text or False

    def select(self, sheet: str) -> None:
        """Bring a sheet to the front; where there is none of that name nothing happens."""
        for one in self._book.sheets:
            if one.name == sheet and one.visible is not False:
                one.activate()

    def _swap(self, path: Path, plan: Plan) -> list[str]:
        source = self._book.app.books.open(str(path), update_links=False, read_only=True)
        try:
            return Swap(self._book, source, plan, self._platform).run()
        finally:
            source.close()

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        app = self._book.app
        front = self._platform.in_front(self._book)
        was = {name: getattr(app, name) for name in QUIET}
        try:
            for name, value in QUIET.items():
                setattr(app, name, value)
            yield
        finally:
            with suppress(Exception):
                front()
            for name, value in reversed(was.items()):
                with suppress(Exception):
                    setattr(app, name, value)
            self.progress("")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn whatever a program answers into one sentence."""
        try:
            yield
        except (ScorecardError, MemoryError):
            raise
        except Exception as problem:
            said = str(problem).strip().splitlines() or [type(problem).__name__]
            raise ScorecardError(
                f"{self._book.name} is as it was, since {self.program} refused a step ({said[0][:200]}): "
                "try again, or save and close it and run `scorecard-xl build` on the file."
            ) from problem
        finally:
            self.progress("")


def open_book(program: str, name: str, path: str = "", pid: int | None = None) -> Any:
    """Return xlwings' object for a book that is open in "Excel" or "Calc"; raises `ScorecardError`.

    `path` tells apart two books of one name, `pid` two running Excels.
    """
    import xlwings

    if program == "Calc":
        from .calc import engine

        apps = list(engine().apps)
    elif "excel" in xlwings.engines.engines_by_name:
        apps = list(xlwings.engines["excel"].apps)
    else:
        raise ScorecardError(
            "There is no Excel on this computer that Python can reach: run the command on the saved workbook."
        )
    found = [book for app in apps if pid is None or app.pid == pid for book in app.books if book.name == name]
    if len(found) > 1 and path:
        found = [book for book in found if _path(book) == path] or found
    if len(found) == 1:
        return found[0]
    if found:
        raise ScorecardError(
            f"{name} is open in more than one {program}: close one of them, then try again. "
            "Nothing was changed."
        )
    raise ScorecardError(
        f"{name} can't be found among the open workbooks: if it is in Protected View, click Enable Editing, "
        "then try again. Nothing was changed."
    )


def _path(book: Any) -> str:
    """Return a book's path; xlwings knows none for some on OneDrive."""
    try:
        return str(book.fullname)
    except Exception:
        return ""


def _outcome(plan: Plan) -> Outcome:
    return Outcome(
        Changes(),
        tuple(tab.name for tab in plan.tabs if not tab.old),
        tuple(tab.name for tab in plan.tabs if tab.old),
        plan.gone,
        plan.kept,
        plan.copies,
    )
