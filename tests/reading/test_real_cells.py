"""Cells as councils published them: each is read with its meaning, or reported with what may be meant.

`row` is the spelling as the collection of real cells lists it; the last test holds that none of its rows is
forgotten. "Q3 2016-17" is the period of every result here, and measure 1 the measure.
"""

import csv
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from scorecard_xl.errors import Severity
from scorecard_xl.model import Effect, Polarity, Result, Standards
from scorecard_xl.periods import Calendar
from scorecard_xl.pipeline import Assessed
from tools.memory import assess_book, findings, record_of, row_of, said, standards_of, workbook
from tools.required import shared

PERIOD, BEFORE = "Q3 2016-17", "Q2 2016-17"


def with_cells(typed: Any = "7", **columns: Any) -> Assessed:
    """A measure whose result for Q3 is typed so; another has a plain one, so that something is reported."""
    measure = {"Ref": "1", "Measure": "Visits", "Frequency": "Quarterly", "Polarity": "High"}
    measure |= {name.replace("_", " "): value for name, value in columns.items()}
    other = {"Ref": "2", "Measure": "Plans", "Frequency": "Quarterly"}
    results = [{"Ref": ref, "Period": PERIOD, "Value": value} for ref, value in (("1", typed), ("2", 3))]
    return assess_book(workbook([measure, other], results), period=PERIOD)


def result_of(assessed: Assessed) -> Result | None:
    result = row_of(assessed).result
    return result if result and result.period.label == PERIOD else None


# ---- results that are read ---------------------------------------------------------------------


class Read(NamedTuple):
    """A cell that is read: its value ("" for none), status ("" for no result at all), note, and warning."""

    row: str
    typed: str
    unit: str
    value: str = ""
    status: str = "Final"
    note: str = ""
    warning: str = ""


