"""急救放行 at the gate (DESIGN 6.1): life before paper. Let out and noted at once, the leader and the office told after.

An exit that was asked for or filed by itself for the same door or vehicle is linked; otherwise the papers follow. Words
that come a moment later complete the line that was noted without any.
"""

import re

from bot.turn import Turn
from handlers.exits import completing
from handlers.gate import emergency_out, rights
from handlers.gate.shown import moment_words
from knowledge.language.danger_over import find_course, is_taken_back
from knowledge.language.gate_entries import EntryFound, find_entry
from knowledge.times import MINUTE
from ledger import exits, gate
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.gate import Passage
from ledger.gate import passes as gate_passes
from ledger.gate import undoing as gate_undoing
from ledger.gate.posts import Gate
from ledger.records import compact

_EMERGENCY = re.compile(r"急救(?:放行)?(?:(?:[ :,]+|(?=\d))(.{1,300}))?", re.DOTALL)
_COMPLETED_WITHIN = 30 * MINUTE


def answer(turn: Turn) -> str | None:
    """The words for a guard who lets somebody out in an emergency, or says that they went; None for anything else."""
    match = _EMERGENCY.fullmatch(turn.text) if turn.contact.is_staff else None
    mine = rights.gates(turn) if match is not None else []
    if match is None or not mine:
        return emergency_out.answer(turn)
    return let_out(turn, mine[0], match[1] or "", turn.now)


def goes_on(turn: Turn) -> str | None:
    """The words for a guard who says of what was let out a moment ago that help is called, or that it was nothing."""
    who = turn.contact.person_id
    if not turn.contact.is_staff or who is None or turn.form is not None:  # before any look at the words or the ledger
        return None
    course = find_course(turn.text, "medical") or find_course(turn.text, "fire")
    if is_taken_back(turn.text):
        course = "over"
    if course in {None, "come"}:
        return None  # 救护车来了 is noted as coming in
    since = turn.now - _COMPLETED_WITHIN
    for post in rights.gates(turn):
        line = gate_undoing.last_emergency_by(turn.db, who, post.path, since)
        if line is not None:
            is_last = line == gate_undoing.last_by(turn.db, who, post.path, since)
            at = moment_words(turn, line.noted_at)
            return turn.render("gate_emergency_goes_on", is_over=course == "over", is_last=is_last, at=at)
    return None


def let_out(turn: Turn, post: Gate, words: str, at: int, late_entry: bool = False) -> str:
    """Note an emergency exit at a moment, and tell who has to know."""
    found = find_entry(words)
    put_away = emergency_out.put_away(turn)
    linked = _linked(turn, post, found)
    if linked is not None:
        completing.complete(turn, linked, {"plate": found.plate}, by_guard=True)
    if linked is not None and exit_moves.go_out(turn.db, linked, at, linked.hours.first.back_due_at):
        _audit(turn, "out through the gate", f"exit_request:{linked.id}", {"number": linked.number})
    passage = Passage(
        "out",
        "emergency",
        at,
        linked.id if linked is not None else None,
        found.name or (linked.name if linked is not None else None),
        found.plate,
        found.people,
        found.temperature,
        found.said[:200] or None,
        found.door,
        late_entry,
    )
    who_id = turn.contact.person_id
    blank = None if late_entry or who_id is None else gate.blank_emergency(turn.db, who_id, at - _COMPLETED_WITHIN)
    completes = blank is not None and bool(words)
    if blank is not None and completes:
        gate.complete(turn.db, blank, passage)
        entry = blank
    else:
        entry = gate.note(turn.db, post.place_id, passage, turn.contact.name, who_id, turn.now)
    _audit(turn, "emergency let out", f"gate_log:{entry}", {"completes": completes, "late_entry": late_entry})
    facts = {"said": found.said, "plate": found.plate or "", "number": linked.number if linked is not None else ""}
    shown_at = moment_words(turn, at)
    key = f"emergency:{entry}:{turn.message.key.hex()}"
    told = rights.tell(
        turn, post, "gate_emergency_told", f"gate_log:{entry}", key, at=shown_at, late_entry=late_entry, **facts
    )
    hotlines = turn.house.settings.office.hotlines
    return turn.render(
        "gate_emergency",
        at=shown_at,
        told=told,
        bare=not words,
        put_away=put_away,
        late_entry=late_entry,
        ambulance=hotlines.ambulance.number,
        fire=hotlines.fire.number,
        **facts,
    )


def _linked(turn: Turn, post: Gate, found: EntryFound) -> Exit | None:
    """The one exit with a pass for this vehicle, or the one emergency of this door; None where it is not certain."""
    open_ones = [
        one
        for record in gate_passes.codes_in(turn.db, post.path)
        if (one := exits.get(turn.db, record)) is not None and one.status == "on_record"
    ]
    by_plate = [one for one in open_ones if found.plate and one.plate == found.plate]
    emergencies = [one for one in open_ones if one.kind == "emergency"]
    at_door = [one for one in emergencies if found.door and found.door in one.address.replace("/", "")]
    for candidates in (by_plate, at_door):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _audit(turn: Turn, action: str, about: str, detail: dict[str, object]) -> None:
    turn.note(action, about, compact(detail))
