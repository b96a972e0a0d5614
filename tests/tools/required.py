"""Which programs and folders a test needs, and what happens where they are missing."""

import os
import shutil
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
}


def need(tool: str) -> str:
    """The path of `tool` (soffice, ssconvert, pdftoppm, npm or validator).

    Where it is missing the test is skipped, or fails under SCORECARD_XL_REQUIRE_TOOLS=1.
    """
    if tool == "validator":
        found = str(validator.PROGRAM) if validator.PROGRAM.exists() else None
        remedy = "python tests/tools/validator.py"
    else:
        found = shutil.which(tool)
        remedy = f"apt install {DEBIAN_PACKAGES[tool]}"
    if found is not None:
        return found
    reason = f"{tool} is missing ({remedy}, or make test, installs it)"
    if MUST_HAVE_TOOLS:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def shared() -> Path:
    """The reference folder `shared` beside the checkout; the test is skipped where there is none."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no reference folder beside the checkout")
    return folder
