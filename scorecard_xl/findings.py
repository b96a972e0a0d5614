"""Collects findings while sheets are read, each cell's finding once."""

from __future__ import annotations

from msgspec import Struct, field

from .errors import Address, Finding, Severity

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class FindingLog(Struct):
    """The findings of one run; the same kind at the same address, measure and area is kept once."""

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
        """Return all findings, errors first, each severity in the order found."""
        return tuple(sorted(self._found.values(), key=lambda finding: ORDER[finding.severity]))
