"""A check-in after it was filed: shown, put right, taken back (INTERFACES 6; both versions stay on record).

A correction is judged anew. What now alarms is passed on; whoever was told of the first version is told the change.
"""

import re
from dataclasses import replace
from datetime import date

from bot.conversation import Filed
from bot.turn import Answers, Turn
from handlers.checkins.alerts import what_was_said
from handlers.checkins.belonging import WHOSE
from handlers.checkins.filing import judged
from handlers.checkins.next_version import next_version, tell_the_change
from handlers.checkins.people import home_of_unknown, rows_of, strings
from handlers.said_back import day_words, word
from knowledge.language.checkin_days import find_checkin_day
from knowledge.language.people import find_relatives
from ledger import checkins, places
from ledger.checkins import Checkin, Kept
from ledger.people import family, residents
from ledger.places import Place
from ledger.records import NoLongerSo

# Older ones are history: a person puts them right.
_KEPT_OPEN = 10
# How far back a record is found that is named: a building is checked in with one message.
_REACHED = 100
_ON_RECORD = "on_record"
# Behind somebody who is named: that it is their check-in which is put right.
_THEIRS = re.compile(r"[^说让和跟我俺,。;]{0,8}?(?:打卡|体温|温度|卡)")


def is_on_record(answers: Answers) -> bool:
    """Whether the answers are those of a record, which has somebody whose it is."""
    return _ON_RECORD in answers


def is_new(answers: Answers) -> bool:
    """Whether it is a check-in that is still to be filed."""
    return not is_on_record(answers)


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
    is_own = new.person_id is not None and new.person_id == turn.contact.person_id
    return next_version(turn, kept, judged(turn, "" if is_own else "other", new, place)).words


def withdraw(turn: Turn, before: Filed) -> str:
    """Take a check-in back; whoever was told of it is told."""
    kept = _kept(turn, before.record)
    try:
        checkins.withdraw(turn.db, before.record)
    except NoLongerSo:
        return turn.render("correct_gone")
    turn.note("check-in withdrawn", f"health_checkin:{before.record}")
    informed = tell_the_change(turn, kept, "") if kept is not None else []
    return turn.render("record_withdrawn", name=before.name, informed=informed)


def _kept(turn: Turn, record: int) -> Kept | None:
    assert turn.contact.person_id is not None  # `filed` gave the record
    return next((kept for _, kept in checkins.own(turn.db, turn.contact.person_id, _REACHED) if kept.id == record), None)


def _new(turn: Turn, kept: Kept, answers: Answers) -> tuple[Checkin, Place | None]:
    """The record's next version, and where that person lives: of somebody else, where it was filed for the wrong one."""
    said = _said(kept, answers)
    whose = answers.get(WHOSE)
    known = residents.get(turn.db, whose) if isinstance(whose, int) and whose != said.person_id else None
    if known is not None:
        return (
            replace(said, person_id=known.id, person=known.name),
            places.get(turn.db, known.place_id) if known.place_id is not None else None,
        )
    told_at = places.get(turn.db, kept.place_id) if kept.place_id is not None else None
    if isinstance(whose, str) and whose != said.person:
        return replace(said, person_id=None, person=whose), home_of_unknown(turn, whose) or told_at
    return said, told_at


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
