"""Sheets as tables: found by name, columns by header, rows that know their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .config import Config
from .errors import Address, Finding, Severity, WorkbookProblems
from .grids import Cell, Grid, as_text
from .hosts.base import Sheets
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


@dataclass(frozen=True, slots=True)
class Table:
    """A header row and the rows below it. `columns` gives each known column's place in the grid,
    `others` each unknown header's; `header` is the header row's place."""

    grid: Grid
    header: int
    columns: Mapping[str, int]
    others: Mapping[str, int]

    @property
    def sheet(self) -> str:
        """The sheet's own name."""
        return self.grid.sheet

    def has(self, column: str) -> bool:
        """Whether the sheet has this column."""
        return column in self.columns

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold anything."""
        for number in range(self.header + 1, len(self.grid.rows)):
            if any(value not in ("", None) for value in self.grid.rows[number]) or self._broken(number):
                yield Row(self, number)

    def row(self, number: int) -> Row:
        """Return the row at this place of the grid."""
        return Row(self, number)

    def header_cell(self, column: int) -> Cell:
        """Return the header of a column of the grid."""
        return self.grid.cell(self.header, column)

    def _broken(self, number: int) -> bool:
        sheet_row = self.grid.first_row + number
        return any(row == sheet_row for row, _ in self.grid.broken)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; a column that the sheet lacks reads as empty."""

    table: Table
    number: int

    def cell(self, column: str) -> Cell:
        """Return the cell in a known column."""
        return self.table.grid.cell(self.number, self.table.columns.get(column, -1))

    def text(self, column: str) -> str:
        """Return the cell's trimmed text; an error value reads as "" (it is reported elsewhere)."""
        place = self.table.columns.get(column)
        if place is None:
            return ""
        line = self.table.grid.rows[self.number]
        return as_text(line[place]) if place < len(line) else ""

    def where(self, column: str) -> Address:
        """Return the address of the cell in a known column, or of the row's first cell."""
        return self.table.grid.where(self.number, self.table.columns.get(column, 0))

    def others(self) -> dict[str, object]:
        """Return the values in unknown columns by header, empty ones left out."""
        line = self.table.grid.rows[self.number]
        found = {header: line[c] for header, c in self.table.others.items() if c < len(line)}
        return {header: value for header, value in found.items() if value not in ("", None)}


def header_word(text: str) -> str:
    """Return a header as it is compared: case, line breaks, footnote marks and brackets forgiven.

    >>> header_word("Minimum\\nstandard*"), header_word("Target [1]"), header_word("Good is:")
    ('minimum standard', 'target', 'good is')
    """
    return plain_word(re.sub(r"\[\w{1,3}\]|[*†‡¹²³^]+$", "", text.strip()))


