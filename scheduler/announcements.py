"""When an announcement's minute has come, the open return reports are worked out anew by it (clause 3.2, DESIGN 6.6).

Each report that it changes is put to its grid worker, or to the office where the rule leaves it to them, with what was told
before; whoever reported hears of it when a named person has confirmed. Killed on the way it goes on where it was: a report
that stands as it would be decided is left alone.
"""

from collections.abc import Sequence

from knowledge.return_deadline import confirm_by
from knowledge.times import MINUTE
from ledger import Db, announcements, audit, outbox, people
from ledger.announcements import Kept
from ledger.people import Recipient
from ledger.records import compact
from ledger.returns import anew
from ledger.returns.anew import Difference, Question
from scheduler.job import Job, Surroundings


def take_up(surroundings: Surroundings, now: int) -> int:
    """Work out anew by every announcement whose minute has come; returns how many reports were put to somebody.

    Several at once, such as one and its correction, are one change: nobody is asked twice.
    """
    kept = surroundings.ledger.read(announcements.kept)
    before = [one.issued for one in kept if one.taken_up_at is not None]
    new = [one for one in kept if one.taken_up_at is None and one.issued.effective_at <= now]
    if not new:
        return 0
    asked = Question(surroundings.rules(), before, [*before, *(one.issued for one in new)], now)
    changed = surroundings.ledger.read(lambda db: [found.case.record for found in anew.differences(db, asked)])
    put = 0
    for record in changed:
        surroundings.pause(0)
        put += surroundings.ledger.transact(
            lambda db, record=record: _put(surroundings, db, new[-1], record, asked, now),  # type: ignore[misc]
            wait=30,
        )
    surroundings.ledger.transact(lambda db: _taken_up(db, new, put, now), wait=30)
    return put


def _put(surroundings: Surroundings, db: Db, one: Kept, record: int, asked: Question, now: int) -> int:
    """File one report's next version and tell whoever confirms it; 0 where it moved on meanwhile."""
    found = anew.difference(db, record, asked)
    if found is None:
        return 0
    case = found.case
    has_arrived = case.status != "submitted"
    due_at = confirm_by(surroundings.settings, now, case.journey.arrive_on, has_arrived=has_arrived)
    if not anew.work_in(db, found, due_at, one.put_in_force_by, now):
        return 0
    about = f"return_report:{case.record}"
    outbox.tell(
        db,
        _who_confirms(db, found),
        key=f"announced:{one.id}:{case.record}",
        kind="alert",
        body=surroundings.render("return_worked_anew", **shown(found), number_of_new=one.issued.number),
        about=about,
        now=now,
        template="task",
    )
    detail = {"number": case.number, "announcement": one.issued.number, "before": case.measure, "after": found.after.id}
    audit.note(db, now, None, "system", "return worked out anew", about, compact(detail))
    return 1


def shown(found: Difference) -> dict[str, object]:
    """What whoever confirms reads of a report that an announcement changes."""
    return {
        "number": found.case.number,
        "name": found.case.name,
        "address": found.case.address.replace("/", ""),
        "told": found.told,
        "measure": found.after,
        "has_arrived": found.case.status != "submitted",
    }


def _who_confirms(db: Db, found: Difference) -> list[Recipient]:
    """The grid workers of the door, and the office where it decides or none of them can be reached."""
    workers = people.grid_workers_for(db, found.case.path) if found.case.path else []
    is_reached = any(one.openid is not None for one in workers)
    return [*workers, *(people.office(db) if found.is_for_the_office or not is_reached else ())]


def _taken_up(db: Db, new: Sequence[Kept], put: int, now: int) -> None:
    for one in new:
        if announcements.take_up(db, one.id, now):
            detail = compact({"number": one.issued.number, "changed": put})
            audit.note(db, now, None, "system", "announcement taken up", f"announcement:{one.issued.number}", detail)


job = Job("announcements", take_up, every=MINUTE, useful_for=MINUTE)
