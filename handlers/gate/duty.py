"""接班, 交班 and 值班记录 of the guards (clause 3.4.1): who was at the gate from when to when, and what happened.

Taking over names whose shift was open, and shows who is out; handing over says what is left for the next guard.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.gate import rights
from handlers.gate.shown import moment_words
from ledger import exits
from ledger.duty.logs import Entry
from ledger.gate import duty as gate_duty
from ledger.gate import night_list as gate_list
from ledger.gate.duty import Shift
from ledger.gate.posts import Gate
from ledger.records import compact

# A bare 接 begins a shift, 接 4 takes the task with that number.
_BEGIN = re.compile(r"我?(?:接了?|(?:接班|上岗|到岗)了?(?:[ ,:]+(.{1,500}))?)", re.DOTALL)
_END = re.compile(r"(?:我)?(?:交班|下班|下岗)了?(?:[ ,:]+(.{1,500}))?", re.DOTALL)


def _begin(turn: Turn, match: re.Match[str]) -> str | None:
    mine = rights.gates(turn)
    return begin(turn, mine[0], turn.now, match[1] or "") if mine else None


def begin(turn: Turn, post: Gate, start_at: int, words: str) -> str:
    """Begin the writer's shift at a gate, named by whose shift was open there, and show who is out."""
    who = turn.contact.person_id
    assert who is not None  # whoever guards a gate is bound
    before = gate_duty.others_at(turn.db, post.place_id, who)
    taken_over_from = before[0].name if before else None
    line = _line(turn, words) if words else ""
    entry = Entry("shift", post.place_id, turn.contact.name, start_at, None, line, gate_duty.GATE, taken_over_from)
    if not gate_duty.begin(turn.db, entry, turn.filing(post.place_id)):
        return on_duty_already(turn, who)
    shift = gate_duty.open_of(turn.db, who)
    assert shift is not None  # just begun
    note(turn, "duty begun", shift, {"taken_over": taken_over_from is not None})
    return turn.render(
        "gate_on_duty",
        place=post.spoken,
        at=moment_words(turn, start_at),
        before=[{"name": one.name, "since": moment_words(turn, one.start_at)} for one in before],
        **_at_the_gate(turn, post),
    )


def on_duty_already(turn: Turn, who: int) -> str:
    """That the writer is on duty, and since when."""
    open_one = gate_duty.open_of(turn.db, who)
    return turn.render("gate_on_duty_already", since=moment_words(turn, open_one.start_at) if open_one is not None else "")


def _end(turn: Turn, match: re.Match[str]) -> str | None:
    return end(turn, match[1] or "", turn.now) if rights.gates(turn) else None


def end(turn: Turn, words: str, at: int) -> str:
    """End the shift that the writer, a guard, is on, with a last line."""
    mine, who = rights.gates(turn), turn.contact.person_id
    assert mine and who is not None  # asked before
    shift = gate_duty.open_of(turn.db, who)
    at = at if shift is None else max(at, shift.start_at)
    if shift is None or not gate_duty.end(turn.db, shift, at, _line(turn, words) if words else ""):
        return turn.render("gate_not_on_duty")
    note(turn, "duty ended", shift, {})
    post = next((one for one in mine if one.place_id == shift.place_id), mine[0])
    return turn.render(
        "gate_off_duty",
        place=post.spoken,
        since=moment_words(turn, shift.start_at),
        at=moment_words(turn, at),
        next=[one.name for one in gate_duty.others_at(turn.db, shift.place_id, who)],
        **_at_the_gate(turn, post),
    )


def write(turn: Turn, shift: Shift, words: str) -> str:
    """Add a line to the shift that the writer is on."""
    gate_duty.write(turn.db, shift, _line(turn, words))
    note(turn, "duty written", shift, {})
    return turn.render("gate_duty_written")


def _at_the_gate(turn: Turn, post: Gate) -> dict[str, object]:
    """Who is out, and how many passes are still to come today."""
    listed = gate_list.passes_of(turn.db, post.path, turn.said_on)
    return {
        "out": _out(turn, post),
        "to_come": sum(not one.is_out for one in listed),
    }


def is_on_duty(turn: Turn) -> bool:
    """Whether the writer is at a gate at this moment: 接班 was said, and since neither 交班 nor 接班 by another there."""
    who = turn.contact.person_id
    shift = gate_duty.open_of(turn.db, who) if who is not None and rights.gates(turn) else None
    if who is None or shift is None or shift.post != gate_duty.GATE:
        return False
    return all(one.start_at <= shift.start_at for one in gate_duty.others_at(turn.db, shift.place_id, who))


def out_now(turn: Turn) -> list[dict[str, object]]:
    """Who is out through the gates that the writer guards."""
    return [one for post in rights.gates(turn) for one in _out(turn, post)]


def _out(turn: Turn, post: Gate) -> list[dict[str, object]]:
    return [
        {"name": one.name, "late": one.status == "overdue", "back_by": moment_words(turn, one.back_due_at)}
        for one in exits.out_in(turn.db, post.path)
    ]


def _line(turn: Turn, words: str) -> str:
    return f"{turn.said_time:%H:%M} {words.strip()}"


def note(turn: Turn, action: str, shift: Shift, detail: dict[str, object]) -> None:
    """Write into the audit trail what the writer did about a shift."""
    turn.note(action, f"duty_log:{shift.id}", compact(detail))


commands = (
    Command("duty_begin", _BEGIN, _begin),
    Command("duty_end", _END, _end),
)
