"""Handovers to a person that nobody has taken in time: the office is asked again, then the leaders."""

from knowledge.times import MINUTE
from ledger import Db, audit, handovers, outbox, people
from scheduler.job import BATCH, Job, Surroundings


def remind(surroundings: Surroundings, now: int) -> int:
    """Ask again for each overdue handover; returns how many."""
    return surroundings.ledger.transact(lambda db: _remind_all(surroundings, db, now), wait=30)


def _remind_all(surroundings: Surroundings, db: Db, now: int) -> int:
    late = handovers.overdue(db, now, BATCH)
    for one in late:
        next_due = now + surroundings.settings.deadlines.handover_minutes * MINUTE
        if not handovers.climb(db, one, next_due):
            continue
        told = people.office(db) if one.climbed == 0 else [*people.office(db), *people.holders(db, "leader")]
        for recipient in told:
            outbox.queue(
                db,
                key=f"handover:{one.id}:climbed:{one.climbed}:{recipient.person_id}",
                to=recipient,
                kind="alert",
                body=surroundings.render("handover_climbed", number=one.id, who=one.filed_by),
                about=f"human_handover:{one.id}",
                now=now,
                template="task",
            )
        audit.note(db, now, None, "system", "handover climbed", f"human_handover:{one.id}")
    return len(late)


job = Job("handovers_overdue", remind, every=MINUTE, useful_for=MINUTE)
