"""On the day of arrival: whoever reported a return is asked whether they are home (clause 3.2)."""

from functools import partial

from knowledge.times import HOUR, business_day
from ledger import Db, outbox, people, returns
from ledger.duty import asks
from scheduler.job import BATCH, Job, Surroundings


def ask_arrivals(surroundings: Surroundings, now: int) -> int:
    """Ask everybody who is due today or before and has not said that they are here; returns how many."""
    day = business_day(now).isoformat()
    asked = 0
    while batch := surroundings.ledger.transact(partial(_ask, surroundings, day, asked, now), wait=30):
        asked += batch
    return asked


def _ask(surroundings: Surroundings, day: str, skip: int, now: int, db: Db) -> int:
    due = returns.due_to_arrive(db, day, skip, BATCH)
    for report in due:
        if report.filed_by_id is not None:
            outbox.queue(
                db,
                key=f"arrival:{report.id}:{day}",
                to=people.recipient(db, report.filed_by_id),
                kind="reminder",
                body=surroundings.render("arrival_question", number=report.number, name=report.name),
                about=f"{asks.ARRIVAL}:{report.id}",
                now=now,
                template="reminder",
            )
    return len(due)


job = Job("arrivals", ask_arrivals, at=lambda settings: settings.scheduler.arrivals, useful_for=10 * HOUR)
