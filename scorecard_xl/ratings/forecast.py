"""Will the year's target be met: so far the officer's own forecast, with its author."""

from __future__ import annotations

from ..model import Commentary, Forecast, Outlook
from ..reading.words import Vocabulary

WORDS = {
    Outlook.LIKELY: "likely to meet the year's target",
    Outlook.MAY: "may meet the year's target",
    Outlook.UNLIKELY: "unlikely to meet the year's target",
}


def officers_forecast(commentary: Commentary | None, vocabulary: Vocabulary) -> Forecast:
    """Return the forecast that the officer gave; n/a with its reason when none was given."""
    if commentary is None or not commentary.forecast:
        return Forecast(Outlook.NONE, "no forecast given")
    word = vocabulary.word("forecast", commentary.forecast)
    if word is None:
        return Forecast(Outlook.NONE, f'the forecast "{commentary.forecast}" is not understood')
    outlook = Outlook(word)
    by = f" ({commentary.owner})" if commentary.owner else ""
    return Forecast(outlook, f"officer's forecast: {WORDS[outlook]}{by}")
