"""Dated copies of a workbook as it was before each build, and how many of them are kept."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from msgspec import Struct

from ..errors import ScorecardError
from .beside import clear_temporary, create, temporary_file
from .seen import Seen
from .system import is_link, sync_folder, take_rights
from .trouble import WAY_OUT, why

STAMP = "%Y-%m-%d %H-%M-%S"
STAMPED = re.compile(r" (\d{4}-\d\d-\d\d \d\d-\d\d-\d\d)(?: \((\d+)\))?")
LONGEST_NAME = 255  # bytes: ext4, NTFS (there in letters), APFS; some others take less and refuse
ROOM_FOR_STAMP = len(" 2026-11-22 08-50-45 (999)")
PIECE = 1 << 20


class Backups(Struct, frozen=True):
    """How many backups are kept (0: none is made) and in which folder, a name beside the workbook."""

    keep: int = 3
    folder: str = "scorecard_xl backups"

    def place(self, workbook: Path) -> Path:
        """Return the folder for the backups of this workbook."""
        return workbook.parent / self.folder


def make_backup(workbook: Path, known: Seen, backups: Backups, now: datetime) -> Path:
    """Keep the workbook as it is under a dated name and return the path; the caller holds the lock.

    A second name for the same file where the disk has such (hard links): it takes no room and no
    time, and replacing the workbook leaves it as it was. Else a copy. Raises `ScorecardError`.
    """
    folder = backups.place(workbook)
    if is_link(folder):
        reason = "it is a link, and backups are kept beside the workbook alone"
        todo = "remove the link, or set another workbook: backup_folder in scorecard_xl.yaml,"
        raise _no_backup(workbook, folder, reason, todo)
    fresh = not folder.is_dir()
    made = None
    try:
        if fresh:
            folder.mkdir(exist_ok=True)  # another workbook's build may have made it just now
        path = _free_name(workbook, folder, now)
        try:
            os.link(workbook, path)
        except OSError:
            _copy(workbook, path, known)
        made = path
        sync_folder(folder)
        if fresh:
            sync_folder(folder.parent)
        return path
    except BaseException as problem:
        if made is not None:
            undo_backup(made)
        _remove_folder_if(fresh, folder)
        if not isinstance(problem, OSError):
            raise
        raise _no_backup(workbook, folder, *why(problem)) from problem


def undo_backup(backup: Path) -> None:
    """Remove a backup that was made for nothing, and its folder if nothing else is in it."""
    with suppress(OSError):
        backup.unlink()
    _remove_folder_if(True, backup.parent)


def prune(workbook: Path, backups: Backups, newest: Path) -> None:
    """Remove the oldest backups of this very workbook beyond those kept; never the newest.

    What can't be removed stays. Files of other names are not looked at.
    """
    with suppress(OSError):
        dated = _found(workbook, backups.place(workbook))
        found = [path for _, _, path in dated if path != newest]
        for path in found[: max(0, len(found) - backups.keep + 1)]:
            with suppress(OSError):
                path.unlink()


def clear_unfinished(workbook: Path, backups: Backups) -> None:
    """Remove what a killed run left in the backups' folder; only for who holds the workbook's lock.

    That is half a copy, or a second name of the workbook as it is now: a program that saves into the
    file rather than replacing it would write into both.
    """
    folder = backups.place(workbook)
    # Behind a link may be the backups of another workbook of this name; without a name it is our folder.
    if not backups.folder or is_link(folder):
        return
    clear_temporary(workbook, folder)
    with suppress(OSError):
        now = workbook.stat()
        # Files of one name only are no hard links; some network drives give all files the same inode.
        if now.st_nlink < 2:
            return
        for _, _, path in _found(workbook, folder):
            found = path.stat()
            same_content = (found.st_size, found.st_mtime_ns) == (now.st_size, now.st_mtime_ns)
            if os.path.samestat(found, now) and same_content:
                path.unlink()


def _no_backup(workbook: Path, folder: Path, reason: str, todo: str) -> ScorecardError:
    return ScorecardError(
        f"{workbook.name} is as it was, since no backup of it can be made in {folder}: {reason}; "
        f"{todo} and run build again, {WAY_OUT}."
    )


def _copy(workbook: Path, path: Path, known: Seen) -> None:
    """Copy under a temporary name first: a half-written file must not look like a backup."""
    beside = temporary_file(workbook, path.parent)
    digest = hashlib.sha256()
    try:
        with workbook.open("rb") as old, os.fdopen(create(beside), "wb") as new:
            while piece := old.read(PIECE):
                digest.update(piece)
                new.write(piece)
            new.flush()
            take_rights(workbook, beside)
            os.fsync(new.fileno())
        if digest.digest() != known.digest:
            raise ScorecardError(
                f"{workbook.name} was changed since it was read: nothing was written; run build again."
            )
        os.utime(beside, ns=(known.modified, known.modified))
        beside.rename(path)
    finally:
        with suppress(OSError):
            beside.unlink()


def _found(workbook: Path, folder: Path) -> list[tuple[str, int, Path]]:
    """Return date, number and path of its backups, the oldest first; links and folders are none."""
    start, suffix = _stem(workbook), workbook.suffix
    found: list[tuple[str, int, Path]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(start) and entry.name.endswith(suffix)):
                continue
            stamp = STAMPED.fullmatch(entry.name[len(start) : len(entry.name) - len(suffix)])
            if stamp and entry.is_file(follow_symlinks=False):
                found.append((stamp[1], int(stamp[2] or 1), folder / entry.name))
    return sorted(found)


def _free_name(workbook: Path, folder: Path, now: datetime) -> Path:
    """Return a name for this second that sorts after those there are, also where the first was pruned."""
    stamp = now.strftime(STAMP)
    used = [number for date, number, _ in _found(workbook, folder) if date == stamp]
    for number in count(max(used, default=0) + 1):
        more = f" ({number})" if number > 1 else ""
        path = folder / f"{_stem(workbook)} {stamp}{more}{workbook.suffix}"
        if not os.path.lexists(path):
            return path
    raise AssertionError("there is always a next number")


def _stem(workbook: Path) -> str:
    """Return the workbook's name without suffix; one too long for a date is cut and told apart by letters."""
    stem = workbook.stem
    room = LONGEST_NAME - ROOM_FOR_STAMP - len(os.fsencode(workbook.suffix))
    if len(os.fsencode(stem)) <= room:
        return stem
    apart = "~" + hashlib.sha256(os.fsencode(stem)).hexdigest()[:8]
    while len(os.fsencode(stem)) > room - len(apart):
        stem = stem[:-1]
    return stem + apart


def _remove_folder_if(ours: bool, folder: Path) -> None:
    if ours:
        with suppress(OSError):
            folder.rmdir()
