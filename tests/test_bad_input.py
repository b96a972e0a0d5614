"""Bad input through the commands: the exit code, the sentence or line, the address; nothing written."""

from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from scorecard_xl.cli import main
from scorecard_xl.package import parts
from tools.memory import NEVER, Special, assess_book, book, error, percent

MEASURES: list[Any] = [["Ref", "Measure", "Polarity", "Unit", "Target"], [1, "Visits", "High", "%", 90]]
RESULTS: list[Any] = [["Ref", "Period", "Value"], [1, "Jan 2015", 92], [1, "Feb 2015", 95]]
DONE, DONE_WITH_ERRORS, NOTHING_DONE = 0, 1, 2


def write(path: Path, sheets: Mapping[str, list[Any]]) -> Path:
    """A saved workbook of these sheets; special cells as in tools.memory."""
    with xlsxwriter.Workbook(path) as workbook:
        share = workbook.add_format({"num_format": "0.0%"})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, Special) and cell.broken:
                        value = cell.broken if cell.broken.startswith("#") else ""
                        sheet.write_formula(r, c, "=1/0", None, value)
                    elif isinstance(cell, Special):
                        sheet.write_number(r, c, float(str(cell.value)), share)
                    elif isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, day)
                    else:
                        sheet.write(r, c, cell)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the officer's, where the commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`run("check", path)`: the exit code, what was printed, what went to stderr."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse ends this way
            code = int(str(end.code))
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return code, printed.out, printed.err

    return command


def good(folder: Path, **sheets: list[Any]) -> Path:
    return write(folder / "book.xlsx", {"Measures": MEASURES, "Results": RESULTS} | sheets)


# ---- nothing done ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "ratings", "explain", "build"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file"),
        (b"", "is empty (0 bytes)"),
        (b"Ref,Measure\n", "is not an Excel workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504), "is password-protected or in the old .xls format"),
        (b"PK\x03\x04 cut off", "seems damaged"),
    ],
    ids=["missing", "0 bytes", "csv", "xls", "truncated"],
)
def test_no_workbook(
    folder: Path, run: Callable[..., tuple[int, str, str]], command: str, content: bytes | None, sentence: str
):
    path = folder / "book.xlsx"
    if content is not None:
        path.write_bytes(content)
    more = {"explain": ["1"], "build": ["--output", "new.xlsx"]}.get(command, [])
    code, out, err = run(command, path, *more)
    assert (code, out) == (NOTHING_DONE, "")
    assert sentence in err
    assert len(err.splitlines()) == 1
    assert not (folder / "new.xlsx").exists()


def test_a_folder_is_no_workbook(folder: Path, run: Callable[..., tuple[int, str, str]]):
    assert run("check", folder) == (NOTHING_DONE, "", f"{folder} is a folder: name the workbook itself.\n")


@pytest.mark.parametrize(
    ("sheets", "sentences"),
    [
        ({"Sheet1": []}, ['book.xlsx has no sheet "Measures", "Measure" or "Measure list"']),
        ({"Measures": MEASURES}, ['book.xlsx has no sheet "Results", "Result" or "Data"']),
        ({"Measures": [], "Results": RESULTS}, ["Sheet Measures is empty"]),
        ({"Measures": MEASURES, "Results": []}, ["Sheet Results is empty"]),
        (
            {"Measures": [["Ref"], [1]], "Results": [["Value"], [1]]},
            ['Sheet Measures has no column "Measure"', 'Sheet Results has no column "Ref"'],
        ),
        (
            {"Measures": MEASURES, "Results": [["Ref", "Period", "Value", "value"], [1, "Feb 2015", 1, 2]]},
            ["Results!C1 and Results!D1 are both read as Value"],
        ),
        (
            {"Measures": MEASURES, "Results": [RESULTS[0], [1, "", 3], [1, "soon", 4]]},
            [
                "No result could be read for any measure",
                "Results!B2: The period can't be read",
                "Results!B3: The",
            ],
        ),
    ],
)
def test_workbooks_of_which_nothing_can_be_made(
    folder: Path, run: Callable[..., tuple[int, str, str]], sheets: dict[str, list[Any]], sentences: list[str]
):
    path = write(folder / "book.xlsx", sheets)
    for command in (["check", path], ["build", path, "--output", folder / "new.xlsx"]):
        code, out, err = run(*command)
        assert (code, out) == (NOTHING_DONE, "")
        for sentence in sentences:
            assert sentence in err
    assert not (folder / "new.xlsx").exists()


