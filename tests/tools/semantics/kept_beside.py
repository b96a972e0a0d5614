"""What Excel keeps beside the workbook's own content: the calculation chain and the list of titles."""

from collections.abc import Iterator

from .addresses import cell
from .book import MODULE, SHEET_KINDS, Book, Contents
from .package import ROOT
from .report import Finding
from .xml import Element, child, children, whole

# Other languages have other words; worksheets then stand first.
WORKSHEETS, OTHERS = "Worksheets", {"Charts", "Named Ranges", "Excel 4.0 Macros", "Dialogs"}


def chain(book: Book) -> dict[int | None, set[str]]:
    """The addresses of the calculation chain by id of sheet."""
    found: dict[int | None, set[str]] = {}
    for part in book.package.targets(book.part, "calcChain"):
        sheet: int | None = 0
        for entry in children(book.package.root(part), "c"):
            sheet = whole(entry.get("i"), sheet)  # not said: as the one before
            found.setdefault(sheet, set()).add(entry.get("r", ""))
    return found


def calculation_findings(
    book: Book, asked: dict[int | None, set[str]], seen: dict[int | None, Contents]
) -> Iterator[Finding]:
    name = next(iter(book.package.targets(book.part, "calcChain")), "")
    part = book.package.name(name)
    ids = {sheet.id: sheet for sheet in book.sheets}
    for sheet_id, addresses in asked.items():
        if sheet_id not in ids:
            yield Finding("calculation chain", part, f"names the sheet {sheet_id}, which is not there")
        elif sheet_id in seen:
            contents = seen[sheet_id]
            for address in sorted(addresses - contents.formulas):
                place = cell(address)
                if place is None or not any(area.holds(*place) for area in contents.arrays):
                    what = f"{address} of {ids[sheet_id].name!r} holds no formula"
                    yield Finding("calculation chain", part, what)


def property_findings(book: Book) -> Iterator[Finding]:
    for key in book.package.targets(ROOT, "extended-properties"):
        root, part = book.package.root(key), book.package.name(key)
        headings, titles = child(root, "HeadingPairs"), child(root, "TitlesOfParts")
        if (headings is None) != (titles is None):
            yield Finding(
                "document properties", part, "has headings without titles, or titles without headings"
            )
        elif headings is not None and titles is not None:
            yield from _titles(book, part, headings, titles)


def _titles(book: Book, part: str, headings: Element, titles: Element) -> Iterator[Finding]:
    pairs, texts = _vector(headings), _vector(titles)
    counts = [whole(text, 0) or 0 for text in pairs[1::2]]
    for element, held in ((headings, pairs), (titles, texts)):
        said = whole(children(element)[0].get("size"), len(held)) if children(element) else 0
        if said != len(held):
            yield Finding("document properties", part, f"a vector says {said} and has {len(held)}")
    if sum(counts) != len(texts):
        yield Finding("document properties", part, f"has {len(texts)} titles for {sum(counts)}")
        return
    start = 0
    for position, (heading, count) in enumerate(zip(pairs[::2], counts, strict=False)):
        is_worksheets = heading == WORKSHEETS or (
            position == 0 and heading not in OTHERS and WORKSHEETS not in pairs
        )
        listed = texts[start : start + count]
        if is_worksheets and listed not in (worksheets(book), worksheets(book, "veryHidden")):
            what = f"lists other worksheets than the workbook has: {listed}"
            yield Finding("document properties", part, what)
        start += count


def worksheets(book: Book, left_out: str = "") -> list[str]:
    """Their names. Excel lists those that only a macro can show nowhere, other programs do."""
    others = SHEET_KINDS - {"worksheet"} | {MODULE}
    return [one.name for one in book.sheets if one.kind not in others and one.state != left_out]


def _vector(element: Element) -> list[str]:
    """The texts of a vector's items, each perhaps wrapped in a variant."""
    vector = children(element)[:1]
    return ["".join(item.itertext()).strip() for item in children(vector[0])] if vector else []
