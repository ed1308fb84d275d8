"""Exit passes 通行码 (clause 3.4.1): the short number that is shown at the gate, one for each request in force.

A code is random among those in force and says nothing by itself; the gate is told whose it is (THREATS A20). It ends with
the request: come back, run out, withdrawn, or changed.
"""

import secrets

from sqlalchemy import bindparam, exists, func, select, update

from ledger.database import Db
from ledger.statement import Statement, insert_if_new
from ledger.tables import exit_pass

# Of 9,000 numbers of four digits at most every ninth is in force: guessing one takes tries that the gate sees.
_SHORT, _LONG = 4, 6
_SHORT_UP_TO = 1_000

_ADD = insert_if_new(exit_pass, "exit_request_id", "code", "issued_at")
_OF_REQUEST = Statement(
    select(exit_pass.c.code).where(exit_pass.c.exit_request_id == bindparam("record"), exit_pass.c.ended_at.is_(None))
)
_BY_CODE = Statement(
    select(exit_pass.c.exit_request_id).where(exit_pass.c.code == bindparam("typed"), exit_pass.c.ended_at.is_(None))
)
_AGAIN = exit_pass.alias("again")
_REOPEN = Statement(
    update(exit_pass)
    .where(
        exit_pass.c.exit_request_id == bindparam("record"),
        exit_pass.c.ended_at == bindparam("at"),
        exit_pass.c.ended_by == bindparam("why"),
        ~exists().where(_AGAIN.c.code == exit_pass.c.code, _AGAIN.c.ended_at.is_(None)),
    )
    .values(ended_at=None, ended_by=None)
)
_COUNT = Statement(select(func.count()).select_from(exit_pass).where(exit_pass.c.ended_at.is_(None)))
_END = Statement(
    update(exit_pass)
    .where(exit_pass.c.exit_request_id == bindparam("record"), exit_pass.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"), ended_by=bindparam("why"))
)


def issue(db: Db, record_id: int, now: int) -> str:
    """The code of a request's pass; issuing it twice gives the same one."""
    known = code_of(db, record_id)
    if known is not None:
        return known
    length = _SHORT if db.value(_COUNT) < _SHORT_UP_TO else _LONG
    while True:
        code = str(secrets.randbelow(9 * 10 ** (length - 1)) + 10 ** (length - 1))
        db.run(_ADD, exit_request_id=record_id, code=code, issued_at=now)
        issued = code_of(db, record_id)  # another request may hold that very code: then another number
        if issued is not None:
            return issued


def code_of(db: Db, record_id: int) -> str | None:
    """The code in force of a request; None where it has none."""
    row = db.one(_OF_REQUEST, record=record_id)
    return None if row is None else str(row[0])


def record_of(db: Db, code: str) -> int | None:
    """The request whose pass in force has this code; whether the asker may see it is for exits.get_in to say."""
    row = db.one(_BY_CODE, typed=code)
    return None if row is None else int(row[0])


def end(db: Db, record_id: int, why: str, now: int) -> None:
    """The pass of a request is no longer in force; `why`: returned, expired, cancelled, changed, refused."""
    db.run(_END, record=record_id, at=now, why=why)


def reopen(db: Db, record_id: int, why: str, ended_at: int, now: int) -> str:
    """The pass that ended so at that moment is in force again; a new one where its code is somebody else's by now."""
    db.run(_REOPEN, record=record_id, why=why, at=ended_at)
    return issue(db, record_id, now)
