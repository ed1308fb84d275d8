"""What a check-in sets off: the decision by the rule, alerts to the groups it names, and word to the grid worker.

Clauses 2.1 (find early, report early) and 3.4.2. Each alert has a deadline from config.yaml and is acknowledged by a
named person of the group or of the office; until then it climbs (scheduler/alerts_overdue.py).
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.turn import Turn
from handlers import groups
from handlers.said_back import clock_words, symptom_words
from knowledge.rules import Rulebook, decide
from knowledge.times import MINUTE, business_day
from ledger import alerts, audit, outbox, people
from ledger.checkins import Checkin
from ledger.places import Place
from ledger.records import Stored, compact

_LEVELS = ("none", "watch", "urgent", "emergency")


@dataclass(frozen=True, slots=True)
class Health:
    """What the rule says of one check-in."""

    level: str
    groups: tuple[str, ...]
    tell_grid_worker: bool
    stored: Stored

    @property
    def alarms(self) -> bool:
        """Whether somebody has to be told."""
        return self.level != "none"

    @property
    def urgent(self) -> bool:
        """Whether it is due in the shorter of the two times."""
        return self.level in {"urgent", "emergency"}

    def is_worse_than(self, level: object) -> bool:
        """Whether this is more pressing than a level that was decided before."""
        return level not in _LEVELS or _LEVELS.index(self.level) > _LEVELS.index(str(level))


def is_fever(turn: Turn, temperature: float | None) -> bool:
    """Whether a temperature (°C) reaches the office's threshold."""
    return temperature is not None and temperature >= turn.house.settings.health.fever_celsius


def judge(turn: Turn, checkin: Checkin) -> Health:
    """Decide by the rule `health_alert`; stored with it: version, clause, outcome and trace."""
    return _judge(
        turn.house.rules,
        business_day(turn.now),  # who is told now follows the rule of today, whenever it was said
        is_fever(turn, checkin.temperature) or "fever" in checkin.symptoms,
        any(name not in {"none", "fever"} for name in checkin.symptoms),
        "breathless" in checkin.symptoms,
        checkin.positive_test is True,
        checkin.contact_history,
    )


@lru_cache(maxsize=256)
def _judge(
    rules: Rulebook, on: date, fever: bool, symptoms: bool, breathless: bool, positive: bool, contact: bool | None
) -> Health:
    """The rule is pure and its facts are few: most check-ins of a day are the same case."""
    decision = decide(
        rules,
        "health_alert",
        on,
        {
            "fever": fever,
            "symptoms": symptoms,
            "breathless": breathless,
            "positive_test": positive,
            "contact_history": contact,
        },
    )
    outcome = decision.outcome
    told = outcome["groups"]
    assert isinstance(told, tuple)  # the rule's own model says so
    return Health(
        str(outcome["level"]),
        told,
        bool(outcome["tell_grid_worker"]),
        Stored(decision.rule, decision.version, decision.clause, compact(dict(outcome)), compact(decision.trace)),
    )


def alarm(turn: Turn, checkin: Checkin, row_id: int, place: Place | None, health: Health) -> list[str]:
    """Alert the groups and tell the grid workers, in the turn's transaction; returns who was told, in words."""
    if not health.alarms:
        return []
    told: list[str] = []
    minutes = turn.house.settings.alerts.acknowledge_within_minutes
    due_at = turn.now + (minutes.urgent if health.urgent else minutes.normal) * MINUTE
    about = f"health_checkin:{row_id}"
    address = place.address.replace("/", "") if place else ""
    facts = {
        "urgent": health.urgent,
        "person": checkin.person,
        "what": _what(checkin),
        "address": address,
        "time": clock_words(turn.said_at),
        "due": clock_words(due_at),
    }
    number = 0
    group_title = ""
    for group_id in health.groups:
        number = alerts.add(
            turn.db,
            group_id,
            "health",
            about,
            checkin.person,
            due_at,
            turn.filing(place.id if place else None),
            health.stored,
        )
        group_title = groups.title(turn.house, group_id)
        members = groups.members(turn.db, group_id)
        _tell(turn, members, number, group_title, can_acknowledge=True, facts=facts)
        audit.note(
            turn.db,
            turn.now,
            turn.contact.person_id,
            turn.contact.name,
            "alert sent",
            f"alert:{number}",
            compact({"group": group_id, "about": about, "told": len(members)}),
        )
        if members:
            told.append(group_title)
    if health.tell_grid_worker and place is not None and number:
        workers = people.grid_workers_for(turn.db, place.path)
        _tell(turn, workers, number, group_title, can_acknowledge=False, facts=facts)
        if workers:
            told.insert(0, turn.house.words.render("grid_worker_word"))
    return told


def _tell(
    turn: Turn,
    recipients: list[people.Recipient],
    number: int,
    group: str,
    *,
    can_acknowledge: bool,
    facts: dict[str, object],
) -> None:
    for recipient in recipients:
        outbox.queue(
            turn.db,
            key=f"alert:{number}:{recipient.person_id}",
            to=recipient,
            kind="alert",
            body=turn.render("alert_for_staff", number=number, group=group, can_acknowledge=can_acknowledge, **facts),
            about=f"alert:{number}",
            now=turn.now,
        )


def _what(checkin: Checkin) -> str:
    parts = [] if checkin.temperature is None else [f"{checkin.temperature:g}℃"]
    if checkin.symptoms:
        parts.append(symptom_words(checkin.symptoms))
    if checkin.positive_test:
        parts.append(symptom_words(["positive_test"]))
    if checkin.contact_history:
        parts.append(symptom_words(["contact_history"]))
    return "，".join(parts)
