"""Collects findings while sheets are read, each cell's finding once."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from .errors import Address, Finding, Severity

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class FindingLog(Struct):
    """The findings of one run; the same kind at the same address, measure and area is kept once.

    `sheets` are the workbook's sheets in its order.
    """

    sheets: Sequence[str] = ()
    _found: dict[tuple[str, str, str, str], Finding] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        """Keep a finding unless the same one is there already."""
        self._found.setdefault((finding.kind, str(finding.where), finding.ref, finding.area), finding)

    def error(
        self, kind: str, where: Address | None, what: str, todo: str = "", ref: str = "", area: str = ""
    ) -> None:
        """Report what leaves a figure out."""
        self.add(Finding(Severity.ERROR, kind, where, what, todo, ref, area))

    def warning(
        self, kind: str, where: Address | None, what: str, todo: str = "", ref: str = "", area: str = ""
    ) -> None:
        """Report what may be wrong though a figure is shown."""
        self.add(Finding(Severity.WARNING, kind, where, what, todo, ref, area))

    def note(
        self, kind: str, where: Address | None, what: str, todo: str = "", ref: str = "", area: str = ""
    ) -> None:
        """Report what somebody should know."""
        self.add(Finding(Severity.NOTE, kind, where, what, todo, ref, area))

    @property
    def has_errors(self) -> bool:
        """Whether any figure was left out."""
        return any(finding.severity is Severity.ERROR for finding in self._found.values())

    def sorted(self) -> tuple[Finding, ...]:
        """Return all findings, errors first, each severity as one goes through the workbook.

        By sheet, row and column; what has no cell comes first.
        """
        place = {name: number for number, name in enumerate(self.sheets, 1)}

        def key(finding: Finding) -> tuple[int, int, int, int]:
            where = finding.where
            if where is None:
                return ORDER[finding.severity], 0, 0, 0
            return ORDER[finding.severity], place.get(where.sheet, len(place) + 1), where.row, where.column

        return tuple(sorted(self._found.values(), key=key))


def counted(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity: "2 errors, 1 warning".

    >>> counted(())
    'nothing found'
    """
    parts = []
    for severity in Severity:
        count = sum(finding.severity is severity for finding in findings)
        if count:
            parts.append(f"{count} {severity.value.lower()}{'' if count == 1 else 's'}")
    return ", ".join(parts) or "nothing found"
