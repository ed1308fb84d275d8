"""What is now in the ledger about one person: with which each story of a rehearsal ends."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from commands.rehearsal_labels import nobody
from commands.rehearsal_records import Found, about, of_name, of_person, shown
from ledger import Db
from ledger.statement import Statement
from ledger.tables import account, person

_OF_OPENID = Statement(
    select(account.c.person_id, person.c.name)
    .select_from(account.outerjoin(person, person.c.id == account.c.person_id))
    .where(account.c.openid == bindparam("openid"))
)
_NO_PERSON = -1


def what_is_in_the_ledger(db: Db, whose: str) -> Mapping[str, object]:
    """The records of an account, or of everybody of a name, with the alerts and tasks about them."""
    row = db.one(_OF_OPENID, openid=whose)
    if row is not None:
        person_id, name = row
        found = of_person(db, _NO_PERSON if person_id is None else person_id, whose)
    else:
        name, found = whose, of_name(db, whose)
    for record, rows in list(found.items()):
        for number in sorted({number for number, _ in rows}):
            _add(found, about(db, record, number))
    return {"about": name or nobody(), "records": list(shown(db, found))}


def _add(found: dict[str, Found], more: Mapping[str, Found]) -> None:
    for record, rows in more.items():
        found.setdefault(record, {}).update(rows)
