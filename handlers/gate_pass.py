"""The gate checks a pass (clause 3.4.1): may go out or not and why, out noted, back noted, what does not fit told.

Of two guards who note the same passage one does; the other is told by whom and when (THREATS A20, F23). A number that is
none of this gate says nothing about anybody, and five of them lock the check for some minutes.
"""

import re

from bot.conversation import Conversation, Slot
from bot.router import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import gate_forms, gate_rights, gate_shown
from knowledge import exit_words
from knowledge.times import MINUTE
from ledger import audit, exit_moves, exits, gate, gate_passes, gate_tries
from ledger.gate import Passage
from ledger.gate_passes import Shown
from ledger.gate_posts import Gate
from ledger.records import compact

CALLED = r"(\d{4}|\d{6}|[Ww]\d{4}-\d{2,3})"
_TEMPERATURE = r"(?:[ ,]+(\d\d(?:\.\d)?)℃?)?"
_CHECK = re.compile(rf"(?:(出|查|码|通行码|通行证)[ :,]*)?{CALLED}")
_BACK = re.compile(rf"(?:回来?了?|归来?|进)[ :,]*{CALLED}{_TEMPERATURE}|{CALLED} ?(?:回来?了?|归){_TEMPERATURE}")
_SCANNED = re.compile(r"\D{0,20}(\d{4}|\d{6})")
# Whoever went out a moment ago is not back yet: another guard is looking at the same pass.
_JUST_NOW = 5 * MINUTE
_OUT = frozenset({"已出", "出", "出了", "出去了", "放行", "已放行", "放", "走了"})
_NOT_FITTING = frozenset({"不符", "不对", "不是", "不一样", "不放"})


def _check(turn: Turn, match: re.Match[str]) -> str | None:
    """A bare number in the middle of a form is the pass where it is one of this gate, else an answer to the form."""
    mine = gate_rights.gates(turn)
    is_bare = match[1] is None and turn.form is not None and turn.form.name not in gate_forms.NAMES
    if not mine or (is_bare and not any(gate_passes.find(turn.db, match[2], one.path, turn.now) for one in mine)):
        return None
    return check(turn, match[2])


def check(turn: Turn, called: str) -> str:
    """What a guard is told about a pass or the number of a request."""
    found = find(turn, called)
    if isinstance(found, str):
        return found
    post, shown = found
    early = turn.house.settings.gate.early_minutes * MINUTE
    standing, trip = gate_passes.standing(turn.db, shown, turn.now, early)
    said = gate_shown.facts(turn, shown.exit, trip)
    if standing == "is_out":
        return _is_out(turn, post, shown)
    if standing != "may_go":
        return turn.render(
            "gate_may_not_go",
            why=standing,
            from_at=gate_shown.moment_words(turn, trip.leaves_at - early) if trip is not None else "",
            leader=gate_rights.leader_words(turn, post),
            **said,
        )
    subject: Value = {
        "record": shown.exit.id,
        "version": shown.exit.version,
        "gate": post.place_id,
        "called": shown.called,
    }
    return _ask(turn, {"subject": subject, "shown": turn.render("gate_may_go", **said)})


def find(turn: Turn, called: str) -> tuple[Gate, Shown] | str:
    """The exit that is called so at one of the writer's gates, or what is said where there is none."""
    assert turn.contact.person_id is not None  # guards are bound
    limits = turn.house.settings.gate
    locked = gate_tries.locked_until(turn.db, turn.contact.person_id, turn.now)
    if locked is not None:
        return turn.render("gate_locked", until=gate_shown.moment_words(turn, locked))
    for post in gate_rights.gates(turn):
        shown = gate_passes.find(turn.db, called, post.path, turn.now)
        if shown is not None:
            return post, shown
    lock_ms = limits.locked_minutes * MINUTE
    left = gate_tries.note_wrong(turn.db, turn.contact.person_id, turn.now, limits.wrong_numbers, lock_ms)
    post = gate_rights.gates(turn)[0]
    _note(turn, "gate number refused", f"place:{post.place_id}", {"left": left})
    if left:
        return turn.render("gate_unknown", left=left)
    until = gate_shown.moment_words(turn, turn.now + lock_ms)
    key = f"locked:{turn.contact.person_id}:{turn.now}"
    gate_rights.tell(turn, post, "gate_locked_told", f"place:{post.place_id}", key, times=limits.wrong_numbers)
    return turn.render("gate_locked", until=until)


