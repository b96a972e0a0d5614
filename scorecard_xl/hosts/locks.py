"""One build at a time writes into a workbook."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import ScorecardError
from .beside import lock_file
from .system import BINARY, NO_LINK, close_and_remove, try_lock

WAIT_SECONDS = 5.0
PAUSE_SECONDS = 0.05


@contextmanager
def locked(workbook: Path, wait: float | None = None) -> Iterator[bool]:
    """Hold the workbook's lock inside the block; yields False where the file system has no locks.

    Waits `wait` seconds for another build, by default `WAIT_SECONDS`, then raises `ScorecardError`.
    """
    path = lock_file(workbook)
    deadline = time.monotonic() + (WAIT_SECONDS if wait is None else wait)
    while (held := _taken(path)) is None:
        if time.monotonic() >= deadline:
            raise ScorecardError(
                f"Another build is just writing into {workbook.name}: nothing was written; "
                "wait until it has ended and run build again."
            )
        time.sleep(PAUSE_SECONDS)
    handle, alone = held
    try:
        yield alone
    finally:
        close_and_remove(handle, path)


def _taken(path: Path) -> tuple[int, bool] | None:
    """Open and lock the file; None when another has it, or had it and removed it meanwhile."""
    handle = _opened(path)
    keep = False
    try:
        got = try_lock(handle)
        # A lock on a file that its holder has removed since keeps nobody out.
        if got is None or (got and _is_still_there(path, handle)):
            keep = True
            return handle, bool(got)
        return None
    finally:
        if not keep:
            os.close(handle)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | BINARY | NO_LINK, 0o666)
    except PermissionError:
        if not os.path.lexists(path):
            raise
        # Another user's, left by a killed run: it can be locked all the same.
        return os.open(path, os.O_RDONLY | BINARY | NO_LINK)


def _is_still_there(path: Path, handle: int) -> bool:
    mine = os.fstat(handle)
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    return (found.st_dev, found.st_ino) == (mine.st_dev, mine.st_ino)
