"""Who finds it hard and wants to be talked to (clause 3.4.7), on the pages as in the chat: taken, called, closed.

The psychology group sees them, the office what it needs to know; the query says so (ledger/psych_support.py). For anybody
else there is no such page.
"""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from console import rights
from console.house import house
from console.signed_in import for_roles, visitor
from ledger import Db, audit, people, psych_support, taking
from ledger.console.accounts import Account
from ledger.psych_support import DECLINED, PsychSupport

pages = Blueprint("talks", __name__)


def waiting(db: Db, account: Account, limit: int) -> list[PsychSupport]:
    """What this account may take, and what it has taken and not closed."""
    found = [one for group in rights.groups(account) for one in psych_support.waiting(db, group, limit)]
    return [one for one in found if one.status == "open" or one.taken_by_id == account.person_id]


def shown(one: PsychSupport, account: Account, now: int) -> dict[str, object]:
    """One as its card shows it; what may be despair has no deadline of its own, its alert has."""
    return {
        "id": one.number,
        "who": one.filed_by,
        "address": one.address.replace("/", ""),
        "kind": one.kind or "",
        "text": one.text,
        "since": one.filed_at,
        "due": one.due_at if one.status == "open" else None,
        "late": one.status == "open" and one.due_at is not None and one.due_at <= now,
        "is_mine": one.taken_by_id == account.person_id,
    }


@pages.post("/talks/<number>/take")
@for_roles(*rights.TAKES_ALERTS)
def take(number: str) -> Response:
    """接: leads to the page with the telephone."""
    here, account = house(), visitor()

    def work(db: Db) -> bool:
        one = _mine(db, account, number)
        return one is not None and taking.take_psych_support(db, here.render, one, account.who, here.clock())

    if here.ledger.transact(work):
        return redirect(url_for("talks.taken", number=number))
    flash("was_first")
    return redirect(url_for("home.home"))


@pages.post("/talks/<number>/close")
@for_roles(*rights.TAKES_ALERTS)
def close(number: str) -> Response:
    """办结, by whoever has it."""
    here, account = house(), visitor()

    def work(db: Db) -> bool:
        one = _mine(db, account, number)
        is_theirs = one is not None and one.taken_by_id == account.person_id
        return (
            one is not None
            and is_theirs
            and taking.close_psych_support(db, here.render, one, account.who, here.clock())
        )

    flash("talk_closed" if here.ledger.transact(work) else "was_first")
    return redirect(url_for("home.home"))


@pages.get("/talks/<number>")
@for_roles(*rights.TAKES_ALERTS)
def taken(number: str) -> str:
    """What whoever is signed in has taken, with the number to call."""
    here, account = house(), visitor()

    def look(db: Db) -> dict[str, object]:
        one = _mine(db, account, number)
        if one is None or one.status != "taken" or one.taken_by_id != account.person_id:
            abort(404)
        own = people.phone_of(db, one.filed_by_id) if one.filed_by_id is not None else None
        return {
            "one": shown(one, account, here.clock()),
            "phone": one.phone or own or "",
            "call_when": one.call_when,
            "declined": one.call_back == DECLINED,
        }

    seen = here.ledger.read(look)
    note = (account.person_id, account.name, "telephone shown", f"psych_support:{number}")
    here.ledger.transact(lambda db: audit.note(db, here.clock(), *note))
    return render_template("talk.html", **seen)


def _mine(db: Db, account: Account, number: str) -> PsychSupport | None:
    """The one that people call so, as far as the account may see it."""
    found = (psych_support.numbered(db, number, group) for group in rights.groups(account))
    return next((one for one in found if one is not None), None)
