"""Imports point one way, and nothing heavy is loaded for a rating."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tools.required import REPOSITORY

PACKAGE = REPOSITORY / "scorecard_xl"

# From what everything may use to what uses everything. A module imports from its own line or one above.
# A folder is one room, but for `reading`, whose modules have their own places.
LAYERS = """
errors resources kept figures periods period_spellings
model grids
config findings rating_rules
package
hosts
words text_parts figures_in_text unread_figures
tables table_finder unread_columns target_words hidden unplaced section_rows
result_sheet result_cells plain_results result_layouts results scales standards targets measures commentary
ratings
overrides reporting checks
rows
counts sentences
scorecard
style formats symbols travel_symbols columns
layout
quick_sheet
render
pipeline
explain records
api cli addin input_book input_sheets starter
__init__ __main__
"""
LAYER = {name: level for level, line in enumerate(LAYERS.strip().splitlines()) for name in line.split()}

# Each of these packages is imported in these modules and nowhere else.
ONLY_IN = {
    "xlsxwriter": {"render", "quick_sheet", "input_book", "starter"},
    "openpyxl": set[str](),
    "numpy": set[str](),
    "pandas": {"api", "hosts"},
    "xlwings": {"hosts", "addin"},
    "lxml": {"package"},
    "python_calamine": {"hosts"},
    "yaml": {"config", "style", "resources", "symbols", "starter", "input_book", "input_sheets"},
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield place(path.relative_to(PACKAGE).with_suffix("").parts), path


def place(parts: Sequence[str]) -> str:
    """Return the name that LAYERS knows a module by, from its dotted name's parts."""
    return parts[-1] if parts[0] == "reading" and len(parts) > 1 else parts[0]


def imports(path: Path, *, when_loaded: bool = False) -> Iterator[tuple[str, bool]]:
    """Every module that a file imports by its first name, and whether it is one of ours.

    Imports for type checkers are left out; `when_loaded` leaves out those inside functions as well.
    """
    inside = len(path.relative_to(PACKAGE).parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = {
        id(node)
        for branch in ast.walk(tree)
        if (isinstance(branch, ast.If) and getattr(branch.test, "id", "") == "TYPE_CHECKING")
        or (when_loaded and isinstance(branch, ast.FunctionDef))
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name.split(".")
                ours = name[0] == PACKAGE.name and len(name) > 1
                yield (place(name[1:]), True) if ours else (name[0], False)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            name = (node.module or "").split(".")
            ours = name[0] == PACKAGE.name and len(name) > 1
            yield (place(name[1:]), True) if ours else (name[0], False)
        elif isinstance(node, ast.ImportFrom) and (node.level == inside or path.parent.name == "reading"):
            names = [place(node.module.split("."))] if node.module else [alias.name for alias in node.names]
            yield from ((name, True) for name in names)


MODULES = [pytest.param(*found, id=str(found[1].relative_to(PACKAGE))) for found in modules()]


@pytest.mark.parametrize(("module", "path"), MODULES)
def test_imports_point_one_way(module: str, path: Path) -> None:
    assert module in LAYER, f"{module} has no place in LAYERS"
    for name, ours in imports(path):
        if ours and name in LAYER and name != module:
            assert LAYER[name] <= LAYER[module], f"{path.name} imports {name}, which builds on it"


def test_no_imports_in_a_circle():
    graph: dict[str, set[str]] = {}
    for module, path in modules():
        ours = {name for name, is_ours in imports(path, when_loaded=True) if is_ours and name != module}
        graph.setdefault(module, set()).update(ours)
    TopologicalSorter(graph).prepare()  # raises CycleError naming the modules


@pytest.mark.parametrize(("module", "path"), MODULES)
def test_each_outside_package_has_its_place(module: str, path: Path) -> None:
    for name, ours in imports(path):
        if not ours and name in ONLY_IN:
            assert module in ONLY_IN[name], f"{path.name} imports {name}"


def loaded_by(*arguments: str) -> set[str]:
    """The modules that are loaded after running a command in a process of its own."""
    script = (
        "import sys, contextlib, io\n"
        "from scorecard_xl.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()) as out:\n"
        f"    code = main({list(arguments)!r})\n"
        "assert code == 0 and out.getvalue(), code\n"
        "print('\\n'.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_ratings_load_nothing_heavy():
    loaded = loaded_by("ratings", str(REPOSITORY / "workbook_templates" / "kent_2015_02.xlsx"))
    assert "scorecard_xl.ratings.rag" in loaded
    heavy = {"pandas", "numpy", "openpyxl", "xlwings", "xlsxwriter", "lxml", "scorecard_xl.render"}
    assert not loaded & heavy
