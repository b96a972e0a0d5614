"""Our own lock: one holder at a time, also where file systems or other users make it hard."""

import errno
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts import system
from scorecard_xl.hosts.beside import clear_temporary, lock_file, mark, temporary_file
from scorecard_xl.hosts.locks import locked
from tools.building import NEW, OLD, build

if sys.platform != "win32":
    import fcntl


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(OLD)
    return path


def test_one_at_a_time(workbook: Path):
    with locked(workbook) as alone:
        assert alone
        assert lock_file(workbook).exists()
        with pytest.raises(ScorecardError, match="Another build"), locked(workbook, wait=0):
            pass
        with locked(workbook.with_name("other.xlsx"), wait=0) as other:
            assert other
    assert not lock_file(workbook).exists()
    with locked(workbook, wait=0):
        pass


def test_let_go_after_a_failure(workbook: Path):
    with pytest.raises(KeyError), locked(workbook):
        raise KeyError
    assert not lock_file(workbook).exists()


def test_letting_go_never_fails(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    """As a network drive may, when the new workbook is in place already."""
    close = os.close

    def late(handle: int) -> None:
        close(handle)
        if workbook.read_bytes() == NEW:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "close", late)
    build(workbook, NEW)
    assert workbook.read_bytes() == NEW


def test_one_workbook_one_lock_whatever_the_spelling(tmp_path: Path):
    assert mark(tmp_path / "Übersicht.xlsx") == mark(tmp_path / "U\u0308BERSICHT.XLSX")
    assert mark(tmp_path / "a.xlsx") != mark(tmp_path / "b.xlsx")


def test_a_lock_on_a_removed_file_is_none(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    """Its holder let go and removed it between our opening and our locking."""
    lock_and = system.try_lock
    tries: list[int] = []

    def removed_first(handle: int) -> bool | None:
        tries.append(handle)
        if len(tries) == 1:
            lock_file(workbook).unlink()
        if len(tries) == 2:
            lock_file(workbook).rename(workbook.with_name("old.lock"))
            lock_file(workbook).touch()
        return lock_and(handle)

    monkeypatch.setattr("scorecard_xl.hosts.locks.try_lock", removed_first)
    with locked(workbook):
        assert len(tries) == 3


@pytest.mark.parametrize("number", sorted(system.NO_LOCKS))
def test_a_file_system_without_locks(workbook: Path, monkeypatch: pytest.MonkeyPatch, number: int):
    """The build goes on without, and clears nothing that might be another's."""

    def none(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    other = temporary_file(workbook, workbook.parent)
    other.write_bytes(b"of a build that goes on")
    monkeypatch.setattr(fcntl, "flock", none)
    build(workbook, NEW)
    assert workbook.read_bytes() == NEW
    assert other.exists()
    assert not lock_file(workbook).exists()


def test_another_users_lock_file(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    lock_file(workbook).touch(0o444)
    ours = os.open

    def for_reading_only(path: Path, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith(".lock") and flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied")
        return ours(path, flags, mode)

    monkeypatch.setattr(os, "open", for_reading_only)
    build(workbook, NEW)
    assert workbook.read_bytes() == NEW


def test_a_link_in_place_of_our_lock_file_is_not_followed(workbook: Path):
    lock_file(workbook).symlink_to(workbook.with_name("elsewhere"))
    with pytest.raises(ScorecardError, match="can't be written"):
        build(workbook, NEW)
    assert not workbook.with_name("elsewhere").exists()
    assert workbook.read_bytes() == OLD


def test_only_this_workbooks_temporary_files_are_cleared(workbook: Path):
    ours = temporary_file(workbook, workbook.parent)
    others = [
        temporary_file(workbook.with_name("other.xlsx"), workbook.parent),
        workbook.with_name(f".scorecard_xl-{mark(workbook)}.lock"),
        workbook.with_name(f".scorecard_xl-{mark(workbook)}-notes.txt"),
        workbook.with_name("notes.part"),
    ]
    for path in (ours, *others):
        path.touch()
    clear_temporary(workbook, workbook.parent)
    assert not ours.exists()
    assert all(path.exists() for path in others)


# ---- Windows, by stand-ins ---------------------------------------------------------------------


def test_locking_as_windows_does(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    held: set[int] = set()

    def locking(handle: int, mode: int, size: int) -> None:
        assert (mode, size) == (2, 1)
        inode = os.fstat(handle).st_ino
        if inode in held:
            raise PermissionError(errno.EACCES, "Permission denied")
        held.add(inode)

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(sys, "platform", "win32")
    with locked(workbook) as alone:
        assert alone
        with pytest.raises(ScorecardError, match="Another build"), locked(workbook, wait=0):
            pass
    held.clear()
    assert not lock_file(workbook).exists()
    build(workbook, NEW)
    assert workbook.read_bytes() == NEW


def test_a_folder_is_not_synced_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "win32")
    system.sync_folder(tmp_path / "nowhere")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows syncs no folders")
@pytest.mark.parametrize(("number", "fails"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_folder_that_cant_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fails: bool
):
    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    if fails:
        with pytest.raises(OSError):
            system.sync_folder(tmp_path)
    else:
        system.sync_folder(tmp_path)
