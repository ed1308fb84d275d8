"""The gate checks a pass (clause 3.4.1): may go out or not and why, out noted, back noted, what does not fit told.

Of two guards who note the same passage one does; the other is told by whom and when (THREATS A20, F23). A number that is
none of this gate says nothing about anybody, and five of them lock the check for some minutes.
"""

import re

from bot.conversation import Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.gate import again, fever, forms, moves, outside, rights
from handlers.gate import shown as gate_shown
from handlers.gate.finding import SEEN_HOLDS, find, seen
from handlers.gate.numbers import CALLED, END, number_of
from knowledge import exit_words
from knowledge.times import MINUTE
from ledger.gate import passes as gate_passes
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate

_TEMPERATURE = r"(?:[ ,]+(\d\d(?:\.\d)?)[℃度]?|[ ,]*(发烧|发热))?"
_LEAD = r"(?:(?:查一下|查|通行码|通行证|核对码|号码|码|号|出门?)(?:号码?|是|为)?[ :,]*)"
_ASKS = r"(?: ?(?:已|要|能|可以|让)?(?:出[去门]?|走|放行?)(?:[了吗不么]|没有?)?)"
_CHECK = re.compile(rf"({_LEAD})?{CALLED}{_ASKS}?{END}")
_BACK = re.compile(
    rf"(?:回来?了?|归来?|进)[ :,]*{CALLED}{_TEMPERATURE}{END}|{CALLED} ?(?:已?回来?了?|归){_TEMPERATURE}{END}"
)
_DEGREES = r"((?:3[4-9]|4[0-3])(?:\.\d|(?=[℃度])))[℃度]?"
_MEASURED = re.compile(rf"{_LEAD}?{CALLED}(?:[ ,:]+(?:体温|测了?|量了?)?{_DEGREES}|[ ,]*(发烧|发热)了?){END}")
_SCANNED = re.compile(r"\D{0,20}(\d{4}|\d{6})")
# Whoever went out a moment ago is not back yet: another guard is looking at the same pass.
_JUST_NOW = 5 * MINUTE


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
        out_at = shown.exit.out_at
        is_just_out = out_at is not None and turn.now - out_at < _JUST_NOW
        is_told = look_only or is_just_out
        return moves.first_was(turn, shown, "out", post) if is_told else outside.show(turn, post, shown)
    if post.seal is None:
        return turn.render("gate_unsealed", place=post.spoken)
    if standing != "may_go":
        return turn.render(
            "gate_may_not_go",
            why=standing,
            from_at=gate_shown.moment_words(turn, trip.leaves_at - early) if trip is not None else "",
            leader=rights.leader_words(turn, post),
            **said,
        )
    before = moves.turned_away(turn, post, shown, trip) if trip is not None else None
    if trip is not None and before is not None:
        return again.show(turn, post, shown, trip, before)
    return _ask(turn, post, shown, turn.render("gate_may_go", **said))


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
        return outside.came_back(turn, post, shown, temperature, is_feverish)
    measured = moves.measured_later(turn, post, shown, temperature, is_feverish)
    return measured or moves.first_was(turn, shown, "in")


def _measured(turn: Turn, match: re.Match[str]) -> str | None:
    """7315 37.5: somebody is measured at the gate; with a fever the medical group is told, whichever way they go."""
    called = number_of(match[1])
    if not any(gate_passes.find(turn.db, called, one.path, turn.now) for one in rights.gates(turn)):
        return None
    found = find(turn, called)
    if isinstance(found, str):
        return found
    post, shown = found
    temperature, is_feverish = float(match[2]) if match[2] else None, bool(match[3])
    if shown.exit.status in {"out", "overdue"}:
        return outside.show(turn, post, shown, temperature, is_feverish)
    measured = moves.measured_later(turn, post, shown, temperature, is_feverish)
    if measured is not None:
        return measured
    feverish = is_feverish or fever.is_fever(turn, temperature)
    alarm = moves.hold(turn, post, shown, temperature, is_feverish) if feverish else ""
    return f"{alarm}{check(turn, called)}"


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
        forms.about(private=False),
        Slot("shown", "text", asked=False),
        Slot(
            "answer",
            "choice",
            bare=forms.either("out", "已?出[去]?|已?放行?|走", "mismatch", "不(?:符|对|是|一样|放行?|让出|行)"),
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
    Command("gate_measured", _MEASURED, _measured),
    Command("gate_check", _CHECK, _check),
)
events = {"scancode_waitmsg": scanned, "scancode_push": scanned}
