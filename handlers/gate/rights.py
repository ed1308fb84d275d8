"""What a guard may do: the gates of their roles in force, and who else is told of what happens there."""

from bot.turn import Turn
from handlers import groups
from ledger import outbox, people
from ledger.duty import roster
from ledger.gate import duty as gate_duty
from ledger.gate import posts as gate_posts
from ledger.gate.posts import Gate
from ledger.people import Recipient


def gates(turn: Turn) -> list[Gate]:
    """The gates that the writer guards, the one where they are on duty first; none for anybody else."""
    if turn.contact.person_id is None:
        return []
    found = gate_posts.gates_of(turn.db, turn.contact.person_id)
    if len(found) > 1:
        shift = gate_duty.open_of(turn.db, turn.contact.person_id)
        found.sort(key=lambda gate: shift is None or gate.place_id != shift.place_id)
    return found


def gate_of(turn: Turn, place_id: object) -> Gate | None:
    """One of the writer's gates by its place; None where they do not guard it any more."""
    return next((gate for gate in gates(turn) if gate.place_id == place_id), None)


def leaders(turn: Turn, gate: Gate) -> list[Recipient]:
    """Who leads the task force of a gate's place at this moment."""
    return [one.recipient for one in roster.leading(turn.db, gate.seal, turn.now)] if gate.seal is not None else []


def leader_words(turn: Turn, gate: Gate) -> str:
    """Whom the guard asks, by name; the office where nobody leads."""
    named = [one.name for one in leaders(turn, gate)] or ([gate.seal.leader_name] if gate.seal is not None else [])
    return "、".join(named) or groups.title(turn.house, groups.OFFICE)


def was_told(turn: Turn, gate: Gate, key: str) -> bool:
    """Whether `tell` has told anybody who leads now, or the office, under this key."""
    told = [*leaders(turn, gate), *people.office(turn.db)]
    return any(outbox.was_queued(turn.db, f"gate:{key}:{one.person_id}") for one in told)


def tell(turn: Turn, gate: Gate, template: str, about: str, key: str, **facts: object) -> list[str]:
    """Tell the leaders of the place and the office, but not the writer; returns who of them really gets a message."""
    office = people.office(turn.db)
    told = [
        one for one in dict.fromkeys([*leaders(turn, gate), *office]) if one.person_id != turn.contact.person_id
    ]
    body = turn.render(template, place=gate.spoken, guard=turn.contact.name, **facts)
    outbox.tell(turn.db, told, key=f"gate:{key}", kind="alert", body=body, about=about, now=turn.now, template="alert")
    title = groups.title(turn.house, groups.OFFICE)
    return list(dict.fromkeys(title if one in office else one.name for one in told if one.openid is not None))