def test_a_zip_bomb(folder: Path, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch):
    path = good(folder)
    monkeypatch.setattr(parts, "MOST_BYTES_UNPACKED", 1000)
    code, _, err = run("check", path)
    assert code == NOTHING_DONE
    assert "unpacks to more than" in err


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--period", "soon", "The reporting period can't be read"),
        ("--period", "Feb 2099", "There are no results for Feb 2099: the latest are for Feb 2015."),
        ("--area", "North", 'There is no area "North": the results have no areas.'),
        ("--config", "none.yaml", "There is no file none.yaml"),
        ("--config", ".", "is a folder"),
    ],
)
def test_options_that_cannot_be_used(
    folder: Path, run: Callable[..., tuple[int, str, str]], option: str, value: str, sentence: str
):
    code, out, err = run("check", good(folder), option, value)
    assert (code, out) == (NOTHING_DONE, "")
    assert sentence in err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ratigns: {rule: standard}\n", 'there is no setting ratigns; did you mean "ratings"?'),
        ("ratings:\n\trule: x\n", "scorecard_xl.yaml: line 2:"),
        ("ratings: {round_results: maybe}\n", "must be yes or no"),
        ("ratings: {rule: standrad}\n", "standrad"),
        ("direction: {first: Yesterday}\n", "must be one of Previous period"),
        ("exceptions: {ratings: [Purple]}\n", "must be a list of Red"),
    ],
)
def test_the_officers_settings_beside_the_workbook(
    folder: Path, run: Callable[..., tuple[int, str, str]], text: str, sentence: str
):
    path = good(folder)
    (folder / "scorecard_xl.yaml").write_text(text, encoding="utf-8")
    code, out, err = run("check", path)
    assert (code, out) == (NOTHING_DONE, "")
    assert sentence in err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfea\0", "is not a text file in UTF-8"),
        (b"PK\x03\x04\x14\0\x06\0", "not valid YAML"),
        (b"- one\n- two\n", "must hold settings of the form `name: value`"),
        (b"only words\n", "must hold settings of the form `name: value`"),
        (b"42\n", "must hold settings of the form `name: value`"),
        (b"sheets:\n  Measures: {a: b}\n", "sheets.Measures takes"),
        (b"periods: 5\n", "periods takes settings of its own below it"),
        (b"periods: {trend: many}\n", "must be a whole number from 1 to 1000"),
        (b"style: a\nstyle: b\n", "style stands twice"),
        (b"a: &a [*a]\n", "scorecard_xl.yaml:"),
        (b"? [a, b]\n: c\n", "scorecard_xl.yaml:"),
        (b"!!python/object/apply:os.system [echo]\n", "scorecard_xl.yaml:"),
        (b"{" * 5000, "scorecard_xl.yaml"),
        (b"a: " + b"[" * 5000, "scorecard_xl.yaml"),
        (b"style: 2015-02-30\n", "scorecard_xl.yaml"),
    ],
)
def test_settings_of_every_wrong_sort(
    folder: Path, run: Callable[..., tuple[int, str, str]], content: bytes, sentence: str
):
    path = good(folder)
    (folder / "scorecard_xl.yaml").write_bytes(content)
    code, out, err = run("check", path)
    assert (code, out) == (NOTHING_DONE, "")
    assert sentence in err


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("tabs: {notes: NESTED}", "scorecard_xl.yaml: tabs.notes takes a single value, not a list."),
        ("tabs: {notse: NESTED}", "tabs: there is no tab 'notse'; did you mean \"notes\"?"),
        (
            "symbols: {words: {meanings: {Blue: {fill: NESTED}}}}",
            "scorecard_xl.yaml: symbols.words.meanings.Blue.fill takes a single value, not a list.",
        ),
    ],
)
def test_settings_that_unfold_without_end(
    folder: Path, run: Callable[..., tuple[int, str, str]], settings: str, sentence: str
):
    nested = "&a [x, x, x, x, x, x, x, x, x, x]"
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        nested += f", &{other} [{', '.join(['*' + one] * 10)}]"
    text = settings.replace("NESTED", f"[{nested}]")
    (folder / "scorecard_xl.yaml").write_text(text + "\n", encoding="utf-8")
    path = write(folder / "book.xlsx", {"KPI list": MEASURES, "Figures": RESULTS})
    code, out, err = run("check", path)
    assert (code, out) == (NOTHING_DONE, "")
    assert err.startswith(sentence) and len(err) < 1000


