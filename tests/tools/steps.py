"""Every call by which code changes or asks the file system, counted; one of them can be made to fail."""

import io
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from types import ModuleType
from typing import Any
from unittest.mock import patch

CALLS: list[tuple[ModuleType, str]] = [
    *((os, name) for name in "open stat lstat fstat access fsync chmod chown mkdir link rename".split()),
    *((os, name) for name in "replace unlink rmdir scandir utime urandom".split()),
    (io, "open"),
]
if sys.platform != "win32":
    import fcntl

    CALLS.append((fcntl, "flock"))


class Steps:
    """Inside the block each call counts as one step; `act` is called with its name at step number `at`.

    Before the call, or after it where `after` says so. `step("write")` counts a step of one's own.
    `names` holds the steps that were taken.
    """

    def __init__(self, act: Callable[[str], None] | None = None, at: int = -1, after: bool = False) -> None:
        self.names: list[str] = []
        self.act, self.at, self.after = act, at, after
        self._patches = ExitStack()

    def step(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) - 1 == self.at and self.act is not None:
            self.act(name)

    def __enter__(self) -> "Steps":
        for module, name in CALLS:
            self._patches.enter_context(
                patch.object(module, name, self._counted(name, getattr(module, name)))
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._patches.close()

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            if _is_for_coverage():
                return call(*arguments, **named)
            if not self.after:
                self.step(name)
            try:
                result = call(*arguments, **named)
            except OSError:
                if self.after:
                    self.step(name)
                raise
            if self.after:
                with ExitStack() as dropped:
                    # An interrupt drops what the call has opened; the system closes it in the end.
                    dropped.callback(getattr(result, "close", lambda: None))
                    self.step(name)
                    dropped.pop_all()
            return result

        return counted


def _is_for_coverage() -> bool:
    """Whether what measures coverage calls: it looks for each file of code that it meets."""
    frame = sys._getframe(2)
    while frame.f_back and not frame.f_globals.get("__name__", "").startswith(("scorecard_xl", "coverage")):
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")).startswith("coverage")
