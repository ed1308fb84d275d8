"""A correction of check-ins in free words: whose record it is is decided by who is named, or asked, never guessed.

昨天写错了 我爸是36.7 我昨天是36.6 changes two records; 101写错了 是37.4 that of whoever was checked in at that door. What
has no record of its day is filed for it. A message with the figures of today is no correction of yesterday's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import Choice, Conversation, Filed, Slot, amends, close, list_items, start
from bot.offer import Command
from bot.turn import Answers, Turn, Value
from handlers.checkins import amending
from handlers.checkins.checkin import health_checkin
from handlers.checkins.days import MADE_UP_FOR
from handlers.checkins.filing import judged
from handlers.checkins.people import checkin_of, own_name
from handlers.checkins.records import fitting
from handlers.checkins.said import file_all
from handlers.households.places import scopes
from knowledge.language.checkin_corrections import PutRight, find_put_right, says_it_was_wrong
from knowledge.language.checkin_days import is_within_days
from knowledge.language.persons import SPEAKER
from ledger.conversations import OWN, OpenForm

NAME = "checkin_which"
_ANYTHING = re.compile(r".+", re.DOTALL)
# A correction of something else that was filed.
_OTHER_MATTER = re.compile(r"报备|物资|外出|通行|登记|电话|手机|住址|地址|车次|[FSWVfswv]\d{4}-")
_TODAY = re.compile(r"今天|今早|今日|今儿|这会儿?")


@dataclass(frozen=True, slots=True)
class _Course:
    """How far a correction of several check-ins has come: its words, when they were said, and the next of them."""

    words: str
    said_time: datetime
    next: int = 0
    chosen: int | None = None


def _correct(turn: Turn, _match: re.Match[str]) -> str | None:
    """A correction while nothing is open, or while the items of a filed check-in are looked at."""
    form = turn.form
    if turn.contact.person_id is None or _OTHER_MATTER.search(turn.text) is not None:
        return None
    if form is None:
        is_wrong = turn.reading.intent == "correct" or says_it_was_wrong(turn.text)
        return _put_right(turn, _Course(turn.text, turn.said_time)) if is_wrong else None
    if form.name != health_checkin.name or not amends(form):
        return None
    return _beside_an_open_one(turn, form)


def _beside_an_open_one(turn: Turn, form: OpenForm) -> str | None:
    """What is said of others or of another day while one check-in is put right; the rest is the form's."""
    said = find_put_right(turn.text, turn.said_time, _names_doors(turn))
    is_wrong = turn.reading.intent == "correct" or says_it_was_wrong(turn.text)
    is_of_now = _TODAY.search(turn.text) is not None and form.answers.get("date") != turn.said_on.isoformat()
    if not any(one.says_something for one in said) or not (len(said) > 1 or is_of_now):
        return None
    if is_of_now and not is_wrong:
        told: Answers = {"persons": [_row(one) for one in said]}
        words = file_all(turn, told, may_ask=False)
        return f"{words}\n{list_items(turn, health_checkin, form)}"
    words = _put_right(turn, _Course(turn.text, turn.said_time), may_ask=False) or ""
    if words:
        close(turn, form)  # what was wrong is put right
    return words or None


def _names_doors(turn: Turn) -> bool:
    return turn.contact.is_staff and bool(scopes(turn))


def _put_right(turn: Turn, course: _Course, *, may_ask: bool = True) -> str | None:
    """Put right one check-in after the other; where one cannot be placed for certain, ask and go on with the answer."""
    said = find_put_right(course.words, course.said_time, _names_doors(turn))
    if not said or any(one.health.confirm for one in said):
        return None  # nothing new, or a likely slip: the form asks
    done: list[str] = []
    for number, one in enumerate(said[course.next :], start=course.next):
        found = fitting(turn, one)
        if number == course.next and course.chosen is not None:
            found = [each for each in found if each.record == course.chosen]
        if not one.says_something:
            done += [_shown(turn, found[0])] if len(found) == 1 and len(said) == 1 else []
        elif len(found) == 1:
            done.append(_amend(turn, found[0], one))
        elif found and may_ask:
            asked = _ask(turn, found, replace(course, next=number, chosen=None))
            return "\n".join([*done, asked])
        elif not found and _can_be_filed(turn, one):
            done.append(_file(turn, one))
        elif one.who is None:
            return turn.render("correct_nothing")
        else:
            done.append(turn.render("checkin_which_none", person=_spoken(turn, one)))
    return "\n".join(words for words in done if words) or None


