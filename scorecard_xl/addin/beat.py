"""helper.txt: by its age the macros see whether the helper waits, and they learn its token from it."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from .home import home, write_whole
from .requests import as_lines, lines_in

NAME = "helper.txt"
ALIVE_SECONDS = 5.0  # as in macros/ScorecardFiles.bas
RETRY_SECONDS = 0.02


class Beat(Struct, frozen=True):
    """What a helper says of itself: the token of its requests, and its process."""

    token: str
    pid: str = ""


def path() -> Path:
    """Return where the file is."""
    return home() / NAME


def announce(beat: Beat) -> None:
    """Write the file; on Windows a reader may be in the way for a moment."""
    lines = "".join(f"{line}\n" for line in as_lines({"token": beat.token, "pid": beat.pid}))
    for tries_left in range(50, -1, -1):
        try:
            write_whole(path(), lines)
            return
        except PermissionError:
            if not tries_left:
                raise
            time.sleep(RETRY_SECONDS)


def renew(beat: Beat) -> None:
    """Say that the helper is still there: the file's time is set, which no reader prevents.

    By this computer's own clock, since the macros compare it with that: a network drive's may differ.
    """
    now = time.time()
    with suppress(OSError):
        try:
            os.utime(path(), (now, now))
        except FileNotFoundError:
            announce(beat)


def alive() -> Beat | None:
    """Return what the helper that is waiting says, None where none is."""
    with suppress(OSError):
        if abs(time.time() - path().stat().st_mtime) <= ALIVE_SECONDS:
            fields = lines_in(path().read_text(encoding="ascii", errors="replace"))
            if fields.get("token"):
                return Beat(fields["token"], fields.get("pid", ""))
    return None


def withdraw() -> None:
    """Take the file away: the next press starts Python by itself."""
    with suppress(OSError):
        path().unlink()
