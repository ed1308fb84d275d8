"""`announce FILE`: check an announcement and put it in force, by a named person (DESIGN 6.6)."""

from pathlib import Path

from commands.errors import Refused
from commands.wiring import Installation
from knowledge.announcements import BadAnnouncement, example_failures, load_announcement
from knowledge.times import iso
from ledger import Db, announcements, audit
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS


def announce(house: Installation, file: Path, who: str) -> str:
    """Put the announcement of a YAML file in force; returns what was done. Raises Refused."""
    if not who.strip() or not who.isprintable():
        raise Refused("--by: must be the name of whoever puts it in force")
    try:
        announcement = load_announcement(file)
    except BadAnnouncement as error:
        raise Refused(str(error)) from None
    failures = list(example_failures(announcement))
    if failures:
        raise Refused(f"{file}: {failures[0]}")
    now = house.clock()

    def work(db: Db) -> bool:
        added = announcements.put_in_force(
            db,
            issuer=announcement.issuer,
            number=announcement.number,
            effective_at=announcement.effective_at,
            content=announcement.model_dump_json(),
            who=who,
            now=now,
        )
        if added:
            audit.note(db, now, None, who, "announcement put in force", f"announcement:{announcement.number}")
        return added

    if not house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS):
        raise Refused(f"{announcement.issuer} {announcement.number} is there already: an issued one is never changed")
    return f"{announcement.issuer} {announcement.number}: in force from {iso(announcement.effective_at)}"
