"""From plans of sheets to the bytes of an .xlsx: the only module that knows XlsxWriter.

Everything was decided by the layout; nothing here looks at what a cell means. Equal plans give equal
bytes when `created` is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from .formats import Edge, Format
from .layout.plan import Bars, Chart, Line, Rule, SheetPlan, Sparkline
from .quick_sheet import QuickSheet, printable

LONGEST_FOOTER = 255
CALCULATED_BY = 191029  # Excel 2019's calculation engine: the file needs no calculation on opening
PAPER_NUMBERS = {"A3": 8, "A4": 9}
LINE_NUMBERS = {"thin": 1, "medium": 2, "thick": 5, "hair": 7}
VERTICAL = {"center": "vcenter", "top": "top", "bottom": "bottom"}


def render(
    plans: Sequence[SheetPlan],
    *,
    properties: Mapping[str, str] | None = None,
    created: datetime | None = None,
) -> bytes:
    """Return a workbook with one sheet a plan, in their order, the first one in front.

    `properties` are document properties (title, subject, author, company, keywords, comments);
    `created` is the time written into the file, now when None.
    """
    buffer = BytesIO()
    plain = _properties(plans[0].frame.formats[0]) if plans else {}
    workbook = Workbook(
        buffer,
        {
            "in_memory": True,
            # Text stays text, whatever it looks like.
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
            "default_format_properties": plain | {"num_format": "General", "text_wrap": False},
        },
    )
    workbook.set_properties(
        {**(properties or {}), "created": created or datetime.now(UTC).replace(tzinfo=None)}
    )
    workbook.set_calc_mode("auto", CALCULATED_BY)
    workbook.calc_on_load = False  # values are there already, and other sheets are not ours to calculate
    known: dict[Format, Any] = {}
    for plan in plans:
        _Writer(workbook, plan, known).write()
    workbook.close()
    return buffer.getvalue()


class _Writer:
    """Writes one sheet; `known` are the workbook's formats so far, since sheets share most of them."""

    def __init__(self, workbook: Workbook, plan: SheetPlan, known: dict[Format, Any]) -> None:
        self.workbook, self.plan = workbook, plan
        self.sheet: QuickSheet = workbook.add_worksheet(plan.name, worksheet_class=QuickSheet)
        for look in plan.frame.formats:
            if look not in known:
                known[look] = workbook.add_format(_properties(look))
        self.formats = [known[look] for look in plan.frame.formats]

    def write(self) -> None:
        """Write everything that the plan holds."""
        self._columns()
        self.sheet.take(self.plan.rows, self.formats)
        self.sheet.draw(line for line in self.plan.drawings if isinstance(line, Sparkline))
        self.sheet.lead(self.plan.links)
        for rule in self.plan.frame.rules:
            self._rule(rule)
        for drawing in self.plan.drawings:
            if isinstance(drawing, Bars):
                self._bars(drawing)
            elif isinstance(drawing, Chart):
                self._chart(drawing)
        self._view()
        self._print()

    def _columns(self) -> None:
        for column, width in enumerate(self.plan.frame.widths):
            self.sheet.set_column(column, column, width)

    def _rule(self, rule: Rule) -> None:
        if self.plan.table is None:
            return
        first, last = self.plan.table
        changes: dict[str, Any] = {}
        if rule.colour:
            changes["font_color"] = "#" + rule.colour
        if rule.fill:
            changes["bg_color"] = "#" + rule.fill
        if rule.number:
            changes["num_format"] = rule.number
        if rule.bold is not None:
            changes["bold"] = rule.bold
        options = {
            "type": "formula",
            "criteria": "=" + rule.formula,
            "format": self.workbook.add_format(changes),
            "stop_if_true": rule.final,
        }
        self.sheet.conditional_format(first, rule.first, last, rule.last, options)

    def _bars(self, bars: Bars) -> None:
        options = {
            "type": "data_bar",
            "data_bar_2010": True,
            "bar_solid": True,
            "bar_no_border": True,
            "min_type": "num",
            "max_type": "num",
            "min_value": bars.low,
            "max_value": bars.high,
            "bar_color": "#" + bars.colour,
            "bar_negative_color": "#" + bars.negative,
            "bar_axis_color": "#" + bars.axis_colour,
        }
        if bars.axis:
            options["bar_axis_position"] = bars.axis
        self.sheet.conditional_format(*bars.area, options)

    def _chart(self, chart: Chart) -> None:
        drawn = self.workbook.add_chart({"type": "line"})
        for line in chart.lines:
            drawn.add_series(self._series(chart, line))
        text = {"name": chart.font, "size": 10, "color": "#" + chart.muted}
        drawn.set_title(
            {
                "name": printable(chart.title),
                "name_font": {"name": chart.font, "size": 12, "bold": True, "color": "#" + chart.ink},
                "layout": {"x": 0.02, "y": 0.02},
                "overlay": False,
            }
        )
        drawn.set_legend({"none": True})
        # A month without a figure is no zero. XlsxWriter leaves the element out, which means zero to
        # LibreOffice as soon as the sheet stands in another program's workbook.
        drawn._write_disp_blanks_as = lambda: drawn._xml_empty_tag("c:dispBlanksAs", [("val", "gap")])
        # Nor is a line without the element a straight one, or an axis without it one without small marks.
        drawn._write_c_smooth = lambda smooth: drawn._xml_empty_tag("c:smooth", [("val", int(bool(smooth)))])
        drawn.set_x_axis(
            {
                "num_font": text,
                "line": {"color": "#" + chart.muted},
                "major_tick_mark": "none",
                "minor_tick_mark": "none",
            }
        )
        drawn.set_y_axis(
            {
                "min": chart.low,
                "max": chart.high,
                "major_unit": chart.step,
                "num_format": chart.number,
                "num_font": text,
                "line": {"none": True},
                "minor_tick_mark": "none",
                "major_gridlines": {"visible": True, "line": {"color": "#" + chart.grid, "width": 0.75}},
            }
        )
        drawn.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
        drawn.set_plotarea({"fill": {"none": True}})
        drawn.set_size({"width": chart.width, "height": chart.height})
        # It moves with its rows but keeps its size, so that row heights don't stretch it.
        place = {"object_position": 2, "x_offset": 12, "description": printable(chart.alt)}
        self.sheet.insert_chart(chart.row, chart.column, drawn, place)

    def _series(self, chart: Chart, line: Line) -> dict[str, Any]:
        first, last = chart.columns
        colour = "#" + line.colour
        font = {"name": chart.font, "size": 11 if line.marked else 10, "bold": line.marked}
        font["color"] = colour if line.marked else "#" + chart.ink
        labels = [
            {"value": printable(label), "font": font, "position": "above" if above else "below"}
            if label
            else {"delete": True}
            for label, above in zip(line.labels, line.above, strict=True)
        ]
        marker: dict[str, Any] = {"type": "none"}
        if line.ticks:
            marker = {
                "type": "long_dash",
                "size": 7,
                "fill": {"color": colour},
                "border": {"color": colour},
            }
        if line.marked:
            marker = {"type": "circle", "size": 8, "fill": {"color": colour}, "border": {"color": colour}}
        return {
            "name": line.name,
            "categories": [self.plan.name, chart.names, first, chart.names, last],
            "values": [self.plan.name, line.row, first, line.row, last],
            "line": {
                "color": colour,
                "width": 2.5 if line.marked else 1.75,
                "dash_type": "dash" if line.dashed else "solid",
            },
            "marker": marker,
            "data_labels": {
                "value": True,
                "custom": labels,
                "position": "below" if line.marked else "above",
                "font": font,
            },
        }

    def _view(self) -> None:
        sheet, frame = self.sheet, self.plan.frame
        sheet.hide_gridlines(2)
        if frame.freeze:
            sheet.freeze_panes(frame.freeze, 0)
        if frame.tab_colour:
            sheet.set_tab_color("#" + frame.tab_colour)
        if frame.zoom != 100:
            sheet.set_zoom(frame.zoom)
        if self.plan.filters:
            sheet.autofilter(*self.plan.filters)

    def _print(self) -> None:
        sheet, page, plan = self.sheet, self.plan.frame.page, self.plan
        sheet.set_paper(PAPER_NUMBERS[page.paper])
        if page.landscape:
            sheet.set_landscape()
        sheet.set_margins(page.left, page.right, page.top, page.bottom)
        sheet.center_horizontally()
        sheet.fit_to_pages(page.wide, 0)
        if page.repeat:
            sheet.repeat_rows(*page.repeat)
        if page.keep:
            sheet.repeat_columns(*page.keep)
        if plan.printed:
            sheet.print_area(0, 0, *plan.printed)
        if plan.breaks:
            sheet.set_h_pagebreaks(list(plan.breaks))
        font = plan.frame.formats[0].font
        # Not scaled with the sheet: 9 points have to stay 9.
        if any(plan.header):
            sheet.set_header(_header(plan.header, font), {"scale_with_doc": False, "margin": 0.15})
        if any(plan.footer):
            sheet.set_footer(_header(plan.footer, font), {"scale_with_doc": False, "margin": 0.25})


