"""首页「等我处理的」: what waits for whoever is signed in, the oldest first, and what is late.

What can be done here has its buttons here; what needs questions and answers says how to do it in the chat.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from console import rights
from console.house import House, house
from console.signed_in import for_roles, visitor
from knowledge import exit_words
from ledger import Db, alerts, checkins, exit_notices, exits, handovers, places, returns, supplies, tasks
from ledger.alerts import Alert
from ledger.console_accounts import Account
from ledger.exit_recording import Hindrance, hindrance
from ledger.exits import Exit

pages = Blueprint("home", __name__)
_AT_MOST = 200
SUPPLIES = "supply_request:"
_CHECKIN = "health_checkin:"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, by what it is; each is a list of facts for the templates."""

    exits: list[dict[str, object]]
    alerts: list[dict[str, object]]
    kept_close: int
    handovers: list[dict[str, object]]
    visits: list[dict[str, object]]
    to_sign: list[dict[str, object]]
    reports: list[dict[str, object]]
    supplies: list[dict[str, object]]

    @property
    def parts(self) -> list[tuple[str, list[dict[str, object]]]]:
        """The lists that are not empty, under their names in words.yaml, what is to be done here first."""
        named = ("alerts", "exits", "handovers", "visits", "to_sign", "reports", "supplies")
        return [(name, found) for name in named if (found := getattr(self, name))]


@pages.get("/")
@for_roles()
def home() -> str:
    """The first page."""
    here, account = house(), visitor()
    found = here.ledger.read(lambda db: waiting(db, here, account), snapshot=True)
    late = sum(1 for _, listed in found.parts for one in listed if one["late"])
    return render_template("home.html", waiting=found, late=late, account=account, now=here.clock())


def waiting(db: Db, here: House, account: Account) -> Waiting:
    """Everything that waits for this account."""
    now = here.clock()
    scopes = rights.scopes(db, account)
    is_office = account.is_office
    groups = rights.groups(account)
    open_alerts = [one for group in groups for one in alerts.open_for(db, group, _AT_MOST, kept_close_too=False)]
    visits = [one for scope in scopes for one in tasks.visits_in(db, scope, _AT_MOST)]
    asked = [one for group in groups for one in handovers.waiting(db, group, _AT_MOST) if one.status == "open"]
    to_sign = [one for path in rights.led(account) for one in exits.to_sign(db, path)]
    reports = [one for scope in scopes for one in returns.open_in(db, scope, _AT_MOST) if one.confirmed_by is None]
    wanted = [one for group in groups for one in supplies.open_for(db, group, _AT_MOST) if one.status == "submitted"]
    return Waiting(
        exits=_oldest_first([exit_shown(db, one, account, now) for one in _to_record(db, account)]),
        alerts=[alert_shown(db, here, one, now) for one in open_alerts],
        kept_close=alerts.count_kept_close(db) if is_office else 0,
        handovers=[
            {
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
            for one in asked
        ],
        visits=[
            {
                "id": one.id,
                "name": one.name,
                "address": one.address.replace("/", ""),
                "text": one.text,
                "due": one.due_at,
                "late": one.due_at <= now,
            }
            for one in visits
        ],
        to_sign=[exit_shown(db, one, account, now) for one in to_sign],
        reports=[_report(one, now) for one in reports],
        supplies=[
            {
                "number": one.number,
                "name": one.name,
                "address": "".join(part for part in (one.community, one.building, one.unit, one.room) if part),
                "urgent": one.urgency == "urgent",
                "due": one.due_at,
                "late": one.due_at is not None and one.due_at <= now,
            }
            for one in wanted
        ],
    )


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
        "owes": one.owes_a_signature,
        "filed": one.status != "signed",
        "state": exit_words.status_words(one.status),
        "due": one.due_at,
        "late": one.status != "signed" or (one.due_at is not None and one.due_at <= now),
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
        "in_chat": one.about.startswith(SUPPLIES),
    }


def _found(db: Db, here: House, one: Alert) -> str:
    """What the check-in behind an alert says, as it stands now; empty for any other alert."""
    record = one.about.removeprefix(_CHECKIN)
    kept = checkins.in_force(db, int(record)) if record != one.about else None
    if kept is None:
        return ""
    said = kept.checkin
    findings = [name for name in said.symptoms if name != "none"]
    findings += [name for name in ("positive_test", "contact_history") if getattr(said, name)]
    measured = [] if said.temperature is None else [f"{said.temperature:g}℃"]
    return "，".join([*measured, *(here.word("symptom", name) for name in findings), *said.complaints])


def _to_record(db: Db, account: Account) -> list[Exit]:
    return exits.to_record(db, places.root_path(db), _AT_MOST) if account.is_office else []


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
