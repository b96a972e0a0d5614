"""The product's own YAML files, kept parsed beside Python's compiled modules.

Loading the YAML parser and reading config.yaml are felt at every start. What was read is kept the way
Python keeps a compiled module: in `__pycache__`, as good as the file's size and time, silently done
without where nothing may be written. Officers' own files are read afresh each time.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

Settings = dict[str, Any]
FORM = 1  # of what is kept: to be raised when the same file is to be read in another way


def kept(path: Path, read: Callable[[Path], Settings]) -> Settings:
    """Return what `read` makes of a YAML file: plain maps, lists, texts, numbers, flags and None.

    The caller may change what it gets. Raises what `read` raises.
    """
    try:
        found = path.stat()
        copy = Path(cache_from_source(f"{path}.py")).with_suffix(".marshal")
    except (OSError, NotImplementedError):
        return read(path)
    stamp = (FORM, found.st_size, found.st_mtime_ns)
    with suppress(OSError, ValueError, EOFError, TypeError):
        of, content = marshal.loads(copy.read_bytes())
        if of == stamp and isinstance(content, dict):
            return content
    content = read(path)
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError):
            _write(copy, marshal.dumps((stamp, content)))
    return content


def _write(copy: Path, content: bytes) -> None:
    copy.parent.mkdir(exist_ok=True)
    beside = copy.with_suffix(f".{os.getpid()}")  # two commands may start at once
    try:
        beside.write_bytes(content)
        beside.replace(copy)
    finally:
        beside.unlink(missing_ok=True)
