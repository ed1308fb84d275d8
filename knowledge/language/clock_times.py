"""Times of the clock as people say them: 下午三点, 早上7点半, 15:30, 中午, 晚上十二点, 半小时后. Text is normalised."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from knowledge.language.small_numbers import NO_FIGURE_BEFORE, SMALL, small_number


@dataclass(frozen=True, slots=True)
class TimeFound:
    """A time of day. `days_on` is 1 where it falls on the day after the one said (晚上十二点, 今晚一点).

    `confirm` means that the text does not say which half of the day (三点到): the value is only likely.
    """

    value: time
    span: tuple[int, int]
    confirm: bool = False
    days_on: int = 0


_MORNING = (
    "凌晨|清晨|清早上|清早|早晨|早上|一早|大早上|大早|早间|上午|今早|明早|昨早|后早|今晨|明晨|头晌|前晌|上半晌"
    "|前半晌|早起|天亮前|后半夜"
)
_NOON = "中午|正午|晌午头|晌午|中午头"
_AFTERNOON = "午后|下午|下半晌|后半晌|下晌|后晌|过晌|傍晚|傍黑"
_EVENING = (
    "晚上|晚间|今晚上|今晚|明晚上|明晚|昨晚上|昨晚|前晚|后晚|夜晚|晚晌|今黑儿|今黑|明黑儿|明黑|昨黑|黑天|下黑"
    "|晚黑|黑夜|晚半晌"
)
_NIGHT = "半夜|深夜|大半夜|夜里|夜间|午夜|前半夜|今夜|明夜|今宿|明宿"
_ONE_CHARACTER = "早|晚|夜|黑"
_PART = rf"(?P<part>{_MORNING}|{_NOON}|{_AFTERNOON}|{_EVENING}|{_NIGHT}|{_ONE_CHARACTER})"
# 三点五 is a quantity and 三点二十 a time: minutes have two places, or say 分 or 零.
TIME = re.compile(
    rf"(?:{_PART}[ ,]?(?:大概|大约|差不多)?)?(?!(?<=[周期拜])[一二三四五六]|(?<=初)[一二三四五六七八九十])"
    rf"(?:{NO_FIGURE_BEFORE}|(?<=[周期拜][一二三四五六])|(?<=初[一二三四五六七八九十]))(?:"
    r"(?P<colon_hour>\d{1,2}):(?P<colon_minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    rf"|差(?:(?P<lacking>{SMALL})分(?:钟)?|(?P<lacking_quarter>一刻))(?:到|就)?[ ]?(?P<lacking_hour>{SMALL})点"
    rf"|(?P<hour>{SMALL})(?:点|时(?=\d|整|许|[零一二三四五]?十|零|半(?![会晌刻]))"
    r"|(?:(?<=十一)|(?<!一))时(?=[出返回去到起前走开左至和, 。;]|$))钟?"
    rf"(?:(?P<half>半)|(?P<quarter>[一1三3])刻|过?(?P<minute>{SMALL})(?P<minute_word>分)?|差(?:(?P<to>{SMALL})分|(?P<to_quarter>一刻)))?"
    r")钟?"
    rf"|(?P<hour_only>\d{{1,2}})(?<!\d\d\d)时(?![间候而\d])"
    r"|(?P<dotted_part>上午|中午|下午|晚上|早上|傍晚)(?P<dotted_hour>\d{1,2})\.(?P<dotted_minute>[0-5]\d)(?![\d.])"
    r"|(?P<noon>中午|正午|晌午)(?!头?饭|的饭|吃)|(?P<midnight>零点|午夜)"
)
_HINT = re.compile(r"[点时:午夜后晌]")
# 今晚的飞机,九点到: the part of the day is said some words before; 昨晚 is over, and another day has parts of its own.
_PART_BEFORE = re.compile(
    rf"(?:(?P<evening>{_EVENING}|夜里|晚)|(?P<afternoon>{_AFTERNOON})|(?P<morning>上午|早上|头晌))"
    r"(?P<gap>[^。;\n\d昨前第次翌转明后]{1,10})$"
)
_OVER = frozenset("昨前")
_NOT_A_TIME_BEHIND = re.compile(
    r"[多几]?[个]?(?:要求|意见|建议|问题|说明|一线|希望|疑问|想法|理由|原因|[0-9零一二三四五六七八九]|儿|都|也没|没事|不)"
)
_NOT_A_TIME_BEFORE = frozenset("有好快早晚多少差大小高低轻重远近慢第")
_LATER = re.compile(
    rf"{NO_FIGURE_BEFORE}(?:(?P<half>半)个?(?:小时|钟头)|(?P<minutes>{SMALL}|[1-9]\d\d)分钟"
    rf"|(?P<hours>{SMALL})个?(?P<and_half>半)?(?:小时|钟头)(?P<behind_half>半)?)(?:之|以)?后"
)
_NOT_LATER = re.compile(r"(?:隔|每|发烧|发热|吃药|服药|退烧|术后|隔离|过了|开车)[^,，。]{0,2}$")


def find_times(text: str) -> Iterator[TimeFound]:
    """All times of the clock in the text, from left to right.

    A time without its half of the day takes it from the one before it (下午三点到五点); alone, 一点 to 六点 are taken
    for the afternoon and marked to be confirmed, and the others count as they stand.
    """
    if _HINT.search(text) is None:
        return
    last: TimeFound | None = None
    for match in TIME.finditer(text):
        found = _read(text, match, last)
        if found is not None:
            last = found
            yield found


def find_later(text: str, now: datetime) -> tuple[datetime, tuple[int, int]] | None:
    """The moment of 半小时后, 两个半小时以后, 20分钟后, to the minute, with its span."""
    if "后" not in text:
        return None
    match = _LATER.search(text)
    if match is None or _NOT_LATER.search(text, max(0, match.start() - 6), match.start()) is not None:
        return None
    if match["half"]:
        minutes: int | None = 30
    elif match["minutes"]:
        minutes = int(match["minutes"]) if match["minutes"].isdigit() else small_number(match["minutes"])
    else:
        hours = small_number(match["hours"])
        extra = 30 if match["and_half"] or match["behind_half"] else 0
        minutes = None if hours is None else hours * 60 + extra
    if minutes is None:
        return None
    return now.replace(second=0, microsecond=0) + timedelta(minutes=minutes), match.span()


def _read(text: str, match: re.Match[str], last: TimeFound | None) -> TimeFound | None:
    """The time of one match, or None where the words are none."""
    if match["noon"]:
        return TimeFound(time(12, 0), match.span())
    if match["midnight"]:
        return TimeFound(time(0, 0), match.span(), days_on=1 if match["midnight"] == "午夜" else 0)
    clock = _hour_and_minute(match)
    if clock is None or not _is_time(text, match):
        return None
    hour, minute = clock
    part = match["part"] or match["dotted_part"] or ""
    if not part and match["colon_hour"] is None and match["hour_only"] is None and hour <= 12:
        before = _part_before(text, match.start(), hour, last)
        if before is not None:
            return _in_part(before, hour, minute, match.span())
        return _without_part(hour, minute, match.span(), last)
    return _in_part(part, hour, minute, match.span())


def _hour_and_minute(match: re.Match[str]) -> tuple[int, int] | None:
    """What the figures say, before the half of the day is known; None where they are no clock time."""
    if match["colon_hour"]:
        hour, minute = int(match["colon_hour"]), int(match["colon_minute"])
    elif match["dotted_hour"]:
        hour, minute = int(match["dotted_hour"]), int(match["dotted_minute"])
    elif match["hour_only"]:
        hour, minute = int(match["hour_only"]), 0
    else:
        said_hour = small_number(match["hour"] or match["lacking_hour"])
        said_minute = _minute(match)
        if said_hour is None or said_minute is None:
            return None
        hour, minute = (said_hour, said_minute) if said_minute >= 0 else (said_hour - 1, 60 + said_minute)
    return (hour, minute) if 0 <= hour <= 24 and minute < 60 and (hour < 24 or minute == 0) else None


def _minute(match: re.Match[str]) -> int | None:
    """The minutes behind 点, negative for those that are lacking; None where they are none (三点五)."""
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15 if match["quarter"] in "一1" else 45
    if match["lacking_quarter"] or match["to_quarter"]:
        return -15
    lacking = match["lacking"] or match["to"]
    if lacking:
        minutes = small_number(lacking)
        return -minutes if minutes is not None and 0 < minutes < 60 else None
    said = match["minute"]
    if said is None:
        return 0
    minutes = small_number(said)
    is_clear = match["minute_word"] is not None or len(said) > 1 or said == "十"
    return minutes if minutes is not None and is_clear else None


def _is_time(text: str, match: re.Match[str]) -> bool:
    """Whether 一点, 两点 and the like are the clock here, and not 一点也不, 有两点建议, 两点一线."""
    if match["hour"] is None or match["half"] or match["quarter"] or match["minute"] or match["to"]:
        return True
    if _NOT_A_TIME_BEHIND.match(text, match.end()) is not None:
        return False
    part = match["part"]
    if part is not None and len(part) > 1:
        return True
    ends_with_clock = text.startswith("钟", match.end() - 1)
    if match["hour"] == "一" and not ends_with_clock:
        return False
    return part is not None or match.start() == 0 or text[match.start() - 1] not in _NOT_A_TIME_BEFORE


def _part_before(text: str, start: int, hour: int, last: TimeFound | None) -> str | None:
    """The part of the day that was named some words before a bare hour, where that settles it; an earlier time does so
    by itself."""
    behind = max(start - 16, 0 if last is None else last.span[1])
    before = _PART_BEFORE.search(text, behind, start)
    if before is None or before.group()[0] in _OVER or (before.start() and text[before.start() - 1] in _OVER):
        return None
    if before["morning"]:
        return "早上" if 7 <= hour <= 11 else None
    if before["afternoon"] and hour <= 6:
        return "下午"
    return "晚上" if 6 <= hour <= 11 else None


def _without_part(hour: int, minute: int, span: tuple[int, int], last: TimeFound | None) -> TimeFound:
    """A bare hour: after an earlier time of the message it is the next such hour, else the likely one."""
    if last is not None and not last.confirm and not last.days_on and 1 <= hour <= 11:
        later = time(hour, minute)
        return TimeFound(later if later > last.value else time(hour + 12, minute), span)
    if 1 <= hour <= 6:
        return TimeFound(time(hour + 12, minute), span, confirm=True)
    return TimeFound(time(hour % 24, minute), span)


def _in_part(part: str, hour: int, minute: int, span: tuple[int, int]) -> TimeFound | None:
    """An hour with its part of the day; None where the two contradict each other, as in 上午十八点."""
    days_on = 0
    if hour == 24:
        return TimeFound(time(0, 0), span, days_on=1)
    if part in _MORNING.split("|") or part == "早":
        if hour > 12:
            return None
        hour = 0 if part == "凌晨" and hour == 12 else hour
    elif part in _NOON.split("|"):
        if hour not in {11, 12, 13, 14, 1, 2}:
            return None
        hour += 12 if hour <= 2 else 0
    elif part in _AFTERNOON.split("|"):
        if not (hour <= 7 or 12 <= hour <= 19):
            return None
        hour += 12 if hour < 8 else 0
    elif part:  # evening and night
        if 12 < hour < 17:
            return None
        days_on = int(hour == 12 or (hour < 5 and (part in _EVENING.split("|") or part == "晚")))
        hour = 0 if hour == 12 else hour + 12 if 5 <= hour < 12 else hour
    return TimeFound(time(hour, minute), span, days_on=days_on)