def test_a_workbook_as_settings(folder: Path, run: Callable[..., tuple[int, str, str]]):
    code, out, err = run("check", good(folder), "--config", "book.xlsx")
    assert (code, out) == (NOTHING_DONE, "")
    assert err.startswith("book.xlsx")


def test_an_unknown_ref_to_explain(folder: Path, run: Callable[..., tuple[int, str, str]]):
    code, _, err = run("explain", good(folder), "2")
    assert (code, err.strip()) == (
        NOTHING_DONE,
        "There is no measure 2 on the scorecard. Correct the ref, or add the measure.",
    )


@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["chekc", "book.xlsx"], ["ratings", "b.xlsx", "--format", "pdf"]]
)
def test_a_command_that_is_not_understood(run: Callable[..., tuple[int, str, str]], arguments: list[str]):
    code, out, err = run(*arguments)
    assert (code, out) == (NOTHING_DONE, "")
    assert "--help" in err


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("folder.xlsx", "is a folder"),
        ("new.pdf", "must end in .xlsx"),
        ("nowhere/new.xlsx", "does not exist"),
        ("book.xlsx", "is the workbook itself"),
    ],
)
def test_outputs_that_are_refused(
    folder: Path, run: Callable[..., tuple[int, str, str]], output: str, sentence: str
):
    path = good(folder)
    before = path.read_bytes()
    (folder / "folder.xlsx").mkdir()
    code, out, err = run("build", path, "--output", output)
    assert (code, out) == (NOTHING_DONE, "")
    assert sentence in err
    assert path.read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == ["book.xlsx", "folder.xlsx"]


def test_a_disk_that_is_full_leaves_the_old_scorecard(
    folder: Path, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
):
    path, output = good(folder), folder / "new.xlsx"
    output.write_bytes(b"last month's")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code, _, err = run("build", path, "--output", output)
    assert code == NOTHING_DONE
    assert "new.xlsx can't be written: the disk is full" in err
    assert output.read_bytes() == b"last month's"
    assert sorted(p.name for p in folder.iterdir()) == ["book.xlsx", "new.xlsx"]


