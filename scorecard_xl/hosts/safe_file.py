"""Replaces an officer's workbook: whatever happens, the old file is whole or the new one is."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from .backups import Backups, clear_unfinished, make_backup, prune, undo_backup
from .beside import clear_temporary, create, put_in_place, temporary_file
from .locks import locked
from .seen import Seen, refuse_changed
from .system import sync_folder, take_rights
from .trouble import refusal
from .writable import real_path, refuse_unwritable


def replace_workbook(
    path: Path,
    seen: Seen,
    write: Callable[[BinaryIO], None],
    check: Callable[[BinaryIO], None],
    backups: Backups,
    now: datetime,
) -> Path | None:
    """Replace the workbook that was seen; return the backup of the old one, None where none is kept.

    `write` gets a new file in the same folder, `check` the same read again; it raises what is wrong.
    Only then the new file takes the old one's name, in one step. Until then any failure, or the end
    of the process, leaves the workbook as it was. Raises `ScorecardError`, and whatever else `write`
    and `check` raise. What a killed run left is cleared by the next. An interrupt that comes after
    the replacement only spares what was still to be tidied: what it was to stop is done.
    """
    written, backup = False, None
    try:
        workbook = real_path(path)
        with locked(workbook) as alone:
            if alone:
                clear_temporary(workbook, workbook.parent)
                clear_unfinished(workbook, backups)
            # Work for nothing is spared here; what counts is the look just before the replacement.
            refuse_unwritable(path)
            refuse_changed(workbook, seen, look_inside=False)
            backup = _replaced(path, workbook, seen, write, check, backups, now)
            written = True
            # The new workbook is in place: nothing from here on can make the build fail.
            with suppress(OSError):
                sync_folder(workbook.parent)
            if backup is not None:
                prune(workbook, backups, backup)
    except KeyboardInterrupt:
        if not written:
            raise
    except OSError as problem:
        raise refusal(path, problem) from problem
    return backup


def _replaced(
    path: Path,
    workbook: Path,
    seen: Seen,
    write: Callable[[BinaryIO], None],
    check: Callable[[BinaryIO], None],
    backups: Backups,
    now: datetime,
) -> Path | None:
    new = temporary_file(workbook, workbook.parent)
    backup = None
    try:
        write_whole(new, write, rights_of=workbook)
        with new.open("rb") as file:
            check(file)
        if backups.keep > 0:
            backup = make_backup(workbook, seen, backups, now)
        refuse_unwritable(path)
        refuse_changed(workbook, seen)
        put_in_place(new, workbook)
    except BaseException:
        # Asked of the disk: what ends the process may come between the last step and our knowing of it.
        if backup is not None and os.path.lexists(new):
            undo_backup(backup)
        with suppress(OSError):
            new.unlink()
        raise
    return backup


def write_whole(path: Path, write: Callable[[BinaryIO], None], rights_of: Path) -> None:
    """Make a new file, with the rights of another, and bring it to disk."""
    with os.fdopen(create(path), "w+b") as file:
        write(file)
        file.flush()
        take_rights(rights_of, path)
        os.fsync(file.fileno())
