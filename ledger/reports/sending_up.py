"""报送: somebody of the office says that a report was sent up; from the chat and from the page alike."""

from ledger import audit, tasks
from ledger.database import Db
from ledger.people import Recipient
from ledger.reports import filing
from ledger.reports.filing import Report


def newest_waiting(db: Db) -> Report | None:
    """The newest report that nobody has said was sent up."""
    return next((one for one in filing.newest(db) if one.sent_up_at is None), None)


def sent_up(db: Db, report: Report, who: Recipient, now: int) -> bool:
    """Note it, and that the office has done what it had to; False where that was said before."""
    if not filing.mark_sent_up(db, report.id, who.name, now):
        return False
    tasks.finish_follow_up(db, report.about, who.name, now)
    audit.note(db, now, who.person_id, who.name, "report sent up", report.about)
    return True
