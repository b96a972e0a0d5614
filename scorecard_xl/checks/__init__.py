"""Data checks of a rated row: what an officer would want to know before the paper goes out.

`STANDING` notes how ratings and directions came about, `IMPLAUSIBLE` doubts figures, `WORDING` compares
texts with figures. Each check is one entry in one of these tables. docs/checks.md says what each reports.
"""

from __future__ import annotations

from .checked import Checked
from .plausible import IMPLAUSIBLE
from .standing import STANDING
from .wording import WORDING


def check_row(checked: Checked) -> None:
    """Report all that is worth knowing about a row."""
    for check in STANDING:
        check(checked)
    for doubts in (*IMPLAUSIBLE, *WORDING):
        for found in doubts(checked):
            checked.doubt(found)
