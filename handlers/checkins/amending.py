"""A check-in after it was filed: shown, put right, taken back (INTERFACES 6; both versions stay on record).

A correction is judged anew. What now alarms is passed on; whoever was told of the first version is told the change.
"""

import re
from dataclasses import replace
from datetime import date

from bot.conversation import Choice, Filed
from bot.turn import Answers, Turn, Value
from handlers import groups
from handlers.checkins.alerts import LEVELS, alarm, what_was_said
from handlers.checkins.filing import alarm_facts, judged
from handlers.checkins.people import rows_of, strings
from handlers.said_back import day_words, word
from knowledge.language.checkin_days import find_checkin_day
from knowledge.language.people import find_relatives
from ledger import alerts, checkins, outbox, people, places
from ledger.checkins import Checkin, Kept
from ledger.people import Recipient, family, residents
from ledger.places import Place
from ledger.records import NoLongerSo

# Older ones are history: a person puts them right.
_KEPT_OPEN = 10
# How far back a record is found that is named: a building is checked in with one message.
_REACHED = 100
# Whose record it is, as an answer: the person's id, or the name of somebody whom the ledger does not know.
WHOSE = "whose"
_ON_RECORD = "on_record"
# Behind somebody who is named: that it is their check-in which is put right.
_THEIRS = re.compile(r"[^说让和跟我俺,。;]{0,8}?(?:打卡|体温|温度|卡)")


def is_on_record(answers: Answers) -> bool:
    """Whether the answers are those of a record, which has somebody whose it is."""
    return _ON_RECORD in answers


def is_new(answers: Answers) -> bool:
    """Whether it is a check-in that is still to be filed."""
    return not is_on_record(answers)


