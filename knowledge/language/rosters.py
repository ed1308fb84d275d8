"""Lines of a roster 值班表 as the office writes them (clauses 3.4.1, 3.4.3): place, post, names and hours.

永茂社区6号楼 卡口 张三 今天8:00-20:00 · 值班员 王强 今天18:00-明天8:00 · 医疗保障组 备班 何医生 1月21日 · 赵六 替 李强
1月20日-1月25日. Hours without a day are of today; an end that is not behind the beginning is on the next day; days
without hours are whole days. Nothing is guessed: a line that does not say all of it is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.language.addresses import find_address
from knowledge.language.normalise import normalise
from knowledge.times import DAY, HOUR, MINUTE, day_start

_NEAR = {"今天": 0, "今晚": 0, "今早": 0, "明天": 1, "明早": 1, "明晚": 1, "后天": 2}
_NEXT_DAY = frozenset({"次日", "第二天"})
_DAY = r"(?:今天|今晚|今早|明天|明早|明晚|后天|次日|第二天|\d{1,2}月\d{1,2}[日号]?|\d{1,2}[日号])"
_CLOCK = r"(?:早上?|上午|中午|下午|晚上?|凌晨)?\d{1,2}(?::\d{2}|[点时]半?)?"
_TO = r"(?:-|~|—|到|至)"
_HOURS = re.compile(
    rf"(?P<from_day>{_DAY})? ?(?P<from>{_CLOCK}) ?{_TO} ?(?P<until_day>{_DAY})? ?(?P<until>{_CLOCK})"
)
_DAYS = re.compile(rf"(?P<from_day>{_DAY})(?: ?{_TO} ?(?P<until_day>{_DAY}))? ?(?:全天|一整天|整天)?")
_SHIFT = re.compile(r"(早上?|上午|中午|下午|晚上?|凌晨)?(\d{1,2})(?::(\d{2})|[点时](半)?)?")
_AFTERNOON = ("中午", "下午", "晚")
_EVENING = ("今晚", "明晚")
_GRID = re.compile(r"([\u4e00-\u9fff]{2,10}?(?:社区|村|嘎查))/?(\d{1,3}网格)")
_APART = re.compile(r"[ ,;]+")
_BETWEEN_NAMES = re.compile(r"[、/和]")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,12}")
_STANDS_IN = re.compile(r"([\u4e00-\u9fff·]{2,12}) ?(?:替班?|代替|顶替) ?([\u4e00-\u9fff·]{2,12})")
_POSTS = {
    "值班员": "office",
    "值班室": "office",
    "防控办": "office",
    "办公室": "office",
    "卡口": "gate_guard",
    "门岗": "gate_guard",
    "值守": "gate_guard",
    "卡口值守": "gate_guard",
    "组长": "task_force_leader",
    "专班组长": "task_force_leader",
    "副组长": "task_force_leader",
    "网格员": "grid_worker",
}
_RESERVE = frozenset({"备班", "替班", "备勤", "后备"})


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A line as it was read: `place` as an address, empty for the whole subdistrict; moments in ms UTC.

    `stands_in_for` names the grid worker whose place somebody takes; place and post are then that one's.
    """

    place: str
    post: str
    is_deputy: bool
    names: tuple[str, ...]
    from_at: int
    until_at: int
    stands_in_for: str = ""


def read_line(line: str, said: datetime, groups: Mapping[str, str]) -> RosterLine | None:
    """What a line says, read on the day of `said` (Asia/Shanghai); `groups` are the ids of the groups by their titles."""
    text = normalise(line).strip()
    hours = _hours(text, said.date())
    if hours is None:
        return None
    rest, from_at, until_at = hours
    swap = _STANDS_IN.fullmatch(rest)
    if swap is not None:
        return RosterLine("", "grid_worker", True, (swap[1],), from_at, until_at, swap[2])
    post, place, names, is_deputy = "", "", list[str](), False
    for piece in filter(None, _APART.split(rest)):
        if piece in _RESERVE:
            is_deputy = True
        elif not post and (piece in _POSTS or piece in groups):
            post = _POSTS.get(piece) or groups[piece]
            is_deputy = is_deputy or piece == "副组长"
        elif not place and (found := _place(piece)):
            place = found
        elif all(_NAME.fullmatch(one) for one in _BETWEEN_NAMES.split(piece)):
            names += _BETWEEN_NAMES.split(piece)
        else:
            return None
    return RosterLine(place, post, is_deputy, tuple(names), from_at, until_at) if post and names else None


def _place(piece: str) -> str:
    grid = _GRID.fullmatch(piece)
    if grid is not None:
        return f"{grid[1]}/{grid[2]}"
    found = find_address(piece)
    if found is None or found.community is None or found.span != (0, len(piece)):
        return ""
    return "/".join(part for part in (found.community, found.building, found.unit) if part)


def _hours(text: str, today: date) -> tuple[str, int, int] | None:
    """(the rest of the line, from, until) where the line ends with hours or days."""
    for pattern in (_HOURS, _DAYS):
        found = next((one for one in pattern.finditer(text) if one.end() == len(text)), None)
        if found is None:
            continue
        begins_on = _day(found["from_day"], today)
        if begins_on is None:
            return None
        ends_on = _day(found["until_day"], begins_on if found["until_day"] in _NEXT_DAY else today)
        if pattern is _DAYS:
            last = begins_on if found["until_day"] is None else ends_on
            span = None if last is None else (day_start(begins_on), day_start(last) + DAY)
        else:
            span = _between(found, begins_on, begins_on if found["until_day"] is None else ends_on)
        return (text[: found.start()].rstrip(" ,:"), *span) if span is not None and span[0] < span[1] else None
    return None


def _between(found: re.Match[str], begins_on: date, ends_on: date | None) -> tuple[int, int] | None:
    begins = _clock(found["from"], found["from_day"])
    ends = _clock(found["until"], found["until_day"])
    if begins is None or ends is None or ends_on is None:
        return None
    from_at, until_at = day_start(begins_on) + begins, day_start(ends_on) + ends
    return from_at, until_at + DAY if found["until_day"] is None and until_at <= from_at else until_at


def _day(said: str | None, today: date) -> date | None:
    """The day that is meant, the next of its number where the month is left out; None where there is no such day."""
    if said is None:
        return today
    if said in _NEXT_DAY:
        return today + timedelta(days=1)
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    numbers = [int(one) for one in re.findall(r"\d+", said)]
    month, day = numbers if len(numbers) == 2 else (today.month, numbers[0])
    try:
        found = date(today.year, month, day)
    except ValueError:
        return None
    is_next_year = len(numbers) == 2 and (today - found).days > 180
    return found.replace(year=today.year + 1) if is_next_year else found


def _clock(said: str, day: str | None) -> int | None:
    """The time of day in ms; up to 24:00."""
    found = _SHIFT.fullmatch(said)
    assert found is not None  # the pattern of the hours is made of it
    part, hour, minute = found[1] or "", int(found[2]), 30 if found[4] else int(found[3] or 0)
    if (part.startswith(_AFTERNOON) or (not part and day in _EVENING)) and hour < 12:
        hour += 12
    return hour * HOUR + minute * MINUTE if hour * 60 + minute <= 24 * 60 and minute < 60 else None
