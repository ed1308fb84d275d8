"""Mentions of people: the names they stand for, and those of nobody who goes out (快递小哥, 孩子奶粉, 保安大哥).

Text is normalised.
"""

import re
from collections.abc import Mapping
from functools import cache

from knowledge.language.names import looks_like_name
from knowledge.language.people import RelativeFound
from knowledge.language.small_numbers import small_number
from knowledge.language.words import WordListError, load_list, words_of

_FILE = "trips.yaml"
_MOST = 6
_COUNTS = {"俩": 2, "两": 2, "仨": 3}
# 我是楼下邻居,替她说; 我是他女儿.
_IS_WRITER = re.compile("我(?:就)?是[^,。; 要说我]{0,6}$")
# 家里就我一个侄子: the speaker by what they are.
_IS_SPEAKER = re.compile("(?:就|只有?|单)[我俺](?:这么|这)?一?个$")
# 我是老周邻居,他要去透析: by whom the writer is known.
_WRITERS_KIN = re.compile(
    "(?:家的?|的)?(?:邻居|对门|楼上|楼下|女儿|闺女|儿子|孙子|孙女|老伴|爱人|媳妇|儿媳|女婿|外甥|侄|同事|工友|护工|保姆)"
)
_TO_SOMEBODY = re.compile(
    r"儿?[你您](?:给|看|帮|说|能|们|好)"
    r"|(?:(?:[呀啊哎])?[, ]+|[呀啊哎])(?:[我俺](?![妈爸家爷奶姥哥姐弟妹老闺媳])|麻烦|帮我|你"
    r"|(?P<day>明天|今天|后天))"
)
_NO_FRIEND = re.compile("(?:介绍|找|处|相|个|没|调查|服务|保障)$")
_OF_THE_CHILD = re.compile("(?:[他她的]|家)?(?:奶(?!粉)|爷|姥|爸|妈|姑|姨|舅|叔|伯|老师|班主任|户口|书|课本|学)")
_BROTHERS = frozenset({"哥哥", "姐姐", "妈妈", "爷爷"})
_SEVERAL = re.compile("(?:俩|仨|几个)(?!人)")  # 我们哥俩
_ON_DUTY = frozenset({"大哥", "大姐", "大叔", "哥哥", "姐姐", "叔叔", "大爷", "大娘", "保姆"})
_CALLED_OUT = re.compile("(?:保安|门卫|门岗|警察|网格员|志愿者|社区|书记|主任|大夫|好心的?)$")
_NEXT_DOOR = re.compile("(?:隔壁|对门|楼上|楼下|邻居)家?的?(?:那|俩|两个)?$|不动$")
_SPEAKER = re.compile("[我俺你]")
# 双胞胎37周, 宝宝才三十六周要剖: they are not born yet.
_UNBORN = re.compile(
    r"(?:现在|已经|才|都|快|刚|满|怀了?|也)*(?:\d{1,2}|[二三四]?十[一二三四五六七八九]?)周(?![岁年六日末一二三])"
    r"|(?:快|要|该)生了|(?:就|快|马上)要?(?:出来|出生|降生|落地)|(?:得|要)?提前剖|(?:还没|没到|提前)生|预产|胎[位心动]|(?:下|这)?(?:周|个?月)?[一二三四五六]?(?:要|得|就)?剖"
)
_GIVES_BIRTH = re.compile("(?:(?:生|怀)(?:[个了下]|二|头)*|(?:肚子?|怀)里?的?(?:这|那)?个?)$")
_BABIES = frozenset({"双胞胎", "龙凤胎", "孩子"})
_MILK, _MILKED = frozenset("粉茶站牛皮油酪制头瓶水罩量妈嘴"), frozenset("牛羊送断喂母挤吃喝")


def is_no_goer(text: str, found: RelativeFound) -> bool:
    """Whether 我儿 is the beginning of 我儿媳妇 or 我儿女, 哥 the end of 快递小哥, and 邻居 only who writes."""
    before = text[max(0, found.span[0] - 8) : found.span[0]]
    is_writer = _IS_WRITER.search(before) is not None and not is_writers_kin(text, found.span)
    if _IS_SPEAKER.search(before) is not None or is_writer or (found.label == "哥哥" and before.endswith("小")):
        return True
    if found.label == "孩子" and _OF_THE_CHILD.match(text, found.span[1]) is not None:
        return True
    word, behind = text[slice(*found.span)], text[found.span[1] : found.span[1] + 2]
    if word == "对象" and _NO_FRIEND.search(before) is not None:
        return True
    if found.label in _BROTHERS and _SEVERAL.match(text, found.span[1]) is not None:
        return True
    if found.label in _ON_DUTY and _CALLED_OUT.search(before) is not None:
        return True
    is_unborn = found.label in _BABIES and (
        _UNBORN.match(text, found.span[1]) is not None or _GIVES_BIRTH.search(before) is not None
    )
    if is_unborn or (found.label == "孩子" and _NEXT_DOOR.search(before) is not None):
        return True
    if word == "奶" and (behind[:1] in _MILK or before[-1:] in _MILKED):
        return True
    return text.startswith("我儿", found.span[0]) and text[found.span[1] : found.span[1] + 1] in {"媳", "女"}


def is_spoken_to(text: str, found: RelativeFound) -> bool:
    """Whether somebody is addressed rather than spoken of: 闺女,我想去医院."""
    if text[: found.span[0]].strip() not in {"", "好"}:
        return False
    spoken_to = _TO_SOMEBODY.match(text, found.span[1])
    # 宝音,明天下午,邮政银行 gives who goes as the first of a form.
    return spoken_to is not None and (
        spoken_to["day"] is None or not looks_like_name(found.label) or _SPEAKER.search(text) is not None
    )


def is_writers_kin(text: str, span: tuple[int, int]) -> bool:
    """Whether it is the writer who is told by somebody: 我是老周邻居, 我是王桂芝的女儿."""
    return text[span[0] - 2 : span[0]] == "我是" and _WRITERS_KIN.match(text, span[1]) is not None


def names_of(text: str, found: RelativeFound, start: int) -> tuple[tuple[str, ...], int]:
    """The names that a mention stands for: both of 爸妈, 孩子 twice for 俩孩子; and where the mention begins."""
    pair = _couples().get(found.label) or found.members
    if pair:
        return pair, start
    count = text[start - 1] if start else ""
    counted, length = _COUNTS.get(count), 1
    if count == "个" and start > 1:
        counted, length = small_number(text[start - 2]), 2
    if counted is None or looks_like_name(found.label) or not 1 <= counted <= _MOST or found.people != 1:
        return (found.label,), start
    return (found.label,) * counted, start - length


@cache
def _couples() -> Mapping[str, tuple[str, ...]]:
    """Words for two people and who they are; raises WordListError."""
    couples = load_list(_FILE).get("couples")
    if not isinstance(couples, dict):
        raise WordListError(f"{_FILE}: couples: words with two names each are expected")
    return {str(word): words_of(names, f"{_FILE}: couples: {word}") for word, names in couples.items()}
