"""Commentary and data notes that say something else than the figures beside them.

Only clear cases: a sentence with a "not", a "will" or another month in it is left alone. The words are
lists under `lint` in config.yaml; rather a contradiction missed than a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..figures import ZERO, rounded
from ..model import Effect, Polarity
from ..periods import MONTH_NAMES, Period, UnreadablePeriod
from .checked import Checked, Doubt
from .phrases import PERIOD, any_of, has, says, sentences, statements
from .quotes import quotes_another_figure

LEAST_WORDS = 6  # "No concerns this month." may be said every month


def unchanged(checked: Checked) -> Iterator[Doubt]:
    """The commentary is word for word that of the measure's last period with one."""
    written = checked.row.commentary
    if written is None or written.period is None:
        return
    text = _plain(written.commentary)
    now = written.period
    earlier = [
        (other.period, other)
        for other in checked.written
        if other.commentary and other.period is not None and other.period.last < now.last
    ]
    if len(text.split()) < LEAST_WORDS or not earlier:
        return
    when, before = max(earlier, key=lambda pair: pair[0])
    if _plain(before.commentary) == text:
        yield Doubt(
            "commentary unchanged",
            written.where,
            f"The commentary of measure {checked.name} for {now.label} is word for word that for "
            f"{when.label} ({before.where}).",
            "Say what is new this time, or that nothing is.",
        )


def names_another_period(checked: Checked) -> Iterator[Doubt]:
    """A text says of when it is ("as at 31 March 2014"), and that is before the result's period."""
    result = checked.row.result
    if result is None or result.value is None:
        return
    measure, written = checked.row.measure, checked.row.commentary
    texts = [("data notes", "say", measure.data_notes, measure.where)]
    if written is not None:
        texts.append(("commentary", "says", written.commentary, written.where))
    for name, says_, text, where in texts:
        found = _stated_period(text, result.period, checked) if text else None
        if found:
            said, period = found
            meaning = "" if period.label in said else f" ({period.label})"
            of_area = name == "commentary"
            yield Doubt(
                "text of another period",
                where,
                f"The {name} of measure {checked.name if of_area else measure.ref} {says_} "
                f'"{said}"{meaning}, the result is for {result.period.label}.',
                "Bring the text up to date.",
                of_area,
            )


def _stated_period(text: str, of_result: Period, checked: Checked) -> tuple[str, Period] | None:
    stated = re.compile(rf"\b(?:{any_of(checked.words['as_at'])})\s+(?:the\s+)?({PERIOD})(?!\d)", re.I)
    if not stated.search(text) or has(checked.words["now"], text):
        return None
    found = None
    for sentence in sentences(text):
        for match in stated.finditer(sentence):
            period = _read(match[1], checked)
            if period is None or period.last >= of_result.first:
                return None  # the text speaks of the result's period, or of what is to come
            if not has(checked.words["compared"], sentence):
                found = found or (match[0], period)
    # Any mention of the right period says that the older one is there for comparison.
    if found and any(_overlaps(_read(m[0], checked), of_result) for m in re.finditer(PERIOD, text, re.I)):
        return None
    return found


def contradicts_direction(checked: Checked) -> Iterator[Doubt]:
    """The commentary says "improved" beside a worsened direction, or the other way round."""
    row, words = checked.row, checked.words
    effects = {
        r"\b(?:month|quarter|period)": row.previous.effect,
        r"\b(?:year|annual|outturn)": row.outturn.effect,
    }
    known = set(effects.values()) - {Effect.NOT_COMPARABLE}
    if row.commentary is None or not known & {Effect.BETTER, Effect.WORSE}:
        return
    worse = [*words["worsened"]]
    if row.measure.polarity is Polarity.HIGH:
        worse += words["fell"]
    for sentence in statements(row.commentary.commentary, words, _month(checked)):
        if has(words["but"], sentence):
            continue
        named = [effect for scope, effect in effects.items() if re.search(scope, sentence, re.I)]
        meant = set(named) if len(named) == 1 else known
        says_better, says_worse = says(words["improved"], sentence, words), says(worse, sentence, words)
        if bool(says_better) == bool(says_worse):
            continue
        against, other = (Effect.WORSE, Effect.BETTER) if says_better else (Effect.BETTER, Effect.WORSE)
        if against not in meant or other in meant:
            continue
        since = [
            d.against.period.label for d in (row.previous, row.outturn) if d.effect is against and d.against
        ]
        yield Doubt(
            "commentary contradicts the direction",
            row.commentary.where,
            f'The commentary of measure {checked.name} says "{says_better or says_worse}", the direction '
            f"since {' and '.join(since) or 'before'} is {against.value}.",
            "Correct the text, the figure or the measure's Polarity.",
        )
        return


def contradicts_rating(checked: Checked) -> Iterator[Doubt]:
    """The commentary says that the target is met beside a band that misses it, or the reverse."""
    row, words = checked.row, checked.words
    target, value, polarity = row.standards.target, row.value, row.measure.polarity
    bands = row.rating.bands
    if row.commentary is None or value is None or not row.rating.is_rated:
        return
    if bands is None or bands.target_reach is None:
        return  # the rule says nothing of a target
    short = polarity.shortfall(rounded(value, row.measure.decimals), target) if target is not None else None
    met, missed = [*words["on_target"]], [*words["off_target"]]
    if polarity in (Polarity.HIGH, Polarity.LOW):
        above, below = words["above_target"], words["below_target"]
        met += above if polarity is Polarity.HIGH else below
        missed += below if polarity is Polarity.HIGH else above
    is_met = row.rating.rag in bands.met
    # What is met by tolerance, rounding or override may be below target, and the text right.
    if is_met and (short is None or short > ZERO or row.rating.overridden):
        return
    if not is_met and short is not None and short <= ZERO:
        return
    phrases = missed if is_met else met
    for sentence in statements(row.commentary.commentary, words, _month(checked), phrases):
        # "On target to meet it" speaks of what is to come.
        said = re.search(rf"\b(?:{any_of(phrases)})\b(?!(?<=on target)\s+(?:to|for|by)\b)", sentence, re.I)
        if said:
            yield Doubt(
                "commentary contradicts the rating",
                row.commentary.where,
                f'The commentary of measure {checked.name} says "{said[0]}", the rating is {row.rating.rag} '
                f"({row.rating.reason}).",
                "Correct the text, the result or the target.",
            )
            return


WORDING: tuple[Callable[[Checked], Iterator[Doubt]], ...] = (
    unchanged,
    names_another_period,
    contradicts_direction,
    contradicts_rating,
    quotes_another_figure,
)


def _month(checked: Checked) -> str:
    """Return the name of the result's last month, "" without a result."""
    result = checked.row.result
    return MONTH_NAMES[result.period.last % 12] if result else ""


def _read(text: str, checked: Checked) -> Period | None:
    spelt = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|,", " ", text, flags=re.I)
    try:
        return checked.calendar.read(" ".join(spelt.split()), None).period
    except UnreadablePeriod:
        return None


def _overlaps(period: Period | None, other: Period) -> bool:
    return period is not None and period.first <= other.last and other.first <= period.last


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
