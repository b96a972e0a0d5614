"""What the rich workbooks are made of: the input sheets, and an editor that adds parts to a package."""

import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Self

import xlsxwriter

from tools.bad_books import Editor

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES, WORKBOOK, WORKBOOK_RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
DECLARED = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# One measure is met; the other is not, so that it has a page, and on it a commentary.
INPUT: dict[str, list[list[Any]]] = {
    "Measures": [
        ["Ref", "Measure", "Polarity", "Unit", "Target"],
        [1, "Visits", "High", "%", 90],
        [2, "Reviews in time", "High", "%", 95],
    ],
    "Results": [
        ["Ref", "Period", "Value"],
        *([ref, when, value] for ref, *values in ((1, 92, 95), (2, 70, 60))
          for when, value in zip(("Jan 2015", "Feb 2015"), values, strict=True)),
    ],
    "Commentary": [
        ["Ref", "Period", "Commentary", "Actions"],
        [2, "Feb 2015", "Two reviewers left.", "One post is filled."],
    ],
}  # fmt: skip

Draw = Callable[[xlsxwriter.Workbook], None]


@contextmanager
def written(target: Path | BytesIO, **options: Any) -> Iterator[xlsxwriter.Workbook]:
    """A workbook that is written at the end; XlsxWriter would warn of charts at tabs that are not there."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unknown worksheet reference", UserWarning)
        with xlsxwriter.Workbook(target, options) as book:
            yield book


def inputs(book: xlsxwriter.Workbook) -> None:
    """Adds the input sheets."""
    for name, rows in INPUT.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def made(target: Path | BytesIO, draw: Draw | None = None, **options: Any) -> None:
    """Writes a workbook of the input sheets and what `draw` puts behind them."""
    with written(target, **options) as book:
        inputs(book)
        if draw is not None:
            draw(book)


def opened(path: Path, draw: Draw | None = None, **options: Any) -> "Parts":
    """Returns the editor of such a workbook; nothing stands at `path` until it is saved."""
    buffer = BytesIO()
    made(buffer, draw, **options)
    return Parts(path, buffer.getvalue())


class Parts(Editor):
    """Adds parts with their content types and relationships: `edit.part(…).relate(…).save()`."""

    def part(self, name: str, content: bytes | str, kind: str = "") -> Self:
        """Puts a part there; without `kind` its extension has to have a default content type."""
        self.parts[name] = content if isinstance(content, bytes) else DECLARED + content.encode()
        if kind:
            self.insert(TYPES, f'<Override PartName="/{name}" ContentType="{kind}"/>', before="</Types>")
        return self

    def default(self, extension: str, kind: str) -> Self:
        """Gives an extension its content type, if it has none."""
        if f'Extension="{extension}"'.encode() not in self.parts[TYPES]:
            entry = f'<Default Extension="{extension}" ContentType="{kind}"/>'
            self.insert(TYPES, entry, before="<Override")
        return self

    def relate(self, part: str, kind: str, target: str, id_: str = "", outside: bool = False) -> Self:
        """Relates a part ("" is the package) to a target as it is to be written."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.parts:
            empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            self.part(rels, empty + "</Relationships>")
        id_ = id_ or f"own{self.parts[rels].count(b'<Relationship ') + 1}"
        kind = kind if "://" in kind else f"{OFFICE}/{kind}"
        mode = ' TargetMode="External"' * outside
        entry = f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"{mode}/>'
        return self.insert(rels, entry, before="</Relationships>")

    def insert(self, part: str, xml: str, *, before: str) -> Self:
        """Inserts XML before the first place where `before` stands."""
        content, at = self.parts[part], before.encode()
        assert at in content, (part, before, content[:2000])
        self.parts[part] = content.replace(at, xml.encode() + at, 1)
        return self

    def change(self, part: str, old: str, new: str) -> Self:
        """Replaces a text that has to be there."""
        self.replace(part, old.encode(), new.encode())
        return self

    def drop(self, *names: str) -> Self:
        """Takes parts out, with their content types and what the workbook or the package names of them."""
        for name in names:
            del self.parts[name]
            for owner, entry in ((TYPES, f'PartName="/{name}"'), *self._mentions(name)):
                start = self.parts[owner].find(entry.encode())
                if start >= 0:
                    content = self.parts[owner]
                    begin, end = content.rfind(b"<", 0, start), content.find(b"/>", start) + 2
                    self.parts[owner] = content[:begin] + content[end:]
        return self

    def _mentions(self, name: str) -> list[tuple[str, str]]:
        return [(WORKBOOK_RELS, f'Target="{name.removeprefix("xl/")}"'), ("_rels/.rels", f'Target="{name}"')]

    def sheet(self, name: str, xml: str, kind: str = "worksheet", state: str = "") -> str:
        """Adds a sheet of any kind at the end; returns the name of its part."""
        count = self.parts[WORKBOOK].count(b"<sheet ") + 1
        part = f"xl/{kind}s/own{count}.xml".replace("xlMacrosheets", "macrosheets")
        own = {"xlMacrosheet": "application/vnd.ms-excel.macrosheet+xml"}
        self.part(part, xml, own.get(kind, f"{SHEETML}.{kind}+xml"))
        macro = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
        self.relate(
            WORKBOOK,
            macro if kind == "xlMacrosheet" else kind,
            part.removeprefix("xl/"),
            f"sheet{count}",
        )
        shown = f' state="{state}"' if state else ""
        entry = f'<sheet name="{name}" sheetId="{count + 40}"{shown} r:id="sheet{count}"/>'
        self.insert(WORKBOOK, entry, before="</sheets>")
        return part


def picture(width: int = 24, height: int = 16, colour: tuple[int, int, int] = (22, 50, 79)) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
