"""Scorecards of children's services from councils' own workbooks."""
