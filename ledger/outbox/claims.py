"""Claiming what is due in the outbox: a conditional update with a lease, by senders on any number of hosts (THREATS I6).

A row whose lease ran out was in somebody's hands when that one died: a notice becomes `unknown` and is listed for a
person, anything else may be sent once more. Whether it was in doubt before is counted by itself: a row that was refused,
or that waited for its person, was not.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, update

from knowledge.times import HOUR, MINUTE
from ledger.database import Db
from ledger.duty import asks
from ledger.keys import BadKeys
from ledger.notices import audience_still
from ledger.outbox import LIVE_KINDS, MENU, MENU_COLUMN, RANKS, Menu, Outgoing, pictures, words_of
from ledger.outbox.settling import drop, settle_unknown
from ledger.statement import Statement
from ledger.tables import account, outbox, subscription_consent

_ROW = (
    outbox.c.id,
    outbox.c.key,
    outbox.c.openid,
    outbox.c.person_id,
    outbox.c.kind,
    outbox.c.body_sealed,
    outbox.c.due_at,
    outbox.c.attempts,
    outbox.c.about,
    outbox.c.template,
    outbox.c.menu_sealed,
    outbox.c.picture,
    outbox.c.queued_at,
    outbox.c.notice_id,
    outbox.c.doubts,
    outbox.c.waited_from,
)
# An account's last message is noted to ten minutes: somewhat longer than the platform's window of 48 hours.
_WINDOW_MS = 48 * HOUR + 15 * MINUTE
# Written out, not bound: only so a database sees that the partial indexes hold what is asked for.
_IS_DUE = outbox.c.status == literal_column("'due'")
_IS_CLAIMED = outbox.c.status == literal_column("'claimed'")
_CANDIDATES = (
    select(outbox.c.id)
    .where(_IS_DUE, outbox.c.kind == bindparam("of_kind"), outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("limit"))
)
_CLAIM_VALUES = {
    "status": "claimed",
    "lease": bindparam("lease"),
    "lease_until": bindparam("lease_until"),
    "attempts": outbox.c.attempts + 1,
}
# In a WITH of its own: inside the IN, PostgreSQL may look for candidates more than once and claim more than asked for.
_UNLOCKED = _CANDIDATES.with_for_update(skip_locked=True).cte("unlocked")
_CLAIM = Statement(
    update(outbox).where(outbox.c.id.in_(_CANDIDATES)).values(_CLAIM_VALUES).returning(*_ROW),
    update(outbox).where(outbox.c.id.in_(select(_UNLOCKED.c.id))).values(_CLAIM_VALUES).returning(*_ROW),
)
_CLAIM_FOR = Statement(
    update(outbox)
    .where(
        outbox.c.status == "due",
        outbox.c.due_at <= bindparam("now"),
        outbox.c.openid == bindparam("whose"),
        outbox.c.kind != MENU,
    )
    .values(_CLAIM_VALUES)
    .returning(*_ROW)
)
# Of what was claimed just now: what its accounts agreed to, and who wrote last before a moment.
_ACCOUNTS = Statement(
    select(outbox.c.id, subscription_consent.c.template_id, account.c.message_at < bindparam("cold_before"))
    .select_from(
        outbox.outerjoin(account, account.c.openid == outbox.c.openid).outerjoin(
            subscription_consent, subscription_consent.c.openid == outbox.c.openid
        )
    )
    .where(
        _IS_CLAIMED,
        outbox.c.lease_until == bindparam("lease_until"),
        outbox.c.lease == bindparam("lease"),
        or_(subscription_consent.c.template_id.is_not(None), account.c.message_at < bindparam("cold_before")),
    )
)
_EXPIRED = and_(_IS_CLAIMED, outbox.c.lease_until < bindparam("now"))
_EXPIRE_NOTICES = Statement(
    update(outbox)
    .where(_EXPIRED, or_(outbox.c.kind == "notice", and_(outbox.c.doubts > 0, outbox.c.kind != MENU)))
    .values(status="unknown", error="the sender was gone before it could say", settled_at=bindparam("at"))
)
_EXPIRE_OTHERS = Statement(
    update(outbox).where(_EXPIRED).values(status="due", doubts=outbox.c.doubts + 1, lease=None, lease_until=None)
)
_FIRST_DUE = {
    kind: select(func.min(outbox.c.due_at)).where(_IS_DUE, outbox.c.kind == literal_column(f"'{kind}'"))
    for kind in RANKS
}
_NEXT_DUE = Statement(select(*(first.scalar_subquery() for first in _FIRST_DUE.values())))
_WAITING = Statement(
    select(func.count(), func.min(outbox.c.due_at)).where(
        _IS_DUE, outbox.c.kind.in_([literal_column(f"'{kind}'") for kind in RANKS]), outbox.c.due_at <= bindparam("now")
    )
)


def claim(db: Db, now: int, lease: str, lease_ms: int, limit: int, *, live: int = 0) -> list[Outgoing]:
    """Claim what is due, the most urgent first; first deals with rows whose lease ran out.

    At most `limit` rows, and of those for which somebody waits (LIVE_KINDS) `live` more where the others leave no room.
    """
    db.run(_EXPIRE_NOTICES, now=now, at=now)
    db.run(_EXPIRE_OTHERS, now=now)
    rows: list[tuple[Any, ...]] = []
    for kind in RANKS:
        room = limit - len(rows) + (live if kind in LIVE_KINDS else 0)
        if room > 0:
            rows += db.all(_CLAIM, of_kind=kind, now=now, lease=lease, lease_until=now + lease_ms, limit=room)
    return _opened(db, rows, lease, now, _known(db, lease, now + lease_ms, now)) if rows else []


def claim_for(db: Db, openid: str, now: int, lease: str, lease_ms: int) -> list[Outgoing]:
    """Claim what is due for one account: for a terminal that stands in for the platform."""
    return _opened(db, db.all(_CLAIM_FOR, whose=openid, now=now, lease=lease, lease_until=now + lease_ms), lease, now)


class _Known(NamedTuple):
    """What is known of the accounts of claimed rows, by the rows' ids: what they agreed to, and who is cold."""

    consents: Mapping[int, frozenset[str]]
    cold: frozenset[int]


