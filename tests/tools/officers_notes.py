"""The example workbook of an officer who keeps a tab of her own in it, and what she writes there later.

The tab holds notes of meetings, a chart over Results, the council's mark as a picture and a text box. Her
notes, the mark and the correction are invented; all figures are those of the example.
"""

import importlib.util
import io
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

from scorecard_xl.input_book import BAND, HAIRLINE, HEADING, INK, LEFT, LINE_BELOW, TITLE, InputBook
from scorecard_xl.input_sheets import MUTED, NAVY

REPOSITORY = Path(__file__).resolve().parents[2]
NOTES = "Officer's notes"
TEXT_BOX = "Check with finance before publishing"
MARK_PIXELS, MARK_SHOWN = 168, 56
BAR, TARGET = "#5B8DBE", "#7C8A97"

RED, MEASURE, RESULT = "B5", "B6", "B7"  # where her formulas go
CHARTED = {"Nov 2014": 0.464, "Dec 2014": 0.464, "Jan 2015": 0.607, "Feb 2015": 0.607}
CHARTED_ROWS = (32, 35)  # of measure 12, on Results
CORRECTED = {"C97": (0.893, 0.901), "D97": (1118, 1128)}  # measure 33, February, on Results

MEETINGS = {
    "27 Feb 2015": "Figures drawn from Liberi. No case is without a worker for more than 28 days (two in "
    "January).",
    "5 Mar 2015": "Private fostering: no visit has been missed since November, but the year to date still "
    "counts those before. It stays Red until April; say so in the paper.",
    "12 Mar 2015": "Health assessments: ten forms came in late. February becomes 1,128 of 1,252, 90.1%; "
    "corrected on Results.",
    "19 Mar 2015": "The chair asks how caseloads differ between teams. Bring it to the next meeting.",
}
TO_DO = {
    "Done": "Commentary of measure 12 agreed with the director",
    "Open": "Unit costs of placements: waiting for finance",
}
ASIDE = "Notes, mark and correction are invented for this demonstration; all else is the example's."


