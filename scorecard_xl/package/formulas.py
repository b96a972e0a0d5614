"""Sheets' names in formulas: who refers to a sheet, and how a formula follows when it gets another name."""

from __future__ import annotations

import re
from collections.abc import Callable

# Texts are skipped, and so is what stands in brackets: columns of tables, numbers of other workbooks. A
# sheet's name, or the first and the last of several, stands before "!", in apostrophes unless it is plain
# words; it is of another workbook when brackets go before.
_WORD = r"(?:[\w.]|[^\x00-\x7f])+"
_PIECES = re.compile(
    r"\"(?:[^\"]|\"\")*\"|\[(?:[^\[\]']|'.)*\]|'(?P<quoted>(?:[^']|'')+)'!"
    rf"|(?<![\]\w.#])(?P<plain>{_WORD}(?::{_WORD})?)!"
)
_PLAIN = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*|[Cc][0-9]*|[Rr][0-9]*[Cc][0-9]*")


def quoted(sheet: str) -> str:
    """Return a sheet's name as a formula spells it.

    >>> quoted("Scorecard"), quoted("Data checks"), quoted("Q1"), quoted("Jo's")
    ('Scorecard', "'Data checks'", "'Q1'", "'Jo''s'")
    """
    return sheet if is_plain(sheet) else "'" + sheet.replace("'", "''") + "'"


def is_plain(sheet: str) -> bool:
    """Whether a sheet's name needs no apostrophes in a formula."""
    return bool(_PLAIN.fullmatch(sheet)) and not _LIKE_A_CELL.fullmatch(sheet)


def refers_to(formula: str, sheet: str) -> bool:
    """Whether a formula refers to a sheet of its own workbook.

    >>> refers_to("SUM(Scorecard!B5:B9)", "scorecard"), refers_to('"Scorecard!"&A1', "Scorecard")
    (True, False)
    >>> refers_to("[1]Scorecard!A1", "Scorecard"), refers_to("SUM('Cover:Data checks'!A1)", "Data checks")
    (False, True)
    """
    return _replaced(formula, lambda name: "" if name.casefold() == sheet.casefold() else name) != formula


def renamed(formula: str, old: str, new: str) -> str:
    """Return a formula with a sheet's name replaced by another.

    >>> renamed("Scorecard!$A$1:$M$9,'Scorecard'!$5:$5", "Scorecard", "Scorecard (2)")
    "'Scorecard (2)'!$A$1:$M$9,'Scorecard (2)'!$5:$5"
    """
    return _replaced(formula, lambda name: new if name.casefold() == old.casefold() else name)


def _replaced(formula: str, name_of: Callable[[str], str]) -> str:
    def piece(match: re.Match[str]) -> str:
        written = match["plain"] or (match["quoted"] or "").replace("''", "'")
        if not written or "]" in written:
            return match[0]
        names = written.split(":")
        before = ""
        if match["plain"] and len(names) == 2 and not is_plain(names[0]):
            # No name of a sheet but the end of a range: Scorecard!A1:Scorecard!B5.
            before = names.pop(0) + ":"
        new = [name_of(name) for name in names]
        return match[0] if new == names else before + _spelt(new)

    return _PIECES.sub(piece, formula)


def _spelt(names: list[str]) -> str:
    together = ":".join(names)
    if all(map(is_plain, names)):
        return together + "!"
    return "'" + together.replace("'", "''") + "'!"
