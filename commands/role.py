"""`role end NAME`: a role of the staff ends at once (THREATS A19, A22)."""

from commands.errors import Refused
from commands.wiring import Installation
from ledger import Db, audit, people
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.people import roles
from ledger.people.roles import Held
from ledger.records import compact


def end(house: Installation, name: str, kind: str | None, scope: str | None, by: str) -> str:
    """End the one role that is named; returns which it was. Raises Refused where none or several fit."""
    if not by.strip() or not by.isprintable():
        raise Refused("--by: must be the name of whoever decides it")
    if kind is not None and kind not in people.STAFF_ROLES:
        raise Refused(f"--role {kind}: one of {', '.join(people.STAFF_ROLES)}")
    now = house.clock()

    def work(db: Db) -> Held:
        fitting = [
            one
            for one in roles.of_name(db, name.strip())
            if kind in {None, one.kind} and scope in {None, one.address, one.group_id}
        ]
        if len(fitting) != 1:
            there = "; ".join(_described(one) for one in fitting)
            raise Refused(
                f"{name}: holds several, name one by --role and --scope: {there}"
                if fitting
                else f"{name}: holds no such role of the staff"
            )
        (one,) = fitting
        roles.end(db, one.id, now)
        detail = compact({"role": one.kind, "scope": one.address or one.group_id})
        audit.note(db, now, None, by, "role ended", f"person:{one.person_id}", detail)
        return one

    return f"ended: {_described(house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS))}"


def _described(one: Held) -> str:
    where = one.address or one.group_id
    return f"{one.name}, {one.kind}{f' of {where}' if where else ''}"
