"""Who is out and should be back (DESIGN 6.14): they and their grid worker are asked first, then a person decides.

Nobody is called missing by a program. What is decided, and whether somebody is looked for, is for whoever leads the place.
"""

from knowledge.times import MINUTE
from ledger import Db, audit, exit_moves, exit_notices, exits, people, seals
from ledger.exit_signers import signers
from ledger.exits import Exit
from ledger.records import compact
from scheduler.job import BATCH, Job, Surroundings


def ask_after(surroundings: Surroundings, now: int) -> int:
    """Ask about whoever is not back, and put before a person what is still open after that; returns how many."""
    return surroundings.ledger.transact(lambda db: _ask_all(surroundings, db, now), wait=30)


def _ask_all(surroundings: Surroundings, db: Db, now: int) -> int:
    settings = surroundings.settings.exits
    asked = 0
    for one in exits.late(db, now - settings.overdue_after_minutes * MINUTE, BATCH):
        is_sealed = one.path and seals.covering(db, one.path) is not None
        if is_sealed and exit_moves.mark_overdue(db, one, now + settings.overdue_decided_after_minutes * MINUTE):
            _ask_first(surroundings, db, one, now)
            asked += 1
    for one in exits.still_late(db, now, BATCH):
        if exit_moves.climb(db, one, 1, None):
            _put_before_a_person(surroundings, db, one, now)
            asked += 1
    return asked


def _ask_first(surroundings: Surroundings, db: Db, one: Exit, now: int) -> None:
    trip = f"overdue:{one.back_due_at}"
    exit_notices.tell_owners(db, surroundings.render, one, "exit_overdue", trip, now)
    workers = people.grid_workers_for(db, one.path) if one.path else []
    exit_notices.tell(db, surroundings.render, one, workers, "exit_overdue_for_grid", trip, now)
    _note(db, one, "exit overdue", now)


def _put_before_a_person(surroundings: Surroundings, db: Db, one: Exit, now: int) -> None:
    told = [*signers(db, one, now).everybody, *people.office(db)]
    trip = f"late:{one.back_due_at}"
    exit_notices.tell(db, surroundings.render, one, told, "exit_overdue_decide", trip, now)
    _note(db, one, "exit overdue put before a person", now)


def _note(db: Db, one: Exit, action: str, now: int) -> None:
    audit.note(db, now, None, "system", action, f"exit_request:{one.id}", compact({"number": one.number}))


job = Job("exits_overdue", ask_after, every=MINUTE, useful_for=MINUTE)
