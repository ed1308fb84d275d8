"""Several people, or another one, in one check-in: 我36.5我妈36.8 咳嗽; 204周敏36.2; 老伴和孙子都没事.

Each person takes what is said from their mention to the next. What 都 says behind them is said of all. The speaker
is written 我, relatives as in `people.yaml` (妈妈), everybody else by name.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.figures_first import find_behind_figures
from knowledge.language.health import HealthFound, find_health
from knowledge.language.household_list import find_rows
from knowledge.language.mentions import NOBODY, SPEAKER, Mention, find_mentions
from knowledge.language.person_found import PersonFound, has_unread_figure, is_told, is_unread
from knowledge.language.said_of_all import said_before, said_of_all, speaks_of_all
from knowledge.language.settled_temperature import settle
from knowledge.language.symptoms import NONE, find_symptoms
from knowledge.language.temperatures import Temperature, find_temperatures

__all__ = ["SPEAKER", "PersonFound", "find_persons"]

_OF_THEIRS = re.compile(r"的(?=体温|温度|打卡|健康打卡)")
_LINK = re.compile(r"[ ,、]*(?:和|跟|与|还有|及|、|,| )*[ ]*(?:我|俺|我家|俺家|他|她|他家|她家)?")
# How many live there, between somebody and the figures; and somebody unknown right before a figure of their own.
_HOUSE = re.compile(r"(?:家|一家)?([两俩二三仨四234夫老])[口人个妻妇]{1,2}(?:人|子)?[ ,:]*")
_STRANGER = re.compile(r"(?:^|[ ,。;:、\n])[一-鿿]{2,4}[ :]?$")
# Two of them may be the doors of a list; 36.4201 is a temperature and a door.
_DOOR_FIGURES = re.compile(r"\d{3,4}(?!\d)")
# 无 in the last column: 36.5 张桂兰 无.
_NOTHING_BEHIND = re.compile(r"[ ,、/|:(]{1,3}无[ ,、/|;。)\n]{0,3}")
_EVERY = re.compile("都|均|全是")
_MOST_BEHIND = 4  # who are named once more behind what is said of all
_AT_OURS = re.compile("(?:[在来]|住在?)[我俺咱]们?家")


def find_persons(text: str, temperatures: Sequence[Temperature] | None = None) -> tuple[PersonFound, ...]:
    """The people a normalised text reports on; empty where it speaks of the speaker alone.

    `temperatures` may be given where they have been found in the text already.
    """
    listed = _listed(text)
    if listed is not None:
        return listed
    text = _OF_THEIRS.sub(" ", text)  # 我妈的体温 is hers, and 妈的 nobody's
    temperatures = find_temperatures(text) if temperatures is None else temperatures
    behind_figures = find_behind_figures(text, temperatures)
    if behind_figures:
        return _behind_figures(text, behind_figures)
    mentions = find_mentions(text, temperatures)
    if all(mention.name in (SPEAKER, NOBODY) for mention in mentions):
        return ()
    persons: list[PersonFound] = []
    index = 0
    while index < len(mentions):
        group = _group(text, mentions, index)
        until = mentions[index + len(group)].start if index + len(group) < len(mentions) else len(text)
        persons += _read_group(text, group, until, temperatures)
        index += len(group)
    last = _last(text, mentions, temperatures)
    if last is not mentions[-1]:  # the writer who goes on of something else is not reported on
        persons = [each for each in persons if each.name != SPEAKER or is_told(each.health)]
    persons = said_before(text[: mentions[0].start], _merged(persons))
    goes_on = next((one.start for one in mentions if one.start >= last.end), None)
    persons = said_of_all(text, last, persons, goes_on)
    if any(is_told(person.health) for person in persons) or find_symptoms(text) is not None:
        # Somebody whose figure could not be read is kept, so that it can be asked for.
        told = [
            person
            for person in persons
            if person.name != NOBODY and (is_told(person.health) or is_unread(text, person))
        ]
    else:
        told = []
    return tuple(told) if any(person.name != SPEAKER for person in told) else ()


def _last(text: str, mentions: Sequence[Mention], temperatures: Sequence[Temperature]) -> Mention:
    """The last who is reported on: not the writer, nor one named before, without a figure (两个没事 李刚拉肚子)."""
    figures_until = temperatures[-1].span[0] if temperatures else 0
    last = len(mentions) - 1
    while last and len(mentions) - last <= _MOST_BEHIND and mentions[last - 1].is_named:
        mention = mentions[last]
        is_again = mention.is_named and any(one.name == mention.name for one in mentions[:last])
        is_aside = is_again or mention.name == SPEAKER
        if not is_aside or figures_until >= mention.end or speaks_of_all(text, mention.end):
            break
        last -= 1
    return mentions[last]


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
        called = row.name or row.relative
        if called is not None and not row.note and is_told(health):
            building = (row.building or "").removesuffix("号楼")
            door = "-".join(part for part in (building, (row.unit or "").removesuffix("单元"), row.door) if part)
            persons.append(PersonFound(called, health, door, row.span, row.name is not None))
    return tuple(persons) or None


def _behind_figures(text: str, listed: Sequence[tuple[Mention, Temperature]]) -> tuple[PersonFound, ...]:
    """The people of a list in which the figure stands first: 36.5 蔡明, 38.1 丁一 发烧."""
    ends = [*(temperature.span[0] for _mention, temperature in listed[1:]), len(text)]
    persons = []
    for (mention, temperature), until in zip(listed, ends, strict=True):
        said = text[mention.end : until]
        health = find_health(said, temperatures=()) or HealthFound()
        if _NOTHING_BEHIND.fullmatch(said) is not None:
            health = health._replace(symptoms=NONE)
        persons.append(_person(mention, _with_temperature(said, health, [temperature]), until))
    return tuple(said_of_all(text, listed[-1][0], persons))


def _group(text: str, mentions: Sequence[Mention], index: int) -> list[Mention]:
    """The mentions from here on that only 和 or a blank connects: 我和我妈."""
    group = [mentions[index]]
    for mention in mentions[index + 1 :]:
        between = text[group[-1].end : mention.start]
        if mention.start == group[-1].start:  # 爸妈
            group.append(mention)
            continue
        are_relatives = not (mention.is_named or group[-1].is_named or SPEAKER in (mention.name, group[-1].name))
        if (not between and not are_relatives) or _LINK.fullmatch(between) is None:
            break
        group.append(mention)
    return group


def _read_group(
    text: str, group: Sequence[Mention], until: int, all_temperatures: Sequence[Temperature]
) -> list[PersonFound]:
    """What is said of the people of a group in the text behind them."""
    start = group[-1].end
    said = text[start:until]
    first = bisect_left(all_temperatures, start, key=_begin)
    temperatures = [
        each._replace(span=(each.span[0] - start, each.span[1] - start))
        for each in all_temperatures[first : bisect_left(all_temperatures, until, lo=first, key=_begin)]
    ]
    if group[0].is_named and len(group) == 1:
        said, temperatures = _own(said, temperatures)
    health = find_health(said, temperatures=temperatures) or HealthFound()
    if health.contact_history and group[0].name != SPEAKER and _AT_OURS.search(said) is not None:
        health = health._replace(contact_history=None)  # the writer was near them
    if health.symptoms == NONE and has_unread_figure(said, temperatures):
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


def _merged(persons: list[PersonFound]) -> list[PersonFound]:
    """What is said in several places of one who is named (宋杰36.5 …… 就宋杰有咳嗽) in the place where they came first."""
    if len({person.name for person in persons}) == len(persons):
        return persons
    merged: dict[str, PersonFound] = {}
    apart: list[PersonFound] = []
    for person in persons:
        first = merged.get(person.name)
        if first is None:
            merged[person.name] = person
        elif _has_figure(first.health) and _has_figure(person.health):
            apart.append(person)  # two sons
        else:
            merged[person.name] = replace(
                first, health=_joined(first.health, person.health), door=first.door or person.door
            )
    return sorted([*merged.values(), *apart], key=lambda person: person.span)


def _has_figure(health: HealthFound) -> bool:
    return health.temperature is not None or bool(health.confirm)


def _joined(first: HealthFound, more: HealthFound) -> HealthFound:
    """What is said of one person at first and once more: symptoms add up, and stand against a denial."""
    felt = [one for one in (*(first.symptoms or ()), *(more.symptoms or ())) if one not in NONE]
    is_said = first.symptoms is not None or more.symptoms is not None
    symptoms = tuple(dict.fromkeys(felt)) or (NONE if is_said else None)
    troubles = tuple(dict.fromkeys((*first.troubles, *more.troubles)))
    return first._replace(
        temperature=more.temperature if first.temperature is None else first.temperature,
        confirm=first.confirm or more.confirm,
        symptoms=None if symptoms == NONE and troubles else symptoms,
        contact_history=more.contact_history if first.contact_history is None else first.contact_history,
        positive_test=more.positive_test if first.positive_test is None else first.positive_test,
        troubles=troubles,
        temperatures=(*first.temperatures, *more.temperatures),
    )


def _begin(temperature: Temperature) -> int:
    return temperature.span[0]


def _own(said: str, temperatures: list[Temperature]) -> tuple[str, list[Temperature]]:
    """What is said of somebody named up to the figure of another who is not: 李铁柱两口36.5 36.8."""
    if len(temperatures) < 2 or settle(said, temperatures).value is not None:
        return said, temperatures
    house = _HOUSE.match(said)
    if house is not None:
        count = {"三": 3, "仨": 3, "3": 3, "四": 4, "4": 4}.get(house[1], 2)
        return said, temperatures[:1] if len(temperatures) == count else []
    since = temperatures[0].span[1]
    stranger = _STRANGER.search(said[since : temperatures[1].span[0]])
    return (said, temperatures) if stranger is None else (said[: since + stranger.start()], temperatures[:1])


def _with_temperature(text: str, health: HealthFound, temperatures: Sequence[Temperature]) -> HealthFound:
    settled = settle(text, temperatures)
    confirm = {} if settled.proposal is None else {"temperature": settled.proposal}
    return health._replace(temperature=settled.value, confirm=confirm)


def _person(mention: Mention, health: HealthFound, until: int) -> PersonFound:
    return PersonFound(mention.name, health, mention.door, (mention.start, until), mention.is_named)
