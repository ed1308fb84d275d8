"""The day's health check-in, and the alerts that come of it (clauses 3.4.2 and 3.4.7)."""
