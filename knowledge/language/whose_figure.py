"""Whose a figure is, said behind it: 不是我 是我妈的; 这是我妈的体温; 填成我的了 应该是孩子的; 我是帮我妈报的.

The whole text must be made of such words, so that 这是我妈的药 is none. Somebody is written as in `people.yaml` (妈妈), by
name, or 我 for the speaker. Text is normalised.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.names import is_called, looks_like_name
from knowledge.language.people import find_relatives
from knowledge.language.persons import SPEAKER
from knowledge.language.temperatures import find_temperatures

# In the text that the patterns look at, everybody else who is spoken of stands as one sign, and so does a temperature.
PERSON_SIGN, _FIGURE = "\ue000", "\ue001"
_SELF = "(?:我|俺|咱|本人)(?:自己|本人|自个儿?)?|自己|自个儿?"
_ANY = f"{PERSON_SIGN}|{_SELF}"
_DO = "(?:填|写|报|记|打|登|录|算|弄|搞|输|发|说|量|测|整|传|交)"
_WHAT = "(?:健康)?(?:体温|温度|打卡|卡|度数|数字?|情况|记录|信息)"
_ILL = "(?:发烧|发热|咳嗽|难受|不舒服)了?"
_THEIRS = f"(?:(?:刚才?)?{_DO}的)?(?:的?{_WHAT}|{_ILL})?的?"
_THIS = (
    f"(?:(?:我|俺)?(?:刚才?|刚刚)?{_DO}的(?:那?[个条])?{_WHAT}?(?=是|不是)"
    f"|(?:刚才|刚刚|刚|上面|前面|之前|方才|[昨前今]天|昨儿个?|今[早儿]|早上|晚上)?的?(?:这|那|上)?一?[个条份次]?(?:{_WHAT}|{_FIGURE}度?)?)?"
)
_FOR = "(?:帮|替|给|代)"
_PERSON = "(?:人|名字?|姓名|对象)"
_AT = "(?:名下|头上|身上|账上|那儿?|这儿?)"
_SURELY = "(?:应该?|该|其实|实际上?|本来|原来|而|说)*"
_PIECES = tuple(
    re.compile(pattern)
    for pattern in (
        # 把我妈的填成我的了; 把我的改成我妈的.
        f"把(?P<right>{_ANY})的?{_WHAT}?(?:的)?{_DO}(?:成|到|在|给)了?(?P<denied>{_ANY})的?{_AT}?{_WHAT}?(?:去|上)?了",
        f"把(?P<denied>{_ANY})的?{_WHAT}?(?:改|换|挪|移|转)(?:成|到|为|给)(?P<right>{_ANY})的?{_AT}?{_WHAT}?了?",
        # 不是我的; 这不是给我报的.
        f"{_THIS}(?:并?不是|并非|可不是|不算){_FOR}?(?P<denied>{_ANY}){_THEIRS}",
        # 填成我的了; 记到我头上了.
        f"(?:我|俺)?(?:刚才?|刚刚|又|怎么|咋|都)*{_DO}错?(?:成了?(?P<denied>{_ANY})的?{_WHAT}?了?)(?=$|[ ,。;!])",
        f"(?:我|俺)?(?:刚才?|刚刚|又|怎么|咋|都)*{_DO}错?(?:到|在|给)了?(?P<denied>{_ANY})的?{_AT}?{_WHAT}?(?:去|上)?了",
        # 填错人了; 人不对.
        f"(?:我|俺)?(?:刚才?|刚刚|又)*(?P<mistaken>{_PERSON}(?:{_DO}|看|选)?(?:错|岔|混|不对)了?|(?:{_DO}|看|选)错了?{_PERSON}了?)",
        # 我是帮我妈报的; 给我妈打的卡.
        f"(?:这|我|俺|刚才|刚)*(?:是)?(?P<proxy>{_FOR})(?P<right>{_ANY})(?:刚才?)?{_DO}的{_WHAT}?",
        # 应该是我妈的; 改成我妈的; 记到我妈名下.
        f"{_THIS}{_SURELY}(?:是|算|归|属于)?(?:(?:改|换|挪|移|记|算|转)(?:成|到|为|给|在|回))?(?P<right>{_ANY}){_AT}?{_THEIRS}",
        f"[ ,。;:!~、]+|哎呀?|唉|啊|呀|哦|噢|嗯|吧|哈|嘛|不好意思|对不起|抱歉|麻烦|请|一下"
        f"|不对|不是|{_DO}?[错混岔]了|了|才对|{_FIGURE}度?",
    )
)  # fmt: skip
_ASKS = re.compile("[?？]|[吗么谁]|是不是|呢$")
# What any such text holds.
MAY_TELL = re.compile("(?s:(?=.*(?:[是成到给帮替代错改换算归]|不对)).{2,40})")
_OF_IT = re.compile(f"{_WHAT}|{_FIGURE}")
_FIGURE_IS = re.compile(f"{_FIGURE}度?是")
_SAYS_WHOSE = re.compile(f"(?:是|为|成|到|给|算|归|属于|在|回)(?:{_ANY})|(?:{_ANY}).{{0,6}}的")
_IS_OF = re.compile(f"(?:是|为|成|到|给|算|归|属于|在|回)(?:{_ANY})")
_BEFORE_NAME = re.compile("[把是成到给帮替代归算和跟与、 ,。;!]$")
_BEHIND_NAME = re.compile("的|$|[和跟与、 ,。;!]|是|不是|报|量|自己|才|名下")
_OWNER = re.compile(r"(?:我|俺|咱|他|她)(?:们)?家?的?$")


@dataclass(frozen=True, slots=True)
class WhoseFound:
    """Whose a figure is (`right`; None where only that it is another's) and whose it is not (`denied`; None: not said).

    `temperature` is said beside it (36.8是我妈的). `is_plain` where the words stand for nothing else than a figure that was
    put down to the wrong one; 是我妈的 and 不是我 do only right behind one. `of_figure` where a figure, or what it is filed
    as, is named (我妈的体温): 不是我 是我妈 may be about any matter.
    """

    right: str | None
    denied: str | None
    temperature: float | None
    is_plain: bool
    of_figure: bool


def find_whose(text: str) -> WhoseFound | None:
    """Whose the figure is that was told before; None where a text says anything else, or asks."""
    if MAY_TELL.fullmatch(text) is None or _ASKS.search(text) is not None:
        return None
    figures = find_temperatures(text)
    if len({figure.value for figure in figures}) > 1:
        return None
    for figure in reversed(figures):
        text = f"{text[: figure.span[0]]}{_FIGURE}{text[figure.span[1] :]}"
    return _read(*people_as_signs(text), figures[0].value if figures else None)


def whose_is_said(text: str) -> str | None:
    """Whose it is, as the answer to that question: 我妈, 孩子的, 是我自己; None where it names nobody or several."""
    masked, people = people_as_signs(text)
    found = _read(masked if "是" in masked else f"是{masked.strip(' ,。!')}", people, None)
    return None if found is None else found.right


def people_as_signs(text: str) -> tuple[str, list[str]]:
    """The text with one sign for everybody whom it names but the speaker, and who they are."""
    names = list(_names(text))
    taken = {place for start, end, _name in names for place in range(start, end)}
    relatives = find_relatives(text.replace("的", " "))  # 妈的 would be none
    kin = [(*one.span, one.label) for one in relatives if one.people == 1 and taken.isdisjoint(range(*one.span))]
    masked, behind, people = "", 0, list[str]()
    for start, end, who in sorted([*names, *kin]):
        masked += f"{_OWNER.sub('', text[behind:start])}{PERSON_SIGN}"
        people.append(who)
        behind = end
    return masked + text[behind:], people


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    """Who is called by name where one can stand, the longest: begin, end, name."""
    behind = 0
    for place in range(len(text)):
        if place < behind or (place and _BEFORE_NAME.search(text, 0, place) is None):
            continue
        for length in (4, 3, 2):
            name = text[place : place + length]
            is_whole = len(name) == length and _BEHIND_NAME.match(text, place + length) is not None
            if is_whole and (looks_like_name(name, strict=True) or is_called(name)):
                behind = place + length
                yield place, behind, name
                break


def _read(text: str, people: Sequence[str], temperature: float | None) -> WhoseFound | None:
    """What the pieces say of which the whole text is made; None where something else stands between them."""
    right, denied, marks = set[str](), set[str](), set[str]()
    place, met = 0, 0
    while place < len(text):
        match = next((found for piece in _PIECES if (found := piece.match(text, place)) and found.end() > place), None)
        if match is None:
            return None
        said = match.groupdict()
        for name in sorted((name for name in ("right", "denied") if said.get(name)), key=match.start):
            who = people[met] if said[name] == PERSON_SIGN else SPEAKER
            met += said[name] == PERSON_SIGN
            (right if name == "right" else denied).add(who)
        marks |= {name for name in ("mistaken", "proxy") if said.get(name)}
        place = match.end()
    is_wrong = bool(denied) or "mistaken" in marks
    if len(right) > 1 or len(denied) > 1 or right & denied or not (right or is_wrong):
        return None
    if temperature is not None and not (right and (is_wrong or _FIGURE_IS.search(text))):
        return None  # 是我妈36.8 is a check-in of hers
    of_figure = _OF_IT.search(text) is not None
    is_plain = of_figure or bool(marks or (denied and right))
    if right and not (is_wrong or marks) and _IS_OF.search(text) is None:
        return None  # 女儿的打卡写错了 is about what stands in hers
    if not is_plain and not is_wrong and _SAYS_WHOSE.search(text) is None:
        return None  # 我错了
    return WhoseFound(next(iter(right), None), next(iter(denied), None), temperature, is_plain, of_figure)
