"""The officer's own forecast of the year's target."""

import pytest

from scorecard_xl.config import load_config
from scorecard_xl.model import Commentary, Outlook
from scorecard_xl.periods import Calendar
from scorecard_xl.ratings.forecast import officers_forecast
from scorecard_xl.reading.words import Vocabulary
from tools.memory import assess_book, findings, record_of, workbook

WORDS = Vocabulary.of(load_config().spellings)


@pytest.mark.parametrize(
    ("word", "outlook", "reason"),
    [
        ("Likely", Outlook.LIKELY, "officer's forecast: likely to meet the year's target (Head of service)"),
        ("may", Outlook.MAY, "officer's forecast: may meet the year's target (Head of service)"),
        (
            "Off track",
            Outlook.UNLIKELY,
            "officer's forecast: unlikely to meet the year's target (Head of service)",
        ),
        ("", Outlook.NONE, "no forecast given"),
        ("Hopeful", Outlook.NONE, 'the forecast "Hopeful" is not understood'),
    ],
)  # fmt: skip
def test_forecast(word, outlook, reason):
    commentary = Commentary(Calendar().month(2015, 2), forecast=word, owner="Head of service")
    found = officers_forecast(commentary, WORDS)
    assert (found.outlook, found.reason) == (outlook, reason)


def test_without_a_row_on_commentary():
    assert officers_forecast(None, WORDS).reason == "no forecast given"


def test_without_an_owner():
    found = officers_forecast(Commentary(None, forecast="Likely"), WORDS)
    assert found.reason == "officer's forecast: likely to meet the year's target"


def test_a_forecast_that_is_not_understood_is_a_check():
    sheets = workbook(
        [{"Ref": "1", "Measure": "Visits"}],
        [{"Ref": "1", "Period": "Feb 2015", "Value": 5}],
        Commentary=[{"Ref": "1", "Period": "Feb 2015", "Forecast": "Hopeful"}],
    )
    assessed = assess_book(sheets)
    assert record_of(assessed)["forecast"] == "n/a"
    (finding,) = findings(assessed, "unknown forecast")
    assert str(finding).startswith('Commentary!C2: "Hopeful" is none of Likely, May or Unlikely')
