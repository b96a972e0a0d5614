"""One request, one answer: what each button says, and that nothing escapes without a sentence."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from scorecard_xl.addin import actions, log, run
from scorecard_xl.addin.copies import copy_beside
from scorecard_xl.addin.live import ClosedBook
from scorecard_xl.addin.requests import Answer, Request
from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.closed import ClosedFile

TABS = ["Scorecard", "Summary", "Exceptions", "Notes", "Data checks"]


class OpenKent:
    """A stand-in for a workbook that a program has open: what is delivered is kept, nothing is written."""

    def __init__(self, path: Path, saved: bool = True) -> None:
        self.name, self.path = path.name, path if saved else None
        self.file = path
        self.host = self
        self.delivered: dict[str, str] = {}
        self.told: list[str] = []

    keeps_input = True

    def read_sheets(self):
        return ClosedFile(self.file).read_sheets()

    def edited_tabs(self):
        return ()

    def deliver(self, rendered):
        self.delivered = dict(rendered.roles)
        return "The tabs are in the open workbook."

    def progress(self, doing):
        self.told.append(doing)


def test_build_delivers_and_says_where_to_look(kent, home):
    book = OpenKent(kent)
    answer = actions.build(book, Request("build", "Excel", kent.name, str(kent)))
    assert answer.ok and answer.select == "Scorecard" and list(book.delivered) == TABS
    assert answer.message.startswith("17 of 35 rated measures meet their target, one is Red")
    assert answer.message.endswith("The tabs are in the open workbook.")
    (listed,) = (home / "lists").iterdir()
    assert listed.read_text("ascii").splitlines()[:2] == ["period=Feb 2015", "period=Jan 2015"]
    assert "style=kent" in listed.read_text("ascii")


def test_period_and_style_are_those_of_the_drop_downs(kent):
    book = OpenKent(kent)
    answer = actions.build(book, Request("build", style="kent", period="Jan 2015"))
    assert answer.ok and answer.message.startswith("18 of 35 rated measures meet their target, two are Red")
    with pytest.raises(ScorecardError, match="no style"):
        actions.build(book, Request("build", style="kant"))


def test_check_says_how_many_and_the_worst_first(kent):
    answer = actions.check(OpenKent(kent), Request("check"))
    assert answer.ok and answer.message.startswith("9 notes. Build lists all of them on Data checks.")


@pytest.mark.parametrize(
    ("sheet", "cell", "title"),
    [("Measures", "D3", "Measure 2"), ("Results", "C7", "Measure 2"), ("Commentary", "A2", "Measure 9")],
)
def test_explain_takes_the_measure_of_the_row(kent, sheet, cell, title):
    answer = actions.explain(OpenKent(kent), Request("explain", sheet=sheet, cell=cell))
    assert answer.ok and answer.title == title and "\nRating: " in answer.message


def test_explain_on_the_scorecard_itself(kent):
    book = ClosedBook(kent)
    actions.build(book, Request("build"))
    answer = actions.explain(ClosedBook(kent), Request("explain", sheet="Scorecard", cell="C8"))
    assert answer.title == "Measure 2" and answer.message.startswith("2 Referrals within 12 months")


@pytest.mark.parametrize(
    ("sheet", "cell", "said"),
    [
        ("Measures", "A1", "Row 1 of Measures belongs to no measure: select a cell in the row of one"),
        ("About", "A1", "belongs to no measure"),
        ("Results", "", "No cell is selected"),
    ],
)
def test_explain_says_where_it_can_be_pressed(kent, sheet, cell, said):
    with pytest.raises(ScorecardError, match=said):
        actions.explain(OpenKent(kent), Request("explain", sheet=sheet, cell=cell))


def test_share_never_replaces_what_is_there(kent, produced):
    first = kent.with_name("Sgôr tŷ scorecard Feb 2015.xlsx")
    first.write_text("the officer's")
    answer = actions.share(OpenKent(kent), Request("share"))
    made = kent.with_name("Sgôr tŷ scorecard Feb 2015 (2).xlsx")
    assert str(made) in answer.message and first.read_text() == "the officer's"
    assert list(ClosedFile(made).read_sheets().sheet_names) == TABS
    produced(made, "addin share")


@pytest.mark.parametrize(
    ("name", "period", "file"),
    [
        ("scorecard.xlsm", "Feb 2015", "scorecard scorecard Feb 2015.xlsx"),
        ("Book1", "Q2 2019-20", "Book1 scorecard Q2 2019-20.xlsx"),
        ("v1.2", "Feb 2015", "v1.2 scorecard Feb 2015.xlsx"),
        ("a/b: c?.xlsx", "x", "b- c- scorecard x.xlsx"),
        ("y" * 300 + ".xlsx", "x", "y" * 120 + " scorecard x.xlsx"),
    ],
)
def test_names_of_copies(tmp_path, name, period, file):
    assert copy_beside(tmp_path / "book.xlsx", name, period) == tmp_path / file


def test_a_workbook_in_the_cloud_has_its_copies_in_downloads(kent, tmp_path, monkeypatch):
    (tmp_path / "Downloads").mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    answer = actions.share(
        OpenKent(kent, saved=False), Request("share", path="https://x.sharepoint.com/k.xlsx")
    )
    assert str(tmp_path / "Downloads" / "Sgôr tŷ scorecard Feb 2015.xlsx") in answer.message


def test_lists_look_again_without_a_word(kent, home):
    answer = actions.lists(OpenKent(kent), Request("lists", path=str(kent), period="May 1999"))
    assert answer == Answer(True) and list((home / "lists").iterdir())


@pytest.mark.parametrize("action", sorted(actions.ACTIONS))
def test_every_button_answers_within_what_a_message_box_shows(press, kent, action):
    path = press("1", action=action, book=kent.name, path=str(kent), sheet="Results", cell="C7")
    assert run.run(path)
    lines = path.with_suffix(".answer").read_text("ascii").splitlines()
    assert lines[0] == "ok"


def test_a_refusal_is_a_sentence(press, tmp_path):
    path = press("1", action="build", path=str(tmp_path / "none.xlsx"))
    assert not run.run(path)
    lines = path.with_suffix(".answer").read_text("ascii").splitlines()
    assert lines[0] == "problem" and "check the name and the folder" in lines[1]


def test_an_open_workbook_is_reached_by_the_live_host(monkeypatch, kent, home):
    """By name, path and, on Windows, the process of its window; here with stand-ins for host and program."""
    asked = []

    class OpenBook(OpenKent):
        def __init__(self, book, settings, now):
            super().__init__(book)
            assert settings.backups == 3

    def open_book(program, name, path, process):
        asked.append((program, name, path, process))
        return kent

    host = SimpleNamespace(open_book=open_book, OpenBook=OpenBook)
    monkeypatch.setattr("scorecard_xl.addin.live.find_spec", lambda name: host)
    monkeypatch.setattr("scorecard_xl.addin.live.import_module", lambda name: host)
    cloud = "https://council.sharepoint.com/Sgor.xlsx"
    answer = run.act(Request("build", "Excel", kent.name, cloud, hwnd="1234"))
    assert answer.ok and answer.message.endswith("The tabs are in the open workbook.")
    assert asked[0][:3] == ("Excel", kent.name, cloud)
    assert list((home / "lists").iterdir()), "its lists are named by the path as the macro wrote it"


def test_a_program_that_cannot_be_reached_is_named(monkeypatch, kent):
    monkeypatch.setattr("scorecard_xl.addin.live.find_spec", lambda name: None)
    answer = run.act(Request("build", program="Excel", book=kent.name, path=str(kent)))
    assert not answer.ok and "open in Excel: save and close it" in answer.message


@pytest.mark.parametrize("problem", [ValueError("secret figure"), RecursionError(), BaseException("panic")])
def test_what_nobody_foresaw_goes_into_the_log(monkeypatch, home, kent, problem):
    def break_down(book, request):
        raise problem

    monkeypatch.setattr(actions, "ACTIONS", {"build": break_down})
    answer = run.act(Request("build", book=kent.name, path=str(kent)))
    assert not answer.ok and type(problem).__name__ in answer.message and "secret" not in answer.message
    written = (home / "log.txt").read_text("utf-8")
    assert "Traceback" in written and "break_down" in written


def test_the_log_is_bounded_and_keeps_the_newest(home):
    for number in range(3000):
        log.note(f"entry {number} " + "x" * 100)
    written = (home / "log.txt").read_text("utf-8")
    assert len(written) <= log.MOST_BYTES and "entry 2999" in written and "entry 0 " not in written
    assert written.splitlines()[0][:2] == "20"


def test_python_is_started_for_one_request(press, kent):
    path = press("1", action="check", path=str(kent))
    command = [sys.executable, "-P", "-m", "scorecard_xl.addin", "run", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert path.with_suffix(".answer").read_bytes().startswith(b"ok\r\nmessage=9 notes.")
