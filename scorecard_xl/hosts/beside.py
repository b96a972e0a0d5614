"""What our own short-lived files beside a workbook are called, and clearing what a killed run left."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from contextlib import suppress
from pathlib import Path

from .system import BINARY, NO_LINK

OURS = ".scorecard_xl-"
TEMPORARY = ".part"


def mark(workbook: Path) -> str:
    """Return 12 letters that stand for the workbook's name in names that must not become too long.

    The same for spellings that some systems take for one file (case, composed letters).
    """
    name = unicodedata.normalize("NFC", workbook.name).casefold()
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:12]


def lock_file(workbook: Path) -> Path:
    """Return the path of the file that is locked while this workbook is written."""
    return workbook.with_name(f"{OURS}{mark(workbook)}.lock")


def temporary_file(workbook: Path, folder: Path) -> Path:
    """Return a new path in `folder` for what shall become this workbook, or its backup."""
    return folder / f"{OURS}{mark(workbook)}-{os.urandom(8).hex()}{TEMPORARY}"


def create(path: Path, mode: int = 0o600) -> int:
    """Make a new file that nobody else may read yet, open for writing; an existing one is never taken."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | BINARY | NO_LINK, mode)


def put_in_place(new: Path, path: Path) -> None:
    """Give a new file the name of the old one, in one step; an interrupt that comes too late is none."""
    try:
        new.replace(path)
    except KeyboardInterrupt:
        # Asked of the disk: it may come between the step and our knowing of it.
        if os.path.lexists(new):
            raise


def clear_temporary(workbook: Path, folder: Path) -> None:
    """Remove the temporary files of this workbook in `folder`; only for who holds its lock.

    What can't be removed stays: it is in nobody's way.
    """
    start = f"{OURS}{mark(workbook)}-"
    with suppress(OSError), os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
        for name in names:
            if name.startswith(start) and name.endswith(TEMPORARY):
                with suppress(OSError):
                    (folder / name).unlink()
