"""Settling a claimed message: what became of it, written only by whoever still holds its lease."""

from collections.abc import Iterable

from sqlalchemy import and_, bindparam, delete, func, literal_column, select, update

from ledger import tasks
from ledger.checkins import reminders as checkin_reminders
from ledger.database import Db
from ledger.duty import asks
from ledger.notices import cards as notice_cards
from ledger.notices import sending as notice_sending
from ledger.notices.sending import HELD, HELD_UNTIL, Leave
from ledger.outbox import DIGEST, OF_STAFF, Outgoing
from ledger.statement import Statement
from ledger.tables import outbox

_MINE = and_(outbox.c.id == bindparam("row"), outbox.c.lease == bindparam("held"), outbox.c.status == "claimed")
_SETTLE = Statement(
    update(outbox)
    .where(_MINE)
    .values(
        status=bindparam("new_status"),
        channel=bindparam("channel"),
        platform_id=bindparam("platform_id"),
        error=bindparam("error"),
        settled_at=bindparam("settled_at"),
        lease=None,
        lease_until=None,
    )
)
# A batch of those that were sent, as a notice has them: a statement for each costs half as much again as what it does.
_TOGETHER = 64
_ROWS = [f"row_{number}" for number in range(_TOGETHER)]
# Of so few that have all else in common each has a statement of its own.
_WORTH_IT = 8
# No message has this id: it fills up a batch that is not full.
_NONE = -1
_SENT_TOGETHER = Statement(
    update(outbox)
    .where(
        outbox.c.id.in_([bindparam(name) for name in _ROWS]),
        outbox.c.lease == bindparam("held"),
        outbox.c.status == "claimed",
    )
    .values(
        status="sent",
        channel=bindparam("channel"),
        platform_id=bindparam("platform_id"),
        error=None,
        settled_at=bindparam("settled_at"),
        lease=None,
        lease_until=None,
    )
)
_RETRY = Statement(
    update(outbox)
    .where(_MINE)
    .values(
        status="due",
        due_at=bindparam("again_at"),
        error=bindparam("error"),
        attempts=outbox.c.attempts - bindparam("forgiven"),
        doubts=outbox.c.doubts + bindparam("doubts"),
        waited_from=func.coalesce(outbox.c.waited_from, bindparam("waits_from", type_=outbox.c.waited_from.type)),
        lease=None,
        lease_until=None,
    )
)
_DROP = Statement(delete(outbox).where(_MINE))
_UNKNOWN = Statement(
    select(func.count())
    .select_from(outbox)
    .where(outbox.c.status == literal_column("'unknown'"), outbox.c.settled_at > 0)
)


def settle_sent(db: Db, row: Outgoing, channel: str, platform_id: str, now: int) -> bool:
    """The platform took the message; False where the lease was lost meanwhile."""
    return _settle(db, row, "sent", channel, platform_id, None, now)


def settle_sent_together(db: Db, sent: Iterable[tuple[Outgoing, str, str]], now: int) -> None:
    """The platform took these (message, channel, the platform's id); whose lease was lost meanwhile stays as it is."""
    alike: dict[tuple[str, str, str], list[Outgoing]] = {}
    for row, channel, platform_id in sent:
        alike.setdefault((row.lease, channel, platform_id), []).append(row)
    each: list[dict[str, object]] = []
    for (lease, channel, platform_id), rows in alike.items():
        if len(rows) < _WORTH_IT:
            each += [_settlement(row, "sent", channel, platform_id, None, now) for row in rows]
            continue
        for first in range(0, len(rows), _TOGETHER):
            ids = [row.id for row in rows[first : first + _TOGETHER]]
            named = dict(zip(_ROWS, ids + [_NONE] * (_TOGETHER - len(ids)), strict=True))
            db.run(_SENT_TOGETHER, held=lease, channel=channel, platform_id=platform_id, settled_at=now, **named)
    if each:
        db.run_many(_SETTLE, each)


def settle_retry(
    db: Db, row: Outgoing, error: str, due_at: int, *, counts: bool = True, in_doubt: bool = False
) -> bool:
    """Try again at `due_at`; where it does not count, the try was not the message's fault (a quota, a lost token).

    `in_doubt` where nobody knows whether this try reached the platform: the next one that ends like this is the last.
    """
    return _put_back(db, row, error, due_at, forgiven=0 if counts else 1, doubts=1 if in_doubt else 0)


