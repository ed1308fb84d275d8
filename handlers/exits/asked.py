"""外出申请到哪了, 批了没, 我的外出: how a request stands, whom it waits for, what comes next and what one can do.

The writer's own requests, those of their home, and those that they filed for somebody (a grid worker's) are answered; of
anybody else's nothing is said.
"""

import re
from collections.abc import Callable

from bot.offer import Command
from bot.turn import Turn
from handlers.exits.numbers import NUMBER
from handlers.said_back import clock_words
from knowledge import exit_words
from knowledge.language.goings import asks_after_exit
from knowledge.times import DAY
from ledger import exits
from ledger.exits import Exit, passes
from ledger.exits import notices as exit_notices
from ledger.exits.signers import signers

_MINE = re.compile(r"(?:查|看|查看|查查|看看)?(?:一下)?[我俺]家?的?(?:外出|出门条|出门|出行)(?:申请)?[呢吗]?[?。]?")
_BY_NUMBER = re.compile(
    rf"(?:查|看|查看|查查|看看)? ?(?=[Ww]){NUMBER}"
    r" ?(?:的?(?:外出|申请)?(?:到哪|批|签|审|备案|怎么样|咋样|怎样|呢|办|进度|什么时候|啥时候).*)?"
)
_WHO_SIGNED = re.compile(
    r"(?:是|到底|这|那)?(?:谁|哪个|哪位|哪个人)(?:给|替)?[我俺]?(?:批|签|同意|备案|定|办)(?:的|了|准的|下来的)[?。]?"
)
_WHEN_TO_GO = re.compile(
    r"(?:那|请问)?[ ,]*(?:[我俺咱]们?)?(?:今天|明天|后天|明早|今晚)?(?:到底)?(?:几点|啥时候?|什么时候|多会儿?)"
    r"(?:才|就)?(?:能|可以|让|准)(?:[我俺咱]们?)?(?:走|出去|出门|出发|外出|出小区|出村|动身)(?:[啊呢了呀吗])*[?。]?"
)
_OPEN = frozenset({"pending_approval", "signed", "on_record", "out", "overdue"})
_ENDED = frozenset({"refused", "expired"})
_ENDED_SHOWN_FOR = 2 * DAY
_SHOWN = 4
_FORM = "exit_request"


def before(otherwise: Callable[[Turn], str]) -> Callable[[Turn], str]:
    """Answers a question about one's records: about exits where it asks after them, else as before."""

    def answer(turn: Turn) -> str:
        is_named = _MINE.fullmatch(turn.text) is not None
        if not is_named and not asks_after_exit(turn.text):
            return otherwise(turn)
        found = known(turn)
        is_unsent = turn.form is not None and turn.form.name == _FORM
        if not found and not is_unsent and not is_named and "外出" not in turn.text and "出门" not in turn.text:
            return otherwise(turn)
        return _shown(turn, found)

    return answer


def known(turn: Turn) -> list[Exit]:
    """What the writer may ask after: their own and what they filed, and that of their home; open ones first."""
    found = _theirs(turn)
    open_ones = [one for one in found if one.status in _OPEN]
    ended = [one for one in found if one.status in _ENDED and turn.now - one.filed_at < _ENDED_SHOWN_FOR]
    return [*open_ones, *ended][:_SHOWN]


def _theirs(turn: Turn) -> list[Exit]:
    """Every exit of the writer and of their home; what they reported for others who have no account among them."""
    if turn.contact.person_id is None:
        return []
    found = {one.id: one for one in exits.of_person(turn.db, turn.contact.person_id)}
    if turn.contact.place_id is not None:
        found |= {one.id: one for one in exits.of_home(turn.db, turn.contact.place_id)}
    return list(found.values())


def _by_number(turn: Turn, match: re.Match[str]) -> str | None:
    """W0120-01 到哪了; None for a number that is nobody's of the writer's."""
    mine = known(turn)
    found = [one for one in _theirs(turn) if one.number == f"W{match[1]}"]
    if not found and not turn.contact.is_staff and turn.form is None:
        return turn.render("exit_none_of_yours", number=f"W{match[1]}", mine=[one.number for one in mine])
    return _shown(turn, found, is_named=True) if found else None


def _when_to_go(turn: Turn, _match: re.Match[str]) -> str | None:
    """我明天几点能走: how the request stands, with its hours; None where there is none."""
    found = known(turn)
    return _shown(turn, found) if found else None


def _who_signed(turn: Turn, _match: re.Match[str]) -> str | None:
    """谁批的: who signed and recorded what the writer asked for; None for whoever asked for nothing."""
    found = known(turn)
    return _shown(turn, found) if found and turn.form is None else None


def _shown(turn: Turn, found: list[Exit], *, is_named: bool = False) -> str:
    is_unsent = not is_named and turn.form is not None and turn.form.name == _FORM
    shown = [_state(turn, one) for one in found]
    return turn.render(
        "exit_states", exits=shown, unsent=is_unsent, phone=turn.house.settings.office.duty_phone
    )


def _state(turn: Turn, one: Exit) -> dict[str, object]:
    waiting = signers(turn.db, one, turn.now).asked_first if one.status == "pending_approval" else []
    return {
        **exit_notices.facts(turn.db, one),
        "status": one.status,
        "state": exit_words.status_words(one.status),
        "since": clock_words(one.filed_at),
        "waits_for": "、".join(dict.fromkeys(who.name for who in waiting)),
        "climbed": one.climbed > 0,
        # A promise of somebody who will be asked holds as long as the moment is ahead.
        "due": clock_words(one.due_at) if one.due_at is not None and one.due_at > turn.now else "",
        "by_phone": one.signed_via == "phone",
        "recorded_by": one.recorded_by or "",
        "signed_at": clock_words(one.signed_at) if one.signed_at is not None else "",
        "missing": one.sent_back or "",
        "sent_back_by": one.sent_back_by or "",
        "suspended": one.suspended or "",
        "code": passes.code_of(turn.db, one.id) or "",
        "back": clock_words(one.back_due_at) if one.has_return else "",
        "refused_by": one.refused_by or "",
        "refusal": one.refusal or "",
    }


commands = (
    Command("exit_state", _BY_NUMBER, _by_number, staff_only=False),
    Command("exit_when_to_go", _WHEN_TO_GO, _when_to_go, staff_only=False),
    Command("exit_who_signed", _WHO_SIGNED, _who_signed, staff_only=False),
)
