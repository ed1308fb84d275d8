"""What a text tells of an earlier plan or time before it says what holds: 昨天报的16号,现在报18号; 往年从广州回,今年在佛山.

What stands before the turn is blanked out, so that the rest keeps its place. Text is normalised.
"""

import re

_FORMER = re.compile(
    "(?:^|(?<=[ ,。;!\n])|(?<=[我俺他她爸妈]))"
    "(?:先[前说]|原[说先来定本]|本来|往[年常回]|以[前往]|从前|之前|去年|前年|头一?回|上一?[回次趟]|上个?[月周]|上(?:星期|礼拜)"
    "|昨[天儿晚]?(?:申请|报|说|登记|填|交)|前[天儿](?:申请|报|说|登记|填|交)|早先|起先|一开始)"
)
_TURN = re.compile(
    "这[一]?[回次趟](?!的)|今年|如今|现在(?=是|报|改|定|申请|换|要报|[一二三四五六日]{2}|每|周|礼拜|星期)|(?:又|都|就|后来|刚才?|给)?改(?![造善进天日装])(?:成|为|到|了)*"
    "|就(?=我(?:自己|自个|一个))|换[成到](?!了?(?:火车|客车|大巴|飞机))|变成|重新(?=报|申请|填|登记)"
)
_CLAUSE = 14  # characters in which one turn goes on to the next
# 要批的是明天去沈阳: which of two errands the request is for. 外出的是我爸 only tells who goes.
_ASKED_FOR = re.compile("(?:要批|[要想]?申请|[要想]报|要报备|报备)的是")
# An earlier plan for the same trip: 本来后天去,改下午三点. 以前, 上回 and 去年 tell of other trips.
_PLANNED = re.compile("先[前说]|原[说先来定本]|本来|昨|前[天儿]|早先|起先|一开始")


def earlier_plan(text: str) -> str:
    """What was planned first for a trip that has been changed since; empty where nothing was."""
    former = _FORMER.search(text)
    if former is None or _PLANNED.match(text, former.start()) is None:
        return ""
    turn = _TURN.search(text, former.end())
    return "" if turn is None else text[former.end() : turn.start()]


def as_it_stands(text: str) -> str:
    """The text with blanks for what was so once, where it goes on to what is so now; as long as before."""
    asked = _ASKED_FOR.search(text) if "的是" in text else None
    if asked is not None:
        return " " * asked.end() + text[asked.end() :]
    former = _FORMER.search(text)
    turn = None if former is None else _TURN.search(text, former.end())
    if former is None or turn is None:
        return text
    further = _TURN.search(text, turn.end(), turn.end() + _CLAUSE)
    turn = turn if further is None else further  # 往年从广州回,今年不在广州了,换到佛山
    return text[: former.start()] + " " * (turn.end() - former.start()) + text[turn.end() :]
