"""Open forms: what somebody has answered so far, kept between two messages; at most one for each account.

Answers to private slots (phones, doors) are sealed, the others are clear JSON. How far the form has come is derived
from the answers and never stored.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete

from ledger.database import Db
from ledger.statement import Statement, upsert
from ledger.tables import conversation

# An answer as it is kept in an open form: a value of JSON.
Value = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]
Answers = Mapping[str, Value]

_COLUMN = b"conversation.private"
_SAVE = upsert(conversation, ["openid"], ["name", "answers", "private_sealed", "opened_at", "updated_at"])
_CLOSE = Statement(delete(conversation).where(conversation.c.openid == bindparam("who")))


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form that waits: its conversation's name, the answers as JSON values by slot, and its times (ms UTC)."""

    name: str
    answers: Answers
    opened_at: int
    updated_at: int


def opened(db: Db, name: str, answers: str, private: bytes | None, opened_at: int, updated_at: int) -> OpenForm:
    """The form as read from its row."""
    known = json.loads(answers)
    if private is not None:
        known.update(json.loads(db.keys.unseal(bytes(private), _COLUMN)))
    return OpenForm(name, known, opened_at, updated_at)


def save(db: Db, openid: str, form: OpenForm, private: frozenset[str]) -> None:
    """Keep the form; the answers named in `private` are sealed."""
    clear = {name: value for name, value in form.answers.items() if name not in private}
    hidden = {name: value for name, value in form.answers.items() if name in private}
    db.run(
        _SAVE,
        openid=openid,
        name=form.name,
        answers=json.dumps(clear, ensure_ascii=False),
        private_sealed=db.keys.seal(json.dumps(hidden, ensure_ascii=False), _COLUMN) if hidden else None,
        opened_at=form.opened_at,
        updated_at=form.updated_at,
    )


def close(db: Db, openid: str) -> None:
    """The form is finished or given up."""
    db.run(_CLOSE, who=openid)
