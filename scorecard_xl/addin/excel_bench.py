"""A bench for the selftest in a real Excel, over xlwings. Not run in Excel yet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import ScorecardError
from ..resources import shipped
from .requests import Request
from .run import act
from .selftest import CHECKS, as_table, run_checks

EXAMPLE = "workbook_templates/kent_2015_02.xlsx"


def selftest(say: Callable[[str], None]) -> int:
    """Run the checks in the Excel of this computer and print their table; 2 where one did not pass."""
    if find_spec("xlwings") is None:
        raise ScorecardError(
            "The selftest talks to Excel through xlwings, which is not installed: "
            'pip install "scorecard-xl[excel]" first.'
        )
    if find_spec("scorecard_xl.hosts.excel") is None:
        raise ScorecardError(
            "This version can't build into an open workbook yet, so there is nothing to test."
        )
    say("Excel opens and closes a scratch workbook several times; your own workbooks are left alone.")
    outcomes = run_checks(CHECKS, in_excel)
    say(as_table(outcomes, "Excel"))
    return 0 if all(one.result == "pass" for one in outcomes) else 2


@contextmanager
def in_excel() -> Iterator[ExcelBench]:
    """Open a copy of the example in an Excel of its own, and close both, whatever happens."""
    import xlwings

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "selftest.xlsx"
        shutil.copyfile(shipped(EXAMPLE), path)
        app = xlwings.App(visible=True, add_book=False)
        try:
            app.display_alerts = False
            yield ExcelBench(app, app.books.open(str(path)))
        finally:
            with suppress(Exception):
                app.kill()


class ExcelBench:
    """What an officer does, by xlwings' public objects; `program` may be Calc, behind the same objects."""

    def __init__(self, app: Any, book: Any, program: str = "Excel") -> None:
        self._app, self._book, self._program = app, book, program

    def build(self) -> str:
        """Press Build, as the macro does."""
        request = Request(
            "build",
            program=self._program,
            book=self._book.name,
            path=self._book.fullname,
            hwnd=self._window(),
        )
        answer = act(request)
        if not answer.ok:
            raise ScorecardError(answer.message)
        return answer.message

    def _window(self) -> str:
        """Return the window's number; only Excel on Windows has one."""
        with suppress(Exception):
            return str(self._app.hwnd)
        return ""

    def sheets(self) -> Sequence[str]:
        """Return the names of all sheets."""
        return [sheet.name for sheet in self._book.sheets]

    def value(self, sheet: str, cell: str) -> object:
        """Return what a cell shows."""
        self._app.calculate()
        value: object = self._book.sheets[sheet].range(cell).value
        return value

    def formula(self, sheet: str, cell: str) -> str:
        """Return what was typed into a cell."""
        return str(self._book.sheets[sheet].range(cell).formula)

    def put(self, sheet: str, cell: str, content: object) -> None:
        """Type into a cell: what begins with an equals sign is a formula."""
        self._book.sheets[sheet].range(cell).formula = content
