"""The folder of every workbook that the tests produced, for tests/test_every_workbook.py to judge."""

import hashlib
import re
import shutil
from pathlib import Path

from tools.required import BUILD

FOLDER = BUILD / "produced"


def register(workbook: Path | bytes, name: str) -> Path:
    """Keeps a copy of a finished workbook, a file or its bytes, and returns the copy's path.

    `name` says which test it comes from. Different workbooks may have the same one.
    """
    content = workbook if isinstance(workbook, bytes) else workbook.read_bytes()
    suffix = ".xlsx" if isinstance(workbook, bytes) else workbook.suffix
    plain = re.sub(r"[^\w.-]+", "_", name).removesuffix(suffix)
    path = FOLDER / f"{plain}-{hashlib.sha256(content).hexdigest()[:8]}{suffix}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def registered() -> list[Path]:
    """All workbooks of this run, in the order of their names."""
    return sorted(path for path in FOLDER.glob("*") if path.is_file())


def forget() -> None:
    """Empties the folder: workbooks of an earlier run say nothing about the code as it is now."""
    shutil.rmtree(FOLDER, ignore_errors=True)
