"""The day of a check-in: today, or one of the days just past where it is made up for (补昨天的卡).

A day to come, or one further back, is asked about; what alarms is passed on all the same, for today.
"""

from datetime import date, timedelta

from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.said_back import day_words
from knowledge.language.checkin_days import find_checkin_day, is_within_days
from knowledge.language.dates import find_date

# How many days back a check-in can be made up for; what lies further back is told to a person.
MADE_UP_FOR = 3
DAY = "date"
# Beside the slots: a day was said for which no check-in can be filed.
ODD_DAY = "odd_day"
_BY_NUMBER = {"1": 0, "2": 1, "3": 2}


def said_day(turn: Turn) -> dict[str, Value]:
    """The answers that a message gives about its day: none where it is today's."""
    day = find_checkin_day(turn.text, turn.said_time)
    if day is None:
        return {}
    return {DAY: day.isoformat()} if is_within_days(day, turn.said_on, MADE_UP_FOR) else {ODD_DAY: day.isoformat()}


def day_matters(answers: Answers) -> bool:
    """Whether the day belongs to the form: it was said, or has to be asked for."""
    return DAY in answers or ODD_DAY in answers


def plain_day(text: str, turn: Turn) -> Value:
    """An answer to the question for the day: by number, 昨天, 1月18日."""
    if text in _BY_NUMBER:
        return (turn.said_on - timedelta(days=_BY_NUMBER[text])).isoformat()
    found = find_date(text, turn.said_time, "past")
    if found is None or found.confirm or not is_within_days(found.value, turn.said_on, MADE_UP_FOR):
        raise InvalidAnswer
    return found.value.isoformat()


def day_of(turn: Turn, answers: Answers) -> str:
    """The day (ISO) under which the answers are filed."""
    day = answers.get(DAY)
    return day if isinstance(day, str) else turn.said_on.isoformat()


def spoken_day(value: Value, turn: Turn) -> str:
    """The day as people say it."""
    return day_words(date.fromisoformat(str(value)), turn.said_on)
