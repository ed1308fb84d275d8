"""Taps at the gate: what one means stands in its id, so that a late one acts neither twice nor on another pass.

The answer to the question that is open now is taken like its words. Any other tap looks first whether what was shown
still holds; where it does not, the pass is shown anew and nothing is noted.
"""

from bot.turn import Turn
from handlers.gate import finding, forms, moves, outside, passes, rights, undo
from ledger.gate import undoing as gate_undoing


def tapped(turn: Turn, about: str) -> str | None:
    """A tap on a menu message of the gate; None where it answers the open question, or is not the writer's to answer."""
    what, _, choice = about.rpartition(":")
    kind, *numbers = what.split(".")
    if not rights.gates(turn) or not all(number.isdigit() for number in numbers):
        return None
    match kind, [int(number) for number in numbers]:
        case "pass", [record, post, shown_at, version]:
            return _of_pass(turn, choice, record, post, shown_at, version)
        case "trip", [record, post, out_at]:
            return _of_trip(turn, choice, record, post, out_at)
        case "again", [record, _post, shown_at]:
            subject = forms.subject_of(turn, "gate_again")
            is_open = (subject.get("record"), subject.get("shown_at")) == (record, shown_at)
            return None if is_open else turn.render("gate_tap_over")
        case "entry", [shown_at]:
            is_open = forms.subject_of(turn, "gate_entry").get("shown_at") == shown_at
            return None if is_open else turn.render("gate_tap_over")
    return None


def _of_pass(turn: Turn, choice: str, record: int, gate: int, shown_at: int, version: int) -> str | None:
    subject = forms.subject_of(turn, "gate_check")
    if (subject.get("record"), subject.get("shown_at")) == (record, shown_at):
        return None
    found = finding.seen(turn, gate, record)
    if isinstance(found, str):
        return found
    post, shown = found
    holds = turn.now - shown_at <= finding.SEEN_HOLDS and not gate_undoing.is_touched(turn.db, record, shown_at)
    noted = moves.note_out(turn, post, shown, version) if holds and choice == "out" else None
    return noted or passes.check(turn, shown.called, look_only=True)


def _of_trip(turn: Turn, choice: str, record: int, gate: int, out_at: int) -> str | None:
    subject = forms.subject_of(turn, "gate_outside")
    if choice != "undo" and (subject.get("record"), subject.get("out_at")) == (record, out_at):
        return None
    found = finding.seen(turn, gate, record)
    if isinstance(found, str):
        return found
    post, shown = found
    if choice == "undo":
        return undo.take_back_trip(turn, post, shown, out_at)
    if choice == "not_yet":
        return turn.render("gate_tap_over")
    if shown.exit.status in {"out", "overdue"} and shown.exit.out_at == out_at:
        return outside.came_back(turn, post, shown)
    return moves.first_was(turn, shown, "in")
