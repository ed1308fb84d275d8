"""Exit requests that wait for a signature (clause 3.4.1, DESIGN 6.3): whoever leads the place now has them, and they climb.

At a change of shift what waits goes to whoever leads then. What nobody answers in time goes to the deputies, then to whom
config.yaml names. A job never signs.
"""

from collections.abc import Sequence

from knowledge.exit_deadlines import next_step
from knowledge.settings import Settings
from knowledge.times import MINUTE
from ledger import Db, exits, seals
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.signers import signers
from ledger.people import Recipient
from scheduler.climbing import Keys, Ladder, Rung, climbing
from scheduler.job import BATCH, Job, Surroundings
from scheduler.rungs import Matter, above


class Signatures(Ladder[Exit]):
    """The deputies beside the leader, then who is above, who hear whose signature it is."""

    name, audited = "exit_signature", "exit climbed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Exit]:
        """What nobody has signed in time; where the place is open again `unseal` withdraws it."""
        late = exits.unsigned(db, now, len(self.steps(settings)), limit)
        return [one for one in late if one.path and seals.covering(db, one.path) is not None]

    def matter(self, one: Exit) -> Matter:
        """A request belongs to its place."""
        about = f"exit_request:{one.id}"
        return Matter(about, one.number, one.climbed, one.due_at, None, one.place_id, one.path)

    def asked(self, db: Db, settings: Settings, rung: str, one: Exit, now: int) -> Sequence[Recipient]:
        """Everybody who may sign it now, or who is above."""
        return signers(db, one, now).everybody if rung == "deputy" else above(db, settings, rung, one.path, now)

    def next_due(self, settings: Settings, one: Exit, now: int) -> int:
        """After the first deadline it is urgent."""
        return next_step(settings.exits, now)

    def climb(self, db: Db, one: Exit, rung: Rung, now: int) -> bool:
        """Note it on the request."""
        return exit_moves.climb(db, one, rung.done, one.due_at if rung.next_due is None else rung.next_due)

    def ask(self, surroundings: Surroundings, db: Db, one: Exit, rung: Rung, said: str, now: int) -> Keys:
        """To sign it, or to see that somebody does."""
        key = f"climbed:{rung.done}"
        if rung.name == "deputy":
            exit_notices.ask_to_sign(db, surroundings.render, one, rung.asked, key, now, note=said)
            key = f"{key}:sign"
        else:
            found = signers(db, one, now)
            names = "、".join(who.name for who in found.everybody) or (found.seal.leader_name if found.seal else "")
            exit_notices.tell(
                db,
                surroundings.render,
                one,
                rung.asked,
                "exit_climbed",
                key,
                now,
                behind=said,
                leading=names,
                to=rung.name,
            )
        return {who.person_id: exit_notices.key_of(one, key, who.person_id) for who in rung.asked}

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return ("deputy", *settings.ladders.exit_signature)


def ask_whoever_leads(surroundings: Surroundings, now: int) -> int:
    """Put what waits before whoever leads now, and what is late one step up; returns how many went up."""
    surroundings.ledger.transact(lambda db: _ask_all(surroundings, db, now), wait=30)
    return climbing(Signatures())(surroundings, now)


def _ask_all(surroundings: Surroundings, db: Db, now: int) -> None:
    for one in exits.pending(db, BATCH):
        # Under the key of the first asking: whoever was asked already is not asked twice.
        asked = signers(db, one, now).asked_first
        exit_notices.ask_to_sign(db, surroundings.render, one, asked, "asked", now)


job = Job("exits_unsigned", ask_whoever_leads, every=MINUTE, useful_for=MINUTE)
