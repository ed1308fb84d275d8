"""Days and times that a message names, counted from the moment it was sent (arrive_date, leave_at, return_by).

Nothing is guessed: 过两天, 年前, 28号左右 and 28或29号 give no day. A day that does not exist (2月30日, 年三十 in a
month of 29 days) and an hour that may be of either half of the day (三点) are marked to be confirmed. Text is
normalised, and `now` is aware and in Asia/Shanghai.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from knowledge.language.clock_times import TimeFound, find_later, find_times
from knowledge.language.day_names import Context, Day, day_of, next_such_day, numbered_day, same_in_both
from knowledge.language.day_words import DAY, SHIFT
from knowledge.language.recurrences import RecurrenceFound, find_recurrence
from knowledge.language.small_numbers import small_number

__all__ = [
    "DateFound",
    "MomentFound",
    "RecurrenceFound",
    "TimeFound",
    "as_of_now",
    "find_date",
    "find_dates",
    "find_moment",
    "find_moments",
    "find_recurrence",
    "find_time",
    "find_times",
]

Lean = Literal["future", "past"]
Limit = Literal["", "by", "after", "about"]


@dataclass(frozen=True, slots=True)
class DateFound:
    """A day in Asia/Shanghai and where the text names it.

    `confirm`: the day that was said does not exist, or contradicts its weekday; the value is a proposal.
    `limit`: the text says by (29号之前), after (29号以后) or about (29号左右) this day. `joined`: it is one of several
    days between which the text leaves it open (28或29号), or an end of a span (28到29号).
    """

    value: date
    span: tuple[int, int]
    confirm: bool = False
    limit: Limit = ""
    joined: bool = False


@dataclass(frozen=True, slots=True)
class MomentFound:
    """A day, a time or both, in Asia/Shanghai. `date` is None for a time that no day goes with.

    `confirm`, `limit` and `joined` are those of the day; `confirm_time` says that the half of the day is a guess.
    """

    date: date | None
    time: time | None
    span: tuple[int, int]
    confirm: bool = False
    confirm_time: bool = False
    limit: Limit = ""
    joined: bool = False


# Every way to name a day has one of these; most messages are told apart here already.
_HINT = re.compile(
    r"[天日号周期拜月夕节旦儿]|[今明昨前][早晚晨夜个]|年三十|大年|年初|小年|元宵|端午|中秋|清明|腊八"
    r"|初[一二三四五六七八九十]|\d[./-]\d|[农阴旧]历|20\d{6}|改[到成]了?\d|\d(?:[到回]|[上下中]午|早[上晨起]|一早|晚上|晚[飞到走坐]|半夜|夜里|凌晨)|三十晚|30[晚早上下中夜]|三十[早上下中夜]"
    r"|十[一二三四五六七八九]?[早晚到能那]|[今明昨](?:[黑宿]|[上下中]午|[头前下后过]晌|晌午|傍晚|凌晨)|后[个晚]|廿|破五|龙抬头|二月二|冬至|立[春夏秋冬]|惊蛰|春分|谷雨|芒种|夏至|处暑|秋分|霜降|圣诞|平安夜|跨年夜"
)
_JOINED = re.compile(r"[ ]?(?:或者?是?|还是|要么|要不|、|/|-|~|到|至|和|跟|,)?[ ]?")
# 回老家过的元旦,4号回来: the feast is over, and no day to choose from.
_SPENT = re.compile("过(?:的|完|完了|了)$")
_IS_WEEKDAY = re.compile("[下上这本]{0,2}个?(?:周|星期|礼拜)[一二三四五六日天]")
_RESTATED = re.compile(r"[ ]?[(（,]?[ ]?(?:也就是|就是|即|是)?")
_EVE = ("前一天", "头天", "头一天")
_LIMIT = re.compile(
    r"的?[ ]?(?:(?P<about>前后|左右|上下)|(?P<by>之前|以前|前(?![天年面儿晚半晌往]))"
    r"|(?P<after>之后|以后|过后|往后|后(?![天面儿半晌])))"
)
_WAS = re.compile(r"[^,，。;!?\n]{0,14}?(?:到|回|回来|来|返回|到家|下车|落地)的(?=$|[,，。;!?\n ])")
_MAYBE_WAS = re.compile(r"[^,，。;!?\n]{0,14}?(?:已经|(?:到家|回来|到达|返回|到|落地)了)")
_HALF_OF_DAY = re.compile(r"[上下中]午|[早晨午晚夜黑晌宿:]|凌晨|(?:1[3-9]|2\d|十[三-九]|二十)[点时]")
_UNTIL = re.compile(r"[ ]?(?:到|至|-|~)[ ]?[\d一二三四五六七八九十两]")
_SOON = 2  # hours
_BETWEEN_DAY_AND_TIME = re.compile(r"[ 的,]{0,2}(?:大概|大约|差不多|可能|应该|左右)?[ ]?")


def find_date(text: str, now: datetime, lean: Lean = "future") -> DateFound | None:
    """The first day that the text settles; None where it names none, or leaves open which.

    `lean` says whether 5号 and 周三 mean the next or the last one; 了 and 的 behind a verb (5号回来的) mean the last.
    """
    return next((found for found in find_dates(text, now, lean) if not found.joined and not found.limit), None)


def find_dates(text: str, now: datetime, lean: Lean = "future") -> tuple[DateFound, ...]:
    """All days of the text from left to right, those with a limit and those of a span or choice included."""
    if _HINT.search(text) is None:
        return ()
    recurring = find_recurrence(text)
    found: list[DateFound] = []
    for match in DAY.finditer(text):
        if recurring is not None and recurring.span[0] <= match.start() < recurring.span[1]:
            continue
        for day in _days_of(text, match, now.date(), lean, found[-1] if found else None):
            _add(text, found, day, match["weekday"] is not None)
    return tuple(found)


def find_time(text: str) -> TimeFound | None:
    """The first time of the clock in the text."""
    return next(find_times(text), None)


def find_moment(text: str, now: datetime, lean: Lean = "future") -> MomentFound | None:
    """The first day that the text settles, with its time if it has one; or the first time that has a day."""
    for moment in find_moments(text, now, lean):
        if moment.date is not None and not moment.joined and not moment.limit:
            return moment
    return None


def find_moments(text: str, now: datetime, lean: Lean = "future") -> tuple[MomentFound, ...]:
    """Days and times of the text from left to right; a time takes the day that was named before it.

    明天早上7点去,中午回 gives tomorrow 07:00 and tomorrow 12:00; a time before any day has none, and 半小时后 counts
    from `now`.
    """
    moments: list[MomentFound] = []
    days, times = find_dates(text, now, lean), tuple(find_times(text))
    parts: list[DateFound | TimeFound] = sorted((*days, *times), key=lambda part: (part.span[0], part.span[1]))
    for part in parts:
        if isinstance(part, DateFound):
            moments.append(MomentFound(part.value, None, part.span, part.confirm, limit=part.limit, joined=part.joined))
        else:
            _add_time(text, moments, part)
    later = find_later(text, now)
    if later is not None:
        moments.append(MomentFound(later[0].date(), later[0].time(), later[1]))
    return tuple(moments)


def as_of_now(text: str, moment: MomentFound, now: datetime) -> MomentFound:
    """The moment of a plan, as of now: of the two hours that 今天三点 may be, the one that lies ahead, where the other is
    over or is not for soon. A span that has begun (今天9点到11点) stays as it was said.
    """
    if (
        moment.time is None
        or moment.date != now.date()
        or moment.time.hour == 0
        or _HALF_OF_DAY.search(text, *moment.span)
    ):
        return moment
    behind = moment.span[1]
    if any(said.match(text, behind) is not None for said in (_WAS, _MAYBE_WAS, _UNTIL)):
        return moment
    hour, minute, clock = moment.time.hour % 12, moment.time.minute, now.time()
    morning, afternoon = time(hour, minute), time(hour + 12, minute)
    if morning <= clock < afternoon:
        return replace(moment, time=afternoon, confirm_time=False)
    if moment.confirm_time and clock < morning and hour - now.hour <= _SOON:
        return replace(moment, time=morning, confirm_time=False)
    return moment


def _days_of(text: str, match: re.Match[str], today: date, lean: Lean, last: DateFound | None) -> Iterator[DateFound]:
    """The days of one match of the grammar: mostly one, two for 28到29号, none for words that settle nothing."""
    if match["following"]:
        if last is not None and match.start() >= last.span[1]:  # 除夕前一天 is read with its feast
            days = _days_from(match["following"], text[slice(*last.span)])
            yield DateFound(last.value + timedelta(days=days), match.span())
        return
    if match["next_day"]:
        value = _bare_number(match["next_day"], Context(today, lean == "past"), last)
        if value is not None:
            yield DateFound(value, match.span())
        return
    if match["one_end"]:
        for group in ("one_end", "other_end"):
            end = numbered_day(match[group], Context(today, lean == "past"))
            if end is not None:
                yield DateFound(end[0], match.span(), not end[1], joined=True)
        return
    day = _settled_day(text, match, today, lean)
    if day is None:
        return
    value, exists = day
    end_of_day = match.end()
    is_first_of_two = match["near"] in {"今", "明"}  # 明后两天
    shift = None if is_first_of_two else SHIFT.match(text, end_of_day)
    if shift is not None:
        value, end_of_day = value + timedelta(days=_shift(shift)), shift.end()
    limit = _LIMIT.match(text, end_of_day) if match["direction"] is None and not is_first_of_two else None
    span = (match.start(), limit.end() if limit is not None else end_of_day)
    yield DateFound(value, span, not exists, _limit(limit))


def _bare_number(said: str, context: Context, last: DateFound | None) -> date | None:
    """The day of 十七到, 31早上到: soon after the one named before; alone only what both calendars say, and no figures."""
    number = small_number(said) or 0
    if last is not None:
        return next_such_day(number, last.value)
    return None if said.isdigit() else same_in_both(number, context)


def _settled_day(text: str, match: re.Match[str], today: date, lean: Lean) -> Day | None:
    """The day of a match, past or coming as the words behind it say, else as `lean` says."""
    past = Context(today, True)
    if lean == "past" or _WAS.match(text, match.end()) is not None:
        return day_of(text, match, past)
    coming_day = day_of(text, match, Context(today, False))
    if coming_day is not None and coming_day[0] > today and _MAYBE_WAS.match(text, match.end()) is not None:
        past_day = day_of(text, match, past)
        if past_day is not None and today - past_day[0] < coming_day[0] - today:
            return past_day
    return coming_day


def _days_from(following: str, last: str) -> int:
    """By how many days 当天, 前一天 and 第二天 lie behind the day named before; 前一天走 后一天回 are around one day."""
    if following == "后一天" and last.startswith(_EVE):
        return 2
    return {"当": 0, "前": -1, "头": -1}.get(following[0], 1)


def _shift(match: re.Match[str]) -> int:
    """By how many days 前一天, 后两天, 第二天 move a day."""
    if match["before"]:
        return -(small_number(match["before"]) or 0)
    if match["behind"]:
        return small_number(match["behind"]) or 0
    return (small_number(match["nth"]) or 1) - 1


def _limit(match: re.Match[str] | None) -> Limit:
    if match is None:
        return ""
    return "about" if match["about"] else "by" if match["by"] else "after"


def _add(text: str, found: list[DateFound], day: DateFound, is_weekday: bool) -> None:
    """Put a day behind the others: as the same day said again (29号周六), as another to choose from, or on its own."""
    if not found or found[-1].limit:
        found.append(day)
        return
    last = found[-1]
    gap_start, gap_end = last.span[1], day.span[0]
    is_same = day.value == last.value or (is_weekday and day.value.weekday() == last.value.weekday())
    if _RESTATED.fullmatch(text, gap_start, gap_end) is not None and (is_same or is_weekday):
        confirm = last.confirm or not is_same
        found[-1] = replace(last, span=(last.span[0], day.span[1]), confirm=confirm, limit=day.limit)
    elif gap_start == gap_end and _IS_WEEKDAY.fullmatch(text, *last.span) is not None and not day.joined:
        agree = day.value.weekday() == last.value.weekday()  # 周六5号, where the 5th is no Saturday, settles nothing
        found[-1] = replace(day, span=(last.span[0], day.span[1]), limit=day.limit if agree else "about")
    elif _is_choice(text, last.span[0], gap_start, gap_end) and not is_same:
        found[-1] = replace(last, joined=True)
        found.append(replace(day, joined=True))
    else:
        found.append(day)


def _is_choice(text: str, start: int, gap_start: int, gap_end: int) -> bool:
    """Whether words between two days, the first of which begins at `start`, leave it open which of them is meant."""
    is_spent = _SPENT.search(text, max(0, start - 3), start) is not None
    return not is_spent and _JOINED.fullmatch(text, gap_start, gap_end) is not None


def _add_time(text: str, moments: list[MomentFound], found: TimeFound) -> None:
    """Give a time to the day right before it, or make a moment of its own with the day named last."""
    last = moments[-1] if moments else None
    if last is None or last.date is None:
        moments.append(MomentFound(None, found.value, found.span, confirm_time=found.confirm))
        return
    day = last.date + timedelta(days=found.days_on)
    gap_start, gap_end = last.span[1], found.span[0]
    is_close = gap_end <= gap_start or _BETWEEN_DAY_AND_TIME.fullmatch(text, gap_start, gap_end) is not None
    if last.time is None and is_close:
        span = (last.span[0], max(last.span[1], found.span[1]))
        moments[-1] = replace(last, date=day, time=found.value, span=span, confirm_time=found.confirm)
    else:
        moments.append(MomentFound(day, found.value, found.span, last.confirm, found.confirm))
