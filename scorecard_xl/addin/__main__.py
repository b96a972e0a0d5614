"""What the macros start: `python -P -m scorecard_xl.addin run REQUEST`, or the helper: `… helper`."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Run one request, or wait for them; exit code 0 where all went well."""
    if len(arguments) == 2 and arguments[0] == "run":
        from .run import run

        gc.disable()  # for a moment's life looking for cycles takes longer than it frees
        return 0 if run(Path(arguments[1])) else 2
    if arguments[:1] == ["helper"]:
        from .helper import serve

        return serve([Path(folder) for folder in arguments[1:]])
    print("This is for the Scorecard macros; the command is scorecard-xl.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    code = main(sys.argv[1:])
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()
    # All is written: taking everything apart object by object would keep the officer waiting.
    os._exit(code)
