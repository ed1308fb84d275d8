"""Who finds it hard and whom nobody of the psychology group has taken in time (clause 3.4.7): the group again, then above.

It stays with the group (DESIGN 6.15): nobody of the place is asked, the office sees it once it is asked, and whoever is
above hears that one waits, not of whom nor where. What may be despair climbs with its alert (alerts_overdue.py).
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import MINUTE
from ledger import Db, psych_support
from ledger.people import Recipient
from ledger.psych_support import PSYCHOLOGY, PsychSupport
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, of_group, title_of

_CAN_TAKE = frozenset({"group", "deputy", "office"})


class PsychSupports(Ladder[PsychSupport]):
    """The group, who of it was not on duty, then who is above."""

    name, audited = "psych_support", "psych support climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[PsychSupport]:
        """What nobody has taken although its time has passed."""
        return psych_support.overdue(db, now, len(self.steps(settings)), limit)

    def matter(self, one: PsychSupport) -> Matter:
        """It is the group's, and has no place, so that nobody there finds it."""
        return Matter(one.about, one.number, one.climbed, one.due_at, PSYCHOLOGY)

    def asked(self, db: Db, settings: Settings, rung: str, one: PsychSupport, now: int) -> Sequence[Recipient]:
        """The group or whoever is above."""
        return of_group(db, settings, rung, self.name, self.matter(one), now)

    def next_due(self, settings: Settings, one: PsychSupport, now: int) -> int:
        """From one step to the next as long as it was to be taken in, by day."""
        return after_daytime(now, settings.deadlines.psych_support_minutes * MINUTE)

    def climb(self, db: Db, one: PsychSupport, rung: Rung, now: int) -> bool:
        """Note it; from the step on that asks the office, the office sees it."""
        return psych_support.climb(db, one, rung.done, rung.next_due, office_too=rung.name == "office")

    def words(self, surroundings: Surroundings, one: PsychSupport, rung: Rung) -> str:
        """That one waits; of whom only for whoever may take it."""
        can_take = rung.name in _CAN_TAKE
        return surroundings.render(
            "psych_climbed",
            number=one.number,
            group=title_of(surroundings, PSYCHOLOGY),
            who=one.filed_by if can_take else "",
            can_take=can_take,
        )

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return ("group", "deputy", *settings.ladders.psych_support)


job = Job("psych_support_overdue", climbing(PsychSupports()), every=MINUTE, useful_for=MINUTE)