RAG_RULE = "ratings are computed"
READ = [
    Read("-", "-", "%", status=""),
    Read("Not available", "Not available", "%", status=""),
    Read("New measure TBC", "New measure TBC", "%", status=""),
    Read("N/A[1]", "N/A[1]", "%", status=""),
    Read("N/A - N/A -", "N/A - N/A -", "%", status=""),
    Read("no tgt / n/a / TBC", "n/a", "%", status=""),
    Read("no tgt / n/a / TBC", "TBC", "number", status=""),
    *(
        Read("Annual KPI / Annual PI / Annual Indicator", typed, "%", status="Not due", note=typed)
        for typed in ("Annual KPI", "Annual PI", "Annual Indicator")
    ),
    Read(
        "Data not available until 2024",
        "Data not available until 2024",
        "%",
        "",
        "Not due",
        "Data not available until 2024",
    ),
    Read(
        "Not available until 2018", "Not available until 2018", "£", "", "Not due", "Not available until 2018"
    ),
    Read("Reports in Q4", "Reports in Q4", "%", "", "Not due", "Reports in Q4"),
    Read("Reports in Q4", "Reports in Q4[2]", "%", "", "Not due", "Reports in Q4; marked [2]"),
    Read("x", "x", "%", "", "Suppressed"),
    Read("x", "x[1]", "%", "", "Suppressed"),
    Read("£1,112.44*", "£1,112.44*", "£", "1112.44", "Provisional"),
    Read("£1,112.44*", "£1,112.44 (prov)", "£", "1112.44", "Provisional"),
    Read("£1,112.44*", "1,112.44 (Rev)", "£", "1112.44", "Revised"),
    Read("-3.24%", "-3.24%", "%", "-3.24"),
    Read("-3.24%", "−3.24%", "%", "-3.24"),
    Read("-3.24%", "– 3.24 %", "%", "-3.24"),
    Read("+1.09% Jul-Dec 2023", "+1.09% Oct-Dec 2016", "%", "1.09"),
    Read("+1.09% Jul-Dec 2023", "+1.09% (Q3 2016/17)", "%", "1.09"),
    Read("7,373.55 / 1,847,000.4", "7,373.55", "number", "7373.55"),
    Read("7,373.55 / 1,847,000.4", "1,847,000.4", "number", "1847000.4"),
    Read("£23,771,451.95", "£23,771,451.95", "£", "23771451.95"),
    Read("36.62kg / 209.03kg", "36.62kg", "kg", "36.62"),
    Read("36.62kg / 209.03kg", "209.03kg", "Kilograms", "209.03"),
    Read("36.62kg / 209.03kg", "209.03 KG", "", "209.03"),
    Read("139 Positions", "139 Positions", "number", "139"),
    Read("10.74 Weeks / 538.2 Days", "10.74 Weeks", "weeks", "10.74"),
    Read("10.74 Weeks / 538.2 Days", "538.2 Days", "days", "538.2"),
    Read("4.64 tC02", "4.64 tCO2", "tCO2", "4.64"),
    Read("£ 16.00K / 26610.76K", "£ 16.00K", "£", "16000"),
    Read("£ 16.00K / 26610.76K", "26610.76K", "£", "26610760"),
    Read("£ 16.00K / 26610.76K", "26610.76k", "number", "26610760"),
    Read("£ 16.00K / 26610.76K", "£1.2m", "£", "1200000"),
    Read("1489 / 1816 v 2,300", "1489", "number", "1489"),
    Read("1489 / 1816 v 2,300", "2,300", "number", "2300"),
    Read("2 = (50%)", "2 = (50%)", "%", "50", note="count 2"),
    Read("2 = (50%)", "2 = (50%)", "number", "2", note="share 50%"),
    Read("2 = (50%)", "2 (50%)", "%", "50", note="count 2"),
    Read("50% (9)", "50% (9)", "%", "50", note="the cell says (9)"),
    Read("48% (2003)", "48% (2016)", "%", "48"),
    Read(
        "48% (2003)",
        "48% (2017)",
        "%",
        "48",
        warning="speaks of 2017, but stands under Q3 2016-17",
        note="the cell says 2017",
    ),
    Read(
        "48% (2003)",
        "48% (2003)",
        "%",
        "48",
        warning="speaks of 2003, but stands under Q3 2016-17",
        note="the cell says 2003",
    ),
    Read("60.9% RED", "60.9% RED", "%", "60.9", note="the cell says RED", warning=RAG_RULE),
    Read("60.9% RED", "60.9% (Amber)*", "%", "60.9", "Provisional", "the cell says AMBER", RAG_RULE),
    Read(
        "512 kg (Q3 time lag) (GREEN)",
        "512 kg (GREEN)",
        "kg",
        "512",
        note="the cell says GREEN",
        warning=RAG_RULE,
    ),
    Read("5 from 17", "5 of 17", "%", "29.4117647058824"),
    Read("5 from 17", "5 out of 17", "%", "29.4117647058824"),
    Read("^", "97.4%^", "%", "97.4", note="marked ^"),
    Read("^", "97.4 [1]**", "%", "97.4", note="marked [1]; marked **"),
    Read("^", "97.4†", "number", "97.4", note="marked †"),
    Read("^", "97.4²", "number", "97.4", note="marked ²"),
    Read("153.23% with midpoint 1.0", "153.23%", "%", "153.23"),
    Read("0", "0", "%", "0"),
]


@pytest.mark.parametrize("cell", READ, ids=lambda cell: f"{cell.typed} in {cell.unit}")
def test_cells_that_are_read(cell: Read):
    assessed = with_cells(cell.typed, Unit=cell.unit)
    result = result_of(assessed)
    if not cell.status:
        assert result is None
    else:
        assert result is not None
        value = "" if result.value is None else str(result.value)
        assert (value, result.status.value, result.note) == (cell.value, cell.status, cell.note)
    of_cell = [
        f
        for f in findings(assessed)
        if str(f.where) == "Results!C2"
        and f.severity is not Severity.NOTE
        and f.kind != "result out of bounds"  # other checks' business
    ]
    assert [cell.warning in str(f) and f.severity is Severity.WARNING for f in of_cell] == [True] * bool(
        cell.warning
    )


@pytest.mark.parametrize("typed", ["5 of 17", "5 out of 17"])
def test_cases_in_words_are_numerator_and_denominator(typed: str):
    result = result_of(with_cells(typed, Unit="%"))
    assert result is not None
    assert (result.numerator, result.denominator) == (5, 17)


