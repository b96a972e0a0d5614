"""The same flow for notebooks and scripts. Heavy modules are imported when a function is called."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

    from .hosts.base import Sheets
    from .pipeline import Assessed

# The path of a workbook, or DataFrames by sheet name ({"Measures": …, "Results": …}).
Source = str | PathLike[str] | Mapping[str, Any]


def assess(
    workbook: Source,
    *,
    period: str = "",
    area: str = "",
    style: str = "",
    config: str | PathLike[str] | None = None,
) -> Assessed:
    """Read and rate a workbook, or DataFrames that stand for its sheets.

    `period` "" means the latest that is mostly reported, `area` "" a row a measure and area. The
    result holds the rated rows, the scorecard with its counts, and the findings of Data checks.
    Raises `ScorecardError` when nothing can be done; problems of single cells are findings.

    >>> from scorecard_xl.resources import shipped
    >>> card = assess(shipped("workbook_templates/kent_2015_02.xlsx"))
    >>> card.scorecard.counts.rag.by_band["Green"], card.rows[11].rating.rag
    (17, 'Red')
    """
    from .config import load_config
    from .pipeline import Options
    from .pipeline import assess as run

    sheets, path = _sheets(workbook)
    settings = load_config(Path(config) if config else None, beside=path)
    return run(sheets, Options(style, period, area), settings)


def build(
    workbook: Source,
    output: str | PathLike[str],
    *,
    period: str = "",
    area: str = "",
    style: str = "",
    config: str | PathLike[str] | None = None,
) -> Assessed:
    """Write the finished scorecard to the new file `output`; arguments and errors as in `assess`."""
    from .hosts.output_file import check_output, replace_file
    from .pipeline import draw

    path = None if isinstance(workbook, Mapping) else Path(workbook)
    check_output(Path(output), path, option="")
    assessed = assess(workbook, period=period, area=area, style=style, config=config)
    replace_file(Path(output), draw(assessed))
    return assessed


def rate(workbook: Source, **options: Any) -> pandas.DataFrame:
    """Return every rating and direction as a DataFrame (needs pandas), options as in `assess`.

    Columns are those of the `ratings` command, a row a measure and area. `value`, `target`,
    `previous` and `outturn` are floats, NaN where there is none; percentages as 97.4.
    """
    import pandas

    from .records import COLUMNS, NUMERIC, as_records

    frame = pandas.DataFrame(as_records(assess(workbook, **options).rows), columns=list(COLUMNS))
    for column in NUMERIC:
        frame[column] = pandas.to_numeric(frame[column].replace("", None))
    return frame


def check(workbook: Source, **options: Any) -> pandas.DataFrame:
    """Return Data checks as a DataFrame (needs pandas), options as in `assess`.

    Columns: severity, check, where, what, todo, ref.
    """
    import pandas

    rows = [
        (f.severity.value, f.kind, str(f.where or ""), f.what, f.todo, f.ref)
        for f in assess(workbook, **options).scorecard.findings
    ]
    return pandas.DataFrame(rows, columns=["severity", "check", "where", "what", "todo", "ref"])


def _sheets(workbook: Source) -> tuple[Sheets, Path | None]:
    if isinstance(workbook, Mapping):
        from .hosts.frames import FrameSheets

        return FrameSheets(workbook), None
    from .hosts.closed import ClosedFile

    path = Path(workbook)
    return ClosedFile(path).read_sheets(), path
