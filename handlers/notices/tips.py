"""防范提示: which tips come round, when each went last and whose turn is next (3.3); 不要提示 and 要提示, for everybody."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.notices.numbers import has_a_say
from handlers.said_back import clock_words
from ledger import notices
from ledger.notices import cards as notice_cards
from ledger.notices import rounds as notice_rounds

_LIST = re.compile(r"(?:看|查|查看|看看)?(?:一下)?(?:防范|预防)提示(?:列表|轮到哪了|有哪些)?[?？]?")
_NONE = re.compile(
    r"我?(?:不要|不想要|不收|不想收|别发|别再发|不用发|不用|取消)(?:再?发)?(?:防范|预防)?提示了?(?:谢谢)?[。!]?"
)
_WANTED = re.compile(r"我?(?:还是|又)?(?:要|想要|想收|要收|恢复)(?:防范|预防)?提示[了吧]?[。!]?")


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    if not has_a_say(turn):
        return None
    found = notices.tips(turn.db)
    ready = [one.id for one in found if one.is_resting and not one.is_stopped]
    times = turn.house.settings.scheduler
    shown = [
        {
            **notice_cards.facts(one),
            "last": clock_words(one.round_at) if one.round_at is not None else "",
            "stopped": one.is_stopped,
            "next": ready[:1] == [one.id],
        }
        for one in found
    ]
    waiting = [one for one in (*notices.to_approve(turn.db), *notices.drafts(turn.db)) if one.is_tip]
    return turn.render(
        "notice_tips",
        tips=shown,
        waiting=[notice_cards.facts(one) for one in waiting],
        day=times.tips_day,
        at=f"{times.tips:%H:%M}",
    )


def _refuse(turn: Turn, _match: re.Match[str]) -> str:
    notice_rounds.refuse(turn.db, turn.contact.openid, turn.now)
    return turn.render("tips_refused", known=turn.contact.person_id is not None)


def _want(turn: Turn, _match: re.Match[str]) -> str:
    notice_rounds.accept(turn.db, turn.contact.openid)
    return turn.render("tips_wanted", known=turn.contact.person_id is not None)


commands = (Command("notice_tips", _LIST, _list),)
of_everybody = (
    Command("tips_refused", _NONE, _refuse, staff_only=False),
    Command("tips_wanted", _WANTED, _want, staff_only=False),
)
