"""The gate checks a pass (clause 3.4.1): may go out or not and why, out noted, back noted, what does not fit told.

Of two guards who note the same passage one does; the other is told by whom and when (THREATS A20, F23). A number that is
none of this gate says nothing about anybody, and five of them lock the check for some minutes.
"""

import re

from bot.conversation import Conversation, Slot
from bot.router import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.gate import forms, moves, rights
from handlers.gate import shown as gate_shown
from handlers.gate.numbers import CALLED, END, number_of
from knowledge import exit_words
from knowledge.times import MINUTE
from ledger import exits, gate_passes, gate_tries, passes
from ledger.gate_passes import Shown
from ledger.gate_posts import Gate

_TEMPERATURE = r"(?:[ ,]+(\d\d(?:\.\d)?)[℃度]?|[ ,]*(发烧|发热))?"
_LEAD = r"(?:(?:查一下|查|通行码|通行证|核对码|号码|码|号|出门?)(?:号码?|是|为)?[ :,]*)"
_ASKS = r"(?: ?(?:已|要|能|可以|让)?(?:出[去门]?|走|放行?)(?:[了吗不么]|没有?)?)"
_CHECK = re.compile(rf"({_LEAD})?{CALLED}{_ASKS}?{END}")
_BACK = re.compile(
    rf"(?:回来?了?|归来?|进)[ :,]*{CALLED}{_TEMPERATURE}{END}|{CALLED} ?(?:已?回来?了?|归){_TEMPERATURE}{END}"
)
_SCANNED = re.compile(r"\D{0,20}(\d{4}|\d{6})")
# What was shown so long ago is looked at anew: somebody else may stand there by now.
SEEN_HOLDS = 30 * MINUTE
# Whoever went out a moment ago is not back yet: another guard is looking at the same pass.
_JUST_NOW = 5 * MINUTE
_OUT = frozenset({"已出", "出", "出了", "出去了", "放行", "已放行", "放", "走了"})
_NOT_FITTING = frozenset({"不符", "不对", "不是", "不一样", "不放"})


def _check(turn: Turn, match: re.Match[str]) -> str | None:
    """A bare number in the middle of a form is the pass where it is one of this gate, else an answer to the form."""
    mine = rights.gates(turn)
    called = number_of(match[2])
    is_bare = match[1] is None and turn.form is not None and turn.form.name not in forms.NAMES
    if not mine or (is_bare and not any(gate_passes.find(turn.db, called, one.path, turn.now) for one in mine)):
        return None
    return check(turn, called)


def check(turn: Turn, called: str, *, look_only: bool = False) -> str:
    """What a guard is told about a pass or the number of a request; `look_only`: who is out is not back by that."""
    found = find(turn, called)
    if isinstance(found, str):
        return found
    post, shown = found
    early = turn.house.settings.gate.early_minutes * MINUTE
    standing, trip = gate_passes.standing(turn.db, shown, turn.now, early)
    said = gate_shown.facts(turn, shown.exit, trip)
    if standing == "is_out":
        return moves.first_was(turn, shown, "out", post) if look_only else _is_out(turn, post, shown)
    if standing != "may_go":
        return turn.render(
            "gate_may_not_go",
            why=standing,
            from_at=gate_shown.moment_words(turn, trip.leaves_at - early) if trip is not None else "",
            leader=rights.leader_words(turn, post),
            **said,
        )
    return _ask(turn, post, shown, turn.render("gate_may_go", **said))


def find(turn: Turn, called: str) -> tuple[Gate, Shown] | str:
    """The exit that is called so at one of the writer's gates, or what is said where there is none."""
    assert turn.contact.person_id is not None  # guards are bound
    limits = turn.house.settings.gate
    locked = gate_tries.locked_until(turn.db, turn.contact.person_id, turn.now)
    if locked is not None:
        return turn.render("gate_locked", until=gate_shown.moment_words(turn, locked))
    for post in rights.gates(turn):
        shown = gate_passes.find(turn.db, called, post.path, turn.now)
        if shown is not None:
            return post, shown
    lock_ms = limits.locked_minutes * MINUTE
    left = gate_tries.note_wrong(turn.db, turn.contact.person_id, turn.now, limits.wrong_numbers, lock_ms)
    post = rights.gates(turn)[0]
    moves.note(turn, "gate number refused", f"place:{post.place_id}", {"left": left})
    if left:
        return turn.render("gate_unknown", left=left)
    until = gate_shown.moment_words(turn, turn.now + lock_ms)
    key = f"locked:{turn.contact.person_id}:{turn.now}"
    rights.tell(turn, post, "gate_locked_told", f"place:{post.place_id}", key, times=limits.wrong_numbers)
    return turn.render("gate_locked", until=until)


def _ask(turn: Turn, post: Gate, shown: Shown, words: str) -> str:
    """Show the pass and wait for 已出 or 不符; a form that was open goes on afterwards."""
    one = shown.exit
    subject: Value = {
        "record": one.id,
        "version": one.version,
        "gate": post.place_id,
        "called": shown.called,
        "shown_at": turn.now,
    }
    who = exit_words.who_words(one.name, one.people)
    hint, out, away = turn.render("gate_tap_check", called=shown.called, who=who).splitlines()
    tap = f"gate:pass.{one.id}.{post.place_id}.{turn.now}.{one.version}"
    taps = ((f"{tap}:out", out), (f"{tap}:away", away))
    return forms.ask(
        turn, gate_check, {"subject": subject, "shown": words}, f"exit_request:{one.id}", taps, hint
    )


def _is_out(turn: Turn, post: Gate, shown: Shown) -> str:
    """Typed again while somebody is out: they are back, unless they have only just gone."""
    one = shown.exit
    if one.out_at is not None and turn.now - one.out_at < _JUST_NOW:
        return moves.first_was(turn, shown, "out", post)
    return moves.note_back(turn, post, shown)


def _back(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.gates(turn):
        return None
    found = find(turn, number_of(match[1] or match[4]))
    if isinstance(found, str):
        return found
    post, shown = found
    said = match[2] or match[5]
    temperature, is_feverish = float(said) if said else None, bool(match[3] or match[6])
    if shown.exit.status in {"out", "overdue"}:
        return moves.note_back(turn, post, shown, temperature, is_feverish)
    measured = moves.measured_later(turn, post, shown, temperature, is_feverish)
    return measured or moves.first_was(turn, shown, "in")


def _finish(turn: Turn, answers: Answers) -> str:
    subject = answers["subject"]
    assert isinstance(subject, dict)
    found = seen(turn, subject["gate"], int(str(subject["record"])), str(subject["called"]))
    if isinstance(found, str):
        return found
    post, shown = found
    if turn.now - int(str(subject["shown_at"])) > SEEN_HOLDS:
        return check(turn, shown.called)
    if answers["answer"] == "mismatch":
        what = str(answers["what"])
        words = turn.house.words.form(gate_check.name).slots["what"].choices.get(what, what)
        return moves.mismatch(turn, post, shown, words)
    return moves.note_out(turn, post, shown, int(str(subject["version"]))) or check(turn, shown.called)


def seen(turn: Turn, gate: object, record: int, called: str = "") -> tuple[Gate, Shown] | str:
    """A pass that was shown at a gate, where the writer still guards it; else what is said instead."""
    post = rights.gate_of(turn, gate)
    one = exits.get_in(turn.db, record, post.path) if post is not None else None
    if post is None or one is None:
        return turn.render("gate_gone")
    return post, Shown(one, called or passes.code_of(turn.db, one.id) or one.number)


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
    if not rights.gates(turn):
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
