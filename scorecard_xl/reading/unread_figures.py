"""Texts that are no figure: what is wrong with each, and what may be meant. Nothing of it is ever read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ..period_spellings import looks_like_period
from .words import NUMBER_ALONE, Unreadable, Vocabulary, listed, lost_arrow, nearest_to, plain_word

_PLAIN = re.compile(r"[-+−–]?\s?£?\s?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?\s?%?")
_ERRORS = re.compile(r"#?(?:div/0|n/a|name\?|null|num|ref|value)!?", re.IGNORECASE)
_FIGURES = re.compile(r"(?<![\w.,])[0-9]+(?:[.,][0-9]+)*")
_DATE = re.compile(r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}")
_POUND = re.compile(
    r"(?:\ufffd|Â£|Ã‚Â£|Â)\s*(?P<figure>[0-9][0-9,]*(?:\.[0-9]+)?)"
)  # cp1252 read as UTF-8, or back


class Meant(NamedTuple):
    """What is wrong with a text, as a clause after it, and the next step."""

    clause: str
    todo: str


def refusal(text: str, vocabulary: Vocabulary) -> Unreadable:
    """Return what is wrong with a text that is no figure, with what may be meant."""
    found = meant(text, vocabulary) or Meant("is not a number", NUMBER_ALONE)
    return Unreadable(f'"{text}" {found.clause}', found.todo)


def meant(text: str, vocabulary: Vocabulary) -> Meant | None:
    """Return what the first of `LOOKS` says that fits, None when none does."""
    return next((found for look in LOOKS if (found := look(text, vocabulary))), None)


def error_as_text(text: str, vocabulary: Vocabulary) -> Meant | None:
    """DIV/0: an error of Excel that was copied as text."""
    if _ERRORS.fullmatch(text):
        return Meant("is an error of Excel typed as text", "Mend the formula, or empty the cell.")
    return None


def arrow(text: str, vocabulary: Vocabulary) -> Meant | None:
    """An arrow of Wingdings, in a font that shows it as a letter."""
    sign = lost_arrow(text)
    if not sign:
        return None
    clause = f"is the arrow {sign} in the font Wingdings, not a number"
    return Meant(clause, "Write the figure; directions are computed.")


def rating(text: str, vocabulary: Vocabulary) -> Meant | None:
    """A rating in place of the figure."""
    if plain_word(text).strip("()") in ("red", "amber", "green"):
        what = "Write the figure; where an officer's rating is meant, fill in RAG override on Commentary."
        return Meant("is a rating, and ratings are computed", what)
    return None


def none(text: str, vocabulary: Vocabulary) -> Meant | None:
    """None: a count of nothing, or no figure?"""
    if plain_word(text).strip("*") in ("none", "nil", "nothing"):
        return Meant("may mean 0 or no figure", "Write 0, or leave the cell empty when there is no figure.")
    return None


def mark_alone(text: str, vocabulary: Vocabulary) -> Meant | None:
    """The mark of a footnote without a figure."""
    if re.fullmatch(r"(?:\*{2,}|\[\w{1,2}\]|[\^†‡§¶#¹²³⁰⁴-⁹\s])+", text):
        return Meant("is the mark of a footnote without a figure", NUMBER_ALONE)
    return None


def lost_pound(text: str, vocabulary: Vocabulary) -> Meant | None:
    """The pound sign was lost between two programs."""
    found = _POUND.fullmatch(text)
    return Meant("begins with a broken pound sign", f"Did you mean £{found['figure']}?") if found else None


def letters_for_digits(text: str, vocabulary: Vocabulary) -> Meant | None:
    """A letter O or l where a digit belongs."""
    mended = text.translate(str.maketrans("OoIl", "0011"))
    if mended != text and re.search("[0-9]", text) and _PLAIN.fullmatch(mended):
        return Meant("has a letter where a digit belongs", f"Did you mean {mended}?")
    return None


def spaced_thousands(text: str, vocabulary: Vocabulary) -> Meant | None:
    """1 847: one number or two?"""
    if re.fullmatch(r"[-−–]?£?[0-9]{1,3}(?:\s[0-9]{3})+(?:\.[0-9]+)?\s?%?", text):
        return Meant("is not a number", f"Write {''.join(text.split())}.")
    return None


def separators(text: str, vocabulary: Vocabulary) -> Meant | None:
    """185,00 or 1.847.000: the commas and dots do not group thousands."""
    found = re.fullmatch(r"(?P<sign>[-+−–]?£?)(?P<digits>[0-9]+(?:[.,][0-9]*)+)(?P<percent>\s?%?)", text)
    if not found:
        return None
    digits = found["digits"]
    if digits.count(".") > 1 and "," in digits:
        return Meant("holds several figures run together", "Type it again from its source.")
    ways = [found["sign"] + way + found["percent"] for way in _regrouped(digits)]
    return Meant("is not a number", f"Did you mean {listed(ways)}?")


def _regrouped(digits: str) -> list[str]:
    """Return the numbers that may be meant, smallest change first."""
    parts = re.split("[.,]", digits.rstrip(".,"))
    if len(parts) == 1:
        return parts
    together = "".join(parts)
    ways = [] if together[0] == "0" and parts[0] in ("0", "00") else [f"{int(together):,}"]
    if digits.count(",") == 1 and "." not in digits:
        if len(parts[1]) < 3 and len(parts[0]) <= 3 and int(parts[0]):
            ways.append(f"{int(parts[0] + parts[1].ljust(3, '0')):,}")
        ways.append(f"{int(parts[0])}.{parts[1]}")
    elif digits.count(".") == 1:
        whole = "".join(parts[:-1])
        ways = [f"{int(whole):,}.{parts[-1]}"]
    return list(dict.fromkeys(ways))


def one_from_another(text: str, vocabulary: Vocabulary) -> Meant | None:
    """ "5 from 17": a numerator and a denominator?"""
    found = re.fullmatch(r"([0-9,.]+) (?:from|form|off|0f|fo|over|in) ([0-9,.]+)", text, re.IGNORECASE)
    return Meant("is not a number", f"Did you mean {found[1]} of {found[2]}?") if found else None


def change(text: str, vocabulary: Vocabulary) -> Meant | None:
    """5-, (5): a figure below zero?"""
    found = re.fullmatch(r"(?P<after>£?[0-9][0-9,.]*%?)\s?[-−–]|\((?P<inside>£?[0-9][0-9,.]*%?)\)", text)
    if not found:
        return None
    figure = found["after"] or found["inside"]
    return Meant("is not a number", f"Write -{figure} if it is below zero, else {figure}.")


def withheld(text: str, vocabulary: Vocabulary) -> Meant | None:
    """<7, "fewer than 5": withheld, most likely."""
    if re.fullmatch(r"(?:<|≤|<=|less than|fewer than|under)\s?[0-9]{1,2}\s?%?", text, re.IGNORECASE):
        return Meant("is not a number", "Write x when the figure is withheld.")
    return None


def misspelt(text: str, vocabulary: Vocabulary) -> Meant | None:
    """A slip in a phrase that says why there is no figure: "Reposts in Q4"."""
    words = plain_word(text).split()
    for kind in ("not_due", "no_figure", "suppressed"):
        known = vocabulary.phrases[kind]
        near = nearest_to(" ".join(words), (phrase for phrase in known if len(phrase) > 4), cutoff=0.85)
        if near:
            return Meant("is misspelt", f"Did you mean {known[near]}?")
        for cut in range(1, len(words)):
            head, rest = " ".join(words[:-cut]), " ".join(text.split()[-cut:])
            near = nearest_to(head, vocabulary.beginnings[kind], cutoff=0.85)
            if near and looks_like_period(rest):
                return Meant("is misspelt", f"Did you mean {vocabulary.beginnings[kind][near]} {rest}?")
    return None


def several_figures(text: str, vocabulary: Vocabulary) -> Meant | None:
    """Two figures or more: nobody can tell which is the result."""
    figures = _FIGURES.findall(_DATE.sub("", text))
    if len(figures) < 2:
        return None
    if re.fullmatch(r"[0-9.,]+\s?/\s?[0-9.,]+", text):
        return Meant(
            "holds 2 figures",
            "Write the one that is meant; numerator and denominator have columns of their own.",
        )
    return Meant(
        f"holds {len(figures)} figures", "Write the one that is meant; the rest belongs into a note."
    )


def grade(text: str, vocabulary: Vocabulary) -> Meant | None:
    """ "Level 1": a grade."""
    found = re.fullmatch(r"(?:level|grade|band|stage|tier|category|rating)\s?(?P<grade>\w{1,2})", text, re.I)
    if not found:
        return None
    return Meant(
        "is a grade, not a number", f"Set the measure's Unit to text, or write {found['grade']} alone."
    )


# The first that fits says what is wrong.
LOOKS: tuple[Callable[[str, Vocabulary], Meant | None], ...] = (
    error_as_text,
    arrow,
    rating,
    none,
    mark_alone,
    lost_pound,
    letters_for_digits,
    spaced_thousands,
    separators,
    one_from_another,
    change,
    withheld,
    misspelt,
    grade,
    several_figures,
)
