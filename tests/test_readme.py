"""What README shows is what the product prints."""

import ast
import re
from collections.abc import Sequence

from scorecard_xl.api import assess
from scorecard_xl.explain import explain
from tools.required import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_explanation_is_the_products_own():
    shown = re.search(r"\$ scorecard-xl explain (\S+) (\S+)\n((?:    .+\n)+)", README)
    assert shown is not None
    workbook, ref, lines = shown.groups()
    told = explain(assess(REPOSITORY / workbook), ref).splitlines()
    assert [line.strip() for line in lines.splitlines()] == told[: len(lines.splitlines())]


def test_every_page_that_it_names_is_there():
    pages = re.findall(r"\]\(([\w./]+\.md)\)", README)
    assert len(pages) > 8
    assert [page for page in pages if not (REPOSITORY / page).is_file()] == []


# Where a build into a workbook is refused. What else `hosts` says is of files that can't be read.
REFUSING = {
    "package": "checking going graft refusals removal styles writing",
    "hosts": "locks seen trouble writable",
}
# Said of a name without a file, of any command.
NOT_OF_WORKBOOKS = {
    "… is not a file: name the workbook itself.",
    "There is no file …: check the name and the folder.",
}


def test_every_sentence_of_a_refusal_is_said_by_the_code():
    quoted = refusals_in_docs()
    assert len(quoted) > 25
    assert [sentence for sentence in quoted if sentence not in texts_in(package=["*"], hosts=["*"])] == []


def test_every_refusal_has_its_row():
    said = texts_in(**{room: modules.split() for room, modules in REFUSING.items()}, refusals=True)
    assert len(said) > 20
    assert said - set(refusals_in_docs()) - NOT_OF_WORKBOOKS == set()


def refusals_in_docs() -> list[str]:
    """What docs/it.md quotes of each workbook that is refused."""
    section = (REPOSITORY / "docs" / "it.md").read_text(encoding="utf-8").partition("### What is refused")[2]
    rows = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [row.strip("| ").split(" | ")[1] for row in rows[2:]]


def texts_in(*, refusals: bool = False, **rooms: Sequence[str]) -> set[str]:
    """The texts in modules of these rooms, or their refusals alone, with … for what is filled in."""
    found: set[str] = set()
    for room, modules in rooms.items():
        for module in modules:
            for path in sorted((REPOSITORY / "scorecard_xl" / room).glob(f"{module}.py")):
                nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
                if refusals:
                    nodes = [said for node in nodes for said in refused_by(node)]
                found |= {text for node in nodes if (text := as_text(node))}
    return found


def refused_by(node: ast.AST) -> list[ast.expr]:
    """What a node raises or, in a list of problems, yields."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("ScorecardError", "ConfigError"):
        return node.args
    return [node.value] if isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr) else []


def as_text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        text = "".join(as_text(piece) or "…" for piece in node.values)
        return "" if text == "… …" else text
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
