"""Figures that a commentary quotes as the result and that are not the result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..figures import rounded
from ..model import Measure, Unit
from .checked import Checked, Doubt
from .phrases import NAMED_MONTH, has, sentences

LEAST_DIGITS = 3  # of a figure whose digits may have been typed in the wrong order
_FIGURE = r"(?<![\d.,£])\d[\d,]*(?:\.\d+)?(?![\d,]*\d)(\s?(?:%|per ?cent\b))?"


def quotes_another_figure(checked: Checked) -> Iterator[Doubt]:
    """The commentary quotes the result with two digits swapped, or the previous result as this one.

    Only percentages with their sign, and figures with as many decimals as are published; figures that
    belong to the measure otherwise (target, outturn, benchmark, trend) are quoted on purpose.
    """
    row, measure = checked.row, checked.row.measure
    if row.commentary is None or row.value is None or not row.commentary.commentary:
        return
    if measure.unit is Unit.TEXT or not (measure.is_percentage or measure.decimals):
        return
    now = _digits(rounded(row.value, measure.decimals))
    text = row.commentary.commentary
    quoted = [(found, sentence) for sentence in sentences(text) for found in _quoted(sentence, measure)]
    # 67% is 67.4% quoted in whole numbers.
    right = {_digits(rounded(row.value, decimals)) for decimals in range(measure.decimals + 1)}
    if not quoted or any(figure in right for figure, _ in quoted):
        return
    known = _own_figures(checked)
    before = row.previous.against
    then = _digits(rounded(before.value, measure.decimals)) if before and before.value is not None else ""
    for figure, sentence in quoted:
        if has(checked.words["compared"], sentence):
            continue
        if figure not in known and _transposed(figure, now):
            what = f"the result is {measure.in_words(row.value)}"
        elif (
            figure == then != now
            and before is not None
            and not has(checked.words["moved"], sentence)
            and not re.search(NAMED_MONTH, sentence)
        ):
            what = (
                f"which was the result for {before.period.label}; that for {_period(checked)} is "
                f"{measure.in_words(row.value)}"
            )
        else:
            continue
        unit = "%" if measure.is_percentage else ""
        yield Doubt(
            "commentary quotes another figure",
            row.commentary.where,
            f"The commentary of measure {checked.name} quotes {figure}{unit}, {what}.",
            "Correct the text or the result.",
        )
        return


def _quoted(sentence: str, measure: Measure) -> Iterator[str]:
    for found in re.finditer(_FIGURE, sentence, re.I):
        sign = found[1] or ""
        number = found[0][: len(found[0]) - len(sign)].replace(",", "")
        decimals = len(number.partition(".")[2])
        if sign if measure.is_percentage else (not sign and decimals == measure.decimals):
            yield number


def _own_figures(checked: Checked) -> set[str]:
    """Return the figures that a text may well quote beside the result: targets, trend, benchmarks."""
    row, standards = checked.row, checked.row.standards
    figures = [
        standards.target,
        standards.minimum,
        standards.range_low,
        standards.range_high,
        *(direction.against.value for direction in (row.previous, row.outturn) if direction.against),
        *(value for _, value in row.trend),
        *(benchmark.value for benchmark in row.benchmarks),
    ]
    return {_digits(rounded(figure, row.measure.decimals)) for figure in figures if figure is not None}


def _transposed(one: str, other: str) -> bool:
    """Whether two figures differ by two neighbouring digits that changed places.

    >>> _transposed("60.7", "67.0"), _transposed("60.7", "70.6"), _transposed("60.7", "60.7")
    (True, False, False)
    """
    a, b = one.replace(".", ""), other.replace(".", "")
    if len(a) != len(b) or len(a) < LEAST_DIGITS or one.find(".") != other.find("."):
        return False
    differing = [at for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return any(
        differing == [at, then] and a[at] + a[then] == b[then] + b[at] for at, then in pairwise(range(len(a)))
    )


def _digits(number: object) -> str:
    return str(number).lstrip("-")


def _period(checked: Checked) -> str:
    return checked.row.result.period.label if checked.row.result else checked.due.label
