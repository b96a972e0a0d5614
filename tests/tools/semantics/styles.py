"""The styles: how many of each there are, and whether they name each other rightly."""

from collections.abc import Iterator

from .package import Package
from .report import Finding
from .xml import Element, child, children, is_main, local, main, whole

FIRST_CUSTOM_FORMAT = 164  # below stand those that Excel knows without being told. ECMA-376 part 1, 18.8.30
MOST_CELL_FORMATS = 64_000
INDEXES = {
    "fontId": ("fonts", "font index"),
    "fillId": ("fills", "fill index"),
    "borderId": ("borders", "border index"),
}


class Styles:
    """Numbers of cell formats and differential formats; None where they can't be told."""

    def __init__(self, package: Package, workbook: str) -> None:
        parts = package.targets(workbook, "styles")
        self.part = package.name(parts[0]) if parts else ""
        self.root: Element | None = package.root(parts[0]) if parts else None
        self.cell_formats: int | None = None if parts else 1
        self.differential: int | None = None if parts else 0
        if self.root is not None:
            # Without a list there is one format, Excel's own.
            self.cell_formats = len(children(child(self.root, "cellXfs"), "xf")) or 1
            self.differential = len(children(child(self.root, "dxfs"), "dxf"))

    def has_cell_format(self, text: str | None) -> bool:
        number = whole(text, 0)
        return self.cell_formats is None or (number is not None and 0 <= number < self.cell_formats)


def findings(styles: Styles) -> Iterator[Finding]:
    if styles.root is None:
        return
    yield from _counts(styles)
    yield from _number_formats(styles)
    yield from _indexes(styles)
    if styles.cell_formats is not None and styles.cell_formats > MOST_CELL_FORMATS:
        yield Finding("style limit", styles.part, f"has more than {MOST_CELL_FORMATS} cell formats")


def differential_formats(root: Element, part: str, styles: Styles) -> Iterator[Finding]:
    """Every dxfId and …DxfId of a part, be it in a rule, a filter, a table or a pivot table."""
    if styles.differential is None:
        return
    for element in root.iter():
        if not is_main(element):
            continue
        for attribute, text in element.attrib.items():
            if attribute.casefold().endswith("dxfid"):
                number = whole(text)
                if number is None or not 0 <= number < styles.differential:
                    what = f"{local(element)} names the differential format {text}, which is not there"
                    yield Finding("differential format", part, what)


def _counts(styles: Styles) -> Iterator[Finding]:
    assert styles.root is not None
    for element in styles.root.iter():
        if is_main(element) and element.get("count") is not None:
            number = len(children(element))
            if whole(element.get("count")) != number:
                what = f"{local(element)} says {element.get('count')} and has {number}"
                yield Finding("style count", styles.part, what)


def _number_formats(styles: Styles) -> Iterator[Finding]:
    assert styles.root is not None
    listed = [one.get("numFmtId") for one in children(child(styles.root, "numFmts"), "numFmt")]
    for number in sorted({one for one in listed if listed.count(one) > 1}, key=str):
        yield Finding("number format", styles.part, f"has the number format {number} more than once")
    for owner, position, xf in _formats(styles):
        number = whole(xf.get("numFmtId"), 0)
        if number is None or (number >= FIRST_CUSTOM_FORMAT and str(number) not in listed):
            what = f"{owner} {position} names the number format {number}, which is not there"
            yield Finding("number format", styles.part, what)


def _indexes(styles: Styles) -> Iterator[Finding]:
    assert styles.root is not None
    lengths = {name: len(children(child(styles.root, name))) for name, _ in INDEXES.values()}
    parents = len(children(child(styles.root, "cellStyleXfs"), "xf"))
    for owner, position, xf in _formats(styles):
        for attribute, (list_name, rule) in INDEXES.items():
            number = whole(xf.get(attribute), 0)
            # A list that is missing altogether is Excel's own, of one entry.
            if number is None or not 0 <= number < max(lengths[list_name], 1):
                what = f"{owner} {position} names {attribute} {xf.get(attribute)}, which is not there"
                yield Finding(rule, styles.part, what)
        if owner == "cellXfs":
            yield from _parent(styles, f"{owner} {position}", xf, parents)
    for style in main(styles.root, "cellStyle"):
        yield from _parent(styles, f"cellStyle {style.get('name')!r}", style, parents)


def _parent(styles: Styles, place: str, element: Element, parents: int) -> Iterator[Finding]:
    number = whole(element.get("xfId"), 0)
    if number is None or not 0 <= number < max(parents, 1):
        what = f"{place} builds on the style {element.get('xfId')}, which is not there"
        yield Finding("parent style", styles.part, what)


def _formats(styles: Styles) -> Iterator[tuple[str, int, Element]]:
    for owner in ("cellStyleXfs", "cellXfs"):
        for position, xf in enumerate(children(child(styles.root, owner), "xf")):
            yield owner, position, xf
