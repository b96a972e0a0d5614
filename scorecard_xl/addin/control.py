"""`scorecard-xl helper start|stop|status`: the helper from outside."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ..errors import ScorecardError
from . import at_logon, beat
from .helper import ANOTHER_RUNS, STOP, serve
from .home import home, requests_folder
from .machine import Machine

Say = Callable[[str], None]
START_SECONDS = 30.0
STOP_SECONDS = 10.0
DONE, NOT_DONE = 0, 2


def start(
    machine: Machine, folders: Sequence[Path], say: Say, *, logon: bool = False, foreground: bool = False
) -> int:
    """Start a helper that goes on when this command has ended; with `foreground` run it here."""
    for folder in folders:
        if not folder.is_dir():
            raise ScorecardError(f"There is no folder {folder} to watch: make it first.")
    code = _at_logon(machine, folders, say) if logon else DONE
    if beat.alive():
        if not logon:
            raise ScorecardError(ANOTHER_RUNS)
        say(ANOTHER_RUNS)
        return code
    for folder in folders:
        say(f"Workbooks saved into {folder} are built once closed; NAME.scorecard.txt says how it went.")
    if foreground:
        say("The helper waits for the button; Ctrl+C ends it.")
        return serve(folders)
    requests_folder()
    _start_apart(at_logon.helper_command(folders))
    deadline = time.monotonic() + START_SECONDS
    while not (running := beat.alive()):
        if time.monotonic() > deadline:
            raise ScorecardError(f"The helper did not start: what kept it stands in {home() / 'log.txt'}.")
        time.sleep(0.05)
    say(f"The helper waits for the button (process {running.pid}); `scorecard-xl helper stop` ends it.")
    return code


def stop(say: Say) -> int:
    """End the helper, after what it is just doing."""
    if not beat.alive():
        say("No helper is running.")
        return DONE
    (home() / STOP).write_bytes(b"")
    deadline = time.monotonic() + STOP_SECONDS
    while beat.alive():
        if time.monotonic() > deadline:
            raise ScorecardError("The helper is still busy: it ends after what it is doing.")
        time.sleep(0.05)
    say("The helper has ended; the button starts Python by itself now.")
    return DONE


def status(machine: Machine, say: Say) -> int:
    """Say whether a helper is waiting; 0 where one is."""
    running = beat.alive()
    say(f"The helper waits (process {running.pid})." if running else "No helper is running.")
    if machine.registry is not None and (command := at_logon.command(machine.registry)):
        say(f"At log-on: {command}")
    return DONE if running else NOT_DONE


def _at_logon(machine: Machine, folders: Sequence[Path], say: Say) -> int:
    if machine.registry is None:
        say(at_logon.by_hand(folders))
        return NOT_DONE
    try:
        say(f"At log-on from now on: {at_logon.remember(machine.registry, folders)}")
    except OSError as problem:
        raise ScorecardError(f"The start at log-on can't be set: {problem.strerror}. Ask IT.") from None
    return DONE


def _start_apart(command: Sequence[str]) -> None:
    """Start a process that outlives this one and its console."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    nothing = subprocess.DEVNULL
    started = subprocess.Popen(
        command,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        close_fds=True,
        creationflags=flags,
        start_new_session=True,
        cwd=home(),
    )
    started.returncode = 0  # it is meant to go on: no warning that it does
