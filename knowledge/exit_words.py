"""Exit requests in words: why, when, who, for residents, whoever signs, the office and the gate alike.

The words stand in knowledge/vocabulary/exits.yaml. Days are named in full: what is read tomorrow means the same.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache

from pydantic import Field

from knowledge.strict_model import StrictModel, Words, load_model
from knowledge.vocabulary import FOLDER

SPEAKER = "我"


class _ExitWords(StrictModel):
    """exits.yaml."""

    reasons: dict[str, Words]
    marks: dict[str, Words]
    urgent: Words
    weekdays: dict[str, Words] = Field(min_length=7, max_length=7)
    every_day: Words
    weekly: Words
    day: Words
    single: Words
    same_day: Words
    back_by: Words
    open_end: Words
    standing: Words
    companions: Words
    relatives: Words
    family: Words
    several: Words
    statuses: dict[str, Words]


@cache
def _words() -> _ExitWords:
    """The words, read once; raises BadFile."""
    return load_model(FOLDER / "exits.yaml", _ExitWords)[0]


def reason_words(reason: str) -> str:
    """Why: 看病, 透析."""
    return _words().reasons[reason]


def status_words(status: str) -> str:
    """How a request stands."""
    return _words().statuses[status]


def marks(kind: str, urgent: bool) -> list[str]:
    """What whoever signs is to see first: 急, 特殊情况, 必要岗位."""
    named = _words().marks.get(kind)
    return [*([_words().urgent] if urgent else []), *([named] if named else [])]


def when_words(leave_at: str, return_by: str | None, recurrence: Sequence[str], until_date: str | None) -> str:
    """When: 1月21日（周五）07:00—12:00, 每周一三五 07:00—12:00，1月21日（周五）起，到2月19日（周六）."""
    words = _words()
    if recurrence and until_date is not None:
        return words.standing.format(
            days=days_words(recurrence),
            leave=_hour(leave_at),
            back=_hour(return_by) if return_by else "",
            first=_day(leave_at),
            last=_day(until_date),
        )
    leave = moment_words(leave_at)
    if return_by is None:
        return words.open_end.format(leave=leave)
    if return_by[:10] != leave_at[:10]:
        return words.single.format(leave=leave, back=moment_words(return_by))
    if not _hour(return_by):
        return words.same_day.format(leave=leave) if _hour(leave_at) else leave
    pattern = words.single if _hour(leave_at) else words.back_by
    return pattern.format(leave=leave, back=_hour(return_by))


def moment_words(moment: str) -> str:
    """A local ISO day or minute: 1月21日（周五）07:00."""
    return f"{_day(moment)}{_hour(moment)}"


def days_words(recurrence: Sequence[str]) -> str:
    """Days of the week: 每周一三五, 每天."""
    words = _words()
    if len(set(recurrence)) == len(words.weekdays):
        return words.every_day
    return words.weekly.format(days="".join(name for day, name in words.weekdays.items() if day in recurrence))


def who_words(name: str, people: Sequence[str]) -> str:
    """Who goes: 林秀＋妈妈, 林秀的妈妈 (without the applicant), 林秀 (alone)."""
    others = [one for one in people if one != SPEAKER]
    if not others:
        return name
    joined = names_words(others)
    pattern = _words().companions if SPEAKER in people else _words().relatives
    return pattern.format(name=name, others=joined)


def names_words(names: Sequence[str]) -> str:
    """Names in a row, those that come more than once with their number: 妈妈、家人（3人）."""
    several = _words().several
    numbers = {name: names.count(name) for name in names}
    return "、".join(several.format(name=name, number=n) if n > 1 else name for name, n in numbers.items())


def family() -> str:
    """How somebody of the family is written down who goes and was not named."""
    return _words().family


def count_of(people: Sequence[str]) -> int:
    """How many go; nobody named is the applicant alone."""
    return max(1, len(people))


def _day(moment: str) -> str:
    day = date.fromisoformat(moment[:10])
    named = list(_words().weekdays.values())[day.weekday()]
    return _words().day.format(month=day.month, day=day.day, weekday=named)


def _hour(moment: str) -> str:
    return moment[11:16]
