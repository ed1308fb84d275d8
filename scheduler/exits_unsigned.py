"""Exit requests that wait for a signature (clause 3.4.1, DESIGN 6.3): whoever leads the place now has them, and they climb.

At a change of shift what waits goes to whoever leads then. What nobody answers in time goes to the deputies, then to the
office, then to the leading group with names; a step at which nobody can be reached is passed over. A job never signs.
"""

from knowledge.exit_deadlines import next_step
from knowledge.times import MINUTE
from ledger import Db, audit, exit_moves, exit_notices, exits, people
from ledger.exit_signers import Signers, signers
from ledger.exits import Exit
from ledger.people import Recipient
from ledger.records import compact
from scheduler.job import BATCH, Job, Surroundings

_STEPS = ("deputies", "office", "leader")


def ask_whoever_leads(surroundings: Surroundings, now: int) -> int:
    """Put what waits before whoever leads now, and what is late one step up; returns how many went up."""
    return surroundings.ledger.transact(lambda db: _ask_all(surroundings, db, now), wait=30)


def _ask_all(surroundings: Surroundings, db: Db, now: int) -> int:
    climbed = 0
    for one in exits.pending(db, BATCH):
        found = signers(db, one, now)
        if found.seal is None:
            continue  # open again: `unseal` withdraws it
        # Under the key of the first asking: whoever was asked already is not asked twice.
        exit_notices.ask_to_sign(db, surroundings.render, one, found.asked_first, "asked", now)
        if one.due_at is not None and one.due_at <= now and one.climbed < len(_STEPS):
            climbed += _climb(surroundings, db, one, found, now)
    return climbed


def _climb(surroundings: Surroundings, db: Db, one: Exit, found: Signers, now: int) -> int:
    step, told = one.climbed, list[Recipient]()
    while step < len(_STEPS) and not any(who.openid is not None for who in told):
        told = _asked(db, _STEPS[step], found)
        step += 1
    if not exit_moves.climb(db, one, step, next_step(surroundings.settings.exits, now)):
        return 0
    asked = _STEPS[step - 1]
    if asked == "deputies":
        exit_notices.ask_to_sign(db, surroundings.render, one, told, f"climbed:{step}", now)
    else:
        names = "、".join(who.name for who in found.everybody) or (found.seal.leader_name if found.seal else "")
        exit_notices.tell(
            db, surroundings.render, one, told, "exit_climbed", f"climbed:{step}", now, leading=names, to=asked
        )
    detail = compact({"number": one.number, "to": asked, "told": len(told)})
    audit.note(db, now, None, "system", "exit climbed", f"exit_request:{one.id}", detail)
    return 1


def _asked(db: Db, step: str, found: Signers) -> list[Recipient]:
    if step == "deputies":
        return found.everybody
    return people.office(db) if step == "office" else people.holders(db, "leader")


job = Job("exits_unsigned", ask_whoever_leads, every=MINUTE, useful_for=MINUTE)
