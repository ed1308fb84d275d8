"""On the last day of a measure whoever looks after the place is asked to check and release; a job releases nobody (6.2)."""

from functools import partial

from knowledge.times import HOUR, business_day
from knowledge.vocabulary import measures
from ledger import Db, outbox, returns
from ledger.duty import asks
from scheduler.job import BATCH, Job, Surroundings
from scheduler.rungs import who_looks_after


def ask_for_release(surroundings: Surroundings, now: int) -> int:
    """Put every measure that ends today or before in front of its grid workers; returns how many."""
    day = business_day(now).isoformat()
    put = 0
    while batch := surroundings.ledger.transact(partial(_put, surroundings, day, put, now), wait=30):
        put += batch
    return put


def _put(surroundings: Surroundings, day: str, skip: int, now: int, db: Db) -> int:
    ending = returns.observation_ending(db, day, skip, BATCH)
    for report in ending:
        for worker in who_looks_after(db, report.path):
            outbox.queue(
                db,
                key=f"observation-end:{report.id}:{day}:{worker.person_id}",
                to=worker,
                kind="reminder",
                body=surroundings.render(
                    "observation_ends",
                    number=report.number,
                    name=report.name,
                    address=report.address.replace("/", ""),
                    measure=measures()[report.measure].words if report.measure else "",
                    until=report.observation_until,
                ),
                about=f"{asks.OBSERVATION}:{report.id}",
                now=now,
                template="task",
            )
    return len(ending)


job = Job(
    "observation_ends", ask_for_release, at=lambda settings: settings.scheduler.observation_ends, useful_for=10 * HOUR
)
