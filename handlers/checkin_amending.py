"""A check-in after it was filed: shown, put right, taken back (INTERFACES 6; both versions stay on record).

A correction is judged anew. What now alarms is passed on; whoever was told of the first version is told the change.
"""

from datetime import date

from bot.conversation import Filed
from bot.turn import Answers, Turn
from handlers import groups
from handlers import slots as shared
from handlers.checkin_filing import alarm_facts, judged
from handlers.checkin_people import rows_of, strings
from handlers.health_alerts import LEVELS, alarm, what_was_said
from handlers.said_back import day_words, word
from knowledge.language.checkin_days import find_checkin_day
from ledger import alerts, audit, checkins, outbox, people, places
from ledger.checkins import Checkin, Kept
from ledger.people import Recipient
from ledger.records import NoLongerSo

# Older ones are history: a person puts them right.
_KEPT_OPEN = 10


def filed(turn: Turn) -> list[Filed]:
    """The newest check-ins about the writer or filed by them; what the message names (a day, a person) first."""
    if turn.contact.person_id is None:
        return []
    own = checkins.own(turn.db, turn.contact.person_id, _KEPT_OPEN)
    day = find_checkin_day(turn.text, turn.said_time)
    named = {kept.checkin.person for _, kept in own if kept.checkin.person in turn.text}

    def fits(entry: tuple[int, Kept]) -> tuple[bool, bool, bool, int]:
        filed_at, kept = entry
        of_day = day is not None and kept.checkin.date == day.isoformat()
        is_own = kept.checkin.person_id == turn.contact.person_id
        return (of_day, kept.checkin.person in named, is_own and not named, filed_at)

    return [_filed(turn, filed_at, kept) for filed_at, kept in sorted(own, key=fits, reverse=True)]


def _filed(turn: Turn, filed_at: int, kept: Kept) -> Filed:
    said = kept.checkin
    answers: dict[str, object] = {
        "temperature": said.temperature,
        "symptoms": list(said.symptoms),
        "complaints": list(said.complaints) or None,
        "contact_history": said.contact_history,
        "positive_test": said.positive_test,
        "date": said.date,
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
        answers={**shared.known_writer(turn), **known},  # type: ignore[dict-item]
        can_be_withdrawn=True,
    )


def put_right(_turn: Turn, found: Answers) -> Answers:
    """What a correction says of one person: 妈妈的体温应该是36.2 is about her record, not about several people."""
    of_one = {name: value for name, value in found.items() if name != "persons"}
    rows = rows_of(found)
    return {**of_one, **{name: value for name, value in rows[0].items() if name != "name"}} if len(rows) == 1 else of_one


def amend(turn: Turn, before: Filed, answers: Answers) -> str:
    """File the next version, pass on what alarms now, and tell whoever was told before."""
    kept = _kept(turn, before.record)
    if kept is None:
        return turn.render("correct_gone")
    place = places.get(turn.db, kept.place_id) if kept.place_id is not None else None
    one = judged(turn, "" if kept.checkin.person_id == turn.contact.person_id else "other", _new(kept, answers), place)
    try:
        checkins.correct(turn.db, kept.id, one.checkin, turn.filing(kept.place_id), one.health.stored)
    except NoLongerSo:
        return turn.render("correct_gone")
    _note(turn, "check-in corrected", kept.id)
    others = kept.checkin.person_id != turn.contact.person_id
    is_worse = LEVELS.index(one.health.level) > LEVELS.index(kept.level)
    told = alarm(turn, one.checkin, kept.id, place, one.health) if one.health.alarms and is_worse else []
    informed = _tell_the_change(turn, kept, what_was_said(one.checkin)) if not is_worse else []
    return turn.render(
        "checkin_corrected",
        day=day_words(date.fromisoformat(one.checkin.date), turn.said_on),
        person=one.checkin.person,
        before=what_was_said(kept.checkin),
        after=what_was_said(one.checkin),
        informed=informed,
        **{**(alarm_facts(turn, one, told) if told else {"level": "none"}), "others": others},
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
    return next((kept for _, kept in checkins.own(turn.db, turn.contact.person_id, _KEPT_OPEN) if kept.id == record), None)


def _new(kept: Kept, answers: Answers) -> Checkin:
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
    for recipient in recipients:
        if recipient.person_id != turn.contact.person_id:
            outbox.queue(
                turn.db,
                key=f"alert:{number}:changed:{turn.message.key.hex()}:{recipient.person_id}",
                to=recipient,
                kind="alert",
                body=body,
                about=f"alert:{number}",
                now=turn.now,
                template="alert",
            )


def _note(turn: Turn, action: str, record: int) -> None:
    audit.note(turn.db, turn.now, turn.contact.person_id, turn.contact.name, action, f"health_checkin:{record}")
