"""Names by where they stand: 老孙36.2, 没事马驰38.8, 冯国栋发烧37.5, 石磊妈妈36.6, 豆豆36.4 乐乐36.6.

Right before a temperature, or before what somebody feels and then a temperature, stands whoever has it (names_in_runs.py).
One whose name has no look of one is believed only in a list of several people. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.named_by_cells import named_in_cells
from knowledge.language.named_by_letters import ends_with_letters, find_by_one_sign
from knowledge.language.named_by_place import are_kin_besides, with_rows
from knowledge.language.names import is_called, is_nickname, is_statement, is_word, looks_like_name
from knowledge.language.names_in_runs import (
    JOINS,
    LONGEST,
    RUN,
    ListedName,
    begins_with_name,
    ends_with_name,
    is_full_name,
    is_of_health,
    is_relative,
    listed_words,
)
from knowledge.language.people import find_relatives
from knowledge.language.symptoms import health_words
from knowledge.language.temperatures import Temperature

_LONGEST_LEAD = 40  # characters before a temperature in which its owner is looked for
_MOST_RUNS = 5
# The speaker, and the words of most check-ins: 我36.5, 我妈36.8, 健康打卡 36.5.
_NOBODY = re.compile("(?:^|[^一-鿿])(?:[我俺]|[我俺咱][爸妈爹娘]|(?:健康)?打卡|(?:今[天日])?体温(?:正常)?)$")
_PART_OF_DAY = re.compile("(?<![今昨大清])(?<![^一-鿿]明)[早晚]$")
_HOUR = re.compile("[早晚]?(?:十[一二]?|[一二两三四五六七八九])点(?:半|整|钟|多|[一二三]刻)?$")
# A word alone before a figure, 辛苦 37.0 and 3号:沙漠36.3; what is in no name of anybody; and 游泳(人名)36.4.
_ALONE = re.compile(
    r"(?:^|(?<=[^一-鿿()])|(?<=[一二三四五六七八九十]楼)|(?<=\d[门室号]))([一-鿿]{2,3}|[一-鿿]{3}儿|老[一-鿿]{2}儿)"
    r"(?:\([^()\d]{1,10}\))?[ :,-]{0,2}$"
)
_NO_NAME = re.compile(
    "[第次度昨今晚早夜晨午时刻间期周至成变为降升退涨约测量报均共计年月日]"
    "|[班组队园校楼店厂号们员门户室院场站点家里上下前后边人口枪]$"
)
_SAID_TO_BE = re.compile(r"\([^()]*(?:名|叫)[^()]*\)")
_IN_BRACKETS = re.compile(r"\(([一-鿿·]{2,8})\)")
_ALL_HAVE = re.compile("都|全是|均|一律")
_BETWEEN_SHARING = " ,、"
_MOST_SHARING = 8
_UNMEASURED = re.compile(
    r"([一-鿿]{2,6}?)家?里?(?:没有?(?:体温计|温度计|体温表|表)|还?没(?:来得及|顾上)?[量测][上成着]|(?:体温计|温度计|体温表)(?:坏|没电|摔|丢))"
)
_GREETS = re.compile("好$|打卡$|报[到告平安个]*$|签到$|来[啦了]$|收到$")
_OF = re.compile("的")
_WHEN = re.compile("(?:今[早晚天日儿]|昨[晚天日]|早上|晚上|[上中下]午|刚才|现在|其中|只有|就是?)+")
# What goes on behind a name: 程前还没下班, 大刘高点儿, 孟大爷腿脚不好.
_GOES_ON = re.compile(
    "由|还|也|就|刚|才|又|已|没|不|挨|跟[他她我]|陪|有|说|讲|在|去|从|回|到|正|一直|今|昨|早|晚|上午|下午|中午|量|测|电话|自己|家|那|这|的?体温|高|低|偏|比|略|稍|"
    "腿|脚|手|身|岁|年|眼|耳|让|被|给|叫|没来|请|值|下|上|出|干|送|接|睡|起|吃|喝|打|住|是|都|稍|有|老是|一|咳|烧|发|头|嗓|浑|拉|肚|流"
)


def find_listed(text: str, temperatures: Sequence[Temperature]) -> list[ListedName]:
    """Everybody who is named before a temperature, in order, relatives of nobody else left out (people.py finds them).

    Names that are no names by their look are given only where the text lists two people or more.
    """
    found: list[ListedName] = []
    unowned: list[tuple[int, int]] = []
    owned: dict[int, ListedName] = {}
    behind = 0
    in_cells = named_in_cells(text, temperatures)
    for temperature in temperatures:
        start = temperature.span[0]
        named = in_cells.get(start)
        named = named or _owner(text, max(behind, start - _LONGEST_LEAD), start, is_list=len(temperatures) > 1)
        if named is not None and text.startswith("体温", named.span[0] - 1):
            named = None  # 下午体温刚才是36.5
        if named is not None:
            found += _sharing(text, named, behind, start)
            owned[start] = named
        else:
            unowned.append((behind, start))
        behind = temperature.span[1]
    short = [] if found else find_by_one_sign(text, temperatures)
    if short:
        return short
    if not any(each.is_sure for each in found):
        found = [each for each in found if not each.is_word]
        owned = {start: each for start, each in owned.items() if not each.is_word}
    if 1 < len(temperatures) != len(owned):
        found = _with_words(text, found, unowned, with_rows(text, owned, temperatures))
    if found:
        found = _with_unmeasured(text, found)
    if len({each.name for each in found}) > 1:
        return found
    if len(found) == len(owned) == 1 and len(temperatures) > 2 and are_kin_besides(text, owned, temperatures):
        return found
    return [each for each in found if each.is_sure]


def _sharing(text: str, named: ListedName, since: int, until: int) -> list[ListedName]:
    """Everybody who has the figure of somebody, with what they do: 木工小郇 瓦工老訾 油工苑师傅 全是36.5."""
    if _ALL_HAVE.search(text, named.span[1], until) is None:
        return [named]
    found: list[ListedName] = []
    begin = next((run.start() for run in RUN.finditer(text, since, until) if run.end() > named.span[0]), named.span[0])
    for run in reversed(list(RUN.finditer(text, since, begin))[-_MOST_SHARING:]):
        is_next = begin - run.end() == 1 and text[run.end()] in _BETWEEN_SHARING and len(run[0]) <= LONGEST
        other = ends_with_name(text, *run.span()) if is_next else None
        if other is None or other.is_sure < named.is_sure:
            break
        begin = run.start()
        found.append(ListedName(other.name, (begin, other.span[1]), other.is_sure, other.is_word))
    if not found:
        return [named]
    if JOINS.search(text, found[0].span[1], named.span[0]) is not None:  # 老周 王磊和李刚都36.5
        return [*found[::-1], named]
    begin = found[0].span[1] + 1  # so that nothing but a blank stands between them
    return [*found[::-1], replace(named, span=(begin, named.span[1]))]


def _with_words(
    text: str, found: list[ListedName], unowned: Sequence[tuple[int, int]], in_rows: Sequence[ListedName]
) -> list[ListedName]:
    """Those named in a list besides who have no figure of anybody's before them: 秦岭36.4 秦川36.6 秦腔36.5."""
    are_several = len({each.name for each in found}) > 1
    more = list(in_rows)
    ends = {each.span[1] for each in in_rows}
    for since, until in unowned if found else ():
        alone = _ALONE.search(text, since, until)
        if alone is None or alone.end(1) in ends or not _may_be_anybody(alone, are_several):
            continue
        more.append(ListedName(alone[1], alone.span(1), is_sure=False))
    return sorted([*found, *more], key=lambda each: each.span)


