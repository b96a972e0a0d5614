"""A folder in which saved workbooks are built: for offices where macros are blocked.

A workbook that is saved into it is built when it is closed and nobody writes it any more. What was done
stands in a small text file beside it, NAME.scorecard.txt. A workbook is built again when it is newer than
that file.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from ..errors import ScorecardError
from ..hosts.writable import SUFFIXES, refuse_open
from .log import note
from .requests import Answer, Request
from .run import act

SETTLED_SECONDS = 2.0  # without a change: a copy over the network comes in pieces
WAITING = "Waiting"
ENDING = ".scorecard.txt"
State = tuple[int, int]  # size in bytes, time of change in ns


class Drop:
    """Watches one folder, without those below it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, tuple[State, float]] = {}  # since when it is as it is
        self._built: dict[Path, State] = {}
        self._is_gone = False

    def look(self) -> int:
        """Build what is to be built; return how many workbooks that were."""
        try:
            with os.scandir(self._folder) as entries:
                found = {
                    Path(entry.path): (entry.stat().st_size, entry.stat().st_mtime_ns)
                    for entry in entries
                    if _is_workbook(entry.name) and entry.is_file()
                }
            self._is_gone = False
        except OSError as problem:
            if not self._is_gone:
                note(f"{self._folder} can't be watched: {problem.strerror}; it is tried again")
            self._is_gone = True
            return 0
        now = time.monotonic()
        self._seen = {
            path: (state, self._seen[path][1] if self._seen.get(path, (None, 0.0))[0] == state else now)
            for path, state in found.items()
        }
        return sum(
            self._build(path, state)
            for path, (state, since) in self._seen.items()
            if now - since >= SETTLED_SECONDS and self._is_due(path, state)
        )

    def _is_due(self, path: Path, state: State) -> bool:
        if path in self._built:
            return self._built[path] != state
        told = told_beside(path)
        try:
            return told.stat().st_mtime_ns < state[1] or told.read_text("utf-8-sig").startswith(WAITING)
        except (OSError, UnicodeDecodeError):
            return True

    def _build(self, path: Path, state: State) -> bool:
        try:
            refuse_open(path)
        except ScorecardError:
            self._tell(path, f"{WAITING}: {path.name} is open; it is built once it is closed.")
            return False
        self._tell(path, f"{WAITING}: {path.name} is being built.")
        answer = act(Request("build", book=path.name, path=str(path)))
        with suppress(OSError):
            status = path.stat()
            state = (status.st_size, status.st_mtime_ns)
        self._built[path] = state
        self._tell(path, told(answer))
        return True

    def _tell(self, path: Path, text: str) -> None:
        beside = told_beside(path)
        content = text.replace("\n", "\r\n").encode("utf-8-sig") + b"\r\n"  # for Notepad
        try:
            if not beside.exists() or beside.read_bytes() != content or not text.startswith(WAITING):
                beside.write_bytes(content)
        except OSError as problem:
            note(f"{beside} can't be written: {problem.strerror}")


def told_beside(workbook: Path) -> Path:
    """Return the path of the text file that goes with a workbook."""
    return workbook.with_name(workbook.name + ENDING)


def told(answer: Answer) -> str:
    """Return an answer as the text of such a file."""
    return f"{'Done' if answer.ok else 'Nothing was done'}.\n\n{answer.message}"


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not name.startswith(("~$", "."))
