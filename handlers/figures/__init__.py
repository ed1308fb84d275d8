"""Figures of the day at once, for whoever leads, runs the office, or looks after a place (clauses 3.1, 4.3)."""
