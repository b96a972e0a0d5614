"""The workbook part: which sheets there are, in which order, and what names them by their place.

Sheets' own names and the windows' active sheet are held by place in the file. While a `Book` is changed
they are held by sheet; `settle` writes the places anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from .draft import Draft
from .entries import Damaged
from .markers import NAME, Marker, read_marker
from .styles import EXCELS_OWN, StyleSheet
from .xml import OFFICE, Element, add_child, child, drop, local

OFFICE_DOCUMENT, STYLES, STRINGS, CALC_CHAIN = "officeDocument", "styles", "sharedStrings", "calcChain"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# What stands before the windows, and before the names. ECMA-376 part 1, 18.2.27
BEFORE_VIEWS = "fileVersion fileSharing workbookPr AlternateContent revisionPtr workbookProtection".split()
BEFORE_NAMES = "sheets functionGroups externalReferences".split()


class Tab(Struct, frozen=True, eq=False):
    """One sheet of the workbook: its entry there, and the part that holds it ("" for a broken entry)."""

    element: Element
    part: str
    kind: str

    @property
    def name(self) -> str:
        """The name on the tab."""
        return str(self.element.get("name", ""))

    @property
    def sheet_id(self) -> int:
        """The number that stays with a sheet wherever it is moved."""
        text = self.element.get("sheetId", "0")
        return int(text) if text.isdecimal() else 0

    @property
    def link(self) -> str:
        """The id of the relationship that leads to the part."""
        return str(self.element.get(f"{{{OFFICE}}}id", ""))

    @property
    def state(self) -> str:
        """Whether the tab can be seen: visible, hidden, or veryHidden (macros alone can show it)."""
        return str(self.element.get("state", "visible"))


class Book:
    """The workbook part of a draft, to be changed; nothing is in the draft's order before `settle`."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        top = [relation.part for relation in draft.relations("").of_kind(OFFICE_DOCUMENT)]
        if not top or top[0] not in draft:
            raise Damaged("no part of the package is the workbook")
        self.part = draft.stored(top[0])
        self.root = draft.tree(self.part)
        sheets = child(self.root, "sheets")
        if sheets is None or not any(local(one) == "sheet" for one in sheets):
            raise Damaged("the workbook has no sheets")
        self._sheets = sheets
        self.relations = draft.relations(self.part)
        elements = self._elements()
        self._had_names = bool(self._names())
        self._scopes = {}
        for name in self._names():
            if (place := name.get("localSheetId")) is not None:
                if not place.isdecimal() or int(place) >= len(elements):
                    raise Damaged("a name belongs to a sheet that is not there")
                self._scopes[name] = elements[int(place)]
        self._views = [(view, self._seen(view, "activeTab"), self._first(view)) for view in self.views()]
        self._active = self._views[0][1] if self._views else elements[0]

    # ---- sheets --------------------------------------------------------------------------------

    def tabs(self) -> list[Tab]:
        """Return the sheets in the order of their tabs."""
        related = {relation.id: relation for relation in self.relations.internal()}
        found = []
        for element in self._elements():
            relation = related.get(element.get(f"{{{OFFICE}}}id", ""))
            part = relation.part if relation else ""
            found.append(Tab(element, part, relation.kind if relation else ""))
        return found

    def add(self, name: str, part: str, kind: str, place: int) -> Tab:
        """Put a sheet in at a place, counted from 0; `kind` is its relationship's full type."""
        link = self.relations.add(kind, part)
        taken = {tab.sheet_id for tab in self.tabs()}
        free = next(number for number in range(1, 65_535) if number not in taken)
        # The prefix of relationships is usually declared at the top; where it isn't, here.
        element = add_child(self._sheets, "sheet", {"name": name, "sheetId": str(free)}, ["sheet"])
        element.set(f"{{{OFFICE}}}id", link)
        self._sheets.remove(element)
        at = self._elements()
        self._sheets.insert(self._sheets.index(at[place]) if place < len(at) else len(self._sheets), element)
        return Tab(element, part, kind.rpartition("/")[2])

    def remove(self, tab: Tab) -> None:
        """Take a sheet out, with all names of its own; its parts stay in the draft."""
        for name in self.names_of(tab):
            self.remove_name(name)
        elements = self._elements()
        place = elements.index(tab.element)
        others = [*elements[place + 1 :], *reversed(elements[:place])]
        shown = [one for one in others if one.get("state", "visible") == "visible"]
        instead = (shown or others or [None])[0]
        if instead is None or not shown:
            raise Damaged("no visible sheet would be left")
        self._views = [
            (view, *(instead if seen is tab.element else seen for seen in both))
            for view, *both in self._views
        ]
        self.relations.drop(tab.link)
        drop(tab.element)

    def place(self, tab: Tab) -> int:
        """Return where a tab stands, counted from 0."""
        return self._elements().index(tab.element)

    def reorder(self, tabs: Sequence[Tab]) -> None:
        """Put all sheets into another order."""
        for tab in tabs:
            self._sheets.remove(tab.element)
            self._sheets.append(tab.element)

    def active(self) -> Element | None:
        """Return the entry of the sheet that is in front."""
        return self._views[0][1] if self._views else self._active

    # ---- names ---------------------------------------------------------------------------------

    def names_of(self, tab: Tab) -> list[Element]:
        """Return the defined names that belong to one sheet."""
        return [name for name in self._names() if self._scopes.get(name) is tab.element]

    def add_name(self, tab: Tab, name: str, formula: str, *, hidden: bool = False) -> None:
        """Give a sheet a defined name of its own."""
        names = child(self.root, "definedNames")
        if names is None:
            names = add_child(self.root, "definedNames", {}, BEFORE_NAMES)
        made = add_child(names, "definedName", {"name": name, "localSheetId": "0"}, ["definedName"])
        if hidden:
            made.set("hidden", "1")
        made.text = formula
        self._scopes[made] = tab.element

    def give_name(self, name: Element, tab: Tab) -> None:
        """Let a sheet's own name belong to another one; it stays where it stands in the list."""
        self._scopes[name] = tab.element

    def remove_name(self, name: Element) -> None:
        """Take a defined name out."""
        self._scopes.pop(name, None)
        drop(name)

    def marker(self, tab: Tab) -> Marker | None:
        """Return the marker of a tab of ours, None for a tab that has none."""
        for name in self.names_of(tab):
            if name.get("name", "").casefold() == NAME:
                return read_marker(NAME, name.text or "")
        return None

    # ---- what belongs to the whole workbook ------------------------------------------------------

    def views(self) -> list[Element]:
        """Return the windows that the workbook was last open in."""
        found = child(self.root, "bookViews")
        return [] if found is None else [view for view in found if isinstance(view.tag, str)]

    def related(self, kind: str) -> str:
        """Return the part of one kind ("styles") beside the workbook, "" when there is none."""
        found = [relation.part for relation in self.relations.of_kind(kind) if relation.part in self.draft]
        return found[0] if found else ""

    def styles(self) -> StyleSheet:
        """Return the workbook's formats; a workbook without any gets Excel's own first."""
        part = self.related(STYLES)
        if not part:
            part = self._folder() + "styles.xml"  # where openpyxl looks for it, whatever leads to it
            part = self.draft.free_name(part) if part in self.draft else part
            self.draft.write(part, EXCELS_OWN.encode())
            self.draft.set_type(part, STYLES_TYPE)
            self.relations.add(f"{OFFICE}/{STYLES}", part)
        return StyleSheet(self.draft.tree(part), self.draft.package.name)

    def settle(self) -> None:
        """Write by their places what is held by sheet: names of sheets, and what is in front."""
        place = {element: str(n) for n, element in enumerate(self._elements())}
        for name, element in self._scopes.items():
            name.set("localSheetId", place[element])
        names = child(self.root, "definedNames")
        if self._had_names and names is not None and not len(names):  # an empty list is no valid one
            drop(names)
        if not self._views and self._active is not None and place.get(self._active, "0") != "0":
            views = add_child(self.root, "bookViews", {}, BEFORE_VIEWS)
            add_child(views, "workbookView", {"activeTab": place[self._active]}, [])
        for view, active, first in self._views:
            for attribute, element in (("activeTab", active), ("firstSheet", first)):
                if element is not None and place[element] != view.get(attribute, "0"):
                    view.set(attribute, place[element])

    def _folder(self) -> str:
        return self.part.rpartition("/")[0] + "/" if "/" in self.part else ""

    def _elements(self) -> list[Element]:
        return [element for element in self._sheets if local(element) == "sheet"]

    def _names(self) -> Sequence[Element]:
        found = child(self.root, "definedNames")
        return [] if found is None else [name for name in found if local(name) == "definedName"]

    def _first(self, view: Element) -> Element | None:
        """Return the sheet to which the row of tabs is scrolled; where it isn't, what comes first is seen."""
        return self._seen(view, "firstSheet") if view.get("firstSheet", "0") != "0" else None

    def _seen(self, view: Element, attribute: str) -> Element:
        place, elements = view.get(attribute, "0"), self._elements()
        # Where that is none, the first is in front; with our tabs there it would be one.
        return elements[int(place) if place.isdecimal() and int(place) < len(elements) else 0]
