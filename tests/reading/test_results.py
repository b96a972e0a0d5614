"""Results from their cells: values, numerators, statuses, repeats; every doubt at its address."""

from decimal import Decimal
from typing import Any

import pytest

from scorecard_xl.errors import ScorecardError, Severity
from scorecard_xl.explain import explain
from scorecard_xl.model import Result, ResultStatus
from scorecard_xl.pipeline import Assessed
from tools.memory import (
    NEVER,
    assess_book,
    book,
    error,
    findings,
    one_measure,
    percent,
    record_of,
    row_of,
    said,
    shown,
    table,
    workbook,
)

SHARE = {"Ref": "1", "Measure": "Visits on time", "Polarity": "High", "Unit": "%", "Target": "30%"}
FEB, JAN = "Feb 2015", "Jan 2015"


def one_result(measure: dict[str, Any] | None = None, **cells: Any) -> Assessed:
    """A measure with a plain result for January and this one for February; another has both."""
    rows = [{"Ref": "1", "Period": JAN, "Value": 50}, {"Ref": "1", "Period": FEB, **cells}]
    rows += [{"Ref": "2", "Period": when, "Value": 50} for when in (JAN, FEB)]
    measures = [SHARE | (measure or {}), {"Ref": "2", "Measure": "Plans"}]
    return assess_book(workbook(measures, rows), period=FEB)


def result_of(assessed: Assessed) -> Result:
    result = row_of(assessed).result
    assert result is not None
    return result


def absence_of(assessed: Assessed) -> ResultStatus | None:
    """Why there is no figure for February; None when nothing was reported."""
    result = row_of(assessed).result
    if result is None or result.period.label != FEB:
        return None
    assert result.value is None
    return result.status


# ---- values ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (97.4, "97.4"),
        ("97.4", "97.4"),
        ("97.4%", "97.4"),
        (percent(0.974), "97.4"),
        (percent(0.974, 1), "97.4"),
        (0.974, "0.974"),
        (0.1 + 0.2, "0.3"),
        ("97.4*", "97.4"),
    ],
)
def test_percentages_keep_the_scale_that_their_cell_tells(stored: Any, value: str):
    assert record_of(one_result(Value=stored))["value"] == value


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "read", "unrounded"),
    [
        ("", 17, 28, "60.7142857142857", "60.7142857142857"),
        (60.7, 17, 28, "60.7", "60.7142857142857"),
        ("-", 17, 28, "60.7142857142857", "60.7142857142857"),
        (60.71, "", "", "60.71", "60.71"),
        (60.7, "", "", "60.7", None),
        (60.7, 17, "", "60.7", None),
        (60.7, "n/a", "n/a", "60.7", None),
        ("", 85.1, 465, "18.3010752688172", "18.3010752688172"),
        ("", 0, 28, "0", "0"),
        ("", 28, 28, "100", "100"),
    ],
)
def test_the_value_given_beats_numerator_over_denominator(
    value: Any, numerator: Any, denominator: Any, read: str, unrounded: str | None
):
    assessed = one_result(Value=value, Numerator=numerator, Denominator=denominator)
    result = result_of(assessed)
    assert str(result.value) == read
    assert result.unrounded == (None if unrounded is None else Decimal(unrounded))
    assert not said(assessed, "numerator and denominator disagree")


@pytest.mark.parametrize(
    ("value", "disagrees"),
    [
        (60.7, False),
        (60.8, True),
        (60.6, True),
        (60.764285714285, False),  # just inside half a tenth of 60.714285...
        (60.765, True),  # just outside
        ("61%", False),  # typed without decimals: 60.7 may be meant
        ("60%", True),
        (percent(0.61, 0), False),
        (percent(0.607142857142857, 1), False),
    ],
)
def test_a_disagreement_beyond_rounding_is_reported(value: Any, disagrees: bool):
    assessed = one_result({"Decimals": 1}, Value=value, Numerator=17, Denominator=28)
    assert bool(said(assessed, "numerator and denominator disagree")) is disagrees
    assert result_of(assessed).value is not None


