"""The outbox: every outgoing message is a row with a unique key, queued in the transaction of what it tells.

Senders on any number of hosts claim rows by a conditional update, hold a lease, send outside any transaction and settle
(THREATS I6). A row whose lease ran out was in somebody's hands when that one died: a notice becomes `unknown` and is
listed for a person, anything else may be sent once more.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, func, or_, select, update

from ledger import people, tasks
from ledger.database import Db
from ledger.keys import BadKeys
from ledger.statement import Statement, insert_if_absent
from ledger.tables import outbox

# Before the id of a picture that somebody sent to the account: the platform has it for three days.
SENT_BEFORE = "media:"
# The columns in whose names the words and the answers to tap are sealed: an answer may say a name and a door.
BODY = b"outbox.body"
_MENU_COLUMN = b"outbox.menu"
# Answers that can be tapped under a message: (id, words).
Menu = tuple[tuple[str, str], ...]
# The kind of a message that only makes a question tappable (ledger/menus.py): a convenience, behind everything else, that
# nobody is visited for.
MENU = "menu"
# The error of a row that waits until its person writes again, which opens the window of 48 hours.
WAITS_FOR_CONTACT = "waits for the next contact"

_INSERT = insert_if_absent(
    outbox,
    ["key"],
    [
        *("openid", "person_id", "kind", "body_sealed", "template", "menu_sealed", "picture", "about", "status"),
        *("queued_at", "due_at"),
    ],
)
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
)
# Replies and alerts leave before notices: a live conversation never waits behind a mass send.
_RANKS = {"reply": 0, "alert": 0, MENU: 2}
_FIRST = case(*((outbox.c.kind == kind, rank) for kind, rank in _RANKS.items()), else_=1)
_CLAIMABLE = and_(outbox.c.status == "due", outbox.c.due_at <= bindparam("now"))
_CANDIDATES = (
    select(outbox.c.id).where(_CLAIMABLE).order_by(_FIRST, outbox.c.due_at, outbox.c.id).limit(bindparam("limit"))
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
    .where(_CLAIMABLE, outbox.c.openid == bindparam("whose"), outbox.c.kind != MENU)
    .values(_CLAIM_VALUES)
    .returning(*_ROW)
)
_EXPIRED = and_(outbox.c.status == "claimed", outbox.c.lease_until < bindparam("now"))
_EXPIRE_NOTICES = Statement(
    update(outbox)
    .where(_EXPIRED, or_(outbox.c.kind == "notice", and_(outbox.c.attempts > 1, outbox.c.kind != MENU)))
    .values(status="unknown", error="the sender was gone before it could say", settled_at=bindparam("at"))
)
_EXPIRE_OTHERS = Statement(update(outbox).where(_EXPIRED).values(status="due", lease=None, lease_until=None))
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
_RETRY = Statement(
    update(outbox)
    .where(_MINE)
    .values(
        status="due",
        due_at=bindparam("again_at"),
        error=bindparam("error"),
        attempts=outbox.c.attempts - bindparam("forgiven"),
        lease=None,
        lease_until=None,
    )
)
_DROP = Statement(delete(outbox).where(_MINE))
_NEXT_DUE = Statement(select(func.min(outbox.c.due_at)).where(outbox.c.status == "due"))
_WAITING = Statement(
    select(func.count(), func.min(outbox.c.due_at)).where(outbox.c.status == "due", outbox.c.due_at <= bindparam("now"))
)
_UNKNOWN = Statement(select(func.count()).select_from(outbox).where(outbox.c.status == "unknown"))
_CONFIRM_DUE = Statement(
    update(outbox)
    .where(outbox.c.key == bindparam("row_key"), outbox.c.status == "due")
    .values(status="confirmed", channel="passive", settled_at=bindparam("at"))
)
_BY_PLATFORM_ID = Statement(
    select(outbox.c.id, outbox.c.person_id, outbox.c.about, outbox.c.body_sealed).where(
        outbox.c.openid == bindparam("whose"), outbox.c.platform_id == bindparam("platform_id")
    )
)
# Conditional: what the platform repeats, or a person has settled meanwhile, changes nothing.
_REPORTED = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.status == "sent")
    .values(status=bindparam("new_status"), error=bindparam("error"), settled_at=bindparam("at"))
)
_QUEUED = Statement(select(outbox.c.id).where(outbox.c.key == bindparam("row_key")))
_ON_ITS_WAY = Statement(
    select(outbox.c.id)
    .where(outbox.c.openid == bindparam("whose"), outbox.c.status == "claimed", outbox.c.template != "")
    .limit(1)
)
_AT_CONTACT = Statement(
    update(outbox)
    .where(
        outbox.c.openid == bindparam("person_openid"),
        outbox.c.status == "due",
        outbox.c.due_at > bindparam("now"),
        outbox.c.error == WAITS_FOR_CONTACT,
    )
    .values(due_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One claimed row as the sender sees it; times in ms UTC, `body` in plain text, `menu` answers to tap.

    `picture` is what a QR picture shows that is sent instead of the words; `queued_at` in ms UTC.
    """

    id: int
    key: str
    openid: str
    person_id: int | None
    kind: str
    body: str
    due_at: int
    attempts: int
    about: str
    template: str
    lease: str
    menu: Menu = ()
    picture: str = ""
    queued_at: int = 0


