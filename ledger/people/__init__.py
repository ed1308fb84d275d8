"""People, their accounts and their roles; who is to be told of what happens at a place.

A role is a person, a kind and a place (or one of the eight groups); its rights reach as far as the place's path does,
and hold as long as `until_at` is empty. Every query here is written so that a role that has ended finds nothing.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, LargeBinary, Text, bindparam, func, select, update

from ledger.database import Db
from ledger.places import Address, Place, parts, path_end
from ledger.statement import Statement, insert
from ledger.tables import account, person, place, role

STAFF_ROLES = (
    "grid_worker",
    "community_lead",
    "task_force_leader",
    "gate_guard",
    "group_member",
    "office",
    "leader",
    "inspector",
    "admin",
)
ROLES = ("resident", *STAFF_ROLES)
# Roles that belong to a place; the others hold for the whole subdistrict.
PLACE_ROLES = ("resident", "grid_worker", "community_lead", "task_force_leader", "gate_guard")
PHONE_COLUMN = b"person.phone"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for; without an openid the person has no account that follows."""

    openid: str | None
    person_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Role:
    """One role in force: its kind, the path that its rights reach (empty: everything) and its group, if any."""

    kind: str
    path: str
    address: str
    group_id: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """Who is writing, as the ledger knows them: nobody yet, a follower, or a bound person.

    `wrote_at` is when the platform's window last opened, `alerted_at` when their words last set off an alert that is not
    over (ms UTC, 0: never).
    """

    openid: str
    person_id: int | None
    name: str
    place_id: int | None
    path: str
    address: str
    is_staff: bool
    informed: bool
    wrote_at: int | None
    alerted_at: int = 0

    @property
    def is_bound(self) -> bool:
        """Whether the account belongs to a known person."""
        return self.person_id is not None

    @property
    def home(self) -> Address:
        """The person's address by parts."""
        return parts(self.address)

    @property
    def home_place(self) -> Place | None:
        """The person's home in the tree, as it was read with the person."""
        if self.place_id is None:
            return None
        return Place(self.place_id, "household", self.address.rpartition("/")[2], self.address, self.path)

    def recipient(self) -> Recipient:
        """The writer as somebody to whom a message can be sent."""
        return Recipient(self.openid, self.person_id, self.name)


