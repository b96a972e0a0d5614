"""The commands as an officer runs them: what they print, and with which exit code they end."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from scorecard_xl.cli import main
from scorecard_xl.resources import shipped

KENT = str(shipped("workbook_templates/kent_2015_02.xlsx"))


def run(capsys, *arguments):
    """Return (exit code, what went to the screen, what was complained of)."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = int(left.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_ratings_as_csv_and_json_say_the_same(capsys):
    code, text, _ = run(capsys, "ratings", KENT)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert code == 0 and len(rows) == 47
    code, text, _ = run(capsys, "ratings", KENT, "--format", "json")
    records = json.loads(text)
    assert code == 0
    for row, record in zip(rows, records, strict=True):
        assert {key: "" if value is None else str(value) for key, value in record.items()} == row


def test_build_writes_five_tabs(capsys, tmp_path, produced):
    output = tmp_path / "kent.xlsx"
    code, said, complained = run(capsys, "build", KENT, "--output", output, "--style", "kent")
    assert (code, complained) == (0, "")
    assert "17 of 35 rated measures meet their target, one is Red" in said
    assert f"Written: {output}" in said
    produced(output, "cli kent")


def test_build_without_output_goes_into_the_workbook(capsys, tmp_path):
    workbook = tmp_path / "mine.xlsx"  # never into the example itself
    shutil.copyfile(KENT, workbook)
    code, said, complained = run(capsys, "build", workbook, "--dry-run")
    assert (code, complained) == (0, "") and "nothing was written" in said
    assert workbook.read_bytes() == Path(KENT).read_bytes()
    code, said, _ = run(capsys, "build", workbook)
    assert code == 0 and "added: Scorecard, Summary, Exceptions, Notes and Data checks" in said
    code, said, _ = run(capsys, "remove", workbook)
    assert code == 0 and "removed: Scorecard, Summary, Exceptions, Notes and Data checks" in said


def test_a_dry_run_and_an_output_contradict_each_other(capsys, tmp_path):
    code, said, complained = run(capsys, "build", KENT, "--dry-run", "--output", tmp_path / "new.xlsx")
    assert (code, said) == (2, "") and "leave --output out" in complained


def test_a_period_and_an_area_can_be_chosen(capsys):
    code, text, _ = run(capsys, "ratings", KENT, "--period", "January 2015")
    assert code == 0
    assert {row["period"] for row in csv.DictReader(io.StringIO(text))} == {"Jan 2015"}
    code, _, complained = run(capsys, "ratings", KENT, "--period", "May 2015")
    assert code == 2 and complained.startswith(
        "There are no results for May 2015: the latest are for Feb 2015"
    )
    code, _, complained = run(capsys, "ratings", KENT, "--area", "Ashford")
    assert code == 2 and complained.startswith('There is no area "Ashford"')


def test_check_lists_findings_and_ends_with_their_code(capsys):
    code, said, _ = run(capsys, "check", KENT)
    assert code == 0 and "Note: Results!" in said


def test_explain(capsys):
    code, said, _ = run(capsys, "explain", KENT, "12")
    assert code == 0 and "Rating: Red." in said and "Bands: Green 85.0% and above" in said
    code, said, complained = run(capsys, "explain", KENT, "120")
    assert (code, said) == (2, "") and complained.startswith("There is no measure 120")


def test_styles(capsys):
    code, said, _ = run(capsys, "styles")
    assert code == 0 and [line.split()[0] for line in said.splitlines()] == ["default", "kent"]


def test_new_never_replaces_a_file(capsys, tmp_path, produced):
    file = tmp_path / "new.xlsx"
    assert run(capsys, "new", file, "--style", "kent")[0] == 0
    produced(file, "cli new")
    before = file.read_bytes()
    code, _, complained = run(capsys, "new", file)
    assert code == 2 and "exists already" in complained and file.read_bytes() == before
    assert run(capsys, "check", file)[0] == 0


def test_new_with_a_style_that_is_not_there(capsys, tmp_path):
    code, _, complained = run(capsys, "new", tmp_path / "new.xlsx", "--style", "kant")
    assert code == 2 and 'did you mean "kent"?' in complained and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["biuld", "x.xlsx"], "invalid choice: 'biuld'"),
        (["build"], "the following arguments are required: WORKBOOK"),
        (["ratings", "x.xlsx", "--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_a_slip_of_the_keyboard_is_one_line(capsys, arguments, complaint):
    code, said, complained = run(capsys, *arguments)
    assert (code, said) == (2, "") and complaint in complained and len(complained.splitlines()) == 1


def test_paper_by_setting(capsys, tmp_path):
    settings = tmp_path / "own.yaml"
    settings.write_text("paper: A4\n", encoding="utf-8")
    output = tmp_path / "out.xlsx"
    assert run(capsys, "build", KENT, "--config", settings, "--output", output)[0] == 0
    settings.write_text("paper: A5\n", encoding="utf-8")
    code, _, complained = run(capsys, "build", KENT, "--config", settings, "--output", output)
    assert code == 2 and "paper is 'A5' but must be one of style, A3, A4" in complained


def test_check_refuses_a_style_that_is_not_there(capsys, tmp_path):
    settings = tmp_path / "own.yaml"
    settings.write_text("style: kemt\n", encoding="utf-8")
    code, out, err = run(capsys, "check", KENT, "--config", settings)
    assert (code, out) == (2, "")
    assert err == "There is no style 'kemt'; did you mean \"kent\"?\n"


@pytest.mark.parametrize(
    "text",
    [
        "tabs: {scorecard: a/b}\n",
        "tabs: {scorecard: Same, notes: same}\n",
        "tabs: {summary: History}\n",
        "style: STYLE\n",
    ],
)
def test_check_refuses_what_build_does(capsys, tmp_path, text):
    style = tmp_path / "own.yaml"
    style.write_text("extends: default\ndescription: x\nsymbols: {status: wrods}\n", encoding="utf-8")
    settings = tmp_path / "settings.yaml"
    settings.write_text(text.replace("STYLE", str(style)), encoding="utf-8")
    output = tmp_path / "out.xlsx"
    built = run(capsys, "build", KENT, "--config", settings, "--output", output)
    assert built[0] == 2 and not output.exists()
    assert run(capsys, "check", KENT, "--config", settings) == built


def test_new_into_a_folder_speaks_of_no_option(capsys, tmp_path):
    code, _, err = run(capsys, "new", tmp_path)
    assert (code, err) == (2, f"{tmp_path} is a folder: add a file name that ends in .xlsx.\n")
