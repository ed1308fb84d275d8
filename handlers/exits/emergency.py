"""急救放行: danger to life in a sealed place opens its gate at once, and the papers follow (DESIGN 6.1).

The gate and the leaders of the place are told, an exit is filed by itself and may be used at once; the leader signs it
afterwards. Nothing is asked of whoever is in need.
"""

from bot.turn import Turn
from handlers.exits.filing import note
from handlers.in_need import InNeed
from knowledge.times import DAY, MINUTE, business_day, from_ms
from ledger import exits, people, records, seals, tasks
from ledger.exits import Exit, passes
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.filing import NewExit
from ledger.exits.signers import recorders, signers
from ledger.people import Recipient
from ledger.places import Place
from ledger.records import Stored, compact
from ledger.seals import Seal

# The gate is told whom to let out, never what happened: violence stays where it can be kept (DESIGN 6.15).
_REASONS = {
    "labour": "birth",
    "breathless": "medical",
    "unconscious": "medical",
    "bleeding": "medical",
    "poisoning": "medical",
    "chest_pain": "medical",
    "fire": "other",
    "gas": "other",
    "violence": "other",
}
_STATES = frozenset({"on_record", "out", "overdue"})


def let_out(turn: Turn, kind: str, who: InNeed) -> str | None:
    """Open the gate for somebody in danger; the code of the pass, None where nothing is sealed or nobody knows the door."""
    reason = _REASONS.get(kind)
    if reason is None or not who.has_door:
        return None
    return _open(turn, who, reason, "" if kind == "violence" else turn.message.text or turn.text)


def let_out_ill(turn: Turn, person_id: int | None, name: str, place: Place | None) -> str | None:
    """Open the gate for somebody whose check-in, whoever sent it, says that life is at stake."""
    who = _ill(turn, person_id, name, place)
    return _open(turn, who, "medical", turn.message.text or turn.text) if who is not None else None


def code_of_ill(turn: Turn, person_id: int | None, name: str, place: Place | None) -> str | None:
    """The code of the pass with which somebody ill was let out, as long as it holds."""
    who = _ill(turn, person_id, name, place)
    one = _open_one(turn, who) if who is not None else None
    return passes.code_of(turn.db, one.id) if one is not None else None


def guards_reached(turn: Turn, path: str | None = None) -> bool:
    """Whether a guard of the gate of a place, the writer's own without one, gets a message."""
    return any(one.openid is not None for one in guards(turn, turn.contact.path if path is None else path))


def guards(turn: Turn, path: str) -> list[Recipient]:
    """Who guards the gate of a place; nobody where it is not sealed."""
    seal = seals.covering(turn.db, path) if path else None
    return people.reaching(turn.db, "gate_guard", seal.path) if seal is not None else []


def open_ones(turn: Turn, place_id: int | None, since: int) -> list[Exit]:
    """The emergencies of the writer and of a place that were let out since a moment and are not over, the newest first."""
    contact = turn.contact
    mine = exits.of_person(turn.db, contact.person_id) if contact.person_id is not None else []
    there = exits.of_home(turn.db, place_id) if place_id is not None else []
    found = {one.id: one for one in (*mine, *there) if one.kind == "emergency" and one.status in _STATES}
    return sorted((one for one in found.values() if one.filed_at >= since), key=lambda one: one.id, reverse=True)


def call_off(turn: Turn, place_id: int | None, since: int) -> str | None:
    """Take back what was let out since a moment and has not gone: the code that holds no more, None where there is none."""
    one = next((one for one in open_ones(turn, place_id, since) if one.status == "on_record"), None)
    code = passes.code_of(turn.db, one.id) if one is not None else None
    if one is None or not exit_moves.cancel(turn.db, one, turn.now):
        return None
    after = note(turn, one.id, "exit withdrawn", {"from": one.status})
    told = [*guards(turn, one.path), *signers(turn.db, one, turn.now).everybody, *people.office(turn.db)]
    others = [who for who in dict.fromkeys(told) if who.person_id != turn.contact.person_id]
    exit_notices.tell(
        turn.db, turn.render, after, others, "exit_emergency_over", "over", turn.now, purpose="progress", code=code or ""
    )
    tasks.finish_follow_up(turn.db, f"exit_request:{one.id}", turn.contact.name, turn.now)
    return code


