"""Which programs and folders a test needs, and what happens where they are missing."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tools import validator

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = REPOSITORY / "build"

# Without this a machine that lost LibreOffice would report the same green as one that has it.
MUST_HAVE_TOOLS = os.environ.get("SCORECARD_XL_REQUIRE_TOOLS") == "1"

DEBIAN_PACKAGES = {
    "soffice": "libreoffice-calc",
    "ssconvert": "gnumeric",
    "pdftoppm": "poppler-utils",
    "npm": "npm",
    "uno": "python3-uno",
}


def need(tool: str) -> str:
    """The path of `tool` (soffice, ssconvert, pdftoppm, npm or validator).

    "uno" is the Python that LibreOffice's own module belongs to: Debian's, never the project's.

    Where it is missing the test is skipped, or fails under SCORECARD_XL_REQUIRE_TOOLS=1.
    """
    if tool == "validator":
        found = str(validator.PROGRAM) if validator.PROGRAM.exists() else None
        remedy = "python tests/tools/validator.py"
    elif tool == "uno":
        found = _python_with_uno()
        remedy = f"apt install {DEBIAN_PACKAGES[tool]}"
    else:
        found = shutil.which(tool)
        remedy = f"apt install {DEBIAN_PACKAGES[tool]}"
    if found is not None:
        return found
    reason = f"{tool} is missing ({remedy}, or make test, installs it)"
    if MUST_HAVE_TOOLS:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@cache
def _python_with_uno() -> str | None:
    python = "/usr/bin/python3"
    if not Path(python).exists():
        return None
    # Without PYTHONPATH and the like, so that nothing of the project is seen there.
    done = subprocess.run([python, "-I", "-c", "import uno"], capture_output=True, check=False)
    return python if done.returncode == 0 else None


def shared() -> Path:
    """The reference folder `shared` beside the checkout; the test is skipped where there is none."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no reference folder beside the checkout")
    return folder
