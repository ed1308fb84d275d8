"""A return report by its number, F0120-01, as far as the writer's own places reach."""

from bot.turn import Turn
from handlers import rights
from ledger import returns
from ledger.returns import Report

NUMBER = r"[Ff]?(\d{4}-\d{2,4})"


def find(turn: Turn, digits: str) -> Report | None:
    """The report with these digits, where the writer may act on it."""
    for scope in rights.scopes(turn):
        found = returns.in_scope(turn.db, f"F{digits}", scope)
        if found is not None:
            return found
    return None
