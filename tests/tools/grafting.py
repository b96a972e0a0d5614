"""Our tabs put into workbooks and taken out again, in memory; and rendered scorecards to be put in.

first, outcome = grafted(content, donor("kent"))
back, outcome = ungrafted(first)
"""

from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import xlsxwriter

from scorecard_xl.config import load_config
from scorecard_xl.hosts.closed import ClosedFile
from scorecard_xl.package.changes import Changes
from scorecard_xl.package.checking import check_written
from scorecard_xl.package.graft import FIRST, Delivery, Outcome, graft
from scorecard_xl.package.opening import explained
from scorecard_xl.package.parts import Package
from scorecard_xl.package.refusals import refuse_what_cannot_be_kept
from scorecard_xl.package.removal import remove
from scorecard_xl.package.writing import write_package
from scorecard_xl.pipeline import Options, assess, draw
from tools.required import REPOSITORY

TODAY = date(2026, 11, 22)
CREATED = datetime(2026, 11, 22, 8, 0)
KENT = REPOSITORY / "workbook_templates" / "kent_2015_02.xlsx"

# Rendered scorecards by name: style, whether what officers wrote leads to its cell, the period reported.
DONORS = {
    "default": ("default", False, ""),
    "kent": ("kent", False, ""),
    "linked": ("default", True, ""),
    "kent linked": ("kent", True, ""),
    "a month before": ("default", False, "Jan 2015"),
}


@cache
def donor(name: str, place: str = FIRST) -> Delivery:
    """One of `DONORS`, or "tiny": two tabs of a cell or two."""
    if name == "tiny":
        return Delivery(_tiny(), {"Scorecard": "scorecard", "Notes": "notes"}, place)
    style, linked, period = DONORS[name]
    config = load_config(None, beside=KENT)
    found = assess(ClosedFile(KENT).read_sheets(), Options(style=style, period=period), config)
    roles = {title: role for role, title in found.config.tabs.items()}
    return Delivery(draw(found, CREATED, linked=linked), roles, place)


def grafted(content: bytes, delivery: Delivery, name: str = "book.xlsx") -> tuple[bytes, Outcome]:
    """The workbook with our tabs, as `build` writes it."""
    return _changed(content, name, lambda package: graft(package, delivery, TODAY))


def ungrafted(content: bytes, name: str = "book.xlsx") -> tuple[bytes, Outcome]:
    """The workbook without our tabs, as `remove` writes it."""
    return _changed(content, name, remove)


def _changed(content: bytes, name: str, make: Any) -> tuple[bytes, Outcome]:
    with explained(name):
        package = Package(name, BytesIO(content))
        refuse_what_cannot_be_kept(package)
        outcome = make(package)
    return written(content, outcome.changes, name), outcome


def written(content: bytes, changes: Changes, name: str = "book.xlsx") -> bytes:
    """The package with changes, read back and checked."""
    package, to = Package(name, BytesIO(content)), BytesIO()
    write_package(package, changes, to)
    check_written(package, changes, to)
    return to.getvalue()


def _tiny() -> bytes:
    # Rendered as every tab is; what is on it matters no more than that it is little.
    from scorecard_xl.formats import Format, Page
    from scorecard_xl.layout.plan import Frame, Row, SheetPlan
    from scorecard_xl.render import render

    frame = Frame((Format(), Format(bold=True)), (10.0, 20.0), (), Page())
    plans = [
        SheetPlan("Scorecard", "scorecard", frame, (Row((("Visits", 1), (95.5, 0))),)),
        SheetPlan("Notes", "notes", frame, (Row((("None & <none>", 0),)),)),
    ]
    return render(plans, properties={"title": "Tiny"}, created=CREATED)


def workbook(draw_on: Any = None) -> bytes:
    """A workbook of one sheet with one figure, and what `draw_on(book, sheet)` adds to it."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Own")
        sheet.write("A1", 1)
        if draw_on:
            draw_on(book, sheet)
    return buffer.getvalue()
