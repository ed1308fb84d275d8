"""What an exit request asks (clause 3.4.1): which door, why, who, when out and back, where to, in which vehicle."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from bot.conversation import Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.exits import times
from handlers.exits.course import ASKS_PERSON
from knowledge import exit_words
from knowledge.language import trips
from knowledge.language.dates import find_dates
from knowledge.language.feelings import is_bereaved
from knowledge.language.reading import find_slots
from knowledge.language.reasons import says_something
from knowledge.language.slots import OF_TRIP_FORM

REASONS = ("medical", "dialysis", "birth", "funeral", "work", "other")
_GRAVE = trips.REASONS
_GOES_WITHIN_DAYS = 60
_ALONE = re.compile(r"1|我|本人|自己|(?:就|只有?)?我?(?:自己|一个人|一人)|1个?人?")
# What is said of these is no explanation why somebody has to go out.
_OTHER_MATTERS = frozenset({"health_checkin", "batch_checkin", "return_report", "greeting", "cancel", "testing_info"})
_CLOCKS = frozenset({"first_day", "leave_at", "leave_day", "return_by", "leave_time"}) | {
    *("return_time", "return_days", "stay_minutes"),
}
_SAYS_WHICH = re.compile(r"[走出去回到改换推提早晚]|动身|不对|不是")
# Whoever says when, who or how has not said why.
_NO_REASON = ("leave_at", "leave_time", "return_by", "return_time", "recurrence", "plate", "no_plate", "goers", "party")
# From this length on words explain something; from this confidence on they are plainly about another matter.
_A_SENTENCE, _PLAIN = 8, 0.9
# What of a trip that comes again is asked after its first day.
_LATER = ("leave_time", "return_time", "until_date")
# 改成后天开始 says when it begins, whatever was asked.
_BEGINS = re.compile(r"[^到]*(?:开始|起)[^到]*|从[^到]*")
_A_DAY = len("2022-01-20")
_CHANGE = re.compile("^(?:(?:目的)?地方?|地点)?(?:改成|改为|改到|改去|换成|换到|换去|应该是|其实是)(?=..)")
# What a form of the language reads beside what `understand` prints.
OF_FORMS = OF_TRIP_FORM
_MOMENTS = ("leave_at", "return_by")


def _reason(found: Answers, known: Answers) -> Value:
    """Why; once it is known, only a graver reason takes its place, whatever else a later sentence speaks of."""
    said, before = found.get("reason"), known.get("reason")
    if before is None or said is None:
        return said
    if known.get(ASKS_PERSON):
        return before  # a person looks at the whole of it, whatever the plea speaks of
    return said if _GRAVE.index(str(said)) < _GRAVE.index(str(before)) else before


def _without_change(value: Value, _turn: Turn) -> Value:
    """改成附属医院, the whole of it taken for a place."""
    return _CHANGE.sub("", str(value)) or value


def _unless_bereaved(value: Value, turn: Turn) -> Value:
    """Where somebody has died, the hospital they died in is nobody's treatment: 我爸在市医院走了."""
    return "funeral" if value == "medical" and is_bereaved(turn.text) else value


def _bare_reason(text: str, turn: Turn) -> Value:
    """A reason in other words than the list has is another matter; another conversation's words are no reason."""
    says_other = find_slots(text, turn.said_time, _NO_REASON)
    if turn.reading.intent in {"out_of_scope", "exit_request"} and says_something(text) and not says_other:
        return "other"
    raise InvalidAnswer


def _bare_goers(text: str, _turn: Turn) -> Value:
    if _ALONE.fullmatch(text):
        return []
    raise InvalidAnswer


def _soon(value: Value, turn: Turn) -> Value:
    """A day within the next weeks; one that is over is asked about, not passed over."""
    if date.fromisoformat(str(value)[:10]) - turn.said_on <= timedelta(days=_GOES_WITHIN_DAYS):
        return value
    raise InvalidAnswer


def _bare_until(text: str, turn: Turn) -> Value:
    """The last day of a trip that comes again: a date, or for how many days or weeks."""
    span = re.fullmatch(r"(?:一共|先)?([0-9]{1,2}|[一二两三四])个?(天|周|星期|礼拜|月)", text)
    if span is not None:
        many = int(span[1]) if span[1].isdigit() else "零一二三四".find(span[1].replace("两", "二"))
        days = many * {"天": 1, "月": 30}.get(span[2], 7)
        return (turn.said_on + timedelta(days=days)).isoformat()
    found = find_dates(text, turn.said_time, "future")
    if not found or _BEGINS.fullmatch(text) is not None:
        raise InvalidAnswer
    return found[-1].value.isoformat()


