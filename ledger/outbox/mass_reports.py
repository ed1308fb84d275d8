"""What the platform reports of a mass send (MASSSENDJOBFINISH): how many it was for, how many got it; it names nobody."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import mass_send

_M = mass_send.c
_REPORTED = Statement(
    update(mass_send)
    .where(_M.msg_id == bindparam("number"), _M.status == "accepted")
    .values(
        status=bindparam("new_status"),
        total=bindparam("total"),
        filtered=bindparam("filtered"),
        sent=bindparam("sent"),
        errors=bindparam("errors"),
        reported_at=bindparam("at"),
        settled_at=None,
        error=bindparam("error"),
    )
)
_KNOWN = Statement(select(_M.id).where(_M.msg_id == bindparam("number")))
_IN_DOUBT = Statement(select(_M.id).where(_M.settled_at.is_(None), _M.status == "sending"))


@dataclass(frozen=True, slots=True)
class Report:
    """What the platform says of a mass send (MASSSENDJOBFINISH): how many it was for and how many got it."""

    status: str
    total: int
    filtered: int
    sent: int
    errors: int


def report(db: Db, msg_id: str, said: Report, now: int) -> bool:
    """Note what the platform reports; saying it twice changes nothing. False where no mass send is known by this number."""
    everybody = said.status == "send success" and said.sent == said.total
    status = "arrived" if everybody else "partly" if said.status == "send success" else "failed"
    error = None if everybody else f"of {said.total} people {said.sent} got the mass send, nobody knows who"
    db.run(
        _REPORTED,
        number=msg_id,
        new_status=status,
        total=said.total,
        filtered=said.filtered,
        sent=said.sent,
        errors=said.errors,
        at=now,
        error=error,
    )
    return db.one(_KNOWN, number=msg_id) is not None


def is_being_handed_in(db: Db) -> bool:
    """Whether a sender may just have handed one in and not yet written down its number."""
    return db.one(_IN_DOUBT) is not None
