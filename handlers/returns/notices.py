"""Who is told what became of a return report: whoever filed it, or the staff who look after its place; and the audit."""

from bot.turn import Turn
from handlers.said_back import word
from ledger import outbox, people
from ledger.people import Recipient
from ledger.records import compact
from ledger.returns import Report
from ledger.returns.measures import confirmed_course


def note(turn: Turn, report: Report, action: str, detail: dict[str, object]) -> None:
    """Write down who did what to a report."""
    turn.note(action, f"return_report:{report.id}", compact({"number": report.number, "from": report.status, **detail}))


def tell_owner(turn: Turn, report: Report, reply: str, key: str, **facts: object) -> bool:
    """Tell whoever filed the report; False where that is the writer, or nobody who can be reached."""
    if report.filed_by_id is None or report.filed_by_id == turn.contact.person_id:
        return False
    owner = people.recipient(turn.db, report.filed_by_id)
    body = turn.render(reply, number=report.number, name=report.name, **facts)
    _queue(turn, report, owner, body, key, "progress")
    return owner.openid is not None


def _staff_of(turn: Turn, report: Report) -> tuple[list[Recipient], str]:
    """Who looks after a report, and the word for them; the word is empty where none of them can be reached."""
    workers = people.grid_workers_for(turn.db, report.path) if report.path else []
    if any(one.openid is not None for one in workers):
        return workers, "grid_worker_word"
    office = people.office(turn.db)
    return [*workers, *office], "office_word" if any(one.openid is not None for one in office) else ""


def staff_words(turn: Turn, report: Report) -> str:
    """The word for whoever looks after a report; empty where nobody can be reached."""
    _staff, template = _staff_of(turn, report)
    return turn.render(template) if template else ""


def tell_staff(turn: Turn, report: Report, reply: str, key: str, purpose: str, **facts: object) -> str:
    """Tell whoever looks after the report, as it stands now; returns in words who that is, empty for nobody."""
    course = confirmed_course(report)
    only_advised = course is not None and not course.controls and report.status == "arrived"
    body = turn.render(
        reply,
        number=report.number,
        name=report.name,
        address=report.address.replace("/", ""),
        status=course.words if course and only_advised else word("return_status", report.status),
        **facts,
    )
    staff, template = _staff_of(turn, report)
    outbox.tell(
        turn.db,
        staff,
        key=f"return-{key}",
        kind="reminder",
        body=body,
        about=f"return_report:{report.id}",
        now=turn.now,
        template=purpose,
        but=turn.contact.person_id,
    )
    return turn.render(template) if template else ""


def _queue(turn: Turn, report: Report, to: Recipient, body: str, key: str, purpose: str) -> None:
    outbox.queue(
        turn.db,
        key=f"return-{key}",
        to=to,
        kind="reminder",
        body=body,
        about=f"return_report:{report.id}",
        now=turn.now,
        template=purpose,
    )
