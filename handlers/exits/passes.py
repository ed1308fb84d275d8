"""Passes in force: suspended and resumed rather than dropped, and who came back unnoticed (DESIGN 6.3, 6.14).

By whoever leads the place now, or the office. That somebody is back is a person's word, kept in the gate's log with both
times.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.exits.filing import note
from handlers.exits.numbers import CALLED, called, led, of_office, to_decide
from handlers.exits.request import lost
from handlers.said_back import clock_words
from ledger import exits, gate, places, seals
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.signers import is_own
from ledger.gate import Passage

_SUSPEND = re.compile(rf"暂停(?:通行|外出)? ?({CALLED})[ ,:;。]*(?:因为|原因是?)?[ ,:]*(.{{2,60}})?")
_RESUME = re.compile(rf"恢复(?:通行|外出)? ?({CALLED})")
_BACK = re.compile(rf"(?:已回|回来了|已返回|已经回来) ?({CALLED})")


def _named(turn: Turn, said: str) -> tuple[Exit | None, str | None]:
    """The request that is named and what is said where it cannot be touched; (None, None): ordinary text."""
    if not (led(turn) or rights.is_office(turn)):
        return None, None
    digits, *others = called(turn, said, _in_force(turn))
    if others:
        return None, turn.render("exit_say_it_whole", numbers=[f"W{number}" for number in (digits, *others)])
    one = of_office(turn, digits) or to_decide(turn, digits)
    if one is None:
        return None, turn.render("exit_not_found", number=f"W{digits}")
    if is_own(turn.db, one, turn.contact.recipient()):
        note(turn, one.id, "own pass refused", {})
        return None, turn.render("exit_is_your_own", to=turn.render("office_word"), **exit_notices.facts(turn.db, one))
    return one, None


def _in_force(turn: Turn) -> list[Exit]:
    """What has a pass, or is out, where the writer leads; for the office, everywhere."""
    scopes = [places.root_path(turn.db)] if rights.is_office(turn) else led(turn)
    return [one for scope in scopes for one in (*exits.with_pass(turn.db, scope), *exits.out_in(turn.db, scope))]


def _cannot_suspend(turn: Turn, one: Exit) -> str:
    """Why a pass cannot be stopped: who is out is out; what ended is said as ever."""
    if one.status not in {"pending_approval", "signed", "on_record", "out", "overdue"}:
        return lost(turn, one.id)
    out_at = clock_words(one.out_at) if one.out_at is not None else ""
    return turn.render(
        "exit_cannot_suspend",
        state=one.status,
        out_at=out_at,
        suspended=one.suspended or "",
        **exit_notices.facts(turn.db, one),
    )


def _suspend(turn: Turn, match: re.Match[str]) -> str | None:
    one, said = _named(turn, match[1])
    if one is None:
        return said
    why = (match[2] or "").strip()
    if one.status != "on_record" or one.suspended_at is not None:
        return _cannot_suspend(turn, one)
    if not why:
        return turn.render("exit_suspend_why", **exit_notices.facts(turn.db, one))
    if not exit_moves.suspend(turn.db, one, turn.contact.name, why, turn.now):
        return lost(turn, one.id)
    after = note(turn, one.id, "pass suspended", {})
    key, who = f"suspended:{turn.now}", turn.contact.name
    exit_notices.tell_owners(turn.db, turn.render, after, "exit_suspended", key, turn.now, why=why, who_decided=who)
    return turn.render("exit_suspended_by_you", **exit_notices.facts(turn.db, after))


def _resume(turn: Turn, match: re.Match[str]) -> str | None:
    one, said = _named(turn, match[1])
    if one is None:
        return said
    if not exit_moves.resume(turn.db, one):
        return lost(turn, one.id)
    after = note(turn, one.id, "pass resumed", {})
    exit_notices.tell_owners(turn.db, turn.render, after, "exit_resumed", f"resumed:{turn.now}", turn.now)
    return turn.render("exit_resumed_by_you", **exit_notices.facts(turn.db, after))


def _is_back(turn: Turn, match: re.Match[str]) -> str | None:
    one, said = _named(turn, match[1])
    if one is None:
        return said
    if not exit_moves.come_back(turn.db, one, turn.now):
        return lost(turn, one.id)
    seal = seals.covering(turn.db, one.path) if one.path else None
    place = seal.place_id if seal is not None else one.place_id
    if place is not None:
        passage = Passage("in", "resident", turn.now, one.id, one.name, one.plate, late_entry=True)
        gate.note(turn.db, place, passage, turn.contact.name, turn.contact.person_id, turn.now)
    after = note(turn, one.id, "came back", {"noted": "by word"})
    return turn.render("exit_back_by_word", **exit_notices.facts(turn.db, after))


commands = (
    Command("exit_suspend", _SUSPEND, _suspend),
    Command("exit_resume", _RESUME, _resume),
    Command("exit_is_back", _BACK, _is_back),
)
