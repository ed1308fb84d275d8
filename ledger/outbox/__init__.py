"""The outbox: every outgoing message is a row with a unique key, queued in the transaction of what it tells.

Senders claim the rows (ledger/outbox/claims.py), send outside any transaction and settle (ledger/outbox/settling.py);
what the platform says of a message afterwards is in ledger/outbox/reports.py.
"""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select, update

from ledger import people, tasks
from ledger.database import Db
from ledger.statement import Statement, insert_if_absent
from ledger.tables import outbox

# Before the id of a picture that somebody sent to the account: the platform has it for three days.
SENT_BEFORE = "media:"
# Before the number of a picture that was drawn here (ledger/outbox/pictures.py).
KEPT_HERE = "kept:"
# The columns in whose names the words and the answers to tap are sealed: an answer may say a name and a door.
BODY = b"outbox.body"
MENU_COLUMN = b"outbox.menu"
# Answers that can be tapped under a message: (id, words).
Menu = tuple[tuple[str, str], ...]
# The kind of a message that only makes a question tappable (ledger/outbox/menus.py): a convenience, behind everything
# else, that nobody is visited for.
MENU = "menu"
# The kind of a daily digest: the next one stands in for it, and nobody is visited for it.
DIGEST = "digest"
# The kind of the messages that an approved notice becomes (ledger/notices/filling.py).
NOTICE = "notice"
# The kind of a message that asks somebody for something which they may do without it in the meantime.
REMINDER = "reminder"
# The kinds of messages, and which leave first where many wait: live conversations and alerts before everything else, a
# notice to many behind everything else.
RANKS: Mapping[str, int] = {"reply": 0, "alert": 0, REMINDER: 1, DIGEST: 1, MENU: 2, NOTICE: 3}
LIVE_KINDS = ("reply", "alert")
# The purposes for which members of the staff get a message: nobody knocks at their doors with it. It is in their 待办, and
# what nobody sees to climbs.
OF_STAFF = frozenset({"alert", "task"})
# The error of a row that waits until its person writes again, which opens the window of 48 hours.
WAITS_FOR_CONTACT = "waits for the next contact"
# The error of a notice's row that waits for a mass send; when its person writes meanwhile it may go at once all the same.
WAITS_FOR_MASS_SEND = "waits for a mass send"
# Of a row: whether it leaves at once where its person writes.
WAITS = or_(outbox.c.error == WAITS_FOR_CONTACT, outbox.c.error == WAITS_FOR_MASS_SEND)

_INSERT = insert_if_absent(
    outbox,
    ["key"],
    [
        *("openid", "person_id", "kind", "body_sealed", "template", "menu_sealed", "picture", "about", "status"),
        *("queued_at", "due_at"),
    ],
)
_CONFIRM_DUE = Statement(
    update(outbox)
    .where(outbox.c.key == bindparam("row_key"), outbox.c.status == "due")
    .values(status="confirmed", channel="passive", settled_at=bindparam("at"))
)
_QUEUED = Statement(select(outbox.c.id).where(outbox.c.key == bindparam("row_key")))
_AT_CONTACT = Statement(
    update(outbox)
    .where(
        outbox.c.openid == bindparam("person_openid"),
        outbox.c.status == "due",
        outbox.c.due_at > bindparam("now"),
        WAITS,
    )
    .values(due_at=bindparam("now"))
)


class Outgoing(NamedTuple):
    """One claimed row as the sender sees it; times in ms UTC, `body` in plain text, `menu` answers to tap.

    `picture` names the picture that is sent instead of the words (queue_picture), `image` is its content where it is kept
    here; `queued_at` in ms UTC. `notice_id` is the version of a notice whose words it is to bring: the body is empty
    until they are read, right before it is sent. `doubts` counts the tries of which nobody knows whether they reached
    the platform; `has_waited` where it waited for its person's next message before. `consents` are the templates of
    subscription messages to which its account agreed; `is_cold` where it last wrote so long ago that its window is
    closed for certain.
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
    image: bytes = b""
    consents: frozenset[str] = frozenset()
    is_cold: bool = False
    notice_id: int | None = None
    doubts: int = 0
    has_waited: bool = False

    def __repr__(self) -> str:
        """The row alone: what it says and to whom stands in no log."""
        return f"Outgoing(id={self.id}, key={self.key!r})"


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

    `kind` is reply, alert, reminder, DIGEST or MENU (that of a form's question: ledger/outbox/menus.py); `template` is the
    purpose (knowledge/template_fields.py) for which a template message may stand in where the person's window is closed.
    `menu` are answers that can be tapped: the id of one comes back with the tap; the body must say how to answer without
    it. A resident without an account gets a visit task for the grid worker instead: nobody falls through. Raises ValueError
    for another kind: no sender would look for it, and a notice comes here from its approval alone (ledger/notices/).
    """
    if kind not in RANKS or kind == NOTICE:
        raise ValueError(f"{kind} is no kind of message that is queued like this")
    if to.openid is None:
        if template not in OF_STAFF:
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
    return db.keys.seal(json.dumps(menu, ensure_ascii=False), MENU_COLUMN)


def queue_picture(
    db: Db,
    *,
    key: str,
    to: people.Recipient,
    picture: str,
    body: str,
    about: str,
    now: int,
    kind: str = "reply",
) -> None:
    """Queue a picture: a QR code that shows `picture`, one that somebody sent (SENT_BEFORE and its media id), or one that
    was drawn here (as ledger/outbox/pictures.py names it).

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
        kind=kind,
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


def words_of(db: Db, sealed: bytes) -> str:
    """The words of a message's sealed body; nothing where they have been deleted since. Raises BadKeys."""
    return db.keys.unseal(bytes(sealed), BODY) if sealed else ""


def was_queued(db: Db, key: str) -> bool:
    """Whether a message was queued under this key, whatever became of it."""
    return db.one(_QUEUED, row_key=key) is not None


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
