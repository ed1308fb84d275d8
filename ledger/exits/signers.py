"""Who decides about an exit request at this moment (clause 3.4.1, DESIGN 6.3, THREATS A18, A19).

The leader of the task force on duty, else a deputy; the office puts on record. Never about one's own request, one's
household's, or one that one filed for somebody else; and nobody both signs and records one.
"""

from dataclasses import dataclass

from ledger import people, seals
from ledger.database import Db
from ledger.duty import roster
from ledger.duty.roster import Leader
from ledger.exits import Exit
from ledger.people import Recipient
from ledger.seals import Seal


@dataclass(frozen=True, slots=True)
class Signers:
    """Who may sign a request now, the leader first; `seal` is None where its place is open by now."""

    seal: Seal | None
    leaders: tuple[Leader, ...]

    @property
    def asked_first(self) -> list[Recipient]:
        """Who is asked before anybody else: the leader, or all deputies where no leader can be reached."""
        reachable = [one for one in self.leaders if one.recipient.openid is not None]
        leaders = [one.recipient for one in reachable if one.rank == "leader"]
        return leaders or [one.recipient for one in reachable]

    @property
    def everybody(self) -> list[Recipient]:
        """The leader and the deputies, as far as they can be reached."""
        return [one.recipient for one in self.leaders if one.recipient.openid is not None]


def signers(db: Db, one: Exit, now: int) -> Signers:
    """Who may sign a request at this moment."""
    seal = seals.covering(db, one.path) if one.path else None
    if seal is None:
        return Signers(None, ())
    return Signers(seal, tuple(who for who in roster.leading(db, seal, now) if not is_own(db, one, who.recipient)))


def who_signed(db: Db, one: Exit, now: int) -> list[Recipient]:
    """Whoever signed or agreed by telephone, on duty now or not, as long as they lead the place; else whoever does now."""
    leading = people.reaching(db, roster.LEADS_TASK_FORCE, one.path) if one.path else []
    return [who for who in leading if who.person_id == one.signed_by_id] or signers(db, one, now).asked_first


def is_own(db: Db, one: Exit, who: Recipient) -> bool:
    """Whether somebody asks for themselves: as the applicant, as one who goes along, by the household, or on behalf.

    Whoever signs in to the pages without being bound is known by name alone: then the name decides.
    """
    if who.name in {one.name, *one.people}:
        return True
    if who.person_id is None:
        at_door = people.household(db, one.place_id) if one.place_id is not None else []
        return who.name == one.filed_by or any(name == who.name for _, name in at_door)
    if who.person_id in {one.person_id, one.filed_by_id}:
        return True
    return one.place_id is not None and people.lives_at(db, who.person_id, one.place_id)


def has_signed(one: Exit, who: Recipient) -> bool:
    """Whether somebody has signed a request, or heard by telephone that it is agreed to."""
    if who.person_id is None:
        return who.name in {one.signed_by, one.heard_by}
    return who.person_id in {one.signed_by_id, one.heard_by_id}


def may_record(db: Db, one: Exit, who: Recipient) -> bool:
    """Whether somebody of the office may put a request on record: neither a signatory of it nor an applicant."""
    return not has_signed(one, who) and not is_own(db, one, who)


def recorders(db: Db, one: Exit) -> list[Recipient]:
    """Who of the office can put it on record."""
    return [who for who in people.office(db) if may_record(db, one, who)]