def test_what_a_disagreement_says():
    assessed = one_result(Value=85, Numerator=17, Denominator=28)
    assert said(assessed, "numerator and denominator disagree") == [
        "Results!C3: The value 85.0% is not numerator over denominator, 60.7% (measure 1); "
        "the value given is used. Correct the one that is wrong."
    ]
    assert result_of(assessed).unrounded is None


def test_rates_use_their_multiplier():
    measure = {"Unit": "rate", "Multiplier": 10000, "Target": 50}
    assert record_of(one_result(measure, Numerator=12, Denominator=2400))["value"] == "50"
    measure = {"Unit": "Rate per 1,000", "Target": 5}
    assert record_of(one_result(measure, Numerator=12, Denominator=2400))["value"] == "5"


# ---- no figure ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"Value": ""}, None),
        ({"Value": "n/a"}, None),
        ({"Value": "", "Status": "Provisional"}, None),
        ({"Value": "x"}, ResultStatus.SUPPRESSED),
        ({"Value": "c", "Status": "Final"}, ResultStatus.SUPPRESSED),
        ({"Value": 40, "Status": "Suppressed"}, ResultStatus.SUPPRESSED),
        ({"Value": "", "Status": "Suppressed"}, ResultStatus.SUPPRESSED),
        ({"Value": "", "Numerator": "x", "Denominator": 40}, ResultStatus.SUPPRESSED),
        ({"Value": "", "Status": "Not due"}, ResultStatus.NOT_DUE),
        ({"Value": "", "Numerator": 0, "Denominator": 0}, ResultStatus.NO_CASES),
        ({"Value": 0, "Numerator": 0, "Denominator": 0}, ResultStatus.NO_CASES),
        ({"Value": "", "Numerator": 3, "Denominator": 0}, ResultStatus.IN_ERROR),
        ({"Value": "about 40"}, ResultStatus.IN_ERROR),
        ({"Value": error("#DIV/0!")}, ResultStatus.IN_ERROR),
        ({"Value": NEVER}, ResultStatus.IN_ERROR),
        ({"Value": "", "Numerator": error("#REF!"), "Denominator": 40}, ResultStatus.IN_ERROR),
        ({"Value": 40, "Status": "Sup pressed?"}, ResultStatus.IN_ERROR),
    ],
)
def test_each_absence_has_its_reason(cells: dict[str, Any], why: ResultStatus | None):
    assert absence_of(one_result(**cells)) is why


def test_a_broken_numerator_beside_a_value_is_reported_and_the_value_stands():
    assessed = one_result(Value=40, Numerator=error("#REF!"), Denominator=28)
    assert record_of(assessed)["value"] == "40"
    assert said(assessed, "not a number") == [
        "Results!D3: The cell holds the error #REF! (measure 1). Mend the formula, or empty the cell."
    ]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            {"Value": "about 40"},
            'Results!C3: "about 40" is not a number (measure 1). '
            "Write the number alone, or leave the cell empty when there is no figure.",
        ),
        (
            {"Value": error("#DIV/0!")},
            "Results!C3: The cell holds the error #DIV/0! (measure 1). Mend the formula, or empty the cell.",
        ),
        (
            {"Value": NEVER},
            "Results!C3: The cell holds a formula that has never been calculated (measure 1). "
            "Open the workbook in Excel, let it calculate and save it.",
        ),
        (
            {"Value": True},
            "Results!C3: The cell holds TRUE or FALSE (TRUE) (measure 1). Write it as a number.",
        ),
        (
            {"Value": "", "Numerator": 3, "Denominator": 0},
            "Results!E3: 3 out of 0 is not possible (measure 1). Correct the numerator or the denominator.",
        ),
        (
            {"Value": "", "Numerator": percent(0.3), "Denominator": 10},
            "Results!D3: A numerator or denominator can't be a percentage (measure 1). "
            "Change the cell's format.",
        ),
        (
            {"Value": "£40"},
            "Results!C3: £40 is in pounds, but measure 1 is in %. Change the cell or the measure's Unit.",
        ),
        (
            {"Value": 40, "Status": "Fnal"},
            'Results!D3: "Fnal" is no status; the result is left out (measure 1). '
            "Write Final, Provisional, Revised, Suppressed or Not due.",
        ),
        (
            {"Value": 100, "Numerator": 0, "Denominator": 0},
            "Results!C3: The value 100 of measure 1 is 0 of 0 cases and is not used. "
            "Empty the cell, or correct what stands beside it.",
        ),
        (
            {"Value": 40, "Status": "Not due"},
            'Results!C3: The value 40 of measure 1 is marked "Not due" and is not used. '
            "Empty the cell, or correct what stands beside it.",
        ),
    ],
)
def test_what_is_said_of_a_cell(cells: dict[str, Any], line: str):
    assert line in said(one_result(**cells))


