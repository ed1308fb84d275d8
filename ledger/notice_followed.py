"""What follows a notice that goes out: what is read out, whose doors are knocked at, and that it is done (clause 3.3).

Each is told once: the leads of its places get the words for the loudspeaker as they were approved, each grid worker one
list of doors, however many they are, and whoever wrote and approved it hears how many have it.
"""

from collections.abc import Callable, Iterable

from knowledge.notices.audience import Everybody
from knowledge.notices.timing import quiet_until
from knowledge.settings.duties import Notices
from knowledge.times import DAY, MINUTE, business_day
from ledger import notice_cards, notice_sending, notice_visits, notices, outbox, people, places
from ledger.database import Db
from ledger.notice_visits import DoorVisit
from ledger.notices import Notice
from ledger.people import Recipient

Render = Callable[..., str]
# So long after it was sent something new may still come of a notice: whom nothing reached is visited after a day.
_FOLLOWED_FOR = 3 * DAY
# Who has no account is known at once, whom a message does not reach a little later: both stand in one list.
_SETTLES_IN = 10 * MINUTE
_AT_MOST = 100
_SHOWN_DOORS = 40
_SHOWN_PLACES = 5
_NOBODY = Recipient(None, None, "")


def going_out(db: Db, now: int) -> list[Notice]:
    """The notices that go out or went out lately."""
    sent = [one for one in notices.ended(db, _AT_MOST) if one.status == "sent"]
    sending = [one for one in notices.under_way(db, _AT_MOST) if one.status == "sending" and not one.is_stopped]
    return [*sending, *(one for one in sent if now - (one.sent_at or 0) < _FOLLOWED_FOR)]


def follow(db: Db, render: Render, settings: Notices, one: Notice, now: int) -> int:
    """Tell what follows from one notice; returns how many messages were meant, told before or now."""
    told = _read_out(db, render, one, now)
    if quiet_until(settings, now) is None:
        told += _knock(db, render, one, now)
    return told + _is_done(db, render, one, now)


def _read_out(db: Db, render: Render, one: Notice, now: int) -> int:
    """The words for the loudspeaker to the leads of its places, exactly as they were approved."""
    if one.content.broadcast is None or not notice_sending.is_as_approved(db, one.row):
        return 0
    by_person: dict[int | None, tuple[Recipient, list[str]]] = {}
    for address, lead in _leads(db, one):
        by_person.setdefault(lead.person_id, (lead, []))[1].append(address.replace("/", ""))
    spoken = notice_cards.pieces(one.content.broadcast)
    for lead, addresses in by_person.values():
        shown, more = addresses[:_SHOWN_PLACES], max(0, len(addresses) - _SHOWN_PLACES)
        for part, words in enumerate(spoken, 1):
            words_of_it = {**notice_cards.facts(one), "broadcast": words, "part": part, "parts": len(spoken)}
            body = render("notice_for_lead", places=shown, more=more, **words_of_it)
            key = f"read-out:{lead.person_id}" if part == 1 else f"read-out:{lead.person_id}:{part}"
            _queue(db, one, lead, key, body, now)
    return len(by_person) * len(spoken)


def _leads(db: Db, one: Notice) -> Iterable[tuple[str, Recipient]]:
    """Who leads a place of the audience, with the place; of the whole subdistrict everybody who leads one."""
    addresses = () if isinstance(one.audience.to, Everybody) else one.audience.places
    if not addresses:
        return [("", lead) for lead in people.holders(db, "community_lead")]
    known = [(address, found) for address in addresses if (found := places.find(db, address)) is not None]
    return [(address, lead) for address, found in known for lead in people.leads_for(db, found.path)]


def _knock(db: Db, render: Render, one: Notice, now: int) -> int:
    """One list of doors for each grid worker; whom it reaches nobody for goes to the office."""
    if one.filled_at is None or (one.status != "sent" and now - one.filled_at < _SETTLES_IN):
        return 0
    visits = notice_visits.open_at_doors(db, places.root_path(db), one.id)
    by_worker: dict[int | None, tuple[Recipient, list[DoorVisit]]] = {}
    answering: dict[str, list[Recipient]] = {}
    for visit in visits:
        house = visit.path.rsplit(".", 2)[0]
        workers = answering.setdefault(house, people.grid_workers_for(db, visit.path) or people.office(db))
        for worker in workers:
            by_worker.setdefault(worker.person_id, (worker, []))[1].append(visit)
    for worker, doors in by_worker.values():
        # Whoever could not be reached later comes with a list of that day.
        newest = business_day(max(door.filed_at for door in doors)).isoformat()
        body = render(
            "notice_for_worker",
            doors=len({door.address for door in doors}),
            people=len(doors),
            houses=groups_of(doors[:_SHOWN_DOORS]),
            more=len({door.address for door in doors[_SHOWN_DOORS:]}),
            **notice_cards.facts(one),
        )
        _queue(db, one, worker, f"knock:{newest}:{worker.person_id}", body, now)
    return len(by_worker)


def groups_of(visits: Iterable[DoorVisit]) -> list[dict[str, object]]:
    """Doors by house, as a list that can be walked: 永茂社区6号楼2单元, 301 302; a name where there is no door."""
    houses: dict[str, list[str]] = {}
    for one in visits:
        house, _, room = one.address.rpartition("/")
        rooms = houses.setdefault(house.replace("/", ""), [])
        said = room if house else one.name
        if said not in rooms:
            rooms.append(said)
    return [{"house": house, "rooms": rooms} for house, rooms in houses.items()]


def _is_done(db: Db, render: Render, one: Notice, now: int) -> int:
    """Whoever wrote and approved it hears that all is sent, and how many have it."""
    if one.status != "sent":
        return 0
    who = notice_cards.concerned(db, one, _NOBODY)
    tally = notices.tally(db, one.row)
    notice_cards.tell(db, render, one, who, "notice_sent_told", "sent", now, tally=tally)
    return len(who)


def _queue(db: Db, one: Notice, to: Recipient, key: str, body: str, now: int) -> None:
    if to.openid is not None:
        key = f"notice:{one.id}:{one.version}:{key}"
        about = notice_cards.about_work(one)
        outbox.queue(db, key=key, to=to, kind="reminder", body=body, about=about, now=now, template="task")
