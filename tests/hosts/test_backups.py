"""Which backups there are after each build, and that nobody else's file is ever removed."""

import errno
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.backups import Backups
from scorecard_xl.hosts.beside import temporary_file
from scorecard_xl.hosts.system import is_link
from tools.building import NOW, build, refuse_links

FOLDER = "scorecard_xl backups"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"0")
    return path


def built(workbook: Path, *seconds: int, kept: Backups | None = None) -> list[str]:
    """Build once for each time; return the names in the folder of backups."""
    for second in seconds:
        content = b"%d" % (int(workbook.read_bytes()) + 1)
        build(workbook, content, now=NOW + timedelta(seconds=second), kept=kept)
    return sorted(path.name for path in (workbook.parent / FOLDER).iterdir())


@pytest.mark.parametrize(
    ("keep", "seconds", "left"),
    [
        (3, [0], ["45"]),
        (3, [0, 1, 2], ["45", "46", "47"]),
        (3, [0, 1, 2, 3], ["46", "47", "48"]),
        (1, [0, 1, 2, 3], ["48"]),
        (3, [0, 0, 0], ["45", "45 (2)", "45 (3)"]),
        (2, [0, 0, 0], ["45 (2)", "45 (3)"]),
        (2, [0] * 11, ["45 (10)", "45 (11)"]),
        (1, [3, 2, 1], ["46"]),  # a clock that was set back: the one just made stays
    ],
)
def test_how_many_are_kept(workbook: Path, keep: int, seconds: list[int], left: list[str]):
    names = built(workbook, *seconds, kept=Backups(keep=keep))
    assert names == sorted(f"book 2026-11-22 08-50-{second}.xlsx" for second in left)


def test_each_holds_what_the_workbook_held(workbook: Path):
    built(workbook, 0, 1, 2, 3)
    contents = [path.read_bytes() for path in sorted((workbook.parent / FOLDER).iterdir())]
    assert contents == [b"1", b"2", b"3"]
    assert workbook.read_bytes() == b"4"


def test_keeping_none_removes_none(workbook: Path):
    before = built(workbook, 0, 1)
    assert built(workbook, 2, kept=Backups(keep=0)) == before


OTHERS = [
    "notes.xlsx",
    "book.xlsx",
    "book 2020-01-01.xlsx",
    "book 2020-01-01 00-00-00.xlsm",
    "book 2020-01-01 00-00-00 final.xlsx",
    "book 2020-01-01 00-00-00 (a).xlsx",
    "my book 2020-01-01 00-00-00.xlsx",
    "book two 2020-01-01 00-00-00.xlsx",
    "book 2020-01-01 00-00-00 2020-01-01 00-00-00.xlsx",
    "Copy of book 2020-01-01 00-00-00.xlsx",
    ".scorecard_xl-0123456789ab-0123456789abcdef.part",
]


def test_nothing_of_anybody_else_is_removed(workbook: Path):
    folder = workbook.parent / FOLDER
    folder.mkdir()
    for name in OTHERS:
        (folder / name).write_bytes(b"officer's")
    (folder / "book 2019-01-01 00-00-00.xlsx").mkdir()
    (folder / "book 2018-01-01 00-00-00.xlsx").symlink_to(folder / "notes.xlsx")
    kept = {path.name for path in folder.iterdir()}
    left = set(built(workbook, 0, 1, 2, kept=Backups(keep=1)))
    assert left == kept | {"book 2026-11-22 08-50-47.xlsx"}
    assert all((folder / name).read_bytes() == b"officer's" for name in OTHERS)


def test_two_workbooks_share_a_folder(workbook: Path):
    other = workbook.with_name("book 2026-11-22 08-50-45.xlsx")  # a backup that somebody works in
    other.write_bytes(b"0")
    for path in (workbook, other):
        names = built(path, 0, 1, kept=Backups(keep=1))
    assert names == ["book 2026-11-22 08-50-45 2026-11-22 08-50-46.xlsx", "book 2026-11-22 08-50-46.xlsx"]


