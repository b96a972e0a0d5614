"""What every way into a workbook asks first, and what it says of damage."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile

from ..errors import ScorecardError
from .parts import MOST_BYTES_PACKED

# What zipfile, the XML parsers and the decoders raise for a package that is not what it says. No OSError:
# a disk that is full or a network drive that is gone is no fault of the package.
DAMAGE = (
    ValueError,
    LookupError,
    SyntaxError,
    EOFError,
    RuntimeError,
    ArithmeticError,
    BadZipFile,
    zlib.error,
)
ZIP = b"PK\x03\x04"
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


def refuse_what_is_no_workbook(name: str, start: bytes, size: int) -> None:
    """Raise `ScorecardError` for a file that begins (8 bytes) as no .xlsx does, or is larger than any."""
    if not start:
        raise ScorecardError(f"{name} is empty (0 bytes): fetch or save the workbook again.")
    if start == COMPOUND_FILE:
        raise ScorecardError(
            f"{name} is password-protected or in the old .xls format: "
            "remove the password or save it as .xlsx, then retry."
        )
    if not start.startswith(ZIP):
        raise ScorecardError(f"{name} is not an Excel workbook: save it as .xlsx and retry.")
    if size > MOST_BYTES_PACKED:
        raise ScorecardError(
            f"{name} is larger than {MOST_BYTES_PACKED // 1_000_000} MB, which no scorecard workbook "
            "needs: save the sheets of the scorecard in a file of their own."
        )


def seems_damaged(what: str) -> ScorecardError:
    """Say that something can't be read."""
    return ScorecardError(
        f"{what} can't be read: it seems damaged. Open the workbook in Excel, save it again and retry."
    )


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn whatever damage makes the readers of a package raise into one sentence."""
    try:
        yield
    except DAMAGE as problem:
        raise seems_damaged(what) from problem
