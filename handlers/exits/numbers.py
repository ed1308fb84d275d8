"""A request to go out by its number, W0120-01, as far as the writer's own duty reaches (THREATS A16, A19)."""

from bot.turn import Turn
from handlers import rights
from knowledge.language.normalise import normalise
from ledger import exits, people, places
from ledger.exits import Exit
from ledger.roster import LEADS_TASK_FORCE

NUMBER = r"[Ww]?(\d{4}-\d{2,4})"


def led(turn: Turn) -> list[str]:
    """The paths of the places whose task force the writer belongs to, as leader or deputy."""
    if turn.contact.person_id is None:
        return []
    held = people.roles_of(turn.db, turn.contact.person_id)
    return [role.path for role in held if role.kind == LEADS_TASK_FORCE and role.path]


def to_decide(turn: Turn, digits: str) -> Exit | None:
    """The request with these digits of a place that the writer leads."""
    return _first(turn, digits, led(turn))


def of_office(turn: Turn, digits: str) -> Exit | None:
    """The request with these digits, for the office."""
    return _first(turn, digits, [places.root_path(turn.db)]) if rights.is_office(turn) else None


def as_written(turn: Turn, words: str) -> str:
    """The last words of a message as they were typed (，not ,), where they can be told; else as they were read."""
    words = words.strip()
    typed = (turn.message.text or "").strip()[-len(words) :] if words else ""
    return typed if normalise(typed) == words else words


def _first(turn: Turn, digits: str, scopes: list[str]) -> Exit | None:
    for scope in scopes:
        found = exits.in_scope(turn.db, f"W{digits}", scope)
        if found is not None:
            return found
    return None
