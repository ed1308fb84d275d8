"""How a notice moves: draft → submitted → approved → sending → sent, or withdrawn. The table is what the ledger goes by.

A standing tip goes from sending back to approved, where it rests until it is its turn again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

STATUSES = ("draft", "submitted", "approved", "sending", "sent", "withdrawn")


@dataclass(frozen=True, slots=True)
class Move:
    """From which states to which; `after` is None where the state stays."""

    before: tuple[str, ...]
    after: str | None


MOVES: Mapping[str, Move] = {
    # The next version, a draft: an approval before it is void.
    "edit": Move(("draft", "submitted", "approved", "sending"), "draft"),
    "submit": Move(("draft",), "submitted"),
    "send_back": Move(("submitted",), "draft"),
    "approve": Move(("submitted",), "approved"),
    "begin": Move(("approved",), "sending"),
    "finish": Move(("sending",), "sent"),
    # A standing tip: its turn begins, and is over.
    "round": Move(("approved",), None),
    "rest": Move(("sending",), "approved"),
    "stop": Move(("approved", "sending"), None),
    "go_on": Move(("approved", "sending"), None),
    # Also what everybody has: it cannot be called back, but who reads it again is told that it does not hold.
    "withdraw": Move(("draft", "submitted", "approved", "sending", "sent"), "withdrawn"),
}


def leads(move: str, status: str) -> str | None:
    """The state to which a move leads from a state; None where it does not start there."""
    found = MOVES[move]
    return (found.after or status) if status in found.before else None
