"""LibreOffice without a window, and PDF pages as pictures."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

STARTING_SECONDS = 120  # a first start on a busy machine; 2 s is usual
SECONDS_A_FILE = 30

# Field 3 is UTF-8, field 9 asks for cells as they are shown, field 12 (-1) for every sheet.
CSV_FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


class OfficeError(Exception):
    """LibreOffice could not open or convert a file; names the file and what LibreOffice said."""


class Office:
    """Converts files with a LibreOffice profile of its own, so that no other one is in the way.

    Each call starts LibreOffice once (about 2 s), however many files it is given: give it many.
    """

    def __init__(self, folder: Path, program: str = "soffice") -> None:
        """`folder` holds the profile and, unless a call says otherwise, what was converted."""
        self._program = program
        self._profile = folder / "profile"
        self._converted = folder / "converted"
        self._converted.mkdir(parents=True, exist_ok=True)

    def to_pdf(self, paths: Iterable[Path], folder: Path | None = None) -> list[Path]:
        """One PDF a file, in the order given."""
        return self._convert(paths, "pdf", "pdf", folder)

    def to_xlsx(self, paths: Iterable[Path], folder: Path | None = None) -> list[Path]:
        """Each file as LibreOffice saves it again, in the order given."""
        return self._convert(paths, "xlsx:Calc MS Excel 2007 XML", "xlsx", folder)

    def to_csv(self, paths: Iterable[Path]) -> list[dict[str, Path]]:
        """For each file its sheets in order, each as a CSV file with its cells as they are shown."""
        sources = list(paths)
        result = []
        with _Staging(sources) as staged:
            target = self._new_folder()
            said = self._run(staged, CSV_FILTER, target)
            for source, copy in zip(sources, staged, strict=True):
                prefix = f"{copy.stem}-"
                # LibreOffice names the sheets in their order, which the folder does not keep.
                order = [line.rpartition(" -> ")[2].strip() for line in said.splitlines() if " -> " in line]
                sheets = {
                    Path(written).stem.removeprefix(prefix): Path(written)
                    for written in order
                    if Path(written).name.startswith(prefix)
                }
                if not sheets:
                    raise OfficeError(f"LibreOffice could not read {source}:\n{said}")
                result.append(sheets)
        return result

    def _convert(self, paths: Iterable[Path], kind: str, suffix: str, folder: Path | None) -> list[Path]:
        sources = list(paths)
        folder = folder or self._new_folder()
        folder.mkdir(parents=True, exist_ok=True)
        with _Staging(sources) as staged, tempfile.TemporaryDirectory() as target:
            said = self._run(staged, kind, Path(target))
            # LibreOffice ends with 0 even when a file could not be opened: what counts is what it wrote.
            written = [Path(target) / f"{copy.stem}.{suffix}" for copy in staged]
            failed = [str(source) for source, file in zip(sources, written, strict=True) if not file.exists()]
            if failed:
                raise OfficeError(f"LibreOffice could not convert {', '.join(failed)}:\n{said}")
            results = _distinct([folder / f"{source.stem}.{suffix}" for source in sources])
            for file, result in zip(written, results, strict=True):
                shutil.move(file, result)
        return results

    def _run(self, files: Sequence[Path], kind: str, target: Path) -> str:
        if not files:
            return ""
        command = [
            self._program,
            f"-env:UserInstallation={self._profile.resolve().as_uri()}",
            *("--headless", "--norestore", "--convert-to", kind, "--outdir", str(target)),
            *map(str, files),
        ]
        limit = STARTING_SECONDS + SECONDS_A_FILE * len(files)
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"LC_ALL": "C.UTF-8"},  # dates and separators of one locale everywhere
            start_new_session=True,  # soffice is a script around the real program: end both or neither
        )
        try:
            said, _ = process.communicate(timeout=limit)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            if isinstance(error, subprocess.TimeoutExpired):
                raise OfficeError(f"LibreOffice was not done after {limit} s: {command}") from error
            raise
        return said.decode("utf-8", "replace")

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._converted))


class _Staging:
    """Copies under names of our own: two files may share a name, and a name may puzzle a command line."""

    def __init__(self, sources: Sequence[Path]) -> None:
        self._sources = sources

    def __enter__(self) -> list[Path]:
        self._folder = tempfile.TemporaryDirectory()
        copies = []
        for number, source in enumerate(self._sources):
            copy = Path(self._folder.name) / f"{number:04}{source.suffix}"
            shutil.copyfile(source, copy)
            copies.append(copy)
        return copies

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def _distinct(paths: Sequence[Path]) -> list[Path]:
    if len(set(paths)) == len(paths):
        return list(paths)
    return [path.with_stem(f"{path.stem}-{number}") for number, path in enumerate(paths)]


def pdf_to_png(pdf: Path, dpi: int = 110, folder: Path | None = None, prefix: str = "") -> list[Path]:
    """One PNG a page, as 01.png, 02.png … in `folder` (default: a folder beside the PDF, named after it)."""
    folder = folder or pdf.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as pages:
        command = ["pdftoppm", "-png", "-r", str(dpi), str(pdf), f"{pages}/page"]
        subprocess.run(command, check=True, timeout=STARTING_SECONDS, capture_output=True)
        results = []
        # pdftoppm pads numbers as far as the last page needs, so that names sort as pages do.
        for number, page in enumerate(sorted(Path(pages).iterdir()), start=1):
            result = folder / f"{prefix}{number:02}.png"
            shutil.move(page, result)
            results.append(result)
    return results
