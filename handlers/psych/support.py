"""Whoever finds it hard is heard at once (clauses 3.4.7, org.group.psychology): no form, no questions first.

Their first words are the record. They are put to the psychology group, to the office only where nobody of the group can be
reached, to nobody else (DESIGN 6.15). A call, its time, and what kind of person it is about are taken as they are said.
"""

import re

from bot.turn import Turn
from handlers import groups
from handlers.psych import after
from handlers.said_back import clock_words, masked, word
from knowledge.daytime import after_daytime
from knowledge.language.feelings import Call, find_call, find_feeling, find_kind
from knowledge.rules import decide
from knowledge.times import MINUTE, business_day
from ledger import alerts, outbox, people, psych_support, records
from ledger.alerts import NewAlert
from ledger.people import Recipient
from ledger.psych_support import DECLINED, PSYCHOLOGY, WANTED
from ledger.records import Stored, compact

DARK = "dark"
# A wish that says nothing of how somebody is, as the menu has it: asked twice it is answered twice, and is one record.
_BARE = re.compile(r"(?:我要|我想|要|想|找)?(?:做|找)?(?:心理(?:援助|咨询|疏导|辅导|热线|医生)?|说说话)[吧啊]?")


def answer(turn: Turn) -> str:
    """The words for somebody who finds it hard; what they said a moment ago is gone on with."""
    before = after.newest(turn) if _BARE.fullmatch(turn.text) is not None else None
    if before is not None:
        _, told = _put_to(turn, groups.members(turn.db, PSYCHOLOGY), before.id)
        return _heard(turn, before.taken_by or told, find_call(turn.text), may_despair=False)
    return after.goes_on(turn) or _file(turn, may_despair=False)


def may_despair(turn: Turn) -> str:
    """The same where it may be despair: gently answered with the numbers, and a named person looks at once (DESIGN 6.1)."""
    return _file(turn, may_despair=True)


def about_despair(turn: Turn) -> str:
    """What the alert about words of despair is about: the record of them, one for all that somebody says in some hours."""
    before = after.newest(turn)
    return before.about if before is not None else psych_support.about(record(turn, None, "crisis")[0])


def record(turn: Turn, due_at: int | None, reason: str) -> tuple[int, str, Stored]:
    """Keep the words as they were said; returns the record's id, its number and the decision whose it is."""
    day, stored = business_day(turn.now), _decided(turn, reason)
    number = f"X{day:%m%d}-{records.next_number(turn.db, f'psych_support:{day}'):02d}"
    openid, kind = turn.contact.openid, find_kind(turn.text)
    filing = turn.filing(turn.contact.place_id)
    row = psych_support.add(turn.db, number, openid, turn.message.text or turn.text, kind, due_at, filing, stored)
    turn.note("psych support asked for", psych_support.about(row), compact({"number": number}))
    return row, number, stored


def _file(turn: Turn, *, may_despair: bool) -> str:
    settings = turn.house.settings
    patience = settings.deadlines.psych_support_minutes * MINUTE
    due_at = None if may_despair else after_daytime(turn.now, patience)
    row, number, stored = _kept(turn, due_at, may_despair=may_despair)
    call = find_call(turn.text)
    if call is not None:
        _note_call(turn, row, call)
    members = groups.members(turn.db, PSYCHOLOGY) if may_despair else groups.asked_first(turn, PSYCHOLOGY)
    reached, told = _put_to(turn, members, row)
    urgent = turn.now + settings.alerts.acknowledge_within_minutes.urgent * MINUTE
    alert = _alert(turn, row, urgent, stored) if may_despair else None
    body = turn.render(
        "psych_for_staff",
        number=number,
        alert=alert,
        group=groups.title(turn.house, PSYCHOLOGY),
        who=turn.contact.name or word("person", "unknown"),
        address=turn.contact.address.replace("/", ""),
        kind=_kind_words(turn.text),
        text=turn.message.text or turn.text,
        call=after.call_words(call),
        due=clock_words(urgent if due_at is None else due_at),
    )
    outbox.tell(
        turn.db,
        reached,
        key=f"alert:{alert}" if alert is not None else f"psych:{row}",
        kind="alert",
        body=body,
        about=f"alert:{alert}" if alert is not None else psych_support.about(row),
        now=turn.now,
        template="alert" if alert is not None else "task",
        but=turn.contact.person_id,
    )
    return _heard(turn, told, call, may_despair=may_despair)


def _kept(turn: Turn, due_at: int | None, *, may_despair: bool) -> tuple[int, str, Stored]:
    """The record of the words: where it may be despair, the one of what was said before, if there is one."""
    before = after.newest(turn) if may_despair else None
    if before is None:
        return record(turn, due_at, "crisis" if may_despair else "distress")
    return before.id, before.number, _decided(turn, "crisis")


def _decided(turn: Turn, reason: str) -> Stored:
    """Whose it is by the rule, as it is stored with a record."""
    return Stored.of(decide(turn.house.rules, "alert_routing", business_day(turn.now), {"reason": reason}))


def _heard(turn: Turn, told: str, call: Call | None, *, may_despair: bool) -> str:
    hotlines, phone = turn.house.settings.office.hotlines, _phone(turn)
    return turn.render(
        "psych_heard",
        feeling=find_feeling(turn.text) or "",
        may_despair=may_despair,
        told=told,
        declined=call is not None and call.wanted is False,
        call=after.call_words(call),
        phone=masked(phone) if phone else "",
        lacks_phone=not phone and not (call is not None and call.phone),
        psychology=hotlines.psychology.number,
        police=hotlines.police.number,
        ambulance=hotlines.ambulance.number,
    )


def _put_to(turn: Turn, members: list[Recipient], row: int) -> tuple[list[Recipient], str]:
    """Whom it is put to and the word for them: the office where nobody of the group can be reached; empty for nobody."""
    if any(one.openid is not None for one in members):
        return members, groups.title(turn.house, PSYCHOLOGY)
    psych_support.show_office(turn.db, row)
    office = groups.asked_first(turn, groups.OFFICE)
    is_reached = any(one.openid is not None for one in office)
    return office, groups.title(turn.house, groups.OFFICE) if is_reached else ""


def _alert(turn: Turn, row: int, due_at: int, stored: Stored) -> int:
    name = turn.contact.name or word("person", "unknown")
    new = NewAlert(PSYCHOLOGY, DARK, psych_support.about(row), name, turn.contact.openid, due_at)
    number = alerts.add(turn.db, new, turn.filing(turn.contact.place_id), stored)
    turn.note("alert sent", f"alert:{number}", compact({"group": PSYCHOLOGY, "about": psych_support.about(row)}))
    return number


def _note_call(turn: Turn, row: int, call: Call) -> None:
    if call.wanted is not None:
        psych_support.set_call(turn.db, row, WANTED if call.wanted else DECLINED, call.when, call.phone)


def _kind_words(text: str) -> str:
    kind = find_kind(text)
    return word("psych_kind", kind) if kind is not None else ""


def _phone(turn: Turn) -> str:
    person_id = turn.contact.person_id
    return (people.phone_of(turn.db, person_id) or "") if person_id is not None else ""
