"""The closed file: reads a saved workbook without Excel, and writes finished ones."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ..errors import ScorecardError
from ..grids import Grid
from ..package.opening import DAMAGE, refuse_what_is_no_workbook, seems_damaged
from ..package.parts import MOST_BYTES_PACKED, Package
from .base import EditedTab, Rendered
from .macro_sheets import without_macro_sheets
from .package_cells import MarkedCells

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

# What calamine raises where it has a fault of its own; it is no Exception and can't be imported.
PANIC = "PanicException"


class ClosedSheets(Struct):
    """The sheets of a saved workbook: values by calamine, what it drops by `MarkedCells`."""

    name: str
    _values: CalamineWorkbook
    _marked: MarkedCells
    _grids: dict[str, Grid] = field(default_factory=dict)

    @property
    def holds_our_tabs(self) -> bool:
        """Whether a build went into the workbook."""
        return bool(self._marked.marked)

    @property
    def sheet_names(self) -> Sequence[str]:
        """The names of the officer's worksheets, in order; chart and dialog sheets hold no cells."""
        return [
            sheet.name
            for sheet in self._values.sheets_metadata
            if str(sheet.typ).endswith("WorkSheet") and sheet.name not in self._marked.marked
        ]

    def grid(self, sheet: str) -> Grid:
        """Read one sheet; a second call returns the same grid."""
        if sheet not in self._grids:
            with _explained(f"Sheet {sheet} of {self.name}"):
                marks = self._marked.of(sheet)
                values = self._values.get_sheet_by_name(sheet)
                rows = values.to_python()
                row, column = values.start or (0, 0)
                for total in marks.totals:
                    if 0 <= total - row - 1 < len(rows):
                        rows[total - row - 1] = [""] * len(rows[0])
            self._grids[sheet] = Grid(
                sheet, rows, row + 1, column + 1, marks.broken, marks.formats, marks.hidden, marks.totals
            )
        return self._grids[sheet]


class ClosedFile(Struct, frozen=True):
    """A saved workbook as input, and a file of its own, `output`, for the tabs."""

    workbook: Path
    output: Path | None = None
    keeps_input: bool = False

    def read_sheets(self) -> ClosedSheets:
        """Open the workbook; raises `ScorecardError` with one sentence when it can't be read."""
        return sheets_of(self.workbook.name, content_of(self.workbook))

    def edited_tabs(self) -> Sequence[EditedTab]:
        """Return none: tabs of ours in the workbook stay as they are."""
        return ()

    def deliver(self, rendered: Rendered) -> str:
        """Write the rendered tabs to `output` in one step; an existing file stays whole on failure."""
        from .output_file import check_output, replace_file  # only who writes pays for loading it

        assert self.output is not None, "who delivers says where to"
        check_output(self.output, self.workbook)
        replace_file(self.output, rendered.content)
        return f"Written: {self.output}"


def sheets_of(name: str, content: bytes) -> ClosedSheets:
    """Return the sheets of a saved workbook; raises `ScorecardError` when it can't be read."""
    from python_calamine import CalamineWorkbook

    with _explained(name):
        # First what can refuse a package before anything of it is unpacked.
        package = Package(name, BytesIO(content))
        marked = MarkedCells(package)
        file = BytesIO(content)
        if marked.macro_sheets:
            file = without_macro_sheets(package, marked.workbook, marked.macro_sheets)
        values = CalamineWorkbook.from_filelike(file)
    return ClosedSheets(name, values, marked)


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Turn whatever damage makes the readers raise into one sentence."""
    from python_calamine import CalamineError

    try:
        yield
    except BaseException as problem:
        if not isinstance(problem, (CalamineError, OSError, *DAMAGE)) and type(problem).__name__ != PANIC:
            raise
        raise seems_damaged(what) from problem


def content_of(path: Path) -> bytes:
    """Return the file's bytes, read at one go: whatever happens to it afterwards changes nothing."""
    with opened(path) as file:
        return file.read(MOST_BYTES_PACKED)


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Open a file that may be a workbook; raises `ScorecardError` when it can't be one or be read."""
    try:
        if path.is_dir():
            raise ScorecardError(f"{path} is a folder: name the workbook itself.")
        if path.exists() and not path.is_file():
            raise ScorecardError(f"{path} is not a file: name the workbook itself.")
        with path.open("rb") as file:
            refuse_what_is_no_workbook(path.name, file.read(8), os.fstat(file.fileno()).st_size)
            file.seek(0)
            yield file
    except FileNotFoundError:
        raise ScorecardError(f"There is no file {path}: check the name and the folder.") from None
    except (OSError, ValueError) as problem:
        raise ScorecardError(f"{path} can't be opened: {_why(problem)}.") from None


def _why(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)
