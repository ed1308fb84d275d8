"""Filing what somebody told of others, so that nothing in clear says who it was (docs/decisions/0025)."""

from dataclasses import dataclass

from ledger.database import Db
from ledger.records import RECORD_COLUMNS, Filing, Stored
from ledger.statement import insert
from ledger.tables import violation_report
from ledger.violations import ACCOUNT_COLUMN, NAME_COLUMN, TEXT_COLUMN, account_hash

_OWN = ("number", "type", "place", "anonymous", "group_id", "due_at")
_SEALED = ("account_hash", "account_sealed", "name_sealed", "text_sealed")
_ADD = insert(violation_report, *RECORD_COLUMNS, *_OWN, *_SEALED, returning="id")


@dataclass(frozen=True, slots=True)
class NewViolation:
    """What is told: the number people call it by, type, place in words, whether unnamed, whose it is, due when (ms UTC)."""

    number: str
    type: str
    place: str
    anonymous: bool
    group_id: str
    due_at: int


def add(db: Db, new: NewViolation, text: str, openid: str, name: str, filing: Filing, decision: Stored) -> int:
    """Record what somebody told; `name` is theirs, kept sealed where they did not wish to stay unnamed. Returns the id.

    The filing names nobody: whose account it was is in the hash and the sealed column alone.
    """
    row_id: int = db.value(
        _ADD,
        original_id=None,
        version=1,
        status="open",
        account_hash=account_hash(db, openid),
        account_sealed=db.keys.seal(openid, ACCOUNT_COLUMN),
        name_sealed=db.keys.seal(name, NAME_COLUMN) if name and not new.anonymous else None,
        text_sealed=db.keys.seal(text, TEXT_COLUMN),
        **{one: getattr(new, one) for one in _OWN},
        **filing.columns(),
        **decision.columns(),
    )
    return row_id
