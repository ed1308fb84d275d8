"""What was agreed by telephone, or let out in an emergency, is signed afterwards (DESIGN 6.1, 6.3): reminders that climb.

First whoever has to sign and the office; when that was not enough the leading group too, with the name.
"""

from knowledge.times import MINUTE
from ledger import Db, audit, exit_moves, exit_notices, exits, people
from ledger.exit_signers import signers
from ledger.exits import Exit
from ledger.people import Recipient
from ledger.records import compact
from scheduler.job import BATCH, Job, Surroundings


def remind(surroundings: Surroundings, now: int) -> int:
    """Remind of every signature that is owed and late; returns how many."""
    return surroundings.ledger.transact(lambda db: _remind_all(surroundings, db, now), wait=30)


def _remind_all(surroundings: Surroundings, db: Db, now: int) -> int:
    within = surroundings.settings.exits.countersign_within_minutes * MINUTE
    reminded = 0
    for one in exits.uncountersigned(db, now, BATCH):
        if not exit_moves.remind_to_countersign(db, one, now + within):
            continue
        key = f"owed:{one.countersign_due_at}"
        signer = _who_signs(db, one, now)
        exit_notices.ask_to_sign(db, surroundings.render, one, signer, key, now)
        above = people.office(db)
        if now - (one.signed_at or one.filed_at) >= 2 * within:
            above += people.holders(db, "leader")
        names = one.signed_by or "、".join(who.name for who in signer)
        exit_notices.tell(db, surroundings.render, one, above, "exit_owed", f"{key}:above", now, leading=names)
        detail = compact({"number": one.number, "told": len(signer) + len(above)})
        audit.note(db, now, None, "system", "countersignature reminded", f"exit_request:{one.id}", detail)
        reminded += 1
    return reminded


def _who_signs(db: Db, one: Exit, now: int) -> list[Recipient]:
    """Who agreed by telephone, whether on duty now or not; of an emergency whoever leads now."""
    if one.signed_by_id is not None:
        return [people.recipient(db, one.signed_by_id)]
    return signers(db, one, now).asked_first if one.signed_by is None else []


job = Job("exits_to_countersign", remind, every=MINUTE, useful_for=MINUTE)
