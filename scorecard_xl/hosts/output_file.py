"""A file of its own for what was made: whether it may be written, and writing it in one step."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..errors import ScorecardError
from .beside import create, put_in_place, temporary_file
from .trouble import why


def check_output(output: Path, workbook: Path | None = None, option: str = "--output") -> None:
    """Refuse an output path that can't or must not be written, before any work is done.

    `option` is what the path was given by, named in the refusal; "" for none.
    """
    try:
        problem = _problem_of_output(output, workbook)
    except OSError as refused:
        problem = f"can't be written: {why(refused)[0]}. Choose another name."
    except ValueError as refused:
        problem = f"can't be written: {refused}. Choose another name."
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
    beside = temporary_file(path, path.parent)
    try:
        # A shared folder expects the usual rights, not those of a file for its owner alone.
        with os.fdopen(create(beside, 0o666), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(beside, path)
    except BaseException as problem:
        with suppress(OSError):
            beside.unlink()
        if not isinstance(problem, OSError):
            raise
        raise ScorecardError(
            f"{path} can't be written: {why(problem)[0]}. "
            "If it is open in Excel, close it there; otherwise choose another name."
        ) from None
