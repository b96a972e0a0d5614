"""Options, fixtures and settings that all tests share; the helpers are in tests/tools."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tools import golden, workbooks
from tools.office import Office
from tools.required import need

JUDGE = "test_every_workbook.py"
# For a Python of LibreOffice's, not ours.
collect_ignore = ["tools/calc_macros.py"]

# The same examples at every run, however slow the machine: a red run must be red again.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files from this run")


def pytest_configure(config: pytest.Config) -> None:
    golden.UPDATING = config.getoption("--update-golden")


def pytest_sessionstart(session: pytest.Session) -> None:
    only_judging = [Path(argument).name for argument in session.config.args] == [JUDGE]
    if not _is_worker(session.config) and not only_judging:
        workbooks.forget()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # A worker does not know when the others have produced their last workbook; make test judges afterwards.
    judging = [item for item in items if item.path.name == JUDGE]
    producing = [item for item in items if item.path.name != JUDGE]
    if _is_worker(config):
        config.hook.pytest_deselected(items=judging)
        judging = []
    items[:] = producing + judging
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker("office")


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice with a profile for this session (each parallel worker is one)."""
    return Office(tmp_path_factory.mktemp("office"), need("soffice"))


@pytest.fixture(scope="session")
def produced() -> Callable[[Path | bytes, str], Path]:
    """`produced(workbook, name)`: have this finished workbook judged at the end by every program we trust."""
    return workbooks.register
