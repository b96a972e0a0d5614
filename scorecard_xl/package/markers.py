"""How a tab of ours is known: by a hidden name of its own, which says what it is and what it was called.

The name goes with the tab when Excel moves or copies it. A tab that is called otherwise than its marker
says is a copy that the officer keeps.
"""

from __future__ import annotations

import re

from msgspec import Struct

NAME = "_scorecard_xl"
_FORM = re.compile(r"scorecard_xl:1:([a-z]+):([0-9a-f]{16}):(.+)", re.DOTALL)


class Marker(Struct, frozen=True):
    """Which of our tabs this is (`role`), how it was called, and a digest of what we wrote into it."""

    role: str
    tab: str
    digest: str

    def as_formula(self) -> str:
        """Write the marker as the text that its defined name stands for.

        >>> Marker("checks", 'Data "checks"', "0123456789abcdef").as_formula()
        '"scorecard_xl:1:checks:0123456789abcdef:Data ""checks""\"'
        """
        return '"' + f"scorecard_xl:1:{self.role}:{self.digest}:{self.tab}".replace('"', '""') + '"'


def read_marker(name: str, formula: str) -> Marker | None:
    """Return the marker that a sheet's own defined name is, None for any other name.

    >>> read_marker("_scorecard_xl", Marker("notes", "Notes", "0123456789abcdef").as_formula())
    Marker(role='notes', tab='Notes', digest='0123456789abcdef')
    >>> read_marker("_scorecard_xl", "Sheet1!$A$1")
    """
    text = formula.strip().removeprefix("=")
    if name.casefold() != NAME or len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return None
    found = _FORM.fullmatch(text[1:-1].replace('""', '"'))
    return Marker(found[1], found[3], found[2]) if found else None