class OfficersBook(InputBook):
    """The example's book, to which the tab of notes is added."""

    def add_notes(self) -> None:
        """Add the tab; the cells for the formulas that read our tabs are empty still."""
        sheet = self._new(NOTES, MUTED)
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 1)
        sheet.set_column("A:A", 15)
        sheet.set_column("B:B", 53)
        sheet.set_column("C:C", 3)
        sheet.set_column("D:I", 11)
        lines = {**LEFT, "valign": "vcenter"}
        plain, muted = self._format(**lines), self._format(font_color=MUTED)
        label, wrapped = self._format(bold=True, **lines), self._format(text_wrap=True, **lines)
        percent = self._format(num_format="0.0%", **lines)

        sheet.set_row(0, 27)
        sheet.write_string("A1", "Notes of the performance officer", self._format(**TITLE))
        sheet.write_string("A2", "My own tab: what I said to whom, and what the paper still needs.", muted)
        for cells, heading in (
            ("AB4", "What the scorecard says"),
            ("DI4", "Private fostering visits in time"),
        ):
            self._heading(sheet, cells, heading)
        for row, height in ((4, 18), (5, 36), (6, 18)):
            sheet.set_row(row, height)
        for cell, text in (("A5", "Red measures"), ("A6", "To explain"), ("A7", "Its result")):
            sheet.write_string(cell, text, label)
        for cell, form in ((RED, plain), (MEASURE, wrapped), (RESULT, percent)):
            sheet.write_blank(cell, None, form)

        self._heading(sheet, "AB9", "Meetings")
        row = 9
        for day, note in MEETINGS.items():
            sheet.set_row(row, 52 if len(note) > 110 else 36)
            sheet.write_string(row, 0, day, label)
            sheet.write_string(row, 1, note, wrapped)
            row += 1
        self._heading(sheet, "AB15", "Before the paper goes out")
        for row, (state, what) in enumerate(TO_DO.items(), start=15):
            sheet.write_string(row, 0, state, label)
            sheet.write_string(row, 1, what, plain)
        sheet.write_string("A20", ASIDE, self._format(font_color=MUTED, font_size=10, italic=True))
        self._table_of_chart(sheet)
        self._drawings(sheet)

    def _heading(self, sheet, cells: str, text: str) -> None:
        first, last, row = ord(cells[0]) - 65, ord(cells[1]) - 65, int(cells[2:]) - 1
        sheet.write_string(row, first, text, self._format(**HEADING))
        for column in range(first + 1, last + 1):
            sheet.write_blank(row, column, None, self._format(**HEADING))

    def _table_of_chart(self, sheet) -> None:
        heading = {"bold": True, "font_color": NAVY, "bottom": 1, "bottom_color": NAVY}
        head = self._format(**heading, align="right")
        figure = self._format(num_format="0.0%", **LINE_BELOW)
        self._heading(sheet, "DF15", "Behind the chart")
        sheet.write_string(
            "D16", "Month", self._format(bold=True, font_color=NAVY, bottom=1, bottom_color=NAVY)
        )
        sheet.write_string("E16", "In time", head)
        sheet.write_string("F16", "Target", head)
        for number, (month, share) in enumerate(CHARTED.items()):
            there, here = CHARTED_ROWS[0] + number, 16 + number
            sheet.write_formula(here, 3, f"=Results!B{there}", self._format(**LINE_BELOW), month)
            sheet.write_formula(here, 4, f"=Results!C{there}", figure, share)
            sheet.write_formula(here, 5, "=Measures!J13", figure, 0.85)

    def _drawings(self, sheet) -> None:
        first, last = CHARTED_ROWS
        months = f"=Results!$B${first}:$B${last}"
        chart = self._book.add_chart({"type": "column"})
        font = {"name": "Calibri", "size": 10, "color": INK}
        chart.add_series(
            {
                "name": "Visits in time",
                "categories": months,
                "values": f"=Results!$C${first}:$C${last}",
                "fill": {"color": BAR},
                "points": [None, None, None, {"fill": {"color": NAVY}}],
                "gap": 70,
                "data_labels": {"value": True, "num_format": "0.0%", "font": font},
            }
        )
        line = self._book.add_chart({"type": "line"})
        ends = [{"delete": True}] * (len(CHARTED) - 1) + [{"value": "Target 85%"}]
        target_font = {**font, "color": MUTED, "bold": True}
        line.add_series(
            {
                "name": "Target",
                "categories": months,
                "values": f"='{NOTES.replace(chr(39), chr(39) * 2)}'!$F$17:$F$20",
                "line": {"color": TARGET, "width": 2},
                "data_labels": {"value": True, "position": "above", "font": target_font, "custom": ends},
            }
        )
        chart.combine(line)
        chart.set_legend({"none": True})
        axis = {"num_font": font, "line": {"color": HAIRLINE}, "major_gridlines": {"visible": False}}
        chart.set_x_axis(axis)
        chart.set_y_axis({**axis, "min": 0, "max": 1, "visible": False})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": 492, "height": 296})
        sheet.insert_chart(
            "D5",
            chart,
            {"description": "Private fostering visits held in time, November to February, 85% wanted"},
        )
        sheet.insert_image(
            "I1",
            "mark.png",
            {
                "image_data": io.BytesIO(council_mark()),
                "description": "The council's mark",
                "x_scale": MARK_SHOWN / MARK_PIXELS,
                "y_scale": MARK_SHOWN / MARK_PIXELS,
                "x_offset": 24,
                "y_offset": 2,
            },
        )
        sheet.insert_textbox(
            "G15",
            TEXT_BOX,
            {
                "width": 232,
                "height": 78,
                "x_offset": 12,
                "y_offset": 4,
                "description": TEXT_BOX,
                "fill": {"color": BAND},
                "line": {"color": NAVY, "width": 1.5},
                "font": {"name": "Calibri", "size": 13, "bold": True, "color": NAVY},
                "align": {"vertical": "middle", "text": "center"},
            },
        )


def write_workbook(path: Path) -> None:
    """Write the example with the tab of notes; no cell of it refers to a tab of ours yet."""
    book = _make_examples().kent_book(OfficersBook)
    book.add_notes()
    path.write_bytes(book.close())


