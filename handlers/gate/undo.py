"""撤销 at the gate: what was noted wrongly is taken back, right after or by number within the shift; both stay on record.

Never across another move: who has gone out again, or whose request has changed since, is for a person to settle. Whoever
was told of what was noted is told that it does not hold.
"""

import re

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers import groups
from handlers.gate import forms, moves, rights
from handlers.gate import shown as gate_shown
from handlers.gate.finding import find
from handlers.gate.numbers import CALLED, END, number_of
from knowledge import exit_words
from knowledge.language.transport import find_plate
from knowledge.times import HOUR, MINUTE
from ledger import alerts, exits, outbox, people
from ledger.exits import Exit, passes
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.gate import duty as gate_duty
from ledger.gate import undoing as gate_undoing
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate
from ledger.gate.undoing import Line

_WRONG = r"(?:撤销|撤回|(?:刚才)?(?:我?[记点按弄搞输]错)(?:了|人了?|号了?)?|不算)"
_NOT_SO = r"(?:(?:人|车|刚才)?还?没有?(?:回来?|出去?|走|进来?|放)[ ,。]*)?"
_LAST = re.compile(rf"{_NOT_SO}{_WRONG}(?:刚才(?:那条|的)?)?{END}")
_NAMED = re.compile(rf"{_WRONG}[ :,]*(?:[回出][ :,]*)?{CALLED}{END}|{CALLED} ?{_WRONG}{END}")
_PLATE = re.compile(rf"{_WRONG}[ :,]*(.{{6,20}})")
# A bare 撤销 means what was noted a moment ago; what lies longer back has to be named.
_RIGHT_AFTER = 30 * MINUTE
# A guard who has not said 接班 can take back what lies no longer back than a shift lasts.
_SHIFT_AT_MOST = 12 * HOUR


def _last(turn: Turn, _match: re.Match[str]) -> str | None:
    """撤销 alone: what the writer noted last at the gate; to another form these words are an answer."""
    mine = rights.gates(turn)
    who = turn.contact.person_id
    if not mine or who is None or (turn.form is not None and turn.form.name not in forms.NAMES):
        return None
    found = [
        (line, post)
        for post in mine
        if (line := gate_undoing.last_by(turn.db, who, post.path, turn.now - _RIGHT_AFTER)) is not None
    ]
    if not found:
        return turn.render("gate_undo_which")
    line, post = max(found, key=lambda one: one[0].id)
    return take_back(turn, post, line)


def _named(turn: Turn, match: re.Match[str]) -> str | None:
    """撤销 7315: what was noted last with this pass at the gate, by whichever guard of this shift."""
    if not rights.gates(turn):
        return None
    found = find(turn, number_of(match[1] or match[2]))
    if isinstance(found, str):
        return found
    post, shown = found
    line = gate_undoing.last_of_request(turn.db, shown.exit.id, post.path)
    if line is None:
        return turn.render("gate_undo_nothing", who=exit_words.who_words(shown.exit.name, shown.exit.people))
    if line.noted_at < _shift_began(turn):
        return turn.render("gate_undo_late", leader=rights.leader_words(turn, post), **_facts(turn, line))
    return take_back(turn, post, line)


def _vehicle(turn: Turn, match: re.Match[str]) -> str | None:
    """撤销 蒙G12345: what was noted last about a vehicle in this shift."""
    mine = rights.gates(turn)
    plate = find_plate(match[1]) if mine else None
    if plate is None:
        return None
    for post in mine:
        line = gate_undoing.last_of_plate(turn.db, plate.value, post.path, _shift_began(turn))
        if line is not None:
            return take_back(turn, post, line)
    return turn.render("gate_undo_nothing", who=plate.value)


def take_back_trip(turn: Turn, post: Gate, shown: Shown, out_at: int) -> str:
    """记错了, tapped under the word that somebody is out: what was noted last of that very trip, out or back, once."""
    one = shown.exit
    line = gate_undoing.last_of_request(turn.db, one.id, post.path)
    who = exit_words.who_words(one.name, one.people)
    is_out = line is not None and line.direction == "out" and line.at == out_at
    is_back = (
        line is not None and line.direction == "in" and gate_undoing.out_before(turn.db, one.id, line.at) == out_at
    )
    if line is None or not (is_out or is_back):
        return turn.render("gate_undo_moved_on", who=who, leader=rights.leader_words(turn, post))
    if line.noted_at < _shift_began(turn):
        return turn.render("gate_undo_late", leader=rights.leader_words(turn, post), **_facts(turn, line))
    if is_out and gate_undoing.was_taken_back(turn.db, one.id, out_at):
        return moves.first_was(turn, shown, "out")  # tapped twice: the first has taken back that somebody was back
    return take_back(turn, post, line)


