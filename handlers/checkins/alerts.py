"""What a check-in sets off: the decision by the rule, alerts to the groups it names, and word to the grid worker.

Clauses 2.1 (find early, report early) and 3.4.2. Each alert has a deadline from config.yaml and is acknowledged by a
named person of the group or of the office; until then it climbs (scheduler/alerts_overdue.py).
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from bot.turn import Turn
from handlers import groups
from handlers.exits import emergency as exit_emergency
from handlers.said_back import clock_words, day_words, symptom_words, word
from knowledge.finding_words import findings
from knowledge.rules import NoRuleApplies, Rulebook, decide
from knowledge.times import MINUTE, business_day
from ledger import alerts, outbox, people
from ledger.alerts import NewAlert
from ledger.checkins import Checkin
from ledger.people import Recipient
from ledger.places import Place
from ledger.records import Stored, compact

# Pain in the chest is no symptom of the list, but nobody with it waits for a signature at a gate.
_CHEST_PAIN = re.compile(r"(?:胸|心口|心脏|心前区)[^,，。]{0,4}(?:疼|痛)")
LEVELS = ("none", "watch", "urgent", "emergency")


@dataclass(frozen=True, slots=True)
class Health:
    """What the rule says of one check-in."""

    level: str
    groups: tuple[str, ...]
    tell_grid_worker: bool
    recheck: bool
    stored: Stored

    @property
    def alarms(self) -> bool:
        """Whether somebody has to be told."""
        return self.level != "none"

    @property
    def urgent(self) -> bool:
        """Whether it is due in the shorter of the two times."""
        return self.level in {"urgent", "emergency"}

    def is_worse_than(self, level: str) -> bool:
        """Whether this is more pressing than a level that was decided before."""
        return LEVELS.index(self.level) > LEVELS.index(level)


def is_fever(turn: Turn, temperature: float | None) -> bool:
    """Whether a temperature (°C) reaches the office's threshold."""
    return temperature is not None and temperature >= turn.house.settings.health.fever_celsius


def judge(turn: Turn, checkin: Checkin) -> Health:
    """Decide by the rule `health_alert`; stored with it: version, clause, outcome and trace."""
    return _judge(
        turn.house.rules,
        business_day(turn.now),  # who is told now follows the rule of today, whenever it was said
        is_fever(turn, checkin.temperature) or "fever" in checkin.symptoms,
        bool(checkin.complaints) or any(name not in {"none", "fever"} for name in checkin.symptoms),
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
        bool(outcome["recheck"]),
        Stored.of(decision),
    )


def life_at_stake(checkin: Checkin) -> str:
    """The finding for which somebody calls 120 and is let out at once (DESIGN 6.1); empty where there is none."""
    if "breathless" in checkin.symptoms:
        return symptom_words(["breathless"])
    return next((said for said in checkin.complaints if _CHEST_PAIN.search(said)), "")


def gate_facts(turn: Turn, checkin: Checkin, place: Place | None) -> dict[str, object]:
    """For a reply: what is at stake, and the code with which the gate lets out."""
    at_stake = life_at_stake(checkin)
    code = exit_emergency.code_of_ill(turn, checkin.person_id, checkin.person, place) if at_stake else None
    told = code is not None and place is not None and exit_emergency.guards_reached(turn, place.path)
    return {"at_stake": at_stake, "code": code, "gate_told": told}