def _amend(turn: Turn, filed: Filed, one: PutRight) -> str:
    anew = _with(filed.answers, one)
    if anew == filed.answers:
        return turn.render("correct_same", name=filed.name)
    return amending.amend(turn, filed, anew)


def _can_be_filed(turn: Turn, one: PutRight) -> bool:
    """Whether something without a record is filed as it is: its day is said, or it must not wait for one."""
    if one.day is not None:
        return is_within_days(one.day, turn.said_on, MADE_UP_FOR)
    name = "" if one.who in {None, SPEAKER} else str(one.who)
    new, place = checkin_of(turn, name, _row(one), turn.said_on.isoformat())
    return one.who is not None and judged(turn, name, new, place).health.alarms


def _file(turn: Turn, one: PutRight) -> str:
    of_its_day: Answers = {} if one.day in {None, turn.said_on} else {"date": str(one.day)}
    return file_all(turn, {"persons": [_row(one)], **of_its_day}, may_ask=False)


def _row(one: PutRight) -> dict[str, Value]:
    """What is said of somebody, as a row of a check-in."""
    said = one.health
    return {
        "name": one.who or SPEAKER,
        "temperature": said.temperature,
        "symptoms": list(said.symptoms or ()),
        "complaints": list(said.troubles),
        "contact_history": said.contact_history,
        "positive_test": said.positive_test,
    }


def _with(before: Answers, one: PutRight) -> Answers:
    """The record's answers with what is right; what is not spoken of stays as it was."""
    said = one.health
    new: dict[str, Value] = {
        "temperature": said.temperature,
        "symptoms": None if said.symptoms is None else list(said.symptoms),
        "complaints": list(said.troubles) or None,
        "contact_history": said.contact_history,
        "positive_test": said.positive_test,
    }
    answers = {**before, **{name: value for name, value in new.items() if value is not None}}
    if said.symptoms == ("none",) and not said.troubles:
        answers.pop("complaints", None)
    if said.troubles and answers.get("symptoms") == ["none"]:
        answers["symptoms"] = []
    return answers


def _shown(turn: Turn, filed: Filed) -> str:
    """The items of the one who is meant, where nothing is said yet of what is right."""
    parked = turn.form.parked if turn.form is not None else None
    answers = {**filed.answers, f"{OWN}amends": filed.record}
    form = OpenForm(health_checkin.name, answers, turn.now, turn.now, parked, turn.said_at)
    return list_items(turn, health_checkin, form)


def _spoken(turn: Turn, one: PutRight) -> str:
    return own_name(turn) if one.who == SPEAKER else f"{one.door or ''}{one.who}"


def _ask(turn: Turn, found: Sequence[Filed], course: _Course) -> str:
    known: Answers = {
        "words": course.words,
        "at": course.said_time.isoformat(),
        "next": course.next,
        "ids": [one.record for one in found],
        "names": [one.name for one in found],
    }
    behind, turn.resumed = turn.resumed, None
    turn.reading = replace(turn.reading, slots={})
    return start(turn, replace(checkin_which, prefill=lambda _turn: known), behind)


def _offers(_turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    ids, names = answers.get("ids"), answers.get("names")
    if not isinstance(ids, list | tuple) or not isinstance(names, list | tuple):
        return ()
    return tuple(Choice(record, str(name)) for record, name in zip(ids, names, strict=True))


def _go_on(turn: Turn, answers: Answers) -> str:
    """The record that was meant is known now."""
    chosen, following = answers["which"], answers["next"]
    assert isinstance(chosen, int)  # the ids of records were offered
    assert isinstance(following, int)  # as it was noted
    turn.form = None
    course = _Course(str(answers["words"]), datetime.fromisoformat(str(answers["at"])), following, chosen)
    return _put_right(turn, course) or turn.render("correct_gone")


checkin_which = Conversation(
    name=NAME,
    intents=(),
    slots=[
        Slot("which", "choice", offers=_offers),
        Slot("words", "words", asked=False, private=True),
    ],
    finish=_go_on,
)
commands = (Command("checkin_correction", _ANYTHING, _correct, staff_only=False),)
