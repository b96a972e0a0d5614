"""The closed file: reads a saved workbook without Excel, and writes finished ones."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from msgspec import Struct, field

from ..errors import ScorecardError
from ..grids import Grid
from ..package.parts import MOST_BYTES_PACKED, Package
from .package_cells import MarkedCells

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

# What zipfile, the XML parser and the decoders raise for a package that is not what it says.
DAMAGE = (
    ValueError,
    LookupError,
    SyntaxError,
    OSError,
    EOFError,
    RuntimeError,
    ArithmeticError,
    BadZipFile,
    zlib.error,
)
# What calamine raises where it has a fault of its own; it is no Exception and can't be imported.
PANIC = "PanicException"
ZIP = b"PK\x03\x04"
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


class ClosedSheets(Struct):
    """The sheets of a saved workbook: values by calamine, what it drops by `MarkedCells`."""

    name: str
    _values: CalamineWorkbook
    _marked: MarkedCells
    _grids: dict[str, Grid] = field(default_factory=dict)

    @property
    def sheet_names(self) -> Sequence[str]:
        """The names of the worksheets, in order; chart and dialog sheets hold no cells."""
        return [sheet.name for sheet in self._values.sheets_metadata if str(sheet.typ).endswith("WorkSheet")]

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
    """A saved workbook as input and, as long as write-back does not exist, a new file as output."""

    workbook: Path
    output: Path | None = None

    def read_sheets(self) -> ClosedSheets:
        """Open the workbook; raises `ScorecardError` with one sentence when it can't be read."""
        content = _content(self.workbook)
        from python_calamine import CalamineWorkbook

        with _explained(self.workbook.name):
            # First what can refuse a package before anything of it is unpacked.
            marked = MarkedCells(Package(self.workbook.name, content))
            values = CalamineWorkbook.from_filelike(BytesIO(content))
        return ClosedSheets(self.workbook.name, values, marked)

    def deliver(self, rendered: bytes) -> str:
        """Write the rendered tabs to `output` in one step; an existing file stays whole on failure."""
        if self.output is None:
            raise ScorecardError(
                "Writing into the workbook itself is not built yet: give --output NEW.xlsx "
                "to get the scorecard as a file of its own."
            )
        from .output_file import check_output, replace_file  # only who writes pays for loading it

        check_output(self.output, self.workbook)
        replace_file(self.output, rendered)
        return f"Written: {self.output}"


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Turn whatever damage makes the readers raise into one sentence."""
    from python_calamine import CalamineError

    try:
        yield
    except BaseException as problem:
        if not isinstance(problem, (CalamineError, *DAMAGE)) and type(problem).__name__ != PANIC:
            raise
        raise ScorecardError(
            f"{what} can't be read: it seems damaged. Open the workbook in Excel, save it again and retry."
        ) from problem


def _content(path: Path) -> bytes:
    """Return the file's bytes, read at one go: whatever happens to it afterwards changes nothing."""
    try:
        if path.is_dir():
            raise ScorecardError(f"{path} is a folder: name the workbook itself.")
        if path.exists() and not path.is_file():
            raise ScorecardError(f"{path} is not a file: name the workbook itself.")
        with path.open("rb") as file:
            start = file.read(8)
            _refuse_what_is_no_workbook(path, start, os.fstat(file.fileno()).st_size)
            return start + file.read(MOST_BYTES_PACKED)
    except FileNotFoundError:
        raise ScorecardError(f"There is no file {path}: check the name and the folder.") from None
    except (OSError, ValueError) as problem:
        raise ScorecardError(f"{path} can't be opened: {_why(problem)}.") from None


def _refuse_what_is_no_workbook(path: Path, start: bytes, size: int) -> None:
    if not start:
        raise ScorecardError(f"{path.name} is empty (0 bytes): fetch or save the workbook again.")
    if start == COMPOUND_FILE:
        raise ScorecardError(
            f"{path.name} is password-protected or in the old .xls format: "
            "remove the password or save it as .xlsx, then retry."
        )
    if not start.startswith(ZIP):
        raise ScorecardError(f"{path.name} is not an Excel workbook: save it as .xlsx and retry.")
    if size > MOST_BYTES_PACKED:
        raise ScorecardError(
            f"{path.name} is larger than {MOST_BYTES_PACKED // 1_000_000} MB, which no scorecard workbook "
            "needs: save the sheets of the scorecard in a file of their own."
        )


def _why(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)
