"""What each button does, over any workbook that can be reached. Every refusal is a `ScorecardError`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..config import load_config
from ..errors import ScorecardError, Severity
from ..findings import ORDER, counted
from ..hosts.base import Sheets
from ..pipeline import Assessed, Options, assess
from ..pipeline import build as run_build
from ..style import style_names
from .copies import copy_beside
from .lists import MOST_PERIODS, write_lists
from .live import LiveBook, place
from .requests import Answer, Request
from .row_of_cell import measure_of

HELP = (
    "Build puts the finished scorecard into this workbook; what you wrote stays as it is.\n"
    "Check lists what is wrong or worth knowing, with cells, and changes nothing.\n"
    "Period and Style choose what the next press is about; Look again reads the workbook anew.\n"
    "Explain says why the measure in the selected row is rated as it is.\n"
    "Share saves the scorecard as a file of its own, without macros, beside this workbook.\n\n"
    "The workbook needs a sheet Measures (Ref, Measure, …) and results by period; "
    "`scorecard-xl new NAME.xlsx` makes one to fill in. All else stands in docs/officer.md."
)


def build(book: LiveBook, request: Request) -> Answer:
    """Put the tabs into the workbook; the Scorecard is shown then."""
    book.progress("Scorecard: rating the measures …")
    config = load_config(beside=book.path)
    assessed, where = run_build(book.host, _options(request), config, periods=MOST_PERIODS)
    _list(request, assessed)
    lines = [f"{assessed.scorecard.headline}.", *_doubts(assessed), where]
    return Answer(True, "\n\n".join(lines), "Scorecard built", str(assessed.config.tabs["scorecard"]))


def check(book: LiveBook, request: Request) -> Answer:
    """List what is wrong, the worst first, as far as there is room."""
    from ..layout import check_names

    assessed, _ = _assessed(book, request)
    check_names(assessed.scorecard, assessed.config)
    findings = assessed.scorecard.findings
    if not findings:
        return Answer(True, "Nothing to report: every cell that is needed could be read.", "Check")
    # What matters comes first: a message box shows no more than its beginning.
    lines = [f"{counted(findings)}. Build lists all of them on {assessed.config.tabs['checks']}.", ""]
    lines += [f"{finding.severity.value}: {finding}" for finding in findings]
    return Answer(True, "\n".join(lines), "Check")


def explain(book: LiveBook, request: Request) -> Answer:
    """Say why the measure of the selected row is rated as it is."""
    from ..explain import explain as explained

    at = place(request.cell)
    if at is None:
        raise ScorecardError("No cell is selected: select one in a measure's row and press Explain again.")
    assessed, sheets = _assessed(book, request)
    refs = {row.measure.ref for row in assessed.rows}
    areas = {row.area for row in assessed.rows}
    headers = ["Ref", *assessed.config.columns.get("Measures", {}).get("Ref", ())]
    selected = measure_of(sheets.grid(request.sheet), at[0], refs, areas, headers)
    if not selected.ref:
        raise ScorecardError(
            f"Row {at[0]} of {request.sheet} belongs to no measure: select a cell in the row of one, on the "
            f"{assessed.config.tabs['scorecard']} tab, on Measures or on Results, and press Explain again."
        )
    return Answer(True, explained(assessed, selected.ref, selected.area), f"Measure {selected.ref}")


def share(book: LiveBook, request: Request) -> Answer:
    """Save the finished scorecard as a macro-free file of its own beside the workbook."""
    from ..hosts.output_file import replace_file
    from ..pipeline import draw

    assessed, _ = _assessed(book, request)
    content = draw(assessed)
    path = copy_beside(book.path, book.name, assessed.scorecard.period.label)
    replace_file(path, content)
    lines = [f"Saved to send out, without macros and without your input sheets:\n{path}", *_doubts(assessed)]
    return Answer(True, "\n\n".join(lines), "Share")


def lists(book: LiveBook, request: Request) -> Answer:
    """Look again what periods and styles there are; there is nothing to tell."""
    # Of a period that is no longer there nothing could be read.
    config = load_config(beside=book.path)
    _list(request, assess(book.host.read_sheets(), Options(), config, periods=MOST_PERIODS))
    return Answer(True)


def show_help(book: LiveBook, request: Request) -> Answer:
    """Say what the buttons do."""
    return Answer(True, HELP, "Help")


ACTIONS: Mapping[str, Callable[[LiveBook, Request], Answer]] = {
    "build": build,
    "check": check,
    "explain": explain,
    "share": share,
    "lists": lists,
    "help": show_help,
}


def _options(request: Request) -> Options:
    return Options(style=request.style, period=request.period)


def _assessed(book: LiveBook, request: Request) -> tuple[Assessed, Sheets]:
    book.progress("Scorecard: rating the measures …")
    config = load_config(beside=book.path)
    sheets = book.host.read_sheets()
    assessed = assess(sheets, _options(request), config, periods=MOST_PERIODS)
    _list(request, assessed)
    return assessed, sheets


def _list(request: Request, assessed: Assessed) -> None:
    write_lists(request, [period.label for period in assessed.periods], [name for name, _ in style_names()])


def _doubts(assessed: Assessed) -> list[str]:
    """Return a line on errors and warnings, none where there are none."""
    findings = assessed.scorecard.findings
    serious = [one for one in findings if ORDER[one.severity] <= ORDER[Severity.WARNING]]
    return [f"{counted(serious)}: see {assessed.config.tabs['checks']}."] if serious else []
