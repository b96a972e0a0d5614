"""What xlwings' public objects can't do, for each program: the only place that touches `.api`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from ..errors import ScorecardError
from ..package.formulas import refers_to

OPEN_XML = {51, 52}  # XlFileFormat: .xlsx and .xlsm
MOST_ATTEMPTS = 200  # of a call that Excel refuses while a cell is being edited; xlwings' own is no limit
LINKS_TO_BOOKS = 1  # xlExcelLinks
MARKED = (".xlsx", ".xlsm")

Restore = Callable[[], object]


class Platform(Protocol):
    """The steps that differ between programs."""

    program: str

    def refuse(self, book: Any) -> None:
        """Raise `ScorecardError` where the book can't take our tabs."""

    def copy(self, book: Any, folder: Path) -> Path:
        """Save the book as it is now into a folder and return the file."""

    def in_front(self, book: Any) -> Restore:
        """Return what puts the selection back as it is now."""

    def prepare(self, source: Any, book: Any) -> None:
        """Make the rendered workbook ready to be copied from."""

    def finish(self, new: Any, source: Any) -> None:
        """Give a copied sheet what the copy has lost."""

    def refers(self, formula: str, sheet: str) -> bool:
        """Whether a formula, as the program spells it, refers to a sheet of its own book."""

    def formula(self, book: Any, sheet: str, cells: str, *, array: bool) -> Restore:
        """Return what writes the formula of some cells as it is now."""

    def charts(self, book: Any, sheets: list[str]) -> list[Restore]:
        """Return what aims charts at the sheets of these names as they are aimed now."""

    def links(self, book: Any) -> set[str]:
        """Return the other files that the book refers to."""

    def tidy(self, book: Any) -> None:
        """Clear away what deleted sheets have left."""


class Excel:
    """Excel on Windows, over COM; `refuse` first sets a limit to how long a busy Excel is asked."""

    program = "Excel"

    def refuse(self, book: Any) -> None:
        """Raise `ScorecardError` where Excel or the book can't take our tabs."""
        _limit_attempts()
        try:
            ready, api = book.app.api.Ready, book.api
            name, path, kind = api.Name, api.Path, api.FileFormat
            read_only, locked = api.ReadOnly, api.ProtectStructure
        except Exception as problem:
            raise ScorecardError(
                "Excel is busy: finish the cell that is being edited (Enter) or the dialog, then try again. "
                "Nothing was changed."
            ) from problem
        if not ready:
            raise ScorecardError(
                "Excel is busy: finish the cell that is being edited (Enter), then try again. "
                "Nothing was changed."
            )
        refuse_state(name, bool(path), kind in OPEN_XML, bool(read_only), bool(locked))

    def copy(self, book: Any, folder: Path) -> Path:
        """Save a copy; the book itself stays as it is, saved or not."""
        path = folder / f"copy{Path(book.name).suffix or '.xlsx'}"
        book.api.SaveCopyAs(str(path))
        return path

    def in_front(self, book: Any) -> Restore:
        """Return what brings back the sheet in front; a sheet keeps its own selection."""
        sheet = book.api.ActiveSheet  # a chart sheet is none of xlwings' sheets
        name = sheet.Name
        return lambda: book.api.Sheets(name).Activate()

    def prepare(self, source: Any, book: Any) -> None:
        """Do nothing: Excel keeps formats of one name apart."""

    def finish(self, new: Any, source: Any) -> None:
        """Do nothing: Excel copies a sheet whole."""

    def refers(self, formula: str, sheet: str) -> bool:
        """Whether a formula refers to a sheet."""
        return refers_to(formula, sheet)

    def formula(self, book: Any, sheet: str, cells: str, *, array: bool) -> Restore:
        """Return what writes the formula back; `Formula2` keeps formulas that spill."""
        found = book.sheets[sheet].range(cells)
        if array and found.has_array:
            text = found.formula_array
            return lambda: setattr(found, "formula_array", text)
        anchor = book.sheets[sheet].range(cells.partition(":")[0]).api
        try:
            kind, text = "Formula2", anchor.Formula2
        except Exception:  # Excel 2019 and before
            kind, text = "Formula", anchor.Formula
        return lambda: setattr(anchor, kind, text)

    def charts(self, book: Any, sheets: list[str]) -> list[Restore]:
        """Return what writes the formulas of the charts' lines that refer to the sheets."""
        found = ((one, str(one.Formula)) for one in self._series(book))
        return [
            partial(setattr, one, "Formula", text)
            for one, text in found
            if any(refers_to(text, sheet) for sheet in sheets)
        ]

    def _series(self, book: Any) -> Iterator[Any]:
        api = book.api
        charts = [api.Charts(n) for n in range(1, api.Charts.Count + 1)]
        for sheet in book.sheets:
            objects = sheet.api.ChartObjects()
            charts += [objects.Item(n).Chart for n in range(1, objects.Count + 1)]
        for chart in charts:
            every = chart.FullSeriesCollection() if hasattr(chart, "FullSeriesCollection") else None
            every = every or chart.SeriesCollection()
            yield from (every.Item(n) for n in range(1, every.Count + 1))

    def links(self, book: Any) -> set[str]:
        """Return the other workbooks that the book refers to."""
        return set(book.api.LinkSources(LINKS_TO_BOOKS) or ())

    def tidy(self, book: Any) -> None:
        """Do nothing: Excel deletes a sheet whole."""