def test_a_percentage_where_a_count_belongs_is_refused():
    assessed = one_result({"Unit": "number", "Target": 50}, Value=percent(0.4, 0))
    assert said(assessed, "percentage where none belongs") == [
        "Results!C3: 40% is a percentage, but measure 1 is in number. Change the cell or the measure's Unit."
    ]
    assert absence_of(assessed) is ResultStatus.IN_ERROR


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"Value": 40}, ResultStatus.FINAL),
        ({"Value": "40*"}, ResultStatus.PROVISIONAL),
        ({"Value": "40 (r)"}, ResultStatus.REVISED),
        ({"Value": "40*", "Status": "Final"}, ResultStatus.FINAL),
        ({"Value": 40, "Status": "P"}, ResultStatus.PROVISIONAL),
        ({"Value": 40, "Period": "Feb 2015 (prov)"}, ResultStatus.PROVISIONAL),
    ],
)
def test_how_firm_a_figure_is(cells: dict[str, Any], status: ResultStatus):
    assert result_of(one_result(**cells)).status is status


def test_results_in_words():
    measure = {"Unit": "text", "Target": "Good", "Polarity": ""}
    assessed = one_result(measure, Value="Requires improvement", Note="Inspected in January")
    result = result_of(assessed)
    assert (result.value, result.text, result.note) == (None, "Requires improvement", "Inspected in January")
    assert record_of(assessed)["rag_reason"] == "Not rated: the result is words"
    assert not said(assessed)
    assert absence_of(one_result(measure, Value="Good", Status="Suppressed")) is ResultStatus.SUPPRESSED
    assert absence_of(one_result(measure, Value=error("#REF!"))) is ResultStatus.IN_ERROR


# ---- two results for one period ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Feb 2015", 40), ("Feb 2015", 41)),
        (("Feb 2015", 40), ("2015-02", 41)),
        (("Feb 2015", 40), ("28/02/2015", 41)),
        (("Feb 2015", 40), ("February 2015", "x")),
        (("Feb 2015", 40), ("Feb-15", "40*")),
    ],
)
def test_two_results_for_one_period_are_reported_and_neither_is_used(first: tuple, second: tuple):
    rows = [{"Ref": "1", "Period": when, "Value": value} for when, value in ((JAN, 50), first, second)]
    assessed = assess_book(workbook([SHARE], rows))
    assert said(assessed, "two results for one period") == [
        "Results!C4: Measure 1 has more than one result for Feb 2015 (Results!C3 and Results!C4); "
        "none is used. Remove or correct all but one."
    ]
    assert absence_of(assessed) is ResultStatus.IN_ERROR


@pytest.mark.parametrize("spelling", ["Feb 2015", "2015-02"])
def test_the_same_result_twice_is_used_and_reported(spelling: str):
    rows = [{"Ref": "1", "Period": when, "Value": 40} for when in ("Feb 2015", spelling)]
    assessed = assess_book(workbook([SHARE], rows))
    assert record_of(assessed)["value"] == "40"
    assert said(assessed, "one result twice") == [
        "Results!C3: Measure 1 has the same result twice for Feb 2015 (Results!C2 and Results!C3). "
        "Remove one of them."
    ]
    assert not assessed.has_errors


def test_an_empty_row_beside_a_result_is_no_second_one():
    rows = [{"Ref": "1", "Period": FEB, "Value": value} for value in (40, "", "n/a")]
    assessed = assess_book(workbook([SHARE], rows))
    assert record_of(assessed)["value"] == "40"
    assert not said(assessed)