def write_down(path: Path, formulas: Mapping[str, tuple[str, str | float]]) -> None:
    """Do as the officer does in Excel after a build: enter formulas on her tab, correct a result, save.

    `formulas` says for each cell the formula and what Excel makes of it.
    """

    def entered(xml: str) -> str:
        for cell, (formula, value) in formulas.items():
            kind = ' t="str"' if isinstance(value, str) else ""
            content = f"<f>{escape(formula, quote=False)}</f><v>{escape(str(value), quote=False)}</v>"
            xml = _replaced(
                rf'<c r="{cell}"([^>/]*)/>', rf'<c r="{cell}"\g<1>{kind}>{_literal(content)}</c>', xml
            )
        return xml

    def corrected(xml: str) -> str:
        for cell, (was, now) in CORRECTED.items():
            xml = _replaced(rf'(<c r="{cell}"[^>]*><v>){re.escape(str(was))}</v>', rf"\g<1>{now}</v>", xml)
        return xml

    save_again(path, {part_of(path, NOTES): entered, part_of(path, "Results"): corrected})


def save_again(path: Path, changes: Mapping[str, Callable[[str], str]]) -> None:
    """Write a workbook anew with some parts changed."""
    with ZipFile(path) as package:
        parts = {entry: package.read(entry) for entry in package.infolist()}
    with ZipFile(path, "w") as package:
        for entry, content in parts.items():
            if change := changes.get(entry.filename):
                content = change(content.decode("utf-8")).encode("utf-8")
            package.writestr(entry, content)


def part_of(path: Path, tab: str) -> str:
    """Return the part that holds a tab."""
    with ZipFile(path) as package:
        workbook = package.read("xl/workbook.xml").decode()
        relations = package.read("xl/_rels/workbook.xml.rels").decode()
    name = escape(tab, quote=False)
    (link,) = re.findall(rf'<sheet name="{re.escape(name)}"[^>]* r:id="(\w+)"', workbook)
    (found,) = (one for one in re.findall(r"<Relationship [^>]*>", relations) if f'Id="{link}"' in one)
    return "xl/" + found.partition('Target="')[2].partition('"')[0]


def council_mark() -> bytes:
    """Return the invented council's mark, a shield with a chevron and a star's place, as a PNG."""
    rows = bytearray()
    for y in range(MARK_PIXELS):
        rows.append(0)  # each row as it stands, unfiltered
        for x in range(MARK_PIXELS):
            seen = [_mark_at((x + a) / MARK_PIXELS, (y + b) / MARK_PIXELS) for a in _FINE for b in _FINE]
            there = [colour for colour in seen if colour is not None]
            mixed = [sum(part) // len(there) for part in zip(*there, strict=True)] if there else [0, 0, 0]
            rows += bytes((*mixed, 255 * len(there) // len(seen)))
    header = struct.pack(">2I5B", MARK_PIXELS, MARK_PIXELS, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    )


_FINE = (0.25, 0.75)
_NAVY, _WHITE, _BLUE = (0x16, 0x32, 0x4F), (255, 255, 255), (0x5B, 0x8D, 0xBE)


def _mark_at(x: float, y: float) -> tuple[int, int, int] | None:
    """Return the colour at a point of the mark, whose sides are 1; None outside."""
    across = abs(x - 0.5)

    def in_shield(edge: float) -> bool:
        if not edge + 0.02 < y < 0.98 - edge:
            return False
        below = max(0.0, (y - 0.42) / (0.56 - edge))
        return across < (0.42 - edge) * max(0.0, 1 - below**2.2) ** 0.75

    if not in_shield(0):
        return None
    if in_shield(0.03) and not in_shield(0.055):
        return _WHITE
    if 0.04 < y - 0.4 - across * -0.55 - 0.2 < 0.18 and in_shield(0.055):
        return _WHITE
    if (x - 0.5) ** 2 + (y - 0.3) ** 2 < 0.105**2:
        return _BLUE
    return _NAVY


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _replaced(pattern: str, by: str, xml: str) -> str:
    xml, times = re.subn(pattern, by, xml)
    assert times == 1, f"{pattern} is there {times} times"
    return xml


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")


def _make_examples() -> ModuleType:
    path = REPOSITORY / "workbook_templates" / "source" / "make_examples.py"
    spec = importlib.util.spec_from_file_location("make_examples", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
