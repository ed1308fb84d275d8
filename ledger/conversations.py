"""Open forms: what somebody has answered so far, kept between two messages; one for each account, others wait behind it.

Answers to private slots (phones, doors) and the form that waits behind are sealed, the others are clear JSON. How far the
form has come is derived from the answers and never stored.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, delete, func, select

from ledger.database import Db
from ledger.statement import Statement, upsert
from ledger.tables import account, conversation, person

# An answer as it is kept in an open form: a value of JSON.
Value = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]
Answers = Mapping[str, Value]
# What the engine keeps beside the answers has names that begin so; no slot and no answer of a handler may.
OWN = "?"
# What an answer was that was taken away to be given anew, for whoever leaves it as it was; sealed with the private ones.
WAS = f"{OWN}was"

_COLUMN = b"conversation.private"
# Among the sealed answers: the form that waits behind, with the names of its private slots, and when this one was begun.
_PARKED = f"{OWN}parked"
_SAID_AT = f"{OWN}begun_at"
_SAVE = upsert(conversation, ["openid"], ["name", "answers", "private_sealed", "opened_at", "updated_at"])
_LEFT_ALONE = Statement(
    select(
        conversation.c.openid, account.c.person_id, func.coalesce(person.c.name, ""), conversation.c.name,
        conversation.c.updated_at,
    )
    .select_from(
        conversation.outerjoin(account, account.c.openid == conversation.c.openid).outerjoin(
            person, person.c.id == account.c.person_id
        )
    )
    .where(conversation.c.updated_at >= bindparam("since"), conversation.c.updated_at < bindparam("before"))
    .order_by(conversation.c.openid)
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_CLOSE = Statement(delete(conversation).where(conversation.c.openid == bindparam("who")))


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form that waits: its conversation's name, the answers as JSON values by slot, and its times (ms UTC).

    `parked` is the form that was open before and goes on when this one is done; `said_at` is when the message was said
    that began this form; `hidden` names the answers that are sealed.
    """

    name: str
    answers: Answers
    opened_at: int
    updated_at: int
    parked: "OpenForm | None" = None
    said_at: int = 0
    hidden: frozenset[str] = field(default=frozenset(), compare=False)


def opened(db: Db, name: str, answers: str, private: bytes | None, opened_at: int, updated_at: int) -> OpenForm:
    """The form as read from its row."""
    known = json.loads(answers)
    hidden: dict[str, Any] = json.loads(db.keys.unseal(bytes(private), _COLUMN)) if private is not None else {}
    parked = hidden.pop(_PARKED, None)
    said_at = known.pop(_SAID_AT, 0)
    return OpenForm(name, {**known, **hidden}, opened_at, updated_at, _behind(parked), said_at, frozenset(hidden))


def save(db: Db, openid: str, form: OpenForm, private: frozenset[str]) -> None:
    """Keep the form; the answers named in `private` are sealed."""
    clear = {name: value for name, value in form.answers.items() if name not in private}
    hidden: dict[str, object] = {name: value for name, value in form.answers.items() if name in private}
    if form.parked is not None:
        hidden[_PARKED] = _kept_behind(form.parked)
    db.run(
        _SAVE,
        openid=openid,
        name=form.name,
        answers=json.dumps({**clear, _SAID_AT: form.said_at}, ensure_ascii=False),
        private_sealed=db.keys.seal(json.dumps(hidden, ensure_ascii=False), _COLUMN) if hidden else None,
        opened_at=form.opened_at,
        updated_at=form.updated_at,
    )


def _kept_behind(form: OpenForm) -> dict[str, object]:
    """A form that waits behind another, as JSON has it; behind it can wait a further one."""
    further = _kept_behind(form.parked) if form.parked is not None else None
    return {**asdict(replace(form, parked=None)), "parked": further, "hidden": sorted(form.hidden)}


def _behind(kept: Mapping[str, Any] | None) -> OpenForm | None:
    if kept is None:
        return None
    return OpenForm(**{**kept, "parked": _behind(kept["parked"]), "hidden": frozenset(kept["hidden"])})


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A form that nobody has touched since an earlier day: whose, of which conversation, since when (ms UTC)."""

    openid: str
    person_id: int | None
    person: str
    name: str
    updated_at: int


def left_alone(db: Db, since: int, before: int, skip: int, limit: int) -> list[LeftAlone]:
    """Open forms that were touched last between two moments (ms UTC), the second not included."""
    rows = db.all(_LEFT_ALONE, since=since, before=before, skip=skip, limit=limit)
    return [LeftAlone(*row) for row in rows]


def put_back(db: Db, openid: str, parked: OpenForm) -> None:
    """The form that waited behind another is open again, with what was sealed before sealed."""
    save(db, openid, parked, parked.hidden)


def close(db: Db, openid: str) -> None:
    """The form is finished or given up."""
    db.run(_CLOSE, who=openid)