def whose_it_can_be(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """Of whom a record can be that was filed for the wrong one: the writer, and those for whom their account speaks."""
    own = turn.contact.person_id
    itself = () if own is None else (Choice(own, turn.contact.name),)
    return (*itself, *(Choice(one.person.id, one.relation) for one in family.of(turn.db, turn.contact.openid)))[:9]


def spoken_person(value: Value, turn: Turn) -> str:
    """Whose a record is, by name."""
    known = residents.get(turn.db, value) if isinstance(value, int) else None
    return str(value) if known is None else known.name


def filed(turn: Turn) -> list[Filed]:
    """The newest check-ins about the writer or filed by them; what the message names (a day, a person) first.

    Of those filed by one message the writer's own comes first.
    """
    if turn.contact.person_id is None:
        return []
    own = checkins.own(turn.db, turn.contact.person_id, _KEPT_OPEN)
    day = find_checkin_day(turn.text, turn.said_time)
    named = _named(turn, own)
    if named is None:
        return []

    def fits(entry: tuple[int, Kept]) -> tuple[bool, bool, int, bool]:
        filed_at, kept = entry
        of_day = day is not None and kept.checkin.date == day.isoformat()
        is_own = kept.checkin.person_id == turn.contact.person_id
        return (of_day, kept.id in named, filed_at, is_own)

    return [as_filed(turn, filed_at, kept) for filed_at, kept in sorted(own, key=fits, reverse=True)]


def _named(turn: Turn, own: list[tuple[int, Kept]]) -> set[int] | None:
    """The records of those whom the message names, by name or relation (我妈那天的打卡); empty where it names nobody.

    None where it puts right what was filed for somebody of whom there is none: nobody else's is changed instead.
    """
    relatives = [one for one in find_relatives(turn.text.replace("的", " ")) if one.people == 1]  # 妈的 would be none
    labels = {one.label for one in relatives}
    ids = {one.id for label in labels for one in family.all_meant(turn.db, turn.contact, label)}
    named = {
        kept.id
        for _, kept in own
        if kept.checkin.person in turn.text or kept.checkin.person in labels or kept.checkin.person_id in ids
    }
    is_theirs = any(_THEIRS.match(turn.text, one.span[1]) for one in relatives)
    return None if is_theirs and not named and turn.form is None else named


def as_filed(turn: Turn, filed_at: int, kept: Kept) -> Filed:
    """A record as it is shown and put right."""
    said = kept.checkin
    answers: dict[str, object] = {
        "temperature": said.temperature,
        "symptoms": list(said.symptoms),
        "complaints": list(said.complaints) or None,
        "contact_history": said.contact_history,
        "positive_test": said.positive_test,
        "date": said.date,
        WHOSE: said.person if said.person_id is None else said.person_id,
        _ON_RECORD: True,
    }
    optional = {"complaints", "contact_history", "positive_test"}
    known = {name: value for name, value in answers.items() if value is not None or name not in optional}
    day = day_words(date.fromisoformat(said.date), turn.said_on)
    name = f"{day}{turn.house.words.form('health_checkin').title} {said.person} {what_was_said(said)}"
    return Filed(
        record=kept.id,
        name=name,
        status=word("checkin_status", "submitted"),
        filed_at=filed_at,
        answers=known,  # type: ignore[arg-type]
        can_be_withdrawn=True,
    )


def put_right(_turn: Turn, found: Answers) -> Answers:
    """What a correction says of one person: 妈妈的体温应该是36.2 is about her record, not about several people."""
    of_one = {name: value for name, value in found.items() if name != "persons"}
    rows = rows_of(found)
    said = {name: value for name, value in rows[0].items() if name != "name"} if len(rows) == 1 else {}
    # Several people are put right by name (correcting.py); of one who is not, nothing is taken away.
    return {name: value for name, value in {**of_one, **said}.items() if value is not None or not rows}


def amend(turn: Turn, before: Filed, answers: Answers) -> str:
    """File the next version, pass on what alarms now, and tell whoever was told before."""
    kept = _kept(turn, before.record)
    if kept is None:
        return turn.render("correct_gone")
    new, place = _new(turn, kept, answers)
    one = judged(turn, "" if new.person_id == turn.contact.person_id else "other", new, place)
    try:
        checkins.correct(turn.db, kept.id, new, turn.filing(place.id if place else None), one.health.stored)
    except NoLongerSo:
        return turn.render("correct_gone")
    _note(turn, "check-in corrected", kept.id)
    is_worse = LEVELS.index(one.health.level) > LEVELS.index(kept.level)
    told = alarm(turn, one.checkin, kept.id, place, one.health) if one.health.alarms and is_worse else []
    is_another = new.person != kept.checkin.person
    after = f"{new.person} {what_was_said(new)}" if is_another else what_was_said(new)
    informed = _tell_the_change(turn, kept, after) if not is_worse or is_another else []
    return turn.render(
        "checkin_corrected",
        day=day_words(date.fromisoformat(one.checkin.date), turn.said_on),
        person=kept.checkin.person,
        before=what_was_said(kept.checkin),
        after=after,
        informed=informed,
        **{
            **(alarm_facts(turn, one, told) if told else {"level": "none"}),
            "others": kept.checkin.person_id != turn.contact.person_id,
        },
    )


def withdraw(turn: Turn, before: Filed) -> str:
    """Take a check-in back; whoever was told of it is told."""
    kept = _kept(turn, before.record)
    try:
        checkins.withdraw(turn.db, before.record)
    except NoLongerSo:
        return turn.render("correct_gone")
    _note(turn, "check-in withdrawn", before.record)
    informed = _tell_the_change(turn, kept, "") if kept is not None else []
    return turn.render("record_withdrawn", name=before.name, informed=informed)


def _kept(turn: Turn, record: int) -> Kept | None:
    assert turn.contact.person_id is not None  # `filed` gave the record
    return next((kept for _, kept in checkins.own(turn.db, turn.contact.person_id, _REACHED) if kept.id == record), None)


def _new(turn: Turn, kept: Kept, answers: Answers) -> tuple[Checkin, Place | None]:
    """The record's next version, and where that person lives: of somebody else, where it was filed for the wrong one."""
    said = _said(kept, answers)
    whose = answers.get(WHOSE)
    known = residents.get(turn.db, whose) if isinstance(whose, int) and whose != said.person_id else None
    if known is None:
        return said, places.get(turn.db, kept.place_id) if kept.place_id is not None else None
    return (
        replace(said, person_id=known.id, person=known.name),
        places.get(turn.db, known.place_id) if known.place_id is not None else None,
    )


def _said(kept: Kept, answers: Answers) -> Checkin:
    temperature, contact, positive = (answers.get(name) for name in ("temperature", "contact_history", "positive_test"))
    return Checkin(
        person_id=kept.checkin.person_id,
        person=kept.checkin.person,
        date=str(answers.get("date") or kept.checkin.date),
        temperature=float(temperature) if isinstance(temperature, int | float) else None,
        symptoms=tuple(strings(answers.get("symptoms"))),
        contact_history=contact if isinstance(contact, bool) else None,
        positive_test=positive if isinstance(positive, bool) else None,
        complaints=tuple(strings(answers.get("complaints"))),
    )


def _tell_the_change(turn: Turn, kept: Kept, after: str) -> list[str]:
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


def _note(turn: Turn, action: str, record: int) -> None:
    turn.note(action, f"health_checkin:{record}")
