"""The slots of an exit request, in the formats of INTERFACES.md 5, and those that only a form asks for.

`understand` prints reason, leave_at, return_by, destination, persons, plate and recurrence. `persons` lists everybody
who goes as [{"name": 我}, {"name": 妈妈}], the speaker among them where they go; it is absent where the speaker goes alone.
A form also gets `goers` (what `persons` says, under a name that no check-in asks for; the speaker alone where that is
said), `joins` (who goes as well as those named before), `party` (how many go, where not all are named), `leave_time` and
`return_time` (HH:MM where the day is not settled, as of a trip that comes again), `no_day` (the hour of leaving came
without a day), `return_days` and `stay_minutes` (counted from leaving), `until` (the last day of a trip that comes
again) and `no_plate` (on foot, by taxi, 120).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from knowledge.language.names import name_at
from knowledge.language.persons import SPEAKER
from knowledge.language.recurrences import find_recurrence
from knowledge.language.superseded import as_it_stands, earlier_plan
from knowledge.language.taken_back import without_taken_back
from knowledge.language.transport import find_plate
from knowledge.language.trip_now import part_of_today
from knowledge.language.trip_party import find_joins, find_party, goes_alone
from knowledge.language.trip_people import find_goers
from knowledge.language.trip_places import find_destination
from knowledge.language.trip_reasons import likely_reason
from knowledge.language.trip_times import TripTimes, find_trip_times
from knowledge.language.trips import has_no_plate

TripValue = str | int | Sequence["TripValue"] | Mapping[str, "TripValue"]
_OWN_NAME = re.compile("(?:姓名|申请人|申请(?=:(?!本人))|外出人员?|出行人|本人|我的名字[叫是])[是叫为: ]{0,2}")
_BOTH_INTRODUCED = re.compile("我叫(?P<own>[一-鿿]{2,6})[ ,和]{1,2}[他她]叫(?P<other>[一-鿿]{2,6})")
# 改晚上8点去: a new hour of a trip whose day was told before.
_NEW_HOUR = re.compile(
    r"(?:^|[ ,。;我俺想要得就再都给])(?:改|换|推迟|推后|延后|挪|提前|提早|错后)(?:成|到|为|在|了)*"
    r"(?:[早中晚上下午]{1,2}|傍晚|\d{1,2}[点:]|[一二三四五六七八九十]{1,3}点)"
)
_WIFE, _CALLED_WIFE = {"name": "老婆"}, {"name": "媳妇"}
PRINTED = ("reason", "leave_at", "return_by", "destination", "persons", "plate", "recurrence", "confirm")


def trip_slots(text: str, now: datetime, asked: str = "") -> dict[str, TripValue]:
    """All slots that a normalised text settles, those for forms included; `asked` is the one that was asked for."""
    return _slots(text, _times(text, now, asked), asked)


def printed_trip_slots(text: str, now: datetime) -> dict[str, TripValue]:
    """What a normalised request says by itself, in the formats of INTERFACES.md 5.

    A form takes more for granted, and has it confirmed: 现在 for the minute of writing, 六点 for the likelier half of the
    day. Here neither is a moment that the text determines. A wife who is called 媳妇 is 老婆.
    """
    times = _determined(_times(text, now, ""))
    if times.no_day and _NEW_HOUR.search(text) is not None:
        times = replace(times, leave=None, back=None, confirm_leave=False, confirm_back=False)
    if times.leave is None and times.leave_time is None and find_recurrence(text) is None:
        times = _later_today(text, times, now)
    slots = _slots(text, times, "")
    own_name = _OWN_NAME.search(text) if "persons" not in slots else None
    named = None if own_name is None else name_at(text, own_name.end())
    if named is not None:
        slots["persons"] = [{"name": named.name}]
    persons = slots.get("persons")
    if "我叫" in text and (not isinstance(persons, list) or {"name": "我"} in persons):
        slots.update(_introduced(text))
    persons = slots.get("persons")
    if "媳妇" in text and isinstance(persons, list):
        slots["persons"] = [_WIFE if person == _CALLED_WIFE else person for person in persons]
    return {name: slots[name] for name in PRINTED if name in slots}


def _introduced(text: str) -> dict[str, TripValue]:
    """Both of two who are introduced by their names: 我叫苏日娜,她叫高雯雯."""
    pair = _BOTH_INTRODUCED.search(text)
    names = () if pair is None else (name_at(text, pair.start("own")), name_at(text, pair.start("other")))
    found: list[TripValue] = [{"name": one.name} for one in names if one is not None]
    return {"persons": found} if len(found) == len(("own", "other")) else {}


def _times(text: str, now: datetime, asked: str) -> TripTimes:
    """When somebody leaves and is back by the plan that holds, else by all that is said.

    A change of the hour alone keeps the day: 本来后天早上去,现在改下午3点去.
    """
    text = without_taken_back(text)
    current = as_it_stands(text)
    times = find_trip_times(current, now, asked)
    planned = earlier_plan(text) if times.no_day and find_recurrence(text) is None else ""
    planned_day = find_trip_times(planned, now).leave if planned else None
    if planned_day is not None:
        return _on_day(times, planned_day)
    return times if current is text or times.leave is not None else find_trip_times(text, now, asked)


def _on_day(times: TripTimes, planned: date | datetime) -> TripTimes:
    """The times, said without a day, on the day that was planned."""
    day = _day(planned)
    if times.leave_time is None:
        return times
    back = times.back
    if isinstance(back, datetime) and times.leave is not None:
        back += day - _day(times.leave)
    elif back is None and times.return_time is not None:
        is_next_day = times.return_time <= times.leave_time
        back = datetime.combine(day + timedelta(days=is_next_day), times.return_time)
    leave, is_guess = datetime.combine(day, times.leave_time), times.confirm_leave or times.guess_leave
    return replace(times, leave=leave, back=back, confirm_leave=is_guess, no_day=False)


def _determined(times: TripTimes) -> TripTimes:
    """Leaving and coming back without what only a form takes for granted."""
    if times.is_now:
        back = None if times.stay_minutes is not None or times.return_days is not None else times.back
        return replace(times, leave=None, confirm_leave=False, back=back)
    if times.guess_leave and isinstance(times.leave, datetime):
        back = None if times.stay_minutes is not None else times.back
        return replace(
            times,
            leave=None if times.no_day else times.leave.date(),
            confirm_leave=False,
            back=back,
            confirm_back=False,
        )
    return times


def _later_today(text: str, times: TripTimes, now: datetime) -> TripTimes:
    """Leaving today where a part of the day that still lies ahead is all that is said of when: 我下午过去,天黑前回."""
    if not part_of_today(text, now):
        return times
    back, today = times.back, now.date()
    if back is None and times.return_time is not None:
        back = datetime.combine(today, times.return_time)
    elif back is None and times.return_days is not None:
        back = today + timedelta(days=times.return_days)
    return replace(times, leave=today, back=back)


def _slots(text: str, times: TripTimes, asked: str) -> dict[str, TripValue]:
    slots: dict[str, TripValue] = {}
    reason = likely_reason(text)
    if reason is not None:
        slots["reason"] = reason
    _put_times(slots, times)
    current = as_it_stands(text)
    destination = find_destination(current) or find_destination(text)
    if destination is not None:
        slots["destination"] = destination.name
    _put_people(slots, text, find_goers(text, reason, is_answer=asked == "goers"), asked)
    plate = find_plate(current)
    if plate is None and not has_no_plate(current):
        plate = find_plate(text)
    if plate is not None:
        slots["plate"] = plate.value
    elif has_no_plate(text):
        slots["no_plate"] = True
    recurrence = find_recurrence(current) or find_recurrence(text)
    if recurrence is not None:
        slots["recurrence"] = list(recurrence.days)
    return slots


def _put_people(slots: dict[str, TripValue], text: str, goers: tuple[str, ...], asked: str) -> None:
    """Who goes; for a form also who joins those named before, how many go, and that somebody goes alone after all."""
    party = find_party(text, asked)
    if goers:
        slots["persons"] = slots["goers"] = [{"name": name} for name in goers]
    elif party == 1 or (party is None and goes_alone(text)):
        slots["goers"] = [{"name": SPEAKER}]
    joins = find_joins(text, goers)
    if joins:
        slots["joins"] = [{"name": name} for name in joins]
    if party is not None and party > max(1, len(goers)):
        slots["party"] = party


def _put_times(slots: dict[str, TripValue], times: TripTimes) -> None:
    """Days and minutes under their names, guesses under `confirm`, and clocks without a day for the form."""
    confirm: dict[str, TripValue] = {}
    for name, value, is_guess in (
        ("leave_at", times.leave, times.confirm_leave),
        ("return_by", times.back, times.confirm_back),
    ):
        if value is not None:
            (confirm if is_guess else slots)[name] = _written(value)
    clocks: tuple[tuple[str, time | None], ...] = (
        ("leave_time", times.leave_time), ("return_time", times.return_time),
    )  # fmt: skip
    for name, clock in clocks:
        if clock is not None:
            slots[name] = clock.strftime("%H:%M")
    for name, number in (("return_days", times.return_days), ("stay_minutes", times.stay_minutes)):
        if number is not None:
            slots[name] = number
    if times.no_day:
        slots["no_day"] = True
    if times.until is not None:
        slots["until"] = times.until.isoformat()
    if confirm:
        slots["confirm"] = confirm


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _written(moment: date | datetime) -> str:
    """The day, or the local minute, as ISO 8601 writes them."""
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
