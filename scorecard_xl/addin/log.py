"""log.txt: what went wrong in a way that nobody foresaw, for whoever looks after the add-in."""

from __future__ import annotations

import os
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from .home import home

MOST_BYTES = 200_000
NAME = "log.txt"


def note(what: str, problem: BaseException | None = None) -> None:
    """Add an entry, with the traceback of a problem. Never fails: there is nobody left to tell."""
    lines = [f"{datetime.now():%Y-%m-%d %H:%M:%S} {what}\n"]
    if problem is not None:
        lines += traceback.format_exception(problem, limit=-40)
    with suppress(OSError):
        _append(home() / NAME, "".join(lines).encode("utf-8", "backslashreplace")[-MOST_BYTES // 2 :])


def _append(path: Path, entry: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size + len(entry) > MOST_BYTES:
            # The newest half stays, from the start of a line on.
            file.seek(max(0, size - MOST_BYTES // 2))
            kept = file.read().partition(b"\n")[2]
            file.seek(0)
            file.write(kept)
            file.truncate()
        file.write(entry)
