"""`announce FILE`: check an announcement, show whom it would change, and put it in force by a named person (DESIGN 6.6).

Without `--by` nothing is changed and nobody is told: the preview alone. FILE is YAML, or the Excel workbook that
`announce --template` writes.
"""

from dataclasses import dataclass
from pathlib import Path

from commands.errors import Refused
from commands.wiring import Installation
from knowledge.announcements import Announcement, BadAnnouncement, example_failures
from knowledge.announcements.entry import BadEntry, read_file, template
from knowledge.times import iso
from ledger import Db, announcements
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.records import compact
from ledger.returns import preview
from ledger.returns.preview import Preview

# What --old-cases says, and what it means for whoever arrived before the announcement took effect.
OLD_CASES = {"keep": True, "change": False}


@dataclass(frozen=True, slots=True)
class Read:
    """An announcement of a file with what was chosen of old cases, where the paper leaves it open."""

    issued: Announcement
    was_chosen: bool

    @property
    def is_complete(self) -> bool:
        """Whether it says what holds for old cases."""
        return self.issued.keep_old_cases is not None


def announce(house: Installation, file: Path, who: str, old_cases: str | None = None) -> str:
    """Put the announcement of a file in force; returns the preview and what was done. Raises Refused."""
    if not who.strip() or not who.isprintable():
        raise Refused("--by: must be the name of whoever puts it in force")
    read = _read(file, old_cases)
    if not read.is_complete:
        raise Refused(f"{file}: does not say whether old cases keep the old rule; choose --old-cases keep or change")
    issued, now = read.issued, house.clock()
    detail = compact({"keep_old_cases": issued.keep_old_cases}) if read.was_chosen else ""

    def work(db: Db) -> bool:
        return announcements.enter(db, issued, who, now, detail=detail)

    before = house.ledger.read(lambda db: preview.of(db, house.house.rules, issued, now))
    if not house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS):
        raise Refused(f"{issued.issuer} {issued.number} is there already: an issued one is never changed")
    done = f"{issued.issuer} {issued.number}: in force from {iso(issued.effective_at)}"
    return f"{_table(house, before)}\n{done}" if before.differences else done


def look(house: Installation, file: Path, old_cases: str | None = None) -> str:
    """Whom the announcement of a file would change; changes nothing and tells nobody. Raises Refused."""
    read, now = _read(file, old_cases), house.clock()
    found = house.ledger.read(lambda db: preview.of(db, house.house.rules, read.issued, now))
    return _table(house, found)


def load(file: Path) -> Announcement:
    """The announcement of a file, YAML or a workbook; raises Refused with every slip."""
    try:
        return read_file(file)
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from None
    except (BadAnnouncement, BadEntry) as error:
        raise Refused(str(error)) from None


def write_template(file: Path) -> str:
    """Write the empty workbook in which an announcement is entered; returns what was done. Raises Refused."""
    return write(file, template())


def write(file: Path, content: bytes) -> str:
    """Write a file that is not there yet; raises Refused."""
    try:
        with file.open("xb") as made:
            made.write(content)
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from None
    return str(file)


def _read(file: Path, old_cases: str | None) -> Read:
    """The announcement of a file with the choice that the paper leaves open; raises Refused."""
    if old_cases is not None and old_cases not in OLD_CASES:
        raise Refused("--old-cases: must be keep (who came before keeps the old rule) or change")
    issued = load(file)
    failures = list(example_failures(issued))
    if failures:
        raise Refused(f"{file}: {failures[0]}")
    if old_cases is None:
        return Read(issued, was_chosen=False)
    if issued.keep_old_cases is not None:
        raise Refused(f"{file}: says itself what holds for old cases; leave --old-cases out")
    return Read(issued.model_copy(update={"keep_old_cases": OLD_CASES[old_cases]}), was_chosen=True)


def _table(house: Installation, found: Preview) -> str:
    return house.house.words.render("announcement_preview", preview=found, starts=iso(found.issued.effective_at)).strip()
