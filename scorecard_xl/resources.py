"""Where the files that travel with the product lie: inside the wheel, or at the checkout's top."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Return the path of `config.yaml`, `workbook_templates/…` or `macros/…` as shipped.

    >>> shipped("config.yaml").name
    'config.yaml'
    """
    packed = _PACKAGE / "_shipped" / name
    return packed if packed.exists() else _PACKAGE.parent / name
