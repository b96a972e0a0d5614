"""Times writing into an officer's workbook, as whole processes, beside openpyxl's load and save.

    python benchmarks/write_back.py [--sizes small large] [--runs 5] [--parts graft build]

`graft` puts tabs that are rendered already into workbooks of 1.6 and 48 MB; openpyxl loads and saves the
same file, without a tab of ours. It takes some five minutes and 2 GB for the large one. `build` is the
whole command on a workbook of input sheets alone, with and without --output. What is compared runs in
turn, each time on a fresh copy. Quote the ratios: they travel, seconds do not.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from officers_workbook import officers_workbook
from run import Run, in_turn

HERE = Path(__file__).parent
FOLDER = HERE.parent / "build" / "benchmarks"
WORK = FOLDER / "write_back"  # emptied before each run
MEGABYTES = {"inputs": 0.0, "small": 1.6, "large": 48.0}
RUNS_OF = {"small": 9, "large": 1}

# What we want to reach.
MOST_OF_OPENPYXL = {"small": 0.05, "large": 0.01}  # of its wall clock
MOST_OVER_START = {"large": 60.0}  # MiB
MOST_OF_OUTPUT = 1.3  # of the same build with --output

OURS, OPENPYXL = "ours: graft", "openpyxl: load and save"
STARTS = {OURS: "ours: imports only", OPENPYXL: "openpyxl: imports only"}
FIRST, AGAIN, APART = "build into the workbook", "build into it once more", "build --output"
BUILD = [sys.executable, "-m", "scorecard_xl", "build"]


def made(size: str) -> Path:
    """Return the workbook of a size, kept from run to run."""
    path = FOLDER / f"officers_{size}.xlsx"
    if not path.exists():
        officers_workbook(path, MEGABYTES[size])
    return path


def fresh(source: Path) -> Path:
    """Return a copy in the emptied folder, where no backup of an earlier run is in the way."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    return shutil.copyfile(source, WORK / "book.xlsx")


def graft(size: str, runs: int) -> None:
    """Time and print one size of the graft."""
    source, tabs, copy = made(size), FOLDER / "tabs.xlsx", WORK / "book.xlsx"
    subprocess.run(
        [*BUILD, str(made("inputs")), "--output", str(tabs)], check=True, stdout=subprocess.DEVNULL
    )
    once = {OURS: HERE / "graft_once.py", OPENPYXL: HERE / "openpyxl_once.py"}
    given = {OURS: [str(copy), str(tabs)], OPENPYXL: [str(copy)]}
    commands: dict[str, Sequence[str]] = {}
    for name, script in once.items():
        commands[STARTS[name]] = [sys.executable, str(script)]
        commands[name] = [*commands[STARTS[name]], *given[name]]
    idle = set(STARTS.values())
    medians = in_turn(commands, runs, lambda name: None if name in idle else renew(source), done=[0])
    _print_graft(size, source.stat().st_size / 1e6, medians)


def renew(source: Path) -> None:
    """Put a fresh copy in the place of what the run before left."""
    fresh(source)


def _print_graft(size: str, megabytes: float, medians: dict[str, Run]) -> None:
    print(f"\n{size} ({megabytes:.1f} MB): medians; MiB over start-up is over the imports alone")
    print(f"{'':30}{'wall s':>10}{'user s':>10}{'MiB':>10}{'over start':>12}")
    for name, run in medians.items():
        over = f"{run.peak - medians[STARTS[name]].peak:12.1f}" if name in STARTS else ""
        print(f"{name:30}{run.wall:10.3f}{run.user:10.3f}{run.peak:10.1f}{over}")
    ours, theirs = medians[OURS], medians[OPENPYXL]
    over = ours.peak - medians[STARTS[OURS]].peak
    print("ours divided by openpyxl's: ", end="")
    print(f"user {ours.user / theirs.user:.4f}, MiB {ours.peak / theirs.peak:.3f}")
    judge("wall divided by openpyxl's", ours.wall / theirs.wall, MOST_OF_OPENPYXL[size])
    if size in MOST_OVER_START:
        judge("MiB over start-up", over, MOST_OVER_START[size])


def build(runs: int) -> None:
    """Time and print the whole command on a workbook of input sheets alone."""
    source, built, copy = made("inputs"), FOLDER / "built.xlsx", WORK / "book.xlsx"
    subprocess.run([*BUILD, str(fresh(source))], check=True, stdout=subprocess.DEVNULL)
    shutil.copyfile(copy, built)
    commands: dict[str, Sequence[str]] = {
        APART: [*BUILD, str(copy), "--output", str(WORK / "apart.xlsx")],
        FIRST: [*BUILD, str(copy)],
        AGAIN: [*BUILD, str(copy)],
    }
    medians = in_turn(commands, runs, lambda name: renew(built if name == AGAIN else source), done=[0])
    print(f"\nbuild, {source.stat().st_size / 1e3:.0f} kB: medians")
    print(f"{'':30}{'wall s':>10}{'user s':>10}{'MiB':>10}")
    for name, run in medians.items():
        print(f"{name:30}{run.wall:10.3f}{run.user:10.3f}{run.peak:10.1f}")
    for name in (FIRST, AGAIN):
        judge(f"{name}, wall divided by {APART}'s", medians[name].wall / medians[APART].wall, MOST_OF_OUTPUT)


def judge(what: str, found: float, most: float) -> None:
    """Print a figure beside what it is to be."""
    print(f"{what}: {found:.4g}, to be at most {most:g}: {'reached' if found <= most else 'MISSED'}")


def main() -> None:
    """Make the workbooks, time everything, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--sizes", nargs="+", choices=RUNS_OF, default=["small"])
    parser.add_argument("--runs", type=int, help="counted runs of each command")
    parser.add_argument("--parts", nargs="+", choices=["graft", "build"], default=["graft", "build"])
    given = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if "graft" in given.parts:
        for size in given.sizes:
            graft(size, given.runs or RUNS_OF[size])
    if "build" in given.parts:
        build(given.runs or RUNS_OF["small"])
    shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main()
