"""Who has a notice and who has not, person by person, and who knocks at the doors: for the office, and place by place.

Names are shown by their first sign; whoever needs to know more opens the person, which is on the trail.
"""

from typing import cast, get_args

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console import rights
from console.house import house
from console.signed_in import for_roles, visitor
from ledger import Db, audit, notices
from ledger.console.accounts import Account
from ledger.notices import Notice, Reached
from ledger.notices import cards as notice_cards
from ledger.notices import sending as notice_sending
from ledger.notices import visits as notice_visits
from ledger.notices.audience import masked
from ledger.notices.report import Group

pages = Blueprint("notice_people", __name__)
PAGE = 50
GROUPS: tuple[str, ...] = get_args(Group)
_OUT = frozenset({"sending", "sent", "withdrawn"})


@pages.get("/notices/<int:notice_id>/people")
@for_roles(*rights.FINDS_PEOPLE)
def people(notice_id: int) -> str:
    """A page of one group of its people, within reach."""
    here, account = house(), visitor()
    group = request.args.get("group", "to_visit")
    group = group if group in GROUPS else "to_visit"
    after = request.args.get("after", 0, type=int)
    seen = here.ledger.read(lambda db: _people(db, account, notice_id, cast(Group, group), after), snapshot=True)
    return render_template("notice_people.html", **seen)


@pages.post("/notices/<int:notice_id>/doors")
@for_roles(*rights.FINDS_PEOPLE)
def doors(notice_id: int) -> Response:
    """已上门: those who are ticked were told."""
    here, account = house(), visitor()
    ticked = set(request.form.getlist("visit", type=int))

    def work(db: Db) -> int:
        scopes = rights.scopes(db, account)
        found = [one for scope in scopes for one in notice_visits.open_at_doors(db, scope, notice_id) if one.id in ticked]
        done = notice_visits.finish(db, found, scopes, account.name, here.clock())
        for one in done:
            audit.note(db, here.clock(), account.person_id, account.name, "visit made", f"task:{one.id}")
        return len(done)

    flash("doors_done" if here.ledger.transact(work) else "doors_none")
    return redirect(url_for("notice_people.people", notice_id=notice_id, group="to_visit"))


def _people(db: Db, account: Account, notice_id: int, group: Group, after: int) -> dict[str, object]:
    one, scopes = notices.get(db, notice_id), rights.scopes(db, account)
    if one is None or not (one.status in _OUT or one.round_at is not None) or not scopes:
        abort(404)
    if one.is_tip and group == "to_visit":
        group = "unreached"
    scope = "" if account.is_office else scopes[0]  # an account acts by one role
    found = notices.recipients(db, one.row, group, scope, after, PAGE + 1)
    visits = _open_doors(db, scopes, one)
    return {
        "group": group,
        "one": {**notice_cards.facts(one), "id": one.id},
        "tally": notices.tally(db, one.row, scope),
        "to_say": notice_sending.to_bring(db, one.row).words,
        "people": [_person(db, each, visits) for each in found[:PAGE]],
        "next_page": found[PAGE - 1].row if len(found) > PAGE else None,
        "sees_notice": account.is_office,
    }


def _open_doors(db: Db, scopes: list[str], one: Notice) -> dict[int | None, int]:
    """The open visit of each person who still has to be told."""
    found = [each for scope in scopes for each in notice_visits.open_at_doors(db, scope, one.id)]
    return {each.person_id: each.id for each in found}


def _person(db: Db, each: Reached, visits: dict[int | None, int]) -> dict[str, object]:
    return {
        "person_id": each.person_id,
        "name": masked(each.name or ""),
        "address": each.address.replace("/", ""),
        "channel": each.channel or "",
        "at": each.settled_at,
        "visitors": notices.visitors(db, each.path) if each.status == "unreachable" else [],
        "visited_by": each.visited_by or "",
        "visited_at": each.visited_at,
        "visit": visits.get(each.person_id),
    }
