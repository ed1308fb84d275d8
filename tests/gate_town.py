"""A sealed building with its gate, guards and requests, for the transcripts of the gate."""

from typing import Any

from knowledge.times import parse_moment
from ledger import Db, exits, people, places, seals
from ledger.duty import roster
from ledger.exits import moves as exit_moves
from ledger.exits import passes
from ledger.exits.moves import Signature
from ledger.exits.times import Hours
from ledger.people import accounts
from tests.exit_town import DECISION, asked, filing, stands
from tests.talking import Talk

GATE = "永茂社区/6号楼"


def guard(talk: Talk, name: str, gate: str, role: str = "gate_guard") -> None:
    """Bind somebody to the gate of a sealed place, which 周平 leads."""
    openid = talk.openid(name)

    def work(db: Db) -> None:
        place = places.ensure(db, gate)
        if seals.of_place(db, place.id) is None:
            seals.seal_place(db, place, "周平", None, None, talk.clock[0])
        person_id = people.add(db, name=name, phone=None, place_id=None, now=talk.clock[0], filed_by="test")
        accounts.bind(db, openid, person_id)
        people.grant(db, person_id, role, place.id, None, talk.clock[0])

    talk.installation.ledger.transact(work)


def lead(talk: Talk, name: str = "周平", place: str = GATE) -> None:
    """Bind the leader of the task force."""
    guard(talk, name, place, roster.LEADS_TASK_FORCE)


def request(
    talk: Talk,
    *,
    leave: str = "2022-01-20T09:20",
    back: str = "2022-01-20T12:00",
    recorded: bool = True,
    home: str = "永茂社区/6号楼/2单元/301",
    **changes: Any,
) -> tuple[int, str]:
    """An exit request of 王阿姨, signed and on record; returns its id and the code of its pass."""

    def work(db: Db) -> tuple[int, str]:
        hours = Hours(leave, back, ("TH", "FR") if changes.get("recurrence") else (), changes.get("until_date"))
        new = asked(
            leave_at=leave,
            return_by=back,
            leaves_at=parse_moment(leave),
            back_due_at=hours.first.back_due_at,
            expires_at=hours.ends_at,
            due_at=None,
            **changes,
        )
        owner = next(iter(people.household(db, places.ensure(db, home).id)), (None, ""))[0]
        record = exits.add(db, new, filing(db, home, who_id=owner), DECISION)
        if not recorded:
            return record, ""
        exit_moves.sign(db, stands(db, record), Signature("周平", 1, "leader"), talk.clock[0], talk.clock[0])
        exit_moves.record(db, stands(db, record), "陈主任", 9, talk.clock[0])
        return record, passes.issue(db, record, talk.clock[0])

    return talk.installation.ledger.transact(work)