def _with_unmeasured(text: str, found: list[ListedName]) -> list[ListedName]:
    """Those named in a list besides who could not be measured, and may say how they are: 洪老师家没温度计 说没咳嗽."""
    more = []
    for match in _UNMEASURED.finditer(text):
        start, end = match.span(1)
        names = [text[end - size : end] for size in (4, 3, 2) if size <= end - start]
        name = next(filter(_begins_aside, names), "")
        if name and all(each.name != name for each in found):
            more.append(ListedName(name, (end - len(name), end)))
    return sorted([*found, *more], key=lambda each: each.span) if more else found


def _may_be_anybody(alone: re.Match[str], are_several: bool) -> bool:
    """Whether a word alone before a figure may be somebody, beside others who are named."""
    lists, run = listed_words(), alone[1]
    if run in lists.called or _SAID_TO_BE.search(alone[0]) is not None:
        return True
    is_free = run not in lists.nobody and not is_word(run) and lists.before_figure.search(run) is None
    is_plain = is_free and not is_statement(f"某{run}") and _NO_NAME.search(run) is None
    return are_several and is_plain and not health_words(run) and not find_relatives(run)


def is_own_lead(lead: str) -> bool:
    """Whether the words before a first figure make it the writer's: none, 打卡, 早上好 今天; not 苦力李 or 宝贝班."""
    lists = listed_words()
    lead = lists.before_figure.sub("", lead)
    run = next(reversed(RUN.findall(lead)), "")
    if not run or _NOBODY.search(lead) is not None or run in lists.nobody or "我" in run or "俺" in run:
        return True
    return lists.passed.fullmatch(run) is not None or _GREETS.search(run) is not None