@pytest.mark.parametrize(
    ("numerator", "denominator", "agrees"),
    [("", "", True), (5, 17, True), (5, "", True), (6, 17, False), (5, 18, False), ("x", 17, None)],
)
def test_cases_in_words_beside_cases_in_their_cells(numerator: Any, denominator: Any, agrees: bool | None):
    cells = {"Value": "5 of 17", "Numerator": numerator, "Denominator": denominator}
    results = [{"Ref": ref, "Period": PERIOD} | (cells if ref == "1" else {"Value": 3}) for ref in ("1", "2")]
    measures = [
        {"Ref": ref, "Measure": "Visits", "Unit": unit} for ref, unit in (("1", "%"), ("2", "number"))
    ]
    assessed = assess_book(workbook(measures, results), period=PERIOD)
    assert bool(said(assessed, "numerator and denominator disagree")) is (agrees is False)
    assert record_of(assessed)["value"] == ("29.4117647058824" if agrees else "")


# ---- results that are reported -----------------------------------------------------------------


class Reported(NamedTuple):
    """A cell that is reported: what is said of it, and the proposal."""

    row: str
    typed: str
    unit: str
    clause: str
    todo: str


ALONE = "Write the number alone, or leave the cell empty when there is no figure."
RATING = "Write the figure; where an officer's rating is meant, fill in RAG override on Commentary."
TWO = "Write the one that is meant; the rest belongs into a note."
REPORTED = [
    Reported(
        "DIV/0", "DIV/0", "%", "is an error of Excel typed as text", "Mend the formula, or empty the cell."
    ),
    Reported(
        "DIV/0", "#DIV/0!", "%", "is an error of Excel typed as text", "Mend the formula, or empty the cell."
    ),
    Reported(
        "+1.09% Jul-Dec 2023",
        "+1.09% Jul-Dec 2023",
        "%",
        "speaks of Jul-Dec 2023, but stands under Q3 2016-17",
        "Write 1.09% if it is the figure for Q3 2016-17, else move it to its own period.",
    ),
    Reported(
        "+1.09% Jul-Dec 2023",
        "1.09% (Q2 2016-17)",
        "%",
        "speaks of Q2 2016-17, but stands under Q3 2016-17",
        "Write 1.09% if it is the figure for Q3 2016-17, else move it to its own period.",
    ),
    Reported(
        "36.62kg / 209.03kg",
        "36.62kg",
        "%",
        "is in kg, but the measure is in %",
        "Write 36.62 if it is in %, else correct the figure or the measure's Unit.",
    ),
    Reported(
        "36.62kg / 209.03kg",
        "36.62kg",
        "tonnes",
        "is in kg, but the measure is in tonnes",
        "Write 36.62 if it is in tonnes, else correct the figure or the measure's Unit.",
    ),
    Reported("36.62kg / 209.03kg", "36.62kg / 209.03kg", "kg", "holds 2 figures", TWO),
    Reported(
        "10.74 Weeks / 538.2 Days",
        "10.74 Weeks",
        "days",
        "is in weeks, but the measure is in days",
        "Write 10.74 if it is in days, else correct the figure or the measure's Unit.",
    ),
    Reported(
        "10.74 Weeks / 538.2 Days",
        "10.74 Weeks",
        "%",
        "is in weeks, but the measure is in %",
        "Write 10.74 if it is in %, else correct the figure or the measure's Unit.",
    ),
    Reported(
        "139 Positions",
        "139 Possitions",
        "number",
        "has words beside the figure",
        "Write 139 and put the rest into a note.",
    ),
    Reported(
        "4.64 tC02", "4.64 tC02", "tCO2", "has a zero where the letter O belongs", "Did you mean 4.64 tCO2?"
    ),
    Reported(
        "£ 16.00K / 26610.76K",
        "26610.76K",
        "%",
        "is in thousands, but the measure is in %",
        "Write 26610760 if that is meant.",
    ),
    Reported("£ 16.00K / 26610.76K", "5m", "number", "is not a number", "Write 5000000 if that is meant."),
    Reported("5 from 17", "5 from 17", "%", "is not a number", "Did you mean 5 of 17?"),
    Reported("5 from 17", "5 of 17", "number", "holds 2 figures", "Write the one that is meant: 5 or 17."),
    Reported(
        "5 from 17",
        "5/17",
        "%",
        "holds 2 figures",
        "Write the one that is meant; numerator and denominator have columns of their own.",
    ),
    Reported(
        "Reposts in Q4 / Reports I Q4", "Reposts in Q4", "%", "is misspelt", "Did you mean Reports in Q4?"
    ),
    Reported(
        "Reposts in Q4 / Reports I Q4", "Reports I Q4", "%", "is misspelt", "Did you mean Reports in Q4?"
    ),
    Reported(
        "Annual KPI / Annual PI / Annual Indicator",
        "Anual KPI",
        "%",
        "is misspelt",
        "Did you mean Annual KPI?",
    ),
    Reported("185,00", "185,00", "number", "is not a number", "Did you mean 18,500, 185,000 or 185.00?"),
    Reported("185,00", "0,974", "%", "is not a number", "Did you mean 0.974?"),
    Reported("185,00", "1,2345", "number", "is not a number", "Did you mean 12,345 or 1.2345?"),
    Reported("185,00", "1.847.000", "number", "is not a number", "Did you mean 1,847,000?"),
    Reported("185,00", "18,47,000.5", "number", "is not a number", "Did you mean 1,847,000.5?"),
    Reported(
        "1489 / 1816 v 2,300",
        "1489 / 1816",
        "number",
        "holds 2 figures",
        "Write the one that is meant; numerator and denominator have columns of their own.",
    ),
    Reported("640 kg (494kg – Q3 time lag)", "640 kg (494kg – Q3 time lag)", "kg", "holds 2 figures", TWO),
    Reported(
        "512 kg (Q3 time lag) (GREEN)",
        "512 kg (Q3 time lag) (GREEN)",
        "kg",
        "has words beside the figure",
        "Write 512 and put the rest into a note.",
    ),
    Reported("60.9% RED", "RED", "%", "is a rating, and ratings are computed", RATING),
    Reported("2 = (50%)", "2 = (50%)", "days", "holds 2 figures", "Write the one that is meant: 2 or 50%."),
    Reported("50% (9)", "50% (9)", "number", "holds 2 figures", "Write the one that is meant: 50% or 9."),
    Reported("50% (9)", "50 (9)", "%", "holds 2 figures", "Write the one that is meant: 50 or 9."),
    Reported(
        "Level 1 / Level 2",
        "Level 1",
        "number",
        "is a grade, not a number",
        "Set the measure's Unit to text, or write 1 alone.",
    ),
    Reported(
        "497 whole year figure, 320 up to 23/11/2020",
        "497 whole year figure, 320 up to 23/11/2020",
        "number",
        "holds 2 figures",
        TWO,
    ),
    Reported(
        "6,696.041,267.088.979.794.9",
        "6,696.041,267.088.979.794.9",
        "number",
        "holds several figures run together",
        "Type it again from its source.",
    ),
    Reported("� 4,280", "� 4,280", "£", "begins with a broken pound sign", "Did you mean £4,280?"),
    Reported("� 4,280", "Â£4,280", "£", "begins with a broken pound sign", "Did you mean £4,280?"),
    Reported(
        "é ê è / ñ ò",
        "é",
        "%",
        "is the arrow ↑ in the font Wingdings, not a number",
        "Write the figure; directions are computed.",
    ),
    Reported(
        "é ê è / ñ ò",
        "ò",
        "text",
        "is the arrow ↓ in the font Wingdings, not a word",
        "Write the result in words; directions are computed.",
    ),
    Reported("^", "^", "%", "is the mark of a footnote without a figure", ALONE),
    Reported(
        "2021-23, 2020-23, 2014/15, 2020-21 (OT), 2017 (Rev), 2019 (prov)",
        "97.4 (OT)",
        "%",
        "may mean an outturn or on track",
        "Write 97.4; an outturn stands under its own year.",
    ),
    Reported("x", "fewer than 5", "number", "is not a number", "Write x when the figure is withheld."),
    Reported("x", "1O.5", "number", "has a letter where a digit belongs", "Did you mean 10.5?"),
]


