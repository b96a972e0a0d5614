"""The whole flow: host, tables, measures, ratings, scorecard, layout, render, host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from .checks.hand_edits import report_hand_edits
from .config import Config
from .errors import ScorecardError, Severity, WorkbookProblems
from .findings import FindingLog
from .hosts.base import EditedTab, Host, Rendered, Sheets
from .model import RatedMeasure, Scorecard
from .periods import Period
from .reading.commentary import WritingsReader, read_settings
from .reading.measures import MeasureList, MeasureReader
from .reading.result_layouts import read_results
from .reading.result_sheet import ResultSheet
from .reading.results import Histories
from .reading.table_finder import find_tables
from .reading.tables import Table
from .reading.targets import TargetBook
from .reading.words import Vocabulary, listed, near_ref, ref_as_date, without_value
from .reporting import choose_period, reported_periods
from .rows import RowMaker
from .scorecard import make_scorecard, rate_all


class Options(Struct, frozen=True):
    """What the command line or the ribbon asks for; "" leaves it to the Settings sheet and files."""

    style: str = ""
    period: str = ""
    area: str = ""
    config: Path | None = None

    def over(self, config: Config) -> Config:
        """Return the settings with these over them."""
        given = {name: getattr(self, name) for name in ("style", "period", "area")}
        return replace(config, **{name: value for name, value in given.items() if value})


class Assessed(Struct, frozen=True):
    """A workbook read and rated: the scorecard, and all rated rows (those on exception pages too).

    `periods` are those that could be reported, the latest first, where somebody asked for that many.
    """

    scorecard: Scorecard
    rows: tuple[RatedMeasure, ...]
    config: Config
    has_errors: bool
    periods: tuple[Period, ...] = ()


def build(
    host: Host,
    options: Options,
    config: Config,
    created: datetime | None = None,
    *,
    periods: int = 0,
) -> tuple[Assessed, str]:
    """Read the workbook, rate it, draw the tabs and deliver them; say where they are.

    Raises `ScorecardError` when nothing can be done; what is wrong with single cells comes back in
    `Assessed.scorecard.findings`.
    """
    from .layout import tab_names

    sheets = host.read_sheets()
    assessed = assess(sheets, options, config, host.edited_tabs(), periods=periods)
    roles = {name: role for role, name in tab_names(assessed.config.tabs).items()}
    content = draw(assessed, created, linked=host.keeps_input)
    return assessed, host.deliver(Rendered(content, roles))


def draw(assessed: Assessed, created: datetime | None = None, *, linked: bool = False) -> bytes:
    """Lay out and render the tabs as a small workbook of their own; `created` fixes its date.

    `linked` is for tabs that go back beside the input sheets: what officers wrote leads there.
    """
    from .layout import lay_out
    from .render import render
    from .style import load_style

    scorecard, config = assessed.scorecard, assessed.config
    style = load_style(config.style)
    if config.paper != "style":
        style = style.on_paper(config.paper)
    plans = lay_out(scorecard, style, config.tabs, config.symbols, linked=linked)
    properties = {"title": scorecard.heading.title, "company": scorecard.heading.authority}
    return render(plans, properties=properties, created=created)


def assess(
    sheets: Sheets, options: Options, config: Config, edited: Sequence[EditedTab] = (), *, periods: int = 0
) -> Assessed:
    """Read and rate a workbook; see `build`. `edited` are tabs of ours with edits by hand, to be reported.

    `periods` is how many of the periods that could be reported are wanted as well.
    """
    log = FindingLog(tuple(sheets.sheet_names))
    report_hand_edits(edited, log)
    vocabulary = Vocabulary.of(config.spellings)
    tables = find_tables(sheets, config, log)
    settings = read_settings(tables["Settings"], None if options.period else config.calendar, log)
    config = options.over(config.with_settings(settings))
    measures = _needed(tables, "Measures")
    results = read_results(tables["Results"] or measures, config.calendar, vocabulary, log)
    reader = MeasureReader(config, vocabulary, results, log)
    found = reader.read(measures, tables["Targets"], tables["Benchmarks"])
    known = {measure.ref: measure for measure in found.measures}
    writings = WritingsReader(config, vocabulary, known, results, log).read(tables)
    _report_unknown_refs(results, found, log)
    _check_area(config, results)
    histories = Histories(results, config.area, vocabulary, log)
    try:
        reporting = choose_period(config, found.measures, histories)
    except ScorecardError as problem:
        raise _with_what_is_wrong(problem, histories, found, log) from None
    targets = TargetBook(found.standing, found.targets, config, reporting.period)
    maker = RowMaker(config, vocabulary, histories, writings, reporting, targets, log)
    rows = rate_all(maker, found.measures)
    scorecard = make_scorecard(rows, maker, found.measures)
    offered = reported_periods(config, found.measures, histories, periods) if periods else []
    return Assessed(scorecard, tuple(rows), config, log.has_errors, tuple(offered))


def _needed(tables: Mapping[str, Table | None], role: str) -> Table:
    table = tables[role]
    assert table is not None, "find_tables raises without it"
    return table


def _with_what_is_wrong(
    problem: ScorecardError, histories: Histories, found: MeasureList, log: FindingLog
) -> ScorecardError:
    """Add to a refusal, when no result at all could be read, what keeps each from being read."""
    every = [history for measure in found.measures for history in histories(measure)]
    if any(history.at(period) for history in every for period in history.periods()):
        return problem
    for history in every:
        history.check()
    errors = [str(finding) for finding in log.sorted() if finding.severity is Severity.ERROR]
    return WorkbookProblems([str(problem), *errors])


def _report_unknown_refs(results: ResultSheet, found: MeasureList, log: FindingLog) -> None:
    known = {measure.ref for measure in found.measures}
    for ref in results.areas:
        if ref in known:
            continue
        count = sum(1 for _ in results.slots(ref))
        where = results.ref_cell(ref)
        written = results.ref_as_written(ref)
        date, broken = ref_as_date(written), without_value(written)
        if broken is not None:
            what = f"The ref of a result {broken}; {_results(count)} left out."
            log.error("ref in error", where, what, broken.todo, ref)
        elif date is not None:
            what = f"The ref of a result {date}"
            log.error(
                "ref is a date", where, f"{what} {_results(count).capitalize()} left out.", date.todo, ref
            )
        elif ref:
            what = f"There is no measure {ref} on the Measures sheet; {_results(count)} left out."
            log.error("result for an unknown measure", where, what, near_ref(ref, known), ref)
        else:
            what = f"A result has no ref; {_results(count)} left out."
            log.error("result without ref", where, what, "Write the ref in every row.")


def _results(count: int) -> str:
    return "its 1 result is" if count == 1 else f"its {count} results are"


def _check_area(config: Config, results: ResultSheet) -> None:
    areas = list(dict.fromkeys(area for of_ref in results.areas.values() for area in of_ref if area))
    if config.area and config.area.casefold() not in (area.casefold() for area in areas):
        have = f"the areas are {listed(areas[:12], 'and')}" if areas else "the results have no areas"
        raise ScorecardError(f'There is no area "{config.area}": {have}.')