def test_a_ref_in_two_rows_of_a_wide_sheet():
    results = [["Ref", JAN, FEB], ["1", 40, 50], ["1", "", 60]]
    assessed = assess_book(book(Measures=table([SHARE]), Results=results))
    assert len(said(assessed, "two results for one period")) == 1
    assert record_of(assessed)["previous"] == "40"


def test_old_repeats_are_found_too():
    months = [f"{year}-{month:02}" for year in (2012, 2013, 2014) for month in range(1, 13)]
    rows = [{"Ref": "1", "Period": month, "Value": 40} for month in months]
    rows.append({"Ref": "1", "Period": "Jan 2012", "Value": 41})
    assert len(said(assess_book(workbook([SHARE], rows)), "two results for one period")) == 1


# ---- periods -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "clause", "step"),
    [
        ("Febuary 2015", '"Febuary 2015" is misspelt', "Did you mean February 2015?"),
        ("Q3", '"Q3" has no year', ""),
        ("soon", '"soon" has words or signs that belong to no period', ""),
        ("", "the period is empty", ""),
        (error("#REF!"), "holds the error #REF!", "Mend the formula"),
        (NEVER, "holds a formula that has never been calculated", "Open the workbook in Excel"),
    ],
)
def test_an_unreadable_period_is_reported_at_its_own_cell(period: Any, clause: str, step: str):
    rows = [{"Ref": "1", "Period": FEB, "Value": 40}, {"Ref": "1", "Period": period, "Value": 41}]
    (line,) = said(assess_book(workbook([SHARE], rows)), "unreadable period")
    assert line.startswith(f"Results!B3: The period can't be read: {clause}")
    assert step in line


def test_every_unreadable_period_is_reported():
    rows = [{"Ref": "1", "Period": FEB, "Value": 40}]
    rows += [{"Ref": "1", "Period": "Febuary 2014", "Value": value} for value in (41, 42)]
    lines = said(assess_book(workbook([SHARE], rows)), "unreadable period")
    assert [line.split(":")[0] for line in lines] == ["Results!B3", "Results!B4"]


def test_without_any_readable_result_nothing_is_done_and_every_reason_is_given():
    rows = [{"Ref": "1", "Period": period, "Value": 40} for period in ("sometime", "later")]
    with pytest.raises(ScorecardError) as problem:
        assess_book(workbook([SHARE], rows))
    first, *others = str(problem.value).splitlines()
    assert first.startswith("No result could be read for any measure")
    assert [line.split(":")[0] for line in others] == ["Results!B2", "Results!B3"]


# ---- refs --------------------------------------------------------------------------------------


def test_results_of_unknown_measures_are_reported_once_a_ref():
    rows = [{"Ref": ref, "Period": when, "Value": 40} for ref in ("1", "l", "") for when in (JAN, FEB)]
    assert said(assess_book(workbook([SHARE | {"Ref": "1"}], rows)))[:2] == [
        "Results!A4: There is no measure l on the Measures sheet; its 2 results are left out. "
        "Correct the ref, or add the measure.",
        "Results!A6: A result has no ref; its 2 results are left out. Write the ref in every row.",
    ]


def test_an_unknown_ref_names_the_nearest():
    rows = [{"Ref": ref, "Period": FEB, "Value": 40} for ref in ("CS-04", "cs-4")]
    (line,) = said(assess_book(workbook([SHARE | {"Ref": "CS-04"}], rows)))
    assert line.endswith("its 1 result is left out. Did you mean CS-04? Correct the ref, or add the measure.")


def test_the_address_of_an_unknown_ref_is_the_refs_own_cell():
    sheets = book(
        Measures=table([SHARE]),
        Results=[["Value", "Period", "Ref"], [40, FEB, "1"], [41, FEB, "2"]],
        corners={"Results": (5, 3)},
    )
    assert said(assess_book(sheets), "result for an unknown measure")[0].startswith("Results!E7: ")


