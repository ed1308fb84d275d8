"""Alerts: what a group must see at once, with a deadline by which a named person acknowledges it (DESIGN 1, point 6).

An alert is recorded whether or not anybody of the group has an account; not acknowledged by its deadline it climbs.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select, update

from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.duty import escalations
from ledger.people import Recipient
from ledger.records import RECORD_COLUMNS, Filing, Stored
from ledger.statement import Statement, insert
from ledger.tables import alert, place

PSYCHOLOGY, VIOLENCE = "psychology", "violence"
SUPPLIES = "supply_request:"
_ADD = insert(alert, *RECORD_COLUMNS, "group_id", "reason", "about", "person", "openid", "due_at", returning="id")
_COLUMNS = (
    alert.c.id,
    alert.c.group_id,
    alert.c.reason,
    alert.c.about,
    alert.c.person,
    alert.c.place_id,
    func.coalesce(place.c.path, ""),
    func.coalesce(place.c.address, ""),
    alert.c.due_at,
    alert.c.climbed,
    alert.c.filed_at,
    alert.c.filed_by_id,
    alert.c.filed_by,
    alert.c.openid,
)
_OPEN = (
    select(*_COLUMNS)
    .select_from(alert.outerjoin(place, place.c.id == alert.c.place_id))
    .where(alert.c.status == "sent")
    .order_by(alert.c.filed_at, alert.c.id)
)
# Despair and violence stay with the group whose duty they are (DESIGN 6.15).
KEPT_CLOSE = or_(alert.c.group_id == PSYCHOLOGY, alert.c.reason == VIOLENCE)
# Whose alert it is stands in the query: a group's members see their group's, the office all (on its pages, where they
# stay for everybody to read, all but what is kept close), nobody else any.
_MINE = or_(
    alert.c.group_id == bindparam("group_id"),
    and_(bindparam("all_groups") == 1, or_(bindparam("kept_close_too") == 1, ~KEPT_CLOSE)),
)
_VISIBLE = _OPEN.where(_MINE)
_OPEN_FOR = Statement(_VISIBLE.limit(bindparam("limit")))
# An urgent supply request is taken as a request: it stands among the supplies.
_OPEN_BUT_SUPPLIES = Statement(_VISIBLE.where(~alert.c.about.like(f"{SUPPLIES}%")).limit(bindparam("limit")))
_ONE_FOR = Statement(_VISIBLE.where(alert.c.id == bindparam("number")))
_COUNT_KEPT_CLOSE = Statement(select(func.count()).select_from(alert).where(alert.c.status == "sent", KEPT_CLOSE))
_WHOSE = func.coalesce(alert.c.acknowledged_by_id, 0) == func.coalesce(bindparam("who_id", type_=BigInteger()), 0)
_TAKEN_BY = Statement(
    select(*_COLUMNS)
    .select_from(alert.outerjoin(place, place.c.id == alert.c.place_id))
    .where(alert.c.id == bindparam("number"), alert.c.acknowledged_by == bindparam("who"), _WHOSE, _MINE)
)
_TAKEN_LATELY = Statement(
    select(*_COLUMNS)
    .select_from(alert.outerjoin(place, place.c.id == alert.c.place_id))
    .where(
        alert.c.filed_at >= bindparam("since"),
        alert.c.status == "acknowledged",
        alert.c.acknowledged_by_id == bindparam("who_id"),
    )
    .order_by(alert.c.filed_at.desc())
    .limit(9)
)
_SETTLED = Statement(
    select(alert.c.acknowledged_by, alert.c.acknowledged_at).where(
        alert.c.id == bindparam("number"), alert.c.status == "acknowledged", _MINE
    )
)
_OVERDUE = Statement(
    _OPEN.where(alert.c.due_at <= bindparam("now"), alert.c.climbed < bindparam("steps")).limit(bindparam("limit"))
)
_COMPLETE = Statement(
    update(alert)
    .where(alert.c.about == bindparam("matter"), alert.c.status == "sent")
    .values(
        person=bindparam("new_person"),
        place_id=bindparam("new_place"),
        filed_by_id=bindparam("new_filer"),
        filed_by=bindparam("new_filer_name"),
    )
    .returning(alert.c.id, alert.c.group_id)
)
_ABOUT = Statement(
    select(alert.c.id, alert.c.group_id).where(alert.c.about == bindparam("matter")).order_by(alert.c.id)
)
_OF_ACCOUNT = Statement(
    select(
        alert.c.id, alert.c.group_id, alert.c.reason, alert.c.about, alert.c.acknowledged_by_id, alert.c.place_id,
        alert.c.person, alert.c.filed_at, alert.c.helped_at, alert.c.there_at,
    )
    .where(alert.c.openid == bindparam("who"), alert.c.filed_at >= bindparam("since"), alert.c.over_at.is_(None))
    .order_by(alert.c.id.desc())
    .limit(bindparam("limit"))
)
_OVER_OF_ACCOUNT = Statement(
    select(
        alert.c.id, alert.c.group_id, alert.c.reason, alert.c.about, alert.c.acknowledged_by_id, alert.c.place_id,
        alert.c.person, alert.c.filed_at,
    )
    .where(alert.c.openid == bindparam("who"), alert.c.filed_at >= bindparam("since"), alert.c.over_at.is_not(None))
    .order_by(alert.c.over_at.desc())
    .limit(1)
)
_PUT_AT = Statement(
    update(alert)
    .where(alert.c.id == bindparam("row"))
    .values(person=bindparam("new_person"), place_id=bindparam("new_place"))
)
_HELPED = Statement(
    update(alert)
    .where(alert.c.id == bindparam("row"))
    .values(
        helped_at=func.coalesce(alert.c.helped_at, bindparam("at", type_=BigInteger())),
        there_at=func.coalesce(alert.c.there_at, bindparam("there", type_=BigInteger())),
    )
)
_OVER = Statement(update(alert).where(alert.c.id == bindparam("row")).values(over_at=bindparam("at")))
_ACKNOWLEDGE = Statement(
    update(alert)
    .where(alert.c.id == bindparam("row"), alert.c.status == "sent")
    .values(
        status="acknowledged",
        acknowledged_at=bindparam("at"),
        acknowledged_by=bindparam("who"),
        acknowledged_by_id=bindparam("who_id"),
    )
)
_TAKE_ABOUT = Statement(
    update(alert)
    .where(alert.c.about == bindparam("matter"), alert.c.status == "sent")
    .values(
        status="acknowledged",
        acknowledged_at=bindparam("at"),
        acknowledged_by=bindparam("who"),
        acknowledged_by_id=bindparam("who_id"),
    )
    .returning(alert.c.id)
)
_CLIMB = climbing(alert, alert.c.status == "sent")


@dataclass(frozen=True, slots=True)
class Alert:
    """An open alert; times in ms UTC."""

    id: int
    group_id: str
    reason: str
    about: str
    person: str | None
    place_id: int | None
    path: str
    address: str
    due_at: int
    climbed: int
    filed_at: int
    filed_by_id: int | None
    filed_by: str
    openid: str | None

    @property
    def is_kept_close(self) -> bool:
        """Whether it stays with the group whose duty it is, and the office: despair and violence (KEPT_CLOSE)."""
        return self.group_id == PSYCHOLOGY or self.reason == VIOLENCE


@dataclass(frozen=True, slots=True)
class SetOff:
    """An alert as whoever set it off goes on with it: `taken_by` is the person who has taken it, if anybody has.

    `helped_at` is when they said that help is called or there, `there_at` when that it is there (ms UTC).
    """

    id: int
    group_id: str
    reason: str
    about: str
    taken_by: int | None
    place_id: int | None
    person: str | None
    filed_at: int
    helped_at: int | None = None
    there_at: int | None = None


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert as it is raised: for which group, why, about which record and person, from which account, due when."""

    group_id: str
    reason: str
    about: str
    person: str | None
    openid: str | None
    due_at: int


