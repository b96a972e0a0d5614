"""docs/checks.md holds every check that the code can report, and none that it can't."""

import ast
import re
from collections.abc import Iterator

from tools.required import REPOSITORY

PACKAGE = REPOSITORY / "scorecard_xl"
# What takes the name of a check as its first text: reports to the log, records, and their helpers.
REPORTS = {"error", "warning", "note", "report", "Doubt", "Contradiction", "_refuse", "_leave_out"}
KIND = re.compile(r"[a-z][a-z ]+")


def kinds() -> set[str]:
    """Every name of a check in the source; a part that is only known at run time is *."""
    # Hosts and the add-in report no findings, and config.py refuses settings.
    sources = [path for path in PACKAGE.rglob("*.py") if not {"hosts", "addin", "config.py"} & {*path.parts}]
    return {kind for path in sources for kind in _kinds(ast.parse(path.read_text("utf-8")))}


def _kinds(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in REPORTS:
                for argument in node.args[:2] if called == "_refuse" else node.args[:1]:
                    yield from _texts(argument)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "kind":
            yield from _texts(node.value)


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.fullmatch(node.value):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


def documented() -> list[str]:
    """The first cells of the tables' rows."""
    text = (REPOSITORY / "docs" / "checks.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def test_every_check_is_documented_once():
    assert len(documented()) == len(set(documented()))
    assert kinds() - set(documented()) == set()


def test_every_documented_check_is_there():
    assert set(documented()) - kinds() == set()


def test_the_search_finds_what_is_known_to_be_there():
    known = {
        "not a number",
        "override",
        "commentary missing",
        "year to date fell",
        "unknown *",
        "ref is a date",
    }
    assert known <= kinds()


def test_every_row_says_what_why_and_what_to_do():
    text = (REPOSITORY / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert rows and all(all(cell.strip() for cell in row.strip("|").split("|")) for row in rows)
    assert {row.count(" | ") for row in rows} == {3}
