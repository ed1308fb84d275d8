"""What a guard notes about a pass (clause 3.4.1): out, back, or that it does not fit; once each, whoever was first.

A fever that is measured when somebody comes back alerts the medical group at once (handlers/gate/fever.py).
"""

from bot.turn import Turn
from handlers.gate import fever, forms, rights
from handlers.gate import shown as gate_shown
from knowledge import exit_words
from knowledge.times import MINUTE
from ledger import gate
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits.times import Trip
from ledger.gate import Passage
from ledger.gate import passes as gate_passes
from ledger.gate import undoing as gate_undoing
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate
from ledger.gate.undoing import Line
from ledger.records import compact

# Somebody is noted as back first and measured then.
_MEASURED_WITHIN = 30 * MINUTE


def note_out(turn: Turn, post: Gate, shown: Shown, seen_version: int, agreed: Line | None = None) -> str | None:
    """Note that somebody is out, where what was shown still holds; None where it has to be looked at anew.

    Who was turned away at this gate goes out on the leader's word alone: `agreed` is that line.
    """
    one = shown.exit
    early = turn.house.settings.gate.early_minutes * MINUTE
    standing, trip = gate_passes.standing(turn.db, shown, turn.now, early)
    if standing == "is_out":
        return first_was(turn, shown, "out", post)
    if standing != "may_go" or trip is None or one.version != seen_version:
        return None
    before = turned_away(turn, post, shown, trip)
    if before is not None and (agreed is None or before.id != agreed.id):
        return None
    if not exit_moves.go_out(turn.db, one, turn.now, trip.back_due_at):
        return None
    passage = Passage(
        "out",
        "resident",
        turn.now,
        one.id,
        one.name,
        one.plate,
        _count(shown),
        purpose=exit_words.reason_words(one.reason),
        remark=turn.render("gate_out_agreed", leader=rights.leader_words(turn, post)) if agreed is not None else None,
    )
    entry = _write(turn, post, passage)
    note(turn, "out through the gate", f"exit_request:{one.id}", {"number": one.number})
    said = gate_shown.facts(turn, one, trip)
    told: list[str] = []
    if agreed is not None:
        key = f"agreed:{entry}"
        told = rights.tell(turn, post, "gate_out_agreed_told", f"exit_request:{one.id}", key, what=agreed.remark, **said)
    _offer_trip(turn, post, shown, turn.now)
    return turn.render(
        "gate_out",
        told=told,
        at=gate_shown.moment_words(turn, turn.now),
        back_by=gate_shown.moment_words(turn, trip.back_due_at) if one.has_return else "",
        called=shown.called,
        **said,
    )


def turned_away(turn: Turn, post: Gate, shown: Shown, trip: Trip) -> Line | None:
    """The line by which somebody was turned away on this trip, where the request has not been put right since."""
    early = turn.house.settings.gate.early_minutes * MINUTE
    since = max(trip.leaves_at - early, shown.exit.filed_at)
    return gate_undoing.turned_away(turn.db, shown.exit.id, post.path, since)


def note_back(turn: Turn, post: Gate, shown: Shown, temperature: float | None = None, *, agreed: bool = False) -> str:
    """Note that somebody is back, late or not; with a fever only as `agreed` with physician and leader."""
    one = shown.exit
    if not exit_moves.come_back(turn.db, one, turn.now):
        return first_was(turn, shown, "in")
    remark = turn.render("gate_entry_agreed", leader=rights.leader_words(turn, post)) if agreed else None
    passage = Passage("in", "resident", turn.now, one.id, one.name, one.plate, _count(shown), temperature, remark=remark)
    entry = _write(turn, post, passage)
    late = late_by(turn, one)
    note(turn, "back through the gate", f"exit_request:{one.id}", {"number": one.number, "late": late > 0})
    said = gate_shown.facts(turn, one, None)
    late_words = gate_shown.late_words(turn, late) if late > 0 else ""
    told = []
    about = f"exit_request:{one.id}"
    if agreed:
        told = rights.tell(turn, post, "gate_entry_told", about, f"entry:{entry}", plate="", said=said["who"])
    if one.status == "overdue":
        told += rights.tell(turn, post, "gate_back_told", about, f"back:{entry}", late=late_words, **said)
    return turn.render(
        "gate_back",
        at=gate_shown.moment_words(turn, turn.now),
        late=late_words,
        told=list(dict.fromkeys(told)),
        **said,
    )


def late_by(turn: Turn, one: Exit) -> int:
    """By how much (ms) somebody is late; nobody is for whom no return was named."""
    return max(0, turn.now - one.back_due_at) if one.has_return else 0


def held(turn: Turn, post: Gate, shown: Shown) -> Line | None:
    """The line by which somebody waits at the gate with a fever; None for whoever does not."""
    line = gate_undoing.last_of_request(turn.db, shown.exit.id, post.path)
    return line if line is not None and line.direction == "held" else None


