"""The macros of both files, run in LibreOffice against a stand-in for Python: what is asked, what is told.

The callbacks of the ribbon run too, each with a stand-in for the control. What only Excel or Windows has
(WScript.Shell, the ribbon itself, events) does not run here.
"""

import shutil
import threading
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from tools.calc import Step, run_steps
from tools.required import REPOSITORY

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("macros")]

TEMPLATES = REPOSITORY / "workbook_templates"
FILES = ("scorecard_xl.xlam", "scorecard_template.xlsm")
BOOK = "Tŷ Gwyn – report (v2).xlsx"
TOKEN = "0123abcd"
ACTIONS = {
    "BuildScorecard": "build",
    "CheckWorkbook": "check",
    "ExplainCell": "explain",
    "ShareCopy": "share",
    "ReadLists": "lists",
    "ShowHelp": "help",
}
BUTTONS = {
    "BuildPressed": "build",
    "CheckPressed": "check",
    "ExplainPressed": "explain",
    "SharePressed": "share",
    "HelpPressed": "help",
}
LINES_OF_A_REQUEST = [
    "action",
    "program",
    "book",
    "path",
    "hwnd",
    "style",
    "period",
    "sheet",
    "cell",
    "token",
]
ANSWER = "ok\nmessage=Amber \\u25BC\\u000ATwo lines\ntitle=Scorecard\nselect=Measures\n"

# Keeps each request with the words it was called with, and answers what the folder's file "answer" says.
STAND_IN = """#!/bin/sh
number=$(ls "{seen}" | wc -l)
{{ echo "called=$1 $2 $3 $4"; cat "$5"; }} > "{seen}/$(printf %02d "$number")"
if [ -s "{answer}" ]; then cp "{answer}" "$5.part"; mv "$5.part" "${{5%.request}}.answer"; fi
"""


class Desk:
    """An officer's machine: home folder of the add-in, workbook, the stand-in for Python."""

    def __init__(self, folder: Path, profile: Path) -> None:
        self.folder = folder
        self.profile = profile
        self.home = folder / "home of the add-in"
        self.requests = self.home / "requests"
        self.seen = folder / "seen"
        for each in (self.requests, self.home / "lists", self.seen):
            each.mkdir(parents=True)
        self.book = folder / BOOK
        shutil.copyfile(TEMPLATES / "kent_2015_02.xlsx", self.book)
        self.answer = folder / "answer"
        self.python = folder / "a python"
        self.python.write_text(STAND_IN.format(seen=self.seen, answer=self.answer))
        self.python.chmod(0o755)

    @property
    def installed(self) -> list[Step]:
        return [
            ["write", self.home / "settings.txt", f"python={self.python}\nversion=0.1.0\n"],
            ["write", self.answer, ANSWER],
        ]

    def run(self, file: str, steps: list[Step]) -> list[Any]:
        """The results of the steps, after both documents are open and a cell is selected."""
        before: list[Step] = [["open", TEMPLATES / file], ["open", self.book], ["select", "Results", "B3"]]
        results = run_steps([*before, *steps], self.profile, {"SCORECARD_XL_HOME": str(self.home)})
        return results[len(before) :]

    def requests_seen(self) -> list[dict[str, str]]:
        return [fields(path.read_text(encoding="ascii")) for path in sorted(self.seen.iterdir())]

    def waiting_files(self) -> list[str]:
        return sorted(path.name for path in self.requests.iterdir())


def fields(text: str) -> dict[str, str]:
    """The lines key=value in their order, nothing unescaped."""
    return dict(line.split("=", 1) for line in text.splitlines())


def escaped(text: str) -> str:
    """As the contract says: printable ASCII as it stands, everything else as UTF-16 units."""
    units = memoryview(text.encode("utf-16-le")).cast("H")
    return "".join(
        chr(unit) if 32 <= unit < 127 and unit != ord("\\") else f"\\u{unit:04X}" for unit in units
    )


@pytest.fixture(scope="module")
def profile(tmp_path_factory) -> Path:
    """One for all, since LibreOffice takes longest to make a new one."""
    return tmp_path_factory.mktemp("office") / "profile"


@pytest.fixture
def desk(tmp_path, profile) -> Desk:
    return Desk(tmp_path, profile)


def request(desk: Desk, action: str, **other: str) -> dict[str, str]:
    usual = {
        "action": action,
        "program": "Calc",
        "book": escaped(BOOK),
        "path": escaped(str(desk.book)),
        "hwnd": "",
        "style": "",
        "period": "",
        "sheet": "Results",
        "cell": "B3",
        "token": "",
    }
    return usual | other