# ---- percentages of two scales -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "target", "reported"),
    [
        ((0.97, 97), "90%", True),
        ((1.5, 1.51), "90%", True),
        ((1.5, 0.2), "90%", False),
        ((1.51, 97), "90%", False),
        ((0, 97), "90%", False),
        ((-0.97, 97), "90%", True),
        ((percent(0.97), 97), "90%", False),
        (("0.97%", 97), "90%", False),
        (("0.97", 97), "90%", True),
        ((0.97, 0.96), 90, True),
        ((0.97, 0.96), 0.9, False),
        ((97, 96), 0.9, True),
    ],
)
def test_plain_numbers_on_both_sides_of_one_and_a_half(values: tuple[Any, Any], target: Any, reported: bool):
    assessed = one_measure(
        dict(zip((JAN, FEB), values, strict=True)), Unit="%", Polarity="High", Target=target
    )
    assert bool(said(assessed, "percentages of two scales")) is reported


def test_two_scales_name_a_cell_of_each_and_nothing_is_rescaled():
    assessed = one_measure({JAN: 97, FEB: 0.974}, Unit="%", Polarity="High", Target="90%")
    (line,) = said(assessed, "percentages of two scales")
    assert "(Results!C3 is 0.974, Results!C2 is 97)" in line
    assert record_of(assessed)["value"] == "0.974"
    assert not assessed.has_errors


def test_counts_may_stand_on_both_sides():
    assert not said(one_measure({JAN: 1, FEB: 97}, Unit="number", Polarity="High", Target=5))


def test_formats_with_decimals_are_no_percentages():
    assert record_of(one_measure({FEB: shown(97.44, 1)}, Unit="%"))["value"] == "97.44"


@pytest.mark.parametrize(
    ("values", "target", "reported"),
    [
        ((0.91, 0.92), 0.95, True),
        ((0.91, 0.92), "95%", True),
        ((percent(0.91), percent(0.92)), 0.95, True),
        ((0.91, percent(0.92)), "95%", True),
        ((0, -1.5), "", True),
        ((0, 0), "95%", False),
        ((0, 0), 0, False),
        (("0.91%", percent(0.0092)), "", False),
        ((0.91, 1.51), "", False),
    ],
)
def test_plain_percentages_that_are_all_small(values: tuple[Any, Any], target: Any, reported: bool):
    assessed = one_measure(
        dict(zip((JAN, FEB), values, strict=True)), Unit="%", Polarity="High", Target=target
    )
    assert bool(said(assessed, "percentages all small")) is reported


@pytest.mark.parametrize(
    ("results", "benchmark", "kind", "cells"),
    [
        ((50, 60), 0.85, "percentages of two scales", "(Benchmarks!D2 is 0.85, Results!C2 is 50)"),
        (("50%", "60%"), 0.85, "percentages all small", "(0.85 is read as 0.85%)"),
        (("50%", "60%"), percent(0.85), "", ""),
        (("50%", "60%"), "85%", "", ""),
        (("50%", "60%"), 85, "", ""),
        ((50, 60), 85, "", ""),
        ((50, 60), 0, "", ""),
    ],
)
def test_benchmarks_of_another_scale(results: tuple[Any, Any], benchmark: Any, kind: str, cells: str):
    rows = [
        {"Ref": "1", "Period": when, "Value": value} for when, value in zip((JAN, FEB), results, strict=True)
    ]
    assessed = assess_book(
        workbook(
            [{"Ref": "1", "Measure": "Visits", "Unit": "%", "Polarity": "High", "Target": "England average"}],
            rows,
            Benchmarks=[{"Ref": "1", "Benchmark": "England", "Period": JAN, "Value": benchmark}],
        )
    )
    found = [finding for finding in findings(assessed) if finding.kind.startswith("percentages")]
    assert [finding.kind for finding in found] == ([kind] if kind else [])
    if kind:
        assert cells in found[0].what
        assert str(found[0].where) == "Benchmarks!D2"


def test_what_small_percentages_say():
    assessed = one_measure({FEB: 0.91}, Unit="%", Polarity="High", Target="95%")
    assert said(assessed, "percentages all small") == [
        "Results!C2: Measure 1 is a percentage, but its plain numbers are all 1.5 or less (0.91 is read as "
        "0.91%). Type 97.4 for 97.4%, or format the cells as percentages."
    ]
    assert record_of(assessed)["value"] == "0.91"


