"""Small workbooks with our tabs in them, and what a person or another program does to them since.

book = Opened(built(officers(), tabs(Scorecard=ROWS)))
book.write("Scorecard", "A1", "by hand").names()
"""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Self

import xlsxwriter
from lxml import etree
from openpyxl.utils.cell import coordinate_from_string

from scorecard_xl.formats import Format, Page
from scorecard_xl.layout.plan import Drawing, Frame, Row, Rule, SheetPlan
from scorecard_xl.package.book import Book, Tab
from scorecard_xl.package.changes import Changes
from scorecard_xl.package.checking import check_written
from scorecard_xl.package.draft import Draft
from scorecard_xl.package.formulas import renamed
from scorecard_xl.package.going import Following
from scorecard_xl.package.graft import WORKSHEET, Delivery, Outcome, graft
from scorecard_xl.package.opening import explained
from scorecard_xl.package.ours import our_tabs
from scorecard_xl.package.parts import Package
from scorecard_xl.package.references import follow
from scorecard_xl.package.removal import remove
from scorecard_xl.package.writing import write_package
from scorecard_xl.render import render
from tools import semantics
from tools.rich_parts import TYPES, WORKBOOK, WORKBOOK_RELS, Parts
from tools.zips import kept

TODAY = date(2026, 11, 22)
CREATED = datetime(2026, 11, 22, 8, 50)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STYLES, APP = "xl/styles.xml", "docProps/app.xml"
LISTS = {TYPES, WORKBOOK, WORKBOOK_RELS, STYLES, APP, "xl/calcChain.xml"}
ROWS: list[list[Any]] = [["Visits", 95.5], ["Reviews", 60], ["Plans", "n/a"]]
LOOKS = (Format(), Format(bold=True, number="0.0"))
BAND = Rule(1, 1, 'B1="n/a"', number='"none: "@', fill="FFEEDD")


def tabs(
    place: str = "first",
    *,
    roles: Mapping[str, str] | None = None,
    drawings: tuple[Drawing, ...] = (),
    looks: tuple[Format, ...] = LOOKS,
    rules: tuple[Rule, ...] = (BAND,),
    repeat: tuple[int, int] | None = (0, 0),
    **content: Any,
) -> Delivery:
    """Our tabs as they are rendered, by name ("Data_checks" is Data checks), with a cell in bold each row.

    A tab's role is its name in small letters, unless `roles` says otherwise.
    """
    names = {name.replace("_", " "): rows for name, rows in content.items()}
    told = {name: (roles or {}).get(name, re.sub("[^a-z]", "", name.lower()) or "summary") for name in names}
    plans = []
    for name, rows in names.items():
        frame = Frame(looks, (12.0, 20.0), rules, Page(repeat=repeat))
        cells = [Row(tuple((value, n % 2) for n, value in enumerate(row))) for row in rows]
        plans.append(
            SheetPlan(name, told[name], frame, tuple(cells), drawings, (0, len(rows) - 1), printed=(1, 2))
        )
    return Delivery(render(plans, properties={"title": "Small"}, created=CREATED), told, place)


