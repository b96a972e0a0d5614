"""docs/bad_input.md, kept true: each of its workbooks is made, and what is said of it compared."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scorecard_xl.cli import main
from tools.bad_books import CASES, sheets, write
from tools.required import REPOSITORY

DOCUMENT = (REPOSITORY / "docs" / "bad_input.md").read_text(encoding="utf-8")
ROWS = [
    (given, int(code), said)
    for given, code, said in re.findall(r"^\| (.+?) \| ([012]) \| (.+) \|$", DOCUMENT, re.MULTILINE)
]
MB = 1_000_000
MOST_MEMORY = 1_000 * MB  # of address space, the interpreter and its libraries included
HARM = DOCUMENT[DOCUMENT.index("## Files made to do harm") : DOCUMENT.index("## The output")]
HARMFUL = [given for given, _, _ in ROWS if f"| {given} |" in HARM]
SLOW = ("A million empty rows with a format", "16,384 columns")  # checked, but not built as well

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("check", "book.xlsx")` in a folder of its own: the exit code and what was said."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(arguments)
        printed = capsys.readouterr()
        if code == 2:
            assert printed.out == ""
        return code, (printed.out + printed.err).strip()

    return command


def matches(said: str, expected: str) -> bool:
    """Whether a line of what was said is the one expected, where … stands for anything."""
    if expected == "-":
        return not re.search("^(Error|Warning|Note): ", said, re.MULTILINE)
    pattern = ".*".join(map(re.escape, expected.split("…")))
    return any(re.fullmatch(pattern, line) for line in said.splitlines())


def test_every_case_is_documented_once():
    documented = [given for given, _, _ in ROWS]
    assert sorted(documented) == sorted([*CASES, *OUTPUTS])


@pytest.mark.parametrize(("given", "code", "said"), [row for row in ROWS if row[0] in CASES])
def test_what_is_said_of_bad_input(run: Run, tmp_path: Path, given: str, code: int, said: str):
    book = tmp_path / "book.xlsx"
    CASES[given](book)
    before = book.stat()
    found, text = run("check", "book.xlsx")
    assert matches(text, said), text
    assert found == code
    if given in SLOW:
        return
    found, text = run("build", "book.xlsx", "--output", "new.xlsx")
    assert found == code
    if not said.startswith("Note"):
        assert matches(text, said), text
    left = ["book.xlsx"] if code == 2 else ["book.xlsx", "new.xlsx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == left
    assert (book.stat().st_size, book.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


@pytest.mark.parametrize("given", HARMFUL)
def test_harmful_files_need_little_memory(tmp_path: Path, given: str):
    book = tmp_path / "book.xlsx"
    CASES[given](book)
    script = (
        f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))\n"
        "import sys; from scorecard_xl.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, "check", str(book)]
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 2, done.stderr
    assert "memory" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


# ---- the output --------------------------------------------------------------------------------


def refusing(code: int, step: str) -> Callable[[Path, pytest.MonkeyPatch], str]:
    def set_up(_: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        def refuse(*_: object) -> None:
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(step, refuse)
        return "new.xlsx"

    return set_up


def a_folder(folder: Path, _: pytest.MonkeyPatch) -> str:
    (folder / "folder.xlsx").mkdir()
    return "folder.xlsx"


OUTPUTS: dict[str, Callable[[Path, pytest.MonkeyPatch], str]] = {
    "A scorecard of last month under the same name": lambda *_: "new.xlsx",
    "A name with spaces and other alphabets": lambda *_: "Übersicht – scorecard 表.xlsx",
    "A folder": a_folder,
    "A missing folder": lambda *_: "nowhere/new.xlsx",
    "A name that does not end in .xlsx": lambda *_: "new.pdf",
    "The workbook itself": lambda *_: "book.xlsx",
    "A name that is too long": lambda *_: "x" * 300 + ".xlsx",
    "A scorecard that is open in Excel": refusing(errno.EACCES, "pathlib.Path.replace"),
    "A full disk": refusing(errno.ENOSPC, "os.fsync"),
}


@pytest.mark.parametrize(("given", "code", "said"), [row for row in ROWS if row[0] in OUTPUTS])
def test_what_is_said_of_outputs(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, code: int, said: str
):
    write(tmp_path / "book.xlsx", sheets())
    workbook = (tmp_path / "book.xlsx").read_bytes()
    old = tmp_path / "new.xlsx"
    old.write_bytes(b"last month's")
    (tmp_path / "~$new.xlsx").write_bytes(b"")  # Excel's sign that somebody has it open
    output = OUTPUTS[given](tmp_path, monkeypatch)
    before = {path.name for path in tmp_path.iterdir()}
    found, text = run("build", "book.xlsx", "--output", output)
    assert (found, matches(text, said)) == (code, True), text
    monkeypatch.undo()
    if code == 2:
        assert old.read_bytes() == b"last month's"
        assert {path.name for path in tmp_path.iterdir()} == before
    else:
        assert openpyxl.load_workbook(tmp_path / output).sheetnames
        assert {path.name for path in tmp_path.iterdir()} == before | {output}
    assert (tmp_path / "book.xlsx").read_bytes() == workbook


# ---- what is written of awkward texts ----------------------------------------------------------


def test_texts_of_officers_are_never_formulas(run: Run, tmp_path: Path):
    texts = ["=1+1", "+44 20", "-5 or less", "@SUM(A1)", '=HYPERLINK("http://x")', "{=A1}", "'quoted"]
    refs = [f"R{number}" for number in range(len(texts))]
    pairs = list(zip(refs, texts, strict=True))
    measures = [["Ref", "Measure", "Section", "Definition", "Data notes", "Owner of it"]]
    measures += [[ref, text, text, text, text, text] for ref, text in pairs]
    results: list[list[Any]] = [["Ref", "Period", "Value"], *([ref, "Feb 2015", 5] for ref in refs)]
    commentary = [["Ref", "Period", "Commentary"], *([ref, "Feb 2015", text] for ref, text in pairs)]
    glossary = [["Term", "Meaning"], *([text, text] for text in texts)]
    write(
        tmp_path / "book.xlsx",
        {"Measures": measures, "Results": results, "Commentary": commentary, "Glossary": glossary},
    )
    assert run("build", "book.xlsx", "--output", "new.xlsx")[0] in (0, 1)
    cells = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "new.xlsx")
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    for text in texts:
        assert text in {cell.value for cell in cells}
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert len(formulas) <= 1  # the Scorecard's own, which counts what was edited since
    assert not any(text in formula for formula in formulas for text in texts)


def texts_of(workbook: Path) -> list[str]:
    sheets = openpyxl.load_workbook(workbook)
    return [
        cell.value
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def test_no_letter_of_a_long_text_is_lost_and_no_cell_is_too_long(run: Run, tmp_path: Path):
    CASES["A text of 40,000 letters"](tmp_path / "book.xlsx")
    assert run("build", "book.xlsx", "--output", "new.xlsx")[0] == 0
    texts = texts_of(tmp_path / "new.xlsx")
    assert max(map(len, texts)) <= 32_767
    assert sum(text.count("x") for text in texts if "xxx" in text) == 40_000


def test_characters_that_no_workbook_can_hold_are_left_out(run: Run, tmp_path: Path):
    CASES["Control characters, halves of characters, right-to-left and emoji text"](tmp_path / "book.xlsx")
    assert run("build", "book.xlsx", "--output", "new.xlsx")[0] == 0
    assert any("مرحبا 👨‍👩‍👧" in text and "Visits" in text for text in texts_of(tmp_path / "new.xlsx"))