@pytest.mark.parametrize(
    ("value", "numerator", "reported"),
    [(0.9, 9, False), ("", 9, False), (0.9, 900, True), (0.9, "", True), (0.7, 9, True)],
)
def test_cases_confirm_a_small_percentage(value: Any, numerator: Any, reported: bool):
    result = {"Ref": "1", "Period": FEB, "Value": value, "Numerator": numerator, "Denominator": 1000}
    assessed = assess_book(workbook([SHARE | {"Target": 1}], [result]))
    assert bool(said(assessed, "percentages all small")) is reported


# ---- none: nothing, or not known? --------------------------------------------------------------


@pytest.mark.parametrize("typed", ["None", "none", "Nil"])
def test_none_as_a_result_is_asked_about(typed: str):
    assessed = one_measure({JAN: 5, FEB: typed}, Polarity="Low", Unit="number", Target=0)
    assert said(assessed, "not a number") == [
        f'Results!C3: "{typed}" may mean 0 or no figure (measure 1). '
        "Write 0, or leave the cell empty when there is no figure."
    ]
    record = record_of(assessed)
    assert (record["period"], record["value"], record["rag"]) == (FEB, "", "n/a")


def test_none_is_still_no_target_no_tolerance_and_no_polarity():
    assessed = one_measure(
        {FEB: 5}, Polarity="None", Target="None", Tolerance="None", Minimum_standard="None"
    )
    assert not said(assessed)
    assert record_of(assessed)["target"] == ""


# ---- withheld figures --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        {"Value": "x", "Numerator": 7.13, "Denominator": 9.17},
        {"Value": "<5", "Numerator": "about 7.13", "Denominator": 9.17},
        {"Value": "", "Numerator": "c", "Denominator": "9.17 or so"},
        {"Value": "*", "Numerator": -7.13, "Denominator": -9.17},
        {"Value": 66.631, "Numerator": 7.13, "Denominator": 9.17, "Status": "Suppressed"},
        {"Value": "about 66.631", "Numerator": 7.13, "Denominator": 9.17, "Status": "S"},
        {"Value": 0.66631, "Numerator": 7.13, "Denominator": 0, "Status": "Suppressed"},
        {"Value": "£66.631", "Numerator": percent(7.13), "Denominator": 9.17, "Status": "Suppressed"},
        {"Value": 66.631, "Numerator": 7.13, "Denominator": 9.17, "Status": "Suppresed"},
    ],
)
@pytest.mark.parametrize("later", [[], [{"Ref": "1", "Period": "Mar 2015", "Value": 70}]])
def test_no_figure_of_a_withheld_result_is_found_anywhere(cells: dict[str, Any], later: list[dict[str, Any]]):
    columns = {"Value": "", "Status": "", "Numerator": "", "Denominator": ""}
    results = [
        {"Ref": "1", "Period": JAN, "Value": 60} | columns | {"Value": 60},
        {"Ref": "1", "Period": FEB} | columns | cells,
        *later,
    ]
    measure = {"Ref": "1", "Measure": "Visits", "Unit": "%", "Polarity": "High", "Target": 85}
    assessed = assess_book(workbook([measure], results), period=later[0]["Period"] if later else FEB)
    printed = [*said(assessed), explain(assessed, "1"), *map(str, record_of(assessed).values())]
    assert not [text for text in printed for figure in ("66.6", "7.13", "9.17", "77.7") if figure in text]
    points = [point for page in assessed.scorecard.exceptions for point in page.history]
    for result in (row_of(assessed).result, *(point.result for point in points)):
        if result is None or result.period.label != FEB:
            continue
        figures = (result.value, result.unrounded, result.numerator, result.denominator)
        assert figures == (None, None, None, None)


def test_a_value_beside_a_withheld_numerator_stands_alone():
    result = result_of(one_result(Value=40, Numerator="x", Denominator=10))
    assert (result.value, result.numerator, result.denominator) == (40, None, None)