def _until(found: Answers, known: Answers) -> Value:
    """The last day; of a trip that comes again 到12月27号 is that, and no hour of coming back."""
    back = found.get("return_by")
    is_a_day = times.comes_again(known) and isinstance(back, str) and len(back) == _A_DAY
    return found.get("until") or (back if is_a_day else None)


def longest(turn: Turn) -> date:
    """The last day that a standing pass may have."""
    return turn.said_on + timedelta(days=turn.house.settings.exits.standing_days)


def _until_in_time(value: Value, turn: Turn) -> Value:
    if turn.said_on <= date.fromisoformat(str(value)) <= longest(turn):
        return value
    raise InvalidAnswer


def _longest(turn: Turn, _answers: Answers) -> Mapping[str, str]:
    return {"last": exit_words.moment_words(longest(turn).isoformat())}


def _bare_plea(text: str, turn: Turn) -> Value:
    """Their own words, whatever they remind of; a bare time is the next answer, and a plain other matter is that."""
    reading = turn.reading
    is_plain = reading.confidence > _PLAIN and reading.intent != "cancel"  # 一个人走不了 gives nothing up
    is_other = reading.intent in _OTHER_MATTERS and (len(text) < _A_SENTENCE or is_plain)
    is_time = len(text) <= _A_SENTENCE and bool(find_slots(text, turn.said_time, ("leave_at", "leave_time")))
    if says_something(text) and not is_other and not is_time:
        return turn.message.text or text
    raise InvalidAnswer


def _asks_person(answers: Answers) -> bool:
    return bool(answers.get(ASKS_PERSON))


def _works(answers: Answers) -> bool:
    return answers.get("reason") == "work"


def _spoken_moment(value: Value, _turn: Turn) -> str:
    return exit_words.moment_words(str(value))


def _spoken_days(value: Value, _turn: Turn) -> str:
    return exit_words.days_words([str(day) for day in value]) if isinstance(value, list) else ""


