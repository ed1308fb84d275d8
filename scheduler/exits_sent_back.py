"""Exits that were sent back and not completed (DESIGN 6.3): they are their owner's, and nobody loses sight of them.

First the owner and the grid worker are asked again, then whoever signed and the office; after that the owner each morning,
as long as the hours of the trip are ahead.
"""

from knowledge.exit_deadlines import next_step
from knowledge.times import DAY, HOUR, MINUTE, business_day, day_start
from ledger import Db, audit, exit_moves, exit_notices, exits, people
from ledger.exits import Exit
from ledger.records import compact
from scheduler.job import BATCH, Job, Surroundings

_MORNING = 8 * HOUR


def ask_again(surroundings: Surroundings, now: int) -> int:
    """Ask about every request that was sent back and is late; returns how many."""
    return surroundings.ledger.transact(lambda db: _ask_all(surroundings, db, now), wait=30)


def _ask_all(surroundings: Surroundings, db: Db, now: int) -> int:
    asked = 0
    for one in exits.still_sent_back(db, now, BATCH):
        if not exit_moves.climb(db, one, one.climbed + 1, _next(surroundings, one, now)):
            continue
        if one.climbed == 1:
            _tell_above(surroundings, db, one, now)
        else:
            _ask_owner(surroundings, db, one, now)
        detail = compact({"number": one.number, "step": one.climbed + 1})
        audit.note(db, now, None, "system", "asked to complete an exit", f"exit_request:{one.id}", detail)
        asked += 1
    return asked


def _next(surroundings: Surroundings, one: Exit, now: int) -> int | None:
    """The next moment at which somebody is asked; None where the trip would be over by then."""
    morning = day_start(business_day(now)) + DAY + _MORNING
    due = next_step(surroundings.settings.exits, now) if one.climbed == 0 else morning
    return due if due < one.expires_at else None


def _ask_owner(surroundings: Surroundings, db: Db, one: Exit, now: int) -> None:
    key = _key(one)
    exit_notices.tell_owners(db, surroundings.render, one, "exit_sent_back_still", key, now, missing=one.sent_back)
    if one.climbed == 0 and one.path:
        workers = people.grid_workers_for(db, one.path)
        exit_notices.tell(db, surroundings.render, one, workers, "exit_sent_back_late", key, now, missing=one.sent_back)


def _tell_above(surroundings: Surroundings, db: Db, one: Exit, now: int) -> None:
    signer = [people.recipient(db, one.signed_by_id)] if one.signed_by_id is not None else []
    told = list({who.person_id: who for who in (*signer, *people.office(db))}.values())
    exit_notices.tell(db, surroundings.render, one, told, "exit_sent_back_late", _key(one), now, missing=one.sent_back)


def _key(one: Exit) -> str:
    """Each time that it was sent back is asked about anew."""
    return f"sent_back:{one.sent_back_at}:{one.climbed}"


job = Job("exits_sent_back", ask_again, every=MINUTE, useful_for=MINUTE)
