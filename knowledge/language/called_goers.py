"""People of a journey as they are called: 老韩, 王师傅, 毛毛, and kin that a check-in does not tell apart: 二嫂, 堂弟.

Text is normalised.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.language.names import (
    begins_like_name,
    is_called,
    is_compound_surname,
    is_nickname,
    is_titled,
    looks_like_name,
)
from knowledge.language.people import RelativeFound
from knowledge.language.words import either, load_list, words_of

_BEGINS = (
    r"(?:^|(?<=[ ,。;:!\n和跟与陪带送帮替给叫让由的个位居里楼家上下壁事友机员生、领拉抱背头坐搭乘蹭队"
    r"组班间傅工屋寝科厂店元室号户着]))"
)
# What may follow the name of somebody who is spoken of.
_DOES = (
    r"(?=$|[ ,。;:!\n、]|[我要得想去从在每明后今昨下上早晚陪带送和跟也都是这需回到骨摔病说开换他她请办报申登一推拉"
    r"背领抱透做住倒替值顶加接交出发跑把打返心腿腰脚手头眼牙血发咳搭同"
    r"肚胃肺肝肾脑的俩]|[五六七八九]十)"
)
_CALLED = re.compile(
    rf"(?:{_BEGINS}|(?<=对门))(?P<alone>[老小大][一-鿿](?:头儿?|师傅)?){_DOES}|(?P<joined>(?<=[和跟与])[老小][一-鿿])"
    r"|(?P<neighbour>(?<=我是)[老小][一-鿿](?=家的?邻居|的?邻居|家?[对楼]))"
    r"|(?P<door>(?<=[\d楼元室户])[一-鿿](?:老师|大夫|医生|主任|女士|先生|师傅|大爷|大妈|大娘|大叔|大婶|大哥|大姐|阿姨|奶奶|爷爷)(?=[明今后下上周要想得去说让托腿腰]))"
    r"|(?P<titled>(?<!保)(?<!谢)[一-鿿](?:师傅|老师(?=[明今后下上周要想得去托让请、和跟与俩仨])|大爷|大妈|大娘|大叔|大婶|大哥|大姐|阿姨|叔叔|奶奶|爷爷|婶子?|嫂子?|姨|叔"
    r"|哥|姐|爷|奶|老太太?|老爷子|老汉))"
)
_GIRLS = "可婷雪灵燕月莲香巧秀凤翠娟玲梅桃杏云霞萍英兰菊惠慧倩媛妍蓉莹瑶琪琳彤宁果糖囡妞"
_LITTLE = re.compile(
    rf"(?:^|(?<=[ ,。;\n家带领抱背送拉给、]))(?P<name>([一-鿿])\2|[小二三][一-鿿]|[一-鿿][蛋妞丫娃柱锁栓妮]"
    rf"|[{_GIRLS}]儿){_DOES}"
)
# 带大黄去宠物医院: who is taken there is no person.
_PETS = re.compile("宠物|兽医(?!站)|动物(?:医院|诊所)")
# 教练老郑, 我徒弟小包, 同村大军: what somebody is to the speaker stands before how they are called.
_ROLES = either(
    (
        "教练", "车主", "徒弟", "车间", "师父", "同村", "同屯", "本村", "一村", "班长", "队长",
        "组长", "店长", "厂长", "工头", "老板", "会计", "同乡", "老乡", "同学", "同事",
        "工友", "闺蜜", "发小", "朋友", "战友", "搭档", "邻居", "对门", "司机", "房东",
        "隔壁", "店员", "护工", "护士", "保姆", "学生", "村医", "职工", "员工", "工人", "出纳",
    )
)
# Kin (大爷, 小姨) is told by its own words.
_SHORT = re.compile("[大小阿二三][^爷娘妈伯叔婶姐哥嫂姨姑舅家人那]|[一-鿿]子")
_IN_ROLE = re.compile(rf"(?<={_ROLES})的?(?P<name>[一-鿿]{{2,3}}?)(?!老师|大夫){_DOES}")
_ROLE = re.compile(_ROLES)
_HINT = re.compile(r"[老小大]|师傅|\d[一-鿿](?:医生|主任|女士|先生)|姨|叔|婶|奶|爷|嫂|哥|姐")
_CHILD = re.compile(r"([一-鿿])\1|[小大二三][一-鿿]|[蛋妞丫娃柱锁栓妮儿]")
# 二嫂, 三大爷: which of them, as it is said.
_NUMBER = re.compile(r"(?<![初十周拜期第\d零一二三四五六七八九])[二三四五六七八](?=$)")
_COUSIN = frozenset("堂表")
_FILE = "called_goers.yaml"


@dataclass(frozen=True, slots=True)
class CalledGoer:
    """How somebody is called, and where."""

    name: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Lists:
    no_names: frozenset[str]
    no_companions: frozenset[str]
    several: frozenset[str]
    as_said: frozenset[str]
    kin: Mapping[str, str]
    pattern: re.Pattern[str]


def find_called(text: str) -> Iterator[CalledGoer]:
    """Everybody whom the text tells of by a call name, from left to right."""
    if speaks_of_pets(text):
        return
    if _HINT.search(text) is not None:
        for match in _CALLED.finditer(text):
            kind = match.lastgroup or "alone"
            start, end = match.span(kind)
            if kind == "titled" and is_compound_surname(text[start - 1 : start + 1]):
                start -= 1  # 尉迟老师
            if is_called(text[start:end]) or (kind == "door" and is_titled(text[start:end])):
                yield CalledGoer(text[start:end], (start, end))
    if _ROLE.search(text) is not None:
        for match in _IN_ROLE.finditer(text):
            name = match["name"]
            if is_called(name) or (name not in _lists().no_companions and _is_given(name)):
                yield CalledGoer(name, match.span("name"))
    if _CHILD.search(text) is not None:
        for match in _LITTLE.finditer(text):
            if match["name"] not in _lists().no_names and is_nickname(match["name"]):
                yield CalledGoer(match["name"], match.span("name"))


def speaks_of_pets(text: str) -> bool:
    """Whether an animal is taken to a vet, whose name is called as a child's would be."""
    return _PETS.search(text) is not None


