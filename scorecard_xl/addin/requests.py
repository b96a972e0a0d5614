"""What the button asks and what it is told: lines `key=value` in small files, which VBA can write.

ASCII alone; every other character, a backslash and a line's end stand as \\uXXXX (UTF-16 units, as VBA
counts them).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from ..errors import ScorecardError

REQUEST, ANSWER = ".request", ".answer"
MOST_BYTES = 100_000
MOST_LETTERS = 1000  # a MsgBox of Excel cuts off at 1,024
ACTIONS = ("build", "check", "explain", "share", "lists", "help")
BACKSLASH = 92
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
    """Read a request; raises `ScorecardError` for a file that is none, `FileNotFoundError` without one."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise
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


def write_answer(request: Path, answer: Answer) -> Path | None:
    """Put the answer beside its request, complete at once; return where.

    None where the request is gone: the macro has given up and would never fetch it.
    """
    fields = {name: getattr(answer, name) for name in ("message", "title", "select")}
    fields["message"] = shortened(fields["message"])
    lines = ["ok" if answer.ok else "problem", *as_lines({k: v for k, v in fields.items() if v})]
    path = request.with_suffix(ANSWER)
    beside = path.with_name(f"{path.name}.part")
    if not request.exists():
        return None
    try:
        beside.write_bytes("".join(line + "\r\n" for line in lines).encode("ascii"))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def shortened(message: str, most: int = MOST_LETTERS) -> str:
    """Return a message that a message box can show: whole lines, as many as there is room for.

    >>> shortened("one\\ntwo\\nthree", 9)
    'one\\n…'
    """
    if len(message) <= most:
        return message
    cut = message[: most - 2]
    at = cut.rfind("\n")
    if at <= 0:
        at = cut.rfind(" ")
    return f"{cut[:at] if at > 0 else cut}\n…"


def as_lines(fields: Mapping[str, str]) -> list[str]:
    """Return fields as lines of ASCII.

    >>> as_lines({"book": "Tŷ.xlsx"})
    ['book=T\\\\u0177.xlsx']
    """
    return [f"{key}={escaped(value)}" for key, value in fields.items()]


def lines_in(text: str) -> dict[str, str]:
    """Return the fields of such lines; of a key that stands twice the first counts, as in VBA.

    >>> lines_in("book=T\\\\u0177.xlsx")
    {'book': 'Tŷ.xlsx'}
    """
    fields: dict[str, str] = {}
    for line in text.replace("\r", "\n").split("\n"):
        key, equals, value = line.partition("=")
        if equals:
            fields.setdefault(key, unescaped(value))
    return fields


def escaped(text: str) -> str:
    """Return a text as printable ASCII.

    >>> escaped("Tŷ \\\\ 1")
    'T\\\\u0177 \\\\u005C 1'
    """
    units = text.encode("utf-16-be", "surrogatepass")
    codes = (int.from_bytes(units[n : n + 2], "big") for n in range(0, len(units), 2))
    return "".join(chr(c) if 32 <= c < 127 and c != BACKSLASH else f"\\u{c:04X}" for c in codes)


def unescaped(text: str) -> str:
    """Return the text that was escaped; halves of a character that lost the other half become "�"."""
    units = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
