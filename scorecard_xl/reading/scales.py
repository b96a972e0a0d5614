"""Shares typed as 0.97 beside others typed as 97: one of them is a hundred times off."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..errors import Address
from ..figures import ZERO, divided, plain
from ..findings import FindingLog
from ..model import Measure
from .result_cells import marked_suppressed
from .result_sheet import ResultSheet
from .tables import Table
from .words import Unreadable, Vocabulary, read_number

# No share above 150% is usual, and few percentages are below 1.5.
BETWEEN_SCALES = Decimal("1.5")
# Points by which a value typed to one decimal may stand beside its cases.
NEARLY_EQUAL = Decimal("0.05")


def check_scale(
    measure: Measure,
    results: ResultSheet,
    standards: Iterable[tuple[Decimal, Address]],
    vocabulary: Vocabulary,
    log: FindingLog,
) -> None:
    """Report a percentage measure whose plain numbers may be of another scale.

    `standards` are those of its targets and benchmarks that no % sign or format marks.
    They stand on both sides of 1.5, or all below it without numerators and denominators that say so.
    They are used as they stand: the size of a number never decides its scale.
    """
    standards = list(standards)
    if not measure.is_percentage or _nothing_small(measure.ref, results, standards):
        return
    of_results, signed = _plain_results(measure, results, vocabulary)
    numbers = [*of_results, *standards]
    small = next((found for found in numbers if 0 < abs(found[0]) <= BETWEEN_SCALES), None)
    large = next((found for found in numbers if abs(found[0]) > BETWEEN_SCALES), None)
    if small and large:
        log.warning(
            "percentages of two scales",
            small[1],
            f"Measure {measure.ref} is a percentage, but its plain numbers stand on both sides of 1.5 "
            f"({small[1]} is {plain(small[0])}, {large[1]} is {plain(large[0])}); "
            "each is taken as it stands, in percent.",
            "Type 97.4 for 97.4%, or format the cells as percentages.",
            measure.ref,
        )
    elif small and not _confirmed_by_cases(measure, results, vocabulary):
        log.warning(
            "percentages all small",
            small[1],
            f"Measure {measure.ref} is a percentage, but its plain numbers are all {BETWEEN_SCALES} or less "
            f"({plain(small[0])} is read as {plain(small[0])}%).",
            "Type 97.4 for 97.4%, or format the cells as percentages.",
            measure.ref,
        )
    elif signed and of_results:
        value, where = of_results[0]
        log.warning(
            "percentages with and without sign",
            where,
            f"Measure {measure.ref} has results with a % sign or format ({signed}) and without "
            f"({where} is {plain(value)}, read as {plain(value)}%).",
            "Give all of them the same format.",
            measure.ref,
        )


def plain_benchmarks(table: Table | None, vocabulary: Vocabulary) -> dict[str, list[tuple[Decimal, Address]]]:
    """Return the figures of Benchmarks that no % sign or format marks, by ref; zeros are of any scale."""
    found: dict[str, list[tuple[Decimal, Address]]] = {}
    for row in table.rows() if table else ():
        cell = row.cell("Value")
        try:
            read = read_number(cell, vocabulary)
        except Unreadable:
            continue
        if read.value and not read.percent:
            found.setdefault(row.text("Ref"), []).append((read.value, cell.where))
    return found


def _nothing_small(ref: str, results: ResultSheet, standards: Iterable[tuple[Decimal, Address]]) -> bool:
    """Whether there is no number that could be a share: nearly always so, and quickly seen."""
    most = float(BETWEEN_SCALES)
    raw_at = results.raw_at
    values = (raw_at(place)[0] for place in results.places(ref))
    return not any(0 < abs(number) <= BETWEEN_SCALES for number, _ in standards) and all(
        isinstance(value, float) and (abs(value) > most or not value) for value in values if value != ""
    )


def _confirmed_by_cases(measure: Measure, results: ResultSheet, vocabulary: Vocabulary) -> bool:
    """Whether the cases of any result come to a share as small as that, and to its value if it has one."""
    for slot in results.slots(measure.ref):
        if marked_suppressed(results.grid, slot, vocabulary):
            continue
        value, numerator, denominator = (
            Decimal(f"{_typed(measure, results, at, vocabulary):.15g}") if at[1] >= 0 else ZERO
            for at in (slot.value, slot.numerator, slot.denominator)
        )
        if not numerator or not denominator or measure.multiplier is None:
            continue
        share = divided(numerator, denominator, measure.multiplier)
        if abs(share) <= BETWEEN_SCALES and (not value or abs(share - value) <= NEARLY_EQUAL):
            return True
    return False


def _plain_results(
    measure: Measure, results: ResultSheet, vocabulary: Vocabulary
) -> tuple[list[tuple[Decimal, Address]], Address | None]:
    """Return the smallest and the largest plain number, zeros left out, and a cell with a % sign."""
    grid = results.grid
    rows, top, left = grid.rows, grid.first_row, grid.first_column
    extremes: dict[bool, tuple[float, tuple[int, int]]] = {}
    signed: tuple[int, int] | None = None
    for slot in results.slots(measure.ref):
        if marked_suppressed(grid, slot, vocabulary):
            continue
        row, column = slot.value
        number = rows[row][column] if column >= 0 else ""
        if number.__class__ is str and number:
            signed = slot.value if str(number).rstrip().endswith("%") else signed
            number = _typed(measure, results, slot.value, vocabulary)
        if isinstance(number, bool) or not isinstance(number, float | int) or not number:
            continue
        number_format = grid.formats.get((row + top, column + left))
        if number_format is None or not number_format.percent:
            size = abs(number)
            if True not in extremes or size < abs(extremes[True][0]):
                extremes[True] = number, slot.value
            if False not in extremes or size > abs(extremes[False][0]):
                extremes[False] = number, slot.value
        else:
            signed = slot.value
    found = [(Decimal(f"{number:.15g}"), grid.where(*at)) for number, at in extremes.values()]
    return found, grid.where(*signed) if signed else None


def _typed(measure: Measure, results: ResultSheet, at: tuple[int, int], vocabulary: Vocabulary) -> float:
    try:
        read = read_number(results.grid.cell(*at), vocabulary, measure)
    except Unreadable:
        return 0.0
    return 0.0 if read.percent or read.value is None else float(read.value)
