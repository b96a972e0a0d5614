"""Golden files: what came out when someone looked at it and found it right.

`pytest --update-golden` rewrites them from what comes out now; look at the difference before you commit it.
"""

import difflib
from pathlib import Path

UPDATING = False  # set from the command line, in tests/conftest.py


def assert_same_text(actual: str, golden: Path) -> None:
    """Fails with a readable difference unless `golden` holds exactly `actual`."""
    if UPDATING:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(actual, encoding="utf-8", newline="\n")
        return
    expected = read(golden).decode("utf-8")
    if actual != expected:
        raise AssertionError(f"not as in {golden.name}:\n{difference(expected, actual, golden.name)}")


def read(golden: Path) -> bytes:
    """The golden's content; where there is none, fails and says how to make it."""
    if not golden.exists():
        raise AssertionError(f"{golden} does not exist yet; pytest --update-golden writes it")
    return golden.read_bytes()


def difference(expected: str, actual: str, name: str, lines: int = 60) -> str:
    """A unified diff, at most `lines` long."""
    diff = list(
        difflib.unified_diff(
            expected.splitlines(), actual.splitlines(), f"golden {name}", f"now {name}", lineterm="", n=2
        )
    )
    more = [f"… and {len(diff) - lines} more lines"] if len(diff) > lines else []
    return "\n".join(diff[:lines] + more)
