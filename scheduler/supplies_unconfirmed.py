"""What was brought and nobody says came (clause 3.4.5): the resident is asked once more, then whoever brought it finds out.

With no answer from them either it climbs as everything does; after the last step it stays in the lists until somebody says
whether it came.
"""

import json
from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.times import MINUTE, from_ms
from ledger import Db, audit, outbox, people, supplies
from ledger.people import Recipient
from ledger.records import compact
from ledger.supplies import Request
from scheduler.climbing import next_reached, superiors
from scheduler.job import BATCH, Job, Surroundings

_RESIDENT, _BRINGER = "resident", "bringer"
_OWN_STEPS = (_RESIDENT, _BRINGER)
# They are told that it waits; who asks the resident is somebody of the place, the group or the office.
_ONLY_URGE = frozenset({"leader", "inspector"})
assert len(_OWN_STEPS) == supplies.BY_STAFF


def ask_again(surroundings: Surroundings, now: int) -> int:
    """Put everything that nobody has confirmed in time to the next one who can be reached; returns how many."""
    return surroundings.ledger.transact(lambda db: _ask_all(surroundings, db, now), wait=30)


def _ask_all(surroundings: Surroundings, db: Db, now: int) -> int:
    steps = (*_OWN_STEPS, *surroundings.settings.alerts.climb_to)
    return sum(_ask(surroundings, db, late, steps, now) for late in supplies.unconfirmed(db, now, len(steps), BATCH))


def _ask(surroundings: Surroundings, db: Db, late: Request, steps: Sequence[str], now: int) -> int:
    done, told = next_reached(steps, late.climbed, lambda step: _asked(db, step, late))
    asked = steps[done - 1]
    next_due = after_daytime(now, surroundings.settings.supplies.confirm_within_minutes * MINUTE)
    is_resident = asked == _RESIDENT
    if not supplies.climb(db, late, done, next_due, reminded_at=now if is_resident else None):
        return 0
    facts: dict[str, object] = {"number": late.number, "is_repair": late.is_repair}
    if is_resident:
        body = surroundings.render("supply_did_it_come", who=late.delivered_by, things=_came(late), **facts)
    else:
        body = surroundings.render(
            "supply_find_out",
            name=late.name,
            address=late.address.replace("/", ""),
            who=late.delivered_by,
            is_bringer=asked == _BRINGER,
            can_say=asked not in _ONLY_URGE,
            due=f"{from_ms(next_due):%H:%M}",
            **facts,
        )
    for recipient in told:
        outbox.queue(
            db,
            key=f"supply:{late.id}:unconfirmed:{late.due_at}:{recipient.person_id}",
            to=recipient,
            kind="reminder" if is_resident else "alert",
            body=body,
            about=f"supply_request:{late.id}",
            now=now,
            template="reminder" if is_resident else "task",
            menu=() if asked in _ONLY_URGE else _menu(surroundings, late, is_resident=is_resident),
        )
    detail = compact({"number": late.number, "to": asked, "told": len(told)})
    audit.note(db, now, None, "system", "supplies not confirmed", f"supply_request:{late.id}", detail)
    return 1


def _asked(db: Db, step: str, late: Request) -> Sequence[Recipient]:
    """Who is asked at a step: whoever filed it or whom it is for, whoever brought it, and then those above."""
    if step == _RESIDENT:
        wanted = dict.fromkeys((late.filed_by_id, late.person_id))
        found = [people.recipient(db, one) for one in wanted if one is not None and one != late.delivered_by_id]
        return [one for one in found if one.openid is not None]
    if step == _BRINGER:
        brought = [people.recipient(db, late.delivered_by_id)] if late.delivered_by_id is not None else []
        return [one for one in brought if one.openid is not None] or people.grid_workers_for(db, late.path)
    return superiors(db, step, late.path)


def _came(late: Request) -> list[str]:
    """The things that were brought."""
    things = json.loads(late.items)
    return [one.get("instead") or one["item"] for one in things if one.get("state") not in {"missing", "declined"}]


def _menu(surroundings: Surroundings, late: Request, *, is_resident: bool) -> outbox.Menu:
    """It came, it did not: to tap; staff say so with the number."""
    if is_resident:
        ids = (f"supply:got:{late.id}", f"supply:lost:{late.id}")
    else:
        ids = (f"supply:came:{late.number}", f"supply:gone:{late.number}")
    words = ("supply_it_came", "supply_it_did_not_come")
    facts = {"is_repair": late.is_repair, "number": "" if is_resident else late.number}
    return tuple((one, surroundings.render(template, **facts)) for one, template in zip(ids, words, strict=True))


job = Job("supplies_unconfirmed", ask_again, every=MINUTE, useful_for=MINUTE)
