"""What was agreed by telephone, or let out in an emergency, is signed afterwards (DESIGN 6.1, 6.3): reminders that climb.

Whoever has to sign and the office; when that was not enough those of config.yaml too, one more each time, with the name.
It goes on until it is signed.
"""

from collections.abc import Sequence

from knowledge.settings import Settings
from knowledge.times import MINUTE
from ledger import Db, exits, people
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.signers import signers, who_signed
from ledger.people import Recipient
from scheduler.climbing import Keys, Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, above

_SIGNER = "signer"


class Countersignatures(Ladder[Exit]):
    """Whoever has to sign and the office, each time somebody above them too, and from the beginning again."""

    name, audited = "exit_countersignature", "countersignature reminded"
    begins_again = True

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Exit]:
        """What was to be signed afterwards by now and was not."""
        return exits.uncountersigned(db, now, limit)

    def matter(self, one: Exit) -> Matter:
        """How far it has gone is told by its deadline, which each reminder puts off."""
        about = f"exit_request:{one.id}"
        return Matter(about, one.number, 0, one.countersign_due_at, None, one.place_id, one.path)

    def rungs(self, settings: Settings, one: Exit) -> Sequence[str]:
        """From the one whose turn it is."""
        within = settings.exits.countersign_within_minutes * MINUTE
        waited = (one.countersign_due_at or 0) - (one.signed_at or one.filed_at)
        steps = (_SIGNER, *settings.ladders.exit_countersignature)
        return steps[max(0, waited // within - 1) % len(steps) :]

    def asked(self, db: Db, settings: Settings, rung: str, one: Exit, now: int) -> Sequence[Recipient]:
        """Whoever has to sign with the office, and with them who is above; the inspector alone."""
        if rung == "inspector":
            return people.holders(db, rung)
        also = above(db, settings, rung, one.path, now) if rung != _SIGNER else []
        told = (*_who_signs(db, one, now), *people.office(db), *also)
        return list({who.person_id: who for who in told}.values())

    def next_due(self, settings: Settings, one: Exit, now: int) -> int:
        """The same time again."""
        return now + settings.exits.countersign_within_minutes * MINUTE

    def climb(self, db: Db, one: Exit, rung: Rung, now: int) -> bool:
        """Put the deadline off, which of two schedulers one does."""
        due = rung.next_due if rung.next_due is not None else now
        return exit_moves.remind_to_countersign(db, one, due)

    def ask(self, surroundings: Surroundings, db: Db, one: Exit, rung: Rung, said: str, now: int) -> Keys:
        """To sign it, or to see that somebody does."""
        key = f"owed:{one.countersign_due_at}"
        signer = _who_signs(db, one, now)
        exit_notices.ask_to_sign(db, surroundings.render, one, signer, key, now)
        signing = {who.person_id for who in signer}
        others = [who for who in rung.asked if who.person_id not in signing]
        names = one.signed_by or "、".join(who.name for who in signer)
        exit_notices.tell(
            db, surroundings.render, one, others, "exit_owed", f"{key}:above", now, behind=said, leading=names
        )
        ends = {who.person_id: "sign" if who.person_id in signing else "above" for who in rung.asked}
        return {person_id: exit_notices.key_of(one, f"{key}:{end}", person_id) for person_id, end in ends.items()}


def _who_signs(db: Db, one: Exit, now: int) -> list[Recipient]:
    """Who agreed by telephone, on duty now or not; whoever leads now of an emergency, or where they lead no more."""
    if one.signed_by_id is not None:
        return who_signed(db, one, now)
    return signers(db, one, now).asked_first if one.signed_by is None else []


job = Job("exits_to_countersign", climbing(Countersignatures()), every=MINUTE, useful_for=MINUTE)
