"""From the press of the button to its answer: Python started for it, and through the warm helper.

The workbook is the Kent example, saved and closed, so that no program's own time is in it. Each number is the
median of some runs, in seconds. `python benchmarks/button.py`; nothing outside a temporary folder is touched.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import median

RUNS = 7
ACTIONS = ("build", "check", "explain", "share", "lists", "help")
STARTED = "STARTED_AT"


def steps_of_a_build(workbook: Path) -> dict[str, float]:
    """The steps of one build in this process, by the host of closed files; each into a fresh workbook."""
    from scorecard_xl.config import load_config
    from scorecard_xl.hosts.base import Rendered
    from scorecard_xl.hosts.own_workbook import OwnWorkbook
    from scorecard_xl.layout import tab_names
    from scorecard_xl.pipeline import Options, assess, draw

    clock = [time.perf_counter()]
    config = load_config(beside=workbook)
    host = OwnWorkbook(workbook, config.workbook, datetime.now())
    sheets = host.read_sheets()
    for name in sheets.sheet_names:
        sheets.grid(name)
    clock.append(time.perf_counter())
    assessed = assess(sheets, Options(), config, host.edited_tabs(), periods=36)
    clock.append(time.perf_counter())
    content = draw(assessed, linked=True)
    clock.append(time.perf_counter())
    roles = {name: role for role, name in tab_names(assessed.config.tabs).items()}
    host.deliver(Rendered(content, roles))
    clock.append(time.perf_counter())
    names = ("read", "compute", "render", "deliver")
    return {name: after - before for name, before, after in zip(names, clock, clock[1:], strict=False)}


def fresh(folder: Path) -> Path:
    from scorecard_xl.resources import shipped

    workbook = folder / "kent.xlsx"
    shutil.copyfile(shipped("workbook_templates/kent_2015_02.xlsx"), workbook)
    return workbook


def child() -> None:
    """One cold build: says its steps, the start of Python and our modules first."""
    from scorecard_xl.addin import actions, live, run  # noqa: F401 - what a press loads before it reads

    start = time.time() - float(os.environ[STARTED])
    steps = steps_of_a_build(Path(sys.argv[2]))
    print(repr({"start": start, **steps}))


def ask(name: str, action: str, workbook: Path, token: str) -> Path:
    from scorecard_xl.addin.home import requests_folder
    from scorecard_xl.addin.requests import as_lines

    part = requests_folder() / f"{name}.part"
    fields = {"action": action, "book": workbook.name, "path": str(workbook), "token": token}
    part.write_text("\n".join(as_lines({**fields, "sheet": "Results", "cell": "C7"})))
    return part.rename(part.with_suffix(".request"))


def cold(action: str, workbook: Path, number: int) -> float:
    began = time.perf_counter()
    request = ask(f"cold-{action}-{number}", action, workbook, "")
    subprocess.run([sys.executable, "-P", "-m", "scorecard_xl.addin", "run", str(request)], check=True)
    assert request.with_suffix(".answer").exists()
    return time.perf_counter() - began


def warm(action: str, workbook: Path, number: int) -> float:
    from scorecard_xl.addin import beat

    running = beat.alive()
    assert running is not None
    began = time.perf_counter()
    answer = ask(f"warm-{action}-{number}", action, workbook, running.token).with_suffix(".answer")
    while not answer.exists():
        time.sleep(0.001)
    return time.perf_counter() - began


def seconds_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def show(what: str, numbers: dict[str, float]) -> None:
    print(f"{what:28}" + "  ".join(f"{name} {number:.3f}" for name, number in numbers.items()))


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["SCORECARD_XL_HOME"] = str(folder / "home")
        # As on an officer's computer, where Python keeps what it has compiled.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        cold("build", fresh(folder), RUNS)
        from scorecard_xl.addin import beat

        split = []
        for _ in range(RUNS):
            os.environ[STARTED] = repr(time.time())
            command = [sys.executable, "-P", __file__, "child", str(fresh(folder))]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            split.append(eval(done.stdout))
        show("cold build, its steps", {name: median(one[name] for one in split) for name in split[0]})
        again = [steps_of_a_build(fresh(folder)) for _ in range(RUNS)][1:]
        show("warm build, its steps", {name: median(one[name] for one in again) for name in again[0]})
        for action in ACTIONS:
            times = [cold(action, fresh(folder), number) for number in range(RUNS)]
            show(f"cold {action}, all of it", {"median": median(times), "best": min(times)})
        helper = subprocess.Popen([sys.executable, "-P", "-m", "scorecard_xl.addin", "helper"])
        began = time.perf_counter()
        while not beat.alive():
            time.sleep(0.01)
        show("helper until it waits", {"seconds": time.perf_counter() - began})
        for action in ACTIONS:
            times = [warm(action, fresh(folder), number) for number in range(RUNS)]
            show(f"warm {action}, all of it", {"median": median(times), "best": min(times)})
        if Path("/proc").exists():
            before = seconds_of(helper.pid)
            time.sleep(10)
            show("helper idle", {"share of a core": (seconds_of(helper.pid) - before) / 10})
        helper.terminate()
        helper.wait()


if __name__ == "__main__":
    child() if sys.argv[1:2] == ["child"] else main()
