"""首页「等我处理的」: what waits for whoever is signed in, the oldest first, and what is late.

What can be done here has its buttons here; what needs questions and answers says how to do it in the chat.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, render_template

from console import home_notices, home_told, rights, talks
from console.house import House, house
from console.signed_in import for_roles, visitor
from knowledge import exit_words
from knowledge.finding_words import findings
from ledger import Db, alerts, checkins, exits, handovers, job_standing, places, returns, supplies, tasks
from ledger.alerts import Alert
from ledger.console.accounts import Account
from ledger.exits import Exit
from ledger.exits import notices as exit_notices
from ledger.exits.recording import Hindrance, hindrance
from ledger.handovers import Handover
from ledger.notices import visits as notice_visits
from ledger.supplies import Request
from ledger.tasks import Visit

pages = Blueprint("home", __name__)
_AT_MOST = 200
_DECIDED_BY = ("pending_approval", "signed")
CHECKIN = "health_checkin:"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: lists of facts for the templates under their names, none empty, what is to be done here first.

    `cut` names the lists of which only the oldest are there; `troubles` is how many jobs somebody has to look at, None for
    whom that does not concern.
    """

    parts: list[tuple[str, list[dict[str, object]]]]
    cut: frozenset[str]
    kept_close: int
    troubles: int | None = None


@pages.get("/")
@for_roles()
def home() -> str:
    """The first page."""
    here, account = house(), visitor()
    found = here.ledger.read(lambda db: waiting(db, here, account), snapshot=True)
    late = sum(1 for _, listed in found.parts for one in listed if one["late"])
    return render_template("home.html", waiting=found, late=late, most=_AT_MOST)


def waiting(db: Db, here: House, account: Account) -> Waiting:
    """Everything that waits for this account; of each kind the oldest."""
    now = here.clock()
    scopes, groups, led = rights.scopes(db, account), rights.groups(account), rights.led(account)
    everywhere = [places.root_path(db)] if account.is_office else []
    more = _AT_MOST + 1  # one more says that there are more
    found: dict[str, list[Any]] = {
        "alerts": [one for group in groups for one in alerts.open_for(db, group, more, kept_close_too=False)],
        "exits": [one for scope in everywhere for one in exits.to_record(db, scope, more)],
        "handovers": [one for group in groups for one in handovers.open_ones(db, group, more)],
        "talks": talks.waiting(db, account, more),
        "visits": [one for scope in scopes for one in tasks.visits_in(db, scope, more)],
        "to_sign": [one for scope in led for one in exits.to_sign(db, scope, more)],
        "reports": [one for scope in scopes for one in returns.unconfirmed_in(db, scope, more)],
        "supplies": [one for group in groups for one in supplies.untaken_for(db, group, more)],
        "notices": home_notices.waiting(db, account, more),
        "doors": [one for scope in scopes for one in notice_visits.matters(db, scope)],
        "violations": home_told.told_of(db, account, more),
        "rumours": home_told.asked_about(db, account, more),
        "rumour_answers": home_told.to_approve(db, account, now, more),
        "kept_answers": home_told.kept_to_approve(db, account, more),
    }
    shown: dict[str, list[dict[str, object]]] = {
        "alerts": [alert_shown(db, here, one, now) for one in found["alerts"][:_AT_MOST]],
        "exits": _oldest_first([exit_shown(db, one, account, now) for one in found["exits"][:_AT_MOST]]),
        "handovers": [_handover(here, one, now) for one in found["handovers"][:_AT_MOST]],
        "talks": [talks.shown(one, account, now) for one in found["talks"][:_AT_MOST]],
        "visits": [_visit(one, now) for one in found["visits"][:_AT_MOST]],
        "to_sign": [exit_shown(db, one, account, now) for one in found["to_sign"][:_AT_MOST]],
        "reports": [_report(one, now) for one in found["reports"][:_AT_MOST]],
        "supplies": [_supply(one, now) for one in found["supplies"][:_AT_MOST]],
        "notices": [home_notices.notice_shown(here, one) for one in found["notices"][:_AT_MOST]],
        "doors": [home_notices.doors_shown(db, one) for one in found["doors"][:_AT_MOST]],
        "violations": [home_told.violation_shown(here, account, one, now) for one in found["violations"][:_AT_MOST]],
        "kept_answers": [home_told.kept_shown(one) for one in found["kept_answers"][:_AT_MOST]],
        **{
            name: [home_told.rumour_shown(here, one, now) for one in found[name][:_AT_MOST]]
            for name in ("rumours", "rumour_answers")
        },
    }
    return Waiting(
        parts=[(name, listed) for name, listed in shown.items() if listed],
        cut=frozenset(name for name, ones in found.items() if len(ones) > _AT_MOST),
        kept_close=alerts.count_kept_close(db) if account.is_office else 0,
        troubles=_troubles(db, here) if account.is_office else None,
    )