def _ask(turn: Turn, answers: Answers) -> str:
    """Show the pass and wait for 已出 or 不符; a form that was open goes on afterwards."""
    return gate_forms.ask(turn, gate_check, answers)


def _is_out(turn: Turn, post: Gate, shown: Shown) -> str:
    """Typed again while somebody is out: they are back, unless they have only just gone."""
    one = shown.exit
    if one.out_at is not None and turn.now - one.out_at < _JUST_NOW:
        return _first_was(turn, shown, "out")
    return note_back(turn, post, shown)


def note_back(turn: Turn, post: Gate, shown: Shown, temperature: float | None = None) -> str:
    """Note that somebody is back; late or not."""
    one = shown.exit
    if not exit_moves.come_back(turn.db, one, turn.now):
        return _first_was(turn, shown, "in")
    passage = Passage("in", "resident", turn.now, one.id, one.name, one.plate, _count(shown), temperature)
    entry = gate.note(turn.db, post.place_id, passage, turn.contact.name, turn.contact.person_id, turn.now)
    late = turn.now - one.back_due_at
    _note(turn, "back through the gate", f"exit_request:{one.id}", {"number": one.number, "late": late > 0})
    said = gate_shown.facts(turn, one, None)
    late_words = gate_shown.late_words(turn, late) if late > 0 else ""
    told = []
    if one.status == "overdue":
        about = f"exit_request:{one.id}"
        told = gate_rights.tell(turn, post, "gate_back_told", about, f"back:{entry}", late=late_words, **said)
    fever = temperature is not None and temperature >= turn.house.settings.health.fever_celsius
    return turn.render(
        "gate_back", at=gate_shown.moment_words(turn, turn.now), late=late_words, told=told, fever=fever, **said
    )


def _back(turn: Turn, match: re.Match[str]) -> str | None:
    if not gate_rights.gates(turn):
        return None
    found = find(turn, match[1] or match[3])
    if isinstance(found, str):
        return found
    post, shown = found
    said = match[2] or match[4]
    if shown.exit.status not in {"out", "overdue"}:
        return _first_was(turn, shown, "in")
    return note_back(turn, post, shown, float(said) if said else None)


def _first_was(turn: Turn, shown: Shown, direction: str) -> str:
    """Somebody noted it before, or there is nothing to note: who and when, and no second line in the log."""
    noted = [one for one in gate.of_request(turn.db, shown.exit.id) if one.direction == direction]
    return turn.render(
        "gate_noted_before",
        direction=direction,
        by=noted[-1].noted_by if noted else "",
        at=gate_shown.moment_words(turn, noted[-1].at) if noted else "",
        called=shown.called,
        **gate_shown.facts(turn, shown.exit, None),
    )


def _finish(turn: Turn, answers: Answers) -> str:
    subject = answers["subject"]
    assert isinstance(subject, dict)
    post = gate_rights.gate_of(turn, subject["gate"])
    one = exits.get_in(turn.db, int(str(subject["record"])), post.path) if post is not None else None
    if post is None or one is None:
        return turn.render("gate_gone")
    shown = Shown(one, str(subject["called"]))
    if answers["answer"] == "mismatch":
        return _mismatch(turn, post, shown, answers)
    return _go_out(turn, post, shown, seen_version=int(str(subject["version"])))


