"""The officer's file is replaced whole or not at all, whichever step fails, and nothing is left beside it."""

import errno
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.backups import Backups
from scorecard_xl.hosts.safe_file import replace_workbook
from scorecard_xl.hosts.seen import refuse_changed, seen
from scorecard_xl.hosts.trouble import REASONS, refusal
from tools.building import NEW, NOW, OLD, build, refuse_links
from tools.steps import Steps

FOLDER = "scorecard_xl backups"
BACKUP = "book 2026-11-22 08-50-45.xlsx"
ENDS = ("run build again.", "to get the scorecard as a file of its own.", "check the name and the folder.")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(OLD)
    return path


def all_beside(workbook: Path) -> list[str]:
    """Everything below the workbook's folder but the workbook."""
    folder = workbook.parent
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path != workbook)


def test_the_new_one_and_a_backup_of_the_old(workbook: Path):
    backup = build(workbook, NEW)
    assert backup == workbook.parent / FOLDER / BACKUP
    assert workbook.read_bytes() == NEW
    assert backup.read_bytes() == OLD
    assert all_beside(workbook) == [FOLDER, f"{FOLDER}/{BACKUP}"]


def test_without_backups(workbook: Path):
    assert build(workbook, NEW, kept=Backups(keep=0)) is None
    assert workbook.read_bytes() == NEW
    assert all_beside(workbook) == []


# ---- any step fails ----------------------------------------------------------------------------


def may_stay(steps: list[str], at: int, names: list[str]) -> bool:
    """Whether what is left is what can't be removed, or an empty lock file that may be another's by now."""
    taking_the_lock = "flock" not in steps[: at - 2]
    alone = len(names) == 1 and (steps[at] == "unlink" or (taking_the_lock and names[0].endswith(".lock")))
    return alone or not names


def number_of_steps(tmp_path: Path) -> int:
    path = tmp_path / "count" / "book.xlsx"
    path.parent.mkdir()
    path.write_bytes(OLD)
    known = seen(path, OLD)
    with Steps() as steps:
        build(path, NEW, known=known, step=steps.step)
    return len(steps.names)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS, errno.ENOENT])
@pytest.mark.parametrize("way", ["link", "copy"])
def test_any_step_refused_by_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, number: int
):
    def fail(name: str) -> None:
        raise OSError(number, os.strerror(number))

    if way == "copy":
        monkeypatch.setattr(os, "link", refuse_links)
    outcomes = {"old": 0, "new": 0}
    for at in range(number_of_steps(tmp_path)):
        path = tmp_path / str(at) / "book.xlsx"
        path.parent.mkdir()
        path.write_bytes(OLD)
        known = seen(path, OLD)
        with Steps(fail, at) as steps:
            try:
                build(path, NEW, known=known, step=steps.step)
                expected = NEW
            except ScorecardError as refused:
                expected = OLD
                assert "\n" not in str(refused)
                assert str(refused).endswith(ENDS), refused
        step = steps.names[at]
        outcomes["new" if expected == NEW else "old"] += 1
        assert path.read_bytes() == expected, f"step {at} ({step})"
        left = [FOLDER, f"{FOLDER}/{BACKUP}"] if expected == NEW else []
        extra = [name for name in all_beside(path) if name not in left]
        assert set(left) <= set(all_beside(path))
        assert may_stay(steps.names, at, extra), f"step {at} ({step}) left {extra}"
        build(path, b"next")
        assert all(name.startswith(FOLDER) for name in all_beside(path)), f"after step {at} ({step})"
    assert outcomes["old"] > 20 and outcomes["new"] > 5


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, MemoryError, SystemExit])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_interrupted_at_any_step(tmp_path: Path, interrupt: type[BaseException], after: bool):
    def stop(name: str) -> None:
        raise interrupt

    for at in range(number_of_steps(tmp_path)):
        path = tmp_path / str(at) / "book.xlsx"
        path.parent.mkdir()
        path.write_bytes(OLD)
        known = seen(path, OLD)
        raised = False
        with Steps(stop, at, after) as steps:
            try:
                build(path, NEW, known=known, step=steps.step)
            except interrupt:
                raised = True
        step = steps.names[at]
        assert path.read_bytes() in (OLD, NEW)
        if interrupt is KeyboardInterrupt:
            assert path.read_bytes() == (OLD if raised else NEW), f"step {at} ({step}) says what is not so"
        else:
            assert raised
        names = all_beside(path)
        if not after:
            extra = [name for name in names if path.read_bytes() == OLD or not name.startswith(FOLDER)]
            assert may_stay(steps.names, at, extra), f"step {at} ({step}) left {extra}"
        build(path, b"next")
        assert path.read_bytes() == b"next"
        assert all(name.startswith(FOLDER) for name in all_beside(path)), f"after step {at} ({step})"


