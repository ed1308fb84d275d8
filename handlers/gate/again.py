"""Who was turned away and stands at the gate again (clause 3.4.1): shown with why, out on the leader's word alone."""

from bot.turn import Answers, Turn, Value
from handlers.gate import forms, moves, rights
from handlers.gate import shown as gate_shown
from handlers.gate.finding import SEEN_HOLDS, seen
from knowledge import exit_words
from ledger.exits.times import Trip
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate
from ledger.gate.undoing import Line


def show(turn: Turn, post: Gate, shown: Shown, trip: Trip, line: Line) -> str:
    """Why they were turned away, and the question whether the leader has agreed since."""
    one = shown.exit
    leader = rights.leader_words(turn, post)
    words = turn.render(
        "gate_again",
        at=gate_shown.moment_words(turn, line.at),
        what=line.remark,
        leader=leader,
        **gate_shown.facts(turn, one, trip),
    )
    subject: Value = {
        "record": one.id,
        "version": one.version,
        "gate": post.place_id,
        "called": shown.called,
        "line": line.id,
        "trip": [trip.leaves_at, trip.back_due_at],
        "shown_at": turn.now,
    }
    who = exit_words.who_words(one.name, one.people)
    hint, out, away = turn.render("gate_tap_again", called=shown.called, who=who).splitlines()
    tap = f"gate:again.{one.id}.{post.place_id}.{turn.now}"
    taps = ((f"{tap}:out", out), (f"{tap}:away", away))
    return forms.ask(turn, gate_again, {"subject": subject, "shown": words}, f"exit_request:{one.id}", taps, hint)


def _finish(turn: Turn, answers: Answers) -> str:
    subject = answers["subject"]
    assert isinstance(subject, dict) and isinstance(subject["trip"], list)
    found = seen(turn, subject["gate"], int(str(subject["record"])), str(subject["called"]))
    if isinstance(found, str):
        return found
    post, shown = found
    line = moves.turned_away(turn, post, shown, Trip(*subject["trip"]))
    is_old = turn.now - int(str(subject["shown_at"])) > SEEN_HOLDS or line is None or line.id != subject["line"]
    goes_out = answers["answer"] == "out" and not is_old
    noted = moves.note_out(turn, post, shown, int(str(subject["version"])), line) if goes_out else None
    return noted or turn.render("gate_again_not", leader=rights.leader_words(turn, post))


gate_again = forms.question(
    "gate_again",
    _finish,
    ("out", "已?出[去]?|放行?|走|同意放?"),
    ("away", "(?:还|先)?(?:没|不)(?:放行?|出|走|同意|行)"),
)
