"""Answers to be kept that nobody has approved or sent back in time: whoever may is asked once more, then who is above
(clauses 3.3, 4.3).

Only the daytime counts, as for notices. Whoever wrote it is not asked, because they cannot approve it.
"""

from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import MINUTE
from ledger import Db
from ledger.kept_answers import waiting as kept_waiting
from ledger.kept_answers.waiting import Unapproved
from ledger.people import Recipient
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, above

_OFFICE = "office"


class Unapproveds(Ladder[Unapproved]):
    """The others of the office, then who is above."""

    name, audited = "answer_approval", "answer approval climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Unapproved]:
        """What waits although its time has passed."""
        return kept_waiting.late(db, now, len(self.steps(settings)), limit)

    def matter(self, one: Unapproved) -> Matter:
        """It is the office's."""
        return Matter(one.key, one.number, one.climbed, one.due_at, _OFFICE, one.place_id)

    def steps(self, settings: Settings) -> Sequence[str]:
        """As config.yaml says."""
        return settings.ladders.answer_approval

    def asked(self, db: Db, settings: Settings, rung: str, one: Unapproved, now: int) -> Sequence[Recipient]:
        """Whoever of the office may approve it, or who is above."""
        return kept_waiting.approvers(db, one) if rung == _OFFICE else above(db, settings, rung, "", now)

    def next_due(self, settings: Settings, one: Unapproved, now: int) -> int:
        """The same time again, by day."""
        return after_daytime(now, settings.office.answer_approved_within_minutes * MINUTE)

    def climb(self, db: Db, one: Unapproved, rung: Rung, now: int) -> bool:
        """Note it on the answer."""
        return kept_waiting.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Unapproved, rung: Rung) -> str:
        """Which question it answers, and how to see and decide it for whoever may."""
        return surroundings.render(
            "kept_climbed",
            number=one.number,
            question=one.question,
            who=one.filed_by,
            can_approve=rung.name == _OFFICE,
        )


job = Job("answers_unapproved", climbing(Unapproveds()), every=MINUTE, useful_for=MINUTE)
