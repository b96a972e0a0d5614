"""Times the commands as whole processes beside what a user would pick instead.

    python benchmarks/run.py [--sizes small large maximal] [--runs 5] [--peers FOLDER]

The peers are scripts kept beside the checkout (a folder with `make_input.py`, `peer_c_xlsxwriter.py`
and `limit_calamine_xlsxwriter.py`); without them only ours is timed, on inputs made here. Ours and
the peers run in turn (A B C A B C …), so that a machine that slows down slows all of them. Quote
the ratios: they travel, seconds do not.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SIZES = {
    "small": ["--measures", "50", "--months", "36"],
    "large": ["--measures", "200", "--months", "60", "--areas", "30"],
    "maximal": ["--measures", "200", "--months", "60", "--areas", "100", "--max-rows", "1048575"],
}
RUNS_OF = {"small": 9, "large": 3, "maximal": 1}


@dataclass(frozen=True)
class Run:
    """One finished process: seconds of wall clock and of user CPU, and its peak memory in MiB."""

    wall: float
    user: float
    peak: float


def timed(command: Sequence[str], done: Sequence[int] = (0, 1)) -> Run:
    """Run a command to its end and return what the operating system says of it.

    Ends everything unless the command's exit code is one of `done`.
    """
    # Compiled modules may be kept, as on any officer's machine.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in done:
            output.seek(0)
            raise SystemExit(f"{' '.join(command)}\n{output.read().decode(errors='replace')}")
    return Run(time.perf_counter() - begin, usage.ru_utime, usage.ru_maxrss / 1024)


def in_turn(
    commands: dict[str, Sequence[str]],
    runs: int,
    before: Callable[[str], None] = lambda name: None,
    done: Sequence[int] = (0, 1),
) -> dict[str, Run]:
    """Run all commands in turn and return the medians of each; before several runs, one to warm up.

    `before` is called with a command's name each time before it runs, and is not timed.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    warming = runs > 1
    for turn in range(runs + warming):
        for name, command in commands.items():
            before(name)
            run = timed(command, done)
            if turn or not warming:
                found[name].append(run)
    return {
        name: Run(*(statistics.median(getattr(run, f) for run in of) for f in ("wall", "user", "peak")))
        for name, of in found.items()
    }


def table(size: str, medians: dict[str, Run], base: str) -> None:
    """Print one size: each command with its medians, and ours as a share of it."""
    print(f"\n{size}: medians, and ours ({base}) divided by each")
    print(f"{'':34}{'wall s':>9}{'user s':>9}{'MiB':>9}{'wall':>9}{'user':>9}{'memory':>9}")
    ours = medians[base]
    for name, run in medians.items():
        ratios = (ours.wall / run.wall, ours.user / max(run.user, 1e-3), ours.peak / run.peak)
        figures = f"{run.wall:9.3f}{run.user:9.3f}{run.peak:9.1f}"
        print(f"{name:34}{figures}" + "".join(f"{ratio:9.2f}" for ratio in ratios))


def main() -> None:
    """Make the inputs, time everything, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["small", "large"])
    parser.add_argument("--runs", type=int, help="counted runs of each command")
    parser.add_argument("--peers", type=Path, default=HERE.parent.parent / "shared" / "peers")
    given = parser.parse_args()
    if not (given.peers / "make_input.py").exists():
        raise SystemExit(f"The peers are not in {given.peers}: name their folder with --peers.")
    folder = HERE.parent / "build" / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    growth = []
    for size in given.sizes:
        source, output = folder / f"{size}.xlsx", folder / "out.xlsx"
        if not source.exists():
            make = [sys.executable, str(given.peers / "make_input.py"), str(source), *SIZES[size]]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        python = sys.executable
        ours = [python, "-m", "scorecard_xl"]
        commands: dict[str, Sequence[str]] = {
            "ours: build, five tabs": [*ours, "build", str(source), "--output", str(output)],
            "ours: ratings": [*ours, "ratings", str(source)],
            "bare interpreter": [python, "-c", "pass"],
            "limit: calamine + XlsxWriter": [
                python, str(given.peers / "limit_calamine_xlsxwriter.py"), str(source), str(output)],
            "peer: openpyxl + XlsxWriter": [
                python, str(given.peers / "peer_c_xlsxwriter.py"), str(source), str(output)],
        }  # fmt: skip
        medians = in_turn(commands, given.runs or RUNS_OF[size])
        table(size, medians, "ours: build, five tabs")
        above = medians["ours: ratings"].wall - medians["bare interpreter"].wall
        print(f"ratings over the bare interpreter: {above:.3f} s")
        growth.append((size, source.stat().st_size / 1e6, medians["ours: build, five tabs"]))
    print("\ngrowth of build")
    for size, megabytes, run in growth:
        print(f"{size:10}{megabytes:8.1f} MB in {run.wall:9.2f} s{run.peak:9.1f} MiB")


if __name__ == "__main__":
    main()
