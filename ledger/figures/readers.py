"""Who gets the digest of which scope: the leading group the whole, whoever leads a community theirs."""

from sqlalchemy import select

from ledger import people, places
from ledger.database import Db
from ledger.people import Recipient
from ledger.statement import Statement
from ledger.tables import account, person, place, role

_LEADS = Statement(
    select(place.c.path, account.c.openid, person.c.id, person.c.name)
    .select_from(
        role.join(place, place.c.id == role.c.place_id)
        .join(person, person.c.id == role.c.person_id)
        .join(account, account.c.person_id == person.c.id)
    )
    .where(role.c.kind == "community_lead", role.c.until_at.is_(None))
    .order_by(place.c.path, person.c.id)
)


def of_places(db: Db) -> dict[str, tuple[Recipient, ...]]:
    """Scopes (paths) with those who get their figures and have an account."""
    found: dict[str, dict[int | None, Recipient]] = {}
    leaders = reached(people.holders(db, "leader"))
    if leaders:
        found[places.root_path(db)] = {one.person_id: one for one in leaders}
    for path, *whom in db.all(_LEADS):
        one = Recipient(*whom)
        found.setdefault(path, {}).setdefault(one.person_id, one)
    return {path: tuple(whom.values()) for path, whom in found.items()}


def reached(recipients: list[Recipient]) -> tuple[Recipient, ...]:
    """Those of them who have an account."""
    return tuple(one for one in recipients if one.openid is not None)
