"""Shipped YAML kept parsed: as good as the file, and never in the way."""

import marshal
import os
import sys
from copy import deepcopy
from pathlib import Path

import pytest

from scorecard_xl.kept import kept

SETTINGS = {"a": [1, "Zwei", True, None], "b": {"c": 0.5}}


class Reader:
    """Counts how often the file itself is read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, path: Path) -> dict:
        self.times += 1
        return {"text": path.read_text(encoding="utf-8")} | deepcopy(SETTINGS)


@pytest.fixture
def shipped(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "config.yaml"
    path.write_text("first", encoding="utf-8")
    return path


def copies(path: Path) -> list[Path]:
    return list((path.parent / "__pycache__").glob("*"))


def test_a_second_time_it_is_not_read_again(shipped):
    read = Reader()
    assert kept(shipped, read) == kept(shipped, read) == {"text": "first"} | SETTINGS
    assert read.times == 1
    assert [copy.suffix for copy in copies(shipped)] == [".marshal"]


def test_what_one_caller_changes_another_does_not_see(shipped):
    kept(shipped, Reader())["b"]["c"] = 9
    assert kept(shipped, Reader()) == {"text": "first"} | SETTINGS


@pytest.mark.parametrize("then", ["later", "longer than before"])
def test_a_changed_file_is_read_again(shipped, then):
    read = Reader()
    kept(shipped, read)
    shipped.write_text(then, encoding="utf-8")
    os.utime(shipped, ns=(1, 1))
    assert kept(shipped, read)["text"] == then
    assert read.times == 2


@pytest.mark.parametrize(
    "damage", [b"", b"nonsense", marshal.dumps(7), marshal.dumps(((0, 0, 0), {})), marshal.dumps((1, 2, 3))]
)
def test_a_damaged_copy_is_passed_over(shipped, damage):
    kept(shipped, Reader())
    (copy,) = copies(shipped)
    copy.write_bytes(damage)
    assert kept(shipped, Reader())["text"] == "first"


def test_where_python_may_keep_nothing_nothing_is_kept(shipped, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept(shipped, Reader())["text"] == "first"
    assert copies(shipped) == []


def test_a_folder_that_refuses_is_done_without(shipped):
    (shipped.parent / "__pycache__").write_text("a file, not a folder", encoding="utf-8")
    assert kept(shipped, Reader())["text"] == "first"


def test_a_missing_file_is_the_readers_business(tmp_path):
    with pytest.raises(FileNotFoundError):
        kept(tmp_path / "none.yaml", Reader())
