"""The file of its own that --output names: what is refused before any work, and how it is written."""

import os
from pathlib import Path

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.output_file import check_output, replace_file
from tools.building import OLD


def test_outputs_that_are_refused_before_any_work(tmp_path: Path):
    workbook = tmp_path / "book.xlsx"
    workbook.write_bytes(OLD)
    (tmp_path / "folder.xlsx").mkdir()
    for output, sentence in {
        tmp_path / "folder.xlsx": "is a folder",
        tmp_path / "new.xls": "must end in .xlsx",
        tmp_path / "new": "must end in .xlsx",
        tmp_path / "nowhere" / "new.xlsx": "does not exist",
        workbook: "is the workbook itself",
        tmp_path / "." / "book.xlsx": "is the workbook itself",
        tmp_path / ("x" * 300 + ".xlsx"): "can't be written",
    }.items():
        with pytest.raises(ScorecardError, match="--output") as problem:
            check_output(output, workbook)
        assert sentence in str(problem.value)
    assert workbook.read_bytes() == OLD


def test_a_link_to_the_workbook_is_the_workbook(tmp_path: Path):
    workbook, link = tmp_path / "book.xlsx", tmp_path / "link.xlsx"
    workbook.write_bytes(OLD)
    link.symlink_to(workbook)
    with pytest.raises(ScorecardError, match="is the workbook itself"):
        check_output(link, workbook)


def test_a_missing_workbook_is_not_the_outputs_fault(tmp_path: Path):
    output = tmp_path / "new.xlsx"
    output.write_bytes(b"old")
    check_output(output, tmp_path / "none.xlsx")


def test_a_folder_where_nothing_may_be_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(ScorecardError, match="choose a folder where you may save files"):
        check_output(tmp_path / "new.xlsx")


@pytest.mark.parametrize("step", ["write", "replace"])
def test_a_failing_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str):
    output = tmp_path / "new.xlsx"
    output.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync" if step == "write" else "pathlib.Path.replace", refuse)
    with pytest.raises(ScorecardError, match="can't be written: the disk is full"):
        replace_file(output, b"new")
    assert output.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["new.xlsx"]