@dataclass(slots=True)
class TableFinder:
    """Finds the tables of a workbook and collects what is wrong with their structure."""

    sheets: Sheets
    config: Config
    problems: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def find(self, role: str, *, needed: bool = False) -> Table | None:
        """Return the table of a role, or None when the workbook has none.

        A needed table that is missing, empty or lacks a required header is a structural problem:
        it is collected and raised, together with all others, by `raise_problems`.
        """
        named = self._named(role)
        if named is None:
            elsewhere = self._by_headers(role) if needed else None
            if needed and elsewhere is None:
                names = quoted(self.config.sheets[role][:3], "or")
                have = quoted(self.sheets.sheet_names)
                self.problems.append(
                    f"{self.sheets.name} has no sheet {names} (its sheets are {have}): rename the sheet with "
                    f"the {role.lower()}, or add its name under sheets: {role} in the configuration."
                )
            return elsewhere
        grid = self.sheets.grid(named)
        table = self.table_in(grid, role)
        if table is None:
            self._explain_missing_headers(role, grid)
        elif needed and len(grid.rows) <= table.header + 1:
            self.problems.append(
                f"Sheet {named} has headers but no rows: fill in at least one row below them."
            )
            return None
        return table

    def raise_problems(self) -> None:
        """Raise everything structural at once."""
        if self.problems:
            raise WorkbookProblems(self.problems)

    def table_in(self, grid: Grid, role: str) -> Table | None:
        """Return the role's table: the first row that holds all required headers begins it."""
        known = self._known_headers(role)
        required = set(REQUIRED[role])
        for number, line in enumerate(grid.rows[:ROWS_SEARCHED_FOR_HEADERS]):
            matches = [(place, known[word]) for place, word in _header_words(line) if word in known]
            if required <= {column for _, (column, _) in matches}:
                return self._table(grid, number, matches, line)
        return None

    def _table(
        self, grid: Grid, number: int, matches: list[tuple[int, tuple[str, int]]], line: Sequence[object]
    ) -> Table:
        """Give each column its best-ranked header; the product's own name ranks before aliases."""
        best: dict[str, tuple[int, int]] = {}
        for place, (column, rank) in matches:
            if column not in best or rank < best[column][1]:
                best[column] = (place, rank)
        columns = {column: place for column, (place, _) in best.items()}
        for place, (column, rank) in matches:
            if place != columns[column] and rank == best[column][1]:
                one, other = grid.where(number, columns[column]), grid.where(number, place)
                self.problems.append(
                    f'{one} and {other} are both headed "{as_text(line[place])}": '  # type: ignore[arg-type]
                    "rename or remove one of the columns."
                )
        taken = set(columns.values())
        others = {
            as_text(value): place  # type: ignore[arg-type]
            for place, value in reversed(list(enumerate(line)))
            if value not in ("", None) and place not in taken
        }
        return Table(grid, number, columns, dict(reversed(others.items())))

    def _known_headers(self, role: str) -> dict[str, tuple[str, int]]:
        known: dict[str, tuple[str, int]] = {}
        for column, aliases in self.config.columns[role].items():
            for rank, alias in enumerate([column, *map(str, aliases)]):
                word = header_word(alias)
                if word not in known or rank < known[word][1]:
                    known[word] = (column, rank)
        return known

    def _named(self, role: str) -> str | None:
        by_word = {plain_word(name): name for name in self.sheets.sheet_names}
        for alias in self.config.sheets[role]:
            if plain_word(str(alias)) in by_word:
                return by_word[plain_word(str(alias))]
        return None

    def _by_headers(self, role: str) -> Table | None:
        """Find the one sheet that has the role's headers though not its name."""
        tables = [
            table
            for name in self.sheets.sheet_names
            if (table := self.table_in(self.sheets.grid(name), role)) is not None
        ]
        if len(tables) != 1:
            return None
        self.findings.append(
            Finding(
                Severity.NOTE,
                "sheet taken by its headers",
                Address(tables[0].sheet),
                f"No sheet is called {role}; this one has the headers {listed(REQUIRED[role], 'and')} "
                f"and was read as {role}.",
            )
        )
        return tables[0]

    def _explain_missing_headers(self, role: str, grid: Grid) -> None:
        if not grid.rows:
            self.problems.append(f"Sheet {grid.sheet} is empty: fill in its headers and rows.")
            return
        known = self._known_headers(role)
        found = {
            known[word][0]
            for line in grid.rows[:ROWS_SEARCHED_FOR_HEADERS]
            for _, word in _header_words(line)
            if word in known
        }
        missing = [column for column in REQUIRED[role] if column not in found]
        if missing:
            aliases = self.config.columns[role][missing[0]][:3]
            also = f" (also read: {listed(map(str, aliases))})" if aliases else ""
            self.problems.append(
                f"Sheet {grid.sheet} has no column {quoted(missing)}{also}: "
                f"add it to the header row, or its name under columns: {role} in the configuration."
            )
        else:
            self.problems.append(
                f"Sheet {grid.sheet} has the headers {quoted(REQUIRED[role])} in different rows: "
                "put them in one header row."
            )


def quoted(names: Iterable[str], last: str = "and") -> str:
    """Join names in quotation marks as in prose.

    >>> quoted(["Ref", "Measure"])
    '"Ref" and "Measure"'
    """
    return listed([f'"{name}"' for name in names], last)


def _header_words(line: Sequence[object]) -> Iterator[tuple[int, str]]:
    for place, value in enumerate(line):
        if isinstance(value, str) and value:
            yield place, header_word(value)
