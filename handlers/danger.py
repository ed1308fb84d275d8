"""Life before paper (DESIGN 6.1): danger to life is answered at once, beside any form, and becomes named people's task.

The numbers come from config.yaml with their source; which group is alerted is the rule `alert_routing`. The form waits.
"""

from bot.turn import Turn
from handlers import groups, in_need, listening, rights
from handlers.checkins.people import strings
from handlers.exits import emergency as exit_emergency
from handlers.in_need import InNeed
from handlers.psych import after as psych_after
from handlers.psych import support as psych_support
from handlers.said_back import clock_words, word
from knowledge.language import neighbours
from knowledge.language.danger import KINDS as DANGERS
from knowledge.language.danger import Danger, find_danger
from knowledge.rules import decide
from knowledge.times import MINUTE, business_day
from ledger import alerts, outbox, people
from ledger.alerts import NewAlert, SetOff
from ledger.people import Recipient
from ledger.psych_support import PSYCHOLOGY
from ledger.records import Stored, compact

# What each danger is to the rule that knows the groups' duties.
_REASON = {
    "despair": "crisis",
    "breathless": "breathless",
    "unconscious": "special_patient",
    "labour": "special_patient",
    "bleeding": "special_patient",
    "poisoning": "special_patient",
    "fire": "safety",
    "gas": "safety",
    "violence": "safety",
    "chest_pain": "special_patient",
    "life_support": "special_patient",
    "lost": "safety",
}
# Whose else it is, by the same rule: a machine that keeps somebody alive needs power (clause org.group.supplies).
_REASON_TOO = {"life_support": "power"}
# What a check-in, or a grid worker's list of households, passes on by itself, 120 first, and files besides.
_OF_CHECKINS = frozenset({"breathless", "chest_pain"})
# The forms that file a check-in, for oneself or for others.
CHECKINS = frozenset({"health_checkin", "household_checkin", "checkin_doubt", "on_behalf_which", "on_behalf_slip"})
# Here a relative who is named is no patient: 我老公打我, 我妈家着火了.
_OF_WHOLE_HOMES = frozenset({"despair", "violence", "fire", "gas"})
# What is next door is soon here: the writer has to leave as well.
_SPREADS = frozenset({"fire", "gas"})
KINDS = frozenset(_REASON)
_OF_LISTS = "household_checkin"


def answer(turn: Turn) -> str | None:
    """The words for a message that reports danger to life; None for any other.

    A health check-in that speaks of breathlessness or a pain in the chest is left to the check-in, which says 120 first
    too, opens the gate and files it; so is a grid worker's list of households. In the middle of another form it is not.
    What is only likely is left to what goes on already: an emergency, or being listened to.
    """
    danger = find_danger(turn.text, turn.reading.learned)
    if danger is None or (danger.kind in _OF_CHECKINS and _is_checkin(turn) and not _said_before(turn, danger)):
        return None
    if not danger.is_named and _goes_on_with(turn, danger):
        return None
    if not danger.is_sure:
        return psych_support.may_despair(turn)
    is_next_door = danger.kind not in _SPREADS and neighbours.is_next_door(turn.text, *danger.span)
    names_nobody = is_next_door or danger.kind in _OF_WHOLE_HOMES
    about = () if names_nobody else in_need.relatives_before(turn.text, *danger.span)
    return _report(turn, danger, in_need.find(turn, about, next_door=is_next_door))


def again(turn: Turn, of: SetOff) -> str | None:
    """The words for somebody who says that what they called over is there again; None for what was no danger."""
    kind = next((one for one in DANGERS if one == of.reason), None)
    return _report(turn, Danger(kind, turn.text, (0, 0)), in_need.as_before(turn, of)) if kind is not None else None


def _report(turn: Turn, danger: Danger, who: InNeed) -> str:
    """Alert whoever has to know, open the gate, and say what to do."""
    told = _alert(turn, danger, who)
    code = exit_emergency.let_out(turn, danger.kind, who)
    hotlines = turn.house.settings.office.hotlines
    return turn.render(
        "danger",
        kind=danger.kind,
        despairs=danger.despairs,
        told=told,
        code=code,
        gate_told=code is not None and exit_emergency.guards_reached(turn, who.path),
        asks_where=not who.path and danger.kind != "despair",
        asks_door=who.is_next_door and danger.kind != "lost",
        ambulance=hotlines.ambulance.number,
        police=hotlines.police.number,
        fire=hotlines.fire.number,
        psychology=hotlines.psychology.number,
    )


def _goes_on_with(turn: Turn, danger: Danger) -> bool:
    """Whether the writer is in an emergency already, or listened to and perhaps no worse than before."""
    return bool(listening.set_off(turn)) or (not danger.is_sure and psych_after.newest(turn) is not None)