_ROLES_OF = Statement(
    select(role.c.kind, func.coalesce(place.c.path, ""), func.coalesce(place.c.address, ""), role.c.group_id)
    .select_from(role.outerjoin(place, place.c.id == role.c.place_id))
    .where(role.c.person_id == bindparam("person_id"), role.c.until_at.is_(None))
    .order_by(role.c.id)
)
_ADD_PERSON = insert(
    person,
    "name",
    "phone_sealed",
    "phone_hash",
    "phone_tail",
    "place_id",
    "filed_at",
    "filed_by",
    "status",
    returning="id",
)
_SET_PERSON = Statement(
    update(person)
    .where(person.c.id == bindparam("row"))
    .values(
        name=func.coalesce(bindparam("new_name", type_=Text()), person.c.name),
        phone_sealed=func.coalesce(bindparam("new_sealed", type_=LargeBinary()), person.c.phone_sealed),
        phone_hash=func.coalesce(bindparam("new_hash", type_=LargeBinary()), person.c.phone_hash),
        phone_tail=func.coalesce(bindparam("new_tail", type_=Text()), person.c.phone_tail),
        place_id=func.coalesce(bindparam("new_place", type_=BigInteger()), person.c.place_id),
    )
)
_ADD_ROLE = insert(role, "person_id", "kind", "place_id", "group_id", "since_at")
_HAS_ROLE = Statement(
    select(role.c.id).where(
        role.c.person_id == bindparam("who"),
        role.c.kind == bindparam("role_kind"),
        func.coalesce(role.c.place_id, 0) == bindparam("at_place"),
        func.coalesce(role.c.group_id, "") == bindparam("in_group"),
        role.c.until_at.is_(None),
    )
)
_TO = (account.c.openid, person.c.id, person.c.name)
_HAS_ACCOUNT = account.c.person_id == person.c.id
_HOLDERS = (
    select(*_TO)
    .select_from(role.join(person, person.c.id == role.c.person_id).outerjoin(account, _HAS_ACCOUNT))
    .where(role.c.until_at.is_(None), role.c.kind == bindparam("role_kind"))
    .order_by(person.c.id)
)
_REACHING = Statement(
    _HOLDERS.join(place, place.c.id == role.c.place_id).where(
        func.substr(bindparam("path", type_=Text()), 1, func.length(place.c.path)) == place.c.path
    )
)
_WITHIN = Statement(
    _HOLDERS.join(place, place.c.id == role.c.place_id).where(
        place.c.path >= bindparam("low"), place.c.path < bindparam("high")
    )
)
_EVERYWHERE = Statement(_HOLDERS)
_IN_GROUP = Statement(_HOLDERS.where(role.c.group_id == bindparam("group_id")))
_OF_PERSON = Statement(
    select(*_TO).select_from(person.outerjoin(account, _HAS_ACCOUNT)).where(person.c.id == bindparam("who"))
)
_AT_HOME = Statement(
    select(person.c.id, person.c.name)
    .where(person.c.place_id == bindparam("home"), person.c.status == "active")
    .order_by(person.c.id)
)
_NAMED_IN = Statement(
    select(person.c.id, person.c.place_id)
    .select_from(person.join(place, place.c.id == person.c.place_id))
    .where(
        person.c.name == bindparam("whose"),
        person.c.status == "active",
        place.c.path >= bindparam("low"),
        place.c.path < bindparam("high"),
    )
    .order_by(person.c.id)
)
_COUNT_IN = Statement(
    select(func.count())
    .select_from(person.join(place, place.c.id == person.c.place_id))
    .where(person.c.status == "active", place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
)
_LIVES_AT = Statement(
    select(person.c.id)
    .select_from(person.join(place, place.c.id == person.c.place_id))
    .where(person.c.id == bindparam("who"), person.c.place_id == bindparam("home"), place.c.kind == "household")
)
_PHONE_OF = Statement(select(person.c.phone_sealed).where(person.c.id == bindparam("who")))


def roles_of(db: Db, person_id: int) -> list[Role]:
    """The roles in force of a person."""
    return [Role(*row) for row in db.all(_ROLES_OF, person_id=person_id)]


def add(db: Db, *, name: str, phone: str | None, place_id: int | None, now: int, filed_by: str) -> int:
    """Register a person; returns the id."""
    new_id: int = db.value(
        _ADD_PERSON,
        name=name,
        place_id=place_id,
        filed_at=now,
        filed_by=filed_by,
        status="active",
        **_phone_columns(db, phone),
    )
    return new_id


def complete(
    db: Db, person_id: int, *, name: str | None = None, phone: str | None = None, place_id: int | None = None
) -> None:
    """Fill in what was said later; what is None stays."""
    columns = _phone_columns(db, phone)
    db.run(
        _SET_PERSON,
        row=person_id,
        new_name=name,
        new_place=place_id,
        new_sealed=columns["phone_sealed"],
        new_hash=columns["phone_hash"],
        new_tail=columns["phone_tail"],
    )


def phone_of(db: Db, person_id: int) -> str | None:
    """The person's phone in clear: for the person, or for staff who must call; never for a list."""
    row = db.one(_PHONE_OF, who=person_id)
    return db.keys.unseal(bytes(row[0]), PHONE_COLUMN) if row and row[0] else None


def grant(db: Db, person_id: int, kind: str, place_id: int | None, group_id: str | None, now: int) -> None:
    """Give a role; giving it twice is harmless."""
    if db.one(_HAS_ROLE, who=person_id, role_kind=kind, at_place=place_id or 0, in_group=group_id or "") is None:
        db.run(_ADD_ROLE, person_id=person_id, kind=kind, place_id=place_id, group_id=group_id, since_at=now)


def recipient(db: Db, person_id: int) -> Recipient:
    """A person as a recipient."""
    rows = db.all(_OF_PERSON, who=person_id)
    return Recipient(*rows[0])


def household(db: Db, place_id: int) -> list[tuple[int, str]]:
    """(id, name) of the people registered at one door."""
    return [(row[0], row[1]) for row in db.all(_AT_HOME, home=place_id)]


def lives_at(db: Db, person_id: int, place_id: int) -> bool:
    """Whether this door is somebody's home; a place that is no door (a building) is nobody's household."""
    return db.one(_LIVES_AT, who=person_id, home=place_id) is not None


def named_in(db: Db, name: str, scope: str) -> list[tuple[int, int | None]]:
    """(person id, home) of everybody of this name who lives within a scope (a path)."""
    return [(row[0], row[1]) for row in db.all(_NAMED_IN, whose=name, low=scope, high=path_end(scope))]


def count_in(db: Db, scope: str) -> int:
    """How many people are registered within a scope (a path)."""
    count: int = db.value(_COUNT_IN, low=scope, high=path_end(scope))
    return count


def grid_workers_for(db: Db, path: str) -> list[Recipient]:
    """The grid workers who answer for a place; for one in no grid yet, all of its community."""
    found = _recipients(db.all(_REACHING, role_kind="grid_worker", path=path))
    if not found:
        community = community_path(path)
        found = working_in(db, "grid_worker", community)
    return found


def reaching(db: Db, kind: str, path: str) -> list[Recipient]:
    """Everybody whose role of this kind reaches a place (by its path)."""
    return _recipients(db.all(_REACHING, role_kind=kind, path=path))


def working_in(db: Db, kind: str, scope: str) -> list[Recipient]:
    """Everybody whose role of this kind is for a place within a scope (a path)."""
    return _recipients(db.all(_WITHIN, role_kind=kind, low=scope, high=path_end(scope)))


def leads_for(db: Db, path: str) -> list[Recipient]:
    """The leads of the community or village in which a place lies."""
    return _recipients(db.all(_REACHING, role_kind="community_lead", path=path))


def group_members(db: Db, group_id: str) -> list[Recipient]:
    """The members of one of the eight groups."""
    return _recipients(db.all(_IN_GROUP, role_kind="group_member", group_id=group_id))


def holders(db: Db, kind: str) -> list[Recipient]:
    """Everybody who holds a role of this kind anywhere."""
    return _recipients(db.all(_EVERYWHERE, role_kind=kind))


def office(db: Db) -> list[Recipient]:
    """The office's staff."""
    return holders(db, "office")


def community_path(path: str) -> str:
    """The path of the community in which a place lies (the root's where there is none)."""
    ids = path.split(".")[:-1]
    return ".".join(ids[:2]) + "."


def _recipients(rows: list[tuple[object, ...]]) -> list[Recipient]:
    """Each person once, with an account that follows where there is one."""
    by_person: dict[object, Recipient] = {}
    for openid, person_id, name in rows:
        known = by_person.get(person_id)
        if known is None or known.openid is None:
            by_person[person_id] = Recipient(openid, person_id, name)  # type: ignore[arg-type]
    return list(by_person.values())


def _phone_columns(db: Db, phone: str | None) -> dict[str, object]:
    if phone is None:
        return {"phone_sealed": None, "phone_hash": None, "phone_tail": None}
    return {
        "phone_sealed": db.keys.seal(phone, PHONE_COLUMN),
        "phone_hash": db.keys.hash(phone.encode()),
        "phone_tail": phone[-4:],
    }
