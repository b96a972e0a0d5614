"""The few values of Windows' registry that installing looks at or sets. Only here winreg is imported."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Protocol

USER, MACHINE = "HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"


class Registry(Protocol):
    """Values by root, key and name; only values of the user are ever set or removed."""

    def read(self, root: str, key: str, name: str = "") -> str | int | None:
        """Return a value, None where there is none or it may not be read."""

    def write(self, key: str, name: str, text: str) -> None:
        """Set a text of the user's; raises `OSError` where that is forbidden."""

    def remove(self, key: str, name: str) -> None:
        """Remove a value of the user's; none being there is fine."""


def this_registry() -> Registry | None:
    """Return the registry of this computer, None where there is none."""
    return WindowsRegistry() if sys.platform == "win32" else None


class WindowsRegistry:
    """The real one. Written from the documentation of winreg; not run on Windows yet."""

    def read(self, root: str, key: str, name: str = "") -> str | int | None:
        """Return a value, of a 64-bit program's view first, then of a 32-bit one's."""
        if sys.platform == "win32":
            import winreg

            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                with (
                    suppress(OSError),
                    winreg.OpenKey(getattr(winreg, root), key, 0, winreg.KEY_READ | view) as opened,
                ):
                    value = winreg.QueryValueEx(opened, name)[0]
                    return value if isinstance(value, (str, int)) else None
        return None

    def write(self, key: str, name: str, text: str) -> None:
        """Set a text of the user's, with the key where that is missing."""
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

    def remove(self, key: str, name: str) -> None:
        """Remove a value of the user's."""
        if sys.platform == "win32":
            import winreg

            with (
                suppress(FileNotFoundError),
                winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened,
            ):
                winreg.DeleteValue(opened, name)
