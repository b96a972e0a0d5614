"""`scorecard-xl addin install|remove|status`: each says line by line what it did or found.

The add-in is one file in Excel's start folder (XLSTART): Excel opens what lies there at each start and trusts
that folder as it comes, so no setting is lowered and no administrator is needed. The other way, a copy in
AddIns and a value OPEN in the registry, was not taken: AddIns is not trusted as it comes, the OPEN values
are numbered in one row with those of other add-ins, and a running Excel writes them anew when it ends.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..errors import ScorecardError
from ..hosts.output_file import replace_file
from ..resources import shipped
from . import at_logon, beat, log
from .helper import LOCK, STOP
from .home import SETTINGS, home, lists_folder, requests_folder, settings, write_settings
from .machine import ADD_IN, Machine, rules_in_the_way, zone_of
from .requests import ANSWER, REQUEST

DONE, NOT_DONE = 0, 2
LET_GO_SECONDS = 2.0  # Windows keeps what a process that has just ended had open
Say = Callable[[str], None]
NO_EXCEL = "There is no Excel on this computer for this account, so that the add-in can't be installed here."
WITHOUT = "The command scorecard-xl works without it, on saved workbooks."


def install(machine: Machine, say: Say) -> int:
    """Put the add-in where Excel loads it, and write what its macros need to know."""
    lists_folder()
    path = write_settings({"python": sys.executable, "wait": settings().get("wait", "120")})
    say(f"Settings: {path} (Python {_python_version()}: {sys.executable})")
    say(f"Requests and lists: {home()}")
    if "WindowsApps" in Path(sys.executable).parts:
        say("This Python is the one of the Microsoft Store: if the button finds no Python, use python.org's.")
    if machine.add_in is None or machine.startup is None:
        say(f"{NO_EXCEL} {WITHOUT}")
        say("With these settings the macros of the starter workbook run in LibreOffice Calc.")
        return NOT_DONE
    say(f"Found: {machine.excel}")
    try:
        machine.startup.mkdir(parents=True, exist_ok=True)
        # Written anew, not copied: a mark-of-the-web on what was downloaded does not come along.
        replace_file(machine.add_in, shipped(f"workbook_templates/{ADD_IN}").read_bytes())
    except (OSError, ScorecardError) as problem:
        raise ScorecardError(
            f"{machine.add_in} can't be written: close Excel and try again; where that does not help, IT has "
            "closed the folder (docs/it.md)."
        ) from problem
    say(f"Add-in: {machine.add_in}, which Excel opens at each start and trusts as it comes")
    for sentence in _doubts(machine):
        say(f"Look at this: {sentence}")
    say("Start Excel anew: the tab Scorecard stands at the right of the ribbon. Nothing else was changed.")
    return DONE


def remove(machine: Machine, say: Say) -> int:
    """Take away all that `install` and the helper put on this computer."""
    if beat.alive():
        from .control import stop

        stop(say)
    left = []
    if machine.add_in is None:
        say("There is no Excel on this computer for this account, so no add-in to take away.")
    elif not _gone(machine.add_in, say):
        left.append(machine.add_in)
    if machine.registry is not None and at_logon.command(machine.registry):
        at_logon.forget(machine.registry)
        say("Removed: the start of the helper at log-on")
    left += _clear_home(say)
    if left:
        named = ", ".join(map(str, left))
        raise ScorecardError(f"Not removed, since open or not ours: {named}. Close Excel and try again.")
    say("Nothing of the add-in is left. The Python package goes with: pip uninstall scorecard-xl")
    return DONE


def status(machine: Machine, say: Say) -> int:
    """Say what is installed and what is in the way; 0 where a press of the button would find all it needs."""
    python = settings().get("python", "")
    found = bool(python) and Path(python).exists()
    if not python:
        say("Settings: none, `scorecard-xl addin install` was not run for this account")
    else:
        say(f"Settings: {home() / SETTINGS}, Python {python}{'' if found else ', which is no longer there'}")
    running = beat.alive()
    waits = f"waiting (process {running.pid})" if running else "not running; Python is started instead"
    say(f"Helper: {waits}")
    if machine.registry is not None:
        say(f"At log-on: {'the helper starts' if at_logon.command(machine.registry) else 'nothing starts'}")
    if (home() / log.NAME).exists():
        say(f"Log: {home() / log.NAME}, of problems that nobody foresaw")
    if machine.add_in is None:
        say(f"{NO_EXCEL} {WITHOUT}")
        return NOT_DONE
    say(f"Found: {machine.excel}")
    there = machine.add_in.exists()
    if not there:
        say(f"Add-in: not in {machine.startup}")
    elif machine.add_in.read_bytes() == shipped(f"workbook_templates/{ADD_IN}").read_bytes():
        say(f"Add-in: {machine.add_in}, of this version")
    else:
        say(f"Add-in: {machine.add_in}, of another version: run `scorecard-xl addin install` again")
    for sentence in _doubts(machine):
        say(f"Look at this: {sentence}")
    return DONE if there and found else NOT_DONE


def _doubts(machine: Machine) -> list[str]:
    doubts = list(rules_in_the_way(machine))
    if machine.add_in is not None and os.path.lexists(zone_of(machine.add_in)):
        doubts.append(
            f"{machine.add_in} carries the mark of a file from the internet: "
            "take it off in its properties (Unblock), or install again."
        )
    return doubts


def _clear_home(say: Say) -> list[Path]:
    """Remove our files and folders; return what stays."""
    folder = home()
    if not folder.exists():
        return []
    requests, lists = requests_folder(), lists_folder()
    ours = [folder / name for name in (SETTINGS, beat.NAME, LOCK, STOP, log.NAME)]
    ours += [path for path in requests.iterdir() if path.name.endswith((REQUEST, ANSWER, ".part"))]
    ours += lists.glob("*.txt")
    ours += [*lists.glob("*.part"), *folder.glob("*.part")]
    deadline = time.monotonic() + LET_GO_SECONDS
    for path in ours:
        while True:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                if time.monotonic() < deadline:
                    time.sleep(0.05)
                    continue
            break
    for place in (requests, lists, folder):
        with suppress(OSError):
            place.rmdir()
    left = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    say(f"Removed: {folder}" if not left else f"Cleared: {folder}")
    return left


def _gone(path: Path, say: Say) -> bool:
    if not path.exists():
        return True
    try:
        path.unlink()
    except OSError:
        return False
    say(f"Removed: {path}")
    return True


def _python_version() -> str:
    return f"{sys.version.split()[0]}, {64 if sys.maxsize > 2**32 else 32}-bit"
