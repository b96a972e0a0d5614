"""What the button asks and what it is told: lines `key=value` in small files, which VBA can write.

ASCII alone; every other character, a backslash and a line's end stand as \\uXXXX (UTF-16 units, as VBA
counts them).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from ..errors import ScorecardError

REQUEST, ANSWER = ".request", ".answer"
MOST_BYTES = 100_000
ACTIONS = ("build", "check", "explain", "share", "lists", "help")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")


class Request(Struct, frozen=True):
    """One press of a button; fields that it left out are "".

    `program` is Excel or Calc, `book` the workbook's name in its window list, `path` its full name,
    `hwnd` the program's window, which tells it from another that runs beside it.
    """

    action: str
    program: str = ""
    book: str = ""
    path: str = ""
    hwnd: str = ""
    style: str = ""
    period: str = ""
    sheet: str = ""
    cell: str = ""
    token: str = ""


class Answer(Struct, frozen=True):
    """What the button shows: a message ("" for none), and the sheet to go to."""

    ok: bool
    message: str = ""
    title: str = ""
    select: str = ""


def read_request(path: Path) -> Request:
    """Read a request; raises `ScorecardError` for a file that is none."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise ScorecardError(f"The request {path.name} can't be read: {problem.strerror}.") from None
    if len(text) > MOST_BYTES or not text.isascii():
        raise ScorecardError(f"{path.name} is no request of the Scorecard button: press the button again.")
    fields = lines_in(text.decode("ascii"))
    unknown = set(fields) - set(Request.__struct_fields__)
    if fields.get("action") not in ACTIONS or unknown:
        raise ScorecardError(
            f"{path.name} asks for something that this version does not know: "
            "install the add-in again with `scorecard-xl addin install`."
        )
    return Request(**fields)


def write_answer(request: Path, answer: Answer) -> Path:
    """Put the answer beside its request, complete at once; return where."""
    fields = {name: getattr(answer, name) for name in ("message", "title", "select")}
    lines = ["ok" if answer.ok else "problem", *as_lines({k: v for k, v in fields.items() if v})]
    path = request.with_suffix(ANSWER)
    beside = path.with_suffix(".part")
    beside.write_bytes("".join(line + "\r\n" for line in lines).encode("ascii"))
    os.replace(beside, path)  # noqa: PTH105 - one step, also where the answer is there already
    return path


def as_lines(fields: Mapping[str, str]) -> list[str]:
    """Return fields as lines of ASCII.

    >>> as_lines({"book": "Tŷ.xlsx"})
    ['book=T\\\\u0177.xlsx']
    """
    return [f"{key}={_escaped(value)}" for key, value in fields.items()]


def lines_in(text: str) -> dict[str, str]:
    """Return the fields of such lines; a line without "=" counts not.

    >>> lines_in("book=T\\\\u0177.xlsx")
    {'book': 'Tŷ.xlsx'}
    """
    pairs = (line.partition("=") for line in text.splitlines())
    return {key.strip(): _plain(value) for key, equals, value in pairs if equals}


def _escaped(text: str) -> str:
    units = text.encode("utf-16-be", "surrogatepass")
    codes = (int.from_bytes(units[n : n + 2], "big") for n in range(0, len(units), 2))
    return "".join(chr(c) if 32 <= c < 127 and c != 92 else f"\\u{c:04X}" for c in codes)


def _plain(text: str) -> str:
    units = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
