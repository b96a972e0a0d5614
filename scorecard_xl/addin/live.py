"""The workbook that a request is about, as the actions see it."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from ..config import load_config
from ..errors import ScorecardError
from ..hosts.base import Host
from .requests import Request

LIVE_HOST = "scorecard_xl.hosts.excel"
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class LiveBook(Protocol):
    """An open workbook. Messages and the sheet to go to travel in the answer, which the macro shows."""

    @property
    def name(self) -> str:
        """The name, as in the program's list of windows."""

    @property
    def path(self) -> Path | None:
        """Where it is saved; None before it ever was, and for one in the cloud."""

    @property
    def host(self) -> Host:
        """Both ends of the flow: reads its sheets, delivers our tabs."""

    def progress(self, doing: str) -> None:
        """Say what is being done, "" at the end; where the program has no place for it, nothing."""


def open_book(request: Request) -> LiveBook:
    """Return the workbook of a request; raises `ScorecardError` when it can't be reached.

    One that no program is named for is a saved and closed one: what the folder-drop asks for.
    """
    if request.program:
        return ProgramsBook(request)
    path = local_path(request.path)
    if path is None:
        named = request.book or "The workbook"
        raise ScorecardError(f"{named} is not saved on this computer: save it there first.")
    return ClosedBook(path)


class ProgramsBook:
    """A workbook that Excel or Calc has open, by the live host."""

    def __init__(self, request: Request) -> None:
        if find_spec(LIVE_HOST) is None:
            raise ScorecardError(
                f"This version can't build into a workbook that is open in {request.program}: save and close "
                f'it, then run scorecard-xl build "{request.path or request.book}".'
            )
        excel = import_module(LIVE_HOST)
        self.name = request.book
        self.path: Path | None = local_path(request.path)
        settings = load_config(beside=self.path).workbook
        found = excel.open_book(request.program, request.book, request.path, process_of(request.hwnd))
        self._open = excel.OpenBook(found, settings, datetime.now())
        self.host: Host = self._open

    def progress(self, doing: str) -> None:
        """Say it in the status bar."""
        self._open.progress(doing)


class ClosedBook:
    """A saved workbook that nobody has open."""

    def __init__(self, path: Path) -> None:
        from ..hosts.own_workbook import OwnWorkbook

        self.path: Path | None = path
        self.name = path.name
        self.host: Host = OwnWorkbook(path, load_config(beside=path).workbook, datetime.now())

    def progress(self, doing: str) -> None:
        """Say nothing: there is no program to say it in."""


def local_path(text: str) -> Path | None:
    """Return the path of a request where it is one on this machine: "" and web addresses are none.

    >>> local_path(""), local_path("https://council.sharepoint.com/scorecard.xlsx")
    (None, None)
    """
    if not text or re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", text):
        return None
    return Path(text)


def process_of(hwnd: str) -> int | None:
    """Return the process that a window belongs to, None where that can't be told (not Windows, no number)."""
    if sys.platform == "win32" and hwnd.isdecimal():
        import ctypes

        found = ctypes.c_ulong()
        ctypes.windll.user32.GetWindowThreadProcessId(ctypes.c_void_p(int(hwnd)), ctypes.byref(found))
        return found.value or None
    return None


def place(cell: str) -> tuple[int, int] | None:
    """Return row and column of an address, counted from 1; None for none.

    >>> place("B5"), place("$AA$10"), place("")
    ((5, 2), (10, 27), None)
    """
    found = _CELL.fullmatch(cell)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
