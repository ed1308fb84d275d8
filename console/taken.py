"""What somebody has just taken: whom it is about, and the telephone, which only whoever has taken it is shown."""

from flask import Blueprint, abort, render_template

from console import rights
from console.home import alert_shown
from console.house import house
from console.signed_in import for_roles, visitor
from ledger import Db, alerts, audit, people
from ledger.console_accounts import Account

pages = Blueprint("taken", __name__)


@pages.get("/alerts/<int:number>")
@for_roles(*rights.TAKES_ALERTS)
def alert(number: int) -> str:
    """An alert that whoever is signed in has taken."""
    here, account = house(), visitor()

    def look(db: Db) -> tuple[dict[str, object], str | None]:
        mine = rights.groups(account)
        one = next((found for group in mine if (found := alerts.taken_by(db, number, group, account.who))), None)
        if one is None:
            abort(404)
        return alert_shown(db, here, one, here.clock()), _phone(db, one.filed_by_id)

    shown, phone = here.ledger.read(look)
    _note(account, f"alert:{number}")
    return render_template("taken.html", kind="alert", one=shown, phone=phone)


@pages.get("/handovers/<int:number>")
@for_roles(*rights.TAKES_ALERTS)
def handover(number: int) -> str:
    """A question that whoever is signed in has taken."""
    here, account = house(), visitor()

    def look(db: Db) -> tuple[dict[str, object], str | None]:
        one = rights.handover(db, account, number)
        if one is None or one.status != "taken" or (one.taken_by, one.taken_by_id) != (account.name, account.person_id):
            abort(404)
        shown = {
            "id": one.id,
            "who": one.filed_by,
            "address": one.address.replace("/", ""),
            "text": one.text,
            "complaint": one.is_complaint,
        }
        return shown, _phone(db, one.filed_by_id)

    shown, phone = here.ledger.read(look)
    _note(account, f"human_handover:{number}")
    return render_template("taken.html", kind="handover", one=shown, phone=phone)


def _phone(db: Db, person_id: int | None) -> str | None:
    return people.phone_of(db, person_id) if person_id is not None else None


def _note(account: Account, about: str) -> None:
    """That a telephone was shown is on the trail."""
    here = house()
    here.ledger.transact(
        lambda db: audit.note(db, here.clock(), account.person_id, account.name, "telephone shown", about)
    )
