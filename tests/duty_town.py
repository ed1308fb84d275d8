"""A sealed community with its staff on duty, for the transcripts of what they write down."""

from ledger import Db, export, people, places, seals
from ledger.export.pages import View
from ledger.people import accounts
from tests.talking import Talk

SEALED = "永茂社区"
BUILDINGS = ("6号楼", "7号楼", "8号楼")


def seal(talk: Talk, place: str = SEALED, buildings: tuple[str, ...] = BUILDINGS) -> None:
    """Seal a place of so many buildings, which 周平 leads; those of 永茂 lie in its first grid."""

    def work(db: Db) -> None:
        sealed = places.ensure(db, place)
        for building in buildings:
            places.ensure(db, f"{place}/{building}")
        if seals.of_place(db, sealed.id) is None:
            seals.seal_place(db, sealed, "周平", None, None, talk.clock[0])

    talk.installation.ledger.transact(work)


def staff(talk: Talk, name: str, role: str, place: str = "", group: str | None = None) -> None:
    """Give somebody a role of the staff, bound to an account of their name."""
    openid = talk.openid(name)

    def work(db: Db) -> None:
        person_id = people.add(db, name=name, phone=None, place_id=None, now=talk.clock[0], filed_by="test")
        accounts.bind(db, openid, person_id)
        people.grant(db, person_id, role, places.ensure(db, place).id if place else None, group, talk.clock[0])

    talk.installation.ledger.transact(work)


def written(talk: Talk, record: str, *, versions: bool = False) -> list[tuple[object, ...]]:
    """The entries of a log as `ledger RECORD` prints them: kind, place, hours by the clock, status."""
    found = talk.installation.ledger.read(lambda db: list(export.lines(record, View(db, versions=versions))))
    return [(one["kind"], one["place"], _clock(one["start"]), _clock(one["end"]), one["status"]) for one in found]


def _clock(moment: object) -> str | None:
    return None if moment is None else str(moment)[5:16].replace("T", " ")

