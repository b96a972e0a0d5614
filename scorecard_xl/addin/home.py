"""The add-in's own folder on this machine: settings, requests, the lists of the drop-downs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "SCORECARD_XL_HOME"
NAME = "scorecard_xl"


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


def _own(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)
    return folder
