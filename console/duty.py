"""「值班和督查」: who is on duty, which hours nobody covers, and what is late with whom it was put to (clauses 3.4.3, 4.3).

The office enters the roster here line by line, a community's lead for the places there; what was read is shown before it is
entered. The inspector and the leading group see it without what residents are to do or to say.
"""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console import rights
from console.house import House, house
from console.signed_in import for_roles, visitor
from knowledge.times import DAY, from_ms
from ledger import Db, audit
from ledger.console.accounts import Account
from ledger.duty import escalations, roster, roster_entry
from ledger.duty import gaps as duty_gaps
from ledger.duty.escalations import Asked
from ledger.duty.roster import Entry
from ledger.duty.roster_entry import Planned, Read
from ledger.people import rights as reached
from ledger.places import root_path
from ledger.records import compact

pages = Blueprint("duty", __name__)
ENTERS = (*rights.OFFICE, "community_lead")
ROLES = (*ENTERS, "leader", "inspector")
_LEADS = frozenset({"community_lead"})
_AT_MOST = 100
_LONGEST = 4000


@pages.get("/duty/")
@for_roles(*ROLES)
def index() -> str:
    """Who is on duty, what is open, what is late."""
    return _page("", None)


@pages.post("/duty/read")
@for_roles(*ENTERS)
def read() -> str:
    """What the lines say, to be looked at."""
    here, account = house(), visitor()
    lines = request.form.get("lines", "")[:_LONGEST]
    return _page(lines, here.ledger.read(lambda db: _read(db, here, account, lines)))


@pages.post("/duty/enter")
@for_roles(*ENTERS)
def enter() -> Response:
    """Enter what was looked at."""
    here, account = house(), visitor()
    lines, now = request.form.get("lines", "")[:_LONGEST], here.clock()

    def work(db: Db) -> int:
        planned = _read(db, here, account, lines).planned
        ids = roster_entry.enter(db, planned, account.name, now)
        for number, one in zip(ids, planned, strict=True):
            detail = compact({"entry": number, "post": one.post, "rank": one.rank, "from": one.from_at})
            audit.note(db, now, account.person_id, account.name, "on the roster", f"place:{one.place.id}", detail)
        return len(ids)

    flash("roster_entered" if here.ledger.transact(work) else "roster_unread")
    return redirect(url_for(".index"), 303)


@pages.post("/duty/<int:number>/withdraw")
@for_roles(*ENTERS)
def withdraw(number: int) -> Response:
    """Take an entry back."""
    here, account = house(), visitor()
    now = here.clock()

    def work(db: Db) -> bool:
        scopes = reached.scopes(db, [account.held], _LEADS)
        done = any(roster.withdraw(db, number, scope, account.name, now) for scope in scopes)
        if done:
            audit.note(db, now, account.person_id, account.name, "off the roster", f"roster:{number}")
        return done

    flash("roster_withdrawn" if here.ledger.transact(work) else "was_first")
    return redirect(url_for(".index"), 303)


def _page(lines: str, said: Read | None) -> str:
    here, account = house(), visitor()

    def look(db: Db) -> dict[str, object]:
        now, may_enter = here.clock(), account.role in ENTERS
        scopes = reached.scopes(db, [account.held], _LEADS) if may_enter else [root_path(db)]
        entries = [one for scope in scopes for one in roster.within(db, scope, now, now + DAY, _AT_MOST)]
        gaps = [one for scope in scopes for one in duty_gaps.gaps(db, now, now + DAY, scope)]
        late = [
            one
            for scope in _late_in(db, scopes)
            for one in escalations.waiting(db, scope, of_residents=may_enter, limit=_AT_MOST)
        ]
        return {
            "may_enter": may_enter,
            "entries": [{"id": one.id, **_entry(here, one.address, one)} for one in entries],
            "gaps": gaps,
            "late": [_matter(db, here, asked) for asked in late],
        }

    planned = [{**_entry(here, one.place.address, one), "holds": one.holds} for one in said.planned] if said else []
    facts = here.ledger.read(look, snapshot=True)
    return render_template("duty.html", lines=lines, planned=planned, unread=said.unread if said else (), **facts)


def _late_in(db: Db, scopes: Sequence[str]) -> list[str | None]:
    return [None] if root_path(db) in scopes else [*scopes]


def _read(db: Db, here: House, account: Account, lines: str) -> Read:
    groups = {group.name: group.id for group in here.plan.groups}
    scopes = reached.scopes(db, [account.held], _LEADS)
    return roster_entry.read(db, lines.splitlines(), from_ms(here.clock()), groups, scopes)


def _entry(here: House, address: str, one: Entry | Planned) -> dict[str, object]:
    try:
        post = here.word("post", one.post)
    except KeyError:  # a group's
        post = here.group_title(one.post)
    return {
        "place": address.replace("/", ""),
        "post": post,
        "is_deputy": one.rank == "deputy",
        "name": one.name,
        "from_at": one.from_at,
        "until_at": one.until_at,
    }


def _matter(db: Db, here: House, asked: list[Asked]) -> dict[str, object]:
    first = asked[0]
    answered = [one for one in asked if one.answer]
    last = max(answered, key=lambda one: (one.answered_at or 0, one.id), default=None)
    said = ""
    if last is not None:
        words = escalations.words_of(db, last)
        said = here.render("climbed_answer", who=last.person, answer=last.answer, words=words)
    return {
        "what": here.render("ladder_word", ladder=first.ladder),
        "number": first.number,
        "community": first.community,
        "group": here.group_title(first.group_id) if first.group_id is not None else "",
        "since": first.asked_at,
        "asked": [(one.person, one.asked_at) for one in asked if one.person is not None],
        "said": said,
    }
