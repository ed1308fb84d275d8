"""Those who are told of together: 我爸我二叔还有我, 赵磊、孙宁, 三姨三姨夫. Text is normalised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.language.people import RelativeFound
from knowledge.language.persons import SPEAKER
from knowledge.language.small_numbers import small_number

_JOINED = re.compile(
    r"(?:[ ,、]|和|跟|与|还有|以及|及|带着?|同|再?加上?|我家?|俺家?|咱家?|他|她|其[女子妻夫母父兄弟姐妹])*"
)
# 额尔敦他额吉: whose kin somebody is, not two who go together.
_POSSESSED = frozenset("他她")
_LISTED = re.compile("[ ]?(?:和|跟|与|、|还有|及)(?:我|俺|他|她|其[女子妻夫母父兄弟姐妹])?")
_OWN = frozenset("我俺")
_COUPLE = re.compile(
    r"([大二三四五老小]?)(?:姨妈?|姑[姑妈]?|舅[舅妈]?|叔叔?|姐姐?|哥哥?|婶[子婶]?)\1(?:姨[夫父]|姑[父夫]|舅妈|舅舅"
    r"|婶[子婶]?|叔叔?|姐夫|嫂子?)"
)
_AND_ME = re.compile(
    r"[ ,、]?(?:还有|和|跟|与|再?加上?|外加|再就是|、)(?:我|俺)(?=$|[ ,。;三四五六仨俩两自也都一要得想去回到走赶今明后]"
    r"|上午|下午|早上)|[、]?(?:我|俺)(?=[仨俩]|[三四五]个|都)"
)
_ME_BETWEEN = re.compile("[ 、]?(?:和|跟|与|还有)?(?:我|俺)(?:和|跟|与|、|还有)(?:我|俺)?家?")
# 要拉她去医院,大姑姐开车: whoever drives is no more than the driver, and the one who takes them.
_PULLED = re.compile("(?<![我俺])(?:拉|送)[他她]")
_ONLY_DRIVES = re.compile("开车(?=$|[,。; ])")


# 老陈、二虎、张志明仨人: a list that is counted is of those who go.
_COUNTED = re.compile(
    r"[ ,]?(?:我们|俺们|一共|共)?(?P<number>[俩仨]|[两二三四五六七八2-8])(?:个|名|位)?人?"
    r"(?!的|口子|[天点号楼月岁年口次])"
)
_NUMBERS = {"俩": 2, "两": 2, "仨": 3}


@dataclass(frozen=True, slots=True)
class Goer:
    """Somebody in the text: the names that stand for them, where, and whether they go and the speaker with them."""

    names: tuple[str, ...]
    start: int
    end: int
    goes: bool
    with_speaker: bool


def is_linked(text: str, last: Goer | None, start: int) -> bool:
    """Whether whoever is named at `start` stands in one list with the last one, who goes: 我妈和我爸."""
    if last is None or not last.goes or _JOINED.fullmatch(text, last.end, start) is None:
        return False
    return text[last.end : start] not in _POSSESSED


def is_listed(text: str, last: Goer | None, start: int) -> bool:
    """Whether whoever is named at `start` follows the last one as the next of a list: 老公和大伯哥."""
    return last is not None and _LISTED.fullmatch(text, last.end, start) is not None


def without_driver(text: str, goers: Sequence[Goer], taken: RelativeFound | None) -> list[Goer]:
    """The goers where somebody else's car takes whom 拉她去 speaks of: 要拉她去医院,大姑姐开车."""
    driver = next((goer for goer in goers if taken is not None and _ONLY_DRIVES.match(text, goer.end)), None)
    if driver is None or _PULLED.search(text) is None:
        return list(goers)
    return [replace(goer, goes=goer.goes and goer is not driver, with_speaker=False) for goer in goers]


def closed_by_speaker(text: str, goers: Sequence[Goer]) -> list[Goer]:
    """The goers, with all those of a list that ends with the speaker: 我爸我二叔还有我."""
    last = next((goer for goer in reversed(goers) if _AND_ME.match(text, goer.end) is not None), None)
    if last is None:
        return list(goers)
    closed, begins = [], last.start
    for goer in reversed(goers):
        belongs = goer is last or (goer.end <= begins and _JOINED.fullmatch(text, goer.end, begins) is not None)
        begins = goer.start if belongs else -1
        names = (*goer.names, SPEAKER) if goer is last else goer.names
        closed.append(replace(goer, names=names, goes=True) if belongs else goer)
    return closed[::-1]


def listed_together(text: str, goers: Sequence[Goer]) -> list[Goer]:
    """The goers, with those who are listed before one who goes: 赵磊、孙宁须到岗."""
    listed: list[Goer] = []
    behind: Goer | None = None
    for goer in reversed(goers):
        if behind is not None and behind.goes and _are_listed(text, goer, behind):
            goer = replace(goer, goes=True)
        listed.append(goer)
        behind = goer
    return listed[::-1]


def counted_together(text: str, goers: Sequence[Goer]) -> list[Goer]:
    """The goers, with all those of a list that is as long as the number behind it: 老陈、二虎、张志明仨人."""
    counted = _COUNTED.match(text, goers[-1].end) if len(goers) > 1 else None
    linked = counted is not None and all(
        _LISTED.fullmatch(text, last.end, goer.start) is not None for last, goer in pairwise(goers)
    )
    if counted is None or not linked:
        return list(goers)
    number = _NUMBERS.get(counted["number"]) or small_number(counted["number"])
    names = sum(len(goer.names) for goer in goers)
    return [replace(goer, goes=True) for goer in goers] if number == names else list(goers)


def _are_listed(text: str, goer: Goer, behind: Goer) -> bool:
    """Whether two are told of together: 赵磊、孙宁, 我妈我弟, and couples like 三姨三姨夫."""
    if _LISTED.fullmatch(text, goer.end, behind.start) is not None:
        return True
    if _ME_BETWEEN.fullmatch(text, goer.end, behind.start) is not None:
        return True
    if goer.end != behind.start:
        return False
    return text[behind.start] in _OWN or _COUPLE.fullmatch(text, goer.start, behind.end) is not None
