"""What is to become of a package: every part that is not named here stays as it is, byte for byte."""

from __future__ import annotations

from msgspec import Struct, field


class Changes(Struct):
    """Parts to write (new ones, or in place of what is there) and parts to leave out, by name.

    Names have no leading slash: `xl/workbook.xml`.
    """

    written: dict[str, bytes] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
