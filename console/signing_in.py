"""Signing in and out.

Whatever is wrong, the answer is the same sentence: name, password, code, an account that is not there or has ended, or too
many tries. For an account that is not there a password is looked at as well, so that it takes as long; a try that has to
wait is answered at once, for a name that is there as for one that is not (THREATS A15).
"""

import re
import unicodedata

import structlog
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import Length

from console import passwords, second_factor
from console.house import House, caller, house
from console.signed_in import begin_session, end_session, for_roles, is_signed_in, keep_session, sign_in_page, visitor
from knowledge.times import MINUTE, business_day
from ledger import Db, audit, outbox, people
from ledger.console import accounts as console_accounts
from ledger.console import credentials as console_credentials
from ledger.console import sessions as console_sessions
from ledger.console.accounts import Account
from ledger.console.credentials import Credentials
from ledger.console.sessions import Try

pages = Blueprint("signing_in", __name__)
log = structlog.get_logger(__name__)
_OURS = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")


class SignInForm(FlaskForm):  # type: ignore[misc]  # the package has no types
    """Name, password and code on one page: there is one answer to all of it."""

    name = StringField(validators=[Length(max=80)])
    password = PasswordField(validators=[Length(max=passwords.MOST)])
    code = StringField(validators=[Length(max=20)])


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    """The page to sign in on."""
    if is_signed_in():
        return redirect(_wanted())
    form = SignInForm()
    if request.method == "GET":
        return sign_in_page()
    if form.validate():
        with passwords.place():
            found = _prove(_plain(form.name.data), form.password.data or "", digits(form.code.data))
        if found is not None:
            keep_session(*found)
            return redirect(_wanted())
    return sign_in_page(wrong=True, name=form.name.data or ""), 401


@pages.post("/sign-out")
@for_roles()
def sign_out() -> Response:
    """Sign out here, or everywhere."""
    everywhere = request.form.get("where") == "everywhere"
    end_session(everywhere=everywhere)
    flash("signed_out_everywhere" if everywhere else "signed_out")
    return redirect(url_for(".sign_in"))


@pages.get("/account")
@for_roles()
def account() -> str:
    """Where this account is signed in, and how many recovery codes are left."""
    here, mine = house(), visitor()
    now, idle = here.real_clock(), here.settings.console.idle_minutes * MINUTE
    sessions, left = here.ledger.read(
        lambda db: (
            console_sessions.of_account(db, mine.id, now, idle),
            console_credentials.recovery_codes_left(db, mine.id),
        )
    )
    return render_template("account.html", sessions=sessions, left=left, now=now, console=here.settings.console)


def _prove(name: str, password: str, code: str) -> tuple[Account, str] | None:
    """The account and its new session, where everything is right; each step takes its time whatever the last one found."""
    here = house()
    now, address = here.real_clock(), caller()

    def count(db: Db) -> tuple[Credentials | None, Try]:
        known = console_credentials.credentials(db, name)
        account_id = known.account.id if known is not None else None
        tried = console_sessions.begin_try(db, name, address, account_id, here.limits, now)
        if tried.begins_wait and known is not None:
            _tell_office(db, here, known.account)
        return known, tried

    known, tried = here.ledger.transact(count)
    if tried.begins_wait or not tried.allowed:
        log.warning("sign_in_made_to_wait", allowed=tried.allowed)
    if not tried.allowed:
        return None
    is_right = passwords.is_right(known.password_hash if known is not None else None, password)
    step = second_factor.step_of(known.secret if known is not None else None, code, now)

    def finish(db: Db) -> tuple[Account, str] | None:
        if known is None or not is_right or console_credentials.credentials(db, name) != known:
            return None
        account = console_accounts.tied(db, known.account)
        if step is None:
            proved = console_credentials.use_recovery_code(db, account.id, code, now)
        else:
            proved = console_credentials.use_step(db, account.id, step)
        if not proved:
            return None
        console_sessions.was_right(db, tried, here.limits)
        return account, begin_session(db, here, account, address)

    return here.ledger.transact(finish)


def _tell_office(db: Db, here: House, account: Account) -> None:
    """Somebody has tried this name too often: the office hears of it, once a day."""
    now = here.clock()
    audit.note(db, now, None, "console", "sign-in made to wait", account.about)
    for member in people.office(db):
        if member.openid is not None:
            outbox.queue(
                db,
                key=f"console-tries:{account.id}:{business_day(now)}:{member.person_id}",
                to=member,
                kind="alert",
                body=here.render("console_wrong_tries", name=account.name),
                about=account.about,
                now=now,
                template="task",
            )


def _wanted() -> str:
    """The page that somebody wanted before they were asked to sign in, if it is one of ours; else the first one."""
    wanted = request.args.get("next", "")
    return f"{request.script_root}{wanted}" if _OURS.fullmatch(wanted) else url_for("home.home")


def _plain(name: str | None) -> str:
    return unicodedata.normalize("NFC", (name or "").strip())


def digits(code: str | None) -> str:
    """A code as it is kept: without the gaps between its figures, letters large."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code or "")).upper()
