"""A workbook's cells as four independent programs read them, all in one form: text.

Values as stored, unless `shown` is asked for: 0.974 rather than 97.4%, and "Amber" rather than "▼ Amber".
Whole numbers have no decimals, empty cells are "", and empty cells and rows at the end are left off, since
programs differ in how many of them they see. Dates and booleans are each program's own text.
"""

import csv
import subprocess
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from tools.office import Office

Sheets = dict[str, list[list[str]]]


def read_with_openpyxl(path: Path) -> Sheets:
    """Cached values, as openpyxl gives them."""
    import openpyxl  # its import takes 0.4 s

    # Not the file itself, which it leaves open where it can't read it.
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()), data_only=True)
    try:
        return {
            sheet.title: _tidy(sheet.iter_rows(values_only=True) if hasattr(sheet, "iter_rows") else [])
            for sheet in book
        }
    finally:
        book.close()


def read_with_calamine(path: Path) -> Sheets:
    """Addresses are kept: calamine's own dropping of leading empty rows and columns is undone."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return {
            name: _tidy(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        }


def read_with_gnumeric(path: Path, *, shown: bool = False) -> Sheets:
    """What gnumeric's ssconvert exports."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *("ssconvert", "--export-file-per-sheet", "--export-type=Gnumeric_stf:stf_assistant"),
            f"--export-options=separator=, format={'preserve' if shown else 'raw'}",
            str(path.resolve()),
            f"{folder}/%n-%s.csv",
        ]
        done = subprocess.run(command, timeout=120, capture_output=True, text=True)
        files = {int(file.name.partition("-")[0]): file for file in Path(folder).iterdir()}
        if done.returncode or not files:
            raise ValueError(f"gnumeric could not read {path}: {done.stderr}")
        return {file.stem.partition("-")[2]: _tidy(_csv_rows(file)) for _, file in sorted(files.items())}


def read_with_libreoffice(path: Path, office: Office, *, shown: bool = False) -> Sheets:
    """What LibreOffice exports; `office` is the fixture of that name."""
    if not shown:
        # Its CSV has stored percentages and dates in forms of its own; what it saves again has the values.
        return read_with_calamine(office.to_xlsx([path])[0])
    (sheets,) = office.to_csv([path])
    return {name: _tidy(_csv_rows(file)) for name, file in sheets.items()}


def _csv_rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def _tidy(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    texts = []
    for row in rows:
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        texts.append(cells)
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