def settle_waiting(db: Db, row: Outgoing, waits_for: str, due_at: int, now: int) -> bool:
    """Wait until its person writes (WAITS_FOR_CONTACT, WAITS_FOR_MASS_SEND), until `due_at` at the longest; only once."""
    return _put_back(db, row, waits_for, due_at, waits_from=now)


def _put_back(
    db: Db,
    row: Outgoing,
    error: str,
    due_at: int,
    *,
    forgiven: int = 0,
    doubts: int = 0,
    waits_from: int | None = None,
) -> bool:
    why = {"error": error, "forgiven": forgiven, "doubts": doubts, "waits_from": waits_from}
    return db.run(_RETRY, row=row.id, held=row.lease, again_at=due_at, **why) > 0


def settle_unreachable(db: Db, row: Outgoing, error: str, now: int) -> bool:
    """The platform cannot reach this person: the grid worker gets a visit task with the words (DESIGN 1, 6).

    But for what `is_brought` leaves out.
    """
    if row.notice_id is not None:
        return _settle_to_visit(db, row, row.notice_id, error, now)
    if not _settle(db, row, "unreachable", None, None, error, now):
        return False
    if is_brought(row.kind, row.about, row.picture, row.template) and not asks.is_over(db, row.kind, row.about, now):
        tasks.add_visit(db, about=row.about, person_id=row.person_id, text=row.body, now=now)
    return True


def is_brought(kind: str, about: str, picture: str | None, template: str) -> bool:
    """Whether somebody knocks at a door with what a message said and nobody could bring by WeChat.

    Who is missing at the check-in is on the grid worker's list of the day anyway, after a digest comes the next, a picture
    says nothing new, what is for staff climbs, and what the office works on (a draft that nobody has approved yet) waits
    for it in 待办.
    """
    is_needless = checkin_reminders.is_reminder(about) or notice_cards.is_work(about)
    return not picture and kind != DIGEST and template not in OF_STAFF and not is_needless


def _settle_to_visit(db: Db, row: Outgoing, notice_id: int, error: str, now: int) -> bool:
    """The words of a notice are brought as they were approved; not while it is stopped, nor once it is withdrawn.

    A standing tip is no matter for a knock at the door: that it did not reach somebody is kept, and that is all.
    """
    checked = notice_sending.to_bring(db, notice_id)
    if checked.leave is Leave.GONE:
        return drop(db, row)
    if checked.leave is not Leave.SEND:
        return settle_retry(db, row, HELD, HELD_UNTIL, counts=False)
    if not _settle(db, row, "unreachable", None if checked.is_tip else "visit", None, error, now):
        return False
    if checked.is_brought:
        tasks.add_visit(db, about=row.about, person_id=row.person_id, text=checked.words, now=now)
    return True


def settle_unknown(db: Db, row: Outgoing, error: str, now: int) -> bool:
    """Nobody knows whether it arrived: listed for a person, never sent again by itself."""
    return _settle(db, row, "unknown", None, None, error, now)


def drop(db: Db, row: Outgoing) -> bool:
    """What is of no use any more (answers to tap, a reminder of what is done): nobody is told, nothing is kept."""
    return db.run(_DROP, row=row.id, held=row.lease) > 0


def unknown(db: Db) -> int:
    """How many messages may or may not have arrived, and wait for a person to find out."""
    count: int = db.value(_UNKNOWN)
    return count


def _settle(
    db: Db, row: Outgoing, status: str, channel: str | None, platform_id: str | None, error: str | None, now: int
) -> bool:
    return db.run(_SETTLE, **_settlement(row, status, channel, platform_id, error, now)) > 0


def _settlement(
    row: Outgoing, status: str, channel: str | None, platform_id: str | None, error: str | None, now: int
) -> dict[str, object]:
    return {
        "row": row.id,
        "held": row.lease,
        "new_status": status,
        "channel": channel,
        "platform_id": platform_id,
        "error": error,
        "settled_at": now,
    }
