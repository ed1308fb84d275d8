"""急救放行: danger to life in a sealed place opens its gate at once, and the papers follow (DESIGN 6.1).

The gate and the leaders of the place are told, an exit is filed by itself and may be used at once; the leader signs it
afterwards. Nothing is asked of whoever is in need.
"""

from bot.turn import Turn
from handlers.exit_filing import note
from knowledge.language.danger import Danger
from knowledge.times import DAY, MINUTE, business_day, from_ms
from ledger import exit_notices, exits, passes, people, records, seals, tasks
from ledger.exit_filing import NewExit
from ledger.exit_signers import recorders, signers
from ledger.exits import Exit
from ledger.people import Recipient
from ledger.records import Stored

# The gate is told whom to let out, never what happened: violence stays where it can be kept (DESIGN 6.15).
_REASONS = {
    "labour": "birth",
    "breathless": "medical",
    "unconscious": "medical",
    "bleeding": "medical",
    "poisoning": "medical",
    "fire": "other",
    "gas": "other",
    "violence": "other",
}
_STATES = frozenset({"on_record", "out"})


def let_out(turn: Turn, danger: Danger) -> str | None:
    """Open the gate for the writer; returns the code of the pass, None where nothing is sealed or nobody knows the door."""
    reason, path = _REASONS.get(danger.kind), turn.contact.path
    seal = seals.covering(turn.db, path) if reason is not None and path else None
    if reason is None or seal is None or turn.contact.person_id is None:
        return None
    open_one = _open_one(turn, turn.contact.person_id)
    if open_one is not None:
        return passes.code_of(turn.db, open_one.id)
    words = "" if danger.kind == "violence" else turn.message.text or turn.text
    record_id = exits.add(
        turn.db, _new(turn, reason, words), turn.filing(turn.contact.place_id), _DECISION, "on_record"
    )
    code = passes.issue(turn.db, record_id, turn.now)
    one = note(turn, record_id, "let out in an emergency", {})
    guards = people.reaching(turn.db, "gate_guard", seal.path)
    leaders = signers(turn.db, one, turn.now).everybody
    exit_notices.tell(turn.db, turn.render, one, guards, "exit_emergency_for_gate", "emergency", turn.now, code=code)
    exit_notices.ask_to_sign(turn.db, turn.render, one, leaders, "emergency", turn.now)
    exit_notices.ask_to_record(turn.db, turn.render, one, recorders(turn.db, one), "emergency", turn.now)
    tasks.add_follow_up(
        turn.db,
        about=f"exit_request:{record_id}",
        place_id=one.place_id,
        text=turn.render("exit_follow_up", **exit_notices.facts(turn.db, one)),
        due_at=turn.now + turn.house.settings.exits.countersign_within_minutes * MINUTE,
        now=turn.now,
    )
    return code


def guards_reached(turn: Turn) -> bool:
    """Whether a guard of the writer's gate gets a message."""
    seal = seals.covering(turn.db, turn.contact.path) if turn.contact.path else None
    guards: list[Recipient] = people.reaching(turn.db, "gate_guard", seal.path) if seal is not None else []
    return any(one.openid is not None for one in guards)


# By no rule: danger to life goes before the plan's order (3.4.1 asks for a signature that comes afterwards here).
_DECISION = Stored(clause="3.4.1")


def _open_one(turn: Turn, person_id: int) -> Exit | None:
    """An emergency of the last hours that is open still: saying it twice opens the gate once."""
    mine = exits.of_person(turn.db, person_id)
    return next((one for one in mine if one.kind == "emergency" and one.status in _STATES), None)


def _new(turn: Turn, reason: str, words: str) -> NewExit:
    day = business_day(turn.now)
    leave = from_ms(turn.now).strftime("%Y-%m-%dT%H:%M")
    return NewExit(
        number=f"W{day:%m%d}-{records.next_number(turn.db, f'exit_request:{day}'):02d}",
        kind="emergency",
        urgent=True,
        person_id=turn.contact.person_id,
        name=turn.contact.name,
        words=words,
        reason=reason,
        leave_at=leave,
        return_by=None,
        destination=None,
        persons="[]",
        plate=None,
        recurrence=None,
        until_date=None,
        leaves_at=turn.now,
        back_due_at=turn.now + DAY,
        expires_at=turn.now + DAY,
        due_at=None,
        countersign_due_at=turn.now + turn.house.settings.exits.countersign_within_minutes * MINUTE,
    )