def hold(turn: Turn, post: Gate, shown: Shown, temperature: float | None, is_feverish: bool) -> str:
    """Somebody stands at the gate with a fever: written down as waiting, and the medical group told once.

    What the guard does meanwhile; whether they come in is decided by people (clause 3.4.2).
    """
    one, waits = shown.exit, held(turn, post, shown)
    if waits is None:
        passage = Passage("held", "resident", turn.now, one.id, one.name, one.plate, _count(shown), temperature)
        entry = _write(turn, post, passage)
        note(turn, "fever at the gate", f"gate_log:{entry}", {"number": one.number})
        return fever_words(turn, post, shown, entry, temperature, is_feverish)
    if temperature is not None:
        gate.measure(turn.db, waits.id, temperature)
    who = exit_words.who_words(one.name, one.people)
    leader = rights.leader_words(turn, post)
    return turn.render("gate_fever", leader=leader, told=None, who=who, temperature=temperature)


def measured_later(
    turn: Turn, post: Gate, shown: Shown, temperature: float | None, is_feverish: bool
) -> str | None:
    """The temperature of somebody who was noted as back a moment ago; None where there is nothing to add it to."""
    line = gate_undoing.last_of_request(turn.db, shown.exit.id, post.path)
    is_there = line is not None and line.direction == "in" and turn.now - line.noted_at < _MEASURED_WITHIN
    if line is None or not is_there or (temperature is None and not is_feverish):
        return None
    if temperature is not None and not gate.measure(turn.db, line.id, temperature):
        return None
    note(turn, "temperature noted", f"gate_log:{line.id}", {})
    return turn.render(
        "gate_measured",
        temperature=temperature,
        fever=fever_words(turn, post, shown, line.id, temperature, is_feverish),
        **gate_shown.facts(turn, shown.exit, None),
    )


def fever_words(
    turn: Turn, post: Gate, shown: Shown, entry: int, temperature: float | None, is_feverish: bool = False
) -> str:
    """What the guard does about a fever, the medical group being told; empty where there is none."""
    if not is_feverish and not fever.is_fever(turn, temperature):
        return ""
    one = shown.exit
    who = exit_words.who_words(one.name, one.people)
    words = turn.render("gate_fever_word") if is_feverish else ""
    told = fever.raise_alarm(turn, post, entry, who, temperature, words, one.place_id)
    return turn.render(
        "gate_fever", leader=rights.leader_words(turn, post), told=told, who=who, temperature=temperature
    )


def first_was(turn: Turn, shown: Shown, direction: str, post: Gate | None = None) -> str:
    """Somebody noted it before, or there is nothing to note: who and when, and no second line in the log."""
    noted = [one for one in gate.of_request(turn.db, shown.exit.id) if one.direction == direction]
    if direction == "out" and post is not None and shown.exit.out_at is not None:
        _offer_trip(turn, post, shown, shown.exit.out_at)
    return turn.render(
        "gate_noted_before",
        direction=direction,
        by=noted[-1].noted_by if noted else "",
        at=gate_shown.moment_words(turn, noted[-1].at) if noted else "",
        called=shown.called,
        **gate_shown.facts(turn, shown.exit, None),
    )


def mismatch(turn: Turn, post: Gate, shown: Shown, what: str) -> str:
    """Who stands there is not who the pass is for: not let out, written down, and told to those who can settle it."""
    one = shown.exit
    passage = Passage("turned_away", "resident", turn.now, one.id, one.name, one.plate, purpose=None, remark=what[:200])
    entry = _write(turn, post, passage)
    about = f"exit_request:{one.id}"
    note(turn, "pass does not fit", about, {"number": one.number})
    said = gate_shown.facts(turn, one, None)
    told = rights.tell(
        turn, post, "gate_mismatch_told", about, f"mismatch:{entry}", what=what, number=one.number, **said
    )
    return turn.render("gate_mismatch", what=what, told=told, leader=rights.leader_words(turn, post), **said)


def note(turn: Turn, action: str, about: str, detail: dict[str, object]) -> None:
    """Write down who did what at the gate."""
    turn.note(action, about, compact(detail))


def _write(turn: Turn, post: Gate, passage: Passage) -> int:
    return gate.note(turn.db, post.place_id, passage, turn.contact.name, turn.contact.person_id, turn.now)


def _offer_trip(turn: Turn, post: Gate, shown: Shown, out_at: int) -> None:
    """What comes after somebody went out can be tapped hours later: the answers name this very trip."""
    one = shown.exit
    words = turn.render("gate_tap_out", called=shown.called, who=exit_words.who_words(one.name, one.people))
    *hint, back, undo = words.splitlines()
    trip = f"gate:trip.{one.id}.{post.place_id}.{out_at}"
    forms.offer_taps(
        turn, f"exit_request:{one.id}", "\n".join(hint), ((f"{trip}:back", back), (f"{trip}:undo", undo))
    )


def _count(shown: Shown) -> int:
    return exit_words.count_of(shown.exit.people)
