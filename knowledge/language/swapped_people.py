"""Two people's figures that were put down the wrong way round: 我和我妈的填反了; 我俩的体温写颠倒了; 把王敏和李刚的换过来.

The whole text must say so: 门装反了 and 反对 are nothing of the kind. Somebody is written as by `people_as_signs`. Text is
normalised.
"""

import re
from dataclasses import dataclass

from knowledge.language.persons import SPEAKER
from knowledge.language.whose_figure import PERSON_SIGN, people_as_signs

_SELF = "(?:我|俺|本人)(?:自己|本人|自个儿?)?"
_WHO = f"(?P<{{}}>{PERSON_SIGN}|{_SELF})的?"
_WHAT = "(?:健康)?(?P<what>(?P<temperature>体温|温度|度数)|打卡|数字?|情况|记录|信息|内容)"
_BOTH = "(?:我们?|俺们?|咱们?|他们?|她们?)?(?:这|那)?(?:俩|两个?人?|二人|娘俩|爷俩|两口子|老两口)(?:人|个)?的?"
_WRONG_WAY = "(?:填|报|写|记|弄|搞|整|说|打|输|登记?|发|录|排|放|看|念)(?:反|颠倒|倒|串|岔)"
_PUT = "(?:对调|调换|互换|交换|[对掉调倒换](?:过来|一?下|个(?:个儿?|位儿?|儿)?)|换换|调调)"
_PIECES = (
    "(?:哎呀?|唉|啊|呀|不好意思|对不起|抱歉|不对|错了|[ ,。;:!~、])*",
    "(?:刚才?|刚刚|前面|上面|早上|我|俺|又|是|好像|可能)*",
    f"(?:麻烦|请|帮我|给我|帮忙)*(?:把|将)?(?:{_WHO.format('one')}[ ,、]?(?:和|跟|与|同|还有)?[ ]?{_WHO.format('other')})?"
    f"(?:{_BOTH})?{_WHAT}?(?:给|都|全|又)?",
    f"(?:{_WRONG_WAY}|(?:正好|刚好)?(?:反|颠倒)|{_PUT})",
    "(?:了|一下)?(?:的|吧|呗|啊|呀|哈|啦|呢)?",
    f"(?:[ ,。;!~、]*(?:帮我|给我|麻烦|请|应该|得|再)*(?:{_PUT}|改(?:一下|过来|回来)|更正(?:一下)?)(?:了|吧|呗|哈)*)?",
    "[ ,。;!~、]*(?:谢谢)?",
)
_SAYS_SO = re.compile("".join(_PIECES))
_IS_MISTAKE = re.compile("[反串岔]|颠倒")
# What any such text holds.
MAY_BE_SWAPPED = re.compile("(?s:(?=.*[反倒串岔调换掉]).{2,40})")


@dataclass(frozen=True, slots=True)
class Swapped:
    """Whose figures belong to each other (empty: not said), and whether it is the temperatures alone."""

    people: tuple[str, ...]
    temperatures_only: bool


def find_swapped(text: str) -> Swapped | None:
    """The two whose figures were put down the wrong way round; None where a text says anything else.

    Without a word for a mistake it must be named what is to change places: 我和老张换一下 may be about any matter.
    """
    if MAY_BE_SWAPPED.fullmatch(text) is None:
        return None
    masked, people = people_as_signs(text)
    said = _SAYS_SO.fullmatch(masked)
    if said is None:
        return None
    named = [said["one"], said["other"]] if said["one"] else []
    others = iter(people)
    meant = tuple(next(others) if who == PERSON_SIGN else SPEAKER for who in named)
    is_of_figures = _IS_MISTAKE.search(masked) is not None or (meant and said["what"] is not None)
    if len(meant) != len(set(meant)) or not is_of_figures:
        return None
    return Swapped(meant, said["temperature"] is not None)
