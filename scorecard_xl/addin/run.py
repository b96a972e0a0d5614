"""One request, one answer, whatever happens."""

from __future__ import annotations

from pathlib import Path

from ..errors import ScorecardError
from .home import home
from .log import NAME, note
from .requests import Answer, Request, read_request, write_answer


def run(path: Path) -> bool:
    """Answer the request in this file; whether all went well. One that is gone is not acted upon."""
    try:
        answer = answer_to(path)
        if answer is None:
            return False
        write_answer(path, answer)
        return answer.ok
    except OSError as problem:
        note(f"{path.name} could not be answered", problem)
        return False


def answer_to(path: Path) -> Answer | None:
    """Return the answer, None where there is no such request any more."""
    try:
        request = read_request(path)
    except FileNotFoundError:
        return None
    except ScorecardError as problem:
        return Answer(False, str(problem))
    return act(request)


def act(request: Request) -> Answer:
    """Do what is asked; every problem becomes a sentence, and one that nobody foresaw an entry in the log."""
    try:
        from .actions import ACTIONS
        from .live import open_book

        if request.action == "help":
            from .actions import HELP

            return Answer(True, HELP, "Help")
        book = open_book(request)
        try:
            return ACTIONS[request.action](book, request)
        finally:
            book.progress("")
    except ScorecardError as problem:
        return Answer(False, str(problem))
    except (KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        return Answer(False, "The workbook needs more memory than this machine has free.")
    # Readers written in other languages raise what is no Exception.
    except BaseException as problem:
        note(f"{request.action} of {request.book or request.path}", problem)
        return Answer(
            False,
            f"The Scorecard add-in met a problem that it does not know ({type(problem).__name__}); "
            f"details in {NAME} in {home()}. Try once more; if it happens again, send that file to whoever "
            "looks after the add-in.",
        )
