"""Every tab of every example workbook in every style, as PNG: build/pictures/WORKBOOK/STYLE/01.png …

Run by `make pictures`. LibreOffice draws the pages, so line sparklines and a few fonts differ from Excel's.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tests"))  # run as a script, from anywhere

from python_calamine import CalamineWorkbook  # noqa: E402

from tools import demo  # noqa: E402
from tools.office import Office, OfficeError, pdf_to_png  # noqa: E402

PICTURES = REPOSITORY / "build" / "pictures"
# The pages that the documentation shows, of the example in a style; renewed by `pictures.py --docs`.
IN_DOCS = {
    "default": ("default", 1),
    "kent": ("kent", 1),
    "summary": ("default", 3),
    "exception": ("default", 4),
}
DOCS_DPI = 75


def examples() -> list[Path]:
    """The workbooks that hold measures; a starter or a how-to workbook may not."""
    found = []
    for path in sorted((REPOSITORY / "workbook_templates").glob("*.xlsx")):
        with CalamineWorkbook.from_path(path) as book:
            if "Measures" in book.sheet_names:
                found.append(path)
    return found


def styles() -> list[str]:
    return sorted(path.stem for path in (REPOSITORY / "scorecard_xl" / "styles").glob("*.yaml"))


def build(workbook: Path, style: str, output: Path) -> None:
    command = [sys.executable, "-m", "scorecard_xl", "build", str(workbook)]
    done = subprocess.run([*command, "--output", str(output), "--style", style], cwd=REPOSITORY)
    if done.returncode > 1:  # 1: done, with some data in error; such a workbook is to be seen as well
        sys.exit(f"pictures: {workbook.name} could not be built in style {style}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dpi", type=int, default=110)
    parser.add_argument("--docs", action="store_true", help="renew the pictures in docs/pictures too")
    given = parser.parse_args()
    dpi = DOCS_DPI if given.docs else given.dpi
    for program in ("soffice", "pdftoppm"):
        if not shutil.which(program):
            sys.exit(f"pictures: {program} is missing; make pictures installs it")

    shutil.rmtree(PICTURES, ignore_errors=True)  # a page that is no longer printed must not stay
    with tempfile.TemporaryDirectory() as folder:
        built: dict[Path, Path] = {}
        for workbook in examples():
            for style in styles():
                output = Path(folder) / f"{workbook.stem}-{style}.xlsx"
                build(workbook, style, output)
                built[output] = PICTURES / workbook.stem / style
        if not built:
            sys.exit("pictures: there is no example workbook or no style")
        try:
            pdfs = Office(Path(folder) / "office").to_pdf(built)
        except OfficeError as error:
            sys.exit(f"pictures: {error}")
        if given.docs:
            notes = demo.draw(demo.run(Path(folder)), dpi=dpi)[-1]
            shutil.copyfile(notes, REPOSITORY / "docs" / "pictures" / "notes.png")
        for pdf, target in zip(pdfs, built.values(), strict=True):
            pages = pdf_to_png(pdf, dpi, target)
            print(f"{target.relative_to(REPOSITORY)}: {len(pages)} pages")
            if given.docs:
                keep_for_docs(target.name, pages)


def keep_for_docs(style: str, pages: list[Path]) -> None:
    folder = REPOSITORY / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    for name, (of_style, page) in IN_DOCS.items():
        if of_style == style:
            shutil.copyfile(pages[page - 1], folder / f"{name}.png")


if __name__ == "__main__":
    main()
