"""Filling the outbox from an approved notice, a page of at most 200 people a transaction (THREATS F20).

The page is taken by moving the notice's cursor, and its rows are written with it: of several senders one does, and after a
kill nobody is left out and nobody is in twice. The words are not copied: the sender reads them from the notice at each
send. Here too is tidied up after one that was edited or withdrawn, woken what may go on, and said when all is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, Text, bindparam, case, cast, delete, exists, func, literal, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.settings.duties import Notices
from ledger import audit, tasks
from ledger.database import Db
from ledger.notices import audience
from ledger.notices.audience import OPENID
from ledger.notices.moves import SYSTEM, stop_for_difference
from ledger.notices.reading import Notice, by_row
from ledger.notices.rounds import who_waits
from ledger.notices.sending import is_as_approved
from ledger.notices.todo import IS_HELD, Next, Todo, has, next_step
from ledger.outbox import NOTICE
from ledger.records import compact
from ledger.statement import Statement, insert_if_absent
from ledger.tables import notice, outbox, person

PAGE = 200
# No person has this id: it fills a statement up that asks for fewer people than a page has.
_NOBODY = -1
_C = notice.c
_OF_NOTICE = outbox.c.notice_id == bindparam("row")
_ADVANCE = Statement(
    update(notice)
    .where(
        _C.id == bindparam("row"),
        _C.filled_to == bindparam("seen_to"),
        _C.status == bindparam("seen_status"),
        _C.stopped_at.is_(None),
        _C.filled_at.is_(None),
    )
    .values(
        status="sending",
        filled_to=bindparam("reached"),
        filled_at=bindparam("at"),
        moved_by=case((_C.status == "approved", literal(SYSTEM)), else_=_C.moved_by),
        moved_at=case((_C.status == "approved", bindparam("now")), else_=_C.moved_at),
    )
)
_ASKED: list[BindParameter[int]] = [bindparam(f"person_{number}") for number in range(PAGE)]
_ADDRESSED = {
    "key": bindparam("prefix", type_=Text) + cast(person.c.id, Text),
    "openid": OPENID,
    "person_id": func.coalesce(person.c.merged_into, person.c.id),
    "kind": literal(NOTICE),
    "body_sealed": literal(b""),
    "template": bindparam("template", type_=Text),
    "about": bindparam("about", type_=Text),
    "status": literal("due"),
    "queued_at": bindparam("now", type_=outbox.c.queued_at.type),
    "due_at": bindparam("now", type_=outbox.c.due_at.type),
    "notice_id": bindparam("row", type_=outbox.c.notice_id.type),
}
# Behind the same lock as every record that names a person (ledger/statement.py): a merge waits for it.
_PEOPLE = (
    select(*_ADDRESSED.values())
    .where(person.c.id.in_(_ASKED))
    .order_by(person.c.id)
    .with_for_update(read=True, key_share=True, of=person)
)
_ADD = Statement(
    *(
        dialect.insert(outbox)
        .from_select(list(_ADDRESSED), _PEOPLE, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["key"])
        for dialect in (sqlite, postgresql)
    )
)
_ADD_VISITED = insert_if_absent(
    outbox,
    ["key"],
    [
        *("person_id", "kind", "body_sealed", "template", "about", "status", "queued_at", "due_at"),
        *("channel", "error", "settled_at", "notice_id"),
    ],
)
_WAKE = Statement(
    update(outbox)
    .where(
        outbox.c.id.in_(select(outbox.c.id).where(*IS_HELD).limit(bindparam("limit"))),
        outbox.c.status == "due",
    )
    .values(due_at=bindparam("now"), error=None)
)
_TAKE_AWAY = Statement(
    delete(outbox).where(
        outbox.c.id.in_(select(outbox.c.id).where(_OF_NOTICE, outbox.c.status == "due").limit(bindparam("limit"))),
        outbox.c.status == "due",
    )
)
_CLEARED = Statement(update(notice).where(_C.id == bindparam("row")).values(clearing_at=None))
_NOTHING_LEFT = tuple(
    ~exists().where(outbox.c.notice_id == _C.id, outbox.c.status == status) for status in ("due", "claimed")
)
_FINISH = Statement(
    update(notice)
    .where(
        *(_C.id == bindparam("row"), _C.status == "sending", _C.stopped_at.is_(None), _C.filled_at.is_not(None)),
        *_NOTHING_LEFT,
    )
    .values(
        # A standing tip rests until it is its turn again.
        status=case((_C.rhythm.is_not(None), literal("approved")), else_=literal("sent")),
        send_from=case((_C.rhythm.is_not(None), null()), else_=_C.send_from),
        sent_at=bindparam("now"),
        moved_by=SYSTEM,
        moved_at=bindparam("now"),
    )
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was done: so many rows written, woken or taken away. `differs`: the number of one that was stopped for it."""

    todo: Todo | None = None
    rows: int = 0
    differs: str = ""


