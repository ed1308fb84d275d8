"""Days of the week on which something happens again and again: 周一三五, 每周二, 一三五, 每天, 周一到周五."""

import re
from dataclasses import dataclass

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIGURES = "一二三四五六日天"
_DAYS = frozenset(_FIGURES + "1234567")


@dataclass(frozen=True, slots=True)
class RecurrenceFound:
    """Days of the week as RFC 5545 writes them, from Monday on, and where the text says so."""

    days: tuple[str, ...]
    span: tuple[int, int]


_WEEK = "(?:周|星期|礼拜)"
_RECURRENCE = re.compile(
    rf"(?P<each>[每逢]个?|固定在?)?{_WEEK}(?:(?<=每周)的|(?<=每星期)的"
    rf"|(?<=每礼拜)的)?(?P<first>[{_FIGURES}1-7])(?![次回趟遍])"
    rf"(?:(?:到|至|-|~){_WEEK}?(?P<last>[{_FIGURES}1-7])(?![\d点号])"
    rf"|(?P<more>(?:(?:、|,|和|及|跟|与|/| )?(?:{_WEEK}[{_FIGURES}]"
    rf"|(?:(?<! )|(?<=[{_FIGURES}] )(?=[{_FIGURES}](?:[ 、,]|早|晚|上午|下午"
    rf"|中午)))[{_FIGURES}](?![号点月家个次起共行大直样下人岁口天后前]|早(?![上晨]))"
    r"|(?<=[1-7])[ 、,和/][1-7](?![\d点号:.月个号-])))*))"
    rf"|(?<![{_FIGURES}零七八九十\d])(?P<idiom>一三五[日天]?|二四六)(?![{_FIGURES}零七八九十\d度点号楼])"
    rf"|(?<=改成)(?P<changed>[{_FIGURES}]{{2,4}})(?=了|$|[ ,。;])"
    rf"|(?<=[: ])(?P<listed>[{_FIGURES}](?:、[{_FIGURES}]){{1,3}})(?![、{_FIGURES}号点月个七八九十])"
    r"|(?<![\d.])(?P<figures>135|246)(?=[ ]?(?:都?[得要]?[去做上]{0,2}|的)(?:血?透|血液|洗肾|洗血|化疗|放疗|输液|针灸))"
    r"|(?P<daily>每天|(?<![今明昨前后每])天天|(?<=[往以今之]后)天天|每日|每一天|每[早晚](?!点)|日日|见天)|(?P<workdays>(?:每个)?工作日)"
    r"|(?P<weekend>每个?周末|(?<![本这下上])周末(?=都[得要去有]|能?用的(?:出?门?条|证|出入|通行)))"
)
# What is done again and again on the same days, however these are said: 化疗 周二周四. This week's days are no rule.
_TREATMENT = re.compile(
    "透[析希吸西晰]|血透|化疗|放疗|输液|打针|针灸|理疗|康复|换药|洗[肾血]|上机器?洗|[得要去]洗(?=$"
    "|[ ,。;]|的[ ,。;])|补习班|辅导班|兴趣班|特长班|陪读"
)
# 星期三都要去 is every Wednesday; 周三周五都行 offers two days.
_ALWAYS = re.compile("[^,。;\n]{0,4}?(?:都(?:得|要|去|有|上|做|必须|需要)|各[^,。; ]{0,3}一?[次回趟])")
# 周二周四下午两节,长期: whatever days are named come again.
_STANDING = re.compile(
    "(?:^|[ ,。;])(?:长期|常年|长年)(?=$|[ ,。;!]|批|办|有效|去|都|如此|申请)|[批办开报弄整]个?长期(?!病"
    "|吃)|每周都|固定(?=这|时间|每|周|星期|礼拜)"
)
# 天天周一到周五 is said of the days behind it, 除了礼拜天天天去 of all but those that are named.
_THAT_IS = re.compile(rf"[ ,的]?{_WEEK}[{_FIGURES}1-7](?:到|至|-|~)")
_BUT = re.compile(
    rf"除[了开]?{_WEEK}(?P<days>[{_FIGURES}1-7](?:[、和跟与]?{_WEEK}?[{_FIGURES}1-7])?)(?:[ ,]|之?外|以外|[我俺他她])*$"
)
_EXCEPT = re.compile("除[了开]?$")
# 只有周六周日去店里 tells a habit as well.
_HABIT = re.compile("(?:只有|平时|平常|一般|固定|总是|向来)(?:是|都|在|逢)?$")
_ONE_WEEK = re.compile("[下上本这]个?$")
# 只报这一次: of a trip that comes again this one is asked for; 每日往返太麻烦 is why nobody does.
_THIS_ONE = re.compile("[只就单](?:报|走|去|批|开|办|登记?|申请)?这?一[次回趟](?:就行|就好|就够|[ ,。]|$)")
_TOO_MUCH = re.compile("[^,。; ]{0,4}(?:太|不方便|折腾|来不及|顾不)")
_HINT = re.compile(r"[周期拜日天]|每[早晚]|[一二三四五六][、]?[二三四五六日天]|135|246")