def _said_before(turn: Turn, danger: Danger) -> bool:
    """Whether the open check-in knows it: said once more, the answer is 120 once more, not the check-in's next question."""
    answers = turn.form.answers if turn.form is not None else {}
    symptoms, pains = (answers.get(name) for name in ("symptoms", "complaints"))
    known = {found.kind for said in strings(pains) if (found := find_danger(said)) is not None}
    return danger.kind in known or danger.kind in strings(symptoms)


def _is_checkin(turn: Turn) -> bool:
    intent, form = turn.reading.intent, turn.form
    if form is not None and form.name not in CHECKINS:
        return False  # whoever was asking to go out is in danger now, and asked nothing more
    if not _is_taken_by_a_checkin(turn):
        return False
    return intent == "health_checkin" or (intent == "batch_checkin" and rights.looks_after_people(turn))


def _is_taken_by_a_checkin(turn: Turn) -> bool:
    """Whether the router is sure enough to give the message to a check-in, without asking back or taking it for a row."""
    if turn.form is None:
        return turn.reading.is_sure
    return turn.form.name != _OF_LISTS or turn.reading.is_plain


def _alert(turn: Turn, danger: Danger, who: InNeed) -> list[str]:
    """Alert the group whose duty it is, the office and the grid worker; returns who really gets a message."""
    decision = decide(turn.house.rules, "alert_routing", business_day(turn.now), {"reason": _REASON[danger.kind]})
    group_id = str(decision.outcome["group"])
    due_at = turn.now + turn.house.settings.alerts.acknowledge_within_minutes.urgent * MINUTE
    about = psych_support.about_despair(turn) if danger.kind == "despair" or danger.despairs else "message"
    new = NewAlert(group_id, danger.kind, about, who.spoken, turn.contact.openid, due_at)
    number = alerts.add(turn.db, new, turn.filing(who.place_id), Stored.of(decision))
    title = groups.title(turn.house, group_id)
    workers = people.grid_workers_for(turn.db, who.path) if who.path else []
    office = people.office(turn.db) if group_id != groups.OFFICE else []
    members = groups.members(turn.db, group_id)
    too = PSYCHOLOGY if danger.despairs else _group_too(turn, danger.kind)
    helpers = [one for one in groups.members(turn.db, too) if one not in members] if too is not None else []
    facts = {
        "urgent": True,
        "group": title,
        "number": number,
        "person": who.spoken,
        "what": word("danger", danger.kind),
        "address": who.address.replace("/", ""),
        "time": clock_words(turn.said_at),
        "due": clock_words(due_at),
        "filed_by": "" if who.name == turn.contact.name else turn.contact.name,
        "unnamed": in_need.is_unknown(who.name),
        "looked_for": turn.message.text if danger.kind == "lost" else "",
    }
    guards = exit_emergency.guards(turn, who.path) if danger.kind == "lost" else []  # who may have seen them go by
    # Despair is told to the group and the office alone: it stays where it can be kept (DESIGN 6.15).
    reached = [*members, *office] if danger.kind == "despair" else [*members, *office, *helpers, *workers, *guards]
    reached = [one for one in dict.fromkeys(reached) if one.person_id != turn.contact.person_id]
    for recipient in reached:
        can_acknowledge = recipient in members or recipient in office
        outbox.queue(
            turn.db,
            key=f"alert:{number}:{recipient.person_id}",
            to=recipient,
            kind="alert",
            body=turn.render("alert_for_staff", can_acknowledge=can_acknowledge, **facts),
            about=f"alert:{number}" if can_acknowledge else f"alert_told:{number}",
            now=turn.now,
            template="alert",
        )
    turn.note("alert sent", f"alert:{number}", compact({"group": group_id, "about": "message", "told": len(reached)}))
    named = [(title, members), (groups.title(turn.house, groups.OFFICE), office)]
    if too is not None:
        named.insert(1, (groups.title(turn.house, too), helpers))
    if danger.kind == "lost":
        around = [("grid_worker", workers), ("gate_guard", guards)]
        named += [(word("role", kind), [who for who in found if who in reached]) for kind, found in around]
    return [name for name, recipients in named if _reachable(recipients)]


def _group_too(turn: Turn, kind: str) -> str | None:
    """The second group whose duty it is; None for most dangers."""
    reason = _REASON_TOO.get(kind)
    if reason is None:
        return None
    return str(decide(turn.house.rules, "alert_routing", business_day(turn.now), {"reason": reason}).outcome["group"])


def _reachable(recipients: list[Recipient]) -> bool:
    return any(recipient.openid is not None for recipient in recipients)