class MacExcel(Excel):
    """Excel on macOS, over Apple events, whose dictionary has less; nothing of it was seen by a test."""

    def refuse(self, book: Any) -> None:
        """Raise `ScorecardError` where the book can't take our tabs."""
        api = book.api
        name = str(book.name)
        refuse_state(
            name,
            bool(api.path.get()),
            name.casefold().endswith(MARKED),
            bool(api.read_only.get()),
            bool(api.protect_structure.get()),
        )

    def copy(self, book: Any, folder: Path) -> Path:
        """Return the saved file itself: the sandbox lets no copy be saved elsewhere."""
        if not book.api.saved.get():
            raise ScorecardError(f"Save {book.name} first, then try again: on a Mac the saved file is read.")
        return Path(book.fullname)

    def in_front(self, book: Any) -> Restore:
        """Return what brings back the sheet in front."""
        name = book.sheets.active.name
        return lambda: book.sheets[name].activate()

    def formula(self, book: Any, sheet: str, cells: str, *, array: bool) -> Restore:
        """Return what writes the formula back."""
        found = book.sheets[sheet].range(cells)
        kind = "formula_array" if array else "formula"
        text = getattr(found, kind)
        return lambda: setattr(found, kind, text)

    def charts(self, book: Any, sheets: list[str]) -> list[Restore]:
        """Refuse: the lines' formulas can't be reached."""
        raise ScorecardError(
            "A chart shows figures of our tabs and can't follow them on a Mac: save and close the "
            "workbook and run `scorecard-xl build` on the file. Nothing was changed."
        )

    def links(self, book: Any) -> set[str]:
        """Return none: they can't be asked for."""
        return set()


def refuse_state(name: str, saved: bool, open_xml: bool, read_only: bool, locked: bool) -> None:
    """Raise `ScorecardError`, one sentence, for a book in a state that takes no tabs."""
    if not saved:
        raise ScorecardError(f"{name} was never saved: save it as an .xlsx workbook, then try again.")
    if not open_xml:
        raise ScorecardError(
            f"{name} can't take the scorecard's tabs, since it is not an .xlsx or .xlsm workbook: "
            "save it as .xlsx, then try again."
        )
    if read_only:
        raise ScorecardError(
            f"{name} is open read-only, so that the tabs could not be saved: "
            "save it under another name or ask for the right to change it, then try again."
        )
    if locked:
        raise ScorecardError(
            f"{name} has a protected structure, so that no tab can be added: "
            "take the protection off (Review > Protect Workbook), then try again."
        )


def platform_of(book: Any) -> Platform:
    """Return the steps for the program that a book is open in."""
    if book.app.engine.name == "calc":
        from .calc_platform import Calc

        return Calc()
    return MacExcel() if sys.platform == "darwin" else Excel()


def _limit_attempts() -> None:
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        with suppress(AttributeError):
            windows.N_COM_ATTEMPTS = windows.N_COM_ATTEMPTS or MOST_ATTEMPTS  # type: ignore[attr-defined]
