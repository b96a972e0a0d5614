"""Where the copy to send out goes, and under which name."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from ..errors import ScorecardError

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
MOST_LETTERS = 120  # of a name: folders on network drives have little room left


def copy_beside(path: Path | None, name: str, period: str) -> Path:
    """Return a path that is free: "NAME scorecard PERIOD.xlsx" beside the workbook, else with a number.

    What is there is never replaced: nobody can tell whether somebody has worked in it or sent it out.
    A workbook without a folder on this machine has its copies in Downloads.
    """
    folder = path.parent if path is not None else _downloads()
    if not folder.is_dir():
        raise ScorecardError(
            f"The folder {folder} can't be reached: save the workbook elsewhere and press Share again."
        )
    stem = Path(name).stem if Path(name).suffix.lower() in WORKBOOKS else name
    plain = NOT_IN_NAMES.sub("-", f"{stem[:MOST_LETTERS]} scorecard {period}").strip(" .")
    names = (plain if number == 1 else f"{plain} ({number})" for number in count(1))
    return next(free for one in names if not (free := folder / f"{one}.xlsx").exists())


def _downloads() -> Path:
    downloads = Path.home() / "Downloads"
    return downloads if downloads.is_dir() else Path.home()
