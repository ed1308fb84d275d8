"""When somebody arrives, of all the days and times that a message names (return reports: arrive_date, arrive_time).

28号晚上的火车,29号早上8点到 is the 29th at 08:00. Text is normalised; `now` is aware and in Asia/Shanghai.
"""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache

from knowledge.language.arrival_words import arrives_at, arriving_before, arriving_behind
from knowledge.language.dates import Lean, MomentFound, as_of_now, find_moments
from knowledge.language.home import home
from knowledge.language.place_names import Rank, place_names
from knowledge.language.unsaid_days import just_in, on_the_way

# How surely a moment is the one of arriving; a mere departure is none.
_LEAVES, _TICKET, _NAMED, _RETURNS, _ARRIVES = 0, 1, 2, 3, 4
_RETURNING = re.compile(
    r"[^。;\n]{0,24}?(?:(?<!来)回(?!(?:的|了|趟|一趟)?(?:娘家|婆家|老?丈人家|丈母娘家|姥姥?家)|访|[得不]去"
    r"|去(?:上班|上学|上课|上岗|开工|干活|工作|打工|值班|念书|报到))|返(?![岗工厂校]|单位)|过来|往家[走来赶开奔])"
)
_LEAVES_WORDS = (
    r"从[^,，。;\n]{2,8}飞(?=$|[ ,，。;])|出发|动身|启程|起飞|发车|登机|上车|上的车|走(?!亲|访|路|高速|到家)"
)
# At an hour 开车 is a train that starts; 明天他姑开车送 is none.
_LEAVING = re.compile(rf"[^,，。;\n]{{0,10}}?(?P<word>{_LEAVES_WORDS}|开车(?![到回]))")
_LEAVING_ON_A_DAY = re.compile(rf"[^,，。;\n]{{0,10}}?(?P<word>{_LEAVES_WORDS})")
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
# 六点半的车到站: the train comes in then.
_COMES_IN = re.compile(rf"的(?:{_VEHICLE})(?:准时|正点)?(?:到站|进站|落地)", re.IGNORECASE)
# 今晚十二点前到 says no time, and twelve at night belongs to the evening.
_BY_THEN = re.compile("(?:之|以)?前(?!后)")
_NIGHT = re.compile("[晚夜宿黑]")
_PART = re.compile("[上下中]午|[早晨晚夜黑晌]|凌晨")
_NOON, _FIRST_OF_EVENING = 12, 5
# 过了小年再回 is some day after it.
_PASSED = re.compile("过(?:了|完)$")
# 15号放假,20号的火车; 18号做的核酸: a day on which something else happens.
_OTHER_EVENT = re.compile(
    r"[^,，。;\n]{0,5}?(?:批(?:下来|[了准])|通知|允许|让走|放行|开(?:了|的|好)?证明|放(?:寒)?假|考完|考试|离校|停工|完工|收工|核酸|检测|阴性|疫苗|接种|解除|期满|请假|休假|开学|上班|返校|开工|结婚)"
)
# Whoever reports late tells of a day that is over: 18号从天津回来,一直没报.
_REPORTS_LATE = re.compile(
    r"补报|补登|忘了?(?:报|说|登|告诉|跟)|才想起|没来得及|一直没(?:报|说|登|告诉)|现在才(?:报|说|登)|晚报|迟报|没及时"
    r"|到家(?:以后|之后|后)?[ ,了我们就也都一直]{0,8}没(?:有)?(?:再)?(?:出过?(?:屋|门|院|小区|村|去)|下过?楼|动地方)"
)
# 初八坐飞机先到呼市再飞通辽
_GOES_ON = re.compile(r"[^,。;\n]{0,8}?(?:再|然后|接着)[^,。;\n]{0,4}?(?:飞|坐|到|回|倒|转|换)")
_ARRIVES_THEN = re.compile(
    "(?:当[天日])?(?:就|能|可以)?到(?:家|站|通辽)?[ ,]{1,2}(?:大概|大约|估计|差不多)?"
    rf"(?:[坐乘]?(?:{_VEHICLE}|航班)(?:[A-Z0-9]{{4,6}})?次?[ ,]{{1,2}})?",
    re.IGNORECASE,
)
_LEAVES_THEN = re.compile(rf"(?:的|左右)?(?:{_LEAVES_WORDS}|开车?|的?(?:{_VEHICLE}))", re.IGNORECASE)
# Whoever breaks the journey comes in on some other day, or does not say where that evening is: 晚上到武汉住一宿再走.
_BREAKS_JOURNEY = re.compile(
    "到不了|住(?:[一两二三几下店宾酒旅宿]|了)|歇|[一两二三四五几2-5](?:[天宿夜]|晚上)|过夜|转(?![告发达])|[换倒]车|再走|中途|路上走"
)
# 今天到不了,得明天上午
_NOT_THEN = re.compile(
    r"[^,，。;\n]{0,4}?(?:到不[了上]|回不[来去了到]|走不[了成]|赶不[回到上]|来不[了成]|不能?[回到走](?![了来去]?的))"
)
_BEFORE_PLACE = re.compile("[达了的]{0,2}")