def add(db: Db, new: NewAlert, filing: Filing, decision: Stored) -> int:
    """Record an alert; returns its id, which people type to acknowledge it."""
    row_id: int = db.value(
        _ADD,
        original_id=None,
        version=1,
        status="sent",
        group_id=new.group_id,
        reason=new.reason,
        about=new.about,
        person=new.person,
        openid=new.openid,
        due_at=new.due_at,
        **filing.columns(),
        **decision.columns(),
    )
    return row_id


def complete(db: Db, about: str, person: str, filing: Filing) -> list[tuple[int, str]]:
    """Name and place of somebody who was unknown when it was raised; returns (id, group) of what is still open."""
    rows = db.all(
        _COMPLETE,
        matter=about,
        new_person=person,
        new_place=filing.place_id,
        new_filer=filing.filed_by_id,
        new_filer_name=filing.filed_by,
    )
    return [(row[0], row[1]) for row in rows]


def about(db: Db, matter: str) -> list[tuple[int, str]]:
    """(id, group) of every alert about a record, whether taken or not."""
    return [(row[0], row[1]) for row in db.all(_ABOUT, matter=matter)]


def set_off_by(db: Db, openid: str, since: int, limit: int = 5) -> list[SetOff]:
    """What an account set off since a moment and has not called over, the newest first, whether taken or not."""
    return [SetOff(*row) for row in db.all(_OF_ACCOUNT, who=openid, since=since, limit=limit)]