@given(
    keep=st.integers(1, 4),
    seconds=st.lists(st.integers(0, 5), max_size=8),
    others=st.sets(st.sampled_from(OTHERS)),
    links=st.booleans(),
)
def test_always_the_newest(keep: int, seconds: list[int], others: set[str], links: bool):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if not links:
            patch.setattr(os, "link", refuse_links)
        workbook = Path(folder) / "book.xlsx"
        workbook.write_bytes(b"0")
        (Path(folder) / FOLDER).mkdir()
        for name in others:
            (Path(folder) / FOLDER / name).write_bytes(b"officer's")
        for made, second in enumerate(seconds, start=1):
            names = built(workbook, second, kept=Backups(keep=keep))
            assert others <= set(names)
            ours = set(names) - others
            assert len(ours) == min(made, keep)
            contents = {(Path(folder) / FOLDER / name).read_bytes() for name in ours}
            assert b"%d" % (made - 1) in contents, "the one just made is always there"


@pytest.mark.parametrize("name", ["x" * 250, "表" * 83, "a" * 225, "a" * 226])
def test_names_with_no_room_for_a_date(tmp_path: Path, name: str):
    """Cut, and told apart from others that begin alike."""
    twin = name[:-1] + "y"
    for stem in (name, twin):
        workbook = tmp_path / f"{stem}.xlsx"
        workbook.write_bytes(b"0")
        names = built(workbook, 0, 1, kept=Backups(keep=1))
    assert len(names) == 2
    assert all(each.endswith(" 2026-11-22 08-50-46.xlsx") for each in names)


@pytest.mark.parametrize("folder", ["kept", "Sicherungen für später"])
def test_where_they_are_kept(tmp_path: Path, folder: str):
    (tmp_path / "work").mkdir()
    workbook = tmp_path / "work" / "book.xlsx"
    workbook.write_bytes(b"0")
    backup = build(workbook, b"1", kept=Backups(folder=folder))
    assert backup == tmp_path / "work" / folder / "book 2026-11-22 08-50-45.xlsx"
    assert backup.read_bytes() == b"0"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: (path.parent / FOLDER).write_bytes(b"a file"), "a file of that name is in the way"),
        (
            lambda path: (path.parent / FOLDER).symlink_to(path.parent / "gone"),
            "it is a link, and backups are",
        ),
    ],
)
def test_without_a_backup_nothing_is_written(workbook: Path, spoil, reason: str):
    spoil(workbook)
    with pytest.raises(ScorecardError, match="since no backup of it can be made in") as refused:
        build(workbook, b"1")
    assert reason in str(refused.value)
    assert str(refused.value).startswith("book.xlsx is as it was")
    assert workbook.read_bytes() == b"0"
    assert len([*workbook.parent.iterdir()]) == 2


@pytest.mark.parametrize("keep", [0, 3])
def test_another_workbooks_backups_behind_a_link_are_not_touched(tmp_path: Path, keep: int):
    """Workbooks of one name in two folders: what is cleared and removed goes by the name."""
    mine, theirs = tmp_path / "mine" / "book.xlsx", tmp_path / "theirs" / "book.xlsx"
    for workbook in (mine, theirs):
        workbook.parent.mkdir()
        workbook.write_bytes(b"0")
    folder = theirs.parent / FOLDER
    build(theirs, b"1")
    temporary_file(theirs, folder).write_bytes(b"half")
    before = sorted(path.name for path in folder.iterdir())
    (mine.parent / FOLDER).symlink_to(folder)
    if keep:
        with pytest.raises(ScorecardError, match=r"remove the link, or set another workbook: backup_folder"):
            build(mine, b"1", kept=Backups(keep))
    else:
        build(mine, b"1", kept=Backups(keep))
    assert mine.read_bytes() == (b"0" if keep else b"1")
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("tag", "leads_elsewhere"),
    [(0xA0000003, True), (0x9000601A, False), (0, False)],  # a junction, a folder of OneDrive, any folder
)
def test_junctions_of_windows_by_a_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: int, leads_elsewhere: bool
):
    status = SimpleNamespace(st_mode=tmp_path.stat().st_mode, st_reparse_tag=tag)
    monkeypatch.setattr(Path, "lstat", lambda path: status)
    assert is_link(tmp_path) is leads_elsewhere


