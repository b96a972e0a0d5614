"""From a rated scorecard and a style to plans of sheets; what is on them is decided here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from ..config import Config, nearest
from ..errors import ConfigError
from ..model import Scorecard
from ..style import Style, load_style
from ..symbols import chosen
from ..travel_symbols import for_directions
from .cells import Sets
from .checks_tab import checks_tab
from .exceptions_tab import exceptions_tab
from .notes_tab import notes_tab
from .plan import SheetPlan
from .scorecard_tab import scorecard_tab
from .summary_tab import summary_tab

# The tabs in their order, by role.
TABS: Mapping[str, Callable[[Scorecard, Style, str, Sets], SheetPlan]] = {
    "scorecard": scorecard_tab,
    "summary": summary_tab,
    "exceptions": exceptions_tab,
    "notes": notes_tab,
    "checks": checks_tab,
}


def lay_out(
    scorecard: Scorecard,
    style: Style,
    tabs: Mapping[str, Any],
    symbol_sets: Mapping[str, Any],
    *,
    linked: bool = False,
) -> list[SheetPlan]:
    """Return the plans of all tabs in their order.

    `tabs` gives their names by role, `symbol_sets` is the configuration's `symbols`. `linked` lets what
    officers wrote lead to its input cell: for Excel (see `Link`), where the input sheets will stand in the
    same workbook. Raises `ConfigError` for a tab's name that Excel refuses and for a symbol set that is
    not there.
    """
    names, sets = tab_names(tabs), _sets(scorecard, style, symbol_sets)
    plans = [draw(scorecard, style, names[role], sets) for role, draw in TABS.items()]
    return plans if linked else [replace(plan, links=()) for plan in plans]


def check_names(scorecard: Scorecard, config: Config) -> None:
    """Raise the `ConfigError` that drawing a scorecard would: for its style, tabs' names, symbol sets."""
    style = load_style(config.style)
    tab_names(config.tabs)
    _sets(scorecard, style, config.symbols)


def _sets(scorecard: Scorecard, style: Style, symbol_sets: Mapping[str, Any]) -> Sets:
    status, direction, forecast = (
        chosen(style.symbols[kind], symbol_sets) for kind in ("status", "direction", "forecast")
    )
    return Sets(status, for_directions(direction, scorecard.directions), forecast)


def tab_names(tabs: Mapping[str, Any]) -> dict[str, str]:
    """Return the tabs' names by role, checked: 1 to 31 characters, none that Excel refuses, no two alike."""
    for role in tabs:
        if role not in TABS:
            raise ConfigError(f"tabs: there is no tab {role!r}; {nearest(str(role), list(TABS))}")
    names = {role: str(tabs.get(role, role.capitalize())) for role in TABS}
    for name in names.values():
        refused = set(name) & set("[]:*?/\\")
        if (
            not 1 <= len(name) <= 31
            or refused
            or name[0] == "'"
            or name[-1] == "'"
            or name.casefold() == "history"
        ):
            raise ConfigError(
                f"tabs: {name!r} can't be a tab's name. Excel takes 1 to 31 characters without []:*?/\\, "
                "no apostrophe at either end, and not History."
            )
    if len({name.casefold() for name in names.values()}) < len(names):
        raise ConfigError(f"tabs: two tabs have the same name ({', '.join(names.values())}).")
    return names
