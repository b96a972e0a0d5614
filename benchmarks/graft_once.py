"""Puts rendered tabs into a workbook, once; without arguments it only loads what that needs, at the top.

python benchmarks/graft_once.py WORKBOOK TABS
"""

import sys
from datetime import datetime
from pathlib import Path

from scorecard_xl.config import load_config
from scorecard_xl.hosts.base import Rendered
from scorecard_xl.hosts.own_workbook import OwnWorkbook
from scorecard_xl.layout import tab_names


def ours(workbook: Path, tabs: Path) -> None:
    """Graft the tabs of a rendered file into the workbook, in its place, with all checks and a backup."""
    config = load_config()
    roles = {name: role for role, name in tab_names(config.tabs).items()}
    own = OwnWorkbook(workbook, config.workbook, datetime.now())
    own.look()
    own.deliver(Rendered(tabs.read_bytes(), roles))


if __name__ == "__main__" and len(sys.argv) > 1:
    ours(Path(sys.argv[1]), Path(sys.argv[2]))