def _spoken_goers(value: Value, turn: Turn) -> str:
    names = [str(one["name"]) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return exit_words.names_words(names) or turn.render("exit_alone")


def _spoken_plate(value: Value, turn: Turn) -> str:
    return turn.render("exit_no_plate") if value == "none" else str(value)


SLOTS = (
    shared.COMMUNITY,
    shared.BUILDING,
    shared.UNIT,
    shared.ROOM,
    Slot("reason", "choice", take=_reason, choices=REASONS, bare=_bare_reason, check=_unless_bereaved),
    Slot("plea", "text", bare=_bare_plea, only_if=_asks_person, private=True, takes_questions=True),
    Slot("job", "text", only_if=_works, asked=False, private=True),
    Slot(
        "goers",
        "people",
        reads=("goers", "persons", "joins", "party"),
        take=times.goers,
        bare=_bare_goers,
        spoken=_spoken_goers,
    ),
    Slot("recurrence", "days", asked=False, spoken=_spoken_days),
    Slot(
        "leave_day",
        "day",
        reads=("leave_at",),
        take=times.first_day,
        check=_soon,
        only_if=times.lacks_only_the_day,
        spoken=_spoken_moment,
    ),
    Slot(
        "leave_at",
        "moment",
        reads=("leave_at", "leave_time", "no_day"),
        take=times.leave_at,
        check=_soon,
        only_if=times.is_single,
        spoken=_spoken_moment,
    ),
    Slot(
        "return_by",
        "moment",
        reads=("return_by", "return_time", "return_days", "stay_minutes"),
        take=times.return_by,
        check=_soon,
        only_if=times.is_single,
        spoken=_spoken_moment,
    ),
    Slot(
        "first_day",
        "day",
        reads=("leave_at",),
        take=times.first_day,
        check=_soon,
        only_if=times.comes_again,
        spoken=_spoken_moment,
    ),
    Slot("leave_time", "time", only_if=times.comes_again),
    Slot(
        "return_time",
        "time",
        reads=("return_by", "return_time"),
        take=lambda found, _known: found.get("return_time"),
        only_if=times.comes_again,
    ),
    Slot(
        "until_date",
        "day",
        reads=("until", "return_by"),
        take=_until,
        bare=_bare_until,
        check=_until_in_time,
        facts=_longest,
        only_if=times.comes_again,
        spoken=_spoken_moment,
    ),
    Slot("return_days", "count", asked=False, only_if=lambda _answers: False),
    Slot("stay_minutes", "count", asked=False, only_if=lambda _answers: False),
    Slot("destination", "text", check=_without_change),
    Slot("plate", "text", reads=("plate", "no_plate"), take=times.plate, optional=True, spoken=_spoken_plate),
    shared.OWN_NAME,
    Slot("phone", "phone", private=True, optional=True),
)


def only_what_was_asked(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """The hours and the last day of a trip that comes again are no first day; a reason without names is one's own."""
    if "plea" in found:  # why it has to be tells of many, and changes nothing that was said
        found = {name: value for name, value in found.items() if name not in answers or name == "plea"}
    if "reason" in found and len(found) > 1 and "goers" not in answers:
        found = {"goers": [], **found}
    named = shared.names_relative(turn.text)
    if named is not None:
        return "", _called_by_name(answers, *named)
    if found.keys() & _CLOCKS and found.get("destination") == turn.text.rstrip("吧呢啊呀。 "):
        found = {name: value for name, value in found.items() if name != "destination"}  # 中午 is no place
    if _is_a_bare_clock(turn, answers, found):
        return "", {}
    if times.comes_again(answers) and "first_day" in answers and not find_dates(turn.text, turn.said_time, "future"):
        found = {name: value for name, value in found.items() if name not in {"first_day", "leave_at"}}  # 改成下午一点去
    waits = next((name for name in _LATER if name not in answers), None)
    if not times.comes_again(answers) or "first_day" not in answers or waits is None or waits not in found:
        return "", found
    return "", {name: value for name, value in found.items() if name not in {"first_day", "leave_at"} - {waits}}


def _called_by_name(answers: Answers, label: str, name: str) -> Answers:
    """我妈叫赵玉芬 says who of those who go is called so, and that nobody else goes."""
    going = answers.get("goers")
    names = [str(one["name"]) for one in going if isinstance(one, dict)] if isinstance(going, list) else []
    if label not in names:
        return {}
    return {"goers": [{"name": f"{label}{name}" if one == label else one} for one in names]}


def _is_a_bare_clock(turn: Turn, answers: Answers, found: Answers) -> bool:
    """Whether 中午吧 comes where leaving and coming back are settled and nobody said which of them it is."""
    settled = times.is_single(answers) and "leave_at" in answers and "return_by" in answers
    return settled and set(found) <= _CLOCKS and _SAYS_WHICH.search(turn.text) is None


def door_in(turn: Turn) -> dict[str, Value]:
    """The door that the first sentence names; a community alone may be where somebody is going."""
    found = find_slots(turn.text, turn.said_time, ("community", "building", "unit", "room"))
    return {**found} if "community" in found and "building" in found else {}


def said_at_first(turn: Turn) -> dict[str, Value]:
    """What the first sentence says beside what every reading has: hours without a day, on foot, who goes alone."""
    found = find_slots(turn.text, turn.said_time, (*OF_FORMS, *_MOMENTS))
    likely = found.get("confirm")
    hours = ("return_time",) if isinstance(likely, Mapping) and "leave_at" in likely else ("leave_time", "return_time")
    said: dict[str, Value] = {name: found[name] for name in hours if name in found}
    # 现在 is the minute of writing
    said |= {name: found[name] for name in _MOMENTS if name in found and name not in turn.reading.slots}
    said |= {name: found[name] for name in ("return_days", "stay_minutes") if name in found}
    if "until" in found:
        said["until_date"] = found["until"]
    if found.get("no_plate"):
        said["plate"] = "none"
    if "persons" not in turn.reading.slots:
        going = times.goers(found, {})
        if going is not None or "reason" in turn.reading.slots:
            said["goers"] = going or []  # whoever says why they go out and names nobody goes alone
    if turn.reading.slots.get("reason") == "work" and len(turn.text) > 4:
        said["job"] = turn.message.text or turn.text
    return said
