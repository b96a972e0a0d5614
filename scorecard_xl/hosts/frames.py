"""Tables that a notebook already holds: DataFrames in place of sheets.

Only the DataFrame's own methods are used here, so that this module imports no pandas.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from ..grids import Grid, Raw


class FrameSheets(Struct, frozen=True):
    """DataFrames by sheet name; addresses in messages are those the frame would have in Excel."""

    frames: Mapping[str, Any]
    name: str = "The DataFrames"

    @property
    def sheet_names(self) -> Sequence[str]:
        """The names given to the frames."""
        return list(self.frames)

    def grid(self, sheet: str) -> Grid:
        """Return a frame as a grid: its columns are the header row, its index is left out."""
        frame = self.frames[sheet]
        header = [plain_value(column) for column in frame.columns]
        rows = [[plain_value(value) for value in row] for row in frame.itertuples(index=False, name=None)]
        return Grid(sheet, [header, *rows])


def plain_value(value: Any) -> Raw:
    """Return a DataFrame's value as a cell's: missing values empty, numbers as floats, dates as dates.

    >>> plain_value(3), plain_value(float("nan")), plain_value("x"), plain_value(dt.datetime(2015, 2, 1))
    (3.0, '', 'x', datetime.date(2015, 2, 1))
    """
    if value is None or isinstance(value, str | bool):
        return "" if value is None else value
    if hasattr(value, "to_pydatetime"):
        value = None if value != value else value.to_pydatetime()  # NaT is not equal to itself
    elif hasattr(value, "item"):
        value = value.item()  # numpy's scalars
    if isinstance(value, bool):
        return value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        text = "" if value is None else str(value)
        return "" if text in ("<NA>", "NaT") else text
    return number if math.isfinite(number) else ""
