"""The commands. Exit 0: done; 1: done, some data in error and left n/a; 2: nothing done."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from .errors import ScorecardError, Severity

if TYPE_CHECKING:
    from .config import Config
    from .hosts.base import EditedTab, Host
    from .pipeline import Assessed, Options

DONE, DONE_WITH_ERRORS, NOTHING_DONE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every refusal is a plain sentence on stderr."""
    # A command lives for a moment: looking for cycles takes longer than it frees.
    gc.disable()
    _speak_utf8()
    given = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = given.command
    try:
        code = command(given)
        _flush()
        return code
    except ScorecardError as problem:
        print(problem, file=sys.stderr)
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        _hush()
    except MemoryError:
        print("The workbook needs more memory than this machine has free.", file=sys.stderr)
    except KeyboardInterrupt:
        if getattr(getattr(given, "host", None), "written", False):
            return DONE
        # No other command ever writes into the workbook that it is given.
        left = "; the workbook is as it was" if hasattr(given, "workbook") else ""
        print(f"Stopped{left}.", file=sys.stderr)
    return NOTHING_DONE


def _build(given: argparse.Namespace) -> int:
    from .pipeline import build

    host: Host
    if given.output is not None:
        from .hosts.closed import ClosedFile
        from .hosts.output_file import check_output

        if given.dry_run:
            raise ScorecardError(
                "--dry-run says what would change in the workbook itself: leave --output out, "
                "or --dry-run, since --output changes nothing in it."
            )
        check_output(given.output, given.workbook)
        host = ClosedFile(given.workbook, given.output)
        options, config = _settings(given)
    else:
        from .hosts.own_workbook import OwnWorkbook

        options, config = _settings(given)
        host = OwnWorkbook(given.workbook, config.workbook, datetime.now(), only_look=given.dry_run)
        given.host = host
    assessed, where = build(host, options, config)

    def tell() -> None:
        print(assessed.scorecard.headline + ".")
        _print_findings(assessed, sys.stderr, at_least=Severity.WARNING)
        print(where)

    return _told(tell, _exit_code(assessed))


def _remove(given: argparse.Namespace) -> int:
    from .config import load_config
    from .hosts.own_workbook import OwnWorkbook

    settings = load_config(given.config, beside=given.workbook).workbook
    given.host = OwnWorkbook(given.workbook, settings, datetime.now(), only_look=given.dry_run)
    said = given.host.remove_tabs()
    return _told(lambda: print(said), DONE)


def _check(given: argparse.Namespace) -> int:
    from .layout import check_names

    assessed = _assess(given, with_edits=True)
    check_names(assessed.scorecard, assessed.config)  # what build would refuse
    findings = assessed.scorecard.findings
    if given.by_owner:
        from .checks.chase import in_text

        print(in_text(assessed.scorecard.chase) or "Nothing to chase: nobody owes commentary or results.")
    elif given.format != "text":
        from .records import FINDING_COLUMNS, findings_as_records, write_csv, write_json

        records = findings_as_records(findings)
        if given.format == "json":
            write_json(records, sys.stdout)
        else:
            write_csv(records, sys.stdout, FINDING_COLUMNS)
    elif findings:
        from .findings import counted

        _print_findings(assessed, sys.stdout)
        print(counted(findings) + ".")
    else:
        print("Nothing to report: every cell that is needed could be read.")
    return _exit_code(assessed)


def _ratings(given: argparse.Namespace) -> int:
    from .records import as_records, write_csv, write_json

    assessed = _assess(given)
    write = write_json if given.format == "json" else write_csv
    write(as_records(assessed.rows), sys.stdout)
    _print_findings(assessed, sys.stderr, at_least=Severity.ERROR)
    return _exit_code(assessed)


def _explain(given: argparse.Namespace) -> int:
    from .explain import explain

    assessed = _assess(given)
    print(explain(assessed, given.ref))
    return _exit_code(assessed)


def _styles(given: argparse.Namespace) -> int:
    from .style import style_names

    for name, description in style_names():
        print(f"{name:12}{description}")
    return DONE


def _new(given: argparse.Namespace) -> int:
    from .hosts.output_file import check_output, replace_file
    from .starter import starter_workbook

    check_output(given.file, option="")
    if given.file.exists():
        raise ScorecardError(f"{given.file} exists already and is left as it is: choose another name.")
    if given.style:
        from .style import load_style

        load_style(given.style)
    replace_file(given.file, starter_workbook(given.style or None))
    return _told(lambda: print(f"Written: {given.file}. Its first sheet says how to go on."), DONE)


def _addin(given: argparse.Namespace) -> int:
    from .addin import install
    from .addin.machine import this_machine

    machine = this_machine()
    if given.action == "selftest":
        from .addin.excel_bench import selftest

        if machine.startup is None:
            raise ScorecardError(f"{install.NO_EXCEL} {install.WITHOUT}")
        return selftest(print)
    doing = {"install": install.install, "remove": install.remove, "status": install.status}
    return doing[given.action](machine, print)


