"""`scorecard-xl addin selftest`: what the button promises, tried in the officer's own Excel.

A table of checks, each on a scratch workbook of its own; what comes out is a table to send to us.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from time import perf_counter
from typing import Protocol

from msgspec import Struct

from ..errors import ScorecardError
from . import log

TABS = ("Scorecard", "Summary", "Exceptions", "Notes", "Data checks")
STATUS_CELL = "C7"  # of the first measure on the Scorecard in the style default
OFFICERS = "Settings"  # a sheet of the officer's in the scratch workbook, which is the Kent example


class Bench(Protocol):
    """A scratch workbook that is open in a spreadsheet program, and what an officer does with it."""

    def build(self) -> str:
        """Press Build; return the message. Raises `ScorecardError` where the button would refuse."""

    def sheets(self) -> Sequence[str]:
        """Return the names of all sheets, in order."""

    def value(self, sheet: str, cell: str) -> object:
        """Return what a cell shows, after calculating."""

    def formula(self, sheet: str, cell: str) -> str:
        """Return what was typed into a cell, a formula with its equals sign."""

    def put(self, sheet: str, cell: str, content: object) -> None:
        """Type a value or a formula into a cell."""


class Check(Struct, frozen=True):
    """One promise; `run` raises AssertionError with a sentence where it is not kept."""

    name: str
    run: Callable[[Bench], None]


class Outcome(Struct, frozen=True):
    """How a check ended: pass, FAIL or ERROR, and why not."""

    name: str
    result: str
    seconds: float
    why: str = ""


def _adds_tabs(bench: Bench) -> None:
    before = list(bench.sheets())
    bench.build()
    after = list(bench.sheets())
    _same([name for name in after if name in TABS], list(TABS), "our tabs")
    _same([name for name in after if name not in TABS], before, "the officer's sheets")


def _keeps_a_formula(bench: Bench) -> None:
    bench.build()
    bench.put(OFFICERS, "H1", f"=Scorecard!{STATUS_CELL}")
    typed, shown = bench.formula(OFFICERS, "H1"), bench.value(OFFICERS, "H1")
    _same(shown, bench.value("Scorecard", STATUS_CELL), "what the formula shows before a rebuild")
    bench.build()
    _same(bench.formula(OFFICERS, "H1"), typed, "the formula after a rebuild")
    _same(bench.value(OFFICERS, "H1"), shown, "its value after a rebuild")


def _keeps_an_edit(bench: Bench) -> None:
    bench.build()
    bench.put("Scorecard", STATUS_CELL, "Red, says the officer")
    bench.build()
    kept = [name for name in bench.sheets() if name.startswith("Scorecard (edited")]
    assert kept, "the edited tab is gone"
    _same(bench.value(kept[0], STATUS_CELL), "Red, says the officer", "the edited cell")
    assert bench.value("Scorecard", STATUS_CELL) != "Red, says the officer", "the new tab has the old edit"


def _rebuild_changes_nothing(bench: Bench) -> None:
    bench.build()
    before = list(bench.sheets())
    bench.build()
    _same(list(bench.sheets()), before, "the sheets after a second build")


CHECKS = (
    Check("Build adds the five tabs and leaves the other sheets", _adds_tabs),
    Check("A second build makes no further tabs", _rebuild_changes_nothing),
    Check("A formula into our tab works after a rebuild", _keeps_a_formula),
    Check("A tab edited by hand is kept beside the new one", _keeps_an_edit),
)


def run_checks(checks: Sequence[Check], bench: Callable[[], AbstractContextManager[Bench]]) -> list[Outcome]:
    """Run every check on a bench of its own; one that fails does not keep the others from running."""
    return [_run(check, bench) for check in checks]


def as_table(outcomes: Sequence[Outcome], program: str) -> str:
    """Return the table to send to us. It says nothing of the officer's own workbooks."""
    lines = [
        f"{one.result:5}  {one.seconds:6.1f} s  {one.name}" + (f": {one.why}" if one.why else "")
        for one in outcomes
    ]
    good = sum(one.result == "pass" for one in outcomes)
    about = f"{program}; Python {platform.python_version()} on {platform.platform(terse=True)}"
    return "\n".join([f"Selftest in {about}", *lines, f"{good} of {len(outcomes)} passed"])


def _run(check: Check, bench: Callable[[], AbstractContextManager[Bench]]) -> Outcome:
    began = perf_counter()
    result, why = "pass", ""
    try:
        with bench() as opened:
            check.run(opened)
    except AssertionError as problem:
        result, why = "FAIL", str(problem)
    except ScorecardError as problem:
        result, why = "FAIL", f"refused: {problem}"
    except Exception as problem:
        log.note(f"selftest, {check.name}", problem)
        result, why = "ERROR", f"{type(problem).__name__}, details in {log.NAME}"
    return Outcome(check.name, result, perf_counter() - began, why)


def _same(found: object, meant: object, what: str) -> None:
    assert found == meant, f"{what}: {found!r} instead of {meant!r}"
