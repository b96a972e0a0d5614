"""The whole flow: host, tables, measures, ratings, scorecard, layout, render, host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from .commentary import WritingsReader, read_settings
from .config import Config
from .errors import Address, ScorecardError
from .findings import FindingLog
from .hosts.base import Host, Sheets
from .measures import MeasureList, MeasureReader, near_ref
from .model import RatedMeasure, Scorecard
from .reporting import choose_period
from .results import ResultSheet, period_columns, read_long, read_wide
from .rows import RowMaker
from .scorecard import make_scorecard, rate_all
from .tables import Table, TableFinder
from .words import Vocabulary, listed

OPTIONAL_SHEETS = ("Targets", "Benchmarks", "Commentary", "Narrative", "Glossary", "Settings")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line or the ribbon asks for; "" leaves it to the Settings sheet and files."""

    style: str = ""
    period: str = ""
    area: str = ""
    config: Path | None = None

    def over(self, config: Config) -> Config:
        """Return the settings with these over them."""
        given = {name: getattr(self, name) for name in ("style", "period", "area")}
        return replace(config, **{name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class Assessed:
    """A workbook read and rated: the scorecard, and all rated rows (those on exception pages too)."""

    scorecard: Scorecard
    rows: tuple[RatedMeasure, ...]
    config: Config
    has_errors: bool


def build(
    host: Host, options: Options, config: Config, created: datetime | None = None
) -> tuple[Assessed, str]:
    """Read the workbook, rate it, draw the tabs and deliver them; say where they are.

    Raises `ScorecardError` when nothing can be done; what is wrong with single cells comes back in
    `Assessed.scorecard.findings`.
    """
    assessed = assess(host.read_sheets(), options, config)
    return assessed, host.deliver(draw(assessed, created))


def draw(assessed: Assessed, created: datetime | None = None) -> bytes:
    """Lay out and render the tabs as a small workbook of their own; `created` fixes its date."""
    from .layout import lay_out
    from .render import render
    from .style import load_style

    scorecard, config = assessed.scorecard, assessed.config
    plans = lay_out(scorecard, load_style(config.style), config.tabs, config.symbols)
    properties = {"title": scorecard.heading.title, "company": scorecard.heading.authority}
    return render(plans, properties=properties, created=created)


def assess(sheets: Sheets, options: Options, config: Config) -> Assessed:
    """Read and rate a workbook; see `build`."""
    log = FindingLog()
    vocabulary = Vocabulary.of(config.spellings)
    tables = find_tables(sheets, config, log)
    config = options.over(config.with_settings(read_settings(tables["Settings"], log)))
    results = read_results(tables, config, vocabulary, log)
    found = MeasureReader(config, vocabulary, results, log).read(
        _needed(tables, "Measures"), tables["Targets"]
    )
    known = {measure.ref: measure for measure in found.measures}
    writings = WritingsReader(config, vocabulary, known, log).read(tables)
    _report_unknown_refs(results, found, log)
    maker = RowMaker(config, vocabulary, found, results, writings, log)
    _check_area(config, results)
    reporting = choose_period(config, found.measures, maker.histories)
    rows = rate_all(maker, found.measures, reporting)
    scorecard = make_scorecard(rows, maker, found.measures, reporting, writings, log)
    return Assessed(scorecard, tuple(rows), config, log.has_errors)


def find_tables(sheets: Sheets, config: Config, log: FindingLog) -> dict[str, Table | None]:
    """Find every table; raises `WorkbookProblems` when one that is needed can't be read."""
    finder = TableFinder(sheets, config)
    tables: dict[str, Table | None] = {"Measures": finder.find("Measures", needed=True)}
    measures = tables["Measures"]
    tables["Results"] = results = finder.find("Results")
    if results is not None and not results.has("Period") and not period_columns(results, config.calendar):
        finder.problems.append(
            f"Sheet {results.sheet} has neither a column Period nor columns headed with periods "
            "(Feb 2015, Q2 2019-20, 2013-14): add one or the other."
        )
    elif (
        results is not None
        and results.has("Period")
        and not (results.has("Value") or results.has("Numerator"))
    ):
        finder.problems.append(
            f"Sheet {results.sheet} has no column Value (also read: Result or Actual), nor Numerator and "
            "Denominator: add it to the header row."
        )
    elif results is not None and not any(True for _ in results.rows()):
        finder.problems.append(f"Sheet {results.sheet} has headers but no rows: fill in the results.")
    elif results is None and measures is not None and not period_columns(measures, config.calendar):
        finder.find("Results", needed=True)
    for role in OPTIONAL_SHEETS:
        tables[role] = finder.find(role)
    finder.raise_problems()
    for finding in finder.findings:
        log.add(finding)
    return tables


def read_results(
    tables: Mapping[str, Table | None], config: Config, vocabulary: Vocabulary, log: FindingLog
) -> ResultSheet:
    """Read the results, from their own sheet or from the period columns of Measures (A2, A12)."""
    table = tables["Results"] or _needed(tables, "Measures")
    if table.has("Period"):
        return read_long(table, config.calendar)
    return read_wide(table, config.calendar, vocabulary, log)


def _needed(tables: Mapping[str, Table | None], role: str) -> Table:
    table = tables[role]
    assert table is not None, "find_tables raises without it"
    return table


def _report_unknown_refs(results: ResultSheet, found: MeasureList, log: FindingLog) -> None:
    known = {measure.ref for measure in found.measures}
    for ref, areas in results.areas.items():
        if ref in known:
            continue
        slots = results.series[ref, areas[0]].values()
        value = next(iter(slots)).value
        where = Address(results.grid.sheet, results.grid.where(*value).row, results.grid.first_column)
        count = sum(len(results.series[ref, area]) for area in areas)
        if ref:
            what = f"There is no measure {ref} on the Measures sheet; {_results(count)} left out."
            log.error("result for an unknown measure", where, what, near_ref(ref, known), ref)
        else:
            log.error(
                "result without ref", where, f"A result has no ref; {_results(count)} left out.", "Add it."
            )


def _results(count: int) -> str:
    return "its 1 result is" if count == 1 else f"its {count} results are"


def _check_area(config: Config, results: ResultSheet) -> None:
    areas = list(dict.fromkeys(area for of_ref in results.areas.values() for area in of_ref if area))
    if config.area and config.area.casefold() not in (area.casefold() for area in areas):
        have = f"the areas are {listed(areas[:12], 'and')}" if areas else "the results have no areas"
        raise ScorecardError(f'There is no area "{config.area}": {have}.')
