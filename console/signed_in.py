"""Who is signed in: Flask-Login over the sessions that the ledger keeps.

The browser's cookie holds a random token and nothing that means anything; what it may do is looked up at every request, so
that a role that has ended, or a session that was ended elsewhere, counts at once.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, abort, flash, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from console.house import House, house
from knowledge.times import HOUR, MINUTE
from ledger import Db, audit
from ledger.console import accounts as console_accounts
from ledger.console import sessions as console_sessions
from ledger.console.accounts import Account

F = TypeVar("F", bound=Callable[..., Any])


class Visitor(UserMixin):  # type: ignore[misc]  # the package has no types
    """An account with the session by which it is here."""

    def __init__(self, account: Account, token: str) -> None:
        self.account = account
        self.token = token

    def get_id(self) -> str:
        """What the browser keeps."""
        return self.token


def watch(application: Flask) -> None:
    """Let the application know who is signed in."""
    manager = LoginManager()
    manager.session_protection = None  # an address may change on the way; the session lives in the ledger
    manager.user_loader(_visitor)
    manager.unauthorized_handler(_to_sign_in)
    manager.init_app(application)


def sign_in_page(*, wrong: bool = False, name: str = "") -> str:
    """The page to sign in on; in a rehearsal, where nobody has an authenticator, with the accounts to begin with."""
    here = house()
    to_begin_with = here.ledger.read(console_accounts.names) if here.settings.rehearsal else []
    return render_template("sign_in.html", wrong=wrong, name=name, to_begin_with=to_begin_with)


def visitor() -> Account:
    """The account that is signed in; behind `for_roles` alone."""
    return cast(Visitor, current_user).account


def is_signed_in() -> bool:
    """Whether somebody is signed in."""
    return bool(current_user.is_authenticated)


def for_roles(*kinds: str) -> Callable[[F], F]:
    """A view for these roles (none named: whoever is signed in); others are told that there is no such page."""

    def decorate(view: F) -> F:
        @wraps(view)
        def guarded(*arguments: Any, **named: Any) -> Any:
            if not is_signed_in():
                return _to_sign_in()
            if kinds and visitor().role not in kinds:
                abort(404)
            return view(*arguments, **named)

        return cast(F, guarded)

    return decorate


def begin_session(db: Db, here: House, account: Account, address: str) -> str:
    """A new session for an account, in the transaction in which it has proved itself; that runs in another thread."""
    now = here.real_clock()
    ends_at = now + here.settings.console.session_hours * HOUR
    token = console_sessions.begin(db, account.id, address, now, ends_at)
    audit.note(db, here.clock(), account.person_id, account.name, "signed in", account.about)
    return token


def keep_session(account: Account, token: str) -> None:
    """Give the session to the browser; nothing of what it held before stays."""
    session.clear()
    login_user(Visitor(account, token))


def end_session(*, everywhere: bool) -> None:
    """Sign out here, or wherever this account is signed in."""
    here, account = house(), visitor()
    token = cast(Visitor, current_user).token
    action = "signed out everywhere" if everywhere else "signed out"

    def work(db: Db) -> None:
        now = here.real_clock()
        console_sessions.end(db, token, now)
        if everywhere:
            console_sessions.end_all(db, account.id, now)
        audit.note(db, here.clock(), account.person_id, account.name, action, account.about)

    here.ledger.transact(work)
    logout_user()
    session.clear()


def _visitor(token: str) -> Visitor | None:
    here = house()
    now, idle = here.real_clock(), here.settings.console.idle_minutes * MINUTE

    def look(db: Db) -> tuple[Account, bool] | None:
        found = console_sessions.find(db, token, now, idle)
        account = console_accounts.get(db, found[0]) if found is not None else None
        return (account, found[1]) if account is not None and found is not None else None

    found = here.ledger.read(look)
    if found is None:
        return None
    account, is_to_be_noted = found
    if is_to_be_noted:
        here.ledger.transact(lambda db: console_sessions.seen(db, token, now))
    return Visitor(account, token)


def _to_sign_in() -> Response | str:
    if "_user_id" in session:  # there was a session, and it is over
        session.clear()
        flash("session_over")
    if request.endpoint == "home.home":
        return sign_in_page()
    if request.method != "GET":
        return redirect(url_for("signing_in.sign_in"))
    return redirect(url_for("signing_in.sign_in", next=request.path))