def _ill(turn: Turn, person_id: int | None, name: str, place: Place | None) -> InNeed | None:
    """Somebody of the writer's home who is not known goes under the writer's name; None where nobody can be named."""
    if place is None:
        return None
    if person_id is not None:
        return InNeed(person_id, name, place.id, place.path, (), place.address)
    contact = turn.contact
    if contact.person_id is None or contact.place_id != place.id:
        return None
    about = (name,) if name != contact.name else ()
    return InNeed(contact.person_id, contact.name, place.id, place.path, about, place.address)


def _open(turn: Turn, who: InNeed, reason: str, words: str) -> str | None:
    """File the exit that may be used at once, and tell whoever has to know; saying it twice opens the gate once."""
    seal = seals.covering(turn.db, who.path) if who.path else None
    if seal is None:
        return None
    open_one = _open_one(turn, who)
    if open_one is not None:
        return passes.code_of(turn.db, open_one.id)
    record_id = exits.add(
        turn.db, _new(turn, who, reason, words), turn.filing(who.place_id), _decision(turn), "on_record"
    )
    code = passes.issue(turn.db, record_id, turn.now)
    _tell(turn, note(turn, record_id, "let out in an emergency", {}), seal, code)
    return code


def _tell(turn: Turn, one: Exit, seal: Seal, code: str) -> None:
    guards = people.reaching(turn.db, "gate_guard", seal.path)
    leaders = signers(turn.db, one, turn.now).everybody
    exit_notices.tell(turn.db, turn.render, one, guards, "exit_emergency_for_gate", "emergency", turn.now, code=code)
    exit_notices.ask_to_sign(turn.db, turn.render, one, leaders, "emergency", turn.now)
    exit_notices.ask_to_record(turn.db, turn.render, one, recorders(turn.db, one), "emergency", turn.now)
    if one.person_id != turn.contact.person_id:
        exit_notices.tell_owners(
            turn.db,
            turn.render,
            one,
            "exit_emergency_for_owner",
            "emergency",
            turn.now,
            but=turn.contact.person_id,
            code=code,
            ambulance=turn.house.settings.office.hotlines.ambulance.number,
        )
    tasks.add_follow_up(
        turn.db,
        about=f"exit_request:{one.id}",
        place_id=one.place_id,
        text=turn.render("exit_follow_up", **exit_notices.facts(turn.db, one)),
        due_at=turn.now + turn.house.settings.exits.countersign_within_minutes * MINUTE,
        now=turn.now,
    )


def _decision(turn: Turn) -> Stored:
    """By no rule: danger to life goes before the plan's order, which asks for a signature that comes afterwards here."""
    return Stored(clause=turn.house.plan.rests_on("emergency_exit"))


def _open_one(turn: Turn, who: InNeed) -> Exit | None:
    """An emergency of the same people that is open still: saying it twice opens the gate once."""
    if who.person_id is not None:
        mine = exits.of_person(turn.db, who.person_id)
    else:
        mine = exits.of_home(turn.db, who.place_id) if who.place_id is not None else []
    return next(
        (one for one in mine if one.kind == "emergency" and one.status in _STATES and _is_about(one, who)), None
    )


def _is_about(one: Exit, who: InNeed) -> bool:
    """Whether it lets out the same people; a filer's other emergencies are of others."""
    return one.person_id == who.person_id and one.people == who.about


def _new(turn: Turn, who: InNeed, reason: str, words: str) -> NewExit:
    day = business_day(turn.now)
    leave = from_ms(turn.now).strftime("%Y-%m-%dT%H:%M")
    return NewExit(
        number=f"W{day:%m%d}-{records.next_number(turn.db, f'exit_request:{day}'):02d}",
        kind="emergency",
        urgent=True,
        person_id=who.person_id,
        name=who.name,
        words=words,
        reason=reason,
        leave_at=leave,
        return_by=None,
        destination=None,
        persons=compact([{"name": name} for name in who.about]),
        plate=None,
        recurrence=None,
        until_date=None,
        leaves_at=turn.now,
        back_due_at=turn.now + DAY,
        expires_at=turn.now + DAY,
        due_at=None,
        countersign_due_at=turn.now + turn.house.settings.exits.countersign_within_minutes * MINUTE,
    )