@pytest.mark.parametrize("cell", REPORTED, ids=lambda cell: f"{cell.typed} in {cell.unit}")
def test_cells_that_are_reported(cell: Reported):
    assessed = with_cells(cell.typed, Unit=cell.unit)
    errors = [str(f) for f in findings(assessed) if f.severity is Severity.ERROR]
    assert errors == [f'Results!C2: "{cell.typed}" {cell.clause} (measure 1). {cell.todo}']
    result = result_of(assessed)
    assert result is not None
    assert (result.value, result.status.value, record_of(assessed)["rag"]) == (None, "In error", "n/a")


# ---- targets -----------------------------------------------------------------------------------


class Target(NamedTuple):
    """A target: what it becomes, or the beginning of what is said of it."""

    row: str
    typed: str
    unit: str = "%"
    polarity: str = "High"
    standards: Standards = Standards()
    error: str = ""


BOTH_CELLS = "of measure 1 means that lower is better, but its Polarity (Measures!D2) is High."
TARGETS = [
    *(
        Target(row, typed)
        for row, typed in (
            ("-", "-"),
            ("Contextual- Partner data", "Contextual- Partner data"),
            *[("Will be set as part of the budget process each year.",) * 2],
            ("To be set", "To be set"),
            ("No target / Measure for information", "No target"),
            ("No target / Measure for information", "Measure for information"),
            ("no tgt / n/a / TBC", "no tgt"),
            ("no tgt / n/a / TBC", "n/a"),
            ("no tgt / n/a / TBC", "TBC"),
            ("Reports in Q4", "Reports in Q4"),
            ("Annual KPI / Annual PI / Annual Indicator", "Annual Indicator"),
        )
    ),
    Target("0", "0", standards=Standards(Decimal(0))),
    Target("1,280 Hectares", "1,280 Hectares", "hectares", standards=Standards(Decimal(1280))),
    Target("1,280 Hectares", "1,280 Hectares", "", standards=Standards(Decimal(1280))),
    Target(
        "1,280 Hectares",
        "1,280 Hectares",
        "%",
        error='"1,280 Hectares" is in hectares, but the measure is in %.',
    ),
    Target("7,373.55 / 1,847,000.4", "1,847,000.4", "number", standards=Standards(Decimal("1847000.4"))),
    Target("90% minimum", "90% minimum", standards=Standards(Decimal(90))),
    Target(
        "90% minimum",
        "90% minimum",
        polarity="Low",
        error="means that higher is better, but its Polarity (Measures!D2) is Low.",
    ),
    Target(
        "Fewer than 85 / Less than 22%",
        "Fewer than 85",
        "number",
        "Low",
        Standards(Decimal(85), exclusive=True),
    ),
    Target("Fewer than 85 / Less than 22%", "Fewer than 85", "number", "High", error=BOTH_CELLS),
    Target(
        "Fewer than 85 / Less than 22%", "Less than 22%", "%", "Low", Standards(Decimal(22), exclusive=True)
    ),
    Target(
        "Above Stat Neighbour Average",
        "Above Stat Neighbour Average",
        standards=Standards(Decimal(60), exclusive=True, benchmark="SN"),
    ),
    Target(
        "Above Stat Neighbour Average",
        "Above London Average",
        error="stands for a benchmark, but Benchmarks has no such benchmark for it.",
    ),
    Target("Additional 800", "Additional 800", "number", error='"Additional 800" is a change, not a level.'),
    Target("640 kg (494kg – Q3 time lag)", "640 kg (494kg – Q3 time lag)", "kg", error='" holds 2 figures.'),
    Target("1489 / 1816 v 2,300", "2,300", "number", standards=Standards(Decimal(2300))),
]


