"""What people told of others is taken and seen to, and rumours are answered, on the pages as in the chat.

Each act looks its record up again with the rights of whoever acts, inside the transaction in which it acts.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from console import home_told, rights
from console.house import House, house
from console.signed_in import for_roles, visitor
from knowledge.language.reasons import says_something
from ledger import Db, rumours
from ledger.console.accounts import Account
from ledger.rumours import Rumour, answering
from ledger.violations import seeing_to

pages = Blueprint("told", __name__)
_SEES_TO = tuple(dict.fromkeys((*rights.TAKES_ALERTS, *rights.FINDS_PEOPLE)))


@pages.post("/violations/<number>/take")
@for_roles(*_SEES_TO)
def take_violation(number: str) -> Response:
    """接."""
    here, account = house(), visitor()

    def work(db: Db) -> str:
        seen = home_told.violation(db, account, number)
        done = seen is not None and seeing_to.take(db, here.render, here.settings, seen, account.who, here.clock())
        return "violation_taken" if done else "was_first"

    return _home(here, work)


@pages.post("/violations/<number>/close")
@for_roles(*_SEES_TO)
def close_violation(number: str) -> Response:
    """办结, with what came of it."""
    here, account = house(), visitor()
    outcome = request.form.get("outcome", "").strip()
    wrong = _wrong(outcome, seeing_to.LONGEST)

    def work(db: Db) -> str:
        seen = home_told.violation(db, account, number)
        done = seen is not None and seeing_to.close(db, here.render, seen, outcome, account.who, here.clock())
        return "violation_closed" if done else "was_first"

    return _home(here, (lambda _db: wrong) if wrong else work)


@pages.post("/rumours/<number>/answer")
@for_roles(*rights.TAKES_ALERTS)
def answer_rumour(number: str) -> Response:
    """回复: everybody who asked gets it; an answer of the office is approved by that."""
    here, account = house(), visitor()
    words = request.form.get("answer", "").strip()
    wrong = _wrong(words, answering.LONGEST)

    def work(db: Db) -> str:
        seen, is_office = _rumour(db, account, number), account.is_office
        if seen is None:
            return "was_first"
        title, now = here.group_title("office" if is_office else seen.group_id), here.clock()
        done = answering.answer(db, here.render, seen, words, account.who, title, now, is_approved=is_office)
        if done is None:
            return "was_first"
        if not is_office:
            answering.ask_for_approval(db, here.render, here.settings.duty, seen, words, account.who, title, now)
        return "rumour_answered" if is_office else "rumour_answered_unapproved"

    return _home(here, (lambda _db: wrong) if wrong else work)


@pages.post("/rumours/<number>/approve")
@for_roles(*rights.OFFICE)
def approve_answer(number: str) -> Response:
    """同意答复: whoever asks the same today gets it at once."""
    here, account = house(), visitor()

    def work(db: Db) -> str:
        seen = _rumour(db, account, number)
        if seen is None or not seen.is_over:
            return "was_first"
        title = here.group_title(seen.group_id)
        done = answering.approve(db, here.render, seen, account.who, title, here.clock())
        return "rumour_approved" if done else "was_first"

    return _home(here, work)


def _rumour(db: Db, account: Account, number: str) -> Rumour | None:
    found = (rumours.numbered(db, number, group) for group in rights.groups(account))
    return next((one for one in found if one is not None), None)


def _wrong(words: str, longest: int) -> str:
    """The notice of what is wrong with words that somebody will read; empty where nothing is."""
    if len(words) > longest:
        return "told_long"
    return "" if says_something(words) else "told_missing"


def _home(here: House, work: Callable[[Db], str]) -> Response:
    flash(here.ledger.transact(work))
    return redirect(url_for("home.home"))
