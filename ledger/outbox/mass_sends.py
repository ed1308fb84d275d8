"""Mass sends of a notice (群发, WECHAT.md 2.6) to those whom nothing else reaches: gathered, handed in, settled in pages.

One is open at a time. Its rows are in its hands as a sender's are: they are claimed by the mass send and settled after it,
at most 200 in a transaction. The platform takes a list of 2 to 10,000 accounts; the same `client_id` is sent once however
often it is handed in, so a try in doubt is made again under it. After such a try it ends as accepted or as unknown,
whatever the next ones meet: its people, let go, might get it twice. A reader gets at most four in a calendar month.
"""

import secrets
from collections.abc import Container

from sqlalchemy import bindparam, exists, literal_column, or_, select, update

from knowledge.times import DAY, MINUTE, SECOND
from ledger.database import Db
from ledger.outbox import WAITS_FOR_CONTACT, WAITS_FOR_MASS_SEND
from ledger.outbox.mass_settling import settle
from ledger.outbox.mass_step import PAGE, Step, Todo, count_month, month_of
from ledger.statement import Statement, insert
from ledger.tables import mass_month, mass_send, notice, outbox

FEWEST, MOST = 2, 10_000
A_MONTH = 4
# How long after a try in doubt the next one is made; after the last of them nobody knows.
_AGAIN_AFTER_MS = (10 * SECOND, MINUTE, 5 * MINUTE)
_IN_DOUBT = "nobody knows whether the platform took the mass send"

_M = mass_send.c
_O = outbox.c
_HAD_ENOUGH = exists(
    select(mass_month.c.count).where(
        mass_month.c.openid == _O.openid, mass_month.c.month == bindparam("month"), mass_month.c.count >= A_MONTH
    )
)
_WAITS = (
    _O.status == literal_column("'due'"),
    _O.kind == literal_column("'notice'"),
    _O.error == WAITS_FOR_MASS_SEND,
    _O.openid.is_not(None),
    ~_HAD_ENOUGH,
)
# Whose every message was tried: nothing of it leaves by itself at the moment.
_IS_TRIED = (
    notice.c.status == "sending",
    notice.c.filled_at.is_not(None),
    notice.c.stopped_at.is_(None),
    # A standing tip is not worth one of the four that a reader gets in a month.
    notice.c.rhythm.is_(None),
    ~exists(
        select(_O.id)
        .where(_O.notice_id == notice.c.id, _O.status == "due", _O.due_at <= bindparam("now"))
        .correlate(notice)
    ),
    ~exists(select(_O.id).where(_O.notice_id == notice.c.id, _O.status == "claimed").correlate(notice)),
)
_READY_NOTICES = Statement(
    select(notice.c.id).where(*_IS_TRIED, or_(notice.c.send_from.is_(None), notice.c.send_from <= bindparam("now")))
)
_CANDIDATES = select(_O.id).where(_O.notice_id == bindparam("notice"), *_WAITS).limit(bindparam("limit"))
_FIRST_TWO = Statement(_CANDIDATES)
_MAKE = insert(mass_send, "notice_id", "client_id", "status", "people", "attempts", "made_at", returning="id")
_OPEN = Statement(
    select(
        *(_M[name] for name in ("id", "notice_id", "client_id", "status", "attempts", "msg_id", "lease_until")),
        *(_M.error, _M.made_at),
    )
    .where(_M.settled_at.is_(None))
    .order_by(_M.id)
    .limit(1)
)
_GATHER = Statement(
    update(outbox)
    .where(_O.id.in_(_CANDIDATES), _O.status == "due")
    .values(
        status="claimed", mass_id=bindparam("batch"), lease=bindparam("lease"), lease_until=bindparam("lease_until")
    )
    .returning(_O.openid)
)
_COUNT_IN = Statement(
    update(mass_send)
    .where(_M.id == bindparam("batch"), _M.status == "gathering")
    .values(people=_M.people + bindparam("more"))
)
# Holds it until the end of the transaction: whoever gathers for it sees that it is being gathered still.
_HOLD = Statement(
    update(mass_send).where(_M.id == bindparam("batch"), _M.status == "gathering").values(people=_M.people)
)
_MOVE = Statement(
    update(mass_send)
    .where(_M.id == bindparam("batch"), _M.status == bindparam("seen"))
    .values(status=bindparam("new_status"), lease_until=bindparam("lease_until"), error=bindparam("error"))
)
# Only from the tries that were seen: whoever hands it in knows whether one of them is in doubt.
_BEGIN = Statement(
    update(mass_send)
    .where(_M.id == bindparam("batch"), _M.status == "ready", _M.attempts == bindparam("seen_attempts"))
    .values(status="sending", attempts=_M.attempts + 1, lease_until=bindparam("lease_until"), error=None)
)
_ACCEPT = Statement(
    update(mass_send)
    .where(_M.id == bindparam("batch"), _M.status == "sending")
    .values(status="accepted", msg_id=bindparam("msg_id"), handed_in_at=bindparam("at"), error=None)
)
_OPENIDS = Statement(
    select(_O.openid).where(_O.mass_id == bindparam("batch"), _O.status == "claimed", _O.openid.is_not(None))
)
_TODO = {"gathering": Todo.GATHER, "ready": Todo.HAND_IN, "sending": Todo.GIVE_UP_WAITING}


