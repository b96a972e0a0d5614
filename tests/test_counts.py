"""What it all counts up to, and the sentences of a committee report with the true numbers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.config import load_config
from scorecard_xl.counts import count_by, count_directions, count_ratings
from scorecard_xl.errors import ConfigError
from scorecard_xl.model import Absence, Effect, Rag, RagCounts, Rating
from scorecard_xl.pipeline import Assessed
from tools.memory import assess_book, settings, workbook

BANDS = (Rag.RED, Rag.AMBER, Rag.GREEN)
GREEN, AMBER, RED, DEMAND = "Green", "Amber", "Red", "n/a"
VALUE = {GREEN: 90, AMBER: 80, RED: 10, DEMAND: 50}


def assessed(
    *moves: tuple[str, str],
    period: str = "",
    each: dict[int, dict[str, Any]] | None = None,
    commentary: list[dict[str, Any]] | None = None,
) -> Assessed:
    """Measures 1, 2, 3 …, each by its colour in January and in February ("" for no result)."""
    measures, results = [], []
    for number, colours in enumerate(moves, 1):
        polarity = "None" if DEMAND in colours else "High"
        measure = {"Ref": str(number), "Measure": f"M{number}", "Polarity": polarity, "Target": 85}
        measures.append(measure | (each or {}).get(number, {}))
        results += [
            {"Ref": str(number), "Period": when, "Value": VALUE[colour]}
            for when, colour in zip(("Jan 2015", "Feb 2015"), colours, strict=True)
            if colour
        ]
    sheets = {"Commentary": commentary} if commentary else {}
    return assess_book(workbook(measures, results, **sheets), period=period)


def sentences(*moves: tuple[str, str], **options: Any) -> list[str]:
    return list(assessed(*moves, **options).scorecard.sentences)


def headline(*moves: tuple[str, str], **options: Any) -> str:
    return assessed(*moves, **options).scorecard.headline


# ---- the counts ----------------------------------------------------------------------------------


def rating(band: str) -> Rating:
    return Rating(Rag(band), "", Rag(band), "")


@given(st.lists(st.sampled_from(["Red", "Amber", "Green", "n/a", "Blue"])))
def test_counts_add_up_and_every_band_is_there(bands):
    found = count_ratings(map(rating, bands), BANDS)
    assert sum(found.by_band.values()) == found.total == len(bands)
    assert list(found.by_band)[:3] == ["Red", "Amber", "Green"]
    assert list(found.by_band)[-1] == "n/a"
    assert found.rated == len([band for band in bands if band != "n/a"])


@given(st.lists(st.sampled_from(Effect)))
def test_directions_add_up(effects):
    found = count_directions(effects)
    assert found.compared + found.not_comparable == len(effects)


def test_counts_use_effective_ratings_and_directions():
    override = {"Ref": "1", "Period": "Feb 2015", "Reason": "x", "Owner": "y"}
    card = assessed(
        (GREEN, GREEN),
        (GREEN, GREEN),
        commentary=[override | {"RAG override": "Red", "Direction override": "Worsened"}],
    ).scorecard
    assert card.counts.rag.by_band == {"Red": 1, "Amber": 0, "Green": 1, "n/a": 0}
    assert (card.counts.previous.worse, card.counts.previous.same) == (1, 1)
    assert card.sentences[1] == "Of the rated measures 1 is Red, 0 are Amber and 1 is Green."


def test_groups_in_order_of_first_appearance():
    each = {1: {"Section": "Care"}, 2: {"Section": "Need"}, 3: {"Section": "Care"}}
    groups = assessed((GREEN, GREEN), (RED, RED), (AMBER, AMBER), each=each).scorecard.by_section
    assert [(group.name, group.rag.total) for group in groups] == [("Care", 2), ("Need", 1)]
    assert count_by([], BANDS, lambda row: row.measure.section) == ()


def test_no_groups_where_nothing_is_named():
    assert assessed((GREEN, GREEN)).scorecard.by_department == ()


# ---- this period and the previous one ------------------------------------------------------------


def compared(card: Assessed) -> tuple[RagCounts | None, tuple[RagCounts, RagCounts] | None, Any, Any]:
    found = card.scorecard.comparison
    return found.before, found.like_for_like, found.added, found.removed


def test_the_same_measures_are_comparable():
    before, like_for_like, added, removed = compared(assessed((GREEN, RED), (AMBER, AMBER)))
    assert before is not None
    assert before.by_band == {"Red": 0, "Amber": 1, "Green": 1, "n/a": 0}
    assert (like_for_like, added, removed) == (None, (), ())


def test_changed_measures_are_counted_like_for_like():
    each = {1: {"To": "Jan 2015"}, 2: {"From": "Feb 2015"}}
    card = assessed((GREEN, ""), ("", RED), (GREEN, AMBER), (GREEN, GREEN), each=each)
    before, like_for_like, added, removed = compared(card)
    assert (added, removed) == (("2",), ("1",))
    assert before is not None
    assert before.by_band["Green"] == 3  # what was published then, the measure that went included
    assert like_for_like is not None
    now, then = like_for_like
    assert (now.by_band, then.by_band) == (
        {"Red": 0, "Amber": 1, "Green": 1, "n/a": 0},
        {"Red": 0, "Amber": 0, "Green": 2, "n/a": 0},
    )
    assert (
        "The measures have changed since January 2015 (1 new, 1 gone), so the totals are not comparable; "
        "over the 2 in both: Red 0 then and 0 now, Amber 0 then and 1 now and Green 2 then and 1 now."
    ) in card.scorecard.sentences


def test_a_hidden_measure_that_went_changes_nothing():
    each = {1: {"To": "Jan 2015", "Show": "No"}}
    found = assessed((GREEN, ""), (GREEN, GREEN), each=each).scorecard.comparison
    assert (found.like_for_like, found.removed) == (None, ())


def test_nothing_rated_then_is_nothing_to_compare_with():
    assert compared(assessed(("", GREEN)))[0] is None


def test_in_april_last_years_ratings_need_last_years_targets():
    measure = {"Ref": "1", "Measure": "M1", "Polarity": "High", "Target": 85}
    results = [{"Ref": "1", "Period": when, "Value": 90} for when in ("Mar 2015", "Apr 2015")]
    assert compared(assess_book(workbook([measure], results)))[0] is None
    targets = [{"Ref": "1", "Period": "2014-15", "Target": 95}]
    before = compared(assess_book(workbook([measure], results, Targets=targets)))[0]
    assert before is not None
    assert before.by_band["Amber"] == 1


# ---- the headline --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        (
            [(AMBER, GREEN), (GREEN, GREEN), (GREEN, RED)],
            "2 of 3 rated measures meet their target, one is Red; 1 of 3 is better than in January 2015",
        ),
        (
            [(AMBER, GREEN), (AMBER, RED), (AMBER, RED)],
            "1 of 3 rated measures meets its target, two are Red; 1 of 3 is better than in January 2015",
        ),
        (
            [(RED, AMBER), (RED, AMBER)],
            "None of 2 rated measures meet their target, none are Red; "
            "2 of 2 are better than in January 2015",
        ),
        ([("", GREEN), ("", GREEN)], "2 of 2 rated measures meet their target, none are Red"),
        ([("", GREEN)], "The one rated measure meets its target"),
        ([("", AMBER)], "The one rated measure does not meet its target"),
        ([("", RED)], "The one rated measure does not meet its target and is Red"),
        ([("", DEMAND), ("", DEMAND)], "None of the 2 measures is rated"),
        ([("", DEMAND)], "The measure is not rated"),
    ],
)
def test_headline(moves, words):
    assert headline(*moves) == words


def test_headline_without_measures():
    card = assessed((GREEN, GREEN), each={1: {"Show": "Exception only"}}).scorecard
    assert card.headline == "There are no measures in this period"
    assert card.sentences == ("The scorecard holds no measures in this period.",)


def test_the_headline_names_no_period_where_measures_compare_with_different_ones():
    each = {2: {"Compare with": "Same period last year"}}
    assert headline((AMBER, GREEN), (GREEN, GREEN), each=each).endswith(
        "; 1 of 1 is better than in January 2015"
    )
    older = [{"Ref": "2", "Period": "Feb 2014", "Value": 80}]
    measures = [{"Ref": ref, "Measure": ref, "Polarity": "High", "Target": 85} for ref in ("1", "2")]
    measures[1]["Compare with"] = "Same period last year"
    results = [{"Ref": "1", "Period": "Jan 2015", "Value": 80}]
    results += [{"Ref": ref, "Period": "Feb 2015", "Value": 90} for ref in ("1", "2")]
    card = assess_book(workbook(measures, results + older)).scorecard
    assert card.headline.endswith("; 2 of 2 are better than before")
    assert card.sentences[2].startswith("Compared with their previous results, 2 measures improved")


# ---- the sentences -------------------------------------------------------------------------------


def test_all_sentences_of_a_small_scorecard():
    found = sentences((AMBER, GREEN), (GREEN, GREEN), (AMBER, RED), (DEMAND, DEMAND), (GREEN, AMBER))
    assert found == [
        "The scorecard holds 5 measures; 4 are rated against a target and 1 is not.",
        "Of the rated measures 1 is Red, 1 is Amber and 2 are Green.",
        "One measure has an exception report on the Exceptions tab.",
        "Compared with January 2015, 1 measure improved, 1 stayed the same and 2 worsened; 1 could not be "
        "compared.",
        "One measure moved from Amber to Green since January 2015: 1 (M1).",
        "One measure moved from Amber to Red since January 2015: 3 (M3).",
        "One measure moved from Green to Amber since January 2015: 5 (M5).",
    ]


@pytest.mark.parametrize(
    ("moves", "first"),
    [
        ([("", GREEN)], "The scorecard holds 1 measure, rated against a target."),
        ([("", GREEN), ("", RED)], "The scorecard holds 2 measures, all rated against a target."),
        (
            [("", GREEN), ("", DEMAND)],
            "The scorecard holds 2 measures; 1 is rated against a target and 1 is not.",
        ),
        (
            [("", DEMAND), ("", DEMAND)],
            "The scorecard holds 2 measures; 0 are rated against a target and 2 are not.",
        ),
    ],
)
def test_what_the_scorecard_holds(moves, first):
    assert sentences(*moves)[0] == first


def test_nothing_rated():
    assert sentences(("", DEMAND))[1:] == ["No measure could be rated in this period."]


def test_several_exceptions():
    assert "Two measures have exception reports on the Exceptions tab." in sentences(("", RED), ("", RED))


ONLY = {"Show": "Exception only"}


@pytest.mark.parametrize(
    ("moves", "each", "sentence"),
    [
        ([RED, RED], {}, "Two measures have exception reports on the Exceptions tab."),
        (
            [RED, RED],
            {1: ONLY},
            "Two measures have exception reports on the Exceptions tab, one of them not on the scorecard.",
        ),
        (
            [RED, RED, GREEN],
            {1: ONLY, 2: ONLY},
            "Two measures have exception reports on the Exceptions tab, none of them on the scorecard.",
        ),
        (
            [RED, GREEN],
            {1: ONLY},
            "One measure has an exception report on the Exceptions tab, not on the scorecard.",
        ),
        ([RED, GREEN, GREEN], {2: ONLY}, "One measure has an exception report on the Exceptions tab."),
    ],
)
def test_exceptions_that_the_counts_leave_out(moves, each, sentence):
    assert sentence in sentences(*(("", colour) for colour in moves), each=each)


@pytest.mark.parametrize(
    ("last_year", "beginning"),
    [
        (0, "Compared with January 2015, 4 measures"),
        (1, "Compared with their previous results (mostly January 2015), 4 measures"),
        (2, "Compared with their previous results, 4 measures"),  # half is not most
        (3, "Compared with their previous results (mostly February 2014), 4 measures"),
        (4, "Compared with February 2014, 4 measures"),
    ],
)
def test_mostly_is_more_than_half(last_year, beginning):
    measures = [{"Ref": str(n), "Measure": f"M{n}", "Polarity": "High"} for n in range(4)]
    for measure in measures[:last_year]:
        measure["Compare with"] = "Same period last year"
    results = [
        {"Ref": measure["Ref"], "Period": when, "Value": value}
        for measure in measures
        for when, value in (("Feb 2014", 7), ("Jan 2015", 8), ("Feb 2015", 9))
    ]
    found = assess_book(workbook(measures, results)).scorecard.sentences
    assert next(text for text in found if text.startswith("Compared")).startswith(beginning)


def test_nothing_to_compare_with_says_nothing():
    assert not any("Compared" in sentence for sentence in sentences(("", GREEN), ("", RED)))


def test_everything_compared_says_no_more():
    assert sentences((GREEN, GREEN))[2] == (
        "Compared with January 2015, 0 measures improved, 1 stayed the same and 0 worsened."
    )


def test_measures_worse_than_both_comparators():
    measures = [
        {"Ref": ref, "Measure": f"M{ref}", "Polarity": "High", "Target": 85, "Data period": "SS"}
        for ref in ("1", "2", "3")
    ]
    results = [
        {"Ref": ref, "Period": when, "Value": value}
        for ref, now in (("1", 80), ("2", 79), ("3", 86))
        for when, value in (("Mar 2014", 90), ("Jan 2015", 88), ("Feb 2015", now))
    ]
    card = assess_book(workbook(measures[:1] + measures[2:], results)).scorecard
    assert card.sentences[-1] == (
        "One measure that misses its target is worse than both comparators: 1 (M1)."
    )
    card = assess_book(workbook(measures, results)).scorecard
    assert card.sentences[-1] == (
        "Two measures that miss their target are worse than both comparators: 1 (M1) and 2 (M2)."
    )


def test_rows_of_areas_are_results_not_measures():
    measures = [{"Ref": "1", "Measure": "Visits", "Polarity": "High", "Target": 85}]
    results = [
        {"Ref": "1", "Period": when, "Area": area, "Value": value}
        for area, then, now in (("North", 80, 90), ("South", 90, 10))
        for when, value in (("Jan 2015", then), ("Feb 2015", now))
    ]
    card = assess_book(workbook(measures, results)).scorecard
    assert card.headline == (
        "1 of 2 rated results meets its target, one is Red; 1 of 2 is better than in January 2015"
    )
    assert card.sentences == (
        "The scorecard holds 2 results of 1 measure in 2 areas, all rated against a target.",
        "Of the rated results 1 is Red, 0 are Amber and 1 is Green.",
        "One result has an exception report on the Exceptions tab.",
        "Compared with January 2015, 1 result improved, 0 stayed the same and 1 worsened.",
        "One result moved from Amber to Green since January 2015: 1 (Visits, North).",
        "One result moved from Green to Red since January 2015: 1 (Visits, South).",
    )


def test_ratings_are_counted_by_what_they_are_whatever_they_are_called():
    shown = Rating(Rag("Monitor"), "", Rag("Monitor"), "", absence=Absence.NO_TARGET)
    found = count_ratings([rating("Green"), rating("Monitor"), shown], BANDS)
    assert (found.rated, found.total) == (2, 3)


OWN_RULES = """
rules:
  ours:
    bands: [{{band: Green, reaches: target}}, {{band: Red}}]
    shown_as: {{no target: {name}}}
