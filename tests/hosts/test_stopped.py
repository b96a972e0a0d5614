"""Ctrl+C and readers that go away: commands say only what is so, by word and by exit code."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tools.required import REPOSITORY
from tools.rich_parts import made

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals to oneself and pipes as elsewhere")

BACKUPS = "scorecard_xl backups"
# Runs the command given; sends itself a real Ctrl+C before the named function does its work, or after it.
STOPPED = """
import os, signal, sys
from importlib import import_module
from scorecard_xl.cli import main

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started us without
module, name, when = sys.argv[1:4]
module = import_module("scorecard_xl." + module)
call = getattr(module, name)

def stopped(*given, **named):
    if when == "before":
        os.kill(os.getpid(), signal.SIGINT)
    result = call(*given, **named)
    os.kill(os.getpid(), signal.SIGINT)
    return result

setattr(module, name, stopped)
sys.exit(main(sys.argv[4:]))
"""
Done = subprocess.CompletedProcess[str]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), **more}


def stopped(place: str, when: str, *arguments: object) -> Done:
    words = [sys.executable, "-c", STOPPED, *place.split(), when, *map(str, arguments)]
    return subprocess.run(
        words, env=environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )


def unheard(*arguments: object, deaf: str, **more: str) -> Done:
    """Run a command of which nobody reads what it says on stdout, or on both."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return subprocess.run(
            [sys.executable, "-m", "scorecard_xl", *map(str, arguments)],
            env=environment(**more),
            stdout=writer,
            stderr=writer if deaf == "both" else subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writer)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    made(path)
    return path


def beside(book: Path) -> list[str]:
    return sorted(path.name for path in book.parent.iterdir() if path != book)


TOO_LATE = [
    ("hosts.safe_file prune", "before"),
    ("hosts.safe_file prune", "after"),
    ("hosts.safe_file sync_folder", "before"),
    ("hosts.locks close_and_remove", "after"),
    ("hosts.own_workbook done", "before"),
    ("cli _exit_code", "before"),
    ("cli _print_findings", "before"),
]


@pytest.mark.parametrize(("place", "when"), TOO_LATE)
def test_an_interrupt_after_the_replacement_comes_too_late(book: Path, place: str, when: str):
    done = stopped(place, when, "build", book)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Scorecard" in openpyxl.load_workbook(book).sheetnames
    assert beside(book) == [BACKUPS]


IN_TIME = [
    ("pipeline assess", "before"),
    ("hosts.own_workbook graft", "before"),
    ("hosts.own_workbook write_package", "after"),
    ("hosts.own_workbook check_written", "after"),
    ("hosts.safe_file make_backup", "before"),
    ("hosts.safe_file refuse_changed", "after"),
    ("hosts.safe_file put_in_place", "before"),
]


@pytest.mark.parametrize(("place", "when"), IN_TIME)
def test_an_interrupt_in_time_leaves_the_workbook_and_says_so(book: Path, place: str, when: str):
    before = book.read_bytes()
    done = stopped(place, when, "build", book)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Stopped; the workbook is as it was.\n"
    assert book.read_bytes() == before
    assert beside(book) == []


@pytest.mark.parametrize(
    ("place", "when", "written"),
    [("hosts.output_file put_in_place", "before", False), ("cli _print_findings", "before", True)],
)
def test_a_file_of_its_own(book: Path, place: str, when: str, written: bool):
    done = stopped(place, when, "build", book, "--output", book.with_name("new.xlsx"))
    said = "" if written else "Stopped; the workbook is as it was.\n"
    assert (done.returncode, done.stderr) == (0 if written else 2, said)
    assert beside(book) == (["new.xlsx"] if written else [])


def test_where_there_is_no_workbook_none_is_spoken_of(tmp_path: Path):
    done = stopped("starter starter_workbook", "before", "new", tmp_path / "new.xlsx")
    assert (done.returncode, done.stderr) == (2, "Stopped.\n")
    assert not [*tmp_path.iterdir()]


def sound(book: Path) -> None:
    pass


def with_an_error(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    opened["Results"]["C2"] = "ninety"
    opened.save(book)


@pytest.mark.parametrize("deaf", ["stdout", "both"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(("spoil", "code"), [(sound, 0), (with_an_error, 1)])
def test_a_build_is_done_also_where_nobody_listens(
    book: Path, spoil: Callable[[Path], None], code: int, unbuffered: str, deaf: str
):
    spoil(book)
    done = unheard("build", book, deaf=deaf, PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in (done.stderr or "") and "BrokenPipe" not in (done.stderr or "")
    assert "Scorecard" in openpyxl.load_workbook(book).sheetnames
    done = unheard("remove", book, deaf=deaf, PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 0
    assert "Scorecard" not in openpyxl.load_workbook(book).sheetnames


def test_a_reader_that_has_seen_enough(book: Path):
    for unbuffered in ("", "1"):
        done = unheard("ratings", book, deaf="stdout", PYTHONUNBUFFERED=unbuffered)
        assert (done.returncode, done.stderr) == (2, "")
