"""An answer to whoever asked for a person, in the staff's own words: 已答复 4 水下午来, 回复王阿姨 面明天就到, 告诉她 ….

The words go to whoever asked as they are; what nobody had taken is taken with them. Complaints: handlers/complaints.py.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import complaints, groups, rights
from handlers.asking import keeping
from handlers.said_back import word
from knowledge.times import DAY
from ledger import handovers, taking
from ledger.handovers import Handover

_BY_NUMBER = re.compile(r"(?:已经?)?(?:答复|回复|回)了?[ ,:]*第?(\d{1,9})号?[ ,:]+(.{2,})", re.DOTALL)
_BY_NAME = re.compile(r"(?:已经?)?(?:答复|回复|告诉)了?(?:一下)?[ ,:]*([\u4e00-\u9fff]{1,4})[ ,:]+(.{2,})", re.DOTALL)
_SIGNS = r"[\s,，:：]"
# The answer as it was typed, behind a number or a name.
_TYPED = re.compile(
    rf"\s*已?经?(?:答复|回复|告诉|回)了?(?:一下)?{_SIGNS}*(?:第?\d{{1,9}}号?|[\u4e00-\u9fff]{{1,4}}){_SIGNS}+(.{{2,}})",
    re.DOTALL,
)
_THE_LAST_ONE = frozenset({"他", "她", "人家", "本人"})
_REMEMBERED_DAYS = 3


def _by_number(turn: Turn, match: re.Match[str]) -> str | None:
    found = complaints.of_my_groups(turn, int(match[1])) if rights.groups(turn) else None
    if not rights.groups(turn) or (found is None and turn.form is not None):
        return None
    return turn.render("handover_gone", number=match[1]) if found is None else _answer(turn, found)


def _by_name(turn: Turn, match: re.Match[str]) -> str | None:
    """The newest question of somebody of that name; words that name nobody who asked are ordinary text in a form."""
    if not rights.groups(turn):
        return None
    mine, waiting = _mine(turn), _waiting(turn)
    if match[1] in _THE_LAST_ONE:
        found = mine[:1] or (waiting if len(waiting) == 1 else [])
    else:
        found = [one for one in [*mine, *waiting] if one.filed_by == match[1]]
    if found:
        return _answer(turn, found[0])
    return turn.render("handover_nobody", name=match[1]) if turn.form is None else None


def _mine(turn: Turn) -> list[Handover]:
    assert turn.contact.person_id is not None  # staff are bound
    return handovers.taken_by(turn.db, turn.contact.person_id, turn.now - _REMEMBERED_DAYS * DAY)


def _waiting(turn: Turn) -> list[Handover]:
    """What waits for the writer's groups, the newest first."""
    return [one for group in rights.groups(turn) for one in reversed(handovers.waiting(turn.db, group))]


def _answer(turn: Turn, found: Handover) -> str:
    """The words to whoever asked, as they were typed; of two who are quick, the other hears that it is taken."""
    if found.status != "open" and found.taken_by_id != turn.contact.person_id and not rights.is_office(turn):
        return complaints.gone(turn, found)
    group = groups.title(turn.house, rights.takes_for(turn, found.group_id))
    said = _TYPED.fullmatch(turn.message.text or turn.text)
    words, key = (said[1] if said is not None else turn.text).strip(), turn.message.key.hex()
    who = turn.contact.recipient()
    if not taking.answer_handover(turn.db, turn.render, found, words, group, who, key, turn.now):
        return complaints.gone(turn, found)
    return turn.render(
        "handover_answer_sent",
        number=found.id,
        who=found.filed_by or word("person", "unknown"),
        words=words,
        told=found.openid is not None,
        can_keep=rights.is_office(turn) and not found.is_complaint and keeping.asks_something(found.text),
    )


commands = (
    Command("answer_handover", _BY_NUMBER, _by_number),
    Command("answer_somebody", _BY_NAME, _by_name),
)
