"""Make the example workbooks from their text sources: `python workbook_templates/source/make_examples.py`.

kent_2015_02.csv holds the figures as published, kent_2015_02.yaml all the rest. The same sources give the
same workbook, byte for byte; `tests/test_examples.py` compares it with the committed one.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml

SOURCES = Path(__file__).resolve().parent
sys.path.insert(0, str(SOURCES.parents[1]))  # the checkout, when the package is not installed

from scorecard_xl.input_book import InputBook, Line, Row, decimals  # noqa: E402
from scorecard_xl.input_sheets import COMMENTARY, GLOSSARY, MEASURES, RESULTS  # noqa: E402

Book = TypeVar("Book", bound=InputBook)
KENT = "kent_2015_02"
CREATED = datetime(2015, 4, 21)  # the committee's date
POLARITIES = {"H": "High", "L": "Low", "T": "Target", "": ""}


def main() -> None:
    """Write every example beside the folder of sources, where officers look for them."""
    target = SOURCES.parent / f"{KENT}.xlsx"
    target.write_bytes(kent_workbook())
    print(target.name)


def kent_workbook() -> bytes:
    """Return the Kent example as an .xlsx."""
    return kent_book(InputBook).close()


def kent_book(kind: type[Book]) -> Book:
    """Return the Kent example as a book that is not closed yet, for whoever adds to it."""
    with (SOURCES / f"{KENT}.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    rest = yaml.safe_load((SOURCES / f"{KENT}.yaml").read_text(encoding="utf-8"))
    measures = [measure_row(printed, rest) for printed in table]
    results = [row for printed in table for row in result_rows(printed, rest)]
    glossary = [{"Term": term, "Meaning": meaning} for term, meaning in rest["glossary"].items()]
    book = kind(title=rest["title"], created=CREATED)
    book.add_page("About", rest["title"], [Line(label, text) for label, text in rest["about"].items()])
    for sheet, rows in ((MEASURES, measures), (RESULTS, results), (COMMENTARY, rest["commentary"])):
        book.add(sheet.only(headers_of(rows)), rows)
    book.add(GLOSSARY, glossary)
    book.add_settings(rest["settings"])
    return book


def measure_row(printed: Mapping[str, str], rest: Mapping[str, Any]) -> Row:
    """Return one row of Measures: the printed table's, what holds for all, what is this measure's own."""
    ref = int(printed["Ref"])
    return {
        "Ref": ref,
        "Measure": printed["Measure"],
        "Section": printed["Section"],
        "Polarity": POLARITIES[printed["Polarity"]],
        "Unit": printed["Unit"],
        "Decimals": decimals(printed[rest["result columns"][-1]]),
        "Multiplier": printed["Multiplier"],
        "Data period": printed["Data period"],
        "Target": printed[rest["target column"]],
        **rest["every measure"],
        **rest["measures"].get(ref, {}),
    }


def result_rows(printed: Mapping[str, str], rest: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the rows of Results for one measure, oldest first; none where nothing is printed."""
    outturn, *months = rest["result columns"]
    values = {
        outturn: printed[outturn],
        **rest["more results"].get(int(printed["Ref"]), {}),
        **{month: printed[month] for month in months},
    }
    for period, value in values.items():
        if value != "-":
            row: dict[str, str | int] = {"Ref": int(printed["Ref"]), "Period": period, "Value": value}
            if period == months[-1]:
                row |= {name: printed[name] for name in ("Numerator", "Denominator")}
            yield row


def headers_of(rows: Iterable[Row]) -> set[str]:
    """Return the headers that at least one row fills."""
    return {header for row in rows for header, cell in row.items() if cell not in ("", "-")}


if __name__ == "__main__":
    main()
