"""The page behind a one-time link: somebody sets their password and second factor, and is signed in."""

from flask import Blueprint, abort, render_template, request
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import Length

from console import passwords, second_factor
from console.house import House, caller, house
from console.signed_in import begin_session, keep_session
from console.signing_in import digits
from console.words import texts
from ledger import Db, audit
from ledger.console import credentials as console_credentials
from ledger.console import sessions as console_sessions
from ledger.console.accounts import Account

pages = Blueprint("setting_up", __name__)


class SetUpForm(FlaskForm):  # type: ignore[misc]
    """A password twice, and a code that shows that the second factor works."""

    password = PasswordField()
    again = PasswordField()
    code = StringField(validators=[Length(max=20)])


@pages.route("/set-up/<token>", methods=["GET", "POST"])
def set_up(token: str) -> str | tuple[str, int]:
    """The page behind a one-time link."""
    here = house()
    now = here.real_clock()
    link = here.ledger.read(lambda db: console_credentials.link(db, token, now))
    if link is None:
        abort(410)
    form = SetUpForm()
    faults: dict[str, str] = {}
    if request.method == "POST":
        password, code = form.password.data or "", digits(form.code.data)
        drift = {"drift": second_factor.REHEARSAL_DRIFT} if here.is_rehearsal else {}
        step = second_factor.step_of(link.secret, code, now, **drift)
        faults = _faults(link.account.name, password, form.again.data or "", step)
        if not faults and step is not None:
            with passwords.place():
                password_hash = passwords.hashed(password)
            codes = _set_up(here, token, password_hash, step, link.account)
            return render_template("recovery_codes.html", codes=codes)
    page = render_template(
        "set_up.html",
        form=form,
        faults=faults,
        name=link.account.name,
        secret=link.secret,
        picture=second_factor.picture(link.secret, link.account.name, texts().issuer.format(street=here.plan.head.street)),
        code=second_factor.current(link.secret, now) if here.is_rehearsal else None,
        least=passwords.LEAST,
    )
    return (page, 422) if faults else page


def _faults(name: str, password: str, again: str, step: int | None) -> dict[str, str]:
    """What is not right yet, by field."""
    faults: dict[str, str] = {}
    fault = passwords.fault(password, name)
    if fault is not None:
        faults["password"] = fault
    elif password != again:
        faults["again"] = "different"
    if step is None:
        faults["code"] = "code"
    return faults


def _set_up(here: House, token: str, password_hash: str, step: int, account: Account) -> tuple[str, ...]:
    now, address = here.real_clock(), caller()

    def work(db: Db) -> tuple[tuple[str, ...], str] | None:
        codes = console_credentials.set_up(db, token, password_hash, step, now)
        if codes is None:
            return None
        console_sessions.end_all(db, account.id, now)
        audit.note(db, here.clock(), account.person_id, account.name, "password set", account.about)
        return codes, begin_session(db, here, account, address)

    done = here.ledger.transact(work)
    if done is None:  # somebody has used it this moment
        abort(410)
    keep_session(account, done[1])
    return done[0]
