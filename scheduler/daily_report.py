"""The daily report of the sealed places is frozen at its cut-off and handed to the office to be sent up (clause 3.4.2).

The command's social control group gets it from the office's hand: the program cannot send it there. Where no place is
sealed there is none.
"""

from functools import partial

from knowledge.forms import form
from knowledge.times import HOUR, MINUTE, business_day
from ledger import Db, audit, outbox, people, tasks
from ledger.records import compact
from ledger.reports import filing, freezing
from ledger.reports.freezing import Issuer
from scheduler.job import CannotRun, Job, Surroundings


def freeze(surroundings: Surroundings, now: int) -> int:
    """Freeze the report of the day, once; returns how many were made.

    Raises CannotRun before its hour: what is frozen stays, and the day is not over.
    """
    if business_day(job.last_due(surroundings.settings, now)) != business_day(now):
        hour = surroundings.settings.scheduler.daily_report
        raise CannotRun(f"the daily report is frozen at {hour:%H:%M} and not before: it cannot be made again")
    settings, sheet = surroundings.settings, form()
    fever = settings.health.fever_celsius
    span, found = surroundings.ledger.read(lambda db: freezing.look(db, sheet, fever, now), snapshot=True)
    if not found:
        return 0
    new = freezing.new_report(sheet, issuer(surroundings), span, found)
    return surroundings.ledger.transact(partial(_file, surroundings, new, now), wait=30)


def issuer(surroundings: Surroundings) -> Issuer:
    """On whose behalf it is made."""
    settings = surroundings.settings
    is_drill = settings.environment == "development"
    return Issuer.of(settings.reports, surroundings.plan.head, is_drill=is_drill)


def _file(surroundings: Surroundings, new: filing.NewReport, now: int, db: Db) -> int:
    report = filing.add(db, new, now)
    if report is None:
        return 0
    settings = surroundings.settings.reports
    due_at = now + settings.send_up_within_minutes * MINUTE
    words = surroundings.render(
        "daily_report_frozen",
        number=report.number,
        title=form(report.form).title,
        places=len(new.figures),
        group=issuer(surroundings).group,
        minutes=settings.send_up_within_minutes,
    )
    tasks.add_follow_up(db, about=report.about, place_id=None, text=words, due_at=due_at, now=now)
    detail = compact({"rows": report.rows, "sha256": report.file_hash.hex()})
    audit.note(db, now, None, "system", "report frozen", report.about, detail)
    outbox.tell(
        db,
        people.office(db),
        key=report.about,
        kind="reminder",
        body=words,
        about=report.about,
        now=now,
        template="task",
    )
    return 1


job = Job("daily_report", freeze, at=lambda settings: settings.scheduler.daily_report, useful_for=6 * HOUR)