def fill(db: Db, now: int, settings: Notices, limit: int = PAGE) -> Filled:
    """Do the next thing for one notice, at most `limit` rows of it; nothing where there is nothing to do."""
    step = next_step(db, now, settings)
    if step is None:
        return Filled()
    if step.todo is Todo.FILL:
        return _fill(db, step, now, min(limit, PAGE))
    if step.todo is Todo.CLEAR:
        return Filled(step.todo, _clear(db, step, now, min(limit, PAGE)))
    if step.todo is Todo.WAKE:
        rows = db.run(_WAKE, row=step.row, now=now, limit=limit)
        db.queued = True
        return Filled(step.todo, rows)
    if db.run(_FINISH, row=step.row, now=now):
        audit.note(db, now, None, SYSTEM, "notice_finish", f"notice:{step.notice_id}")
    return Filled(step.todo)


def _fill(db: Db, step: Next, now: int, limit: int) -> Filled:
    seen = by_row(db, step.row)
    assert seen is not None  # it was read in this transaction
    if not is_as_approved(db, seen.row):
        return Filled(step.todo, differs=seen.number if stop_for_difference(db, seen.row, now) else "")
    up_to = seen.up_to_person or 0
    page = audience.page(db, seen.audience, up_to=up_to, after=seen.filled_to, now=now, limit=limit)
    advanced = db.run(
        _ADVANCE,
        row=seen.row,
        seen_to=seen.filled_to,
        seen_status=seen.status,
        reached=page.reached,
        at=now if page.is_last else None,
        now=now,
    )
    if not advanced:  # another sender took this page, or somebody stopped it
        return Filled(step.todo)
    if seen.status == "approved":
        audit.note(db, now, None, SYSTEM, "notice_begin", seen.about, compact({"version": seen.version}))
    waits = who_waits(db, seen.filled_to, page.reached, now) if seen.is_tip else frozenset()
    chosen = [one for one in page.chosen if one.person_id not in waits]
    _add(db, seen, [one.person_id for one in chosen if one.has_account], now)
    _add_visited(db, seen, [one.person_id for one in chosen if not one.has_account], now)
    db.queued = True
    return Filled(step.todo, len(chosen))


def _add(db: Db, seen: Notice, people: Sequence[int], now: int) -> None:
    """The rows of those who have an account, with one statement: the one that spoke last, where somebody has two."""
    if not people:
        return
    asked = dict.fromkeys((one.key for one in _ASKED), _NOBODY) | {f"person_{n}": one for n, one in enumerate(people)}
    words = {"prefix": _prefix(seen), "template": seen.content.template, "about": seen.about}
    db.run(_ADD, row=seen.row, now=now, **words, **asked)


def _add_visited(db: Db, seen: Notice, people: Sequence[int], now: int) -> None:
    """Whoever has no account is visited, and their row says so: but not for a standing tip."""
    same = {
        "kind": NOTICE,
        "body_sealed": b"",
        "template": seen.content.template,
        "about": seen.about,
        "status": "unreachable",
        "queued_at": now,
        "due_at": now,
        "channel": None if seen.is_tip else "visit",
        "error": "no account",
        "settled_at": now,
        "notice_id": seen.row,
    }
    db.run_many(_ADD_VISITED, [{"key": f"{_prefix(seen)}{one}", "person_id": one, **same} for one in people])
    for one in people if not seen.is_tip else ():
        tasks.add_visit(db, about=seen.about, person_id=one, text=seen.content.message, now=now)


def _prefix(seen: Notice) -> str:
    """What the keys of a version's rows begin with, before the person: each round of a tip has keys of its own."""
    return f"notice:{seen.row}:{seen.round}:" if seen.is_tip else f"notice:{seen.row}:"


def _clear(db: Db, step: Next, now: int, limit: int) -> int:
    """Take away what of a version that is not sent any more has not gone out: messages, and visits with its words."""
    rows = db.run(_TAKE_AWAY, row=step.row, limit=limit)
    rows += tasks.cancel_visits(db, f"notice:{step.notice_id}", now, limit - rows)
    if rows < limit and not has(db, "claimed", step.row):
        db.run(_CLEARED, row=step.row)
    return rows
