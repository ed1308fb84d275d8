"""Handovers to a person that nobody has taken in time, and complaints that nobody saw to: whose they are is asked again,
then the leaders; what is a group's goes to the office before.
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.times import HOUR, MINUTE
from ledger import Db, handovers, people
from ledger.handovers import OFFICE, Overdue
from ledger.people import Recipient
from scheduler.climbing import Step, next_reached, superiors, tell, title_of
from scheduler.job import BATCH, Job, Surroundings

_OF_OFFICE = ("office", "leader", "leader")
_OF_GROUP = ("group", "office", "leader")
# The office and the group are told how to take it; the leaders that it waits.
_CAN_TAKE = frozenset({"group", "office"})


def remind(surroundings: Surroundings, now: int) -> int:
    """Ask again for each overdue handover; returns how many."""
    return surroundings.ledger.transact(lambda db: _remind_all(surroundings, db, now), wait=30)


def _remind_all(surroundings: Surroundings, db: Db, now: int) -> int:
    return sum(_climb(surroundings, db, late, now) for late in handovers.overdue(db, now, BATCH))


def _climb(surroundings: Surroundings, db: Db, late: Overdue, now: int) -> int:
    steps = _OF_OFFICE if late.group_id == OFFICE else _OF_GROUP
    done, told = next_reached(steps, late.climbed, lambda step: _asked(db, step, late))
    if not handovers.climb(db, late, done, _next_due(surroundings, late, now)):
        return 0
    asked = steps[done - 1]
    body = surroundings.render(
        "handover_climbed",
        number=late.id,
        who=late.filed_by,
        is_complaint=late.reason == handovers.COMPLAINT,
        group=title_of(surroundings, late.group_id),
        can_take=asked in _CAN_TAKE or late.group_id == OFFICE,
    )
    climbed = Step("handover", about=f"human_handover:{late.id}", key=f"handover:{late.id}:climbed:{late.climbed}")
    tell(db, climbed, asked, told, body, now)
    return 1


def _next_due(surroundings: Surroundings, late: Overdue, now: int) -> int:
    """A group has the same time again that a further step of a supply request has."""
    if late.group_id == OFFICE:
        return now + surroundings.settings.deadlines.handover_minutes * MINUTE
    return after_daytime(now, HOUR)


def _asked(db: Db, step: str, late: Overdue) -> Sequence[Recipient]:
    if step == "group":
        return people.group_members(db, late.group_id)
    if late.group_id == OFFICE and step == "leader":
        return [*people.office(db), *people.holders(db, "leader")]
    return superiors(db, step, "")


job = Job("handovers_overdue", remind, every=MINUTE, useful_for=MINUTE)
