"""Return reports that nobody confirmed in time climb (clause 3.2): the grid worker again, then whom config.yaml names.

What the rule leaves to the office (a sealed place, no announcement, differing ones) is put to the office again instead of
the grid worker and the community's lead. After the last step the report stays in the lists until somebody confirms it; a
job never does.
"""

from collections.abc import Sequence
from datetime import date

from knowledge.return_deadline import confirm_by
from knowledge.settings import Settings
from knowledge.times import MINUTE
from ledger import Db, returns
from ledger.duty.on_duty import OFFICE
from ledger.people import Recipient
from ledger.returns import Report
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, of_grid, of_group

_CAN_CONFIRM = frozenset({"grid_worker", "deputy", "community_lead", "office"})


class Returns(Ladder[Report]):
    """The grid worker, who stands in for them, then who is above; or the office."""

    name, audited = "return_report", "return climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Report]:
        """Open reports that nobody confirmed by their deadline."""
        return returns.overdue(db, now, self._most(settings), limit)

    def matter(self, one: Report) -> Matter:
        """A report belongs to its place; what the rule leaves to the office is the office's."""
        whose = OFFICE if one.is_for_the_office else None
        about = f"return_report:{one.id}"
        return Matter(about, one.number, one.climbed, one.due_at, whose, one.place_id, one.path)

    def rungs(self, settings: Settings, one: Report) -> Sequence[str]:
        """Without the community's lead where the office decides."""
        above = settings.ladders.return_report
        if not one.is_for_the_office:
            return ("grid_worker", "deputy", *above)
        return tuple(dict.fromkeys((OFFICE, "deputy", *(rung for rung in above if rung != "community_lead"))))

    def longest(self, settings: Settings, one: Report) -> int:
        """As many as the grid worker's has."""
        return self._most(settings)

    def asked(self, db: Db, settings: Settings, rung: str, one: Report, now: int) -> Sequence[Recipient]:
        """Whoever may confirm it, or is above them."""
        if one.is_for_the_office:
            return of_group(db, settings, rung, self.name, self.matter(one), now)
        return of_grid(db, rung, settings, one.path, now)

    def next_due(self, settings: Settings, one: Report, now: int) -> int:
        """As long as it has to be confirmed in, from now."""
        return confirm_by(settings, now, date.fromisoformat(one.arrive_date), has_arrived=one.has_arrived)

    def climb(self, db: Db, one: Report, rung: Rung, now: int) -> bool:
        """Note it on the report."""
        return returns.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Report, rung: Rung) -> str:
        """Who comes when, and how to confirm for whoever may."""
        return surroundings.render(
            "return_climbed",
            number=one.number,
            name=one.name,
            address=one.address.replace("/", ""),
            arrive=one.arrive_date,
            has_arrived=one.has_arrived,
            is_proposed=not one.is_for_the_office,
            can_confirm=rung.name in _CAN_CONFIRM,
        )

    def _most(self, settings: Settings) -> int:
        return 2 + len(settings.ladders.return_report)


job = Job("returns_overdue", climbing(Returns()), every=MINUTE, useful_for=MINUTE)
