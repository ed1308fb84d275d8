"""What was brought and nobody says came (clause 3.4.5): the resident is asked once more, then whoever brought it finds out.

With no answer from them either it climbs as everything does, but never to the inspector; after the last step it stays in
the lists until somebody says whether it came.
"""

import json
from collections.abc import Sequence

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import MINUTE, from_ms
from ledger import Db, outbox, people, supplies
from ledger.duty import asks
from ledger.people import Recipient
from ledger.supplies import Request
from scheduler.climbing import Keys, Ladder, Rung, behind, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, above

_RESIDENT, _BRINGER = "resident", "bringer"
_OWN_STEPS = (_RESIDENT, _BRINGER)
# They are told that it waits; who asks the resident is somebody of the place, the group or the office.
_ONLY_URGE = frozenset({"leader"})
assert len(_OWN_STEPS) == supplies.BY_STAFF


class Confirmations(Ladder[Request]):
    """Whoever it is for, whoever brought it, then who is above."""

    name, audited = "supply_confirmation", "supplies not confirmed"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Request]:
        """What was said to have come, and nobody has said so in time."""
        return supplies.unconfirmed(db, now, len(self.steps(settings)), limit)

    def matter(self, one: Request) -> Matter:
        """A request is a group's."""
        about = f"supply_request:{one.id}"
        return Matter(about, one.number, one.climbed, one.due_at, one.group_id, one.place_id, one.path)

    def asked(self, db: Db, settings: Settings, rung: str, one: Request, now: int) -> Sequence[Recipient]:
        """Whoever filed it or whom it is for, whoever brought it, and then those above."""
        if rung == _RESIDENT:
            wanted = dict.fromkeys((one.filed_by_id, one.person_id))
            return [people.recipient(db, who) for who in wanted if who is not None and who != one.delivered_by_id]
        if rung == _BRINGER:
            brought = [people.recipient(db, one.delivered_by_id)] if one.delivered_by_id is not None else []
            return [who for who in brought if who.openid is not None] or people.grid_workers_for(db, one.path)
        return above(db, settings, rung, one.path, now)

    def next_due(self, settings: Settings, one: Request, now: int) -> int:
        """By day alone."""
        return after_daytime(now, settings.supplies.confirm_within_minutes * MINUTE)

    def climb(self, db: Db, one: Request, rung: Rung, now: int) -> bool:
        """Note it on the request, and when the resident was asked."""
        reminded = now if rung.name == _RESIDENT else None
        return supplies.climb(db, one, rung.done, rung.next_due, reminded_at=reminded)

    def ask(self, surroundings: Surroundings, db: Db, one: Request, rung: Rung, said: str, now: int) -> Keys:
        """It came, it did not: to tap."""
        is_resident = rung.name == _RESIDENT
        body = self.words(surroundings, one, rung)
        key = f"supply:{one.id}:unconfirmed:{one.due_at}"
        outbox.tell(
            db,
            rung.asked,
            key=key,
            kind="reminder" if is_resident else "alert",
            body=behind(body, said),
            about=f"{asks.DID_IT_COME}:{one.id}",
            now=now,
            template="reminder" if is_resident else "task",
            menu=() if rung.name in _ONLY_URGE else _menu(surroundings, one, is_resident=is_resident),
        )
        return {who.person_id: f"{key}:{who.person_id}" for who in rung.asked}

    def words(self, surroundings: Surroundings, one: Request, rung: Rung) -> str:
        """What came, or whom to ask about it."""
        facts: dict[str, object] = {"number": one.number, "is_repair": one.is_repair}
        if rung.name == _RESIDENT:
            return surroundings.render("supply_did_it_come", who=one.delivered_by, things=_came(one), **facts)
        return surroundings.render(
            "supply_find_out",
            name=one.name,
            address=one.address.replace("/", ""),
            who=one.delivered_by,
            is_bringer=rung.name == _BRINGER,
            can_say=rung.name not in _ONLY_URGE,
            due=f"{from_ms(rung.next_due):%H:%M}" if rung.next_due is not None else "",
            **facts,
        )

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return (*_OWN_STEPS, *settings.ladders.supply_confirmation)


def _came(late: Request) -> list[str]:
    """The things that were brought."""
    things = json.loads(late.items)
    return [one.get("instead") or one["item"] for one in things if one.get("state") not in {"missing", "declined"}]


def _menu(surroundings: Surroundings, late: Request, *, is_resident: bool) -> outbox.Menu:
    """The answers to tap; staff say so with the number."""
    if is_resident:
        ids = (f"supply:got:{late.id}", f"supply:lost:{late.id}")
    else:
        ids = (f"supply:came:{late.number}", f"supply:gone:{late.number}")
    words = ("supply_it_came", "supply_it_did_not_come")
    facts = {"is_repair": late.is_repair, "number": "" if is_resident else late.number}
    return tuple((one, surroundings.render(template, **facts)) for one, template in zip(ids, words, strict=True))


job = Job("supplies_unconfirmed", climbing(Confirmations()), every=MINUTE, useful_for=MINUTE)
