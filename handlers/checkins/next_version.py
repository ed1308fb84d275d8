"""The next version of a filed check-in: judged anew, passed on where it alarms, and whoever was told hears the change.

A figure that was put down to the wrong one is another person's then, and whoever it was taken from may have none left.
"""

from dataclasses import dataclass
from datetime import date

from bot.turn import Turn
from handlers import groups
from handlers.checkins.alerts import LEVELS, alarm, what_was_said
from handlers.checkins.filing import Judged, alarm_facts, kept_twice
from handlers.said_back import day_words, word
from ledger import alerts, checkins, outbox, people, places
from ledger.checkins import Kept
from ledger.people import Recipient
from ledger.records import NoLongerSo


@dataclass(frozen=True, slots=True)
class Version:
    """What is said of a correction, and the record that is in force now."""

    words: str
    record: int


def next_version(turn: Turn, kept: Kept, one: Judged, *, goes_on: bool = False) -> Version:
    """File what is right of a record; both stay. Nothing where it is not in force any more.

    Where its form `goes_on`, nothing else is asked for.
    """
    was, new = kept.checkin, one.checkin
    is_another = (new.person, new.person_id) != (was.person, was.person_id)
    twice = checkins.of_day(turn.db, new, turn.contact.person_id) if is_another else None
    try:
        filing = turn.filing(one.place.id if one.place else None)
        record = checkins.correct(turn.db, kept.id, new, filing, one.health.stored)
    except NoLongerSo:
        return Version(turn.render("correct_gone"), kept.id)
    turn.note("check-in corrected", f"health_checkin:{kept.id}")
    is_worse = LEVELS.index(one.health.level) > LEVELS.index(kept.level)
    told = alarm(turn, new, kept.id, one.place, one.health) if one.health.alarms and is_worse else []
    after = f"{new.person} {what_was_said(new)}" if is_another else what_was_said(new)
    informed = tell_the_change(turn, kept, after) if not is_worse or is_another else []
    words = turn.render(
        "checkin_corrected",
        day=day_words(date.fromisoformat(new.date), turn.said_on),
        person=was.person,
        whose=_whose(turn, one) if is_another else "",
        before=what_was_said(was),
        after=what_was_said(new),
        kept=kept_twice(turn, one, twice),
        none_left=is_another and not goes_on and _has_none_today(turn, kept),
        informed=informed,
        **{
            **(alarm_facts(turn, one, told) if told else {"level": "none"}),
            "others": was.person_id is None or was.person_id != turn.contact.person_id,
        },
    )
    return Version(words, record)


def _whose(turn: Turn, one: Judged) -> str:
    """Whose it is now, in words: the writer's, or somebody's by name."""
    is_own = one.key == "" or (one.checkin.person_id is not None and one.checkin.person_id == turn.contact.person_id)
    return word("person", "you") if is_own else one.checkin.person


def _has_none_today(turn: Turn, kept: Kept) -> bool:
    """Whether the writer, whose it was taken to be, is now without a check-in of today."""
    was, own = kept.checkin, turn.contact.person_id
    is_own_of_today = own is not None and was.person_id == own and was.date == turn.said_on.isoformat()
    return is_own_of_today and checkins.of_day(turn.db, was, own) is None


def tell_the_change(turn: Turn, kept: Kept, after: str) -> list[str]:
    """Tell the groups and the grid worker who were alerted what it says now (empty: taken back); returns who they are."""
    raised = alerts.about(turn.db, f"health_checkin:{kept.id}")
    place = places.get(turn.db, kept.place_id) if kept.place_id is not None else None
    told: list[str] = []
    for number, group_id in raised:
        members = groups.members(turn.db, group_id) or people.office(turn.db)
        workers = people.grid_workers_for(turn.db, place.path) if place is not None else []
        body = turn.render(
            "checkin_corrected_for_staff",
            number=number,
            person=kept.checkin.person,
            before=what_was_said(kept.checkin),
            after=after,
            by=turn.contact.name,
        )
        _queue(turn, number, [*members, *workers], body)
        if any(one.openid is not None for one in members):
            told.append(groups.title(turn.house, group_id))
    return list(dict.fromkeys(told))


def _queue(turn: Turn, number: int, recipients: list[Recipient], body: str) -> None:
    outbox.tell(
        turn.db,
        recipients,
        key=f"alert:{number}:changed:{turn.message.key.hex()}",
        kind="alert",
        body=body,
        about=f"alert_told:{number}",
        now=turn.now,
        template="alert",
        but=turn.contact.person_id,
    )
