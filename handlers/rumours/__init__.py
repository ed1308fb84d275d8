"""Rumours that people ask about 求证 (clauses 3.3, 4.4): asked, joined, answered."""
