"""What every host offers. Nothing between two hosts knows what a workbook is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..grids import Grid


class Sheets(Protocol):
    """The sheets of one workbook, each read when it is asked for."""

    @property
    def name(self) -> str:
        """The workbook's name, for messages."""

    @property
    def sheet_names(self) -> Sequence[str]:
        """The names of its worksheets, in order."""

    def grid(self, sheet: str) -> Grid:
        """Read one sheet."""


class Host(Protocol):
    """Both ends of the flow: reads the officer's sheets, delivers the rendered tabs."""

    def read_sheets(self) -> Sheets:
        """Open the workbook for reading; raises `ScorecardError` when it can't be read."""

    def deliver(self, rendered: bytes) -> str:
        """Hand over the rendered tabs (an .xlsx package); return a sentence saying where they are."""
