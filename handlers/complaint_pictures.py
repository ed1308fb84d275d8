"""A picture that follows a complaint, or what somebody told of others, is passed on to whoever has to see to it
(CONVERSATIONS 12); it is not kept here. Who sent the latter is said to nobody (docs/decisions/0025).
"""

from dataclasses import dataclass

from bot.turn import Turn
from handlers import groups
from handlers.supplies.mine import mine
from handlers.supplies.notices import about, bringers, staff_of
from handlers.violations import filing as violation_filing
from handlers.violations import own as own_violations
from knowledge.times import DAY
from ledger import handovers, outbox, people
from ledger.handovers import Handover
from ledger.outbox import SENT_BEFORE
from ledger.people import Recipient

# So long after a complaint a picture belongs to it.
_BELONGS_FOR = DAY


@dataclass(frozen=True, slots=True)
class _Complaint:
    """What the writer complained of last: its number as people read it, and who has it; `is_hidden` where nobody is to
    know who the writer is."""

    at: int
    about: str
    number: str
    staff: list[Recipient]
    told: str
    is_hidden: bool = False


def forward(turn: Turn) -> str | None:
    """Pass the picture on; None where the writer has complained of nothing in the last day."""
    found = [one for one in (_of_request(turn), _of_handover(turn), _of_violation(turn)) if one is not None]
    if not found:
        return None
    newest = max(found, key=lambda one: one.at)
    media_id = turn.message.fields.get("MediaId", "")
    who = "" if newest.is_hidden else turn.contact.name
    body = turn.render(
        "complaint_picture_for_staff", number=newest.number, who=who, has_it=bool(media_id), is_hidden=newest.is_hidden
    )
    for member in (one for one in newest.staff if one.openid is not None):
        key = f"complaint-picture:{turn.message.key.hex()}:{member.person_id}"
        outbox.queue(
            turn.db, key=key, to=member, kind="alert", body=body, about=newest.about, now=turn.now, template="task"
        )
        if media_id:
            instead = turn.render("complaint_picture_hidden", number=newest.number, is_hidden=newest.is_hidden)
            outbox.queue_picture(
                turn.db,
                key=f"{key}:picture",
                to=member,
                picture=f"{SENT_BEFORE}{media_id}",
                body=instead,
                about=newest.about,
                now=turn.now,
            )
    if newest.is_hidden:
        violation_filing.note(turn, newest.about, "complaint picture passed on")
    else:
        turn.note("complaint picture passed on", newest.about)
    return turn.render("complaint_picture", number=newest.number, told=newest.told)


def _of_request(turn: Turn) -> _Complaint | None:
    since = turn.now - _BELONGS_FOR
    open_ones = [(one.complained_at, one) for one in mine(turn) if one.has_complaint and one.complained_at is not None]
    recent = [(at, one) for at, one in open_ones if at >= since]
    if not recent:
        return None
    at, request = max(recent, key=lambda entry: entry[0])
    staff, told = bringers(turn, request)
    return _Complaint(at, about(request.id), request.number, staff, told)


def _of_handover(turn: Turn) -> _Complaint | None:
    found = handovers.last_complaint(turn.db, turn.contact.openid, turn.now - _BELONGS_FOR)
    if found is None:
        return None
    staff, told = _who_has(turn, found)
    number = turn.render("complaint_number", number=found.id)
    return _Complaint(found.filed_at, f"human_handover:{found.id}", number, staff, told)


def _of_violation(turn: Turn) -> _Complaint | None:
    found = own_violations.newest(turn)
    if found is None:
        return None
    staff, told = own_violations.who_has(turn, found)
    others = [one for one in staff if one.person_id != turn.contact.person_id]
    return _Complaint(found.filed_at, found.about, found.number, others, told, is_hidden=True)


def _who_has(turn: Turn, found: Handover) -> tuple[list[Recipient], str]:
    if found.taken_by_id is not None:
        taker = people.recipient(turn.db, found.taken_by_id)
        if taker.openid is not None and people.roles_of(turn.db, found.taken_by_id):
            return [taker], taker.name
    if found.group_id == groups.OFFICE:
        office = people.office(turn.db)
        return office, groups.title(turn.house, groups.OFFICE)
    return staff_of(turn, found.group_id)
