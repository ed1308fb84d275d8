"""Filing check-ins (clause 3.4.2): judged by the rule, stored, and passed on where they alarm, in one go.

What a form has filed is noted in its answers under `filed`, by person: a later answer makes the record's next version and
alarms again only where it is worse. A second check-in of a day stands beside the first (DESIGN 6.8).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.turn import Answers, Turn, Value
from handlers.checkins.alerts import LEVELS, Health, alarm, complete_alarm, gate_facts, is_fever, judge, what_was_said
from handlers.people import behalf
from handlers.said_back import day_words
from ledger import checkins
from ledger.checkins import Checkin, Kept
from ledger.places import Place

FILED = "filed"
WAS_UNKNOWN = "was_unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """One person's check-in, under which key it is remembered, where they are, and what the rule says of it."""

    key: str
    checkin: Checkin
    place: Place | None
    health: Health


@dataclass(frozen=True, slots=True)
class Booked:
    """A check-in that was filed: the answers with that noted, who was told now, and what was filed of the day before."""

    answers: Answers
    told: list[str]
    earlier: tuple[int, Kept] | None


def judged(turn: Turn, key: str, checkin: Checkin, place: Place | None) -> Judged:
    """A check-in with what the rule says of it."""
    return Judged(key, checkin, place, judge(turn, checkin))


def says_nothing(checkin: Checkin) -> bool:
    """Whether a check-in says nothing of somebody's health."""
    said = (checkin.temperature, checkin.positive_test, checkin.contact_history)
    return not checkin.symptoms and not checkin.complaints and all(one is None for one in said)


def is_news(one: Judged, answers: Answers) -> bool:
    """Whether it was not filed yet, or is worse than what was."""
    before = filed(answers).get(one.key)
    return before is None or one.health.is_worse_than(before[1])


def store(turn: Turn, one: Judged, answers: Answers) -> Booked:
    """File one check-in, or the next version of what was filed before; alarm where that says something new."""
    filing = behalf.filing(turn, answers, one.place.id if one.place else None)
    known = filed(answers)
    before = known.get(one.key)
    earlier: tuple[int, Kept] | None = None
    if before is None:
        earlier = checkins.of_day(turn.db, one.checkin, turn.contact.person_id)
        record_id = checkins.add(turn.db, one.checkin, filing, one.health.stored)
    else:
        record_id = checkins.correct(turn.db, before[0], one.checkin, filing, one.health.stored)
    turn.note("check-in filed", f"health_checkin:{record_id}")
    told: list[str] = []
    if one.health.alarms and (before is None or one.health.is_worse_than(before[1])):
        told = alarm(turn, one.checkin, record_id, one.place, one.health)
    elif before is not None and answers.get(WAS_UNKNOWN) and turn.contact.is_bound:
        complete_alarm(turn, one.checkin, record_id, one.place)
    noted: dict[str, Value] = {key: list(entry) for key, entry in known.items()}
    noted[one.key] = [record_id, one.health.level]
    return Booked({**answers, FILED: noted}, told, earlier)


def filed(answers: Answers) -> dict[str, tuple[int, str]]:
    """What was filed in this form already: by person, the record and the level that was decided."""
    noted = answers.get(FILED)
    known: dict[str, tuple[int, str]] = {}
    if isinstance(noted, (dict, Mapping)):  # nearly always the first, which is told at once
        for key, entry in noted.items():
            if isinstance(entry, list | tuple) and isinstance(entry[0], int):
                known[key] = (entry[0], str(entry[1]))
    return known


def worst(all_judged: Iterable[Judged]) -> Judged:
    """The gravest of several, by level and then by temperature."""
    return max(all_judged, key=lambda one: (LEVELS.index(one.health.level), one.checkin.temperature or 0.0))


def row(checkin: Checkin) -> dict[str, object]:
    """Who it is about and what was said, for a reply."""
    return {"person": checkin.person, "what": what_was_said(checkin)}


def said_of_day(turn: Turn, checkin: Checkin) -> dict[str, object]:
    """The same, with the day where it is a day past."""
    is_past = checkin.date < turn.said_on.isoformat()
    return {**row(checkin), "day": day_words(date.fromisoformat(checkin.date), turn.said_on) if is_past else ""}


def kept_twice(turn: Turn, one: Judged, earlier: tuple[int, Kept] | None) -> list[dict[str, object]]:
    """For a reply: what was filed for the same person and day before, which stays; empty where nothing was."""
    if earlier is None:
        return []
    times, gravest = earlier
    return [
        {
            "person": one.checkin.person,
            "day_words": day_words(date.fromisoformat(one.checkin.date), turn.said_on),
            "what": what_was_said(gravest.checkin),
            "times": times + 1,
            "was_worse": LEVELS.index(gravest.level) > LEVELS.index(one.health.level),
        }
    ]


def alarm_facts(turn: Turn, gravest: Judged, told: list[str], said: Iterable[Judged] = ()) -> dict[str, object]:
    """What the replies say of the gravest case: how high, what to do, who was told, by which clause.

    Everybody of those `said` who alarms is named as somebody to stay at home; the writer without a name.
    """
    if not gravest.health.alarms:
        return {"level": gravest.health.level}
    gate = gate_facts(turn, gravest.checkin, gravest.place)
    health, temperature = turn.house.settings.health, gravest.checkin.temperature
    ill = [one for one in said if one.health.alarms] or [gravest]
    return {
        **gate,
        "ill": list(dict.fromkeys(one.checkin.person for one in ill if _is_of_another(one))),
        "own": not all(_is_of_another(one) for one in ill),
        "level": gravest.health.level,
        "recheck": gravest.health.recheck,
        "others": _is_of_another(gravest),
        "fever": f"{temperature:g}" if is_fever(turn, temperature) else "",
        "threshold": f"{health.fever_celsius:g}",
        "threshold_source": health.fever_source,
        "told": told,
        "clause": turn.house.plan.cite(gravest.health.stored.clause) if gravest.health.stored.clause else "",
        "ambulance": turn.house.settings.office.hotlines.ambulance.number,
    }


def _is_of_another(one: Judged) -> bool:
    return one.key.partition("@")[0] != ""
