"""Names by where they stand: 老孙36.2, 没事马驰38.8, 冯国栋发烧37.5, 石磊妈妈36.6, 豆豆36.4 乐乐36.6.

Right before a temperature, or before what somebody feels and then a temperature, stands whoever has it (names_in_runs.py).
One whose name has no look of one is believed only in a list of several people. Text is normalised.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from knowledge.language.named_by_place import are_kin_besides, with_rows
from knowledge.language.names import has_surname, is_called, is_nickname, is_statement, is_word, looks_like_name
from knowledge.language.names_in_runs import (
    JOINS,
    LONGEST,
    RUN,
    ListedName,
    begins_with_name,
    ends_with_name,
    is_ailing,
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
_ALL_HAVE = re.compile("都|全是|均|一律")
_BETWEEN_SHARING = " ,、"
_MOST_SHARING = 8
_UNMEASURED = re.compile(
    r"([一-鿿]{2,6}?)家?里?(?:没有?(?:体温计|温度计|体温表|表)|还?没(?:来得及|顾上)?[量测][上成着]|(?:体温计|温度计|体温表)(?:坏|没电|摔|丢))"
)
# 王敏和李波都咳嗽, whatever they are measured at.
_BOTH = re.compile(
    "(?<![一-鿿、])(?P<who>[一-鿿]{2,4}?(?:[和跟与、][一-鿿]{2,4}?){1,4})(?=[都均](?![是在去要来让])|没[事啥症])"
)
# 仨人都三十六度五: all who are named have the figure behind it, so that each need not stand at one.
_FIGURE_OF_ALL = re.compile(
    "(?:[两俩二三仨四五六七八]个?人?|[哥姐兄弟妹][俩仨弟妹])(?:的?体温)?[都均][是为]?(?:(?:3[4-9]|4[0-3])[.度点]|[三四]十)"
)
_ONLY = re.compile("(?:就|只有|只|除了?|光)")
_AND = re.compile("[和跟与、]")
_GREETS = re.compile("好$|打卡$|报[到告平安个]*$|签到$|来[啦了]$|收到$")
_OF = re.compile("的")
_OF_SIBLINGS = re.compile("[哥姐兄弟妹][俩仨弟妹]")
# Tony36.5, and no word that stands before a figure: OK36.5, Temp 36.5.
_LATIN = re.compile(
    r"(?<![A-Za-z\d])(?!(?:Ok|Hi|Hey|Hello|Dear|App|Day|Temp|Temperature|Body|Today|Now|Good|Morning|Evening|Room|Yes|No|Normal)$)"
    r"((?:(?<![一-鿿])(?![我俺是叫和跟与])[一-鿿])?[A-Z][a-z]{1,11})$"
)
# 老K 36.4, M同学36.8; and L 36.5, W 36.4, ZH 36.7, which are people only beside one another.
_LETTER = re.compile(r"(?<![A-Za-z\d一-鿿])((?:[老小大阿][A-Z]{1,2}|[A-Z]{1,2}(?:同学|老师|师傅|总|工|哥|姐|某)))$")
_INITIALS = re.compile(r"(?<![A-Za-z\d])(?!AM$|PM$|OK$|NO$|ID$|QQ$|[CT]$)([A-Z]{1,3})$")
_SURNAME_ALONE = re.compile("(?<![一-鿿])([一-鿿])$")
_BY_ORDER = "甲乙丙丁戊己庚辛"
_LEAST_SHORT = 3  # rows that name people by a letter or a surname alone
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
    for temperature in temperatures:
        start = temperature.span[0]
        named = _owner(text, max(behind, start - _LONGEST_LEAD), start, is_list=len(temperatures) > 1)
        if named is not None:
            found += _sharing(text, named, behind, start)
            owned[start] = named
        else:
            unowned.append((behind, start))
        behind = temperature.span[1]
    by_one_sign = [] if found or len(temperatures) < _LEAST_SHORT else _by_one_sign(text, temperatures)
    if by_one_sign:
        return by_one_sign
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


def _by_one_sign(text: str, temperatures: Sequence[Temperature]) -> list[ListedName]:
    """Those whom each row names by a surname or by letters alone: 刘36.5,关36.4,佟36.6; L 36.5,W 36.4,ZH 36.7."""
    found: list[ListedName] = []
    behind = 0
    for temperature in temperatures:
        lead = text[behind : temperature.span[0]].rstrip(" :")
        sign = _SURNAME_ALONE.search(lead) or _INITIALS.search(lead)
        is_known = sign is not None and (sign[1].isascii() or has_surname(sign[1]) or sign[1] in _BY_ORDER)
        if sign is None or not is_known:
            return []
        found.append(ListedName(sign[1], (behind + sign.start(1), behind + sign.end(1)), is_sure=False))
        behind = temperature.span[1]
    return found if len({each.name for each in found}) == len(found) else []


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
    latin = (_LATIN.search(lead) or _LETTER.search(lead)) if is_list else None
    if latin is not None:
        return ListedName(latin[1], (since + latin.start(1), since + latin.end(1)), is_sure=False)
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
        passed = listed_words().passed.match(text, start, end)  # 今早禚琳说头晕
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


def _ailing_together(text: str) -> Iterator[ListedName]:
    """Several with one word of all: 王敏和李波都咳嗽, 老王、小李都没事."""
    for both in _BOTH.finditer(text):
        names = list(RUN.finditer(_AND.sub(" ", both["who"])))
        is_one_known = any(is_ailing(name[0]) or is_called(name[0]) for name in names)
        if is_one_known and all(_may_be_beside(name[0]) for name in names):
            start = both.start("who")
            yield from (ListedName(name[0], (start + name.start(), start + name.end())) for name in names)


def _may_be_beside(run: str) -> bool:
    """Whether a run is somebody beside one who is named for certain: 红英 of 姚金山和红英都咳."""
    return is_ailing(run) or is_called(run) or (is_nickname(run) and run not in listed_words().nobody)


def _last_run(text: str, since: int, until: int) -> tuple[int, int] | None:
    last = None
    for run in RUN.finditer(text, since, until):
        last = run.span()
    return last


def _siblings(text: str) -> Collection[str]:
    """The first two characters of those who share them, where two of one home are spoken of: 米玉 of 米玉环, 米玉珠."""
    if _OF_SIBLINGS.search(text) is None:
        return ()
    begins = Counter(run[0][:2] for run in RUN.finditer(text) if looks_like_name(run[0][:3]))
    return [begin for begin, count in begins.items() if count > 1]


def find_ailing(text: str) -> list[ListedName]:
    """Names in front of what they feel without a figure: 王丽咳嗽, 李强没事; and those that stand alone: 王磊 李刚."""
    found = list(_ailing_together(text)) if "都" in text or "均" in text else []
    are_told = ("都" in text or "均" in text) and _FIGURE_OF_ALL.search(text) is not None
    if not found and not are_told and len(listed_words().surname.findall(text)) < 2:
        return found
    told = {one.span[0] for one in found}
    siblings = _siblings(text) if are_told else ()
    for run in RUN.finditer(text):
        start, end = run.span()
        only = _ONLY.match(text, start, end) if are_told else None
        start = start if only is None else only.end()  # 就老莫有点咳嗽
        said = text[start:end]
        if start in told:
            continue
        if end - start <= 4 and is_full_name(said):
            found.append(ListedName(said, (start, end)))
            continue
        size = next((word.start for word in health_words(said) if word.start > 1), 0)  # 付有财拉肚子
        name = said[:size]
        if 2 <= size <= 4 and (is_ailing(name) or name[:2] in siblings or (are_told and is_called(name))):
            found.append(ListedName(name, (start, start + size)))
    return found