def next_step(db: Db, now: int, *, may_start: bool, kept: Container[int] = ()) -> Step | None:
    """What there is to do now, None for nothing; with `may_start` a new one may be begun, of a notice that is not `kept`
    back. Writes nothing."""
    found = db.one(_OPEN)
    if found is not None:
        batch, notice_id, client_id, status, attempts, msg_id, lease_until, error, made_at = found
        todo = _TODO.get(status, Todo.SETTLE)
        if todo in (Todo.HAND_IN, Todo.GIVE_UP_WAITING) and (lease_until or 0) > now:
            return None
        about = (batch, client_id, status, attempts, msg_id or "", error or "", lease_until, month_of(made_at))
        return Step(todo, notice_id, *about)
    if may_start:
        for (notice_id,) in db.all(_READY_NOTICES, now=now):
            readers = db.all(_FIRST_TWO, notice=notice_id, month=month_of(now), limit=FEWEST)
            if notice_id not in kept and len(readers) == FEWEST:
                return Step(Todo.START, notice_id)
    return None


def take(db: Db, step: Step, now: int) -> None:
    """Do a step other than handing in, at most 200 rows of it."""
    match step.todo:
        case Todo.START:
            db.value(
                _MAKE, notice_id=step.notice_id, client_id=secrets.token_hex(16), status="gathering", people=0,
                attempts=0, made_at=now,
            )  # fmt: skip
        case Todo.GATHER:
            _gather(db, step, now)
        case Todo.GIVE_UP_WAITING:  # whoever handed it in was gone before it could say
            in_doubt(db, step, now, at_once=True)
        case Todo.SETTLE:
            settle(db, step, now)


def begin(db: Db, step: Step, now: int, lease_ms: int) -> list[str]:
    """Take a mass send to hand it in: whom it is for; nobody where another sender has it."""
    taken = db.run(_BEGIN, batch=step.batch, seen_attempts=step.attempts, lease_until=now + lease_ms)
    return [openid for (openid,) in db.all(_OPENIDS, batch=step.batch)] if taken else []


def accepted(db: Db, step: Step, msg_id: str, now: int) -> None:
    """The platform took it, and will report under this number."""
    db.run(_ACCEPT, batch=step.batch, msg_id=msg_id, at=now)


def in_doubt(db: Db, step: Step, now: int, *, at_once: bool = False) -> None:
    """Nobody knows whether the platform took it: again under the same name, at last its people are listed as unknown.

    `step` counts this try; the next one is made `at_once` where the doubt is old enough.
    """
    if step.attempts > len(_AGAIN_AFTER_MS):
        _leave_unknown(db, step)
        return
    again_at = now if at_once else now + _AGAIN_AFTER_MS[step.attempts - 1]
    db.run(_MOVE, batch=step.batch, seen="sending", new_status="ready", lease_until=again_at, error=None)


def give_back(db: Db, step: Step, why: str, *, seen: str = "sending") -> None:
    """It was not handed in: its people wait as `why` says, or are unknown where a try before this one, which `step` does
    not count, is in doubt."""
    if step.attempts:
        _leave_unknown(db, step)
    else:
        db.run(_MOVE, batch=step.batch, seen=seen, new_status="given_back", lease_until=None, error=why)


def _leave_unknown(db: Db, step: Step) -> None:
    db.run(_MOVE, batch=step.batch, seen="sending", new_status="unknown", lease_until=None, error=_IN_DOUBT)


def _gather(db: Db, step: Step, now: int) -> None:
    if not db.run(_HOLD, batch=step.batch):  # another sender was further: whoever came into it now would be in no list
        return
    gathered = db.all(
        _GATHER,
        notice=step.notice_id,
        month=step.month,
        limit=PAGE,
        batch=step.batch,
        lease=f"mass:{step.batch}",
        lease_until=now + DAY,
    )
    count_month(db, (openid for (openid,) in gathered), step.month, 1)
    db.run(_COUNT_IN, batch=step.batch, more=len(gathered))
    people = len(db.all(_OPENIDS, batch=step.batch))
    if len(gathered) == PAGE and people + PAGE <= MOST:
        return
    if people < FEWEST:
        give_back(db, step, WAITS_FOR_CONTACT, seen="gathering")
    else:
        db.run(_MOVE, batch=step.batch, seen="gathering", new_status="ready", lease_until=None, error=None)