def _troubles(db: Db, here: House) -> int:
    """How many of the jobs failed or were missed; where nothing runs them at all it is all of them."""
    found = job_standing.standing(db, here.jobs)
    return len(found) if job_standing.is_silent(found, here.clock()) else sum(one.is_trouble for one in found)


def exit_shown(db: Db, one: Exit, account: Account, now: int) -> dict[str, object]:
    """A request as its card shows it, with why this account may not record it, if it may not."""
    found = hindrance(db, one, account.who)
    return {
        **exit_notices.facts(db, one),
        "id": one.id,
        "version": one.version,
        "status": one.status,
        "said_by": one.filed_by,
        "signed_at": one.signed_at,
        "by_telephone": one.signed_via == "phone",
        "heard_by": one.heard_by or "",
        # What has its pass already waits for a name alone; what is due then is something else, such as coming back.
        "filed": one.status not in _DECIDED_BY,
        "state": exit_words.status_words(one.status),
        "due": one.due_at if one.status in _DECIDED_BY else None,
        "late": one.status in _DECIDED_BY and one.due_at is not None and one.due_at <= now,
        "not_mine": found.value if found in {Hindrance.OWN, Hindrance.SIGNED_TOO} else "",
    }


def alert_shown(db: Db, here: House, one: Alert, now: int) -> dict[str, object]:
    """An alert as its card shows it; one about supplies is taken where the request is."""
    return {
        "id": one.id,
        "person": one.person or "",
        "address": one.address.replace("/", ""),
        "group": here.group_title(one.group_id),
        "reason": here.reason_words(one.reason),
        "what": _found(db, here, one),
        "since": one.filed_at,
        "filed_by": one.filed_by if one.filed_by != one.person else "",
        "due": one.due_at,
        "climbed": one.climbed,
        "late": one.due_at <= now or one.climbed > 0,
        "in_chat": one.about.startswith(alerts.SUPPLIES),
    }


def _found(db: Db, here: House, one: Alert) -> str:
    """What the check-in behind an alert says, as it stands now; empty for any other alert."""
    record = one.about.removeprefix(CHECKIN)
    kept = checkins.in_force(db, int(record)) if record != one.about else None
    if kept is None:
        return ""
    said = kept.checkin
    word = partial(here.word, "symptom")
    return findings(said.temperature, said.symptoms or (), said.complaints, said.besides, word)


def _handover(here: House, one: Handover, now: int) -> dict[str, object]:
    return {
        "id": one.id,
        "who": one.filed_by,
        "address": one.address.replace("/", ""),
        "text": one.text,
        "complaint": one.is_complaint,
        "group": here.group_title(one.group_id),
        "since": one.filed_at,
        "due": one.due_at,
        "late": one.due_at <= now,
    }


def _visit(one: Visit, now: int) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "address": one.address.replace("/", ""),
        "text": one.text,
        "due": one.due_at,
        "late": one.due_at <= now,
    }


def _supply(one: Request, now: int) -> dict[str, object]:
    return {
        "number": one.number,
        "name": one.name,
        "address": "".join(part for part in (one.community, one.building, one.unit, one.room) if part),
        "urgent": one.urgency == "urgent",
        "due": one.due_at,
        "late": one.due_at is not None and one.due_at <= now,
    }


def _report(one: returns.Report, now: int) -> dict[str, object]:
    return {
        "number": one.number,
        "name": one.name,
        "address": one.address.replace("/", ""),
        "origin": one.origin_name,
        "arrive": date.fromisoformat(one.arrive_date),
        "for_office": one.is_for_the_office,
        "due": one.due_at,
        "late": one.due_at is not None and one.due_at <= now,
    }


def _oldest_first(listed: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(listed, key=lambda one: (one["signed_at"] or 0, one["id"]))
