"""Whether a workbook may be written into, as far as can be known before any work is done."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import ScorecardError
from .trouble import WAY_OUT, refusal

SUFFIXES = (".xlsx", ".xlsm")
# Excel's owner file: one byte of length and a name in the user's own code page, and from byte 55
# on two bytes of length and the name in UTF-16. LibreOffice writes one of these too, on some drives.
OWNER_FILE_BYTES = 165
WIDE_NAME = 55
MOST_BYTES = 4096


def real_path(path: Path) -> Path:
    """Return the file that a link to a workbook leads to: that one is replaced, the link stays."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def refuse_unwritable(path: Path) -> None:
    """Raise `ScorecardError` when the workbook is no .xlsx or .xlsm, open elsewhere or can't be written."""
    try:
        workbook = real_path(path)
        if workbook.suffix.lower() not in SUFFIXES:
            raise ScorecardError(
                f"{path.name} can't take the scorecard's tabs, since only .xlsx and .xlsm workbooks can: "
                "save it as .xlsx in Excel and build into that."
            )
        status = workbook.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ScorecardError(f"{path} is not a file: name the workbook itself.")
        for name in dict.fromkeys((path, workbook)):
            refuse_open(name)
        # Asked of the file itself: an administrator's account may write whatever it says.
        if not status.st_mode & 0o222:
            raise ScorecardError(
                f"{path.name} is read-only: take that mark off in the file's properties and run build again, "
                f"{WAY_OUT}."
            )
        # On Windows the mark on a folder means something else, and nothing asks for its rights.
        if sys.platform != "win32" and not os.access(workbook.parent, os.W_OK | os.X_OK):
            raise ScorecardError(
                f"{path.name} can't be written, since you may not save files in {workbook.parent}: "
                f"copy it to a folder where you may and build there, {WAY_OUT}."
            )
        # Opened for writing but not written: says what neither lock files nor marks do.
        os.close(os.open(workbook, os.O_RDWR))
    except FileNotFoundError:
        raise ScorecardError(f"There is no file {path}: check the name and the folder.") from None
    except OSError as problem:
        raise refusal(path, problem) from problem


def refuse_open(workbook: Path) -> None:
    """Raise `ScorecardError` when a lock file says that Excel or LibreOffice has the workbook open."""
    for program, beside, person in _lock_files(workbook):
        if os.path.lexists(beside):
            by = person(_start_of(beside))
            by = f" by {by}" if by else ""
            raise ScorecardError(
                f"{workbook.name} is open in {program}{by}: close it there and run build again; if nobody "
                f'has it open, delete the hidden leftover "{beside.name}" beside it, {WAY_OUT}.'
            )


def excel_user(owner_file: bytes) -> str:
    """Return the name in Excel's owner file, "" where none can be read.

    >>> excel_user(bytes([3]) + b"Ann".ljust(54) + bytes([3, 0]) + "Ann".encode("utf-16-le"))
    'Ann'
    """
    wide = owner_file[WIDE_NAME:OWNER_FILE_BYTES]
    letters = int.from_bytes(wide[:2], "little")
    name = wide[2 : 2 + 2 * letters].decode("utf-16-le", "replace") if letters <= len(wide) // 2 - 1 else ""
    if not name.strip() and owner_file and owner_file[0] < WIDE_NAME:
        # The code page is that of the other computer; letters beyond ASCII can't be told.
        name = owner_file[1 : 1 + owner_file[0]].decode("ascii", "replace")
    return _printable(name)


def libreoffice_user(lock: bytes) -> str:
    r"""Return the name in LibreOffice's lock file, else the account, "" where neither can be read.

    >>> libreoffice_user(rb"Lee\, Ann,ann,PC-7,22.11.2026 08:50,file:///C:/;")
    'Lee, Ann'
    >>> libreoffice_user(b",ann,PC-7,22.11.2026 08:50,file:///C:/;")
    'ann'
    """
    fields = [""]
    letters = iter(lock.decode("utf-8", "replace"))
    for letter in letters:
        if letter == "\\":
            fields[-1] += next(letters, "")
        elif letter in ",;":
            fields.append("")
        else:
            fields[-1] += letter
    return next((name for name in map(_printable, fields[:2]) if name), "")


def _lock_files(workbook: Path) -> Iterator[tuple[str, Path, Callable[[bytes], str]]]:
    yield "Excel", workbook.with_name(f"~${workbook.name}"), excel_user
    yield "LibreOffice", workbook.with_name(f".~lock.{workbook.name}#"), libreoffice_user


def _start_of(path: Path) -> bytes:
    """Return what the file says, as far as it may be read: Excel keeps its own to itself at times."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return b""
    try:
        return os.read(handle, MOST_BYTES)
    except OSError:
        return b""
    finally:
        os.close(handle)


def _printable(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable() and letter != "\ufffd").strip()