def put_at(db: Db, number: int, person: str, place_id: int | None) -> None:
    """Who it is about and where, learned after it was raised, whether somebody has taken it or not."""
    db.run(_PUT_AT, row=number, new_person=person, new_place=place_id)


def over_lately(db: Db, openid: str, since: int) -> SetOff | None:
    """What an account set off since a moment and called over last; None where there is none."""
    row = db.one(_OVER_OF_ACCOUNT, who=openid, since=since)
    return None if row is None else SetOff(*row)


def note_helped(db: Db, number: int, at: int, *, is_there: bool) -> None:
    """Whoever set it off said that help is called, or that it is there or they are at the hospital."""
    db.run(_HELPED, row=number, at=at, there=at if is_there else None)


def note_over(db: Db, number: int, at: int) -> None:
    """Whoever set it off said that it is over; a named person takes it all the same."""
    db.run(_OVER, row=number, at=at)


def open_for(db: Db, group_id: str | None, limit: int = 20, *, kept_close_too: bool = True) -> list[Alert]:
    """Open alerts of a group, the oldest first; of all groups where `group_id` is None (the office).

    Without `kept_close_too` those of all groups are without what stays with one: despair and violence.
    """
    rows = db.all(_OPEN_FOR, limit=limit, **_seen_by(group_id, kept_close_too))
    return [Alert(*row) for row in rows]


def open_but_supplies(db: Db, group_id: str | None, limit: int = 20) -> list[Alert]:
    """Those of them that are not about supplies; of all groups, with what is kept close."""
    return [Alert(*row) for row in db.all(_OPEN_BUT_SUPPLIES, limit=limit, **_seen_by(group_id, True))]


def one_for(db: Db, number: int, group_id: str | None, *, kept_close_too: bool = True) -> Alert | None:
    """The open alert with this number, if it is this group's (None: the office may see any)."""
    row = db.one(_ONE_FOR, number=number, **_seen_by(group_id, kept_close_too))
    return None if row is None else Alert(*row)


def settled(db: Db, number: int, group_id: str | None) -> tuple[str, int] | None:
    """Who has taken an alert and when (ms UTC), if it is this group's (None: any but what is kept close)."""
    row = db.one(_SETTLED, number=number, **_seen_by(group_id, kept_close_too=False))
    return None if row is None else (row[0] or "", row[1])


def taken_by(db: Db, number: int, group_id: str | None, who: Recipient) -> Alert | None:
    """The alert with this number that this person has taken, if it is this group's; what is kept close never for None."""
    seen = _seen_by(group_id, kept_close_too=False)
    row = db.one(_TAKEN_BY, number=number, who=who.name, who_id=who.person_id, **seen)
    return None if row is None else Alert(*row)


def taken_lately(db: Db, who: Recipient, since: int) -> list[Alert]:
    """What this person has taken of what was raised since a moment, the newest first."""
    return [Alert(*row) for row in db.all(_TAKEN_LATELY, since=since, who_id=who.person_id)]


def count_kept_close(db: Db) -> int:
    """How many open alerts stay with the group whose duty they are."""
    count: int = db.value(_COUNT_KEPT_CLOSE)
    return count


def _seen_by(group_id: str | None, kept_close_too: bool) -> dict[str, object]:
    return {
        "group_id": group_id or "",
        "all_groups": int(group_id is None),
        "kept_close_too": int(kept_close_too),
    }


def acknowledge(db: Db, alert_id: int, who_id: int | None, who: str, now: int) -> bool:
    """A named person takes it; False where somebody was first."""
    if not db.run(_ACKNOWLEDGE, row=alert_id, at=now, who=who, who_id=who_id):
        return False
    escalations.settle(db, f"alert:{alert_id}", who, now)
    return True


def take_about(db: Db, about: str, who_id: int, who: str, now: int) -> None:
    """A named person has seen to the matter itself: what was raised about it waits for nobody any more."""
    for row in db.all(_TAKE_ABOUT, matter=about, at=now, who=who, who_id=who_id):
        escalations.settle(db, f"alert:{row[0]}", who, now)


def overdue(db: Db, now: int, steps: int, limit: int) -> list[Alert]:
    """Open alerts whose deadline has passed and that have not climbed all the `steps` yet."""
    return [Alert(*row) for row in db.all(_OVERDUE, now=now, steps=steps, limit=limit)]


def climb(db: Db, late: Alert, next_step: int, next_due: int | None) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or somebody has taken it or
    has just said why it takes longer.

    `next_due` is when the next one is asked; None where nobody is left.
    """
    return put_up(db, _CLIMB, late.id, late, next_step, next_due)