def test_without_a_folder_nothing_beside_the_workbook_is_cleared(workbook: Path):
    """Another name for the workbook, dated by hand, is the officer's."""
    os.link(workbook, workbook.with_name("book 2026-11-22 08-50-45.xlsx"))
    build(workbook, b"1", kept=Backups(0, ""))
    assert workbook.with_name("book 2026-11-22 08-50-45.xlsx").read_bytes() == b"0"


def test_pruning_that_fails_is_no_failure(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    built(workbook, 0, 1)
    remove = os.unlink

    def refuse(path: Path, **named: object) -> None:
        if Path(path).parent.name == FOLDER:
            raise PermissionError(errno.EACCES, "Permission denied")
        remove(path)

    monkeypatch.setattr(os, "unlink", refuse)
    assert len(built(workbook, 2, kept=Backups(keep=1))) == 3
    assert workbook.read_bytes() == b"3"


@pytest.mark.parametrize("way", ["link", "copy"])
def test_a_backup_has_the_workbooks_time_and_mode(workbook: Path, monkeypatch: pytest.MonkeyPatch, way: str):
    if way == "copy":
        monkeypatch.setattr(os, "link", refuse_links)
    saved = datetime(2020, 1, 2, 3, 4, 5).timestamp()
    os.utime(workbook, (saved, saved))
    workbook.chmod(0o640)
    backup = build(workbook, b"1")
    assert backup is not None
    assert backup.stat().st_mtime == saved
    assert backup.stat().st_mode & 0o777 == 0o640
    assert workbook.stat().st_mtime != saved
    assert backup.stat().st_nlink == 1, "the workbook no longer shares it"


def test_a_second_name_of_the_workbook_is_cleared_but_a_backup_of_the_same_content_stays(workbook: Path):
    """A build killed between the two steps leaves one; saved into, it would no longer be a backup."""
    folder = workbook.parent / FOLDER
    folder.mkdir()
    os.link(workbook, folder / "book 2026-11-22 08-50-44.xlsx")
    (folder / "book 2026-11-22 08-50-43.xlsx").write_bytes(workbook.read_bytes())
    os.link(workbook, folder / "my own link.xlsx")
    assert built(workbook, 0) == [
        "book 2026-11-22 08-50-43.xlsx",
        "book 2026-11-22 08-50-45.xlsx",
        "my own link.xlsx",
    ]


def test_a_drive_that_gives_all_files_one_inode(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    folder = workbook.parent / FOLDER
    folder.mkdir()
    true_backup = folder / "book 2026-11-22 08-50-44.xlsx"
    true_backup.write_bytes(b"1")
    now = workbook.stat().st_mtime_ns
    os.utime(true_backup, ns=(now, now))
    monkeypatch.setattr(os.path, "samestat", lambda one, other: True)
    assert true_backup.name in built(workbook, 0)


def test_a_copy_of_something_else_is_no_backup(workbook: Path, monkeypatch: pytest.MonkeyPatch):
    """Saved into while it was copied, and back again: the last look alone would not tell."""
    was = workbook.stat().st_mtime_ns

    def save(content: bytes) -> None:
        workbook.write_bytes(content)
        os.utime(workbook, ns=(was, was))

    def meanwhile(*_: object) -> None:
        save(b"x")
        refuse_links()

    sync = os.fsync

    def and_back(handle: int) -> None:
        save(b"0")
        sync(handle)

    monkeypatch.setattr(os, "link", meanwhile)
    monkeypatch.setattr(os, "fsync", and_back)
    with pytest.raises(ScorecardError, match="was changed since it was read"):
        build(workbook, b"1")
    assert [path.name for path in workbook.parent.iterdir()] == ["book.xlsx"]
