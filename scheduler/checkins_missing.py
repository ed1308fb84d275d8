"""Who is due and missing by the afternoon goes to the grid worker, door by door, so that they knock (3.4.2, 3.4.8).

Whoever no message reaches comes first. No phones; what does not fit into a message is in the grid worker's own list
(名单). Where no grid worker can be reached it goes to the lead of the place, else to the office.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import groupby

from knowledge.times import HOUR, business_day
from ledger import Db, outbox, places
from ledger.checkins import due as due_checkins
from ledger.checkins.doors import spoken_door, walking_order
from ledger.checkins.due import MissingPerson
from ledger.outbox import REMINDER
from ledger.people import Recipient
from scheduler.job import Job, Surroundings
from scheduler.rungs import who_looks_after

# A message holds 2,048 bytes; what stands around the list takes the rest.
_FITS_BYTES = 1_400
_PAGE = 1_000


def send_lists(surroundings: Surroundings, now: int) -> int:
    """Send everybody who looks after people the list of theirs who are missing; returns how many people are missing."""
    day = business_day(now).isoformat()
    lists, missing = surroundings.ledger.read(lambda db: _lists(db, day), snapshot=True)
    surroundings.in_batches(lists, partial(_send, surroundings, day, now))
    return missing


def _lists(db: Db, day: str) -> tuple[list[tuple[Recipient, list[MissingPerson]]], int]:
    """Who is to get which list, and how many people are missing in all."""
    lists: dict[Recipient, list[MissingPerson]] = defaultdict(list)
    whose: dict[str, Sequence[Recipient]] = {}
    scope, after, count = places.root_path(db), 0, 0
    while page := due_checkins.missing(db, scope, day, after, _PAGE):
        for one in page:
            if one.path not in whose:
                whose[one.path] = who_looks_after(db, one.path)
            for recipient in whose[one.path]:
                lists[recipient].append(one)
        after, count = page[-1].person_id, count + len(page)
    return list(lists.items()), count


def _send(surroundings: Surroundings, day: str, now: int, db: Db, item: tuple[Recipient, list[MissingPerson]]) -> None:
    recipient, missing = item
    doors, shown = _doors_that_fit(missing)
    outbox.queue(
        db,
        key=f"checkins-missing:{day}:{recipient.person_id}",
        to=recipient,
        kind=REMINDER,
        body=surroundings.render(
            "checkins_missing",
            total=len(missing),
            knock=[door for door in doors if not door["reminded"]],
            reminded=[door for door in doors if door["reminded"]],
            more=len(missing) - shown,
        ),
        about=f"checkins_missing:{day}",
        now=now,
        template="task",
    )


def _doors_that_fit(missing: list[MissingPerson]) -> tuple[list[dict[str, object]], int]:
    """The doors with their people, those whom no message reaches first, as many as fit; and how many people that is."""
    doors, shown, size = list[dict[str, object]](), 0, 0
    ordered = sorted(missing, key=lambda one: (one.has_account, walking_order(one.address), one.person_id))
    for (reminded, address), at_door in groupby(ordered, key=lambda one: (one.has_account, one.address)):
        names = [one.name for one in at_door]
        size += len(f"· {spoken_door(address)} {'、'.join(names)}\n".encode())
        if size > _FITS_BYTES:
            break
        doors.append({"where": spoken_door(address), "names": names, "reminded": reminded})
        shown += len(names)
    return doors, shown


job = Job("checkins_missing", send_lists, at=lambda settings: settings.scheduler.checkins_missing, useful_for=3 * HOUR)
