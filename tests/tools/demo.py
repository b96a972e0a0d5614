"""An officer's workbook before and after: two builds go into it, and all that is her own stays.

    python tests/tools/demo.py [FOLDER]     run by `make demo`; FOLDER is build/demo

Ends with FOLDER/kent_with_notes.xlsx and, where LibreOffice is there, with two of its tabs as pictures.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

REPOSITORY = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(REPOSITORY / "tests"), str(REPOSITORY)]  # run as a script, from anywhere

from python_calamine import CalamineWorkbook  # noqa: E402

from tools.office import Office, pdf_to_png  # noqa: E402
from tools.officers_notes import (  # noqa: E402
    MEASURE,
    NOTES,
    RED,
    RESULT,
    TEXT_BOX,
    part_of,
    write_down,
    write_workbook,
)
from tools.zips import Kept, kept  # noqa: E402

WORKBOOK = "kent_with_notes.xlsx"
BACKUPS = "scorecard_xl backups"
TO_EXPLAIN, TO_CORRECT = 12, 33  # the Red measure, and the one whose result comes in late
# Where a build keeps entries of its own beside the officer's.
LISTS = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "docProps/app.xml",
}
CHART, MARK, DRAWING = "xl/charts/chart1.xml", "xl/media/image1.png", "xl/drawings/drawing1.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DPI = 110

Parts = dict[str, Kept]
# A formula and what it shows, by its cell.
Formulas = dict[str, tuple[str, str | float]]


class Lost(Exception):
    """Something of the officer's is not as it was."""


def run(folder: Path) -> Path:
    """Make the workbook, build into it twice, and say what stayed; returns the workbook.

    Raises `Lost` if anything of the officer's did not stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / BACKUPS, ignore_errors=True)
    workbook = folder / WORKBOOK
    write_workbook(workbook)
    say(
        f"An officer's workbook: the example with a tab of her own, {NOTES}, on which there are\n"
        "notes, a chart, a picture and a text box."
    )
    made = parts(workbook)
    hers = made.keys() - LISTS
    build(workbook)
    compare(made, parts(workbook), hers)

    formulas = formulas_for(workbook)
    write_down(workbook, formulas)
    say(
        "\nNow she enters formulas that read our Scorecard, and corrects February's result of measure "
        f"{TO_CORRECT}."
    )
    saved, corrected = parts(workbook), row_of(workbook, TO_CORRECT)
    build(workbook, "--dry-run")
    build(workbook)
    after = parts(workbook)
    compare(saved, after, hers)
    compare(made, after, {CHART, MARK, DRAWING})
    if corrected == row_of(workbook, TO_CORRECT):
        raise Lost("the Scorecard does not show the corrected result")
    if shown(workbook) != formulas or formulas != formulas_for(workbook):
        raise Lost("her formulas do not show what the Scorecard says")

    say(f"\nAfter both builds all {len(hers)} parts of hers are, byte for byte, as she last saved them:")
    for what, part in (
        ("the chart", CHART),
        ("the council's mark", MARK),
        (f'the text box "{TEXT_BOX}"', DRAWING),
        ("her notes and formulas", part_of(workbook, NOTES)),
    ):
        say(f"  {what:52}{part}")
    say("  her input sheets, and all else")
    say("Her formulas are there and show what the Scorecard says:")
    for cell, (formula, value) in formulas.items():
        seen = f"{value:.1%}" if isinstance(value, float) else value
        say(f"  {cell}  {'=' + formula:54}{seen}")
    return workbook


def say(line: str) -> None:
    """Print at once, since the commands print between."""
    print(line, flush=True)


def build(workbook: Path, *options: str) -> None:
    """Run `scorecard-xl build` as an officer would."""
    say(f"\n$ scorecard-xl {' '.join(['build', workbook.name, *options])}")
    arguments = [sys.executable, "-m", "scorecard_xl", "build", workbook.name, *options]
    found_at = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    subprocess.run(arguments, cwd=workbook.parent, env=found_at, check=True)


def parts(workbook: Path) -> Parts:
    """Return all parts of a workbook as they are stored."""
    return {one.name: one for one in kept(workbook.read_bytes())}


def read(workbook: Path, part: str) -> str:
    """Return a part as text."""
    with ZipFile(workbook) as package:
        return package.read(part).decode("utf-8")


def compare(before: Parts, after: Parts, names: Iterable[str]) -> None:
    """Raise `Lost` unless these parts are stored after a build as they were before."""
    for name in sorted(names):
        if name not in after:
            raise Lost(f"{name} is gone")
        if after[name] != before[name]:
            raise Lost(f"{name} was changed")


def formulas_for(workbook: Path) -> Formulas:
    """Return the officer's formulas over the Scorecard as it is now, and what Excel makes of them."""
    with CalamineWorkbook.from_path(workbook) as book:
        rows = book.get_sheet_by_name("Scorecard").to_python()
    found = next(number for number, row in enumerate(rows, start=1) if row[0] == TO_EXPLAIN)
    red = sum(row[2] == "Red" for row in rows)
    return {
        RED: ('"Red measures now: "&COUNTIF(Scorecard!C:C,"Red")', f"Red measures now: {red}"),
        MEASURE: (f"Scorecard!B{found}", str(rows[found - 1][1])),
        RESULT: (f"Scorecard!D{found}", float(str(rows[found - 1][3]))),
    }


def shown(workbook: Path) -> Formulas:
    """Return the formulas that read our Scorecard, as they stand on the officer's tab, with their values."""
    sheet = ElementTree.fromstring(read(workbook, part_of(workbook, NOTES)))
    found: Formulas = {}
    for cell in sheet.iter(f"{MAIN}c"):
        formula, value = cell.findtext(f"{MAIN}f", ""), cell.findtext(f"{MAIN}v", "")
        if "Scorecard!" in formula:
            found[cell.get("r", "")] = (formula, value if cell.get("t") == "str" else float(value))
    return found


def row_of(workbook: Path, ref: int) -> list[object]:
    """Return what the Scorecard says of one measure."""
    with CalamineWorkbook.from_path(workbook) as book:
        rows = book.get_sheet_by_name("Scorecard").to_python()
    return next(list(row) for row in rows if row[0] == ref)


def draw(workbook: Path, office: Office | None = None, dpi: int = DPI) -> list[Path]:
    """Return pictures of the Scorecard and of the officer's notes, the first and the last tab."""
    with tempfile.TemporaryDirectory() as folder:
        (pdf,) = (office or Office(Path(folder))).to_pdf([workbook], Path(folder))
        pages = pdf_to_png(pdf, dpi)
        pictures = {"kent_with_notes_scorecard.png": pages[0], "kent_with_notes_notes.png": pages[-1]}
        return [Path(shutil.copyfile(page, workbook.with_name(name))) for name, page in pictures.items()]


def main() -> None:
    """Run the demo, and end with an error if anything was lost."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "build" / "demo"
    try:
        workbook = run(folder)
    except Lost as problem:
        sys.exit(f"demo: {problem}")
    if shutil.which("soffice") and shutil.which("pdftoppm"):
        for picture in draw(workbook):
            say(f"As LibreOffice draws it: {picture.resolve()}")
    say(f"The workbook is ready. Open it in Excel or LibreOffice: {workbook.resolve()}")


if __name__ == "__main__":
    main()
