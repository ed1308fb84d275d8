"""Whoever says what they want and asks how (社区让我天天报体温，咋报啊) is asked its first question, not shown a menu.

Only where the sentence says more than the bare question: 怎么打卡 alone asks for help and gets it.
"""

import re
from collections.abc import Callable
from functools import cache

from bot.conversation import Conversation
from bot.turn import Turn
from handlers.beginning import begin
from knowledge.language.words import either

_HOW = re.compile(r"(?:咋|怎么|怎样|如何)(?:个)?(?:报备|申请|打卡|报|弄|办|整|填|打|搞)(?:法)?")
# By what is wanted, in the order in which it is looked for; %s is what people call where they come home to.
_WANTED = (
    ("exit_request", r"(?:想|要|得|打算)(?:去(?!年)|出去|出门|出小区|出村)[^,，。 ]{1,}"),
    ("return_report", r"(?:想|要|得|打算|准备|[明后]天|[0-9]号)[^,，。]{0,6}[回返](?:老家|家|来|村|屯|乡|%s)"),
    (
        "health_checkin",
        r"(?:让|叫|要|通知|得|[天每]天)[^,，。]{0,8}[报量测填][^,，。]{0,4}体温|(?:让|叫|通知)[^,，。]{0,8}打卡",
    ),
)


@cache
def _wanted(home: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns for a plan, by what is wanted; `home` are words parted by blanks."""
    return tuple((name, re.compile(words.replace("%s", either(home.split())))) for name, words in _WANTED)


class HowTo:
    """Begins what is wanted by whoever asks how it is done."""

    def __init__(self, conversations: tuple[Conversation, ...]) -> None:
        self._by_name = {one.name: one for one in conversations}

    def before(self, help_text: Callable[[Turn], str]) -> Callable[[Turn], str]:
        """The first question of what is wanted, before the menu of all that can be done."""
        return lambda turn: self._begun(turn) or help_text(turn)

    def _begun(self, turn: Turn) -> str | None:
        if turn.form is not None or _HOW.search(turn.text) is None:
            return None
        wanted = next((name for name, words in _wanted(turn.house.plan.head.home) if words.search(turn.text)), None)
        return begin(turn, self._by_name[wanted]) if wanted is not None else None