"""


@pytest.mark.parametrize(
    ("name", "rule", "show", "refused"),
    [
        ("monitor", "variance", "Yes", True),
        ("Watched", "variance", "Yes", False),
        ("Monitor", "two colours", "Yes", False),
        ("Monitor", "variance", "No", False),
    ],
)
def test_one_name_for_rated_and_not_rated_is_refused(tmp_path, name, rule, show, refused):
    file = tmp_path / "scorecard_xl.yaml"
    file.write_text(OWN_RULES.format(name=name), "utf-8")
    measures = [
        {"Ref": "1", "Measure": "A", "Polarity": "High", "Rule": "ours"},
        {"Ref": "2", "Measure": "B", "Polarity": "High", "Target": 10, "Rule": rule, "Show": show},
    ]
    results = [{"Ref": ref, "Period": "Feb 2015", "Value": 9} for ref in "12"]
    if not refused:
        assert assess_book(workbook(measures, results), config=load_config(file)).rows[0].rating.rag == name
        return
    with pytest.raises(ConfigError) as problem:
        assess_book(workbook(measures, results), config=load_config(file))
    assert str(problem.value) == (
        f'rules.ours: {name} is shown for "no target" and is a rating of the rule "variance", which is in '
        "use too; give one of the two another name."
    )


@pytest.mark.parametrize("rule", ["standard", "in measurement"])  # which calls it so in place of n/a
@pytest.mark.parametrize(("asked", "pages", "chased"), [((), 0, 0), (("n/a",), 1, 1), (("Red",), 0, 0)])
def test_n_a_stands_for_all_names_of_what_is_not_rated(rule, asked, pages, chased):
    sheets = workbook(
        [{"Ref": "1", "Measure": "A", "Polarity": "High", "Rule": rule}],
        [{"Ref": "1", "Period": "Feb 2015", "Value": 9}],
    )
    card = assess_book(sheets, config=settings(exception_ratings=asked)).scorecard
    assert len(card.exceptions) == pages
    assert len(assess_book(sheets, config=settings(chase_ratings=asked)).scorecard.chase) == chased