def owner_before(text: str, until: int) -> ListedName | None:
    """Who is named before a figure in a list: 独居的老郝太太36.0."""
    return _owner(text, max(0, until - _LONGEST_LEAD), until, is_list=True)


def named_before(text: str, until: int) -> bool:
    """Whether somebody is named before a place of the text, to whom a figure there would belong."""
    named = owner_before(text, until)
    return named is not None and not named.is_word


def _owner(text: str, since: int, until: int, *, is_list: bool) -> ListedName | None:
    """Who is named in front of a figure, in the text between two places; a nickname counts only in a list."""
    lists = listed_words()
    if not is_list and lists.somebody.search(text, since, until) is None:  # as in most check-ins
        return None
    part_of_day = _PART_OF_DAY.search(text, since, until) or (_HOUR.search(text, since, until) if is_list else None)
    if part_of_day is not None:  # 王芳早36.5晚36.6
        until = part_of_day.start()
    lead = lists.before_figure.sub("", text[since:until])
    aside = _IN_BRACKETS.search(text, since + len(lead), until)
    if aside is not None:  # 我妈(李桂兰)36.5
        named = ends_with_name(text, *aside.span(1))
        if named is not None and named.span[1] == aside.end(1) and is_full_name(named.name):
            return named
    if not is_list and lists.somebody.search(lead) is None:
        return None
    if not lead or _NOBODY.search(lead) is not None:
        return None
    # 尹志刚36.8 is a name, and 尹志刚量的36.8 is one behind which words stand.
    whole = _last_run(text, since, until)
    if whole is not None and whole[1] == until:
        named = ends_with_name(text, *whole)
        if named is not None and named.is_sure:
            return named
    latin = ends_with_letters(lead) if is_list else None
    if latin is not None:
        return ListedName(lead[slice(*latin)], (since + latin[0], since + latin[1]), is_sure=False)
    runs = [(since + run.start(), since + run.end()) for run in RUN.finditer(lead)]
    for place, (start, end) in enumerate(reversed(runs[-_MOST_RUNS:])):
        named = ends_with_name(text, start, end) or begins_with_name(text, start, end)
        if named is not None and (place == 0 or named.is_sure):
            return named
        is_passed = lists.passed.fullmatch(text, start, end) is not None or is_of_health(text[start:end])
        if not is_passed or is_relative(text, start, end):
            break
    return _before_aside(text, runs) if is_list else None


def _before_aside(text: str, runs: Sequence[tuple[int, int]]) -> ListedName | None:
    """程前还没下班说是36.7, 孟大爷腿脚不好我上门量的36.4: whoever a clause begins with that goes on to the figure."""
    for start, end in reversed(runs[-_MOST_RUNS:]):
        passed = _WHEN.match(text, start, end)  # 今早禚琳说头晕
        since = start if passed is None else passed.end()
        begins = [start, since, *(of.end() for of in _OF.finditer(text, start, end))]
        for begin in reversed(begins[-3:]):
            for size in (4, 3, 2):
                behind = begin + size
                if behind < end and _GOES_ON.match(text, behind) is not None and _begins_aside(text[begin:behind]):
                    return None if find_relatives(text[behind:end]) else ListedName(text[begin:behind], (begin, behind))
    return None


def _begins_aside(run: str) -> bool:
    if run in listed_words().nobody:
        return False
    is_plain = len(run) < 4 and run[0] in listed_words().usual and looks_like_name(run) and is_nickname(f"大{run[1:]}")
    return is_plain or is_called(run) or is_full_name(run)


def _last_run(text: str, since: int, until: int) -> tuple[int, int] | None:
    last = None
    for run in RUN.finditer(text, since, until):
        last = run.span()
    return last
