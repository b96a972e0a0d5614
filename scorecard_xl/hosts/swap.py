"""Copies our tabs into an open workbook and takes the old ones out; what fails half-way is undone.

The old tabs go last of all, when nothing refers to them any more. Until then every step has its way back.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

from ..errors import ScorecardError
from ..package.formulas import quoted
from ..package.keeping import free_name
from .live_plan import Plan
from .live_platform import Platform, Restore


class Swap:
    """One delivery: `run` does it, or leaves the workbook as it was and raises."""

    def __init__(self, book: Any, source: Any, plan: Plan, platform: Platform) -> None:
        self.book, self.source, self.plan, self.platform = book, source, plan, platform
        self._back: list[Restore] = []  # in the order in which they became needed
        self._aside: dict[str, Any] = {}  # the old tabs, by the name they had
        self._taken = [*plan.order, *plan.gone, *(tab.old for tab in plan.tabs)]

    def run(self) -> list[str]:
        """Do it; return the names of old tabs that the program would not delete."""
        try:
            links = self.platform.links(self.book)
            follow = self._followers()
            self.platform.prepare(self.source, self.book)
            new = self._copy()
            # Gone back to after the old tabs have their names again, and before the new ones are deleted.
            self._back += follow
            self._rename(new)
            for step in follow:
                step()
            self._place(new)
            if more := self.platform.links(self.book) - links:
                raise ScorecardError(
                    f"The tabs would have linked {self.book.name} to {', '.join(sorted(more))}: "
                    "nothing was changed; run `scorecard-xl build` on the saved file instead."
                )
            return self._remove()
        except BaseException:
            self._undo()
            raise

    def _followers(self) -> list[Restore]:
        """Return what aims the officer's formulas, names and charts at the tabs of the same name as now."""
        book, platform, old = self.book, self.platform, [tab.old for tab in self.plan.tabs if tab.old]
        steps = [
            platform.formula(book, one.sheet, one.cells, array=one.array)
            for one in self.plan.references
            if one.cells
        ]
        if any(one.name for one in self.plan.references):
            own = tuple(f"{spelt}!" for sheet in old for spelt in (sheet, quoted(sheet)))
            names = ((one, one.refers_to) for one in book.names if not one.name.startswith(own))
            steps += [
                partial(setattr, name, "refers_to", text)
                for name, text in names
                if any(platform.refers(text, sheet) for sheet in old)
            ]
        if any(one.chart for one in self.plan.references):
            steps += platform.charts(book, old)
        return steps

    def _copy(self) -> dict[str, Any]:
        """Copy all tabs behind the last one, and give each what a copy loses."""
        new = {}
        for tab in self.plan.tabs:
            source = self.source.sheets[tab.name]
            made = source.copy(after=self.book.sheets[len(self.book.sheets) - 1])
            self._back.append(made.delete)
            new[tab.name] = made
            self.platform.finish(made, source)
        return new

    def _rename(self, new: dict[str, Any]) -> None:
        for tab in self.plan.tabs:
            if tab.old:
                old = self.book.sheets[tab.old]
                aside = tab.kept_as or free_name(tab.old, " (old)", self._taken)
                self._back.append(partial(setattr, old, "name", tab.old))
                old.name = aside
                self._aside[tab.old] = old
                self._taken.append(aside)
            made = new[tab.name]
            if made.name != tab.name:
                # The way back has to free the name before the old tab takes it again.
                spare = free_name(tab.name, " (new)", self._taken)
                self._taken.append(spare)
                self._back.append(partial(setattr, made, "name", spare))
                made.name = tab.name

    def _place(self, new: dict[str, Any]) -> None:
        """Move the tabs to their places, one after the other, and hide what was hidden."""
        for tab in self.plan.tabs:
            made = new[tab.name]
            place = self.plan.order.index(tab.name)
            later = [name for name in self.plan.order[place + 1 :] if name not in new]
            if tab.old:
                made.move(before=self._aside[tab.old])
            elif later:
                made.move(before=self.book.sheets[later[0]])
            if tab.hidden:
                made.visible = False

    def _remove(self) -> list[str]:
        """Delete the old tabs; the first that can't be deleted takes everything back, later ones stay."""
        left: list[str] = []
        done = False
        replaced = [self._aside[tab.old] for tab in self.plan.tabs if tab.old and not tab.kept_as]
        for sheet in [*replaced, *(self.book.sheets[name] for name in self.plan.gone)]:
            try:
                if sheet.visible is not True:
                    sheet.visible = True  # Excel deletes no tab that only macros can show
                sheet.delete()
                done = True
            except Exception:
                if not done:
                    raise
                left.append(sheet.name)
        with suppress(Exception):
            self.platform.tidy(self.book)
        return left

    def _undo(self) -> None:
        """Go every step back, also where one of them fails."""
        for back in reversed(self._back):
            with suppress(Exception):
                back()
        with suppress(Exception):
            self.platform.tidy(self.book)
