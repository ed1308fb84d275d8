"""Several people, or another one, in one check-in: 我36.5我妈36.8 咳嗽; 204周敏36.2; 老伴和孙子都没事.

Each person takes what is said from their mention to the next. What 都 says behind them is said of all. The speaker
is written 我, relatives as in `people.yaml` (妈妈), everybody else by name.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.language.behind_doors import find_behind_doors
from knowledge.language.called_again import with_those_called_again
from knowledge.language.figures_first import find_alternating, find_behind_figures
from knowledge.language.given_in_order import in_order
from knowledge.language.health import HealthFound, find_health
from knowledge.language.mentions import NOBODY, SPEAKER, Mention, find_mentions
from knowledge.language.names_in_runs import is_told_away
from knowledge.language.person_found import PersonFound, has_unread_figure, is_told, is_unread
from knowledge.language.said_again import with_said_again
from knowledge.language.said_of_all import find_said_of_all, without
from knowledge.language.settled_temperature import settle
from knowledge.language.strangers import without_strangers
from knowledge.language.symptoms import NONE, find_symptoms
from knowledge.language.temperatures import Temperature, find_temperatures
from knowledge.language.those_meant import said_before, with_said_of_all
from knowledge.language.ticked_tables import with_words_for_ticks
from knowledge.language.told_in_rows import as_rows
from knowledge.language.whom_first import with_whom_first

__all__ = ["SPEAKER", "PersonFound", "find_persons", "in_usual_rows"]

_OF_THEIRS = re.compile(
    r"的(?=体温|温度|打卡|健康打卡)"
    # 老伴的36.1是中午量的, 我妈的是刚量的三十六度二: behind people, not behind what is done (隔门递的).
    r"|(?<=[我俺他她妈爸娘爹爷奶姥公婆伴哥姐弟妹嫂儿女孙子媳妇婿父母舅姑姨叔婶伯甥侄孩娃人])的"
    r"(?=[ ,]?(?:也|都)?是?(?:(?:刚才?|今[天早儿晚]|早[上起]|[上中下]午|晚上)?[量测](?:出来)?的[ ,]?)?"
    r"(?:(?:3[4-9]|4[0-3])[.度点]\d|[三四]十[一二三四五六七八九]?[度点]))"
)
_LINK = re.compile(
    r"[ ,、]*(?:(?:刚才?|刚刚|今[天早晨儿晚]|早上|[上中下]午|晚上|昨[天晚]|这)(?=[和跟与]))?"
    r"(?:和|跟|与|还有|及|、|,| )*[ ]*(?:我|俺|我家|俺家|他|她|他家|她家)?"
)
# How many live there, between somebody and the figures; and somebody unknown right before a figure of their own.
_HOUSE = re.compile(r"(?:家|一家)?([两俩二三仨四234夫老])[口人个妻妇]{1,2}(?:人|子)?[ ,:]*")
_STRANGER = re.compile(r"(?:^|[ ,。;:、\n])[一-鿿]{2,4}[ :]?$")
_LATER_PARTS = frozenset({"上午", "中午", "晌午", "下午", "午后", "傍晚", "晚上", "晚间", "夜里"})  # 左婶早上36.4,下午36.6
# 库尔曼在家量的36.8: words before the next figure that do not tell of measuring once more.
_SOMEBODY_ELSE = re.compile(r"(?:^|[ ,。;:、\n])[一-鿿·A-Za-z]{2,}[一-鿿A-Za-z ,:]*$")
_AGAIN = re.compile(
    "早|晚|[上中下]午|现在|目前|[复再又重二][测量次]|后来|昨|刚|[左右]|腋|额|耳|腕|第|[次遍回]|水银|电子|枪|不对|错|应该|更正|"
    "改|才|到|降|升|退|烧|热|一会|分钟|小时|睡|起床|饭|药|还是|其实|最"
)
# 无 in the last column: 36.5 张桂兰 无.
_NOTHING_BEHIND = re.compile(r"[ ,、/|:(]{1,3}无[ ,、/|;。)\n]{0,3}")
_WELL_BEHIND = re.compile(r"[ /|]{0,2}(?:好|良好?|[oO][kK])(?=$|[,。;!\n])")
_EVERY = re.compile("都|均|全是")
# 王敏 血氧97 心率80 体温36.5: what else was measured between somebody and the temperature.
_OTHER_MEASURES = re.compile(
    r"(?:血氧饱?和?度?|SpO2|心率|脉搏|血糖|(?:高|低|血)压)[ :是]?\d{2,3}(?:/\d{2,3})?(?![\d.])(?:次/?分?|%|mmHg)?[ ,、]?"
)
_JOINED = re.compile("[和跟与、]")
_RIGHT_BEHIND = re.compile(r"(?:体温|是|量的|[ :])*(?:(?:3[4-9]|4[0-3])[.度点]|[三四]十)")
# Behind the first figure of somebody who is then named once more with another.
_TAKEN_BACK = re.compile(
    r"不对|不是(?=[ ,。!]|$)|[搞弄说打写报记念看][错反混岔]|[错反混串]了|串行|更正|口误|应该是|改[成为一]"
)
# 昨晚老公37.2 我36.6 今早老公36.8 我36.5: what stands directly before somebody who is named once more.
_EARLIER = re.compile("昨[天日儿晚夜]|前[天日儿晚夜]|前[几两些][天晚]")
_LATER = re.compile("[下中]午|傍晚|今[天早晨儿晚]|现在|这会儿|刚才?[又再]?[量测]|[复再又重][测量]|后来|(?<![昨前])晚上")
_FIGURE_OR_STOP = re.compile(r"[.度点]\d+|[,。;!?\n]")
_LONGEST_CLAUSE = 40  # characters
_AT_OURS = re.compile("(?:[在来]|住在?)[我俺咱]们?家")

# Nearly every check-in: one figure, and words of how one is, of now and of checking in; nobody can be named by these.
_OF_THE_WRITER = re.compile(
    r"(?:(?:健康|每日)?打卡|体温|温度|今[天早晚儿]|现在|刚才?|[早晚]上|[上中下]午|报告?|量了?|测了?|是|我|本人"
    r"|[ ,.。:;!~、])*"
    r"(?:3[4-9]|4[0-2])(?:\.\d{1,2})?(?:度|℃)?"
    r"(?:一切|身体|都|也|挺|很|还|没有?|无|不|任何|什么|啥|异常|症状|不适|舒服|难受|事儿?|毛病|发烧|烧|发热|咳嗽|咳"
    r"|接触过?(?:史|(?:外地|中高风险地区|外面)(?:回来|来)的人员?)?|正常|好|的|了|有点|[ ,.。:;!~、])*"
)


def find_persons(
    text: str, temperatures: Sequence[Temperature] | None = None, by_staff: bool = False
) -> tuple[PersonFound, ...]:
    """The people a normalised text reports on; empty where it speaks of the speaker alone.

    `temperatures` may be given where they have been found in the text already; `by_staff`: a member of staff writes it.
    """
    if _OF_THE_WRITER.fullmatch(text) is not None:
        return ()
    listed = find_behind_doors(text)
    if listed is not None:
        return listed
    text, temperatures = in_usual_rows(text, temperatures, by_staff)
    behind_figures = find_behind_figures(text, temperatures)
    if behind_figures:
        return _behind_figures(text, behind_figures)
    mentions = find_mentions(text, temperatures)
    if all(mention.name in (SPEAKER, NOBODY) for mention in mentions):
        return ()
    alternating = find_alternating(text, mentions, temperatures)
    if alternating:
        return _behind_figures(text, alternating)
    sayings, mentions = find_said_of_all(text, mentions, temperatures)
    if not mentions:
        return ()
    of_each = without(text, sayings)
    persons: list[PersonFound] = []
    index = 0
    while index < len(mentions):
        group = _group(text, mentions, index)
        until = mentions[index + len(group)].start if index + len(group) < len(mentions) else len(text)
        persons += _read_group(of_each, group, until, temperatures)
        index += len(group)
    persons = in_order(text, _merged(text, with_those_called_again(text, persons)), temperatures)
    persons = said_before(of_each[: mentions[0].start], persons)
    persons = with_said_again(text, with_said_of_all(text, sayings, persons))
    if any(person.health.temperatures for person in persons):
        persons = [each for each in persons if not _is_near_a_case(each.health)]  # 妈妈被定成密接 我36.5 爸爸36.6
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


def in_usual_rows(
    text: str, temperatures: Sequence[Temperature] | None = None, by_staff: bool = False
) -> tuple[str, Sequence[Temperature]]:
    """The text as the rows of find_persons, whose places (`span`) are of it, with the temperatures in it."""
    said = without_strangers(text, by_staff)
    if said != text:
        text, temperatures = said, None
    if "的" in text:
        text = _OF_THEIRS.sub(" ", text)  # 我妈的体温 is hers, and 妈的 nobody's
    if "血" in text or "心率" in text or "脉搏" in text:
        text = _OTHER_MEASURES.sub(lambda found: " " * len(found[0]), text)
    said = with_whom_first(with_words_for_ticks(text))
    if temperatures is None or said != text:
        text, temperatures = said, find_temperatures(said)
    said = as_rows(text, temperatures)
    return (text, temperatures) if said == text else (said, find_temperatures(said))


def _behind_figures(text: str, listed: Sequence[tuple[Mention, Temperature]]) -> tuple[PersonFound, ...]:
    """The people of a list in which the figure stands first: 36.5 蔡明, 38.1 丁一 发烧."""
    mentions, figures = [mention for mention, _temperature in listed], [temperature for _mention, temperature in listed]
    sayings, _kept = find_said_of_all(text, mentions, figures)
    of_each = without(text, sayings)
    ends = [*(temperature.span[0] for temperature in figures[1:]), len(text)]
    persons = []
    for mention, temperature, until in zip(mentions, figures, ends, strict=True):
        before, said = of_each[temperature.span[1] : mention.start], of_each[mention.end : until]
        health = find_health(f"{before} {said}", temperatures=()) or HealthFound()
        if any(_NOTHING_BEHIND.fullmatch(f"{one} ") is not None for one in (before, said)):
            health = health._replace(symptoms=NONE)
        persons.append(_person(mention, _with_temperature(said, health, [temperature]), until))
    return tuple(with_said_of_all(text, sayings, persons))


def _group(text: str, mentions: Sequence[Mention], index: int) -> list[Mention]:
    """The mentions from here on that only 和 or a blank connects: 我和我妈."""
    group = [mentions[index]]
    for mention in mentions[index + 1 :]:
        between = text[group[-1].end : mention.start]
        if mention.start == group[-1].start:  # 爸妈
            group.append(mention)
            continue
        if any(mention.name == one.name for one in group):  # 双胞胎乐乐和安安,乐乐37.9
            break
        are_relatives = not (mention.is_named or group[-1].is_named or SPEAKER in (mention.name, group[-1].name))
        are_named = mention.is_named and group[-1].is_named
        are_known = not between and are_named and _are_both_before(mentions, group[-1], mention)
        if (not between and not are_relatives and not are_known) or _LINK.fullmatch(between) is None:
            break
        group.append(mention)
    return group


def _are_both_before(mentions: Sequence[Mention], one: Mention, other: Mention) -> bool:
    """Whether two who stand side by side have been named apart before: 安丽37.1 苏和36.5 安丽苏和没症状."""
    names = {each.name for each in mentions if each.start < one.start and each.is_named}
    return one.name in names and other.name in names


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
        until = start + len(said)
    health = find_health(said, temperatures=temperatures) or HealthFound()
    if health.contact_history and group[0].name != SPEAKER and _AT_OURS.search(said) is not None:
        health = health._replace(contact_history=None)  # the writer was near them
    if group[0].is_named and health.symptoms is None and not health.troubles and _is_marked_well(said, temperatures):
        health = health._replace(symptoms=NONE)
    if health.symptoms == NONE and has_unread_figure(said, temperatures):
        health = health._replace(symptoms=None)
    if len(group) == 1:
        return [_person(group[0], health, until)]
    if len(temperatures) == len(group):  # 我和老伴36.5 36.7
        return [
            _person(mention, _with_temperature(said, health, [temperature]), until)
            for mention, temperature in zip(group, temperatures, strict=True)
        ]
    is_shared = _EVERY.search(said) is not None or (_is_joined(text, group) and _RIGHT_BEHIND.match(said) is not None)
    if len({temperature.value for temperature in temperatures}) == 1 and is_shared:
        return [_person(mention, health, until) for mention in group]
    # Whose the figures are stays open; what they feel is said of the group.
    return [_person(mention, health._replace(temperature=None, confirm={}), until) for mention in group]


def _is_marked_well(said: str, temperatures: Sequence[Temperature]) -> bool:
    """Whether a row ends with a mark behind its figure that all is well: 36.5 好."""
    return len(temperatures) == 1 and _WELL_BEHIND.match(said, temperatures[0].span[1]) is not None


def _is_joined(text: str, group: Sequence[Mention]) -> bool:
    """Whether 和 stands between all of a group, so that the one figure behind them is that of each: 我和老公36.5."""
    return all(_JOINED.search(text, one.end, other.start) is not None for one, other in pairwise(group))


def _merged(text: str, persons: list[PersonFound]) -> list[PersonFound]:
    """What is said in several places of one who is named (宋杰36.5 …… 就宋杰有咳嗽) in the place where they came first."""
    if len({person.name for person in persons}) == len(persons):
        return persons
    merged: dict[str, PersonFound] = {}
    apart: list[PersonFound] = []
    is_later: bool | None = None  # of those who are named once more, until another time is told
    for person in persons:
        is_later = _is_of_later(text, person, is_later) if person.name in merged else None
        first = merged.get(person.name)
        if first is None:
            merged[person.name] = person
        elif _has_figure(first.health) and _has_figure(person.health):
            if is_later is False:  # 我36.5 我妈36.6 前天晚上我38.2
                continue
            if is_later or (person.is_named and _TAKEN_BACK.search(text, *first.span) is not None):
                merged[person.name] = replace(person, door=person.door or first.door)  # 于海36.9 哦不是 于海36.6
            else:
                apart.append(person)  # two sons
        else:
            if person.health.symptoms is not None and _TAKEN_BACK.search(text, *first.span) is not None:
                first = replace(first, health=first.health._replace(symptoms=None, troubles=()))
            merged[person.name] = replace(
                first, health=_joined(first.health, person.health), door=first.door or person.door
            )
    return sorted([*merged.values(), *apart], key=lambda person: person.span)


def _is_of_later(text: str, person: PersonFound, before: bool | None) -> bool | None:
    """Whether the clause directly before somebody tells of a later time; False of a day before, else as `before`."""
    start = person.span[0]
    clause = _FIGURE_OR_STOP.split(text[max(0, start - _LONGEST_CLAUSE) : start].rstrip(" ,"))[-1]
    if _EARLIER.search(clause) is not None:
        return False
    return True if _LATER.search(clause) is not None else before


def _is_near_a_case(health: HealthFound) -> bool:
    """Whether nothing is said of somebody but contact, which is told of the report as a whole."""
    return health.contact_history is not None and not is_told(health._replace(contact_history=None))


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
    line = _closed_line(said, temperatures[0].span[0]) if temperatures else -1
    if line >= 0:
        return said[:line], []
    if len(temperatures) < 2 or settle(said, temperatures).value is not None:
        return said, temperatures
    house = _HOUSE.match(said)
    if house is not None:
        count = {"三": 3, "仨": 3, "3": 3, "四": 4, "4": 4}.get(house[1], 2)
        return said, temperatures[:1] if len(temperatures) == count else []
    since = temperatures[0].span[1]
    between = said[since : temperatures[1].span[0]]
    is_again = _AGAIN.search(between) is not None
    word = _STRANGER.search(between)
    stranger = word if word is not None and word[0].strip(" ,。;:、\n") not in _LATER_PARTS else None
    stranger = stranger or (None if is_again else _SOMEBODY_ELSE.search(between))
    return (said, temperatures) if stranger is None else (said[: since + stranger.start()], temperatures[:1])


def _closed_line(said: str, figure: int) -> int:
    """Where the row of somebody who has no figure ends before that of another, who is not known; -1 where none ends.

    8号 贾真 没报\\n9号 金不换 36.6.
    """
    line = said.find("\n", 0, figure)
    return line if line >= 0 and is_told_away(said[:line]) and _AGAIN.search(said, line, figure) is None else -1


def _with_temperature(text: str, health: HealthFound, temperatures: Sequence[Temperature]) -> HealthFound:
    settled = settle(text, temperatures)
    confirm = {} if settled.proposal is None else {"temperature": settled.proposal}
    return health._replace(temperature=settled.value, confirm=confirm)


def _person(mention: Mention, health: HealthFound, until: int) -> PersonFound:
    return PersonFound(mention.name, health, mention.door, (mention.start, until), mention.is_named)
