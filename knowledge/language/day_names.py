"""What the words for a day mean on a given day: 后天, 下周三, 二十九号, 1.23, 月底, 三天后, 腊月二十八, 除夕.

One function for each way of `knowledge.language.day_words`. Lunar days are worked out by
`knowledge.language.lunar_days`; 小年 is the northern one, 腊月二十三.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.language.lunar_days import in_lunar_month, lunar_candidates, term_day
from knowledge.language.recurrences import weekday
from knowledge.language.small_numbers import small_number

# How far back a day and month is still taken for a past one when a coming one is expected, and the reverse.
_NEAR_BY = timedelta(days=65)
_SOON = timedelta(days=120)
_SUNDAY = 6
_STAGE = 3  # days that a journey may take
_EVE_IS_NEAR = timedelta(days=29)


@dataclass(frozen=True, slots=True)
class Context:
    """What a day counts from: the day of the message, and whether past days are meant rather than coming ones."""

    today: date
    is_past: bool


Day = tuple[date, bool]  # the day, and whether it is really the one that was said (False for 2月30日)

_OFFSETS = {"今": 0, "明": 1, "昨": -1, "后": 2, "前": -2, "大后": 3, "大前": -3}
_FEASTS = {
    "除夕": (12, 30),
    "大年夜": (12, 30),
    "小年": (12, 23),
    "元宵": (1, 15),
    "端午": (5, 5),
    "中秋": (8, 15),
    "腊八": (12, 8),
    "春节": (1, 1),
    "破五": (1, 5),
    "龙抬头": (2, 2),
    "二月二": (2, 2),
}
_COMMON_FEASTS = {
    **{"元旦": (1, 1), "国庆节": (10, 1), "劳动节": (5, 1), "五一节": (5, 1), "圣诞": (12, 25), "圣诞节": (12, 25)},
    **{"平安夜": (12, 24), "跨年夜": (12, 31), "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8)},
    **{"三八妇女节": (3, 8), "植树节": (3, 12)},
}
# Feasts that go by the sun: on which day of the traditional calendar's terms.
_TERMS = {
    "清明节": "清明",
    **{
        term: term
        for term in (
            *("小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至"),
            *("小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至"),
        )
    },
}
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_AFTER_SOMETHING = re.compile(
    r"(?:(?:大夫|医生|护士|医院|那边|老师)(?:让|说|叫|要求)我?|隔离|满|住|观察|监测|休息|发烧|发热|烧了|术|打针|出院|吃药|接种|居家|封控?|停)(?:了|够|满)?$|第$"
)


def day_of(text: str, match: re.Match[str], context: Context) -> Day | None:
    """The day that a match of `DAY` names, or None where it names none (13月1日, 过两天)."""
    read = _READERS.get(match.lastgroup or "")
    if read is None:
        return None
    try:
        return read(text, match, context)
    except (ValueError, OverflowError):  # a day beyond the calendar's first or last year
        return None


def _iso(_text: str, match: re.Match[str], _context: Context) -> Day | None:
    month, day = small_number(match["iso_month"]), small_number(match["iso_day"])
    year = int(match["iso_year"])
    return _clipped(year if year > 99 else 2000 + year, month, day)


def _compact(_text: str, match: re.Match[str], _context: Context) -> Day | None:
    said = match["compact"]
    return _clipped(int(said[:4]), int(said[4:6]), int(said[6:]))


def _near(_text: str, match: re.Match[str], context: Context) -> Day:
    said = match["near"]
    offset = _OFFSETS[said[:2] if said[0] == "大" else said[0]]
    return context.today + timedelta(days=offset), True


def _weekday(_text: str, match: re.Match[str], context: Context) -> Day:
    number, week = weekday(match["weekday"]), match["week"]
    monday = context.today - timedelta(days=context.today.weekday())
    if week is not None:
        weeks = {"下下": 2, "下": 1, "这": 0, "本": 0, "上": -1, "上上": -2}[week]
        is_over = weeks == 0 and number < context.today.weekday()
        if is_over and context.today.weekday() == _SUNDAY and not context.is_past:
            weeks = 1  # 这周六, said on a Sunday with which the week begins for many
        return monday + timedelta(days=number, weeks=weeks), True
    distance = number - context.today.weekday()
    if context.is_past:
        return context.today + timedelta(days=distance - 7 if distance > 0 else distance), True
    return context.today + timedelta(days=distance + 7 if distance < 0 else distance), True


def _lunar(_text: str, match: re.Match[str], context: Context) -> Day | None:
    said = match["said_month"] or match["lunar_month"]
    month = _LUNAR_MONTHS.get(said) or small_number(said)
    day = small_number(match["lunar_day"])
    if month is None or day is None:
        return None
    return _nearest(lunar_candidates(context.today, month, day), context)


def _lunar_only_day(_text: str, match: re.Match[str], context: Context) -> Day | None:
    return in_lunar_month(context.today, small_number(match["lunar_only_day"]) or 0, context.is_past)


def _new_year(_text: str, match: re.Match[str], context: Context) -> Day | None:
    return _nearest(lunar_candidates(context.today, 1, small_number(match["new_year"]) or 0), context)


def _eve(_text: str, _match: re.Match[str], context: Context) -> Day | None:
    return _nearest(lunar_candidates(context.today, 12, 30), context)


def _thirtieth(_text: str, _match: re.Match[str], context: Context) -> Day | None:
    """三十晚上 is 除夕 when that is near, else the thirtieth; which of them is to be asked."""
    eve = _nearest(lunar_candidates(context.today, 12, 30), context)
    if eve is not None and abs(eve[0] - context.today) <= _EVE_IS_NEAR:
        return eve[0], False
    found = numbered_day("30", context)
    return None if found is None else (found[0], False)


def _late(_text: str, match: re.Match[str], context: Context) -> Day | None:
    """大年二十九 is 腊月二十九."""
    return _nearest(lunar_candidates(context.today, 12, small_number(match["late"]) or 0), context)


def _any_month(_text: str, match: re.Match[str], context: Context) -> Day | None:
    """初三, 廿八 of whatever month."""
    day = small_number(match["any_month"]) if match["any_month"] else small_number("廿" + match["any_month_late"])
    return in_lunar_month(context.today, day or 0, context.is_past)


def _feast(_text: str, match: re.Match[str], context: Context) -> Day | None:
    said = match["feast"]
    if said in _COMMON_FEASTS:
        return _month_day(context, *_COMMON_FEASTS[said])
    if said in _TERMS:
        days = [term_day(context.today.year + years, _TERMS[said]) for years in (-1, 0, 1)]
        return _nearest([(day, True) for day in days], context)
    month_and_day = _FEASTS.get(said) or _FEASTS[said.removesuffix("节")]
    found = _nearest(lunar_candidates(context.today, *month_and_day), context)
    return None if found is None else (found[0], True)  # 除夕 is the last day of the year, however long its month


def _month(_text: str, match: re.Match[str], context: Context) -> Day | None:
    word = match["month_word"]
    day = None if match["day"] is None else small_number(match["day"])
    if word is None:
        month = 1 if match["month"] == "元" else small_number(match["month"])
        if match["end_of_it"] and month is not None and 1 <= month <= 12:
            return _month_day(context, month, monthrange(context.today.year, month)[1])
        if match["year_word"]:
            return _clipped(context.today.year + {"去": -1, "今": 0, "明": 1}[match["year_word"][0]], month, day)
        return None if match["month"] == "两" else _month_day(context, month, day)
    months = 2 if word.startswith("下下") else 1 if word.startswith("下") else -1 if word.startswith("上") else 0
    year, month = _months_on(context.today, months)
    return _clipped(year, month, monthrange(year, month)[1] if match["end_of_it"] else day)


def _end_of_month(_text: str, _match: re.Match[str], context: Context) -> Day | None:
    year, month = context.today.year, context.today.month
    return _clipped(year, month, monthrange(year, month)[1])


def _days_on(text: str, match: re.Match[str], context: Context) -> Day | None:
    """三天后; 两天后 is exact, but 隔离14天后 counts from something else, and so does 上车三天前."""
    if _AFTER_SOMETHING.search(text, max(0, match.start() - 5), match.start()) is not None:
        return None
    number = small_number(match["days_on"])
    if number is None or (match["days_on"] == "两" and text.startswith("过", match.start() - 1)):
        return None
    days = number * (1 if match["days_unit"] in "天日" else 7)
    return context.today + timedelta(days=days if match["direction"] == "后" else -days), True


def _days_through(_text: str, match: re.Match[str], context: Context) -> Day | None:
    """过三天; 过两天 is any day soon."""
    number = None if match["days_through"] == "两" else small_number(match["days_through"])
    return None if number is None else (context.today + timedelta(days=number), True)


def _short(text: str, match: re.Match[str], context: Context) -> Day | None:
    """1.23 and 1/23; with a single figure behind the point (1.5) only where the words around say that it is a day."""
    said_day = match["short_day"]
    if len(said_day) == 1 and not match.group().endswith(("日", "号")):
        before = text[max(0, match.start() - 1) : match.start()]
        if before not in _DAY_BEGINS or _DAY_GOES_ON.match(text, match.end()) is None:
            return None
    found = _month_day(context, int(match["short_month"]), int(said_day))
    # Far ahead, 9.12 is rather a time or an amount.
    return found if found is not None and found[0] - context.today < _SOON else None


def _dash(_text: str, match: re.Match[str], context: Context) -> Day | None:
    return _month_day(context, int(match["dash_month"]), int(match["dash_day"]))


def _only_day(_text: str, match: re.Match[str], context: Context) -> Day | None:
    return numbered_day(match["only_day"] or match["bare_day"], context)


def numbered_day(said: str, context: Context) -> Day | None:
    """23号: the next such day, today included, or the last one; a day that its month does not have is none really."""
    day = small_number(said)
    if day is None or not 1 <= day <= 31:
        return None
    months = 0
    if context.is_past and day > context.today.day:
        months = -1
    elif not context.is_past and day < context.today.day:
        months = 1
    return _clipped(*_months_on(context.today, months), day)


def next_such_day(number: int, last: date) -> date | None:
    """The day of this number soon after one named before, by either calendar: 正月十六走 十七到, 30号走 31到."""
    for days in range(1, _STAGE + 1):
        day = last + timedelta(days=days)
        lunar = in_lunar_month(day, number, is_past=False)
        if day.day == number or lunar == (day, True):
            return day
    return None


def same_in_both(number: int, context: Context) -> date | None:
    """The day of this number where both calendars mean the same one; which of them is meant nobody can tell otherwise."""
    common, lunar = numbered_day(str(number), context), in_lunar_month(context.today, number, context.is_past)
    return common[0] if common is not None and common == lunar else None


_DAY_BEGINS = frozenset(["", *" 从是在于到期:,我们"])
_DAY_GOES_ON = re.compile(r"[ ]?(?:到|回|走|返|出发|动身|坐|从|的?[飞火高动]|早|晚|上午|下午|中午|傍晚|凌晨|左右)")
# By the last group of the way in which a day is named.
_READERS: Mapping[str, Callable[[str, re.Match[str], Context], Day | None]] = {
    "near": _near,
    "only_day": _only_day,
    "bare_day": _only_day,
    "weekday": _weekday,
    "day": _month,
    "end_of_it": _month,
    "lunar_day": _lunar,
    "lunar_only_day": _lunar_only_day,
    "new_year": _new_year,
    "eve": _eve,
    "thirtieth": _thirtieth,
    "late": _late,
    "any_month": _any_month,
    "any_month_late": _any_month,
    "feast": _feast,
    "end": _end_of_month,
    "direction": _days_on,
    "days_through": _days_through,
    "short_day": _short,
    "dash_day": _dash,
    "iso_day": _iso,
    "compact": _compact,
}


def _month_day(context: Context, month: int | None, day: int | None) -> Day | None:
    """A day of a month without its year: the one that lies nearest on the side that is meant."""
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    days = [_clipped(context.today.year + years, month, day) for years in (-1, 0, 1)]
    return _nearest([found for found in days if found is not None], context)


def _nearest(days: list[Day], context: Context) -> Day | None:
    """The next of the days in order, or one that is just past; where past days are meant the other way round."""
    if context.is_past:
        return next((found for found in reversed(days) if found[0] <= context.today + _NEAR_BY), None)
    return next((found for found in days if found[0] >= context.today - _NEAR_BY), None)


def _clipped(year: int, month: int | None, day: int | None) -> Day | None:
    """The day, or the last of its month and False where the month is shorter; None where no month has it."""
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    length = monthrange(year, month)[1]
    return date(year, month, min(day, length)), day <= length


def _months_on(today: date, months: int) -> tuple[int, int]:
    """Year and month so many months from today."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return year, month + 1
