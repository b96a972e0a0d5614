"""What the rules of sheets, tables and formulas need to know of the whole workbook."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from .addresses import Box
from .formulas import Named
from .package import ROOT, Package
from .report import Finding
from .styles import Styles
from .xml import Element, child, children, forget, plain_text, relationship_id, stream, true, whole

SHEET_KINDS = {"worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"}
# A module of macros that was a sheet in Excel 95: Excel keeps its name, and no part.
MODULE = "module"
LONGEST_TEXT = 32_767


class Sheet(NamedTuple):
    """A line of the workbook's list of sheets; `part` is None where it leads to no sheet."""

    name: str
    id: int | None
    state: str
    part: str | None
    kind: str


class DefinedName(NamedTuple):
    """`scope` is the number of a sheet, counted from 0; None for the whole workbook."""

    name: str
    scope: int | None
    text: str


@dataclass
class Contents:
    """What was seen of a sheet's cells, as far as another rule asked for it."""

    formulas: set[str] = field(default_factory=set)
    arrays: list[Box] = field(default_factory=list)
    known_formats: set[str] = field(default_factory=set)  # those that are there
    headers: dict[str, str | None] = field(default_factory=dict)  # None: not a text
    calculated: set[str] = field(default_factory=set)  # addresses of the calculation chain


@dataclass
class Book:
    package: Package
    part: str
    root: Element
    sheets: list[Sheet]
    names: list[DefinedName]
    strings: list[str] | None
    styles: Styles
    named: Named

    @property
    def name(self) -> str:
        return self.package.name(self.part)


def main_part(package: Package) -> str | None:
    return next(iter(package.targets(ROOT, "officeDocument")), None)


def read(package: Package, part: str, root: Element) -> Book:
    sheets: list[Sheet] = []
    for element in children(child(root, "sheets"), "sheet"):
        rel_id = relationship_id(element)
        one = package.by_id(part, rel_id)
        target = one.target if one is not None and one.kind in SHEET_KINDS else None
        if target is None or target not in package or any(target == sheet.part for sheet in sheets):
            target = None  # what stands twice is looked at once
        sheets.append(
            Sheet(
                element.get("name", ""),
                whole(element.get("sheetId")),
                element.get("state", "visible"),
                target,
                MODULE if rel_id == "" else one.kind if one is not None else "",
            )
        )
    names = [
        DefinedName(one.get("name", ""), whole(one.get("localSheetId")), one.text or "")
        for one in children(child(root, "definedNames"), "definedName")
    ]
    externals = len(children(child(root, "externalReferences"), "externalReference"))
    return Book(
        package,
        part,
        root,
        sheets,
        names,
        _strings(package, part),
        Styles(package, part),
        Named(frozenset(sheet.name.casefold() for sheet in sheets), externals),
    )


def _strings(package: Package, workbook: str) -> list[str] | None:
    """The shared strings; None where they can't be read, which was said already."""
    strings: list[str] = []
    for part in package.targets(workbook, "sharedStrings")[:1]:
        if not package.is_safe(part):
            return None
        try:
            for _, item in stream(package.read(part), "si"):
                strings.append(plain_text(item))
                forget(item)
        except etree.XMLSyntaxError:
            package.could_not_read(part)
            return None
        for number, text in enumerate(strings):
            if is_too_long(text):
                what = f"string {number} has more than {LONGEST_TEXT} characters"
                package.found.append(Finding("text length", package.name(part), what))
        package.has_read(part, etree.Element("sst"))
    return strings


def is_too_long(text: str) -> bool:
    return len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT


# ---- rules of the workbook itself


def findings(book: Book) -> Iterator[Finding]:
    yield from _sheets(book)
    yield from _tabs(book)
    yield from _code_names(book)
    yield from _defined_names(book)


