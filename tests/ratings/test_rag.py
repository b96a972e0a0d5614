"""Red, Amber, Green at every boundary: just inside, on it, just outside."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorecard_xl.config import RatingSettings, load_config
from scorecard_xl.errors import ConfigError
from scorecard_xl.model import Absence, Measure, Polarity, Rag, Rating, Result, Standards, Tolerance, Unit
from scorecard_xl.periods import Calendar
from scorecard_xl.ratings.assess import rate
from scorecard_xl.ratings.rag import band_of, bands_in_words, distance_in_words
from tools.bands import three

D = Decimal
FEBRUARY = Calendar().month(2015, 2)
POLARITIES = {"H": Polarity.HIGH, "L": Polarity.LOW, "T": Polarity.TARGET, "-": Polarity.NONE}
AS_SHIPPED = load_config().ratings


def tolerance(text: str) -> Tolerance:
    """ "10%" of the target, or "5 points"."""
    return Tolerance(D(text.removesuffix("%").removesuffix(" points")), relative=text.endswith("%"))


def standards(**given: str) -> Standards:
    read: dict[str, Any] = {
        name: tolerance(text) if "tolerance" in name else D(text) for name, text in given.items()
    }
    return Standards(**read)


def rating(
    value: str,
    polarity: str,
    *,
    unit: Unit = Unit.RATE,
    decimals: int = 2,
    unrounded: str = "",
    settings: RatingSettings = AS_SHIPPED,
    numerator: str = "",
    denominator: str = "",
    **given: str,
) -> Rating:
    """Rate a rate with two decimals; on those, nothing but the rule itself decides."""
    multiplier = D(100) if unit is Unit.PERCENT else D(1)
    measure = Measure(
        "1",
        "Visits",
        polarity=POLARITIES[polarity],
        unit=unit,
        decimals=decimals,
        multiplier=multiplier,
    )
    result = Result(
        FEBRUARY,
        D(value),
        D(unrounded) if unrounded else None,
        D(numerator) if numerator else None,
        D(denominator) if denominator else None,
    )
    return rate(measure, result, standards(**given), settings)


# ---- the default allowance of 10% of the target, on the worse side -------------------------------


@pytest.mark.parametrize(
    ("polarity", "target", "value", "rag"),
    [
        # High: met from the target up, Amber down to 10% below it
        ("H", "80", "80.01", "Green"),
        ("H", "80", "80", "Green"),
        ("H", "80", "79.99", "Amber"),
        ("H", "80", "72.01", "Amber"),
        ("H", "80", "72", "Amber"),
        ("H", "80", "71.99", "Red"),
        ("H", "80", "800", "Green"),
        # Low: met from the target down, Amber up to 10% above it
        ("L", "80", "79.99", "Green"),
        ("L", "80", "80", "Green"),
        ("L", "80", "80.01", "Amber"),
        ("L", "80", "88", "Amber"),
        ("L", "80", "88.01", "Red"),
        ("L", "80", "0", "Green"),
        # Target: exactly on it, Amber up to 10% either side
        ("T", "80", "80", "Green"),
        ("T", "80", "80.01", "Amber"),
        ("T", "80", "79.99", "Amber"),
        ("T", "80", "88", "Amber"),
        ("T", "80", "88.01", "Red"),
        ("T", "80", "72", "Amber"),
        ("T", "80", "71.99", "Red"),
        # a negative target: 10% of its size, still on the worse side
        ("H", "-50", "-50", "Green"),
        ("H", "-50", "-50.01", "Amber"),
        ("H", "-50", "-55", "Amber"),
        ("H", "-50", "-55.01", "Red"),
        ("H", "-50", "10", "Green"),
        ("L", "-50", "-50", "Green"),
        ("L", "-50", "-49.99", "Amber"),
        ("L", "-50", "-45", "Amber"),
        ("L", "-50", "-44.99", "Red"),
        ("T", "-50", "-45", "Amber"),
        ("T", "-50", "-55.01", "Red"),
        # a target of zero has no 10%
        ("H", "0", "0", "Green"),
        ("H", "0", "-0.01", "Red"),
        ("L", "0", "0", "Green"),
        ("L", "0", "0.01", "Red"),
        ("T", "0", "0", "Green"),
        ("T", "0", "0.01", "Red"),
    ],
)
def test_default_allowance(polarity, target, value, rag):
    assert rating(value, polarity, target=target).rag == rag


@pytest.mark.parametrize(("polarity", "missed"), [("H", "-3"), ("L", "3"), ("T", "3")])
def test_a_zero_target_says_that_it_has_no_amber(polarity, missed):
    by_default = rating(missed, polarity, target="0").reason
    assert by_default.endswith("(a zero target has no default allowance in percent)")
    by_tolerance = rating(missed, polarity, target="0", tolerance="20%").reason
    assert by_tolerance.endswith("(a zero target has no tolerance in percent)")


# ---- tolerances: relative and absolute -----------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "target", "given", "value", "rag"),
    [
        # 0.8 less 0.1 is not 0.7 in binary floats; here it is
        ("H", "0.8", "0.1 points", "0.7", "Amber"),
        ("H", "0.8", "0.1 points", "0.69", "Red"),
        ("L", "0.2", "0.1 points", "0.3", "Amber"),
        ("L", "0.2", "0.1 points", "0.31", "Red"),
        ("T", "0.8", "0.1 points", "0.9", "Amber"),
        ("T", "0.8", "0.1 points", "0.91", "Red"),
        # Rotherham: amber from 84 for a target of 88
        ("H", "88", "4 points", "84", "Amber"),
        ("H", "88", "4 points", "83.99", "Red"),
        # Isle of Wight: within 5%; wider than the default counts as well as narrower
        ("H", "80", "5%", "76", "Amber"),
        ("H", "80", "5%", "75.99", "Red"),
        ("H", "80", "25%", "60", "Amber"),
        ("H", "80", "25%", "59.99", "Red"),
        ("L", "80", "5%", "84", "Amber"),
        ("L", "80", "5%", "84.01", "Red"),
        # a zero target has an absolute tolerance
        ("L", "0", "2 points", "2", "Amber"),
        ("L", "0", "2 points", "2.01", "Red"),
        # 10% of a negative target
        ("H", "-20", "10%", "-22", "Amber"),
        ("H", "-20", "10%", "-22.01", "Red"),
        # none at all
        ("H", "80", "0 points", "79.99", "Red"),
        ("H", "80", "0%", "79.99", "Red"),
    ],
)
def test_tolerance(polarity, target, given, value, rag):
    assert rating(value, polarity, target=target, tolerance=given).rag == rag


@pytest.mark.parametrize(
    ("polarity", "value", "rag"),
    [
        ("H", "78", "Green"),
        ("H", "77.99", "Amber"),
        ("H", "75", "Amber"),  # 5 points from the target, not from where Green ends
        ("H", "74.99", "Red"),
        ("L", "82", "Green"),
        ("L", "82.01", "Amber"),
        ("L", "85", "Amber"),
        ("L", "85.01", "Red"),
        ("T", "78", "Green"),
        ("T", "82", "Green"),
        ("T", "82.01", "Amber"),
        ("T", "77.99", "Amber"),
        ("T", "85.01", "Red"),
        ("T", "74.99", "Red"),
    ],
)
def test_green_tolerance_of_2_and_tolerance_of_5_points_around_80(polarity, value, rag):
    found = rating(value, polarity, target="80", green_tolerance="2 points", tolerance="5 points")
    assert found.rag == rag


def test_a_relative_green_tolerance_is_a_share_of_the_target():
    # Havering 2012/13: Green on or within 5%
    assert rating("76", "H", target="80", green_tolerance="5%").rag == "Green"
    assert rating("75.99", "H", target="80", green_tolerance="5%").rag == "Amber"
    assert rating("-84", "H", target="-80", green_tolerance="5%").rag == "Green"
    assert rating("-84.01", "H", target="-80", green_tolerance="5%").rag == "Amber"


def test_a_green_tolerance_wider_than_amber_leaves_no_amber():
    given: dict[str, Any] = {"target": "80", "green_tolerance": "15 points", "tolerance": "5 points"}
    assert rating("65", "H", **given).rag == "Green"
    found = rating("64.99", "H", **given)
    assert found.rag == "Red"
    assert found.bands is not None
    assert bands_in_words(found.bands, Measure("1", "x", decimals=0)) == [
        (Rag.GREEN, "65 and above"),
        (Rag.RED, "below 65"),
    ]


# ---- minimum standards ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "value", "rag"),
    [
        ("H", "85", "Green"),
        ("H", "84.99", "Amber"),
        ("H", "76.5", "Amber"),  # Kent, measure 12
        ("H", "76.49", "Red"),
        ("L", "85", "Green"),
        ("L", "85.01", "Amber"),
        ("L", "93.5", "Amber"),
        ("L", "93.51", "Red"),
        # nearest to target is best: the distance of the minimum holds on both sides
        ("T", "85", "Green"),
        ("T", "76.5", "Amber"),
        ("T", "93.5", "Amber"),
        ("T", "76.49", "Red"),
        ("T", "93.51", "Red"),
    ],
)
def test_minimum_standard(polarity, value, rag):
    minimum = "93.5" if polarity == "L" else "76.5"
    assert rating(value, polarity, target="85", minimum=minimum).rag == rag


@pytest.mark.parametrize("also", [{"tolerance": "1 points"}, {"tolerance": "50%"}, {}])
def test_a_minimum_standard_goes_before_tolerance_and_default(also):
    assert rating("70", "H", target="85", minimum="70", **also).rag == "Amber"
    assert rating("69.99", "H", target="85", minimum="70", **also).rag == "Red"


def test_a_tolerance_goes_before_the_default():
    assert rating("80", "H", target="85", tolerance="5 points").rag == "Amber"
    assert rating("79.99", "H", target="85", tolerance="5 points").rag == "Red"  # 10% would reach to 76.5


def test_a_minimum_standard_inside_the_green_tolerance_leaves_no_amber():
    given: dict[str, Any] = {"target": "85", "green_tolerance": "5 points", "minimum": "82"}
    assert [rating(value, "H", **given).rag for value in ("80", "79.99")] == ["Green", "Red"]


# ---- acceptable ranges ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "given", "value", "rag"),
    [
        # Bromley: 95 to 100, with and without polarity; outside, 10% of the range's end
        ("-", {}, "95", "Green"),
        ("-", {}, "100", "Green"),
        ("-", {}, "94.99", "Amber"),
        ("-", {}, "85.5", "Amber"),
        ("-", {}, "85.49", "Red"),
        ("-", {}, "100.01", "Amber"),
        ("-", {}, "110.01", "Red"),
        ("H", {}, "95", "Green"),
        ("H", {}, "94.99", "Amber"),
        ("H", {}, "85.49", "Red"),
        ("L", {}, "100", "Green"),
        ("L", {}, "110", "Amber"),
        ("L", {}, "110.01", "Red"),
        ("T", {}, "95", "Green"),
        ("T", {}, "94.99", "Amber"),
        # within tolerance outside Amber
        ("-", {"tolerance": "2 points"}, "93", "Amber"),
        ("-", {"tolerance": "2 points"}, "92.99", "Red"),
        ("-", {"tolerance": "2 points"}, "102", "Amber"),
        ("-", {"tolerance": "2 points"}, "102.01", "Red"),
        ("-", {"green_tolerance": "1 points", "tolerance": "2 points"}, "94", "Green"),
        ("-", {"green_tolerance": "1 points", "tolerance": "2 points"}, "93.99", "Amber"),
        ("-", {"green_tolerance": "1 points", "tolerance": "2 points"}, "101", "Green"),
        # down to a minimum standard
        ("H", {"minimum": "90"}, "90", "Amber"),
        ("H", {"minimum": "90"}, "89.99", "Red"),
        ("L", {"minimum": "104"}, "104", "Amber"),
        ("L", {"minimum": "104"}, "104.01", "Red"),
        # beside a target: target met, or inside the range
        ("H", {"target": "98"}, "98", "Green"),
        ("H", {"target": "98"}, "95", "Green"),
        ("H", {"target": "98"}, "94.99", "Amber"),
        ("H", {"target": "98"}, "120", "Green"),
        ("L", {"target": "97"}, "97", "Green"),
        ("L", {"target": "97"}, "100", "Green"),
        ("L", {"target": "97"}, "100.01", "Amber"),
        ("L", {"target": "97"}, "20", "Green"),
        ("T", {"target": "98"}, "95", "Green"),
        ("T", {"target": "98"}, "100", "Green"),
        ("T", {"target": "98"}, "94.99", "Amber"),
        # the Green tolerance is a distance from the target, so it may lie inside the range
        ("H", {"target": "98", "green_tolerance": "2 points"}, "95", "Green"),
        ("H", {"target": "98", "green_tolerance": "2 points"}, "94.99", "Amber"),
        ("H", {"target": "98", "green_tolerance": "4 points"}, "94", "Green"),
        ("H", {"target": "98", "green_tolerance": "4 points"}, "93.99", "Amber"),
        ("T", {"target": "98", "green_tolerance": "4 points"}, "102", "Green"),
        ("T", {"target": "98", "green_tolerance": "4 points"}, "102.01", "Amber"),
    ],
)
def test_range_from_95_to_100(polarity, given, value, rag):
    assert rating(value, polarity, range_low="95", range_high="100", **given).rag == rag


@pytest.mark.parametrize(
    ("polarity", "value", "rag"),
    [("H", "90", "Green"), ("H", "200", "Green"), ("H", "81", "Amber"), ("H", "80.99", "Red")],
)
def test_a_range_with_one_end_is_open_at_the_other(polarity, value, rag):
    assert rating(value, polarity, range_low="90").rag == rag


def test_ten_percent_beside_a_range_is_of_the_target():
    # 10% of the target 90 is 9, so Amber reaches 9 below the range that begins at 80
    given: dict[str, Any] = {"target": "90", "range_low": "80", "range_high": "100"}
    assert [rating(value, "H", **given).rag for value in ("71", "70.99")] == ["Amber", "Red"]


# ---- rounding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "target", "value", "unrounded", "rag", "unrounded_rag"),
    [
        # the result is rounded as published, half away from zero
        ("H", "85", "84.95", "84.95", "Green", "Amber"),
        ("H", "85", "84.9", "84.9499", "Amber", None),
        ("H", "85", "85", "84.96", "Green", "Amber"),
        ("H", "85", "85", None, "Green", None),
        ("L", "25", "25.04", "25.04", "Green", "Amber"),
        ("L", "25", "25.05", "25.05", "Amber", None),
        # rounding can cost a colour as well
        ("L", "25.02", "25.05", "25.05", "Amber", None),
        ("H", "85", "76.45", "76.45", "Amber", "Red"),
        ("H", "85.04", "85.04", "85.04", "Amber", "Green"),
        # the target is never rounded
        ("H", "84.96", "84.9", "84.94", "Amber", None),
        ("H", "84.96", "85", "84.95", "Green", "Amber"),
        ("H", "84.96", "85", "84.96", "Green", None),
        # nor are the bands: 10% of 84.5 is 8.45
        ("H", "84.5", "76.05", "76.05", "Amber", None),
        ("H", "84.5", "76.04", "76.04", "Red", None),
        # all or none is met by nothing else
        ("H", "100", "99.96", "99.96", "Amber", None),
        ("H", "100", "100", "99.96", "Amber", None),
        ("H", "100", "100", "100", "Green", None),
        ("H", "100", "100", None, "Green", None),
        ("L", "0", "0.04", "0.04", "Red", None),
        ("L", "0", "0", "0.04", "Red", None),
        ("L", "0", "0", "0", "Green", None),
        ("T", "100", "100", "99.96", "Amber", None),
        ("T", "0", "0", "0.04", "Red", None),
        ("L", "100", "100", "100.04", "Amber", None),
        ("H", "0", "0", "-0.04", "Red", None),
        # 99.96% is not all, and still meets 99.5%
        ("H", "99.5", "100", "99.96", "Green", None),
    ],
)
def test_a_percentage_published_with_one_decimal(polarity, target, value, unrounded, rag, unrounded_rag):
    found = rating(value, polarity, unit=Unit.PERCENT, decimals=1, unrounded=unrounded or "", target=target)
    assert (found.rag, found.unrounded) == (rag, unrounded_rag)


def test_a_hundred_that_is_no_percentage_is_a_number_like_others():
    assert rating("99.96", "H", unit=Unit.NUMBER, decimals=1, target="100").rag == "Green"
    assert rating("0.04", "L", unit=Unit.NUMBER, decimals=1, target="0").rag == "Red"  # none is none


def test_a_setting_rates_at_full_precision():
    exactly = replace(AS_SHIPPED, round_results=False)
    found = rating("84.96", "H", decimals=1, target="85", settings=exactly)
    assert (found.rag, found.unrounded) == ("Amber", None)


def test_a_rating_that_rounding_changed_says_so():
    assert rating("84.96", "H", decimals=1, target="85").reason == "Met exactly, rounded from 84.96"
    found = rating("84.9999", "H", decimals=1, target="85", unit=Unit.PERCENT)
    assert found.reason == "Met exactly, rounded from 84.9999%"


# ---- rules, bands and words ----------------------------------------------------------------------


def test_two_colours():
    two = replace(AS_SHIPPED, rule="two colours")
    assert rating("80", "H", target="80", settings=two).rag == "Green"
    found = rating("79.99", "H", target="80", minimum="70", settings=two)
    assert (found.rag, found.reason) == ("Red", "0.01 below target (no amber by rule)")


def test_every_rule_is_found_by_name_and_a_misspelt_one_is_refused():
    assert all(AS_SHIPPED.rule_of(name.upper()) is rule for name, rule in AS_SHIPPED.rules.items())
    with pytest.raises(ConfigError, match=r'no rating rule "standart"; did you mean "standard"'):
        AS_SHIPPED.rule_of("standart")


def words(polarity: str, **given: Any) -> str:
    """The bands of a percentage with one decimal, as the scorecard prints them."""
    found = rating("1", polarity, unit=Unit.PERCENT, decimals=1, **given)
    assert found.bands is not None
    measure = Measure("1", "x", unit=Unit.PERCENT, decimals=1)
    return "; ".join(f"{band} {text}" for band, text in bands_in_words(found.bands, measure))


@pytest.mark.parametrize(
    ("polarity", "given", "printed"),
    [
        (
            "H",
            {"target": "85", "minimum": "76.5"},
            "Green 85.0% and above; Amber from 76.5% to under 85.0%; Red below 76.5%",
        ),
        ("L", {"target": "25"}, "Green 25.0% and below; Amber above 25.0% to 27.5%; Red above 27.5%"),
        (
            "T",
            {"target": "45", "tolerance": "10 points"},
            "Green exactly 45.0%; Amber from 35.0% to under 45.0% or above 45.0% to 55.0%; "
            "Red below 35.0% or above 55.0%",
        ),
        (
            "T",
            {"target": "88", "green_tolerance": "3 points"},
            "Green from 85.0% to 91.0%; Amber from 79.2% to under 85.0% or above 91.0% to 96.8%; "
            "Red below 79.2% or above 96.8%",
        ),
        ("L", {"target": "0"}, "Green 0.0% and below; Red above 0.0%"),
        # limits are never rounded away
        (
            "H", {"target": "84.55"},
            "Green 84.55% and above; Amber from 76.095% to under 84.55%; Red below 76.095%",
        ),
    ],
)  # fmt: skip
def test_bands_in_the_measures_own_units(polarity, given, printed):
    assert words(polarity, **given) == printed


@pytest.mark.parametrize(
    ("unit", "given", "rule"),
    [
        (Unit.PERCENT, {"tolerance": "1 points"}, "tolerance of 1 point"),
        (Unit.PERCENT, {"tolerance": "2.5 points"}, "tolerance of 2.5 points"),
        (Unit.PERCENT, {"tolerance": "5%"}, "tolerance of 5% of target"),
        (Unit.DAYS, {"tolerance": "2.5 points"}, "tolerance of 2.5"),
        (Unit.POUNDS, {"tolerance": "1000 points"}, "tolerance of £1,000"),
        (Unit.NUMBER, {"minimum": "70"}, "minimum standard 70"),
        (Unit.PERCENT, {"minimum": "76.5"}, "minimum standard 76.5%"),
        (Unit.NUMBER, {}, "default allowance of 10% of target"),
    ],
)
def test_the_rule_says_where_amber_comes_from(unit, given, rule):
    found = rating("1", "H", unit=unit, decimals=0, target="80", **given)
    assert found.bands is not None
    assert found.bands.rule == rule


def test_a_range_alone_has_ten_percent_of_its_ends():
    found = rating("1", "-", range_low="95", range_high="100")
    assert found.bands is not None
    assert found.bands.rule == "default allowance of 10% of the range's end"


@pytest.mark.parametrize(
    ("polarity", "value", "given", "reason"),
    [
        ("H", "83.6", {"target": "85"}, "1.4 points below target"),
        ("H", "85", {"target": "85"}, "Met exactly"),
        ("H", "86.7", {"target": "80"}, "Met by 6.7 points"),
        ("L", "28.6", {"target": "25", "minimum": "30"}, "3.6 points above target"),
        ("L", "5.6", {"target": "10"}, "Met by 4.4 points"),
        (
            "H", "60.7", {"target": "85", "minimum": "76.5"},
            "24.3 points below target, under the 76.5% minimum",
        ),
        ("L", "31", {"target": "25", "minimum": "30"}, "6.0 points above target, over the 30.0% minimum"),
        (
            "H", "60.7", {"target": "85"},
            "24.3 points below target, outside the default allowance of 10% of target",
        ),
        (
            "H", "79", {"target": "80", "green_tolerance": "2 points"},
            "1.0 point below target, within tolerance",
        ),
        (
            "H", "96", {"target": "98", "range_low": "95"},
            "2.0 points below target, inside the acceptable range",
        ),
        (
            "T", "7.6", {"target": "7.5", "green_tolerance": "1 points"},
            "0.1 points above target, within tolerance",
        ),
        (
            "T", "37.2", {"target": "45", "tolerance": "10 points"},
            "7.8 points below target, nearest to target is best",
        ),
        ("T", "45", {"target": "45"}, "Exactly on target"),
        ("H", "99.96", {"target": "100"}, "0.04 points below target"),
        ("-", "97", {"range_low": "95", "range_high": "100"}, "Inside the acceptable range"),
        ("-", "97", {"range_low": "95", "target": "99"}, "Inside the acceptable range"),
        ("-", "94", {"range_low": "95", "range_high": "100"}, "1.0 point below the acceptable range"),
        ("-", "5", {"range_high": "4.9"}, "0.1 points above the acceptable range"),
        (
            "-", "94.5", {"range_low": "95", "green_tolerance": "1 points"},
            "0.5 points below the acceptable range, within tolerance",
        ),
        (
            "-", "80", {"range_low": "95", "minimum": "90"},
            "15.0 points below the acceptable range, outside the minimum standard 90.0%",
        ),
    ],
)  # fmt: skip
def test_reasons(polarity, value, given, reason):
    assert rating(value, polarity, unit=Unit.PERCENT, decimals=1, **given).reason == reason


@pytest.mark.parametrize(
    ("gap", "unit", "decimals", "words"),
    [
        ("1", Unit.PERCENT, 0, "1 point"),
        ("2", Unit.PERCENT, 0, "2 points"),
        ("0.04", Unit.PERCENT, 1, "0.04 points"),
        ("0.00004", Unit.PERCENT, 1, "0.00004 points"),
        ("-3", Unit.NUMBER, 0, "3"),
        ("1234.5", Unit.POUNDS, 2, "£1,234.50"),
        ("0.333333333333333", Unit.NUMBER, 1, "0.333"),
    ],
)
def test_a_distance_that_is_there_never_reads_nought(gap, unit, decimals, words):
    assert distance_in_words(D(gap), Measure("1", "x", unit=unit, decimals=decimals)) == words


# ---- exclusive targets, and targets that are a benchmark's figure --------------------------------


@pytest.mark.parametrize(
    ("polarity", "value", "given", "rag"),
    [
        ("L", "84.99", {}, "Green"),
        ("L", "85", {}, "Amber"),  # fewer than 85
        ("L", "93.5", {}, "Amber"),
        ("L", "93.51", {}, "Red"),
        ("H", "85.01", {}, "Green"),
        ("H", "85", {}, "Amber"),  # more than 85
        ("H", "76.5", {}, "Amber"),
        ("H", "76.49", {}, "Red"),
        ("H", "85", {"tolerance": "0 points"}, "Red"),
        ("L", "85", {"tolerance": "0 points"}, "Red"),
        ("H", "85", {"minimum": "80"}, "Amber"),
        # a tolerance or range that moves the edge takes it in again
        ("H", "83", {"green_tolerance": "2 points"}, "Green"),
        ("H", "82.99", {"green_tolerance": "2 points"}, "Amber"),
        ("H", "80", {"range_low": "80"}, "Green"),
    ],
)
def test_an_exclusive_target_is_not_met_by_itself(polarity, value, given, rag):
    assert exclusive(value, polarity, **given).rag == rag


def exclusive(value: str, polarity: str, decimals: int = 2, unrounded: str = "", **given: str) -> Rating:
    measure = Measure("1", "x", polarity=POLARITIES[polarity], unit=Unit.RATE, decimals=decimals)
    asked = replace(standards(target="85", **given), exclusive=True)
    result = Result(FEBRUARY, D(value), D(unrounded) if unrounded else None)
    return rate(measure, result, asked, AS_SHIPPED)


@pytest.mark.parametrize(
    ("polarity", "printed", "reason"),
    [
        ("L", "Green below 85.00; Amber from 85.00 to 93.50; Red above 93.50", "On the target itself, less"),
        ("H", "Green above 85.00; Amber from 76.50 to 85.00; Red below 76.50", "On the target itself, more"),
    ],
)
def test_an_exclusive_target_says_so(polarity, printed, reason):
    found = exclusive("85", polarity)
    assert found.bands is not None
    shown = bands_in_words(found.bands, Measure("1", "x", unit=Unit.RATE, decimals=2))
    assert "; ".join(f"{band} {words}" for band, words in shown) == printed
    assert found.reason == f"{reason} would meet it"


@pytest.mark.parametrize(
    ("polarity", "unrounded", "rag"),
    [("H", "85.4", "Green"), ("H", "85.04", "Amber"), ("H", "84.96", "Amber"), ("L", "84.96", "Amber")],
)
def test_rounding_never_lifts_a_result_over_what_it_has_to_better(polarity, unrounded, rag):
    assert exclusive(unrounded, polarity, decimals=1, unrounded=unrounded).rag == rag
    assert exclusive("86", "H", decimals=0, unrounded="85.5").rag == "Green"


def test_a_target_that_is_a_benchmarks_figure_names_its_period():
    measure = Measure("1", "x", polarity=Polarity.HIGH, unit=Unit.RATE, decimals=1)
    year = Calendar().year_of(Calendar().month(2014, 3))
    asked = Standards(target=D(60), benchmark="England", benchmark_period=year, exclusive=True)
    found = rate(measure, Result(FEBRUARY, D(61)), asked, AS_SHIPPED)
    assert (found.rag, found.reason) == ("Green", f"Met by 1.0; the target is England, {year.label}")
    found = rate(measure, Result(FEBRUARY, D(61)), Standards(benchmark="England"), AS_SHIPPED)
    assert (found.rag, found.absence) == ("n/a", Absence.NO_BENCHMARK)
    assert found.reason.endswith("is the figure of England, and none is there to compare with by Feb 2015")


# ---- rules that can't be read --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "bands: [{band: Green, reaches: targt}, {band: Red}]",
            'no band can reach "targt"; did you mean "target"',
        ),
        (
            "bands: [{band: Green, reaches: 90% of target}, {band: Red}]",
            'may mean two things; write "within 10%',
        ),
        (
            "bands: [{band: Green, reaches: within 5}, {band: Red}]",
            'did you mean "within 5%"',
        ),
        (
            "bands: [{band: Green, reaches: figure high}, {band: Red}]",
            'as "figure 85"',
        ),
        (
            "bands: [{band: Green, reaches: beyond range}, {band: Red}]",
            'write "range" alone',
        ),
        (
            "bands: [{band: Green, when: improvd}, {band: Red}]",
            'no band can hang on "improvd"; did you mean "improved"',
        ),
        (
            "bands: [{band: Green, when: improved since yesterday}, {band: Red}]",
            "no band can hang on",
        ),
        (
            "bands: [{band: Green}, {band: Red}]",
            "say how far Green reaches",
        ),
        (
            "bands: [{band: Green, reaches: target}, {band: Red, reaches: within 5%}]",
            "Red, takes the rest",
        ),
        (
            "bands: [{band: Green, reaches: target}, {band: green}]",
            "stands twice",
        ),
        (
            "bands: [{band: n/a, reaches: target}, {band: Red}]",
            'no band can be called "n/a"',
        ),
        (
            "bands: [{band: Green, reach: target}, {band: Red}]",
            'no setting reach; did you mean "reaches"',
        ),
        (
            "bands: [{band: Green, reaches: target}]",
            "two bands or more",
        ),
        (
            "band: []",
            'there is no setting band; did you mean "bands"',
        ),
        (
            "{bands: [{band: G, reaches: target}, {band: Red}], met: [Gren]}",
            'met: there is no band "Gren"',
        ),
        (
            "{bands: [{band: G, reaches: target}, {band: Red}], no_data: Rde}",
            'did you mean "Red"',
        ),
        (
            "{bands: [{band: G, reaches: target}, {band: Red}], shown_as: {no targt: M}}",
            'did you mean "no target"',
        ),
        (
            "{bands: [{band: G, reaches: target}, {band: Red}], shown_as: {no target: Red}}",
            "is a rating already",
        ),
        (
            "{bands: [{band: G, reaches: target}, {band: Red}], judged: yes}",
            "a judged rule has no figures",
        ),
    ],
)
def test_a_rule_that_cannot_be_read_is_one_sentence(rule, said, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        f"rules:\n  mine: {rule if rule.startswith('{') else '{' + rule + '}'}\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError) as problem:
        load_config(path)
    assert str(problem.value).startswith("mine.yaml: rules.mine: ")
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_rule_that_is_not_there_is_one_sentence(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("ratings: {rule: blu stretch}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r'ratings\.rule: There is no rating rule "blu stretch"'):
        load_config(path)


# ---- what holds for every number -----------------------------------------------------------------

NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=3)
SMALL = st.decimals(min_value=0, max_value=50, places=2)
TOLERANCES = st.builds(Tolerance, SMALL, st.booleans())
WORST_FIRST = [Rag.RED, Rag.AMBER, Rag.GREEN]


def rag_of(value: Decimal, polarity: Polarity, given: Standards) -> Rag:
    measure = Measure("1", "x", polarity=polarity, unit=Unit.RATE, decimals=1)
    return rate(measure, Result(FEBRUARY, value), given, AS_SHIPPED).rag


@given(NUMBERS, NUMBERS, st.none() | TOLERANCES, st.none() | TOLERANCES, st.none() | SMALL)
def test_low_is_high_upside_down(value, target, green, amber, minimum_below):
    high = Standards(
        target=target,
        green_tolerance=green,
        tolerance=amber,
        minimum=None if minimum_below is None else target - minimum_below,
    )
    low = Standards(
        target=-target,
        green_tolerance=green,
        tolerance=amber,
        minimum=None if high.minimum is None else -high.minimum,
    )
    assert rag_of(value, Polarity.HIGH, high) is rag_of(-value, Polarity.LOW, low)


@given(NUMBERS, NUMBERS, st.none() | TOLERANCES, st.none() | TOLERANCES)
def test_target_polarity_has_two_equal_sides(distance, target, green, amber):
    given_standards = Standards(target=target.quantize(D("0.1")), green_tolerance=green, tolerance=amber)
    distance = distance.quantize(D("0.1"))
    above, below = (target.quantize(D("0.1")) + way * distance for way in (1, -1))
    assert rag_of(above, Polarity.TARGET, given_standards) is rag_of(below, Polarity.TARGET, given_standards)


@given(NUMBERS, NUMBERS, NUMBERS, TOLERANCES, TOLERANCES)
def test_a_better_result_is_never_rated_worse(one, other, target, green, amber):
    worse, better = sorted((one, other))
    given_standards = Standards(target=target, green_tolerance=green, tolerance=amber)
    ranks = [WORST_FIRST.index(rag_of(v, Polarity.HIGH, given_standards)) for v in (worse, better)]
    assert ranks == sorted(ranks)


@given(NUMBERS, NUMBERS, TOLERANCES, TOLERANCES)
def test_the_bands_printed_are_the_bands_rated_by(value, target, green, amber):
    measure = Measure("1", "x", polarity=Polarity.HIGH, unit=Unit.RATE, decimals=3)
    found = rate(
        measure,
        Result(FEBRUARY, value),
        Standards(target=target, green_tolerance=green, tolerance=amber),
        AS_SHIPPED,
    )
    assert found.bands is not None
    assert band_of(value, found.bands) is found.rag


def test_ends_belong_to_the_better_band():
    bands = three((D(85), None), (D("76.5"), None))
    found = [str(band_of(D(value), bands)) for value in ("85", "84.9", "76.5", "76.4")]
    assert found == ["Green", "Amber", "Amber", "Red"]
