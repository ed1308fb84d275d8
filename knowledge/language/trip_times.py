"""When somebody leaves and comes back (exit requests): 明早七点去中午回, 后天下午两点半到五点, 周一三五早上七点, 去三天.

What is decided here: 中午 is 12:00. 下午回 is the day alone. 去三天 from the 22nd ends on the 24th, as a leave of three
days is counted. A time without a day is today's while it lies ahead, else the day stays open and only the clock is kept.
Of a trip that comes again the first one is meant, and only where the text says from which day on. Coming back earlier
in the day than leaving is coming back on the next day. Text is normalised; `now` is aware and in Asia/Shanghai.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from knowledge.language.recurrences import WEEKDAYS, RecurrenceFound, find_recurrence
from knowledge.language.trip_moments import TripMoment, trip_moments
from knowledge.language.trip_spellings import spelled_out
from knowledge.language.trip_stays import days_away, minutes_ahead, minutes_away


@dataclass(frozen=True, slots=True)
class TripTimes:
    """Leaving and coming back, each a day or a minute, as far as the text settles them.

    The rest is for a form that knows the day of leaving or asks for it: the clocks alone, how many days after leaving
    (0: the same day) or how many minutes later somebody is back, until when a trip comes again, and that a time of
    leaving was said without a day (`no_day`): whatever day is known already stays. `is_now`: leaving is 现在, said as no
    moment. `guess_leave`: which half of the day is meant is a guess, and all that is to be confirmed.
    """

    leave: date | datetime | None = None
    back: date | datetime | None = None
    confirm_leave: bool = False
    confirm_back: bool = False
    leave_time: time | None = None
    return_time: time | None = None
    return_days: int | None = None
    stay_minutes: int | None = None
    until: date | None = None
    no_day: bool = False
    is_now: bool = False
    guess_leave: bool = False


# 六点走 on a day that is named elsewhere is early in the morning.
_EARLY = re.compile("[五六56]点半?")
_HOME = re.compile(
    r"(?:晚上|夜里|下午|上午|早上)?(?:就|得|要|马上|必须|连夜)*往回[赶奔]|[^,。;\n去]{0,8}?(?:让|放|想|要|得|能|可以)[^,。;\n去来]{0,4}?回(?:家"
    r"|去|村|屯|老家|小区)(?!来)"
)
_WENT = re.compile("[去走出]")
_WEEKDAY = re.compile("个?(?:周|星期|礼拜)")
_HALF_SAID = re.compile("[早晨午晌晚夜黑:]|凌晨")
_HALF_TOLD = re.compile(r"[早晨午晌晚夜黑:]|凌晨|(?:1[2-9]|2\d|十[二三四五六七八九]|二十)[点时]")
_EVENING_UNTIL = re.compile("[晚夜黑][上里间]?到$")
_APPLIES = re.compile("(?:申请|请批准?|想报|我报|报批)(?:的?是|于)?[ ]?$")
_GOES_BACK = re.compile(r"[^,。;\n]{0,8}?回去")
_COMES_HOME = re.compile(r"[^,。;\n]{0,4}?(?:回来|返回|到家|回家)")
_LATER = re.compile("(?:天|日|周|星期|礼拜)(?:之|以)?后")
# 十点走,约一小时后回: counted from leaving.
_HOURS_LATER = re.compile("(?:小时|钟头|分钟)(?:之|以)?后")
_NOON = re.compile("中午|正午|晌午")
_BARE_TWELVE = re.compile(r"(?:12|十二)点")


def find_trip_times(text: str, now: datetime, asked: str = "") -> TripTimes:
    """When somebody leaves and is back; with `asked` return_by a time that says nothing more is the one of coming back."""
    text = spelled_out(text)
    recurrence = find_recurrence(text)
    said = trip_moments(text, now, bool(asked))
    if asked == "return_by" and not any(one.cue == "back" for one in said):
        said = [one if one.cue else replace(one, cue="back") for one in said]
    backs = [one for one in said if one.cue == "back" and not (one.date is None and one.time is None)]
    leaves = [one for one in said if one.cue != "back"]
    if len(leaves) == 2 and not backs and _comes_home(text, leaves):
        leaves, backs = leaves[:1], [replace(leaves[1], cue="back")]
    if len(leaves) == len(backs) == 1 and _goes_back_there(text, backs[0], leaves[0]):
        leaves, backs = [replace(backs[0], cue="leave")], [replace(leaves[0], cue="back")]
    if not leaves and len(backs) == 2 and _goes_back_and_comes_home(text, backs):
        leaves, backs = [replace(backs[0], cue="leave")], backs[1:]
    if not leaves and len(backs) == 1 and "," in text[slice(*backs[0].span)]:
        leaves = [replace(backs[0], time=None, cue="leave", guess=False)]  # 聚会明天,晚上八点前回来
    if not leaves and len(backs) == 1 and _goes_home(text, backs[0]):
        leaves, backs = [replace(backs[0], cue="leave")], []
    if not backs and recurrence is None:
        leaves, backs = _second_is_back(text, leaves)
    if recurrence is not None:
        return _recurring(text, recurrence, [_without_weekday(one, recurrence) for one in leaves], backs)
    leave = _leaving(text, leaves)
    return _settled(text, leave, backs, now, asked)


def _goes_home(text: str, said: TripMoment) -> bool:
    """Whether a day is said of going home from where somebody is shut in, and nothing of going out: 今天让我回家吧."""
    is_plea = said.time is None and _HOME.match(text, said.span[1]) is not None
    return is_plea and _WENT.search(text, 0, said.span[0]) is None


def _comes_home(text: str, leaves: Sequence[TripMoment]) -> bool:
    """Whether the second of two days is said of coming back, whatever for: 今天去,腊月二十七回来过年."""
    first, second = leaves
    is_later = first.date is not None and second.date is not None and first.date < second.date
    return is_later and second.cue == "" and _COMES_HOME.match(text, second.span[1]) is not None


def _goes_back_there(text: str, first: TripMoment, second: TripMoment) -> bool:
    """Whether somebody goes back to where they are needed and comes home later: 今天我必须回去,腊月二十七回来过年."""
    is_there = first.span[1] <= second.span[0] and _GOES_BACK.match(text, first.span[1]) is not None
    return is_there and second.cue == "" and _COMES_HOME.match(text, second.span[1]) is not None


def _goes_back_and_comes_home(text: str, backs: Sequence[TripMoment]) -> bool:
    """Whether somebody goes back to where they are needed on a day before that of coming home: 明早回去,后天回来."""
    first, second = backs
    is_there = _GOES_BACK.match(text, first.span[1]) is not None and _COMES_HOME.match(text, second.span[1]) is not None
    return is_there and first.date is not None and second.date is not None and first.date < second.date


def _without_weekday(said: TripMoment, recurrence: RecurrenceFound) -> TripMoment:
    """A time without the day that is one of those on which the trip comes again: 周二周四早8点 names no first day."""
    is_within = said.span[0] < recurrence.span[1] and recurrence.span[0] < said.span[1]
    return replace(said, date=None) if is_within and said.cue != "start" else said


def _second_is_back(text: str, leaves: Sequence[TripMoment]) -> tuple[list[TripMoment], list[TripMoment]]:
    """Of two times without a word about them the later one is that of coming back: 25号早8点 25号晚6点."""
    timed = [one for one in leaves if one.time is not None]
    if len(timed) == 2 and timed[0].date == timed[1].date:
        first, second = timed
        if second.cue and (first.cue or text[first.span[1] : second.span[0]].strip(" ,、")):
            return list(leaves), []
        if first.time is not None and second.time is not None and second.time > first.time:
            return [one for one in leaves if one is not second], [second]
    return list(leaves), []


def _leaving(text: str, leaves: Sequence[TripMoment]) -> TripMoment | None:
    """What is said of leaving in one: the first moment that is said of it, else the first, with the day and the time that
    go with it wherever they stand."""
    if not leaves:
        return None
    first = next((one for cue in ("leave", "start") for one in leaves if one.cue == cue), leaves[0])
    first = next((one for one in leaves if one.date is not None and _is_asked_for(text, one)), first)
    if first.confirm and any(one.date == first.date and not one.confirm for one in leaves):
        first = replace(first, confirm=False)  # 大年三十也得去,今天 where the month has 29 days
    if first.date is None:
        day = next((one for one in leaves if one.date is not None and one.time is None), None)
        return first if day is None else replace(first, date=day.date, confirm=first.confirm or day.confirm)
    if first.time is None:
        clocks = (one for one in leaves if one.time is not None and one.date in {None, first.date})
        clock = next((one for one in clocks if one.cue or _NOON.fullmatch(text, *one.span) is None), None)
        if clock is None:  # 今晚 and the like: the time falls on the day after
            return first
        return replace(first, time=clock.time, confirm=first.confirm or clock.confirm, guess=clock.guess)
    return first


def _is_asked_for(text: str, said: TripMoment) -> bool:
    """Whether it is what somebody applies for, whatever else is told: 17号才复试,申请16号出去."""
    return said.cue == "leave" and _APPLIES.search(text, max(0, said.span[0] - 6), said.span[0]) is not None


def _settled(text: str, leave: TripMoment | None, backs: Sequence[TripMoment], now: datetime, asked: str) -> TripTimes:
    """Leaving and coming back, each with its day."""
    back = backs[0] if backs else None
    leave_at, confirm_leave, leave_time = _moment(leave, now)
    if leave is not None and leave_time is not None and confirm_leave and _EARLY.fullmatch(text, *leave.span):
        leave_time = leave_time.replace(hour=leave_time.hour % 12)
    no_day = leave is not None and leave.date is None and leave.time is not None
    found = TripTimes(leave_at, None, confirm_leave, leave_time=leave_time, no_day=no_day)
    ahead = minutes_ahead(text) if leave is not None and leave.cue != "leave" else None
    if ahead is not None and isinstance(leave_at, datetime):  # 下午三点的手术,提前一小时走
        found = replace(found, leave=leave_at - timedelta(minutes=ahead), leave_time=None)
    if leave is not None:
        found = replace(found, is_now=leave.is_now, guess_leave=leave.guess and not leave.confirm)
    if back is not None and back.date is not None and leave_at is not None and _LATER.search(text, *back.span):
        back = replace(back, date=_day(leave_at) + (back.date - now.date()))  # 26号去,三天后回
    if back is not None and leave is not None and not leave.is_now and isinstance(leave_at, datetime):
        back = _counted_from(text, back, leave_at, now)
    if back is not None:
        is_today = not asked and leave is None and back.time is not None and back.time > now.time()
        if is_today and back.date is None and _NOON.fullmatch(text, *back.span) is None:
            back = replace(back, date=now.date())  # 下楼打个火 十二点前上来: nothing but today is meant
        if back.time is None:  # 九日至十一日到店,十一日晚七点回
            back = next((one for one in backs if one.time is not None and one.date == back.date), back)
        return _this_evening(text, _with_back(text, found, back), leave, back, now)
    stay, days = minutes_away(text), days_away(text, asked)
    if stay is not None:
        until = leave_at + timedelta(minutes=stay) if isinstance(leave_at, datetime) else None
        return replace(found, back=until, stay_minutes=stay, confirm_back=confirm_leave and until is not None)
    if days is not None:
        last = None if leave_at is None else _day(leave_at) + timedelta(days=days)
        return replace(found, back=last, return_days=days, confirm_back=confirm_leave and last is not None)
    return found


def _counted_from(text: str, back: TripMoment, leave: datetime, now: datetime) -> TripMoment:
    """Coming back so many hours after leaving, which is told by the hours from now."""
    if back.date is None or back.time is None or _HOURS_LATER.search(text, *back.span) is None:
        return back
    since = datetime.combine(back.date, back.time) - now.replace(second=0, microsecond=0, tzinfo=None)
    return replace(back, date=(leave + since).date(), time=(leave + since).time())


def _with_back(text: str, found: TripTimes, back: TripMoment) -> TripTimes:
    """Coming back: its own day, else that of leaving, the next one where the clock would go backwards.

    A day that is said and lies before that of leaving stays as it was said: somebody has to ask.
    """
    day, confirm = back.date, back.confirm
    if day is not None and found.leave is not None and _WEEKDAY.match(text, back.span[0]) is not None:
        while day < _day(found.leave):  # 周四走 周日回, said on a Sunday
            day += timedelta(days=7)
    if back.time is None:
        return replace(found, back=day, confirm_back=confirm)
    if day is None:
        if found.leave is None:
            return replace(found, return_time=back.time)
        day = _day(found.leave)
    at = datetime.combine(day, back.time)
    if isinstance(found.leave, datetime) and back.date in {None, found.leave.date()} and at <= found.leave:
        at = _same_half(text, at, found.leave, back)
    earlier = at - timedelta(hours=12)
    is_told = _HALF_TOLD.search(text, *back.span) or _EVENING_UNTIL.search(text, 0, back.span[0])  # 晚上到九点回来
    if isinstance(found.leave, datetime) and found.leave < earlier and is_told is None:
        at = earlier if at.date() == found.leave.date() else at  # 八点走,十一点半回来
    is_said_before = back.date is not None and found.leave is not None and day < _day(found.leave)
    if isinstance(found.leave, datetime) and at <= found.leave and not is_said_before:
        is_midnight = _BARE_TWELVE.match(text, back.span[0]) is not None and found.leave.hour >= 12
        at = datetime.combine(_day(found.leave) + timedelta(days=1), time(0, 0) if is_midnight else back.time)
    confirm = confirm or (found.confirm_leave and back.date in {None, found.leave and _day(found.leave)})
    return replace(found, back=at, confirm_back=confirm, return_time=back.time)


def _this_evening(text: str, found: TripTimes, leave: TripMoment | None, back: TripMoment, now: datetime) -> TripTimes:
    """Both moments twelve hours later where they are over: 今天七点到九点, said in the afternoon."""
    half = timedelta(hours=12)
    if leave is None or not isinstance(found.leave, datetime) or not isinstance(found.back, datetime):
        return found
    is_told = any(_HALF_TOLD.search(text, *one.span) is not None for one in (leave, back))
    if is_told or found.back >= now.replace(tzinfo=None) or (found.leave + half).date() != now.date():
        return found
    return replace(found, leave=found.leave + half, back=found.back + half)


def _same_half(text: str, at: datetime, leave: datetime, back: TripMoment) -> datetime:
    """Coming back in the half of the day of leaving where nothing else is said: 今天六点去七点回 at 18:00 and 19:00."""
    later = at + timedelta(hours=12)
    is_bare = at.hour < 12 and _HALF_SAID.search(text, *back.span) is None
    return later if is_bare and later > leave and "夜班" not in text and later.date() == leave.date() else at


def _moment(said: TripMoment | None, now: datetime) -> tuple[date | datetime | None, bool, time | None]:
    """The day or minute of leaving, whether it is a guess, and the clock alone."""
    if said is None:
        return None, False, None
    if said.date is not None:
        at = said.date if said.time is None else datetime.combine(said.date, said.time)
        return at, said.confirm or said.guess, said.time
    if said.time is None or said.time <= now.time():
        return None, False, said.time
    return datetime.combine(now.date(), said.time), said.confirm or said.guess, said.time


def _recurring(
    text: str, recurrence: RecurrenceFound, leaves: Sequence[TripMoment], backs: Sequence[TripMoment]
) -> TripTimes:
    """The clocks of a trip that comes again, and its first day where the text says from when on."""
    leave_time = next((one.time for one in leaves if one.time is not None), None)
    return_time = next((one.time for one in backs if one.time is not None), None)
    until = next((one.date for one in backs if one.time is None), None)
    found = TripTimes(leave_time=leave_time, return_time=return_time, until=until)
    dated = [one for one in leaves if one.date is not None and one.time is None]
    start = next((one for one in dated if one.cue == "start" or not _is_its_day(text, one, recurrence)), None)
    start = next((one for one in leaves if _is_one_of(one, recurrence)), start)
    start = next((one for one in leaves if one.cue == "start" and one.date is not None), start)
    if start is None or start.date is None:
        return found
    first = start.date
    while WEEKDAYS[first.weekday()] not in recurrence.days:
        first += timedelta(days=1)
    leave = first if leave_time is None else datetime.combine(first, leave_time)
    back = None if return_time is None else datetime.combine(first, return_time)
    if back is not None and isinstance(leave, datetime) and back <= leave:
        back += timedelta(days=1)
    return replace(found, leave=leave, back=back, confirm_leave=start.confirm, confirm_back=start.confirm)


def _is_its_day(text: str, said: TripMoment, recurrence: RecurrenceFound) -> bool:
    """Whether a bare day of the week is one of those on which the trip comes again: 周六、周日我值班,每周末都是我."""
    is_weekday = _WEEKDAY.match(text, said.span[0]) is not None
    return is_weekday and said.date is not None and WEEKDAYS[said.date.weekday()] in recurrence.days


def _is_one_of(said: TripMoment, recurrence: RecurrenceFound) -> bool:
    """Whether it is said when the next of the trips begins: 周二周四周日透析,明天六点二十就得走."""
    is_minute = said.cue == "leave" and said.date is not None and said.time is not None and not said.guess
    return is_minute and said.date is not None and WEEKDAYS[said.date.weekday()] in recurrence.days


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
