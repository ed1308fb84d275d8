"""Somebody who is outside stands at the gate again (clause 3.4.1): shown first, noted as back on the guard's word alone.

With a fever nobody is noted as back by that: they wait, the medical group is told, and people decide (clause 3.4.2).
"""

from bot.turn import Answers, Turn, Value
from handlers.gate import fever, forms, moves
from handlers.gate import rights as gate_rights
from handlers.gate import shown as gate_shown
from handlers.gate.finding import SEEN_HOLDS, seen
from knowledge import exit_words
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate


def came_back(turn: Turn, post: Gate, shown: Shown, temperature: float | None = None, is_feverish: bool = False) -> str:
    """回 7315: noted as back; with a fever, or while somebody waits with one, it is asked what people decided."""
    if is_feverish or fever.is_fever(turn, temperature) or moves.held(turn, post, shown) is not None:
        return show(turn, post, shown, temperature, is_feverish)
    return moves.note_back(turn, post, shown, temperature)


def show(turn: Turn, post: Gate, shown: Shown, temperature: float | None = None, is_feverish: bool = False) -> str:
    """Who is outside, and the question whether they are back; a temperature that was said is noted with it."""
    one = shown.exit
    is_held = is_feverish or fever.is_fever(turn, temperature) or moves.held(turn, post, shown) is not None
    late = moves.late_by(turn, one)
    words = turn.render(
        "gate_outside",
        fever=moves.hold(turn, post, shown, temperature, is_feverish).rstrip() if is_held else "",
        leader=gate_rights.leader_words(turn, post),
        out=gate_shown.moment_words(turn, one.out_at or one.leaves_at),
        back_by=gate_shown.moment_words(turn, one.back_due_at) if one.has_return else "",
        late=gate_shown.late_words(turn, late) if late else "",
        **gate_shown.facts(turn, one, None),
    )
    subject: Value = {
        "record": one.id,
        "gate": post.place_id,
        "called": shown.called,
        "out_at": one.out_at,
        "temperature": temperature,
        "held": is_held,
        "shown_at": turn.now,
    }
    who = exit_words.who_words(one.name, one.people)
    hint, back, not_yet = turn.render("gate_tap_outside", called=shown.called, who=who).splitlines()
    tap = f"gate:trip.{one.id}.{post.place_id}.{one.out_at or 0}"
    taps = ((f"{tap}:back", back), (f"{tap}:not_yet", not_yet))
    return forms.ask(turn, gate_outside, {"subject": subject, "shown": words}, f"exit_request:{one.id}", taps, hint)


def _finish(turn: Turn, answers: Answers) -> str:
    subject = answers["subject"]
    assert isinstance(subject, dict)
    found = seen(turn, subject["gate"], int(str(subject["record"])), str(subject["called"]))
    if isinstance(found, str):
        return found
    post, shown = found
    is_out = shown.exit.status in {"out", "overdue"}
    if answers["answer"] == "not_yet":
        return turn.render("gate_outside_not", called=shown.called) if is_out else moves.first_was(turn, shown, "in")
    if not is_out or shown.exit.out_at != subject["out_at"]:
        return moves.first_was(turn, shown, "in")
    if turn.now - int(str(subject["shown_at"])) > SEEN_HOLDS:
        return show(turn, post, shown)
    measured = subject["temperature"]
    temperature = float(measured) if isinstance(measured, int | float) else None
    return moves.note_back(turn, post, shown, temperature, agreed=bool(subject["held"]))


gate_outside = forms.question(
    "gate_outside",
    _finish,
    ("back", "回来?|进[来去]?|到"),
    ("not_yet", "(?:还?没|不)(?:有|回来?|到|进[来去]?)?呢?"),
)
