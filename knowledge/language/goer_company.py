"""Whoever is told of beside the one who goes, whatever stands before their name: 我和开小卖店的张姨, 就我跟护士长.

A title, a name or what somebody is (护士长, 村医) counts as a person where the words before it join them to the speaker
or to who was named before, and the words behind it go on with what both do. Text is normalised.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from knowledge.language.called_goers import speaks_of_pets
from knowledge.language.names import begins_like_name, is_called, is_nickname, is_word, looks_like_name
from knowledge.language.people import find_relatives
from knowledge.language.words import load_list, words_of

_FILE = "called_goers.yaml"
_LONGEST = 14
_JOINS = re.compile(
    r"(?P<who>我|俺|咱|本人|他|她|(?:^|(?<=[ ,。;天早午晚]))(?=[和跟与]))(?:自己|也|想"
    r"|要|得|准备|打算|[明今后]天|[明今]早|上午|下午|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|\d{1,2}号)*(?:(?P<joined>和|跟|与|同|还有|、)|(?P<led>带着?|领着?)|陪着?|送|拉着?)"
    r"(?:一?个|俩|两个|[我俺](?=的|们))?(?P<with>[一-鿿]{2,14})"
)
_LISTED = re.compile("还有|再?加上|外加|以及|、")
# What may follow somebody who goes with another.
_BEHIND = re.compile(
    r"$|[ ,。;:!、]|[去到回上往赴坐打开骑乘拼搭走出从明后今昨大早晚下中周礼得要想都也这那再各]"
    r"|一[起块同道辆台个]|两|俩|仨|[三四五]|\d|轮|换|倒|值|还有|以及|和|跟|与"
)
# The same of a given name alone, which many a word could be: 我和晓红.
_BEHIND_GIVEN = re.compile(
    "俩|两个|一起|一块|[去回到明今早晚得要想都换倒轮值]|后天|上午|下午|还有|$|[ ,。]"
)
_BEHIND_LED = re.compile("(?P<together>一起|一块儿?|一同)?(?:去(?!世)|到|上|回|往|走)")
# Who is born on the day is called so as well.
_SEASONS = frozenset({"小满", "小雪", "小寒", "小暑", "立春", "立夏", "立秋", "立冬", "夏至", "冬至", "谷雨", "春分"})
# 我跟王姨说好了: what is done with somebody and is no way to go.
_NO_WAY = re.compile(
    r"轮(?:流|班|着)(?!开)|(?:倒|替换)着|(?:都|也|已经|刚|刚才|昨天|之前|早就|早|前天|今天|就|电话里?)*"
    r"(?:说|讲|商量|请(?:好|了|过|完)?[个了]?假|打(?:好|了|过|个)*(?:招呼|电话)|借|打听|问|学|报备|报告|汇报"
    r"|联系|视频|聊|吵|闹|离婚|住|合租|是(?!一)|认识|处|要(?=$|[ ,。;了个]|钱|账))"
)
# What somebody is may stand between: 隔壁单元, 我们年级的数学老师; a verb or somebody else does not.
_NO_MODIFIER = re.compile("[去到回来走说让给把被叫请约带送接陪找问要想得不没了]|(?:和|跟|与)")


@dataclass(frozen=True, slots=True)
class Company:
    """Whoever goes with another, where, and whether that is the speaker; `owner` is where 我 or 她 stands."""

    name: str
    span: tuple[int, int]
    with_speaker: bool
    owner: int


def find_company(text: str) -> Iterator[Company]:
    """Everybody but kin who is joined to the speaker, or to 他 or 她, by a title, a name or what they are."""
    for match in _JOINS.finditer(text):
        found = _person(text, *match.span("with"), is_joined=match["joined"] is not None)
        if found is None and match["led"] is not None and not speaks_of_pets(text):
            found = _led(text, match.start("with"))
        if found is not None:
            yield Company(text[slice(*found)], found, match["who"] not in {"他", "她"}, match.start())


def listed_roles(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody stands at the end of a list of people, told of by what they are: 我大儿子还有村医."""
    for match in _LISTED.finditer(text):
        start = match.end()
        for end in range(start + 4, start + 1, -1):
            if text[start:end] in _roles() and _BEHIND.match(text, end) is not None:
                yield start, end
                break


def is_no_way(text: str, end: int) -> bool:
    """Whether what is said of two who are joined is no going: 我跟王姨说好了."""
    return _NO_WAY.match(text, end) is not None


def _person(text: str, start: int, end: int, *, is_joined: bool) -> tuple[int, int] | None:
    """Where the first person behind a word that joins stands; None where none does, or kin do."""
    for last in range(start + 2, min(end, start + _LONGEST) + 1):
        if _BEHIND.match(text, last) is None:
            continue
        for first in range(max(start, last - 4), last - 1):
            if not _is_person(text, first, last, is_joined=is_joined, is_first=first == start):
                continue
            before = text[start:first]
            if find_relatives(before) or (not before.endswith("的") and _NO_MODIFIER.search(before) is not None):
                return None
            return None if is_no_way(text, last) else (first, last)
    return None


def _is_named(text: str, start: int) -> bool:
    """Whether a full name stands here, behind what somebody is."""
    return begins_like_name(text, start) and any(
        looks_like_name(text[start : start + size], strict=True) and _BEHIND.match(text, start + size) is not None
        for size in (3, 2)
    )


def _led(text: str, start: int) -> tuple[int, int] | None:
    """Whom somebody takes along by a name that would be none elsewhere: 带王铁柱去, 带小满一块去."""
    for end in range(start + 4, start + 7):  # 带新人小吴去
        is_led = is_called(text[end - 2 : end]) and _BEHIND_LED.match(text, end) is not None
        if is_led and _NO_MODIFIER.search(text, start, end - 2) is None:
            return end - 2, end
    for size in (3, 2):
        end = start + size
        behind = _BEHIND_LED.match(text, end)
        if behind is None:
            continue
        word = text[start:end]
        is_full = size > 2 and begins_like_name(text, start) and is_nickname(word[1:]) and not is_word(word)
        if is_full or (word in _SEASONS and behind["together"] is not None):
            return start, end
    return None


def _is_person(text: str, first: int, last: int, *, is_joined: bool, is_first: bool) -> bool:
    """Whether a stretch is somebody: by what they are, and behind 和 also by a title, a name or a given name alone."""
    word = text[first:last]
    if word in _roles():
        return not _is_named(text, last)  # 老同学周强
    if not is_joined:
        return False
    if is_called(word) or (begins_like_name(text, first) and last - first > 2 and looks_like_name(word, strict=True)):
        return True
    is_given = is_first and len(word) < 4 and word not in _no_given()
    return is_given and _BEHIND_GIVEN.match(text, last) is not None and (is_nickname(word) or looks_like_name(word, True))


@cache
def _roles() -> frozenset[str]:
    """What somebody is who may go along and be told of by that alone (`called_goers.yaml`)."""
    return frozenset(words_of(load_list(_FILE).get("roles"), f"{_FILE}: roles"))


@cache
def _no_given() -> frozenset[str]:
    """What is nobody's given name (`called_goers.yaml`)."""
    return frozenset(words_of(load_list(_FILE).get("no_companions"), f"{_FILE}: no_companions"))
