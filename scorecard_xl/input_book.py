"""Drawing input workbooks: header, formats, drop-downs, hints and print set-up of `input_sheets`.

XlsxWriter is imported when a book is begun, never on the click path.
"""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from .input_sheets import BLUE, MUTED, NAVY, SETTING_ROWS, SETTINGS, Column, InputSheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HELPED_ROWS = 2000  # rows below the header with drop-downs and hints

INK, BAND, HAIRLINE, WHITE = "#1B1F23", "#E9EFF5", "#DCE2E8", "#FFFFFF"
FONT = {"font_name": "Calibri", "font_size": 11, "font_color": INK}
LEFT = {"align": "left", "indent": 1}
LINE_BELOW = {"bottom": 1, "bottom_color": HAIRLINE}
TITLE = {"font_size": 20, "bold": True, "font_color": NAVY}
HEADING = {"font_size": 12, "bold": True, "font_color": NAVY, "bg_color": BAND}
# What a page can show a label as.
LOOKS: Mapping[str, Mapping[str, object]] = {
    "": {},
    "required header": {"bg_color": NAVY, "font_color": WHITE},
    "header": {"bg_color": BAND, "font_color": NAVY},
    "Green": {"bg_color": "#CFE9D8"},
    "Amber": {"bg_color": "#FFC94D"},
    "Red": {"bg_color": "#E8705F"},
}

HEADER_HEIGHT = 33  # two lines, with room for the filter buttons
LINE_HEIGHT = 15
LABEL_WIDTH, TEXT_WIDTH = 30, 100
TEXT_FORMAT = "@"
A3, A4 = 8, 9
A3_HOLDS, A4_HOLDS = 220, 155  # character widths across a landscape page, at about full size

# A row by header. Text in a column of figures is a figure as printed, "60.7%" or "10,000".
Row = Mapping[str, str | int]


class Shown(NamedTuple):
    """A number with the number format it is shown in: `Shown(0.286, "0.0%")`."""

    number: float
    number_format: str


class Line(NamedTuple):
    """A line of a page: a label with its text, or a heading when there is no text.

    `look` is one of `LOOKS`; `sheet` makes the label a link to that sheet.
    """

    label: str
    text: str = ""
    look: str = ""
    sheet: str = ""


def figure(printed: str) -> Shown | None:
    """Return a printed figure as the number that Excel holds, shown as printed; None for "-" and "".

    >>> tuple(figure("28.6%")), tuple(figure("465.0")), tuple(figure("10,000")), figure("-")
    ((0.286, '0.0%'), (465.0, '#,##0.0'), (10000.0, '#,##0'), None)
    """
    if printed in ("", "-"):
        return None
    plain = printed.replace(",", "").removesuffix("%")
    places = "0" + ("." + "0" * decimals(printed) if decimals(printed) else "")
    if printed.endswith("%"):
        return Shown(float(Decimal(plain) / 100), f"{places}%")
    return Shown(float(plain), f"#,##{places}")


def decimals(printed: str) -> int:
    """Return how many decimals a figure is printed with.

    >>> decimals("28.6%"), decimals("26")
    (1, 0)
    """
    return len(printed.removesuffix("%").partition(".")[2])


