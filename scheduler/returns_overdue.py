"""Return reports that nobody confirmed in time climb (clause 3.2): the grid worker again, then whom config.yaml names.

What the rule leaves to the office (a sealed place, no announcement, differing ones) is put to the office again instead of
the grid worker and the community's lead. A step at which nobody can be reached is passed over at once. After the last
step the report stays in the lists until somebody confirms it; a job never does.
"""

from datetime import date

from knowledge.return_deadline import confirm_by
from knowledge.times import MINUTE
from ledger import Db, people, returns
from ledger.people import Recipient
from ledger.returns import Report
from scheduler.climbing import Step, next_reached, superiors, tell
from scheduler.job import BATCH, Job, Surroundings

_CAN_CONFIRM = frozenset({"grid_worker", "community_lead", "office"})


def climb_overdue(surroundings: Surroundings, now: int) -> int:
    """Put every overdue report to the next one who can be reached; returns how many."""
    return surroundings.ledger.transact(lambda db: _climb_all(surroundings, db, now), wait=30)


def _climb_all(surroundings: Surroundings, db: Db, now: int) -> int:
    last = 1 + len(surroundings.settings.alerts.climb_to)
    return sum(_climb(surroundings, db, one, last, now) for one in returns.overdue(db, now, last, BATCH))


def _climb(surroundings: Surroundings, db: Db, late: Report, last: int, now: int) -> int:
    steps = _steps(surroundings, late)
    step, told = next_reached(steps, late.climbed, lambda one: _asked(db, one, late))
    due = confirm_by(surroundings.settings, now, date.fromisoformat(late.arrive_date), has_arrived=late.has_arrived)
    if not returns.climb(db, late, step if step < len(steps) else last, due):
        return 0
    asked = steps[step - 1]
    body = surroundings.render(
        "return_climbed",
        number=late.number,
        name=late.name,
        address=late.address.replace("/", ""),
        arrive=late.arrive_date,
        has_arrived=late.has_arrived,
        is_proposed=not late.is_for_the_office,
        can_confirm=asked in _CAN_CONFIRM,
    )
    climbed = Step(
        "return", about=f"return_report:{late.id}", key=f"return:{late.id}:climbed:{late.due_at}", number=late.number
    )
    tell(db, climbed, asked, told, body, now)
    return 1


def _steps(surroundings: Surroundings, late: Report) -> tuple[str, ...]:
    """Who is asked, one after the other."""
    if not late.is_for_the_office:
        return ("grid_worker", *surroundings.settings.alerts.climb_to)
    above = (step for step in surroundings.settings.alerts.climb_to if step != "community_lead")
    return tuple(dict.fromkeys(("office", *above)))


def _asked(db: Db, step: str, late: Report) -> list[Recipient]:
    if step == "grid_worker":
        return people.grid_workers_for(db, late.path) if late.path else []
    return superiors(db, step, late.path)


job = Job("returns_overdue", climb_overdue, every=MINUTE, useful_for=MINUTE)
