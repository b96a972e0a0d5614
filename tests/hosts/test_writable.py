"""What is refused before any work, because the workbook can't be written or somebody has it open."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.writable import excel_user, libreoffice_user, refuse_unwritable

WAY_OUT = "or give --output NEW.xlsx to get the scorecard as a file of its own."


def owner_file(narrow: bytes, wide: str = "") -> bytes:
    """Excel's: 165 bytes, the name once in the code page and once in UTF-16."""
    start = bytes([len(narrow)]) + narrow.ljust(54, b" ")
    return (start + len(wide).to_bytes(2, "little") + wide.encode("utf-16-le")).ljust(165, b"\0")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    return path


def refused(path: Path) -> str:
    with pytest.raises(ScorecardError) as problem:
        refuse_unwritable(path)
    assert "\n" not in str(problem.value)
    return str(problem.value)


@pytest.mark.parametrize(
    ("content", "person"),
    [
        (owner_file(b"Ann Lee", "Ann Lee"), " by Ann Lee"),
        (owner_file(b"Ann Lee"), " by Ann Lee"),
        (owner_file(b"Zo\xeb", "Zoë"), " by Zoë"),
        (owner_file(b"Zo\xeb"), " by Zo"),
        (owner_file("表".encode("gbk"), "表"), " by 表"),
        (owner_file(b"", ""), ""),
        (b"", ""),
        (b"\xff" * 165, ""),
        (b"\x07Ann", " by Ann"),
        (owner_file(b"A\nB", "A\nB"), " by AB"),
    ],
)
def test_open_in_excel(workbook: Path, content: bytes, person: str):
    (workbook.parent / "~$book.xlsx").write_bytes(content)
    assert refused(workbook) == (
        f"book.xlsx is open in Excel{person}: close it there and run build again; if nobody has it open, "
        f'delete the hidden leftover "~$book.xlsx" beside it, {WAY_OUT}'
    )


@pytest.mark.parametrize(
    ("content", "person"),
    [
        (b"Ann Lee,ann,PC-7,22.11.2026 08:50,file:///home/ann/;", " by Ann Lee"),
        (b"Lee\\, Ann,ann,PC-7,22.11.2026 08:50,file:///home/ann/;", " by Lee, Ann"),
        (b",ann,PC-7,22.11.2026 08:50,file:///home/ann/;", " by ann"),
        ("Zoë,zoe,PC-7,,;".encode(), " by Zoë"),
        (b",,,,;", ""),
        (b"", ""),
        (b"\xff\\", ""),
    ],
)
def test_open_in_libreoffice(workbook: Path, content: bytes, person: str):
    (workbook.parent / ".~lock.book.xlsx#").write_bytes(content)
    assert refused(workbook).startswith(f"book.xlsx is open in LibreOffice{person}: close it there")
    assert 'delete the hidden leftover ".~lock.book.xlsx#" beside it' in refused(workbook)


@given(st.binary(max_size=200))
def test_names_from_any_bytes(content: bytes):
    for name in (excel_user(content), libreoffice_user(content)):
        assert name.isprintable()


def test_a_lock_file_that_may_not_be_read_or_is_none(workbook: Path):
    for odd in (lambda path: path.mkdir(), lambda path: path.symlink_to("nowhere"), os.mkfifo):
        beside = workbook.parent / "~$book.xlsx"
        odd(beside)
        assert refused(workbook).startswith("book.xlsx is open in Excel: close it there")
        (beside.rmdir if beside.is_dir() else beside.unlink)()
    refuse_unwritable(workbook)


def test_a_lock_beside_the_link_or_beside_its_target(workbook: Path, tmp_path: Path):
    desktop = tmp_path / "desktop"
    desktop.mkdir()
    link = desktop / "mine.xlsx"
    link.symlink_to(workbook)
    refuse_unwritable(link)
    for beside in (workbook.parent / "~$book.xlsx", desktop / "~$mine.xlsx"):
        beside.write_bytes(owner_file(b"Ann", "Ann"))
        assert "is open in Excel by Ann" in refused(link)
        beside.unlink()


def no_bits(path: Path) -> None:
    path.chmod(0o444)


@pytest.mark.parametrize(
    ("name", "spoil", "sentence"),
    [
        (
            "book.xls",
            None,
            "book.xls can't take the scorecard's tabs, since only .xlsx and .xlsm workbooks can: ",
        ),
        ("book.xlsb", None, "save it as .xlsx in Excel and build into that."),
        ("book", None, "only .xlsx and .xlsm workbooks can"),
        ("book.ods", None, "only .xlsx and .xlsm workbooks can"),
        ("book.xlsx", no_bits, "book.xlsx is read-only: take that mark off in the file's properties"),
        ("book.XLSM", no_bits, "book.XLSM is read-only"),
        ("book.xlsx", Path.unlink, "There is no file"),
    ],
)
def test_refused(tmp_path: Path, name: str, spoil: Callable[[Path], None] | None, sentence: str):
    path = tmp_path / name
    path.write_bytes(b"old")
    if spoil:
        spoil(path)
    assert sentence in refused(path)
    # --output reads no other sorts of files either, so that it is no way out for those.
    ends = (WAY_OUT, "check the name and the folder.", "save it as .xlsx in Excel and build into that.")
    assert refused(path).endswith(ends)


@pytest.mark.parametrize(
    "name", ["book.xlsx", "book.XLSM", "ü 表 ☺'\"%;$.xlsx", "x" * 250 + ".xlsx", "-.xlsx"]
)
def test_not_refused(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"old")
    refuse_unwritable(tmp_path / name)
    assert (tmp_path / name).read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_is_no_workbook(tmp_path: Path):
    (tmp_path / "book.xlsx").mkdir()
    assert refused(tmp_path / "book.xlsx").endswith("is not a file: name the workbook itself.")


def test_a_folder_where_nothing_may_be_saved(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "since you may not save files in" in refused(workbook)


def test_a_file_that_another_program_keeps_to_itself(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    def shared(*_: object) -> int:
        problem = PermissionError(13, "The process cannot access the file")
        problem.winerror = 32  # type: ignore[attr-defined]
        raise problem

    monkeypatch.setattr(os, "open", shared)
    assert "can't be written: it is open in another program. The workbook is as it was" in refused(workbook)


def test_an_endless_link(tmp_path: Path):
    (tmp_path / "book.xlsx").symlink_to(tmp_path / "book.xlsx")
    assert "can't be written: " in refused(tmp_path / "book.xlsx")
