"""A build into the officer's own workbook, and the tabs taken out again, as commands."""

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from scorecard_xl.cli import main
from scorecard_xl.hosts.closed import ClosedFile
from tools.rich_parts import INPUT, made
from tools.tabs import Opened, assert_only_our_parts_changed

TABS = ["Scorecard", "Summary", "Exceptions", "Notes", "Data checks"]
FIGURES = list(INPUT)

Run = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    made(path)
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], book: Path) -> Run:
    """`run("build", "--dry-run")` on the workbook: the exit code, the lines said and those complained."""

    def command(*arguments: str) -> tuple[int, list[str], list[str]]:
        capsys.readouterr()
        code = main([arguments[0], str(book), *arguments[1:]])
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err.splitlines()

    return command


def change(book: Path, how: Callable[[Opened], object]) -> None:
    opened = Opened(book.read_bytes())
    how(opened)
    book.write_bytes(opened.bytes())


def states(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def edit(book: Path) -> None:
    change(book, lambda opened: opened.write("Scorecard", "A1", "by hand"))


def copied(book: Path) -> None:
    change(book, lambda opened: opened.copy("Scorecard", "Scorecard (2)"))


NOTHING: list[Callable[[Path], None]] = []
STEPS = [
    # what the officer did after a first build (None: there was none), what a dry run says of it
    ("build", None, ["  added: Scorecard, Summary, Exceptions, Notes and Data checks"]),
    ("build", NOTHING, ["book.xlsx would stay as it is to the last byte. Nothing was written."]),
    (
        "build",
        [edit],
        [
            "  replaced where they stand: Scorecard, Summary, Exceptions, Notes and Data checks",
            '  Scorecard was edited by hand (A1) and stays beside the new one as "Scorecard (edited …)".',
        ],
    ),
    ("build", [copied], ["  left as it is, a copy of a tab of ours under another name: Scorecard (2)"]),
    ("remove", None, ["book.xlsx would stay as it is to the last byte. Nothing was written."]),
    ("remove", NOTHING, ["  removed: Scorecard, Summary, Exceptions, Notes and Data checks"]),
    (
        "remove",
        [edit],
        [
            "  removed: Summary, Exceptions, Notes and Data checks",
            "  Scorecard was edited by hand (A1) and stays.",
        ],
    ),
    (
        "remove",
        [copied],
        [
            "  removed: Scorecard, Summary, Exceptions, Notes and Data checks",
            "  left as it is, a copy of a tab of ours under another name: Scorecard (2)",
        ],
    ),
]


@pytest.mark.parametrize(("command", "steps", "said"), STEPS)
def test_a_dry_run_writes_nothing_and_says_what_is_done_then(
    run: Run, book: Path, command: str, steps: list[Callable[[Path], None]] | None, said: list[str]
):
    if steps is not None:
        assert run("build")[0] == 0
    for step in steps or []:
        step(book)
    before = states(book.parent)
    code, lines, _ = run(command, "--dry-run")
    assert code == 0
    assert states(book.parent) == before
    lines = [
        line.replace(line[line.index("(edited ") + 8 :], '…)".') if "(edited " in line else line
        for line in lines
    ]
    for line in said:
        assert line in lines, lines

    was = book.read_bytes()
    code, then, _ = run(command)
    assert code == 0
    now = book.read_bytes()
    assert (was == now) is ("would stay as it is" in said[0])
    if was != now:
        parts, changed = Opened(was).parts, Opened(now).parts
        untouched = sum(changed.get(part) == content for part, content in parts.items())
        assert f"  all else stays to the last byte: {untouched} of {len(parts)} parts" in lines
        done = " ".join(then)
        for line in said:
            assert line.strip().partition("(edited")[0].rpartition(": ")[2] in done


def test_the_workbook_says_the_same_as_a_file_of_its_own(run: Run, book: Path, tmp_path: Path):
    output = tmp_path / "new.xlsx"
    run("build", "--output", str(output))
    run("build")
    own, alone = openpyxl.load_workbook(book), openpyxl.load_workbook(output)
    assert own.sheetnames == [*TABS, *FIGURES]
    for name in TABS:
        mine, theirs = own[name], alone[name]
        assert [[cell.value for cell in row] for row in mine] == [
            [cell.value for cell in row] for row in theirs
        ]
        for row, other in zip(mine, theirs, strict=True):
            for cell, twin in zip(row, other, strict=True):
                if not twin.has_style:  # where no cell is there is no look either
                    continue
                for look in ("font", "fill", "border", "alignment", "number_format"):
                    assert repr(getattr(cell, look)) == repr(getattr(twin, look))


def test_our_tabs_are_no_input(run: Run, book: Path):
    assert ClosedFile(book).read_sheets().sheet_names == FIGURES
    first = run("build")
    assert ClosedFile(book).read_sheets().sheet_names == FIGURES
    # Copies under the very names that input sheets are looked for by are none either.
    change(book, lambda opened: opened.copy("Scorecard", "Targets").copy("Notes", "Benchmarks"))
    assert ClosedFile(book).read_sheets().sheet_names == FIGURES
    code, lines, complained = run("build")
    assert (code, complained) == (first[0], first[2])
    assert lines[0] == first[1][0]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            ["A1"],
            [
                (
                    'Warning: Scorecard!A1: "by hand" was written here by hand since the last build',
                    "in place of what we wrote.",
                )
            ],
        ),
        (["XA77"], [('Warning: Scorecard!XA77: "by hand" was written here by hand', "The edited tab stays")]),
        (
            [f"Z{n}" for n in range(100, 122)],
            [
                ("Warning: Scorecard!Z119: ", '"by hand" was written here by hand since the last build.'),
                ("Warning: Scorecard: 2 more cells were edited by hand since the last build.", "override"),
            ],
        ),
    ],
)
def test_what_was_edited_is_on_data_checks(
    run: Run, book: Path, cells: list[str], said: list[tuple[str, str]]
):
    run("build")
    for cell in cells:
        opened = Opened(book.read_bytes()).write("Scorecard", cell, "by hand")
        book.write_bytes(opened.bytes())
    code, _, complained = run("build")
    assert code == 0
    for start, end in said:
        assert any(one.startswith(start) and end in one for one in complained), complained
    assert sum("by hand since the last build" in one for one in complained) == min(len(cells), 21)
    told = openpyxl.load_workbook(book)["Data checks"]
    texts = [str(cell.value) for row in told for cell in row if cell.value is not None]
    assert sum("by hand since the last build" in text for text in texts) >= min(len(cells), 21)
    # It is the officer's now; the next build has nothing more to say of it.
    assert not any("by hand since" in one for one in run("build")[2])