_NOTHING_KNOWN = _Known({}, frozenset())
_AGREED_TO_NOTHING: frozenset[str] = frozenset()


def _opened(
    db: Db, rows: list[tuple[Any, ...]], lease: str, now: int, known: _Known = _NOTHING_KNOWN
) -> list[Outgoing]:
    """The claimed rows with their words; one that cannot be unsealed is put aside and does not stop the others.

    What asks for something done by now, and a notice to whoever has left its audience, is not sent any more.
    """
    claimed: list[Outgoing] = []
    is_needless = _needless(db, now)
    for row_id, key, openid, person_id, kind, body, due_at, attempts, about, template, menu, *rest in rows:
        picture, queued_at, notice_id, doubts, waited_from = rest
        words, image, readable = "", b"", True
        answers: Menu = ()
        if body or menu is not None or picture:
            try:
                words = words_of(db, body)
                answers = _answers(db, menu)
                image = pictures.content(db, picture or "")
            except BadKeys:
                readable = False
        row = Outgoing(
            *(row_id, key, openid, person_id, kind, words, due_at, attempts, about, template, lease),
            *(answers, picture or "", queued_at, image, known.consents.get(row_id, _AGREED_TO_NOTHING)),
            *(row_id in known.cold, notice_id, doubts, waited_from is not None),
        )
        if is_needless(row):
            drop(db, row)
        elif readable:
            claimed.append(row)
        else:
            settle_unknown(db, row, "sealed with other keys", now)
    return sorted(claimed, key=lambda row: (RANKS[row.kind], row.due_at, row.id))


def _answers(db: Db, sealed: bytes | None) -> Menu:
    """The answers to tap of a message. Raises BadKeys."""
    if sealed is None:
        return ()
    return tuple((name, shown) for name, shown in json.loads(db.keys.unseal(bytes(sealed), MENU_COLUMN)))


def _needless(db: Db, now: int) -> Callable[[Outgoing], bool]:
    """Whether a claimed row has become needless; each notice is looked up once."""
    audience_of = cache(partial(audience_still.of_notice, db))

    def is_needless(row: Outgoing) -> bool:
        if row.notice_id is None:
            return asks.is_over(db, row.kind, row.about, now)
        audience = audience_of(row.notice_id)
        if audience is None or row.person_id is None:
            return False
        return audience_still.is_over_for(db, audience, row.person_id, row.queued_at, now)

    return is_needless


def _known(db: Db, lease: str, lease_until: int, now: int) -> _Known:
    consents: dict[int, frozenset[str]] = {}
    cold = set()
    for row, template_id, is_cold in db.all(
        _ACCOUNTS, lease=lease, lease_until=lease_until, cold_before=now - _WINDOW_MS
    ):
        if template_id is not None:
            consents[row] = consents.get(row, _AGREED_TO_NOTHING) | {template_id}
        if is_cold:
            cold.add(row)
    return _Known(consents, frozenset(cold))


def next_due_at(db: Db) -> int | None:
    """When the next row is due (ms UTC), None where nothing is."""
    found = db.one(_NEXT_DUE)
    assert found is not None  # a row of minima, each empty where there is nothing
    return min((moment for moment in found if moment is not None), default=None)


def waiting(db: Db, now: int) -> tuple[int, int]:
    """How many rows are due now, and for how many ms the oldest has been."""
    count, oldest = db.all(_WAITING, now=now)[0]
    return count, now - oldest if count else 0
