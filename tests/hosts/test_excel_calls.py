"""What is asked of Excel over COM, through a stand-in: how often, and in which states it is refused.

Excel itself does not run here; the stand-in knows what the host asks before and while it reads.
"""

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter

from scorecard_xl.config import WorkbookSettings
from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.excel import OpenBook
from scorecard_xl.hosts.live_platform import Excel

NOW = datetime(2026, 11, 22, 8, 50)
AS_USUAL = {
    "Name": "book.xlsx",
    "Path": "C:\\Reports",
    "FileFormat": 51,
    "ReadOnly": False,
    "ProtectStructure": False,
}


class Com:
    """A COM object that counts what it is asked; `SaveCopyAs` saves the file that it stands for."""

    def __init__(self, file: Path, **said: Any) -> None:
        self._file, self._said, self.calls = file, {**AS_USUAL, **said}, 0

    def __getattr__(self, name: str) -> Any:
        self.calls += 1
        if name == "SaveCopyAs":
            return lambda path: Path(path).write_bytes(self._file.read_bytes())
        if isinstance(self._said[name], Exception):
            raise self._said[name]
        return self._said[name]


def open_book(file: Path, *, ready: bool = True, **said: Any) -> tuple[OpenBook, Com]:
    com = Com(file, **said)
    app = SimpleNamespace(api=SimpleNamespace(Ready=ready), status_bar=False)
    book = SimpleNamespace(app=app, api=com, name="book.xlsx")
    return OpenBook(book, WorkbookSettings("first", 3, "backups"), NOW, Excel()), com


def written(path: Path, rows: int) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Results")
        for row in range(rows):
            sheet.write_row(row, 0, [row, "Feb 2015", 90])
    return path


def test_reading_takes_as_many_calls_for_ten_rows_as_for_ten_thousand(tmp_path: Path):
    counts = []
    for rows in (10, 10_000):
        host, com = open_book(written(tmp_path / f"{rows}.xlsx", rows))
        assert len(host.read_sheets().grid("Results").rows) == rows
        counts.append(com.calls)
    assert counts[0] == counts[1] <= 10


STATES = [
    ({"Path": ""}, "was never saved: save it as an .xlsx workbook"),
    ({"FileFormat": 56}, "since it is not an .xlsx or .xlsm workbook"),
    ({"ReadOnly": True}, "is open read-only"),
    ({"ProtectStructure": True}, "has a protected structure"),
    ({"ready": False}, "Excel is busy: finish the cell"),
    ({"FileFormat": OSError("call was rejected by callee")}, "Excel is busy: finish the cell"),
]


@pytest.mark.parametrize(("said", "sentence"), STATES)
def test_a_book_that_takes_no_tabs_is_refused_before_it_is_read(
    tmp_path: Path, said: dict[str, Any], sentence: str
):
    host, _ = open_book(written(tmp_path / "book.xlsx", 3), **said)
    with pytest.raises(ScorecardError, match=sentence) as problem:
        host.read_sheets()
    assert "\n" not in str(problem.value)
