"""Signed exits that the office has got and not acknowledged in time count as filed (DESIGN 6.3): the duty clerk follows up.

Putting on record is no second approval, so nobody waits at the gate for it.
"""

from knowledge.times import MINUTE
from ledger import Db, audit, exits
from ledger.exits import steps as exit_steps
from ledger.records import compact
from scheduler.job import BATCH, Job, Surroundings


def count_as_filed(surroundings: Surroundings, now: int) -> int:
    """Issue the passes of what counts as filed by now; returns how many."""
    return surroundings.ledger.transact(lambda db: _file_all(surroundings, db, now), wait=30)


def _file_all(surroundings: Surroundings, db: Db, now: int) -> int:
    filed = 0
    for one in exits.unrecorded(db, now, BATCH):
        if exit_steps.count_as_filed(db, surroundings.render, surroundings.settings.exits, one, now):
            audit.note(
                db,
                now,
                None,
                "system",
                "exit counts as filed",
                f"exit_request:{one.id}",
                compact({"number": one.number}),
            )
            filed += 1
    return filed


job = Job("exits_unrecorded", count_as_filed, every=MINUTE, useful_for=MINUTE)