def _go_out(turn: Turn, post: Gate, shown: Shown, seen_version: int) -> str:
    """Note that somebody is out, where what was shown still holds; else it is looked at and shown anew."""
    one = shown.exit
    early = turn.house.settings.gate.early_minutes * MINUTE
    standing, trip = gate_passes.standing(turn.db, shown, turn.now, early)
    if standing == "is_out":
        return _first_was(turn, shown, "out")
    if standing != "may_go" or trip is None or one.version != seen_version:
        return check(turn, shown.called)
    if not exit_moves.go_out(turn.db, one, turn.now, trip.back_due_at):
        return check(turn, shown.called)
    passage = Passage(
        "out",
        "resident",
        turn.now,
        one.id,
        one.name,
        one.plate,
        _count(shown),
        purpose=exit_words.reason_words(one.reason),
    )
    gate.note(turn.db, post.place_id, passage, turn.contact.name, turn.contact.person_id, turn.now)
    _note(turn, "out through the gate", f"exit_request:{one.id}", {"number": one.number})
    return turn.render(
        "gate_out",
        at=gate_shown.moment_words(turn, turn.now),
        back_by=gate_shown.moment_words(turn, trip.back_due_at),
        called=shown.called,
        **gate_shown.facts(turn, one, trip),
    )


def _mismatch(turn: Turn, post: Gate, shown: Shown, answers: Answers) -> str:
    """Who stands there is not who the pass is for: not let out, written down, and told to those who can settle it."""
    one, what = shown.exit, str(answers["what"])
    words = turn.house.words.form(gate_check.name).slots["what"].choices.get(what, what)
    passage = Passage(
        "turned_away", "resident", turn.now, one.id, one.name, one.plate, purpose=None, remark=words[:200]
    )
    entry = gate.note(turn.db, post.place_id, passage, turn.contact.name, turn.contact.person_id, turn.now)
    about = f"exit_request:{one.id}"
    _note(turn, "pass does not fit", about, {"number": one.number})
    said = gate_shown.facts(turn, one, None)
    told = gate_rights.tell(
        turn, post, "gate_mismatch_told", about, f"mismatch:{entry}", what=words, number=one.number, **said
    )
    return turn.render("gate_mismatch", what=words, told=told, leader=gate_rights.leader_words(turn, post), **said)


def _count(shown: Shown) -> int:
    return exit_words.count_of(shown.exit.people)


def _note(turn: Turn, action: str, about: str, detail: dict[str, object]) -> None:
    audit.note(turn.db, turn.now, turn.contact.person_id, turn.contact.name, action, about, compact(detail))


def _out_or_not(text: str, _turn: Turn) -> Value:
    if text in _OUT:
        return "out"
    if text in _NOT_FITTING:
        return "mismatch"
    raise InvalidAnswer


def _any_words(text: str, _turn: Turn) -> Value:
    if len(text) < 2:
        raise InvalidAnswer
    return text[:200]


def scanned(turn: Turn) -> str:
    """A pass scanned by the guard's menu, or a code of the account: the picture holds the number alone."""
    held = turn.message.fields.get("ScanCodeInfo.ScanResult") or turn.message.event_key
    found = _SCANNED.fullmatch(held.strip())
    if not gate_rights.gates(turn):
        return ""
    return check(turn, found[1]) if found is not None else turn.render("gate_scanned_nothing")


gate_check = Conversation(
    name="gate_check",
    intents=(),
    slots=(
        Slot("subject", "data", asked=False),
        Slot("shown", "text", asked=False),
        Slot(
            "answer",
            "choice",
            bare=_out_or_not,
            choices=("out", "mismatch"),
            facts=lambda _turn, answers: {"shown": str(answers["shown"])},
        ),
        Slot(
            "what",
            "choice",
            bare=_any_words,
            choices=("person", "plate", "people"),
            only_if=lambda answers: answers.get("answer") == "mismatch",
        ),
    ),
    finish=_finish,
)
commands = (
    Command("gate_back", _BACK, _back),
    Command("gate_check", _CHECK, _check),
)
events = {"scancode_waitmsg": scanned, "scancode_push": scanned}