@pytest.mark.parametrize("file", FILES)
def test_each_macro_writes_its_request_and_tells_the_answer(desk, file):
    steps: list[Step] = [*desk.installed]
    for macro in ACTIONS:
        steps += [
            ["run", f"ScorecardActions.{macro}"],
            ["run", "ScorecardActions.LastMessage"],
            ["sheet"],
            ["select", "Results", "B3"],
        ]
    results = desk.run(file, steps)[len(desk.installed) :]
    assert results[1::4] == ["Amber ▼\nTwo lines"] * len(ACTIONS)
    assert results[2::4] == ["Measures"] * len(ACTIONS), "the sheet that the answer names is in front"
    expected = [
        {"called": "-P -m scorecard_xl.addin run"} | request(desk, action) for action in ACTIONS.values()
    ]
    assert desk.requests_seen() == expected
    assert [list(one)[1:] for one in desk.requests_seen()] == [LINES_OF_A_REQUEST] * len(ACTIONS)
    assert desk.waiting_files() == [], "requests and answers are cleared away"


@pytest.mark.parametrize("file", FILES)
def test_the_ribbon_s_callbacks(desk, file):
    crc = zlib.crc32(escaped(str(desk.book)).encode("ascii"))
    lists = "period=Jan 2015\nperiod=Feb 2015 \\u2013 final\nstyle=default\nstyle=kent\n"
    steps: list[Step] = [
        *desk.installed,
        ["pressed", "ScorecardRibbon.ListCount", "period", 0],
        ["write", desk.home / "lists" / f"{crc:08x}.txt", lists],
        ["pressed", "ScorecardRibbon.ListCount", "period", 0],
        *(["pressed", "ScorecardRibbon.ListLabel", "period", index, ""] for index in range(4)),
        *(["pressed", "ScorecardRibbon.ListLabel", "style", index, ""] for index in range(4)),
        ["pressed", "ScorecardRibbon.ListIndex", "period", 9],
        ["pressed", "ScorecardRibbon.ListChanged", "period", "", 2],
        ["pressed", "ScorecardRibbon.ListChanged", "style", "", 2],
        ["pressed", "ScorecardRibbon.ListIndex", "period", 9],
        ["pressed", "ScorecardRibbon.TabVisible", "", 0],
        *(["pressed", f"ScorecardRibbon.{button}", ""] for button in BUTTONS),
        ["pressed", "ScorecardRibbon.ListChanged", "period", "", 3],  # Look again
        ["pressed", "ScorecardRibbon.ListChanged", "period", "", 0],  # Latest period
        ["run", "ScorecardActions.CheckWorkbook"],
        ["run", "ScorecardRibbon.RefreshRibbon"],
    ]
    results = desk.run(file, steps)[len(desk.installed) :]
    assert results[0] == 2, "before Python has looked: the usual choice and Look again"
    assert results[2:11] == [
        4,
        *("Latest period", "Jan 2015", "Feb 2015 – final", "Look again"),
        *("As in Settings", "default", "kent", "Look again"),
    ]
    assert (results[11], results[14], bool(results[15])) == (0, 2, True)
    chosen = {"style": "kent", "period": r"Feb 2015 \u2013 final"}
    seen = [{name: one[name] for name in ("action", "style", "period")} for one in desk.requests_seen()]
    assert seen[:5] == [{"action": action, **chosen} for action in BUTTONS.values()]
    assert seen[5:] == [
        {"action": "lists", **chosen},
        {"action": "check", "style": "kent", "period": ""},
    ]


def test_a_helper_that_is_alive_gets_the_request(desk):
    """The helper writes its file anew every second; one that has not for a minute is gone."""
    (desk.home / "helper.txt").write_text("")
    desk.answer.write_text("ok\n")
    told = "ok\r\nmessage=By the helper\r\n"
    taken: list[dict[str, str]] = []
    done = threading.Event()

    def helper() -> None:
        while not done.is_set():
            for path in desk.requests.glob("*.request"):
                text = path.read_text(encoding="ascii")
                if f"token={TOKEN}\n" in text:
                    taken.append(fields(text))
                    path.unlink()
                    path.with_suffix(".part").write_text(told, newline="")
                    path.with_suffix(".part").rename(path.with_suffix(".answer"))
            time.sleep(0.05)

    beat = f"pid=1\ntoken={TOKEN}\nbeat=0\n"
    steps: list[Step] = [
        ["write", desk.home / "helper.txt", beat, 0],
        ["run", "ScorecardActions.BuildScorecard"],  # nothing is installed: Python could not be started
        ["run", "ScorecardActions.LastMessage"],
        *desk.installed,
        ["write", desk.home / "helper.txt", beat, 60],
        ["run", "ScorecardActions.CheckWorkbook"],
    ]
    thread = threading.Thread(target=helper)
    thread.start()
    try:
        results = desk.run("scorecard_xl.xlam", steps)
    finally:
        done.set()
        thread.join()
    assert results[2] == "By the helper"
    assert taken == [request(desk, "build", token=TOKEN)]
    (cold,) = desk.requests_seen()
    assert (cold["action"], cold["token"]) == ("check", "")
    assert desk.waiting_files() == []


