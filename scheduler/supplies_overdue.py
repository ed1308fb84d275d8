"""Supply requests whose next step nobody did in time climb (clause 3.4.5): whoever has it or its group again, then up.

What is urgent and not taken yet climbs with its alert (alerts_overdue.py); its later steps are here, like those of the
others and like complaints. After the last step it stays in the lists until somebody sees to it.
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.times import HOUR, MINUTE
from ledger import Db, people, supplies
from ledger.people import Recipient
from ledger.supplies import Request
from scheduler.climbing import Step, next_reached, superiors, tell, title_of
from scheduler.job import BATCH, Job, Surroundings

_CAN_TAKE = frozenset({"group", "office"})


def climb_overdue(surroundings: Surroundings, now: int) -> int:
    """Put every overdue request to the next one who can be reached; returns how many."""
    return surroundings.ledger.transact(lambda db: _climb_all(surroundings, db, now), wait=30)


def _climb_all(surroundings: Surroundings, db: Db, now: int) -> int:
    steps = ("group", *surroundings.settings.alerts.climb_to)
    late = supplies.overdue(db, now, len(steps), BATCH)
    return sum(_climb(surroundings, db, one, steps, now) for one in late)


def _climb(surroundings: Surroundings, db: Db, late: Request, steps: Sequence[str], now: int) -> int:
    done, told = next_reached(steps, late.climbed, lambda step: _asked(db, step, late))
    if not supplies.climb(db, late, done, _next_due(surroundings, late, now)):
        return 0
    asked = steps[done - 1]
    body = surroundings.render(
        "supply_climbed",
        number=late.number,
        name=late.name,
        address=late.address.replace("/", ""),
        group=title_of(surroundings, late.group_id),
        status=late.status,
        has_complaint=late.has_complaint,
        is_repair=late.is_repair,
        urgent=late.is_urgent,
        who=late.accepted_by or "",
        can_take=asked in _CAN_TAKE,
    )
    climbed = Step(
        "supplies", about=f"supply_request:{late.id}", key=f"supply:{late.id}:climbed:{late.due_at}", number=late.number
    )
    tell(db, climbed, asked, told, body, now)
    return 1


def _next_due(surroundings: Surroundings, late: Request, now: int) -> int:
    """From one step up to the next it takes as long as a request has to be taken in."""
    settings = surroundings.settings
    if late.is_urgent:
        return now + settings.alerts.acknowledge_within_minutes.urgent * MINUTE
    if late.has_complaint or late.status != "submitted":
        return after_daytime(now, HOUR)
    return after_daytime(now, settings.supplies.accept_within_minutes * MINUTE)


def _asked(db: Db, step: str, late: Request) -> list[Recipient]:
    """Who is asked: at the first step whoever has it or brought it, with the whole group."""
    if step != "group":
        return superiors(db, step, late.path)
    members = people.group_members(db, late.group_id)
    return members if late.delivered_by_id is None else _with(members, people.recipient(db, late.delivered_by_id))


def _with(members: list[Recipient], bringer: Recipient) -> list[Recipient]:
    """Whoever brought what is complained of need not be of the group."""
    is_one = bringer.openid is None or any(one.person_id == bringer.person_id for one in members)
    return members if is_one else [*members, bringer]


job = Job("supplies_overdue", climb_overdue, every=MINUTE, useful_for=MINUTE)
