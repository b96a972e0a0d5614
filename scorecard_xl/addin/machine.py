"""What this computer has: which Excel, the folder that it starts from, and rules that are in the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from .registry import MACHINE, USER, Registry, this_registry

ADD_IN = "scorecard_xl.xlam"
OFFICE = r"Software\Microsoft\Office"
POLICIES = r"Software\Policies\Microsoft\Office"
# What Excel for Mac opens at its start; XLSTART on Windows.
MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
MAC_EXCEL = "/Applications/Microsoft Excel.app"
BITNESS = {"x64": "64-bit", "x86": "32-bit", "arm64": "64-bit (ARM)"}


class Machine(Struct, frozen=True):
    """`startup` is the folder whose workbooks Excel opens at each start, None where there is no Excel."""

    startup: Path | None
    registry: Registry | None = None
    excel: str = ""  # version and bitness, in words

    @property
    def add_in(self) -> Path | None:
        """Where the add-in goes."""
        return None if self.startup is None else self.startup / ADD_IN


def this_machine() -> Machine:
    """Return what this computer has."""
    registry = this_registry()
    if registry is not None:
        return windows(registry, os.environ.get("APPDATA", ""))
    if sys.platform == "darwin" and Path(MAC_EXCEL).exists():
        return Machine(Path.home() / MAC_STARTUP, None, "Excel for Mac")
    return Machine(None)


def windows(registry: Registry, appdata: str) -> Machine:
    """Return what a Windows computer has; `appdata` is the user's %APPDATA%."""
    major = _version(registry)
    if not major or not appdata:
        return Machine(None, registry)
    click = rf"{OFFICE}\ClickToRun\Configuration".replace("Software", "SOFTWARE")
    version = str(registry.read(MACHINE, click, "VersionToReport") or f"{major}.0")
    bits = registry.read(MACHINE, click, "Platform") or registry.read(
        MACHINE, rf"{OFFICE}\{major}.0\Outlook", "Bitness"
    )
    said = f"Excel {version}, {BITNESS.get(str(bits), 'bitness unknown')}"
    return Machine(Path(appdata) / "Microsoft" / "Excel" / "XLSTART", registry, said)


def rules_in_the_way(machine: Machine) -> Iterator[str]:
    """Yield a sentence for each rule of this computer that keeps the add-in or its macros from running."""
    registry = machine.registry
    if registry is None or machine.startup is None:
        return
    security = rf"{_version(registry)}.0\Excel\Security"

    def set_to(name: str, below: str = "") -> str | int | None:
        for key in (rf"{POLICIES}\{security}{below}", rf"{OFFICE}\{security}{below}"):
            if (value := registry.read(USER, key, name)) is not None:
                return value
        return None

    if set_to("AllLocationsDisabled", r"\Trusted Locations") == 1:
        yield (
            "Trusted locations are switched off, so Excel does not trust its own start folder: "
            "ask IT to allow it, or to sign the add-in."
        )
    if set_to("RequireAddinSig") == 1:
        yield "Excel runs signed add-ins only, and this one is not signed: ask IT to sign it."
    if set_to("DisableAllAddins") == 1:
        yield "Add-ins are switched off in Excel: ask IT, or use the folder-drop (scorecard-xl helper)."
    if set_to("VBAWarnings") == 4:
        yield (
            "Macros are switched off outside trusted locations: the add-in runs from one, "
            "the starter workbook's own macros don't."
        )


def zone_of(path: Path) -> Path:
    """Return the path of a file's mark-of-the-web: a stream that only Windows' own disks have."""
    return path.with_name(f"{path.name}:Zone.Identifier")


def _version(registry: Registry) -> str:
    """Return the major version of the Excel that opens workbooks, "" for none.

    Both an installation for all users and one for a single user say it in this value.
    """
    for root in (USER, MACHINE):
        current = str(registry.read(root, r"Software\Classes\Excel.Application\CurVer") or "")
        if current.rpartition(".")[2].isdigit():
            return current.rpartition(".")[2]
    return ""