def find_arrival(text: str, now: datetime, lean: Lean = "future") -> MomentFound | None:
    """When somebody arrives: 28号晚上的火车,29号早上8点到 is the 29th at 08:00.

    The moment that a word of arriving follows comes before one that goes with returning, and that before others. A mere
    departure gives no arrival, and the time at which a train or flight leaves is not that of arriving.
    """
    if lean == "future" and _REPORTS_LATE.search(text) is not None:
        lean = "past"
    moments = tuple(_without_limit(text, moment) for moment in find_moments(text, now, lean))
    if lean == "future":
        moments = tuple(as_of_now(text, moment, now) for moment in moments)
    ranked: list[tuple[int, MomentFound]] = []
    for place, moment in enumerate(moments):
        end = moments[place + 1].span[0] if place + 1 < len(moments) else len(text)
        rank, keeps_time = _rank(text, moment, end)
        is_settled = moment.date is not None and not moment.joined and not moment.limit
        if rank and is_settled and not _is_passed(text, moment, end):
            ranked.append((rank, moment if keeps_time else replace(moment, time=None, confirm_time=False)))
    if not ranked:
        return _on_the_day_of_leaving(text, moments) or _of_no_day(text, now, moments)
    highest = max(rank for rank, _moment in ranked)
    best = [moment for rank, moment in ranked if rank == highest]
    if highest < _ARRIVES and len({moment.date for moment in best}) > 1:
        return None
    chosen = best[-1] if highest == _ARRIVES else best[0]
    return _with_separate_time(text, chosen, moments)


def _is_passed(text: str, moment: MomentFound, end: int) -> bool:
    """Whether it is some day after the one that is named: 过了小年再回, 今天到不了."""
    start, behind = moment.span
    if _NOT_THEN.match(text, behind, end) is not None:
        return True
    return _PASSED.search(text, max(0, start - 2), start) is not None and "再" in text[behind:end]


def _without_limit(text: str, moment: MomentFound) -> MomentFound:
    """A moment without the time by which something is (今晚十二点前): only its day is said."""
    if moment.time is None or _BY_THEN.match(text, moment.span[1]) is None:
        return moment
    is_midnight = moment.time == time(0, 0) and moment.date is not None
    day = moment.date - timedelta(days=1) if moment.date is not None and is_midnight else moment.date
    return replace(moment, date=day, time=None, confirm_time=False)


def _on_the_day_of_leaving(text: str, moments: tuple[MomentFound, ...]) -> MomentFound | None:
    """The day on which somebody leaves, where it is said that they come in later that day: 明天从长春出发,晚上到家."""
    if _BREAKS_JOURNEY.search(text) is not None:
        return None
    for place, moment in enumerate(moments):
        end = moments[place + 1].span[0] if place + 1 < len(moments) else len(text)
        is_settled = moment.date is not None and not moment.joined and not moment.limit
        leaves = _LEAVING.match(text, moment.span[1], end)
        if is_settled and leaves is not None and _same_day().match(text, leaves.end()) is not None:
            return _with_separate_time(text, replace(moment, time=None, confirm_time=False), moments)
    return None


