"""The answers of an exit request as they are said back, and what can be answered to its summary."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.conversation import Doubt, Option
from bot.turn import Answers, Turn
from handlers.exits import times
from handlers.exits.course import ASKS_PERSON
from handlers.slots import address_of
from knowledge import exit_words
from knowledge.times import SHANGHAI
from ledger.exits.times import is_to_the_minute

_WANTS_CHANGE = re.compile(r"2|要改|改|修改|我要改|不对")
_AMENDS = "?amends"
# Hours in which nobody leaves for the night.
_BY_DAY = range(5, 18)


def moments(answers: Answers) -> tuple[str, str | None]:
    """Leaving and coming back as they are kept: of a trip that comes again the hours of its first day."""
    if times.comes_again(answers):
        first = times.first_trip(str(answers["first_day"]), days_of(answers))
        leave = f"{first}T{answers['leave_time']}"
        back = times.return_by({"return_time": answers["return_time"]}, {"leave_at": leave})
        return leave, str(back)
    return str(answers["leave_at"]), str(answers["return_by"])


def people_of(answers: Answers) -> list[str]:
    """The names of those who go, as said; empty for the applicant alone."""
    goers = answers.get("goers")
    return [str(one["name"]) for one in goers if isinstance(one, dict)] if isinstance(goers, list) else []


def days_of(answers: Answers) -> list[str]:
    """The days of the week of a trip that comes again."""
    days = answers.get("recurrence")
    return [str(day) for day in days] if isinstance(days, Sequence) and not isinstance(days, str) else []


def plate_of(answers: Answers) -> str | None:
    """The number plate, None without a vehicle of their own."""
    said = answers.get("plate")
    return said if isinstance(said, str) and said != "none" else None


def shown(answers: Answers) -> dict[str, object]:
    """The answers in words, as the summary and the staff read them."""
    leave, back = moments(answers)
    until, phone = answers.get("until_date"), answers.get("phone")
    standing = times.comes_again(answers)
    return {
        "name": answers["name"],
        "who": exit_words.who_words(str(answers["name"]), people_of(answers)),
        "reason": exit_words.reason_words(str(answers["reason"])),
        "when": exit_words.when_words(leave, back, days_of(answers), str(until) if standing else None),
        "destination": answers.get("destination") or "",
        "plate": plate_of(answers) or "",
        "address": address_of(answers).spoken(),
        "phone": f"{str(phone)[:3]}****{str(phone)[-4:]}" if phone else "",
        "words": answers.get("plea") if answers.get(ASKS_PERSON) else "",
    }


def summary(turn: Turn, answers: Answers) -> str:
    """Everything as it will be filed; of a change that it needs another signature."""
    changed = _AMENDS in answers
    return turn.render("exit_summary", changed=changed, is_new_here=not turn.contact.informed, **shown(answers))


def heard(turn: Turn, answers: Answers) -> str:
    """What a first sentence gave, before the rest is asked."""
    reason, leave, back = (answers.get(name) for name in ("reason", "leave_at", "return_by"))
    people = people_of(answers)
    hours = exit_words.when_words(leave, back, (), None) if isinstance(leave, str) and isinstance(back, str) else ""
    if not hours and isinstance(leave, str):
        hours = exit_words.moment_words(leave)
    parts = [
        exit_words.reason_words(str(reason)) if reason else "",
        exit_words.days_words(days_of(answers)) if days_of(answers) else "",
        hours if times.is_single(answers) else "",
        str(answers.get("destination") or ""),
        exit_words.names_words(people),
    ]
    return turn.render("exit_heard", parts=[part for part in parts if part])


def options(turn: Turn) -> Option | None:
    """2: what is to be changed."""
    return Option(lists=True) if _WANTS_CHANGE.fullmatch(turn.text) else None


def doubt(turn: Turn, answers: Answers) -> Doubt | None:
    """Leaving in the past. An end before the start is none to be settled with a yes: `with_an_end` asks for it again."""
    impossible = _impossible_end(turn, answers)
    if impossible is not None:
        slot, said = impossible
        return Doubt(f"{slot}:{answers[slot]}", said, slot)
    leave, _ = moments(answers)
    if _is_over(turn, leave):
        slot = "first_day" if times.comes_again(answers) else "leave_at"
        return Doubt(f"past:{leave}", turn.render("exit_doubt_past", leave=exit_words.moment_words(leave)), slot)
    return _overnight(turn, answers)


def _overnight(turn: Turn, answers: Answers) -> Doubt | None:
    """Whoever leaves by day and is back at an earlier hour is so the next day, or has said one of them wrongly."""
    leave, back = moments(answers)
    if not isinstance(back, str) or not is_to_the_minute(leave) or not is_to_the_minute(back):
        return None
    out, home = datetime.fromisoformat(leave), datetime.fromisoformat(back)
    if home.date() - out.date() != timedelta(days=1) or home.time() > out.time() or out.hour not in _BY_DAY:
        return None
    words = {"leave": exit_words.moment_words(leave), "back": exit_words.moment_words(back)}
    slot = "return_time" if times.comes_again(answers) else "return_by"
    return Doubt(f"overnight:{leave}:{back}", turn.render("exit_doubt_overnight", **words), slot)


def with_an_end(turn: Turn, answers: Answers) -> tuple[str, Answers]:
    """The answers without an end that lies before the start, and what is said of it: it is asked for again."""
    impossible = _impossible_end(turn, answers)
    if impossible is None:
        return "", answers
    slot, said = impossible
    gone = {slot, *times.OF_RETURN} if slot == "return_by" else {slot}  # else the hour would be that of the next day
    return said, {name: value for name, value in answers.items() if name not in gone}


def _impossible_end(turn: Turn, answers: Answers) -> tuple[str, str] | None:
    """Which answer ends the trip before it begins, and how that is said; None where it goes together."""
    leave, back, first, until = (answers.get(name) for name in ("leave_at", "return_by", "first_day", "until_date"))
    if times.comes_again(answers):
        if not isinstance(first, str) or not isinstance(until, str):
            return None
        begins = times.first_trip(first, days_of(answers))
        words = {"until": exit_words.moment_words(until), "first": exit_words.moment_words(begins)}
        return ("until_date", turn.render("exit_doubt_until", **words)) if until < begins else None
    if not isinstance(leave, str) or not isinstance(back, str) or not _is_before(back, leave):
        return None
    words = {"leave": exit_words.moment_words(leave), "back": exit_words.moment_words(back)}
    return "return_by", turn.render("exit_doubt_back", **words)


def _is_over(turn: Turn, leave: str) -> bool:
    """Whether a time of leaving has passed; 现在 is not over a minute later."""
    if not is_to_the_minute(leave):
        return date.fromisoformat(leave) < turn.said_on
    ago = turn.said_time - datetime.fromisoformat(leave).replace(tzinfo=SHANGHAI)
    return ago.total_seconds() > 600


def _is_before(back: str, leave: str) -> bool:
    if is_to_the_minute(back) and is_to_the_minute(leave):
        return back <= leave
    return back[:10] < leave[:10]
