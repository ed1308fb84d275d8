"""Rumours that somebody asked about and nobody has answered in time climb (clauses 3.3, 4.3, 4.4)."""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import HOUR, MINUTE
from ledger import Db, rumours
from ledger.people import Recipient
from ledger.rumours import Rumour, moves
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, of_group, title_of

_CAN_ANSWER = frozenset({"group", "deputy", "office"})


class Rumours(Ladder[Rumour]):
    """The group, who of it was not on duty, then who is above."""

    name, audited = "rumour", "rumour climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Rumour]:
        """What waits for its answer although its time is over."""
        return rumours.overdue(db, now, len(self.steps(settings)), limit)

    def matter(self, one: Rumour) -> Matter:
        """A rumour is a group's, and of no place."""
        return Matter(one.about, one.number, one.climbed, one.due_at, one.group_id)

    def asked(self, db: Db, settings: Settings, rung: str, one: Rumour, now: int) -> Sequence[Recipient]:
        """The group or the office at that rung."""
        return of_group(db, settings, rung, self.name, self.matter(one), now)

    def next_due(self, settings: Settings, one: Rumour, now: int) -> int:
        """The next one is asked an hour of daytime later."""
        return after_daytime(now, HOUR)

    def climb(self, db: Db, one: Rumour, rung: Rung, now: int) -> bool:
        """Note it on the rumour."""
        return moves.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Rumour, rung: Rung) -> str:
        """What is asked, by how many, and how to answer for whoever may."""
        return surroundings.render(
            "rumour_climbed",
            number=one.number,
            text=one.text,
            asked=one.asked,
            group=title_of(surroundings, one.group_id),
            taken_by=one.taken_by,
            can_answer=rung.name in _CAN_ANSWER,
        )

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return ("group", "deputy", *settings.ladders.rumour)


job = Job("rumours_overdue", climbing(Rumours()), every=MINUTE, useful_for=MINUTE)