def numbered(text: str, found: RelativeFound) -> RelativeFound:
    """The mention as it is said where it tells which of several: 二嫂, 三大爷, 表弟."""
    start, end = found.span
    said = text[start:end]
    if said in _lists().as_said:
        return replace(found, label=said)
    if len(said) > 1 and said[0] in "大老小二三" and found.label in _lists().several:
        return replace(found, label=said.removesuffix("儿"))
    before = text[start - 1 : start]
    is_numbered = found.label in _lists().several and _NUMBER.search(text, max(0, start - 2), start) is not None
    if is_numbered or (before and before in _COUSIN):
        return replace(found, label=before + said, span=(start - 1, end))
    return found


def with_other_kin(text: str, found: Sequence[RelativeFound]) -> list[RelativeFound]:
    """Those found and the kin whom the words for a check-in do not have (堂弟, 舅姥爷)."""
    lists = _lists()
    others = [
        RelativeFound(lists.kin.get(match[0], match[0]), 1, match.span()) for match in lists.pattern.finditer(text)
    ]
    pairs = [one.span for one in found if one.people > 1]  # 儿子儿媳 are both
    others = [one for one in others if not any(start <= one.span[0] and one.span[1] <= end for start, end in pairs)]
    spans = [one.span for one in others]
    kept = [one for one in found if not any(start < one.span[1] and one.span[0] < end for start, end in spans)]
    return sorted((*kept, *others), key=lambda one: one.span)


def _is_given(name: str) -> bool:
    """Whether somebody may be called so behind what they are: 同村大军, 司机强子, 工友李海波."""
    is_short = len(name) == 2 and _SHORT.fullmatch(name) is not None and is_nickname(name)
    return is_short or (begins_like_name(name, 0) and looks_like_name(name, strict=True))


@cache
def _lists() -> _Lists:
    """The lists of `called_goers.yaml`; raises WordListError."""
    content = load_list(_FILE)
    lists = {
        key: words_of(content.get(key), f"{_FILE}: {key}")
        for key in ("no_names", "no_companions", "several", "as_said", "kin", "mothers")
    }
    kin = {**{word: word for word in lists["kin"]}, **dict.fromkeys(lists["mothers"], "妈妈")}
    return _Lists(
        frozenset(lists["no_names"]),
        frozenset(lists["no_companions"]),
        frozenset(lists["several"]),
        frozenset(lists["as_said"]),
        kin,
        re.compile(rf"(?:堂|表)(?:[姐妹]夫|哥|弟|姐|妹|叔|姑|嫂|侄|舅)|[二三四五六七八](?:姨[夫父]|姑[夫父]|舅妈|舅母)|{either(kin)}"),
    )
