"""Makes workbooks as officers have them: the input sheets, and sheets of figures and texts of any size.

    python benchmarks/officers_workbook.py FILE.xlsx MEGABYTES

The rows of the data sheets are written as XML, several times as fast as any library does, and equal for
equal sizes.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import IO

import xlsxwriter

MEASURES, MONTHS, RED_EVERY = 50, 36, 7
NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MB_A_SHEET = 4.0
MOST_ROWS = 1_000_000
TEXTS, FIGURES = 6, 14  # columns of each sort
STATES, TEAMS = ("open", "closed", "on time", "late"), 50
WORDS = [f"Team {team}: {state}" for team in range(TEAMS) for state in STATES]
ROWS_AT_ONCE = 500


def officers_workbook(path: Path, megabytes: float) -> None:
    """Write a workbook of about so many MB; of 0 MB it has the input sheets alone."""
    count = max(1, round(megabytes / MB_A_SHEET)) if megabytes else 0
    frame, data = _frame(count), {f"xl/worksheets/sheet{5 + n}.xml" for n in range(count)}
    filled = 0
    partial = path.with_suffix(".part")
    with (
        zipfile.ZipFile(frame) as source,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        # Data last, so that the size of all else is known.
        for name in sorted(source.namelist(), key=lambda name: name in data):
            if name not in data:
                package.writestr(name, source.read(name))
                continue
            filled += 1
            begin, _, end = source.read(name).partition(b"<sheetData/>")
            with package.open(name, "w") as part:
                part.write(begin + b"<sheetData>")
                _fill(part, package, megabytes * 1e6 * filled / count)
                part.write(b"</sheetData>" + end)
    partial.replace(path)


def _frame(sheets: int) -> BytesIO:
    """The workbook with its data sheets still empty."""
    buffer, dice = BytesIO(), Random(4)
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        measures, results = book.add_worksheet("Measures"), book.add_worksheet("Results")
        commentary, lists = book.add_worksheet("Commentary"), book.add_worksheet("Lists")
        lists.write_column(0, 0, WORDS)  # the first texts of all: cells name them by their number
        measures.write_row(0, 0, ["Ref", "Measure", "Section", "Polarity", "Unit", "Target"])
        months = [f"{NAMES[n % 12]} {2012 + n // 12}" for n in range(MONTHS)]
        results.write_row(0, 0, ["Ref", *months])
        commentary.write_row(0, 0, ["Ref", "Period", "Commentary", "Actions"])
        for n in range(1, MEASURES + 1):
            section = f"Section {n * 6 // MEASURES}"
            measures.write_row(n, 0, [n, f"Share of plan {n} reviewed on time", section, "High", "%", 90])
            level = 60 if n % RED_EVERY == 0 else 92
            results.write_row(n, 0, [n, *(round(level + dice.uniform(-4, 4), 1) for _ in months)])
            commentary.write_row(
                n, 0, [n, months[-1], f"Two reviewers of plan {n} left.", "Posts are filled."]
            )
        for n in range(sheets):
            sheet = book.add_worksheet(f"Data {n + 1}")
            sheet.set_column(0, TEXTS + FIGURES, 12, book.add_format({"num_format": "0.00"}))
    buffer.seek(0)
    return buffer


def _fill(part: IO[bytes], package: zipfile.ZipFile, until: float) -> None:
    """Write rows into a sheet until the package has so many bytes, or the sheet is full."""
    assert package.fp is not None
    dice = Random(package.fp.tell())
    for rows in _rows(dice):
        part.write("".join(rows).encode())
        if package.fp.tell() >= until:
            return


def _rows(dice: Random) -> Iterator[list[str]]:
    letters = [chr(65 + n) for n in range(TEXTS + FIGURES)]
    row = "".join(f'<c r="{letter}{{0}}" t="s"><v>%d</v></c>' for letter in letters[:TEXTS])
    row += "".join(f'<c r="{letter}{{0}}" s="1"><v>%.2f</v></c>' for letter in letters[TEXTS:])
    for first in range(1, MOST_ROWS, ROWS_AT_ONCE):
        yield [
            f'<row r="{number}">'
            + row.replace("{0}", str(number))
            % (*dice.choices(range(len(WORDS)), k=TEXTS), *(dice.random() * 1000 for _ in range(FIGURES)))
            + "</row>"
            for number in range(first, first + ROWS_AT_ONCE)
        ]


if __name__ == "__main__":
    officers_workbook(Path(sys.argv[1]), float(sys.argv[2]))
