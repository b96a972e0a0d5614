"""The helper that waits: whom it answers, what it clears away, how it begins and ends."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scorecard_xl.addin import beat, control, helper
from scorecard_xl.addin.drop import told_beside
from scorecard_xl.addin.helper import Helper
from scorecard_xl.addin.home import requests_folder, write_settings
from scorecard_xl.addin.machine import Machine
from scorecard_xl.addin.requests import Answer
from scorecard_xl.errors import ScorecardError

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights and signals of POSIX")
NO_EXCEL = Machine(None)


def running() -> beat.Beat:
    found = beat.alive()
    assert found is not None, "no helper is waiting"
    return found


def until(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
    return found


def start(*folders: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-P", "-m", "scorecard_xl.addin", "helper", *map(str, folders)])


@pytest.fixture
def waiting(home):
    """A real helper in a process of its own, ended afterwards."""
    requests_folder()
    process = start()
    until(beat.alive)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def quick(monkeypatch, home):
    """A helper of this process that has not begun to wait, and answers at once without any workbook."""
    monkeypatch.setattr(helper, "act", lambda request: Answer(True, f"{request.action} of {request.book}"))
    return Helper()


def token_of(one: Helper) -> str:
    return one._beat.token


def lines(request: Path) -> list[str]:
    return request.with_suffix(".answer").read_text("ascii").splitlines()


def answered(request: Path) -> list[str]:
    until(request.with_suffix(".answer").exists)
    return lines(request)


# ---- whom it answers -----------------------------------------------------------------------------


def test_a_request_with_its_token_is_answered_once(quick, press):
    path = press("1", action="check", book="Tŷ.xlsx", token=token_of(quick))
    assert quick.take_requests() == 1 and lines(path) == ["ok", "message=check of T\\u0177.xlsx"]
    path.with_suffix(".answer").unlink()
    assert quick.take_requests() == 0 and not path.with_suffix(".answer").exists()


def test_several_requests_are_answered_each(quick, press):
    paths = [
        press(str(number), action="check", book=str(number), token=token_of(quick)) for number in range(5)
    ]
    assert quick.take_requests() == 5
    assert [lines(path)[1] for path in paths] == [f"message=check of {number}" for number in range(5)]


def test_a_foreign_token_is_refused(quick, press):
    path = press("1", action="build", token="another")
    quick.take_requests()
    assert lines(path) == ["problem", "message=The helper was started anew: press the button again."]


def test_what_python_was_started_for_is_left_to_it(quick, press):
    path = press("1", action="build", token="")
    quick.take_requests()
    assert not path.with_suffix(".answer").exists()


def test_a_request_that_vanishes_meanwhile_is_not_answered(quick, press, monkeypatch):
    path = press("1", action="build", token=token_of(quick))

    def give_up(request):
        path.unlink()
        return Answer(True, "too late")

    monkeypatch.setattr(helper, "act", give_up)
    assert quick.take_requests() == 1
    assert list(path.parent.iterdir()) == []


def test_half_written_files_are_no_requests(quick):
    (requests_folder() / "1.part").write_bytes(b"action=build\n")
    assert quick.take_requests() == 0


def test_a_broken_request_is_refused_and_the_next_answered(quick, press):
    broken = requests_folder() / "0.request"
    broken.write_bytes(b"\xff\xfe nothing")
    whole = press("1", action="check", token=token_of(quick))
    quick.take_requests()
    assert lines(broken)[0] == "problem" and lines(whole)[0] == "ok"


def test_the_folder_comes_back_when_somebody_removes_it(quick, home):
    (home / "requests").rmdir()
    assert quick.take_requests() == 0
    assert (home / "requests").is_dir()


# ---- what it clears away -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "age", "wait", "stays"),
    [
        ("1.answer", 601, "", False),
        ("1.answer", 590, "", True),
        ("1.part", 601, "", False),
        ("1.answer.part", 601, "", False),
        ("1.request", 601, "", False),
        ("1.request", 601, "900", True),
        ("1.request", 1801, "900", False),
        ("notes.txt", 9999, "", True),
    ],
)
def test_what_nobody_fetched_goes_when_it_is_old(quick, name, age, wait, stays):
    write_settings({"wait": wait})
    path = requests_folder() / name
    path.write_bytes(b"")
    old = time.time() - age
    os.utime(path, (old, old))
    quick.clear_stale()
    assert path.exists() is stays


# ---- helper.txt ----------------------------------------------------------------------------------


def test_helper_txt_is_renewed_without_being_written(home):
    home.mkdir()
    one = beat.Beat("t", "1")
    beat.announce(one)
    old = time.time() - 60
    os.utime(beat.path(), (old, old))
    assert beat.alive() is None
    with beat.path().open("rb") as reader:  # as a macro that is just reading it
        beat.renew(one)
        assert reader.read() == b"token=t\npid=1\n"
    assert beat.alive() == one
    beat.path().unlink()
    beat.renew(one)
    assert beat.alive() == one


def test_a_reader_in_the_way_is_waited_for(home, monkeypatch):
    home.mkdir()
    refusals = iter([PermissionError(), PermissionError(), None])
    written = []

    def write(path, text):
        if problem := next(refusals):
            raise problem
        written.append(text)

    monkeypatch.setattr(beat, "write_whole", write)
    beat.announce(beat.Beat("t"))
    assert written == ["token=t\npid=\n"]


def test_a_helper_that_hangs_counts_as_gone(quick, monkeypatch):
    renewed: list[beat.Beat] = []
    monkeypatch.setattr(beat, "renew", renewed.append)
    monkeypatch.setattr(helper, "BEAT_SECONDS", 0.01)
    quick._busy_since = time.monotonic() - helper.HANGS_SECONDS - 1
    thread = threading.Thread(target=quick._go_on_beating)
    thread.start()
    time.sleep(0.1)
    assert renewed == []
    quick._busy_since = None
    until(lambda: renewed)
    quick.end()
    thread.join()


# ---- as a process --------------------------------------------------------------------------------


def test_two_requests_at_once_into_the_same_workbook(waiting, press, kent):
    token = running().token
    asked = {"book": kent.name, "path": str(kent), "token": token}
    paths = [press(f"{action}", action=action, **asked) for action in ("build", "check")]
    for path in paths:
        assert answered(path)[0] == "ok"


def test_after_an_error_it_goes_on(waiting, press, kent, tmp_path):
    token = running().token
    first = press("1", action="build", path=str(tmp_path / "none.xlsx"), token=token)
    assert answered(first)[0] == "problem"
    second = press("2", action="check", path=str(kent), token=token)
    assert answered(second)[0] == "ok"


def test_it_builds_what_is_saved_into_a_folder(home, tmp_path, kent):
    (tmp_path / "drop").mkdir()
    requests_folder()
    process = start(tmp_path / "drop")
    try:
        told = told_beside(Path(shutil.copy(kent, tmp_path / "drop")))
        until(lambda: told.exists() and told.read_text("utf-8-sig").startswith("Done."))
    finally:
        process.kill()
        process.wait()


def test_there_is_one_helper_a_user(waiting, home):
    assert start().wait(30) == 2
    with pytest.raises(ScorecardError, match="is waiting already"):
        control.start(NO_EXCEL, [], print)
    assert running().pid == str(waiting.pid)


@POSIX
def test_only_the_user_may_read_what_it_writes(waiting, home):
    rights = {path.name: path.stat().st_mode & 0o777 for path in [home, *home.iterdir()]}
    assert rights == {
        "scorecard_xl": 0o700,
        "requests": 0o700,
        "helper.txt": 0o600,
        "helper.lock": 0o600,
    }


@POSIX
def test_a_killed_helper_counts_as_gone_and_the_next_one_starts(waiting, monkeypatch):
    token = running().token
    waiting.kill()
    waiting.wait()
    assert beat.path().exists()
    old = time.time() - 6
    os.utime(beat.path(), (old, old))
    assert beat.alive() is None
    following = start()
    assert until(beat.alive).token != token
    following.send_signal(signal.SIGTERM)
    assert following.wait(30) == 0
    assert not beat.path().exists()


@POSIX
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_it_ends_at_log_off(waiting, name):
    waiting.send_signal(getattr(signal, name))
    assert waiting.wait(30) == 0 and not beat.path().exists()


def test_started_asked_and_stopped_by_command(home, capsys):
    assert control.start(NO_EXCEL, [], print) == 0
    assert control.status(NO_EXCEL, print) == 0
    pid = running().pid
    assert control.stop(print) == 0
    assert control.status(NO_EXCEL, print) == 2
    assert control.stop(print) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"The helper waits for the button (process {pid}); `scorecard-xl helper stop` ends it.",
        f"The helper waits (process {pid}).",
        "The helper has ended; the button starts Python by itself now.",
        "No helper is running.",
        "No helper is running.",
    ]


def test_a_folder_that_is_not_there_is_refused_first(tmp_path):
    with pytest.raises(ScorecardError, match="make it first"):
        control.start(NO_EXCEL, [tmp_path / "none"], print)
