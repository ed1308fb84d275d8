"""Exits that nobody signed or used in time run out (clause 3.4.1): their owner is told, with what to do.

Whoever is out when their place is opened can be noted as back at the gate until they were to be; then it is over too, and
nobody is told.
"""

from knowledge.times import MINUTE
from ledger import Db, audit, exits
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.records import compact
from scheduler.job import BATCH, Job, Surroundings


def run_out(surroundings: Surroundings, now: int) -> int:
    """Let run out what is over; returns how many."""
    ledger = surroundings.ledger
    over = ledger.transact(lambda db: _expire_all(surroundings, db, now), wait=30)
    return over + ledger.transact(lambda db: _end_all(db, now), wait=30)


def _expire_all(surroundings: Surroundings, db: Db, now: int) -> int:
    over = 0
    for one in exits.run_out(db, now, BATCH):
        if not exit_moves.expire(db, one, now):
            continue
        if one.kind != "emergency":  # whoever was let out by their word alone needs no word about a pass
            exit_notices.tell_owners(db, surroundings.render, one, "exit_expired", "expired", now, signed=one.is_signed)
        detail = compact({"number": one.number, "from": one.status})
        audit.note(db, now, None, "system", "exit expired", f"exit_request:{one.id}", detail)
        over += 1
    return over


def _end_all(db: Db, now: int) -> int:
    """End what nobody waits for, since the place is open again."""
    ended = [one for one in exits.not_waited_for(db, now, BATCH) if exit_moves.need_not_come_back(db, one, now)]
    for one in ended:
        detail = compact({"number": one.number})
        audit.note(db, now, None, "system", "exit not waited for", f"exit_request:{one.id}", detail)
    return len(ended)


job = Job("exits_run_out", run_out, every=MINUTE, useful_for=MINUTE)
