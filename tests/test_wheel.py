"""The wheel, installed in an empty environment away from the checkout, does the Kent example on its own."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tools.required import REPOSITORY

pytestmark = pytest.mark.xdist_group("wheel")  # one worker: the environment is made once

SHIPPED = {
    "scorecard_xl/_shipped/config.yaml",
    "scorecard_xl/_shipped/macros/README.md",
    "scorecard_xl/_shipped/workbook_templates/kent_2015_02.xlsx",
    "scorecard_xl/_shipped/workbook_templates/scorecard_template.xlsm",
    "scorecard_xl/_shipped/workbook_templates/scorecard_xl.xlam",
}


def run(command: list[str | Path], folder: Path) -> str:
    """What the command prints; it runs in `folder` and sees nothing of the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PYTHONUTF8"] = "1"  # how we read; the command itself promises UTF-8 anyway
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(kind: str, source: Path, target: Path) -> Path:
    # By hatchling itself: pip would first download a build environment.
    run([sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target], source)
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of the empty environment's programs."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    run([sys.executable, "-m", "venv", folder], folder.parent)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "-c", REPOSITORY / "constraints.txt", wheel], folder.parent)
    return programs


@pytest.fixture(scope="module")
def kent(installed) -> Path:
    where = "import scorecard_xl; print(scorecard_xl.__file__)"
    package = Path(run([installed / "python", "-c", where], installed).strip()).parent
    assert installed.parent in package.parents, "the checkout is imported instead of the wheel"
    return package / "_shipped" / "workbook_templates" / "kent_2015_02.xlsx"


def test_the_wheel_holds_what_an_installed_copy_needs(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= SHIPPED
    assert {Path(name).parts[0].split("-")[0] for name in names} == {"scorecard_xl"}
    styles = {
        f"scorecard_xl/styles/{path.name}" for path in (REPOSITORY / "scorecard_xl/styles").glob("*.yaml")
    }
    assert styles
    assert names >= styles


def test_the_source_archive_makes_the_same_wheel(wheel, tmp_path):
    archive = build("sdist", REPOSITORY, tmp_path / "sdist")
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    run(["tar", "-xf", archive, "-C", unpacked], tmp_path)
    (source,) = unpacked.iterdir()
    again = build("wheel", source, tmp_path / "again")
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_the_installed_command_rates_kent_as_published(installed, kent, tmp_path):
    printed = run([installed / "scorecard-xl", "ratings", kent, "--format", "csv"], tmp_path)
    ratings = Counter(row["rag"] for row in csv.DictReader(io.StringIO(printed)))
    assert {name: ratings[name] for name in ("Green", "Amber", "Red")} == {"Green": 17, "Amber": 17, "Red": 1}


def test_the_installed_command_builds_the_kent_scorecard(installed, kent, tmp_path, produced):
    output = tmp_path / "out.xlsx"
    run([installed / "scorecard-xl", "build", kent, "--output", output], tmp_path)
    produced(output, "wheel kent")
