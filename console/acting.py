"""What the buttons do: the ledger's own functions, with the same notices and the same trail as a word in the chat.

Each act looks its record up again with the rights of whoever acts, inside the transaction in which it acts. Somebody else
may have been quicker; that is a sentence, not an error.
"""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from console import rights
from console.house import House, house
from console.signed_in import for_roles, visitor
from knowledge.language.reasons import says_something
from ledger import Db, alerts, exits, places, taking
from ledger.console.accounts import Account
from ledger.exits import Exit
from ledger.exits import recording as exit_recording
from ledger.exits.recording import Hindrance
from ledger.handovers import Handover

pages = Blueprint("acting", __name__)
LONGEST_REASON = 200
LONGEST_ANSWER = 500
_NOTICES = {
    Hindrance.OWN: "exit_own",
    Hindrance.SIGNED_TOO: "exit_signed_too",
    Hindrance.NOT_SIGNED: "exit_not_signed",
    Hindrance.MOVED_ON: "was_first",
}


@pages.post("/exits/<int:record_id>/record")
@for_roles(*rights.OFFICE)
def record_exit(record_id: int) -> Response:
    """备案."""
    here, account, version = house(), visitor(), _version()

    def work(db: Db) -> str:
        one = _exit(db, record_id)
        hindered = _hindered(db, here, account, one, version)
        if hindered:
            return hindered
        done = exit_recording.record(db, here.render, one, account.who, here.clock())
        return "exit_recorded" if done is not None else "was_first"

    return _home(here.ledger.transact(work))


@pages.post("/exits/<int:record_id>/send-back")
@for_roles(*rights.OFFICE)
def send_exit_back(record_id: int) -> Response:
    """退回补充, with what is missing."""
    here, account, version = house(), visitor(), _version()
    what = request.form.get("what", "").strip()
    if not says_something(what) or len(what) > LONGEST_REASON:
        return _home("reason_missing" if len(what) <= LONGEST_REASON else "reason_long")

    def work(db: Db) -> str:
        one = _exit(db, record_id)
        hindered = _hindered(db, here, account, one, version)
        if hindered:
            return hindered
        exits_due = here.settings.exits
        done = exit_recording.send_back(db, here.render, exits_due, one, what, account.who, here.clock())
        return "exit_sent_back" if done is not None else "was_first"

    return _home(here.ledger.transact(work))


@pages.post("/alerts/<int:number>/take")
@for_roles(*rights.TAKES_ALERTS)
def take_alert(number: int) -> Response:
    """收到: leads to the page with the telephone."""
    here, account = house(), visitor()

    def work(db: Db) -> bool:
        mine = rights.groups(account)
        found = next((one for group in mine if (one := alerts.one_for(db, number, group, kept_close_too=False))), None)
        if found is None or found.about.startswith(alerts.SUPPLIES):
            return False
        group = here.group_title(found.group_id)
        return taking.take_alert(db, here.render, found, group, account.who, here.clock())

    return redirect(url_for("taken.alert", number=number)) if here.ledger.transact(work) else _home("was_first")


@pages.post("/handovers/<int:number>/take")
@for_roles(*rights.TAKES_ALERTS)
def take_handover(number: int) -> Response:
    """接: leads to the page with the telephone."""
    here, account = house(), visitor()

    def work(db: Db) -> bool:
        found = rights.handover(db, account, number)
        if found is None:
            return False
        return taking.take_handover(
            db, here.render, found, here.group_title(found.group_id), account.who, here.clock()
        )

    return redirect(url_for("taken.handover", number=number)) if here.ledger.transact(work) else _home("was_first")


@pages.post("/handovers/<int:number>/answer")
@for_roles(*rights.TAKES_ALERTS)
def answer_handover(number: int) -> Response:
    """答复, by whoever has taken it; the words go to whoever asked. The office may keep them for whoever asks next."""
    here, account = house(), visitor()
    words, keeps = request.form.get("answer", "").strip(), request.form.get("keep") == "yes" and account.is_office
    if not says_something(words) or len(words) > LONGEST_ANSWER:
        return _home("told_missing" if len(words) <= LONGEST_ANSWER else "told_long")

    def work(db: Db) -> str:
        found = rights.handover(db, account, number)
        if found is None or found.status != "taken" or not is_taker(found, account):
            return "was_first"
        group = here.group_title(found.group_id)
        key = str(here.clock())
        if not taking.answer_handover(db, here.render, found, words, group, account.who, key, here.clock()):
            return "was_first"
        return "handover_answered" if found.openid is not None else "handover_answered_unreached"

    done = here.ledger.transact(work)
    if keeps and done != "was_first":
        flash(done)
        return redirect(url_for("kept_answers.new", handover=number))
    return _home(done)


def is_taker(found: Handover, account: Account) -> bool:
    """Whether it is this account that has taken it."""
    return (found.taken_by, found.taken_by_id) == (account.name, account.person_id)


@pages.post("/visits/<int:number>/done")
@for_roles(*rights.FINDS_PEOPLE)
def finish_visit(number: int) -> Response:
    """已上门."""
    here, account = house(), visitor()

    def work(db: Db) -> bool:
        return taking.finish_visit(db, number, rights.scopes(db, account), account.who, here.clock())

    return _home("visit_done" if here.ledger.transact(work) else "was_first")


def _exit(db: Db, record_id: int) -> Exit:
    found = exits.get_in(db, record_id, places.root_path(db))
    if found is None:
        abort(404)
    return found


def _hindered(db: Db, here: House, account: Account, one: Exit, version: int) -> str:
    """The notice of why it cannot be done, empty where it can; what was changed since the page was shown is another one."""
    found = exit_recording.hindrance(db, one, account.who)
    if found in {Hindrance.OWN, Hindrance.SIGNED_TOO}:
        exit_recording.pass_on(db, here.render, one, account.who, here.clock())
    if found is not None:
        return _NOTICES[found]
    return "was_changed" if one.version != version else ""


def _version() -> int:
    """The version that the page showed: nobody records what they have not read."""
    return request.form.get("version", 0, type=int)


def _home(notice: str) -> Response:
    flash(notice)
    return redirect(url_for("home.home"))
