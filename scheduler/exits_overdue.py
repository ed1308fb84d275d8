"""Who is out and should be back (DESIGN 6.14): they and their grid worker are asked first, then a person decides.

Nobody is called missing by a program, and the inspector hears nothing of it. What is decided, and whether somebody is
looked for, is for whoever leads the place.
"""

from collections.abc import Sequence

from knowledge.settings import Settings
from knowledge.times import MINUTE
from ledger import Db, exits, people
from ledger.duty import asks
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.signers import signers
from ledger.people import Recipient
from scheduler.climbing import Keys, Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter

_RESIDENT, _SIGNER = "resident", "signer"
_STEPS = (_RESIDENT, _SIGNER)


class Comings(Ladder[Exit]):
    """They with their grid worker, then whoever leads the place with the office."""

    name, audited = "exit_return", "exit overdue"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Exit]:
        """Whoever of a sealed place is not back, and whoever was asked after and still is not."""
        out = exits.late(db, now - settings.exits.overdue_after_minutes * MINUTE, limit)
        return [*out, *exits.still_late(db, now, limit)]

    def matter(self, one: Exit) -> Matter:
        """Whoever is overdue has been asked after once."""
        about, asked = f"exit_request:{one.id}", 0 if one.status == "out" else 1 + one.climbed
        return Matter(about, one.number, asked, one.due_at, None, one.place_id, one.path)

    def rungs(self, settings: Settings, one: Exit) -> Sequence[str]:
        """Two; what follows a person decides."""
        return _STEPS

    def asked(self, db: Db, settings: Settings, rung: str, one: Exit, now: int) -> Sequence[Recipient]:
        """The owner and the grid worker, or whoever leads and the office."""
        if rung == _RESIDENT:
            return [*exit_notices.owners(db, one), *self._workers(db, one)]
        return list({who.person_id: who for who in (*signers(db, one, now).everybody, *people.office(db))}.values())

    def next_due(self, settings: Settings, one: Exit, now: int) -> int | None:
        """When a person is to decide."""
        return now + settings.exits.overdue_decided_after_minutes * MINUTE if one.status == "out" else None

    def climb(self, db: Db, one: Exit, rung: Rung, now: int) -> bool:
        """Not back in time; and where nobody is left to be asked before, a person decides at once."""
        if one.status == "overdue":
            return exit_moves.climb(db, one, rung.done - 1, None)
        is_put_before_a_person = rung.name != _RESIDENT
        if not exit_moves.mark_overdue(db, one, None if is_put_before_a_person else rung.next_due):
            return False
        marked = exits.get(db, one.id)
        assert marked is not None  # it was marked in this transaction
        return not is_put_before_a_person or exit_moves.climb(db, marked, 1, None)

    def ask(self, surroundings: Surroundings, db: Db, one: Exit, rung: Rung, said: str, now: int) -> Keys:
        """Where they are, or what is to be done."""
        render = surroundings.render
        if rung.name == _SIGNER:
            key = f"late:{one.back_due_at}"
            exit_notices.tell(db, render, one, rung.asked, "exit_overdue_decide", key, now, behind=said)
            return {who.person_id: exit_notices.key_of(one, key, who.person_id) for who in rung.asked}
        key = f"overdue:{one.back_due_at}"
        exit_notices.tell_owners(db, render, one, "exit_overdue", key, now, asks_for=asks.TO_COME_BACK)
        workers = self._workers(db, one)
        exit_notices.tell(db, render, one, workers, "exit_overdue_for_grid", key, now, asks_for=asks.TO_COME_BACK)
        owners = {who.person_id: f"{key}:owner" for who in exit_notices.owners(db, one)}
        named = {who.person_id: key for who in workers} | owners
        return {person_id: exit_notices.key_of(one, name, person_id) for person_id, name in named.items()}

    def _workers(self, db: Db, one: Exit) -> list[Recipient]:
        return people.grid_workers_for(db, one.path) if one.path else []


job = Job("exits_overdue", climbing(Comings()), every=MINUTE, useful_for=MINUTE)