class InputBook:
    """An input workbook in the making; `close` gives its bytes.

    `created` is the only date in it, so that the same content gives the same bytes.
    """

    def __init__(self, title: str, created: datetime) -> None:
        from xlsxwriter import Workbook

        self._buffer = io.BytesIO()
        self._book = Workbook(self._buffer, {"in_memory": True, "strings_to_formulas": False})
        self._book.set_properties({"title": title, "created": created})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._heights: list[dict[int, float]] = []  # for each sheet: row number -> points

    def close(self) -> bytes:
        """Finish the workbook and return it."""
        self._book.close()
        return _with_heights(self._buffer.getvalue(), self._heights)

    # ---- sheets of rows ------------------------------------------------------------------------

    def add(self, sheet: InputSheet, rows: Sequence[Row], example: str = "") -> Worksheet:
        """Add an input sheet with these rows; headers that a row lacks stay empty.

        Rows whose first cell begins with `example` are shown muted, until it is replaced.
        Raises `KeyError` for a header that the sheet does not have.
        """
        worksheet = self._new(sheet.name, sheet.tab)
        for place, column in enumerate(sheet.columns):
            worksheet.set_column(place, place, column.width, self._cell_format(column))
            worksheet.write_string(0, place, column.header, self._header_format(column))
            if validation := column.validation():
                worksheet.data_validation(1, place, HELPED_ROWS, place, validation)
        for number, row in enumerate(rows, start=1):
            if unknown := row.keys() - {column.header for column in sheet.columns}:
                raise KeyError(*sorted(unknown))
            for place, column in enumerate(sheet.columns):
                self._write(worksheet, number, place, row.get(column.header, ""), column)
            wrapped = [column for column in sheet.columns if column.wrap]
            self._fit(number, [(str(row.get(column.header, "")), column.width) for column in wrapped])
        last = len(sheet.columns) - 1
        worksheet.set_row(0, HEADER_HEIGHT)
        worksheet.freeze_panes(1, sheet.still)
        worksheet.repeat_rows(0)
        if sheet.width > A4_HOLDS:
            worksheet.set_paper(A3)
            worksheet.fit_to_pages(max(1, round(sheet.width / A3_HOLDS)), 0)
            worksheet.repeat_columns(0, sheet.still - 1)
        worksheet.autofilter(0, 0, max(len(rows), 1), last)
        worksheet.ignore_errors({"number_stored_as_text": f"A2:XFD{HELPED_ROWS + 1}"})
        if example:
            muted = self._book.add_format({"font_color": MUTED, "italic": True})
            rule = {"type": "formula", "criteria": f'=LEFT($A2,{len(example)})="{example}"', "format": muted}
            worksheet.conditional_format(1, 0, HELPED_ROWS, last, rule)
        return worksheet

    def add_settings(self, values: Mapping[str, str]) -> Worksheet:
        """Add the Settings sheet: every setting, with its value where there is one.

        Raises `KeyError` for a setting that the sheet does not have.
        """
        if unknown := values.keys() - {setting.header for setting in SETTING_ROWS}:
            raise KeyError(*sorted(unknown))
        names = [setting.header for setting in SETTING_ROWS]
        hints = [setting.hint for setting in SETTING_ROWS]
        rows: list[Row] = [
            {"Setting": name, "Value": values.get(name, ""), "What it is for": hint}
            for name, hint in zip(names, hints, strict=True)
        ]
        worksheet = self.add(SETTINGS, rows)
        for number, setting in enumerate(SETTING_ROWS, start=1):
            worksheet.data_validation(number, 1, number, 1, setting.validation())
        return worksheet

    def _write(self, worksheet: Worksheet, row: int, place: int, cell: str | int, column: Column) -> None:
        if isinstance(cell, int):
            # A number in a column of words stays a number, so that Ref 2 sorts before 10.
            worksheet.write_number(row, place, cell, self._cell_format(column, num_format="0", **LINE_BELOW))
        elif column.holds_figures and (shown := figure(cell)):
            form = self._cell_format(column, num_format=shown.number_format, **LINE_BELOW)
            worksheet.write_number(row, place, shown.number, form)
        else:
            text = "" if column.holds_figures else cell
            worksheet.write(row, place, text or None, self._cell_format(column, **LINE_BELOW))

    def _cell_format(self, column: Column, **properties: object) -> Format:
        if column.wrap:
            properties = {"text_wrap": True, **properties}
        if column.text:
            properties = {"num_format": TEXT_FORMAT, **properties}
        if not column.holds_figures:
            properties = {**LEFT, **properties}
        return self._format(**properties)

    def _header_format(self, column: Column) -> Format:
        look = LOOKS["required header" if column.required else "header"]
        # Left even over numbers: the filter button stands at the right edge.
        return self._format(
            bold=True, text_wrap=True, valign="vcenter", border=1, border_color=HAIRLINE, **LEFT, **look
        )

    # ---- pages of prose ------------------------------------------------------------------------

    def add_page(self, name: str, title: str, lines: Iterable[Line]) -> Worksheet:
        """Add a sheet to be read, on one printed page: a title, then headings and labelled lines."""
        worksheet = self._new(name, MUTED)
        worksheet.hide_gridlines(2)
        worksheet.fit_to_pages(1, 1)
        worksheet.set_column(0, 0, LABEL_WIDTH)
        worksheet.set_column(1, 1, TEXT_WIDTH)
        worksheet.write_string(0, 0, title, self._format(**TITLE))
        row = 1
        for line in lines:
            row += 1
            if not line.text:
                row += row > 2  # an empty row above every heading but the first
                worksheet.write_string(row, 0, line.label, self._format(**HEADING))
                worksheet.write_blank(row, 1, None, self._format(**HEADING))
                continue
            label = self._format(bold=True, **LEFT, **LOOKS[line.look])
            if line.sheet:
                link = self._format(bold=True, underline=1, font_color=BLUE, **LEFT)
                worksheet.write_url(row, 0, f"internal:'{line.sheet}'!A1", link, line.label)
            else:
                worksheet.write_string(row, 0, line.label, label)
            worksheet.write_string(row, 1, line.text, self._format(text_wrap=True, **LEFT))
            self._fit(row, [(line.text, TEXT_WIDTH)])
        return worksheet

    # ---- both ----------------------------------------------------------------------------------

    def _new(self, name: str, tab: str) -> Worksheet:
        worksheet = self._book.add_worksheet(name)
        self._heights.append({})
        worksheet.set_tab_color(tab)
        worksheet.set_landscape()
        worksheet.set_paper(A4)
        worksheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.55)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer("&L&9&A&R&9Page &P of &N")
        return worksheet

    def _format(self, **properties: object) -> Format:
        """Return the format with these properties over the house font, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**FONT, "valign": "top", **properties})
        return self._formats[key]

    def _fit(self, row: int, texts: Iterable[tuple[str, float]]) -> None:
        """Note the height that a row of the newest sheet needs for these texts in columns so wide."""
        lines = max((_lines(text, width) for text, width in texts), default=1)
        if lines > 1:
            self._heights[-1][row + 1] = lines * LINE_HEIGHT


def _lines(text: str, width: float) -> int:
    # Calibri's letters are narrower than the digits that Excel counts in; the indent takes one.
    return len(textwrap.wrap(text, int((width - 1) * 1.1)))


def _with_heights(workbook: bytes, heights: Sequence[Mapping[int, float]]) -> bytes:
    """Give rows their height without fixing it, so that they still grow when an officer writes more.

    XlsxWriter only knows fixed heights. Without any, Excel fits rows on opening, LibreOffice does not.
    """
    by_part = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(heights, start=1)}
    fitted = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(fitted, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            for number, points in by_part.get(entry.filename, {}).items():
                start = f'<row r="{number}" '
                part = part.replace(start.encode(), f'{start}ht="{points:g}" '.encode())
            target.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return fitted.getvalue()
