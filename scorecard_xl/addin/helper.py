"""The warm helper: a process of the user's own that has everything loaded and waits for requests.

It opens no port and starts nothing; who can write into the user's requests folder and read the token in
helper.txt, that is the user alone, can ask it.
"""

from __future__ import annotations

import gc
import os
import secrets
import signal
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType

from ..errors import ScorecardError
from . import beat
from .drop import Drop
from .home import home, requests_folder, settings
from .log import note
from .requests import ANSWER, REQUEST, Answer, read_request, write_answer
from .run import act

LOCK, STOP = "helper.lock", "helper.stop"
POLL_SECONDS = 0.04
BEAT_SECONDS = 1.0
LOOK_SECONDS = 2.0  # at folders to build in; these may be network drives
CLEAR_SECONDS = 60.0
STALE_SECONDS = 600.0
# Longer than the macros wait: a helper that still hangs then counts as gone, and Python is started instead.
HANGS_SECONDS = 180.0
ANOTHER_RUNS = "A helper of yours is waiting already; `scorecard-xl helper stop` ends it."


class Helper:
    """Takes requests one after the other, as Excel does what it is asked."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._beat = beat.Beat(secrets.token_urlsafe(24), str(os.getpid()))
        self._requests = requests_folder()
        self._drops = [Drop(folder) for folder in folders]
        self._done: set[str] = set()
        self._ends = threading.Event()
        self._busy_since: float | None = None

    def run(self) -> None:
        """Wait for requests until told to stop."""
        warm_up()
        (home() / STOP).unlink(missing_ok=True)
        self.clear_stale()
        beat.announce(self._beat)
        threading.Thread(target=self._go_on_beating, daemon=True).start()
        looked = cleared = time.monotonic()
        try:
            while not self._ends.is_set():
                took = self.take_requests()
                now = time.monotonic()
                if now - looked >= LOOK_SECONDS:
                    for drop in self._drops:
                        drop.look()
                    looked = time.monotonic()
                if now - cleared >= CLEAR_SECONDS:
                    self.clear_stale()
                    cleared = now
                if not took:
                    time.sleep(POLL_SECONDS)
        finally:
            self._ends.set()
            beat.withdraw()

    def end(self) -> None:
        """Stop after what is being done."""
        self._ends.set()

    def take_requests(self) -> int:
        """Answer what lies in the folder; return how many requests there were."""
        try:
            # As cheap as can be, since it is asked 25 times a second.
            names = {name for name in os.listdir(self._requests) if name.endswith(REQUEST)}  # noqa: PTH208
        except OSError:
            with suppress(ScorecardError):  # somebody removed the folder; it comes back
                requests_folder()
            return 0
        new = sorted(names - self._done)
        self._done &= names
        for name in new:
            self._done.add(name)
            self._busy_since = time.monotonic()
            try:
                self._take(self._requests / name)
            except OSError as problem:
                note(f"{name} could not be answered", problem)
            finally:
                self._busy_since = None
        if new:
            gc.collect()
        return len(new)

    def _take(self, path: Path) -> None:
        try:
            request = read_request(path)
        except FileNotFoundError:
            return
        except ScorecardError as problem:
            write_answer(path, Answer(False, str(problem)))
            return
        if not request.token:
            return  # Python was started for it and answers itself
        if not secrets.compare_digest(request.token, self._beat.token):
            write_answer(path, Answer(False, "The helper was started anew: press the button again."))
            return
        answer = act(request)
        write_answer(path, answer)

    def clear_stale(self) -> None:
        """Remove what nobody fetched and what was left half-written, once it is old."""
        wait = settings().get("wait", "")
        oldest = time.time() - max(STALE_SECONDS, 2.0 * int(wait) if wait.isdecimal() else 0)
        with suppress(OSError), os.scandir(self._requests) as entries:
            for entry in list(entries):
                ours = entry.name.endswith((REQUEST, ANSWER, ".part"))
                with suppress(OSError):
                    if ours and entry.stat().st_mtime < oldest:
                        Path(entry.path).unlink()

    def _go_on_beating(self) -> None:
        while not self._ends.wait(BEAT_SECONDS) and not self._told_to_stop():
            since = self._busy_since
            if since is None or time.monotonic() - since < HANGS_SECONDS:
                beat.renew(self._beat)

    def _told_to_stop(self) -> bool:
        if (home() / STOP).exists():
            with suppress(OSError):
                (home() / STOP).unlink()
            self._ends.set()
        return self._ends.is_set()


def serve(folders: Sequence[Path] = ()) -> int:
    """Run a helper in this process until it is stopped; 0 then, 2 where one is waiting already."""
    from ..hosts.system import try_lock

    requests_folder()
    lock = os.open(home() / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        held = try_lock(lock)
        # Where nothing can be locked, a fresh helper.txt tells.
        if held is False or (held is None and beat.alive()):
            note(ANOTHER_RUNS)
            return 2
        helper = Helper(folders)
        _end_at_log_off(helper)
        helper.run()
        return 0
    except ScorecardError as problem:
        note(f"The helper ended: {problem}")
        return 2
    except Exception as problem:
        note("The helper ended", problem)
        return 2
    finally:
        os.close(lock)


def warm_up() -> None:
    """Load and run everything once, so that the first press is as fast as the next."""
    from ..api import assess
    from ..pipeline import draw
    from ..resources import shipped

    for module in ("addin.actions", "addin.live", "hosts.own_workbook", "explain"):
        import_module(f"scorecard_xl.{module}")
    with suppress(ScorecardError):
        draw(assess(shipped("workbook_templates/kent_2015_02.xlsx")), linked=True)
    gc.collect()
    gc.freeze()  # what is loaded now stays; later collections need not look at it


def _end_at_log_off(helper: Helper) -> None:
    def end(number: int, frame: FrameType | None) -> None:
        helper.end()

    for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK"):
        if number := getattr(signal, name, None):
            with suppress(ValueError):  # not the main thread
                signal.signal(number, end)