def _helper(given: argparse.Namespace) -> int:
    from .addin import control
    from .addin.machine import this_machine

    if given.action == "stop":
        return control.stop(print)
    if given.action == "status":
        return control.status(this_machine(), print)
    folders = [folder.resolve() for folder in given.watch]
    return control.start(this_machine(), folders, print, logon=given.at_logon, foreground=given.foreground)


def _settings(given: argparse.Namespace) -> tuple[Options, Config]:
    from .config import load_config
    from .pipeline import Options

    config = load_config(given.config, beside=given.workbook)
    style = getattr(given, "style", None) or ""
    return Options(style, given.period or "", given.area or "", given.config), config


def _assess(given: argparse.Namespace, *, with_edits: bool = False) -> Assessed:
    from .hosts.closed import ClosedFile
    from .pipeline import assess

    sheets = ClosedFile(given.workbook).read_sheets()
    edited: Sequence[EditedTab] = ()
    if with_edits and sheets.holds_our_tabs:
        from .hosts.own_workbook import edited_tabs_of

        edited = edited_tabs_of(given.workbook)
    return assess(sheets, *_settings(given), edited)


def _print_findings(assessed: Assessed, to: TextIO, at_least: Severity = Severity.NOTE) -> None:
    from .findings import ORDER

    for finding in assessed.scorecard.findings:
        if ORDER[finding.severity] <= ORDER[at_least]:
            print(f"{finding.severity.value}: {finding}", file=to)


def _told(tell: Callable[[], None], code: int) -> int:
    """Say what was done and return its exit code, also where nobody listens: done it is all the same."""
    try:
        tell()
        sys.stdout.flush()
    except (OSError, KeyboardInterrupt):
        _hush()
    return code


def _flush() -> None:
    """Find out now that the reader is gone: at its end Python would complain, with a code of its own."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:
        pass  # a full disk, say: there Python's complaint is right


def _hush() -> None:
    """Send what could not be said nowhere: Python would try again at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def _exit_code(assessed: Assessed) -> int:
    return DONE_WITH_ERRORS if assessed.has_errors else DONE


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with where to read on."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(NOTHING_DONE, f"{message}. See `{self.prog} --help`.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="scorecard-xl",
        description="Makes a children's services scorecard from a workbook of measures and results.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], help_text: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(command=run)
        return sub

    def on_workbook(sub: argparse.ArgumentParser) -> argparse.ArgumentParser:
        sub.add_argument("workbook", type=Path, metavar="WORKBOOK", help="the .xlsx or .xlsm to read")
        sub.add_argument("--period", help="the period to report, such as 'Feb 2015' or 'Q2 2019-20'")
        sub.add_argument("--area", help="one area alone; without it, a row a measure and area")
        sub.add_argument("--config", type=Path, metavar="FILE", help="settings of your own (YAML)")
        return sub

    sub = on_workbook(
        command("build", _build, "Put the finished scorecard into the workbook, or a file of its own.")
    )
    sub.add_argument("--output", type=Path, metavar="NEW.xlsx", help="a file of its own for the scorecard")
    sub.add_argument("--dry-run", action="store_true", help="say what would change in it; write nothing")
    sub.add_argument("--style", help="a style's name (see `styles`) or a style file")
    sub = command("remove", _remove, "Take our tabs out of the workbook, with all that came with them.")
    sub.add_argument("workbook", type=Path, metavar="WORKBOOK", help="the .xlsx or .xlsm they are in")
    sub.add_argument("--config", type=Path, metavar="FILE", help="settings of your own (YAML)")
    sub.add_argument("--dry-run", action="store_true", help="say what would change; write nothing")
    sub = on_workbook(command("check", _check, "List all that is wrong or worth knowing in the workbook."))
    sub.add_argument("--format", choices=["text", "csv", "json"], default="text")
    sub.add_argument("--by-owner", action="store_true", help="who owes what, to paste into an e-mail")
    sub = on_workbook(command("ratings", _ratings, "Print every rating and direction as data."))
    sub.add_argument("--format", choices=["csv", "json"], default="csv")
    sub = on_workbook(command("explain", _explain, "Say why a measure has its rating and directions."))
    sub.add_argument("ref", metavar="REF", help="the measure's ref")
    sub = command("new", _new, "Write a starter workbook to fill in.")
    sub.add_argument("file", type=Path, metavar="FILE.xlsx")
    sub.add_argument("--style", help="the style that the workbook asks for")
    command("styles", _styles, "List the styles.")
    sub = command("addin", _addin, "Install, remove, look after or test the Excel add-in.")
    sub.add_argument("action", choices=["install", "remove", "status", "selftest"])
    sub = command("helper", _helper, "A process that waits for the button, or for workbooks in a folder.")
    sub.add_argument("action", choices=["start", "stop", "status"])
    sub.add_argument(
        "--watch", type=Path, action="append", default=[], metavar="FOLDER", help="build what is saved there"
    )
    sub.add_argument("--at-logon", action="store_true", help="start it at every log-on as well (Windows)")
    sub.add_argument("--foreground", action="store_true", help="stay here until Ctrl+C")
    return parser
