"""LibreOffice Calc behind xlwings' own objects: an engine over UNO, of what the live host uses.

Names, order of arguments and meanings are those of `xlwings.base_classes`. Formulas are spelt as Calc
spells them ($Scorecard.B5): whoever reads one here writes it back here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings
from xlwings import base_classes

from .uno_link import connect, load_uno, properties, url_of

NAME = "calc"
NEVER = 0  # com.sun.star.document: UpdateDocMode.NO_UPDATE and MacroExecMode.NEVER_EXECUTE


class Engine:
    """What `xlwings.Engine` wraps."""

    name, type = NAME, "desktop"

    @property
    def apps(self) -> Apps:
        """The one LibreOffice that the address leads to."""
        return Apps()


class Apps(base_classes.Apps):
    """The running LibreOffice, of which there is one for a user."""

    def keys(self) -> list[int]:
        """One key stands for it."""
        return [1]

    def __iter__(self) -> Iterator[App]:
        yield App(connect())

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return App(connect())


class App(base_classes.App):
    """LibreOffice; what it has no switch for is taken and forgotten."""

    engine_name = NAME

    def __init__(self, context: Any) -> None:
        self.context = context
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self._status: Any = False

    @property
    def engine(self) -> xlwings.Engine:
        """The engine that this belongs to."""
        return engine()

    @property
    def api(self) -> Any:
        """UNO's desktop."""
        return self.desktop

    @property
    def pid(self) -> int:
        """The key in `Apps`."""
        return 1

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    # One switch each in Excel; here nothing asks, and documents are told one by one.
    screen_updating = display_alerts = enable_events = True

    @property
    def calculation(self) -> str:
        """Whether documents are calculated as they change."""
        active = self.books.documents()
        return "automatic" if not active or active[0].isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for document in self.books.documents():
            document.enableAutomaticCalculation(value != "manual")

    @property
    def status_bar(self) -> Any:
        """The text that was given for the status bar, False where LibreOffice shows its own."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        # Not shown: LibreOffice draws its status bar in the thread that asks, and 7.4 comes down by it.
        self._status = value

    def activate(self, steal_focus: bool = False) -> None:
        """Leave the windows as they are."""


class Books(base_classes.Books):
    """The open workbooks, by number, name or path."""

    def __init__(self, app: App) -> None:
        self.app = app

    def documents(self) -> list[Any]:
        """Return UNO's documents, those of other programs left out."""
        found = self.app.desktop.getComponents().createEnumeration()
        every = []
        while found.hasMoreElements():
            every.append(found.nextElement())
        kind = "com.sun.star.sheet.SpreadsheetDocument"
        return [one for one in every if hasattr(one, "supportsService") and one.supportsService(kind)]

    @property
    def active(self) -> Book:
        """The workbook that is in front, else the first."""
        front = self.app.desktop.getCurrentComponent()
        return Book(
            self.app, front if front is not None and hasattr(front, "Sheets") else self.documents()[0]
        )

    def __call__(self, name_or_index: int | str) -> Book:
        """Return one by its number from 1, its name, its path or its address."""
        documents = self.documents()
        if isinstance(name_or_index, int):
            return Book(self.app, documents[name_or_index - 1])
        for document in documents:
            book = Book(self.app, document)
            if name_or_index in (book.name, book.fullname, document.getURL()):
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self.documents())

    def __iter__(self) -> Iterator[Book]:
        return (Book(self.app, document) for document in self.documents())

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        """Open a file in a window that is not shown; its macros don't run, its links are left alone."""
        hidden = properties(Hidden=True, UpdateDocMode=NEVER, MacroExecutionMode=NEVER)
        document = self.app.desktop.loadComponentFromURL(url_of(fullname), "_blank", 0, hidden)
        if document is None:
            raise OSError(f"LibreOffice can't open {fullname}")
        return Book(self.app, document)


