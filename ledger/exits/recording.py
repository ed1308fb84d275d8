"""备案: a signed exit is put on record, or sent back for what is missing, from the chat and from the pages alike (3.4.1).

Recording is no second approval: the office looks whether everything is there. Nobody both signs and records one exit, nor
records for themselves or their household; whoever may not is told who can. `render` gives the words of a reply template.
"""

from enum import Enum

from knowledge.exit_deadlines import sign_by
from knowledge.settings import Exits
from ledger import audit, exits, people, tasks
from ledger.database import Db
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits import steps as exit_steps
from ledger.exits.notices import Render
from ledger.exits.signers import has_signed, is_own, recorders
from ledger.people import Recipient
from ledger.records import compact

_TO_BE_RECORDED = frozenset({"signed", "on_record", "out", "overdue", "returned"})


class Hindrance(Enum):
    """Why somebody of the office cannot put an exit on record."""

    OWN = "own"
    SIGNED_TOO = "signed_too"
    NOT_SIGNED = "not_signed"
    MOVED_ON = "moved_on"


def hindrance(db: Db, one: Exit, who: Recipient) -> Hindrance | None:
    """Why this person cannot put it on record; None where they can."""
    if has_signed(one, who):
        return Hindrance.SIGNED_TOO
    if is_own(db, one, who):
        return Hindrance.OWN
    if one.status == "pending_approval":
        return Hindrance.NOT_SIGNED
    if one.status not in _TO_BE_RECORDED or one.recorded_by is not None:
        return Hindrance.MOVED_ON
    return None


def pass_on(db: Db, render: Render, one: Exit, who: Recipient, now: int) -> list[Recipient]:
    """Somebody may not record it: that they tried is noted, and those who may are asked; returns them."""
    note(db, one.id, "own record refused", {}, who, now)
    others = recorders(db, one)
    exit_notices.ask_to_record(db, render, one, others, "instead", now)
    return others


def record(db: Db, render: Render, one: Exit, who: Recipient, now: int) -> Exit | None:
    """On record, the pass goes to its owner; what counted as filed already gets the name of who looked.

    None where somebody was first.
    """
    if exit_moves.record(db, one, who.name, who.person_id, now) is None:
        return None
    after = note(db, one.id, "exit recorded", {"from": one.status}, who, now)
    tasks.finish_follow_up(db, f"exit_request:{one.id}", who.name, now)
    if one.status == "signed":
        exit_steps.tell_ready(db, render, after, now)
    return after


def send_back(
    db: Db, render: Render, settings: Exits, one: Exit, what: str, who: Recipient, now: int
) -> Exit | None:
    """Something is missing: its owner, the grid worker and whoever signed are told what. None where somebody was first."""
    again = sign_by(settings, now, one.leaves_at, urgent=one.urgent)
    if not exit_moves.send_back(db, one, who.name, what, now, again):
        return None
    after = note(db, one.id, "exit sent back", {}, who, now)
    key = f"back:{now}"  # what was completed can be sent back once more
    exit_notices.tell_owners(db, render, after, "exit_sent_back", key, now, what=what)
    signer = [people.recipient(db, one.signed_by_id)] if one.signed_by_id is not None else []
    workers = people.grid_workers_for(db, after.path) if after.path else []
    told = list({member.person_id: member for member in (*signer, *workers)}.values())
    exit_notices.tell(db, render, after, told, "exit_sent_back_for_signer", key, now, what=what)
    return after


def note(db: Db, record_id: int, action: str, detail: dict[str, object], who: Recipient, now: int) -> Exit:
    """Write down who did what to a request, and give the request as it stands now."""
    one = exits.get(db, record_id)
    assert one is not None  # it was written or read in this transaction
    detail = {"number": one.number, "version": one.version, **detail}
    audit.note(db, now, who.person_id, who.name, action, f"exit_request:{one.id}", compact(detail))
    return one
