"""What a question asks about, and the same question about something else: 密接要隔离几天 and 次密接 is 次密接要隔离几天.

A question names first what it is about and then what it asks of it. Only where both are of a kind (a place stands for a
place) and nobody of the speaker's is meant is one put in the place of the other; else it is not known what is asked. Text
is normalised.
"""

import re

from knowledge.language.places import find_origin

_OPENING = "(?:请问|想?问一?下|我?想?打听一?下|我?想问问?|咨询一?下)?[ ,:]*"
# What is asked of it begins with a word of being able, having to, being somebody's, or of asking.
_ASKED = (
    "(?:还|都|现在|到底|一般)*(?:能|可以|可不|让|准|许|要|得|用|需|该|归|由|谁|多少|几[个天点次号人]|怎么|咋|什么|啥|哪|有没有|有[没吗]|有啥|有什么|算|是|会"
    "|给不给|管不管|收不收|开不开|停不停|办不办|隔离|行不|行吗|不让|不能|不准)"
)
_OF_IT = "(?:的(?:电话|号码|手机号?|联系方式|负责人|组长|书记|联系人))?"
_FROM_THERE = "(?:地区|那边|那儿)?(?:回来|过来|来)的?人?"
_TOPIC = re.compile(
    rf"{_OPENING}(?P<from>从|打|自)?(?P<topic>(?!{_ASKED})[^,。?! 的]{{1,8}}?)"
    rf"(?:{_FROM_THERE}(?=.*{_ASKED})|{_OF_IT}{_ASKED}).*"
)
# Somebody, some time, half a story, and words that stand for what was said before: no thing of which something is asked.
NO_THING = re.compile(
    "[我你您他她俺咱几谁哪得不没是妈爸爷奶姥叔姨婶舅姑哥姐弟妹娃老明今昨早月这那]|(?<!村)晚|孩子|儿子|闺女|媳妇|对象|[前后每]天|[上下中]午"
    "|周[一二三四五六日末]|什么|怎么|多|咋|啥|现在|还有|以后"
)


def asked_instead(question: str, what: str) -> str | None:
    """The question with `what` in the place of what it is about; None where that is not certain."""
    found = _TOPIC.fullmatch(question.rstrip("?。!"))
    if found is None or NO_THING.search(found["topic"]) is not None or found["topic"] == what:
        return None
    if _is_place(found["topic"]) != _is_place(what) or (found["from"] and not _is_place(what)):
        return None
    begin, end = found.span("topic")
    return f"{question[:begin]}{what}{question[end:]}"


def _is_place(words: str) -> bool:
    return find_origin(f"从{words}回来") is not None
