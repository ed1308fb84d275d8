"""Handovers to a person that nobody has taken in time, and complaints that nobody saw to: whose they are is asked again,
then who is above; what is a group's goes to the office before.
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import HOUR, MINUTE
from ledger import Db, handovers, people
from ledger.handovers import OFFICE, Overdue
from ledger.people import Recipient
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, of_group, title_of

# The office and the group are told how to take it; the leaders that it waits.
_CAN_TAKE = frozenset({"group", "deputy", "office"})


class Handovers(Ladder[Overdue]):
    """The group or the office whose it is, who of them was not on duty, then who is above."""

    name, audited = "handover", "handover climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Overdue]:
        """What waits although its deadline has passed."""
        return handovers.overdue(db, now, self._most(settings), limit)

    def matter(self, one: Overdue) -> Matter:
        """A handover is a group's or the office's."""
        about = f"human_handover:{one.id}"
        return Matter(about, str(one.id), one.climbed, one.due_at, one.group_id, one.place_id)

    def rungs(self, settings: Settings, one: Overdue) -> Sequence[str]:
        """The office is not asked twice about what is its own."""
        whose = "office" if one.group_id == OFFICE else "group"
        return tuple(dict.fromkeys((whose, "deputy", *settings.ladders.handover)))

    def longest(self, settings: Settings, one: Overdue) -> int:
        """As many as a group's has."""
        return self._most(settings)

    def asked(self, db: Db, settings: Settings, rung: str, one: Overdue, now: int) -> Sequence[Recipient]:
        """The group or the office at that rung; the office once more with the leaders about what is its own."""
        asked = of_group(db, settings, rung, self.name, self.matter(one), now)
        return [*people.office(db), *asked] if one.group_id == OFFICE and rung == "leader" else asked

    def next_due(self, settings: Settings, one: Overdue, now: int) -> int:
        """A group has the same time again that a further step of a supply request has."""
        if one.group_id == OFFICE:
            return now + settings.deadlines.handover_minutes * MINUTE
        return after_daytime(now, HOUR)

    def climb(self, db: Db, one: Overdue, rung: Rung, now: int) -> bool:
        """Note it on the handover."""
        return handovers.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Overdue, rung: Rung) -> str:
        """Who asked or complained, and how to take it for whoever may."""
        return surroundings.render(
            "handover_climbed",
            number=one.id,
            who=one.filed_by,
            is_complaint=one.reason == handovers.COMPLAINT,
            group=title_of(surroundings, one.group_id),
            can_take=rung.name in _CAN_TAKE or (one.group_id == OFFICE and rung.name == "leader"),
        )

    def _most(self, settings: Settings) -> int:
        return 2 + len(settings.ladders.handover)


job = Job("handovers_overdue", climbing(Handovers()), every=MINUTE, useful_for=MINUTE)