def _sheets(book: Book) -> Iterator[Finding]:
    for sheet in book.sheets:
        if reason := wrong_sheet_name(sheet.name):
            yield Finding("sheet name", book.name, f"{sheet.name!r} {reason}")
        if sheet.id is None or not 1 <= sheet.id <= 65_534:
            yield Finding("sheet id", book.name, f"{sheet.name!r} has the id {sheet.id}")
        if sheet.part is None and sheet.kind != MODULE:
            yield Finding("sheet part", book.name, f"{sheet.name!r} leads to no sheet, or to that of another")
    for name in _twice(sheet.name.casefold() for sheet in book.sheets):
        yield Finding("sheet name", book.name, f"{name!r} stands more than once")
    for number in _twice(str(sheet.id) for sheet in book.sheets):
        yield Finding("sheet id", book.name, f"{number} stands more than once")
    if not any(sheet.state == "visible" for sheet in book.sheets):
        yield Finding("visible sheet", book.name, "shows no sheet")


def wrong_sheet_name(name: str) -> str:
    if not 1 <= len(name.encode("utf-16-le")) // 2 <= 31:
        return "is empty or longer than 31 characters"
    if set(name) & set("[]:*?/\\"):
        return "holds one of []:*?/\\"
    if name.startswith("'") or name.endswith("'"):
        return "has an apostrophe at its edge"
    return "is a name that Excel keeps for itself" if name.casefold() == "history" else ""


def _tabs(book: Book) -> Iterator[Finding]:
    """A window's tabs. A window without a view of its own in a sheet says nothing of it."""
    selected: dict[int | None, list[int]] = {}
    for number, sheet in enumerate(book.sheets):
        root = book.package.root(sheet.part) if sheet.part else None
        for view in children(child(root, "sheetViews"), "sheetView"):
            if true(view.get("tabSelected")):
                selected.setdefault(whole(view.get("workbookViewId"), 0), []).append(number)
    windows = children(child(book.root, "bookViews"), "workbookView")
    for number, window in enumerate(windows):
        active, first = whole(window.get("activeTab"), 0), whole(window.get("firstSheet"), 0)
        if active is None or not 0 <= active < len(book.sheets):
            yield Finding("active tab", book.name, "is beyond the last sheet")
        elif book.sheets[active].state != "visible" and any(one.state == "visible" for one in book.sheets):
            yield Finding("active tab", book.name, f"{book.sheets[active].name!r} is hidden")
        if first is None or not 0 <= first < len(book.sheets):
            yield Finding("active tab", book.name, "has a first tab beyond the last sheet")
        for other in selected.get(number, []):
            if other != active and active in range(len(book.sheets)):
                what = f"selects {book.sheets[other].name!r} beside the active tab"
                yield Finding("selected tab", book.name, what)


def _code_names(book: Book) -> Iterator[Finding]:
    roots = [book.package.root(sheet.part) for sheet in book.sheets if sheet.part]
    codes = [one.get("codeName") for root in roots for one in children(root, "sheetPr")]
    codes += [one.get("codeName") for one in children(book.root, "workbookPr")]
    for name in _twice(code.casefold() for code in codes if code):
        yield Finding("code name", book.name, f"{name!r} stands more than once")


def _defined_names(book: Book) -> Iterator[Finding]:
    for one in book.names:
        if one.scope is not None and not 0 <= one.scope < len(book.sheets):
            yield Finding("defined name scope", book.name, f"{one.name!r} belongs to no sheet")
    for name, scope in _twice((one.name.casefold(), one.scope) for one in book.names):
        where = f"for {_sheet_name(book, scope)!r}" if scope is not None else "for the workbook"
        yield Finding("defined name twice", book.name, f"{name!r} stands more than once {where}")


def _sheet_name(book: Book, number: int) -> str:
    return book.sheets[number].name if 0 <= number < len(book.sheets) else "no sheet"


def _twice(items: Iterator) -> list:
    return [item for item, times in Counter(items).items() if times > 1]
