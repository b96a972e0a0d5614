"""The folder in which saved workbooks are built, for where macros are blocked."""

import os
import shutil

import pytest

from scorecard_xl.addin import drop
from scorecard_xl.addin.drop import Drop, told_beside
from scorecard_xl.addin.requests import Answer
from scorecard_xl.resources import shipped


@pytest.fixture(autouse=True)
def settled_at_once(monkeypatch):
    monkeypatch.setattr(drop, "SETTLED_SECONDS", 0.0)


@pytest.fixture
def built(monkeypatch):
    """The workbooks that were built, by name; nothing is."""
    names = []

    def act(request):
        names.append(request.book)
        return Answer(request.book != "bad.xlsx", f"{request.action} of {request.path}")

    monkeypatch.setattr(drop, "act", act)
    return names


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def age(path, seconds):
    status = path.stat()
    os.utime(path, (status.st_atime - seconds, status.st_mtime - seconds))


def said(workbook):
    return told_beside(workbook).read_text("utf-8-sig")


def test_a_workbook_is_built_and_told_of(folder):
    workbook = folder / "Tŷ.xlsx"
    shutil.copyfile(shipped("workbook_templates/kent_2015_02.xlsx"), workbook)
    watched = Drop(folder)
    assert watched.look() == 1
    text = said(workbook)
    assert (
        text.startswith("Done.\n\n17 of 35 rated measures meet their target") and "added: Scorecard" in text
    )
    assert told_beside(workbook).name == "Tŷ.xlsx.scorecard.txt"
    # It is newer than before, and still not built again: neither now nor by the next helper.
    assert watched.look() == 0 and Drop(folder).look() == 0


@pytest.mark.parametrize("name", ["notes.txt", "~$a.xlsx", ".scorecard_xl-1.part", "a.xls", ".hidden.xlsx"])
def test_what_is_no_workbook_is_left_alone(folder, built, name):
    (folder / name).write_bytes(b"x")
    assert Drop(folder).look() == 0 and built == []


def test_a_folder_is_no_workbook(folder, built):
    (folder / "a.xlsx").mkdir()
    assert Drop(folder).look() == 0


def test_a_workbook_that_is_still_being_written_is_waited_for(folder, built, monkeypatch):
    monkeypatch.setattr(drop, "SETTLED_SECONDS", 2.0)
    now = iter([0.0, 1.0, 2.0, 3.0, 4.0])
    monkeypatch.setattr("scorecard_xl.addin.drop.time.monotonic", lambda: next(now))
    workbook, watched = folder / "a.xlsx", Drop(folder)
    workbook.write_bytes(b"half")
    assert watched.look() == 0
    workbook.write_bytes(b"a whole one")
    assert watched.look() == 0  # at 1 s: it changed
    assert watched.look() == 0  # at 2 s: as it is for 1 s
    assert watched.look() == 1


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_an_open_workbook_is_built_once_it_is_closed(folder, built, lock):
    workbook, watched = folder / "a.xlsx", Drop(folder)
    workbook.write_bytes(b"x")
    (folder / lock).write_bytes(b"")
    assert watched.look() == 0 and said(workbook).startswith("Waiting: a.xlsx is open")
    assert Drop(folder).look() == 0
    (folder / lock).unlink()
    # Also for a helper that was started since: that it waits is no answer.
    assert Drop(folder).look() == 1 and said(workbook).startswith("Done.")


def test_a_workbook_saved_again_is_built_again(folder, built):
    workbook, watched = folder / "a.xlsx", Drop(folder)
    workbook.write_bytes(b"x")
    assert (watched.look(), watched.look()) == (1, 0)
    workbook.write_bytes(b"xy")
    assert (watched.look(), watched.look()) == (1, 0)
    age(told_beside(workbook), 60)
    assert Drop(folder).look() == 1


def test_a_refusal_is_told_and_not_tried_for_ever(folder, built):
    workbook, watched = folder / "bad.xlsx", Drop(folder)
    workbook.write_bytes(b"x")
    assert (watched.look(), watched.look()) == (1, 0)
    assert said(workbook).startswith("Nothing was done.\n\nbuild of ")


def test_a_folder_that_cannot_be_reached_is_tried_again(folder, built, home):
    watched = Drop(folder)
    folder.rmdir()
    assert (watched.look(), watched.look()) == (0, 0)
    assert (home / "log.txt").read_text("utf-8").count("can't be watched") == 1
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(b"x")
    assert watched.look() == 1
