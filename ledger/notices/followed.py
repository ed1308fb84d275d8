"""What follows a notice that goes out: what is read out, whose doors are knocked at, and that it is done (clause 3.3).

Each is told once: the leads of its places get the words for the loudspeaker as they were approved, each grid worker one
list of doors, however many they are, and whoever wrote and approved it hears how many have it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from knowledge.notices.audience import Everybody
from knowledge.notices.timing import quiet_until
from knowledge.settings.duties import Notices
from knowledge.times import DAY, MINUTE, business_day
from ledger import notices, outbox, people, places
from ledger.database import Db
from ledger.notices import Notice
from ledger.notices import cards as notice_cards
from ledger.notices import sending as notice_sending
from ledger.notices import visits as notice_visits
from ledger.notices.visits import DoorVisit, House
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
    """The notices that go out or went out lately, and the standing tips whose round began lately."""
    sent = [one for one in notices.ended(db, _AT_MOST) if one.status == "sent"]
    sending = [one for one in notices.under_way(db, _AT_MOST) if one.status == "sending" and not one.is_stopped]
    tips = [one for one in notices.tips(db, _AT_MOST) if one.is_resting and now - (one.round_at or 0) < _FOLLOWED_FOR]
    return [*sending, *tips, *(one for one in sent if now - (one.sent_at or 0) < _FOLLOWED_FOR)]


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is still to be told: its key, to whom, its kind and purpose, and the words."""

    key: str
    to: Recipient
    kind: str
    template: str
    body: str


def due(db: Db, render: Render, settings: Notices, one: Notice, now: int) -> list[Due]:
    """What follows from one notice and has not been told yet. Writes nothing: where all is told it costs a look."""
    if one.status == "sending" and one.is_stopped:
        return []
    knocks = _knocks(db, render, one, now) if quiet_until(settings, now) is None else []
    return [*_read_out(db, render, one), *knocks, *_is_done(db, render, one)]


def tell(db: Db, one: Notice, found: Due, now: int) -> bool:
    """Queue a message that is due; False where the notice was stopped or withdrawn since somebody looked."""
    stands = notices.by_row(db, one.row)
    if stands is None or stands.status not in ("sending", "sent") or stands.is_stopped:
        return False
    about = notice_cards.about_work(one)
    outbox.queue(
        db, key=found.key, to=found.to, kind=found.kind, body=found.body, about=about, now=now, template=found.template
    )
    return True


def _untold(db: Db, one: Notice, step: str, who: Iterable[Recipient]) -> list[tuple[str, Recipient]]:
    """Whom a message can reach and who was not told yet, each with the key of theirs."""
    keyed = [(f"notice:{one.id}:{one.version}:{step}:{to.person_id}", to) for to in who if to.openid is not None]
    return [(key, to) for key, to in keyed if not outbox.was_queued(db, key)]


def _read_out(db: Db, render: Render, one: Notice) -> list[Due]:
    """The words for the loudspeaker to the leads of its places, exactly as they were approved."""
    if one.content.broadcast is None or not notice_sending.is_as_approved(db, one.row):
        return []
    addresses: dict[int | None, list[str]] = {}
    leads: dict[int | None, Recipient] = {}
    for address, lead in _leads(db, one):
        leads[lead.person_id] = lead
        addresses.setdefault(lead.person_id, []).append(address.replace("/", ""))
    spoken = notice_cards.pieces(one.content.broadcast)
    found = []
    for key, lead in _untold(db, one, "read-out", leads.values()):
        mine = addresses[lead.person_id]
        shown = {"places": mine[:_SHOWN_PLACES], "more": max(0, len(mine) - _SHOWN_PLACES), "parts": len(spoken)}
        for part, words in enumerate(spoken, 1):
            body = render("notice_for_lead", **{**notice_cards.facts(one), **shown, "broadcast": words, "part": part})
            found.append(Due(key if part == 1 else f"{key}:{part}", lead, "reminder", "task", body))
    return found


def _leads(db: Db, one: Notice) -> Iterable[tuple[str, Recipient]]:
    """Who leads a place of the audience, with the place; of the whole subdistrict everybody who leads one."""
    addresses = () if isinstance(one.audience.to, Everybody) else one.audience.places
    if not addresses:
        return [("", lead) for lead in people.holders(db, "community_lead")]
    known = [(address, found) for address in addresses if (found := places.find(db, address)) is not None]
    return [(address, lead) for address, found in known for lead in people.leads_for(db, found.path)]


def _knocks(db: Db, render: Render, one: Notice, now: int) -> list[Due]:
    """One list of doors for each grid worker; whom it reaches nobody for goes to the office."""
    if one.filled_at is None or (one.status != "sent" and now - one.filled_at < _SETTLES_IN):
        return []
    by_worker: dict[int | None, tuple[Recipient, list[House]]] = {}
    for house in notice_visits.houses(db, one.id):
        for worker in people.grid_workers_for(db, house.a_door) or people.office(db):
            by_worker.setdefault(worker.person_id, (worker, []))[1].append(house)
    lists: list[_Doors] = []
    for worker, houses in by_worker.values():
        # Whoever could not be reached later comes with a list of that day.
        newest = business_day(max(house.newest_at for house in houses)).isoformat()
        lists += [_Doors(key, to, houses) for key, to in _untold(db, one, f"knock:{newest}", [worker])]
    if lists:
        _fill(db, one, lists)
    return [Due(each.key, each.to, "reminder", "task", _list_of(render, one, each)) for each in lists]


@dataclass(frozen=True, slots=True)
class _Doors:
    """A list that is due: its houses, and the first visits in them."""

    key: str
    to: Recipient
    houses: list[House]
    shown: list[DoorVisit] = field(default_factory=list)


def _fill(db: Db, one: Notice, lists: Iterable[_Doors]) -> None:
    """Look through the visits once, and put each on the lists of its house as long as there is room."""
    of_house: dict[str, list[_Doors]] = {}
    for each in lists:
        for house in each.houses:
            of_house.setdefault(house.path, []).append(each)
    for house_path, visit in notice_visits.by_door(db, one.id):
        for each in of_house.get(house_path, ()):
            if len(each.shown) < _SHOWN_DOORS:
                each.shown.append(visit)


def _list_of(render: Render, one: Notice, found: _Doors) -> str:
    doors = sum(house.doors for house in found.houses)
    return render(
        "notice_for_worker",
        doors=doors,
        people=sum(house.people for house in found.houses),
        houses=groups_of(found.shown),
        more=doors - len({door.path for door in found.shown}),
        **notice_cards.facts(one),
    )


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


def _is_done(db: Db, render: Render, one: Notice) -> list[Due]:
    """Whoever wrote and approved it hears that all is sent, and how many have it."""
    untold = _untold(db, one, "sent", notice_cards.concerned(db, one, _NOBODY)) if one.status == "sent" else []
    if not untold:
        return []
    body = render("notice_sent_told", **notice_cards.facts(one), tally=notices.tally(db, one.row))
    return [Due(key, to, "reply", "progress", body) for key, to in untold]
