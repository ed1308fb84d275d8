"""Sealed places that nobody has disinfected today or cleared of rubbish (clause 3.4.4: each day, rubbish the same day).

In the evening whoever looks after the place and its community's leads get theirs, building by building, the office where
none of them can be reached. What is still left later goes one step up: to whoever leads the task force, and to the office.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from knowledge.daytime import is_daytime
from knowledge.settings import Settings
from knowledge.times import HOUR, business_day
from ledger import Db, audit, outbox, people, seals
from ledger.duty import on_duty, roster, upkeep
from ledger.duty.on_duty import OFFICE
from ledger.duty.upkeep import Spot
from ledger.outbox import REMINDER
from ledger.people import Recipient
from ledger.records import compact
from scheduler.job import Job, Surroundings

_USEFUL_FOR = 2 * HOUR
# A message holds 2,048 bytes; the rest is counted.
_NAMED = 15
Whom = Callable[[Db, Settings, Spot, int], Sequence[Recipient]]


def _tell(step: str, whom: Whom, surroundings: Surroundings, now: int) -> int:
    """Tell everybody whose it is what is left; returns how many spots lack something. At night nobody is told."""
    if not is_daytime(now):
        return 0
    day = business_day(now).isoformat()
    lists, count = surroundings.ledger.read(lambda db: _lists(db, surroundings.settings, whom, day, now), snapshot=True)
    surroundings.in_batches(lists, partial(_send, surroundings, step, day, now))
    return count


def _lists(
    db: Db, settings: Settings, whom: Whom, day: str, now: int
) -> tuple[list[tuple[Recipient, list[Spot]]], int]:
    """Who is to be told of which spots, and how many spots there are in all."""
    left = [spot for spot in upkeep.of_day(db, day) if any(spot.done(kind) is None for kind in upkeep.KINDS)]
    lists: dict[Recipient, list[Spot]] = defaultdict(list)
    for spot in left:
        for recipient in dict.fromkeys(whom(db, settings, spot, now)):
            lists[recipient].append(spot)
    return list(lists.items()), len(left)


def _whose_it_is(db: Db, settings: Settings, spot: Spot, now: int) -> Sequence[Recipient]:
    """The grid workers of a spot and the leads of its community, else the office: whoever can be reached."""
    found = [*people.grid_workers_for(db, spot.path), *people.leads_for(db, spot.path)]
    return _reached(found) or _reached(on_duty.of_group(db, settings.duty, OFFICE, now))


def _above(db: Db, settings: Settings, spot: Spot, now: int) -> Sequence[Recipient]:
    """Who leads the task force at this hour, and the office."""
    seal = seals.covering(db, spot.path)
    leading = [one.recipient for one in roster.leading(db, seal, now)] if seal is not None else []
    return _reached([*leading, *on_duty.of_group(db, settings.duty, OFFICE, now)])


def _reached(found: Sequence[Recipient]) -> list[Recipient]:
    return [one for one in found if one.openid is not None]


def _send(
    surroundings: Surroundings, step: str, day: str, now: int, db: Db, item: tuple[Recipient, list[Spot]]
) -> None:
    recipient, spots = item
    key = f"upkeep-missing:{day}:{step}:{recipient.person_id}"
    if outbox.was_queued(db, key):
        return
    left = {kind: upkeep.missing(spots, kind) for kind in upkeep.KINDS}
    outbox.queue(
        db,
        key=key,
        to=recipient,
        kind=REMINDER,
        body=surroundings.render(
            "upkeep_missing",
            again=step == "second",
            example=spots[0].spoken,
            **{f"no_{kind}": _named(ones) for kind, ones in left.items()},
        ),
        about=f"upkeep_missing:{day}",
        now=now,
        template="task",
    )
    detail = compact({"to": step, **{kind: len(ones) for kind, ones in left.items()}})
    audit.note(db, now, None, "system", "upkeep missing", f"person:{recipient.person_id}", detail)


def _named(spots: Sequence[Spot]) -> dict[str, object]:
    return {"places": [spot.spoken for spot in spots[:_NAMED]], "more": max(0, len(spots) - _NAMED)}


first = Job(
    "upkeep_missing",
    partial(_tell, "first", _whose_it_is),
    at=lambda settings: settings.scheduler.upkeep_missing,
    useful_for=_USEFUL_FOR,
)
second = Job(
    "upkeep_still_missing",
    partial(_tell, "second", _above),
    at=lambda settings: settings.scheduler.upkeep_still_missing,
    useful_for=_USEFUL_FOR,
)
