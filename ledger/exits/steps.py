"""What follows a step of an exit request, said the same way by handlers and jobs (clause 3.4.1, DESIGN 6.3).

After a signature the office gets it to put on record, which comes before leaving and is no second approval: what is
urgent counts as filed with its delivery at once, anything else after the configured minutes; the duty clerk follows up.
"""

from knowledge.settings import Exits
from knowledge.times import MINUTE
from ledger import exits, outbox, tasks
from ledger.database import Db
from ledger.exits import Exit, passes
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.notices import Render
from ledger.exits.signers import recorders


def record_by(settings: Exits, one: Exit, now: int) -> int:
    """Until when the office has time to acknowledge a signed request before delivery counts as filed."""
    return now if one.urgent else now + settings.record_within_minutes * MINUTE


def after_signature(db: Db, render: Render, settings: Exits, signed: Exit, now: int, but: int | None = None) -> None:
    """Put a signed request before the office and tell its owner; what is urgent counts as filed at once."""
    if signed.urgent:
        count_as_filed(db, render, settings, signed, now, but)
        filed = exits.get(db, signed.id)
        assert filed is not None  # it was signed in this transaction
        exit_notices.ask_to_record(db, render, filed, recorders(db, filed), "signed", now)
        return
    exit_notices.ask_to_record(db, render, signed, recorders(db, signed), "signed", now)
    exit_notices.tell_owners(db, render, signed, "exit_signed", "signed", now, but=but)


def count_as_filed(db: Db, render: Render, settings: Exits, signed: Exit, now: int, but: int | None = None) -> bool:
    """Delivered and not acknowledged: a pass is issued and the duty clerk follows up. False: somebody was first."""
    code = exit_moves.file_unrecorded(db, signed, now)
    if code is None:
        return False
    tasks.add_follow_up(
        db,
        about=f"exit_request:{signed.id}",
        place_id=signed.place_id,
        text=render("exit_follow_up", **exit_notices.facts(db, signed)),
        due_at=now + settings.record_within_minutes * MINUTE,
        now=now,
    )
    tell_ready(db, render, signed, now, but)
    return True


def tell_ready(db: Db, render: Render, one: Exit, now: int, but: int | None = None) -> None:
    """The owner gets the pass, with its hours and the rules of the way, and its number as a picture for the gate."""
    code = passes.code_of(db, one.id) or ""
    exit_notices.tell_owners(db, render, one, "exit_ready", "ready", now, but=but, code=code)
    for owner in exit_notices.owners(db, one):
        if code and owner.person_id != but:
            outbox.queue_picture(
                db,
                key=f"pass:{one.id}:{code}:{owner.person_id}",
                to=owner,
                picture=code,
                body=render("gate_pass_number", code=code),
                about=f"exit_request:{one.id}",
                now=now,
            )