def test_what_is_told_when_something_is_missing(desk):
    build: list[Step] = [["run", "ScorecardActions.BuildScorecard"], ["run", "ScorecardActions.LastMessage"]]
    settings = desk.home / "settings.txt"
    steps: list[Step] = [
        *build,
        ["write", settings, "python=/nowhere/python\n"],
        *build,
        ["write", settings, f"python={desk.python}\nwait=1\n"],
        ["write", desk.answer, ""],
        *build,
        ["write", desk.answer, "problem\nmessage=Results!D17: 'n/a ' is not a number.\n"],
        *build,
        ["write", desk.answer, "ok\n"],
        *build,
        ["write", desk.answer, "ok\nselect=No such sheet\nmessage=Done\n"],
        *build,
    ]
    told = [one for one in desk.run("scorecard_xl.xlam", steps) if isinstance(one, str)]
    assert told == [
        'The Scorecard add-in is not installed for this account: run "scorecard-xl addin install" once, '
        "or ask IT to.",
        "Python is no longer where it was when the add-in was installed (/nowhere/python): "
        'run "scorecard-xl addin install" again, or ask IT to.',
        "No answer came from Python (waited 1 s). Try once more; if it stays so, "
        'run "scorecard-xl addin status" and send what it says to whoever looks after the add-in.',
        "Results!D17: 'n/a ' is not a number.",
        "",
        "Done",
    ]
    assert desk.waiting_files() == []


def test_what_is_told_without_a_workbook_or_before_it_was_saved(desk):
    build: list[Step] = [["run", "ScorecardActions.BuildScorecard"], ["run", "ScorecardActions.LastMessage"]]
    steps: list[Step] = [
        ["open", TEMPLATES / "scorecard_xl.xlam"],
        *desk.installed,
        *build,
        ["open", ""],
        *build,
    ]
    results = run_steps(steps, desk.profile, {"SCORECARD_XL_HOME": str(desk.home)})
    assert results[4].startswith("No workbook is open for editing: open one first")
    (seen,) = desk.requests_seen()
    assert (seen["path"], seen["cell"]) == ("", "A1")
    assert seen["book"].startswith("Untitled")


def test_an_error_is_told_in_a_sentence(desk):
    """Here the folder of requests is a file, so that no request can be written."""
    shutil.rmtree(desk.requests)
    desk.requests.write_text("")
    steps: list[Step] = [*desk.installed]
    for macro in ACTIONS:
        steps += [["run", f"ScorecardActions.{macro}"], ["run", "ScorecardActions.LastMessage"]]
    results = desk.run("scorecard_xl.xlam", steps)[len(desk.installed) :]
    for told in results[1::2]:
        assert told.startswith("The Scorecard add-in could not finish (")
        assert told.endswith("send this sentence to whoever looks after the add-in.")


TEXTS = ["Tŷ Gwyn – report (v2)", "a\\b\\u00e9", "tab\tline\nend", "😀 ▼", "", "=1+1"]


def test_texts_are_escaped_and_read_again(desk):
    steps: list[Step] = []
    for text in TEXTS:
        steps += [
            ["run", "ScorecardText.Escaped", text],
            ["run", "ScorecardText.Unescaped", escaped(text)],
            ["run", "ScorecardText.Checksum", escaped(text)],
        ]
    strange = [r"\u12", r"\u12G4", r"\x", r"\uFFFD\uffe9"]
    steps += [["run", "ScorecardText.Unescaped", text] for text in strange]
    steps += [["run", "ScorecardWindows.RunHidden", "true"], ["run", "ScorecardFiles.IsCalc"]]
    results = desk.run("scorecard_xl.xlam", steps)
    for number, text in enumerate(TEXTS):
        crc = f"{zlib.crc32(escaped(text).encode('ascii')):08x}"
        assert results[3 * number : 3 * number + 3] == [escaped(text), text, crc]
    assert results[-6:] == [r"\u12", r"\u12G4", r"\x", "\ufffd\uffe9", False, True]


@pytest.mark.parametrize(
    ("system", "variables", "folder"),
    [
        ("Windows", {"LOCALAPPDATA": "{}/Local"}, "{}/Local\\scorecard_xl"),
        (
            "macOS",
            {"HOME": "{}/Library/Containers/com.microsoft.Excel/Data", "XDG_DATA_HOME": "{}/data"},
            "{}/Library/Application Support/scorecard_xl",
        ),
        ("Linux", {"HOME": "{}", "XDG_DATA_HOME": ""}, "{}/.local/share/scorecard_xl"),
        ("Linux with XDG", {"HOME": "{}", "XDG_DATA_HOME": "{}/data"}, "{}/data/scorecard_xl"),
    ],
)
def test_where_the_add_in_is_at_home(tmp_path, profile, system, variables, folder):
    home = tmp_path / "someone"
    home.mkdir()
    if system == "macOS":
        (home / "Library" / "Application Support").mkdir(parents=True)
        (home / "Library" / "Containers" / "com.microsoft.Excel" / "Data").mkdir(parents=True)
    environment = {name: value.format(home) for name, value in variables.items()}
    results = run_steps(
        [["open", TEMPLATES / "scorecard_xl.xlam"], ["run", "ScorecardFiles.InHome", "lists/a.txt"]],
        profile,
        {"SCORECARD_XL_HOME": "", "LOCALAPPDATA": "", **environment},
    )
    separator = "\\" if system == "Windows" else "/"
    assert results[1] == separator.join((folder.format(home), "lists", "a.txt"))
