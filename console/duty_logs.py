"""「值班和消毒的记录」: what is not done today, hours without a shift on record, and what was written down of late.

Clauses 3.4.1, 3.4.3, 3.4.4, 3.4.6. The words of an entry may speak of residents: the office and the lead of the place read
them, the leading group and the inspector see that it was written down, where, when and by whom.
"""

from flask import Blueprint, render_template

from console import duty
from console.house import house
from console.signed_in import for_roles, visitor
from knowledge.times import DAY, business_day
from ledger import Db
from ledger.duty import logs, upkeep
from ledger.duty.logs import Book, Log
from ledger.gate import hours
from ledger.people import rights as reached
from ledger.places import root_path

pages = Blueprint("duty_logs", __name__)
_LEADS = frozenset({"community_lead"})
_SHOWN_FOR = 3 * DAY
_AT_MOST = 200


@pages.get("/duty/logs")
@for_roles(*duty.ROLES)
def index() -> str:
    """What is left to do today, what nobody wrote down, and the entries of the last days."""
    here, account = house(), visitor()
    now = here.clock()
    reads_words = account.role in duty.ENTERS

    def look(db: Db) -> dict[str, object]:
        scopes = reached.scopes(db, [account.held], _LEADS) if reads_words else [root_path(db)]
        spots = [spot for scope in scopes for spot in upkeep.of_day(db, business_day(now).isoformat(), scope)]
        return {
            "spots": len(spots),
            "left": {kind: upkeep.missing(spots, kind) for kind in upkeep.KINDS},
            "unlogged": [gap for scope in scopes for gap in hours.unlogged(db, now - DAY, now, scope)],
            "shifts": _entries(db, logs.DUTY, scopes, now, reads_words=reads_words),
            "upkeep": _entries(db, logs.UPKEEP, scopes, now, reads_words=reads_words),
        }

    facts = here.ledger.read(look, snapshot=True)
    return render_template("duty_logs.html", reads_words=reads_words, most=_AT_MOST, **facts)


def _entries(db: Db, book: Book, scopes: list[str], now: int, *, reads_words: bool) -> list[dict[str, object]]:
    found = [one for scope in scopes for one in logs.within(db, book, scope, now - _SHOWN_FOR, _AT_MOST)]
    return [_shown(one, reads_words=reads_words) for one in found]


def _shown(one: Log, *, reads_words: bool) -> dict[str, object]:
    return {
        "kind": one.kind,
        "post": one.post,
        "place": one.spoken,
        "person": one.person,
        "start_at": one.start_at if one.start_at != one.end_at else None,
        "end_at": one.end_at,
        "by": one.filed_by if one.filed_by != one.person else "",
        "changed": one.version > 1,
        "text": one.text if reads_words else "",
    }
