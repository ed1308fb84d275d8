"""Several people, or another one, in one check-in: 我36.5我妈36.8 咳嗽; 204周敏36.2; 老伴和孙子都没事.

Each person takes what is said from their mention to the next. What 都 says behind them is said of all. The speaker
is written 我, relatives as in `people.yaml` (妈妈), everybody else by name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.language.health import HealthFound, find_health
from knowledge.language.household_list import find_rows
from knowledge.language.names import is_called, looks_like_name
from knowledge.language.people import find_relatives
from knowledge.language.symptoms import NONE, find_symptoms
from knowledge.language.temperatures import Temperature, find_temperatures, settle

SPEAKER = "我"
_SPEAKER = re.compile(r"(?:我自己|我本人|本人|我|俺|自己)")
_NAME_BEFORE = re.compile(
    r"([一-鿿·]{2,8}?)的?(?:打卡|健康打卡|体温|温度|今天|今早|今日|早上|上午|下午|晚上|现在|刚才"
    r"|刚|还|也|就|才|量了?|测了?|报|是|为|[ ,:])*$"
)
# Somebody's name behind the relation: 老伴陈德福今天37.6; and what may follow a name.
_NAME_BEHIND = re.compile(
    r"叫?([一-鿿]{2,3})(?=的|今|昨|早|晚|上午|下午|体温|温度|量|测|也|还|都|[ ,:]?\d|[ ,]|$)"
)
_DOOR_BEFORE = re.compile(r"(?<!\d)(?:(\d{1,2})[-栋号楼]+(?:(\d)[-单元]+)?)?(\d{3,4})[室号户]? ?[:,]? ?$")
_NOT_SUBJECT = re.compile(r"(?:让|叫|说|喊|催|问|教|给我|的(?!体温|温度)|家的?(?!里)|帮我|替我)")
_OF_THEIRS = re.compile(r"的(?=体温|温度|打卡|健康打卡)")
_GIVES = re.compile(r"(?:接触|见|看|问|找|告诉|联系)(?:过|了|到|给)?(?:我|俺)?$")
_LINK = re.compile(r"[ ,、]*(?:和|跟|与|还有|及|、|,| )*[ ]*(?:我|俺|我家|俺家)?")
_ALL = re.compile(
    r"(?:^|[ ,。;!\n])(?:我们|大家|全家|一家|家里|俩人|两人|三人|其他|其余|别的|身体)?(?:人)?(?:也)?(?:都|全|均)"
)
# A figure of two places or more that no counter follows; doors and dates have signs of their own.
_FIGURE = re.compile(
    r"(?<![\dA-Za-z:/第-])(?:[1-9]\d(?:[ .,]?\d)?|[三四]十[一二三四五六七八九]?)(?![\d:/-])"
    r"(?! ?(?:[岁号楼点月年日天个人分次斤块元室户栋周码路度]|单元|小时|多岁))"
)
# Two of them may be the doors of a list; 36.4201 is a temperature and a door.
_DOOR_FIGURES = re.compile(r"\d{3,4}(?!\d)")
_EVERY = re.compile("都|均|全是")


@dataclass(frozen=True, slots=True)
class PersonFound:
    """One person of a check-in: how they are called, what is said of them, the door before the name or "", where.

    `is_named` tells somebody called by name from the speaker and their relatives.
    """

    name: str
    health: HealthFound
    door: str
    span: tuple[int, int]
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    door: str
    start: int
    end: int
    is_named: bool = False


def find_persons(text: str, temperatures: Sequence[Temperature] | None = None) -> tuple[PersonFound, ...]:
    """The people a normalised text reports on; empty where it speaks of the speaker alone.

    `temperatures` may be given where they have been found in the text already.
    """
    listed = _listed(text)
    if listed is not None:
        return listed
    text = _OF_THEIRS.sub(" ", text)  # 我妈的体温 is hers, and 妈的 nobody's
    temperatures = find_temperatures(text) if temperatures is None else temperatures
    mentions = _mentions(text, temperatures)
    if all(mention.name == SPEAKER for mention in mentions):
        return ()
    persons: list[PersonFound] = []
    index = 0
    while index < len(mentions):
        group = _group(text, mentions, index)
        until = mentions[index + len(group)].start if index + len(group) < len(mentions) else len(text)
        persons += _read_group(text, group, until, temperatures)
        index += len(group)
    persons = _said_of_all(text, mentions, persons)
    if any(_is_told(person.health) for person in persons) or find_symptoms(text) is not None:
        # Somebody whose figure could not be read is kept, so that it can be asked for.
        told = [person for person in persons if _is_told(person.health) or _is_unread(text, person)]
    else:
        told = []
    return tuple(told) if any(person.name != SPEAKER for person in told) else ()


def _listed(text: str) -> tuple[PersonFound, ...] | None:
    """Those named in a list of several doors whose row is understood; None for a text that is no such list."""
    if len(_DOOR_FIGURES.findall(text)) < 2:
        return None
    rows = find_rows(text)
    if len({(row.building, row.unit, row.door) for row in rows}) < 2 or not any(row.name for row in rows):
        return None
    persons = []
    for row in rows:
        confirm = {} if row.proposal is None else {"temperature": row.proposal}
        health = HealthFound(row.temperature, confirm, row.symptoms, troubles=row.troubles)
        if row.name is not None and not row.note and _is_told(health):
            building = (row.building or "").removesuffix("号楼")
            door = "-".join(part for part in (building, (row.unit or "").removesuffix("单元"), row.door) if part)
            persons.append(PersonFound(row.name, health, door, row.span, True))
    return tuple(persons)


def _mentions(text: str, temperatures: Sequence[Temperature]) -> list[_Mention]:
    """Everybody a text speaks of, in order: relatives, names before a temperature, and the speaker beside them."""
    found: list[_Mention] = []
    taken: set[int] = set()
    for relative in find_relatives(text):
        start, end = relative.span
        is_subject = _NOT_SUBJECT.match(text, end) is None and _GIVES.search(text[max(0, start - 6) : start]) is None
        if relative.people == 1 and is_subject:
            name, start, end, is_named = _called_by_name(text, start, end)
            if name is None and start and text[start - 1] in "我俺咱":
                start -= 1
            found.append(_Mention(name or relative.label, "", start, end, is_named))
            taken.update(range(start, end))
    for temperature in temperatures:
        named = _name_before(text, temperature.span[0])
        if named is not None and taken.isdisjoint(range(named.start, named.end)):
            found.append(named)
            taken.update(range(named.start, named.end))
    if not found:
        return []
    for speaker in _SPEAKER.finditer(text):
        if speaker.start() not in taken and not _NOT_SUBJECT.match(text, speaker.end()):
            found.append(_Mention(SPEAKER, "", *speaker.span()))
    found.sort(key=lambda mention: mention.start)
    if any(temperature.span[0] < found[0].start for temperature in temperatures):
        found.insert(0, _Mention(SPEAKER, "", 0, 0))  # 打卡36.5 我妈36.8: the first is the speaker's
    return found


def _called_by_name(text: str, start: int, end: int) -> tuple[str | None, int, int, bool]:
    """我老伴陈德福 is one person by his name, and so are 张大妈 and 老孙头; a plain 大妈 is not."""
    behind = _NAME_BEHIND.match(text, end)
    if behind is not None and looks_like_name(behind[1], strict=True):
        return behind[1], start, behind.end(), True
    if start and is_called(text[start - 1 : end]):
        return text[start - 1 : end], start - 1, end, True
    return None, start, end, False


def _name_before(text: str, place: int) -> _Mention | None:
    """周敏 before 36.2, with the door before her: 204周敏36.2."""
    start = max(0, place - 16)
    before = _NAME_BEFORE.search(text[start:place])
    if before is None or not looks_like_name(before[1]):
        return None
    begin, end = start + before.start(1), start + before.end(1)
    door = _DOOR_BEFORE.search(text[max(0, begin - 14) : begin])
    if door is None:
        return _Mention(before[1], "", begin, end, True)
    parts = [part for part in door.groups() if part]
    return _Mention(before[1], "-".join(parts), max(0, begin - 14) + door.start(), end, True)


def _group(text: str, mentions: Sequence[_Mention], index: int) -> list[_Mention]:
    """The mentions from here on that only 和 or a blank connects: 我和我妈."""
    group = [mentions[index]]
    for mention in mentions[index + 1 :]:
        between = text[group[-1].end : mention.start]
        if not between or _LINK.fullmatch(between) is None:
            break
        group.append(mention)
    return group


def _read_group(
    text: str, group: Sequence[_Mention], until: int, all_temperatures: Sequence[Temperature]
) -> list[PersonFound]:
    """What is said of the people of a group in the text behind them."""
    start = group[-1].end
    said = text[start:until]
    temperatures = [
        each._replace(span=(each.span[0] - start, each.span[1] - start))
        for each in all_temperatures
        if start <= each.span[0] < until
    ]
    health = find_health(said, temperatures=temperatures) or HealthFound()
    if health.symptoms == NONE and _has_unread_figure(said, temperatures):
        health = health._replace(symptoms=None)
    if len(group) == 1:
        return [_person(group[0], health, until)]
    if len(temperatures) == len(group):  # 我和老伴36.5 36.7
        return [
            _person(mention, _with_temperature(said, health, [temperature]), until)
            for mention, temperature in zip(group, temperatures, strict=True)
        ]
    if len({temperature.value for temperature in temperatures}) == 1 and _EVERY.search(said):
        return [_person(mention, health, until) for mention in group]
    # Whose the figures are stays open; what they feel is said of the group.
    return [_person(mention, health._replace(temperature=None, confirm={}), until) for mention in group]


def _has_unread_figure(said: str, temperatures: Sequence[Temperature]) -> bool:
    """Whether a figure that may be meant as a temperature could not be read: then 没事 must not stand alone."""
    read = [each.span for each in temperatures]
    return any(
        not any(start < figure.end() and figure.start() < end for start, end in read)
        for figure in _FIGURE.finditer(said)
    )


def _is_unread(text: str, person: PersonFound) -> bool:
    health = person.health
    return not health.temperatures and health.temperature is None and _has_unread_figure(text[slice(*person.span)], ())


def _with_temperature(text: str, health: HealthFound, temperatures: Sequence[Temperature]) -> HealthFound:
    settled = settle(text, temperatures)
    confirm = {} if settled.proposal is None else {"temperature": settled.proposal}
    return health._replace(temperature=settled.value, confirm=confirm)


def _person(mention: _Mention, health: HealthFound, until: int) -> PersonFound:
    return PersonFound(mention.name, health, mention.door, (mention.start, until), mention.is_named)


def _said_of_all(text: str, mentions: Sequence[_Mention], persons: list[PersonFound]) -> list[PersonFound]:
    """What stands behind 都 at the end is said of everybody of whom nothing else is."""
    at_the_end = list(_ALL.finditer(text, mentions[-1].end))
    if not at_the_end:
        return persons
    every = at_the_end[-1]
    felt = find_symptoms(text[every.start() :])
    if felt is None or felt.symptoms is None:
        return persons
    last = persons[-1]
    own = find_symptoms(text[mentions[-1].end : every.start()])
    persons[-1] = replace(last, health=last.health._replace(symptoms=None if own is None else own.symptoms))
    return [
        person
        if person.health.symptoms is not None or person.health.troubles or _is_unread(text, person)
        else replace(person, health=person.health._replace(symptoms=felt.symptoms))
        for person in persons
    ]


def _is_told(health: HealthFound) -> bool:
    return (
        health.temperature is not None
        or bool(health.confirm)
        or health.symptoms is not None
        or bool(health.troubles)
        or health.positive_test is not None
        or health.contact_history is not None
    )
