"""Whom a check-in speaks of, in the order of the text: the speaker, relatives, and others by name, with their door.

What is said of each is read by persons.py.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from knowledge.language.ailing_names import find_ailing
from knowledge.language.house_names import home_mentions
from knowledge.language.kin_by_name import of_one_named, only_tells
from knowledge.language.kin_mentions import kin_of_kin, mentions_of
from knowledge.language.listed_names import find_listed, is_own_lead, owner_before
from knowledge.language.named_again import named_again
from knowledge.language.names import is_called
from knowledge.language.names_in_runs import ListedName, is_full_name
from knowledge.language.people import RelativeFound, find_relatives
from knowledge.language.person_found import NOBODY, SPEAKER, Mention
from knowledge.language.pronouns import meant_by_pronoun
from knowledge.language.reported_on import (
    SAY_NOTHING,
    is_compared_with,
    is_reported_on,
    is_speaker_reported,
    measures_another,
    tells_writer_how_they_are,
    unless_denied,
)
from knowledge.language.symptoms import health_words
from knowledge.language.temperatures import Temperature

__all__ = ["NOBODY", "SPEAKER", "Mention", "find_mentions"]

_OTHERS = re.compile(
    r"(?:[我俺咱]们?(?:一家)?[三四五六][口个]人?|孩子们|家里?其他人|其他人|其余的?人?|别人|家里?人|大家|同事们|同学们|剩下的?人?|别的人|[他她我]的?(?:同学|同事|朋友|邻居|工友|同桌))(?=(?:的?体温)?[都均]?(?:是)?(?:3[4-9]|4[0-3])[.度点])"
)
_SPEAKER = re.compile(
    r"(?:我自己|我自个儿?|我本人|(?<![他她它其主])本人|[我俺](?![们俩仨]|[这那][儿里边块住屋](?![ :]?[34三四])"
    r"|[这那]个?(?:网格|[栋片楼班组队屋门村户]|单元|车间)|先报[有一几发不重]|[班校组园](?:今|的|有|里|上|共|学|人|全|现)"
    r"|老两口|老公母俩|两口子|小两口|夫妻)|(?<![他她])自己)"
)
# 乌兰36.4 是我闺女: says who somebody is that is named already.
_IS_KIN = re.compile(r"[34]\d(?:\.\d)?[ ,]?(?:这|那)?(?:就|她|他)?是[我俺咱他她]?(?:家|的)?$")
_DOOR_BEFORE = re.compile(r"(?<!\d)(?:(\d{1,2})[-栋号楼]+(?:(\d)[-单元]+)?)?(\d{3,4})[室号户]? ?[:,|]? ?$")
_SELF = ("自己", "本人")
_SAYS_OF_SELF = re.compile(r"[^,。;!?\n \d我俺]{0,8}?(?:说|讲|讲是|报|称)(?:是|的)?$")
# 岳母守着他一宿,自己36.5: whoever looks after another.
_CARES = re.compile(
    r"(?:一直|天天|整夜|都|也|在)*(?:守|陪|伺候|照顾|照看|护理|侍候)(?:着|了)?(?:他|她|孩子|老人|老伴)[^。;!?\n\d我俺]{0,8}$"
)
_MEASURED_BY = re.compile(r"[^,。;!?\n ]{0,6}?[量测]的")
_OF_MEASURE = re.compile("(?:的?(?:体温|温度)|[ 的])*$")
# 我是巴特尔 36.5 speaks of oneself.
_I_AM = ("我,", "我 ", "我:")  # 我,王桂芬,36.5
_WRITERS_FIGURE = re.compile(r"[我俺咱](?:自己|本人)?的?(?:体温)?[ ,:是]?(?:3[4-9]|4[0-3]|[三四]十)")
_INTRODUCES = re.compile(r"(?:我|俺|咱|本人)(?:(?:是|叫)[^,。;!?\n ]{0,14})?$")

# By which people who are no kin are called, behind their name.
_TITLES = frozenset(
    {"大娘", "大爷", "奶奶", "爷爷", "姨", "叔叔", "婶子", "嫂子", "哥哥", "姐姐", "大伯", "额吉", "阿爸", "阿妈"}
)
# What may stand between the writer and their own figure or what they feel, in a list of others.
_TO_ROW = re.compile(
    r"(?:自己|自个儿?|本人|(?:单独|一个人|独自)(?:一[屋间]|住|睡|在家)?|的|体温|温度"
    r"|今[天早儿日晚]|早上|[上中下]午|晚上|现在|这几天|这两天|刚才?|也|是|还|就|倒|呢"
    r"|量(?:了|的|完)?(?:是)?|测(?:了|的)?(?:是)?|[ :,])*"
)
_AND_OTHERS = re.compile("[和跟与、]")
_FIGURE = re.compile(r"(?:3[4-9]|4[0-3])|[三四]十?[四五六七八九]")

# What ends the name of a place that looks like that of a person: 李村.
VILLAGES = ("村", "屯", "嘎查", "社区")


def find_mentions(text: str, temperatures: Sequence[Temperature]) -> list[Mention]:
    """Everybody a text speaks of, in order: names before a temperature, relatives, and the speaker beside them."""
    named, relatives = _named(text, temperatures), find_relatives(text)
    at_home = home_mentions(text, named, temperatures)
    if not named and not relatives and not at_home and "他" not in text and "她" not in text:
        return []  # nearly every check-in: of the writer alone
    found = [*_apart(named)]
    is_listed = bool(found)
    taken = {place for one in found for place in range(one.start, one.end)}
    at_home = [one for one in at_home if taken.isdisjoint(range(one.start, one.end))]
    found = _with_kin(text, [*found, *at_home], relatives, temperatures, is_listed=is_listed)
    taken = {place for one in found for place in range(one.start, one.end)}
    found += meant_by_pronoun(text, found, temperatures, [match.start() for match in _SPEAKER.finditer(text)])
    if not found:
        return []
    for pattern, name in ((_OTHERS, NOBODY), (_SPEAKER, SPEAKER)):
        for match in pattern.finditer(text):
            is_reported = name == NOBODY or is_speaker_reported(text, *match.span())
            if is_reported and not _is_of_another(text, match, found, temperatures) and match.start() not in taken:
                found.append(Mention(name, "", *match.span()))
    found.sort(key=lambda mention: mention.start)
    found = [unless_denied(text, one) for one in found if not is_compared_with(text, one)]
    found = [
        one for one, after in zip_longest(found, found[1:]) if after is None or not _is_said_twice(text, one, after)
    ]
    if is_listed:
        found = [one for one in found if one.name != SPEAKER or one.is_named or _is_row(text, one)]
    first = next((one.span[0] for one in temperatures if not found or one.span[0] < found[0].start), None)
    if found and first is not None:
        # 打卡36.5 我妈36.8: the first is the speaker's; 苦力李36.5 王磊36.6: of somebody whose name is not known
        is_unknown = (
            (is_listed and not is_own_lead(text[:first]))
            or measures_another(text, first)
            or owner_before(text, first) is not None
        )
        found.insert(0, Mention(NOBODY if is_unknown else SPEAKER, "", 0, 0))
    return found


def _with_kin(
    text: str,
    found: list[Mention],
    relatives: Sequence[RelativeFound],
    temperatures: Sequence[Temperature],
    *,
    is_listed: bool,
) -> list[Mention]:
    """Those called by name, whom the text lists, with the kin it speaks of besides."""
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    called = {one.name for one in found}
    starts = {one.start: one.name for one in found}
    ends = {one.end: place for place, one in enumerate(found)}
    by_kin: dict[str, str] = {}
    for relative in kin_of_kin(text, relatives):
        start, end = relative.span
        if is_listed and only_tells(text, relative):
            continue
        if start and text[start - 1 : end] in called and start - 1 not in taken:  # 反而米大姐自己
            found.append(Mention(text[start - 1 : end], "", start - 1, end, True))
            taken.update(range(start - 1, end))
        if is_listed and _IS_KIN.search(text, 0, start) is not None:
            taken.update(range(start - 1, end))
        if start in ends and relative.label in _TITLES and end - start > 1:
            before = found[ends[start]]
            found[ends[start]] = replace(before, name=before.name + text[start:end], end=end)
            taken.update(range(start, end))  # 斯琴大娘
        elif taken.isdisjoint(range(start, end)):
            kin = mentions_of(text, relative, temperatures, is_listed)
            by_name = starts.get(end) or next((one.name for one in kin if one.end > end), None)  # 老爷子左长海
            place = ends.get(start, ends.get(start - 1) if text[start - 1 : start] in ("他", "她") else None)
            host = None if place is None else found[place]
            one = of_one_named(text, relative, host, by_kin, temperatures) if kin and is_listed and not by_name else None
            if one is not None and place is not None and one.start < start:
                found[place] = one
            elif one is not None:
                found.append(one)
            elif is_reported_on(text, start, end):
                found += kin
                called.update(one.name for one in kin if one.is_named)
                taken.update(place for one in kin for place in range(one.start, one.end))
                with_them = [one for one in _joined_before(text, start) if taken.isdisjoint(range(*one.span))]
                found += [Mention(one.name, "", *one.span, True) for one in with_them]
            else:
                continue
            if by_name is not None:
                by_kin.setdefault(relative.label, by_name)
            taken.update(range(start, end))
    return found


def _is_of_another(
    text: str, match: re.Match[str], found: Sequence[Mention], temperatures: Sequence[Temperature]
) -> bool:
    """Whether a word for the speaker means somebody else, or says only who measured: 王敏自己36.5, 丈母娘我量的36.5."""
    start = match.start()
    if match[0] not in _SELF:
        if start and tells_writer_how_they_are(text, start - 1):
            return True
        measure = _OF_MEASURE.search(text, max(0, start - 4), start)
        is_behind = measure is not None and any(one.end == measure.start() for one in found)
        return is_behind and _MEASURED_BY.match(text, match.end()) is not None
    before = max((one for one in found if one.end <= start), key=lambda one: one.end, default=None)
    if before is None or any(before.end <= each.span[0] < start for each in temperatures):
        return False
    said = text[before.end : start]
    return not said or _SAYS_OF_SELF.fullmatch(said) is not None or _CARES.match(said) is not None


def _is_said_twice(text: str, one: Mention, after: Mention) -> bool:
    """Whether somebody is only named once more: 电工老聂 老聂36.6."""
    return one.is_named and one.name == after.name and text[one.end : after.start].strip(" ,") == ""


def _is_row(text: str, speaker: Mention) -> bool:
    """Whether whoever lists others stands right at a temperature or at what they feel: 我36.5, 我没事; not 我挨个量了."""
    behind = _TO_ROW.match(text, speaker.end)
    assert behind is not None
    place = behind.end()
    if _AND_OTHERS.match(text, place) is not None or _FIGURE.match(text, place) is not None:
        return True
    words = health_words(text[place : place + 8])
    return bool(words) and words[0].start == 0 and words[0].tag[0] not in SAY_NOTHING


def _apart(named: Sequence[Mention]) -> Iterator[Mention]:
    """Those that do not stand where another one before them in the list does."""
    taken: set[int] = set()
    for mention in named:
        if mention.name.endswith(VILLAGES):
            continue
        if taken.isdisjoint(range(mention.start, mention.end)):
            taken.update(range(mention.start, mention.end))
            yield mention


def _named(text: str, temperatures: Sequence[Temperature]) -> list[Mention]:
    """Those called by name: before a temperature, before what they feel, and wherever they are named once more."""
    listed = find_listed(text, temperatures) if temperatures else []
    ailing = find_ailing(text)
    if not listed and not ailing:
        return []
    if len({each.name for each in (*listed, *ailing)}) > 1:
        names = {each.name for each in listed}
        ailing = [each for each in ailing if not _is_cut_across(text, each, names)]
        spans = {each.span for each in listed}
        listed += [each for each in ailing if each.span not in spans]
    listed = [_of_house(text, each) for each in listed]
    ends = {temperature.span[1] for temperature in temperatures}
    listed += [each for named in listed for each in _joined_before(text, named.span[0])]
    found = [_with_door(text, each.name, each.span, ends) for each in listed]
    return found + named_again(text, {each.name for each in listed}, temperatures)


def _of_house(text: str, each: ListedName) -> ListedName:
    """Whoever is told of by their home first and by name behind that: 张贵 of 张贵家换人接的电话,张贵36.4."""
    bare = each.name.removesuffix("家")
    if bare == each.name or len(bare) < 2 or text.count(bare) == text.count(each.name):
        return each
    return replace(each, name=bare, span=(each.span[0], each.span[1] - 1))


def _is_cut_across(text: str, named: ListedName, names: Collection[str]) -> bool:
    """Whether what looks like a name is one that is listed and the beginning of the next: 安丽苏 of 安丽苏和无症状."""
    start, end = named.span
    first = next((name for name in names if named.name != name and named.name.startswith(name)), None)
    return first is not None and any(
        text.startswith(name, start + len(first)) and start + len(first) + len(name) > end for name in names
    )


def _joined_before(text: str, begin: int) -> list[ListedName]:
    """Those who are named with somebody who stands at a place: 王磊 of 王磊和李刚都36.5 and of 王磊和他妈."""
    joined: list[ListedName] = []
    if text[begin - 1 : begin] in ("他", "她"):
        begin -= 1
    while begin > 2 and text[begin - 1] in "和跟与、":
        end = begin - 1
        size = next((size for size in (4, 3, 2) if size <= end and _is_anybody(text[end - size : end])), 0)
        if not size:
            break
        begin = end - size
        joined.append(ListedName(text[begin:end], (begin, end)))
    return joined


def _is_anybody(run: str) -> bool:
    return is_full_name(run) or is_called(run)


def _with_door(text: str, name: str, span: tuple[int, int], ends: Collection[int]) -> Mention:
    """周敏 with the door before her: 204周敏36.2."""
    begin, end = span
    is_writers = text[:begin] in _I_AM and text[end : end + 1] in (",", " ") and not _WRITERS_FIGURE.search(text, end)
    if is_writers or _INTRODUCES.search(text[max(0, begin - 18) : begin]) is not None:
        return Mention(SPEAKER, "", begin, end)
    door = _DOOR_BEFORE.search(text[max(0, begin - 14) : begin])
    if door is None or max(0, begin - 14) + door.end(3) in ends:  # 二柱子367 小马36.4
        return Mention(name, "", begin, end, True)
    parts = [part for part in door.groups() if part]
    return Mention(name, "-".join(parts), max(0, begin - 14) + door.start(), end, True)


