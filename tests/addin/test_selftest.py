"""The checks of the selftest: a good host passes each, and one that breaks a promise fails it."""

from contextlib import contextmanager

import pytest

from scorecard_xl.addin.selftest import CHECKS, STATUS_CELL, TABS, as_table, run_checks
from scorecard_xl.errors import ScorecardError


class Kept:
    """A stand-in for a workbook in a spreadsheet program: cells by sheet, and tabs of ours that are built."""

    def __init__(self, breaks=""):
        self.cells: dict[str, dict[str, object]] = {name: {} for name in ("Measures", "Results", "Settings")}
        self.breaks, self.edited = breaks, False

    def build(self):
        if self.breaks == "refuses":
            raise ScorecardError("The workbook is protected: unprotect it first.")
        if self.breaks == "dies":
            raise RuntimeError("RPC server unavailable")
        if self.breaks == "loses a sheet":
            del self.cells["Results"]
        if self.edited and self.breaks != "overwrites":
            self.cells["Scorecard (edited 2026-11-22)"] = self.cells["Scorecard"]
        if self.breaks == "breaks formulas" and "Scorecard" in self.cells:
            self.cells["Settings"] = {"H1": "=#REF!"}
        if self.breaks == "adds again" and "Scorecard" in self.cells:
            self.cells["Scorecard (2)"] = {}
        for tab in TABS:
            self.cells[tab] = {STATUS_CELL: "n/a"}
        if self.breaks == "keeps old values" and self.edited:
            self.cells["Scorecard"] = {STATUS_CELL: "Red, says the officer"}
        self.edited = False
        return "Built."

    def sheets(self):
        return list(self.cells)

    def formula(self, sheet, cell):
        return self.cells[sheet].get(cell, "")

    def value(self, sheet, cell):
        text = self.cells[sheet].get(cell)
        return self.value("Scorecard", STATUS_CELL) if text == f"=Scorecard!{STATUS_CELL}" else text

    def put(self, sheet, cell, content):
        self.cells[sheet][cell] = content
        self.edited = self.edited or sheet in TABS


@pytest.mark.parametrize(
    ("breaks", "fail"),
    [
        ("", ()),
        ("loses a sheet", (0, 1, 2, 3)),
        ("adds again", (1,)),
        ("breaks formulas", (2,)),
        ("overwrites", (3,)),
        ("keeps old values", (3,)),
        ("refuses", (0, 1, 2, 3)),
        ("dies", (0, 1, 2, 3)),
    ],
)
def test_each_check_can_fail(breaks, fail):
    @contextmanager
    def bench():
        yield Kept(breaks)

    outcomes = run_checks(CHECKS, bench)
    failed = tuple(number for number, one in enumerate(outcomes) if one.result != "pass")
    assert failed == fail
    if breaks == "refuses":
        assert outcomes[0].why == "refused: The workbook is protected: unprotect it first."
    if breaks == "dies":
        assert outcomes[0].result == "ERROR" and outcomes[0].why == "RuntimeError, details in log.txt"


def test_the_table_to_send():
    @contextmanager
    def bench():
        yield Kept("overwrites")

    lines = as_table(run_checks(CHECKS, bench), "a stand-in").splitlines()
    assert lines[0].startswith("Selftest in a stand-in; Python 3.")
    assert lines[1].startswith("pass") and lines[1].endswith(CHECKS[0].name)
    assert lines[4].startswith("FAIL") and lines[4].endswith(": the edited tab is gone")
    assert lines[-1] == "3 of 4 passed"
