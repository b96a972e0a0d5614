"""What a sheet holds beside its cells: columns, merged ranges, conditional formats, validations, a filter."""

from collections import Counter
from collections.abc import Iterator

from . import formulas
from .addresses import Box, box, overlapping
from .book import Book
from .names import filter_range, same_range
from .report import Finding
from .xml import Element, child, children, is_main, local, main, whole

FORMULAS = {"formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula"}
LONGEST_LIST = 255
DELETED = "#REF!"  # Excel keeps a validation whose cells were deleted
RANGES = ("ref", "sqref", "activeCell", "topLeftCell")


def findings(book: Book, number: int, part: str, root: Element) -> Iterator[Finding]:
    """`number`: the sheet's place in the workbook, counted from 0; `root`: the sheet without its rows."""
    yield from _columns(book, part, root)
    yield from addresses(part, root)
    yield from _merged(part, root)
    yield from _priorities(part, root)
    yield from _validations(part, root)
    yield from _autofilter(book, number, part, root)
    yield from formulas_of(book, part, root)


def formulas_of(book: Book, part: str, root: Element) -> Iterator[Finding]:
    """Formulas of rules, validations, sparklines, tables and charts."""
    for element in root.iter():
        if local(element) in FORMULAS:
            yield from formulas.findings(element.text, part, f"a {local(element)}", book.named)


def addresses(part: str, root: Element) -> Iterator[Finding]:
    for element in root.iter():
        if local(element) == "sqref" and element.text:
            texts = [element.text]
        elif is_main(element):
            texts = [element.get(name) for name in RANGES if element.get(name)]
        else:
            continue
        for one in " ".join(texts).split():
            if one != DELETED and box(one) is None:
                yield Finding("address", part, f"{local(element)} has the range {one}")


def merged_ranges(root: Element) -> list[tuple[str, Box]]:
    texts = [one.get("ref", "") for one in children(child(root, "mergeCells"), "mergeCell")]
    return [(text, found) for text in texts if (found := box(text)) is not None]


def _columns(book: Book, part: str, root: Element) -> Iterator[Finding]:
    last = 0
    for column in main(root, "col"):
        first, end = whole(column.get("min")), whole(column.get("max"))
        if first is None or end is None or not last < first <= end <= 16_384:
            what = f"columns {column.get('min')} to {column.get('max')} stand after column {last}"
            yield Finding("column order", part, what)
        last = end or last
        if not book.styles.has_cell_format(column.get("style")):
            what = f"column {first} has the format {column.get('style')}, which is not there"
            yield Finding("cell format", part, what)


def _merged(part: str, root: Element) -> Iterator[Finding]:
    for one, other in overlapping(merged_ranges(root)):
        yield Finding("merged cells", part, f"{one} and {other} share cells")


def _priorities(part: str, root: Element) -> Iterator[Finding]:
    rules = [rule for rule in root.iter("{*}cfRule") if rule.get("priority") is not None]
    for priority, times in Counter(rule.get("priority") for rule in rules).items():
        if times > 1:
            yield Finding("conditional priority", part, f"has the priority {priority} {times} times")


def _validations(part: str, root: Element) -> Iterator[Finding]:
    for one in root.iter("{*}dataValidation"):
        first = child(one, "formula1")
        text = "" if first is None else "".join(first.itertext()).strip()
        if one.get("type") == "list" and text.startswith('"') and len(text) - 2 > LONGEST_LIST:
            yield Finding(
                "list length", part, f"a list for {one.get('sqref')} has {len(text) - 2} characters"
            )


def _autofilter(book: Book, number: int, part: str, root: Element) -> Iterator[Finding]:
    own = child(root, "autoFilter")
    if own is None:
        return
    named = filter_range(book, number)
    if named is None:
        yield Finding("autofilter", part, f"{own.get('ref')} has no hidden name")
    elif not same_range(named, own.get("ref", "")):
        yield Finding("autofilter", part, f"is {own.get('ref')}, but its hidden name says {named}")
