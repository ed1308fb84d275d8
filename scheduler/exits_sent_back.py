"""Exits that were sent back and not completed (DESIGN 6.3): they are their owner's, and nobody loses sight of them.

First the owner and the grid worker are asked again, then whoever signed and the office; after that the owner each morning,
as long as the hours of the trip are ahead. It is the owner's to complete, so the inspector never hears of it.
"""

from collections.abc import Sequence

from knowledge.exit_deadlines import next_step
from knowledge.settings import Settings
from knowledge.times import DAY, HOUR, MINUTE, business_day, day_start
from ledger import Db, exits, people
from ledger.duty import asks
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.signers import who_signed
from ledger.people import Recipient
from scheduler.climbing import Keys, Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter

_MORNING = 8 * HOUR
_RESIDENT, _SIGNER = "resident", "signer"


class Completions(Ladder[Exit]):
    """The owner, whoever signed and the office, and the owner once more each morning."""

    name, audited = "exit_completion", "asked to complete an exit"
    begins_again = True

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Exit]:
        """What was sent back and not completed by the moment at which somebody is asked again."""
        return exits.still_sent_back(db, now, limit)

    def matter(self, one: Exit) -> Matter:
        """A request belongs to its place."""
        about = f"exit_request:{one.id}"
        return Matter(about, one.number, one.climbed, one.due_at, None, one.place_id, one.path)

    def rungs(self, settings: Settings, one: Exit) -> Sequence[str]:
        """There is always one more morning."""
        return (_RESIDENT, _SIGNER, *(_RESIDENT,) * one.climbed)

    def asked(self, db: Db, settings: Settings, rung: str, one: Exit, now: int) -> Sequence[Recipient]:
        """The owner, at first with the grid worker; or whoever signed with the office."""
        if rung == _SIGNER:
            signer = who_signed(db, one, now) if one.signed_by_id is not None else []
            return list({who.person_id: who for who in (*signer, *people.office(db))}.values())
        return [*exit_notices.owners(db, one), *(self._workers(db, one) if one.climbed == 0 else [])]

    def next_due(self, settings: Settings, one: Exit, now: int) -> int | None:
        """The next moment at which somebody is asked; None where the trip would be over by then."""
        morning = day_start(business_day(now)) + DAY + _MORNING
        due = next_step(settings.exits, now) if one.climbed == 0 else morning
        return due if due < one.expires_at else None

    def climb(self, db: Db, one: Exit, rung: Rung, now: int) -> bool:
        """Note it on the request."""
        return exit_moves.climb(db, one, rung.done, rung.next_due)

    def ask(self, surroundings: Surroundings, db: Db, one: Exit, rung: Rung, said: str, now: int) -> Keys:
        """What is missing, to whoever can say it and whoever can help. Each time it was sent back is asked about anew."""
        render, key, missing = surroundings.render, f"sent_back:{one.sent_back_at}:{one.climbed}", one.sent_back
        late = "exit_sent_back_late"
        if rung.name == _SIGNER:
            exit_notices.tell(db, render, one, rung.asked, late, key, now, behind=said, missing=missing)
            return {who.person_id: exit_notices.key_of(one, key, who.person_id) for who in rung.asked}
        still = "exit_sent_back_still"
        exit_notices.tell_owners(db, render, one, still, key, now, asks_for=asks.TO_COMPLETE, missing=missing)
        workers = self._workers(db, one) if one.climbed == 0 else []
        exit_notices.tell(db, render, one, workers, late, key, now, missing=missing)
        of_workers = {who.person_id: exit_notices.key_of(one, key, who.person_id) for who in workers}
        owners = exit_notices.owners(db, one)
        return of_workers | {who.person_id: exit_notices.key_of(one, f"{key}:owner", who.person_id) for who in owners}

    def _workers(self, db: Db, one: Exit) -> list[Recipient]:
        return people.grid_workers_for(db, one.path) if one.path else []


job = Job("exits_sent_back", climbing(Completions()), every=MINUTE, useful_for=MINUTE)
