"""The closed file: reads a saved workbook without Excel, and writes finished ones."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ..errors import ScorecardError
from ..grids import Grid
from ..package.opening import DAMAGE, refuse_what_is_no_workbook, seems_damaged
from ..package.parts import MOST_BYTES_PACKED, Package
from .base import EditedTab, Rendered
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
        assert self.output is not None, "who delivers says where to"
        check_output(self.output, self.workbook)
        replace_file(self.output, rendered.content)
        return f"Written: {self.output}"


def sheets_of(name: str, content: bytes) -> ClosedSheets:
    """Return the sheets of a saved workbook; raises `ScorecardError` when it can't be read."""
    from python_calamine import CalamineWorkbook

    with _explained(name):
        # First what can refuse a package before anything of it is unpacked.
        marked = MarkedCells(Package(name, BytesIO(content)))
        values = CalamineWorkbook.from_filelike(BytesIO(content))
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
    try:
        if path.is_dir():
            raise ScorecardError(f"{path} is a folder: name the workbook itself.")
        if path.exists() and not path.is_file():
            raise ScorecardError(f"{path} is not a file: name the workbook itself.")
        with path.open("rb") as file:
            start = file.read(8)
            refuse_what_is_no_workbook(path.name, start, os.fstat(file.fileno()).st_size)
            return start + file.read(MOST_BYTES_PACKED)
    except FileNotFoundError:
        raise ScorecardError(f"There is no file {path}: check the name and the folder.") from None
    except (OSError, ValueError) as problem:
        raise ScorecardError(f"{path} can't be opened: {_why(problem)}.") from None


def check_output(output: Path, workbook: Path | None = None, option: str = "--output") -> None:
    """Refuse an output path that can't or must not be written, before any work is done.

    `option` is what the path was given by, named in the refusal; "" for none.
    """
    try:
        problem = _problem_of_output(output, workbook)
    except (OSError, ValueError) as refused:
        problem = f"can't be written: {_why(refused)}. Choose another name."
    if problem:
        raise ScorecardError(f"{option} {output} {problem}".lstrip())


def _problem_of_output(output: Path, workbook: Path | None) -> str:
    folder = output.parent
    if output.is_dir():
        return "is a folder: add a file name that ends in .xlsx."
    if output.suffix.lower() != ".xlsx":
        return "must end in .xlsx, since that is what is written."
    if not folder.is_dir():
        return f"can't be written: the folder {folder} does not exist; make it first."
    if workbook is not None and output.exists() and workbook.exists() and output.samefile(workbook):
        return "is the workbook itself and would replace it: choose another name."
    if not os.access(folder, os.W_OK) or (output.exists() and not os.access(output, os.W_OK)):
        return "can't be written: choose a folder where you may save files."
    return ""


def replace_file(path: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it, so that it is never half-written.

    Raises `ScorecardError` when the disk or the folder refuses; the old file is then untouched.
    """
    import tempfile  # only who writes pays for loading it

    beside = None
    try:
        handle, beside = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner may read; a shared folder expects the usual rights.
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except OSError as problem:
        raise ScorecardError(
            f"{path} can't be written: {_why(problem)}. "
            "If it is open in Excel, close it there; otherwise choose another name."
        ) from None
    finally:
        if beside is not None:
            with suppress(OSError):
                Path(beside).unlink(missing_ok=True)


def _why(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
