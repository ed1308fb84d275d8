"""The day that a check-in is of, where the text says another than today: 昨天36.5 没事, 补昨天的卡 36.4.

A day counts only where it stands with the figure or with the words for a check-in: 昨天有点咳嗽 36.5 and 昨天回来的 36.5
are of today. Several days with a figure each are told apart: 昨天36.5 今天36.4. Text is normalised.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from knowledge.language.dates import find_dates
from knowledge.language.persons import find_persons

_OF_CHECKIN = re.compile(r"的?[ ,]?(?:那天|当天|那次)?的?(?:健康)?(?:打卡|补卡|补报|卡|体温|温度|健康情况)")
_MAKES_UP = re.compile(r"(?:补打卡|补一下|补打|补报|补上|补个?|忘了?打卡|漏打卡?|漏报)[ ,:]?(?:一下|个)?[ ,]?$")
# Between the day and its figure stand names, the time of day and words for measuring, and nothing that happened.
_HAPPENED = re.compile(
    r"[。;!?\n]|[回来去到从往]|接触|咳|嗓|疼|痛|晕|吐|拉肚|难受|舒服|打针|疫苗|核酸|抗原|吃药|今[天早晚日]|现在"
)
_FIGURE = re.compile(r"(?<![\d.:/-])(?:3[4-9]|4[0-3])(?:\.\d{1,2}|度|℃|(?![\d.:号月日点]))")
_WELL = re.compile(r"(?:都|全|一切|身体)?(?:没事|正常|挺好|没啥事|无不适|无异常|没什么事|没症状)")
_FORGOT = re.compile(r"[^。;!?\n0-9]{0,6}(?:忘了?|没|漏|补)[^。;!?\n0-9]{0,6}(?:打卡|打|报|卡)")
# Behind the last figure, what is said of every day; and what leaves a day without a word of its own.
_OF_EVERY_DAY = re.compile(r"[ ,。;]*(?:这)?(?:[两俩二三四]天)?(?:都|全都?|均)[^\d]*$")
_WORDLESS = re.compile(r"(?:度|℃|[ ,。;、!\n])*")
_SPEAKS_OF_SELF = re.compile("[我俺]")
_LONGEST_BETWEEN = 14
# Without one of these a text names no day but today, and most check-ins need no closer look.
_ANOTHER_DAY = re.compile(r"[昨前明后月号日周初廿夕旦节]|星期|礼拜|天前|(?<!\d)[01]?\d[./-][0-3]?\d(?![\d度℃])")


def find_checkin_day(text: str, now: datetime) -> date | None:
    """The day (Asia/Shanghai) that a text's check-in is of; None where it says none other than today.

    Of several days none is taken but the one that stands with the figure: 昨天咳嗽 今天36.5 is of today.
    """
    if _ANOTHER_DAY.search(text) is None:
        return None
    days = [day for day in find_dates(text, now, "past") if not day.limit and not day.joined]
    for place, day in enumerate(days):
        end = days[place + 1].span[0] if place + 1 < len(days) else len(text)
        if not _is_meant(text[: day.span[0]], text[day.span[1] : end]):
            continue
        if any(each.value != day.value and _has_figure(text, each.span[1]) for each in days):
            return None  # two days with a figure each: nothing is guessed, the last word is of today
        return None if day.value == now.date() else day.value
    return None


@dataclass(frozen=True, slots=True)
class DayApart:
    """One day of several (Asia/Shanghai): what was said of it, without the word for the day."""

    day: date
    text: str


def days_apart(text: str, now: datetime) -> list[DayApart]:
    """What a text says of each of several days that have a figure each, the earliest first; empty for one day or none.

    What stands before the first day (我妈昨天36.5今天36.4) is said of each; so is what 都 says behind the last.
    """
    if _ANOTHER_DAY.search(text) is None:
        return []
    days = [day for day in find_dates(text, now, "past") if not day.limit and not day.joined]
    if not days:  # 住3号楼, 周大爷: no day after all
        return []
    ends = [*(day.span[0] for day in days[1:]), len(text)]
    told = [
        day
        for day, end in zip(days, ends, strict=True)
        if _has_figure(text[:end], day.span[1]) and _is_meant(text[: day.span[0]], text[day.span[1] : end])
    ]
    if not told:
        return []
    lead = text[: told[0].span[0]]
    ends = [*(day.span[0] for day in told[1:]), len(text)]
    said = [DayApart(day.value, text[day.span[1] : end]) for day, end in zip(told, ends, strict=True)]
    said = said if lead.strip() else _with_who_is_meant(said)
    if _FIGURE.search(lead) is not None:  # 36.4没事 昨天36.5: the first is of today
        said.insert(0, DayApart(now.date(), lead))
        lead = ""
    if len({one.day for one in said}) < max(2, len(said)):
        return []
    said = _said_of_every_day(said)
    return sorted((replace(one, text=f"{lead}{one.text}") for one in said), key=lambda one: one.day)


def _with_who_is_meant(said: list[DayApart]) -> list[DayApart]:
    """昨天我爸37.1 前天36.8: the one person who is named goes on to be meant where a day names nobody."""
    done: list[DayApart] = []
    who = ""
    for one in said:
        persons = {each.name for each in find_persons(one.text)}
        if persons or _SPEAKS_OF_SELF.search(one.text):
            who = persons.pop() if len(persons) == 1 else ""
            done.append(one)
        else:
            done.append(replace(one, text=f"{who} {one.text}") if who else one)
    return done


def _said_of_every_day(said: list[DayApart]) -> list[DayApart]:
    last = list(_FIGURE.finditer(said[-1].text))
    every = _OF_EVERY_DAY.fullmatch(said[-1].text, last[-1].end()) if last else None
    if every is None:
        return said
    figures = [list(_FIGURE.finditer(one.text))[-1] for one in said[:-1]]
    return [
        replace(one, text=f"{one.text}{every[0]}") if _WORDLESS.fullmatch(one.text, figure.end()) else one
        for one, figure in zip(said, figures, strict=False)
    ] + [said[-1]]


def is_within_days(day: date, today: date, days: int) -> bool:
    """Whether a day is today or at most so many days before."""
    return timedelta(0) <= today - day <= timedelta(days=days)


def _is_meant(before: str, behind: str) -> bool:
    """Whether the words around a day say that it is the day of a check-in."""
    if _OF_CHECKIN.match(behind) or _MAKES_UP.search(before) or _FORGOT.match(behind):
        return True
    figure = _FIGURE.search(behind) or _WELL.match(behind.lstrip(" ,"))
    if figure is None:
        return False
    between = behind[: figure.start()]
    return len(between) <= _LONGEST_BETWEEN and _HAPPENED.search(between) is None


def _has_figure(text: str, place: int) -> bool:
    figure = _FIGURE.search(text, place)
    return figure is not None and figure.start() - place <= _LONGEST_BETWEEN
