"""Alerts that nobody acknowledged in time climb: the group again, then step by step whom config.yaml names.

Each step has a new deadline; when the last step has passed the alert stays open in every list until it is taken.
"""

from knowledge.times import MINUTE, from_ms
from ledger import Db, alerts, people
from ledger.alerts import Alert
from ledger.people import Recipient
from scheduler.climbing import Step, superiors, tell, title_of
from scheduler.job import BATCH, Job, Surroundings


def climb_overdue(surroundings: Surroundings, now: int) -> int:
    """Take every overdue alert one step up; returns how many."""
    return surroundings.ledger.transact(lambda db: _climb_all(surroundings, db, now), wait=30)


def _climb_all(surroundings: Surroundings, db: Db, now: int) -> int:
    late = alerts.overdue(db, now, len(surroundings.settings.alerts.climb_to) + 1, BATCH)
    return sum(_climb(surroundings, db, one, now) for one in late)


def _climb(surroundings: Surroundings, db: Db, late: Alert, now: int) -> int:
    settings = surroundings.settings.alerts
    next_due = now + settings.acknowledge_within_minutes.urgent * MINUTE
    if not alerts.climb(db, late, next_due):
        return 0
    step = "group" if late.climbed == 0 else settings.climb_to[late.climbed - 1]
    told = _superiors(db, step, late)
    body = surroundings.render(
        "alert_climbed",
        number=late.id,
        group=title_of(surroundings, late.group_id),
        person=late.person or "",
        address=late.address.replace("/", ""),
        time=f"{from_ms(late.filed_at):%H:%M}",
        can_acknowledge=step in {"group", "office"},
    )
    climbed = Step("alert", about=f"alert:{late.id}", key=f"alert:{late.id}:climbed:{late.climbed}")
    tell(db, climbed, step, told, body, now, "alert")
    return 1


def _superiors(db: Db, step: str, late: Alert) -> list[Recipient]:
    if step == "group":
        return people.office(db) if late.group_id == "office" else people.group_members(db, late.group_id)
    return superiors(db, step, late.path)


job = Job("alerts_overdue", climb_overdue, every=MINUTE, useful_for=MINUTE)