@pytest.mark.parametrize("cell", TARGETS, ids=lambda cell: f"{cell.typed} in {cell.unit} {cell.polarity}")
def test_targets(cell: Target):
    measure = {"Ref": "1", "Measure": "Visits", "Frequency": "Quarterly", "Polarity": cell.polarity}
    measure |= {"Unit": cell.unit, "Target": cell.typed}
    benchmark = {"Ref": "1", "Benchmark": "SN", "Period": "2015-16", "Value": 60}
    results = [{"Ref": "1", "Period": PERIOD, "Value": 7}]
    assessed = assess_book(workbook([measure], results, Benchmarks=[benchmark]), period=PERIOD)
    found, wanted = standards_of(assessed), cell.standards
    assert (found.target, found.exclusive, found.benchmark) == (
        wanted.target,
        wanted.exclusive,
        wanted.benchmark,
    )
    assert found.target_words in ("", cell.typed)
    assert bool(found.target_words) is (
        not cell.typed[0].isdigit() or "minimum" in cell.typed or bool(cell.error)
    )
    errors = [str(f) for f in findings(assessed) if f.severity is Severity.ERROR]
    assert [cell.error in error and error.startswith("Measures!F2: ") for error in errors] == [True] * bool(
        cell.error
    )
    if not wanted.target and wanted.target != 0:
        assert record_of(assessed)["rag"] == "n/a" or wanted.benchmark


