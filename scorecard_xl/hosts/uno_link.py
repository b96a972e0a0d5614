"""The way to a running LibreOffice: its UNO modules, which come with it, and the connection."""

from __future__ import annotations

import builtins
import importlib
import os
import sys
import time
from pathlib import Path
from typing import Any

from ..errors import ScorecardError

ADDRESS = "SCORECARD_XL_UNO"  # such as "pipe,name=scorecard" or "socket,host=localhost,port=2002"
ATTEMPTS, PAUSE = 3, 0.2  # seconds
# Where Linux systems put the modules, of which each stands beside many others' packages.
FOLDERS = ("/usr/lib/python3/dist-packages", "/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program")


def load_uno() -> Any:
    """Return LibreOffice's module `uno`; raises `ScorecardError` where this Python can't use it."""
    if "uno" in sys.modules:
        return sys.modules["uno"]
    importing, paths = builtins.__import__, list(sys.path)
    # Only while it is loaded: what else stands in those folders must not be found instead of ours.
    sys.path += [folder for folder in FOLDERS if (Path(folder) / "uno.py").exists()]
    try:
        return importlib.import_module("uno")
    except ImportError as problem:
        raise ScorecardError(
            "LibreOffice can't be reached from this Python, since its module uno is missing: "
            "install python3-uno, or run the command on the saved workbook."
        ) from problem
    finally:
        # The module puts an import of its own in place, which slows down every other one.
        builtins.__import__ = importing
        sys.path[:] = paths


def connect(address: str = "") -> Any:
    """Return the component context of a running LibreOffice; `address` as in SCORECARD_XL_UNO."""
    uno = load_uno()
    address = address or os.environ.get(ADDRESS, "")
    if not address:
        raise ScorecardError(
            f"Where LibreOffice listens is not known: set the environment variable {ADDRESS}, "
            "or run the command on the saved workbook."
        )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for attempt in range(ATTEMPTS):
        try:
            return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except Exception as problem:  # a connection that was just given up is refused once
            if attempt + 1 == ATTEMPTS:
                raise ScorecardError(
                    f"LibreOffice does not listen at {address}: start it so that it does (--accept), "
                    "or run the command on the saved workbook."
                ) from problem
            time.sleep(PAUSE)
    raise AssertionError("the last attempt returns or raises")


def properties(**values: Any) -> tuple[Any, ...]:
    """Return arguments for LibreOffice, such as `properties(FilterName="…", Hidden=True)`."""
    uno = load_uno()
    found = []
    for name, value in values.items():
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        found.append(one)
    return tuple(found)


def url_of(path: str | Path) -> str:
    """Return a path as LibreOffice takes it."""
    return Path(path).resolve().as_uri()
