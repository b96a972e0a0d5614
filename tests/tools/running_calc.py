"""A LibreOffice of its own that the live host can reach, and what a test does in it."""

import os
import signal
import subprocess
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.uno_link import ADDRESS, connect, load_uno, properties, url_of
from tools.required import MUST_HAVE_TOOLS, need

STARTING_SECONDS = 120


class RunningCalc:
    """Starts LibreOffice with a profile of its own; `stop` ends it whatever state it is in."""

    def __init__(self, profile: Path) -> None:
        self.address = f"pipe,name=scorecard{uuid.uuid4().hex}"
        self.profile = profile
        try:
            load_uno()
        except ScorecardError as problem:
            if MUST_HAVE_TOOLS:
                pytest.fail(str(problem), pytrace=False)
            pytest.skip(str(problem))
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                need("soffice"),
                f"-env:UserInstallation={self.profile.resolve().as_uri()}",
                *("--headless", "--norestore", "--nologo"),
                f"--accept={self.address};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.environ[ADDRESS] = self.address
        limit = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                connect(self.address)
                return
            except ScorecardError:
                if time.monotonic() > limit:
                    raise

    @property
    def desktop(self) -> Any:
        context = connect(self.address)
        return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def open(self, path: Path) -> Any:
        document = self.desktop.loadComponentFromURL(url_of(path), "_blank", 0, properties(Hidden=True))
        assert document is not None, path
        return document

    def stop(self) -> None:
        os.environ.pop(ADDRESS, None)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def save_copy(document: Any, path: Path) -> bytes:
    """The document as LibreOffice saves it as .xlsx."""
    document.storeToURL(url_of(path), properties(FilterName="Calc MS Excel 2007 XML"))
    return path.read_bytes()
