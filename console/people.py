"""「一个人的经过」: somebody is found by name, door or phone within reach, and all their records are read in one place.

What somebody looks for (a name, a phone) stands in no address: it is sent as a form and kept, sealed, in the session, and
the way back from a person leads to the same list (THREATS A23). Phones stay masked. That somebody was looked at is on the
trail, without what was seen.
"""

import re
from base64 import b64decode, b64encode

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from console import rights
from console.history_shown import shown
from console.house import house
from console.signed_in import for_roles, visitor
from knowledge.language.addresses import find_address
from ledger import Db, audit, history, places
from ledger.console.accounts import Account
from ledger.history import Reach, Somebody

pages = Blueprint("people", __name__)
_LONGEST = 60
_WANTED = "wanted"
_WANTED_SEAL = b"console.wanted"
_PHONE = re.compile(r"[0-9]{4}|1[0-9]{10}")


@pages.get("/people/")
@for_roles(*rights.FINDS_PEOPLE)
def find() -> str:
    """The page to look for somebody on."""
    return render_template("people.html", wanted="", found=[])


@pages.post("/people/")
@for_roles(*rights.FINDS_PEOPLE)
def look() -> Response:
    """Look for somebody: leads to those who are found."""
    wanted = request.form.get("who", "").strip()[:_LONGEST]
    if not wanted:
        return redirect(url_for(".find"))
    session[_WANTED] = b64encode(house().ledger.keys.seal(wanted, _WANTED_SEAL)).decode()
    return redirect(url_for(".found"), 303)


@pages.get("/people/found")
@for_roles(*rights.FINDS_PEOPLE)
def found() -> str | Response:
    """Those who are found by what was looked for last."""
    here, account = house(), visitor()
    if _WANTED not in session:
        return redirect(url_for(".find"))
    wanted = here.ledger.keys.unseal(b64decode(session[_WANTED]), _WANTED_SEAL)
    return render_template(
        "people.html", wanted=wanted, found=here.ledger.read(lambda db: _found(db, account, wanted))
    )


@pages.get("/people/<int:person_id>")
@for_roles(*rights.FINDS_PEOPLE)
def person(person_id: int) -> str:
    """One person's way through all records."""
    here, account = house(), visitor()
    found = here.ledger.read(lambda db: _one(db, account, person_id), snapshot=True)
    if found is None:
        abort(404)
    somebody, reach = found
    entries = here.ledger.read(lambda db: history.of_person(db, person_id, reach), snapshot=True)
    here.ledger.transact(
        lambda db: audit.note(
            db, here.clock(), account.person_id, account.name, "history shown", f"person:{person_id}"
        )
    )
    return render_template("person.html", somebody=somebody, entries=[shown(here, entry) for entry in entries])


def _found(db: Db, account: Account, wanted: str) -> list[Somebody]:
    reaches = _reaches(db, account)
    digits = re.sub(r"[\s-]", "", wanted)
    if _PHONE.fullmatch(digits):
        return _once([one for reach in reaches for one in history.with_phone(db, digits, reach)])
    named = _once([one for reach in reaches for one in history.named(db, wanted, reach)])
    if named:
        return named
    address = find_address(wanted)
    place = places.find(db, places.Address(address.community, address.building, address.unit, address.room).text()) if (
        address is not None and address.community is not None
    ) else places.find(db, wanted)
    if place is None or not place.address:
        return []
    return _once([one for reach in reaches for one in history.living_at(db, place.path, reach)])


def _one(db: Db, account: Account, person_id: int) -> tuple[Somebody, Reach] | None:
    for reach in _reaches(db, account):
        somebody = history.one(db, person_id, reach)
        if somebody is not None:
            return somebody, reach
    return None


def _reaches(db: Db, account: Account) -> list[Reach]:
    return [Reach(scope, account.is_office) for scope in rights.scopes(db, account)]


def _once(found: list[Somebody]) -> list[Somebody]:
    return list({one.id: one for one in found}.values())
