"""What stands in the ribbon's lists Period and Style: a small file a workbook, which the macros read."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .home import lists_folder, write_whole
from .requests import Request, escaped

MOST_PERIODS = 36  # of a drop-down that nobody wants to scroll for long
MOST_FILES = 200


def lists_file(request: Request) -> Path:
    """Return where the lists of a request's workbook stand; macros/ScorecardLists.bas has the same rule."""
    key = escaped(request.path or request.book)
    return lists_folder() / f"{zlib.crc32(key.encode('ascii')):08x}.txt"


def write_lists(request: Request, periods: Iterable[str], styles: Iterable[str]) -> None:
    """Write the lists; where that fails the old ones stay, which is no reason to fail an action."""
    lines = [f"period={escaped(label)}\n" for label in periods]
    lines += [f"style={escaped(name)}\n" for name in styles]
    with suppress(OSError):
        write_whole(lists_file(request), "".join(lines))
        _keep_few(lists_folder())


def _keep_few(folder: Path) -> None:
    files = sorted(folder.glob("*.txt"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[MOST_FILES:]:
        path.unlink(missing_ok=True)
