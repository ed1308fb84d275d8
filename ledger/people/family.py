"""The people for whom an account speaks beside its own 家人 (DESIGN 6.8): a mother without a phone, a child.

Each is a person of their own, known to the account by the relation as it was said (妈妈). Whoever is under 14 is there only
through their guardian (DESIGN 6.15). `meant` finds who is spoken of: the account's people and those at the writer's door.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select

from knowledge.language.people import find_relatives
from ledger.database import Db
from ledger.people import Contact, residents
from ledger.people.residents import Resident
from ledger.statement import Statement, upsert
from ledger.tables import account_person, person, place

_ADD = upsert(account_person, ["openid", "person_id"], ["relation", "since_at", "guardian"])
_OF = Statement(
    select(
        account_person.c.relation,
        account_person.c.guardian,
        person.c.id,
        person.c.name,
        person.c.phone_tail,
        person.c.born_year,
        person.c.place_id,
        func.coalesce(place.c.address, ""),
        func.coalesce(place.c.path, ""),
        person.c.version,
        person.c.filed_at,
    )
    .select_from(
        account_person.join(person, person.c.id == account_person.c.person_id).outerjoin(
            place, place.c.id == person.c.place_id
        )
    )
    .where(account_person.c.openid == bindparam("openid"), person.c.status == "active")
    .order_by(account_person.c.since_at, person.c.id)
)
_REMOVE = Statement(
    delete(account_person).where(
        account_person.c.openid == bindparam("openid"), account_person.c.person_id == bindparam("whom")
    )
)
_GUARDED = Statement(
    select(account_person.c.openid)
    .where(account_person.c.person_id == bindparam("whom"), account_person.c.guardian.is_(True))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody for whom an account speaks: how they are called there, and whether the writer is their guardian."""

    relation: str
    guardian: bool
    person: Resident


def add(db: Db, openid: str, person_id: int, relation: str, *, guardian: bool, now: int) -> None:
    """Let an account speak for somebody more."""
    db.run(_ADD, openid=openid, person_id=person_id, relation=relation, since_at=now, guardian=guardian)


def of(db: Db, openid: str) -> list[Relative]:
    """For whom an account speaks beside its own person, the first added first."""
    return [Relative(row[0], bool(row[1]), Resident(*row[2:])) for row in db.all(_OF, openid=openid)]


def remove(db: Db, openid: str, person_id: int) -> bool:
    """The account does not speak for somebody any more; what was filed of them stays."""
    return db.run(_REMOVE, openid=openid, whom=person_id) > 0


def is_guarded(db: Db, person_id: int) -> bool:
    """Whether somebody is a child who is there through a guardian: no account of their own binds to them."""
    return db.one(_GUARDED, whom=person_id) is not None


def is_child_at(db: Db, name: str, place_id: int | None) -> bool:
    """Whether a child of this name lives at a door, who is there through a guardian."""
    at_door = residents.at_door(db, place_id) if place_id is not None else []
    return any(one.name == name and is_guarded(db, one.id) for one in at_door)


def meant(db: Db, contact: Contact, said: str) -> Resident | None:
    """Whom the writer means by a relation (妈妈) or a name; None where nobody, or more than one, can be meant."""
    found = all_meant(db, contact, said)
    return found[0] if len(found) == 1 else None


def all_meant(db: Db, contact: Contact, said: str) -> list[Resident]:
    """Everybody whom the writer can mean: themselves, the account's people by relation, the household by name."""
    own = of(db, contact.openid)
    label = relation_label(said)
    by_relation = [one.person for one in own if said == one.relation or label == relation_label(one.relation)]
    if by_relation:
        return by_relation
    by_name = {one.person.id: one.person for one in own if one.person.name == said}
    if contact.person_id is not None and contact.name == said:
        writer = residents.get(db, contact.person_id)
        return [] if writer is None else [writer]
    if contact.place_id is not None:
        by_name |= {one.id: one for one in residents.at_door(db, contact.place_id) if one.name == said}
    return list(by_name.values())


def relation_label(said: str) -> str:
    """How a relation is written down: 妈, 我妈 and 母亲 are 妈妈; what is none stays as it was said."""
    found = find_relatives(said)
    is_whole = len(found) == 1 and found[0].people == 1 and said[: found[0].span[0]] in {"", "我", "俺", "我的"}
    return found[0].label if is_whole and found[0].span[1] == len(said) else said