def queue(
    db: Db,
    *,
    key: str,
    to: people.Recipient,
    kind: str,
    body: str,
    about: str,
    now: int,
    due_at: int | None = None,
    template: str = "",
    menu: Menu = (),
) -> None:
    """Queue a message; queuing the same key twice is harmless.

    `kind` is reply, alert, reminder, notice or MENU (that of a form's question: ledger/menus.py); `template` is the
    purpose (knowledge/template_fields.py) for which a template message may stand in where the person's window is closed.
    `menu` are answers that can be tapped: the id of one comes back with the tap; the body must say how to answer without
    it. Somebody without an account gets a visit task for the grid worker instead: nobody falls through.
    """
    if to.openid is None:
        tasks.add_visit(db, about=about, person_id=to.person_id, text=body, now=now)
        return
    added = db.run(
        _INSERT,
        key=key,
        openid=to.openid,
        person_id=to.person_id,
        kind=kind,
        body_sealed=db.keys.seal(body, BODY),
        template=template,
        menu_sealed=seal_menu(db, menu) if menu else None,
        picture=None,
        about=about,
        status="due",
        queued_at=now,
        due_at=now if due_at is None else due_at,
    )
    db.queued = db.queued or added > 0


def tell(
    db: Db,
    recipients: Iterable[people.Recipient],
    *,
    key: str,
    kind: str,
    body: str,
    about: str,
    now: int,
    template: str,
    menu: Menu = (),
    but: int | None = None,
) -> None:
    """Queue the same message for several people, each under a key of their own; not for the person `but`, who knows."""
    for one in recipients:
        if but is None or one.person_id != but:
            own_key = f"{key}:{one.person_id}"
            queue(db, key=own_key, to=one, kind=kind, body=body, about=about, now=now, template=template, menu=menu)


def seal_menu(db: Db, menu: Menu) -> bytes:
    """Answers to tap as they are kept."""
    return db.keys.seal(json.dumps(menu, ensure_ascii=False), _MENU_COLUMN)


def queue_picture(db: Db, *, key: str, to: people.Recipient, picture: str, body: str, about: str, now: int) -> None:
    """Queue a picture: a QR code that shows `picture`, or one that somebody sent (SENT_BEFORE and its media id).

    `body` stands in where pictures cannot be shown.

    It says nothing that is not said in words elsewhere, so nobody is visited for it.
    """
    if to.openid is None:
        return
    added = db.run(
        _INSERT,
        key=key,
        openid=to.openid,
        person_id=to.person_id,
        kind="reply",
        body_sealed=db.keys.seal(body, BODY),
        template="",
        menu_sealed=None,
        picture=picture,
        about=about,
        status="due",
        queued_at=now,
        due_at=now,
    )
    db.queued = db.queued or added > 0


def claim(db: Db, now: int, lease: str, lease_ms: int, limit: int) -> list[Outgoing]:
    """Claim what is due, the most urgent first; first deals with rows whose lease ran out."""
    db.run(_EXPIRE_NOTICES, now=now, at=now)
    db.run(_EXPIRE_OTHERS, now=now)
    return _opened(db, db.all(_CLAIM, now=now, lease=lease, lease_until=now + lease_ms, limit=limit), lease, now)


def claim_for(db: Db, openid: str, now: int, lease: str, lease_ms: int) -> list[Outgoing]:
    """Claim what is due for one account: for a terminal that stands in for the platform."""
    return _opened(db, db.all(_CLAIM_FOR, whose=openid, now=now, lease=lease, lease_until=now + lease_ms), lease, now)


def _opened(db: Db, rows: list[tuple[Any, ...]], lease: str, now: int) -> list[Outgoing]:
    """The claimed rows with their words; one that cannot be unsealed is put aside and does not stop the others."""
    claimed: list[Outgoing] = []
    for row_id, key, openid, person_id, kind, body, due_at, attempts, about, template, menu, picture, queued_at in rows:
        try:
            words = db.keys.unseal(bytes(body), BODY)
            answers = db.keys.unseal(bytes(menu), _MENU_COLUMN) if menu is not None else "[]"
        except BadKeys:
            db.run(
                _SETTLE,
                row=row_id,
                held=lease,
                new_status="unknown",
                channel=None,
                platform_id=None,
                error="sealed with other keys",
                settled_at=now,
            )
            continue
        choices = tuple((name, shown) for name, shown in json.loads(answers))
        claimed.append(
            Outgoing(
                *(row_id, key, openid, person_id, kind, words, due_at, attempts, about, template, lease, choices),
                picture=picture or "",
                queued_at=queued_at,
            )
        )
    return sorted(claimed, key=lambda row: (rank(row.kind), row.due_at, row.id))


