"""The real macros, in LibreOffice, and the real Python: cold, and through the helper. Nothing stands in."""

import os
import shutil
import subprocess
import sys

import pytest

from scorecard_xl.addin import beat
from scorecard_xl.addin.actions import HELP
from scorecard_xl.addin.home import requests_folder, write_settings
from tools.calc import Step, run_steps
from tools.required import REPOSITORY

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("macros")]


@pytest.mark.parametrize("way", ["cold", "warm"])
def test_a_press_of_help_is_answered(home, tmp_path, kent, way):
    environment = {"SCORECARD_XL_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
    steps: list[Step] = [
        ["open", REPOSITORY / "workbook_templates" / "scorecard_xl.xlam"],
        ["open", kent],
        ["select", "Results", "B3"],
        ["run", "ScorecardActions.ShowHelp"],
        ["run", "ScorecardActions.LastMessage"],
    ]
    helper = None
    requests_folder()
    if way == "cold":
        write_settings({"python": sys.executable})
    else:
        # No settings: Python could not be started, so that it is the helper who answers.
        command = [sys.executable, "-P", "-m", "scorecard_xl.addin", "helper"]
        helper = subprocess.Popen(command, env=os.environ | environment)
    try:
        told = run_steps(steps, tmp_path / "profile", environment)[-1]
        assert told == HELP
        assert list(requests_folder().iterdir()) == [], "the macro has cleared both files away"
        assert (beat.alive() is not None) == (way == "warm")
    finally:
        if helper:
            helper.terminate()
            helper.wait()
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)
