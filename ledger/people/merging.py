"""One person registered twice becomes one 合并: by telephone or the family first, by their own account later (DESIGN 6.8).

It is done by itself only where phone and name agree, or name and door; where only the name fits they stay two people, and
so do homophones. A child of somebody's, whoever has an account, and whoever holds a role of the staff is never merged into
another. The records of both stay: they point to the survivor, and the other row says into whom it was merged.
"""

from collections.abc import Iterator

from sqlalchemy import Column, bindparam, delete, exists, func, or_, select, update

from knowledge.language.names import is_called
from ledger import audit
from ledger.database import Db
from ledger.people import family
from ledger.records import compact
from ledger.statement import Statement
from ledger.tables import account, account_person, metadata, person, place, role, task

# Tables that are carried over by hand, that must not change (the audit is chained) or that hold nothing to carry over.
_BY_HAND = frozenset({"account", "account_person", "role", "task", "person_before", "audit", "gate_try"})

_ALIKE = Statement(
    select(person.c.id, person.c.name, person.c.phone_hash, person.c.place_id, place.c.kind)
    .select_from(person.outerjoin(place, place.c.id == person.c.place_id))
    .where(
        person.c.id != bindparam("survivor"),
        person.c.status == "active",
        or_(
            person.c.phone_hash == bindparam("phone"),
            (person.c.name == bindparam("called")) & (person.c.place_id == bindparam("home")),
        ),
        ~exists().where(account.c.person_id == person.c.id),
        ~exists().where(role.c.person_id == person.c.id, role.c.kind != "resident", role.c.until_at.is_(None)),
    )
    .order_by(person.c.id)
)
_WHO = Statement(
    select(person.c.name, person.c.phone_hash, person.c.place_id).where(
        person.c.id == bindparam("survivor"), person.c.status == "active"
    )
)
# Whoever files for one of these at this moment is waited for, and whoever comes then waits and finds the survivor
# (ledger/statement.py): no record is left that names the one who is gone.
_HOLD = Statement(
    select(person.c.id)
    .where(or_(person.c.id == bindparam("gone"), person.c.merged_into == bindparam("gone")))
    .order_by(person.c.id)
    .with_for_update()
)
# Compare and set: of two who would merge the same person at once, one does; nor is one merged who got an account meanwhile.
_MERGE = Statement(
    update(person)
    .where(
        person.c.id == bindparam("gone"),
        person.c.status == "active",
        ~exists().where(account.c.person_id == person.c.id),
    )
    .values(status="merged", merged_into=bindparam("survivor"))
)
_FOLLOW = Statement(
    update(person).where(person.c.merged_into == bindparam("gone")).values(merged_into=bindparam("survivor"))
)
_other = person.alias("other")


def _of_other(name: str) -> object:
    """A column of the merged row, taken over where the survivor has none."""
    value = select(_other.c[name]).where(_other.c.id == bindparam("gone")).scalar_subquery()
    return func.coalesce(person.c[name], value)


_FILL = Statement(
    update(person)
    .where(person.c.id == bindparam("survivor"))
    .values({name: _of_other(name) for name in ("phone_sealed", "phone_hash", "phone_tail", "place_id", "born_year")})
)
_own_link = account_person.alias("own_link")
_LINKS = (
    Statement(
        delete(account_person).where(
            account_person.c.person_id == bindparam("gone"),
            account_person.c.openid.in_(
                select(_own_link.c.openid).where(_own_link.c.person_id == bindparam("survivor"))
            ),
        )
    ),
    Statement(
        update(account_person)
        .where(account_person.c.person_id == bindparam("gone"))
        .values(person_id=bindparam("survivor"))
    ),
)
_END_ROLES = Statement(
    update(role)
    .where(role.c.person_id == bindparam("gone"), role.c.until_at.is_(None))
    .values(until_at=bindparam("at"))
)
_MOVE_ROLES = Statement(
    update(role).where(role.c.person_id == bindparam("gone")).values(person_id=bindparam("survivor"))
)
_own_visit = task.alias("own_visit")
_TASKS = (
    # One matter brings somebody to one door once: the second visit of the two is not needed.
    Statement(
        update(task)
        .where(
            task.c.person_id == bindparam("gone"),
            task.c.status == "open",
            exists().where(
                _own_visit.c.person_id == bindparam("survivor"),
                _own_visit.c.about == task.c.about,
                _own_visit.c.status == "open",
            ),
        )
        .values(status="done", done_at=bindparam("at"), done_by="system")
    ),
    Statement(update(task).where(task.c.person_id == bindparam("gone")).values(person_id=bindparam("survivor"))),
)


def pointing() -> Iterator[Column[object]]:
    """Every column of a record that names a person by id and goes over to the survivor as it is."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            names_a_person = column.name == "person_id" or column.name.endswith("_by_id") or column.name == "used_by"
            if names_a_person and (table.name not in _BY_HAND or (table.name == "task" and column.name != "person_id")):
                yield column


_POINTERS = [
    Statement(update(column.table).where(column == bindparam("gone")).values({column.name: bindparam("survivor")}))
    for column in pointing()
]


def join(db: Db, person_id: int, now: int) -> list[int]:
    """Merge into somebody who has just bound whoever is the same person without an account; returns their ids."""
    row = db.one(_WHO, survivor=person_id)
    if row is None:
        return []
    name, phone, home = row
    merged = []
    for other, other_name, other_phone, other_home, kind in db.all(
        _ALIKE, survivor=person_id, phone=phone, called=name, home=home
    ):
        same_phone = phone is not None and other_phone is not None and bytes(phone) == bytes(other_phone)
        same_door = kind == "household" and home == other_home and name == other_name
        is_same = same_door or (same_phone and _may_be_called(name, other_name))
        if is_same and not family.is_guarded(db, other) and _merge(db, other, person_id, now):
            merged.append(other)
            detail = compact({"person": other, "by": "door" if same_door else "phone"})
            audit.note(db, now, person_id, name, "merged", f"person:{person_id}", detail)
    return merged


def _may_be_called(name: str, other: str) -> bool:
    """Whether two names can be one person's: the same, or one of them a form of address (王阿姨) of that surname."""
    return name == other or (name[:1] == other[:1] and (is_called(name) or is_called(other)))


def _merge(db: Db, gone: int, survivor: int, now: int) -> bool:
    """Let everything that names the one name the other; False where somebody else was first."""
    db.all(_HOLD, gone=gone)
    if not db.run(_MERGE, gone=gone, survivor=survivor):
        return False
    db.run(_FOLLOW, gone=gone, survivor=survivor)
    db.run(_FILL, gone=gone, survivor=survivor)
    db.run(_END_ROLES, gone=gone, at=now)
    db.run(_MOVE_ROLES, gone=gone, survivor=survivor)
    for statement in (*_LINKS, *_TASKS):
        db.run(statement, gone=gone, survivor=survivor, at=now)
    for statement in _POINTERS:
        db.run(statement, gone=gone, survivor=survivor)
    return True
