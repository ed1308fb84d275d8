"""Exit requests for the tests of the ledger: a sealed building, its leaders, and requests of its people."""

from typing import Any

from knowledge.times import HOUR, MINUTE
from ledger import Db, exits, places, seals
from ledger.duty import roster
from ledger.exits import Exit
from ledger.exits.filing import NewExit
from ledger.records import Filing, Stored
from ledger.seals import Seal
from tests.town import NOW, settle

SEALED = "永茂社区/6号楼"
HOME = "永茂社区/6号楼/2单元/301"
DECISION = Stored("exit_handling", "2021-01-01", "3.4.1", '{"course":"signature"}', "[]")


def seal(db: Db, address: str = SEALED, leader: str = "周平") -> Seal:
    """Seal a place under a named leader; returns the seal."""
    place = places.ensure(db, address)
    seals.seal_place(db, place, leader, None, None, NOW)
    found = seals.of_place(db, place.id)
    assert found is not None
    return found


def lead(db: Db, name: str, scope: str = SEALED, openid: str | None = None) -> int:
    """Bind somebody as a leader of a task force."""
    return settle(db, name, openid=openid or f"o-{name}", role=roster.LEADS_TASK_FORCE, scope=scope)


def asked(**changes: Any) -> NewExit:
    """A request as it is filed: dialysis tomorrow from seven to twelve, but for the changes."""
    said = {
        "number": "W0120-01",
        "kind": "ordinary",
        "urgent": False,
        "person_id": None,
        "name": "王阿姨",
        "words": "明早七点去市医院透析，中午回",
        "reason": "dialysis",
        "leave_at": "2022-01-21T07:00",
        "return_by": "2022-01-21T12:00",
        "destination": "市医院",
        "persons": '[{"name":"我"},{"name":"妈妈"}]',
        "plate": "蒙G22335",
        "recurrence": None,
        "until_date": None,
        "leaves_at": NOW + 22 * HOUR,
        "back_due_at": NOW + 27 * HOUR,
        "expires_at": NOW + 23 * HOUR,
        "due_at": NOW + 120 * MINUTE,
    }
    return NewExit(**{**said, **changes})


def filing(db: Db, address: str = HOME, who: str = "王阿姨", who_id: int | None = None) -> Filing:
    """That somebody files for a door now."""
    return Filing(NOW, NOW, who_id, who, places.ensure(db, address).id)


def file(db: Db, address: str = HOME, **changes: Any) -> Exit:
    """File a request; returns it as it stands."""
    return stands(db, exits.add(db, asked(**changes), filing(db, address), DECISION))


def stands(db: Db, record_id: int) -> Exit:
    """The request as it stands."""
    found = exits.get(db, record_id)
    assert found is not None
    return found
