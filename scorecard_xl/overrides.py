"""Officers' overrides of ratings and directions (C8): checked once, applied beside what was computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from .findings import FindingLog
from .model import Absence, Commentary, Direction, Effect, Override, Rag, RatedMeasure, Rating
from .periods import Period
from .rating_rules import RatingRule
from .reading.commentary import Writings
from .reading.words import Vocabulary, listed, plain_word

WORDS_FOR_NOT_RATED = ("n/a", "na", "not rated")


def check_overrides(
    writings: Writings,
    vocabulary: Vocabulary,
    log: FindingLog,
    rules: Mapping[str, RatingRule],
    usual: RatingRule,
) -> None:
    """Report every override that will not be applied, and why.

    `rules` are the measures' rules by ref, `usual` is that of the settings.
    """
    for (ref, _), rows in writings.commentary.items():
        for commentary in rows:
            given = [text for text in _given(commentary) if text]
            lacking = _lacking(commentary)
            if given and lacking:
                log.warning(
                    "override incomplete",
                    commentary.where,
                    f"The override of measure {ref} lacks {listed(lacking, 'and')} and is not applied.",
                    "Fill in Period, Reason and Owner, or empty the override.",
                    ref,
                )
                continue
            rag, *directions = _given(commentary)
            rule = rules.get(ref, usual)
            known = listed([*rule.names[::-1], Rag.NOT_RATED], "or")
            _check_word(rag, band_called(rag, rule), known, ref, commentary, log)
            for text in directions:
                word = effect_called(text, vocabulary)
                _check_word(text, word, "Improved, Static, Worsened or n/a", ref, commentary, log)


def report_not_applied(
    row: RatedMeasure, judged: Period, until: Period, written: Sequence[Commentary], log: FindingLog
) -> None:
    """Report overrides of a row that nothing is shown for.

    Those of a later period than the one `judged`, begun by the reporting period `until`, and those of a
    comparison that is not made. `written` are the measure's rows of Commentary for all periods.
    """
    name = row.measure.ref + (f" ({row.area})" if row.area else "")
    shown = row.result is not None and row.result.period == judged
    for commentary in filter(has_override, written):
        period = commentary.period
        if period is not None and judged.last < period.last and period.first <= until.last:
            lacks = "has no result by" if shown else "has not ended by"
            what = f"is for {period.label}, which {lacks} {until.label}; it is not applied."
            todo = f"Write the period {'of the result' if shown else 'due'}, {judged.label}."
        elif period == judged and commentary.outturn_override and row.outturn.absence is Absence.NOT_COMPARED:
            what = "gives an outturn direction, which is not shown (direction.second is none)."
            todo = "Empty the outturn direction override."
        else:
            continue
        what = f"The override of measure {name} {what}"
        log.warning("override not applied", commentary.where, what, todo, row.measure.ref, row.area)


def overridden_rating(rating: Rating, commentary: Commentary | None, rule: RatingRule) -> Rating:
    """Return the rating with the officer's band in front of the computed one, if there is a valid one."""
    if commentary is None or _lacking(commentary):
        return rating
    band = band_called(commentary.rag_override, rule)
    if band is None:
        return rating
    reason = _because(commentary, rating.computed)
    return replace(rating, rag=band, reason=reason, override=_override(commentary.rag_override, commentary))


def overridden_direction(
    direction: Direction, text: str, commentary: Commentary | None, vocabulary: Vocabulary
) -> Direction:
    """Return the direction with the officer's effect `text` in front of the computed one, if it is valid."""
    if commentary is None or _lacking(commentary):
        return direction
    effect = effect_called(text, vocabulary)
    if effect is None:
        return direction
    reason = _because(commentary, direction.computed.value)
    return replace(direction, effect=effect, reason=reason, override=_override(text, commentary))


def has_override(commentary: Commentary | None) -> bool:
    """Whether a row of Commentary overrides anything, with all that an override needs."""
    return commentary is not None and any(_given(commentary)) and not _lacking(commentary)


def override_lacks(commentary: Commentary) -> list[str]:
    """Return what an override needs and does not have: "a reason"; nothing where none is given."""
    return _lacking(commentary) if any(_given(commentary)) else []


def band_called(text: str, rule: RatingRule) -> Rag | None:
    """Return the band of a rule that an officer's word names, or a letter that only one begins with.

    >>> from scorecard_xl.config import load_config
    >>> standard = load_config().ratings.rule_of("standard")
    >>> [band_called(word, standard) for word in ("a", "Not rated", "Pink")]
    ['Amber', 'n/a', None]
    """
    word = plain_word(text)
    if word in WORDS_FOR_NOT_RATED:
        return Rag.NOT_RATED
    return rule.called(word) if word else None


def effect_called(text: str, vocabulary: Vocabulary) -> Effect | None:
    """Return the effect that an officer's word or arrow names."""
    if plain_word(text) in WORDS_FOR_NOT_RATED:
        return Effect.NOT_COMPARABLE
    word = vocabulary.word("effect", text)
    return Effect(word) if word else None


def _given(commentary: Commentary) -> tuple[str, str, str]:
    return commentary.rag_override, commentary.direction_override, commentary.outturn_override


def _lacking(commentary: Commentary) -> list[str]:
    needed = {"a period": commentary.period, "a reason": commentary.reason, "an owner": commentary.owner}
    return [what for what, there in needed.items() if not there]


def _override(text: str, commentary: Commentary) -> Override:
    return Override(text, commentary.reason, commentary.owner, commentary.where)


def _because(commentary: Commentary, computed: str) -> str:
    return f"{commentary.reason.rstrip(' .')} (override by {commentary.owner}; computed {computed})"


def _check_word(
    text: str, word: object, wanted: str, ref: str, commentary: Commentary, log: FindingLog
) -> None:
    if text and word is None:
        log.warning(
            "override not understood",
            commentary.where,
            f'Override of measure {ref}: "{text}" is none of {wanted}; it is not applied.',
            "Correct the word, or empty the cell.",
            ref,
        )
