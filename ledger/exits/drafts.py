"""What somebody wanted to go out for and the rule is against, kept until they ask that a person look at it.

Nothing is filed by it: the answers are the writer's own, sealed, and deleted with forms that were begun and left.
"""

import json

from sqlalchemy import bindparam, delete, select

from ledger.conversations import Answers
from ledger.database import Db
from ledger.statement import Statement, upsert
from ledger.tables import exit_draft

_COLUMN = b"exit_draft.answers"
_KEEP = upsert(exit_draft, ["openid"], ["answers_sealed", "kept_at"])
_OF = Statement(select(exit_draft.c.answers_sealed, exit_draft.c.kept_at).where(exit_draft.c.openid == bindparam("whose")))
_DROP = Statement(delete(exit_draft).where(exit_draft.c.openid == bindparam("whose")))


def keep(db: Db, openid: str, answers: Answers, now: int) -> None:
    """Keep the answers; those that were kept before are let go."""
    sealed = db.keys.seal(json.dumps(answers, ensure_ascii=False), _COLUMN)
    db.run(_KEEP, openid=openid, answers_sealed=sealed, kept_at=now)


def kept_at(db: Db, openid: str) -> int | None:
    """When something that the rule is against was kept for this account; None where nothing is."""
    row = db.one(_OF, whose=openid)
    return int(row[1]) if row is not None else None


def take(db: Db, openid: str) -> Answers | None:
    """The answers that were kept, which are then gone; None where there are none."""
    row = db.one(_OF, whose=openid)
    if row is None:
        return None
    db.run(_DROP, whose=openid)
    answers: Answers = json.loads(db.keys.unseal(bytes(row[0]), _COLUMN))
    return answers