# ---- everything else ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "label", "status"),
    [
        ("2021-23", "2021-23", ""),
        ("2020-23", "2020-23", ""),
        ("2014/15", "2014-15", ""),
        ("2020-21 (OT)", "2020-21", ""),
        ("2017 (Rev)", "2017", "Revised"),
        ("2019 (prov)", "2019", "Provisional"),
    ],
)
def test_periods(typed: str, label: str, status: str):
    period, found = Calendar().read(typed, None)
    assert (period.label, found) == (label, status)


@pytest.mark.parametrize(
    ("typed", "polarity"), [("T", Polarity.TARGET), ("", Polarity.NONE), ("-", Polarity.NONE)]
)
def test_polarities(typed: str, polarity: Polarity):
    assert row_of(with_cells(7, Polarity=typed)).measure.polarity is polarity


@pytest.mark.parametrize("name", ["Waste sent for composting**", "Homeless households (NI 156 & SDL 009-00)"])
def test_names_stand_as_they_are_typed(name: str):
    assert row_of(with_cells(7, Measure=name)).measure.name == name


def test_a_target_of_zero_divides_nothing():
    assert record_of(with_cells(0, Unit="number", Polarity="Low", Target=0))["rag"] == "Green"
    assert record_of(with_cells(1, Unit="number", Polarity="Low", Target=0))["rag"] == "Red"


@pytest.mark.parametrize(
    ("now", "before", "polarity", "effect"),
    [((28, 326000), (29, 326000), "High", Effect.WORSE), ((28, 326000), (29, 326000), "Low", Effect.BETTER)],
)
def test_equal_on_display_goes_by_the_unrounded(now: Any, before: Any, polarity: str, effect: Effect):
    """Kent's private fostering: 0.9 and 0.9 per 10,000 with an arrow down."""
    measure = {
        "Ref": "1",
        "Measure": "Arrangements",
        "Unit": "rate",
        "Multiplier": 10000,
        "Polarity": polarity,
    }
    results = [
        {"Ref": "1", "Period": period, "Numerator": over, "Denominator": of}
        for period, (over, of) in ((BEFORE, before), (PERIOD, now))
    ]
    assessed = assess_book(workbook([measure], results), period=PERIOD)
    assert row_of(assessed).previous.effect is effect
    assert said(assessed, "direction hangs on rounding")


def test_numerator_and_denominator_may_have_decimals():
    measure = {"Ref": "1", "Measure": "Agency staff", "Unit": "%"}
    result = {"Ref": "1", "Period": PERIOD, "Value": "18.3%", "Numerator": 85.1, "Denominator": 465.0}
    assessed = assess_book(workbook([measure], [result]), period=PERIOD)
    assert row_of(assessed).result is not None
    assert (record_of(assessed)["value"], said(assessed)) == ("18.3", [])


@pytest.mark.parametrize(
    ("typed", "target", "kind"),
    [
        ("153.23%", 1.0, "percentages all small"),
        (153.23, 1.0, "percentages of two scales"),
        ("153.23%", 100, ""),
    ],
)
def test_a_target_of_another_scale_is_a_check(typed: Any, target: Any, kind: str):
    assessed = with_cells(typed, Unit="%", Target=target)
    assert [f.kind for f in findings(assessed) if f.kind.startswith("percentages")] == [kind] * bool(kind)


@pytest.mark.parametrize("unit", ["%", ""])
def test_percentages_with_and_without_sign_down_one_column(unit: str):
    measure = {"Ref": "1", "Measure": "Visits", "Unit": unit}
    results = [
        {"Ref": "1", "Period": period, "Value": v} for period, v in ((BEFORE, 19.7), (PERIOD, "80.60%"))
    ]
    assessed = assess_book(workbook([measure], results), period=PERIOD)
    assert said(assessed, "percentages with and without sign") == [
        "Results!C2: Measure 1 has results with a % sign or format (Results!C3) and without "
        "(Results!C2 is 19.7, read as 19.7%). Give all of them the same format."
    ]
    assert with_cells("80.60%", Unit="number").has_errors


