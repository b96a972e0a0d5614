"""What the live host needs of Calc beyond xlwings' objects: page styles, frozen rows, charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..package.formulas import quoted, refers_to
from .live_platform import refuse_state
from .uno_link import properties, url_of

COPY = "Calc MS Excel 2007 XML"
TAKES = (".xlsx", ".xlsm", ".ods", ".ots", ".xltx", ".fods")
PAGE_STYLES, CELL_STYLES = "PageStyles", "CellStyles"
OUR_LOOK = "Scorecard look"
OF_THE_CELL = ("CharFontName", "CharHeight", "VertJustify")
OUR_STYLE = "Scorecard page"
# What goes first, since other properties have no effect before.
SWITCHES = ("IsOn", "IsShared")
NOT_COPIED = {"DisplayName", "UserDefinedAttributes"}
# A sheet before a cell, as Calc spells it; what stands in quotation marks is a text.
_SHEET = re.compile(
    r"\"(?:[^\"]|\"\")*\"|\$?('(?:[^']|'')+'|[^\W\d]\w*)\.(?=\$?[A-Za-z]{1,3}\$?[0-9]|\$?[A-Z0-9]+:|#REF!)"
)

Restore = Callable[[], object]


class Calc:
    """LibreOffice Calc; the book's `api` is UNO's document."""

    program = "LibreOffice"

    def refuse(self, book: Any) -> None:
        """Raise `ScorecardError` where the document can't take our tabs."""
        document = book.api
        url = str(document.getURL())
        refuse_state(
            book.name,
            bool(url),
            not url or url.casefold().endswith(TAKES),
            bool(document.isReadonly()),
            bool(document.isProtected()),
        )

    def copy(self, book: Any, folder: Path) -> Path:
        """Save a copy as .xlsx; the document itself stays as it is, saved or not."""
        path = folder / "copy.xlsx"
        book.api.storeToURL(url_of(path), properties(FilterName=COPY))
        return path

    def in_front(self, book: Any) -> Restore:
        """Return what brings back the sheet in front, and what is selected where it is still there."""
        controller = book.api.getCurrentController()
        name = controller.getActiveSheet().Name
        selection = controller.getSelection()

        def restore() -> None:
            sheet = book.api.Sheets.getByName(name)
            controller.setActiveSheet(sheet)
            with suppress(Exception):  # what was selected on a tab of ours is gone
                controller.select(selection)
                controller.setActiveSheet(sheet)

        return restore

    def prepare(self, source: Any, book: Any) -> None:
        """Give the looks of conditional formats names of this build alone.

        They are styles of the document, and an imported sheet takes one of the same name for its own.
        """
        theirs, ours = (one.api.StyleFamilies.getByName(CELL_STYLES) for one in (source, book))
        taken = {name.split(" · ")[0] for name in ours.getElementNames()}
        build = next(f"{OUR_LOOK} {n}" for n in range(1, 10_000) if f"{OUR_LOOK} {n}" not in taken)
        for name in theirs.getElementNames():
            if "ConditionalStyle" in name:
                theirs.getByName(name).setName(f"{build} · {name}")

    def finish(self, new: Any, source: Any) -> None:
        """Give an imported sheet its page, its frozen rows and its look without grid lines."""
        self._page(new.book.api, new.api, source.book.api, source.api)
        self._print(new.api, source.api)
        self._rules(new.book.api, new.api)
        theirs, ours = (one.book.api.getCurrentController() for one in (source, new))
        theirs.setActiveSheet(source.api)
        ours.setActiveSheet(new.api)
        if theirs.hasFrozenPanes():
            ours.freezeAtPosition(theirs.getSplitColumn(), theirs.getSplitRow())
        self._hide_grid(new.book.app.impl.context, ours)

    def _page(self, document: Any, sheet: Any, other: Any, of: Any) -> None:
        """Page styles belong to documents; an imported sheet gets the default one."""
        theirs = other.StyleFamilies.getByName(PAGE_STYLES).getByName(of.PageStyle)
        styles = document.StyleFamilies.getByName(PAGE_STYLES)
        number = next(n for n in range(1, 10_000) if not styles.hasByName(f"{OUR_STYLE} {n}"))
        styles.insertByName(f"{OUR_STYLE} {number}", document.createInstance("com.sun.star.style.PageStyle"))
        style = styles.getByName(f"{OUR_STYLE} {number}")
        names = [
            one.Name for one in theirs.getPropertySetInfo().getProperties() if one.Name not in NOT_COPIED
        ]
        values = dict(zip(names, theirs.getPropertyValues(tuple(names)), strict=True))
        switches = [name for name in names if name.endswith(SWITCHES)]
        for name in [*switches, *(one for one in names if one not in switches)]:
            if values[name] is not None:
                style.setPropertyValue(name, values[name])
        sheet.PageStyle = f"{OUR_STYLE} {number}"

    def _print(self, sheet: Any, of: Any) -> None:
        """What is printed is lost on importing; names that say so are left, and would be saved twice."""
        areas = of.getPrintAreas()
        place = sheet.getRangeAddress().Sheet
        for area in areas:
            area.Sheet = place
        sheet.setPrintAreas(areas)
        for kind in ("Rows", "Columns"):
            if getattr(of, f"getPrintTitle{kind}")():
                title = getattr(of, f"getTitle{kind}")()
                title.Sheet = place
                getattr(sheet, f"setTitle{kind}")(title)
                getattr(sheet, f"setPrintTitle{kind}")(True)
        for name in sheet.NamedRanges.getElementNames():
            if name.startswith("_xlnm.Print_"):
                sheet.NamedRanges.removeByName(name)

    def _rules(self, document: Any, sheet: Any) -> None:
        """Make an imported sheet's conditional formats work: no text in them equals a cell's before."""
        styles = document.StyleFamilies.getByName(CELL_STYLES)
        known = set()
        for rule, cell in _rules_of(sheet):
            rule.Formula1 = str(rule.Formula1)
            if rule.StyleName not in known:
                known.add(rule.StyleName)
                style = styles.getByName(rule.StyleName)
                # A look from another document gives a cell this one's default font and place too.
                for name, value in zip(OF_THE_CELL, cell.getPropertyValues(OF_THE_CELL), strict=True):
                    style.setPropertyValue(name, value)

    def _hide_grid(self, context: Any, controller: Any) -> None:
        """Grid lines are hidden sheet by sheet; only the menu's own command does that."""
        dispatcher = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", context
        )
        dispatcher.executeDispatch(controller.getFrame(), ".uno:ToggleSheetGrid", "", 0, ())

    def refers(self, formula: str, sheet: str) -> bool:
        """Whether a formula, as Calc spells it, refers to a sheet.

        >>> Calc().refers("=SUM($Scorecard.B5:B9)", "Scorecard")
        True
        >>> Calc().refers('="$Scorecard.B5"', "Scorecard")
        False
        >>> Calc().refers("=$'Data checks'.$A$1+1.5", "Data checks")
        True
        """
        return refers_to(_SHEET.sub(_with_mark, formula), sheet)

    def formula(self, book: Any, sheet: str, cells: str, *, array: bool) -> Restore:
        """Return what writes the formula back."""
        found = book.api.Sheets.getByName(sheet).getCellRangeByName(cells)
        if array:
            text = str(found.getArrayFormula()).strip("{}")
            return lambda: found.setArrayFormula(text)
        rows = found.getFormulaArray()
        return lambda: found.setFormulaArray(rows)

    def charts(self, book: Any, sheets: list[str]) -> list[Restore]:
        """Return what aims the charts' series at the same cells of the sheets of these names."""
        return [restore for model in _charts(book.api) for restore in self._aims(model, sheets)]

    def _aims(self, model: Any, sheets: list[str]) -> Iterator[Restore]:
        if model.hasInternalDataProvider():
            return
        provider = model.getDataProvider()

        def made(old: Any) -> Callable[[], Any] | None:
            """Return what makes a sequence anew, None where it refers to no sheet of ours."""
            if old is None:
                return None
            text, role = old.getSourceRangeRepresentation(), old.Role
            if not any(self.refers(text, sheet) for sheet in sheets):
                return None

            def make() -> Any:
                new = provider.createDataSequenceByRangeRepresentation(text)
                new.Role = role
                return new

            return make

        def aim(labelled: Any) -> Iterator[Restore]:
            values, label = made(labelled.getValues()), made(labelled.getLabel())
            if values:
                yield lambda: labelled.setValues(values())
            if label:
                yield lambda: labelled.setLabel(label())

        for system in model.getFirstDiagram().getCoordinateSystems():
            categories = system.getAxisByDimension(0, 0).getScaleData().Categories
            if categories is not None:
                yield from aim(categories)
            for kind in system.getChartTypes():
                for series in kind.getDataSeries():
                    for labelled in series.getDataSequences():
                        yield from aim(labelled)

    def links(self, book: Any) -> set[str]:
        """Return the other files that the document refers to."""
        every = book.api.ExternalDocLinks
        return set(every.getElementNames())

    def _tidy_looks(self, document: Any) -> None:
        styles = document.StyleFamilies.getByName(CELL_STYLES)
        used = set(_looks(document))
        for name in styles.getElementNames():
            if name.startswith(OUR_LOOK) and name not in used:
                styles.removeByName(name)

    def tidy(self, book: Any) -> None:
        """Remove our page styles and looks that no sheet uses any more."""
        document = book.api
        self._tidy_looks(document)
        styles = document.StyleFamilies.getByName(PAGE_STYLES)
        sheets = document.Sheets
        used = {sheets.getByIndex(n).PageStyle for n in range(sheets.Count)}
        for name in styles.getElementNames():
            if name.startswith(OUR_STYLE) and name not in used:
                styles.removeByName(name)


def _looks(document: Any) -> Iterator[str]:
    """Yield the names of styles that conditional formats give."""
    for n in range(document.Sheets.Count):
        yield from (str(rule.StyleName) for rule, _ in _rules_of(document.Sheets.getByIndex(n)))


def _rules_of(sheet: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the conditions that give a style, each with a cell of its last row; bars and icons are none."""
    for rules in sheet.ConditionalFormats.getConditionalFormats():
        at = rules.Range.getRangeAddresses()[0]
        for n in range(rules.getCount()):
            rule = rules.getByIndex(n)
            if hasattr(rule, "StyleName") and hasattr(rule, "Formula1"):
                yield rule, sheet.getCellByPosition(at.StartColumn, at.EndRow)


def _charts(document: Any) -> Iterator[Any]:
    for n in range(document.Sheets.Count):
        charts = document.Sheets.getByIndex(n).getCharts()
        yield from (charts.getByIndex(k).getEmbeddedObject() for k in range(charts.Count))


def _with_mark(match: re.Match[str]) -> str:
    if not match[1]:
        return match[0]
    return quoted(match[1].strip("'").replace("''", "'")) + "!"
