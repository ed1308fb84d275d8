"""What the rule gate_entry says of somebody who wants in (clauses 2.2, 3.4.1): by who they are and whether they are listed.

By 2.2 one may go in, by 3.4.1 outsiders may not; which of them holds for a resident who comes back from elsewhere the plan
does not say. So they are nobody's to wave through: the office decides, as it does about their return report.
"""

from dataclasses import dataclass

from bot.turn import Turn
from knowledge.language.gate_entries import EntryFound
from knowledge.return_deadline import confirm_by
from knowledge.rules import NoRuleApplies, decide
from knowledge.times import business_day
from ledger import people, returns
from ledger.gate.permits import Permit
from ledger.gate.posts import Gate
from ledger.records import Stored
from ledger.returns import Report

_RULE = "gate_entry"
_RETURNING = "returning"
# Reports of one sealed place that are open at a time; nobody beyond these is known at its gate by their report.
_MOST_REPORTS = 200


@dataclass(frozen=True, slots=True)
class Course:
    """What follows for somebody at the gate, as the log keeps it. `report`: their report, where nobody has decided."""

    course: str
    clause: str
    stored: Stored
    report: Report | None = None


def kind_of(turn: Turn, post: Gate, found: EntryFound) -> str:
    """The kind of visitor, as the log has it; a name that is registered inside is a resident."""
    if found.kind is not None:
        return found.kind
    lives_here = found.name is not None and bool(people.named_in(turn.db, found.name, post.path))
    return "resident" if lives_here else "other"


def course_of(turn: Turn, post: Gate, found: EntryFound, kind: str, permit: Permit | None) -> Course:
    """What the rule says; where no version of it covers the day the leader is asked."""
    report = _waiting_report(turn, post, found) if kind == "resident" else None
    is_undecided = kind == "resident" and (report is not None or (found.comes_back and not _is_decided(turn, post, found)))
    facts: dict[str, str | bool] = {"who": _RETURNING if is_undecided else kind, "listed": permit is not None}
    try:
        decision = decide(turn.house.rules, _RULE, business_day(turn.now), facts)
    except NoRuleApplies:
        return Course("ask_leader", "", Stored(rule=_RULE), report)
    return Course(str(decision.outcome["course"]), decision.clause, Stored.of(decision), report)


def hurry(turn: Turn, report: Report) -> None:
    """Whoever a report waits for stands at the gate: it is as urgent as that of somebody who has arrived."""
    due_at = confirm_by(turn.house.settings, turn.now, business_day(turn.now), has_arrived=True)
    returns.hurry(turn.db, report.id, due_at)


def _waiting_report(turn: Turn, post: Gate, found: EntryFound) -> Report | None:
    """The return report of somebody of this name into the place, about which nobody has decided."""
    waiting = returns.unconfirmed_in(turn.db, post.path, _MOST_REPORTS) if found.name is not None else []
    return next((one for one in waiting if one.name == found.name), None)


def _is_decided(turn: Turn, post: Gate, found: EntryFound) -> bool:
    """Whether a named person has decided about the return of somebody of this name."""
    decided = returns.confirmed_in(turn.db, post.path, _MOST_REPORTS) if found.name is not None else []
    return any(one.name == found.name for one in decided)
