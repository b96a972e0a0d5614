"""docs/bad_input.md, kept true: each of its workbooks is made, and what is said of it compared."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scorecard_xl import pipeline
from scorecard_xl.cli import main
from tools.bad_books import CASES, WORKBOOK, Editor, edited, saved, sheets, write
from tools.required import REPOSITORY
from tools.rich_books import RICH
from tools.tabs import Opened

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
    assert sorted(documented) == sorted([*CASES, *OUTPUTS, *INTO])


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


# ---- into the workbook itself ------------------------------------------------------------------


@dataclass
class Place:
    """The folder in which a case is made, and what it needs to stand in the way."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    run: Run

    @property
    def book(self) -> Path:
        return self.folder / "book.xlsx"

    def make(self, change: Callable[[Editor], Any] | None = None, **more: Any) -> None:
        book = edited(self.book, saved(sheets(**more)))
        if change:
            change(book)
        book.save()

    def built(self, change: Callable[[Opened], Any] = lambda book: None, **more: Any) -> None:
        """Into which our tabs went before, and in which something was changed since."""
        self.make(**more)
        self.set("workbook: {backups: 0}")
        assert self.run("build", "book.xlsx")[0] == 0
        book = Opened(self.book.read_bytes())
        change(book)
        self.book.write_bytes(book.bytes())

    def set(self, settings: str) -> None:
        (self.folder / "scorecard_xl.yaml").write_text(settings, encoding="utf-8")

    def beside(self, name: str, content: bytes) -> None:
        self.make()
        (self.folder / name).write_bytes(content)

    def refusing(self, step: str, number: int) -> None:
        self.make()
        refusing(number, step)(self.folder, self.monkeypatch)


def changed_meanwhile(at: Place) -> None:
    at.make()
    render = pipeline.draw

    def while_it_is_drawn(*arguments: Any, **named: Any) -> bytes:
        at.make(Plans=[["new"]])
        return render(*arguments, **named)

    at.monkeypatch.setattr(pipeline, "draw", while_it_is_drawn)


def renamed_though_referred_to(at: Place) -> None:
    at.built(lambda book: book.write("Plans", "A1", "1", formula="Notes!A1"), Plans=[[1]])
    at.set("tabs: {notes: Key}")


def nobody_may_save(at: Place) -> None:
    at.make()
    at.monkeypatch.setattr(os, "access", lambda *_: False)


def read_only(at: Place) -> None:
    at.make()
    at.book.chmod(0o444)


def nowhere(at: Place) -> None:
    at.make()
    at.set("workbook: {place: Cover}")


LOCK = b",Ann,PC,22.11.2026 08:50,file:///;"
PROTECTED = b'<workbookPr/><workbookProtection lockStructure="1"/>'
SIGNED = b"_xmlsignatures/sig1.xml"
INTO: dict[str, Callable[[Place], object]] = {
    "A workbook that nothing stands in the way of": Place.make,
    "The workbook open in Excel": lambda at: at.beside("~$book.xlsx", b"\x03Ann".ljust(165)),
    "The workbook open in LibreOffice": lambda at: at.beside(".~lock.book.xlsx#", LOCK),
    "A read-only workbook": read_only,
    "A folder where nobody may save": nobody_may_save,
    "A disk that fills up while the workbook is written": lambda at: at.refusing("os.fsync", errno.ENOSPC),
    "A workbook that was changed while the build ran": changed_meanwhile,
    "A workbook with a protected structure": lambda at: at.make(
        lambda book: book.put(WORKBOOK, re.sub(rb"<workbookPr[^>]*/>", PROTECTED, book.parts[WORKBOOK]))
    ),
    "A digitally signed workbook": lambda at: at.make(
        lambda book: book.put(SIGNED.decode(), b"<Signature/>")
    ),
    "A shared workbook": lambda at: at.make(
        lambda book: book.put("xl/revisions/revisionHeaders.xml", b"<headers/>")
    ),
    "A Strict Open XML workbook to build into": lambda at: CASES["A Strict Open XML workbook"](at.book),
    "A template to build into": lambda at: CASES["A template (.xltx)"](at.book),
    "An add-in to build into": lambda at: CASES["An add-in (.xlam)"](at.book),
    "A tab of the officer's called Scorecard": lambda at: at.make(scorecard=[["mine"]]),
    "A tab of ours that gets another name while a formula points at it": renamed_though_referred_to,
    "A place for our tabs that is not there": nowhere,
    "As many cell formats as Excel takes": lambda at: RICH["full_of_formats.xlsx"](at.book),
    "Tabs of ours as the last build left them": Place.built,
    "A tab of ours that was edited by hand": lambda at: at.built(
        lambda book: book.write("Scorecard", "A1", "by hand")
    ),
    "A copy of a tab of ours": lambda at: at.built(lambda book: book.copy("Scorecard", "Scorecard (2)")),
}


@pytest.mark.parametrize(("given", "code", "said"), [row for row in ROWS if row[0] in INTO])
def test_what_is_said_of_workbooks_to_build_into(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, code: int, said: str
):
    at = Place(tmp_path, monkeypatch, run)
    INTO[given](at)
    before, files = at.book.read_bytes(), sorted(tmp_path.iterdir())
    found, text = run("build", "book.xlsx")
    assert (found, matches(text, said)) == (code, True), text
    monkeypatch.undo()
    if code == 2:
        assert len(text.splitlines()) == 1
        assert sorted(tmp_path.iterdir()) == files
        if given != "A workbook that was changed while the build ran":
            assert at.book.read_bytes() == before
    else:
        assert "Scorecard" in openpyxl.load_workbook(at.book).sheetnames


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
