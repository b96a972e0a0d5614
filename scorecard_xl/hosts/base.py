"""What every host offers. Nothing between two hosts knows what a workbook is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from ..errors import Address
from ..grids import Grid


class EditedCell(Struct, frozen=True):
    """A cell as it is now, and whether it was empty; an address without a row is what lies on the tab."""

    where: Address
    now: str
    was_empty: bool


class EditedTab(Struct, frozen=True):
    """A tab of ours that was edited by hand since it was built; `cells` is empty where none can be told."""

    tab: str
    cells: tuple[EditedCell, ...]


class Rendered(Struct, frozen=True):
    """The rendered tabs as an .xlsx package, and which of the product's tabs each is, by its name."""

    content: bytes
    roles: Mapping[str, str]


class Sheets(Protocol):
    """The sheets of one workbook, each read when it is asked for."""

    @property
    def name(self) -> str:
        """The workbook's name, for messages."""

    @property
    def sheet_names(self) -> Sequence[str]:
        """The names of its worksheets, in order; tabs of ours are not among them."""

    def grid(self, sheet: str) -> Grid:
        """Read one sheet."""


class Host(Protocol):
    """Both ends of the flow: reads the officer's sheets, delivers the rendered tabs."""

    @property
    def keeps_input(self) -> bool:
        """Whether the tabs are delivered beside the sheets that were read, so that they may link there."""

    def read_sheets(self) -> Sheets:
        """Open the workbook for reading; raises `ScorecardError` when it can't be read."""

    def edited_tabs(self) -> Sequence[EditedTab]:
        """Return our tabs, of an earlier build, that were edited by hand; none before `read_sheets`."""

    def deliver(self, rendered: Rendered) -> str:
        """Hand over the rendered tabs; return a sentence saying where they are."""
