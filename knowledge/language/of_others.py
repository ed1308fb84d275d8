"""Whether a check-in is of one's own home or a list of others (INTERFACES 5: health_checkin, batch_checkin).

It is settled by whom the text lists. Every list that staff writes is one of others; so is what a resident writes of people
by name where nobody of the writer's own family is told of, or where the text says of whose home or work they are. Of one's
own home is a resident's list of nobody but kin. All else (安安37.5 平平36.6 may be the twins) is left to the evidence of
the words. Text is normalised.
"""

import re
from collections.abc import Sequence

from knowledge.language.pattern_table import Sought
from knowledge.language.people import find_relatives
from knowledge.language.person_found import SPEAKER, PersonFound

# Words for people that are no kin: who lives or works beside the writer.
_NO_KIN = frozenset({"室友", "邻居", "保姆"})
_AT_HOME = Sought("[我俺咱]们?家|家里|一家|全家|[龙双]凤?胞?胎|[大二三小]宝|老[大二三]|[哥姐]俩")
_BY_BIRTH = re.compile("老[大二三四五]|[大二三小]宝")
_OWN_KIN = re.compile("[我俺咱]们?家?的?([一-鿿]{1,4})$")
# Of theirs; 他爸 may be the writer's husband.
_OF_ANOTHER = re.compile(
    "[他她]家?的?(?:爱人|老伴儿?|媳妇|对象|老公|丈夫|妻子|老婆|[大小]?(?:儿子|女儿|闺女|孙子|孙女|外孙女?)|老爷子|老太太|女婿|弟|妹)"
)
_FIGURE = re.compile(r"(?:3[4-9]|4[0-3])[.度点]|[三四]十[一二三四五六七八九]?[度点]")
_OWN_FIGURE = re.compile(rf"[我俺](?!们)[^,。;!?\n\d]{{0,8}}(?:{_FIGURE.pattern})")
_HOUSEHOLD = Sought("全家|一家[子人老]?|[我俺咱]们?家|家里[几三四五六七两2-9]|[三四五六七两]口人|[俩两]个?(?:孩子|娃|老人)")
# Where people are together who are no family, and on whose behalf one writes.
_ABROAD = Sought(
    r"室友|舍友|[合同]租|租[房客户]|房客|同[事学寝屋]|工友|邻居|隔壁|对门|楼[上下]|\d号?楼|宿舍|寝室|[车班]组|车间|老乡|学生|员工"
    r"|伙计|[托请让](?:我|俺)(?:帮|代|替|来)?(?:报|给|[,。 ]|他|她)|[替帮][^,。 ]{1,6}(?:报|跑腿|打卡|填)"
)


def lists_others(text: str, staff: bool, persons: Sequence[PersonFound]) -> bool | None:
    """Whether a check-in with these people is a list of others (True), one of the writer's home, or either (None)."""
    others = [one for one in persons if one.name != SPEAKER]
    if staff or not others:
        return True if others else None if staff or not _is_of_own_home(text) else False
    if all(_is_kin(one) or _is_introduced(text, one) for one in others):
        is_unsure = _ABROAD.search(text) is not None or _OF_ANOTHER.search(text) is not None
        return None if is_unsure else False
    return True if _are_others(text, persons, others) else None


def _is_of_own_home(text: str) -> bool:
    """Whether a resident who names nobody gives the one figure as theirs, or speaks of their home."""
    if _OWN_FIGURE.search(text) is not None and len(_FIGURE.findall(text)) == 1:
        return True
    return _HOUSEHOLD.search(text) is not None and _ABROAD.search(text) is None


def _is_kin(one: PersonFound) -> bool:
    """Whether somebody is told of as one tells of one's own: 妈妈, 老二, 大宝."""
    return _BY_BIRTH.fullmatch(one.name) is not None or not (one.is_named or one.name in _NO_KIN)


def _is_introduced(text: str, one: PersonFound) -> bool:
    """Whether somebody is named behind the word for whose kin of the writer they are: 我儿子豆豆."""
    start = text.find(one.name)
    lead = _OWN_KIN.search(text, max(0, start - 6), start) if start > 0 else None
    return lead is not None and any(each.span == (0, len(lead[1])) for each in find_relatives(lead[1]))


def _are_others(text: str, persons: Sequence[PersonFound], others: Sequence[PersonFound]) -> bool:
    named = [one for one in others if one.is_named and _BY_BIRTH.fullmatch(one.name) is None]
    known = [one for one in others if one.is_named or one.name in _NO_KIN]
    if len(persons) < 2 or not named:
        return False
    is_of_theirs = _OF_ANOTHER.search(text) is not None
    if _ABROAD.search(text) is not None:
        return len(known) == len(others) or is_of_theirs
    for one in named:
        text = text.replace(one.name, "")
    return _AT_HOME.search(text) is None and not find_relatives(_OF_ANOTHER.sub("", text))
