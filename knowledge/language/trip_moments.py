"""The days and times that an exit request names, with what each is for: leaving, coming back, or the first of many.

Told by the words around them (七点去, 中午回, 从22号开始, 7点到12点). Days that are over and those that the text leaves
open (28或29号, 22号左右) are left out. Text is normalised; `now` is aware and in Asia/Shanghai.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from knowledge.language.dates import MomentFound, as_of_now, find_moments
from knowledge.language.people import find_relatives
from knowledge.language.small_numbers import FIGURES, NO_FIGURE_BEFORE, SMALL

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


# What says a time in other words than clock_times.py reads: 早八晚六, 早七点晚七点, 7-12点.
_SHORT_DAY = re.compile(
    rf"早上?(?P<early>{SMALL})点?[ ,到至]?(?:下?午|晚上?)(?P<late>{SMALL})点?(?![{FIGURES}\d分半时])"
)
_SHORT_RANGE = re.compile(rf"{NO_FIGURE_BEFORE}(?<![-:周])(?P<from>{SMALL})[ ]?(?P<to>[-~到至])[ ]?(?={SMALL}点)")
# 一点 is a little elsewhere: 晚一点回.
_ONE_O_CLOCK = re.compile(
    r"(?<![晚早快慢有差十\d])一点(?=半?(?:之前|以前|前|就)*(?:回(?!头|答|复)|走(?!了)|出发|到家))"
)
_LATE_MORNING = re.compile("后半?晌")
_NOW = re.compile(
    r"(?:(?P<hastily>马上|立刻|立即|立马|即刻)|现在|这就|眼下|此刻)(?!就?能?回|[^,。;\n ]{0,3}(?:到期|过年|快))"
    r"(?=(?:就|要|得|想|急着?|能|可以|需要|必须|带|带着|和|跟|陪|让我|我|们|孩子|他|她|送|打车|开车|坐车|,| )*"
    r"(?:去|走|出|赶|过去|送|上|回|往|动身|坐)|[^,。;\n]{0,10}(?:去(?!世)|走(?!了)|出去|出门)|[ ,。;!]*$)"
)
_RANGE = re.compile(r"[ ]?(?:到|至|-|~)[ ]?")
_GOES = re.compile(r"[^,。;\n]{0,10}?(?:去(?!世)|走(?!了)|出发|出门|出小区|出村|动身|启程|过去)")
_STARTS = re.compile(r"[ ]?(?:开始|起(?!床|来|飞)|打头)")
_FROM = re.compile(r"(?:从|自|打)$")
_BACK = re.compile(
    r"[ ]?(?:之前|以前|前|左右)?[^,。;\n ]{0,7}?(?:回(?=来|家(?!奔|办|送|看|发丧)|小区|到家|前|就|[ ,。;!吧的了呢吗行可]|$"
    r"|去(?=$|[ ,。;的了吧]))|返回|返家|返程|到家|归来|归队|完事|结束|上来(?!就)|上楼|进屋|赶回|能回)"
)
_BACK_BEFORE = re.compile(
    r"(?:(?:回来|返回|回家|归来)(?:的?时间)?(?:大概|预计|大约|[是为:])*|预计|(?<![来得赶受直])到|一直到|截止到?)[ ]?$"
)
_LEAVE_BEFORE = re.compile(r"(?:出去|外出|出门|出发|离开)(?:的?时间)?[是为:]*[ ]?$")
# An hour at which something else happens: 9点的号, 早八点到医院, 下午三点的火车.
_OTHER_HOUR = re.compile(
    r"(?:钟)?(?:左右|之前|以前|前)?(?:的(?:号|火车|高铁|动车|飞机|航班|车|客车|票|班车)"
    r"|[得要就必须需]{0,3}到(?:达)?(?=[^\d,。; ]{0,10}(?:医院|站|机场|单位|公司))|开庭前)"
)
_BY_THEN = re.compile("钟?[ ]?(?:之前|以前|前(?!后))")
# When somebody died or was born is no time of a trip: 奶奶今早走了.
_HAPPENED = re.compile(r"(?:[点时上晨里]?(?:就|刚)?)?(?:走了|没了|去世|过世|病故|不在了|咽气|生了)")
_CHOICE = re.compile("或|还是|、|和|要么|跟|,")


def spelled_out(text: str) -> str:
    """The text with short ways to say two times written out: 早七晚七 is 早7点到晚7点, 7-12点 is 7点-12点."""
    text = _SHORT_DAY.sub(r"早\g<early>点到晚\g<late>点", text) if "早" in text else text
    text = _SHORT_RANGE.sub(r"\g<from>点\g<to>", text) if "点" in text else text
    text = _ONE_O_CLOCK.sub("1点", text) if "一点" in text else text
    return _LATE_MORNING.sub("下午", text) if "晌" in text else text


def trip_moments(text: str, now: datetime, is_form: bool = False) -> list[TripMoment]:
    """Days and times from left to right, those that are over and those that leave the day open left out.

    马上 in a story tells haste and no moment; in the answers of a form (`is_form`) it is the moment of writing.
    """
    moments = [as_of_now(text, moment, now) for moment in find_moments(text, now)]
    said: list[TripMoment] = []
    for place, moment in enumerate(moments):
        end = moments[place + 1].span[0] if place + 1 < len(moments) else len(text)
        before = moments[place - 1] if place else None
        one = _cued(text, moment, max(end, moment.span[1]), before)
        is_over = moment.date is not None and moment.date < now.date()
        if not is_over:
            said.append(one)
    current = _NOW.search(text)
    if current is not None and (is_form or current["hastily"] is None):
        minute = now.replace(second=0, microsecond=0, tzinfo=None)
        said.append(TripMoment(minute.date(), minute.time(), current.span(), "leave"))
    return sorted([one for one in said if not one.is_open], key=lambda one: one.span)


def _cued(text: str, moment: MomentFound, end: int, before: MomentFound | None) -> TripMoment:
    """A moment with what the words around it say it is for."""
    start, behind = moment.span
    piece = text[behind : min(end, behind + 20)]
    is_back = _is_range(text, before, moment)
    is_open = moment.joined and not is_back and not _begins_range(text, moment)
    said = TripMoment(moment.date, moment.time, moment.span, "", moment.confirm or moment.confirm_time, is_open)
    lead = text[max(0, start - 10) : start]
    if _HAPPENED.match(piece) is not None and (find_relatives(lead) or "生" in piece[:4]):
        return replace(said, is_open=True)
    if is_back:
        return replace(said, cue="back")
    if _STARTS.match(piece) is not None or (_FROM.search(lead) is not None and moment.time is None):
        return replace(said, cue="start", is_open=moment.limit == "about")
    other = _OTHER_HOUR.match(piece)
    if other is not None and moment.time is not None:
        said = replace(said, time=None, confirm=moment.confirm, is_open=moment.date is None)
    goes, back = _GOES.match(piece), _BACK.match(piece)
    if back is not None and (goes is None or back.end() <= goes.end()):
        return replace(said, cue="back", is_open=moment.limit in {"after", "about"})
    if _BACK_BEFORE.search(lead) is not None:
        return replace(said, cue="back", is_open=moment.limit in {"after", "about"})
    is_open = said.is_open or moment.limit in {"after", "about"} or lead.endswith(("每个月", "每月"))
    is_by_then = said.time is not None and _BY_THEN.match(piece) is not None
    is_leave = goes is not None or _LEAVE_BEFORE.search(lead) is not None
    if is_by_then and is_leave:  # 八点前得走: the day alone is settled
        return replace(said, time=None, confirm=moment.confirm, is_open=is_open or moment.date is None)
    if is_by_then or moment.limit == "by":
        return replace(said, cue="back", is_open=is_leave or is_open)
    return replace(said, cue="leave" if is_leave else "", is_open=is_open)


def _is_range(text: str, before: MomentFound | None, moment: MomentFound) -> bool:
    """Whether this is the second end of a span that the moment before begins: 7点到12点, 24号到26号."""
    if before is None:
        return False
    if before.span == moment.span:
        said = text[slice(*moment.span)]
        return _CHOICE.search(said) is None
    return _RANGE.fullmatch(text, before.span[1], moment.span[0]) is not None


def _begins_range(text: str, moment: MomentFound) -> bool:
    said = text[slice(*moment.span)]
    inside = any(sign in said for sign in "到至-~")
    return inside or _RANGE.match(text, moment.span[1]) is not None