class Book(base_classes.Book):
    """An open workbook."""

    def __init__(self, app: App, document: Any) -> None:
        self._app, self.document = app, document

    @property
    def app(self) -> App:
        """The program it is open in."""
        return self._app

    @property
    def api(self) -> Any:
        """UNO's document."""
        return self.document

    @property
    def name(self) -> str:
        """The file's name; what the window is called where it is none yet."""
        url = self.document.getURL()
        return Path(self.fullname).name if url else str(self.document.getTitle())

    @property
    def fullname(self) -> str:
        """The path, or the name of a workbook that is no file yet."""
        url = self.document.getURL()
        return str(load_uno().fileUrlToSystemPath(url)) if url.startswith("file:") else url or self.name

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its names, those of single sheets too."""
        return Names(self)

    def activate(self) -> None:
        """Leave the windows as they are."""

    def close(self) -> None:
        """Close it without saving."""
        self.document.close(True)


class Sheets(base_classes.Sheets):
    """The sheets of one workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.container = book.document.Sheets

    @property
    def api(self) -> Any:
        """UNO's container."""
        return self.container

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.document.getCurrentController().getActiveSheet())

    def __call__(self, name_or_index: int | str) -> Sheet:
        """Return one by its number from 1, or its name."""
        if isinstance(name_or_index, int):
            return Sheet(self.book, self.container.getByIndex(name_or_index - 1))
        return Sheet(self.book, self.container.getByName(name_or_index))

    def __len__(self) -> int:
        return int(self.container.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        return (self(place) for place in range(1, len(self) + 1))

    def __contains__(self, name: str) -> bool:
        return bool(self.container.hasByName(name))


class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book, self.sheet = book, sheet

    @property
    def api(self) -> Any:
        """UNO's sheet."""
        return self.sheet

    @property
    def book(self) -> Book:
        """The workbook it is in."""
        return self._book

    @property
    def name(self) -> str:
        """The name on the tab."""
        return str(self.sheet.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.setName(value)

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return int(self.sheet.getRangeAddress().Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether its tab can be seen."""
        return bool(self.sheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.sheet.IsVisible = bool(value)

    @property
    def used_range(self) -> Range:
        """Everything up to the last cell in use."""
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.getRangeAddress()
        return Range(self, self.sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return cells by their address, or by row and column from 1."""
        if isinstance(arg1, str) and arg2 is None:
            return Range(self, self.sheet.getCellRangeByName(arg1))
        (top, left), (bottom, right) = arg1, arg2 or arg1
        return Range(self, self.sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1))

    def activate(self) -> None:
        """Bring it to the front."""
        self._book.document.getCurrentController().setActiveSheet(self.sheet)

    def delete(self) -> None:
        """Take it out, for good."""
        self._book.sheets.container.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it, also into another workbook; where its name is taken the copy gets one with a number."""
        place = before.index - 1 if before else after.index if after else 0
        target = (before or after or self).book
        target.sheets.container.importSheet(self._book.document, self.name, place)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Give it another place in its workbook, which a sheet before it may have left."""
        place = before.index - 1 if before else after.index if after else 0
        self._book.sheets.container.moveByName(self.name, place)


class Range(base_classes.Range):
    """Cells of one sheet."""

    def __init__(self, sheet: Sheet, cells: Any) -> None:
        self.sheet, self.cells = sheet, cells

    @property
    def api(self) -> Any:
        """UNO's range."""
        return self.cells

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return int(self.cells.getRangeAddress().StartRow) + 1

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return int(self.cells.getRangeAddress().StartColumn) + 1

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        at = self.cells.getRangeAddress()
        return at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1

    @property
    def raw_value(self) -> Any:
        """The values, as rows; of one cell the value."""
        return self._plain(self.cells.getDataArray())

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        rows = value if isinstance(value, (list, tuple)) else ((value,),)
        self.cells.setDataArray(tuple(tuple("" if v is None else v for v in row) for row in rows))

    @property
    def formula(self) -> Any:
        """The formulas, or values where there are none, as rows; of one cell the formula."""
        return self._plain(self.cells.getFormulaArray())

    @formula.setter
    def formula(self, value: Any) -> None:
        rows = value if isinstance(value, (list, tuple)) else ((value,),)
        self.cells.setFormulaArray(tuple(tuple(row) for row in rows))

    @property
    def formula_array(self) -> str:
        """The one formula of all cells, with an equals sign."""
        return str(self.cells.getArrayFormula()).strip("{}")

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.cells.setArrayFormula(value)

    def _plain(self, rows: Any) -> Any:
        return rows[0][0] if self.shape == (1, 1) else rows


class Names(base_classes.Names):
    """The names of a workbook and of its sheets."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def _every(self) -> list[Name]:
        document = self.book.document
        lists = [("", document.NamedRanges)]
        lists += [(f"{sheet.name}!", sheet.sheet.NamedRanges) for sheet in self.book.sheets]
        return [Name(found, scope, name) for scope, found in lists for name in found.getElementNames()]

    def __len__(self) -> int:
        return len(self._every())

    def __call__(self, name_or_index: int | str) -> Name:
        """Return one by its number from 1, or its name."""
        if isinstance(name_or_index, int):
            return self._every()[name_or_index - 1]
        return next(one for one in self._every() if one.name == name_or_index)

    def snapshot(self) -> list[tuple[str, Name]]:
        """Return all of them with their names."""
        return [(one.name, one) for one in self._every()]

    def contains(self, name_or_index: str) -> bool:
        """Whether there is a name."""
        return any(one.name == name_or_index for one in self._every())


class Name(base_classes.Name):
    """One name; that of a sheet has the sheet's before it."""

    def __init__(self, container: Any, scope: str, name: str) -> None:
        self._scope, self._name = scope, name
        self.range = container.getByName(name)

    @property  # type: ignore[misc]  # names are not given another name
    def name(self) -> str:
        """The name, as in `Sheet!name` where it is a sheet's own."""
        return self._scope + self._name

    @property
    def refers_to(self) -> str:
        """What it stands for, as Calc spells it."""
        return str(self.range.getContent())

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.range.setContent(value)


def engine() -> xlwings.Engine:
    """Return xlwings' engine for Calc, made known to it at the first call."""
    known: dict[str, xlwings.Engine] = xlwings.engines.engines_by_name
    if NAME not in known:
        xlwings.engines.add(xlwings.Engine(impl=Engine()))
    return known[NAME]
