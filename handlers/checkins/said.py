"""What a form says of everybody's health, one check-in a person and day: filed, passed on, and said back.

A message of several days (昨天36.5 今天36.4) is a check-in for each: the last of them goes through the form, those before
are kept beside the slots under `earlier` and filed with what was said of them, each under its own day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.turn import Answers, Turn, Value
from handlers.checkins import doubts
from handlers.checkins.belonging import for_whom
from handlers.checkins.days import MADE_UP_FOR, day_of
from handlers.checkins.everybody import UNNAMED, with_everybody
from handlers.checkins.filing import (
    Judged,
    alarm_facts,
    filed,
    judged,
    kept_twice,
    row,
    says_nothing,
    store,
    worst,
)
from handlers.checkins.people import called, checkin_of, rows_of, strings
from handlers.said_back import day_words
from knowledge.language.checkin_days import days_apart, is_within_days
from knowledge.language.reading import find_slots

# Kept beside the slots: what was said of earlier days, and who was told of what was filed already.
EARLIER = "earlier"
TOLD = "told"
# A name that several people have whom the writer can mean.
SAME_NAME = "same_name"
_OF_A_DAY = ("persons", "temperature", "symptoms", "troubles", "contact_history", "positive_test")


def split_days(turn: Turn) -> Answers:
    """Let the turn speak of the last of several days only; what it says of those before, as an answer.

    Nothing where it speaks of one day, or of one that no check-in can be filed for.
    """
    days = days_apart(turn.text, turn.said_time)
    if not days or not all(is_within_days(one.day, turn.said_on, MADE_UP_FOR) for one in days):
        return {}
    last = days[-1]
    earlier = [_row_of(one.day, said) for one in days[:-1] for said in _rows(turn, one.text)]
    turn.reading = replace(turn.reading, text=last.text, slots=find_slots(last.text, turn.said_time, _OF_A_DAY))
    of_its_day = {} if last.day == turn.said_on else {"date": last.day.isoformat()}
    return {EARLIER: earlier, **of_its_day}


def _rows(turn: Turn, text: str) -> list[Answers]:
    """What a text says of each person; of the writer alone, one row."""
    found = find_slots(text, turn.said_time, _OF_A_DAY)
    denied = doubts.denied_in(text)
    said = rows_of(with_everybody(turn, found, text).found) or [{**found, "complaints": found.get("troubles")}]
    return [{**one, doubts.DENIED: called(one) in denied} for one in said]


def _row_of(day: date, said: Answers) -> dict[str, Value]:
    return {**{name: value for name, value in said.items() if value is not None}, "date": day.isoformat()}


def everybody(turn: Turn, answers: Answers) -> list[Judged]:
    """Everybody of whom the answers speak, with what the rule says; those of earlier days first."""
    return [*earlier_ones(turn, answers), *_of_the_day(turn, answers)]


def earlier_ones(turn: Turn, answers: Answers) -> list[Judged]:
    """What was said of earlier days; `key` names person and day."""
    said = answers.get(EARLIER)
    rows = [one for one in said if isinstance(one, Mapping)] if isinstance(said, list | tuple) else []
    days = [(str(one["date"]), called(one), _with_person(one, answers)) for one in rows]
    return [judged(turn, f"{name}@{day}", *checkin_of(turn, name, one, day)) for day, name, one in days]


def _of_the_day(turn: Turn, answers: Answers) -> list[Judged]:
    day = day_of(turn, answers)
    said = rows_of(answers)
    if not said and answers.get(UNNAMED):
        return []  # only of others, of whom none is known
    if not said:
        name, row_of_it = for_whom(turn, answers)
        return [judged(turn, name, *checkin_of(turn, name, row_of_it, day))]
    rows = [_with_person(one, answers) for one in said]
    return [judged(turn, called(one), *checkin_of(turn, called(one), one, day)) for one in rows]


def _with_person(row: Answers, answers: Answers) -> Answers:
    """The row with the person who was chosen among those of its name."""
    chosen = answers.get("which")
    is_chosen = isinstance(chosen, int) and called(row) == answers.get(SAME_NAME)
    return {**row, "person": chosen} if is_chosen else row


def file_all(turn: Turn, answers: Answers, *, may_ask: bool = True) -> str:
    """File the check-ins of everybody whom the answers speak of, and say them back.

    What contradicts itself is asked about behind it, where nothing else is asked meanwhile (`may_ask`).
    """
    said, doubted = file_and_doubt(turn, answers)
    return doubts.behind(said, doubts.ask_about(turn, doubted, may_ask=may_ask))


def file_and_doubt(turn: Turn, answers: Answers) -> tuple[str, list[dict[str, Value]]]:
    """The same, with what has to be asked about instead of the question."""
    said: list[Judged] = []
    unread: list[str] = []
    kept: list[dict[str, object]] = []
    doubted: list[dict[str, Value]] = []
    told = strings(answers.get(TOLD))
    known = filed(answers)
    for one in everybody(turn, answers):
        if says_nothing(one.checkin):
            unread.append(one.checkin.person)
        elif "@" not in one.key or one.key not in known:  # of an earlier day nothing more is asked
            booked = store(turn, one, answers)
            answers = booked.answers
            said.append(one)
            told += [who for who in booked.told if who not in told]
            kept += kept_twice(turn, one, booked.earlier)
        doubted += doubts.of(turn, one, answers)
    if not said:
        return turn.render("checkin_unread", unread=unread, unnamed=answers.get(UNNAMED)), doubted
    words = turn.render(
        "checkin_filed",
        days=_by_day(turn, said),
        unread=unread,
        unnamed=answers.get(UNNAMED),
        kept=kept,
        **alarm_facts(turn, worst(said), told, said),
    )
    return words, doubted


def _by_day(turn: Turn, said: Sequence[Judged]) -> list[dict[str, object]]:
    """The check-ins by their days, for the reply."""
    today = turn.said_on.isoformat()
    return [
        {
            "words": day_words(date.fromisoformat(day), turn.said_on),
            "is_past": day < today,
            "rows": [row(one.checkin) for one in said if one.checkin.date == day],
        }
        for day in dict.fromkeys(one.checkin.date for one in said)
    ]
