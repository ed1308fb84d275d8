"""接班, 交班 and 值班记录 of the guards (clause 3.4.1): who was at the gate from when to when, and what happened.

Taking over names whose shift was open, and shows who is out; handing over says what is left for the next guard.
"""

import re

from bot.router import Command
from bot.turn import Turn
from handlers.gate import rights
from handlers.gate.shown import moment_words
from knowledge.language.clock_times import TimeFound, find_times
from knowledge.times import DAY, MINUTE, day_start
from ledger import audit, exits
from ledger.gate import duty as gate_duty
from ledger.gate import night_list as gate_list
from ledger.gate.duty import Shift
from ledger.gate.posts import Gate
from ledger.records import compact

# A bare 接 begins a shift, 接 4 takes the task with that number.
_BEGIN = re.compile(r"我?(?:接了?|(?:接班|上岗|到岗)了?(?:[ ,:]+(.{1,500}))?)", re.DOTALL)
_END = re.compile(r"(?:我)?(?:交班|下班|下岗)了?(?:[ ,:]+(.{1,500}))?", re.DOTALL)
_PLAIN_HOUR = re.compile(r"(\d{1,2})[:点时]")
_WRITE = re.compile(r"值[班守](?:记录|日志)[ :,]*(.{0,500})", re.DOTALL)


def _begin(turn: Turn, match: re.Match[str]) -> str | None:
    mine = rights.gates(turn)
    who = turn.contact.person_id
    if not mine or who is None:
        return None
    post = mine[0]
    before = gate_duty.others_at(turn.db, post.place_id, who)
    taken_over_from = before[0].name if before else None
    if not gate_duty.begin(turn.db, post.place_id, turn.now, taken_over_from, turn.contact.name, who, turn.now):
        open_one = gate_duty.open_of(turn.db, who)
        since = moment_words(turn, open_one.start_at) if open_one is not None else ""
        return turn.render("gate_on_duty_already", since=since)
    shift = gate_duty.open_of(turn.db, who)
    assert shift is not None  # just begun
    if match[1]:
        gate_duty.write(turn.db, shift, _line(turn, match[1]))
    _note(turn, "duty begun", shift, {"taken_over": taken_over_from is not None})
    return turn.render(
        "gate_on_duty",
        place=post.spoken,
        at=moment_words(turn, turn.now),
        before=[{"name": one.name, "since": moment_words(turn, one.start_at)} for one in before],
        **_at_the_gate(turn, post),
    )


def _end(turn: Turn, match: re.Match[str]) -> str | None:
    mine = rights.gates(turn)
    who = turn.contact.person_id
    if not mine or who is None:
        return None
    shift = gate_duty.open_of(turn.db, who)
    if shift is None:
        return turn.render("gate_not_on_duty")
    if not gate_duty.end(turn.db, shift, turn.now, _line(turn, match[1]) if match[1] else ""):
        return turn.render("gate_not_on_duty")
    _note(turn, "duty ended", shift, {})
    post = next((one for one in mine if one.place_id == shift.place_id), mine[0])
    return turn.render(
        "gate_off_duty",
        place=post.spoken,
        since=moment_words(turn, shift.start_at),
        at=moment_words(turn, turn.now),
        next=[one.name for one in gate_duty.others_at(turn.db, shift.place_id, who)],
        **_at_the_gate(turn, post),
    )


def _write(turn: Turn, match: re.Match[str]) -> str | None:
    return write_down(turn, match[1]) if rights.gates(turn) else None


def write_down(turn: Turn, words: str) -> str:
    """Add words to the shift that goes on; without one, they are a shift of their own by the hours that they name."""
    mine = rights.gates(turn)
    who = turn.contact.person_id
    assert mine and who is not None  # asked before
    if not words.strip():
        return turn.render("gate_duty_how")
    shift = gate_duty.open_of(turn.db, who)
    if shift is not None:
        gate_duty.write(turn.db, shift, _line(turn, words))
        _note(turn, "duty written", shift, {})
        return turn.render("gate_duty_written", start="", end="")
    start, end = _hours(turn, words)
    row = gate_duty.add(turn.db, mine[0].place_id, start, end, words.strip(), turn.contact.name, who, turn.now)
    audit.note(turn.db, turn.now, who, turn.contact.name, "duty written", f"duty_log:{row}")
    return turn.render("gate_duty_written", start=moment_words(turn, start), end=moment_words(turn, end))


def _hours(turn: Turn, words: str) -> tuple[int, int]:
    """The hours that the words name, the last that are over; without two of them, this moment."""
    times = list(find_times(words))
    if len(times) < 2:
        return turn.said_at, turn.said_at
    today = day_start(turn.said_on)
    start, end = (today + _minutes(words, one) * MINUTE for one in times[:2])
    if end <= start:
        end += DAY
    while end > turn.said_at and start > turn.said_at - DAY // 2:
        start, end = start - DAY, end - DAY
    return start, end


def _minutes(words: str, found: TimeFound) -> int:
    """Minutes from midnight. A shift may pass it: 20点到8点 ends in the morning, whatever half of the day it began in."""
    plain = _PLAIN_HOUR.match(words, found.span[0])
    if plain is not None:
        return int(plain[1]) * 60 + found.value.minute
    return found.value.hour * 60 + found.value.minute + found.days_on * 1440


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
    if who is None or shift is None:
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


def _note(turn: Turn, action: str, shift: Shift, detail: dict[str, object]) -> None:
    about = f"duty_log:{shift.id}"
    turn.note(action, about, compact(detail))


commands = (
    Command("duty_begin", _BEGIN, _begin),
    Command("duty_end", _END, _end),
    Command("duty_write", _WRITE, _write),
)
