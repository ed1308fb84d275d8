"""公告: what the office has drafted, approved and sent; 公告 G-31: how one stands and how many have it (clause 3.3)."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.notices.approving import put_before
from handlers.notices.drafts import about, open_form
from handlers.notices.editing import drafts
from handlers.notices.numbers import NUMBER, has_a_say, one_of
from handlers.notices.shown import state
from ledger import notices
from ledger.notices import Notice
from ledger.notices import cards as notice_cards

_LIST = re.compile(r"(?:看|查|查看|看看)?(?:一下)?(?:公告|公告列表|公告情况)")
_ONE = re.compile(rf"(?:看|查|查看|看看)? ?{NUMBER}(?:发(?:完|出去)?了?[吗没]|怎么样了?|到哪了|多少人收到了?)?[?？]?")
_SHOWN = 10


def to_do(turn: Turn) -> dict[str, list[dict[str, object]]]:
    """What the list of everything that waits (待办) says of notices: to approve; stopped; one's own that was sent back."""
    if not has_a_say(turn):
        return {"notices_to_approve": [], "notices_stopped": [], "notices_sent_back": []}
    who = turn.contact.recipient()
    to_approve = [one for one in notices.to_approve(turn.db) if not one.is_written_by(who)]
    stopped = [one for one in notices.under_way(turn.db) if one.is_stopped]
    sent_back = [one for one in notices.drafts(turn.db) if one.sent_back and one.is_written_by(who)]
    return {
        "notices_to_approve": [notice_cards.facts(one) for one in to_approve],
        "notices_stopped": [notice_cards.facts(one) for one in stopped],
        "notices_sent_back": [notice_cards.facts(one) for one in sent_back],
    }


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    if not has_a_say(turn):
        return None
    found = [
        *notices.to_approve(turn.db, _SHOWN),
        *notices.under_way(turn.db, _SHOWN),
        *(one for one in notices.tips(turn.db) if one.is_resting),
        *notices.drafts(turn.db, _SHOWN),
        *notices.ended(turn.db, _SHOWN),
    ]
    newest = sorted(found, key=lambda one: one.id, reverse=True)[:_SHOWN]
    return turn.render("notice_list", notices=[notice_cards.facts(one) for one in newest])


def _one(turn: Turn, match: re.Match[str]) -> str | None:
    if not has_a_say(turn):
        return None
    return one_of(turn, match["number"], (), "公告", lambda one: _shown(turn, one))


def _shown(turn: Turn, one: Notice) -> str:
    """A draft with what can be done next; what waits for the writer's approval with its question; else how it stands."""
    mine = one.is_written_by(turn.contact.recipient())
    if one.status == "draft":
        return open_form(turn, drafts.next, about(one))
    if one.status == "submitted" and not mine:
        return put_before(turn, one)
    return state(turn, one)


commands = (Command("notices", _LIST, _list), Command("notice", _ONE, _one))