def rank(kind: str) -> int:
    """Which messages leave first where many wait: the lower the sooner."""
    return _RANKS.get(kind, 1)


def words_of(db: Db, sealed: bytes) -> str:
    """The words of a message's sealed body; nothing where they have been deleted since. Raises BadKeys."""
    return db.keys.unseal(bytes(sealed), BODY) if sealed else ""


def settle_sent(db: Db, row: Outgoing, channel: str, platform_id: str, now: int) -> bool:
    """The platform took the message; False where the lease was lost meanwhile."""
    return _settle(db, row, "sent", channel, platform_id, None, now)


def settle_retry(db: Db, row: Outgoing, error: str, due_at: int, *, counts: bool = True) -> bool:
    """Try again at `due_at`; where it does not count, the try was not the message's fault (a quota, a lost token)."""
    changed = db.run(_RETRY, row=row.id, held=row.lease, again_at=due_at, error=error, forgiven=0 if counts else 1)
    return changed > 0


def settle_unreachable(db: Db, row: Outgoing, error: str, now: int) -> bool:
    """The platform cannot reach this person: the grid worker gets a visit task with the words (DESIGN 1, 6)."""
    if not _settle(db, row, "unreachable", None, None, error, now):
        return False
    if not row.picture:
        tasks.add_visit(db, about=row.about, person_id=row.person_id, text=row.body, now=now)
    return True


def settle_unknown(db: Db, row: Outgoing, error: str, now: int) -> bool:
    """Nobody knows whether it arrived: listed for a person, never sent again by itself."""
    return _settle(db, row, "unknown", None, None, error, now)


def drop(db: Db, row: Outgoing) -> bool:
    """What only made a question tappable and is of no use any more: nobody is told, nothing is kept."""
    return db.run(_DROP, row=row.id, held=row.lease) > 0


def settle_reported(db: Db, openid: str, platform_id: str, failure: str, now: int) -> bool:
    """The platform says what became of a template message: `failure` is empty where it arrived.

    One that did not arrive becomes a visit task with its words. Saying it twice changes nothing. False where no message
    to this account is known by this id.
    """
    row = db.one(_BY_PLATFORM_ID, whose=openid, platform_id=platform_id)
    if row is None:
        return False
    row_id, person_id, about, body = row
    status, error = ("unreachable", f"not delivered: {failure}") if failure else ("confirmed", None)
    if db.run(_REPORTED, row=row_id, new_status=status, error=error, at=now) and failure:
        tasks.add_visit(db, about=about, person_id=person_id, text=db.keys.unseal(bytes(body), BODY), now=now)
    return True


def was_queued(db: Db, key: str) -> bool:
    """Whether a message was queued under this key, whatever became of it."""
    return db.one(_QUEUED, row_key=key) is not None


def is_on_its_way(db: Db, openid: str) -> bool:
    """Whether a sender may just have sent this account a template message and not yet written down its id."""
    return db.one(_ON_ITS_WAY, whose=openid) is not None


def note_delivered(db: Db, key: str, openid: str, now: int) -> None:
    """The words under this key were heard as a passive reply: they are not sent, whether queued already or later."""
    if not db.run(_CONFIRM_DUE, row_key=key, at=now):
        db.run(
            _INSERT,
            key=key,
            openid=openid,
            person_id=None,
            kind="reply",
            body_sealed=db.keys.seal("", BODY),
            template="",
            menu_sealed=None,
            picture=None,
            about="reply",
            status="confirmed",
            queued_at=now,
            due_at=now,
        )


def wake_for_contact(db: Db, openid: str, now: int) -> None:
    """The person has written: what waited for the window of 48 hours to open may go."""
    if db.run(_AT_CONTACT, person_openid=openid, now=now):
        db.queued = True


def next_due_at(db: Db) -> int | None:
    """When the next row is due (ms UTC), None where nothing is."""
    moment: int | None = db.value(_NEXT_DUE)
    return moment


def waiting(db: Db, now: int) -> tuple[int, int]:
    """How many rows are due now, and for how many ms the oldest has been."""
    count, oldest = db.all(_WAITING, now=now)[0]
    return count, now - oldest if count else 0


def unknown(db: Db) -> int:
    """How many messages may or may not have arrived, and wait for a person to find out."""
    count: int = db.value(_UNKNOWN)
    return count


def _settle(
    db: Db, row: Outgoing, status: str, channel: str | None, platform_id: str | None, error: str | None, now: int
) -> bool:
    changed = db.run(
        _SETTLE,
        row=row.id,
        held=row.lease,
        new_status=status,
        channel=channel,
        platform_id=platform_id,
        error=error,
        settled_at=now,
    )
    return changed > 0
