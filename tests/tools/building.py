"""Builds into a workbook in processes of their own, which may be held, killed or short of room.

    python building.py kills FOLDER WAY WHEN      a build a step, each really killed at its step
    python building.py held WORKBOOK CONTENT      says "writing", and goes on when it is sent a line
    python building.py waits WORKBOOK CONTENT     says "seen", then waits a minute for the other build
    python building.py counts WORKBOOK TIMES      adds one to the number in the workbook, so many times
    python building.py large WORKBOOK BYTES       writes so many bytes
    python building.py limited WORKBOOK BYTES     writes so many bytes where files may hold half of them

The workbooks are no real ones: whoever replaces a file need not know what is in it.
"""

import errno
import hashlib
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts import backups, locks
from scorecard_xl.hosts.backups import Backups
from scorecard_xl.hosts.safe_file import replace_workbook
from scorecard_xl.hosts.seen import Seen, seen
from tools.steps import Steps

CHUNK = 1 << 14  # more than Python keeps back before it writes
OLD, NEW, NEWER = (word * (4 * CHUNK // 4) for word in (b"old ", b"new ", b"next"))
NOW = datetime(2026, 11, 22, 8, 50, 45)
LATER = datetime(2026, 11, 22, 8, 51, 0)


def build(
    path: Path,
    content: bytes,
    *,
    known: Seen | None = None,
    now: datetime = NOW,
    kept: Backups | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> Path | None:
    """Replace the workbook by `content`, a chunk at a time; it is read before, unless it is known."""

    def write(file: BinaryIO) -> None:
        for start in range(0, len(content), CHUNK):
            file.write(content[start : start + CHUNK])
            file.flush()
            step("write")

    def check(file: BinaryIO) -> None:
        step("check")
        assert file.read() == content, "not what was written"

    known = known or seen(path, path.read_bytes())
    return replace_workbook(path, known, write, check, kept or Backups(), now)


def refuse_links(*_: Any, **__: Any) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def kills(base: Path, way: str, when: str) -> None:
    """Make base/0, base/1, … with a workbook into which a build was killed at step 0, 1, …

    Says a line a step: its number and name, `ended` for the one that came to its end.
    """
    for at in count():
        workbook = base / str(at) / "book.xlsx"
        workbook.parent.mkdir(parents=True)
        workbook.write_bytes(OLD)
        child = os.fork()
        if child == 0:
            killed_build(workbook, way, when, at)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, "a child failed of its own"
            print(at, "ended")
            return
        assert os.WTERMSIG(status) == signal.SIGKILL
        print(at, (workbook.parent / "step").read_text(encoding="utf-8").strip(), flush=True)
        (workbook.parent / "step").unlink()


def killed_build(workbook: Path, way: str, when: str, at: int) -> None:
    def kill(name: str) -> None:
        os.system(f"echo {name} > '{workbook.parent}/step'")
        os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        if way == "copy":
            os.link = refuse_links  # type: ignore[assignment]
            backups.PIECE = CHUNK
        known = seen(workbook, OLD)
        with Steps(kill, at, after=when == "after") as steps:

            class Counting:
                """A digest of which each piece is a step: the copy is written a piece at a time."""

                def __init__(self) -> None:
                    self._digest = hashlib.sha256()
                    self.digest = self._digest.digest

                def update(self, piece: bytes) -> None:
                    steps.step("copy")
                    self._digest.update(piece)

            if way == "copy":
                vars(backups)["hashlib"] = SimpleNamespace(sha256=Counting)
            build(workbook, NEW, known=known, step=steps.step)
        code = 0
    finally:
        os._exit(code)


def held(path: Path, content: str) -> None:
    def hold(name: str) -> None:
        if name == "check":
            print("writing", flush=True)
            sys.stdin.readline()

    print(build(path, content.encode(), step=hold))


def waits(path: Path, content: str) -> None:
    locks.WAIT_SECONDS = 60
    known = seen(path, path.read_bytes())
    print("seen", flush=True)
    build(path, content.encode(), known=known)


def counts(path: Path, times: str) -> None:
    locks.WAIT_SECONDS, locks.PAUSE_SECONDS = 60, 0.001
    left = int(times)
    while left:
        content = path.read_bytes()
        try:
            build(path, b"%d" % (int(content) + 1), known=seen(path, content))
            left -= 1
        except ScorecardError as refused:
            assert "was changed since" in str(refused), refused


def large(path: Path, size: str) -> None:
    build(path, b"x" * int(size))


def limited(path: Path, size: str) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size) // 2, int(size) // 2))
    large(path, size)


if __name__ == "__main__":
    what = {call.__name__: call for call in (held, waits, counts, large, limited)}
    if sys.argv[1] == "kills":
        kills(Path(sys.argv[2]), *sys.argv[3:])
    else:
        try:
            what[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
        except ScorecardError as refused:
            print(refused, flush=True)
            sys.exit(2)
