"""XlsxWriter's worksheet with the rows and sparklines of a plan written straight from it.

XlsxWriter checks every cell twice and takes a sparkline's colours apart seven times; a plan has been
checked by the layout. What is written is the same to the last byte, which a test holds. Everything
else (rules, charts, the page, texts of several looks) goes XlsxWriter's own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from xlsxwriter.worksheet import Worksheet

from .errors import column_letters
from .layout.plan import Formula, Link, Rich, Row, Sparkline, address

REVISION = "http://schemas.microsoft.com/office/spreadsheetml/2015/revision2"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
LONGEST_TEXT = 32_767  # UTF-16 units a cell may hold
SPANNED = 16  # rows that share one `spans`
AXIS = "000000"

# What XML can't hold at all, and halves of characters that UTF-8 can't.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class QuickSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no type hints
    """A worksheet that knows its plan's rows and the formats that their cells name."""

    def __init__(self) -> None:
        super().__init__()
        self.planned: Sequence[Row] = ()
        self.looks: Sequence[Any] = ()
        self.texts: dict[str, int] = {}
        self.links: Sequence[Link] = ()

    def take(self, rows: Sequence[Row], looks: Sequence[Any]) -> None:
        """Take over the plan's rows; `looks` are XlsxWriter's formats by the ids that cells name."""
        self.planned, self.looks = rows, looks
        index_of = self.str_table._get_shared_string_index
        for number, row in enumerate(rows):
            if row.height is not None:
                self.set_row(number, row.height)
            for end in _ends(row.cells):
                self._check_dimensions(number, end)  # which also remembers the sheet's used area
            for column, cell in enumerate(row.cells):
                value = None if cell is None else cell[0]
                if isinstance(value, str):
                    if value in self.texts:
                        self.str_table.count += 1
                    else:
                        self.texts[value] = index_of(printable(value))
                elif isinstance(value, Formula):
                    look = looks[cell[1]]  # type: ignore[index]  # it holds a formula
                    self.write_formula(number, column, "=" + value.text, look, value.cached)
                elif isinstance(value, Rich):
                    self._take_rich(number, column, value, looks[cell[1]])  # type: ignore[index]

    def _take_rich(self, row: int, column: int, value: Rich, look: Any) -> None:
        runs = [(text, part) for text, part in ((printable(text), part) for text, part in value.runs) if text]
        if len(runs) < 2 or len(printable(str(value))) < len(str(value)):
            self.write_string(row, column, printable(str(value)), look)
            return
        parts = [item for text, part in runs for item in (self.looks[part], text)]
        self.write_rich_string(row, column, *parts, look)

    def draw(self, lines: Iterable[Sparkline]) -> None:
        """Take over the plan's sparklines."""
        self.sparklines.extend(lines)

    def lead(self, links: Sequence[Link]) -> None:
        """Take over the plan's links. Cells keep their text and look, which `write_url` would replace."""
        self.links = links

    def _write_hyperlinks(self) -> None:
        if not self.links:
            return
        self._xml_start_tag("hyperlinks")
        for link in self.links:
            place = ("ref", address(link.row, link.column))
            self._xml_empty_tag("hyperlink", [place, ("location", link.target), ("tooltip", link.tip)])
        self._xml_end_tag("hyperlinks")

    def _write_rows(self) -> None:
        spans, letters = self._spans(), [column_letters(n + 1) for n in range(self.dim_colmax + 1)]
        xf: list[int | None] = [None] * len(self.looks)
        for number, row in enumerate(self.planned):
            tall = self.row_info.get(number)
            if not any(map(_is_written, row.cells)):
                if tall:
                    self._write_empty_row(number, spans.get(number // SPANNED), tall)
                continue
            self._write_row(number, spans.get(number // SPANNED), tall)
            parts = []
            for column, cell in enumerate(row.cells):
                if cell is None or (cell[0] is None and not cell[1]):
                    continue
                value, look = cell
                style = xf[look]
                if style is None:
                    style = xf[look] = self.looks[look]._get_xf_index()
                start = f'<c r="{letters[column]}{number + 1}" s="{style}"'
                if value is None:
                    parts.append(start + "/>")
                elif isinstance(value, str):
                    parts.append(f'{start} t="s"><v>{self.texts[value]}</v></c>')
                elif isinstance(value, Formula | Rich):
                    self.fh.write("".join(parts))
                    parts.clear()
                    self._write_cell(number, column, self.table[number][column])
                else:
                    parts.append(f"{start}><v>{value:.16G}</v></c>")
            self.fh.write("".join(parts))
            self._xml_end_tag("row")

    def _spans(self) -> dict[int, str]:
        """Return the first and last column of each block of rows."""
        spans = {}
        for block in range(0, len(self.planned), SPANNED):
            ends = [end for row in self.planned[block : block + SPANNED] for end in _ends(row.cells)]
            if ends:
                spans[block // SPANNED] = f"{min(ends) + 1}:{max(ends) + 1}"
        return spans

    def _get_range_data(
        self, row_start: int, col_start: int, row_end: int, col_end: int
    ) -> list[str | int | None]:
        """Return what charts keep of their cells."""
        kept: list[str | int | None] = []
        for number in range(row_start, row_end + 1):
            cells = self.planned[number].cells
            for column in range(col_start, col_end + 1):
                cell = cells[column] if column < len(cells) else None
                value = None if cell is None else cell[0]
                text = value is None or isinstance(value, str)
                kept.append(value if text else f"{value:.16g}")  # type: ignore[arg-type]
        return kept

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        # Ours call what Excel has had since 2007; XlsxWriter looks for 160 newer functions in each.
        return formula.removeprefix("=")

    def _xml_start_tag(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        if tag == "worksheet":
            declared = {name for name, _ in attributes}
            attributes = [(n, v + " xr2" if n == "mc:Ignorable" else v) for n, v in attributes]
            attributes.append(("xmlns:xr2", REVISION))
            if "mc:Ignorable" not in declared:
                attributes += [("xmlns:mc", COMPATIBILITY), ("mc:Ignorable", "xr2")]
        super()._xml_start_tag(tag, attributes)

    def _write_ext_list_sparklines(self) -> None:
        self._write_ext("{05C60535-1F16-4fd2-B633-F4F36F0B64E0}")
        self._write_sparkline_groups()
        # Not by xml.sax.saxutils, which loads all of urllib for it.
        name = self.name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        sheet = "'" + name.replace("'", "''") + "'"
        # From the last to the first, as Excel does.
        for number, line in enumerate(reversed(self.sparklines), start=1):
            self.fh.write(_group(line, sheet, _unique(self.name, number)))
        self._xml_end_tag("x14:sparklineGroups")
        self._xml_end_tag("ext")


def printable(text: str) -> str:
    """Return text that a cell can hold: no control characters, at most 32,767 UTF-16 units.

    >>> printable("a\\x00b")
    'ab'
    """
    text = _UNPRINTABLE.sub("", text)
    units = len(text.encode("utf-16-le")) // 2
    if units <= LONGEST_TEXT:
        return text
    short = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore")
    return short + "…"


def _is_written(cell: tuple[Any, int] | None) -> bool:
    return cell is not None and (cell[0] is not None or bool(cell[1]))


def _ends(cells: Sequence[tuple[Any, int] | None]) -> tuple[int, ...]:
    """Return the first and last columns of a row that are written."""
    count = len(cells)
    first = next((n for n in range(count) if _is_written(cells[n])), None)
    if first is None:
        return ()
    return first, next(n for n in range(count - 1, -1, -1) if _is_written(cells[n]))


def _unique(sheet: str, number: int) -> str:
    """Return the id that programs need which copy sheets: they mix groups without one up."""
    return str(uuid5(NAMESPACE_OID, f"{sheet} sparkline {number}")).upper()


def _group(line: Sparkline, sheet: str, uid: str) -> str:
    """Return one sparkline, a group of its own since its axis is.

    All colours are given, since XlsxWriter's own are colours of the reader's theme.
    """
    colours = (
        ("Series", line.colour),
        ("Negative", line.negative or line.colour),
        ("Axis", AXIS),
        ("Markers", line.colour),
        ("First", line.colour),
        ("Last", line.final or line.colour),
        ("High", line.colour),
        ("Low", line.colour),
    )
    marked = ' last="1"' * bool(line.final) + ' negative="1"' * bool(line.negative)
    marked += ' displayXAxis="1"' * line.axis
    cells = f"{address(line.row, line.first)}:{address(line.row, line.last)}"
    return (
        f'<x14:sparklineGroup manualMax="{line.high}" manualMin="{line.low}" type="column" '
        f'displayEmptyCellsAs="gap"{marked} minAxisType="custom" maxAxisType="custom" '
        f'xr2:uid="{{{uid}}}">'
        + "".join(f'<x14:color{name} rgb="FF{colour}"/>' for name, colour in colours)
        + f"<x14:sparklines><x14:sparkline><xm:f>{sheet}!{cells}</xm:f>"
        f"<xm:sqref>{address(line.row, line.column)}</xm:sqref></x14:sparkline></x14:sparklines>"
        "</x14:sparklineGroup>"
    )
