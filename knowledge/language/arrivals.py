"""When somebody arrives, of all the days and times that a message names (return reports: arrive_date, arrive_time).

28号晚上的火车,29号早上8点到 is the 29th at 08:00. Text is normalised; `now` is aware and in Asia/Shanghai.
"""

import re
from dataclasses import replace
from datetime import datetime

from knowledge.language.dates import Lean, MomentFound, find_moments
from knowledge.language.place_names import Rank, place_names

# How surely a moment is the one of arriving; a mere departure is none.
_LEAVES, _TICKET, _NAMED, _RETURNS, _ARRIVES = 0, 1, 2, 3, 4
_ARRIVING = re.compile(r"[^,，。;\n]{0,10}?(?:到家|到站|到达|抵达|抵|落地|进站|能到|到(?!时候|处|底|付|了?吗))")
_RETURNING = re.compile(r"[^。;\n]{0,24}?(?:回|返|过来)")
_LEAVING = re.compile(r"[^,，。;\n]{0,10}?(?:出发|动身|启程|起飞|发车|开车|登机|上车|走(?!亲|访|路))")
_BY_TICKET = re.compile(
    r"[^,，。;\n]{0,10}?(?:坐|乘|火车|高铁|动车|飞机|航班|客车|大巴|票|的车|[GDKZTC]\d{2,4})", re.IGNORECASE
)
_ARRIVING_BEFORE = re.compile(
    r"(?:到家|到达|抵达|到站|返乡|返回|回来|到|回)(?:(?:时间|日期)(?:[是为:]|大概|预计)?|[是为:]|大概|预计)[ ]?$"
)

_BEFORE_PLACE = re.compile(r"[达了的]{0,2}[ ]?")


def find_arrival(text: str, now: datetime, lean: Lean = "future") -> MomentFound | None:
    """When somebody arrives: 28号晚上的火车,29号早上8点到 is the 29th at 08:00.

    The moment that a word of arriving follows comes before one that goes with returning, and that before others. A mere
    departure gives no arrival, and the time at which a train or flight leaves is not that of arriving.
    """
    moments = find_moments(text, now, lean)
    ranked: list[tuple[int, MomentFound]] = []
    for place, moment in enumerate(moments):
        end = moments[place + 1].span[0] if place + 1 < len(moments) else len(text)
        rank, keeps_time = _rank(text, moment, end)
        if rank and moment.date is not None and not moment.joined and not moment.limit:
            ranked.append((rank, moment if keeps_time else replace(moment, time=None, confirm_time=False)))
    if not ranked:
        return None
    highest = max(rank for rank, _moment in ranked)
    best = [moment for rank, moment in ranked if rank == highest]
    if highest < _ARRIVES and len({moment.date for moment in best}) > 1:
        return None
    chosen = best[-1] if highest == _ARRIVES else best[0]
    return _with_separate_time(text, chosen, moments)


def _rank(text: str, moment: MomentFound, end: int) -> tuple[int, bool]:
    """How surely a moment is one of arriving, and whether its time is then the one of arriving."""
    _start, behind = moment.span
    piece = text[behind:end]
    if _ARRIVING_BEFORE.search(text, max(0, moment.span[0] - 10), moment.span[0]) is not None:
        return _ARRIVES, True
    leaves, by_ticket = _LEAVING.match(piece) is not None, _BY_TICKET.match(piece) is not None
    arriving = _ARRIVING.match(piece)
    if arriving is not None and _is_elsewhere(text, behind + arriving.end()):
        return _LEAVES, False
    if arriving is not None:
        return _ARRIVES, not leaves and not by_ticket
    if _RETURNING.match(piece) is not None:
        return _RETURNS, not leaves and not by_ticket
    if leaves:
        return _LEAVES, False
    return (_TICKET, False) if by_ticket else (_NAMED, True)


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
