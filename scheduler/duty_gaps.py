"""Hours of a sealed place that nobody covers 缺岗 (clauses 3.4.1, 3.4.3): the office hears of them before, and then.

Each once, and once more each morning as long as they last; with the community's lead. What was open when its hour came is
in the audit, whoever is entered for it later.
"""

from itertools import groupby

from knowledge.times import DAY, HOUR, MINUTE, business_day, day_start, from_ms
from ledger import Db, audit, outbox, people
from ledger.duty import gaps as duty_gaps
from ledger.duty import on_duty
from ledger.duty.gaps import Gap
from ledger.duty.on_duty import OFFICE
from ledger.records import compact
from scheduler.job import Job, Surroundings

_MORNING = 8 * HOUR
_EACH = 10 * MINUTE


def tell_of_gaps(surroundings: Surroundings, now: int) -> int:
    """Tell of every hour that is open now or soon; returns how many places there are."""
    return surroundings.ledger.transact(lambda db: _tell_all(surroundings, db, now), wait=30)


def _tell_all(surroundings: Surroundings, db: Db, now: int) -> int:
    ahead = surroundings.settings.duty.gap_ahead_minutes * MINUTE
    morning = day_start(business_day(now)) + _MORNING
    since = morning if morning <= now else morning - DAY
    gaps = [one for one in duty_gaps.gaps(db, since, now + DAY) if one.until_at > now and one.from_at <= now + ahead]
    told = 0
    for is_now in (True, False):
        these = [one for one in gaps if (one.from_at <= now) == is_now]
        for _, of_place in groupby(these, key=lambda one: one.place_id):
            told += _tell(surroundings, db, list(of_place), now, is_now=is_now)
    return told


def _tell(surroundings: Surroundings, db: Db, gaps: list[Gap], now: int, *, is_now: bool) -> int:
    """One message about a place and stage, 0 where it was sent before."""
    place, about = gaps[0], f"place:{gaps[0].place_id}"
    hours = [{"post": one.post, "from": _clock(one.from_at), "until": _clock(one.until_at)} for one in gaps]
    marks = ",".join(f"{one.post}@{one.from_at}" for one in gaps)
    office = on_duty.of_group(db, surroundings.settings.duty, OFFICE, now)
    told = {who.person_id: who for who in (*office, *people.leads_for(db, place.path)) if who.openid is not None}
    key = f"gap:{'now' if is_now else 'ahead'}:{place.place_id}:{marks}"
    if not told or any(outbox.was_queued(db, f"{key}:{who}") for who in told):
        return 0
    body = surroundings.render("duty_gap_told", place=place.spoken, hours=hours, is_now=is_now)
    outbox.tell(db, told.values(), key=key, kind="alert", body=body, about=about, now=now, template="task")
    if is_now:
        for one in gaps:
            detail = compact({"post": one.post, "from": one.from_at, "told": len(told)})
            audit.note(db, now, None, "system", "duty gap", about, detail)
    return 1


def _clock(moment: int) -> str:
    when = from_ms(moment)
    return f"{when.month}月{when.day}日 {when:%H:%M}"


job = Job("duty_gaps", tell_of_gaps, every=_EACH, useful_for=_EACH)
