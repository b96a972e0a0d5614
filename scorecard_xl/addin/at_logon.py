"""Starting the helper at log-on: one value of the user's, in the key Run, and nothing else.

Not the Startup folder: a shortcut there needs a program to make it, and a script shows a window.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .registry import USER, Registry

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
NAME = "scorecard_xl helper"


def remember(registry: Registry, folders: Sequence[Path]) -> str:
    """Have the helper started at log-on; return the command. Raises `OSError` where that is forbidden."""
    to_run = subprocess.list2cmdline(helper_command(folders))
    registry.write(RUN, NAME, to_run)
    return to_run


def command(registry: Registry) -> str:
    """Return what is started at log-on, "" for nothing."""
    return str(registry.read(USER, RUN, NAME) or "")


def forget(registry: Registry) -> None:
    """Have nothing started at log-on any more."""
    registry.remove(RUN, NAME)


def helper_command(folders: Sequence[Path] = ()) -> list[str]:
    """Return the command of a helper, in a Python without a window where there is one."""
    python = Path(sys.executable)
    windowless = python.with_name("pythonw.exe")
    chosen = windowless if windowless.exists() else python
    # -P: nothing that happens to lie in the current folder is taken for a part of Python.
    return [str(chosen), "-P", "-m", "scorecard_xl.addin", "helper", *(str(one.resolve()) for one in folders)]


def by_hand(folders: Sequence[Path]) -> str:
    """Return how to do it where there is no key Run."""
    import shlex

    return (
        "Not set up: at log-on is something that this system leaves to you. On Linux make "
        "~/.config/autostart/scorecard_xl.desktop, on macOS a Login Item, that runs:\n"
        + shlex.join(helper_command(folders))
    )
