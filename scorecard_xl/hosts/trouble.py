"""What the system says when it refuses a file, as a sentence with the next step."""

from __future__ import annotations

import errno
from pathlib import Path

from ..errors import ScorecardError

WAY_OUT = "or give --output NEW.xlsx to get the scorecard as a file of its own"
OPEN_ELSEWHERE = ("it is open in another program", "close it there")
# Windows' own numbers: sharing violation, lock violation, a file mapped into memory.
WINDOWS_OPEN = {32, 33, 1224}

REASONS = {
    ("ENOSPC",): ("the disk is full", "free some space"),
    ("EDQUOT",): ("your share of the disk is used up", "free some space"),
    ("EFBIG",): ("the file would be larger than this disk or account allows", "ask IT for more room"),
    ("EACCES", "EPERM"): (
        "saving is not allowed there, or it is open in another program",
        "close it there, or ask for the right to save in its folder",
    ),
    ("EROFS",): ("the disk can only be read", "copy the workbook to a folder where you may save files"),
    ("EBUSY", "ETXTBSY"): OPEN_ELSEWHERE,
    ("ENOENT", "ENOTDIR"): ("the file or its folder is no longer there", "check the name and the folder"),
    ("ENAMETOOLONG",): ("the name is too long", "give it a shorter name"),
    ("EEXIST",): ("a file of that name is in the way", "rename it"),
    ("EIO",): ("the disk reported an error", "copy the workbook to another disk"),
    ("EMFILE", "ENFILE"): ("too many files are open on this computer", "close some programs"),
    ("ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ECONNRESET"): (
        "the network drive can't be reached",
        "connect to it",
    ),
}
# Not every system has all of these numbers.
BY_NUMBER = {
    getattr(errno, name): said for names, said in REASONS.items() for name in names if hasattr(errno, name)
}


def why(problem: OSError) -> tuple[str, str]:
    """Return why the system refused and what to do about it, both as parts of a sentence.

    >>> why(OSError(errno.ENOSPC, "No space left on device"))
    ('the disk is full', 'free some space')
    """
    if getattr(problem, "winerror", None) in WINDOWS_OPEN:
        return OPEN_ELSEWHERE
    said = problem.strerror or str(problem) or type(problem).__name__
    return BY_NUMBER.get(problem.errno or 0, (f"the system says: {said}", "see that it can be saved"))


def refusal(path: Path, problem: OSError, what: str = "can't be written") -> ScorecardError:
    """Return the error that says so of a workbook, which is as it was."""
    reason, todo = why(problem)
    return ScorecardError(
        f"{path} {what}: {reason}. The workbook is as it was; {todo} and run build again, {WAY_OUT}."
    )