def take_back(turn: Turn, post: Gate, line: Line) -> str:
    """Take a line back with what it has moved, and tell whoever was told of it."""
    one = exits.get(turn.db, line.exit_request_id) if line.exit_request_id is not None else None
    newest = gate_undoing.last_of_request(turn.db, one.id, post.path) if one is not None else line
    facts = _facts(turn, line)
    leader = rights.leader_words(turn, post)
    is_newest = newest is not None and newest.id == line.id
    if not is_newest or (one is not None and not _moved_back(turn, one, line)):
        return turn.render("gate_undo_moved_on", leader=leader, **facts)
    if not gate_undoing.undo(turn.db, line, turn.contact.name, turn.now):
        return turn.render("gate_undo_nothing", **facts)
    moves.note(turn, "gate entry taken back", f"gate_log:{line.id}", {"direction": line.direction})
    told = _tell(turn, post, line, one, facts)
    if line.direction == "held" and turn.form is not None and turn.form.name in forms.NAMES:
        engine.close(turn, turn.form)  # the question what people decided about the fever
    after = exits.get(turn.db, one.id) if one is not None else None
    return turn.render(
        "gate_undone",
        told=told,
        status=after.status if after is not None else "",
        code=(passes.code_of(turn.db, after.id) or after.number) if after is not None else "",
        back_by=gate_shown.moment_words(turn, after.back_due_at) if after is not None and after.has_return else "",
        **facts,
    )


def _moved_back(turn: Turn, one: Exit, line: Line) -> bool:
    """Put the request back to where it stood before; True too where the line had moved nothing."""
    if line.direction in {"turned_away", "held"} or (line.late_entry and line.remark is not None):
        return True
    if line.direction == "out":
        return exit_moves.was_not_out(turn.db, one, line.at)
    out_at = gate_undoing.out_before(turn.db, one.id, line.at)
    is_same = one.filed_at <= line.noted_at
    return is_same and out_at is not None and exit_moves.was_not_back(turn.db, one, line.at, out_at, turn.now)


def _tell(turn: Turn, post: Gate, line: Line, one: Exit | None, facts: dict[str, object]) -> list[str]:
    """Whoever was told of the line; where somebody was asked why they are not back, they too."""
    told: list[str] = []
    if _was_told(turn, post, line):
        about = f"exit_request:{one.id}" if one is not None else f"gate_log:{line.id}"
        told = rights.tell(turn, post, "gate_undone_told", about, f"undone:{line.id}", **facts)
    told += _tell_of_fever(turn, post, line, one, facts)
    if one is not None and line.direction == "out" and one.status == "overdue":
        told += _tell_who_was_asked(turn, post, line, one, facts)
    return list(dict.fromkeys(told))


def _tell_of_fever(turn: Turn, post: Gate, line: Line, one: Exit | None, facts: dict[str, object]) -> list[str]:
    """Whoever was alerted of a fever that was none; the alert stays with them until they have seen to it."""
    told: list[str] = []
    for number, group_id in alerts.about(turn.db, f"gate_log:{line.id}"):
        office, members = people.office(turn.db), groups.members(turn.db, group_id)
        workers = people.grid_workers_for(turn.db, one.path if one is not None else post.path)
        titles = {
            **dict.fromkeys(workers, turn.render("grid_worker_word")),
            **dict.fromkeys(office, groups.title(turn.house, groups.OFFICE)),
            **dict.fromkeys(members, groups.title(turn.house, group_id)),
        }
        known = {**facts, "alert": number}
        words = turn.render("gate_undone_told", place=post.spoken, guard=turn.contact.name, **known)
        for who, title in titles.items():
            if not outbox.was_queued(turn.db, f"alert:{number}:{who.person_id}"):
                continue
            outbox.queue(
                turn.db,
                key=f"gate:undone:{line.id}:{who.person_id}",
                to=who,
                kind="alert",
                body=words,
                about=f"alert_told:{number}",
                now=turn.now,
                template="alert",
            )
            told += [title] if who.openid is not None else []
    return list(dict.fromkeys(told))


def _tell_who_was_asked(turn: Turn, post: Gate, line: Line, one: Exit, facts: dict[str, object]) -> list[str]:
    """The owner and the grid worker, who were asked why nobody is back."""

    def render(template: str, **known: object) -> str:
        return turn.render(template, **{**facts, **known, "place": post.spoken, "guard": turn.contact.name})

    template, key = "gate_undone_told", f"undone:{line.id}"
    told = [one.name] if exit_notices.tell_owners(turn.db, render, one, template, key, turn.now) else []
    workers = people.grid_workers_for(turn.db, one.path)
    exit_notices.tell(turn.db, render, one, workers, template, key, turn.now)
    return [*told, *(who.name for who in workers if who.openid is not None)]


def _was_told(turn: Turn, post: Gate, line: Line) -> bool:
    """Whether leaders and office got a message about the line; they always do where life came before paper."""
    if line.kind == "emergency" and line.direction == "out":
        return True
    return any(rights.was_told(turn, post, f"{what}:{line.id}") for what in ("back", "mismatch", "entry", "agreed"))


def _shift_began(turn: Turn) -> int:
    shift = gate_duty.open_of(turn.db, turn.contact.person_id) if turn.contact.person_id is not None else None
    return shift.start_at if shift is not None else turn.now - _SHIFT_AT_MOST


def _facts(turn: Turn, line: Line) -> dict[str, object]:
    """A line of the log for a template."""
    who = line.name or line.plate or line.purpose or ""
    return {
        "direction": line.direction,
        "who": who,
        "at": gate_shown.moment_words(turn, line.at),
        "by": line.noted_by,
        "emergency": line.kind == "emergency" and not who,
        "alert": 0,
    }


commands = (
    Command("gate_undo", _LAST, _last),
    Command("gate_undo_pass", _NAMED, _named),
    Command("gate_undo_vehicle", _PLATE, _vehicle),
)
