"""What somebody has just taken: whom it is about, and the telephones, which only whoever has taken it is shown.

Whose a telephone is stands beside it: a grid worker files for a neighbour, and it is the grid worker's that is known.
"""

from flask import Blueprint, abort, render_template

from console import rights
from console.acting import is_taker
from console.home import CHECKIN, alert_shown
from console.house import house
from console.signed_in import for_roles, visitor
from ledger import Db, alerts, audit, checkins, handovers, people
from ledger.console.accounts import Account

pages = Blueprint("taken", __name__)


@pages.get("/alerts/<int:number>")
@for_roles(*rights.TAKES_ALERTS)
def alert(number: int) -> str:
    """An alert that whoever is signed in has taken."""
    here, account = house(), visitor()

    def look(db: Db) -> dict[str, object]:
        mine = rights.groups(account)
        one = next((found for group in mine if (found := alerts.taken_by(db, number, group, account.who))), None)
        if one is None:
            abort(404)
        calls = _calls(db, _of_checkin(db, one.about), one.person or "", one.filed_by_id, one.filed_by)
        shown, told = alert_shown(db, here, one, here.clock()), _told(one.openid, one.filed_by)
        return {"one": shown, "name": one.person or "", "calls": calls, "told": told}

    seen = here.ledger.read(look)
    _note(account, f"alert:{number}")
    return render_template("taken.html", kind="alert", **seen)


@pages.get("/handovers/<int:number>")
@for_roles(*rights.TAKES_ALERTS)
def handover(number: int) -> str:
    """A question that whoever is signed in has taken."""
    here, account = house(), visitor()

    def look(db: Db) -> dict[str, object]:
        one = rights.handover(db, account, number)
        if one is None or one.status != "taken" or not is_taker(one, account):
            abort(404)
        shown = {
            "id": one.id,
            "who": one.filed_by,
            "address": one.address.replace("/", ""),
            "text": one.text,
            "complaint": one.is_complaint,
            "reached": one.openid is not None,
            "answered": handovers.answered(db, number),
        }
        calls = _calls(db, None, one.filed_by, one.filed_by_id, one.filed_by)
        return {"one": shown, "calls": calls, "told": _told(one.openid, one.filed_by), "name": one.filed_by}

    seen = here.ledger.read(look)
    _note(account, f"human_handover:{number}")
    return render_template("taken.html", kind="handover", **seen)


def _of_checkin(db: Db, about: str) -> int | None:
    """Of whom the check-in speaks for which the alert was raised."""
    record = about.removeprefix(CHECKIN)
    kept = checkins.in_force(db, int(record)) if record != about else None
    return kept.checkin.person_id if kept is not None else None


def _calls(
    db: Db, person_id: int | None, person: str, filed_by_id: int | None, filed_by: str
) -> list[dict[str, object]]:
    """Whom one can call: the person, and whoever filed it where that is somebody else; each by name."""
    is_own = person_id == filed_by_id if person_id is not None else person == filed_by
    known = [(person_id if person_id is not None or not is_own else filed_by_id, person, True)]
    known += [] if is_own else [(filed_by_id, filed_by, False)]
    phones = [(name, people.phone_of(db, one), own) for one, name, own in known if one is not None]
    return [{"name": name, "phone": phone, "own": own} for name, phone, own in phones if phone]


def _told(openid: str | None, name: str) -> str:
    """Who was told in the chat that somebody has taken it; empty where nobody could be."""
    return name if openid is not None else ""


def _note(account: Account, about: str) -> None:
    """That a telephone was shown is on the trail."""
    here = house()
    here.ledger.transact(
        lambda db: audit.note(db, here.clock(), account.person_id, account.name, "telephone shown", about)
    )
