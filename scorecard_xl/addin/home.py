"""The add-in's own folder on this machine: settings, requests, the lists of the drop-downs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..errors import ScorecardError
from .requests import as_lines, lines_in

VARIABLE = "SCORECARD_XL_HOME"
NAME = "scorecard_xl"
SETTINGS = "settings.txt"


def home() -> Path:
    """Return the folder, the user's alone; it need not exist yet.

    The same rule stands in macros/ScorecardFiles.bas, which has to find the folder without Python.
    """
    if given := os.environ.get(VARIABLE):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"]) / NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / NAME
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / NAME


def requests_folder() -> Path:
    """Return the folder in which the button leaves its requests, made for the user alone."""
    return _own(home() / "requests")


def lists_folder() -> Path:
    """Return the folder of the drop-downs' lists, made for the user alone."""
    return _own(home() / "lists")


def settings() -> dict[str, str]:
    """Return what stands in settings.txt, nothing where it is missing or can't be read."""
    try:
        return lines_in((home() / SETTINGS).read_text(encoding="ascii", errors="replace"))
    except OSError:
        return {}


def write_settings(fields: dict[str, str]) -> Path:
    """Write settings.txt, from which the macros learn where Python is; return its path."""
    requests_folder()
    path = home() / SETTINGS
    write_whole(path, "".join(f"{line}\n" for line in as_lines(fields)))
    return path


def write_whole(path: Path, text: str) -> None:
    """Write a small file for the user alone, complete at once: a reader finds the old or the new one.

    Raises `OSError`; on Windows also while somebody reads the old one.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("ascii"))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _own(folder: Path) -> Path:
    try:
        if not home().exists():
            home().mkdir(parents=True, mode=0o700)
        folder.mkdir(exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)
    except OSError as problem:
        raise ScorecardError(
            f"The add-in's folder {folder} can't be used: {problem.strerror}. Ask IT for the right to write "
            f"there, or set the variable {VARIABLE} to a folder of your own."
        ) from None
    return folder