def officers(
    draw: Callable[[xlsxwriter.Workbook], None] | None = None,
    sheets: Sequence[str] = ("Own", "More"),
    **options: Any,
) -> bytes:
    """A workbook of some sheets with a figure in A1 each, and what `draw` adds."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, options) as book:
        for name in sheets:
            book.add_worksheet(name).write("A1", 1)
        if draw:
            draw(book)
    return buffer.getvalue()


def built(content: bytes, delivery: Delivery, today: date = TODAY) -> bytes:
    """The workbook with the tabs, which breaks no rule of a workbook that it did not break before."""
    return _changed(content, lambda package: graft(package, delivery, today))


def taken_out(content: bytes) -> bytes:
    """The workbook without our tabs."""
    return _changed(content, remove)


def outcome(content: bytes, delivery: Delivery | None = None) -> Outcome:
    """What a build into a workbook, or a removal, would do."""
    with explained("book.xlsx"):
        package = Package("book.xlsx", BytesIO(content))
        return graft(package, delivery, TODAY) if delivery else remove(package)


def _changed(content: bytes, make: Callable[[Package], Outcome]) -> bytes:
    package, to = Package("book.xlsx", BytesIO(content)), BytesIO()
    with explained("book.xlsx"):
        changes = make(package).changes
    write_package(package, changes, to)
    check_written(package, changes, to)
    found = semantics.findings(to.getvalue())
    assert set(found) <= set(semantics.findings(content)) or not found, found
    return to.getvalue()


def resaved(content: bytes) -> bytes:
    """The workbook as openpyxl saves it."""
    import openpyxl

    to = BytesIO()
    openpyxl.load_workbook(BytesIO(content)).save(to)
    return to.getvalue()


class Opened(Parts):
    """A saved workbook to look at, or to change as a person does in Excel; `bytes()` saves it."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}

    def bytes(self) -> bytes:
        to = BytesIO()
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(name, content)
        return to.getvalue()

    def draft(self) -> Draft:
        return Draft(Package("book.xlsx", BytesIO(self.bytes())))

    def book(self) -> Book:
        return Book(self.draft())

    # ---- to look at --------------------------------------------------------------------------------

    def sheets(self) -> list[str]:
        """The names on the tabs; hidden ones in brackets."""
        return [tab.name if tab.state == "visible" else f"({tab.name})" for tab in self.book().tabs()]

    def tab(self, name: str) -> Tab:
        return next(tab for tab in self.book().tabs() if tab.name == name)

    def root(self, name: str) -> Any:
        """The root element of a sheet."""
        return etree.fromstring(self.parts[self.tab(name).part])

    def cell(self, name: str, at: str) -> str:
        """What stands in a cell, as text."""
        found = self.root(name).find(f".//{MAIN}c[@r='{at}']")
        return "" if found is None else "".join(found.itertext())

    def names(self) -> list[str]:
        """The defined names, markers left out: `Sheet!name = formula`, of the whole workbook `name = …`."""
        book, found = self.book(), []
        scope = {name: tab.name for tab in book.tabs() for name in book.names_of(tab)}
        for name in book.root.iter(f"{MAIN}definedName"):
            if name.get("name") != "_scorecard_xl":
                where = f"{scope[name]}!" if name in scope else ""
                found.append(f"{where}{name.get('name').removeprefix('_xlnm.')} = {name.text}")
        return found

    def in_front(self) -> str:
        """The name of the tab in front."""
        views = self.book().views()
        return self.book().tabs()[int(views[0].get("activeTab", "0")) if views else 0].name

    def selected(self) -> list[str]:
        """The tabs that say of themselves that they are selected."""
        return [tab.name for tab in self.book().tabs() if b'tabSelected="1"' in self.parts.get(tab.part, b"")]

    # ---- to change ---------------------------------------------------------------------------------

    def write(self, name: str, at: str, text: str, *, formula: str = "", style: str = "") -> Self:
        """Types a text, "" for none, or a formula with its value, into a cell."""
        root = self.root(name)
        data = root.find(f"{MAIN}sheetData")
        _, number = coordinate_from_string(at)
        row = data.find(f"{MAIN}row[@r='{number}']")
        if row is None:
            row = etree.SubElement(data, f"{MAIN}row", r=str(number))
        cell = row.find(f"{MAIN}c[@r='{at}']")
        if cell is None:
            cell = etree.SubElement(row, f"{MAIN}c", r=at)
        for old in list(cell):
            cell.remove(old)
        cell.attrib.pop("t", None)
        if style:
            cell.set("s", style)
        if formula:
            cell.set("t", "str")
            etree.SubElement(cell, f"{MAIN}f").text = formula
            etree.SubElement(cell, f"{MAIN}v").text = text
        elif text:
            cell.set("t", "inlineStr")
            etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = text
        return self.put(self.tab(name).part, etree.tostring(root))  # type: ignore[return-value]

    def rename(self, name: str, new: str) -> Self:
        return self.change(WORKBOOK, f'<sheet name="{name}"', f'<sheet name="{new}"')

    def hide(self, name: str, state: str = "hidden") -> Self:
        return self.change(WORKBOOK, f'<sheet name="{name}"', f'<sheet name="{name}" state="{state}"')

    def name(self, name: str, formula: str, scope: str = "") -> Self:
        """Adds a defined name, of one sheet or of the workbook."""
        places = [tab.name for tab in self.book().tabs()]
        local = f' localSheetId="{places.index(scope)}"' if scope else ""
        entry = f'<definedName name="{name}"{local}>{formula}</definedName>'
        if b"<definedNames>" not in self.parts[WORKBOOK]:
            self.insert(WORKBOOK, "<definedNames></definedNames>", before="<calcPr")
        return self.insert(WORKBOOK, entry, before="</definedNames>")

    def copy(self, name: str, new: str) -> Self:
        """Copies a tab to the end, with all that is its own, as Excel does."""
        book = self.book()
        tab, draft = next(tab for tab in book.tabs() if tab.name == name), book.draft
        part = draft.free_name(tab.part)
        _copy(draft, tab.part, part)
        made = book.add(new, part, WORKSHEET, len(book.tabs()))
        for own in book.names_of(tab):
            hidden = own.get("hidden") == "1"
            book.add_name(made, own.get("name"), renamed(own.text, name, new), hidden=hidden)
        follow(draft, part, name, new)
        book.settle()
        return self._take(draft.changes())

    def delete(self, name: str) -> Self:
        """Takes a tab out, with all that is its own."""
        book = self.book()
        following = Following(book)
        following.remove(next(tab for tab in book.tabs() if tab.name == name))
        following.settle()
        return self._take(book.draft.changes())

    def _take(self, changes: Changes) -> Self:
        self.parts = {part: content for part, content in self.parts.items() if part not in changes.dropped}
        self.parts |= changes.written
        return self


def _copy(draft: Draft, old: str, new: str) -> None:
    draft.write(new, draft.content(old))
    draft.set_type(new, draft.type_of(old))
    for relation in draft.relations(old).internal():
        part = draft.free_name(relation.part)
        _copy(draft, relation.part, part)
        draft.relations(new).add(relation.type, part, relation.id)


def assert_only_our_parts_changed(before: bytes, after: bytes) -> None:
    """Every part that led to no tab of ours, and is none of the lists of tabs, is stored as it was."""
    was, now = {one.name: one for one in kept(before)}, {one.name: one for one in kept(after)}
    book = Opened(before)
    draft, ours = book.draft(), {one.tab.part for one in our_tabs(book.book())}
    mine = {part for one in ours for part in draft.reachable() - draft.reachable(without=one)}
    mine |= {f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels" for part in mine}
    for name, part in was.items():
        if name not in mine | LISTS:
            assert now[name] == part, name
