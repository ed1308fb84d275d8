"""Who is due and has not checked in is reminded, kindly at first and once more in the afternoon (3.4.2, DESIGN 6.7).

One message for each account: it names all for whom the account can answer, and says what to answer. Whoever has no
account is on the grid worker's list (scheduler/checkins_missing.py). What is done by the time of sending is not sent.
"""

from functools import partial

from knowledge.daytime import is_daytime
from knowledge.times import HOUR, business_day
from ledger import Db, outbox, places
from ledger.checkins import reminders as checkin_reminders
from ledger.checkins.reminders import AskedAccount, Awaited
from ledger.outbox import REMINDER
from ledger.people import Recipient
from scheduler.job import Job, Surroundings

_USEFUL_FOR = 4 * HOUR


def _remind(step: str, surroundings: Surroundings, now: int) -> int:
    """Ask every account for the check-ins that it can answer for; returns how many accounts. At night nobody is asked."""
    if not is_daytime(now):
        return 0
    day = business_day(now).isoformat()
    asked = surroundings.ledger.read(
        lambda db: checkin_reminders.missing_by_account(db, places.root_path(db), day), snapshot=True
    )
    return surroundings.in_batches(asked, partial(_ask, surroundings, step, day, now))


def _ask(surroundings: Surroundings, step: str, day: str, now: int, db: Db, asked: AskedAccount) -> None:
    others = [one for one in asked.awaited if one.relation]
    outbox.queue(
        db,
        key=f"checkin-reminder:{day}:{step}:{db.keys.of_account(asked.openid)}",
        to=Recipient(asked.openid, asked.owner_id, asked.awaited[0].name),
        kind=REMINDER,
        body=surroundings.render(
            "checkin_reminder",
            again=step == "second",
            oneself=len(others) < len(asked.awaited),
            others=[_called(one, others) for one in others],
        ),
        about=checkin_reminders.about(day, asked.awaited),
        now=now,
        template="reminder",
    )


def _called(one: Awaited, others: list[Awaited]) -> str:
    """How the account calls somebody, or by name where two are called the same."""
    return one.relation if sum(other.relation == one.relation for other in others) == 1 else one.name


first = Job(
    "checkin_reminder",
    partial(_remind, "first"),
    at=lambda settings: settings.scheduler.checkin_reminder,
    useful_for=_USEFUL_FOR,
)
second = Job(
    "checkin_second_reminder",
    partial(_remind, "second"),
    at=lambda settings: settings.scheduler.checkin_second_reminder,
    useful_for=_USEFUL_FOR,
)