def _properties(look: Format) -> dict[str, Any]:
    """Return a format as XlsxWriter's properties; every colour in digits, since themes differ."""
    properties: dict[str, Any] = {
        "font_name": look.font,
        "font_size": look.size,
        "font_color": "#" + look.colour,
        "font_scheme": "none",
        "bold": look.bold,
        "italic": look.italic,
        "num_format": look.number,
        "valign": VERTICAL[look.vertical],
        "text_wrap": look.wrap,
        "indent": look.indent,
    }
    if look.fill:
        properties["bg_color"] = "#" + look.fill
        properties["pattern"] = 1
    if look.align:
        properties["align"] = look.align
    for side in ("top", "bottom", "left", "right"):
        edge: Edge | None = getattr(look, side)
        if edge is not None:
            properties[side] = LINE_NUMBERS[edge.weight]
            properties[side + "_color"] = "#" + edge.colour
    return properties


def _header(parts: tuple[str, str, str], font: str) -> str:
    """Return a header or footer in Excel's code; what doesn't fit its 255 characters is left out.

    The size stands before the font, since digits that follow a size would be read as part of it.
    """
    code = ""
    for side, text in zip("LCR", parts, strict=True):
        if not text:
            continue
        own = text.startswith("&A")  # our own codes for the tab's name and page numbers
        words = text if own else printable(text).replace("&", "&&")
        start = f'&{side}&9&"{font},Regular"'
        room = LONGEST_FOOTER - len(code) - (0 if own else 60)  # the last part is always ours
        code += start + words[: max(0, room - len(start))].rstrip("&" if not own else "")
    return code
