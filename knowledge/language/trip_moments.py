"""The days and times that an exit request names, with what each is for: leaving, coming back, or the first of many.

Told by the words around them (七点去, 中午回, 从22号开始, 7点到12点). Days that are over and those that the text leaves
open (28或29号, 22号左右) are left out. Text is normalised; `now` is aware and in Asia/Shanghai.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from knowledge.language.dates import MomentFound, as_of_now, find_moments
from knowledge.language.numbers import parse_chinese_number
from knowledge.language.people import find_relatives
from knowledge.language.trip_now import find_now
from knowledge.language.trip_stays import minutes_ahead

Cue = Literal["", "leave", "back", "start"]


@dataclass(frozen=True, slots=True)
class TripMoment:
    """A day, a time or both, and whether it is said of leaving, coming back, or the first day of many."""

    date: date | None
    time: time | None
    span: tuple[int, int]
    cue: Cue = ""
    confirm: bool = False
    is_open: bool = False
    guess: bool = False  # which half of the day is meant is a guess
    is_now: bool = False  # 现在, said of haste


_AT_ONCE = re.compile("(?:就|得|要|必须)*(?:从[^,。; ]{1,4})?(?:走(?!了)|出发|动身|出门)")
_RANGE = re.compile(r"[ ]?(?:到|至|-|~)[ ]?")
_GOES = re.compile(
    r"[^,。;\n]{0,10}?(?:去(?!世|了)|走(?!了|的|得急|丢)|出(?=$|[ ,。;!])|出发|出门|出小区|出村|出大门|出院门|动身"
    r"|启程|过去|发车|出车|赴|前往|下楼(?=$|[ ,。;!走])"
    r"|从(?:[东西南北正大后侧小]+门|门岗|卡[口点])[^,。; ]{0,2}过)"
)
# What says that somebody sets out at an hour that is early in the morning: 五点就得走, 四点半从家走, 头班.
_SETS_OUT = re.compile(
    r"[^,。;\n]{0,8}?(?:走|出发|出门|出小区|出村|动身|启程|发车|出车|出摊"
    r"|从(?:家|小区|村里?|院里?|楼上|屋)里?出来|出(?=$|[ ,。;!])|起床|上路|接班|到岗"
    r"|上岗|下楼(?=$|[ ,。;!走]))(?!了)"
)
_MORNING = re.compile(r"早(?!就|点|日|产|孕|期|已|退)|凌晨|清晨|天[不没]亮|头班|首班|空腹|晨")
# Goods are fetched before the shops open: 三点走,去上货. The way to a mere market tells it from five o'clock alone.
_FETCHES_GOODS = re.compile("[上进被备]货|早市|开市")
_MARKET = re.compile(f"{_FETCHES_GOODS.pattern}|批发")
_BACK_AT = re.compile(r"[^。;\n]{0,16}?([1-9]\d?|[一二两三四五六七八九十]{1,2})(?:点|:)[^,。;\n ]{0,5}[回返]")
_AFTERNOON = re.compile(r"下午|午后|[后下]晌|傍晚|放学|下班|过晌")
# 每周一到周六上班,礼拜天歇: a day without a trip.
_IS_FREE = re.compile(
    r"[ ]?(?:我|都|就|才|一般|单位|店里|可以)*"
    r"(?:歇|休|不上班|不用[去上]|不[去出](?=$|[ ,。;])|放假|除外|不算|[^,。;\n]{0,8}?去吗[ ?,]{1,2}不去)"
)
_STARTS = re.compile(r"[ ]?(?:开始|起(?!床|来|飞|大?早|身)|打头)")
_FROM = re.compile(r"(?:从|自|打)$")
_BACK = re.compile(
    r"[ ]?(?:之前|以前|前|左右)?(?:(?!当天|当日|当晚|半天|[办弄看取买忙送打]完)[^,。;\n ]){0,7}?(?:(?<!来)回(?=转|来(?"
    r"!复|看病|做|换药|办|参加|过年|奔|[带接送拉陪领替][他她我孩老])|村(?=$|[ ,。;!])|屯(?=$|[ ,。;!])|家(?!奔|办|送"
    r"|看|发丧|杀|过|上坟|祭|吃|取|拿|喂|结婚|相亲|帮|照|伺候|陪|收|种|一趟|探)|小区|到家|前|就"
    r"|[ ,。;!吧的了呢吗行可]|$"
    r"|去(?=$|[ ,。;的了吧]))|返(?=$|[ ,。;回家程通])|返回|到家|归来|归(?=$|[ ,。;!])|出院(?!门|[^。\n]{0,14}?(?:接"
    r"|我[^,。;\n]{0,4}去))|归队|完事|结束|上来(?!就)|上楼"
    r"|进[屋门](?!诊)|往回[走赶返开来]|下班(?=$|[。!]|就?回)|收工|收摊|打烊|下夜班|散会|完活|完工|赶回"
    r"|能回(?!趟|一趟|[^,。; ]{1,12}(?:拿|取|办|搬)))"
)
_BACK_BEFORE = re.compile(
    r"(?:(?:回来|返回|回家|归来)(?:的?时间[ ]?)?(?:大概|预计|大约|[是为:])*|预计(?:到)?"
    r"|(?<![来得赶受直前轮改推挪延拖换约排定迟提班业门值送接拉抱])到|一直到|截止到?)$"
)
_LEAVE_BEFORE = re.compile(r"(?:出去|外出|出门|出发|离开)(?:的?时间)?[是为:]*[ ]?$")
# An hour at which something else happens: 9点的号, 早八点到医院, 下午三点的火车, 十点开庭.
_EVENT = "面试|笔试|复试|考试|开考|开庭|手术|体检|答辩|评标|竞标|开会"
_OTHER_HOUR = re.compile(
    rf"(?:钟)?(?:左右|之前|以前|前)?(?:(?:的|就|有|要|准时)?(?:{_EVENT})(?![完了])"
    r"|的(?:(?:专家|普通|特需)?号|门诊|庭|火车|高铁|动车|飞机|航班|车|客车|票|班|大巴|机票|船|预约|会|课|[ ,。;])"
    r"|[得要就必须需]{0,3}到(?:达)?(?=[^\d,。; ]{0,10}(?:医院|站|机场|单位|公司))"
    r"|钟?就?(?:放学|散学|下课)(?!后|以后|之后)|[得要就必须需]{1,3}到(?:达)?(?=[ ,。;])"
    r"|到(?=[ ,](?:[^,。; ]{1,4}点))|开庭前|起飞|开车(?![去回来走])|检票|登机|那会儿|那阵"
    r"|钟?(?:就|要|准时)*(?:截止|关门|闭馆|停诊|停办|停止|截标|开标))"
)
# 航班早上六点五十, 上班到五点, 预产期二十号: when something else happens, said before it.
_OTHER_BEFORE = re.compile(
    r"(?:航班|飞机|火车|高铁|动车|大巴|客车|班车|车次|[车机]票(?:买好了)?)(?:是|在|:)?[ ]?(?:[今明后]天?)?$"
    r"|(?:上班|营业|开门|办公|开到|值班|[干忙守站]|(?<![早晚])上)到[ ]?$"
)
# 晚上八点四十的车到家: when somebody is home.
_RIDE_HOME = re.compile("的(?:火车|高铁|动车|飞机|航班|车|客车|大巴)(?:才|能|就)?(?:到家|进家|回家|回来)")
# 明天下午两点的高铁回家,申请出小区: home is elsewhere, where nothing is said of going anywhere before.
_RIDES_OFF = re.compile("的(?:火车|高铁|动车|飞机|航班|车|客车|大巴)(?:才|能|就)?回家")
_IS_AWAY = re.compile("去(?!世|[^,。; ]{0,4}(?:站|机场)|坐|赶)|看病|住院|复查|检查|手术|出差|办|到(?!家)|走(?!了)|出发")
# 晚上到九点回来, 忙到十点到家: the hour of coming back.
_COMES_HOME = re.compile("[^,。;\n ]{0,4}?(?:回|到家)")
# 疾控中心五点下班: those whom somebody has to reach before.
_THEIR_END = re.compile(
    r"(?:中心|局|院|行|所|大厅|窗口|柜台|法庭|人家|他们|那边|那头|大夫|医生|老师)(?:今天|下午|晚上|都|就)*[ ]?$"
)
_ENDS = re.compile("钟?(?:就|准时|要|都)*(?:下班|收摊|打烊)")
_DUE = re.compile(r"预产期(?:是|在|就|到|:)*[ ]?$")
_BY_ARRIVAL = re.compile(
    r"[^,。;\n]{0,6}?(?:到|报到|集合|入院|入住|打卡|接班|上岗|办|交|取|缴"
    r"|[剪理做弄搬装修买卸拉种收浇喂打发拔打测验][完好])"
)
# 下礼拜四前必须把材料交上去: by when something is due.
_HAS_TO = re.compile("(?:我|就|都)*(?:必须|务必|一定得|得|要)(?![^,。;\n]{0,3}(?:回|返|到家))")
# 孙女明天从沈阳回来,我去接: the day of somebody who is met.
_IS_MET = re.compile(
    "[^,。;\n 我俺]{0,6}?(?:从|打)[^,。;\n 我俺]{1,8}?(?:回来|到站?|下[车飞]机?)[^。;\n我俺]{0,6}[我俺][^,。;\n]{"
    "0,10}接"
)
_NOON_BEFORE = re.compile("(?:中午|晌午|正午)[ ]?(?:之前|以前|前)")
_BOTH_WILL_DO = re.compile("[^,。;\n]{0,6}?(?:都行|都可以|都能|均可|哪天|任选|选一|随便)")

_BY_THEN = re.compile("钟?[ ]?(?:之前|以前|前(?!后|往|去))")
# When somebody died or was born is no time of a trip: 奶奶今早走了.
_HAPPENED = re.compile(
    r"(?:[点时上晨里]?(?:就|刚)?)?(?:走了|没了|去世|过世|病故|不在了|咽气|生了|[走没去](?=的)|摔|犯病|先(?:[过回]?去|走|赶过去)了)"
)
_EVENING = re.compile("夜班|晚班|(?<!回来)(?:今晚|晚上|晚间|夜里)(?![^,。 ]{0,5}[回返])")
_REMARK = re.compile("了(?![想要得寻]|我?[去给])")  # 平安夜了; 今天三十了想去 tells when
_NOT_YET = ("还没", "都没", "也没", "没走", "没出")
_PART_SAID = re.compile("[上下中]午|[早晚晨夜午晌:]|(?<![点时:])(?:1[3-9](?=[点时])|十[三-九](?=[点时])|二十)")
_LONGEST_WAY = 4  # hours
_SOON = 2  # hours
_ROUND_OF_SHOPS = 3  # hours
_DAWN = 4  # the hour before which nobody sets out without saying that it is night
_DAY_BROKE, _DUSK = 7, 17  # o'clock in winter
_DAYBREAK = re.compile(
    "天一?(?:放|蒙蒙|麻麻)?亮[我俺们]{0,2}(?:就|得|要|马上)+[^,。; ]{0,3}(?:走(?!了)|出发|动身|出门|去(?!世)|往)"
)
_CHOICE = re.compile("或|还是|、|和|要么|跟|,")


def trip_moments(text: str, now: datetime, is_form: bool = False) -> list[TripMoment]:
    """Days and times from left to right, those that are over and those that leave the day open left out.

    马上 in a story tells haste and no moment; in the answers of a form (`is_form`) it is the moment of writing.
    """
    moments = [as_of_now(text, moment, now) for moment in find_moments(text, now)]
    said: list[TripMoment] = []
    for place, moment in enumerate(moments):
        end = moments[place + 1].span[0] if place + 1 < len(moments) else len(text)
        before = moments[place - 1] if place else None
        one = _cued(text, moment, max(end, moment.span[1]), before, now.date())
        if one.cue == "leave" and before is not None:
            one = _before_what_it_is_for(text, one, before)
        one = _soon(one, now)
        is_over = moment.date is not None and moment.date < now.date()
        if not is_over:
            said.append(one)
    current = find_now(text, is_form)
    if current is not None:
        minute = now.replace(second=0, microsecond=0, tzinfo=None)
        said.append(TripMoment(minute.date(), minute.time(), current.span, "leave", is_now=current.is_haste))
    if not said:
        said += _at_daybreak(text, now)
    return sorted([one for one in said if not one.is_open], key=lambda one: one.span)


def _at_daybreak(text: str, now: datetime) -> list[TripMoment]:
    """天一亮就走, said in the night: the day that breaks next."""
    found = _DAYBREAK.search(text) if "亮" in text else None
    if found is None or _DAY_BROKE <= now.hour < _DUSK:
        return []
    return [TripMoment(now.date() + timedelta(days=now.hour >= _DUSK), None, found.span(), "leave")]


def _soon(said: TripMoment, now: datetime) -> TripMoment:
    """Of the two hours that 五点去 may be without a day, the one that is for soon: at half past three 17:00 of today."""
    if said.cue != "leave" or not said.guess or said.time is None or said.date is not None:
        return said
    for hour in (said.time.hour % 12, said.time.hour % 12 + 12):
        clock = said.time.replace(hour=hour)
        if now.time() < clock and hour - now.hour <= _SOON:
            return replace(said, date=now.date(), time=clock, guess=False)
    return said


def _cued(text: str, moment: MomentFound, end: int, before: MomentFound | None, today: date) -> TripMoment:
    """A moment with what the words around it say it is for."""
    start, behind = moment.span
    piece, lead = text[behind : min(end, behind + 20)], text[max(0, start - 10) : start]
    is_back = _is_range(text, before, moment)
    said = TripMoment(moment.date, moment.time, moment.span, "", moment.confirm, guess=moment.confirm_time)
    said = replace(said, is_open=moment.joined and not is_back and not _begins_range(text, moment))
    is_both = end < len(text) and not text[behind:end].strip(" 、,和跟")
    is_choice = _CHOICE.search(text, start, behind) is not None
    if said.is_open and is_both and not is_choice and _BOTH_WILL_DO.search(text, behind, behind + 14) is None:
        said = replace(said, is_open=False)  # 八号九号: the first of both days
    has_happened = _HAPPENED.match(piece) is not None and (bool(find_relatives(lead)) or "生" in piece[:4])
    if moment.time is None and _IS_FREE.match(piece) is not None:
        return replace(said, is_open=True)
    is_of_others = text.startswith("当", start) and lead.endswith(("他", "她"))  # 把我俩送到他当天就折回来
    if is_of_others or has_happened or _DUE.search(lead) is not None:
        return replace(said, is_open=True)
    if moment.time is not None and before is None and _rides_off(text, moment, piece):
        return replace(said, time=None, guess=False, cue="leave", is_open=said.is_open or moment.date is None)
    if is_back or (moment.time is not None and _RIDE_HOME.match(piece) is not None):
        return replace(said, cue="back")
    if _STARTS.match(piece) is not None or (_FROM.search(lead) is not None and moment.time is None):
        return replace(said, cue="start", is_open=moment.limit == "about")
    if moment.time is not None and _is_other_hour(piece, lead):
        if minutes_ahead(text) is None:  # 下午三点的手术,提前一小时走 is counted from that hour
            said = replace(said, time=None, guess=False, is_open=moment.date is None)
        return replace(said, is_open=True) if "到" in lead[-2:] else said
    is_remark = _REMARK.match(piece) is not None and moment.time is None and moment.date == today
    if is_remark or (moment.time is not None and piece.startswith(_NOT_YET)):
        return replace(said, is_open=True)  # 平安夜了; 八点半还没出门
    return _coming_or_going(text, moment, said, piece, lead)


def _rides_off(text: str, moment: MomentFound, piece: str) -> bool:
    """Whether somebody sets out for a home elsewhere by the train of this hour."""
    if _RIDES_OFF.match(piece) is None:
        return False
    return _IS_AWAY.search(text[: moment.span[0]] + text[moment.span[1] :]) is None


def _is_other_hour(piece: str, lead: str) -> bool:
    """Whether something else happens at this hour: 下午三点的火车, 航班六点五十, 九点得到医院."""
    if _OTHER_HOUR.match(piece) is not None:
        return True
    if _ENDS.match(piece) is not None and _THEIR_END.search(lead) is not None:
        return True
    is_busy = _OTHER_BEFORE.search(lead) is not None
    return is_busy and _SETS_OUT.match(piece) is None and _COMES_HOME.match(piece) is None


def _coming_or_going(text: str, moment: MomentFound, said: TripMoment, piece: str, lead: str) -> TripMoment:
    """A moment with whether somebody leaves or comes back then."""
    goes, back = _GOES.match(piece), _BACK.match(piece)
    is_vague = moment.limit in {"after", "about"}
    is_met = _IS_MET.match(text, moment.span[1]) is not None
    comes_back = back is not None and not is_met and (goes is None or back.end() <= goes.end())
    if comes_back or (_BACK_BEFORE.search(lead) is not None and goes is None):
        before_noon = _NOON_BEFORE.match(text, moment.span[0]) is not None or _NOON_BEFORE.search(text, *moment.span)
        return replace(said, cue="back", is_open=is_vague, time=None if before_noon else said.time)
    is_deadline = moment.limit == "by" and _HAS_TO.match(piece) is not None
    is_open = said.is_open or is_vague or is_deadline or lead.endswith(("每个月", "每月"))
    is_by_then = said.time is not None and _BY_THEN.match(piece) is not None
    is_leave = goes is not None or _LEAVE_BEFORE.search(lead) is not None
    if is_by_then and (is_leave or _BY_ARRIVAL.match(piece) is not None):  # 八点前得走: the day alone is settled
        return replace(said, time=None, guess=False, is_open=is_open or moment.date is None)
    if is_by_then or moment.limit == "by":
        return replace(said, cue="back", is_open=is_leave or is_open or _BY_ARRIVAL.match(piece) is not None)
    return replace(_half_of_day(text, said, piece, is_leave), cue="leave" if is_leave else "", is_open=is_open)


def _before_what_it_is_for(text: str, said: TripMoment, before: MomentFound) -> TripMoment:
    """Setting out by an hour that was said bare, for a train or a shift early in the day: 航班早上六点五十,我四点半走."""
    if said.time is None or before.time is None or _PART_SAID.search(text, *said.span) is not None:
        return said
    hour = said.time.hour % 12
    if before.time.hour == 0 and said.date is not None and hour > 12 - _LONGEST_WAY:  # 今晚十二点接班,十一点下楼
        evening = said.time.replace(hour=hour + 12)
        return replace(said, date=said.date - timedelta(days=1), time=evening, guess=False)
    is_early = _DAWN <= hour <= before.time.hour < 12 and before.time.hour - hour <= _LONGEST_WAY
    return replace(said, time=said.time.replace(hour=hour), guess=False) if is_early else said


def _half_of_day(text: str, said: TripMoment, piece: str, is_leave: bool) -> TripMoment:
    """The hour in the half of the day that the text tells: 五点就得走 is in the morning, 下午有课,一点走 is not."""
    if not said.guess or said.time is None:
        return said
    hour, sets_out = said.time.hour % 12, _SETS_OUT.match(piece) is not None
    in_morning = replace(said, time=said.time.replace(hour=hour), guess=False)
    until = said.span[1] + len(piece)
    if _AFTERNOON.search(text, 0, until) is not None or (hour > _DAWN and _EVENING.search(text, 0, until) is not None):
        return replace(said, guess=False)
    is_early = _MORNING.search(text) is not None or hour > _DAWN or _fetches_goods(text, said.span[1], hour)
    if sets_out and is_early:
        return in_morning
    if hour >= _DAWN:
        is_early = _MORNING.search(piece) is not None or (hour > _DAWN and _MARKET.search(piece) is not None)
        return in_morning if is_early else said
    return replace(said, guess=False) if is_leave and not piece.startswith("就") else said


def _fetches_goods(text: str, end: int, hour: int) -> bool:
    """Whether it is for goods that somebody sets out at three or four, and they are not back soon: 三点走,去上货."""
    if not _DAWN - 1 <= hour <= _DAWN or _FETCHES_GOODS.search(text) is None:
        return False
    back = _BACK_AT.match(text, end)
    until = parse_chinese_number(back[1]) if back is not None else None
    return not (isinstance(until, int) and until - hour <= _ROUND_OF_SHOPS)


def _is_range(text: str, before: MomentFound | None, moment: MomentFound) -> bool:
    """Whether this is the second end of a span that the moment before begins: 7点到12点, 24号到26号."""
    if before is None:
        return False
    if _AT_ONCE.match(text, moment.span[1]) is not None and text[before.span[1] : moment.span[0]].endswith(" "):
        return False  # 工头让我八点到 七点走
    if before.span == moment.span:
        said = text[slice(*moment.span)]
        return _CHOICE.search(said) is None
    return _RANGE.fullmatch(text, before.span[1], moment.span[0]) is not None


def _begins_range(text: str, moment: MomentFound) -> bool:
    said = text[slice(*moment.span)]
    inside = any(sign in said for sign in "到至-~")
    return inside or _RANGE.match(text, moment.span[1]) is not None
