"""Who is told what about a supply request: its group or the office in its place, whoever filed it; and the audit."""

from collections.abc import Sequence

from bot.turn import Turn
from handlers import groups
from ledger import alerts, outbox, people
from ledger.people import Recipient
from ledger.records import compact
from ledger.supplies import Request

Menu = tuple[tuple[str, str], ...]


def about(record_id: int) -> str:
    """How other records name a supply request."""
    return f"{alerts.SUPPLIES}{record_id}"


def note(turn: Turn, record_id: int, number: str, action: str, **detail: object) -> None:
    """Write down who did what to a request."""
    turn.note(action, about(record_id), compact({"number": number, **detail}))


def staff_of(turn: Turn, group_id: str) -> tuple[list[Recipient], str]:
    """Whom a group's request is put to, and the word for them: the office too where nobody of the group can be reached."""
    members = groups.asked_first(turn, group_id)
    if _any_reached(members):
        return members, groups.title(turn.house, group_id)
    office = groups.asked_first(turn, groups.OFFICE)
    return [*members, *office], groups.title(turn.house, groups.OFFICE) if _any_reached(office) else ""


def tell_group(
    turn: Turn, record_id: int, group_id: str, body: str, key: str, *, urgent: bool = False, menu: Menu = ()
) -> str:
    """Put words to a group; returns in words who that is, empty for nobody."""
    staff, who = staff_of(turn, group_id)
    tell(turn, record_id, staff, body, key, "alert" if urgent else "task", menu)
    return who


def tell(
    turn: Turn,
    record_id: int,
    recipients: Sequence[Recipient],
    body: str,
    key: str,
    purpose: str,
    menu: Menu = (),
) -> None:
    """Queue words for staff, once each; whoever writes just now knows already."""
    outbox.tell(
        turn.db,
        recipients,
        key=f"supply:{record_id}:{key}",
        kind="alert",
        body=body,
        about=about(record_id),
        now=turn.now,
        template=purpose,
        menu=menu,
        but=turn.contact.person_id,
    )


def tell_owner(turn: Turn, request: Request, body: str, key: str, menu: Menu = ()) -> bool:
    """Tell whoever filed the request; False where that is the writer, or nobody who can be reached."""
    if request.filed_by_id is None or request.filed_by_id == turn.contact.person_id:
        return False
    owner = people.recipient(turn.db, request.filed_by_id)
    outbox.queue(
        turn.db,
        key=f"supply:{request.id}:{key}",
        to=owner,
        kind="reply",
        body=body,
        about=about(request.id),
        now=turn.now,
        template="progress",
        menu=menu,
    )
    return owner.openid is not None


def tell_whoever_has_it(turn: Turn, request: Request, body: str, key: str, menu: Menu = ()) -> str:
    """Tell the one who took the request, else its group; returns in words who that is, empty for nobody."""
    if request.accepted_by_id is not None:
        taker = people.recipient(turn.db, request.accepted_by_id)
        if taker.openid is not None:
            tell(turn, request.id, [taker], body, key, "task", menu)
            return taker.name
    return tell_group(turn, request.id, request.group_id, body, key, menu=menu)


def bringers(turn: Turn, request: Request) -> tuple[list[Recipient], str]:
    """Whoever brought it and whoever took it, the writer excepted, as long as they are staff; else its group."""
    wanted = dict.fromkeys((request.delivered_by_id, request.accepted_by_id))
    others = [one for one in wanted if one is not None and one != turn.contact.person_id]
    staff = [one for one in others if people.roles_of(turn.db, one)]
    reached = [one for one in (people.recipient(turn.db, person) for person in staff) if one.openid is not None]
    return (reached, "、".join(one.name for one in reached)) if reached else staff_of(turn, request.group_id)


def tell_whoever_brought_it(turn: Turn, request: Request, body: str, key: str) -> str:
    """Tell whoever brought it and whoever took it, else the group; returns in words who that is, empty for nobody."""
    recipients, who = bringers(turn, request)
    tell(turn, request.id, recipients, body, key, "task")
    return who


def end_alerts(turn: Turn, record_id: int) -> None:
    """What was raised about a request is settled by whoever acts on it now."""
    if turn.contact.person_id is not None:
        alerts.take_about(turn.db, about(record_id), turn.contact.person_id, turn.contact.name, turn.now)


def _any_reached(recipients: Sequence[Recipient]) -> bool:
    return any(one.openid is not None for one in recipients)
