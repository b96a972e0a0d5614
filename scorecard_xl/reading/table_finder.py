"""Finds the sheets of a workbook by name, alias or headers, and says what their structure lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from ..config import Config
from ..errors import Address, WorkbookProblems
from ..findings import FindingLog
from ..grids import Grid, Raw, as_text
from ..hosts.base import Sheets
from ..periods import UnreadablePeriod
from .tables import Table, header_word, header_words, period_columns
from .unread_columns import report_unread_columns
from .words import listed, plain_word

# An officer's title block above the table is seldom longer.
ROWS_SEARCHED_FOR_HEADERS = 40

# A role's headers without which its sheet can't be read.
REQUIRED = {
    "Measures": ("Ref", "Measure"),
    "Results": ("Ref",),
    "Targets": ("Ref", "Period"),
    "Benchmarks": ("Ref", "Benchmark", "Value"),
    "Commentary": ("Ref",),
    "Narrative": ("Text",),
    "Glossary": ("Term", "Meaning"),
    "Settings": ("Setting", "Value"),
}
# Without these there is no scorecard; the others are left out when they can't be read.
NEEDED = ("Measures", "Results")
ALL_RESULT_HEADERS = "Ref and Period and Value, or Ref and columns headed with periods"


def find_tables(sheets: Sheets, config: Config, log: FindingLog) -> dict[str, Table | None]:
    """Return the table of every role; Results is None where the periods stand on Measures.

    Raises `WorkbookProblems` with every reason when one that is needed can't be read.
    """
    finder = TableFinder(sheets, config, log)
    tables: dict[str, Table | None] = {"Measures": finder.find("Measures")}
    tables["Results"] = finder.find_results(tables["Measures"])
    tables |= {role: finder.find(role) for role in REQUIRED if role not in NEEDED}
    if finder.problems:
        raise WorkbookProblems(finder.problems)
    for role, table in tables.items():
        if table is not None:
            report_unread_columns(role, table, config.columns, config.calendar, log)
    return tables


class TableFinder(Struct):
    """Finds tables. `problems` collects what keeps a needed one from being read."""

    sheets: Sheets
    config: Config
    log: FindingLog
    problems: list[str] = field(default_factory=list)

    def find(self, role: str) -> Table | None:
        """Return the table of a role, or None when the workbook has none that can be read."""
        named = self._named(role)
        if named is None:
            return self._elsewhere(role) if role in NEEDED else None
        grid = self.sheets.grid(named)
        if not grid.rows and role not in NEEDED:
            return None
        self._report_other_aliases(role, named)
        table = self._table_in(grid, role)
        if table is None:
            self._explain_missing_headers(role, grid)
        elif self._has_headers_twice(role, table) or self._has_two_header_rows(role, table):
            return None
        elif role in NEEDED and not any(True for _ in table.rows()):
            self._report(
                role, grid, f"Sheet {named} has headers but no rows", "fill in at least one row below them"
            )
            return None
        return table

    def find_results(self, measures: Table | None) -> Table | None:
        """Return the table of the results, or None when they stand on the sheet of the measures."""
        periods = period_columns(measures, self.config.calendar) if measures else {}
        named = self._named("Results")
        if measures and periods and (named in (None, measures.sheet) or not self.sheets.grid(named).rows):
            return None
        if measures and named in (None, measures.sheet) and (problem := self._headers_without_year(measures)):
            self.problems.append(problem)
            return None
        if measures is None and named is None:
            return None  # the results may have been meant to stand on the missing sheet
        if measures and periods and named and self._table_in(self.sheets.grid(named), "Results") is None:
            what = (
                f"Sheet {named} has no column Ref and is not read; the results are those on {measures.sheet}."
            )
            self.log.warning("sheet not read", Address(named), what, "Rename the sheet if it has no results.")
            return None
        results = self.find("Results")
        if results is None:
            return None
        if not self._holds_periods(results):
            self.problems.append(
                self._headers_without_year(results)
                or f"Sheet {results.sheet} has neither a column Period nor columns headed with periods "
                "(Feb 2015, Q2 2019-20, 2013-14): add one or the other."
            )
        elif results.has("Period") and not _holds_figures(results):
            self.problems.append(
                f"Sheet {results.sheet} has no column Value (also read: Result or Actual), nor Numerator and "
                "Denominator: add it to the header row."
            )
        elif measures and periods:
            self.log.warning(
                "periods on two sheets",
                measures.grid.where(measures.header, min(periods)),
                f"The columns of periods on {measures.sheet} are not read, since there is a sheet "
                f"{results.sheet}.",
                "Keep the results on one of the two sheets.",
            )
        return results

    def _table_in(self, grid: Grid, role: str) -> Table | None:
        """Return the role's table: the first row that holds all required headers begins it.

        For results, a row that has periods too goes before one with a Ref alone.
        """
        found = self._tables_in(grid, role)
        if role != "Results":
            return next(found, None)
        tables = list(found)
        return next((table for table in tables if self._holds_periods(table)), tables[0] if tables else None)

    def _tables_in(self, grid: Grid, role: str) -> Iterator[Table]:
        known = self._known_headers(role)
        required = set(REQUIRED[role])
        for number, line in enumerate(grid.rows[:ROWS_SEARCHED_FOR_HEADERS]):
            matches = [(place, *known[word]) for place, word in header_words(line) if word in known]
            if required <= {column for _, column, _ in matches}:
                yield _table(grid, number, matches, line)

    def _has_headers_twice(self, role: str, table: Table) -> bool:
        """Report columns with equally good headers, of which nobody can know which is meant."""
        known = self._known_headers(role)
        places: dict[tuple[str, int], list[int]] = {}
        for place, word in header_words(table.grid.rows[table.header]):
            if word in known:
                places.setdefault(known[word], []).append(place)
        twice = [(column, same) for (column, _), same in places.items() if table.columns[column] in same[:-1]]
        for column, same in twice:
            one, other = (table.grid.where(table.header, place) for place in same[:2])
            what = f"{one} and {other} are both read as {column}"
            self._report(role, table.grid, what, "rename or remove one of the columns")
        return bool(twice)

    def _has_two_header_rows(self, role: str, table: Table) -> bool:
        """Report headers in the row below the headers too: a year over its months, merged cells over both."""
        below = table.row(table.header + 1)
        if below.number >= len(table.grid.rows) or any(below.text(column) for column in REQUIRED[role]):
            return False
        filled = [value for value in table.grid.rows[below.number] if value not in ("", None)]
        if not all(isinstance(value, str) or self._is_period(value) for value in filled):
            return False
        known = self._known_headers(role)
        headers = [v for v in filled if self._is_period(v) or header_word(as_text(v)) in known]
        if len(headers) < 2:
            return False
        rows = [table.grid.first_row + number for number in (table.header, below.number)]
        names = quoted(map(as_text, headers[:3]))
        what = f"Sheet {table.sheet} has two header rows, {rows[0]} and {rows[1]} (with {names})"
        self._report(role, table.grid, what, "put all headers in one row, without merged cells")
        return True

    def _headers_without_year(self, table: Table) -> str:
        """Return what is wrong with headers such as Jan and Feb, "" when there are none."""
        found = [header for header in table.others if self._lacks_year(header)]
        if not found:
            return ""
        some = quoted(found[:3]) + (" and others" if len(found) > 3 else "")
        verb = "names no year" if len(found) == 1 else "name no year"
        return (
            f"Sheet {table.sheet}: {some} {verb}, and periods need one: write the headers like "
            "Feb 2015 or Q2 2019-20."
        )

    def _lacks_year(self, header: str) -> bool:
        try:
            self.config.calendar.read(header, None)
        except UnreadablePeriod as problem:
            return str(problem).endswith("has no year")
        return False

    def _is_period(self, value: Raw) -> bool:
        try:
            self.config.calendar.read(value, None)
        except UnreadablePeriod:
            return False
        return True

    def _holds_periods(self, table: Table) -> bool:
        return table.has("Period") or bool(period_columns(table, self.config.calendar))

    def _known_headers(self, role: str) -> dict[str, tuple[str, int]]:
        """Return each header's column and rank; the product's own name ranks before aliases."""
        known: dict[str, tuple[str, int]] = {}
        for column, aliases in self.config.columns[role].items():
            for rank, alias in enumerate([column, *map(str, aliases)]):
                word = header_word(alias)
                if word not in known or rank < known[word][1]:
                    known[word] = (column, rank)
        return known

    def _named(self, role: str) -> str | None:
        by_word = {plain_word(name): name for name in self.sheets.sheet_names}
        words = (plain_word(str(alias)) for alias in self.config.sheets[role])
        return next((by_word[word] for word in words if word in by_word), None)

    def _report_other_aliases(self, role: str, taken: str) -> None:
        """Warn of a second sheet that the role's names fit, when neither has the role's own name."""
        if plain_word(taken) == plain_word(role):
            return
        words = {plain_word(str(alias)) for alias in self.config.sheets[role]}
        for name in self.sheets.sheet_names:
            if name != taken and plain_word(name) in words and self._table_in(self.sheets.grid(name), role):
                self.log.warning(
                    "sheet not read",
                    Address(name),
                    f"Sheets {taken} and {name} may both be the {role}; {taken} is read and {name} is not.",
                    f"Rename the one that is meant {role}, or name it alone under sheets: {role} in the "
                    "configuration.",
                )

    def _elsewhere(self, role: str) -> Table | None:
        """Return the table of the one sheet that has the role's headers though not its name."""
        taken = {self._named(other) for other in self.config.sheets} | set(
            map(str, self.config.tabs.values())
        )
        if role == "Measures":
            taken.discard(self._named("Results"))  # one sheet of both may be called Data
        tables = [
            table
            for name in self.sheets.sheet_names
            if name not in taken and (table := self._table_in(self.sheets.grid(name), role)) is not None
        ]
        if role == "Results":
            tables = [table for table in tables if self._holds_periods(table) and not table.has("Measure")]
        elif len(tables) > 1 or (tables and "period" in map(plain_word, tables[0].others)):
            tables = [table for table in tables if table.sheet != self._named("Results")]
        if len(tables) != 1:
            self._report_no_sheet(role, [table.sheet for table in tables])
            return None
        headers = listed(REQUIRED[role], "and") if role != "Results" else ALL_RESULT_HEADERS
        self.log.note(
            "sheet taken by its headers",
            Address(tables[0].sheet),
            f"No sheet is called {role}; this one has the headers {headers} and was read as {role}.",
        )
        return tables[0]

    def _report_no_sheet(self, role: str, candidates: Sequence[str]) -> None:
        names = quoted(self.config.sheets[role][:3], "or")
        have = quoted(self.sheets.sheet_names)
        several = f"; {quoted(candidates)} all have its headers" if candidates else ""
        self.problems.append(
            f"{self.sheets.name} has no sheet {names} (its sheets are {have}{several}): rename the sheet "
            f"with the {role.lower()}, or add its name under sheets: {role} in the configuration."
        )

    def _explain_missing_headers(self, role: str, grid: Grid) -> None:
        if not grid.rows:
            self._report(role, grid, f"Sheet {grid.sheet} is empty", "fill in its headers and rows")
            return
        known = self._known_headers(role)
        found = {
            known[word][0]
            for line in grid.rows[:ROWS_SEARCHED_FOR_HEADERS]
            for _, word in header_words(line)
            if word in known
        }
        missing = [column for column in REQUIRED[role] if column not in found]
        if not missing:
            what = f"has the headers {quoted(REQUIRED[role])} in different rows"
            self._report(role, grid, f"Sheet {grid.sheet} {what}", "put them in one header row")
            return
        aliases = self.config.columns[role][missing[0]][:3]
        also = f" (also read: {listed(map(str, aliases))})" if aliases else ""
        self._report(
            role,
            grid,
            f"Sheet {grid.sheet} has no column {quoted(missing)}{also}",
            f"add it to the header row, or its name under columns: {role} in the configuration",
        )

    def _report(self, role: str, grid: Grid, what: str, todo: str) -> None:
        """What stops a needed sheet stops everything; any other sheet is left out."""
        if role in NEEDED:
            self.problems.append(f"{what}: {todo}.")
        else:
            todo = f"{todo[:1].upper()}{todo[1:]}."
            self.log.error("sheet not read", Address(grid.sheet), f"{what}; the sheet is left out.", todo)


def _table(grid: Grid, number: int, matches: Sequence[tuple[int, str, int]], line: Sequence[Raw]) -> Table:
    """Give each column its best-ranked header; what is left over is unknown."""
    best: dict[str, tuple[int, int]] = {}
    for place, column, rank in matches:
        if column not in best or rank < best[column][1]:
            best[column] = (place, rank)
    columns = {column: place for column, (place, _) in best.items()}
    others: dict[str, int] = {}
    for place, value in enumerate(line):
        if value not in ("", None) and place not in columns.values():
            others.setdefault(as_text(value), place)
    return Table(grid, number, columns, others)


def _holds_figures(results: Table) -> bool:
    return results.has("Value") or (results.has("Numerator") and results.has("Denominator"))


def quoted(names: Iterable[str], last: str = "and") -> str:
    """Join names in quotation marks as in prose.

    >>> quoted(["Ref", "Measure"])
    '"Ref" and "Measure"'
    """
    return listed([f'"{name}"' for name in names], last)
