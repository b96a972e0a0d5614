"""Edits by hand on our tabs, as every host reports them."""

from __future__ import annotations

import re

from ..errors import Address
from ..package.contents import Edit
from ..package.ours import HandEdits
from .base import EditedCell, EditedTab
from .sheet_extent import column_number

_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def as_edited_tab(found: HandEdits) -> EditedTab:
    """Return what was changed on a tab, each cell with its address."""
    return EditedTab(found.tab, tuple(_with_address(found.tab, cell) for cell in found.cells))


def _with_address(tab: str, edit: Edit) -> EditedCell:
    found = _CELL.fullmatch(edit.cell)
    where = Address(tab, int(found[2]), column_number(found[1].encode())) if found else Address(tab)
    return EditedCell(where, edit.now, edit.was_empty)
