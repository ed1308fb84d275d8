"""Whether somebody to whom a notice is on its way still belongs to its audience when it is sent.

What an audience says of a day or of an open case may be over by then: a message that had to wait for its person would
say 「今天没打卡」 to somebody who has checked in, or on another day.
"""

from pydantic import ValidationError
from sqlalchemy import bindparam, select

from knowledge.notices.audience import Audience, NotCheckedIn, WithOpenCase, parse
from knowledge.times import business_day
from ledger.checkins import reminders as checkin_reminders
from ledger.database import Db
from ledger.notices.audience_window import CASES
from ledger.statement import Statement
from ledger.tables import notice

_AUDIENCE = Statement(select(notice.c.audience).where(notice.c.id == bindparam("row")))


def of_notice(db: Db, row: int) -> Audience | None:
    """The audience of a version of a notice (by its row); None where nobody can fall out of it before it is sent."""
    try:
        audience = parse(db.value(_AUDIENCE, row=row))
    except ValidationError:  # somebody spoilt it, which stops the notice right before it would be sent
        return None
    return audience if isinstance(audience.to, NotCheckedIn | WithOpenCase) else None


def is_over_for(db: Db, audience: Audience, person_id: int, queued_at: int, now: int) -> bool:
    """Whether somebody who was in the audience at `queued_at` (ms UTC) is not any more."""
    if isinstance(audience.to, NotCheckedIn):
        day = business_day(queued_at)
        return day != business_day(now) or not checkin_reminders.is_missing(db, person_id, day.isoformat())
    if isinstance(audience.to, WithOpenCase):
        return db.one(CASES[audience.to.case], after=person_id - 1, up_to=person_id) is None
    return False
