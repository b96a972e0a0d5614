"""A sheet plan as short text, which a person can read and a test can compare with a golden file."""

from __future__ import annotations

from ..errors import column_letters
from ..formats import Edge, Format
from .plan import Bars, Cell, Chart, Drawing, Formula, Line, Rich, Rule, SheetPlan, address


def picture(plan: SheetPlan) -> str:
    """Return the plan as lines: the page, columns, rows with their cells, drawings, rules, formats."""
    frame, page = plan.frame, plan.frame.page
    lines = [
        f"{plan.name} ({plan.role}): {page.paper}, {page.wide} wide, repeats rows {_span(page.repeat)}, "
        f"freezes {frame.freeze}, prints to {address(*plan.printed) if plan.printed else '-'}",
        "columns " + " ".join(f"{width:g}" for width in frame.widths),
    ]
    for number, row in enumerate(plan.rows):
        mark = "---- new page\n" if number in plan.breaks else ""
        height = "fit" if row.height is None else f"{row.height:g}"
        cells = (_cell(column, cell) for column, cell in enumerate(row.cells) if cell is not None)
        text = " | ".join(cell for cell in cells if cell)
        lines.append(f"{mark}{number + 1} [{height}] {text}".rstrip())
    if plan.filters:
        lines.append(f"filters {address(*plan.filters[:2])}:{address(*plan.filters[2:])}")
    lines += [f"link {address(at.row, at.column)} to {at.target}: {at.tip}" for at in plan.links]
    lines += [_drawing(drawing) for drawing in plan.drawings]
    lines += [f"rule rows {_span(plan.table)} {_rule(rule)}" for rule in frame.rules]
    lines += [f"header {plan.header}" if any(plan.header) else "", f"footer {plan.footer}"]
    lines += [f"f{number} {_format(look)}" for number, look in enumerate(frame.formats)]
    return "\n".join(line for line in lines if line) + "\n"


def _cell(column: int, cell: Cell) -> str:
    value, look = cell
    if value is None:
        return ""
    if isinstance(value, Formula):
        shown = f"={value.text} -> {value.cached!r}"
    elif isinstance(value, Rich):
        shown = "".join(f"{{{part}:{text}}}" for text, part in value.runs)
    else:
        shown = value.replace("\n", "⏎") if isinstance(value, str) else f"#{value:.10g}"
    return f"{column_letters(column + 1)} {shown} f{look}"


def _drawing(drawing: Drawing) -> str:
    if isinstance(drawing, Bars):
        area = f"{address(*drawing.area[:2])}:{address(*drawing.area[2:])}"
        return f"bars {area} {drawing.low:g} to {drawing.high:g} {drawing.colour}/{drawing.negative}"
    if isinstance(drawing, Chart):
        lines = "; ".join(_line(drawing, line) for line in drawing.lines)
        return (
            f"chart {address(drawing.row, drawing.column)} {drawing.width}x{drawing.height} "
            f"{drawing.title!r} {drawing.low:g} to {drawing.high:g} by {drawing.step:g}: {lines}\n"
            f"  alt {drawing.alt}"
        )
    source = f"{address(drawing.row, drawing.first)}:{address(drawing.row, drawing.last)}"
    return f"sparkline {address(drawing.row, drawing.column)} of {source} {drawing.low:g} to {drawing.high:g}"


def _line(chart: Chart, line: Line) -> str:
    """A line's name, where its figures stand, and its labels: those above their points with a caret."""
    first, last = chart.columns
    labels = [f"^{text}" if text and up else text for text, up in zip(line.labels, line.above, strict=True)]
    return f"{line.name} {address(line.row, first)}:{address(line.row, last)} {labels}"


def _rule(rule: Rule) -> str:
    changes = [f"{name} {value}" for name in ("colour", "fill", "number") if (value := getattr(rule, name))]
    changes += ["bold"] if rule.bold else []
    columns = f"{column_letters(rule.first + 1)}:{column_letters(rule.last + 1)}"
    return f"{columns} {rule.formula} -> {', '.join(changes)}"


def _format(look: Format) -> str:
    """What makes a format differ from Excel's plain one."""
    plain, parts = Format(), []
    for name in Format.__struct_fields__:
        value = getattr(look, name)
        if value != getattr(plain, name):
            shown = f"{value.weight} {value.colour}" if isinstance(value, Edge) else str(value)
            parts.append(name if value is True else f"{name} {shown}")
    return ", ".join(parts)


def _span(rows: tuple[int, int] | None) -> str:
    return f"{rows[0] + 1}-{rows[1] + 1}" if rows else "none"