@cache
def _same_day() -> re.Pattern[str]:
    """That somebody is home later on the day of leaving: 晚上到家, 下午三点到通辽."""
    return re.compile(
        r"[^。;\n第次明后]{0,12}?[ ,](?:当[天日晚]|中午|下午|傍黑?晚?|晚上|晚)(?:[晚上下中]+午?)?"
        r"(?:[\d一二两三四五六七八九十:点半多分]{1,6})?"
        r"(?:左右|大概|估计|应该|就|能|可以|再){0,2}"
        rf"(?:到(?=[的吧呢]?(?:$|[ ,。;!])|[家村屯站]|楼下|小区|{home()})|进[家屋村门])"
    )


def _of_no_day(text: str, now: datetime, moments: tuple[MomentFound, ...]) -> MomentFound | None:
    """The arrival of a text that names no day of it: 刚到家, 快到了 后半夜两点到."""
    if all(moment.date is None for moment in moments):
        arriving = _time_of_arriving(text, moments)
        on_way = None if arriving is None else on_the_way(text, arriving, now)
        if on_way is not None:
            return on_way
    found = just_in(text, now)
    return None if found is None else _with_separate_time(text, found, moments)


def _rank(text: str, moment: MomentFound, end: int) -> tuple[int, bool]:
    """How surely a moment is one of arriving, and whether its time is then the one of arriving."""
    _start, behind = moment.span
    piece = text[behind:end]
    if _is_said_before(text, moment) or _COMES_IN.match(piece) is not None:
        return _ARRIVES, True
    leaving = (_LEAVING if moment.time is not None else _LEAVING_ON_A_DAY).match(piece)
    arriving, ticket = arriving_behind().match(piece), _BY_TICKET.match(piece)
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
    event, vehicle = _OTHER_EVENT.match(piece), _NAMES_A_VEHICLE.match(piece)
    by_vehicle = vehicle is not None and (event is None or vehicle.end() < event.end())
    if _RETURNING.match(piece) is not None:
        return _RETURNS, leaving is None and not by_vehicle
    if leaving is not None:
        return _LEAVES, False
    if by_vehicle:
        return _TICKET, False
    return (_LEAVES, False) if event is not None else (_NAMED, True)


def _is_said_before(text: str, moment: MomentFound) -> bool:
    """Whether words of arriving stand right before a moment."""
    start = moment.span[0]
    has_own = moment.time is not None and not text.startswith("的", moment.span[1])  # 到通辽8点20的车
    before = (arriving_before(), arrives_at()) if has_own else (arriving_before(),)
    return any(said.search(text, max(0, start - 10), start) is not None for said in before)


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
    arriving = _time_of_arriving(text, moments) if chosen.time is None else None
    if arriving is None and chosen.time is None:
        arriving = next((one for one in moments if _follows(text, chosen, one)), None)
    if arriving is None or arriving.time is None:
        return chosen
    said_day, said_time = text[chosen.span[0] : chosen.span[1] + 2], text[slice(*arriving.span)]
    day, clock, confirm = chosen.date, arriving.time, arriving.confirm_time
    if day is not None and _NIGHT.search(said_day) is not None:
        hour = clock.hour
        if hour <= _NOON and _PART.search(said_time) is None:  # 十点四十才能到,今晚
            hour = hour % _NOON + (_NOON if _FIRST_OF_EVENING <= hour < _NOON else 0)
            clock, confirm = clock.replace(hour=hour), False
        if hour < _FIRST_OF_EVENING:  # 夜里一点到,今晚的事
            day += timedelta(days=1)
    return replace(chosen, date=day, time=clock, confirm_time=confirm)


def _follows(text: str, chosen: MomentFound, moment: MomentFound) -> bool:
    """Whether a time is said right behind the day on which somebody arrives: 十五当天到,下午三点二十."""
    is_next = moment.time is not None and moment.date in {None, chosen.date}
    is_next = is_next and _LEAVES_THEN.match(text, moment.span[1]) is None
    return is_next and _ARRIVES_THEN.fullmatch(text, chosen.span[1], moment.span[0]) is not None


def _time_of_arriving(text: str, moments: tuple[MomentFound, ...]) -> MomentFound | None:
    """The first time without a day that a word of arriving goes with."""
    for place, moment in enumerate(moments):
        if moment.date is None and moment.time is not None:
            end = moments[place + 1].span[0] if place + 1 < len(moments) else len(text)
            rank, keeps_time = _rank(text, moment, end)
            if rank == _ARRIVES and keeps_time:
                return moment
    return None
