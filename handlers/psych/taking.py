"""The psychology group takes what somebody said (接 X0120-01), calls them, and closes it (办结 X0120-01) (clause 3.4.7).

The writer hears who will call. The office may where it needs to know; for anybody else the same words are ordinary text.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import groups, rights
from handlers.said_back import clock_words, word
from ledger import people, psych_support, taking
from ledger.psych_support import PSYCHOLOGY, WANTED, PsychSupport

_NUMBER = r"([Xx]\d{4}-\d{1,4})"
_TAKE = re.compile(rf"(?:接手?|收到)[ ,:]*{_NUMBER}")
_CLOSE = re.compile(rf"(?:办结|聊过了|已聊|聊完了)[ ,:]*{_NUMBER}")
_LIST = re.compile(r"心理|心理援助列表")


def waiting(turn: Turn) -> list[dict[str, object]]:
    """What is not closed and the writer may see, for 待办."""
    return [_shown(turn, one) for group in rights.groups(turn) for one in psych_support.waiting(turn.db, group)]


def take_alerted(turn: Turn, about: str) -> None:
    """Whoever takes an alert about what somebody said has that too."""
    record = about.removeprefix("psych_support:")
    if record != about:
        psych_support.take(turn.db, int(record), turn.contact.name, turn.contact.person_id, turn.now)


def _take(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.groups(turn):
        return None
    one = _mine(turn, match[1])
    return take(turn, one) if one is not None else turn.render("psych_not_found", number=match[1].upper())


def take_row(turn: Turn, record_id: int) -> str | None:
    """收到, tapped under a reminder; None where it is not the writer's to see."""
    found = psych_support.get(turn.db, record_id)
    one = _mine(turn, found.number) if found is not None else None
    return take(turn, one) if one is not None else None


def take(turn: Turn, one: PsychSupport) -> str:
    """It is this person's, who gets all that a call needs."""
    group = groups.title(turn.house, rights.takes_for(turn, PSYCHOLOGY))
    if not taking.take_psych_support(turn.db, turn.render, one, turn.contact.recipient(), turn.now):
        now = psych_support.get(turn.db, one.id) or one
        return turn.render("psych_gone", number=one.number, who=now.taken_by, is_own=now.taken_by == turn.contact.name)
    phone = one.phone or (people.phone_of(turn.db, one.filed_by_id) if one.filed_by_id is not None else None)
    return turn.render("psych_taken", phone=phone, group=group, **_shown(turn, one))


def _close(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.groups(turn):
        return None
    one = _mine(turn, match[1])
    if one is None or not taking.close_psych_support(turn.db, turn.render, one, turn.contact.recipient(), turn.now):
        return turn.render("psych_not_found", number=match[1].upper())
    return turn.render("psych_closed", number=one.number, told=one.openid is not None)


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    if PSYCHOLOGY not in rights.groups(turn):
        return None
    return turn.render("psych_list", listed=waiting(turn))


def _mine(turn: Turn, number: str) -> PsychSupport | None:
    """The one with this number, as far as the writer may see it."""
    found = (psych_support.numbered(turn.db, number.upper(), group) for group in rights.groups(turn))
    return next((one for one in found if one is not None), None)


def _shown(turn: Turn, one: PsychSupport) -> dict[str, object]:
    when = one.call_when or word("psych_call", "any_time")
    return {
        "number": one.number,
        "who": one.filed_by or word("person", "unknown"),
        "address": one.address.replace("/", ""),
        "kind": word("psych_kind", one.kind) if one.kind else "",
        "text": one.text,
        "call": when if one.call_back == WANTED else word("psych_call", "declined") if one.call_back else "",
        "due": clock_words(one.due_at) if one.due_at is not None else "",
        "taken_by": one.taken_by,
    }


commands = (
    Command("psych_take", _TAKE, _take),
    Command("psych_close", _CLOSE, _close),
    Command("psych_list", _LIST, _list),
)