def alarm(
    turn: Turn,
    checkin: Checkin,
    record_id: int,
    place: Place | None,
    health: Health,
    *,
    about: str = "",
    where: str = "",
) -> list[str]:
    """Alert the groups and tell the grid workers, in the turn's transaction; `where` somebody is now, if not at home.

    It is about the check-in `record_id`, or about another record that is named (`about`).

    Returns in words who really gets a message: a group without an account is recorded all the same, and the office is
    asked in its place.
    """
    told: list[str] = []
    if life_at_stake(checkin) and checkin.date == turn.said_on.isoformat():
        exit_emergency.let_out_ill(turn, checkin.person_id, checkin.person, place)
    minutes = turn.house.settings.alerts.acknowledge_within_minutes
    due_at = turn.now + (minutes.urgent if health.urgent else minutes.normal) * MINUTE
    facts: dict[str, object] = {
        "urgent": health.urgent,
        "person": checkin.person,
        "what": _said_of_its_day(turn, checkin),
        "address": where or (place.address.replace("/", "") if place else ""),
        "time": clock_words(turn.said_at),
        "due": clock_words(due_at),
        "filed_by": turn.contact.name if turn.contact.name != checkin.person else "",
        "confirmed_then": _confirmed_then(turn) if checkin.positive_test else "",
    }
    number, title = 0, ""
    for group_id in health.groups:
        matter = about or f"health_checkin:{record_id}"
        new = NewAlert(group_id, "health", matter, checkin.person, turn.contact.openid, due_at)
        number = alerts.add(turn.db, new, turn.filing(place.id if place else None), health.stored)
        title = groups.title(turn.house, group_id)
        members = groups.asked_first(turn, group_id)
        told += _told(title, members)
        if not _told(title, members) and group_id != groups.OFFICE:
            office = groups.asked_first(turn, groups.OFFICE)
            told += _told(groups.title(turn.house, groups.OFFICE), office)
            members = [*members, *office]
        _tell(turn, members, number, {**facts, "group": title, "can_acknowledge": True})
        turn.note("alert sent", f"alert:{number}", compact({"group": group_id, "about": new.about, "told": len(members)}))
    if health.tell_grid_worker and place is not None and number:
        workers = [
            worker
            for worker in people.grid_workers_for(turn.db, place.path)
            if worker.person_id != turn.contact.person_id
        ]
        _tell(turn, workers, number, {**facts, "group": title, "can_acknowledge": False})
        told = [*_told(turn.render("grid_worker_word"), workers), *told]
    return list(dict.fromkeys(told))


def complete_alarm(turn: Turn, checkin: Checkin, record_id: int, place: Place | None) -> None:
    """Somebody unknown has given name and home: whoever was told before is told who it is."""
    open_ones = alerts.complete(
        turn.db, f"health_checkin:{record_id}", checkin.person, turn.filing(place.id if place else None)
    )
    phone = people.phone_of(turn.db, turn.contact.person_id) if turn.contact.person_id is not None else None
    for number, group_id in open_ones:
        words = turn.render(
            "alert_completed",
            number=number,
            person=checkin.person,
            address=place.address.replace("/", "") if place else "",
            phone=phone,
            by=turn.contact.name if turn.contact.name != checkin.person else "",
        )
        outbox.tell(
            turn.db,
            groups.members(turn.db, group_id) or people.office(turn.db),
            key=f"alert:{number}:known",
            kind="alert",
            body=words,
            about=f"alert_told:{number}",
            now=turn.now,
            template="alert",
        )


def _confirmed_then(turn: Turn) -> str:
    """What whoever takes a positive test does once it is a confirmed case, by the rule `reporting`; empty without one."""
    try:
        decision = decide(turn.house.rules, "reporting", business_day(turn.now), {"matter": "confirmed_case"})
    except NoRuleApplies:
        return ""
    return turn.render(
        "alert_confirmed_then",
        to=turn.house.plan.head.actors[str(decision.outcome["to"])],
        at_once=decision.outcome["by_when"] == "at_once",
        clause=turn.house.plan.cite(decision.clause),
    )


def what_was_said(checkin: Checkin) -> str:
    """A check-in's findings in words: 37.8℃，咳嗽."""
    return findings(
        checkin.temperature, checkin.symptoms or (), checkin.complaints, checkin.besides, partial(word, "symptom")
    )


def _said_of_its_day(turn: Turn, checkin: Checkin) -> str:
    """The findings, with the day where it is not today."""
    if checkin.date == turn.said_on.isoformat():
        return what_was_said(checkin)
    return f"{day_words(date.fromisoformat(checkin.date), turn.said_on)} {what_was_said(checkin)}"


def _told(title: str, recipients: list[Recipient]) -> list[str]:
    return [title] if any(recipient.openid is not None for recipient in recipients) else []


def _tell(turn: Turn, recipients: list[Recipient], number: int, facts: dict[str, object]) -> None:
    outbox.tell(
        turn.db,
        recipients,
        key=f"alert:{number}",
        kind="alert",
        body=turn.render("alert_for_staff", number=number, **facts),
        about=f"alert:{number}" if facts["can_acknowledge"] else f"alert_told:{number}",
        now=turn.now,
        template="alert",
    )
