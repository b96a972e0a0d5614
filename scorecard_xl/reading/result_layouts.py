"""Results to a `ResultSheet` from either layout: a row a period, or a column a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from ..findings import FindingLog
from ..grids import Raw, as_text
from ..period_spellings import looks_like_period
from ..periods import Calendar
from .result_sheet import Raws, ResultSheet, Series, Slot
from .tables import Row, Table, period_columns
from .words import Vocabulary

FIGURES = ("Value", "Numerator", "Denominator")
NOWHERE = (-1, -1)


def read_results(table: Table, calendar: Calendar, vocabulary: Vocabulary, log: FindingLog) -> ResultSheet:
    """Take up the results of a table, long when it has a column Period, else wide (A2, A12)."""
    if table.has("Period"):
        return read_long(table, calendar, vocabulary)
    return read_wide(table, calendar, vocabulary, log)


def read_long(table: Table, calendar: Calendar, vocabulary: Vocabulary) -> ResultSheet:
    """Take up a long sheet: one row a ref, period and area. A place is the number of a row."""
    ref_at, period_at = table.columns["Ref"], table.columns["Period"]
    area_at, status_at = table.columns.get("Area", -1), table.columns.get("Status", -1)
    three = _three_figures(table)
    rows = table.grid.rows
    sheet = ResultSheet(table.grid, calendar, _slot_maker(table), _raw_reader(table), ref_at)
    broken_rows = table.broken_rows()
    unknown_statuses: dict[Raw, bool] = {}
    headers = rows[table.header]
    # A series by what its ref and area are typed as: a row costs one look-up, not two texts and a key.
    typed: dict[tuple[Raw, Raw], tuple[tuple[str, str], Series]] = {}
    for number in range(table.header + 1, len(rows)):
        row = rows[number]
        says = odd = number in broken_rows
        value, over, under = three(row)
        if value.__class__ is float and over.__class__ is float and under.__class__ is float:
            says, odd = True, odd or over < 0 or under < 0
        else:
            for figure in (value, over, under):
                if figure.__class__ is float:
                    says = True
                elif figure != "" and figure is not None:
                    says = odd = True
            odd = odd or _odd_cases(value, over, under)
        if status_at >= 0 and (status := row[status_at]) not in ("", None):
            says = True
            if status not in unknown_statuses:
                unknown_statuses[status] = vocabulary.word("status", as_text(status)) is None
            odd = odd or unknown_statuses[status]
        # A remark below the table, or a row prepared for later, reports nothing.
        if not says or row == headers:
            continue
        ref_and_area = row[ref_at], row[area_at] if area_at >= 0 else ""
        found = typed.get(ref_and_area)
        if found is None:
            ref, area = map(as_text, ref_and_area)
            key = ref, sheet.area(area) if area else ""
            found = typed[ref_and_area] = key, sheet.begin(key)
        key, series = found
        if series.setdefault(row[period_at], number) != number:
            sheet.repeats[key].append((row[period_at], number))
        if odd:
            sheet.odd[key][number] = row[period_at]
    return sheet


def _three_figures(table: Table) -> Callable[[Sequence[Raw]], tuple[Raw, ...]]:
    """Return what picks value, numerator and denominator out of a row; "" for a column that is not there."""
    at = [table.columns.get(column, -1) for column in FIGURES]
    if min(at) >= 0:
        return itemgetter(*at)
    return lambda row: tuple(row[place] if place >= 0 else "" for place in at)


def _odd_cases(value: Raw, numerator: Raw, denominator: Raw) -> bool:
    """Whether numerator and denominator need a second look: one without the other, or one below 0."""
    if isinstance(numerator, float) and isinstance(denominator, float):
        return numerator < 0 or denominator < 0
    if value in ("", None) and (numerator in ("", None)) != (denominator in ("", None)):
        return True
    return any(isinstance(figure, float) and figure < 0 for figure in (numerator, denominator))


def _slot_maker(table: Table) -> Callable[[int], Slot]:
    names = ("Period", *FIGURES, "Status", "Note")
    period, value, numerator, denominator, status, note = (table.columns.get(name, -1) for name in names)

    def slot(row: int) -> Slot:
        return Slot(
            (row, period), (row, value), (row, numerator), (row, denominator), (row, status), (row, note)
        )

    return slot


def _raw_reader(table: Table) -> Callable[[int], Raws]:
    rows = table.grid.rows
    value, over, under, status, note = (table.columns.get(c, -1) for c in (*FIGURES, "Status", "Note"))

    def raw(place: int) -> Raws:
        row = rows[place]
        return (
            row[value] if value >= 0 else "",
            row[over] if over >= 0 else "",
            row[under] if under >= 0 else "",
            row[status] if status >= 0 else "",
            row[note] if note >= 0 else "",
        )

    return raw


def read_wide(table: Table, calendar: Calendar, vocabulary: Vocabulary, log: FindingLog) -> ResultSheet:
    """Take up a wide sheet: a row a ref (and item and area), a column a period. Places count slots."""
    slots: list[Slot] = []

    def raw(place: int) -> Raws:
        slot, raw_of = slots[place], table.grid.raw
        return raw_of(*slot.value), raw_of(*slot.numerator), raw_of(*slot.denominator), "", ""

    sheet = ResultSheet(table.grid, calendar, slots.__getitem__, raw, table.columns["Ref"])
    columns = period_columns(table, calendar)
    _report_lost_columns(table, columns, log)
    gathered: dict[tuple[str, str], dict[str, list[int]]] = {}
    for row in table.rows():
        ref = row.text("Ref")
        if not ref:
            _report_no_ref(row, columns, log)
            continue
        kind = _item(row, vocabulary, log)
        if kind is not None:
            key = ref, sheet.area(row.text("Area")) if row.text("Area") else ""
            gathered.setdefault(key, {}).setdefault(kind, []).append(row.number)
    for key, items in gathered.items():
        for column, header in columns.items():
            _add_wide(sheet, slots, key, items, (table.header, column), header)
    return sheet


def _item(row: Row, vocabulary: Vocabulary, log: FindingLog) -> str | None:
    item = row.text("Item")
    kind = vocabulary.word("item", item) if item else "Value"
    if kind is None:
        log.error(
            "unknown item",
            row.where("Item"),
            f'"{item}" is none of Value, Numerator or Denominator.',
            "Write one of the three, or leave the cell empty for the value.",
            row.text("Ref"),
        )
    return kind


def _report_no_ref(row: Row, columns: Mapping[int, Raw], log: FindingLog) -> None:
    """Report figures of nobody, as below a merged ref; on Measures the measure itself is reported."""
    line = row.table.grid.rows[row.number]
    if not row.table.has("Measure") and any(line[column] not in ("", None) for column in columns):
        log.error(
            "result without ref",
            row.where("Ref"),
            "This row has results but no ref; it is left out.",
            "Write the ref in every row, also where cells were merged.",
        )


def _add_wide(
    sheet: ResultSheet,
    slots: list[Slot],
    key: tuple[str, str],
    items: Mapping[str, list[int]],
    header: tuple[int, int],
    written: Raw,
) -> None:
    """Add one period of one series; a ref that stands in two rows for one item is a repeat."""
    column = header[1]
    for turn in range(max(len(rows) for rows in items.values())):
        places = {kind: (rows[turn], column) for kind, rows in items.items() if turn < len(rows)}
        cells = [sheet.grid.cell(*place) for place in places.values()]
        if all(cell.text == "" for cell in cells):
            continue
        odd = any(not isinstance(cell.value, float) for cell in cells) or _odd_cases(
            *(sheet.grid.cell(*places.get(kind, NOWHERE)).value for kind in FIGURES)
        )
        slots.append(Slot(header, *(places.get(kind, NOWHERE) for kind in FIGURES)))
        sheet.add(key, written, len(slots) - 1, odd=odd)


def _report_lost_columns(table: Table, columns: Mapping[int, Raw], log: FindingLog) -> None:
    taken = {*columns, *table.columns.values()}
    for place, header in enumerate(table.grid.rows[table.header]):
        if place not in taken and looks_like_period(as_text(header)):
            log.warning(
                "column not read as a period",
                table.grid.where(table.header, place),
                f'The header "{as_text(header)}" looks like a period but can\'t be read as one; '
                "its column is left out.",
                "Write it like Feb 2015, Q2 2019-20 or 2013-14.",
            )
