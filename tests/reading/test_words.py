"""What officers type into cells: numbers, tolerances, words of the field, refs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.config import load_config
from scorecard_xl.errors import Address
from scorecard_xl.figures import plain
from scorecard_xl.grids import NEVER_CALCULATED, Cell, Kind, NumberFormat, Raw, kind_of
from scorecard_xl.model import Measure, Polarity, ResultStatus, Show, Tolerance, Unit
from scorecard_xl.periods import Calendar
from scorecard_xl.reading.target_words import target_words
from scorecard_xl.reading.words import (
    AskPoints,
    ReadNumber,
    Unreadable,
    Vocabulary,
    near_ref,
    read_number,
    read_tolerance,
)

WORDS = Vocabulary.of(load_config().spellings)
HERE = Address("Results", 2, 3)
PERCENT = NumberFormat(percent=True)


def cell(value: Raw, number_format: NumberFormat | None = None) -> Cell:
    return Cell(value, kind_of(value), number_format or NumberFormat(), HERE)


def read(value: Raw, number_format: NumberFormat | None = None) -> ReadNumber:
    return read_number(cell(value, number_format), WORDS)


@pytest.mark.parametrize(
    ("typed", "number", "decimals"),
    [
        ("97", "97", 0),
        ("97.4", "97.4", 1),
        ("97.40", "97.4", 2),
        (".5", "0.5", 1),
        ("0", "0", 0),
        ("1489", "1489", 0),
        ("1,489", "1489", 0),
        ("1,847,000.4", "1847000.4", 1),
        ("-3.2", "-3.2", 1),
        ("−3.2", "-3.2", 1),  # a real minus sign
        ("–3.2", "-3.2", 1),  # a dash
        ("+3.2", "3.2", 1),
        ("97.4\u00a0", "97.4", 1),
        ("0.30000000000000004", "0.3", 17),
    ],
)
def test_numbers_typed_as_text(typed: str, number: str, decimals: int):
    found = read(typed)
    assert (found.value, found.decimals) == (Decimal(number), decimals)
    assert not found.percent


@pytest.mark.parametrize(
    ("typed", "number"),
    [("97.4%", "97.4"), ("97.4 %", "97.4"), ("-3.24%", "-3.24"), ("+1.09%", "1.09"), ("0.97%", "0.97")],
)
def test_a_percent_sign_is_a_percentage_of_that_size(typed: str, number: str):
    assert read(typed).value == Decimal(number)
    assert read(typed).percent


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("£12", "12"),
        ("£ 12", "12"),
        ("£1,112.44", "1112.44"),
        ("£23,771,451.95", "23771451.95"),
        ("-£5", "-5"),
        ("£-5", "-5"),
    ],
)
def test_pounds(typed: str, number: str):
    assert read(typed).value == Decimal(number)
    assert read(typed).pounds


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("97.4*", ResultStatus.PROVISIONAL),
        ("£1,112.44*", ResultStatus.PROVISIONAL),
        ("97.4 (p)", ResultStatus.PROVISIONAL),
        ("97.4% (prov)", ResultStatus.PROVISIONAL),
        ("97.4 (Prov.)", ResultStatus.PROVISIONAL),
        ("97.4 (provisional)", ResultStatus.PROVISIONAL),
        ("97.4 (r)", ResultStatus.REVISED),
        ("97.4 (revised)", ResultStatus.REVISED),
    ],
)
def test_a_mark_beside_the_number_is_its_status(typed: str, status: ResultStatus):
    assert read(typed).status is status
    assert read(typed).value is not None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "-",
        "–",
        "—",
        "..",
        "...",
        ":",
        "n/a",
        "N/A",
        "NA",
        "Not available",
        "tbc",
        "TBC.",
        "[x]",
        "[z]",
    ],
)
def test_no_figure(typed: str):
    assert read(typed) == ReadNumber(None)


@pytest.mark.parametrize("typed", ["x", "X", "c", "*", "<5", "< 5", "[c]", "Suppressed", "<10"])
def test_suppressed(typed: str):
    assert read(typed) == ReadNumber(None, status=ResultStatus.SUPPRESSED)


@pytest.mark.parametrize(
    "typed",
    [
        "185,00",  # 185,000 or 185.00?
        "0,974",  # a decimal comma?
        "012,345",
        "1,2345",
        "1.847.000",
        "1 847",
        "5 from 17",
        "2 = (50%)",
        "50% (9)",
        "36.62kg",
        "10.74 Weeks",
        "90% minimum",
        "Fewer than 85",
        "60.9% RED",
        "48% (2003)",
        "DIV/0",
        "Reposts in Q4",
        "26610.76K",
        "^",
        "12 [c]",
        "Level 1",
        "� 4,280",
        "6,696.041,267.088",
        "--5",
        "-£-5",
        "5-",
        "1e3",
        "97.",
        "12%%",
        "٣",
        "²",
        "½",
        "1/2",
        "9" * 400,
    ],
)
def test_what_has_two_readings_or_none_is_refused(typed: str):
    with pytest.raises(Unreadable):
        read(typed)


@pytest.mark.parametrize(
    ("stored", "number_format", "value", "percent", "decimals"),
    [
        (0.974, NumberFormat(percent=True, decimals=1), "97.4", True, 1),
        (97.4, NumberFormat(percent=False, decimals=1), "97.4", False, 1),
        (97.4, NumberFormat(), "97.4", False, None),
        (0.974, NumberFormat(), "0.974", False, None),  # its size never makes it 97.4
        (97.4, NumberFormat(percent=True), "9740", True, None),  # nor does it unmake a format
        (0.1 + 0.2, NumberFormat(), "0.3", False, None),
        (1.0, PERCENT, "100", True, None),
        (28, NumberFormat(), "28", False, None),
        (0.3 - 0.1 - 0.2, NumberFormat(), "0", False, None),  # -2.8e-17: nothing, to people and to Excel
        (-0.0, PERCENT, "0", True, None),
    ],
)
def test_the_scale_of_a_number_is_its_formats(
    stored: float, number_format: NumberFormat, value: str, percent: bool, decimals: int | None
):
    assert read(stored, number_format) == ReadNumber(Decimal(value), percent, decimals=decimals)


@pytest.mark.parametrize(
    ("wrong", "clause", "todo"),
    [
        (Cell("#DIV/0!", Kind.ERROR, NumberFormat(), HERE), "holds the error #DIV/0!", "Mend the formula"),
        (
            Cell(NEVER_CALCULATED, Kind.NO_VALUE, NumberFormat(), HERE),
            "holds a formula that has never been calculated",
            "Open the workbook in Excel",
        ),
        (cell(True), "holds TRUE or FALSE (TRUE)", "Write it as a number"),
        (cell(float("inf")), "too large", "Correct the cell"),
        (cell(float("nan")), "too large", "Correct the cell"),
        (cell(1e305), "too large", "Correct the cell"),
    ],
)
def test_cells_that_hold_no_number(wrong: Cell, clause: str, todo: str):
    with pytest.raises(Unreadable) as problem:
        read_number(wrong, WORDS)
    assert clause in str(problem.value)
    assert problem.value.todo.startswith(todo)


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=3))
def test_every_plain_number_reads_as_itself(number: Decimal):
    assert read(plain(number)).value == number
    assert read(f"{number:,}").value == number


@given(st.text(max_size=12) | st.floats() | st.booleans() | st.none())
def test_any_cell_is_read_or_refused(value: Raw):
    try:
        found = read(value)
    except Unreadable as problem:
        assert problem.todo.endswith((".", "?"))
    else:
        assert found.value is None or found.value.is_finite()


MEASURES = [Measure("1", "Visits", unit=unit, unit_word=word) for unit in Unit for word in ("", "kg")]
JUNE = Calendar().month(2015, 6)


@given(
    st.text("0123456789.,%£()[]*-–<>=/ kKmRED of Q4June2015GREEN^ñ", max_size=24) | st.text(max_size=12),
    st.sampled_from(MEASURES),
)
def test_any_result_is_read_or_refused(value: str, measure: Measure):
    try:
        found = read_number(cell(value), WORDS, measure, JUNE)
    except Unreadable as problem:
        assert problem.todo.endswith((".", "?"))
    else:
        assert found.value is None or found.value.is_finite()


@given(
    st.decimals(-(10**9), 10**9, allow_nan=False, places=2),
    st.sampled_from(
        ["[1]", "^", "**", " †", "²", " [note 3]", "*", " (p)", "(Rev)", " RED", " (Green)", " kg"]
    ),
)
def test_no_mark_changes_the_figure(number: Decimal, mark: str):
    measure = Measure("1", "Waste", unit_word="kg")
    assert read_number(cell(f"{number:,}{mark}"), WORDS, measure, JUNE).value == number


@pytest.mark.parametrize("typed", ["9" * 30000, "9," * 10000, "(" * 30000, "[1]" * 10000, "at least " * 4000])
def test_a_page_of_text_is_refused_at_once(typed: str):
    with pytest.raises(Unreadable):
        read_number(cell(typed), WORDS, MEASURES[0], JUNE)
    assert target_words(typed) is None


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("not_due", "Reports in Q4", True),
        ("not_due", "reports in March 2025.", True),
        ("not_due", "Reports in the autumn", True),
        ("not_due", "Reports in 5 of 17", False),
        ("not_due", "Reporting", False),
        ("no_target", "To be set in 2025", True),
        ("no_target", "To be set at 90%", False),
        ("no_target", "To be set at 2000", False),
        ("no_target", "Contextual- Partner data", True),
        ("no_target", "Contextualised", False),
    ],
)
def test_phrases_that_go_on(kind: str, typed: str, says: bool):
    assert WORDS.says(kind, typed) is says


# ---- tolerances --------------------------------------------------------------------------------

RELATIVE = {"10%": 10, "10 %": 10, "10% of target": 10, "10% of the target": 10, "+/- 10%": 10, "±2.5%": 2.5}
ABSOLUTE = {
    "5 points": 5,
    "1 point": 1,
    "2.5 pts": 2.5,
    "5pp": 5,
    "5 percentage points": 5,
    "5% points": 5,
    "within 3 days": 3,
    "0": 0,
}


@pytest.mark.parametrize(("typed", "amount"), RELATIVE.items())
def test_relative_tolerances(typed: str, amount: float):
    expected = Tolerance(Decimal(str(amount)), relative=True)
    assert read_tolerance(cell(typed), WORDS, percentage_measure=False) == expected


@pytest.mark.parametrize(("typed", "amount"), ABSOLUTE.items())
def test_absolute_tolerances(typed: str, amount: float):
    for percentage_measure in (True, False):
        found = read_tolerance(cell(typed), WORDS, percentage_measure=percentage_measure)
        assert found == Tolerance(Decimal(str(amount)), relative=False)


def test_a_formatted_percentage_is_relative():
    found = read_tolerance(cell(0.05, PERCENT), WORDS, percentage_measure=False)
    assert found == Tolerance(Decimal(5), relative=True)


@pytest.mark.parametrize("typed", [cell("5%"), cell(0.05, PERCENT)])
def test_a_bare_percentage_on_a_percentage_measure_is_asked_about(typed: Cell):
    with pytest.raises(AskPoints) as question:
        read_tolerance(typed, WORDS, percentage_measure=True)
    assert question.value.tolerance == Tolerance(Decimal(5), relative=True)


def test_of_target_leaves_nothing_to_ask():
    found = read_tolerance(cell("5% of target"), WORDS, percentage_measure=True)
    assert found == Tolerance(Decimal(5), relative=True)


@pytest.mark.parametrize("typed", ["", "-", "n/a", "TBC", None])
def test_no_tolerance(typed: Raw):
    assert read_tolerance(cell(typed), WORDS, percentage_measure=True) is None


@pytest.mark.parametrize("typed", ["5", 5.0, 0.05, "five", "-5%", "5 apples", "10% or 2 points", True])
def test_refused_tolerances(typed: Raw):
    with pytest.raises(Unreadable):
        read_tolerance(cell(typed), WORDS, percentage_measure=False)


def test_a_bare_number_is_told_how_to_go_on():
    with pytest.raises(Unreadable, match='"5" is a bare number') as problem:
        read_tolerance(cell(5.0), WORDS, percentage_measure=True)
    assert problem.value.todo == 'Write "5 points" or "5%".'


# ---- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "polarity"),
    [
        ("High", Polarity.HIGH),
        ("H", Polarity.HIGH),
        ("higher is better", Polarity.HIGH),
        ("Higher  is\nbetter.", Polarity.HIGH),
        ("BIGGER IS BETTER", Polarity.HIGH),
        ("L", Polarity.LOW),
        ("low is good", Polarity.LOW),
        ("t", Polarity.TARGET),
        ("None", Polarity.NONE),
        ("n/a", Polarity.NONE),
        ("-", Polarity.NONE),
    ],
)
def test_polarities(typed: str, polarity: Polarity):
    assert WORDS.choice("polarity", typed, Polarity) is polarity


@pytest.mark.parametrize(
    ("kind", "typed", "choices", "todo"),
    [
        ("polarity", "Hihg", Polarity, "Did you mean High?"),
        ("unit", "percantage", Unit, "Did you mean %?"),
        ("show", "Exeption only", Show, "Did you mean Exception only?"),
        ("polarity", "sideways", Polarity, "Correct or empty the cell."),
    ],
)
def test_an_unknown_word_names_the_nearest(kind: str, typed: str, choices: type, todo: str):
    with pytest.raises(Unreadable, match=f'"{typed}" is none of') as problem:
        WORDS.choice(kind, typed, choices)
    assert problem.value.todo == todo


def test_every_word_of_the_configuration_means_a_member_of_its_list():
    for kind, choices in (("polarity", Polarity), ("unit", Unit), ("show", Show)):
        for word in WORDS.by_kind[kind]:
            assert isinstance(WORDS.choice(kind, word, choices), choices)


@pytest.mark.parametrize(
    ("ref", "step"),
    [
        ("CS-4", "Did you mean CS-04? "),
        ("cs-04", "Did you mean CS-04? "),
        ("XY", ""),
    ],
)
def test_a_ref_that_no_measure_has(ref: str, step: str):
    assert near_ref(ref, ["CS-04", "ED-01"]) == f"{step}Correct the ref, or add the measure."


@pytest.mark.parametrize(
    ("typed", "write"),
    [("1 150", "1150"), ("1\u202f150", "1150"), ("12 345.6 %", "12345.6%"), ("£1 150", "£1150")],
)
def test_spaces_between_thousands_have_a_next_step(typed, write):
    with pytest.raises(Unreadable) as problem:
        read(typed)
    assert problem.value.todo == f"Write {write}."
