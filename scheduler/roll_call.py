"""Each day the roll of every sealed place goes to whoever leads its task force (clause 3.4.2): building by building.

How many have to check in, how many did, who is missing and who has a fever, as counts alone. Where nobody of the task
force can be reached it goes to the office.
"""

from functools import partial

from knowledge.times import HOUR, business_day, from_ms
from ledger import Db, outbox, people, places, seals
from ledger.checkins import due as due_checkins
from ledger.checkins.doors import walking_order
from ledger.checkins.due import Tally
from ledger.duty import roster
from ledger.outbox import REMINDER
from ledger.people import Recipient
from ledger.seals import Seal
from scheduler.job import Job, Surroundings

# So many buildings fit a message; beyond them those where something is open come first.
_BUILDINGS = 30


def call_roll(surroundings: Surroundings, now: int) -> int:
    """Send the roll of every sealed place; returns of how many places."""
    sealed = surroundings.ledger.read(lambda db: seals.within(db, places.root_path(db)))
    return surroundings.in_batches(sealed, partial(_call, surroundings, now))


def _call(surroundings: Surroundings, now: int, db: Db, seal: Seal) -> None:
    day = business_day(now).isoformat()
    body = surroundings.render(
        "roll_call",
        place=seal.spoken,
        month=int(day[5:7]),
        day=int(day[8:]),
        at=f"{from_ms(now):%H:%M}",
        **_roll(surroundings, db, seal, day),
    )
    for recipient in _who_leads(db, seal, now):
        outbox.queue(
            db,
            key=f"roll-call:{day}:{seal.place_id}:{recipient.person_id}",
            to=recipient,
            kind=REMINDER,
            body=body,
            about=f"roll_call:{seal.place_id}:{day}",
            now=now,
            template="task",
        )


def _roll(surroundings: Surroundings, db: Db, seal: Seal, day: str) -> dict[str, object]:
    """The counts of the place and of each of its buildings, with those first in which something is open."""
    tallies = due_checkins.by_building(db, seal.path, day)
    fevers = due_checkins.fevers_by_building(db, seal.path, day, surroundings.settings.health.fever_celsius)
    order = sorted(tallies, key=walking_order)
    order.sort(key=lambda address: not (tallies[address].missing or fevers.get(address)))
    whole = sum(tallies.values(), Tally())
    return {
        "whole": whole,
        "fever": sum(fevers.values()),
        "unmet_doors": due_checkins.unmet_doors(db, seal.path, day),
        "buildings": [
            {"name": _below(seal, address), "tally": tallies[address], "fever": fevers.get(address, 0)}
            for address in order[:_BUILDINGS]
        ],
        "more": max(0, len(order) - _BUILDINGS),
    }


def _below(seal: Seal, address: str) -> str:
    """A building by the name that it has within the sealed place."""
    return address.removeprefix(f"{seal.address}/").replace("/", "")


def _who_leads(db: Db, seal: Seal, now: int) -> list[Recipient]:
    """Who leads the task force at this hour, or the deputies, else the office."""
    leading = [one for one in roster.leading(db, seal, now) if one.recipient.openid is not None]
    first = [one.recipient for one in leading if one.rank == "leader"] or [one.recipient for one in leading]
    return first or [one for one in people.office(db) if one.openid is not None]


job = Job("roll_call", call_roll, at=lambda settings: settings.scheduler.roll_call, useful_for=5 * HOUR)
