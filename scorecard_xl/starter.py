"""The starter workbook of the command `new`: every input sheet with drop-downs, hints and a few examples.

What it says and shows stands in workbook_templates/source/starter.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from .input_book import InputBook, Line, Row
from .input_sheets import BENCHMARKS, COMMENTARY, GLOSSARY, MEASURES, RESULTS, TARGETS
from .resources import shipped

EXAMPLE = "EX-"  # the refs of example rows begin with this


def starter_workbook(style: str | None = None, created: datetime | None = None) -> bytes:
    """Return a new workbook for an officer to fill in, as an .xlsx.

    `style` goes onto the Settings sheet. `created` is the only date in the file (default: now); the same
    date gives the same bytes.
    """
    import yaml

    source = shipped("workbook_templates/source/starter.yaml")
    content = yaml.safe_load(source.read_text(encoding="utf-8"))
    book = InputBook(title="Scorecard workbook", created=created or datetime.now(UTC))
    book.add_page("How to", content["title"], _lines(content["how to"]))
    book.add(MEASURES, content["measures"], example=EXAMPLE)
    book.add(RESULTS, list(_results(content["results"])), example=EXAMPLE)
    book.add(TARGETS, content["targets"], example=EXAMPLE)
    book.add(BENCHMARKS, content["benchmarks"], example=EXAMPLE)
    book.add(COMMENTARY, content["commentary"], example=EXAMPLE)
    book.add(GLOSSARY, [{"Term": term, "Meaning": words} for term, words in content["glossary"].items()])
    book.add_settings({**content["settings"], "Style": style or ""})
    return book.close()


def _lines(how_to: Mapping[str, Mapping[str, Any]]) -> Iterator[Line]:
    for heading, lines in how_to.items():
        yield Line(heading)
        for label, line in lines.items():
            yield Line(label, **line)


def _results(results: Mapping[str, Mapping[str, Any]]) -> Iterator[Row]:
    """Yield a row a result, each written "60.7%", "17 of 28", or as the columns that it fills."""
    for ref, by_period in results.items():
        for period, written in by_period.items():
            if isinstance(written, str):
                numerator, of, denominator = written.partition(" of ")
                written = {"Numerator": numerator, "Denominator": denominator} if of else {"Value": written}
            yield {"Ref": ref, "Period": period, **written}
