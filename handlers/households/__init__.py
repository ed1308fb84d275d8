"""A grid worker checks in a building in one message (clause 3.4.8)."""
