"""Supply requests whose next step nobody did in time climb (clause 3.4.5): whoever has it or its group again, then up.

What is urgent and not taken yet climbs with its alert (alerts_overdue.py); its later steps are here, like those of the
others and like complaints. After the last step it stays in the lists until somebody sees to it.
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import HOUR, MINUTE
from ledger import Db, people, supplies
from ledger.people import Recipient
from ledger.supplies import Request
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, of_group, title_of

_CAN_TAKE = frozenset({"group", "deputy", "office"})


class Supplies(Ladder[Request]):
    """The group with whoever brought it, who of them was not on duty, then who is above."""

    name, audited = "supply", "supplies climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Request]:
        """Open requests whose next step is overdue."""
        return supplies.overdue(db, now, len(self.steps(settings)), limit)

    def matter(self, one: Request) -> Matter:
        """A request is a group's."""
        about = f"supply_request:{one.id}"
        return Matter(about, one.number, one.climbed, one.due_at, one.group_id, one.place_id, one.path)

    def asked(self, db: Db, settings: Settings, rung: str, one: Request, now: int) -> Sequence[Recipient]:
        """Whoever brought it need not be of the group."""
        asked = of_group(db, settings, rung, self.name, self.matter(one), now)
        if rung != "group" or one.delivered_by_id is None:
            return asked
        bringer = people.recipient(db, one.delivered_by_id)
        return asked if any(who.person_id == bringer.person_id for who in asked) else [*asked, bringer]

    def next_due(self, settings: Settings, one: Request, now: int) -> int:
        """From one step up to the next it takes as long as a request has to be taken in."""
        if one.is_urgent:
            return now + settings.alerts.acknowledge_within_minutes.urgent * MINUTE
        if one.has_complaint or one.status != "submitted":
            return after_daytime(now, HOUR)
        return after_daytime(now, settings.supplies.accept_within_minutes * MINUTE)

    def climb(self, db: Db, one: Request, rung: Rung, now: int) -> bool:
        """Note it on the request."""
        return supplies.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Request, rung: Rung) -> str:
        """What waits, who has it, and what to say for whoever sees to it."""
        return surroundings.render(
            "supply_climbed",
            number=one.number,
            name=one.name,
            address=one.address.replace("/", ""),
            group=title_of(surroundings, one.group_id),
            status=one.status,
            has_complaint=one.has_complaint,
            is_repair=one.is_repair,
            urgent=one.is_urgent,
            who=one.accepted_by or "",
            can_take=rung.name in _CAN_TAKE,
        )

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return ("group", "deputy", *settings.ladders.supply)


job = Job("supplies_overdue", climbing(Supplies()), every=MINUTE, useful_for=MINUTE)
