"""How long the fuzz tests look: a moment in the suite, as long as you like by hand.

    SCORECARD_FUZZ=50 pytest tests/test_fuzz_grids.py tests/test_fuzz_bytes.py

tries fifty times as many examples, other ones at every run.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

from scorecard_xl.errors import ScorecardError, Severity
from scorecard_xl.pipeline import Assessed

TIMES = int(os.environ.get("SCORECARD_FUZZ", "1"))
SECONDS = 20  # of processor time for one small workbook; the machine that tests may be busy


def examples(count: int) -> settings:
    """So many examples in the suite, the same ones at every run; more and others in the long mode."""
    return settings(
        max_examples=count * TIMES,
        derandomize=TIMES == 1,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def in_bounded_time() -> Iterator[None]:
    """Fail when what is inside takes longer than any small workbook should."""
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def is_a_sentence(refusal: ScorecardError) -> None:
    """Fail unless a refusal reads as a sentence (or several, a line each), without Python's own words."""
    text = str(refusal)
    assert text.strip()
    assert text.endswith((".", "?")), text
    for foreign in ("Traceback", "NoneType", "object at 0x", "<class", "Errno"):
        assert foreign not in text, text


def is_sound(assessed: Assessed) -> None:
    """Fail unless every finding is a sentence, and every row has its reason."""
    findings = assessed.scorecard.findings
    for finding in findings:
        assert str(finding).endswith((".", "?")), finding
    assert assessed.has_errors == any(finding.severity is Severity.ERROR for finding in findings)
    for row in assessed.rows:
        assert row.rating.reason
        assert (row.rating.absence is None) == (row.rating.computed != "n/a")