def test_the_steps_in_their_order(workbook: Path):
    known = seen(workbook, OLD)
    with Steps() as steps:
        build(workbook, NEW, known=known, step=steps.step)
    order = [
        name for name in steps.names if name in "flock write chmod fsync check mkdir link replace".split()
    ]
    assert order == [
        "flock",
        *["write"] * 4,
        "chmod",
        "fsync",  # the new file, before its name counts
        "check",
        "mkdir",
        "link",
        "fsync",  # the backup's folder
        "fsync",  # the folder in which that is new
        "replace",
        "fsync",  # the workbook's folder
    ]


def test_what_the_check_says_is_passed_on(workbook: Path):
    def write(file: BinaryIO) -> None:
        file.write(NEW)

    def check(file: BinaryIO) -> None:
        assert file.read() == NEW
        raise ScorecardError("The new file is not right.")

    with pytest.raises(ScorecardError, match=r"^The new file is not right\.$"):
        replace_workbook(workbook, seen(workbook, OLD), write, check, Backups(), NOW)
    assert workbook.read_bytes() == OLD
    assert all_beside(workbook) == []


def test_a_fault_of_our_own_is_not_hidden(workbook: Path):
    def write(file: BinaryIO) -> None:
        raise KeyError("xl/workbook.xml")

    with pytest.raises(KeyError):
        replace_workbook(workbook, seen(workbook, OLD), write, lambda file: None, Backups(), NOW)
    assert workbook.read_bytes() == OLD
    assert all_beside(workbook) == []


# ---- changed meanwhile -------------------------------------------------------------------------


def save_other_bytes(path: Path) -> None:
    path.write_bytes(b"else" * (len(OLD) // 4))


def save_keeping_the_time(path: Path) -> None:
    was = path.stat()
    save_other_bytes(path)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def save_the_same(path: Path) -> None:
    was = path.stat()
    path.write_bytes(OLD)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns + 2_000_000_000))


def save_as_excel_does(path: Path) -> None:
    beside = path.with_name("A1B2C3D4")
    beside.write_bytes(OLD + b"more")
    beside.replace(path)


def open_it(path: Path) -> None:
    path.with_name("~$book.xlsx").write_bytes(b"\x03Ann")


CHANGES = [save_other_bytes, save_keeping_the_time, save_the_same, save_as_excel_does, open_it, Path.unlink]