def test_a_tab_that_another_program_saved_and_somebody_edited(run: Run, book: Path):
    run("build")
    opened = openpyxl.load_workbook(book)
    opened["Scorecard"]["A1"] = "by hand"
    opened.save(book)
    code, lines, complained = run("build")
    assert code == 0
    assert any("which cells can't be told, since another program" in line for line in complained)
    assert any(
        line.startswith(
            "Scorecard was edited by hand (which cells can't be told, since another program saved"
        )
        for line in lines
    )


def test_cells_that_show_our_figures_are_named(run: Run, book: Path):
    run("build")
    change(book, lambda opened: opened.write("Measures", "H9", "1", formula="Scorecard!B5"))
    change(book, lambda opened: opened.write("Results", "C2", "93"))
    line = "Measures!H9 shows figures of our tabs: press Ctrl+Alt+F9 in Excel to bring them up to date."
    assert line in run("build")[1]


def test_nothing_but_our_parts_changes(run: Run, book: Path):
    before = book.read_bytes()
    run("build")
    first = book.read_bytes()
    assert_only_our_parts_changed(before, first)
    run("build", "--style", "kent")
    assert_only_our_parts_changed(first, book.read_bytes())
    run("remove")
    assert sorted(Opened(book.read_bytes()).parts) == sorted(Opened(before).parts)
    assert_only_our_parts_changed(before, book.read_bytes())


def test_a_link_to_the_workbook_stays_a_link(run: Run, book: Path, tmp_path: Path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.move(book, folder / "real.xlsx")
    book.symlink_to(folder / "real.xlsx")
    code, lines, _ = run("build")
    assert code == 0 and book.is_symlink(), lines
    assert openpyxl.load_workbook(folder / "real.xlsx").sheetnames == [*TABS, *FIGURES]


def test_backups_as_the_settings_say(run: Run, book: Path):
    before = book.read_bytes()
    settings = book.with_name("scorecard_xl.yaml")
    settings.write_text("workbook: {backups: 0}", encoding="utf-8")
    assert not any(line.startswith("As it was before") for line in run("build")[1])
    assert sorted(path.name for path in book.parent.iterdir()) == ["book.xlsx", "scorecard_xl.yaml"]
    settings.write_text("workbook: {backups: 1, backup_folder: kept}", encoding="utf-8")
    built = book.read_bytes()
    [line] = [line for line in run("remove")[1] if line.startswith("As it was before")]
    [backup] = (book.parent / "kept").iterdir()
    assert line == f"As it was before: {backup}"
    assert backup.read_bytes() == built != before


@pytest.mark.parametrize("place", ["first", "last", "Results"])
def test_the_place_of_our_tabs_is_a_setting(run: Run, book: Path, place: str):
    book.with_name("scorecard_xl.yaml").write_text(f"workbook: {{place: {place}}}", encoding="utf-8")
    run("build")
    at = {"first": 0, "last": len(FIGURES), "Results": FIGURES.index("Results") + 1}[place]
    assert openpyxl.load_workbook(book).sheetnames == [*FIGURES[:at], *TABS, *FIGURES[at:]]


@pytest.mark.parametrize("command", ["build", "remove"])
def test_a_workbook_that_is_not_there(run: Run, book: Path, command: str):
    book.unlink()
    code, lines, complained = run(command)
    assert (code, lines) == (2, [])
    assert complained == [f"There is no file {book}: check the name and the folder."]
