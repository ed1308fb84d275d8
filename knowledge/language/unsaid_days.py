"""The day of arriving where the text names none: 刚到家, 到家仨小时了, 在高速上 后半夜两点能到, 天黑前进家.

Whoever is there or on the way says a time from now. Text is normalised; `now` is aware and in Asia/Shanghai.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from knowledge.language.dates import MomentFound, as_of_now
from knowledge.language.home import home
from knowledge.language.numbers import parse_chinese_number

_LENGTH = (
    r"(?P<number>\d{1,2}|半|[一二两俩仨三四五六七八九十]{1,3})(?:来)?个?(?P<half>半)?多?(?P<unit>小时|钟头|分钟?)"
)
# 再有一个半小时到家; 四点十分到 is a time of the clock.
_IN_HOURS = re.compile(
    rf"(?<![点:时\d一二三四五六七八九十])(?:再有|还有|再过|还得|大概|大约|差不多|估计)?{_LENGTH}"
    r"(?:左右)?(?:就|后|之后|以后|能|差不多|应该|可以)?(?:到(?!底|处|时候)|进[村屯家门])"
)
# 到家仨小时了, 进屋快一个钟头了
_SINCE_HOURS = re.compile(
    rf"(?:到家|到站|下车|落地|进[家屋门屯村]|回来)(?:都|已经|也)?(?:快|有|得有|差不多)?{_LENGTH}(?:左右)?(?=了|$|[ ,。])"
)
# 马上上火车 晚上8点20到: whoever sits in the train says a time of today.
_UNDER_WAY = re.compile(
    r"(?:马上|正在|现在|这会儿?|已经|刚|这就)(?:要|就|就要)?(?:上|坐上|在)(?:了)?(?:火车|高铁|动车|飞机|客车|大巴|班车|车|路)上?"
    r"[^。\n]{0,16}?(?:[上下中]午|晚上?|傍晚|夜里|半夜)?\d{1,2}[点:时][^。,;\n]{0,6}到"
)
# 上午打四平回来的, 头晌到的家: of today, where that part of the day has come.
_THIS_MORNING = re.compile(
    r"(?:^|(?<=[ ,。;!就才是今我俺]))(?:(?P<dawn>凌晨|后半夜|大清早|清早|一大早|早晨|早上)"
    r"|(?P<morning>上午|头晌|前晌)|(?P<noon>中午|晌午)"
    r"|(?P<afternoon>下午|过晌|后晌|下晌)|(?P<evening>傍晚|傍黑|晚上))(?!的)[^,。;\n ]{0,12}?"
    r"(?:回来的|回的|到的(?:家|小区|村里?|楼下|[屯屋]里?|社区)?|到家的|返回的)(?=$|[ ,。;!])"
)
_BEGINS = {"dawn": 5, "morning": 8, "noon": 11, "afternoon": 12, "evening": 17}  # o'clock
_VAGUE = re.compile(
    "过两天|过几天|这几天|这两天|明后天|年[前后底]|月底|月初|周末|到时候|没定|定不下|平时|每[天次周]|回头|改天|哪天"
)
_BEFORE_DARK = re.compile("(?:天黑|黑天|晚饭|掌灯)(?:之|以)?前[^,。;\n]{0,3}?(?:到(?!底|处|时候)|进[家屋门屯村])")
_DARK = 17  # o'clock in winter
_LONG_AHEAD = timedelta(hours=16)
_PART_OF_DAY = re.compile("[上下中]午|[早晨晚夜黑晌]|凌晨")


def just_in(text: str, now: datetime) -> MomentFound | None:
    """The day where somebody has just come in, came in some hours ago or comes in some hours."""
    found = _just_in_words().search(text)
    if found is not None:
        return MomentFound(now.date(), None, found.span())
    for said, sign in ((_SINCE_HOURS, -1), (_IN_HOURS, 1)):
        found = said.search(text)
        if found is not None:
            return MomentFound((now + sign * _length(found)).date(), None, found.span())
    found = _THIS_MORNING.search(text)
    if found is not None and now.hour >= _BEGINS[found.lastgroup or ""]:
        return MomentFound(now.date(), None, found.span())
    found = _UNDER_WAY.search(text)
    if found is None and now.hour < _DARK and _VAGUE.search(text) is None:
        found = _BEFORE_DARK.search(text)
    return None if found is None else MomentFound(now.date(), None, found.span())


def on_the_way(text: str, clock: MomentFound, now: datetime) -> MomentFound | None:
    """The time of arriving with its day, of somebody who is on the way: the next such time; None where nobody is."""
    if clock.time is None or _VAGUE.search(text) is not None or _on_the_way_words().search(text) is None:
        return None
    said = as_of_now(text, replace(clock, date=now.date()), now)
    if said.time is None:
        return None
    moment = datetime.combine(now.date(), said.time, now.tzinfo)
    if moment <= now:
        is_bare = _PART_OF_DAY.search(text, *clock.span) is None
        ahead = timedelta(hours=12) if is_bare and clock.confirm_time else timedelta(days=1)
        moment += ahead
    if not now < moment <= now + _LONG_AHEAD:
        return None
    return replace(said, date=moment.date(), time=moment.time(), confirm_time=False)


def _length(found: re.Match[str]) -> timedelta:
    """How long it is said to take: 一个半小时, 40分钟, 仨小时."""
    number = parse_chinese_number(found["number"]) or 1
    if found["unit"].startswith("分"):
        return timedelta(minutes=number)
    return timedelta(hours=number + (0.5 if found["half"] else 0))


@cache
def _just_in_words() -> re.Pattern[str]:
    """Somebody who has just come in writes on the day of arriving."""
    return re.compile(
        r"(?:刚刚?|才|现在|这会儿?|已经?)(?:才|就)?(?:从[^,，。;\n]{1,10}?)?"
        rf"(?:到(?:的)?(?:[我俺咱]们?)?(?:家|{home()}|屋|村|站|小区|楼下|门口|地方)|进(?:了)?(?:家|门|屋|村|小区)"
        r"|下(?:了)?(?:火车|高铁|动车|飞机|客车|大巴|大客|车|高速|[gdkztcGDKZTC]\d{2,4})"
        r"|(?:从)?(?:高速|火车|高铁|动车|飞机|客车|大巴|[gdkztcGDKZTC]\d{2,4}次?)上?下来|落地|落站|出站|(?<!就)回(?:来|到|家|村|屯)|(?:开|坐|拉|跑)[^,，。;\n]{0,8}回来)"
        r"(?![^,，。;\n]{0,3}(?:天|日子|个?月|周|星期))(?!之前|以前|前|再)"
        rf"|刚(?:刚)?到(?:了)?(?=$|[ ,，。;!])|(?:下了?(?:火车|飞机|高铁|高速)|出站|落地|到站|到(?:{home()}|火车"
        r"|高铁)站)了(?=$|[ ,，。;!])"
    )


@cache
def _on_the_way_words() -> re.Pattern[str]:
    """Whoever says one of these sits in the car or will in a moment."""
    return re.compile(
        rf"快到(?:家|{home()}|[^,。;\n ]{{2,4}}?了|了)|(?:在|正)[^,。;\n]{{0,6}}?"
        r"(?:路上|道上|高速上|车上|火车上|飞机上)|(?:车|路|道)上呢"
        r"|往[回家][走赶开返来]呢|(?:已经|刚)[^,。;\n]{0,8}?(?:出发|上车|上高速|上路|出来|发车)|堵(?:车|在|着)"
        r"|(?<!成)就(?:能)?到(?!时候|底|处)|马上(?:就)?(?:到|上车|出发)|(?:估计|估摸)[^,。;\n]{0,14}?(?:到(?!时候|底|处)|进)"
    )
