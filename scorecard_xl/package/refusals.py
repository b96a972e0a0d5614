"""The workbooks that our tabs can't go into without a loss: each refused with one sentence, untouched.

What opens with a password or is an .xls is told by its first bytes, in `opening`; what is larger than
any workbook, or holds a part twice, by `Package`.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED

from ..errors import ScorecardError
from .opening import explained
from .parts import Package, Relationship, document_type_refused, plain
from .prologues import has_document_type

OFFICE_DOCUMENT = "/officeDocument"  # the end of a relationship type, transitional and strict alike
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK_TYPES = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",  # .xlsx
    "application/vnd.ms-excel.sheet.macroenabled.main+xml",  # .xlsm
}
TEMPLATE_TYPES = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",  # .xltx
    "application/vnd.ms-excel.template.macroenabled.main+xml",  # .xltm
}
BINARY_TYPE = "application/vnd.ms-excel.sheet.binary.macroenabled.main"  # .xlsb
STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/spreadsheetml/main"

# A million rows of empty cells without addresses pack to 1/340, a bomb to 1/1000.
MOST_TIMES_UNPACKED = 500
UNPACKED_AT_LEAST = 10_000_000  # bytes; what is smaller is no bomb
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # APPNOTE.TXT 4.4.4: encrypted, strongly, and with its headers
_OR_OUTPUT = "or use --output NEW.xlsx for a scorecard in a file of its own."
_NO_WORKBOOK = f"is not an .xlsx or .xlsm workbook: save it in Excel as .xlsx and retry, {_OR_OUTPUT}"
_SAVE_AGAIN = f"open it in Excel, save it again and retry, {_OR_OUTPUT}"


def refuse_what_cannot_be_kept(package: Package) -> None:
    """Raise `ScorecardError` for a workbook that can't take our tabs and stay what it is.

    Reads the list of parts, how each XML part begins, and the few parts that say what the workbook is.
    """
    with explained(package.name):
        for problem in _problems(package):
            raise ScorecardError(f"{package.name} {problem}")


def _problems(package: Package) -> Iterator[str]:
    """Find what speaks against it, the first that comes; what is asked first guards what comes after."""
    yield from _problems_of_the_zip(package)
    package.laid_out()  # raises what `Damaged` says
    if CONTENT_TYPES not in package or "_rels/.rels" not in package:
        yield f"does not say what its parts are ({CONTENT_TYPES} or _rels/.rels is missing): {_SAVE_AGAIN}"
    types = _ContentTypes(package.parse(CONTENT_TYPES))
    top = package.related("")
    if any(types.is_xml(name) and has_document_type(package.beginning(name)) for name in package.names):
        raise document_type_refused(package.name)
    yield from _problems_of_kind(package, top, types)
    if any("/digital-signature/" in named.type for named in top) or any(
        plain(name).startswith("_xmlsignatures/") for name in package.names
    ):
        yield (
            "is digitally signed, and any change would make the signature invalid: "
            f"remove the signature in Excel (File > Info > View Signatures), {_OR_OUTPUT}"
        )


def _problems_of_the_zip(package: Package) -> Iterator[str]:
    for entry in package.entries:
        if entry.flag_bits & _ENCRYPTED:
            yield f"is encrypted as a zip file: unpack it with its password and retry, {_OR_OUTPUT}"
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            yield f"is packed in a way that Excel does not know: {_SAVE_AGAIN}"
        if entry.file_size > max(UNPACKED_AT_LEAST, entry.compress_size * MOST_TIMES_UNPACKED):
            yield (
                f"holds a part that unpacks to more than {MOST_TIMES_UNPACKED} times its size, "
                f"which no workbook needs: {_SAVE_AGAIN}"
            )
        if "\\" in entry.orig_filename:
            yield f"names its parts with backslashes, as Excel never does: {_SAVE_AGAIN}"


def _problems_of_kind(package: Package, top: list[Relationship], types: _ContentTypes) -> Iterator[str]:
    workbook = next((named.part for named in top if named.type.endswith(OFFICE_DOCUMENT)), "")
    if workbook not in package:
        yield _NO_WORKBOOK
    kind = types.of(workbook)
    if kind == BINARY_TYPE:
        yield f"is a binary workbook (.xlsb): save it in Excel as .xlsx or .xlsm and retry, {_OR_OUTPUT}"
    if kind in TEMPLATE_TYPES:
        yield f"is a template: save it in Excel as a workbook (.xlsx or .xlsm) and retry, {_OR_OUTPUT}"
    if not kind:
        yield f"does not say of what kind its workbook is: {_SAVE_AGAIN}"
    if kind not in WORKBOOK_TYPES:
        yield _NO_WORKBOOK
    root = package.parse(workbook)
    if root.tag.startswith("{" + STRICT_NAMESPACE + "}"):
        yield (
            "is saved as Strict Open XML Spreadsheet: "
            f'save it in Excel as "Excel Workbook (*.xlsx)" and retry, {_OR_OUTPUT}'
        )
    if _is_shared(package, workbook):
        yield (
            "is a shared workbook, which takes no new tabs safely: "
            f"stop sharing it in Excel (Review > Unshare Workbook) and retry, {_OR_OUTPUT}"
        )
    if _is_locked(root):
        yield (
            "has a protected structure, so that no tab can be added: "
            f"take the protection off in Excel (Review > Protect Workbook) and retry, {_OR_OUTPUT}"
        )


def _is_shared(package: Package, workbook: str) -> bool:
    try:
        related = package.related(workbook)
    except KeyError:
        related = []
    kinds = {named.type.rpartition("/")[2].lower() for named in related}
    return bool(kinds & {"revisionheaders", "usernames"}) or any(
        plain(name).rpartition("/")[2] == "revisionheaders.xml" for name in package.names
    )


def _is_locked(workbook: ElementTree.Element) -> bool:
    return any(
        element.tag.rpartition("}")[2] == "workbookProtection"
        and element.get("lockStructure", "").strip() in ("1", "true")
        for element in workbook.iter()
    )


class _ContentTypes:
    """What sort each part is said to be, by its name or else by its ending; in lower case, "" for none."""

    def __init__(self, root: ElementTree.Element) -> None:
        self._by_name = {plain(e.get("PartName", "")): e.get("ContentType", "").lower() for e in root}
        self._by_ending = {e.get("Extension", "").lower(): e.get("ContentType", "").lower() for e in root}

    def of(self, part: str) -> str:
        """Return the content type of a part."""
        ending = plain(part).rpartition("/")[2].rpartition(".")[2]
        return self._by_name.get(plain(part)) or self._by_ending.get(ending, "")

    def is_xml(self, part: str) -> bool:
        """Whether a part is XML of the package; a picture is not, though SVG is written so."""
        kind = self.of(part)
        return not kind.startswith("image/") and (
            kind.endswith("xml") or plain(part).endswith((".xml", ".rels", ".vml"))
        )
