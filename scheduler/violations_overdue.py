"""What somebody told of others who break the rules and nobody has taken, or seen to, climbs (clauses 3.4.6, 4.3).

Nobody of the place is asked: they may be whom it is about, or the neighbours of whoever told it. Whoever is above reads
type and place, not the words (DESIGN 6.15).
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import HOUR, MINUTE
from ledger import Db, violations
from ledger.people import Recipient
from ledger.violations import Violation, moves
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, of_group, title_of

_CAN_TAKE = frozenset({"group", "deputy", "office"})


class Violations(Ladder[Violation]):
    """The group, who of it was not on duty, then who is above."""

    name, audited = "violation", "violation climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Violation]:
        """What waits to be taken, or to be seen to, although its time is over."""
        return violations.overdue(db, now, len(self.steps(settings)), limit)

    def matter(self, one: Violation) -> Matter:
        """A report is a group's."""
        return Matter(one.about, one.number, one.climbed, one.due_at, one.group_id, one.place_id, one.path)

    def asked(self, db: Db, settings: Settings, rung: str, one: Violation, now: int) -> Sequence[Recipient]:
        """The group or the office at that rung."""
        return of_group(db, settings, rung, self.name, self.matter(one), now)

    def next_due(self, settings: Settings, one: Violation, now: int) -> int:
        """From one step up to the next it takes as long as it has to be taken in; once taken an hour."""
        if one.status == "taken":
            return after_daytime(now, HOUR)
        patience = settings.deadlines.violation_taken_minutes * MINUTE
        return now + patience if one.type == "obstruction" else after_daytime(now, patience)

    def climb(self, db: Db, one: Violation, rung: Rung, now: int) -> bool:
        """Note it on the report."""
        return moves.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Violation, rung: Rung) -> str:
        """What waits and where, and how to take it for whoever may."""
        return surroundings.render(
            "violation_climbed",
            number=one.number,
            type=one.type,
            place=one.place,
            group=title_of(surroundings, one.group_id),
            taken_by=one.taken_by,
            can_take=rung.name in _CAN_TAKE,
        )

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return ("group", "deputy", *settings.ladders.violation)


job = Job("violations_overdue", climbing(Violations()), every=MINUTE, useful_for=MINUTE)
