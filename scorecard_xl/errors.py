"""What can go wrong, in sentences an officer understands, each with the address of its cell.

Two kinds. A `ScorecardError` stops everything: nothing is written and the command ends with exit
code 2. A `Finding` is one line of Data checks: the measure it concerns may be left n/a, the
scorecard is made all the same.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class ScorecardError(Exception):
    """Nothing was done; the message is one plain sentence with the next step."""


class WorkbookProblems(ScorecardError):
    """The workbook's structure can't be read; `sentences` holds every reason at once."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class ConfigError(ScorecardError):
    """A setting in a configuration file or on the Settings sheet can't be used."""


class Address(Struct, frozen=True):
    """A cell, or a whole sheet when `row` is 0; rows and columns count from 1.

    >>> str(Address("Results", 17, 4))
    'Results!D17'
    >>> str(Address("CSC results", 2, 28))
    "'CSC results'!AB2"
    """

    sheet: str
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the address as Excel does in a formula."""
        plain = self.sheet.replace("_", "").isalnum() and not self.sheet[:1].isdigit()
        sheet = self.sheet if plain else "'" + self.sheet.replace("'", "''") + "'"
        if not self.row:
            return sheet
        return f"{sheet}!{column_letters(self.column)}{self.row}"


def column_letters(number: int) -> str:
    """Return the letters of column `number`, counted from 1.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Severity(Enum):
    """How much a finding matters; only an error leaves a figure out (exit code 1)."""

    ERROR = "Error"
    WARNING = "Warning"
    NOTE = "Note"


class Finding(Struct, frozen=True):
    """One line of Data checks.

    `kind` is a short name of the check ("duplicate ref"), the same for every finding of its sort;
    `what` says what is wrong, `todo` the next step, `ref` the measure concerned ("" for none), `area`
    the one that it is about ("" for all of them, or where nobody can tell).
    """

    severity: Severity
    kind: str
    where: Address | None
    what: str
    todo: str = ""
    ref: str = ""
    area: str = ""

    def __str__(self) -> str:
        """Write the finding as one line: address, what is wrong, what to do."""
        head = f"{self.where}: " if self.where else ""
        tail = f" {self.todo}" if self.todo else ""
        return f"{head}{self.what}{tail}"
