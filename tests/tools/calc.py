"""Macros of our files, run by LibreOffice; the program that talks to it is calc_macros.py."""

import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tools.required import need

PROGRAM = Path(__file__).with_name("calc_macros.py")
SECONDS = 240

Step = Sequence[Any]


def run_steps(steps: Sequence[Step], profile: Path, environment: Mapping[str, str]) -> list[Any]:
    """What each step returned (see calc_macros.py), in a LibreOffice of its own with these variables.

    A variable that is "" is not there at all.
    """
    command = [need("uno"), "-I", str(PROGRAM), need("soffice"), str(profile)]
    variables = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    process = subprocess.Popen(
        command,
        env={name: value for name, value in variables.items() if value},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,  # with LibreOffice in it: both end or neither
    )
    try:
        said, trouble = process.communicate(json.dumps(steps, default=str), timeout=SECONDS)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, trouble
    results: list[Any] = json.loads(said)
    failed = [(step, result) for step, result in zip(steps, results, strict=True) if isinstance(result, dict)]
    assert not failed, failed
    return results
