"""When somebody arrives, of all the days and times that a message names (return reports: arrive_date, arrive_time).

28号晚上的火车,29号早上8点到 is the 29th at 08:00. Text is normalised; `now` is aware and in Asia/Shanghai.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from knowledge.language.dates import Lean, MomentFound, as_of_now, find_moments
from knowledge.language.home import home
from knowledge.language.numbers import parse_chinese_number
from knowledge.language.place_names import Rank, place_names

# How surely a moment is the one of arriving; a mere departure is none.
_LEAVES, _TICKET, _NAMED, _RETURNS, _ARRIVES = 0, 1, 2, 3, 4
_ARRIVING = re.compile(
    r"[^,，。;\n]{0,10}?(?P<word>到家|到站|到达|抵达|抵|落地|落站|进站|进[屋村门]|能到|(?<!坐)(?<!等)到(?!时候|处|底|付|了?吗))"
)
_RETURNING = re.compile(r"[^。;\n]{0,24}?(?:回|返|过来)")
_LEAVING = re.compile(
    r"[^,，。;\n]{0,10}?(?P<word>出发|动身|启程|起飞|发车|开车(?![到回])|登机|上车|上的车|走(?!亲|访|路|高速|到家))"
)
_VEHICLE = (
    r"火车|高铁|动车|绿皮|飞机|航班|客车|大客|大巴|班车|大巴车|汽车|车票|机票|票|车(?![上里站])|[GDKZTC]\d{1,4}"
    r"|(?:CA|MU|CZ|HU|GS|GJ|SC)\d{3,4}"
)
# 三点的飞机, 八点坐火车 is when it leaves; 三点大客到通辽 is when it comes in.
_BY_TICKET = re.compile(
    rf"[^,，。;\n]{{0,10}}?(?P<word>(?:的|那[趟班]|坐的?|乘坐?|赶"
    rf"|买了?的?)[^,，。;\n到]{{0,6}}?(?:{_VEHICLE}))",
    re.IGNORECASE,
)
_NAMES_A_VEHICLE = re.compile(rf"[^,，。;\n]{{0,10}}?(?:坐|乘|{_VEHICLE})", re.IGNORECASE)
# Whoever takes a train at nine does not come in at nine, unless the sentence says so in so many words.
_SURELY_ARRIVING = re.compile(r"[^,，。;\n]{0,24}?(?P<word>到站|到达|抵达|落地|落站|进站)")
# 15号放假,20号的火车; 18号做的核酸: a day on which something else happens.
_OTHER_EVENT = re.compile(
    r"[^,，。;\n]{0,5}?(?:放(?:寒)?假|考完|考试|离校|停工|完工|收工|核酸|检测|阴性|疫苗|接种|解除|期满|请假|休假|开学|上班|返校|开工|结婚)"
)
# Whoever reports late tells of a day that is over: 18号从天津回来,一直没报.
_REPORTS_LATE = re.compile(
    r"补报|补登|忘了?(?:报|说|登|告诉|跟)|才想起|没来得及|一直没(?:报|说|登|告诉)|现在才(?:报|说|登)|晚报|迟报|没及时"
)
# 再有一个半小时到家
_IN_HOURS = re.compile(
    r"(?:再有|还有|再过|还得|大概|大约|差不多|估计)?(?P<number>\d{1,2}|半|[一二两三四五六七八九十]{1,3})个?(?P<half>半)?多?(?P<unit>小时|钟头|分钟?)"
    r"(?:左右)?(?:就|后|之后|以后|能|差不多|应该|可以)?(?:到(?!底|处|时候)|进[村屯家门])"
)
# 马上上火车 晚上8点20到: whoever sits in the train says a time of today.
_UNDER_WAY = re.compile(
    r"(?:马上|正在|现在|这会儿?|已经|刚|这就)(?:要|就|就要)?(?:上|坐上|在)(?:了)?(?:火车|高铁|动车|飞机|客车|大巴|班车|车|路)上?"
    r"[^。\n]{0,16}?(?:[上下中]午|晚上?|傍晚|夜里|半夜)?\d{1,2}[点:时][^。,;\n]{0,6}到"
)
# 初八坐飞机先到呼市再飞通辽
_GOES_ON = re.compile(r"[^,。;\n]{0,8}?(?:再|然后|接着)[^,。;\n]{0,4}?(?:飞|坐|到|回)")
_BEFORE_PLACE = re.compile("[达了的]{0,2}")


def find_arrival(text: str, now: datetime, lean: Lean = "future") -> MomentFound | None:
    """When somebody arrives: 28号晚上的火车,29号早上8点到 is the 29th at 08:00.

    The moment that a word of arriving follows comes before one that goes with returning, and that before others. A mere
    departure gives no arrival, and the time at which a train or flight leaves is not that of arriving.
    """
    if lean == "future" and _REPORTS_LATE.search(text) is not None:
        lean = "past"
    moments = find_moments(text, now, lean)
    if lean == "future":
        moments = tuple(as_of_now(text, moment, now) for moment in moments)
    ranked: list[tuple[int, MomentFound]] = []
    for place, moment in enumerate(moments):
        end = moments[place + 1].span[0] if place + 1 < len(moments) else len(text)
        rank, keeps_time = _rank(text, moment, end)
        if rank and moment.date is not None and not moment.joined and not moment.limit:
            ranked.append((rank, moment if keeps_time else replace(moment, time=None, confirm_time=False)))
    if not ranked:
        just_in = _just_in(text, now)
        return None if just_in is None else _with_separate_time(text, just_in, moments)
    highest = max(rank for rank, _moment in ranked)
    best = [moment for rank, moment in ranked if rank == highest]
    if highest < _ARRIVES and len({moment.date for moment in best}) > 1:
        return None
    chosen = best[-1] if highest == _ARRIVES else best[0]
    return _with_separate_time(text, chosen, moments)


def _just_in(text: str, now: datetime) -> MomentFound | None:
    """Today, where somebody has just come in: 刚到家, 刚从开鲁回来, 刚下高速."""
    found = _just_in_words().search(text)
    if found is not None:
        return MomentFound(now.date(), None, found.span())
    found = _IN_HOURS.search(text)
    if found is not None:
        return MomentFound((now + _length(found)).date(), None, found.span())
    found = _UNDER_WAY.search(text)
    return None if found is None else MomentFound(now.date(), None, found.span())


def _length(found: re.Match[str]) -> timedelta:
    """How long it is said to take: 一个半小时, 40分钟."""
    number = parse_chinese_number(found["number"]) or 1
    if found["unit"].startswith("分"):
        return timedelta(minutes=number)
    return timedelta(hours=number + (0.5 if found["half"] else 0))


def _rank(text: str, moment: MomentFound, end: int) -> tuple[int, bool]:
    """How surely a moment is one of arriving, and whether its time is then the one of arriving."""
    _start, behind = moment.span
    piece = text[behind:end]
    if _arriving_before().search(text, max(0, moment.span[0] - 10), moment.span[0]) is not None:
        return _ARRIVES, True
    leaving, arriving, ticket = _LEAVING.match(piece), _ARRIVING.match(piece), _BY_TICKET.match(piece)
    if arriving is None:
        arriving = _SURELY_ARRIVING.match(piece)
    if arriving is not None and _is_elsewhere(text, behind + arriving.end()):
        is_back_before = _RETURNING.match(piece[: arriving.start("word")]) is not None  # 从烟台回 坐船到大连
        if not is_back_before and _GOES_ON.match(piece, arriving.end()) is not None:
            return _NAMED, False
        return (_RETURNS if is_back_before else _LEAVES), False
    if arriving is not None:
        leaves_first = leaving is not None and leaving.start("word") < arriving.start("word")
        ticket_first = ticket is not None and ticket.start("word") < arriving.start("word")
        is_sure = (
            _SURELY_ARRIVING.match(arriving["word"]) is not None and not leaves_first and not piece.startswith("的")
        )
        return _ARRIVES, is_sure or not (leaves_first or ticket_first)
    by_vehicle = _NAMES_A_VEHICLE.match(piece) is not None
    if _RETURNING.match(piece) is not None:
        return _RETURNS, leaving is None and not by_vehicle
    if leaving is not None:
        return _LEAVES, False
    if by_vehicle:
        return _TICKET, False
    return (_LEAVES, False) if _OTHER_EVENT.match(piece) is not None else (_NAMED, True)


def _is_elsewhere(text: str, behind: int) -> bool:
    """Whether a region other than ours follows a word of arriving: 15号到的郑州 is a place on the way."""
    names = place_names()
    words = _BEFORE_PLACE.match(text, behind)
    name = names.at(text, words.end() if words is not None else behind)
    if name is None or name.rank is Rank.COUNTY_SHORT:
        return False
    return not any(region.code.startswith(home[:4]) for region in name.regions for home in names.home)


def _with_separate_time(text: str, chosen: MomentFound, moments: tuple[MomentFound, ...]) -> MomentFound:
    """The chosen moment with a time of arriving that stands apart from every day: 下午三点到站,后天."""
    if chosen.time is not None:
        return chosen
    for place, moment in enumerate(moments):
        if moment.date is None and moment.time is not None:
            end = moments[place + 1].span[0] if place + 1 < len(moments) else len(text)
            rank, keeps_time = _rank(text, moment, end)
            if rank == _ARRIVES and keeps_time:
                return replace(chosen, time=moment.time, confirm_time=moment.confirm_time)
    return chosen

@cache
def _just_in_words() -> re.Pattern[str]:
    """Somebody who has just come in writes on the day of arriving."""
    return re.compile(
        r"(?:刚刚?|才|现在|这会儿?|已经)(?:才|就)?(?:从[^,，。;\n]{1,10}?)?"
        rf"(?:到(?:的)?(?:家|{home()}|屋|村|站|小区|楼下|门口|地方)|进(?:了)?(?:家|门|屋|村|小区)"
        r"|下(?:了)?(?:火车|高铁|动车|飞机|客车|大巴|大客|车|高速)"
        r"|落地|落站|出站|(?<!就)回(?:来|到|家|村|屯)|(?:开|坐|拉|跑)[^,，。;\n]{0,8}回来)"
        r"(?![^,，。;\n]{0,3}(?:天|日子|个?月|周|星期))(?!之前|以前|前|再)"
        rf"|刚(?:刚)?到(?:了)?(?=$|[ ,，。;!])|(?:下了?(?:火车|飞机|高铁|高速)|出站|落地|到站|到(?:{home()}|火车"
        r"|高铁)站)了(?=$|[ ,，。;!])"
    )


@cache
def _arriving_before() -> re.Pattern[str]:
    """Words of arriving before its time: 到家时间, 回通辽大概."""
    return re.compile(
        rf"(?:到家|到达|抵达|到站|返乡|返回|回来|到|回)(?:{home()}|家里?|村里?|[旗市]里)?"
        r"(?:(?:时间|日期)(?:[是为:]|大概|预计)?|[是为:]|大概|预计|估计|应该是?|差不多|得|怎么也得|最快|最早)[ ]?$"
    )
