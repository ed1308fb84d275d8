"""What somebody has filed of return reports, with everything that they said: theirs to look at and to put right."""

import json
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from ledger.conversations import Value
from ledger.database import Db
from ledger.records import theirs
from ledger.returns.filing import PHONE_COLUMN, SAID
from ledger.statement import Statement
from ledger.tables import return_report

_FIRST = return_report.alias("first_row")
_RECORD_ID = func.coalesce(return_report.c.original_id, return_report.c.id)
_SAID = (*SAID, "name")
_OWN = Statement(
    select(
        _RECORD_ID,
        return_report.c.number,
        return_report.c.status,
        _FIRST.c.filed_at,
        return_report.c.phone_sealed,
        *(return_report.c[name] for name in _SAID),
    )
    .select_from(return_report.join(_FIRST, _FIRST.c.id == _RECORD_ID))
    .where(return_report.c.status != "superseded", theirs(return_report, "whose"))
    .order_by(_FIRST.c.filed_at.desc(), return_report.c.id.desc())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report as its filer said it; `filed_at` (ms UTC) is that of its first version, what was left open is absent."""

    record: int
    number: str
    status: str
    filed_at: int
    said: dict[str, Value]


def of(db: Db, person_id: int, limit: int = 10) -> list[OwnReport]:
    """The reports that a person filed or that are about them, the last filed first."""
    return [_own(db, row) for row in db.all(_OWN, whose=person_id, limit=limit)]


def _own(db: Db, row: tuple[object, ...]) -> OwnReport:
    record, number, status, filed_at, phone, code, origin, places, stays, *rest = row
    below = {"places": json.loads(str(places))} if places else {}
    said: dict[str, Value] = {
        "origin": {"code": code, "name": origin, **below},  # type: ignore[dict-item]
        "stays": json.loads(str(stays)),
        **dict(zip(_SAID[4:], rest, strict=True)),  # type: ignore[arg-type]
    }
    if phone:
        said["phone"] = db.keys.unseal(bytes(phone), PHONE_COLUMN)  # type: ignore[call-overload]
    return OwnReport(record, number, status, filed_at, said)  # type: ignore[arg-type]