def test_a_status_cell_may_say_that_nothing_is_due():
    for typed, status in (
        ("Reports in Q4", "Not due"),
        ("Annual PI", "Not due"),
        ("Reposts in Q4", "In error"),
    ):
        row = {"Ref": "1", "Period": PERIOD, "Value": 7, "Status": typed}
        measures = [{"Ref": ref, "Measure": "Visits"} for ref in ("1", "2")]
        other = {"Ref": "2", "Period": PERIOD, "Value": 7}
        assessed = assess_book(workbook(measures, [row, other]), period=PERIOD)
        result = result_of(assessed)
        assert result is not None
        assert (result.value, result.status.value) == (None, status)
        if status == "In error":
            assert said(assessed, "unknown status")[0].endswith("Did you mean Reports in Q4?")


def test_a_rating_in_the_status_cell_is_told_where_it_belongs():
    row = {"Ref": "1", "Period": PERIOD, "Value": 7, "Status": "GREEN"}
    (line,) = said(assess_book(workbook([{"Ref": "1", "Measure": "Visits"}], [row])), "unknown status")
    assert "fill in RAG override on Commentary" in line


@pytest.mark.parametrize(
    ("typed", "arrow", "step"),
    [
        ("é", "↑", "Did you mean Improved? Write Improved, Static or Worsened."),
        ("ê", "↓", "Did you mean Worsened? Write Improved, Static or Worsened."),
        ("è", "→", "Did you mean Static? Write Improved, Static or Worsened."),
        ("ñ", "↑", "Did you mean Improved? Write Improved, Static or Worsened."),
        ("ò", "↓", "Did you mean Worsened? Write Improved, Static or Worsened."),
    ],
)
def test_arrows_that_became_letters(typed: str, arrow: str, step: str):
    comment = {
        "Ref": "1",
        "Period": PERIOD,
        "Direction override": typed,
        "Reason": "As seen",
        "Owner": "Lead",
    }
    results = [{"Ref": "1", "Period": period, "Value": 7} for period in (BEFORE, PERIOD)]
    assessed = assess_book(
        workbook([{"Ref": "1", "Measure": "Visits", "Polarity": "High"}], results, Commentary=[comment]),
        period=PERIOD,
    )
    assert said(assessed, "arrow as a letter") == [
        f'Commentary!C2: "{typed}" is the arrow {arrow} in the font Wingdings; it is not applied '
        f"(measure 1). {step}"
    ]
    assert not said(assessed, "override not understood")
    assert row_of(assessed).previous.override is None


# Rows of the collection that the tests above hold in their own words.
ELSEWHERE = {
    "(blank)": test_polarities,
    "(blank numerator and denominator merged)": test_cells_that_are_read,  # a count needs neither
    "85.1 / 465.0": test_numerator_and_denominator_may_have_decimals,
    "0": test_a_target_of_zero_divides_nothing,
    "0.9 v 0.9 with down arrow": test_equal_on_display_goes_by_the_unrounded,
    "2.4% v 2.4% up red": test_equal_on_display_goes_by_the_unrounded,
    "T": test_polarities,
    "... composting**": test_names_stand_as_they_are_typed,
    "(NI 156 & SDL 009-00)": test_names_stand_as_they_are_typed,
    "19.7 v 80.60%": test_percentages_with_and_without_sign_down_one_column,
    "153.23% with midpoint 1.0": test_a_target_of_another_scale_is_a_check,
    "é ê è / ñ ò": test_arrows_that_became_letters,
    "2021-23, 2020-23, 2014/15, 2020-21 (OT), 2017 (Rev), 2019 (prov)": test_periods,
}


@pytest.mark.shared
def test_no_real_cell_is_forgotten():
    with (shared() / "cases" / "edge_case_cells.csv").open(encoding="utf-8", newline="") as file:
        collected = {line["published_spelling"] for line in csv.DictReader(file)}
    tables = [cell.row for cell in READ], [cell.row for cell in REPORTED], [cell.row for cell in TARGETS]
    assert collected == set(ELSEWHERE).union(*tables)