@pytest.mark.parametrize("step", ["flock", "write", "check", "link"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_somebody_does_meanwhile_is_noticed(workbook: Path, change, step: str):
    done: list[str] = []

    def once(name: str) -> None:
        if name == step and not done:
            done.append(name)
            change(workbook)

    known = seen(workbook, OLD)
    steps = Steps()
    steps.step = once  # type: ignore[method-assign]
    with steps, pytest.raises(ScorecardError) as refused:
        build(workbook, NEW, known=known, step=once)
    assert done
    said = (
        "There is no file"
        if change == Path.unlink
        else "is open in Excel"
        if change == open_it
        else "changed"
    )
    assert said in str(refused.value) or (change == Path.unlink and "no longer there" in str(refused.value))
    if workbook.exists():
        assert workbook.read_bytes() != NEW
    assert [name for name in all_beside(workbook) if name != "~$book.xlsx"] == []


def test_what_changed_before_is_noticed_before_any_work(workbook: Path):
    known = seen(workbook, OLD)
    save_other_bytes(workbook)
    work: list[str] = []
    with pytest.raises(
        ScorecardError, match=r"book\.xlsx was changed since it was read: nothing was written"
    ):
        build(workbook, NEW, known=known, step=work.append)
    assert work == []
    assert workbook.read_bytes() not in (OLD, NEW)
    assert all_beside(workbook) == []


def test_content_that_is_not_the_files_is_never_seen(workbook: Path):
    with pytest.raises(ScorecardError, match="was changed since it was read"):
        refuse_changed(workbook, seen(workbook, NEW))
    refuse_changed(workbook, seen(workbook, OLD))


# ---- what stays of the old file ----------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666, 0o444 | 0o200])
def test_the_mode_stays(workbook: Path, mode: int):
    workbook.chmod(mode)
    build(workbook, NEW)
    assert stat.S_IMODE(workbook.stat().st_mode) == mode


def test_while_it_is_written_nobody_else_may_read_it(workbook: Path):
    workbook.chmod(0o666)
    modes: list[int] = []

    def look(name: str) -> None:
        modes.extend(stat.S_IMODE(path.stat().st_mode) for path in workbook.parent.glob(".*.part"))

    known = seen(workbook, OLD)
    build(workbook, NEW, known=known, step=look)
    assert modes[:4] == [0o600] * 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(workbook: Path):
    os.chown(workbook, 1234, 4321)
    backup = build(workbook, NEW)
    assert backup is not None
    assert [(path.stat().st_uid, path.stat().st_gid) for path in (workbook, backup)] == [(1234, 4321)] * 2


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(0o660, 0o600), (0o664, 0o644), (0o644, 0o644), (0o666, 0o666), (0o640, 0o600)],
)
def test_a_group_that_cant_be_kept_gives_no_other_group_its_rights(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, mode: int, expected: int
):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    workbook.chmod(mode)
    try:
        os.chown(workbook, 1234, 4321)
    except OSError:
        pytest.skip("only root may give files away")
    monkeypatch.setattr(os, "chown", refuse)
    build(workbook, NEW)
    assert stat.S_IMODE(workbook.stat().st_mode) == expected


def test_extended_attributes_stay(workbook: Path):
    try:
        os.setxattr(workbook, "user.reviewed", b"yes")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    build(workbook, NEW)
    assert os.getxattr(workbook, "user.reviewed") == b"yes"


@pytest.mark.parametrize("relative", [False, True])
def test_a_link_stays_and_leads_to_the_new_workbook(tmp_path: Path, relative: bool):
    (tmp_path / "share").mkdir()
    (tmp_path / "desktop").mkdir()
    workbook = tmp_path / "share" / "book.xlsx"
    workbook.write_bytes(OLD)
    link = tmp_path / "desktop" / "mine.xlsx"
    link.symlink_to("../share/book.xlsx" if relative else workbook)
    backup = build(link, NEW)
    assert link.is_symlink()
    assert link.read_bytes() == workbook.read_bytes() == NEW
    assert backup == tmp_path / "share" / FOLDER / BACKUP
    assert [*link.parent.iterdir()] == [link]


@pytest.mark.parametrize(
    "name",
    [
        "my scorecard.xlsx",
        "ü 表 ☺ '\"%;$[!]*?.xlsx",
        "-rf.xlsx",
        " .xlsm",
        "x" * 250 + ".xlsx",
        "表" * 83 + ".xlsx",
        b"\xff\xfe latin.xlsx",
    ],
)
def test_names_of_every_sort(tmp_path: Path, name: str | bytes):
    workbook = tmp_path / (os.fsdecode(name) if isinstance(name, bytes) else name)
    workbook.write_bytes(OLD)
    for day, content in enumerate((NEW, OLD, NEW, OLD, NEW), start=1):
        backup = build(workbook, content, now=datetime(2026, 11, day, 8, 50, 45))
        assert backup is not None and backup.name.endswith(workbook.suffix)
        assert workbook.read_bytes() == content
    assert set(tmp_path.iterdir()) == {workbook, tmp_path / FOLDER}
    assert len([*(tmp_path / FOLDER).iterdir()]) == 3


def test_every_reason_is_a_sentence_with_a_next_step():
    for names, said in REASONS.items():
        problem = OSError(getattr(errno, names[0], 0), "as the system says")
        sentence = str(refusal(Path("book.xlsx"), problem))
        assert sentence == (
            f"book.xlsx can't be written: {said[0]}. The workbook is as it was; {said[1]} and run build "
            "again, or give --output NEW.xlsx to get the scorecard as a file of its own."
        )
    assert "the system says: Odd thing." in str(refusal(Path("book.xlsx"), OSError(9999, "Odd thing")))