# ---- impossible fractions ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "severity", "line", "value"),
    [
        (
            {"Value": "", "Numerator": 3, "Denominator": -10},
            Severity.ERROR,
            "Results!E3: The denominator -10 is below 0 (measure 1). "
            "Correct the numerator or the denominator.",
            "",
        ),
        (
            {"Value": 30, "Numerator": 3, "Denominator": -10},
            Severity.ERROR,
            "Results!E3: The denominator -10 is below 0 (measure 1). "
            "Correct the numerator or the denominator.",
            "",
        ),
        (
            {"Value": "", "Numerator": 12, "Denominator": 10},
            Severity.WARNING,
            "Results!D3: 12 of 10 is more than all (measure 1). Correct the numerator or the denominator.",
            "120",
        ),
        (
            {"Value": "", "Numerator": -3, "Denominator": 10},
            Severity.WARNING,
            "Results!D3: The numerator -3 is below 0 (measure 1). Correct the numerator or the denominator.",
            "-30",
        ),
        (
            {"Value": "", "Numerator": 3, "Denominator": ""},
            Severity.ERROR,
            "Results!D3: The result of measure 1 has a numerator but no denominator and no value. "
            "Fill in the denominator or the value, or empty the numerator.",
            "",
        ),
        (
            {"Value": "", "Numerator": "", "Denominator": 10},
            Severity.ERROR,
            "Results!E3: The result of measure 1 has a denominator but no numerator and no value. "
            "Fill in the numerator or the value, or empty the denominator.",
            "",
        ),
    ],
)
def test_impossible_fractions(cells: dict[str, Any], severity: Severity, line: str, value: str):
    assessed = one_result(**cells)
    assert [(f.severity, str(f)) for f in findings(assessed) if "commentary" not in f.kind][:1] == [
        (severity, line)
    ]
    assert record_of(assessed)["value"] == value


@pytest.mark.parametrize(
    "cells",
    [
        {"Value": 30, "Numerator": 3, "Denominator": ""},
        {"Value": "", "Numerator": 10, "Denominator": 10},
        {"Value": "", "Numerator": "", "Denominator": 10, "Status": "Not due"},
    ],
)
def test_possible_fractions(cells: dict[str, Any]):
    assert not [
        f for f in findings(one_result(**cells)) if f.kind in ("impossible fraction", "half a fraction")
    ]


def test_more_than_one_for_each_is_no_wonder_in_a_ratio():
    assert not said(one_result({"Unit": "ratio", "Target": 1}, Value="", Numerator=12, Denominator=10))


def test_half_fractions_of_old_periods_are_found_too():
    measure = {"Ref": "1", "Measure": "Visits", "Unit": "%"}
    long = [{"Ref": "1", "Period": FEB, "Value": 40, "Numerator": "", "Denominator": ""}]
    long += [{"Ref": "1", "Period": "Feb 2010", "Value": "", "Numerator": 3, "Denominator": ""}]
    assert said(assess_book(workbook([measure], long)), "half a fraction")
    wide = [
        {"Ref": "1", "Item": "Value", "Feb 2010": "", FEB: 40},
        {"Ref": "1", "Item": "Denominator", "Feb 2010": 10, FEB: ""},
    ]
    assert said(assess_book(workbook([measure], wide)), "half a fraction")


@pytest.mark.parametrize("unit", ["%", "number", "text"])
def test_an_unknown_status_may_mean_withheld(unit: str):
    """Nothing of such a row is printed, neither by its own finding nor by those of scale and cases."""
    cells = {"Value": 1.234, "Numerator": 56, "Denominator": 78, "Status": "Supressed"}
    assessed = one_result({"Unit": unit}, **cells)
    told = " ".join(said(assessed))
    assert absence_of(assessed) is ResultStatus.IN_ERROR
    assert "Supressed" in told
    assert not [figure for figure in ("1.2", "56", "78") if figure in told.replace("Results!", "")]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_rows_decides_no_decimals(order: int):
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    periods = [f"{month} {year}" for year in (2013, 2014) for month in months]
    rows = [{"Ref": "1", "Period": when, "Value": 80} for when in periods[:-1]]
    rows.append({"Ref": "1", "Period": periods[-1], "Value": 79.96})
    measure = {"Ref": "1", "Measure": "Visits", "Polarity": "High", "Unit": "number", "Target": 80}
    row = row_of(assess_book(workbook([measure], rows[::order])))
    assert (row.measure.decimals, row.rating.rag) == (2, "Amber")
