"""Whom of those named it reaches what is said of several at once (said_of_all.py): whoever has no words of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.mentions import SPEAKER
from knowledge.language.person_found import PersonFound, is_unread
from knowledge.language.said_of_all import STOPS, SaidOfAll
from knowledge.language.symptoms import CODES, NONE, SymptomsFound, find_symptoms

# 有人发烧 我36.5: said of somebody else, or of nobody who is told apart.
_OF_OTHERS = re.compile("有人|谁|单位|同事|邻居|楼|对门|隔壁|他|她|别人|大家|村里|小区|群里|班上|吗|么")
_GROWN = re.compile(
    f"^{SPEAKER}$|[爸妈爹娘爷奶婆]|[公岳伯舅姑叔婶嫂]|老伴|爱人|对象|媳妇|老婆|女婿|姥|姨|丈|先生|女士|师傅"
)
_NOT_OLD = re.compile(f"^{SPEAKER}$|[儿孙女]$|[哥姐弟妹]|孩子|宝|侄|甥|媳妇|老婆|老公|爱人|对象|女婿|^老[大二三四]$")
_CHILD = re.compile(
    r"[儿孙外][子女]$|闺女$|孩子|[宝娃]|侄|甥|^[小大]的$|^老[大二三四五六幺]$|小家伙|小不点|小祖宗"
    r"|^([^爸妈爹娘爷奶姥婆公哥姐弟妹嫂叔姑舅姨婶伯])\1$"
)
_OF_ANOTHER_AGE = {"young": _GROWN, "old": _NOT_OLD, "grown": _CHILD}
_NEAR = 10  # characters from the first letter of a name
_NOT_MEASURED = re.compile(r"[没未](?:来得及|顾上)?[量测]|没(?:有)?(?:体温|温度)")


def with_said_of_all(text: str, sayings: Sequence[SaidOfAll], persons: list[PersonFound]) -> list[PersonFound]:
    """The people with what is said of several of them, each of whom nothing else is said."""
    headings = [one for one in sayings if one.below]
    persons = _with_felt(text, headings, persons)
    persons = _with_felt(text, [one for one in sayings if not one.below], persons)
    return [_with_heading(one, headings) for one in persons] if headings else persons


def _with_felt(text: str, sayings: Sequence[SaidOfAll], persons: list[PersonFound]) -> list[PersonFound]:
    felt: dict[int, SymptomsFound] = {}
    for one in sayings:
        for place in _meant(text, one, persons):
            felt.setdefault(place, one.felt)
    return [
        person if place not in felt else replace(person, health=person.health._replace(symptoms=felt[place].symptoms))
        for place, person in enumerate(persons)
    ]


def _with_heading(person: PersonFound, headings: Sequence[SaidOfAll]) -> PersonFound:
    """Whoever stands under what those there feel with that besides: 发热的:王敏38.1、李波38.0,李波还咳嗽."""
    over = next((one for one in headings if one.until <= person.span[0] < one.below), None)
    own = person.health.symptoms
    if over is None or over.felt.symptoms in (None, NONE) or own in (None, NONE) or not _has_figure(person):
        return person
    both = tuple(code for code in CODES if code in (*(over.felt.symptoms or ()), *(own or ())))
    return replace(person, health=person.health._replace(symptoms=both))


def _meant(text: str, said: SaidOfAll, persons: Sequence[PersonFound]) -> list[int]:
    """Who of the people is meant, by their place."""
    if said.below:
        under = [place for place, one in enumerate(persons) if said.until <= one.span[0] < said.below]
        return [place for place in under if _is_left(text, said, persons[place]) and _has_figure(persons[place])]
    before = [place for place, person in enumerate(persons) if person.span[0] < said.start]
    if not before:
        if said.place or (said.felt.symptoms != NONE and not _are_told_behind(text, said, persons)):
            return []
        left = [place for place, one in enumerate(persons) if _is_left(text, said, one) and _has_figure(one)]
        return [place for place in left if _may_be_of_age(said, persons[place])]
    if said.place == "rest" and said.number > len(persons):
        return []  # 其余28人 are others
    if any(_has_figure(persons[place]) for place in before):
        before = [place for place in before if _is_listed(text, persons[place], said)]
    if said.place == "first":
        before = before[: said.number or 1]
    elif said.place == "last":
        before = before[-(said.number or 1) :]
    left = _of_age(said, [place for place in before if _is_left(text, said, persons[place])], persons)
    if not left and said.number == 2 and said.of_writer:  # 我们老两口没事,我36.3,老伴36.2
        behind = [place for place, one in enumerate(persons) if one.span[0] >= said.until][:2]
        are_two = len(behind) == 2 and any(persons[place].name == SPEAKER for place in behind)
        are_told = are_two and all(_has_figure(persons[place]) for place in behind)
        return [place for place in behind if are_told and _is_left(text, said, persons[place])]
    if said.place == "rest" and not left:  # 就王磊咳嗽 其他人都没事:李刚36.5
        behind = [place for place, one in enumerate(persons) if one.span[0] >= said.start and _has_figure(one)]
        return [place for place in behind if _is_left(text, said, persons[place])]
    others = [place for place in left if persons[place].name != SPEAKER] if said.of_siblings else []
    if len(others) > 1:  # 糖糖36.6 果果36.5 我36.4 姐俩没咳嗽
        return others[-said.number :]
    return [place for place in left if place in before[-said.number :]] if 0 < said.number < len(left) else left


def _are_told_behind(text: str, said: SaidOfAll, persons: Sequence[PersonFound]) -> bool:
    """Whether as many as are spoken of follow, each with a figure: 俩孩子都发烧,大的38.5,小的38.1."""
    are_left = all(_is_left(text, said, one) and _has_figure(one) for one in persons)
    return are_left and 1 < said.number == len(persons)


def _of_age(said: SaidOfAll, left: list[int], persons: Sequence[PersonFound]) -> list[int]:
    """Of those who are left whoever may be of the age that is told: of 儿子, 女儿 and 爸爸 two are 俩孩子."""
    fit = [place for place in left if _may_be_of_age(said, persons[place])]
    return fit if said.age == "grown" or len(fit) >= max(said.number, 1) else left


def _may_be_of_age(said: SaidOfAll, person: PersonFound) -> bool:
    others = _OF_ANOTHER_AGE.get(said.age)
    return others is None or others.search(person.name) is None


def _is_left(text: str, said: SaidOfAll, person: PersonFound) -> bool:
    """Whether nothing is said of somebody alone, who is not left out either."""
    return person.name not in said.but and not _is_known(text, person)


def _is_listed(text: str, person: PersonFound, said: SaidOfAll) -> bool:
    """Whether somebody is reported on beside others with a figure: by one of their own, or by a word that there is none.

    Or right before what is said: 我36.5 老公和孩子 都没事.
    """
    if _has_figure(person) or is_unread(text, person) or _NOT_MEASURED.search(text, *person.span) is not None:
        return True
    between = text[person.span[0] : said.start]
    is_near = len(between) <= _NEAR and not any(char.isdecimal() for char in between)
    return is_near and person.name != SPEAKER


def _has_figure(person: PersonFound) -> bool:
    health = person.health
    return bool(health.temperatures or health.confirm) or health.temperature is not None


def _is_known(text: str, person: PersonFound) -> bool:
    """Whether how somebody feels is said of them alone, or stays open until their figure is read."""
    return person.health.symptoms is not None or bool(person.health.troubles) or is_unread(text, person)


def said_before(lead: str, persons: list[PersonFound]) -> list[PersonFound]:
    """The people with what is said before the first of them of the speaker: 嗓子疼 我36.5 老伴36.6."""
    felt = find_symptoms(lead) if lead.endswith(STOPS) else None
    is_open = felt is None or felt.symptoms == NONE or (felt.symptoms is None and not felt.troubles)
    if felt is None or is_open or _OF_OTHERS.search(lead) is not None:
        return persons
    return [
        replace(person, health=person.health._replace(symptoms=felt.symptoms, troubles=felt.troubles))
        if person.name == SPEAKER and not _is_told(person)
        else person
        for person in persons
    ]


def _is_told(person: PersonFound) -> bool:
    """Whether how somebody feels is said of them alone, or they have no figure beside which it can stand."""
    health = person.health
    return health.symptoms is not None or bool(health.troubles) or not health.temperatures