def find_recurrence(text: str) -> RecurrenceFound | None:
    """The days of the week that come again in the text; None for a single day (周三) and for what is open (隔天)."""
    if _HINT.search(text) is None or _THIS_ONE.search(text) is not None:
        return None
    standing = _standing(text) if _STANDING.search(text) is not None else None
    if standing is not None:
        return standing
    for match in _RECURRENCE.finditer(text):
        if _EXCEPT.search(text, max(0, match.start() - 2), match.start()) is not None:
            continue
        is_one_week = _ONE_WEEK.search(text, 0, match.start()) is not None
        if is_one_week and match["last"]:  # 下周一到周五 begins and ends once
            continue
        is_treatment = not is_one_week and _TREATMENT.search(text) is not None
        is_habit = _ALWAYS.match(text, match.end()) is not None or _HABIT.search(text, 0, match.start()) is not None
        is_rule = not is_one_week and is_habit
        if match["daily"] and (_THAT_IS.match(text, match.end()) or _TOO_MUCH.match(text, match.end())):
            continue
        days = _days(match, is_treatment, is_rule)
        but = _BUT.search(text, max(0, match.start() - 12), match.start()) if match["daily"] else None
        if but is not None:
            days -= {weekday(figure) for figure in but["days"] if figure in _DAYS}
        if days:
            start = match.start() if but is None else but.start()
            return RecurrenceFound(tuple(WEEKDAYS[day] for day in sorted(days)), (start, match.end()))
    return None


def _standing(text: str) -> RecurrenceFound | None:
    """All days of the week that are named, one here and one there, where the text says that they hold for long."""
    days: set[int] = set()
    found = [match for match in _RECURRENCE.finditer(text) if match["first"]]
    for match in found:
        if _ONE_WEEK.search(text, 0, match.start()) is not None or match["last"]:
            return None
        days |= _days(match, is_treatment=True, is_always=True)
    if not days:
        return None
    return RecurrenceFound(tuple(WEEKDAYS[day] for day in sorted(days)), (found[0].start(), found[-1].end()))


def weekday(figure: str) -> int:
    """Monday is 0: the number of 一 to 六, 日, 天, 1 to 7."""
    return int(figure) - 1 if figure.isascii() else min(_FIGURES.index(figure), 6)


def _days(match: re.Match[str], is_treatment: bool, is_always: bool) -> set[int]:
    """The weekdays of one match, 0 is Monday; empty where it names a single day or two that are no rule."""
    if match["daily"]:
        return set(range(7))
    if match["workdays"]:
        return set(range(5))
    if match["weekend"]:
        return {5, 6}
    if match["idiom"] or match["figures"]:
        return {weekday(figure) for figure in match["idiom"] or match["figures"]}
    if match["changed"] or match["listed"]:
        figures = [weekday(figure) for figure in match["changed"] or match["listed"] if figure in _DAYS]
        return set(figures) if is_treatment and figures == sorted(set(figures)) else set()
    first = weekday(match["first"])
    if match["last"]:
        last = weekday(match["last"])
        return set(range(first, last + 1)) if first < last else set()
    more = match["more"] or ""
    days = {first} | {weekday(figure) for figure in more if figure in _DAYS}
    said_apart = any(sign in more for sign in "、,和及跟与/周期拜")  # 周三和周五 may be two days of one week
    is_rule = match["each"] or is_always or len(days) > 2 or (len(days) == 2 and (is_treatment or not said_apart))
    return days if is_rule else set()