# ---- done, some data in error ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheets", "code", "line"),
    [
        (
            {"Measures": [*MEASURES, [1, "Plans"]]},
            DONE_WITH_ERRORS,
            "Error: Measures!A3: Ref 1 stands twice, here and at Measures!A2",
        ),
        (
            {"Results": [*RESULTS, [2, "Feb 2015", 95]]},
            DONE_WITH_ERRORS,
            "Error: Results!A4: There is no measure 2 on the Measures sheet",
        ),
        (
            {"Results": [*RESULTS, [1, "28/02/2015", 96]]},
            DONE_WITH_ERRORS,
            "Error: Results!C4: Measure 1 has more than one result for Feb 2015 (Results!C3 and Results!C4)",
        ),
        (
            {"Results": [*RESULTS, [1, "Mar 2015", "about 96"]]},
            DONE_WITH_ERRORS,
            'Error: Results!C4: "about 96" is not a number (measure 1).',
        ),
        (
            {"Results": [*RESULTS, [1, "Mar 2015", error("#DIV/0!")]]},
            DONE_WITH_ERRORS,
            "Error: Results!C4: The cell holds the error #DIV/0! (measure 1).",
        ),
        (
            {"Results": [*RESULTS, [1, "Mar 2015", NEVER]]},
            DONE_WITH_ERRORS,
            "Error: Results!C4: The cell holds a formula that has never been calculated (measure 1).",
        ),
        (
            {"Results": [*RESULTS, [1, "Febuary 2014", 90]]},
            DONE_WITH_ERRORS,
            'Error: Results!B4: The period can\'t be read: "Febuary 2014" is misspelt',
        ),
        (
            {"Measures": [MEASURES[0], [1, "Visits", "Hihg", "%", 90]]},
            DONE_WITH_ERRORS,
            'Error: Measures!C2: Polarity: "Hihg" is none of High, Low, Target or None',
        ),
        (
            {"Measures": [[*MEASURES[0], "Frequency"], [*MEASURES[1], "Fortnightly"]]},
            DONE_WITH_ERRORS,
            'Error: Measures!F2: Frequency: "Fortnightly" is none of Monthly',
        ),
        (
            {"Measures": [[*MEASURES[0], "Minimum standard"], [*MEASURES[1], 92]]},
            DONE_WITH_ERRORS,
            "Error: Measures!F2: The minimum standard 92 of measure 1 is above its target 90",
        ),
        (
            {"Measures": [[*MEASURES[0], "Tolerance"], [*MEASURES[1], "5%"]]},
            DONE,
            "Warning: Measures!F2: Tolerance 5% of measure 1: 5 points or 5% of target?",
        ),
        (
            {"Results": [*RESULTS, [1, "Mar 2015", 0.96]]},
            DONE,
            "Warning: Results!C4: Measure 1 is a percentage, but its plain numbers stand on both sides",
        ),
        (
            {"Settings": [["Setting", "Value"], ["Autority", "Kent"]]},
            DONE,
            'Warning: Settings!A2: "Autority" is not a setting; did you mean "authority"?',
        ),
        (
            {"Glossary": [["Word"], ["CPP"]]},
            DONE_WITH_ERRORS,
            'Error: Glossary: Sheet Glossary has no column "Meaning"',
        ),
    ],
)
def test_data_in_error_is_listed_and_the_rest_is_done(
    folder: Path,
    run: Callable[..., tuple[int, str, str]],
    sheets: dict[str, list[Any]],
    code: int,
    line: str,
):
    path = good(folder, **sheets)
    found, out, err = run("check", path)
    assert (found, err) == (code, "")
    assert any(printed.startswith(line) for printed in out.splitlines()), out
    found, out, _ = run("ratings", path)
    assert found == code
    assert len(out.splitlines()) == len(sheets.get("Measures", MEASURES))
    found, _, err = run("build", path, "--output", "new.xlsx")
    assert found == code
    assert any(printed.startswith(line) for printed in err.splitlines()), err
    assert (folder / "new.xlsx").exists()


def test_a_workbook_without_fault(folder: Path, run: Callable[..., tuple[int, str, str]]):
    path = good(
        folder, Results=[RESULTS[0], [1, date(2015, 1, 31), percent(0.92)], [1, date(2015, 2, 28), "95.1%"]]
    )
    code, out, err = run("check", path)
    assert (code, err) == (DONE, "")
    assert "Error" not in out
    assert "Warning" not in out


def test_times_are_no_figures():
    sheets = book(Measures=MEASURES, Results=[RESULTS[0], [1, "Jan 2015", 92], [1, "Feb 2015", time(12, 30)]])
    assert any("holds a duration (12:30:00)" in str(f) for f in assess_book(sheets).scorecard.findings)
