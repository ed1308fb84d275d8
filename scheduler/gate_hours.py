"""Hours of the last day of which a sealed place has no shift on record (clause 3.4.1: guarded for 24 hours, with a log).

In the morning its guards and whoever leads are asked to fill them in, where somebody was there; the office where none of
them can be reached. That a gate had nobody was told when it was so (scheduler/gates_unattended.py), and is not told again.
"""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from knowledge.times import DAY, HOUR, MINUTE, business_day, from_ms
from ledger import Db, outbox, seals
from ledger.duty import on_duty, roster
from ledger.duty.gaps import Gap
from ledger.duty.on_duty import OFFICE
from ledger.gate import hours, posts
from ledger.outbox import REMINDER
from ledger.people import Recipient
from scheduler.job import Job, Surroundings

# So many stretches stand in a message; a day that falls into more is told by its first ones.
_NAMED = 6


def ask(surroundings: Surroundings, now: int) -> int:
    """Ask for the hours of the last day that nobody wrote down; returns how many places have any."""
    found = surroundings.ledger.read(lambda db: _unlogged(surroundings, db, now), snapshot=True)
    return surroundings.in_batches(found, partial(_tell, surroundings, now))


def _unlogged(surroundings: Surroundings, db: Db, now: int) -> list[list[Gap]]:
    """The stretches by place; one that is shorter than a handover may take is none."""
    shortest = surroundings.settings.gate.unattended_minutes * MINUTE
    found = [one for one in hours.unlogged(db, now - DAY, now) if one.until_at - one.from_at >= shortest]
    return [list(gaps) for _, gaps in groupby(found, key=lambda one: one.place_id)]


def _tell(surroundings: Surroundings, now: int, db: Db, gaps: list[Gap]) -> None:
    place, day = gaps[0], business_day(now)
    body = surroundings.render(
        "gate_hours",
        place=place.spoken,
        hours=[{"from": _clock(one.from_at, now), "until": _clock(one.until_at, now)} for one in gaps[:_NAMED]],
        more=max(0, len(gaps) - _NAMED),
        minutes=sum(one.until_at - one.from_at for one in gaps) // MINUTE,
    )
    outbox.tell(
        db,
        _whom(surroundings, db, place, now),
        key=f"gate-hours:{day}:{place.place_id}",
        kind=REMINDER,
        body=body,
        about=f"place:{place.place_id}",
        now=now,
        template="task",
    )


def _whom(surroundings: Surroundings, db: Db, place: Gap, now: int) -> Sequence[Recipient]:
    """The guards of the place's gates and whoever leads its task force now, else the office: whoever can be reached."""
    seal = seals.of_place(db, place.place_id)
    guards = [one.guard for one in posts.posts(db, place.path)]
    leading = [one.recipient for one in roster.leading(db, seal, now)] if seal is not None else []
    reached = [one for one in dict.fromkeys([*guards, *leading]) if one.openid is not None]
    return reached or on_duty.of_group(db, surroundings.settings.duty, OFFICE, now)


def _clock(moment: int, now: int) -> dict[str, object]:
    at = from_ms(moment)
    return {"clock": f"{at:%H:%M}", "yesterday": at.date() < business_day(now)}


job = Job("gate_hours", ask, at=lambda settings: settings.scheduler.gate_hours, useful_for=3 * HOUR)
