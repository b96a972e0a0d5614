"""A build that is really killed at every step, builds at the same time, and disks that are full."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts import locks
from tools import building
from tools.building import LATER, NEW, NEWER, OLD, build
from tools.required import REPOSITORY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed by signals")

BACKUP = re.compile(r"book 2026-11-22 \d\d-\d\d-\d\d( \(\d\))?\.xlsx")
# What every build does, with a hard link for a backup and with a copy.
ALWAYS = {"open", "flock", "write", "check", "fsync", "chmod", "stat", "mkdir", "replace", "unlink"}
STEPS = {"link": ALWAYS | {"link"}, "copy": ALWAYS | {"copy", "rename", "utime"}}


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(Path(building.__file__)), *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), env=environment(), capture_output=True, text=True, check=False, timeout=300
    )


def start(*arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(*arguments), env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def beside(workbook: Path) -> list[str]:
    return sorted(path.name for path in workbook.parent.iterdir() if path != workbook)


def kept(workbook: Path) -> list[Path]:
    return sorted((workbook.parent / "scorecard_xl backups").iterdir())


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(OLD)
    return path


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("way", ["link", "copy"])
def test_killed_at_every_step(tmp_path: Path, way: str, when: str):
    done = run("kills", tmp_path, way, when)
    assert done.returncode == 0, done.stderr
    steps = dict(line.split() for line in done.stdout.splitlines())
    assert [*steps.values()].pop() == "ended"
    assert set(steps.values()) >= STEPS[way]
    was = []
    for number, step in steps.items():
        path = tmp_path / number / "book.xlsx"
        content = path.read_bytes()
        assert content in (OLD, NEW), f"step {number} ({step}) left a file that is neither old nor new"
        was.append(content)
        if (path.parent / "scorecard_xl backups").is_dir():
            for backup in kept(path):
                if BACKUP.fullmatch(backup.name):
                    assert backup.read_bytes() == OLD, f"step {number} ({step}) left a backup that is none"
        build(path, NEWER, now=LATER)
        assert path.read_bytes() == NEWER
        assert beside(path) == ["scorecard_xl backups"], f"leftovers of step {number} ({step})"
        assert all(BACKUP.fullmatch(backup.name) for backup in kept(path)), f"step {number} ({step})"
        contents = [backup.read_bytes() for backup in kept(path)]
        assert contents[-1] == content
        # A second name of the workbook that was not replaced is no backup of it.
        assert contents == ([OLD, NEW] if content == NEW else [OLD] if way == "link" else contents)
    assert was == sorted(was, reverse=True), "once new, always new"
    assert OLD in was and NEW in was


# ---- two at once -------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT_SECONDS", 0.0)


@pytest.mark.usefixtures("impatient")
def test_a_build_beside_another_refuses(workbook: Path):
    with start("held", workbook, "theirs") as other:
        assert other.stdout is not None and other.stdout.readline() == "writing\n"
        left = beside(workbook)
        with pytest.raises(ScorecardError, match=r"Another build is just writing into book\.xlsx") as refused:
            build(workbook, b"ours")
        assert str(refused.value).endswith("wait until it has ended and run build again.")
        assert workbook.read_bytes() == OLD
        assert beside(workbook) == left, "the files of a build that goes on are none to clear"
        other.communicate("go on\n")
    assert other.returncode == 0
    assert workbook.read_bytes() == b"theirs"
    assert beside(workbook) == ["scorecard_xl backups"]


def test_a_build_that_waited_sees_what_the_other_did(workbook: Path):
    with start("held", workbook, "theirs") as other:
        assert other.stdout is not None and other.stdout.readline() == "writing\n"
        with start("waits", workbook, "ours") as waiting:
            assert waiting.stdout is not None and waiting.stdout.readline() == "seen\n"
            other.communicate("go on\n")
            said, _ = waiting.communicate()
    assert other.returncode == 0
    assert waiting.returncode == 2
    assert said.startswith("book.xlsx was changed since it was read: nothing was written")
    assert workbook.read_bytes() == b"theirs"
    assert beside(workbook) == ["scorecard_xl backups"]


@pytest.mark.usefixtures("impatient")
def test_a_killed_build_keeps_nobody_out(workbook: Path):
    with start("held", workbook, "theirs") as other:
        assert other.stdout is not None and other.stdout.readline() == "writing\n"
        other.kill()
    assert len(beside(workbook)) == 2, "its lock file and its temporary file"
    build(workbook, b"ours")
    assert workbook.read_bytes() == b"ours"
    assert beside(workbook) == ["scorecard_xl backups"]


def test_no_build_undoes_another(workbook: Path):
    workbook.write_bytes(b"0")
    builds = [start("counts", workbook, 8) for _ in range(3)]
    for each in builds:
        each.communicate()
        assert each.returncode == 0
    assert workbook.read_bytes() == b"24"
    assert beside(workbook) == ["scorecard_xl backups"]
    assert len(kept(workbook)) == 3


# ---- no room -----------------------------------------------------------------------------------


def test_a_file_larger_than_allowed(workbook: Path):
    done = run("limited", workbook, 200_000)
    assert done.returncode == 2, done.stderr
    assert "can't be written: the file would be larger than this disk or account allows" in done.stdout
    assert workbook.read_bytes() == OLD
    assert beside(workbook) == []


def full_disk(size: int, script: Callable[[Path], str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script with `folder` on a small disk of its own, which only its processes see."""
    if not shutil.which("unshare"):
        pytest.skip("no unshare here to make a small disk with")
    mount = f"mount -t tmpfs -o size={size} none '{folder}' || exit 99\n"
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount + script(folder)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in done.stderr or done.returncode == 99:
        pytest.skip("this system allows no disk of one's own")
    return done


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (300_000, "the disk is full"),
        (100_000, "done"),
    ],
)
def test_a_disk_that_is_really_full(tmp_path: Path, size: int, sentence: str):
    def script(folder: Path) -> str:
        build_it = " ".join(f"'{word}'" for word in command("large", folder / "book.xlsx", size))
        return f"""
            cd '{folder}'; head -c 50000 /dev/zero > book.xlsx; cp book.xlsx /tmp/.old.$$
            {build_it} && echo done
            cmp book.xlsx /tmp/.old.$$ && echo old; rm /tmp/.old.$$; ls -A
        """

    said = full_disk(256 * 1024, script, tmp_path).stdout
    assert sentence in said
    if sentence == "done":
        assert said.splitlines()[-2:] == ["book.xlsx", "scorecard_xl backups"]
    else:
        assert said.splitlines()[-2:] == ["old", "book.xlsx"]
