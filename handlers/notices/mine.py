"""通知: everybody reads their newest notices again, also those that no message brought them (clause 3.3)."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.said_back import clock_words
from ledger.notices import own as notice_own

_MINE = re.compile(
    r"(?:看|查|查看|看看)?(?:一下)?(?:我的|最新的?|最近的?|街道的?)?(?:通知|公告)(?:有哪些|呢)?[?？]?"
    r"|(?:有|有没有)(?:什么|啥)?(?:新的?)?通知吗?[?？]?"
)
_SHOWN = 3


def _mine(turn: Turn, _match: re.Match[str]) -> str | None:
    """The newest three; words inside a form are an answer to its question."""
    if turn.form is not None:
        return None
    who = turn.contact.person_id
    found = notice_own.newest(turn.db, who, turn.now, _SHOWN) if who is not None else []
    shown = [{"at": clock_words(one.at), "message": one.words, "state": one.state} for one in found]
    return turn.render("notice_mine", notices=shown, known=who is not None)


commands = (Command("own_notices", _MINE, _mine, staff_only=False),)
