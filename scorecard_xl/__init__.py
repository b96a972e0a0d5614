"""Scorecards of children's services from councils' own workbooks.

>>> import scorecard_xl as sx
>>> sx.assess("workbook.xlsx").scorecard.headline  # doctest: +SKIP
'17 of 35 rated measures meet their target, one is Red; …'
"""

from .api import assess, build, check, rate
from .errors import ScorecardError

__all__ = ["ScorecardError", "assess", "build", "check", "rate"]
