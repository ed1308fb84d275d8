"""Rounds of the standing tips 防范提示 (clause 3.3): each week the one that went longest ago goes out once more.

A tip is a notice that is approved with its rhythm. A round changes none of its words: it sets the cursor of the filling
back and lets the notice be filled, checked before each send and stopped as every other one. Who is in it is counted anew:
what is approved is to whom it goes, week by week, so whoever was registered since is in the next round. One person gets no
two tips within six days, whatever was stopped, delayed or let go on meanwhile, and who wants none gets none.
"""

from sqlalchemy import bindparam, delete, func, or_, select, union, update

from knowledge.notices.moves import MOVES
from knowledge.notices.timing import send_from
from knowledge.settings.duties import Notices
from knowledge.times import DAY
from ledger import audit
from ledger.database import Db
from ledger.notices import audience
from ledger.notices.reading import Notice, by_row, tips
from ledger.places import UnknownPlace
from ledger.records import compact
from ledger.statement import Statement
from ledger.tables import account, notice, outbox

SYSTEM = "system"
# A week less a day: the job of a Monday may have been late, and the next one is none too early.
APART = 6 * DAY

_C = notice.c
_NEWEST = Statement(select(func.max(_C.round_at)).where(_C.rhythm.is_not(None)))
_BEGIN = Statement(
    update(notice)
    .where(
        _C.id == bindparam("row"),
        _C.status == MOVES["round"].before[0],
        _C.round == bindparam("seen_round"),
        _C.rhythm.is_not(None),
        _C.send_from.is_(None),
        _C.stopped_at.is_(None),
    )
    .values(
        round=_C.round + 1,
        filled_to=0,
        filled_at=None,
        override_reason=None,
        **{name: bindparam(name) for name in ("round_at", "send_from", "up_to_person", "counted", "with_account")},
    )
)
# Who has a tip on the way to them, or got one or was tried for one lately; and who wants none.
_WAIT = Statement(
    union(
        select(outbox.c.person_id)
        .select_from(outbox.join(notice, notice.c.id == outbox.c.notice_id))
        .where(
            outbox.c.person_id > bindparam("after"),
            outbox.c.person_id <= bindparam("up_to"),
            outbox.c.notice_id.is_not(None),
            _C.rhythm.is_not(None),
            or_(
                outbox.c.status == "due",
                outbox.c.status == "claimed",
                func.coalesce(outbox.c.settled_at, outbox.c.queued_at) > bindparam("since"),
            ),
        ),
        select(account.c.person_id).where(
            account.c.person_id > bindparam("after"),
            account.c.person_id <= bindparam("up_to"),
            account.c.no_tips_at.is_not(None),
        ),
    )
)
_WANT = Statement(update(account).where(account.c.openid == bindparam("whose")).values(no_tips_at=bindparam("at")))
_TAKE_AWAY = Statement(
    delete(outbox).where(
        outbox.c.openid == bindparam("whose"),
        outbox.c.status == "due",
        outbox.c.notice_id.in_(select(_C.id).where(_C.rhythm.is_not(None))),
    )
)


def begin_round(db: Db, now: int, settings: Notices) -> Notice | None:
    """Let the tip whose turn it is go out once more; None where there is none, or one went within six days.

    Passed over is what is stopped, and what would reach nobody or names a place that is none any more.
    """
    for one in tips(db):
        newest = db.value(_NEWEST)  # anew: another scheduler may have begun the one before in the meantime
        if newest is not None and now - newest < APART:
            return None
        if one.is_resting and not one.is_stopped and _begun(db, one, now, settings):
            return by_row(db, one.row)
    return None


def who_waits(db: Db, after: int, up_to: int, now: int) -> frozenset[int]:
    """Who of these people (above one id, up to another) gets no tip now: they had one within six days, or want none."""
    return frozenset(person_id for (person_id,) in db.all(_WAIT, after=after, up_to=up_to, since=now - APART))


def refuse(db: Db, openid: str, now: int) -> None:
    """Whoever reads this account wants no tips; what is on the way to them does not come any more."""
    db.run(_WANT, whose=openid, at=now)
    db.run(_TAKE_AWAY, whose=openid)


def accept(db: Db, openid: str) -> None:
    """Whoever reads this account wants tips again."""
    db.run(_WANT, whose=openid, at=None)


def _begun(db: Db, one: Notice, now: int, settings: Notices) -> bool:
    try:
        counted = audience.count(db, one.audience, now=now)
    except UnknownPlace:
        return False
    if not counted.people:
        return False
    began = db.run(
        _BEGIN,
        row=one.row,
        seen_round=one.round,
        round_at=now,
        send_from=send_from(settings, now, counted.people, overridden=False),
        up_to_person=audience.newest(db),
        counted=counted.people,
        with_account=counted.with_account,
    )
    if not began:  # another scheduler did, or somebody stopped, edited or withdrew it
        return False
    detail = compact({"version": one.version, "round": one.round + 1, "people": counted.people})
    audit.note(db, now, None, SYSTEM, "notice_round", one.about, detail)
    return True
