"""Visits that nobody has made and what the office has not looked after climb (clauses 3.4.8, 4.3): nobody stays unreached.

Only by day. After a mass notice there may be very many: whoever is asked gets one message an hour, however many wait.
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime, is_daytime
from knowledge.settings import Settings
from knowledge.times import HOUR, MINUTE
from ledger import Db, outbox, tasks
from ledger.duty.on_duty import OFFICE
from ledger.people import Recipient
from ledger.tasks import Late
from scheduler.climbing import Keys, Ladder, Rung, behind, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, of_grid, of_group

_CAN_GO = frozenset({"grid_worker", "deputy", "community_lead", "office"})


class Visits(Ladder[Late]):
    """The grid worker, who stands in for them, then who is above."""

    name, audited = "visit", "visit climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Late]:
        """Open visits whose time is over; nobody is sent to a door at night."""
        return tasks.overdue(db, "visit", now, len(self.steps(settings)), limit) if is_daytime(now) else []

    def matter(self, one: Late) -> Matter:
        """A visit belongs to its place."""
        return Matter(f"task:{one.id}", str(one.id), one.climbed, one.due_at, None, one.place_id, one.path)

    def asked(self, db: Db, settings: Settings, rung: str, one: Late, now: int) -> Sequence[Recipient]:
        """Whoever looks after the place, or is above."""
        return of_grid(db, rung, settings, one.path, now)

    def next_due(self, settings: Settings, one: Late, now: int) -> int:
        """An hour of daylight."""
        return after_daytime(now, HOUR)

    def climb(self, db: Db, one: Late, rung: Rung, now: int) -> bool:
        """Note it on the visit."""
        return tasks.climb(db, one, rung.done, rung.next_due)

    def ask(self, surroundings: Surroundings, db: Db, one: Late, rung: Rung, said: str, now: int) -> Keys:
        """About the first of them, for all."""
        body = surroundings.render(
            "visit_climbed",
            number=one.id,
            name=one.name,
            address=one.address.replace("/", ""),
            can_go=rung.name in _CAN_GO,
        )
        return self._once_an_hour(db, rung, behind(body, said), now)

    def hear(self, surroundings: Surroundings, db: Db, one: Late, rung: Rung, body: str, now: int) -> Keys:
        """About the first of them too; the others are in the list 督查."""
        return self._once_an_hour(db, rung, body, now)

    def _once_an_hour(self, db: Db, rung: Rung, body: str, now: int) -> Keys:
        """One message an hour, which is not taken back with the visit that it names, since it is for the others."""
        key = f"visits:climbed:{rung.name}:{now // HOUR}"
        outbox.tell(db, rung.asked, key=key, kind="alert", body=body, about="visits", now=now, template="task")
        return {}

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return ("grid_worker", "deputy", *settings.ladders.visit)


class FollowUps(Ladder[Late]):
    """The office, who of it was not on duty, then who is above."""

    name, audited = "follow_up", "follow-up climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Late]:
        """What the office should have looked after by now; by day."""
        return tasks.overdue(db, "follow_up", now, len(self.steps(settings)), limit) if is_daytime(now) else []

    def matter(self, one: Late) -> Matter:
        """It is the office's."""
        return Matter(f"task:{one.id}", str(one.id), one.climbed, one.due_at, OFFICE, one.place_id, one.path)

    def asked(self, db: Db, settings: Settings, rung: str, one: Late, now: int) -> Sequence[Recipient]:
        """The office, or who is above."""
        return of_group(db, settings, rung, self.name, self.matter(one), now)

    def next_due(self, settings: Settings, one: Late, now: int) -> int:
        """An hour of daylight."""
        return after_daytime(now, HOUR)

    def climb(self, db: Db, one: Late, rung: Rung, now: int) -> bool:
        """Note it on the task."""
        return tasks.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Late, rung: Rung) -> str:
        """The task in its own words."""
        return surroundings.render("follow_up_climbed", text=one.text, is_office=rung.name in {OFFICE, "deputy"})

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return (OFFICE, "deputy", *settings.ladders.follow_up)


def climb_overdue(surroundings: Surroundings, now: int) -> int:
    """Put everything that is late to the next one; returns how many were asked about."""
    return climbing(Visits())(surroundings, now) + climbing(FollowUps())(surroundings, now)


job = Job("visits_overdue", climb_overdue, every=MINUTE, useful_for=MINUTE)
