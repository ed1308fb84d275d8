"""Notices that nobody has approved or sent back in time: whoever may is asked once more, then who is above (clause 3.3).

Only the daytime counts: a notice leaves by day. Whoever wrote it is not asked, because they cannot approve it.
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import MINUTE
from ledger import Db, notices
from ledger.notices import cards as notice_cards
from ledger.notices import waiting as notice_waiting
from ledger.notices.waiting import Unapproved
from ledger.people import Recipient
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, above

_OFFICE = "office"


class Unapproveds(Ladder[Unapproved]):
    """The others of the office, then who is above."""

    name, audited = "notice_approval", "notice approval climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Unapproved]:
        """What waits although its time has passed."""
        return notice_waiting.late(db, now, len(settings.ladders.notice_approval), limit)

    def matter(self, one: Unapproved) -> Matter:
        """It is the office's. What is said of it is about the work on it: it is not its own words for somebody's door."""
        return Matter(f"{notices.WORK}{one.id}", one.number, one.climbed, one.due_at, _OFFICE, one.place_id)

    def rungs(self, settings: Settings, one: Unapproved) -> Sequence[str]:
        """As config.yaml says."""
        return settings.ladders.notice_approval

    def asked(self, db: Db, settings: Settings, rung: str, one: Unapproved, now: int) -> Sequence[Recipient]:
        """Whoever of the office may approve it, or who is above."""
        if rung != _OFFICE:
            return above(db, settings, rung, "", now)
        seen = notices.by_row(db, one.row)
        return notice_cards.approvers(db, seen) if seen is not None else []

    def next_due(self, settings: Settings, one: Unapproved, now: int) -> int:
        """The same time again, by day."""
        return after_daytime(now, settings.notices.approve_within_minutes * MINUTE)

    def climb(self, db: Db, one: Unapproved, rung: Rung, now: int) -> bool:
        """Note it on the notice."""
        return notice_waiting.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Unapproved, rung: Rung) -> str:
        """Which notice it is, and how to see and decide it for whoever may."""
        return surroundings.render(
            "notice_climbed",
            number=one.number,
            title=one.title,
            submitted_by=one.submitted_by,
            can_approve=rung.name == _OFFICE,
        )


job = Job("notices_unapproved", climbing(Unapproveds()), every=MINUTE, useful_for=MINUTE)
