"""The two plain questions about one of one's people, answered in people's own words: 对, 我是她妈; 住一块."""

import re
from collections.abc import Mapping

from bot.turn import InvalidAnswer, Turn, Value

_YES = "(?:对|是|嗯|好)(?:的|呀|啊|了|嗯)?"
_NO = "(?:不是?|没有?)(?:的|呀|啊|了)?"
_TOGETHER = "住?在?(?:一起|一块儿?|一家|我家|家里)(?:住|的|呢)*"
_GUARDIAN = {
    "yes": re.compile(
        rf"{_YES}[ ,，]*(?:我?是)?(?:他|她|孩子)?的?(?:监护人|妈妈?|爸爸?|爹|娘|父亲|母亲)?"
        "|我?是(?:他|她|孩子|监护).{1,4}"
    ),
    "no": re.compile(rf"{_NO}[ ,，]*(?:我?不是)?(?:监护人)?"),
    "of_age": re.compile("(?:已经?|早就|都)?(?:满|过)了?(?:14|十四)周?岁?了?"),
}
_SAME_DOOR = {
    "yes": re.compile(rf"(?:{_YES}[ ,，]*)?(?:都|我们|跟我|和我|也)*{_TOGETHER}|{_YES}"),
    "no": re.compile(rf"(?:{_NO}[ ,，]*)?(?:不|没|没有)(?:跟我|和我)?{_TOGETHER}|{_NO}|(?:自己|单独|分开)住的?"),
}


def is_guardian(text: str, _turn: Turn) -> Value:
    """Whether the writer is the guardian, or nobody needs one."""
    return _in_words(text, _GUARDIAN)


def lives_together(text: str, _turn: Turn) -> Value:
    """Whether they live with the writer."""
    return _in_words(text, _SAME_DOOR)


def _in_words(text: str, answers: Mapping[str, re.Pattern[str]]) -> Value:
    bare = text.rstrip("。!！~ ")
    for name, words in answers.items():
        if words.fullmatch(bare):
            return name
    raise InvalidAnswer
