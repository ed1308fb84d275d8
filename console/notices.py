"""公告: all notices of the office, one of them with exactly what goes out, and the steps that move it (clause 3.3).

A step carries version and hash of what its page showed: nobody approves, stops or withdraws what they have not read. What
is done here is what the words in the chat do, with the same messages to the same people.
"""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.house import House, house
from console.notices_shown import listed, seen_whole
from console.signed_in import for_roles, visitor
from knowledge.language.reasons import says_something
from ledger import Db, notices
from ledger.console.accounts import Account
from ledger.notices import Notice, Step
from ledger.notices import office as notice_office
from ledger.notices import rights as notice_rights

pages = Blueprint("notices", __name__)
LONGEST_REASON = 200


@pages.get("/notices/")
@for_roles(*notice_rights.ROLES)
def index() -> str:
    """All notices: what waits for an approval, what is under way, drafts, and what is over, page by page."""
    before = request.args.get("before", type=int)
    return render_template("notices.html", **house().ledger.read(lambda db: listed(db, before)))


@pages.get("/notices/<int:notice_id>")
@for_roles(*notice_rights.ROLES)
def notice(notice_id: int) -> str:
    """One notice: what goes out word for word, to whom, how far it is, its versions, and what can be done."""
    here, account = house(), visitor()
    return render_template("notice.html", **here.ledger.read(lambda db: seen_whole(db, here, account, notice_id)))


@pages.post("/notices/<int:notice_id>/submit")
@for_roles(*notice_rights.ROLES)
def submit(notice_id: int) -> Response:
    """送审."""

    def deed(db: Db, here: House, one: Notice, account: Account, now: int) -> Step:
        settings = here.settings.notices
        return notice_office.submit(db, here.render, settings, one, account.who, account.role, now)

    return _step(notice_id, deed, "notice_submitted")


@pages.post("/notices/<int:notice_id>/approve")
@for_roles(*notice_rights.ROLES)
def approve(notice_id: int) -> Response:
    """批准: exactly what the page showed, by its hash; with a reason it leaves at night too."""
    why = request.form.get("why", "").strip()
    hurries = request.form.get("do") == "hurry"
    if hurries and not _is_reason(why):
        return _back(notice_id, "notice_reason_missing")

    def deed(db: Db, here: House, one: Notice, account: Account, now: int) -> Step:
        settings = here.settings.notices
        reason = why if hurries else None
        return notice_office.approve(db, here.render, settings, one, account.who, account.role, now, reason)

    return _step(notice_id, deed, "notice_approved")


@pages.post("/notices/<int:notice_id>/hurry")
@for_roles(*notice_rights.ROLES)
def hurry(notice_id: int) -> Response:
    """加急: what was approved does not wait for the morning."""
    why = request.form.get("why", "").strip()
    if not _is_reason(why):
        return _back(notice_id, "notice_reason_missing")

    def deed(db: Db, here: House, one: Notice, account: Account, now: int) -> Step:
        settings = here.settings.notices
        return notice_office.hurry(db, here.render, settings, one, why, account.who, account.role, now)

    return _step(notice_id, deed, "notice_hurried")


@pages.post("/notices/<int:notice_id>/send-back")
@for_roles(*notice_rights.ROLES)
def send_back(notice_id: int) -> Response:
    """退回, with what is to be different."""
    why = request.form.get("why", "").strip()
    if not _is_reason(why):
        return _back(notice_id, "notice_reason_missing")

    def deed(db: Db, here: House, one: Notice, account: Account, now: int) -> Step:
        return notice_office.send_back(db, here.render, one, why, account.who, account.role, now)

    return _step(notice_id, deed, "notice_sent_back")


@pages.post("/notices/<int:notice_id>/stop")
@for_roles(*notice_rights.ROLES)
def stop(notice_id: int) -> Response:
    """停."""
    return _step(notice_id, _plain(notice_office.stop), "notice_stopped")


@pages.post("/notices/<int:notice_id>/go-on")
@for_roles(*notice_rights.ROLES)
def go_on(notice_id: int) -> Response:
    """继续."""
    return _step(notice_id, _plain(notice_office.go_on), "notice_going_on")


@pages.post("/notices/<int:notice_id>/withdraw")
@for_roles(*notice_rights.ROLES)
def withdraw(notice_id: int) -> Response:
    """撤下."""
    return _step(notice_id, _plain(notice_office.withdraw), "notice_withdrawn")


@pages.post("/notices/stop-all")
@for_roles(*notice_rights.ROLES)
def stop_all() -> Response:
    """全部停发, once it is ticked that it is meant: whatever is under way, whichever notices the page showed."""
    here, account = house(), visitor()
    if request.form.get("sure") != "yes":
        flash("notices_not_sure")
        return redirect(url_for("notices.index"))
    stopped = here.ledger.transact(
        lambda db: notice_office.stop_all(db, here.render, account.who, account.role, here.clock())
    )
    flash("notices_all_stopped" if stopped else "notices_none_running")
    return redirect(url_for("notices.index"))


def seen_version() -> int:
    """The version that the page showed."""
    return request.form.get("version", 0, type=int)


def refused(step: Step, notice_id: int | None) -> Response:
    """Why a step was not taken, on the page of the notice as it stands now."""
    flash(f"notice_{step.why}")
    return redirect(url_for("notices.notice", notice_id=notice_id) if notice_id else url_for("notices.index"))


Deed = Callable[[Db, House, Notice, Account, int], Step]


def _plain(act: Callable[..., Step]) -> Deed:
    return lambda db, here, one, account, now: act(db, here.render, one, account.who, account.role, now)


def _step(notice_id: int, deed: Deed, done: str) -> Response:
    """Take a step with what the page showed; what was changed meanwhile is not touched unread."""
    here, account, version = house(), visitor(), seen_version()
    shown = request.form.get("shown", "")

    def work(db: Db) -> Step:
        one = notices.get(db, notice_id)
        if one is None:
            abort(404)
        if one.version != version or one.text_sha256 != shown:
            return Step(False, one, "changed")
        return deed(db, here, one, account, here.clock())

    step = here.ledger.transact(work)
    return _back(notice_id, done) if step.done else refused(step, notice_id)


def _back(notice_id: int, said: str) -> Response:
    flash(said)
    return redirect(url_for("notices.notice", notice_id=notice_id))


def _is_reason(why: str) -> bool:
    return says_something(why) and len(why) <= LONGEST_REASON
