"""Ratings, directions and forecasts: pure functions, listed in tables, a reason with each."""
