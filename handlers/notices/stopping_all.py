"""全部停发: whatever is under way is stopped at once, by one word and a second one (clause 3.3, THREATS A24).

For the minute in which somebody sends notices in another's name: all the office hears of it.
"""

import re

from bot.conversation import Choice, Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.notices.drafts import open_form
from handlers.notices.numbers import has_a_say
from handlers.notices.shown import ROLE
from ledger import notices
from ledger.notices import Notice
from ledger.notices import cards as notice_cards
from ledger.notices import office as notice_office

_ALL = re.compile(
    r"(?:公告|通知)?(?:全部|所有|全都|全)的?(?:公告|通知)?(?:都|先)?(?:停发|停下来?|停止发?|停掉|停|别发|不要发)了?"
    r"|(?:停发|停下|停掉|停止)(?:全部|所有)的?(?:公告|通知)?"
)


def _asked(turn: Turn, _match: re.Match[str]) -> str | None:
    """What would be stopped, and the question whether it is meant."""
    if not has_a_say(turn):
        return None
    return open_form(turn, stopping_all, {}) if _running(turn) else turn.render("notice_nothing_runs")


def _running(turn: Turn) -> list[Notice]:
    return [one for one in notices.under_way(turn.db, limit=200) if not one.is_stopped]


def _meant(turn: Turn, _answers: Answers) -> dict[str, str]:
    found = [notice_cards.facts(one) for one in _running(turn)]
    return {"card": turn.render("notice_stop_all", notices=found)}


def _answers(turn: Turn, _answers: Answers) -> tuple[Choice, ...]:
    words = turn.render("notice_stop_all_answers").splitlines()
    return tuple(Choice(value, said) for value, said in zip(("yes", "no"), words, strict=True))


def _no_words(_text: str, _turn: Turn) -> Value:
    raise InvalidAnswer


def _stopped(turn: Turn, answers: Answers) -> str:
    if not has_a_say(turn):
        return turn.render("notice_no_right")
    if answers["sure"] != "yes":
        return turn.render("notice_stop_all_not")
    stopped = notice_office.stop_all(turn.db, turn.render, turn.contact.recipient(), ROLE, turn.now)
    if not stopped:
        return turn.render("notice_nothing_runs")
    return turn.render("notice_all_stopped", notices=[notice_cards.facts(one) for one in stopped])


stopping_all = Conversation(
    name="notice_stopping_all",
    intents=(),
    slots=(Slot("sure", "choice", bare=_no_words, offers=_answers, facts=_meant),),
    finish=_stopped,
)
commands = (Command("notice_stop_all", _ALL, _asked),)
